"""The claim card: one claim with its verdict, its result in a line and its working; and the row that opens into it."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimbook.chapters.derivations import derivation_source
from claimbook.chapters.histogram import histogram
from claimbook.chapters.range_bar import range_bar
from claimbook.model.algebra import equation_in_numbers, equation_in_words, text
from claimbook.model.graph import derivations, upstream
from claimbook.model.judging import Result, TestResult
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.results.describing import (
    MENDED,
    describe,
    describe_belief,
    describe_evidence,
    describe_input,
    describe_numbers,
    describe_test,
    printed_numeral,
    would_be_right,
)
from claimbook.system.templates import template


@dataclass(frozen=True)
class Card:
    """A claim as notebooks display it."""

    result: Result
    model: Model

    def _repr_html_(self) -> str:
        return render_card(self.result, self.model)

    def __repr__(self) -> str:
        facts = describe(self.result, self.model.project.words)
        figures = f" ({facts['derived']} against {facts['claimed']})" if facts["derived"] and facts["claimed"] else ""
        return f"{self.result.claim.statement}: {self.result.verdict}{figures}"


@dataclass(frozen=True)
class Cards:
    """Several claims, one card below the other."""

    cards: tuple[Card, ...]

    def _repr_html_(self) -> str:
        return "\n".join(card._repr_html_() for card in self.cards)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.cards))


@dataclass(frozen=True)
class Rows(Cards):
    """Several claims as a list, a row each that opens into the card."""

    def _repr_html_(self) -> str:
        return template("rows.html.j2", "claimbook.chapters").render(
            rows=[{**in_short(one.result, one.model), "card": render_card(one.result, one.model)} for one in self.cards]
        )


def cards(claim_ids: Sequence[str], model: Model) -> Cards:
    """
    The cards of several claims.

    Raises
    ------
    UserError
        If no claim has one of these ids.
    """
    return Cards(tuple(card(claim_id, model) for claim_id in claim_ids))


def rows(claim_ids: Sequence[str], model: Model) -> Rows:
    """
    Several claims as a list: verdict, statement, what is printed and what was found; each opens into its card.

    Raises
    ------
    UserError
        If no claim has one of these ids.
    """
    return Rows(cards(claim_ids, model).cards)


def card(claim_id: str, model: Model) -> Card:
    """
    The card of a claim.

    Raises
    ------
    UserError
        If no claim has this id.
    """
    return Card(model.result(claim_id), model)


def in_short(result: Result, model: Model) -> dict[str, object]:
    """What a claim's row says before it is opened."""
    claim, project = result.claim, model.project
    return {
        "claim": claim,
        "verdict": result.verdict,
        "source": project.sources.loc[claim.source],
        "numeral": printed_numeral(claim, project),
        "facts": describe(result, project.words),
    }


def render_card(result: Result, model: Model) -> str:
    """HTML of a card, with no script and no style of its own."""
    claim, project = result.claim, model.project
    root = project.claims.get(claim.because) if result.verdict is Verdict.FAILS else None
    return template("card.html.j2", "claimbook.chapters").render(
        **in_short(result, model),
        result=result,
        earlier=project.earlier_names(claim.id),
        tests=[
            {**describe_test(one, result, project.words), "statement": in_evidence(one, project)}
            for one in result.tests
        ],
        root=root,
        error_kind=claim.error_kind if result.verdict is Verdict.FAILS else "",
        histogram=histogram(result, model),
        bar=range_bar(result, model),
        mended=MENDED,
        right=would_be_right(result, model),
        workings=[describe_working(quantity, result, model) for quantity in claim.quantities],
        evidence=[describe_evidence(project.find_evidence(key), project) for key in claim.evidence],
        before=describe_before(result, model),
    )


def in_evidence(one: TestResult, project: Project) -> str:
    """What the evidence says that a test without a number holds a claim against; empty where there is none."""
    keys = one.test.evidence if one.found is None else ()
    return next((project.find_evidence(key).statement for key in keys), "")


def describe_working(quantity: str, result: Result, model: Model) -> dict[str, object]:
    """How a quantity of a claim comes about: equation, inputs, what would make the claim right, the derivation."""
    claim, project = result.claim, model.project
    names = upstream(project, quantity)
    spoken = project.words.spoken(quantity)
    one = next(one for one in result.tests if one.test.quantity == quantity)
    digits = claim.shown_digits
    value = "" if one.value is None or not claim.unit else project.words.write_quantity(one.value, claim.unit, digits)
    found = describe_numbers(one, result, project.words)["derived"]
    is_derived = quantity in derivations(project)
    beliefs = {name: describe_belief(result, quantity, name, model) for name in names} if claim.printed else {}
    return {
        "quantity": spoken,
        "equation": f"{text(spoken)} = {equation_in_words(project, quantity)}" if is_derived else "",
        "arithmetic": f"{equation_in_numbers(quantity, model)} = {text(value)}" if is_derived and value else "",
        "median": found if value and found != value else "",
        "inputs": [
            {**describe_input(model.assumptions[name], name in model.changes, project), "belief": beliefs.get(name)}
            for name in names
        ],
        "source": derivation_source(project, quantity),
    }


def describe_before(result: Result, model: Model) -> dict[str, object]:
    """What the baseline says of a claim that a scenario moves; empty where nothing moves."""
    words = model.project.words
    before = model.unchanged.result(result.claim.id) if model.changes else result
    facts = describe(before, words)
    if (facts, before.verdict) == (describe(result, words), result.verdict):
        return {}
    return {**facts, "verdict": before.verdict}

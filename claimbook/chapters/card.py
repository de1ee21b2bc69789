"""The claim card: one claim with its verdict, its equation and its inputs, as HTML and as text."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimbook.model.algebra import equation_in_numbers, equation_in_words, text
from claimbook.model.graph import upstream
from claimbook.model.model import Model, Result
from claimbook.model.verdict import Verdict
from claimbook.results.describing import describe, describe_belief, describe_drivers, describe_evidence, describe_input
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


def cards(claim_ids: Sequence[str], model: Model) -> Cards:
    """
    The cards of several claims.

    Raises
    ------
    UserError
        If no claim has one of these ids.
    """
    return Cards(tuple(card(claim_id, model) for claim_id in claim_ids))


def card(claim_id: str, model: Model) -> Card:
    """
    The card of a claim.

    Raises
    ------
    UserError
        If no claim has this id.
    """
    return Card(model.result(claim_id), model)


def render_card(result: Result, model: Model) -> str:
    """HTML of a card, with no script and no style of its own."""
    claim, project = result.claim, model.project
    spoken = project.words.spoken(claim.quantity)
    names = upstream(project, claim.quantity) if claim.quantity else ()
    facts = describe(result, project.words)
    return template("card.html.j2", "claimbook.chapters").render(
        result=result,
        claim=claim,
        earlier=project.earlier_names(claim.id),
        source=project.sources.loc[claim.source],
        facts=facts,
        held_against="Derived" if claim.quantity else "Evidence",
        ranged=result.low != result.high,
        error_kind=claim.error_kind if result.verdict is Verdict.FAILS else "",
        reason=claim.reason.partition(":")[2].strip(),
        quantity=spoken,
        equation=f"{text(spoken)} = {equation_in_words(project, claim.quantity)}" if names else "",
        arithmetic=f"{equation_in_numbers(claim.quantity, model)} = {text(facts['derived'])}" if names else "",
        inputs=[describe_input(model.assumptions[name], name in model.changes, project) for name in names],
        beliefs=[describe_belief(result, name, model) for name in names] if claim.printed else [],
        drivers=describe_drivers(result, model) if len(names) > 1 else [],
        evidence=[describe_evidence(project.find_evidence(key), project) for key in claim.evidence],
        before=describe_before(result, model),
    )


def describe_before(result: Result, model: Model) -> dict[str, str]:
    """What the baseline says of a claim that a scenario moves; empty where nothing moves."""
    words = model.project.words
    before = model.unchanged.result(result.claim.id) if model.changes else result
    facts = describe(before, words)
    if (facts, before.verdict) == (describe(result, words), result.verdict):
        return {}
    return {**facts, "verdict": str(before.verdict), "interval": facts["interval"] if before.low != before.high else ""}

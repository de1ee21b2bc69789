"""The claim card: one claim with its verdict, its equation and its inputs, as HTML and as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from claimbook.algebra import break_even, equation_in_numbers, equation_in_words, text
from claimbook.model import Model, Result, upstream
from claimbook.references import citation
from claimbook.tables import Assumption, Evidence, find_evidence, sources
from claimbook.verdict import Verdict
from claimbook.wording import spoken, write_interval, write_printed, write_quantity


@dataclass(frozen=True)
class Card:
    """A claim as notebooks display it."""

    result: Result
    model: Model

    def _repr_html_(self) -> str:
        return render_card(self.result, self.model)

    def __repr__(self) -> str:
        facts = describe(self.result)
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


def describe(result: Result) -> dict[str, str]:
    """A result's numbers as text, each empty where there is none: claimed, derived and interval."""
    claim = result.claim
    digits = max(3, claim.printed.digits) if claim.printed else 3
    texts = {"claimed": "", "derived": "", "interval": ""}
    if claim.printed:
        texts["claimed"] = write_printed(claim.printed, claim.unit)
    if claim.unit and result.derived is not None and result.low is not None and result.high is not None:
        texts["derived"] = write_quantity(result.derived, claim.unit, digits)
        texts["interval"] = write_interval(result.low, result.high, claim.unit, digits)
    return texts


def render_card(result: Result, model: Model) -> str:
    """HTML of a card, with no script and no style of its own."""
    claim = result.claim
    names = upstream(claim.quantity) if claim.quantity else ()
    facts = describe(result)
    return template("card.html.j2").render(
        result=result,
        claim=claim,
        source=sources().loc[claim.source],
        facts=facts,
        held_against="Derived" if claim.quantity else "Evidence",
        ranged=result.low != result.high,
        error_kind=claim.error_kind if result.verdict is Verdict.FAILS else "",
        reason=claim.reason.partition(":")[2].strip(),
        quantity=spoken(claim.quantity),
        equation=f"{text(spoken(claim.quantity))} = {equation_in_words(claim.quantity)}" if names else "",
        arithmetic=f"{equation_in_numbers(claim.quantity, model)} = {text(facts['derived'])}" if names else "",
        inputs=[describe_input(model.assumptions[name], name in model.changes) for name in names],
        beliefs=[describe_belief(result, name, model) for name in names] if claim.printed else [],
        evidence=[describe_evidence(find_evidence(key)) for key in claim.evidence],
    )


def describe_evidence(fact: Evidence) -> dict[str, object]:
    """A piece of evidence's row on the card."""
    return {
        "statement": fact.statement,
        "value": "" if fact.value is None else write_quantity(fact.value.magnitude, fact.unit, digits=6),
        "citation": citation(fact.reference),
        "locator": fact.locator,
        "date": fact.date,
        "unconfirmed": fact.confirmed.startswith("unconfirmed"),
        "note": fact.note,
    }


def describe_input(assumption: Assumption, changed: bool) -> dict[str, object]:
    """An assumption's row in the card's table of inputs."""
    return {
        "label": spoken(assumption.name),
        "name": assumption.name,
        "description": assumption.description,
        "value": write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
        "range": write_range(assumption),
        "citation": citation(assumption.reference),
        "locator": assumption.locator,
        "unconfirmed": assumption.confirmed.startswith("unconfirmed"),
        "changed": changed,
    }


def describe_belief(result: Result, name: str, model: Model) -> dict[str, str]:
    """What one would have to believe of one assumption for the claim to be exactly true."""
    assumption = model.assumptions[name]
    value = break_even(result.claim.id, name, model)
    if value is None:
        needed, standing = "no value would do", ""
    else:
        needed = write_quantity(value.magnitude, assumption.unit)
        if assumption.maximum is not None and value > assumption.maximum:
            standing = "more than is possible"
        elif not assumption.is_range:
            change = float((value / assumption.value).magnitude) - 1
            way = "more" if change > 0 else "less"
            standing = "as it is" if abs(change) < 5e-4 else f"{abs(change):.1%} {way} than taken"
        else:
            standing = "within its range" if assumption.low <= value <= assumption.high else "outside its range"
    return {"label": spoken(name), "needed": needed, "standing": standing, "range": write_range(assumption)}


def write_range(assumption: Assumption) -> str:
    """An assumption's 90 % range, empty where its value is taken as given."""
    if not assumption.is_range:
        return ""
    return write_interval(assumption.low.magnitude, assumption.high.magnitude, assumption.unit, digits=6)


@cache
def template(name: str, package: str = "claimbook.display") -> Template:
    """A package's template; a missing variable is an error, text is escaped."""
    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template(name)

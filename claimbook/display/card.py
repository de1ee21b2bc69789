"""The claim card: one claim with its verdict, its equation and its inputs, as HTML and as text."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from claimbook.algebra import break_even, equation_in_numbers, equation_in_words, text
from claimbook.model import Model, Result, upstream
from claimbook.references import citation
from claimbook.tables import Assumption, sources
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
        return f"{self.result.claim.statement}: {self.result.verdict} ({facts['derived']} against {facts['claimed']})"


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
    """A result's numbers as text: claimed, derived and interval."""
    claim = result.claim
    digits = max(3, claim.printed.digits)
    return {
        "claimed": write_printed(claim.printed, claim.unit),
        "derived": write_quantity(result.derived, claim.unit, digits),
        "interval": write_interval(result.low, result.high, claim.unit, digits),
    }


def render_card(result: Result, model: Model) -> str:
    """HTML of a card, with no script and no style of its own."""
    claim = result.claim
    names = upstream(claim.quantity)
    return template("card.html.j2").render(
        result=result,
        claim=claim,
        source=sources().loc[claim.source],
        facts=describe(result),
        ranged=result.low < result.high,
        error_kind=claim.error_kind if result.verdict is Verdict.FAILS else "",
        quantity=spoken(claim.quantity),
        equation=f"{text(spoken(claim.quantity))} = {equation_in_words(claim.quantity)}",
        arithmetic=f"{equation_in_numbers(claim.quantity, model)} = {text(describe(result)['derived'])}",
        inputs=[describe_input(model.assumptions[name], name in model.changes) for name in names],
        beliefs=[describe_belief(result, name, model) for name in names],
    )


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

"""A claim's numbers, inputs, evidence and beliefs as text: what card, command line and site say alike."""

from claimbook.algebra import break_even
from claimbook.model import Model, Result
from claimbook.references import citation
from claimbook.tables import Assumption, Evidence
from claimbook.wording import spoken, write_interval, write_printed, write_quantity


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

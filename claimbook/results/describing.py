"""A claim's numbers, inputs, evidence and beliefs as text: what card, command line and site say alike."""

from claimbook.model.algebra import break_even
from claimbook.model.model import Model, Result
from claimbook.model.sensitivity import Driver, drivers
from claimbook.project import Project
from claimbook.register.assumptions import Assumption
from claimbook.register.evidence import Evidence
from claimbook.register.wording import Wording, write_number

#: What a distribution says of a range, for the reader.
SPREADS = {
    "": "taken as given",
    "lognormal": "90 % interval",
    "uniform": "anywhere between",
    "pert": "the value likeliest",
    "choice": "one of its values",
}


def describe(result: Result, words: Wording) -> dict[str, str]:
    """A result's numbers as text, each empty where there is none: claimed, derived, interval and median."""
    claim = result.claim
    digits = max(3, claim.printed.digits) if claim.printed else 3
    texts = {"claimed": "", "derived": "", "interval": "", "median": ""}
    if claim.printed:
        texts["claimed"] = words.write_printed(claim.printed, claim.unit)
    if claim.unit and result.numbers:
        derived, low, median, high = result.numbers
        texts["derived"] = words.write_quantity(derived, claim.unit, digits)
        texts["interval"] = words.write_interval(low, high, claim.unit, digits)
        texts["median"] = words.write_quantity(median, claim.unit, digits)
    return texts


def describe_evidence(fact: Evidence, project: Project) -> dict[str, object]:
    """A piece of evidence's row on the card."""
    return {
        "statement": fact.statement,
        "value": "" if fact.value is None else project.words.write_quantity(fact.value.magnitude, fact.unit, digits=6),
        "citation": project.citation(fact.reference),
        "locator": fact.locator,
        "date": fact.date,
        "unconfirmed": fact.confirmed.startswith("unconfirmed"),
        "note": fact.note,
    }


def describe_input(assumption: Assumption, changed: bool, project: Project) -> dict[str, object]:
    """An assumption's row in the card's table of inputs."""
    return {
        "label": project.words.spoken(assumption.name),
        "name": assumption.name,
        "description": assumption.description,
        "value": project.words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
        "range": write_range(assumption, project.words),
        "spread": SPREADS[assumption.distribution],
        "citation": project.citation(assumption.reference),
        "locator": assumption.locator,
        "unconfirmed": assumption.confirmed.startswith("unconfirmed"),
        "changed": changed,
    }


def describe_belief(result: Result, name: str, model: Model) -> dict[str, str]:
    """What one would have to believe of one assumption for the claim to be exactly true."""
    assumption, words = model.assumptions[name], model.project.words
    value = break_even(model, result.claim.id, name)
    if value is None:
        needed, standing = "no value would do", ""
    else:
        needed = words.write_quantity(value.magnitude, assumption.unit)
        if assumption.maximum is not None and value > assumption.maximum:
            standing = "more than is possible"
        elif not assumption.is_range:
            change = float((value / assumption.value).magnitude) - 1
            way = "more" if change > 0 else "less"
            standing = "as it is" if abs(change) < 5e-4 else f"{abs(change):.1%} {way} than taken"
        else:
            standing = "within its range" if assumption.low <= value <= assumption.high else "outside its range"
    return {
        "label": words.spoken(name),
        "needed": needed,
        "standing": standing,
        "range": write_range(assumption, words),
    }


def write_range(assumption: Assumption, words: Wording) -> str:
    """An assumption's 90 % range, empty where its value is taken as given."""
    if not assumption.is_range:
        return ""
    return words.write_interval(assumption.low.magnitude, assumption.high.magnitude, assumption.unit, digits=6)


def describe_drivers(result: Result, model: Model) -> list[dict[str, str]]:
    """What each assumption does to a claim's quantity, in the claim's unit, what matters most first."""
    claim = result.claim
    if not claim.quantity or not claim.unit:
        return []
    return [describe_driver(driver, claim.unit, model) for driver in drivers(claim.quantity, model)]


def describe_driver(driver: Driver, unit: str, model: Model) -> dict[str, str]:
    """One driver's row: its range, the quantity at both ends, its share of the spread, its elasticity."""
    assumption, words = model.assumptions[driver.assumption], model.project.words
    scale = model.project.units.root_factor(unit)
    return {
        "label": words.spoken(driver.assumption),
        "name": driver.assumption,
        "range": write_range(assumption, words),
        "at_low": words.write_quantity(driver.at_low / scale, unit) if assumption.is_range else "",
        "at_high": words.write_quantity(driver.at_high / scale, unit) if assumption.is_range else "",
        "share": f"{driver.share:.0%}".replace("%", " %") if assumption.is_range else "",
        "elasticity": "" if assumption.is_date else f"{write_number(driver.elasticity)} %",
    }

"""
Results for machines: the records of `claimbook claims --json` and of the site's results.json.

SymPy takes half a second to load: what needs formulas imports them where it does.
"""

from math import isnan
from typing import TYPE_CHECKING, Any, overload

import pint

from claimbook.errors import UserError
from claimbook.model.graph import about, derivation_names, unit_of, upstream
from claimbook.model.judging import Result, TestResult
from claimbook.model.model import Model
from claimbook.model.plain_units import named_unit
from claimbook.model.triangulation import Triangulation, findings, triangulations
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.assumptions import Assumption
from claimbook.register.evidence import Evidence
from claimbook.results.made import made_with

if TYPE_CHECKING:
    from claimbook.model.sensitivity import VerdictSensitivity


def claim_record(result: Result) -> dict[str, Any]:
    """A claim and its verdict as plain data; numbers are in the claim's unit."""
    claim = result.claim
    return {
        "id": claim.id,
        "source": claim.source,
        "line": claim.line,
        "numeral": claim.numeral,
        "statement": claim.statement,
        "weight": claim.weight,
        "relation": claim.printed.relation if claim.printed else None,
        "claimed": rounded(claim.printed.claimed) if claim.printed else None,
        "claimed_low": rounded(claim.printed.ends[0]) if claim.printed else None,
        "claimed_high": rounded(claim.printed.ends[1]) if claim.printed else None,
        "unit": claim.unit,
        "quantity": result.quantity,
        "derived": rounded(result.derived),
        "low": rounded(result.low),
        "median": rounded(result.median),
        "high": rounded(result.high),
        "verdict": str(result.verdict),
        "adds_up": str(result.adds_up),
        "is_so": str(result.is_so),
        "probability": rounded(result.probability),
        "percentile": rounded(result.percentile),
        "decided_by": result.deciding.test.kind if result.deciding else "",
        "tests": [test_record(one) for one in result.tests],
        "chapter": claim.chapter,
        "error_kind": claim.error_kind if result.verdict is Verdict.FAILS else "",
        "evidence": list(claim.evidence),
        "because": claim.because,
        "differs_because": claim.differs_because,
        "missing": claim.missing,
        "searched": claim.searched,
        "note": claim.note,
    }


def test_record(one: TestResult) -> dict[str, Any]:
    """What one test says of a claim as plain data; numbers are in the claim's unit."""
    test = one.test
    return {
        "kind": test.kind,
        "label": test.label,
        "quantity": test.quantity,
        "evidence": list(test.evidence),
        "bearing": test.bearing,
        "answer": str(one.answer),
        "value": rounded(one.value),
        "low": rounded(one.low),
        "median": rounded(one.median),
        "high": rounded(one.high),
        "probability": rounded(one.probability),
        "percentile": rounded(one.percentile),
        "missing": test.missing,
    }


def belief_records(result: Result, model: Model) -> list[dict[str, Any]]:
    """For each assumption of each quantity of a claim the nearest value that makes it true; none without a figure."""
    if result.claim.printed is None:
        return []
    return [
        belief_record(result, quantity, model.assumptions[name], model)
        for quantity in result.claim.quantities
        for name in upstream(model.project, quantity)
    ]


def belief_record(result: Result, quantity: str, assumption: Assumption, model: Model) -> dict[str, Any]:
    """What one would have to believe of one assumption, and whether that is possible and in its range."""
    from claimbook.model.algebra import break_even

    needed = break_even(model, result.claim.id, quantity, assumption.name)
    return {
        "quantity": quantity,
        "assumption": assumption.name,
        "value": None if needed is None else rounded(needed.magnitude),
        "unit": assumption.unit,
        "possible": needed is not None and can_be(assumption, needed),
        "in_range": needed is not None and bool(assumption.low <= needed <= assumption.high),
    }


def can_be(assumption: Assumption, value: pint.Quantity) -> bool:
    """Whether an assumption could have a value: a definition is what it is, and nothing exceeds its maximum."""
    if assumption.kind == "definition":
        return bool(value == assumption.value)
    return assumption.maximum is None or bool(value <= assumption.maximum)


def driver_records(quantity: str, unit: str, model: Model) -> list[dict[str, Any]]:
    """What each assumption does to a quantity, in the unit, what matters most first."""
    from claimbook.model.sensitivity import drivers

    scale = model.project.units.root_factor(unit)
    return [
        {
            "assumption": driver.assumption,
            "elasticity": rounded(driver.elasticity),
            "at_low": rounded(driver.at_low / scale),
            "at_high": rounded(driver.at_high / scale),
            "share": round(driver.share, 6),
        }
        for driver in drivers(quantity, model)
    ]


def assumption_record(name: str, model: Model) -> dict[str, Any]:
    """An assumption with its range and reference as plain data; numbers are in its own unit."""
    assumption = model.assumptions[name]
    return {
        "name": name,
        "kind": assumption.kind,
        "value": rounded(assumption.value.magnitude),
        "low": rounded(assumption.low.magnitude),
        "high": rounded(assumption.high.magnitude),
        "maximum": None if assumption.maximum is None else rounded(assumption.maximum.magnitude),
        "distribution": assumption.distribution,
        "choices": [rounded(choice.magnitude) for choice in assumption.choices],
        "unit": assumption.unit,
        "description": assumption.description,
        "reference": assumption.reference,
        "locator": assumption.locator,
        "range_reason": assumption.range_reason,
        "range_reference": assumption.range_reference,
        "confirmed": assumption.confirmed,
        "changed": name in model.changes,
    }


def value_of(name: str, model: Model) -> float:
    """
    A derived quantity's value in its unit.

    Raises
    ------
    UserError
        If it is not of the kind that its derivation, or a claim about it, says.
    """
    unit = unit_of(model.project, name)
    try:
        return rounded(model.quantity(name).to(model.project.units.read_unit(unit)).magnitude)
    except pint.DimensionalityError:
        found = named_unit(model.quantity(name), model.project)
        raise UserError(f"the derivation {name} does not give {unit}, but comes out in {found}") from None


def quantity_record(name: str, model: Model) -> dict[str, Any]:
    """A derived quantity as plain data, in the unit of a claim about it or else of its kind."""
    from claimbook.model.algebra import equation

    project = model.project
    unit = unit_of(project, name)
    low, median, high = model.quantiles(name, unit)
    return {
        "name": name,
        "value": value_of(name, model),
        "low": rounded(low),
        "median": rounded(median),
        "high": rounded(high),
        "unit": unit,
        "description": about(project, name),
        "formula": equation(project, name),
        "assumptions": list(upstream(project, name)),
        "drivers": driver_records(name, unit, model),
    }


def all_results(model: Model) -> dict[str, Any]:
    """Everything the model says, as plain data."""
    from claimbook.model.sensitivity import verdict_sensitivity

    return {
        "title": model.project.title,
        "changes": model.settings,
        "made_with": made_with(model),
        "claims": [{**claim_record(result), "believe": belief_records(result, model)} for result in model.results],
        "quantities": [quantity_record(name, model) for name in derivation_names(model.project)],
        "assumptions": [assumption_record(name, model) for name in model.assumptions],
        "verdict_sensitivity": [verdict_sensitivity_record(item) for item in verdict_sensitivity(model)],
        "triangulations": [triangulation_record(one, model.project) for one in triangulations(model)],
        "evidence": [evidence_record(fact) for fact in model.project.evidence.values()],
    }


def verdict_sensitivity_record(item: "VerdictSensitivity") -> dict[str, Any]:
    """How much of the report rests on one assumption, as plain data."""
    return {
        "assumption": item.assumption,
        "claims": list(item.claims),
        "turned_in_range": list(item.turned),
        "turned_by_half_or_double": list(item.turned_by_half),
    }


def triangulation_record(triangulation: Triangulation, project: Project) -> dict[str, Any]:
    """One number had in several ways as plain data; numbers are in the triangulation's unit."""
    return {
        "key": triangulation.key,
        "title": triangulation.title,
        "unit": triangulation.unit,
        "ways": [
            {
                "way": way.label,
                "measures": way.measures,
                "includes": way.includes,
                "quantity": way.quantity,
                "evidence": way.evidence,
                "value": rounded(way.value),
                "low": rounded(way.low),
                "high": rounded(way.high),
            }
            for way in triangulation.ways
        ],
        "findings": findings(triangulation, project.words),
    }


def evidence_record(fact: Evidence) -> dict[str, Any]:
    """A piece of evidence as plain data."""
    return {
        "key": fact.key,
        "statement": fact.statement,
        "value": None if fact.value is None else rounded(fact.value.magnitude),
        "unit": fact.unit,
        "asserted_by": fact.asserted_by,
        "grade": fact.grade,
        "published": fact.published,
        "as_of": fact.as_of,
        "read": fact.read,
        "reference": fact.reference,
        "locator": fact.locator,
        "also": list(fact.also),
        "confirmed": fact.confirmed,
    }


@overload
def rounded(value: float) -> float: ...
@overload
def rounded(value: None) -> None: ...
def rounded(value: float | None) -> float | None:
    """Ten significant digits: more than any input has, and the same on every machine; none of what is no number."""
    return None if value is None or isnan(value) else float(f"{value:.9e}")

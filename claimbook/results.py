"""Results for machines: the records of `claimbook claims --json` and of the site's results.json."""

from typing import Any, overload

from claimbook import tables
from claimbook.algebra import break_even
from claimbook.graph import derivation, derivation_names, upstream
from claimbook.model import Model, Result
from claimbook.quantity import read_unit
from claimbook.tables import Evidence
from claimbook.verdict import Verdict


def claim_record(result: Result) -> dict[str, Any]:
    """A claim and its verdict as plain data; numbers are in the claim's unit."""
    claim = result.claim
    return {
        "id": claim.id,
        "source": claim.source,
        "line": claim.line,
        "numeral": claim.numeral,
        "statement": claim.statement,
        "relation": claim.printed.relation if claim.printed else None,
        "claimed": rounded(claim.printed.claimed) if claim.printed else None,
        "unit": claim.unit,
        "quantity": claim.quantity,
        "derived": rounded(result.derived),
        "low": rounded(result.low),
        "high": rounded(result.high),
        "verdict": str(result.verdict),
        "basis": claim.basis,
        "chapter": claim.chapter,
        "error_kind": claim.error_kind if result.verdict is Verdict.FAILS else "",
        "against_evidence": None if result.against_evidence is None else str(result.against_evidence),
        "evidence": list(claim.evidence),
        "reason": claim.reason,
        "note": claim.note,
    }


def belief_records(result: Result, model: Model) -> list[dict[str, Any]]:
    """For each assumption of a claim, the value that would make it exactly true; none for a claim without a figure."""
    records: list[dict[str, Any]] = []
    if result.claim.printed is None or not result.claim.quantity:
        return records
    for name in upstream(result.claim.quantity):
        needed = break_even(result.claim.id, name, model)
        unit = model.assumptions[name].unit
        records.append(
            {"assumption": name, "value": None if needed is None else rounded(needed.magnitude), "unit": unit}
        )
    return records


def assumption_record(name: str, model: Model) -> dict[str, Any]:
    """An assumption with its range and reference as plain data; numbers are in its own unit."""
    assumption = model.assumptions[name]
    return {
        "name": name,
        "value": rounded(assumption.value.magnitude),
        "low": rounded(assumption.low.magnitude),
        "high": rounded(assumption.high.magnitude),
        "unit": assumption.unit,
        "description": assumption.description,
        "reference": assumption.reference,
        "locator": assumption.locator,
        "confirmed": assumption.confirmed,
        "changed": name in model.changes,
    }


def quantity_record(name: str, model: Model) -> dict[str, Any]:
    """A derived quantity as plain data, in the unit of a claim about it or else in root units."""
    claimed_in = [claim.unit for claim in tables.claims().values() if claim.quantity == name and claim.unit]
    root = model.quantity(name).to_root_units().units
    unit = claimed_in[0] if claimed_in else f"{root:~C}" or "1"
    low, high = model.interval(name, unit)
    return {
        "name": name,
        "value": rounded(model.quantity(name).to(read_unit(unit)).magnitude),
        "low": rounded(low),
        "high": rounded(high),
        "unit": unit,
        "description": str(derivation(name).__doc__).strip(),
        "assumptions": list(upstream(name)),
    }


def all_results(model: Model) -> dict[str, Any]:
    """Everything the model says, as plain data."""
    return {
        "title": "AI Compute Claims, Re-derived",
        "changes": {name: assumption.written for name, assumption in model.changes.items()},
        "claims": [claim_record(result) for result in model.results],
        "quantities": [quantity_record(name, model) for name in derivation_names()],
        "assumptions": [assumption_record(name, model) for name in model.assumptions],
        "evidence": [evidence_record(fact) for fact in tables.evidence().values()],
    }


def evidence_record(fact: Evidence) -> dict[str, Any]:
    """A piece of evidence as plain data."""
    return {
        "key": fact.key,
        "statement": fact.statement,
        "value": None if fact.value is None else rounded(fact.value.magnitude),
        "unit": fact.unit,
        "date": fact.date,
        "reference": fact.reference,
        "locator": fact.locator,
        "confirmed": fact.confirmed,
    }


@overload
def rounded(value: float) -> float: ...
@overload
def rounded(value: None) -> None: ...
def rounded(value: float | None) -> float | None:
    """Ten significant digits: more than any input has, and the same on every machine."""
    return None if value is None else float(f"{value:.9e}")

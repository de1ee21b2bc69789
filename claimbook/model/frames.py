"""A model's results as pandas frames: what stands in its tables, and what was found."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from claimbook.errors import unknown
from claimbook.model.graph import about, derivation_names, unit_of

if TYPE_CHECKING:
    from claimbook.model.model import Model


def claims_frame(model: "Model") -> pd.DataFrame:
    """
    The claims by their ids: what is claimed, what was found, both answers and the verdict.

    Numbers are in the claim's unit; they are missing where nothing was computed.
    """
    rows = [
        {
            "id": result.claim.id,
            "source": result.claim.source,
            "statement": result.claim.statement,
            "weight": result.claim.weight,
            "chapter": result.claim.chapter,
            "relation": result.claim.printed.relation if result.claim.printed else "",
            "claimed": result.claim.printed.claimed if result.claim.printed else None,
            "claimed_low": result.claim.printed.ends[0] if result.claim.printed else None,
            "claimed_high": result.claim.printed.ends[1] if result.claim.printed else None,
            "found": result.derived,
            "low": result.low,
            "high": result.high,
            "unit": result.claim.unit,
            "verdict": str(result.verdict),
            "adds_up": str(result.adds_up),
            "is_so": str(result.is_so),
            "probability": result.probability,
            "percentile": result.percentile,
        }
        for result in model.results
    ]
    numbers = ("claimed", "claimed_low", "claimed_high", "found", "low", "high", "probability", "percentile")
    return frame_of(rows, "id", numbers)


def quantities_frame(model: "Model") -> pd.DataFrame:
    """The derived quantities by their names: value with every input at its value, median and 90 % interval, unit."""
    rows = []
    for name in derivation_names(model.project):
        unit = unit_of(model.project, name)
        low, median, high = model.quantiles(name, unit)
        value = float(model.quantity(name).m_as(model.project.units.read_unit(unit)))
        row = {"name": name, "value": value, "low": low, "median": median, "high": high, "unit": unit}
        rows.append({**row, "description": about(model.project, name).partition("[")[0].strip().rstrip(".")})
    return frame_of(rows, "name", ("value", "low", "median", "high"))


def assumptions_frame(model: "Model") -> pd.DataFrame:
    """The assumptions by their names: value, range, unit, where both come from, whether they were changed."""
    rows = [
        {
            "name": name,
            "kind": one.kind,
            "value": one.value.magnitude,
            "low": one.low.magnitude,
            "high": one.high.magnitude,
            "unit": one.unit,
            "distribution": one.distribution,
            "description": one.description,
            "reference": one.reference,
            "locator": one.locator,
            "changed": name in model.changes,
        }
        for name, one in model.assumptions.items()
    ]
    return frame_of(rows, "name", ("value", "low", "high"))


FRAMES: dict[str, Callable[["Model"], pd.DataFrame]] = {
    "claims": claims_frame,
    "quantities": quantities_frame,
    "assumptions": assumptions_frame,
}


def frame(model: "Model", kind: str) -> pd.DataFrame:
    """
    One of `FRAMES`.

    Raises
    ------
    UserError
        If there is none of that name.
    """
    if kind not in FRAMES:
        raise unknown("frame", kind, FRAMES)
    return FRAMES[kind](model)


def frame_of(rows: list[dict[str, Any]], index: str, numbers: tuple[str, ...]) -> pd.DataFrame:
    """Rows as a table by one of their columns, some of the others numbers."""
    table = pd.DataFrame(rows).set_index(index)
    return table.astype(dict.fromkeys(numbers, float))

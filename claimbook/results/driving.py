"""What drives a quantity or the figure of a claim, as plain data."""

from dataclasses import dataclass
from typing import Any

from claimbook.errors import UserError, unknown
from claimbook.model.graph import derivation_names, unit_of
from claimbook.model.model import Model
from claimbook.results.records import driver_records, rounded


@dataclass(frozen=True)
class Driven:
    """
    What is driven.

    Attributes
    ----------
    quantity : str
        The quantity.
    claim : str
        The claim that it decides, if that was asked for.
    unit : str
        The unit of its numbers.
    value : float
        Its value from the central assumptions.
    """

    quantity: str
    claim: str
    unit: str
    value: float


def driven(subject: str, model: Model) -> Driven:
    """
    The quantity that a user names, or the one that a claim is held against.

    Raises
    ------
    UserError
        If there is none.
    """
    project = model.project
    name = project.current_name(subject)
    claim = ""
    if name in project.claims or name in project.compared:
        result = model.result(name)
        quantity, claim = result.quantity, name
        if quantity not in derivation_names(project):
            raise UserError(f"claim {name} has no figure that is derived: nothing drives it")
        unit = result.claim.unit or unit_of(project, quantity)
    elif name in derivation_names(project):
        quantity, unit = name, unit_of(project, name)
    elif name in model.assumptions:
        raise UserError(f"{name} is an assumption: nothing drives it; claimbook show {name} says where it is from")
    else:
        raise unknown("quantity or claim", subject, [*derivation_names(project), *project.claims])
    value = model.quantity(quantity).to(project.units.read_unit(unit)).magnitude
    return Driven(quantity, claim, unit, float(value))


def driving_records(what: Driven, model: Model) -> list[dict[str, Any]]:
    """
    What each assumption does to a quantity, a flat record for each, what matters most first.

    ``low`` and ``high`` are the ends of the assumption's range in ``assumption_unit``; ``at_low`` and ``at_high`` are
    the quantity there, in ``unit``, as is ``value``, what it is now.
    """
    found = []
    for record in driver_records(what.quantity, what.unit, model):
        one = model.assumptions[record["assumption"]]
        found.append(
            {
                "assumption": one.name,
                "quantity": what.quantity,
                "claim": what.claim,
                "unit": what.unit,
                "value": rounded(what.value),
                **record,
                "low": rounded(one.low.magnitude),
                "high": rounded(one.high.magnitude),
                "assumption_unit": one.unit,
            }
        )
    return found

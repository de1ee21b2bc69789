"""Figures that several places give, set against each other: data/comparisons.csv, and what follows by dividing them."""

from dataclasses import dataclass

from claimbook.errors import UserError, unknown
from claimbook.model.graph import about, derivation_names, upstream
from claimbook.model.model import Model
from claimbook.model.plain_units import named_unit
from claimbook.register.assumptions import ESTIMATE


@dataclass(frozen=True)
class Derived:
    """
    A quantity that a comparison shows beside its claims, in a unit of the comparison's choice.

    `low` and `high` are the ends of its 90 % interval where an estimate enters, or else of what ranges in print leave
    open; both are the value where no range enters.
    """

    name: str
    description: str
    unit: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """Claims that are set against each other, what they come to, and the quantities that follow from them."""

    key: str
    title: str
    explanation: str
    answer: str
    claims: tuple[str, ...]
    quantities: tuple[Derived, ...]
    earlier_ids: tuple[str, ...]


def comparisons(model: Model) -> list[Comparison]:
    """
    Every comparison of the book with the numbers of a model.

    Raises
    ------
    UserError
        If one shows a quantity that does not exist, or in a unit that does not fit; the message names the line.
    """
    return [
        Comparison(
            claims=tuple(row["claims"].split()),
            quantities=tuple(read_derived(cell, row["place"], model) for cell in shown_in(row)),
            earlier_ids=tuple(row.get("earlier_ids", "").split()),
            **{column: row[column] for column in ("key", "title", "explanation", "answer")},
        )
        for row in model.project.optional_rows("comparisons")
    ]


def shown_in(row: dict[str, str]) -> list[str]:
    """The quantities that a row shows, each with its unit behind a colon."""
    return row.get("quantities", "").split()


def read_derived(cell: str, place: str, model: Model) -> Derived:
    """
    A quantity that a row shows.

    Parameters
    ----------
    cell : str
        Its name and the unit to show it in: ``widgets_per_day:widget/day``.
    place : str
        File and line, for messages.
    model : Model
        What gives the number.

    Raises
    ------
    UserError
        If the quantity does not exist or the unit does not fit.
    """
    name, _, written = cell.partition(":")
    if name not in model.values:
        raise unknown("quantity", name, model.values, place=place)
    try:
        unit = model.project.units.read_unit(written)
    except UserError as error:
        raise UserError(f"{place}: {name}: {error}") from None
    value = model.quantity(name)
    if not value.is_compatible_with(unit):
        found = named_unit(value, model.project)
        raise UserError(f"{place}: {name} comes out in {found}, which cannot be shown in {written}")
    number = float(value.m_as(unit))
    return Derived(name, description_of(name, model), written, number, *ends_of(name, written, number, model))


def description_of(name: str, model: Model) -> str:
    """What a quantity is: an assumption's description, or what a derivation's docstring says before its kind."""
    if name not in derivation_names(model.project):
        return model.assumptions[name].description
    return about(model.project, name).partition("[")[0].strip().rstrip(".")


def ends_of(name: str, unit: str, value: float, model: Model) -> tuple[float, float]:
    """Low and high of a quantity: see `Derived`."""
    ranges = {one.kind for one in (model.assumptions[key] for key in upstream(model.project, name)) if one.is_range}
    if ESTIMATE in ranges:
        return model.interval(name, unit)
    return model.printed_ends(name, unit, digits=False) if ranges else (value, value)

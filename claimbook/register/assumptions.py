"""The inputs: assumptions that are read from a table, and those that are fitted to dated observations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd
import pint

from claimbook.errors import UserError, unknown
from claimbook.register import trends
from claimbook.register.trends import Estimate
from claimbook.register.units import Units
from claimbook.register.wording import is_calendar_year

#: How an uncertain assumption may spread over its range.
DISTRIBUTIONS = ("lognormal", "uniform", "pert", "choice")


@dataclass(frozen=True)
class Assumption:
    """
    An input: a value with a unit, its range where it has one, and where both come from.

    `distribution` says how values spread over the range (see `claimbook.model.uncertainty.spread`), empty where the
    value is taken as given; `choices` are the possible values of one that has only a few. `written` is the value as a
    notebook's parameter says it, such as ``95 day``. One that is fitted to observations names its `trend`; the fit
    follows the breakpoints of its era until the assumption itself is set. Quantities are slow to hash, and the other
    fields tell two assumptions apart nearly always.
    """

    name: str
    value: pint.Quantity = field(hash=False)
    low: pint.Quantity = field(hash=False)
    high: pint.Quantity = field(hash=False)
    maximum: pint.Quantity | None = field(hash=False)
    distribution: str
    choices: tuple[pint.Quantity, ...] = field(hash=False)
    written: str
    unit: str
    description: str
    reference: str
    locator: str
    range_reason: str
    range_reference: str
    confirmed: str
    trend: "Trend | None" = None

    @property
    def is_range(self) -> bool:
        """Whether the value is uncertain."""
        return bool(self.low < self.high)

    @property
    def is_date(self) -> bool:
        """Whether it is a point in time, which cannot be doubled or grow by one per cent."""
        return is_calendar_year(self.value.magnitude, self.unit)


@dataclass(frozen=True)
class Trend:
    """How an assumption is fitted: to observations between two breakpoints that were among the `top` largest."""

    name: str
    start: str
    end: str
    top: int
    unit: str
    description: str
    reference: str


def read_assumption(row: dict[str, str], units: Units) -> Assumption:
    """Assumption of a row; a row without a range has its value at both ends."""

    def quantity(text: str) -> pint.Quantity:
        return units.read_quantity(text, row["unit"], f"{row['place']}, {row['name']}")

    value = quantity(row["value"])
    low, high = (quantity(row["low"]), quantity(row["high"])) if row["low"] else (value, value)
    if not 0 < low <= value <= high:
        raise UserError(f"{row['place']}: {row['name']} needs 0 < low ≤ value ≤ high")
    if (row["distribution"] in DISTRIBUTIONS) != (low < high):
        raise UserError(
            f"{row['place']}: {row['name']} needs a range with a distribution, one of {' '.join(DISTRIBUTIONS)}"
        )
    choices = tuple(quantity(text) for text in row["choices"].split())
    if choices and (row["distribution"] != "choice" or (min(choices), max(choices)) != (low, high)):
        raise UserError(
            f"{row['place']}: {row['name']} needs choices from low to high, and 'choice' as its distribution"
        )
    maximum = quantity(row["maximum"]) if row["maximum"] else None
    if maximum is not None and high > maximum:
        raise UserError(f"{row['place']}: {row['name']} goes above its maximum, {row['maximum']} {row['unit']}")
    shared = ("name", "unit", "description", "reference", "locator", "range_reason", "range_reference", "confirmed")
    return Assumption(
        value=value,
        low=low,
        high=high,
        maximum=maximum,
        distribution=row["distribution"],
        choices=choices,
        written=write_parameter(row["value"], row["unit"]),
        trend=None,
        **{column: row[column] for column in shared},
    )


def fit_assumption(
    trend: Trend,
    others: Mapping[str, Assumption],
    units: Units,
    slope_of: Callable[[float, float, int], Estimate],
    place: str,
    called: str,
) -> Assumption:
    """
    The assumption that a trend gives with these breakpoints: the slope, its 90 % interval as its range.

    Parameters
    ----------
    trend : Trend
        What is fitted.
    others : mapping
        Assumptions by name, the breakpoints among them.
    units : Units
        The book's units.
    slope_of : callable
        Gives the slope in doublings a year between two years, of observations among so many largest at their date.
    place, called : str
        The table of observations, and what one of them is called.

    Raises
    ------
    UserError
        If a breakpoint does not exist, or the observations between them show no growth.
    """
    for name in (trend.start, trend.end):
        if name not in others:
            raise unknown("breakpoint", name, others, place=f"data/trends.csv, {trend.name}")
        if not others[name].value.is_compatible_with(units.read_unit("year")):
            raise UserError(f"data/trends.csv, {trend.name}: the breakpoint {name} is in {others[name].unit}, no date")
    start, end = (others[name].value.m_as(units.read_unit("year")) for name in (trend.start, trend.end))
    try:
        slope, low, high = slope_of(start, end, trend.top)
    except UserError as error:
        raise UserError(f"data/trends.csv, {trend.name}, from {start:g} to {end:g}: {error}") from None
    unit = units.read_unit(trend.unit)
    among = f"record {called}s" if trend.top == 1 else f"{called}s among the {trend.top} largest at their date"
    return Assumption(
        name=trend.name,
        value=slope * unit,
        low=low * unit,
        high=high * unit,
        maximum=None,
        distribution="lognormal",
        choices=(),
        written=write_parameter(f"{slope:.6g}", trend.unit),
        unit=trend.unit,
        description=trend.description,
        reference=trend.reference,
        locator=f"{place}, {among}, {start:g} to {end:g}",
        range_reason="90 % interval of the least-squares slope, from its standard error",
        range_reference=trend.reference,
        confirmed=f"fitted to {place}, where every {called} has its reference",
        trend=trend,
    )


def slope_between(observations: pd.DataFrame, start: float, end: float, top: int) -> Estimate:
    """
    Doublings a year of observations between two years, with the 90 % interval, to six digits.

    Raises
    ------
    UserError
        If there are too few, or the interval reaches zero.
    """
    fit = fit_between(observations, start, end, top)
    trends.doubling_time(fit, level=0.9)  # refuses observations that show no growth
    return Estimate(*(float(f"{number:.6g}") for number in trends.doublings_per_year(fit, level=0.9)))


def fit_between(observations: pd.DataFrame, start: float, end: float, top: int) -> trends.Fit:
    """Line through the observations between two years that were among so many largest at their date."""
    return trends.fit_line(trends.observations_between(observations[observations["rank"] <= top], start, end))


def write_parameter(value: str, unit: str) -> str:
    """An assumption's value as a notebook's parameter says it: ``95 day``, or a bare number where there is no unit."""
    return value if unit == "1" else f"{value} {unit}"

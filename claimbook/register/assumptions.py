"""The inputs: assumptions that are read from a table, and those that are fitted to dated observations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd
import pint

from claimbook.errors import UserError, unknown
from claimbook.register import metalog, trends
from claimbook.register.trends import Estimate
from claimbook.register.units import Units, root_magnitude
from claimbook.register.wording import is_calendar_year

#: How an uncertain assumption may spread over its range.
DISTRIBUTIONS = ("metalog", "uniform", "pert", "choice")

#: Kinds of inputs that have no range: what is so by definition, was counted, a maker published, or a source sets as a
#: condition.
EXACT = ("definition", "count", "specification", "premise")

#: An operand that a source prints: exact but for what its last digit leaves open.
PRINTED = "printed"

#: Everything else: an input that could be otherwise, as far as its range says.
ESTIMATE = "estimate"

KINDS = (*EXACT, PRINTED, ESTIMATE)


@dataclass(frozen=True)
class Assumption:
    """
    An input: a value with a unit, its range where it has one, and where both come from.

    `kind` says why it is exact, or that it is printed or an estimate. `half_unit` is what the last digit of a printed
    operand leaves open, zero for all others. `distribution` says how values spread over the range (see
    `claimbook.model.uncertainty.spread`), empty where there is none; `choices` are the possible values of one that has
    only a few, `weights` how likely each is where they are not alike. `written` is the value as a notebook's parameter
    says it, such as ``95 day``; `centre` says which value stands in the middle of a range that was set without one. One
    that is fitted to observations names its `trend`; the fit follows the breakpoints of its era until the assumption
    itself is set. Quantities are slow to hash, and the other fields tell two assumptions apart nearly always.
    """

    name: str
    kind: str
    value: pint.Quantity = field(hash=False)
    half_unit: pint.Quantity = field(hash=False)
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
    weights: tuple[float, ...] = ()
    centre: str = field(default="", compare=False)

    @property
    def is_range(self) -> bool:
        """Whether the value is uncertain."""
        return bool(self.low < self.high)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody read it where it is said to stand."""
        return not self.confirmed.startswith("unconfirmed")

    @property
    def printed_ends(self) -> tuple[pint.Quantity, pint.Quantity]:
        """The least and the greatest value that the source's print leaves open: a printed range, or the last digit."""
        if self.kind == PRINTED and self.is_range:
            return self.low, self.high
        return self.value - self.half_unit, self.value + self.half_unit

    @property
    def is_date(self) -> bool:
        """Whether it is a point in time, which cannot be doubled or grow by one per cent."""
        return is_calendar_year(self.value.magnitude, self.unit)


@dataclass(frozen=True)
class Group:
    """Assumptions that are one thing for whoever sets them: the name of all sets each of them."""

    name: str
    assumptions: tuple[str, ...]
    unit: str
    description: str


def read_group(row: dict[str, str], assumptions: Mapping[str, Assumption]) -> Group:
    """
    Group of a row.

    Raises
    ------
    UserError
        If it is called as an assumption is, has less than two members, or one that does not exist or has another unit.
    """
    name, members = row["name"], tuple(row["assumptions"].split())
    if name in assumptions:
        raise UserError(f"{row['place']}: {name} is an assumption; give the group a name of its own")
    for member in members:
        if member not in assumptions:
            raise unknown("assumption", member, assumptions, place=row["place"])
        if assumptions[member].trend is not None:
            raise UserError(f"{row['place']}: {member} is fitted to observations, which a group cannot set")
    if len(set(members)) < max(2, len(members)):
        raise UserError(f"{row['place']}: {name} needs two assumptions or more, each once")
    units = list(dict.fromkeys(assumptions[member].unit for member in members))
    if len(units) > 1:
        raise UserError(f"{row['place']}: the members of {name} are in {' and '.join(units)}; a group has one unit")
    return Group(name, members, units[0], row["description"])


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


def open_operands(names: Iterable[str], assumptions: Mapping[str, Assumption]) -> dict[str, tuple[float, float]]:
    """Those of some assumptions whose print leaves something open, with both ends in root units: see `printed_ends`."""
    ends = {name: assumptions[name].printed_ends for name in names}
    return {name: (root_magnitude(low), root_magnitude(high)) for name, (low, high) in ends.items() if low < high}


def read_assumption(row: dict[str, str], units: Units) -> Assumption:
    """
    Assumption of a row; a row without a range has its value at both ends.

    Raises
    ------
    UserError
        If a number cannot be read, or value, range and kind do not go together.
    """

    def quantity(text: str) -> pint.Quantity:
        return units.read_quantity(text, row["unit"], f"{row['place']}, {row['name']}")

    if row["kind"] not in KINDS:
        raise UserError(
            f"{row['place']}: {row['name']} is of the kind {row['kind']!r}; the kinds are {', '.join(KINDS)}"
        )
    value = quantity(row["value"])
    low, high = (quantity(row["low"]), quantity(row["high"])) if row["low"] else (value, value)
    if not 0 < low <= value <= high:
        raise UserError(f"{row['place']}: {row['name']} needs 0 < low ≤ value ≤ high")
    if (row["distribution"] in DISTRIBUTIONS) != (low < high):
        raise UserError(
            f"{row['place']}: {row['name']} needs a range with a distribution, one of {' '.join(DISTRIBUTIONS)}"
        )
    if row["kind"] in EXACT and low < high:
        raise UserError(f"{row['place']}: {row['name']} is exact ({row['kind']}) and has a range; only one can be")
    choices = tuple(quantity(text) for text in row["choices"].split())
    if choices and (row["distribution"] != "choice" or (min(choices), max(choices)) != (low, high)):
        raise UserError(
            f"{row['place']}: {row['name']} needs choices from low to high, and 'choice' as its distribution"
        )
    maximum = quantity(row["maximum"]) if row["maximum"] else None
    if maximum is not None and high > maximum:
        raise UserError(f"{row['place']}: {row['name']} goes above its maximum, {row['maximum']} {row['unit']}")
    half_unit = 0 * value
    if row["kind"] == PRINTED:
        half_unit = quantity(str(Decimal(5).scaleb(int(Decimal(row["value"]).as_tuple().exponent) - 1)))
    shared = (
        "name", "kind", "unit", "description", "reference", "locator", "range_reason", "range_reference", "confirmed",
    )  # fmt: skip
    assumption = Assumption(
        value=value,
        half_unit=half_unit,
        low=low,
        high=high,
        maximum=maximum,
        distribution=row["distribution"],
        choices=choices,
        written=write_parameter(row["value"], row["unit"]),
        trend=None,
        weights=(),
        centre="",
        **{column: row[column] for column in shared},
    )
    if assumption.distribution == "metalog":
        try:
            metalog_terms(assumption)
        except UserError as error:
            raise UserError(f"{row['place']}: {assumption.name}: {error}") from None
    return assumption


def metalog_terms(assumption: Assumption) -> tuple[float, float, float]:
    """
    Coefficients of the metalog, in root units, whose percentiles are an assumption's low end, value and high end.

    Raises
    ------
    UserError
        If there is none; the numbers it names are in the assumption's own unit.
    """
    low, value, high, most = assumption.low, assumption.value, assumption.high, assumption.maximum
    metalog.coefficients(low.magnitude, value.magnitude, high.magnitude, None if most is None else most.magnitude)
    ends = (root_magnitude(low), root_magnitude(value), root_magnitude(high))
    return metalog.coefficients(*ends, None if most is None else root_magnitude(most))


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
    fitted = Assumption(
        name=trend.name,
        kind=ESTIMATE,
        value=slope * unit,
        half_unit=0 * unit,
        low=low * unit,
        high=high * unit,
        maximum=None,
        distribution="metalog",
        choices=(),
        written=write_parameter(f"{slope:.6g}", trend.unit),
        unit=trend.unit,
        description=trend.description,
        reference=trend.reference,
        locator=f"{place}, {among}, {start:g} to {end:g}",
        range_reason="90 % interval of the least-squares slope, by Student's t",
        range_reference=trend.reference,
        confirmed=f"fitted to {place}, where every {called} has its reference",
        trend=trend,
    )
    try:
        metalog_terms(fitted)
    except UserError as error:
        raise UserError(f"data/trends.csv, {trend.name}, from {start:g} to {end:g}: {error}") from None
    return fitted


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

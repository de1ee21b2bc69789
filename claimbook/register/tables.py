"""The tables in data/, read once. `data/datapackage.json` describes every column."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import pint

from claimbook.register import trends as fits
from claimbook.errors import UserError, unknown
from claimbook.system.files import read_text
from claimbook.project import DATA
from claimbook.register.units import read_quantity, read_unit
from claimbook.model.verdict import PrintedFigure
from claimbook.register.wording import is_calendar_year

#: How an uncertain assumption may spread over its range.
DISTRIBUTIONS = ("lognormal", "uniform", "pert", "choice")


@dataclass(frozen=True)
class Table:
    """A table as it is described: its columns, and how many of the first ones are its key."""

    columns: tuple[str, ...]
    key_length: int


@dataclass(frozen=True)
class Assumption:
    """
    An input: a value with a unit, its range where it has one, and where both come from.

    `distribution` says how values spread over the range (see `claimbook.model.uncertainty.spread`), empty where the value
    is taken as given; `choices` are the possible values of one that has only a few. `written` is the value as a
    notebook's parameter says it, such as ``95 day``. One that is fitted to training runs names its `trend`; the fit
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
    """How an assumption is fitted: to the runs between two breakpoints that were among the `top` largest."""

    name: str
    start: str
    end: str
    top: int
    unit: str
    description: str
    reference: str


@dataclass(frozen=True)
class Claim:
    """
    One checkable statement of a source: where it stands, what it says, and what it is held against.

    Attributes
    ----------
    printed : PrintedFigure or None
        The printed figure; none for a statement in words.
    quantity : str
        The quantity that re-derives it, empty where there is none.
    evidence : tuple of str
        Keys of the evidence it is held against.
    finding : str
        What the evidence says where no number decides: ``confirmed``, ``contradicted`` or empty.
    reason : str
        Why nothing decides it; begins with the verdict.
    """

    id: str
    source: str
    line: int
    numeral: str
    statement: str
    printed: PrintedFigure | None
    unit: str
    quantity: str
    evidence: tuple[str, ...]
    finding: str
    basis: str
    error_kind: str
    due: str
    reason: str
    chapter: str
    note: str


@dataclass(frozen=True)
class Evidence:
    """A fact from outside the sources, with its reference; a fact in words has no value."""

    key: str
    statement: str
    value: pint.Quantity | None
    unit: str
    date: str
    reference: str
    locator: str
    confirmed: str
    note: str


def read_table(name: str, key: int = 1) -> pd.DataFrame:
    """
    One table as text, empty cells as empty strings, unique in its first columns, as many as its key has.

    Raises
    ------
    UserError
        If the file is missing, is not UTF-8 CSV, has other columns than are described, or repeats a key.
    """
    place = f"data/{name}.csv"
    header, *rows = read_rows(name)
    if tuple(header) != described()[name].columns:
        raise UserError(f"{place} has not the columns {','.join(described()[name].columns)}")
    table = pd.DataFrame(rows, columns=header, dtype="str")
    repeated = table[table.iloc[:, :key].duplicated()].iloc[:, :key]
    if not repeated.empty:
        said = ", ".join(repeated.iloc[0])
        raise UserError(f"{place}, line {repeated.index[0] + 2}: {said!r} stands there twice")
    return table


def read_rows(name: str) -> list[list[str]]:
    """
    A table's header and rows as text, the same whether an editor, Excel or LibreOffice saved it.

    Spreadsheets end a file with blank rows and rows with empty cells, or leave out a row's last delimiters.

    Raises
    ------
    UserError
        If the file is missing or is not UTF-8 CSV, or a row is blank or has more cells than there are columns.
    """
    place = f"data/{name}.csv"
    text = read_text(DATA / f"{name}.csv", place)
    first = text.partition("\n")[0]
    for delimiter, word in ((";", "semicolons"), ("\t", "tabs")):
        if delimiter in first and "," not in first:
            raise UserError(f"{place} has {word} between its columns; save it with commas")
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise UserError(f"{place} is not a CSV table: {error}") from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UserError(f"{place} is not a CSV table: it is empty")
    width = max((number for number, heading in enumerate(rows[0], start=1) if heading), default=0)
    for line, row in enumerate(rows, start=1):
        if not any(row):
            raise UserError(f"{place}, line {line}: the row is blank; take it out")
        if any(row[width:]):
            raise UserError(f"{place}, line {line}: the row has more cells than there are columns, {width}")
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def description() -> dict[str, Any]:
    """
    What data/datapackage.json says of the tables.

    Raises
    ------
    UserError
        If the file is missing or is not what it should be.
    """
    wrong = UserError("data/datapackage.json is missing, or does not describe tables with their columns")
    try:
        content = json.loads(read_text(DATA / "datapackage.json", "data/datapackage.json"))
    except (ValueError, UserError):
        raise wrong from None
    if not isinstance(content, dict):
        raise wrong
    return content


@cache
def described() -> dict[str, Table]:
    """
    The tables as data/datapackage.json describes them, by name.

    Raises
    ------
    UserError
        If the file is missing or is not what it should be.
    """
    try:
        return {
            table["name"]: Table(
                columns=tuple(field["name"] for field in table["schema"]["fields"]),
                key_length=len(table["schema"]["primaryKey"]),
            )
            for table in description()["resources"]
        }
    except (LookupError, TypeError):
        raise UserError("data/datapackage.json is missing, or does not describe tables with their columns") from None


@cache
def sources() -> pd.DataFrame:
    """The five articles, indexed by key."""
    return read_table("sources").set_index("key")


@cache
def assumptions() -> dict[str, Assumption]:
    """All assumptions by name: those read, in the order of their table, then those fitted."""
    read = {row["name"]: read_assumption(row) for row in rows("assumptions")}
    return read | {name: fit_assumption(trend, read) for name, trend in trends().items()}


@cache
def trends() -> dict[str, Trend]:
    """All trends by the name of the assumption they give."""
    fields = ("name", "start", "end", "unit", "description", "reference")
    return {
        row["name"]: Trend(top=whole_number(row, "top"), **{field: row[field] for field in fields})
        for row in rows("trends")
    }


@cache
def correlations() -> dict[tuple[str, str], float]:
    """
    Rank correlations of assumptions, by their two names.

    Raises
    ------
    UserError
        If a name is unknown, or a correlation is not between -1 and 1.
    """
    found = {}
    for row in rows("correlations", key=2):
        for name in (row["first"], row["second"]):
            if name not in assumptions():
                raise unknown(f"assumption ({row['place']})", name, assumptions())
        value = read_quantity(row["correlation"], "1", row["place"]).magnitude
        if not -1 < value < 1:
            raise UserError(f"{row['place']}: {row['correlation']} is no correlation; write a number between -1 and 1")
        found[row["first"], row["second"]] = value
    return found


@cache
def breakpoints() -> tuple[str, ...]:
    """Assumptions at which an era begins or ends, each once."""
    return tuple(dict.fromkeys(end for trend in trends().values() for end in (trend.start, trend.end)))


@cache
def training_runs() -> pd.DataFrame:
    """
    Training runs in order of date, with ``year`` as a number, ``compute`` in FLOP and ``rank`` at their date.

    Raises
    ------
    UserError
        If a run's compute or date cannot be read.
    """
    table = read_table("training_runs").set_index("key")
    place = "data/training_runs.csv"
    table["compute"] = [
        read_quantity(f"{row.training_compute} {row.unit}", "FLOP", f"{place}, {row.Index}").magnitude
        for row in table.itertuples()
    ]
    try:
        table["year"] = fits.years(table["date"])
    except ValueError as error:
        raise UserError(f"{place}: a date is not written 2020-05-28: {str(error).splitlines()[0]}") from None
    table["rank"] = fits.ranks(table)
    return table.sort_values("year", kind="stable")


@cache
def hardware() -> pd.DataFrame:
    """
    Accelerators and systems by key, figures as numbers in the units of data/datapackage.json, nan where unknown.

    Raises
    ------
    UserError
        If a figure is no number.
    """
    table = read_table("hardware").set_index("key")
    words = {"chip", "maker", "announced", "reference", "locator", "confirmed", "note"}
    try:
        return table.assign(**{name: pd.to_numeric(table[name]) for name in table.columns if name not in words})
    except ValueError as error:
        raise UserError(f"data/hardware.csv: a figure is no number: {error}") from None


@cache
def claims() -> dict[str, Claim]:
    """All claims by id, in the order of the table."""
    return {row["id"]: read_claim(row) for row in rows("claims")}


@cache
def evidence() -> dict[str, Evidence]:
    """All evidence by key."""
    return {row["key"]: read_evidence(row) for row in rows("evidence")}


def claims_of(chapter: str) -> list[Claim]:
    """Claims shown in a chapter, in the order of the table."""
    return [claim for claim in claims().values() if claim.chapter == chapter]


def find_evidence(key: str) -> Evidence:
    """
    The fact with this key.

    Raises
    ------
    UserError
        If there is none, with the nearest keys that exist.
    """
    if key not in evidence():
        raise unknown("evidence", key, evidence())
    return evidence()[key]


def find_claim(claim_id: str) -> Claim:
    """
    The claim with this id.

    Raises
    ------
    UserError
        If there is none, with the nearest ids that exist.
    """
    if claim_id not in claims():
        raise unknown("claim", claim_id, claims())
    return claims()[claim_id]


def rows(name: str, key: int = 1) -> list[dict[str, str]]:
    """Rows of a table, each with its place in the file for error messages."""
    table = read_table(name, key)
    return [dict(record, place=f"data/{name}.csv, line {i + 2}") for i, record in enumerate(table.to_dict("records"))]


def whole_number(row: Mapping[str, str], column: str) -> int:
    """
    A row's whole number.

    Raises
    ------
    UserError
        If it is none, naming the place.
    """
    if not row[column].isdecimal():
        raise UserError(f"{row['place']}: {column} is {row[column]!r}, and should be a whole number")
    return int(row[column])


def read_assumption(row: dict[str, str]) -> Assumption:
    """Assumption of a row; a row without a range has its value at both ends."""

    def quantity(text: str) -> pint.Quantity:
        return read_quantity(text, row["unit"], f"{row['place']}, {row['name']}")

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


def fit_assumption(trend: Trend, others: Mapping[str, Assumption]) -> Assumption:
    """
    The assumption that a trend gives with these breakpoints: the slope, its 90 % interval as its range.

    Raises
    ------
    UserError
        If a breakpoint does not exist, or the runs between them show no growth.
    """
    for name in (trend.start, trend.end):
        if name not in others:
            raise unknown("breakpoint", name, others)
        if not others[name].value.is_compatible_with(read_unit("year")):
            raise UserError(f"data/trends.csv, {trend.name}: the breakpoint {name} is in {others[name].unit}, no date")
    start, end = (others[name].value.m_as(read_unit("year")) for name in (trend.start, trend.end))
    try:
        slope, low, high = fitted_slope(start, end, trend.top)
    except UserError as error:
        raise UserError(f"{trend.name}, from {start:g} to {end:g}: {error}") from None
    unit = read_unit(trend.unit)
    among = "record runs" if trend.top == 1 else f"runs among the {trend.top} largest at their date"
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
        locator=f"data/training_runs.csv, {among}, {start:g} to {end:g}",
        range_reason="90 % interval of the least-squares slope, from its standard error",
        range_reference=trend.reference,
        confirmed="fitted to data/training_runs.csv, where every run has its reference",
        trend=trend,
    )


@cache
def fitted_slope(start: float, end: float, top: int) -> tuple[float, float, float]:
    """
    Doublings a year of the runs between two years, with the 90 % interval, to six digits.

    Raises
    ------
    UserError
        If there are too few runs, or the interval reaches zero.
    """
    fit = fit_between(start, end, top)
    fits.doubling_time(fit, level=0.9)  # refuses runs that show no growth
    slope, low, high = (float(f"{number:.6g}") for number in fits.doublings_per_year(fit, level=0.9))
    return slope, low, high


def fit_between(start: float, end: float, top: int) -> fits.Fit:
    """Line through the runs between two years that were among so many largest at their date."""
    runs = training_runs()
    return fits.fit_line(fits.runs_between(runs[runs["rank"] <= top], start, end))


def write_parameter(value: str, unit: str) -> str:
    """An assumption's value as a notebook's parameter says it: ``95 day``, or a bare number where there is no unit."""
    return value if unit == "1" else f"{value} {unit}"


def read_claim(row: dict[str, str]) -> Claim:
    """Claim of a row, its printed figure as an interval."""
    try:
        printed = PrintedFigure.read(row["relation"], row["claimed"]) if row["relation"] else None
        if row["unit"]:
            read_unit(row["unit"])
    except UserError as error:
        raise UserError(f"{row['place']}, {row['id']}: {error}") from None
    shared = (
        "id", "source", "numeral", "statement", "unit", "quantity", "finding", "basis", "error_kind", "due", "reason",
        "chapter", "note",
    )  # fmt: skip
    return Claim(
        line=whole_number(row, "line"),
        printed=printed,
        evidence=tuple(row["evidence"].split()),
        **{column: row[column] for column in shared},
    )


def read_evidence(row: dict[str, str]) -> Evidence:
    """Evidence of a row."""
    value = read_quantity(row["value"], row["unit"], f"{row['place']}, {row['key']}") if row["value"] else None
    shared = ("key", "statement", "unit", "date", "reference", "locator", "confirmed", "note")
    return Evidence(value=value, **{column: row[column] for column in shared})

"""One number had in several ways, side by side: data/triangulations.csv names the numbers, data/ways.csv the ways."""

from dataclasses import dataclass
from itertools import combinations

import pint

from claimbook.errors import UserError, unknown
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.model import Model
from claimbook.model.plain_units import named_unit
from claimbook.project import Project
from claimbook.register.wording import Wording, write_number

#: Ways that differ by less than this share differ by how their figures are rounded.
ROUNDING = 0.01


@dataclass(frozen=True)
class Way:
    """
    One way to a number, in the triangulation's unit.

    Attributes
    ----------
    measures : str
        What kind of number it is; ways of one kind ought to agree.
    includes : str
        What it counts and leaves out.
    quantity, evidence : str
        What gives the number: one of them is empty.
    value : float
        The number: of a quantity the median of its draws, as on cards.
    low, high : float
        Ends of its 90 % interval; both the value where none is known.
    references : tuple of str
        Keys in book/references.bib of what it rests on.
    is_derived : bool
        Whether it is computed here, not read.
    """

    label: str
    measures: str
    includes: str
    quantity: str
    evidence: str
    value: float
    low: float
    high: float
    interval_basis: str
    references: tuple[str, ...]
    is_derived: bool

    @property
    def has_interval(self) -> bool:
        """Whether anything is known of how sure it is."""
        return self.low < self.high


@dataclass(frozen=True)
class Triangulation:
    """A number, and the ways to it in the order of the table."""

    key: str
    title: str
    unit: str
    explanation: str
    ways: tuple[Way, ...]

    @property
    def kinds(self) -> dict[str, list[Way]]:
        """The ways by what they measure."""
        return {kind: [way for way in self.ways if way.measures == kind] for kind in (w.measures for w in self.ways)}

    @property
    def farthest(self) -> tuple[Way, Way]:
        """The ways with the lowest and the highest value."""
        return min(self.ways, key=lambda way: way.value), max(self.ways, key=lambda way: way.value)


def triangulations(model: Model) -> list[Triangulation]:
    """
    Every triangulation with the numbers of a model.

    Raises
    ------
    UserError
        If a way names what does not exist or has no number, or its unit does not fit; the message names the line.
    """
    project = model.project
    ways = project.optional_rows("ways", key=2)
    found = []
    for row in project.optional_rows("triangulations"):
        try:
            project.units.read_unit(row["unit"])
        except UserError as error:
            raise UserError(f"{row['place']}: {error}") from None
        own = [read_way(way, row["unit"], model) for way in ways if way["triangulation"] == row["key"]]
        if len(own) < 2:
            raise UserError(f"{row['place']}: {row['key']} needs two ways at least in data/ways.csv")
        found.append(Triangulation(row["key"], row["title"], row["unit"], row["explanation"], tuple(own)))
    return found


def read_way(row: dict[str, str], unit: str, model: Model) -> Way:
    """
    A way of a row, its numbers in a unit.

    Raises
    ------
    UserError
        If it names what does not exist or has no number, or its unit does not fit.
    """
    if bool(row["quantity"]) == bool(row["evidence"]):
        raise UserError(f"{row['place']}: {row['way']} needs either a quantity or a piece of evidence")
    value, low, high, cited = (
        derived_numbers(row, unit, model) if row["quantity"] else published_numbers(row, unit, model)
    )
    return Way(
        label=row["way"],
        value=value,
        low=low,
        high=high,
        is_derived=row["quantity"] in derivation_names(model.project),
        references=tuple(dict.fromkeys(reference for cell in cited for reference in cell.split())),
        **{column: row[column] for column in ("measures", "includes", "quantity", "evidence", "interval_basis")},
    )


def derived_numbers(row: dict[str, str], unit: str, model: Model) -> tuple[float, float, float, list[str]]:
    """Median of the draws, as cards have it, low, high and references of a way that a quantity gives."""
    place, name = row["place"], row["quantity"]
    if name not in model.values:
        raise unknown("quantity", name, model.values, place=place)
    if row["low"] or row["high"]:
        raise UserError(f"{place}: the interval of {name} follows from its assumptions; leave low and high empty")
    _ = in_unit(model.quantity(name), unit, place, name, model.project)  # refused where it is of another kind
    low, median, high = model.quantiles(name, unit)
    return (
        median,
        low,
        high,
        [model.assumptions[needed].reference for needed in upstream(model.project, name)],
    )


def published_numbers(row: dict[str, str], unit: str, model: Model) -> tuple[float, float, float, list[str]]:
    """Value, low, high and reference of a way that evidence gives; low and high are the value where none is known."""
    place, key = row["place"], row["evidence"]
    project = model.project
    if key not in project.evidence:
        raise unknown("evidence", key, project.evidence, place=place)
    fact = project.evidence[key]
    if fact.value is None:
        raise UserError(f"{place}: evidence {key} is in words: there is no number to compare")
    ends = [
        project.units.read_quantity(row[end], fact.unit, place) if row[end] else fact.value for end in ("low", "high")
    ]
    if not ends[0] <= fact.value <= ends[1]:
        raise UserError(f"{place}: {key} is {fact.value:~}, which is not between low and high")
    value, low, high = (in_unit(number, unit, place, key, project) for number in (fact.value, *ends))
    return value, low, high, [fact.reference]


def in_unit(value: pint.Quantity, unit: str, place: str, name: str, project: Project) -> float:
    """
    Magnitude of a value in a unit.

    Raises
    ------
    UserError
        If the value is of another kind, naming both.
    """
    wanted = project.units.read_unit(unit)
    if not value.is_compatible_with(wanted):
        found = named_unit(value, project)
        raise UserError(f"{place}: {name} comes out in {found}, but the ways are compared in {unit}")
    return float(value.m_as(wanted))


def apart(first: Way, second: Way) -> bool:
    """Whether two ways differ beyond their 90 % intervals, and by more than rounding."""
    lower, upper = sorted((first, second), key=lambda way: way.value)
    return upper.low > lower.high * (1 + ROUNDING)


def factor(first: Way, second: Way) -> float:
    """How many times the smaller of two ways the larger is."""
    return max(first.value, second.value) / min(first.value, second.value)


def findings(triangulation: Triangulation, words: Wording) -> list[str]:
    """What the numbers say, in sentences: how far apart the ways are, and which of one kind disagree."""
    unit, farthest = triangulation.unit, triangulation.farthest

    def name(way: Way) -> str:
        return f"“{way.label}” ({words.write_quantity(way.value, unit)})"

    overlap = "do not overlap" if apart(*farthest) else "overlap"
    sentences = [
        f"The farthest ways, {name(farthest[0])} and {name(farthest[1])}, differ by a factor of "
        f"{write_number(factor(*farthest))}; their 90 % intervals {overlap}."
    ]
    for kind, ways in triangulation.kinds.items():
        pairs = [pair for pair in combinations(ways, 2) if apart(*pair)]
        if len(ways) > 1 and not pairs:
            count = "Both" if len(ways) == 2 else f"The {len(ways)}"
            sentences.append(f"{count} figures for {kind} agree within their intervals.")
        elif pairs:
            worst = max(pairs, key=lambda pair: factor(*pair))
            if set(worst) != set(farthest):
                sentences.append(
                    f"Of the {len(ways)} figures for {kind}, {name(worst[0])} and {name(worst[1])} disagree beyond "
                    f"their intervals, by a factor of {write_number(factor(*worst))}."
                )
    return sentences

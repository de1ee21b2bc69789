"""Figures of one kind as dots on a strip: a drawing small enough to stand above each of many tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log, log10

from claimbook.project import Project
from claimbook.register.printed import PrintedFigure
from claimbook.register.wording import is_calendar_year, write_number

#: How near two dots may stand in percent of the strip's length, before one moves up: a dot's width on a phone.
NEAREST = 7.0

#: What the ends of a strip leave free on either side, in percent.
MARGIN = 7.0

#: How many times its low end the high end of an axis is at least, so that figures that nearly agree stand together.
LEAST_SPAN = 4.0

#: Pixels from one row of dots to the next, and what the axis takes below them.
STEP, AXIS = 28, 30

#: Where ticks may stand between two powers of ten, the fewest first, and how many are enough.
TICKS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0))
MOST_TICKS = 4


@dataclass(frozen=True)
class Dot:
    """
    A figure on a strip.

    Attributes
    ----------
    mark : str
        The number or letter that stands in it and in the row of the table.
    name : str
        What it is, for who hovers or listens.
    written : str
        The figure as the table says it.
    low, value, high : float
        In root units; the ends are the value where there is no range.
    unit : str
        Its own.
    towards : int
        1 where the figure is a bound and more is said, -1 where less is, else 0.
    is_derived : bool
        Whether it follows from the figures and is none of them.
    """

    mark: str
    name: str
    written: str
    low: float
    value: float
    high: float
    unit: str
    towards: int = 0
    is_derived: bool = False


@dataclass(frozen=True)
class Strip:
    """Dots on one axis, each with its place in percent of the length and its row above it, and the axis' ticks."""

    unit: str
    placed: tuple[tuple[Dot, dict[str, float]], ...]
    ticks: tuple[tuple[float, str], ...]
    height: int

    @property
    def axis(self) -> int:
        """Where the axis lies, in pixels from above."""
        return self.height - AXIS

    @property
    def said(self) -> str:
        """The strip in words: each dot with its figure, the lowest first."""
        dots = "; ".join(f"{dot.mark}: {dot.name}, {dot.written}" for dot, _ in self.placed)
        return f"{len(self.placed)} figures on a logarithmic axis, the lowest first. {dots}."


def printed_dot(mark: str, name: str, written: str, printed: PrintedFigure, unit: str, project: Project) -> Dot | None:
    """A printed figure as a dot; none for what no log axis shows: a year, zero, less than nothing."""
    if printed.ends[0] <= 0 or is_calendar_year(printed.ends[0], unit):
        return None
    scale = project.units.root_factor(unit)
    low, high = (end * scale for end in printed.ends)
    return Dot(mark, name, written, low, (low * high) ** 0.5, high, unit, printed.towards)


def strips(dots: Iterable[Dot], project: Project) -> list[Strip]:
    """The dots by kind, each kind a strip; a kind with one dot, or with none that is printed, has none."""
    kinds: dict[str, list[Dot]] = {}
    for dot in dots:
        kinds.setdefault(str(project.units.read_unit(dot.unit).dimensionality), []).append(dot)
    return [strip(own, project) for own in kinds.values() if len(own) > 1 and not all(dot.is_derived for dot in own)]


def strip(dots: Sequence[Dot], project: Project) -> Strip:
    """Dots of one kind on an axis in the unit of the first."""
    unit = dots[0].unit
    least, most = min(dot.low for dot in dots), max(dot.high for dot in dots)
    room = max(LEAST_SPAN * least / most, 1) ** 0.5
    least, most = least / room, most * room

    def place(value: float) -> float:
        return round(MARGIN + (100 - 2 * MARGIN) * log(value / least) / log(most / least), 2)

    placed: list[tuple[Dot, dict[str, float]]] = []
    taken: dict[int, float] = {}  # where the last dot of each row stands
    for dot in sorted(dots, key=lambda one: one.value):
        at = place(dot.value)
        row = next(row for row in range(len(dots)) if at - taken.get(row, -100) >= NEAREST)
        taken[row] = at
        placed.append((dot, {"at": at, "low": place(dot.low), "high": place(dot.high), "row": row}))
    height = STEP * (max(taken) + 1) + 6 + AXIS
    axis = height - AXIS
    for _, where in placed:
        where["y"] = axis - STEP * where["row"] - STEP / 2 - 3
    scale = project.units.root_factor(unit)
    words = project.words
    prefix = words.currencies.get(unit.partition("/")[0], "")
    ticks = [
        (place(tick * scale), f"{prefix}{write_number(tick)}") for tick in tick_values(least / scale, most / scale)
    ]
    return Strip(words.write_unit(unit) if unit not in ("1", "count") else "", tuple(placed), tuple(ticks), height)


def tick_values(low: float, high: float) -> list[float]:
    """
    Two to four round values between two others; these themselves where there are none.

    Examples
    --------
    >>> tick_values(3, 40), tick_values(1, 1e8), tick_values(81, 84)
    ([3.0, 10.0, 30.0], [1.0, 1000.0, 1000000.0], [81, 84])
    """
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    found: list[float] = []
    for digits in TICKS:
        found = [value for power in powers for digit in digits if low <= (value := float(f"{digit}e{power}")) <= high]
        if len(found) >= 2:
            break
    if len(found) < 2:
        return [low, high]
    return found[:: ceil(len(found) / MOST_TICKS)]

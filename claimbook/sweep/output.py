"""What becomes of a sweep: a table written block by block, a chart of a thinned grid, a summary."""

import hashlib
import json
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from math import inf, isfinite
from pathlib import Path
from typing import Any, NamedTuple

import altair as alt
import fastparquet
import numpy as np
import pandas as pd

from claimbook.charts.drawing import check_chart_file, write_chart
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.graph import upstream
from claimbook.model.grid import needed_by
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES, VERDICTS, Verdict
from claimbook.register.wording import write_number, write_share
from claimbook.results.made import as_texts, made_with
from claimbook.sweep.passing import Passing, passing_record, passings, solved, write_passing
from claimbook.sweep.sweep import COLUMNS, Axis, Block, Sweep, book_of, model_with
from claimbook.system.replacing import check_place, written_aside

#: Points along an axis that a chart shows at most.
LINE_POINTS, MAP_POINTS = 500, 60

#: Turns of the verdict that a summary lists at most.
MOST_TURNS = 20

#: Share of the free disk that a result may take.
SHARE_OF_DISK = 0.9

#: Points of a grid, and draws at all its points together, beyond which a sweep is done only for who asks for it twice:
#: what takes about a minute.
MOST_POINTS, MOST_DRAWS = 10_000_000, 1_000_000_000

#: What stands at the end of a CSV file's name, for the file beside it that says what it was made with.
BESIDE = ".json"


@dataclass
class Summary:
    """
    What is kept of a sweep while its blocks pass by.

    Attributes
    ----------
    least, most : float
        The smallest and the largest value, in the sweep's unit.
    turns : list of pairs
        Along a single axis: the values between which the verdict changes, and what it is then; the first one first.
    passings : list of Passing
        Along a single axis: between which points the value passes what the claim prints, not yet solved.
    least_likely, most_likely : float
        The smallest and the largest share of draws that make the claim true, of points that draws decide.
    decided_by_draws : int
        How many points these are.
    counts : array, shape (7,)
        Points with each of `VERDICTS`.
    shown : list of DataFrame
        Rows that the chart shows.
    """

    least: float = inf
    most: float = -inf
    least_likely: float = inf
    most_likely: float = -inf
    decided_by_draws: int = 0
    turns: list[tuple[float | None, float, str]] = field(default_factory=list)
    passings: list[Passing] = field(default_factory=list)
    counts: np.ndarray = field(default_factory=lambda: np.zeros(len(VERDICTS), dtype=np.int64))
    shown: list[pd.DataFrame] = field(default_factory=list)


def check_room(sweep: Sweep, path: Path) -> None:
    """
    Refuse a result that would not fit on the disk.

    Raises
    ------
    UserError
        If it would take more than nine tenths of what is free.
    """
    needed = sweep.points * sweep.bytes_per_point
    place = next((folder for folder in path.absolute().parents if folder.is_dir()), Path("/"))
    free = shutil.disk_usage(place).free
    if needed > free * SHARE_OF_DISK:
        raise UserError(
            f"{write_number(sweep.points)} points take {write_number(needed / 1e9)} GB, and "
            f"{write_number(free / 1e9)} GB are free at {str(place)!r}; give larger steps"
        )


def check_size(sweep: Sweep) -> None:
    """
    Refuse a sweep that takes long, unless the user said that it may.

    Raises
    ------
    UserError
        If it has more points, or draws in all, than is stated here.
    """
    draws = sweep.points * sweep.draws
    if sweep.points > MOST_POINTS or draws > MOST_DRAWS:
        of_draws = f", of {sweep.draws:,} draws each" if sweep.draws else ""
        limit = f"{MOST_DRAWS:,} draws in all" if draws > MOST_DRAWS else f"{MOST_POINTS:,}"
        raise UserError(
            f"these are {sweep.points:,} points{of_draws}, more than {limit}; "
            "give larger steps, or --yes to evaluate them all"
        )


def summarised(sweep: Sweep, blocks: Iterable[Block], summary: Summary) -> Iterator[Block]:
    """Pass on the blocks of a sweep, keeping what the summary and the chart need."""
    limit = LINE_POINTS if len(sweep.axes) == 1 else MAP_POINTS
    shown = [np.unique(np.linspace(0, axis.count - 1, limit).round().astype(np.int64)) for axis in sweep.axes]
    before: LastPoint | None = None
    for block in blocks:
        value = block.columns["value"]
        summary.least, summary.most = min(summary.least, value.min()), max(summary.most, value.max())
        if sweep.has_probability:
            likely = block.columns["probability"]
            summary.least_likely = float(np.fmin.reduce(likely, initial=summary.least_likely))
            summary.most_likely = float(np.fmax.reduce(likely, initial=summary.most_likely))
            summary.decided_by_draws += int(np.isfinite(likely).sum())
        if sweep.judged:
            codes = block.columns["verdict"]
            summary.counts += np.bincount(codes, minlength=len(VERDICTS))
            if len(sweep.axes) == 1:
                at = block.columns[sweep.axes[0].name]
                note_turns(summary, at, codes, before)
                note_passings(summary, sweep, at, value, before)
                before = LastPoint(float(at[-1]), float(value[-1]), int(codes[-1]))
        if len(sweep.axes) <= 2:
            numbers = np.unravel_index(np.arange(block.first, block.first + len(value)), sweep.shape)
            kept = np.logical_and.reduce(
                [np.isin(place, wanted) for place, wanted in zip(numbers, shown, strict=True)], axis=0
            )
            summary.shown.append(pd.DataFrame({name: column[kept] for name, column in block.columns.items()}))
        yield block


class LastPoint(NamedTuple):
    """The last point of a block along a single axis, its value and its verdict as a place in `VERDICTS`."""

    at: float
    value: float
    code: int


def note_turns(summary: Summary, at: np.ndarray, codes: np.ndarray, before: LastPoint | None) -> None:
    """Note where along a single axis the verdict changes, since the last point of the block before."""
    if before is None:
        summary.turns.append((None, float(at[0]), str(VERDICTS[codes[0]])))
    elif before.code != codes[0]:
        summary.turns.append((before.at, float(at[0]), str(VERDICTS[codes[0]])))
    for i in np.flatnonzero(codes[1:] != codes[:-1])[: MOST_TURNS + 1]:
        summary.turns.append((float(at[i]), float(at[i + 1]), str(VERDICTS[codes[i + 1]])))


def note_passings(summary: Summary, sweep: Sweep, at: np.ndarray, values: np.ndarray, before: LastPoint | None) -> None:
    """Note where along a single axis the value passes what is claimed, since the last point of the block before."""
    if before is not None:
        at, values = np.insert(at, 0, before.at), np.insert(values, 0, before.value)
    room = MOST_TURNS + 1 - len(summary.passings)
    summary.passings += islice(passings(sweep, at, values), room)


def file_name(sweep: Sweep, name: str) -> str:
    """What a sweep's files are called: by what is swept; a question has no name of its own, but a digest."""
    if not sweep.asked:
        return name
    said = repr((sweep.asked, sweep.axes, sweep.draws, sweep.settings))
    return f"{name}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def about(sweep: Sweep) -> dict[str, str]:
    """What a sweep's table says of itself: what was swept and how, what it was made with, the unit of each column."""
    units = {f"unit of {axis.name}": axis.unit for axis in sweep.axes}
    units |= {f"members of {axis.name}": " ".join(axis.members) for axis in sweep.axes if axis.is_group}
    units |= {f"unit of {name}": sweep.unit for name in ("value", *(COLUMNS if sweep.draws else ()))}
    facts = {"quantity": sweep.quantity, "claim": sweep.claim, "draws": str(sweep.draws), "version": sweep.version}
    return {**as_texts(made(sweep)), **facts, **units, **{f"set {name}": text for name, text in sweep.settings}}


def made(sweep: Sweep) -> dict[str, Any]:
    """What a sweep's files were made with."""
    return made_with(model_with(book_of(sweep), sweep.settings))


def check_table(sweep: Sweep, path: Path) -> None:
    """
    Refuse a table that cannot be written, before anything is computed.

    Raises
    ------
    UserError
        If its name ends otherwise, it would not fit on the disk, or none can be written there.
    """
    if path.suffix not in WRITERS:
        raise UserError(f"--out {str(path)!r} ends neither in {' nor in '.join(WRITERS)}")
    check_place(path)
    check_room(sweep, path)


@contextmanager
def table_writer(sweep: Sweep, path: Path) -> Iterator[Callable[[Block], None]]:
    """
    Give a function that appends a block to a table, which is there only when it is whole.

    Parameters
    ----------
    sweep : Sweep
        What is swept.
    path : Path
        A Parquet file holds in its metadata what it was made with (`made_with`) and the unit of each column. A CSV file
        holds its header and rows and nothing else, for pandas, R and spreadsheets take a line of comment for data; what
        Parquet has in its metadata stands as JSON beside it, in a file of the same name that ends in ``.csv.json``.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    with WRITERS[path.suffix](sweep, path) as append:
        yield append


def table_of(sweep: Sweep, block: Block) -> pd.DataFrame:
    """A block's rows, the verdict in words."""
    table = pd.DataFrame(block.columns)
    if sweep.claim:
        table["verdict"] = pd.Categorical.from_codes(block.columns["verdict"], [str(verdict) for verdict in VERDICTS])
    return table


@contextmanager
def parquet_writer(sweep: Sweep, path: Path) -> Iterator[Callable[[Block], None]]:
    """Give a function that appends a block to a Parquet file: see `table_writer`."""

    def append(block: Block) -> None:
        fastparquet.write(
            str(aside), table_of(sweep, block), compression="LZ4", write_index=False, has_nulls=False, stats=False,
            append=aside.exists(), custom_metadata=metadata,
        )  # fmt: skip

    metadata = about(sweep)
    with written_aside(path) as aside:
        yield append


@contextmanager
def csv_writer(sweep: Sweep, path: Path) -> Iterator[Callable[[Block], None]]:
    """Give a function that appends a block to a CSV file: see `table_writer`."""

    def append(block: Block) -> None:
        first = not aside.exists()
        table_of(sweep, block).to_csv(aside, mode="a", header=first, index=False, lineterminator="\n")

    beside = path.with_name(path.name + BESIDE)
    with written_aside(beside) as facts, written_aside(path) as aside:
        facts.write_text(json.dumps(about(sweep), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        yield append


#: By the end of a table's name, what writes it.
WRITERS = {".parquet": parquet_writer, ".csv": csv_writer}


def draw(sweep: Sweep, summary: Summary, path: Path) -> None:
    """
    Write a sweep's chart, as drawing, picture or page: see `write_chart`.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    table = pd.concat(summary.shown)
    chart = line_chart(sweep, table) if len(sweep.axes) == 1 else map_chart(sweep, table)
    write_chart(chart, path, {**made(sweep), "quantity": sweep.quantity, "claim": sweep.claim, "draws": sweep.draws})


def check_chart(sweep: Sweep, path: Path) -> None:
    """
    Refuse a chart that cannot be drawn, before anything is computed.

    Raises
    ------
    UserError
        If the sweep has more than two axes, or no chart can be written there.
    """
    if len(sweep.axes) > 2:
        raise UserError("a chart shows one or two --over, not more; leave out --chart")
    check_chart_file(path)


def heading(sweep: Sweep) -> str:
    """What a chart is about: the claim's statement or the quantity's name."""
    project = book_of(sweep)
    if sweep.claim:
        return project.find_claim(sweep.claim).statement
    return project.words.spoken(sweep.quantity).capitalize()


def axis_title(axis: Axis, sweep: Sweep) -> str:
    """An assumption's or a group's description with its unit."""
    project = book_of(sweep)
    described = project.groups[axis.name] if axis.is_group else project.assumptions[axis.name]
    return described.description + in_brackets(axis.unit, sweep)


def value_title(sweep: Sweep) -> str:
    """The quantity's name with its unit."""
    return book_of(sweep).words.spoken(sweep.quantity) + in_brackets(sweep.unit, sweep)


def in_brackets(unit: str, sweep: Sweep) -> str:
    """A unit behind the name of what is measured in it; a bare number needs none."""
    return "" if unit in ("1", "count") else f" ({book_of(sweep).words.write_unit(unit)})"


@dataclass(frozen=True)
class Place:
    """
    Where a model stands among a sweep's points: the book's, or that with the sweep's settings.

    Attributes
    ----------
    of_axes : tuple of dict
        Of each axis, in its unit, the values of those of its assumptions that the results depend on.
    value : float
        Of the quantity, in the sweep's unit.
    at : tuple of float
        Where along each axis that is; empty where the members of a group have several values, which no point has.
    is_within : bool
        Whether that is among the points or between them.
    """

    of_axes: tuple[dict[str, float], ...]
    value: float
    at: tuple[float, ...]
    is_within: bool


def baseline_of(sweep: Sweep) -> Place:
    """Where the book's own values are."""
    return place_of(Model.of(book_of(sweep)), sweep)


def start_of(sweep: Sweep) -> Place:
    """Where the values are that a sweep starts from: the book's, but for what is set; results pass through it."""
    return place_of(model_with(book_of(sweep), sweep.settings), sweep)


def place_of(model: Model, sweep: Sweep) -> Place:
    """Where a model's own values are, and whether that is among a sweep's points or between them."""
    needed = needed_by(sweep.quantity, sweep.judged, model)
    deciding = [[name for name in axis.members if name in needed] or axis.members for axis in sweep.axes]
    of_axes = tuple({name: float(model.assumptions[name].value.magnitude) for name in names} for names in deciding)
    value = model.quantity(sweep.quantity).to(model.project.units.read_unit(sweep.unit or "1")).magnitude
    if any(len(set(places.values())) > 1 for places in of_axes):
        return Place(of_axes, float(value), (), False)
    at = tuple(next(iter(places.values())) for places in of_axes)
    ends = [axis.values(np.array([0, axis.count - 1])) for axis in sweep.axes]
    within = all(low <= place <= high for place, (low, high) in zip(at, ends, strict=True))
    return Place(of_axes, float(value), at, within)


def write_place(place: Place, sweep: Sweep) -> str:
    """A model's own values in words."""
    words = book_of(sweep).words
    places = [
        f"{words.spoken(name)} is {words.write_quantity(at, axis.unit, 6)}"
        for axis, of_axis in zip(sweep.axes, place.of_axes, strict=True)
        for name, at in of_axis.items()
    ]
    value = words.write_quantity(place.value, sweep.unit or "1")
    if place.is_within:
        missing = ""
    else:
        missing = ", beyond these points" if place.at else ", at none of these points, which have one value for all"
    return f"{value}, where {' and '.join(places)}{missing}"


def thresholds(sweep: Sweep) -> list[float]:
    """Values that just meet the claim."""
    printed = sweep.judged.printed if sweep.judged else None
    return [] if printed is None else sorted({end for end in (printed.low, printed.high) if isfinite(end)})


def line_chart(sweep: Sweep, table: pd.DataFrame) -> alt.LayerChart:
    """The quantity along one assumption, with its 90 % interval if there are draws, and the claim as a band or line."""
    axis = sweep.axes[0]
    x = alt.X(f"{axis.name}:Q", title=axis_title(axis, sweep), scale=alt.Scale(zero=False, nice=False))
    short = alt.Axis(format="~s") if table["value"].max() >= 1e5 else alt.Undefined
    y = alt.Y("value:Q", title=value_title(sweep), scale=alt.Scale(zero=False), axis=short)
    base = alt.Chart(table)
    layers: list[Any] = []
    if sweep.draws:
        layers.append(base.mark_area(opacity=0.25, color=COLOURS["accent"]).encode(x=x, y="low:Q", y2="high:Q"))
        layers.append(base.mark_line(strokeDash=[2, 3], color=COLOURS["accent"]).encode(x=x, y="median:Q"))
    layers.append(base.mark_line(color=COLOURS["accent"]).encode(x=x, y=y))
    for end in thresholds(sweep):
        rule = alt.Chart(pd.DataFrame({"value": [end]}))
        layers.append(rule.mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(y=y))
    start = start_of(sweep)
    if start.is_within:
        mark = alt.Chart(pd.DataFrame([{axis.name: start.at[0], "value": start.value}]))
        layers.append(mark.mark_point(color=COLOURS["ink"], size=110, opacity=1).encode(x=x, y=y))
        # The words stand on the side that the line leaves free.
        first, last = table["value"].iloc[[0, -1]]
        words = {"align": "right", "dx": -8} if last > first else {"align": "left", "dx": 8}
        layers.append(mark.mark_text(text="as set" if sweep.settings else "baseline", dy=-8, **words).encode(x=x, y=y))
    return finished(sweep, alt.layer(*layers), 320)


def map_chart(sweep: Sweep, table: pd.DataFrame) -> alt.LayerChart:
    """The quantity over two assumptions by colour, with the line along which the value meets the claim."""
    down, across = sweep.axes
    grid = table.pivot(index=down.name, columns=across.name, values="value")
    table = table.assign(
        x1=table[across.name].map(edges(grid.columns, 0)),
        x2=table[across.name].map(edges(grid.columns, 1)),
        y1=table[down.name].map(edges(grid.index, 0)),
        y2=table[down.name].map(edges(grid.index, 1)),
    )
    wide = table["value"].min() > 0 and table["value"].max() / table["value"].min() > 20
    no_grid = alt.Axis(grid=False)
    x = alt.X("x1:Q", title=axis_title(across, sweep), scale=alt.Scale(zero=False, nice=False), axis=no_grid)
    y = alt.Y("y1:Q", title=axis_title(down, sweep), scale=alt.Scale(zero=False, nice=False), axis=no_grid)
    colour = alt.Color(
        "value:Q",
        title=value_title(sweep),
        scale=alt.Scale(type="log" if wide else "linear", scheme="viridis"),
        legend=alt.Legend(format="~s", orient="bottom", gradientLength=300, titleLimit=400),
    )
    layers: list[Any] = [alt.Chart(table).mark_rect().encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour)]
    if lines := turning_lines(sweep, grid):
        layers.append(
            alt.Chart(pd.DataFrame(lines))
            .mark_line(color=COLOURS["fails"], strokeWidth=3)
            .encode(x="x1:Q", y="y1:Q", order="place:O", detail="line:N")
        )
    start = start_of(sweep)
    if start.is_within:
        mark = alt.Chart(pd.DataFrame([{"y1": start.at[0], "x1": start.at[1]}])).encode(x="x1:Q", y="y1:Q")
        layers.append(mark.mark_point(filled=False, color="#ffffff", strokeWidth=7, shape="cross", size=160))
        layers.append(mark.mark_point(filled=True, color=COLOURS["ink"], shape="cross", size=160, opacity=1))
    return finished(sweep, alt.layer(*layers), 420)


def edges(centres: pd.Index, side: int) -> dict[float, float]:
    """Where the cells around points along an axis begin (side 0), or end (side 1): below the next, so no gap shows."""
    points = centres.to_numpy(dtype=float)
    between = (points[1:] + points[:-1]) / 2
    ends = [points[0], *between] if side == 0 else [*(between + np.diff(points) / 4), points[-1]]
    return dict(zip(points, ends, strict=True))


def turning_lines(sweep: Sweep, grid: pd.DataFrame) -> list[dict[str, float]]:
    """Points of the lines along which the quantity is at an end of what the claim says."""
    from contourpy import contour_generator

    if min(grid.shape) < 2:
        return []
    contours = contour_generator(grid.columns.to_numpy(float), grid.index.to_numpy(float), grid.to_numpy(float))
    lines = [line for end in thresholds(sweep) for line in contours.lines(end)]
    return [
        {"line": number, "place": place, "x1": float(x), "y1": float(y)}
        for number, line in enumerate(lines)
        for place, (x, y) in enumerate(np.asarray(line))
    ]


def finished(sweep: Sweep, chart: alt.LayerChart, height: int) -> alt.LayerChart:
    """The chart with its title, and below it what is claimed and what else was assumed."""
    parts = []
    if sweep.judged:
        where = "dashed" if len(sweep.axes) == 1 else "the red line, along which the value just meets it"
        parts.append(f"Claimed: {book_of(sweep).words.write_printed(sweep.judged.printed, sweep.unit)} ({where})")
    if sweep.draws:
        parts.append(f"Shaded: 90 % interval of {sweep.draws:,} draws; dotted: median")
    sign = "dot" if len(sweep.axes) == 1 else "cross"
    start = start_of(sweep)
    whose = "As set" if sweep.settings else "Baseline"
    parts.append(f"{whose}{f' ({sign})' if start.is_within else ''}: {write_place(start, sweep)}")
    if sweep.settings:
        parts.append("With " + ", ".join(f"{name} = {text}" for name, text in sweep.settings))
        parts.append(f"Baseline: {write_place(baseline_of(sweep), sweep)}")
    lines = textwrap.wrap(heading(sweep), 70)
    below = [line for part in parts for line in textwrap.wrap(part, 84)]
    title = alt.TitleParams(lines, subtitle=below, subtitleColor=COLOURS["muted"], limit=700)
    return chart.properties(title=title, height=height, width=520, background="#ffffff", padding=14)


def summary_record(sweep: Sweep, summary: Summary) -> dict[str, Any]:
    """A summary as plain data."""
    return {
        "quantity": sweep.quantity,
        "claim": sweep.claim,
        "unit": sweep.unit,
        "points": sweep.points,
        "draws": sweep.draws,
        "baseline": baseline_of(sweep).value,
        "as_set": start_of(sweep).value,
        "least": float(summary.least),
        "most": float(summary.most),
        "probability": [summary.least_likely, summary.most_likely]
        if sweep.has_probability and summary.least_likely <= summary.most_likely
        else None,
        "verdicts": {str(v): int(n) for v, n in zip(VERDICTS, summary.counts, strict=True)} if sweep.claim else {},
        "turns": [
            {"after": before, "from": at, "verdict": verdict} for before, at, verdict in summary.turns[:MOST_TURNS]
        ],
        "passes": [passing_record(one) for one in solved(sweep, summary.passings[:MOST_TURNS])],
        "made_with": made(sweep),
    }


def held_against_beside(sweep: Sweep) -> list[str]:
    """The other quantities that a claim is held against and that differ from point to point, beside the one swept."""
    if not sweep.claim:
        return []
    project = book_of(sweep)
    varied = {member for axis in sweep.axes for member in axis.members}
    others = [name for name in project.find_claim(sweep.claim).quantities if name != sweep.quantity]
    return [name for name in others if varied & set(upstream(project, name))]


def summary_lines(sweep: Sweep, summary: Summary) -> list[str]:
    """A summary in words."""
    words = book_of(sweep).words
    ends = [words.write_quantity(end, sweep.unit or "1") for end in (summary.least, summary.most)]
    points = f"{sweep.points:,} point{'' if sweep.points == 1 else 's'}"
    points += f" of {sweep.draws:,} draws each" if sweep.draws else ""
    lines = [f"{points}: {words.spoken(sweep.quantity)} from {ends[0]} to {ends[1]}."]
    lines.append(f"Baseline: {write_place(baseline_of(sweep), sweep)}.")
    if sweep.settings:
        lines.append(f"As set: {write_place(start_of(sweep), sweep)}.")
    if sweep.claim:
        counts = ((str(v), int(n)) for v, n in zip(VERDICTS, summary.counts, strict=True) if n)
        claimed = words.write_printed(sweep.judged.printed, sweep.unit) if sweep.judged else ""
        said = ", ".join(f"{PHRASES[Verdict(word)]} at {n:,} of {sweep.points:,} points" for word, n in counts)
        lines.append(f"Claimed: {claimed}. By these numbers the claim {said}.")
    if sweep.has_probability and summary.least_likely <= summary.most_likely:
        shares_of_draws = [write_share(end) for end in (summary.least_likely, summary.most_likely)]
        share = " to ".join(dict.fromkeys(shares_of_draws))
        if summary.decided_by_draws == sweep.points:
            lines.append(f"It agrees in {share} of draws.")
        else:
            decided = f"{summary.decided_by_draws:,} of {sweep.points:,} points"
            lines.append(f"At the {decided} that draws decide it agrees in {share} of draws.")
    lines += [write_passing(one, sweep) for one in solved(sweep, summary.passings[:MOST_TURNS])]
    if len(summary.passings) > MOST_TURNS:
        lines.append("It passes again beyond them.")
    if beside := held_against_beside(sweep):
        names = " and ".join(words.spoken(name) for name in beside)
        lines.append(f"The verdict rests on {names} too, which this does not show: sweep {' or '.join(beside)} for it.")
    for before, at, verdict in summary.turns[:MOST_TURNS]:
        unit = sweep.axes[0].unit
        begins = words.write_quantity(at, unit, 6)
        since = "" if before is None else f" (turns after {words.write_quantity(before, unit, 6)})"
        lines.append(f"  {verdict} from {begins}{since}")
    if len(summary.turns) > MOST_TURNS:
        lines.append("  and turns again")
    return lines

"""What becomes of a sweep: a Parquet file written block by block, a chart of a thinned grid, a summary."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf, isfinite
from pathlib import Path
from typing import Any

import altair as alt
import fastparquet
import numpy as np
import pandas as pd

from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.verdict import VERDICTS
from claimbook.register.wording import write_number, write_share
from claimbook.sweep.sweep import COLUMNS, Axis, Block, Sweep, book_of
from claimbook.system.replacing import check_place, written_aside

#: Points along an axis that a chart shows at most.
LINE_POINTS, MAP_POINTS = 500, 60

#: Turns of the verdict that a summary lists at most.
MOST_TURNS = 20

#: Share of the free disk that a result may take.
SHARE_OF_DISK = 0.9


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
    least_likely, most_likely : float
        The smallest and the largest share of draws that make the claim true.
    counts : array, shape (7,)
        Points with each of `VERDICTS`.
    shown : list of DataFrame
        Rows that the chart shows.
    """

    least: float = inf
    most: float = -inf
    least_likely: float = inf
    most_likely: float = -inf
    turns: list[tuple[float | None, float, str]] = field(default_factory=list)
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


def summarised(sweep: Sweep, blocks: Iterable[Block], summary: Summary) -> Iterator[Block]:
    """Pass on the blocks of a sweep, keeping what the summary and the chart need."""
    limit = LINE_POINTS if len(sweep.axes) == 1 else MAP_POINTS
    shown = [np.unique(np.linspace(0, axis.count - 1, limit).round().astype(np.int64)) for axis in sweep.axes]
    before: tuple[float, int] | None = None
    for block in blocks:
        value = block.columns["value"]
        summary.least, summary.most = min(summary.least, value.min()), max(summary.most, value.max())
        if sweep.has_probability:
            likely = block.columns["probability"]
            summary.least_likely = float(np.fmin.reduce(likely, initial=summary.least_likely))
            summary.most_likely = float(np.fmax.reduce(likely, initial=summary.most_likely))
        if sweep.judged:
            codes = block.columns["verdict"]
            summary.counts += np.bincount(codes, minlength=len(VERDICTS))
            if len(sweep.axes) == 1:
                before = note_turns(summary, block.columns[sweep.axes[0].name], codes, before)
        if len(sweep.axes) <= 2:
            numbers = np.unravel_index(np.arange(block.first, block.first + len(value)), sweep.shape)
            kept = np.logical_and.reduce(
                [np.isin(place, wanted) for place, wanted in zip(numbers, shown, strict=True)], axis=0
            )
            summary.shown.append(pd.DataFrame({name: column[kept] for name, column in block.columns.items()}))
        yield block


def note_turns(
    summary: Summary, at: np.ndarray, codes: np.ndarray, before: tuple[float, int] | None
) -> tuple[float, int]:
    """Note where along a single axis the verdict changes; gives the last point and its verdict for the next block."""
    if before is None:
        summary.turns.append((None, float(at[0]), str(VERDICTS[codes[0]])))
    elif before[1] != codes[0]:
        summary.turns.append((before[0], float(at[0]), str(VERDICTS[codes[0]])))
    for i in np.flatnonzero(codes[1:] != codes[:-1])[: MOST_TURNS + 1]:
        summary.turns.append((float(at[i]), float(at[i + 1]), str(VERDICTS[codes[i + 1]])))
    return float(at[-1]), int(codes[-1])


def about(sweep: Sweep) -> dict[str, str]:
    """What a sweep's Parquet file says of itself: what was swept and how, and the unit of each column."""
    units = {f"unit of {axis.name}": axis.unit for axis in sweep.axes}
    units |= {f"unit of {name}": sweep.unit for name in ("value", *(COLUMNS if sweep.draws else ()))}
    facts = {"quantity": sweep.quantity, "claim": sweep.claim, "draws": str(sweep.draws), "version": sweep.version}
    return {**facts, **units, **{f"set {name}": text for name, text in sweep.settings}}


@contextmanager
def parquet_writer(sweep: Sweep, path: Path) -> Iterator[Any]:
    """
    Give a function that appends a block to a Parquet file, which is there only when it is whole.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    words = [str(verdict) for verdict in VERDICTS]

    def append(block: Block) -> None:
        table = pd.DataFrame(block.columns)
        if sweep.claim:
            table["verdict"] = pd.Categorical.from_codes(block.columns["verdict"], words)
        fastparquet.write(
            str(aside), table, compression="LZ4", write_index=False, has_nulls=False, stats=False,
            append=aside.exists(), custom_metadata=about(sweep),
        )  # fmt: skip

    with written_aside(path) as aside:
        yield append


def draw(sweep: Sweep, summary: Summary, path: Path) -> None:
    """
    Write a sweep's chart, as SVG or as a page that needs nothing beside it.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    table = pd.concat(summary.shown)
    chart = line_chart(sweep, table) if len(sweep.axes) == 1 else map_chart(sweep, table)
    with written_aside(path) as aside:
        chart.save(aside, format=path.suffix[1:], **({"inline": True} if path.suffix == ".html" else {}))


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
    if path.suffix not in (".svg", ".html"):
        raise UserError(f"--chart {str(path)!r} ends neither in .svg nor in .html")
    check_place(path)


def heading(sweep: Sweep) -> str:
    """What a chart is about: the claim's statement or the quantity's name."""
    project = book_of(sweep)
    if sweep.claim:
        return project.find_claim(sweep.claim).statement
    return project.words.spoken(sweep.quantity).capitalize()


def axis_title(axis: Axis, sweep: Sweep) -> str:
    """An assumption's description with its unit."""
    unit = "" if axis.unit in ("1", "count") else f" ({axis.unit})"
    return f"{book_of(sweep).assumptions[axis.name].description}{unit}"


def value_title(sweep: Sweep) -> str:
    """The quantity's name with its unit."""
    return book_of(sweep).words.spoken(sweep.quantity) + ("" if sweep.unit in ("1", "count") else f" ({sweep.unit})")


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
        parts.append(f"Shaded: 90 % interval of {write_number(sweep.draws)} draws; dotted: median")
    if sweep.settings:
        parts.append("With " + ", ".join(f"{name} = {text}" for name, text in sweep.settings))
    lines = textwrap.wrap(heading(sweep), 70)
    title = alt.TitleParams(lines, subtitle=parts, subtitleColor=COLOURS["muted"], limit=700)
    return chart.properties(title=title, height=height, width=520, background="#ffffff", padding=14)


def summary_record(sweep: Sweep, summary: Summary) -> dict[str, Any]:
    """A summary as plain data."""
    return {
        "quantity": sweep.quantity,
        "claim": sweep.claim,
        "unit": sweep.unit,
        "points": sweep.points,
        "draws": sweep.draws,
        "least": float(summary.least),
        "most": float(summary.most),
        "probability": [summary.least_likely, summary.most_likely]
        if sweep.has_probability and summary.least_likely <= summary.most_likely
        else None,
        "verdicts": {str(v): int(n) for v, n in zip(VERDICTS, summary.counts, strict=True)} if sweep.claim else {},
        "turns": [
            {"after": before, "from": at, "verdict": verdict} for before, at, verdict in summary.turns[:MOST_TURNS]
        ],
    }


def summary_lines(sweep: Sweep, summary: Summary) -> list[str]:
    """A summary in words."""
    words = book_of(sweep).words
    ends = [words.write_quantity(end, sweep.unit or "1") for end in (summary.least, summary.most)]
    lines = [f"{sweep.points:,} points: {words.spoken(sweep.quantity)} from {ends[0]} to {ends[1]}."]
    if sweep.claim:
        shares = ((str(v), n / sweep.points) for v, n in zip(VERDICTS, summary.counts, strict=True) if n)
        claimed = words.write_printed(sweep.judged.printed, sweep.unit) if sweep.judged else ""
        said = ", ".join(f"{word} at {write_share(share)} of the points" for word, share in shares)
        lines.append(f"Claimed: {claimed}. By these numbers the claim {said}.")
    if sweep.has_probability and summary.least_likely <= summary.most_likely:
        shares_of_draws = [write_share(end) for end in (summary.least_likely, summary.most_likely)]
        lines.append(f"It agrees in {' to '.join(dict.fromkeys(shares_of_draws))} of draws.")
    for before, at, verdict in summary.turns[:MOST_TURNS]:
        unit = sweep.axes[0].unit
        begins = words.write_quantity(at, unit, 6)
        since = "" if before is None else f" (turns after {words.write_quantity(before, unit, 6)})"
        lines.append(f"  {verdict} from {begins}{since}")
    if len(summary.turns) > MOST_TURNS:
        lines.append("  and turns again")
    return lines

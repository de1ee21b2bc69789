"""Charts of the whole book."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import ON_A_PHONE, Chart, by_width, finish, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.register.wording import write_number
from claimbook.results.describing import describe

#: Ratios beyond these are drawn at the edge.
FARTHEST = 30.0

#: Marks of the verdicts, so that they can be told apart without colour; what is left open is a square.
SHAPES = {"holds": "circle", "plausible": "diamond", "adds up": "cross", "fails": "triangle-up"}
OPEN = "Left open"

#: From so many times on a claim that fails is far off, and named on the chart.
FAR_OFF = 2.0

#: How close to one a ratio comes out as printed.
AS_PRINTED = (0.9, 1.1)

#: Height of a chapter's row, in pixels; of the first and the last name that stand in one row, a line each.
ROW, LINE = 40, 16

#: Width of the plot in pixels, and how many times beyond the farthest ratios its axis goes on, as room for names.
WIDTH, ROOM_BELOW, ROOM_ABOVE = 840, 2.5, 7.0


def verdict_chart(model: Model) -> Chart:
    """Every claim with numbers as a mark on one log axis of found ÷ printed, in its chapter's row, by verdict."""
    results = [r for r in model.results if r.ratio is not None and r.ratio > 0]
    table = pd.DataFrame(
        {
            "claim": r.claim.statement,
            "chapter": capitalised(model.project.words.spoken(r.claim.chapter.replace("-", "_"))),
            "ratio": rounded(min(max(r.ratio or 1.0, 1 / FARTHEST), FARTHEST)),
            "kind": r.verdict.word if r.verdict in SHAPES else OPEN,
            "label": r.verdict.word,
            "printed": describe(r, model.project.words)["claimed"],
            "found": f"{describe(r, model.project.words)['derived']} ({write_number(r.ratio or 1.0)}×)",
            "link": f"book/{r.claim.chapter}.html#{r.claim.id}",
            "name": short_name(r, model) if is_far_off(r) else "",
        }
        for r in results
    )
    # Marks that would cover each other are stacked: those of one chapter whose ratios agree to about 4 %.
    near = (np.log(table["ratio"]) / np.log(1.04)).round()
    place = table.groupby([table["chapter"], near]).cumcount()
    table["stack"] = ((place + 1) // 2) * np.where(place % 2, 1, -1)
    as_printed, far = int(table["ratio"].between(*AS_PRINTED).sum()), int((table["name"] != "").sum())
    room = [1 / FARTHEST / (ROOM_BELOW if far else 1.2), FARTHEST * (ROOM_ABOVE if far else 1.2)]
    ticks = [1 / FARTHEST, 0.1, 0.3, 1, 3, 10, FARTHEST]
    edges = "datum.value > 29 ? '30× or more' : datum.value < 0.04 ? '1/30 or less'"
    ratio = alt.X(
        "ratio:Q",
        title=None,
        scale=alt.Scale(type="log", domain=room, nice=False),
        axis=alt.Axis(
            values=ticks,
            labelExpr=f"datum.value == 1 ? 'as printed' : {edges} : format(datum.value, '~g') + '×'",
            labelOverlap="greedy",
        ),
    )
    chapter = alt.Y("chapter:N", sort=None, title=None, axis=alt.Axis(grid=True))
    drawn = {Verdict(verdict).word: (verdict, shape) for verdict, shape in SHAPES.items()} | {OPEN: ("open", "square")}
    kinds = [kind for kind in drawn if kind in set(table["kind"])]
    key = alt.Legend(
        title=None, orient="top", direction="horizontal", columns=by_width(3, 5),
        symbolSize=90, symbolStrokeWidth=0,
    )  # fmt: skip
    colours, shapes = [verdict_colour(drawn[kind][0]) for kind in kinds], [drawn[kind][1] for kind in kinds]
    shown = {"claim": "Claim", "chapter": "Chapter", "printed": "Printed", "found": "Found", "label": "Verdict"}
    marks = alt.Chart(table).encode(x=ratio, y=chapter, yOffset=alt.YOffset("stack:Q", scale=alt.Scale(domain=[-9, 9])))
    layers = alt.layer(
        alt.Chart(pd.DataFrame({"ratio": [1]})).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=ratio),
        marks.mark_point(size=50, opacity=0.85).encode(
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), legend=key),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=shapes), legend=key),
            href="link:N",
            tooltip=[alt.Tooltip(f"{column}:N", title=title) for column, title in shown.items()],
        ),
        *([names_of_outliers(table, ratio, chapter)] if far else []),
    )
    title = f"{as_printed} of {len(table)} figures come out within a tenth of what is printed"
    if far:
        title += f"; {far} fail{'s' if far == 1 else ''} by a factor of two or more"
    description = (
        f"{len(table)} claims with numbers, each a mark at its found over its printed value, by chapter: "
        + ", ".join(f"{number} {verdict.lower()}" for verdict, number in table["label"].value_counts().items())
        + f". {as_printed} lie within a tenth of one."
    )
    outliers = table[table["name"] != ""].itertuples()
    if named := "; ".join(f"{row.claim}: printed {row.printed}, found {row.found}" for row in outliers):
        description += f" Far off: {named}."
    return finish(
        layers,
        title,
        description,
        sorted({r.claim.source for r in model.results}),
        model,
        height=ROW * table["chapter"].nunique(),
        measure="Found ÷ printed, of a range its middle; log scale; “more than” or “less than” may hold far off",
        name="verdict",
    ).properties(width=WIDTH)


def is_far_off(result: Result) -> bool:
    """Whether a claim fails by a factor of two or more."""
    ratio = result.ratio or 1.0
    return result.verdict == Verdict.FAILS and max(ratio, 1 / ratio) >= FAR_OFF


def short_name(result: Result, model: Model) -> str:
    """What a claim is about, in the few words of its id after its source's key."""
    name = result.claim.id.removeprefix(f"{result.claim.source}-").replace("-", "_")
    return capitalised(model.project.words.spoken(name))


def capitalised(words: str) -> str:
    """Words that begin with a capital, the others as they are."""
    return words[:1].upper() + words[1:]


def names_of_outliers(table: pd.DataFrame, ratio: alt.X, chapter: alt.Y) -> alt.Chart:
    """
    The names of marks far off, each beside its mark and away from the line; of several at one place a line each.

    A phone has no room for them: there the marks are named when they are touched, and in the text alternative.
    """
    named = table[table["name"] != ""]
    together = named.groupby([named["chapter"], (np.log(named["ratio"]) / np.log(1.3)).round()])["name"]
    line, lines = together.cumcount(), together.transform("size")
    # Beside the edge of the picture a name has room on the inner side only.
    at_an_edge = np.maximum(named["ratio"], 1 / named["ratio"]) >= FARTHEST
    beyond = (named["ratio"] > 1) != at_an_edge
    placed = named.assign(
        down=(line - (lines - 1) / 2) * LINE,
        align=np.where(beyond, "left", "right"),
        along=np.where(beyond, 9, -9),
    )
    return (
        alt.Chart(placed)
        .mark_text(
            text=alt.ExprRef(f"{ON_A_PHONE} ? '' : datum.name"),
            align=alt.ExprRef("datum.align"),
            dx=alt.ExprRef("datum.along"),
            dy=alt.ExprRef("datum.down"),
        )
        .encode(x=ratio, y=chapter)
    )

"""Charts of the whole book."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, finish, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number, write_percent

#: Ratios beyond these are drawn at the edge.
FARTHEST = 30.0

#: Marks of the verdicts, so that they can be told apart without colour; what is left open is a square.
SHAPES = {"holds": "circle", "plausible": "diamond", "adds up": "cross", "fails": "triangle-up"}


def verdict_chart(model: Model) -> Chart:
    """Every claim with numbers as a mark on one log axis of found ÷ claimed, in its chapter's row, by verdict."""
    results = model.results
    table = pd.DataFrame(
        {
            "claim": r.claim.statement,
            "chapter": model.project.words.spoken(r.claim.chapter.replace("-", "_")),
            "ratio": rounded(min(max(r.ratio, 1 / FARTHEST), FARTHEST)),
            "verdict": str(r.verdict),
            "kind": str(r.verdict) if r.verdict in SHAPES else "open",
            "label": f"{write_number(r.ratio)}× · {r.verdict}",
            "link": f"book/{r.claim.chapter}.html#{r.claim.id}",
        }
        for r in results
        if r.ratio is not None and r.ratio > 0
    )
    # Marks that would cover each other are stacked: those of one chapter whose ratios agree to about 4 %.
    near = (np.log(table["ratio"]) / np.log(1.04)).round()
    place = table.groupby([table["chapter"], near]).cumcount()
    table["stack"] = ((place + 1) // 2) * np.where(place % 2, 1, -1)
    ticks = [1 / FARTHEST, 0.1, 0.3, 1, 3, 10, FARTHEST]
    edges = "datum.value > 29 ? '30× or more' : datum.value < 0.04 ? '1/30 or less'"
    ratio = alt.X(
        "ratio:Q",
        title="found ÷ claimed, log scale",
        scale=alt.Scale(type="log", domain=[1 / FARTHEST / 1.2, FARTHEST * 1.2], nice=False),
        axis=alt.Axis(
            values=ticks,
            labelExpr=f"datum.value == 1 ? 'as claimed' : {edges} : format(datum.value, '~g') + '×'",
            labelOverlap="greedy",
        ),
    )
    tooltip = [alt.Tooltip("claim:N", title="Claim"), alt.Tooltip("label:N", title="Derived ÷ claimed")]
    base = alt.Chart(table).encode(
        x=ratio,
        y=alt.Y(
            "chapter:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, labelColor=COLOURS["ink"], grid=True)
        ),
        yOffset=alt.YOffset("stack:Q", scale=alt.Scale(domain=[-9, 9])),
    )
    kinds = [*SHAPES, "open"]
    colours = [verdict_colour(kind) for kind in kinds]
    layers = alt.layer(
        alt.Chart(pd.DataFrame({"ratio": [1]})).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=ratio),
        base.mark_point(size=42, opacity=0.85).encode(
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), legend=None),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=[*SHAPES.values(), "square"]), legend=None),
            href="link:N",
            tooltip=tooltip,
        ),
    )
    counts = ", ".join(f"{number} {verdict}" for verdict, number in table["verdict"].value_counts().items())
    description = (
        f"{len(table)} claims with numbers, each a mark at its derived over its claimed value, by chapter: {counts}. "
        f"{write_percent(table['ratio'].between(0.9, 1.1).mean())} lie within a tenth of one."
    )
    return finish(
        layers,
        "Every claim with a number: found over claimed",
        description,
        sorted({r.claim.source for r in results}),
        model,
        height=36 * table["chapter"].nunique(),
    ).properties(width=640)

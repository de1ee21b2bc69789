"""Charts of the chapter on China's intelligent compute."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.display.charts.common import Chart, evidence_value, finish, rounded
from claimbook.display.theme import COLOURS
from claimbook.model import Model
from claimbook.quantity import read_unit
from claimbook.tables import evidence
from claimbook.wording import write_number, write_quantity


def china_compute_chart(model: Model) -> Chart:
    """The forecast's path from 2021 to 2026, with what later editions measured and forecast."""
    growth = model.quantity("china_compute_growth").m_as("")
    start = model.quantity("china_compute_2021").m_as(read_unit("EFLOP/s"))
    years = np.arange(2021, 2027)
    path = pd.DataFrame({"year": years, "compute": [rounded(start * (1 + growth) ** (year - 2021)) for year in years]})
    later = pd.DataFrame(
        {
            "year": int(evidence()[key].date[:4]),
            "compute": evidence_value(key, "EFLOP/s"),
            "kind": kind,
            "source": evidence()[key].reference,
        }
        for key, kind in (
            ("china_compute_2022_outturn", "measured"),
            ("china_compute_2024_outturn", "measured"),
            ("china_compute_2025_revised", "forecast of 2025"),
            ("china_compute_2026_revised", "forecast of 2025"),
            ("china_compute_2027_interim", "forecast of 2023"),
        )
    )
    later["label"] = [f"{write_number(r.compute, 4)} ({r.kind})" for r in later.itertuples()]
    ends = path.iloc[[0, -1]].assign(label=lambda t: [write_number(v, 5) for v in t["compute"]])
    heights = [*path["compute"], *later["compute"]]
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[2020.7, 2028.4], nice=False),
        axis=alt.Axis(format="d", tickCount=8, grid=False),
    )
    y = alt.Y(
        "compute:Q",
        title="EFLOP/s, FP16, log scale",
        scale=alt.Scale(type="log", domain=[rounded(min(heights) / 1.6), rounded(max(heights) * 1.6)], nice=False),
        axis=alt.Axis(values=[10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], format=",d"),
    )
    layers = alt.layer(
        alt.Chart(path).mark_line(color=COLOURS["accent"]).encode(x=x, y=y),
        alt.Chart(path).mark_point(color=COLOURS["accent"], size=50).encode(x=x, y=y),
        alt.Chart(ends.iloc[[0]])
        .mark_text(align="left", dx=10, dy=6, color=COLOURS["accent"])
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(ends.iloc[[1]])
        .mark_text(align="left", dx=9, dy=7, color=COLOURS["accent"])
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(later).mark_point(color=COLOURS["muted"], shape="diamond").encode(x=x, y=y),
        alt.Chart(later[later.year != 2022].query("year < 2026"))
        .mark_text(align="right", dx=-10, dy=-8)
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(later.query("year == 2022")).mark_text(align="left", dx=10, dy=8).encode(x=x, y=y, text="label:N"),
        alt.Chart(later.query("year == 2026")).mark_text(align="left", dx=10, dy=-10).encode(x=x, y=y, text="label:N"),
        alt.Chart(later.query("year == 2027")).mark_text(align="center", dy=22).encode(x=x, y=y, text="label:N"),
    )
    description = (
        "China's intelligent compute on a logarithmic axis: the forecast's path rises from "
        f"{ends.iloc[0]['label']} EFLOP/s in 2021 to {ends.iloc[1]['label']} in 2026, "
        f"{write_quantity(growth * 100, 'percent')} a year. Later editions: "
        + "; ".join(f"{r.year} {r.label}" for r in later.itertuples())
        + "."
    )
    sources = ["eeo-2023", *dict.fromkeys(later["source"])]
    return finish(layers, "The forecast, and what its later editions say", description, sources, height=320)

"""Charts of the chapter on the market."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, finish, rounded, text_by_width
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import names, times

#: NVIDIA's data-centre revenue, by the fiscal year that ends in January.
NVIDIA_REVENUE = (
    "nvidia_datacentre_fy2023",
    "nvidia_datacentre_fy2024",
    "nvidia_datacentre_fy2025",
    "nvidia_dc_revenue_fy2026",
)

#: Its revenue from data centres without networking, in the year of the forecast.
NVIDIA_CHIPS = "nvidia_compute_revenue_fy2026"

#: The world's market for AI chips at both ends of the forecast, by the page that has the printed size.
FORECAST = ("ai_chip_market_2020_askci", "ai_chip_market_2025_askci")


def first_calendar_year(key: str, model: Model) -> int:
    """The calendar year in which a fiscal year begins, which holds most of it."""
    return int(model.project.evidence[key].as_of[:4])


def chip_market_chart(model: Model) -> Chart:
    """
    The forecast of the world's market for AI chips, and what NVIDIA alone took from data centres.

    The forecast is printed for its last year only; the path to it starts where a page with the same size for that year
    has it start.
    """
    ends = {int(model.project.evidence[key].as_of): evidence_value(key, "USD", model) / 1e9 for key in FORECAST}
    (first_year, start), (last_year, size) = ends.items()
    growth = (size / start) ** (1 / (last_year - first_year)) - 1
    years = np.arange(first_year, last_year + 1)
    path = pd.DataFrame(
        {"year": years, "sum": [rounded(start * (1 + growth) ** (year - first_year)) for year in years]}
    )
    nvidia = pd.DataFrame(
        {"year": first_calendar_year(key, model), "sum": rounded(evidence_value(key, "USD", model) / 1e9)}
        for key in NVIDIA_REVENUE
    )
    chips = pd.DataFrame(
        {
            "year": [first_calendar_year(NVIDIA_CHIPS, model)],
            "sum": [rounded(evidence_value(NVIDIA_CHIPS, "USD", model) / 1e9)],
        }
    )
    for table in (path, nvidia, chips):
        table["label"] = [f"${write_number(value, 4)}" for value in table["sum"]]
        table["figure"] = table["label"] + " billion"
    path["what"] = [f"the whole market, {year}, as forecast" for year in path["year"]]
    nvidia["what"] = [f"NVIDIA’s data centres, {year}" for year in nvidia["year"]]
    chips["what"] = [f"the same without networking, {year}" for year in chips["year"]]
    chips["short"] = chips["label"]
    chips["label"] = chips["label"] + " without\nnetworking"
    named = [alt.Tooltip("what:N", title="What"), alt.Tooltip("figure:N", title="A year")]
    late = path.iloc[max(0, len(path) - 3)]
    names = pd.DataFrame(
        {
            "year": [nvidia.iloc[-2]["year"], late["year"]],
            "sum": [nvidia.iloc[-2]["sum"], late["sum"]],
            "label": ["NVIDIA’s data centres alone", "the whole market, as forecast"],
        }
    )
    last = max(path["year"].max(), nvidia["year"].max())
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[float(first_year) - 0.2, float(last) + 1], nice=False),
        axis=alt.Axis(format="d", tickCount=len(years), grid=False),
    )
    y = alt.Y("sum:Q", title="billion dollars", scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4))

    def series(table: pd.DataFrame, marked: pd.DataFrame, colour: str, shape: str, dash: list[int]) -> list[alt.Chart]:
        return [
            alt.Chart(table).mark_line(color=colour, strokeDash=dash).encode(x=x, y=y, tooltip=named),
            alt.Chart(marked).mark_point(color=colour, shape=shape, size=70).encode(x=x, y=y, tooltip=named),
        ]

    def labels(table: pd.DataFrame, colour: str, dx: int, dy: int, align: str) -> alt.Chart:
        mark = alt.Chart(table).mark_text(color=colour, dx=dx, dy=dy, align=align)
        return mark.encode(x=x, y=y, text="label:N")

    layers = alt.layer(
        *series(path, path.iloc[[0, -1]], COLOURS["accent"], "circle", [4, 4]),
        *series(nvidia, nvidia, COLOURS["ink"], "diamond", [1, 0]),
        alt.Chart(chips)
        .mark_point(color=COLOURS["ink"], shape="diamond", size=70, filled=False)
        .encode(x=x, y=y, tooltip=named),
        alt.Chart(chips)
        .mark_text(text=text_by_width("short", "label"), lineBreak="\n", align="left", dx=10, dy=-2)
        .encode(x=x, y=y),
        labels(path.iloc[[0]], COLOURS["accent"], 0, -16, "left"),
        labels(path.iloc[[-1]], COLOURS["accent"], 8, -8, "left"),
        labels(nvidia.iloc[[0]], COLOURS["ink"], 10, 12, "left"),
        labels(nvidia.iloc[[1]], COLOURS["ink"], -8, -10, "right"),
        labels(nvidia.iloc[[2, 3]], COLOURS["ink"], 10, 4, "left"),
        labels(names.iloc[[0]], COLOURS["ink"], -12, -8, "right"),
        labels(names.iloc[[1]], COLOURS["accent"], 4, 26, "left"),
    )
    end = path.iloc[-1]
    description = (
        "AI chips as forecast, a dashed path from where a page with the same forecast starts, and NVIDIA's data-centre "
        "revenue, systems and networking included: "
        + "; ".join(f"{r.what}: {r.figure}" for table in (path, nvidia, chips) for r in table.itertuples())
        + "."
    )
    sources = [
        "eeo-2023",
        *(model.project.evidence[key].reference for key in (*FORECAST, *NVIDIA_REVENUE, NVIDIA_CHIPS)),
    ]
    alone = times(chips["sum"][0] / end["sum"])
    title = f"NVIDIA alone took in {alone} the market forecast for {end['year']}, even without networking"
    measure = "AI chips as forecast, and NVIDIA’s data-centre revenue with networking, in billion dollars a year"
    return finish(layers, title, description, sources, model, height=300, measure=measure, name="chip-market")


def market_share_chart(model: Model) -> Chart:
    """NVIDIA's share as the articles print it and as others count it, by what is counted."""
    printed = {
        "Caijing: data-centre GPUs": ("caijing-2023-nvidia-share", ""),
        "Economic Observer: high-end GPUs": ("eeo-2023-nvidia-share", ""),
        "Jiemian: AI acceleration, 2022": ("jiemian-2024-nvidia-share-liftr", ""),
        "CINIC: AI chips": ("cinic-2024-nvidia-share", ""),
    }
    counted = {
        "TechInsights: GPUs by units, 2022": "nvidia_gpu_share_techinsights",
        "New Street: GPUs for learning, 2023": "nvidia_gpu_share_newstreet",
        "TrendForce: server GPUs, 2023": "nvidia_gpu_share_trendforce",
        "Omdia: all AI processors, 2020": "nvidia_accelerator_share_omdia",
        "TrendForce: servers with GPUs, 2024": "nvidia_gpu_share_trendforce_2024",
        "TrendForce: all AI chips, 2024": "nvidia_chip_share_trendforce_2024",
    }
    order = [
        *("TechInsights: GPUs by units, 2022", "New Street: GPUs for learning, 2023", "Caijing: data-centre GPUs"),
        *("Economic Observer: high-end GPUs", "TrendForce: servers with GPUs, 2024", "TrendForce: server GPUs, 2023"),
        *("Jiemian: AI acceleration, 2022", "CINIC: AI chips", "Omdia: all AI processors, 2020"),
        "TrendForce: all AI chips, 2024",
    ]
    rows = []
    for what, (claim_id, key) in printed.items():
        result = model.result(claim_id)
        figure = result.claim.printed
        share = figure.claimed if figure else evidence_value(key, "percent", model)
        bound = figure is not None and figure.relation == ">"
        label = f"{'more than ' if bound else ''}{model.project.words.write_quantity(share, 'percent')}"
        rows.append((what, share, 100.0 if bound else share, label, verdict_colour(str(result.verdict))))
    for what, key in counted.items():
        share = evidence_value(key, "percent", model)
        rows.append((what, share, share, model.project.words.write_quantity(share, "percent"), COLOURS["muted"]))
    table = pd.DataFrame(rows, columns=["what", "share", "end", "label", "colour"])
    x = alt.X(
        "share:Q",
        title="percent",
        scale=alt.Scale(domain=[60, 100], nice=False),
        axis=alt.Axis(tickCount=5),
    )
    y = names(sort=order)
    named = [alt.Tooltip("what:N", title="Who counts what"), alt.Tooltip("label:N", title="Share")]
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(table).encode(y=y)
    layers = alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35).encode(x=x, x2="end:Q", color=colour, tooltip=named),
        base.mark_point().encode(x=x, color=colour, tooltip=named),
        base.mark_text(dy=-13).encode(x=x, text="label:N"),
    )
    ordered = table.set_index("what").loc[order]
    description = (
        "NVIDIA's share of ten markets, each a dot on an axis from 60 to 100 %; the articles' lower bounds are "
        "bars. " + "; ".join(f"{what} {label}" for what, label in ordered["label"].items()) + "."
    )
    sources = [
        *(model.result(claim_id).claim.source for claim_id, _ in printed.values()),
        *(model.project.evidence[key].reference for key in counted.values()),
    ]
    counts = table[table["what"].isin(counted)]["share"]
    ends = " to ".join(write_number(share) for share in (counts.min(), counts.max()))
    said = table[~table["what"].isin(counted)]["share"]
    title = f"NVIDIA’s share is {ends} %, by what is counted; the articles print " + " to ".join(
        dict.fromkeys(write_number(share) for share in (said.min(), said.max()))
    )
    measure = "NVIDIA’s share of ten markets in percent; a bar where an article prints “more than”"
    return finish(layers, title, description, sources, model, height=400, measure=measure, name="market-share")

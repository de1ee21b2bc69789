"""The charts of the chapters: one function a chart, from a model to an Altair chart."""

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Any, TypeAlias

import altair as alt
import numpy as np
import pandas as pd

from claimbook.display.theme import COLOURS, verdict_colour
from claimbook.model import Model, Result
from claimbook.quantity import read_unit
from claimbook.references import citation
from claimbook.tables import evidence
from claimbook.wording import spoken, write_number, write_quantity

Chart: TypeAlias = alt.Chart | alt.LayerChart


def finish(chart: Chart, title: str, description: str, sources: list[str], height: int) -> Chart:
    """The chart with its title, its text alternative and the line that says where its data come from."""
    credit = "; ".join(dict.fromkeys(citation(key).label for key in sources))
    return chart.properties(
        title=title, description=description, height=height, width=520, usermeta={"source": f"Source: {credit}."}
    )


def rounded(value: float) -> float:
    """Six significant digits: the same on every machine."""
    return float(f"{value:.6g}")


def evidence_value(key: str, unit: str) -> float:
    """A fact's value in a unit."""
    return rounded(evidence()[key].value.to(read_unit(unit)).magnitude)


def log_axis(field: str, title: str, values: Iterable[float], prefix: str = "") -> alt.X:
    """Log axis that spans the values with some room, its ticks at 1 and 3 times the powers of ten."""
    low, high = min(values) / 1.6, max(values) * 1.6
    ticks = [digit * 10.0**power for power in range(floor(log10(low)), ceil(log10(high))) for digit in (1, 3)]
    ticks = [tick for tick in ticks if low <= tick <= high]
    label = " : ".join(f"datum.value == {tick!r} ? '{prefix}{write_number(tick)}'" for tick in ticks) + " : ''"
    scale = alt.Scale(type="log", domain=[rounded(low), rounded(high)], nice=False)
    return alt.X(f"{field}:Q", title=title, scale=scale, axis=alt.Axis(values=ticks, labelExpr=label, grid=True))


def labelled_dots(rows: list[dict[str, Any]], title: str) -> alt.LayerChart:
    """Dots on a log axis of dollars, a row each, labelled directly; a row with low and high gets its interval."""
    table = pd.DataFrame(rows)

    def axis(field: str) -> alt.X:
        return log_axis(field, title, [*table["low"], *table["high"]], prefix="$")

    base = alt.Chart(table).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=210, labelColor=COLOURS["ink"]))
    )
    colour = alt.Color("colour:N", scale=None)
    return alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=axis("low"), x2="high:Q", color=colour),
        base.mark_point().encode(
            x=axis("value"),
            color=colour,
            tooltip=[alt.Tooltip("what:N", title="What"), alt.Tooltip("label:N", title="Figure")],
        ),
        base.mark_text(dy=-13, fontSize=12).encode(x=axis("value"), text="label:N"),
    )


def row(
    what: str, value: float, unit: str, colour: str, low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    """A row of :func:`labelled_dots`."""
    return {
        "what": what,
        "value": rounded(value),
        "low": rounded(value if low is None else low),
        "high": rounded(value if high is None else high),
        "label": write_quantity(value, unit),
        "colour": colour,
    }


def gpt4_cost_chart(model: Model) -> Chart:
    """GPT-4's training cost: as printed, as its own figures give it, and by other definitions."""
    result = model.result("jiemian-2024-gpt4-cost")
    others = {
        "Amortised hardware and energy": "gpt4_cost_amortised",
        "Cloud prices": "gpt4_cost_cloud",
        "Buying the hardware": "gpt4_cost_acquisition",
    }
    table = [
        row("As printed", result.claim.printed.claimed, "USD", COLOURS["ink"]),
        row(
            "Its own figures multiplied", result.derived, "USD", verdict_colour(result.verdict), result.low, result.high
        ),
        *(row(what, evidence_value(key, "USD"), "USD", COLOURS["muted"]) for what, key in others.items()),
    ]
    description = (
        f"GPT-4's training cost on a logarithmic axis of dollars: printed {table[0]['label']}; "
        f"from its own figures {table[1]['label']}; "
        + "; ".join(f"{r['what'].lower()} {r['label']}" for r in table[2:])
        + "."
    )
    chart = labelled_dots(table, "US dollars, log scale")
    sources = [result.claim.source, *(evidence()[key].reference for key in others.values())]
    return finish(chart, "One training run, five costs", description, sources, height=250)


def monthly_cost_chart(model: Model) -> Chart:
    """ChatGPT's bill for a month, by the source and by others."""
    result = model.result("huatai-2023-chatgpt-monthly-cost")
    others = {
        "Hardware, by queries (SemiAnalysis)": "chatgpt_daily_cost_semianalysis",
        "Electricity alone (Guosheng)": "chatgpt_power_guosheng",
    }
    table = [
        row("As printed", result.claim.printed.claimed, "USD", COLOURS["ink"]),
        row("Visits × price of one", result.derived, "USD", verdict_colour(result.verdict), result.low, result.high),
        *(row(what, evidence_value(key, "USD/month"), "USD", COLOURS["muted"]) for what, key in others.items()),
    ]
    description = (
        "ChatGPT's monthly cost on a logarithmic axis of dollars: "
        + "; ".join(f"{r['what'].lower()} {r['label']}" for r in table)
        + "."
    )
    chart = labelled_dots(table, "US dollars a month, log scale")
    sources = [result.claim.source, *(evidence()[key].reference for key in others.values())]
    return finish(chart, "A month of ChatGPT, counted in different ways", description, sources, height=210)


def fleet_ratio_chart(model: Model) -> Chart:
    """How the fleet ratio moves with what an H100 is worth, and where the claim turns."""
    result = model.result("jiemian-2024-fleet-ratio")
    taken = model.quantity("h100_per_a100").magnitude
    most = max(4, taken * 1.25)
    worth = np.linspace(1, most, 61) if taken >= 1 else np.linspace(taken / 2, most, 61)

    def ratios(at: np.ndarray) -> list[float]:
        return [rounded(ratio) for ratio in model.along("h100_per_a100", at)["fleet_ratio"].m_as("")]

    line = pd.DataFrame({"worth": worth.round(6), "ratio": ratios(worth)})
    points = pd.DataFrame(
        [
            ("taken here", rounded(taken), verdict_colour(result.verdict)),
            ("same source, line 73", evidence_value("h100_speed_efficiency_jiemian", "A100/H100"), COLOURS["muted"]),
            ("peak rates", evidence_value("h100_speed_peak", "A100/H100"), COLOURS["muted"]),
        ],
        columns=["what", "worth", "colour"],
    )
    points["ratio"] = ratios(points["worth"].to_numpy())
    points["label"] = [f"{write_number(r.ratio)}× ({r.what})" for r in points.itertuples()]
    claimed = write_number(result.claim.printed.claimed)
    threshold = pd.DataFrame(
        {
            "worth": [rounded(most)],
            "ratio": [result.claim.printed.claimed],
            "label": [f"claimed: more than {claimed}×"],
        }
    )
    x = alt.X(
        "worth:Q",
        title="A100s that one H100 is worth in training",
        scale=alt.Scale(domain=[rounded(worth[0]), rounded(most)], nice=False),
    )
    y = alt.Y("ratio:Q", title="Meta's fleet ÷ GPT-4's cluster", scale=alt.Scale(zero=True))
    above, below = points.iloc[[0, 1]], points.iloc[[2]]
    layers = alt.layer(
        alt.Chart(threshold).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(y=y),
        alt.Chart(threshold).mark_text(align="right", dy=-8).encode(x=x, y=y, text="label:N"),
        alt.Chart(line).mark_line(color=COLOURS["accent"]).encode(x=x, y=y),
        alt.Chart(points).mark_point().encode(x=x, y=y, color=alt.Color("colour:N", scale=None)),
        alt.Chart(above).mark_text(align="right", dx=-10, dy=-10).encode(x=x, y=y, text="label:N"),
        alt.Chart(below).mark_text(align="left", dx=12, dy=12).encode(x=x, y=y, text="label:N"),
    )
    description = (
        "Line: the fleet ratio against the number of A100s one H100 is worth, from 1 to 4. "
        + " ".join(
            f"At {write_number(r.worth)} ({r.what}) it is {write_number(r.ratio)}×." for r in points.itertuples()
        )
        + f" A dashed line marks the claimed {write_number(result.claim.printed.claimed)}×."
    )
    sources = [result.claim.source, evidence()["h100_speed_peak"].reference]
    return finish(layers, "The claim stands or falls with what an H100 is worth", description, sources, height=300)


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


def verdict_chart(results: list[Result]) -> Chart:
    """Every claim as a dot on one log axis of derived ÷ claimed, coloured by verdict."""
    table = pd.DataFrame(
        {
            "claim": r.claim.statement,
            "ratio": rounded(r.derived / r.claim.printed.claimed),
            "low": rounded(r.low / r.claim.printed.claimed),
            "high": rounded(r.high / r.claim.printed.claimed),
            "verdict": str(r.verdict),
            "name": spoken(r.claim.id.removeprefix(f"{r.claim.source}-").replace("-", "_")),
            "colour": verdict_colour(r.verdict),
        }
        for r in results
    )  # fmt: skip
    table["link"] = [f"book/{r.claim.chapter}.html#{r.claim.id}" for r in results]
    table["label"] = [f"{write_number(r.ratio)}× · {r.verdict}" for r in table.itertuples()]
    base = alt.Chart(table).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelColor=COLOURS["ink"], grid=True))
    )

    ends = [*table["low"], *table["high"], *table["ratio"], 0.6, 1.6]
    ticks = [
        tick
        for tick in (0.001, 0.01, 0.1, 0.2, 0.5, 0.75, 1, 1.5, 2, 5, 10, 100, 1000)
        if min(ends) / 1.1 <= tick <= max(ends) * 1.1
    ]

    def ratio(field: str) -> alt.X:
        scale = alt.Scale(type="log", domain=[min(ends) / 1.1, max(ends) * 1.1], nice=False)
        return alt.X(
            f"{field}:Q", title="derived ÷ claimed, log scale", scale=scale, axis=alt.Axis(values=ticks, format="~g")
        )

    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        alt.Chart(pd.DataFrame({"one": [1]})).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=ratio("one")),
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(
            x=ratio("low"), x2="high:Q", color=colour
        ),
        base.mark_point().encode(
            x=ratio("ratio"),
            color=colour,
            href="link:N",
            tooltip=[alt.Tooltip("claim:N", title="Claim"), alt.Tooltip("label:N", title="Derived ÷ claimed")],
        ),
    )
    description = (
        "Each claim's derived value over its claimed value: "
        + "; ".join(f"{r.claim.id} {label}" for r, label in zip(results, table["label"], strict=True))
        + "."
    )
    return finish(
        layers, "Derived over claimed", description, sorted({r.claim.source for r in results}), height=34 * len(results)
    )

"""Charts of the chapter on China's intelligent compute."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, finish, rounded, text_by_width
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, names


def china_compute_chart(model: Model) -> Chart:
    """The forecast's path from 2021 to 2026, with what later editions measured and forecast."""
    growth = model.quantity("china_compute_growth").m_as("")
    start = model.quantity("china_compute_2021").m_as(model.project.units.read_unit("EFLOP/s"))
    years = np.arange(2021, 2027)
    path = pd.DataFrame({"year": years, "compute": [rounded(start * (1 + growth) ** (year - 2021)) for year in years]})
    later = pd.DataFrame(
        {
            "year": int(model.project.evidence[key].as_of[:4]),
            "compute": evidence_value(key, "EFLOP/s", model),
            "kind": kind,
            "source": model.project.evidence[key].reference,
        }
        for key, kind in (
            ("china_compute_2022_outcome", "measured"),
            ("china_compute_2024_outcome", "measured"),
            ("china_compute_2025_revised", "forecast of 2025"),
            ("china_compute_2026_revised", "forecast of 2025"),
            ("china_compute_2027_interim", "forecast of 2023"),
        )
    )
    later["label"] = [f"{write_number(r.compute, 4)} ({r.kind})" for r in later.itertuples()]
    later["what"] = [f"{r.year}, by a later edition ({r.kind})" for r in later.itertuples()]
    later["short"] = later["label"].str.replace(r" of \d+", "", regex=True)
    ends = path.iloc[[0, -1]].assign(label=lambda t: [write_number(v, 5) for v in t["compute"]])
    path["what"] = [f"{year}, on the path of the forecast" for year in path["year"]]
    path["figure"] = [f"{write_number(v, 5)} EFLOP/s" for v in path["compute"]]
    later["figure"] = [f"{write_number(v, 4)} EFLOP/s" for v in later["compute"]]
    caict = model.project.evidence["china_compute_caict_2022"]
    other = pd.DataFrame({"year": [int(caict.as_of[:4])], "compute": [evidence_value(caict.key, "EFLOP/s", model)]})
    other["label"] = [f"{write_number(v, 4)} (another count: what is in service)" for v in other["compute"]]
    other["what"] = f"{caict.as_of[:4]}, in service by another count"
    other["figure"] = [f"{write_number(v, 4)} EFLOP/s" for v in other["compute"]]
    heights = [*path["compute"], *later["compute"], *other["compute"]]
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[2020.7, 2028.4], nice=False),
        axis=alt.Axis(format="d", tickCount=8, grid=False),
    )
    y = alt.Y(
        "compute:Q",
        title="EFLOP/s, log scale",
        scale=alt.Scale(type="log", domain=[rounded(min(heights) / 1.6), rounded(max(heights) * 1.6)], nice=False),
        axis=alt.Axis(values=[10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], format=",d"),
    )
    said = text_by_width("short", "label")
    named = [alt.Tooltip("what:N", title="Year"), alt.Tooltip("figure:N", title="Compute")]
    layers = alt.layer(
        alt.Chart(path).mark_line(color=COLOURS["accent"]).encode(x=x, y=y, tooltip=named),
        alt.Chart(path).mark_point(color=COLOURS["accent"], size=50).encode(x=x, y=y, tooltip=named),
        alt.Chart(ends.iloc[[0]])
        .mark_text(align="left", dx=10, dy=6, color=COLOURS["accent"])
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(ends.iloc[[1]])
        .mark_text(align="left", dx=by_width(40, 9), dy=by_width(4, 7), color=COLOURS["accent"])
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(later).mark_point(color=COLOURS["muted"], shape="diamond").encode(x=x, y=y, tooltip=named),
        alt.Chart(other).mark_point(color=COLOURS["open"], shape="square").encode(x=x, y=y, tooltip=named),
        alt.Chart(other).mark_text(align="left", dx=10, dy=1, color=COLOURS["open"]).encode(x=x, y=y, text="label:N"),
        alt.Chart(later[later.year != 2022].query("year < 2026"))
        .mark_text(text=said, align="right", dx=-10, dy=-8)
        .encode(x=x, y=y),
        alt.Chart(later.query("year == 2022")).mark_text(text=said, align="left", dx=10, dy=8).encode(x=x, y=y),
        alt.Chart(later.query("year == 2026")).mark_text(text=said, align="left", dx=10, dy=-10).encode(x=x, y=y),
        alt.Chart(later.query("year == 2027")).mark_text(text=said, align="center", dy=22).encode(x=x, y=y),
    )
    description = (
        "China's intelligent compute on a logarithmic axis. A path rises by "
        f"{model.project.words.write_quantity(growth * 100, 'percent')} a year. "
        + "; ".join(f"{r.what}: {r.figure}" for table in (path, later, other) for r in table.itertuples())
        + "."
    )
    sources = ["eeo-2023", *dict.fromkeys(later["source"]), caict.reference]
    made = model.project.words.write_quantity(growth * 100, "percent")
    printed = model.result("eeo-2023-china-compute-growth").claim.printed
    stated = model.project.words.write_quantity(printed.claimed, "percent") if printed else ""
    measured = model.quantity("china_compute_growth_measured").m_as(model.project.units.read_unit("percent"))
    title = (
        f"The forecast’s ends make {made} a year, {'as' if made == stated else f'not the {stated}'} printed; "
        f"{model.project.words.write_quantity(measured, 'percent')} was measured for 2022 to 2024"
    )
    measure = "China’s intelligent compute in EFLOP/s, half precision (FP16) but for the square"
    return finish(layers, title, description, sources, model, height=300, measure=measure, name="china-compute")


def chip_holders_chart(model: Model) -> Chart:
    """What holders in China are known or said to have, beside what serving ChatGPT took."""
    printed = model.result("caijing-2023-largest-holder-50000").claim.printed
    if printed is None:
        raise UserError("the claim on the largest holder has no number to draw")
    rows = [
        ("Largest holder, at most (claimed)", rounded(printed.claimed), "any GPU", COLOURS["ink"]),
        *(
            (what, evidence_value(key, unit, model), kind, COLOURS[colour])
            for what, key, unit, kind, colour in (
                ("High-Flyer, a hedge fund", "high_flyer_a100s", "A100", "A100", "muted"),
                ("ByteDance, at least", "bytedance_gpus", "GPU", "any NVIDIA GPU", "muted"),
                ("All of China (trade journal)", "china_a100_stock", "A100", "A100", "accent"),
                ("All of China (Epoch AI)", "china_nvidia_stock", "GPU", "A100, A800, H100", "accent"),
                ("Serving ChatGPT (estimate)", "chatgpt_serving_a100s", "A100", "A100", "open"),
            )
        ),
    ]
    table = pd.DataFrame(rows, columns=["what", "count", "kind", "colour"])
    table["short"] = [write_number(number, 6) for number in table["count"]]
    table["label"] = table["short"] + " (" + table["kind"] + ")"
    x = alt.X(
        "count:Q",
        title="Chips",
        scale=alt.Scale(domain=[0, rounded(max(table["count"]) * 1.55)], nice=False),
        axis=alt.Axis(format=",d", tickCount=5),
    )
    base = alt.Chart(table).encode(y=names())
    layers = alt.layer(
        base.mark_bar(height=18).encode(x=x, color=alt.Color("colour:N", scale=None), tooltip=NAMED),
        base.mark_text(align="left", dx=6, text=text_by_width("short", "label")).encode(x=x),
    )
    described = "; ".join(f"{what}: {label}" for what, label in zip(table["what"], table["label"], strict=True))
    description = f"Bars of AI chips in 2023: {described}."
    keys = ("high_flyer_a100s", "bytedance_gpus", "china_a100_stock", "china_nvidia_stock", "chatgpt_serving_a100s")
    sources = ["caijing-2023", *(model.project.evidence[key].reference for key in keys)]
    known = min(evidence_value("high_flyer_a100s", "A100", model), evidence_value("bytedance_gpus", "GPU", model))
    title = (
        f"Two holders are reported with {write_number(known, 5)} chips or more; "
        f"the most of any is printed as {write_number(printed.claimed, 6)}"
    )
    measure = "AI chips in China in 2023, and those that served ChatGPT"
    return finish(layers, title, description, sources, model, height=230, measure=measure, name="chip-holders")

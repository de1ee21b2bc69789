"""Charts of the chapter on trends."""

from math import ceil, floor

import altair as alt
import pandas as pd

from claimbook.charts.parts import (
    Chart,
    by_width,
    figures,
    finish,
    rounded,
)
from claimbook.charts.theme import COLOURS
from claimbook.model.model import Model
from claimbook.register.wording import SUPERSCRIPTS, write_number

from .findings import NAMED, pair, printed_and_found, read_pairs

#: The claims about doubling times that the chapter turns on, in the order of their pace.
PACES = {
    "huatai-2023-doubling-time-since-2012": "Record runs since 2012 (Huatai)",
    "cinic-2024-transformer-doubling": "Large language models (CINIC)",
    "cinic-2024-convolutional-doubling": "Vision networks (CINIC)",
    "eeo-2023-training-compute-doubling": "Large runs since 2010 (Economic Observer)",
    "huatai-2023-chip-doubling-time": "Chips (Huatai)",
}


def paces_chart(model: Model) -> Chart:
    """Doubling times as printed, each over the one that was measured of the same thing."""
    rows = [pair(what, claim_id, model) for claim_id, what in PACES.items()]
    records, chips = figures(next(iter(PACES)), model), rows[-1]
    printed = str(rows[0]["printed"]).replace(" months", "", 1)
    within = records.low <= float(rows[0]["printed_high"]) and records.high >= float(rows[0]["printed_low"])
    title = (
        f"Compute of record runs doubled in {write_number(records.derived, 2)} months, "
        f"{'near' if within else 'not'} {printed}; chips double in {write_number(float(chips['found']), 2)}"
    )
    description = (
        "Months in which something doubles, on a logarithmic axis, as printed and as measured, with 90 % intervals: "
        f"{read_pairs(rows)}"
    )
    sources = [*(model.project.find_claim(claim_id).source for claim_id in PACES), "epoch2026models"]
    measure = "Months to double: printed ◆, found ● with its 90 % interval"
    chart = printed_and_found(rows, "months, log scale")
    return finish(chart, title, description, sources, model, height=300, measure=measure, name="paces")


def twenty_years_chart(model: Model) -> Chart:
    """The path that CINIC's figures make from 2003 to 2023, beside real runs and Moore's law from the same start."""

    def number(name: str, unit: str) -> float:
        return rounded(model.quantity(name).m_as(model.project.units.read_unit(unit)))

    dates = ("compute_demand_start", "alexnet_date", "transformer_date", "compute_demand_end")
    start, alexnet, transformer, end = (number(name, "year") for name in dates)
    first, growth = number("largest_model_2003_training_compute", "FLOP"), number("compute_demand_growth_stated", "1")
    slow, fast = (number(name, "month") for name in ("convolutional_doubling_time", "transformer_doubling_time"))
    since_transformer = 2 ** ((end - transformer) / number("transformer_doubling_time", "year"))
    heights = [1, growth / number("growth_since_alexnet", "1"), growth / since_transformer, growth]
    path = pd.DataFrame({"year": [start, alexnet, transformer, end], "compute": [rounded(first * h) for h in heights]})
    moore_growth = number("moore_demand_period_growth", "1")
    moore = pd.DataFrame({"year": [start, end], "compute": [first, rounded(first * moore_growth)]})
    needed = model.quantity("yearly_growth_needed_before_alexnet").m_as("")
    said = between(
        path,
        [
            f"would need\n{write_number(needed, 2)}× a year",
            f"said: doubling in {write_number(slow)} months",
            f"said: doubling in {write_number(fast)} months",
        ],
    )
    palm = rounded(alexnet + number("alexnet_to_palm_period", "year"))
    runs = pd.DataFrame(
        [
            ("Neural language model", start, first),
            ("AlexNet", alexnet, number("alexnet_training_compute", "FLOP")),
            ("PaLM", palm, number("palm_training_compute", "FLOP")),
            ("GPT-4", end, number("gpt4_training_compute_estimated", "FLOP")),
        ],
        columns=["model", "year", "compute"],
    )
    runs["flop"] = [model.project.words.write_quantity(value, "FLOP") for value in runs["compute"]]
    ends = pd.DataFrame(
        {
            "year": end,
            "compute": [path["compute"].iloc[-1], moore["compute"].iloc[-1]],
            "label": [f"said: {write_number(growth)}× in all", f"Moore’s law: {write_number(moore_growth)}×"],
        }
    )
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[start - 0.5, end + 1.8], nice=False),
        axis=alt.Axis(format="d", values=[*range(ceil(start), floor(end) + 1, 5)], grid=False),
    )
    powers = range(15, 28, 3)
    label = " : ".join(f"datum.value == 1e{power} ? '10{str(power).translate(SUPERSCRIPTS)}'" for power in powers)
    y = alt.Y(
        "compute:Q",
        title="FLOP, log scale",
        scale=alt.Scale(type="log", domain=[rounded(first / 8), rounded(max(runs["compute"]) * 12)], nice=False),
        axis=alt.Axis(values=[10.0**power for power in powers], labelExpr=f"{label} : ''"),
    )
    tooltip = [alt.Tooltip("model:N", title="Model"), alt.Tooltip("flop:N", title="Training compute")]
    moore["what"], moore["label"] = "Moore’s law from the same start", ends["label"].iloc[1]
    path["what"], path["label"] = "The article’s figures", ends["label"].iloc[0]
    needs = path.iloc[:2].assign(
        what="What the years before AlexNet would need", label=f"{write_number(needed, 2)}× a year"
    )
    layers = alt.layer(
        alt.Chart(moore).mark_line(color=COLOURS["muted"], strokeDash=[5, 4]).encode(x=x, y=y, tooltip=NAMED),
        alt.Chart(needs).mark_line(color=COLOURS["open"], strokeDash=[2, 3]).encode(x=x, y=y, tooltip=NAMED),
        alt.Chart(path.iloc[1:]).mark_line(color=COLOURS["accent"]).encode(x=x, y=y, tooltip=NAMED),
        alt.Chart(said)
        .mark_text(align="right", dx=-10, dy=-8, lineBreak="\n")
        .encode(x=x, y=y, text="label:N", color=alt.Color("colour:N", scale=None)),
        alt.Chart(runs).mark_point(color=COLOURS["ink"], shape="diamond").encode(x=x, y=y, tooltip=tooltip),
        alt.Chart(runs).mark_text(align="left", dx=9, dy=9).encode(x=x, y=y, text="model:N"),
        alt.Chart(ends.iloc[:1])
        .mark_text(align="right", dx=6, dy=-16, color=COLOURS["accent"])
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(ends.iloc[1:])
        .mark_text(align="right", dx=6, dy=by_width(62, 27), color=COLOURS["muted"])
        .encode(x=x, y=y, text="label:N"),
    )
    description = (
        "Training compute from 2003 to 2023 on a logarithmic axis. The path the source's figures make: "
        + "; ".join(said["label"].str.replace("\n", " "))
        + f"; {write_number(growth)} times in all. Moore's law makes {write_number(moore_growth)} times. Real runs: "
        + "; ".join(f"{run.model} {run.flop}" for run in runs.itertuples())
        + "."
    )
    title = (
        f"To make {write_number(growth)}× in all, the years before AlexNet would need {write_number(needed, 2)}× a year"
    )
    measure = "Operations (FLOP) of the largest training runs"
    return finish(
        layers,
        title,
        description,
        ["cinic-2024", "epoch2026models"],
        model,
        height=320,
        measure=measure,
        name="twenty-years",
    )


def between(path: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """A label for each stretch of a path on a log axis, at its middle; the first is not what the source says."""
    years, heights = path["year"].tolist(), path["compute"].tolist()
    middles = list(zip(years, years[1:], heights, heights[1:], labels, strict=False))
    return pd.DataFrame(
        {
            "year": [rounded((left + right) / 2) for left, right, *_ in middles],
            "compute": [rounded((low * high) ** 0.5) for _, _, low, high, _ in middles],
            "label": labels,
            "colour": [COLOURS["open"], *[COLOURS["accent"]] * (len(labels) - 1)],
        }
    )

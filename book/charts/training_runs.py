"""Charts of training runs over time, on log axes."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, finish, rounded, text_by_width
from claimbook.charts.theme import COLOURS
from claimbook.model.model import Model
from claimbook.register.assumptions import fit_between
from claimbook.register.trends import observations_between
from claimbook.register.wording import write_number

from .findings import NAMED, count
from .over_time import dot_labels, power_axis, rounded_year, year_axis

#: Runs that the articles name, as they are labelled in the chart, and on which side of the dot.
NAMED_RUNS = {
    "alexnet": ("AlexNet", "below right"),
    "transformer": ("Transformer", "below"),
    "alphago_zero": ("AlphaGo Zero", "right"),
    "gpt_3_175b_davinci": ("GPT-3", "left"),
    "palm_540b": ("PaLM", "above"),
    "llama_65b": ("LLaMA", "below"),
    "gpt_4_mar_2023": ("GPT-4", "left"),
    "gemini_1_0_ultra": ("Gemini Ultra", "left"),
    "llama_2_70b": ("Llama 2", "right"),
    "gpt_5": ("GPT-5", "below right"),
}


def recent_training_compute_chart(model: Model) -> Chart:
    """Training runs since deep learning, named where an article names them, with the trends claimed and since."""
    start = model.quantity("deep_learning_start").m_as(model.project.units.read_unit("year"))
    rates = ("record_doubling_rate_alexnet_era", "training_doubling_rate_deep_learning")
    (steep, long), eras = (
        [doubling(model, rate) for rate in rates],
        [span(*breakpoints(model, rate)) for rate in rates],
    )
    runs = observations_between(model.project.observations, start, float("inf"))
    # For each fitted rate the line's colour, and the label's year, compute and alignment.
    trends = {
        "training_doubling_rate_deep_learning": (COLOURS["accent"], 2019, 1e20, "left"),
        "record_doubling_rate_alexnet_era": (COLOURS["fails"], 2011, 3e25, "left"),
    }
    dots = pd.DataFrame(
        {
            "model": runs["model"],
            "organisation": runs["organisation"],
            "date": runs["date"],
            "year": runs["year"].map(rounded_year),
            "compute": runs["size"].map(rounded),
            "flop": [model.project.words.write_quantity(value, "FLOP") for value in runs["size"]],
            "record": runs["rank"] == 1,
        }
    )
    x = year_axis(dots["year"])
    y = power_axis("compute", "FLOP, log scale", dots["compute"])
    tooltip = [
        alt.Tooltip("model:N", title="Model"),
        alt.Tooltip("organisation:N", title="By"),
        alt.Tooltip("date:N", title="Published"),
        alt.Tooltip("flop:N", title="Training compute"),
    ]
    others = alt.Chart(dots[~dots["record"]]).mark_point(size=28, opacity=0.45, color=COLOURS["muted"])
    records = alt.Chart(dots[dots["record"]]).mark_point(size=60, color=COLOURS["ink"], shape="diamond")
    layers = [others.encode(x=x, y=y, tooltip=tooltip), records.encode(x=x, y=y, tooltip=tooltip)]
    words = []
    for name, (colour, year, compute, align) in trends.items():
        line, what = trend_line(model, name)
        words.append(what)
        line["what"], line["label"] = what[0].rstrip(":"), what[1]
        layers.append(alt.Chart(line).mark_line(color=colour).encode(x=x, y=y, tooltip=NAMED))
        label = pd.DataFrame([{"year": year, "compute": compute, "label": "\n".join(what), "nothing": ""}])
        said = text_by_width("nothing", "label")  # a phone has no room beside the runs' names; the title says it
        text = alt.Chart(label).mark_text(
            text=said, color=colour, lineBreak="\n", fontWeight="bold", lineHeight=16, align=align
        )
        layers.append(text.encode(x=x, y=y))
    layers += dot_labels(dots, NAMED_RUNS, x, y)
    first, last = dots.iloc[0], dots.iloc[-1]
    largest = dots.loc[dots["compute"].idxmax()]
    description = (
        f"{len(dots)} training runs on a logarithmic axis of operations, from {first['model']} "
        f"({first['date'][:4]}, {first['flop']}) to {last['model']} ({last['date'][:4]}, {last['flop']}); "
        f"{dots['record'].sum()} were records at their date, marked as diamonds, the largest {largest['model']} with "
        f"{largest['flop']}. Fitted lines: {'; '.join(' '.join(what) for what in words)}."
    )
    top = count(model.project.trends[rates[1]].top)
    title = f"Records of {eras[0]} doubled every {steep} months, the {top} largest of {eras[1]} every {long}"
    measure = "Operations (FLOP) of training runs by date of publication; ◆ the largest known at its date"
    return finish(
        alt.layer(*layers),
        title,
        description,
        ["epoch2026models"],
        model,
        height=360,
        measure=measure,
        name="recent-training-compute",
    )


def breakpoints(model: Model, rate: str) -> tuple[float, float]:
    """The years from which and to which a rate is fitted."""
    trend, year = model.project.trends[rate], model.project.units.read_unit("year")
    return model.quantity(trend.start).m_as(year), model.quantity(trend.end).m_as(year)


def doubling(model: Model, rate: str) -> str:
    """The months to double at a fitted rate, in words."""
    trend = model.project.trends[rate]
    fitted = model.quantity(rate).m_as(model.project.units.read_unit(trend.unit)) * model.project.units.read_unit(
        trend.unit
    )
    return write_number((1 / fitted).m_as(model.project.units.read_unit("month")), digits=2)


def trend_line(model: Model, name: str) -> tuple[pd.DataFrame, list[str]]:
    """
    Ends of a fitted line at the model's rate, and what it says, in lines of text.

    The line goes through the means of date and logarithm of the fitted runs, as a least-squares line does
    whatever its slope.
    """
    trend = model.project.trends[name]
    start, end = breakpoints(model, name)
    fit = fit_between(model.project.observations, start, end, trend.top)
    runs = model.project.observations
    fitted = observations_between(runs[runs["rank"] <= trend.top], start, end)["year"]
    slope = model.quantity(name).m_as(model.project.units.read_unit(trend.unit))
    ends = pd.Series([fitted.min(), fitted.max()])
    heights = 2 ** (fit.doublings + slope * (ends - fit.year))
    line = pd.DataFrame({"year": ends.map(rounded_year), "compute": heights.map(rounded)})
    low, high = model.interval(name, trend.unit)
    months = [
        (1 / (rate * model.project.units.read_unit(trend.unit))).m_as(model.project.units.read_unit("month"))
        for rate in (slope, high, low)
    ]
    written = [write_number(month, digits=2) for month in months]
    interval = "" if low == high else f" ({written[1]} to {written[2]})"
    among = "Records" if trend.top == 1 else f"Largest {trend.top}"
    return line, [f"{among}, {span(start, end)}:", f"doubling in {written[0]} months{interval}"]


def span(start: float, end: float) -> str:
    """Years from one breakpoint to the next: the last is the one before where the next era begins with a year."""
    return f"{start:.6g} to {end - 1 if end == int(end) else end:.6g}"

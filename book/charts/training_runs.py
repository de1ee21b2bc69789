"""Charts of trends: training runs and accelerators over time, on log axes."""

from collections.abc import Iterable, Mapping
from math import ceil, floor, log10

import altair as alt
import pandas as pd

from claimbook.register import tables
from claimbook.charts.parts import Chart, finish, rounded, text_by_width
from claimbook.charts.theme import COLOURS
from claimbook.model.model import Model
from claimbook.register.units import read_unit
from claimbook.register.trends import runs_between, years
from claimbook.register.wording import SUPERSCRIPTS, write_number, write_quantity

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

#: Chips that the articles name, as they are labelled in the chart, and on which side of the dot.
NAMED_CHIPS = {
    "v100_sxm2_16": ("V100", "left"),
    "tpu_v2": ("TPU v2", "right"),
    "tpu_v3": ("TPU v3", "right"),
    "ascend_910": ("Ascend 910", "left"),
    "a100_sxm4_40": ("A100", "left"),
    "tpu_v4": ("TPU v4", "right"),
    "hygon_shensuan_1": ("Hygon DCU", "right"),
    "mlu370_x4": ("MLU370", "left"),
    "mi250": ("MI250", "left"),
    "ascend_910b": ("Ascend 910B", "right"),
    "gaudi2": ("Gaudi 2", "right"),
    "max_1550": ("Xe Max, vector units", "above"),
    "h100_sxm5_80": ("H100", "left"),
    "a800_sxm4_80": ("A800", "right"),
    "trainium": ("Trainium", "left"),
    "h800_sxm5": ("H800", "left"),
    "tpu_v5e": ("TPU v5e", "right"),
    "maia_100": ("Maia 100", "below"),
    "mi300x": ("MI300X", "above"),
    "b200": ("B200", "left"),
}

#: Where a label stands beside its dot.
SIDES = {
    "left": {"align": "right", "dx": -8},
    "right": {"align": "left", "dx": 8},
    "above": {"align": "center", "dy": -12},
    "below": {"align": "center", "dy": 13},
    "below right": {"align": "left", "dx": -3, "dy": 13},
}

CHINESE_MAKERS = {"Huawei", "Cambricon", "Hygon"}


def training_compute_chart(model: Model) -> Chart:
    """All training runs since 1950, record runs marked, with the trends before and since deep learning."""
    return runs_with_trends(
        model,
        tables.training_runs(),
        {
            "training_doubling_rate_before_deep_learning": (COLOURS["muted"], 1986, 1e6, "left"),
            "training_doubling_rate_deep_learning": (COLOURS["accent"], 2013, 1e24, "right"),
        },
        {},
        "Training compute of the largest runs (◆ record at its date)",
    )


def recent_training_compute_chart(model: Model) -> Chart:
    """Training runs since deep learning, named where an article names them, with the trends claimed and since."""
    start = model.quantity("deep_learning_start").m_as(read_unit("year"))
    return runs_with_trends(
        model,
        runs_between(tables.training_runs(), start, float("inf")),
        {
            "training_doubling_rate_deep_learning": (COLOURS["accent"], 2019, 1e20, "left"),
            "record_doubling_rate_alexnet_era": (COLOURS["fails"], 2011, 3e25, "left"),
        },
        NAMED_RUNS,
        "The largest runs since deep learning began (◆ record at its date)",
    )


def runs_with_trends(
    model: Model,
    runs: pd.DataFrame,
    trends: Mapping[str, tuple[str, float, float, str]],
    named: Mapping[str, tuple[str, str]],
    title: str,
) -> Chart:
    """
    Training runs on a log axis over time, with trend lines labelled with their doubling times.

    Parameters
    ----------
    runs : DataFrame
        Rows of :func:`claimbook.register.tables.training_runs`.
    trends : mapping
        For each fitted rate the line's colour, and the label's year, compute and alignment.
    named : mapping
        For each run to be labelled its label and the label's side.
    """
    dots = pd.DataFrame(
        {
            "model": runs["model"],
            "organisation": runs["organisation"],
            "date": runs["date"],
            "year": runs["year"].map(rounded_year),
            "compute": runs["compute"].map(rounded),
            "flop": [write_quantity(value, "FLOP") for value in runs["compute"]],
            "record": runs["rank"] == 1,
        }
    )
    x = year_axis(dots["year"])
    y = power_axis("compute", "Training compute, FLOP, log scale", dots["compute"])
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
        layers.append(alt.Chart(line).mark_line(color=colour).encode(x=x, y=y))
        short = "\n".join(what).partition(" (")[0]
        label = pd.DataFrame([{"year": year, "compute": compute, "label": "\n".join(what), "short": short}])
        said = text_by_width("short", "label")
        text = alt.Chart(label).mark_text(
            text=said, color=colour, lineBreak="\n", fontWeight="bold", lineHeight=16, align=align
        )
        layers.append(text.encode(x=x, y=y))
    layers += dot_labels(dots, named, x, y)
    first, last = dots.iloc[0], dots.iloc[-1]
    largest = dots.loc[dots["compute"].idxmax()]
    description = (
        f"{len(dots)} training runs on a logarithmic axis of operations, from {first['model']} "
        f"({first['date'][:4]}, {first['flop']}) to {last['model']} ({last['date'][:4]}, {last['flop']}); "
        f"{dots['record'].sum()} were records at their date, marked as diamonds, the largest {largest['model']} with "
        f"{largest['flop']}. Fitted lines: {'; '.join(' '.join(what) for what in words)}."
    )
    return finish(alt.layer(*layers), title, description, ["epoch2026models"], height=360)


def trend_line(model: Model, name: str) -> tuple[pd.DataFrame, list[str]]:
    """
    Ends of a fitted line at the model's rate, and what it says, in lines of text.

    The line goes through the means of date and logarithm of the fitted runs, as a least-squares line does
    whatever its slope.
    """
    trend = tables.trends()[name]
    start, end = (model.quantity(breakpoint).m_as(read_unit("year")) for breakpoint in (trend.start, trend.end))
    fit = tables.fit_between(start, end, trend.top)
    runs = tables.training_runs()
    fitted = runs_between(runs[runs["rank"] <= trend.top], start, end)["year"]
    slope = model.quantity(name).m_as(read_unit(trend.unit))
    ends = pd.Series([fitted.min(), fitted.max()])
    heights = 2 ** (fit.doublings + slope * (ends - fit.year))
    line = pd.DataFrame({"year": ends.map(rounded_year), "compute": heights.map(rounded)})
    low, high = model.interval(name, trend.unit)
    months = [(1 / (rate * read_unit(trend.unit))).m_as(read_unit("month")) for rate in (slope, high, low)]
    written = [write_number(month, digits=2) for month in months]
    interval = "" if low == high else f" ({written[1]} to {written[2]})"
    among = "Records" if trend.top == 1 else f"Largest {trend.top}"
    return line, [f"{among}, {span(start, end)}:", f"doubling in {written[0]} months{interval}"]


def span(start: float, end: float) -> str:
    """Years from one breakpoint to the next: the last is the one before where the next era begins with a year."""
    return f"{start:.6g} to {end - 1 if end == int(end) else end:.6g}"


def dot_labels(dots: pd.DataFrame, named: Mapping[str, tuple[str, str]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Names beside the dots of a table indexed by key: one layer a side."""
    layers = []
    for side, place in SIDES.items():
        labels = {key: label for key, (label, where) in named.items() if where == side and key in dots.index}
        if labels:
            table = dots.loc[list(labels)].assign(label=list(labels.values()))
            layers.append(alt.Chart(table).mark_text(fontSize=11, **place).encode(x=x, y=y, text="label:N"))
    return layers


def hardware_chart() -> Chart:
    """Peak FP16 rate of accelerators by the date they were announced, those the articles name labelled."""
    chips = tables.hardware().query("accelerators == 1 and fp16_dense > 0")
    dots = pd.DataFrame(
        {
            "chip": chips["chip"],
            "announced": chips["announced"],
            "year": years(chips["announced"]).map(rounded_year),
            "rate": chips["fp16_dense"].map(rounded),
            "figure": [write_quantity(rate, "TFLOP/s") for rate in chips["fp16_dense"]],
            "maker": [maker_group(maker) for maker in chips["maker"]],
            "unconfirmed": chips["confirmed"].str.startswith("unconfirmed"),
        }
    ).sort_values("year", kind="stable")
    x = year_axis(dots["year"])
    ticks = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    y = alt.Y(
        "rate:Q",
        title="TFLOP/s, FP16 or BF16, dense, log scale",
        scale=alt.Scale(type="log", domain=[dots["rate"].min() / 1.3, dots["rate"].max() * 1.3], nice=False),
        axis=alt.Axis(values=ticks, format=",d"),
    )
    groups = {"NVIDIA": COLOURS["accent"], "Chinese makers": COLOURS["fails"], "other makers": COLOURS["muted"]}
    colour = alt.Color(
        "maker:N",
        scale=alt.Scale(domain=list(groups), range=list(groups.values())),
        legend=alt.Legend(title=None, orient="top-left", labelFontSize=12, labelColor=COLOURS["ink"]),
    )
    tooltip = [
        alt.Tooltip("chip:N", title="Chip"),
        alt.Tooltip("announced:N", title="Announced"),
        alt.Tooltip("figure:N", title="Peak rate"),
    ]
    sure, unsure = dots[~dots["unconfirmed"]], dots[dots["unconfirmed"]]
    layers = [
        alt.Chart(sure).mark_point(size=60, opacity=0.8).encode(x=x, y=y, color=colour, tooltip=tooltip),
        alt.Chart(unsure).mark_point(size=60, filled=False).encode(x=x, y=y, color=colour, tooltip=tooltip),
        *dot_labels(dots, NAMED_CHIPS, x, y),
    ]
    said = [
        f"{label} {dots.loc[key, 'figure']} ({dots.loc[key, 'announced'][:4]})"
        for key, (label, _) in NAMED_CHIPS.items()
    ]
    description = (
        f"Peak dense FP16 or BF16 rate of {len(dots)} accelerators on a logarithmic axis by date of announcement: "
        + ", ".join(said)
        + "."
    )
    return finish(
        alt.layer(*layers),
        "Peak rate of accelerators (hollow: unconfirmed)",
        description,
        ["epoch2026hardware"],
        height=360,
    )


def maker_group(maker: str) -> str:
    """Under which name a maker's chips are coloured."""
    return "Chinese makers" if maker in CHINESE_MAKERS else "NVIDIA" if maker == "NVIDIA" else "other makers"


def rounded_year(year: float) -> float:
    """A date in years to about nine hours: the same on every machine."""
    return round(float(year), 3)


def year_axis(values: Iterable[float]) -> alt.X:
    """Axis of dates in years with fractions, with some room at both ends."""
    first, last = min(values), max(values)
    room = (last - first) / 40
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[rounded_year(first - room), rounded_year(last + room)], nice=False),
        axis=alt.Axis(format="d", tickCount=8, grid=False),
    )


def power_axis(field: str, title: str, values: Iterable[float]) -> alt.Y:
    """Log axis over many powers of ten, a tick at every third, written as powers."""
    low, high = min(values) / 3, max(values) * 3
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    ticks = [power for power in powers if power % 3 == 0 and low <= 10.0**power <= high]
    label = " : ".join(f"datum.value == 1e{p} ? '10{str(p).translate(SUPERSCRIPTS)}'" for p in ticks) + " : ''"
    return alt.Y(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(type="log", domain=[rounded(low), rounded(high)], nice=False),
        axis=alt.Axis(values=[10.0**power for power in ticks], labelExpr=label),
    )

"""Charts of the chapter on chips."""

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES, Verdict
from claimbook.register.trends import years
from claimbook.register.wording import write_number

from .findings import NAMED, names, times
from .over_time import dot_labels, rounded_year, year_axis

#: What the articles say an H100 does or costs beside an A100, and what each is held against.
SAYINGS = {
    "eeo-2023-h100-performance": ("“Performance”", "peak, half precision"),
    "eeo-2023-h100-double-precision": ("Double precision", "peak, double precision"),
    "jiemian-2024-h100-efficiency": ("“Efficiency”", "peak, half precision"),
    "jiemian-2024-h100-training-throughput": ("Training throughput", "language model"),
    "jiemian-2024-h100-cost-ratio": ("Price", "reported prices"),
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
    "max_1550": ("Xe Max, vectors", "above"),
    "h100_sxm5_80": ("H100", "left"),
    "a800_sxm4_80": ("A800", "right"),
    "trainium": ("Trainium", "left"),
    "h800_sxm5": ("H800", "left"),
    "tpu_v5e": ("TPU v5e", "right"),
    "maia_100": ("Maia 100", "below"),
    "mi300x": ("MI300X", "above"),
    "b200": ("B200", "left"),
}

#: Those of them that have no label on a phone, where they would cover each other's.
MINOR_CHIPS = {"tpu_v3", "tpu_v4", "a800_sxm4_80", "mi250", "gaudi2", "h800_sxm5", "max_1550", "trainium"}

CHINESE_MAKERS = {"Huawei", "Cambricon", "Hygon"}


def h100_worth_chart(model: Model) -> Chart:
    """What the articles print of an H100 beside an A100, each with what it is held against."""
    table = pd.DataFrame(h100_saying(claim_id, model) for claim_id in SAYINGS)
    most = max(table["printed_high"].max(), table["high"].max())
    scale = alt.Scale(domain=[0, rounded(most * 1.12)], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title="A100s", scale=scale, axis=alt.Axis(tickMinStep=1))

    base = alt.Chart(table).encode(y=names(table["what"].tolist()))
    marked = base.encode(
        tooltip=[
            alt.Tooltip("what:N", title="What"),
            alt.Tooltip("printed_label:N", title="In A100s"),
            alt.Tooltip("derived_label:N", title="Held against"),
        ]
    )
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        marked.mark_rule(color=COLOURS["grid"], strokeWidth=3).encode(x=at("first"), x2="last:Q"),
        marked.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=at("low"), x2="high:Q", color=colour),
        marked.mark_rule(strokeWidth=3, color=COLOURS["ink"]).encode(x=at("printed_low"), x2="printed_high:Q"),
        marked.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at("printed_low")),
        marked.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at("printed_high")),
        marked.mark_point().encode(x=at("derived"), color=colour),
        base.mark_text(dy=-14).encode(x=at("printed_middle"), text="printed_label:N"),
        base.mark_text(dy=16, color=COLOURS["muted"]).encode(x=at("derived"), text="derived_label:N"),
    )
    description = "What the articles print of an H100 beside an A100, and what the report finds: " + "; ".join(
        f"{row.what}: {row.printed_label}, found {row.derived_label}; the claim {PHRASES[Verdict(row.verdict)]}"
        for row in table.itertuples()
    )
    sources = ["eeo-2023", "jiemian-2024", model.project.evidence["h100_speed_peak"].reference]
    ends = [write_number(value) for value in (table["derived"].min(), table["derived"].max())]
    printed = [write_number(value) for value in (table["printed_low"].min(), table["printed_high"].max())]
    title = f"One H100 equals {' to '.join(ends)} A100s, by what is counted; {' to '.join(printed)} are printed"
    measure = "A100s that one H100 equals: printed ◆, found ●, for the price with its 90 % interval"
    return finish(layers, title, f"{description}.", sources, model, height=300, measure=measure)


def h100_saying(claim_id: str, model: Model) -> dict[str, Any]:
    """A row of the chart: the printed figure or range, what it is held against, and the verdict's colour."""
    found = figures(claim_id, model)
    printed = model.project.find_claim(claim_id).printed
    assert printed is not None
    what, measure = SAYINGS[claim_id]
    ends = [printed.low, printed.high] if printed.relation == "in" else [printed.claimed, printed.claimed]
    label = " to ".join(dict.fromkeys(write_number(end) for end in ends))
    return {
        "what": what,
        "printed_middle": rounded(found.claimed),
        "printed_low": rounded(ends[0]),
        "printed_high": rounded(ends[1]),
        "derived": rounded(found.derived),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "first": rounded(min(found.derived, *ends)),
        "last": rounded(max(found.derived, *ends)),
        "printed_label": f"printed {label}",
        "derived_label": f"{write_number(found.derived)} ({measure})",
        "colour": verdict_colour(found.verdict),
        "verdict": found.verdict,
    }


def thousandfold_chart(model: Model) -> Chart:
    """Ten years of GPUs, measured in different ways, beside the printed thousandfold."""
    claim = figures("cinic-2024-gpu-thousandfold-with-process", model)
    growths = [
        ("As printed", claim.claimed, "ink"),
        ("8-bit, sparse ÷ single precision", derived(model, "gpu_gain_integer_sparse"), "accent"),
        ("8-bit, dense ÷ single precision", derived(model, "gpu_gain_integer_dense"), "accent"),
        ("Design alone, by NVIDIA’s account", derived(model, "gpu_gain_from_design"), "accent"),
        ("8-bit at both ends, in eight years", evidence_value("integer_gain_same_format", "1", model), "muted"),
        ("Moore’s law", derived(model, "moore_decade_growth"), "muted"),
        ("Single precision at both ends", derived(model, "gpu_gain_same_precision"), "accent"),
    ]
    table = pd.DataFrame(
        {"what": what, "start": 1, "growth": rounded(growth), "label": f"{write_number(growth)}×", "colour": name}
        for what, growth, name in growths
    ).replace({"colour": COLOURS})

    def axis(field: str) -> alt.X:
        return log_axis(field, "log scale", [1.6, *(2.2 * table["growth"])])

    base = alt.Chart(table).encode(y=names(table["what"].tolist()))
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(x=axis("start"), x2="growth:Q", color=colour, tooltip=NAMED),
        base.mark_point().encode(x=axis("growth"), color=colour, tooltip=NAMED),
        base.mark_text(align="left", dx=11).encode(x=axis("growth"), text="label:N"),
    )
    description = "Growth of GPUs over ten years on a logarithmic axis: " + "; ".join(
        f"{row.what}, {row.label}" for row in table.itertuples()
    )
    sources = [
        claim.source,
        *(model.project.evidence[key].reference for key in ("integer_gain_same_format", "huang_decade_gain")),
    ]
    most, same = (derived(model, name) for name in ("gpu_gain_integer_sparse", "gpu_gain_same_precision"))
    title = (
        f"Ten years of GPUs gain {write_number(most)}× counted as NVIDIA does, {write_number(same)}× in one precision; "
        f"{write_number(claim.claimed)}× is printed"
    )
    measure = "Growth of the peak rate over ten years, as a multiple of that at the start"
    return finish(layers, title, f"{description}.", sources, model, height=260, measure=measure)


def derived(model: Model, name: str) -> float:
    """A growth factor of the model as a plain number: chips count one for one."""
    return float(model.quantity(name).magnitude)


def hardware_chart(model: Model) -> Chart:
    """Peak FP16 rate of accelerators by the date they were announced, those the articles name labelled."""
    chips = model.project.table_in_numbers("hardware").query("accelerators == 1 and fp16_dense > 0")
    dots = pd.DataFrame(
        {
            "chip": chips["chip"],
            "announced": chips["announced"],
            "year": years(chips["announced"]).map(rounded_year),
            "rate": chips["fp16_dense"].map(rounded),
            "figure": [model.project.words.write_quantity(rate, "TFLOP/s") for rate in chips["fp16_dense"]],
            "maker": [maker_group(maker) for maker in chips["maker"]],
            "unconfirmed": chips["confirmed"].str.startswith("unconfirmed"),
        }
    ).sort_values("year", kind="stable")
    x = year_axis(dots["year"])
    ticks = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    y = alt.Y(
        "rate:Q",
        title="TFLOP/s, log scale",
        scale=alt.Scale(type="log", domain=[dots["rate"].min() / 1.3, dots["rate"].max() * 1.3], nice=False),
        axis=alt.Axis(values=ticks, format=",d"),
    )
    groups = {"NVIDIA": COLOURS["accent"], "Chinese makers": COLOURS["fails"], "other makers": COLOURS["muted"]}
    colour = alt.Color(
        "maker:N",
        scale=alt.Scale(domain=list(groups), range=list(groups.values())),
        legend=alt.Legend(title=None, orient="top-left", labelFontSize=14, labelColor=COLOURS["ink"]),
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
        *dot_labels(dots, NAMED_CHIPS, x, y, MINOR_CHIPS),
    ]
    said = [f"{row.chip} {row.figure} ({row.announced[:4]})" for row in dots.itertuples()]
    description = (
        f"Peak dense FP16 or BF16 rate of {len(dots)} accelerators on a logarithmic axis by date of announcement: "
        + ", ".join(said)
        + "."
    )
    first, last = dots.loc["v100_sxm2_16"], dots.loc["b200"]
    title = (
        f"NVIDIA’s B200 of {last['announced'][:4]} peaks at {times(last['rate'] / first['rate'])} the rate of its "
        f"V100 of {first['announced'][:4]}"
    )
    measure = "Peak rate of accelerators in TFLOP/s, dense FP16 or BF16, by date of announcement (hollow: unconfirmed)"
    return finish(alt.layer(*layers), title, description, ["epoch2026hardware"], model, height=360, measure=measure)


def maker_group(maker: str) -> str:
    """Under which name a maker's chips are coloured."""
    return "Chinese makers" if maker in CHINESE_MAKERS else "NVIDIA" if maker == "NVIDIA" else "other makers"

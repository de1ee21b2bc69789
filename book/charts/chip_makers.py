"""Charts of the chapter on chip makers."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, by_width, finish, log_axis, rounded, text_by_width
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, count, names

#: The claim that a Chinese chip is no weaker, which names no precision.
NO_WEAKER = "eeo-2023-domestic-chips-half-precision"

#: The precisions in which the two chips are compared: quantity of the MLU370, quantity of the A100.
PRECISIONS = {
    "Single precision": ("mlu370_single_precision_rate", "a100_single_precision_rate"),
    "Half precision": ("mlu370_half_precision_rate", "a100_peak_rate"),
}

#: One chip of each maker that the articles name, by the key of its row in the table of hardware.
MAKERS = {
    "mi300x": ("AMD", "MI300X"),
    "h100_sxm5_80": ("NVIDIA", "H100"),
    "maia_100": ("Microsoft", "Maia 100"),
    "tpu_v5p": ("Google", "TPU v5p"),
    "gaudi2": ("Intel", "Gaudi 2"),
    "ascend_910b": ("Huawei", "Ascend 910B"),
    "trainium": ("Amazon", "Trainium"),
    "mlu370_x4": ("Cambricon", "MLU370"),
    "hygon_shensuan_1": ("Hygon", "DCU"),
}

#: The three Chinese makers of whom one article says that each has a product no weaker than the A100.
CHINESE = ("Huawei", "Cambricon", "Hygon")


def makers_chart(model: Model) -> Chart:
    """One chip of each maker by its peak rate in half precision, against the A100's."""
    chips = model.project.table_in_numbers("hardware").loc[list(MAKERS)]
    a100 = model.quantity("a100_peak_rate").m_as(model.project.units.read_unit("TFLOP/s/A100"))
    table = pd.DataFrame(
        {
            "what": maker,
            "chip": chip,
            "rate": rounded(chips.loc[key, "fp16_dense"]),
            "label": model.project.words.write_quantity(chips.loc[key, "fp16_dense"], "TFLOP/s"),
            "colour": COLOURS["accent" if maker == "NVIDIA" else "fails" if maker in CHINESE else "muted"],
            "doubt": " (unconfirmed)" if chips.loc[key, "confirmed"].startswith("unconfirmed") else "",
        }
        for key, (maker, chip) in MAKERS.items()
    ).sort_values("rate", ascending=False, kind="stable")
    table["said"] = table["chip"] + ", " + table["label"] + table["doubt"]
    line = pd.DataFrame({"rate": [rounded(a100)], "what": table["what"].iloc[-1], "chip": "NVIDIA’s A100"})
    line["label"] = model.project.words.write_quantity(a100, "TFLOP/s")
    x = log_axis("rate", "TFLOP/s, log scale", [*table["rate"], table["rate"].max() * 3])
    y = names(sort=table["what"].tolist())
    colour = alt.Color("colour:N", scale=None)
    named = [
        alt.Tooltip("what:N", title="Maker"),
        alt.Tooltip("chip:N", title="Chip"),
        alt.Tooltip("label:N", title="Peak rate"),
    ]
    base = alt.Chart(table).encode(x=x, y=y, color=colour)
    before = (alt.datum.rate < a100) & (alt.datum.rate > a100 / 6)  # so that no words cross the line or the names
    said = text_by_width("chip", "said")
    layers = alt.layer(
        alt.Chart(line).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=x, tooltip=named[1:]),
        alt.Chart(line).mark_text(align="left", dx=8).encode(x=x, y=y, text="chip:N"),
        base.mark_point().encode(tooltip=named),
        base.transform_filter(before).mark_text(text=said, align="right", dx=-11),
        base.transform_filter(~before).mark_text(text=said, align="left", dx=11),
    )
    above = table[table["rate"] >= a100]
    chinese = [str(row.what) for row in above.itertuples() if row.what in CHINESE]
    who = f"of three Chinese makers {' and '.join(chinese)}" if chinese else "no Chinese maker"
    does = "do" if len(chinese) > 1 else "does"
    title = (
        f"{count(len(above)).capitalize()} of {count(len(table))} makers have a chip above NVIDIA’s A100; {who} {does}"
    )
    description = (
        "Peak rate in half precision on a logarithmic axis, one chip of each maker: "
        + "; ".join(f"{row.what}’s {row.said}" for row in table.itertuples())
        + f". A dashed line marks the A100’s {line['label'].iloc[0]}."
    )
    unsure = [f"{row.what}’s" for row in table.itertuples() if row.doubt]
    measure = "Peak rate in TFLOP/s, dense FP16 or BF16, of one chip of each maker that the articles name"
    measure += f"; {' and '.join(unsure)} is unconfirmed" if unsure else ""
    return finish(layers, title, description, ["epoch2026hardware"], model, height=280, measure=measure, name="makers")


def two_precisions_chart(model: Model) -> Chart:
    """An MLU370 and an A100 in the precision that is printed and in the one that training uses."""
    table = pd.DataFrame(
        {
            "what": precision,
            "chip": chip,
            "rate": rounded(model.quantity(quantity).magnitude),
            "colour": COLOURS["ink"] if chip == "A100" else verdict_colour(model.result(NO_WEAKER).verdict),
        }
        for precision, quantities in PRECISIONS.items()
        for chip, quantity in zip(("MLU370", "A100"), quantities, strict=True)
    )
    table["label"] = [f"{row.chip} {write_number(row.rate)}" for row in table.itertuples()]
    table["figure"] = [model.project.words.write_quantity(rate, "TFLOP/s") for rate in table["rate"]]
    rates = table.pivot(index="what", columns="chip", values="rate")
    ratios = rates["A100"] / rates["MLU370"]
    ends = table.groupby("what", sort=False)["rate"].agg(low="min", high="max").reset_index()
    ends["label"] = [f"A100 ÷ MLU370: {write_number(ratios[what], 2)}" for what in ends["what"]]
    table["first"] = table["rate"] == table.groupby("what")["rate"].transform("min")

    def axis(field: str) -> alt.X:
        return log_axis(field, "TFLOP/s, log scale", [*(table["rate"] * 1.5), *(table["rate"] / 1.5)])

    y = names()
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(table).encode(y=y)
    layers = alt.layer(
        alt.Chart(ends)
        .mark_rule(color=COLOURS["muted"], strokeWidth=3, opacity=0.45)
        .encode(y=y, x=axis("low"), x2="high:Q", tooltip=NAMED),
        base.mark_point().encode(
            x=axis("rate"), color=colour, tooltip=[*NAMED, alt.Tooltip("figure:N", title="Peak rate")]
        ),
        alt.Chart(table[table["first"]])
        .mark_text(align=by_width("left", "right"), dx=by_width(-8, -11), dy=by_width(-16, 0))
        .encode(y=y, x=axis("rate"), text="label:N", color=colour),
        alt.Chart(table[~table["first"]])
        .mark_text(align="left", dx=by_width(-8, 11), dy=by_width(18, 0))
        .encode(y=y, x=axis("rate"), text="label:N", color=colour),
    )
    description = "Peak rates in TFLOP/s on a logarithmic axis: " + "; ".join(
        f"{precision.lower()}: {', '.join(rows['label'])}" for precision, rows in table.groupby("what", sort=False)
    )
    origins = ["eeo-2023", model.project.evidence["mlu370_single_precision"].reference]
    single, half = (write_number(1 / ratios[what] * 100, 2) for what in PRECISIONS)
    title = f"An MLU370 has {single} % of an A100’s peak rate in single precision, {half} % in half precision"
    measure = "Peak rate in TFLOP/s by precision; large models are trained in half precision"
    return finish(layers, title, f"{description}.", origins, model, height=150, measure=measure, name="two-precisions")

"""Charts of the chapter on policy."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, finish, rounded, text_by_width
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import count

#: Chips of the time by key of their row in the table of hardware: the name, and where it stands.
TESTED = {
    "v100_sxm2_16": ("V100", "right"),
    "a100_sxm4_40": ("A100", "right"),
    "a800_sxm4_80": ("A800", "left"),
    "h100_sxm5_80": ("H100", "left"),
}

#: From which part of the A100's level on a chip is about there.
ABOUT = 0.99


def export_tests_chart(model: Model) -> Chart:
    """Chips by the two things that the rule on exports tests, with the A100's level in each."""
    words = model.project.words
    chips = model.project.table_in_numbers("hardware").loc[list(TESTED)]
    table = pd.DataFrame(
        {
            "what": [what for what, _ in TESTED.values()],
            "side": [side for _, side in TESTED.values()],
            "rate": [rounded(rate) for rate in chips["fp16_dense"]],
            "link": [rounded(link) for link in chips["link_bandwidth"]],
        }
    ).set_index("what", drop=False)
    a100, a800 = table.loc["A100"], table.loc["A800"]
    table["rate_said"] = [words.write_quantity(rate, "TFLOP/s") for rate in table["rate"]]
    table["link_said"] = [words.write_quantity(link, "GB/s") for link in table["link"]]
    fast, joined = table["rate"] >= ABOUT * a100["rate"], table["link"] >= ABOUT * a100["link"]
    table["tests"] = [f"meets {count(int(f) + int(j))} of two" for f, j in zip(fast, joined, strict=True)]
    table["colour"] = [COLOURS["fails" if f and j else "accent"] for f, j in zip(fast, joined, strict=True)]
    table["label"] = [f"{r.what} ({r.rate_said}, {r.link_said})" for r in table.itertuples()]
    most_link, most_rate = table["link"].max() * 1.25, table["rate"].max() * 1.3
    barred = pd.DataFrame(
        {
            "link": [a100["link"]],
            "to_link": [rounded(most_link)],
            "rate": [a100["rate"]],
            "to_rate": [rounded(most_rate)],
            "label": ["both tests met: a licence is needed"],
            "short": ["licence needed"],
        }
    )
    x = alt.X(
        "link:Q",
        title="chip-to-chip rate, GB/s",
        scale=alt.Scale(domain=[0, rounded(most_link)], nice=False),
        axis=alt.Axis(tickCount=6, grid=False),
    )
    y = alt.Y(
        "rate:Q",
        title="peak rate, TFLOP/s",
        scale=alt.Scale(domain=[0, rounded(most_rate)], nice=False),
        axis=alt.Axis(tickCount=5, format=",d", grid=False),
    )
    named = [
        alt.Tooltip("what:N", title="Chip"),
        alt.Tooltip("rate_said:N", title="Peak rate"),
        alt.Tooltip("link_said:N", title="Chip-to-chip rate"),
        alt.Tooltip("tests:N", title="Tests"),
    ]
    colour = alt.Color("colour:N", scale=None)
    area = alt.Chart(barred)
    sides = {"left": {"align": "right", "dx": -10}, "right": {"align": "left", "dx": 10}}
    layers = alt.layer(
        area.mark_rect(color=COLOURS["fails"], opacity=0.12).encode(
            x=x, x2="to_link:Q", y=y, y2="to_rate:Q", tooltip=alt.Tooltip("label:N", title="Here")
        ),
        area.mark_text(align="left", baseline="top", dx=6, dy=8, text=text_by_width("short", "label")).encode(
            x=x, y=alt.Y("to_rate:Q")
        ),
        alt.Chart(table).mark_point().encode(x=x, y=y, color=colour, tooltip=named),
        *(
            alt.Chart(table[table["side"] == side])
            .mark_text(text=text_by_width("what", "label"), **place)
            .encode(x=x, y=y, color=colour)
            for side, place in sides.items()
        ),
    )
    slower = words.write_quantity((1 - a800["link"] / a100["link"]) * 100, "percent", 2)
    met = count(int(fast["A800"]) + int(joined["A800"]))
    computes = "computes like" if fast["A800"] else "computes less than"
    title = f"The A800 {computes} an A100 on {slower} slower links: it meets {met} of the rule’s two tests"
    description = (
        "Chips by chip-to-chip rate and peak rate in half precision. The American letter of August 2022 covers chips "
        "that reach about the A100’s level in both: "
        + "; ".join(f"{r.label} {r.tests}" for r in table.itertuples())
        + "."
    )
    sources = ["caijing-2023", model.project.evidence["export_letter_scope"].reference, "epoch2026hardware"]
    measure = (
        "Peak rate in half precision (TFLOP/s) and chip-to-chip rate (GB/s); shaded: about the A100’s level in both"
    )
    return finish(layers, title, description, sources, model, height=290, measure=measure, name="export-tests")


def shanghai_precision_chart(model: Model) -> Chart:
    """Shanghai's compute of 2026 as single precision, by how much faster its chips are in half precision."""
    printed = model.result("eeo-2023-shanghai-compute-target").claim.printed
    if printed is None:
        raise UserError("the claim on Shanghai's compute has no number to draw")
    target = printed.claimed
    reported = evidence_value("shanghai_compute_2026", "PFLOP/s", model)
    turn = reported / target
    ratios = np.geomspace(1, max(20, turn * 1.5), 81)
    line = pd.DataFrame({"ratio": ratios.round(6), "compute": [rounded(reported / ratio) for ratio in ratios]})
    line["what"] = [f"{write_number(ratio)} FP16 operations in the time of one in FP32" for ratio in line["ratio"]]
    ends = pd.DataFrame(
        [
            (1.0, reported, f"{write_number(reported)}, if the figure is FP32 already"),
            (
                rounded(turn),
                target,
                f"at {write_number(turn, 2)} the target is just reached",
            ),
        ],
        columns=["ratio", "compute", "label"],
    )
    goal = pd.DataFrame(
        {
            "ratio": [rounded(float(ratios[-1]))],
            "compute": [target],
            "label": [f"target: more than {write_number(target)}, FP32"],
        }
    )
    ends["what"], goal["what"] = ends["label"], goal["label"]
    for each in (line, ends, goal):
        each["rate"] = [model.project.words.write_quantity(value, "PFLOP/s") for value in each["compute"]]
    named = [alt.Tooltip("what:N", title="At"), alt.Tooltip("rate:N", title="In FP32")]
    x = alt.X(
        "ratio:Q",
        title="FP16 operations in the time of one in FP32",
        scale=alt.Scale(domain=[0, rounded(float(ratios[-1]))], nice=False),
        axis=alt.Axis(tickCount=8),
    )
    y = alt.Y("compute:Q", title="PFLOP/s", scale=alt.Scale(zero=True), axis=alt.Axis(format=",d", tickCount=6))
    layers = alt.layer(
        alt.Chart(goal).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(y=y, tooltip=named),
        alt.Chart(goal).mark_text(align="right", dy=-9).encode(x=x, y=y, text="label:N"),
        alt.Chart(line).mark_line(color=COLOURS["accent"]).encode(x=x, y=y, tooltip=named),
        alt.Chart(ends).mark_point(color=COLOURS["open"]).encode(x=x, y=y, tooltip=named),
        alt.Chart(ends.iloc[[0]]).mark_text(align="left", dx=12, dy=2).encode(x=x, y=y, text="label:N"),
        alt.Chart(ends.iloc[[1]])
        .mark_text(align="left", dx=10, dy=by_width(-46, -28))
        .encode(x=x, y=y, text="label:N"),
    )
    description = (
        f"Line: the {write_number(reported)} PFLOP/s reported for Shanghai in January 2026, restated in FP32, against "
        "the FP16 operations its chips do in the time of one in FP32: "
        + "; ".join(f"{r.what}: {r.rate}" for r in ends.itertuples())
        + f". A dashed line marks the target of {write_number(target)} PFLOP/s."
    )
    sources = ["eeo-2023", model.project.evidence["shanghai_compute_2026"].reference]
    title = (
        f"Reported compute meets Shanghai’s target only below {write_number(turn, 2)} FP16 operations for one in FP32"
    )
    measure = "Compute reported for Shanghai in January 2026, restated in single precision (FP32), in PFLOP/s"
    return finish(layers, title, description, sources, model, height=290, measure=measure, name="shanghai-precision")

"""Charts of the chapter on policy."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, finish, rounded
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number


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
    x = alt.X(
        "ratio:Q",
        title="FP16 operations the chips do in the time of one in FP32",
        scale=alt.Scale(domain=[0, rounded(float(ratios[-1]))], nice=False),
        axis=alt.Axis(tickCount=8),
    )
    y = alt.Y("compute:Q", title="PFLOP/s in FP32", scale=alt.Scale(zero=True), axis=alt.Axis(format=",d", tickCount=6))
    layers = alt.layer(
        alt.Chart(goal).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(y=y),
        alt.Chart(goal).mark_text(align="right", dy=-9).encode(x=x, y=y, text="label:N"),
        alt.Chart(line).mark_line(color=COLOURS["accent"]).encode(x=x, y=y),
        alt.Chart(ends).mark_point(color=COLOURS["open"]).encode(x=x, y=y),
        alt.Chart(ends.iloc[[0]]).mark_text(align="left", dx=12, dy=2).encode(x=x, y=y, text="label:N"),
        alt.Chart(ends.iloc[[1]]).mark_text(align="left", dx=10, dy=-28).encode(x=x, y=y, text="label:N"),
    )
    description = (
        f"Line: the {write_number(reported)} PFLOP/s reported for Shanghai in January 2026, restated in FP32, against "
        "the FP16 operations its chips do in the time of one in FP32. A dashed line marks the target of "
        f"{write_number(target)}; the line falls below it at {write_number(turn, 2)}."
    )
    sources = ["eeo-2023", model.project.evidence["shanghai_compute_2026"].reference]
    return finish(
        layers, "Whether the target was met is a question of precision", description, sources, model, height=290
    )

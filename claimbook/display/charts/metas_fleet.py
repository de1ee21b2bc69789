"""Charts of the chapter on Meta's fleet."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.display.charts.common import Chart, evidence_value, figures, finish, rounded
from claimbook.display.theme import COLOURS, verdict_colour
from claimbook.model import Model
from claimbook.tables import evidence
from claimbook.wording import write_number


def fleet_ratio_chart(model: Model) -> Chart:
    """How the fleet ratio moves with what an H100 is worth, and where the claim turns."""
    claim = figures("jiemian-2024-fleet-ratio", model)
    taken = model.quantity("h100_per_a100").magnitude
    most = max(4, taken * 1.25)
    worth = np.linspace(1, most, 61) if taken >= 1 else np.linspace(taken / 2, most, 61)

    def ratios(at: np.ndarray) -> list[float]:
        return [rounded(ratio) for ratio in model.along("h100_per_a100", at)["fleet_ratio"].m_as("")]

    line = pd.DataFrame({"worth": worth.round(6), "ratio": ratios(worth)})
    points = pd.DataFrame(
        [
            ("taken here", rounded(taken), verdict_colour(claim.verdict)),
            ("same source, line 73", evidence_value("h100_speed_efficiency_jiemian", "A100/H100"), COLOURS["muted"]),
            ("peak rates", evidence_value("h100_speed_peak", "A100/H100"), COLOURS["muted"]),
        ],
        columns=["what", "worth", "colour"],
    )
    points["ratio"] = ratios(points["worth"].to_numpy())
    points["label"] = [f"{write_number(r.ratio)}× ({r.what})" for r in points.itertuples()]
    claimed = write_number(claim.claimed)
    threshold = pd.DataFrame(
        {
            "worth": [rounded(most)],
            "ratio": [claim.claimed],
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
        + f" A dashed line marks the claimed {write_number(claim.claimed)}×."
    )
    sources = [claim.source, evidence()["h100_speed_peak"].reference]
    return finish(layers, "The claim stands or falls with what an H100 is worth", description, sources, height=300)

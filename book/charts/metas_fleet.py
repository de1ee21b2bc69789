"""Charts of the chapter on Meta's fleet."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number


def fleet_ratio_chart(model: Model) -> Chart:
    """How the fleet ratio moves with what an H100 is worth, by the article's counts, and where it reaches the claim."""
    claim = figures("jiemian-2024-fleet-ratio", model)
    taken = model.quantity("a100_per_h100").magnitude
    most = max(4, taken * 1.25)
    worth = np.linspace(1, most, 61) if taken >= 1 else np.linspace(taken / 2, most, 61)

    def ratios(at: np.ndarray) -> list[float]:
        return [rounded(ratio) for ratio in model.along("a100_per_h100", at)["fleet_ratio"].m_as("")]

    line = pd.DataFrame({"worth": worth.round(6), "ratio": ratios(worth)})
    points = pd.DataFrame(
        [
            ("taken here", rounded(taken), verdict_colour(claim.verdict)),
            ("large runs", rounded(model.quantity("h100_speed_in_large_runs").magnitude), COLOURS["muted"]),
            (
                "same source, line 73",
                evidence_value("h100_speed_efficiency_jiemian", "A100/H100", model),
                COLOURS["muted"],
            ),
            ("peak rates", evidence_value("h100_speed_peak", "A100/H100", model), COLOURS["muted"]),
        ],
        columns=["what", "worth", "colour"],
    )
    # What is said of the same number shares a dot and a label.
    points = points.groupby("worth", sort=False, as_index=False).agg({"what": ", ".join, "colour": "first"})
    points = points[["what", "worth", "colour"]]
    points["ratio"] = ratios(points["worth"].to_numpy())
    points["label"] = [f"{write_number(r.ratio)}× ({r.what})" for r in points.itertuples()]
    claimed = write_number(claim.claimed)
    turns = np.interp(claim.claimed, line["ratio"], line["worth"], left=np.nan, right=np.nan)
    reached = "" if np.isnan(turns) else f", reached at {write_number(float(turns))}"
    threshold = pd.DataFrame(
        {
            "worth": [rounded(most)],
            "ratio": [claim.claimed],
            "label": [f"claimed: more than {claimed}×{reached}"],
        }
    )
    x = alt.X(
        "worth:Q",
        title="A100s that one H100 is worth in training",
        scale=alt.Scale(domain=[rounded(worth[0]), rounded(most)], nice=False),
    )
    y = alt.Y("ratio:Q", title="Meta's fleet ÷ GPT-4's cluster", scale=alt.Scale(zero=True))
    beside = {"align": by_width("left", "right"), "dx": by_width(4, -10), "dy": by_width(26, -10)}
    places = [
        (points.iloc[:1], beside),
        (points.iloc[1:-1], {"align": "right", "dx": -10, "dy": -10}),
        (points.iloc[1:].tail(1), {"align": "left", "dx": 12, "dy": 12}),
    ]
    layers = alt.layer(
        alt.Chart(threshold).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(y=y),
        alt.Chart(threshold).mark_text(align="right", dy=-8).encode(x=x, y=y, text="label:N"),
        alt.Chart(line).mark_line(color=COLOURS["accent"]).encode(x=x, y=y),
        alt.Chart(points).mark_point().encode(x=x, y=y, color=alt.Color("colour:N", scale=None)),
        *(
            alt.Chart(dots).mark_text(**place).encode(x=x, y=y, text="label:N")
            for dots, place in places
            if len(dots)  # where values are alike, dots share a label
        ),
    )
    description = (
        "Line: the fleet ratio by the article's counts of chips against the number of A100s one H100 is worth, from "
        f"{write_number(worth[0])} to {write_number(most)}. "
        + " ".join(
            f"At {write_number(r.worth)} ({r.what}) it is {write_number(r.ratio)}×." for r in points.itertuples()
        )
        + f" A dashed line marks the claimed {claimed}×{reached}."
    )
    sources = [claim.source, model.project.evidence["h100_speed_peak"].reference]
    return finish(
        layers, "By the article's counts, what an H100 is worth decides", description, sources, model, height=300
    )


def fleets_chart(model: Model) -> Chart:
    """The fleets of the chapter on one scale of chips, whatever the chips and the purpose."""
    rows = [
        ("OpenAI's machine of 2020", "azure_supercomputer_gpus", "1", "GPUs"),
        ("Nvidia's Selene", "selene_a100s", "A100", "A100s, 2022"),
        ("Tesla", "tesla_a100s", "A100", "A100s, 2022"),
        ("Meta's Research SuperCluster", "meta_rsc_a100s", "A100", "A100s, planned for 2022"),
        ("Serving ChatGPT", "chatgpt_serving_a100s", "A100", "A100s, an estimate"),
        ("Llama 3.1 405B", "llama31_h100_count", "H100", "H100s, 2024"),
        ("Meta's two Llama 3 clusters", "meta_llama3_clusters", "H100", "H100s, 2024"),
    ]
    facts = model.project.evidence
    table = pd.DataFrame(
        [
            *((what, evidence_value(key, unit, model), kind, COLOURS["muted"]) for what, key, unit, kind in rows[:4]),
            ("GPT-4's cluster", model.quantity("gpt4_a100_count").m_as("A100"), "A100s", COLOURS["accent"]),
            *((what, evidence_value(key, unit, model), kind, COLOURS["muted"]) for what, key, unit, kind in rows[4:]),
            (
                "Meta, end of 2024",
                model.quantity("meta_h100_count").m_as("H100"),
                "H100s, a plan",
                COLOURS["accent"],
            ),
        ],
        columns=["what", "chips", "kind", "colour"],
    )
    table["chips"] = [rounded(chips) for chips in table["chips"]]
    table["label"] = [f"{write_number(r.chips)} {r.kind}" for r in table.itertuples()]
    axis = log_axis("chips", "Chips of any kind, log scale", table["chips"])
    right = table["chips"] < table["chips"].max() / 5
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, labelColor=COLOURS["ink"]))
    layers = alt.layer(
        alt.Chart(table).mark_point().encode(x=axis, y=y, color=alt.Color("colour:N", scale=None)),
        alt.Chart(table[right]).mark_text(align="left", dx=10).encode(x=axis, y=y, text="label:N"),
        alt.Chart(table[~right]).mark_text(align="right", dx=-10).encode(x=axis, y=y, text="label:N"),
    )
    description = (
        "Fleets on a logarithmic axis of chips: " + "; ".join(f"{r.what}: {r.label}" for r in table.itertuples()) + "."
    )
    sources = ["jiemian-2024", *(facts[key].reference for _, key, _, _ in rows)]
    return finish(layers, "What a fleet is: named, used, announced", description, sources, model, height=330)

"""Charts of the chapter on Meta's fleet."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, names, pair, printed_and_found, read_pairs, times

RATIO = "jiemian-2024-fleet-ratio"

#: What the ratio rests on when none of the article's figures are taken.
OUTSIDE = ("meta_h100_fleet_2024", "h100_speed_in_large_runs", "gpt4_a100_count_estimated")


def fleet_answer_chart(model: Model) -> Chart:
    """The printed bound on the fleet ratio, over the article's own figures and over those from outside."""
    rows = [
        pair("The article’s own figures", RATIO, model, "fleet_ratio"),
        pair("Figures from outside", RATIO, model, "fleet_ratio_from_outside"),
    ]
    claim = model.project.find_claim(RATIO)
    own, outside = (write_number(float(row["found"])) for row in rows)
    passes = claim.printed is not None and float(rows[0]["found"]) > claim.printed.claimed
    title = f"Meta’s H100s are {own} times GPT-4’s cluster by the article’s figures, {outside} by outside ones"
    if not passes and claim.printed is not None:
        title = f"Meta’s H100s are {own} times GPT-4’s cluster by the article’s figures, not {rows[0]['printed']}"
    chart = printed_and_found(rows, "times, log scale")
    description = (
        "How many times GPT-4’s cluster Meta’s H100s are, on a logarithmic axis, as printed and as found: "
        f"{read_pairs(rows)}"
    )
    sources = [claim.source, *(model.assumptions[name].reference for name in OUTSIDE)]
    measure = (
        "Meta’s H100s at the end of 2024 ÷ the A100s that trained GPT-4, in A100s: printed ◆, found ● with its range"
    )
    return finish(chart, title, description, sources, model, height=150, measure=measure)


def fleet_ratio_chart(model: Model) -> Chart:
    """How the fleet ratio moves with what an H100 is worth, by the article's counts, and where it reaches the claim."""
    claim = figures(RATIO, model)
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
    line["what"] = [f"at {write_number(worth)} A100s an H100" for worth in line["worth"]]
    points["what"] = [f"at {write_number(r.worth)} A100s an H100 ({r.what})" for r in points.itertuples()]
    threshold = pd.DataFrame(
        {
            "what": ["as claimed, more than"],
            "worth": [rounded(most)],
            "ratio": [claim.claimed],
            "label": [f"claimed: more than {claimed}×"],
        }
    )
    for each in (line, points, threshold):
        each["times"] = [f"{write_number(ratio)}×" for ratio in each["ratio"]]
    named = [alt.Tooltip("what:N", title="Ratio"), alt.Tooltip("times:N", title="Times")]
    x = alt.X(
        "worth:Q",
        title="A100s that one H100 is worth in training",
        scale=alt.Scale(domain=[rounded(worth[0]), rounded(most)], nice=False),
    )
    y = alt.Y("ratio:Q", title="times", scale=alt.Scale(zero=True))
    beside = {"align": by_width("left", "right"), "dx": by_width(4, -10), "dy": by_width(26, -10)}
    places = [
        (points.iloc[:1], beside),
        (points.iloc[1:-1], {"align": "right", "dx": -10, "dy": -10}),
        (points.iloc[1:].tail(1), {"align": "left", "dx": 12, "dy": 12}),
    ]
    layers = alt.layer(
        alt.Chart(threshold).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(y=y, tooltip=named),
        alt.Chart(threshold).mark_text(align="right", dy=-8).encode(x=x, y=y, text="label:N"),
        alt.Chart(line).mark_line(color=COLOURS["accent"]).encode(x=x, y=y, tooltip=named),
        alt.Chart(points).mark_point().encode(x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=named),
        *(
            alt.Chart(dots).mark_text(**place).encode(x=x, y=y, text="label:N")
            for dots, place in places
            if len(dots)  # where values are alike, dots share a label
        ),
    )
    description = (
        "Line: the fleet ratio by the article's counts of chips against the number of A100s one H100 is worth, from "
        f"{write_number(worth[0])} to {write_number(most)}. "
        + " ".join(f"{r.what[0].upper()}{r.what[1:]} it is {r.times}." for r in points.itertuples())
        + f" A dashed line marks the claimed {claimed}×{reached}."
    )
    sources = [claim.source, model.project.evidence["h100_speed_peak"].reference]
    if np.isnan(turns):
        stays = "above" if line["ratio"].min() > claim.claimed else "below"
        title = f"By the article’s counts the ratio stays {stays} {claimed}, whatever an H100 is worth here"
    else:
        worth_then = write_number(float(turns))
        title = f"By the article’s counts the ratio passes {claimed} once an H100 is worth {worth_then} A100s"
    measure = "Meta’s H100s at the end of 2024 ÷ the A100s that trained GPT-4, by what an H100 is worth"
    return finish(layers, title, description, sources, model, height=300, measure=measure)


def fleets_chart(model: Model) -> Chart:
    """The fleets of the chapter on one scale of chips, whatever the chips and the purpose."""
    rows = [
        ("OpenAI’s machine of 2020", "azure_supercomputer_gpus", "GPU", "GPUs"),
        ("NVIDIA’s Selene", "selene_a100s", "A100", "A100s, 2022"),
        ("Tesla", "tesla_a100s", "A100", "A100s, 2022"),
        ("Meta’s Research SuperCluster", "meta_rsc_a100s", "A100", "A100s, planned for 2022"),
        ("Serving ChatGPT", "chatgpt_serving_a100s", "A100", "A100s, an estimate"),
        ("Llama 3.1 405B", "llama31_h100_count", "H100", "H100s, 2024"),
        ("Meta’s two Llama 3 clusters", "meta_llama3_clusters", "H100", "H100s, 2024"),
    ]
    facts = model.project.evidence
    table = pd.DataFrame(
        [
            *((what, evidence_value(key, unit, model), kind, COLOURS["muted"]) for what, key, unit, kind in rows[:4]),
            ("GPT-4’s cluster", model.quantity("gpt4_a100_count").m_as("A100"), "A100s", COLOURS["accent"]),
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
    axis = log_axis("chips", "chips, log scale", table["chips"])
    right = table["chips"] < table["chips"].max() / 5
    y = names(table["what"].tolist())
    layers = alt.layer(
        alt.Chart(table).mark_point().encode(x=axis, y=y, color=alt.Color("colour:N", scale=None), tooltip=NAMED),
        alt.Chart(table[right]).mark_text(align="left", dx=10).encode(x=axis, y=y, text="label:N"),
        alt.Chart(table[~right]).mark_text(align="right", dx=-10).encode(x=axis, y=y, text="label:N"),
    )
    description = (
        "Fleets on a logarithmic axis of chips: " + "; ".join(f"{r.what}: {r.label}" for r in table.itertuples()) + "."
    )
    sources = ["jiemian-2024", *(facts[key].reference for _, key, _, _ in rows)]
    fleet, run = (float(table.set_index("what").loc[what, "chips"]) for what in ("Meta, end of 2024", "Llama 3.1 405B"))
    title = f"Meta’s planned H100s are {times(fleet / run)} those that trained its largest Llama 3"
    measure = "Chips of any kind: fleets, clusters and runs, in place or planned"
    return finish(layers, title, description, sources, model, height=330, measure=measure)

"""Charts of the chapter on Meta's fleet."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS
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
    return finish(chart, title, description, sources, model, height=150, measure=measure, name="fleet-answer")


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
    y = names()
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
    return finish(layers, title, description, sources, model, height=330, measure=measure, name="fleets")

"""Charts of the chapter on training cost."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, figures, finish, rounded, row
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.register.wording import write_number

from .findings import NAMED, count, dots, pair, printed_and_found, read_pairs

#: The printed costs of a training run, in the order of the models.
COSTS = {
    "eeo-2023-gpt3-training-cost": "GPT-3 (Economic Observer)",
    "huatai-2023-gpt3-cost": "GPT-3 (Huatai)",
    "caijing-2023-training-run-cost": "ChatGPT (Caijing)",
    "jiemian-2024-gpt4-cost": "GPT-4 (Jiemian)",
}
GPT4 = "jiemian-2024-gpt4-cost"


def printed_costs_chart(model: Model) -> Chart:
    """The four printed costs of a run, each over what it is held against."""
    rows = [pair(what, claim_id, model) for claim_id, what in COSTS.items()]
    others = [claim_id for claim_id in COSTS if claim_id != GPT4]
    possible = sum(model.result(claim_id).verdict is not Verdict.FAILS for claim_id in others)
    if possible == len(others):
        first = "GPT-3’s and ChatGPT’s printed costs are possible"
    else:
        first = f"Of three costs of GPT-3 and ChatGPT {count(possible)} {'is' if possible == 1 else 'are'} possible"
    title = f"{first}; GPT-4’s is {beside_its_figures(model)}"
    chart = printed_and_found(rows, "US dollars, log scale", "$")
    description = (
        "The cost of one training run on a logarithmic axis of dollars, what is printed and what it is held against, "
        f"with 90 % intervals, for GPT-4 over the printed range of days: {read_pairs(rows)}"
    )
    sources = [*(model.project.find_claim(claim_id).source for claim_id in COSTS), "epoch2026models"]
    measure = "Cost of one training run in US dollars: printed ◆, found ● with its 90 % interval"
    return finish(chart, title, description, sources, model, height=270, measure=measure, name="printed-costs")


def beside_its_figures(model: Model) -> str:
    """How GPT-4's printed cost stands to the product of the figures printed with it."""
    claim = figures(GPT4, model)
    if claim.low <= claim.claimed <= claim.high:
        return "within what its own figures make"
    return f"{'more' if claim.claimed > claim.high else 'less'} than its own figures make"


def gpt4_cost_chart(model: Model) -> Chart:
    """GPT-4's training cost: as printed, as its own figures give it, and by other definitions."""
    claim = figures("jiemian-2024-gpt4-cost", model)
    others = {
        "Hardware’s wear and energy": "gpt4_cost_amortised",
        "Cloud prices": "gpt4_cost_cloud",
        "Buying the hardware": "gpt4_cost_acquisition",
    }
    table = [
        row("As printed", claim.claimed, "USD", COLOURS["ink"], model),
        row(
            "Its own figures multiplied",
            claim.derived,
            "USD",
            verdict_colour(claim.verdict),
            model,
            claim.low,
            claim.high,
        ),
        *(row(what, evidence_value(key, "USD", model), "USD", COLOURS["muted"], model) for what, key in others.items()),
    ]
    description = (
        "GPT-4's training cost on a logarithmic axis of dollars: "
        + "; ".join(f"{r['what'].lower()} {r['label']}" for r in table)
        + "."
    )
    chart = dots(table, "log scale")
    sources = [claim.source, *(model.project.evidence[key].reference for key in others.values())]
    adds_up = claim.low <= claim.claimed <= claim.high
    dearest = table[-1]
    title = (
        f"GPT-4’s printed figures make {table[1]['label']}, {'or' if adds_up else 'not'} {table[0]['label']}; "
        f"its chips cost {dearest['label']}"
    )
    measure = "Cost of GPT-4’s training run in US dollars, by what counts as cost"
    return finish(chart, title, description, sources, model, height=250, measure=measure, name="gpt4-cost")


def training_time_chart(model: Model) -> Chart:
    """How long a run takes on so many A100s: GPT-3's and GPT-4's, with the printed threshold across both."""
    claim = figures("caijing-2023-threshold-10000-a100", model)
    day, a100 = model.project.units.read_unit("day"), model.project.units.read_unit("A100")
    counts = {
        "GPT-3": [model.quantity("megatron_gpt3_a100_count").m_as(a100), claim.claimed],
        "GPT-4": [claim.claimed, model.quantity("gpt4_a100_count").m_as(a100)],
    }
    work = {
        "GPT-3": (model.quantity("megatron_gpt3_a100_count") * model.quantity("megatron_gpt3_training_time")),
        "GPT-4": model.quantity("gpt4_gpu_time"),
    }
    effort = {name: work[name].m_as(day * a100) for name in work}
    ends = [rounded(min(min(n) for n in counts.values()) / 2), rounded(max(max(n) for n in counts.values()) * 3)]
    lines = pd.DataFrame(
        {"run": name, "chips": chips, "days": rounded(effort[name] / chips)} for name in effort for chips in ends
    )
    points = pd.DataFrame(
        {
            "run": name,
            "chips": rounded(chips),
            "days": rounded(effort[name] / chips),
            "label": f"{write_number(chips, 4)} for {write_number(effort[name] / chips)} days",
        }
        for name in effort
        for chips in counts[name]
    )
    points["what"] = points["run"] + ", A100s and days"
    lines["what"], lines["label"] = lines["run"], "any number of A100s: the same work"
    threshold = pd.DataFrame({"chips": [claim.claimed], "what": ["the printed threshold"]})
    threshold["label"] = f"{write_number(claim.claimed, 5)} A100s"
    names = points.groupby("run").first().reset_index()
    names["label"] = [f"{r.run}'s training" for r in names.itertuples()]
    names["chips"] = ends[0]
    names["days"] = [rounded(effort[r.run] / ends[0]) for r in names.itertuples()]
    x = alt.X(
        "chips:Q",
        title="A100s at work",
        scale=alt.Scale(type="log", domain=ends, nice=False),
        axis=alt.Axis(values=[300, 1000, 3000, 10_000, 30_000, 100_000], format=",d"),
    )
    y = alt.Y(
        "days:Q",
        title="days of training",
        scale=alt.Scale(type="log", nice=False, domain=[rounded(lines["days"].min()), rounded(lines["days"].max())]),
        axis=alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000, 3000, 10_000], format=",d"),
    )
    layers = alt.layer(
        alt.Chart(threshold).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=x, tooltip=NAMED),
        alt.Chart(threshold)
        .mark_text(align="right", dx=-8, baseline="bottom")
        .encode(x=x, y=alt.value(alt.ExprRef("height - 4")), text="what:N"),
        alt.Chart(lines).mark_line(color=COLOURS["accent"]).encode(x=x, y=y, detail="run:N", tooltip=NAMED),
        alt.Chart(points).mark_point(color=COLOURS["accent"]).encode(x=x, y=y, tooltip=NAMED),
        alt.Chart(points).mark_text(align="left", dx=10, dy=-8).encode(x=x, y=y, text="label:N"),
        alt.Chart(names)
        .mark_text(align="left", dx=14, dy=-2, color=COLOURS["accent"], fontWeight=600)
        .encode(x=x, y=y, text="label:N"),
    )
    description = (
        "Two falling lines on logarithmic axes, days of training against A100s at work. "
        + " ".join(f"{r.what}: {r.label}." for r in points.itertuples())
        + f" A dashed line marks the printed threshold of {write_number(claim.claimed, 5)}."
    )
    sources = [claim.source, model.project.evidence["megatron_gpt3_days"].reference, "jiemian-2024"]
    few = counts["GPT-3"][0]
    days = model.quantity("megatron_gpt3_training_time").m_as(day)
    threshold_said = f"{write_number(claim.claimed, 5)} are called the threshold"
    title = f"{write_number(few, 4)} A100s would train GPT-3 in {write_number(days)} days; {threshold_said}"
    measure = "Days of one training run by the number of A100s at work, both on log scales"
    return finish(layers, title, description, sources, model, height=300, measure=measure, name="training-time")

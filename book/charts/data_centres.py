"""Charts of the chapter on data centres."""

import altair as alt
import numpy as np
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, count, names, times

#: The seven centres that the source lists, and whether they stand in an eastern province.
LISTED = {
    "Shenzhen": True,
    "Xi'an": False,
    "Chengdu": False,
    "Wuhan": False,
    "Xuchang": False,
    "Nanjing": True,
    "Hangzhou": True,
}


def centres_chart(model: Model) -> Chart:
    """The seven centres listed, by compute, against the threshold the same article gives."""
    threshold = model.project.claims["eeo-2023-centre-threshold"].printed.claimed
    table = pd.DataFrame(
        {
            "what": city,
            "compute": rounded(
                model.quantity(f"{quantity}_centre_compute").m_as(model.project.units.read_unit("PFLOP/s"))
            ),
            "colour": COLOURS["accent"] if east else COLOURS["muted"],
            "where": "east" if east else "centre or west",
        }
        for city, east in LISTED.items()
        for quantity in [city.lower().replace("'", "")]
    )
    table["label"] = [f"{write_number(r.compute, 4)} PFLOP/s ({r.where})" for r in table.itertuples()]
    table["short"] = table["label"].str.replace(" PFLOP/s", "")
    table["beside"] = table["compute"].clip(lower=threshold)  # no label on the dashed line
    x = alt.X(
        "compute:Q",
        title="PFLOP/s",
        scale=alt.Scale(domain=[0, rounded(max(*table["compute"], threshold) * 1.25)], nice=False),
        axis=alt.Axis(tickCount=6, format=",d"),
    )
    base = alt.Chart(table).encode(y=names())
    line = pd.DataFrame({"compute": [threshold], "label": [f"said to begin at {write_number(threshold)} PFLOP/s"]})
    line["what"] = "A centre, by the article"
    layers = alt.layer(
        base.mark_bar(height=18).encode(x=x, color=alt.Color("colour:N", scale=None), tooltip=NAMED),
        base.mark_text(align="left", dx=7).encode(x=alt.X("beside:Q"), text="short:N"),
        alt.Chart(line).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=x, tooltip=NAMED),
        alt.Chart(line)
        .mark_text(align="left", dx=-3, color=COLOURS["ink"])
        .encode(x=x, y=alt.value(-7), text="label:N"),
    )
    below = [str(r.what) for r in table.itertuples() if r.compute < threshold]
    description = (
        "Bars of the compute of seven AI computing centres in PFLOP/s: "
        + "; ".join(f"{r.what} {r.label}" for r in table.itertuples())
        + f". A dashed line marks the threshold of {write_number(threshold)}; below it: {', '.join(below) or 'none'}."
    )
    smaller = f"{count(len(below)).capitalize()} of the {count(len(table))} centres listed"
    are = "is" if len(below) == 1 else "are"
    title = f"{smaller} {are} below the size at which the article has one begin"
    measure = "Compute of AI computing centres in PFLOP/s, precision not stated; blue: in the east"
    return finish(layers, title, description, ["eeo-2023"], model, height=250, measure=measure, name="centres")


def training_minutes_chart(model: Model) -> Chart:
    """How long SenseTime's centre takes to train ChatGPT: as printed, at peak, by another estimate, and as runs go."""
    claim = figures("huatai-2023-sensetime-minutes", model)
    peak = model.quantity("sensetime_training_time").m_as("minute")
    low, sustained, high = model.quantiles("sensetime_training_time_sustained", "minute")
    shortest, outside, longest = model.quantiles("sensetime_gpt35_training_time", "minute")
    rows = [
        ("As printed", claim.claimed, claim.claimed, claim.claimed, COLOURS["ink"]),
        ("Same compute, peak rate", peak, peak, peak, COLOURS["adds-up"]),
        ("GPT-3.5 by Epoch AI, peak rate", outside, shortest, longest, verdict_colour(claim.verdict)),
        ("GPT-3.5, at the rate runs sustain", sustained, low, high, COLOURS["muted"]),
    ]
    table = pd.DataFrame(
        [(what, rounded(v), rounded(low), rounded(high), colour) for what, v, low, high, colour in rows],
        columns=["what", "value", "low", "high", "colour"],
    )
    table["label"] = [f"{write_number(v)} minutes" for v in table["value"]]

    def axis(field: str) -> alt.X:
        return log_axis(field, "minutes, log scale", [table["low"].min() / 2, *table["high"]])

    base = alt.Chart(table).encode(y=names())
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(
            x=axis("low"), x2="high:Q", color=colour, tooltip=NAMED
        ),
        base.mark_point().encode(x=axis("value"), color=colour, tooltip=NAMED),
        base.mark_text(dy=-13, dx=by_width(24, 0)).encode(x=axis("value"), text="label:N"),  # clear of the names
    )
    description = (
        "Minutes of one training on all of SenseTime's centre, on a logarithmic axis: "
        + "; ".join(f"{r.what}: {r.label}" for r in table.itertuples())
        + f". The third is {write_number(shortest)} to {write_number(longest)} min as the estimate of the compute "
        + f"varies, the fourth {write_number(low)} to {write_number(high)} min as utilisation does too."
    )
    sources = [claim.source, model.assumptions["gpt35_training_compute"].reference]
    title = (
        f"GPT-3.5 would take the centre {times(outside / claim.claimed)} the printed {write_number(claim.claimed)} "
        "minutes, by a speculative estimate"
    )
    measure = "Minutes of one training on all of SenseTime’s centre, with 90 % intervals"
    return finish(layers, title, description, sources, model, height=230, measure=measure, name="training-minutes")


def cluster_cost_chart(model: Model) -> Chart:
    """What the cluster costs to build, against the share of it that the chips are taken to be."""
    claim = figures("caijing-2023-cluster-cost", model)
    _, benchmark, _ = model.quantiles("benchmark_cluster_construction_cost", "CNY")
    taken = model.quantity("server_share_of_data_centre_cost").m_as(model.project.units.read_unit("percent"))
    points = pd.DataFrame(
        [
            ("servers, by the article", rounded(taken), COLOURS["adds-up"]),
            (
                "GPUs alone, AI centre",
                evidence_value("gpu_share_of_ai_data_centre_cost", "percent", model),
                COLOURS["muted"],
            ),
            ("all IT equipment", evidence_value("it_share_of_data_centre_cost", "percent", model), COLOURS["muted"]),
        ],
        columns=["what", "share", "colour"],
    )

    def costs(at: np.ndarray) -> list[float]:
        along = model.along("server_share_of_data_centre_cost", at)["ai_cluster_construction_cost"]
        return [rounded(cost) for cost in along.m_as(model.project.units.read_unit("CNY")) / 1e9]

    shares = np.linspace(min(20, taken / 1.2), max(100, taken), 81)
    line = pd.DataFrame({"share": shares.round(6), "cost": costs(shares)})
    points["cost"] = costs(points["share"].to_numpy())
    points["label"] = [f"{write_number(r.cost)} ({r.what}, {write_number(r.share)} %)" for r in points.itertuples()]
    levels = pd.DataFrame(
        [
            ("claimed: more than " + write_number(claim.claimed / 1e9), rounded(claim.claimed / 1e9), COLOURS["ink"]),
            (
                "at what SenseTime's centre cost: " + write_number(benchmark / 1e9),
                rounded(benchmark / 1e9),
                COLOURS["accent"],
            ),
        ],
        columns=["label", "cost", "colour"],
    ).assign(share=rounded(float(shares[-1])))
    line["what"] = [f"at a share of {write_number(share)} %" for share in line["share"]]
    levels["what"] = levels["label"].str.partition(":")[0]
    for each in (line, points, levels):
        each["yuan"] = [f"¥{write_number(cost)} billion" for cost in each["cost"]]
    named = [alt.Tooltip("what:N", title="Cluster"), alt.Tooltip("yuan:N", title="Cost")]
    x = alt.X(
        "share:Q",
        title="share of the building cost that the chips stand for, %",
        scale=alt.Scale(domain=[rounded(float(shares[0])), rounded(float(shares[-1]))], nice=False),
        axis=alt.Axis(tickCount=8),
    )
    y = alt.Y("cost:Q", title="billion yuan", scale=alt.Scale(zero=True))
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        alt.Chart(levels).mark_rule(strokeDash=[5, 4]).encode(y=y, color=colour, tooltip=named),
        alt.Chart(levels).mark_text(align="right", dy=-8).encode(x=x, y=y, text="label:N", color=colour),
        alt.Chart(line).mark_line(color=COLOURS["muted"]).encode(x=x, y=y, tooltip=named),
        alt.Chart(points).mark_point().encode(x=x, y=y, color=colour, tooltip=named),
        alt.Chart(points).mark_text(align="left", dx=10, dy=-9).encode(x=x, y=y, text="label:N"),
    )
    description = (
        "Line: billion yuan for the cluster against the share of the building cost that its chips stand for. "
        + " ".join(f"At {write_number(r.share)} % ({r.what}) {write_number(r.cost)}." for r in points.itertuples())
        + f" Dashed lines: {levels['label'][0]}; {levels['label'][1]}."
    )
    sources = [
        claim.source,
        model.project.evidence["gpu_share_of_ai_data_centre_cost"].reference,
        model.project.evidence["it_share_of_data_centre_cost"].reference,
        model.assumptions["sensetime_centre_cost"].reference,
    ]
    first, last = points.iloc[0], points.iloc[-1]
    title = (
        f"The cluster costs ¥{write_number(first.cost)} billion if chips are {write_number(first.share)} % of it, "
        f"¥{write_number(last.cost)} billion if they are {write_number(last.share)} %"
    )
    measure = "Cost of building the example cluster in billion yuan, by the share of it that the chips stand for"
    return finish(layers, title, description, sources, model, height=300, measure=measure, name="cluster-cost")

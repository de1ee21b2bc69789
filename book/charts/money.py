"""Charts of the chapter on spending."""

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.parts import (
    Chart,
    by_width,
    evidence_value,
    figures,
    finish,
    rounded,
    row,
)
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, dots, times

TRAINING_SPEND = {
    "OpenAI": "openai_training_spend",
    "Google": "google_training_spend",
    "Anthropic": "anthropic_training_spend",
}


def training_spend_chart(model: Model) -> Chart:
    """The three forecast ranges, their sum, and the total that is printed for it."""
    claim = figures("jiemian-2024-training-spend-sum", model)
    dollars = model.project.units.read_unit("USD")
    ends = {
        name: (model.assumptions[name].low.m_as(dollars), model.assumptions[name].high.m_as(dollars))
        for name in TRAINING_SPEND.values()
    }
    least, most = (
        model.with_(**{name: end[side] for name, end in ends.items()}).quantity("frontier_training_spend").m_as(dollars)
        for side in (0, 1)
    )
    spans = [(what, *ends[name], COLOURS["accent"]) for what, name in TRAINING_SPEND.items()]
    spans.append(("All three", least, most, verdict_colour(claim.verdict)))
    table = pd.DataFrame(
        {
            "what": what,
            "low": rounded(low / 1e9),
            "high": rounded(high / 1e9),
            "label": model.project.words.write_interval(low, high, "USD"),
            "colour": colour,
        }
        for what, low, high, colour in spans
    )
    total = rounded(claim.claimed / 1e9)
    threshold = pd.DataFrame(
        {"low": [total], "what": ["OpenAI"], "label": [f"printed total: at least ${write_number(total)} billion"]}
    )
    top = max(total, *table["high"]) * 1.1
    x = alt.X(
        "low:Q",
        title="billion dollars",
        scale=alt.Scale(domain=[0, rounded(top)], nice=False),
        axis=alt.Axis(grid=False, tickCount=6),
    )
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelColor=COLOURS["ink"]))
    base = alt.Chart(table).encode(y=y)
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_rule(strokeWidth=12).encode(x=x, x2="high:Q", color=colour, tooltip=NAMED),
        base.mark_tick(thickness=2, size=12).encode(x=x, color=colour, tooltip=NAMED),
        base.mark_text(align="left", dx=-1, dy=-16).encode(x=x, text="label:N"),
        alt.Chart(threshold)
        .mark_rule(color=COLOURS["ink"], strokeDash=[5, 4])
        .encode(x=x, tooltip=alt.Tooltip("label:N", title="As printed")),
        alt.Chart(threshold).mark_text(align="right", dx=-8, dy=by_width(17, -17)).encode(x=x, y=y, text="label:N"),
    )
    description = (
        "Forecast spending on training, as bars from the lower to the upper end: "
        + "; ".join(f"{r.what} {r.label}" for r in table.itertuples())
        + f". A dashed line marks the printed total of {write_number(total)} billion dollars."
    )
    sums = f"${write_number(least / 1e9)} to {write_number(most / 1e9)} billion"
    total_said = f"the printed total of ${write_number(total)} billion"
    falls = "short of" if most < claim.claimed else "above" if least > claim.claimed else "to either side of"
    title = f"The three forecasts add up to {sums}, {falls} {total_said}"
    measure = "Forecast spending on training in the coming years, in billion dollars"
    return finish(layers, title, description, [claim.source], model, height=230, measure=measure, name="training-spend")


def scale_of_money_chart(model: Model) -> Chart:
    """The chapter's sums on one axis, from a letter of intent to a year of four companies' capital spending."""
    training = figures("jiemian-2024-training-spend-sum", model)
    spent, meant = COLOURS["accent"], COLOURS["muted"]
    facts = [
        ("Letter of intent to Rain, 2019", "rain_letter", meant),
        ("Microsoft into OpenAI, 2019", "microsoft_openai_2019", spent),
        ("OpenAI’s research compute, 2024", "openai_rnd_compute_2024", spent),
        ("Microsoft’s capital spending, 2021–22", "microsoft_capex_fiscal_2022", spent),
        ("OpenAI’s compute, expected 2026", "openai_compute_2026", meant),
        ("Amazon’s capital spending, 2022", "amazon_capex_2022", spent),
        ("Four firms’ capital spending, 2024", "hyperscaler_capex_2024", spent),
    ]
    rows: list[dict[str, Any]] = [
        row(what, evidence_value(key, "USD", model), "USD", colour, model) for what, key, colour in facts
    ]
    low, high = (evidence_value(key, "USD", model) for key in ("altman_g42_low", "altman_g42_high"))
    g42 = row("Sought from G42, 2023", (low * high) ** 0.5, "USD", meant, model, low, high)
    rows.append(g42 | {"label": model.project.words.write_interval(low, high, "USD")})
    colour = verdict_colour(training.verdict)
    rows.append(
        row("Three firms’ training, forecast", training.derived, "USD", colour, model, training.low, training.high),
    )
    rows.sort(key=lambda entry: entry["value"])
    chart = dots(rows, "log scale")
    description = "Sums of money on a logarithmic axis of dollars: " + "; ".join(
        f"{entry['what']} {entry['label']}" for entry in rows
    )
    keys = [*(key for _, key, _ in facts), "altman_g42_low"]
    sources = [training.source, *(model.project.evidence[key].reference for key in keys)]
    firms, research = (
        evidence_value(key, "USD", model) for key in ("hyperscaler_capex_2024", "openai_rnd_compute_2024")
    )
    title = f"Four firms’ capital spending of 2024 is {times(firms / research)} what OpenAI’s research compute took"
    measure = "Sums in US dollars: blue is spent, grey is promised, sought or expected"
    return finish(chart, title, f"{description}.", sources, model, height=400, measure=measure, name="scale-of-money")

"""Charts of the chapter on monthly operations."""

from claimbook.display.charts.common import Chart, evidence_value, figures, finish, labelled_dots, row
from claimbook.display.theme import COLOURS, verdict_colour
from claimbook.model import Model
from claimbook.tables import evidence


def monthly_cost_chart(model: Model) -> Chart:
    """ChatGPT's bill for a month, by the source and by others."""
    claim = figures("huatai-2023-chatgpt-monthly-cost", model)
    others = {
        "Hardware, by queries (SemiAnalysis)": "chatgpt_daily_cost_semianalysis",
        "Electricity alone (Guosheng)": "chatgpt_power_guosheng",
    }
    table = [
        row("As printed", claim.claimed, "USD", COLOURS["ink"]),
        row("Visits × price of one", claim.derived, "USD", verdict_colour(claim.verdict), claim.low, claim.high),
        *(row(what, evidence_value(key, "USD/month"), "USD", COLOURS["muted"]) for what, key in others.items()),
    ]
    description = (
        "ChatGPT's monthly cost on a logarithmic axis of dollars: "
        + "; ".join(f"{r['what'].lower()} {r['label']}" for r in table)
        + "."
    )
    chart = labelled_dots(table, "US dollars a month, log scale")
    sources = [claim.source, *(evidence()[key].reference for key in others.values())]
    return finish(chart, "A month of ChatGPT, counted in different ways", description, sources, height=210)

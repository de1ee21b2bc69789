"""Charts of the chapter on training cost."""

from claimbook.display.charts.common import Chart, evidence_value, figures, finish, labelled_dots, row
from claimbook.display.theme import COLOURS, verdict_colour
from claimbook.model import Model
from claimbook.tables import evidence


def gpt4_cost_chart(model: Model) -> Chart:
    """GPT-4's training cost: as printed, as its own figures give it, and by other definitions."""
    claim = figures("jiemian-2024-gpt4-cost", model)
    others = {
        "Amortised hardware and energy": "gpt4_cost_amortised",
        "Cloud prices": "gpt4_cost_cloud",
        "Buying the hardware": "gpt4_cost_acquisition",
    }
    table = [
        row("As printed", claim.claimed, "USD", COLOURS["ink"]),
        row("Its own figures multiplied", claim.derived, "USD", verdict_colour(claim.verdict), claim.low, claim.high),
        *(row(what, evidence_value(key, "USD"), "USD", COLOURS["muted"]) for what, key in others.items()),
    ]
    description = (
        f"GPT-4's training cost on a logarithmic axis of dollars: printed {table[0]['label']}; "
        f"from its own figures {table[1]['label']}; "
        + "; ".join(f"{r['what'].lower()} {r['label']}" for r in table[2:])
        + "."
    )
    chart = labelled_dots(table, "US dollars, log scale")
    sources = [claim.source, *(evidence()[key].reference for key in others.values())]
    return finish(chart, "One training run, five costs", description, sources, height=250)

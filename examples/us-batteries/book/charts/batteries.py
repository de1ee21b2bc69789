"""The chart of the chapter on batteries."""

from claimbook.charts.parts import Chart, finish, labelled_dots, row
from claimbook.charts.theme import COLOURS
from claimbook.model.model import Model


def additions_chart(model: Model) -> Chart:
    """What was added in 2024 by kind, and what is planned in batteries for the next year."""
    bars = {
        "Solar, 2024": ("solar_added", "muted"),
        "Batteries, 2024": ("batteries_added", "accent"),
        "All other kinds, 2024": ("largest_other_addition", "muted"),
        "Batteries, planned for 2025": ("batteries_planned", "ink"),
    }
    table = [
        row(what, model.quantity(name).m_as("GW"), "GW", COLOURS[colour], model, *model.interval(name, "GW"))
        for what, (name, colour) in bars.items()
    ]
    description = "Generating capacity on a logarithmic axis of gigawatts: " + "; ".join(
        f"{entry['what']} {entry['label']}" for entry in table
    )
    chart = labelled_dots(table, "log scale", prefix="")
    sources = ["eia-2025", "essnews2025"]
    solar, batteries, others = (float(entry["value"]) for entry in table[:3])
    more = [what for what, added in (("solar", solar), ("another kind", others)) if added > batteries]
    title = f"In 2024 {' and '.join(more) or 'nothing'} added more than batteries"
    if more == ["solar"]:
        title = "In 2024 only solar added more than batteries"
    measure = "Generating capacity in gigawatts, with 90 % intervals where known"
    return finish(chart, title, f"{description}.", sources, model, height=230, measure=measure, name="additions")

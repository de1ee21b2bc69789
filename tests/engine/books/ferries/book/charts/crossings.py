"""The chart of the chapter on crossings."""

from claimbook.charts.parts import Chart, finish, labelled_dots, row
from claimbook.charts.theme import COLOURS
from claimbook.model.model import Model


def passengers_chart(model: Model) -> Chart:
    """Passengers of a year: by the timetable, and as counted."""
    table = [
        row(
            "By the timetable",
            model.quantity("yearly_passengers").m_as("passenger/year"),
            "passenger/year",
            COLOURS["accent"],
            model,
            *model.interval("yearly_passengers", "passenger/year"),
        ),
        row(
            "Counted",
            model.project.evidence["passengers_counted"].value.m_as("passenger/year"),
            "passenger/year",
            COLOURS["ink"],
            model,
        ),
    ]
    described = ", ".join(f"{entry['what'].lower()} {entry['label']}" for entry in table)
    description = f"Passengers of a year on a logarithmic axis: {described}."
    chart = labelled_dots(table, "Passengers a year, log scale", prefix="")
    return finish(
        chart,
        "The timetable carries more than were counted",
        description,
        ["harbour2024"],
        model,
        height=120,
        name="passengers",
    )

"""One number had in several ways, as dots on one axis."""

from claimbook.charts.parts import Chart, finish, labelled_dots, row
from claimbook.charts.theme import COLOURS
from claimbook.model.model import Model
from claimbook.model.triangulation import Triangulation, factor
from claimbook.register.wording import write_number


def triangulation_chart(triangulation: Triangulation, model: Model) -> Chart:
    """The ways to one number on a log axis: what is derived here in colour, what is stated elsewhere in grey."""
    unit, ways, words = triangulation.unit, triangulation.ways, model.project.words
    prefix = words.currencies.get(unit.partition("/")[0], "")
    table = [
        # The axis says the unit: labels that repeat it would not fit a narrow page.
        row(way.label, way.value, unit, COLOURS["accent" if way.is_derived else "muted"], model, way.low, way.high)
        | {"label": f"{prefix}{write_number(way.value)}"}
        for way in ways
    ]
    described = "; ".join(
        f"{way.label}: {words.write_quantity(way.value, unit)}"
        + (f" ({words.write_interval(way.low, way.high, unit)})" if way.has_interval else "")
        for way in ways
    )
    times = write_number(factor(*triangulation.farthest))
    return finish(
        labelled_dots(table, f"{words.write_unit(unit)}, log scale", prefix),
        f"{triangulation.title}: the highest of {len(ways)} ways is {times} times the lowest",
        f"{triangulation.title}, {len(ways)} ways on a logarithmic axis, with 90 % intervals where known: {described}.",
        [reference for way in ways for reference in way.references],
        model,
        height=46 * len(ways),
        measure=f"{words.write_unit(unit)}, log scale; bars are 90 % intervals where known",
        name=f"ways-{triangulation.key}",
    )

"""Figures set against each other: each question with its dots on a strip, its claims, and what follows from them."""

from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from claimbook.model.comparison import Comparison, Derived, comparisons
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.site.pages import card_link, claim_row
from claimbook.site.strips import Dot, printed_dot, strips
from claimbook.system.templates import template


class ComparisonTable(SphinxDirective):
    """Figures set against each other: strip and tables for each row of data/comparisons.csv: ``comparison-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the comparisons with the site's assumptions."""
        model = self.env.app.claimbook_model
        return [nodes.raw("", render_comparisons(model, lambda result: card_link(self, result)), format="html")]


def render_comparisons(model: Model, link: Callable[[Result], str]) -> str:
    """HTML of the comparisons: of each its strips of dots, its claims, and the quantities that follow from them."""
    found = [comparison_row(comparison, model, link) for comparison in comparisons(model)]
    answers: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        answers.setdefault(one["comparison"].answer, []).append(one)
    return template("comparisons.html.j2", "claimbook.site").render(found=found, answers=answers)


def comparison_row(comparison: Comparison, model: Model, link: Callable[[Result], str]) -> dict[str, Any]:
    """What a comparison's section shows; claims that stand on a strip have its number, quantities its letter."""
    project = model.project
    rows = [claim_row(result, link(result), project) for result in map(model.result, comparison.claims)]
    quantities = [derived_row(one, project) for one in comparison.quantities]
    numbers = [str(number) for number in range(1, len(rows) + 1)]
    letters = ascii_lowercase[: len(quantities)]
    dots = [
        *(claim_dot(number, row, project) for number, row in zip(numbers, rows, strict=True)),
        *(
            quantity_dot(letter, one, row, project)
            for letter, one, row in zip(letters, comparison.quantities, quantities, strict=True)
        ),
    ]
    drawn = strips([dot for dot in dots if dot], project)
    shown = {dot.mark for strip in drawn for dot, _ in strip.placed}
    for mark, row in zip([*numbers, *letters], [*rows, *quantities], strict=True):
        row["mark"] = mark if mark in shown else ""
    return {"comparison": comparison, "rows": rows, "quantities": quantities, "strips": drawn}


def claim_dot(mark: str, row: dict[str, Any], project: Project) -> Dot | None:
    """A claim's printed figure as a dot; none for one in words."""
    claim = project.claims[row["id"]]
    if claim.printed is None:
        return None
    name = f"{claim.statement} ({row['source_name']})"
    return printed_dot(mark, name, row["claimed"], claim.printed, claim.unit, project)


def quantity_dot(mark: str, one: Derived, row: dict[str, str], project: Project) -> Dot | None:
    """A quantity that follows as a dot, with its range."""
    if min(one.low, one.value) <= 0:
        return None
    scale = project.units.root_factor(one.unit)
    low, value, high = (number * scale for number in (one.low, one.value, one.high))
    return Dot(mark, one.description, row["value"], low, value, high, one.unit, is_derived=True)


def derived_row(one: Derived, project: Project) -> dict[str, str]:
    """A quantity's row beside the claims of a comparison."""
    words = project.words
    value = words.write_quantity(one.value, one.unit)
    interval = words.write_interval(one.low, one.high, one.unit)
    return {
        "name": words.spoken(one.name),
        "description": one.description,
        "value": value,
        "interval": "" if interval == value else interval,
    }

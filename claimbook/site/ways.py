"""Several ways to one number, each with what it counts, as a chart and a table."""

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from claimbook.charts.triangulation import triangulation_chart
from claimbook.model.judging import Result
from claimbook.model.triangulation import Way, apart, factor, findings, triangulations
from claimbook.register.wording import write_number
from claimbook.site.charts import render_chart
from claimbook.site.pages import claim_link
from claimbook.system.templates import template


class TriangulationTable(SphinxDirective):
    """One number, several ways: table and chart for each row of data/triangulations.csv: ``triangulation-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the triangulations with the site's assumptions."""
        model = self.env.app.claimbook_model
        words = model.project.words
        found = [
            {
                "triangulation": triangulation,
                "findings": findings(triangulation, words),
                "ends": [words.write_quantity(way.value, triangulation.unit) for way in triangulation.farthest],
                "factor": write_number(factor(*triangulation.farthest)),
                "apart": apart(*triangulation.farthest),
                "ways": [way_row(way, triangulation.unit, self) for way in triangulation.ways],
                "chart": Markup(render_chart(triangulation_chart(triangulation, model).to_dict(), self.env)),
            }
            for triangulation in triangulations(model)
        ]
        html = template("triangulations.html.j2", "claimbook.site").render(found=found)
        return [nodes.raw("", html, format="html")]


def way_row(way: Way, unit: str, directive: SphinxDirective) -> dict[str, object]:
    """A way's row in a triangulation's table, with the cards of the claims that its quantity re-derives."""
    model = directive.env.app.claimbook_model
    project, words = model.project, model.project.words
    held = [model.result(claim.id) for claim in project.claims.values() if way.quantity in claim.quantities]
    return {
        "label": way.label,
        "measures": way.measures,
        "includes": way.includes,
        "value": words.write_quantity(way.value, unit),
        "interval": words.write_interval(way.low, way.high, unit) if way.has_interval else "",
        "interval_basis": way.interval_basis,
        "claims": [claim_link(directive, result) | {"decides": decides(way.quantity, result)} for result in held],
        "citations": [project.citation(reference) for reference in way.references],
    }


def decides(quantity: str, result: Result) -> bool:
    """Whether a quantity decides a claim, and does not merely stand beside it."""
    return result.deciding is not None and result.deciding.test.quantity == quantity

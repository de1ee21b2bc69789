"""What the sources got wrong: the farthest misses as bars, then every failing claim by its kind of error."""

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from claimbook.charts.misses import miss_chart
from claimbook.errors import UserError
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.results.misses import error_kinds, miss_of
from claimbook.site.charts import render_chart
from claimbook.site.pages import card_link, claim_row, facts_of
from claimbook.system.templates import template


class MissTable(SphinxDirective):
    """Every failing claim by its kind of error, roots before what follows from them: ``miss-table``."""

    def run(self) -> list[nodes.Node]:
        """Render chart and tables with the site's assumptions."""
        model = self.env.app.claimbook_model
        try:
            chart = Markup(render_chart(miss_chart(model).to_dict(), self.env))
        except UserError:  # every figure that fails is in words, or none does
            chart = Markup("")
        kinds = [
            {
                "kind": kind,
                "followers": sum(len(root.followers) for root in kind.roots),
                "rows": [
                    row
                    for root in kind.roots
                    for row in (
                        self.row(root.result, model),
                        *(self.row(one, model) | {"follows": root.result.claim.statement} for one in root.followers),
                    )
                ],
            }
            for kind in error_kinds(model)
        ]
        html = template("misses.html.j2", "claimbook.site").render(chart=chart, kinds=kinds)
        return [nodes.raw("", html, format="html")]

    def row(self, result: Result, model: Model) -> dict[str, object]:
        """A failing claim's row."""
        row = claim_row(result, card_link(self, result), model.project)
        return row | {
            "follows": "",
            "miss": str(miss_of(result) or ""),
            "facts": [] if row["derived"] else facts_of(result.deciding, model.project),
            "note": result.claim.note,
        }

"""What happened since: forecasts and plans by how they came out, from what was foreseen to what is known."""

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from claimbook.charts.outcomes import outcome_chart
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.dates import write_time
from claimbook.results.outcomes import GROUPS, Outcome, outcomes, when
from claimbook.site.charts import render_chart
from claimbook.site.pages import card_link, claim_row, facts_of
from claimbook.system.templates import template


class OutcomeTable(SphinxDirective):
    """Forecasts and plans by how they came out: ``outcome-table``."""

    def run(self) -> list[nodes.Node]:
        """Render chart and tables with the site's assumptions."""
        model = self.env.app.claimbook_model
        try:
            chart = Markup(render_chart(outcome_chart(model).to_dict(), self.env))
        except UserError:  # no forecast has an outcome in numbers
            chart = Markup("")
        rows: dict[str, list[dict[str, object]]] = {group: [] for group in GROUPS}
        for one in outcomes(model):
            rows[one.group].append(self.row(one, model))
        groups = [{"name": group, "meaning": GROUPS[group], "rows": own} for group, own in rows.items() if own]
        html = template("outcomes.html.j2", "claimbook.site").render(chart=chart, groups=groups)
        return [nodes.raw("", html, format="html")]

    def row(self, one: Outcome, model: Model) -> dict[str, object]:
        """A forecast's row: when it was printed, what it is for, what is known since."""
        project, claim, test = model.project, one.result.claim, one.measured
        happened = ""
        if test is not None and test.found is not None:
            bound = f"{test.test.bearing} " if test.test.bearing in ("at least", "at most") else ""
            happened = bound + project.words.write_quantity(test.found, claim.unit)
        facts = [fact for each in one.tests for fact in facts_of(each, project)]
        return claim_row(one.result, card_link(self, one.result), project) | {
            "printed_on": write_time(str(project.sources.loc[claim.source, "published"])),
            "foreseen_for": write_time(one.foreseen_for),
            "happened": happened,
            "when": write_time(when(one, model)) or (test.test.label if test else ""),
            "facts": list({fact["key"]: fact for fact in facts}.values()),
            "note": claim.note,
        }

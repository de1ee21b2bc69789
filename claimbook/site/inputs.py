"""What the answers rest on: assumptions and evidence, a line each that opens, and what hangs on which assumption."""

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from claimbook.charts.uncertainty import verdict_sensitivity_chart
from claimbook.model.graph import upstream_of_claim
from claimbook.model.model import Model
from claimbook.model.sensitivity import VerdictSensitivity, verdict_sensitivity
from claimbook.register.dates import write_time
from claimbook.results.describing import describe_evidence, spread_of, write_range
from claimbook.site.charts import render_chart
from claimbook.site.pages import claim_link
from claimbook.site.places import link_to_page
from claimbook.system.templates import template


class AssumptionTable(SphinxDirective):
    """Every assumption, a line that opens: its reason, reference and claims: ``assumption-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the list with the site's assumptions."""
        html = template("assumptions.html.j2", "claimbook.site").render(rows=assumption_rows(self))
        return [nodes.raw("", html, format="html")]


class EvidenceTable(SphinxDirective):
    """Every fact from outside, a line that opens: reference, how it was confirmed, its claims: ``evidence-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the list."""
        html = template("evidence.html.j2", "claimbook.site").render(rows=evidence_rows(self))
        return [nodes.raw("", html, format="html")]


class VerdictSensitivityTable(SphinxDirective):
    """The assumptions by how many verdicts they could turn, as a chart and a table: ``verdict-sensitivity-table``."""

    def run(self) -> list[nodes.Node]:
        """Render chart and table with the site's assumptions."""
        model = self.env.app.claimbook_model
        items = verdict_sensitivity(model)
        turning = [item for item in items if item.turned or item.turned_by_half]
        html = template("verdict_sensitivity.html.j2", "claimbook.site").render(
            chart=Markup(render_chart(verdict_sensitivity_chart(turning, model).to_dict(), self.env)),
            rows=[self.row(item, model) for item in turning],
            others=len(items) - len(turning),
            assumptions=link_to_page("assumptions", self.env),
        )
        return [nodes.raw("", html, format="html")]

    def row(self, item: VerdictSensitivity, model: Model) -> dict[str, object]:
        """One assumption's row, its claims as links."""
        assumption, words = model.assumptions[item.assumption], model.project.words
        by_half = [key for key in item.turned_by_half if key not in item.turned]
        return {
            "name": item.assumption,
            "description": assumption.description,
            "value": words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
            "range": write_range(assumption, words),
            "exact": spread_of(assumption),
            "claims": len(item.claims),
            "turned": [claim_link(self, model.result(key)) for key in item.turned],
            "turned_by_half": [claim_link(self, model.result(key)) for key in by_half],
        }


def assumption_rows(directive: SphinxDirective) -> list[dict[str, object]]:
    """Rows of the list of assumptions."""
    model: Model = directive.env.app.claimbook_model
    project, words = model.project, model.project.words
    resting: dict[str, list[dict[str, str]]] = {name: [] for name in model.assumptions}
    for result in model.results:
        for name in upstream_of_claim(project, result.claim):
            resting[name].append(claim_link(directive, result))
    return [
        {
            "name": name,
            "description": assumption.description,
            "value": words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
            "range": write_range(assumption, words),
            # "exact: a definition" stands in two columns.
            "exact": spread_of(assumption).partition(":")[0],
            "kind": assumption.kind,
            "spread": spread_of(assumption),
            "range_reason": assumption.range_reason,
            "range_citations": [project.citation(key) for key in assumption.range_reference.split()],
            "citations": [project.citation(key) for key in assumption.reference.split()],
            "locator": assumption.locator,
            "confirmed": assumption.confirmed,
            "claims": resting[name],
        }
        for name, assumption in model.assumptions.items()
    ]


def evidence_rows(directive: SphinxDirective) -> list[dict[str, object]]:
    """Rows of the list of evidence."""
    model: Model = directive.env.app.claimbook_model
    project = model.project
    held: dict[str, list[dict[str, str]]] = {key: [] for key in project.evidence}
    for result in model.results:
        for key in result.claim.evidence:
            held[key].append(claim_link(directive, result))
    return [
        describe_evidence(fact, project)
        | {
            "key": key,
            "time": "" if fact.as_of == "any" else write_time(fact.as_of),
            "published": write_time(fact.published),
            "read": write_time(fact.read),
            "how": fact.confirmed,
            "note": fact.note,
            "claims": held[key],
        }
        for key, fact in project.evidence.items()
    ]

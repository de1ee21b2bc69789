"""Tables of the whole book for pages without a kernel: claims by verdict or kind of test, assumptions, evidence."""

from collections.abc import Callable, Iterable
from math import log
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from claimbook.charts.triangulation import triangulation_chart
from claimbook.charts.uncertainty import verdict_sensitivity_chart
from claimbook.errors import unknown
from claimbook.model.comparison import Derived, comparisons
from claimbook.model.graph import upstream_of_claim
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.sensitivity import VerdictSensitivity, verdict_sensitivity
from claimbook.model.triangulation import Way, apart, factor, findings, triangulations
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.wording import write_number
from claimbook.results.describing import describe, describe_evidence, spread_of, write_range
from claimbook.site.board import render_score
from claimbook.site.charts import render_chart
from claimbook.site.places import link_to_page
from claimbook.system.templates import template


class ClaimTable(SphinxDirective):
    """
    Claims in a table, filtered and sorted: ``claim-table``.

    Options: ``verdict``, ``test`` (claims with a test of this kind), ``source`` and ``weight`` keep only such claims;
    ``worst-first`` sorts by distance from the claimed figure within each kind of error; ``filterable`` adds the
    controls of the register.
    """

    option_spec: ClassVar = {
        "verdict": directives.unchanged,
        "test": directives.unchanged,
        "weight": directives.unchanged,
        "source": directives.unchanged,
        "worst-first": directives.flag,
        "filterable": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Render the table with the site's assumptions."""
        model = self.env.app.claimbook_model
        results = [
            result
            for result in model.results
            if self.options.get("verdict") in (None, str(result.verdict))
            and self.options.get("test") in (None, *(test.kind for test in result.claim.tests))
            and self.options.get("weight") in (None, result.claim.weight)
            and self.options.get("source") in (None, result.claim.source)
        ]
        if "worst-first" in self.options:
            results.sort(key=error_order)
        return [
            nodes.raw("", render_claims(results, model.project, self.link, "filterable" in self.options), format="html")
        ]

    def link(self, result: Result) -> str:
        """Address of a claim's card, seen from this page."""
        return card_link(self, result)


class SourcePage(SphinxDirective):
    """One source: what it is, its score, and its claims in its own order: ``source-page`` with the source's key."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Render the page with the site's assumptions."""
        key, model = self.arguments[0], self.env.app.claimbook_model
        sources = model.project.sources
        if key not in sources.index:
            raise unknown("source", key, sources.index)
        own = sorted((r for r in model.results if r.claim.source == key), key=lambda result: result.claim.line)
        html = template("source.html.j2", "claimbook.site").render(
            key=key,
            source=sources.loc[key],
            score=Markup(render_score(own, link_to_page("register", self.env), key)),
            references=link_to_page("references", self.env),
            rows=[claim_row(result, card_link(self, result), model.project) for result in own],
        )
        return [nodes.raw("", html, format="html")]


class ComparisonTable(SphinxDirective):
    """Figures set against each other: tables for each row of data/comparisons.csv: ``comparison-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the comparisons with the site's assumptions."""
        model = self.env.app.claimbook_model
        return [nodes.raw("", render_comparisons(model, lambda result: card_link(self, result)), format="html")]


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


class AssumptionTable(SphinxDirective):
    """Every assumption with its range, its reference and the claims that rest on it: ``assumption-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the table with the site's assumptions."""
        model = self.env.app.claimbook_model
        html = template("assumptions.html.j2", "claimbook.site").render(rows=assumption_rows(model, self))
        return [nodes.raw("", html, format="html")]


class EvidenceTable(SphinxDirective):
    """Every fact from outside with its reference and how it was confirmed: ``evidence-table``."""

    def run(self) -> list[nodes.Node]:
        """Render the table."""
        project = self.env.app.claimbook_model.project
        rows = [
            describe_evidence(fact, project) | {"published": fact.published, "read": fact.read, "how": fact.confirmed}
            for fact in project.evidence.values()
        ]
        html = template("evidence.html.j2", "claimbook.site").render(rows=rows)
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

        def links(claim_ids: Iterable[str]) -> list[dict[str, str]]:
            return [{"id": key, "link": card_link(self, model.result(key))} for key in claim_ids]

        return {
            "name": item.assumption,
            "description": assumption.description,
            "value": words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
            "range": write_range(assumption, words),
            "exact": spread_of(assumption),
            "claims": len(item.claims),
            "turned": links(item.turned),
            "turned_by_half": links(key for key in item.turned_by_half if key not in item.turned),
        }


def card_link(directive: SphinxDirective, result: Result) -> str:
    """Address of a claim's card, seen from a directive's page."""
    builder = directive.env.app.builder
    page = builder.get_relative_uri(directive.env.docname, f"book/{result.claim.chapter}")
    return f"{page}#{result.claim.id}"


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
        "claims": [
            {"id": result.claim.id, "link": card_link(directive, result), "decides": decides(way.quantity, result)}
            for result in held
        ],
        "citations": [project.citation(reference) for reference in way.references],
    }


def decides(quantity: str, result: Result) -> bool:
    """Whether a quantity decides a claim, and does not merely stand beside it."""
    return result.deciding is not None and result.deciding.test.quantity == quantity


def error_order(result: Result) -> tuple[str, float]:
    """Where a failing claim stands: by kind of error, the farthest from its figure first, claims in words last."""
    distance = abs(log(result.ratio)) if result.ratio is not None and result.ratio > 0 else -1.0
    return result.claim.error_kind or "overtaken", -distance


def claim_row(result: Result, link: str, project: Project) -> dict[str, Any]:
    """A claim's row in a table; `numbers` are those its columns sort by, empty where there is none."""
    claim = result.claim
    claimed = claim.printed.claimed if claim.printed else None
    numbers = {"claimed": claimed, "found": result.derived, "ratio": result.ratio}
    return {
        "id": claim.id,
        "link": link,
        "statement": claim.statement,
        "source": claim.source,
        "source_name": str(project.sources.loc[claim.source, "short"]),
        "line": str(claim.line),
        "verdict": str(result.verdict),
        "error_kind": claim.error_kind if result.verdict == "fails" else "",
        "weight": claim.weight,
        "adds_up": str(result.adds_up),
        "is_so": str(result.is_so),
        "because": claim.because if result.verdict == "fails" else "",
        "chapter": project.words.spoken(claim.chapter.replace("-", "_")),
        "note": claim.note,
        "severity": str(list(Verdict).index(result.verdict)),
        "ratio": "" if result.ratio is None else f"{write_number(result.ratio)}×",
        "numbers": {name: "" if number is None else f"{number:.6g}" for name, number in numbers.items()},
        **describe(result, project.words),
    }


def render_claims(results: Iterable[Result], project: Project, link, filterable: bool) -> str:  # type: ignore[no-untyped-def]
    """HTML of a table of claims."""
    rows = [claim_row(result, link(result), project) for result in results]
    choices = {
        "source": sorted({(row["source"], row["source_name"]) for row in rows}),
        "verdict": [(word, word) for word in dict.fromkeys(row["verdict"] for row in rows)],
        "error_kind": [(word, word) for word in sorted({row["error_kind"] for row in rows} - {""})],
        "weight": [(word, word) for word in ("main", "supporting", "incidental")],
        "chapter": [(word, word) for word in sorted({row["chapter"] for row in rows})],
    }
    return template("claims.html.j2", "claimbook.site").render(rows=rows, filterable=filterable, choices=choices)


def render_comparisons(model: Model, link: Callable[[Result], str]) -> str:
    """HTML of the comparisons: of each its claims, and the quantities that follow from them."""
    found = [
        {
            "comparison": comparison,
            "rows": [claim_row(result, link(result), model.project) for result in map(model.result, comparison.claims)],
            "quantities": [derived_row(one, model.project) for one in comparison.quantities],
        }
        for comparison in comparisons(model)
    ]
    return template("comparisons.html.j2", "claimbook.site").render(found=found)


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


def assumption_rows(model: Model, directive: SphinxDirective) -> list[dict[str, object]]:
    """Rows of the table of assumptions."""
    project, words = model.project, model.project.words
    resting: dict[str, list[dict[str, str]]] = {name: [] for name in model.assumptions}
    for result in model.results:
        for name in upstream_of_claim(project, result.claim):
            resting[name].append({"id": result.claim.id, "link": card_link(directive, result)})
    return [
        {
            "name": name,
            "description": assumption.description,
            "value": words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6),
            "range": write_range(assumption, words),
            "kind": assumption.kind,
            "spread": spread_of(assumption).capitalize(),
            "range_reason": assumption.range_reason,
            "range_citations": [project.citation(key) for key in assumption.range_reference.split()],
            "citations": [project.citation(key) for key in assumption.reference.split()],
            "locator": assumption.locator,
            "confirmed": assumption.confirmed,
            "claims": resting[name],
        }
        for name, assumption in model.assumptions.items()
    ]

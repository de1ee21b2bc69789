"""Tables of claims for pages without a kernel: the register, those of one source, and what all such tables share."""

from collections.abc import Iterable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from claimbook.model.judging import Result, TestResult
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.dates import write_time
from claimbook.register.units import root_magnitude
from claimbook.register.wording import write_number
from claimbook.results.describing import describe, describe_evidence
from claimbook.results.misses import farthest_first
from claimbook.system.templates import template

#: Digits that tell a failing claim's figures apart at most: beyond them a float has none.
MOST_DIGITS = 12


class ClaimTable(SphinxDirective):
    """
    Claims in a table, filtered and sorted: ``claim-table``.

    Options: ``verdict``, ``test`` (claims with a test of this kind), ``source`` and ``weight`` keep only such claims;
    ``worst-first`` puts the farthest misses first; ``filterable`` adds the controls of the register.
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
            results = farthest_first(results)
        return [
            nodes.raw("", render_claims(results, model.project, self.link, "filterable" in self.options), format="html")
        ]

    def link(self, result: Result) -> str:
        """Address of a claim's card, seen from this page."""
        return card_link(self, result)


def card_link(directive: SphinxDirective, result: Result) -> str:
    """Address of a claim's card, seen from a directive's page."""
    builder = directive.env.app.builder
    page = builder.get_relative_uri(directive.env.docname, f"book/{result.claim.chapter}")
    return f"{page}#{result.claim.id}"


def claim_link(directive: SphinxDirective, result: Result) -> dict[str, str]:
    """A claim as a list of links shows it: its statement, its place in its source, the address of its card."""
    claim = result.claim
    source = directive.env.app.claimbook_model.project.sources.loc[claim.source, "short"]
    return {
        "id": claim.id,
        "link": card_link(directive, result),
        "statement": claim.statement,
        "place": f"{source}, line {claim.line}",
    }


def facts_of(one: TestResult | None, project: Project) -> list[dict[str, Any]]:
    """The evidence that a test holds its claim against, as rows show it."""
    found = [project.find_evidence(key) for key in one.test.evidence] if one else []
    return [
        describe_evidence(fact, project)
        | {"key": fact.key, "time": "" if fact.as_of == "any" else write_time(fact.as_of)}
        for fact in found
    ]


def claim_row(result: Result, link: str, project: Project) -> dict[str, Any]:
    """A claim's row in a table; `numbers` are those its columns sort by, empty where there is none."""
    claim = result.claim
    claimed = claim.printed.claimed if claim.printed else None
    unit = 1 * project.units.read_unit(claim.unit or "1")
    in_roots = root_magnitude(unit)  # so that days stand among years
    numbers = {
        "claimed": None if claimed is None else claimed * in_roots,
        "found": None if result.derived is None else result.derived * in_roots,
        "ratio": result.ratio,
    }
    return {
        "id": claim.id,
        "link": link,
        "statement": claim.statement,
        "source": claim.source,
        "source_name": str(project.sources.loc[claim.source, "short"]),
        "line": str(claim.line),
        "verdict": result.verdict,
        "error_kind": claim.error_kind if result.verdict == "fails" else "",
        "weight": claim.weight,
        "adds_up": str(result.adds_up),
        "is_so": str(result.is_so),
        "because": claim.because if result.verdict == "fails" else "",
        "chapter": project.words.spoken(claim.chapter.replace("-", "_")),
        "note": claim.note,
        "severity": str(list(Verdict).index(result.verdict)),
        "ratio": "" if result.ratio is None else f"{write_number(result.ratio)}×",
        "unit": str(unit.to_root_units().units),
        "numbers": {name: "" if number is None else f"{number:.6g}" for name, number in numbers.items()},
        **told_apart(describe(result, project.words), result, project),
    }


def told_apart(said: dict[str, str], result: Result, project: Project) -> dict[str, str]:
    """A claim's texts, with as many digits as it takes for a failing claim's two figures not to look the same."""
    digits = result.claim.printed.digits if result.claim.printed else 0
    while result.verdict is Verdict.FAILS and said["derived"] and said["claimed"].endswith(said["derived"]):
        digits += 1
        if digits > MOST_DIGITS or result.derived is None:
            break
        said = said | {"derived": project.words.write_quantity(result.derived, result.claim.unit, digits)}
    return said


def render_claims(results: Iterable[Result], project: Project, link, filterable: bool) -> str:  # type: ignore[no-untyped-def]
    """HTML of a table of claims."""
    rows = [claim_row(result, link(result), project) for result in results]
    choices = {
        "source": sorted({(row["source"], row["source_name"]) for row in rows}),
        "verdict": [(verdict, verdict.word) for verdict in Verdict if any(row["verdict"] is verdict for row in rows)],
        "error_kind": [(word, word) for word in sorted({row["error_kind"] for row in rows} - {""})],
        "weight": [(word, word) for word in ("main", "supporting", "incidental")],
        "chapter": [(word, word) for word in sorted({row["chapter"] for row in rows})],
    }
    return template("claims.html.j2", "claimbook.site").render(
        rows=rows, filterable=filterable, choices=choices, verdicts=[verdict for verdict, _ in choices["verdict"]]
    )

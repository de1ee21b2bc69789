"""Rules of the findings: each is of a claim that has the verdict it speaks of, and its marks stand for numbers."""

from collections.abc import Iterator

from claimbook.errors import UserError
from claimbook.model.findings import MARK, PARTS, Finding, findings, mark_of
from claimbook.model.model import Model
from claimbook.project import Project


def finding_problems(project: Project) -> Iterator[str]:
    """Findings of claims that are none or have another verdict by now, and marks that stand for nothing."""
    for finding in findings(project):
        yield from (f"{finding.place}: {problem}" for problem in mark_problems(finding, project))
        try:
            claim = project.find_claim(finding.claim)
        except UserError as error:
            yield f"{finding.place}: {error}"
            continue
        verdict = Model.of(project).result(claim.id).verdict
        if verdict != finding.verdict:
            yield (
                f"{finding.place}: the headline speaks of a claim with the verdict {finding.verdict}, and "
                f"{finding.claim} has {verdict} now; write it anew"
            )


def mark_problems(finding: Finding, project: Project) -> Iterator[str]:
    """Marks of a headline that stand for no number."""
    for mark in MARK.findall(finding.headline):
        claim, part = mark_of(mark, finding.claim)
        if part not in PARTS:
            yield f"{{{mark}}} stands for no number; write one of {', '.join(PARTS)}, or ID.{PARTS[0]}"
        elif claim not in project.claims and claim != finding.claim:
            yield f"{{{mark}}} names no claim"
        elif claim in project.claims and project.claims[claim].printed is None:
            yield f"{{{mark}}}: {claim} has no printed figure"

"""
Rules of what claims are held against, so that no test begs its question and like claims are judged alike.

What the data still break is listed in data/known_offenders.csv, a row for each rule and claim, until it is mended.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from claimbook.errors import UserError
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.judging import Result, by_evidence
from claimbook.model.model import Model
from claimbook.model.verdict import Answer, Verdict
from claimbook.project import Project
from claimbook.register.assumptions import EXACT, Assumption
from claimbook.register.claims import Claim, Test

#: What an input's `confirmed` says where it was worked out from the claim that it would test.
SOLVED = re.compile(r"\bsolved from (?:the|this|its|a) claim", re.IGNORECASE)

#: Rules by the names that the list of known offenders uses.
RULES = (
    "own input", "own evidence", "solved input", "no range", "no interval", "finding", "outside operand", "twice",
    "two verdicts", "because",
)  # fmt: skip


def fairness_problems(project: Project) -> Iterator[str]:
    """Claims that break a rule and are not known to, and known offenders that no longer offend."""
    model = Model.of(project)
    known = known_offenders(project)
    found: dict[tuple[str, str], None] = {}
    for rule, claim, problem in offences(model):
        found[rule, claim.id] = None
        if (rule, claim.id) not in known:
            yield f"{claim.place}: {claim.id} {problem}"
    for (rule, claim_id), place in known.items():
        if rule not in RULES:
            yield f"{place}: {rule!r} is no rule; the rules are {', '.join(RULES)}"
        elif (rule, claim_id) not in found:
            yield f"{place}: {claim_id} no longer offends against {rule!r}; take the row out"


def known_offenders(project: Project) -> dict[tuple[str, str], str]:
    """Rules and claims that are known to break them, with the place of each row."""
    rows = project.optional_rows("known_offenders", key=2)
    return {(row["rule"], row["claim"]): row["place"] for row in rows}


def offences(model: Model) -> Iterator[tuple[str, Claim, str]]:
    """Each rule that a claim breaks: the rule, the claim, and what is wrong, as the end of a sentence."""
    results = [result for claim in model.project.claims.values() if (result := judged(claim, model))]
    for result in results:
        for test in result.claim.tests:
            yield from ((rule, result.claim, problem) for rule, problem in offences_of(test, result.claim, model))
        yield from ((rule, result.claim, problem) for rule, problem in offences_of_facts(result, model))
        if problem := problem_of_root(result, model):
            yield "because", result.claim, problem
    yield from repeated_tests(results)
    yield from different_verdicts(results)


def judged(claim: Claim, model: Model) -> Result | None:
    """A claim's result; none for one that cannot be judged, which other checks say."""
    try:
        return model.result(claim.id)
    except UserError:
        return None


def offences_of(test: Test, claim: Claim, model: Model) -> Iterator[tuple[str, str]]:
    """Rules that a test by a quantity breaks through its inputs."""
    known = {*model.project.assumptions, *derivation_names(model.project)}
    names = upstream(model.project, test.quantity) if test.quantity in known else ()
    if test.kind == "estimate" and names and not any(model.assumptions[name].is_range for name in names):
        yield "no interval", f"is estimated by {test.quantity}, in which nothing is uncertain: make the test evidence"
    for name in names:
        assumption = model.assumptions[name]
        if test.kind == "arithmetic":
            if assumption.kind != "definition" and {claim.source} != set(assumption.reference.split()):
                yield (
                    "outside operand",
                    f"redoes arithmetic with {name}, which {claim.source} does not print: make an estimate of it",
                )
            continue
        if SOLVED.search(assumption.confirmed):
            yield "solved input", f"is tested by {name}, which was solved from the claim: find it elsewhere"
        if claim.source in assumption.reference.split() and assumption.kind not in ("premise", "definition"):
            yield "own input", f"is estimated with {name} from its own source; only a premise may come from there"
        if lacks_range(assumption):
            yield "no range", f"is estimated with {name}, which is not exact and has no range"


def offences_of_facts(result: Result, model: Model) -> Iterator[tuple[str, str]]:
    """Rules that a test by evidence breaks: a fact of the claim's own source, a finding that its own number denies."""
    claim, project = result.claim, model.project
    for one in result.tests:
        for key in one.test.evidence:
            if one.test.bearing != "near" and claim.source in project.find_evidence(key).reference.split():
                yield "own evidence", f"is held against {key}, which is of its own source"
        if one.test.finding in ("confirms", "contradicts") and one.test.kind != "arithmetic" and claim.printed:
            number = by_evidence(one.test, claim, model).answer
            if number is not Answer.LEAVES_OPEN and number is not one.answer:
                yield "finding", f"is said to be {one.answer} by {one.test.evidence[0]}, whose number says {number}"


def lacks_range(assumption: Assumption) -> bool:
    """Whether an input could be otherwise and does not say how far."""
    return assumption.kind not in EXACT and not assumption.is_range


def problem_of_root(result: Result, model: Model) -> str:
    """What is wrong with the claim that is said to be the root of a failure; empty where nothing is."""
    root = result.claim.because
    if not root:
        return ""
    if root not in model.project.claims:
        return f"fails because of {root}, and no claim is called so"
    if root == result.claim.id:
        return "fails because of itself; leave `because` out"
    if result.verdict is not Verdict.FAILS:
        return f"does not fail, and is said to fail because of {root}"
    behind = {result.claim.id}
    while root in model.project.claims and root not in behind:
        behind.add(root)
        root = model.project.claims[root].because
    if root in behind:
        return "fails because of itself in the end; one of the circle fails by itself"
    cause = judged(model.project.claims[result.claim.because], model)
    if cause is not None and cause.verdict is not Verdict.FAILS:
        return f"fails because of {result.claim.because}, which does not fail"
    return ""


def repeated_tests(results: list[Result]) -> Iterator[tuple[str, Claim, str]]:
    """Claims of one line and figure that are held against one thing: they are one claim."""
    for first, second in combinations(results, 2):
        one, other = first.claim, second.claim
        same_place = (one.source, one.line, one.numeral) == (other.source, other.line, other.numeral)
        if (
            same_place
            and one.printed
            and one.printed == other.printed
            and one.unit == other.unit
            and shared(one, other)
        ):
            yield "twice", other, f"has the line, the figure and a test of {one.id}; make one claim of the two"


def different_verdicts(results: list[Result]) -> Iterator[tuple[str, Claim, str]]:
    """Claims that print one figure of one thing and have different verdicts, none of which says why."""
    for first, second in combinations(results, 2):
        one, other = first.claim, second.claim
        if first.verdict is second.verdict or not one.printed or one.unit != other.unit:
            continue
        same_figure = other.printed is not None and one.printed.claimed == other.printed.claimed
        if same_figure and shared(one, other) and not (one.differs_because or other.differs_because):
            yield (
                "two verdicts",
                other,
                f"({second.verdict}) prints the figure of {one.id} ({first.verdict}) for the same thing; "
                "say in `differs_because` why they differ",
            )


def shared(one: Claim, other: Claim) -> bool:
    """Whether two claims are held against the same quantity or the same facts."""

    def held_against(claim: Claim) -> set[tuple[str, tuple[str, ...]]]:
        return {(test.quantity, test.evidence) for test in claim.tests if test.quantity or test.evidence}

    return not held_against(one).isdisjoint(held_against(other))

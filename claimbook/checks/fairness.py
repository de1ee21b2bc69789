"""
Rules of what claims are held against, so that no test begs its question and like claims are judged alike.

What the data still break is listed in data/known_offenders.csv, a row for each rule and claim, until it is mended.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from claimbook.errors import UserError
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.judging import Result, TestResult, by_evidence
from claimbook.model.model import Model
from claimbook.model.resting import not_of
from claimbook.model.verdict import Answer, Verdict
from claimbook.project import Project
from claimbook.register.assumptions import EXACT, Assumption
from claimbook.register.claims import Claim, Test
from claimbook.register.dates import days
from claimbook.register.evidence import Evidence
from claimbook.register.printed import PrintedFigure

#: What an input's `confirmed` says where it was worked out from the claim that it would test.
SOLVED = re.compile(r"\bsolved from (?:the|this|its|a) claim", re.IGNORECASE)

#: What an input's `confirmed` says where its reference prints the very value.
PRINTED_THERE = re.compile(r"\bprinted there\b", re.IGNORECASE)

#: An estimate this close to the printed figure, relative to it, is so by design or by a rare chance.
MET_BY_DESIGN = 1e-3

#: Rules by the names that the list of known offenders uses.
RULES = (
    "own input", "own evidence", "solved input", "unconfirmed input", "no range", "no interval", "finding", "stand-in",
    "restored", "outside operand", "twice", "two verdicts", "because",
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
        for one in result.tests:
            found = (*offences_of_facts(one, result, model), *offences_of_estimates(one, result, model))
            yield from ((rule, result.claim, problem) for rule, problem in found)
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
    if test.kind == "arithmetic":
        for one in not_of(claim.source, names, model):
            yield (
                "outside operand",
                f"redoes arithmetic with {one.name}, which {claim.source} does not print: make an estimate of it",
            )
        return
    for name in names:
        assumption = model.assumptions[name]
        if SOLVED.search(assumption.confirmed):
            yield "solved input", f"is tested by {name}, which was solved from the claim: find it elsewhere"
        if claim.source in assumption.reference.split() and assumption.kind not in ("premise", "definition"):
            yield "own input", f"is estimated with {name} from its own source; only a premise may come from there"
        if lacks_range(assumption):
            yield "no range", f"is estimated with {name}, which is not exact and has no range"


def offences_of_facts(one: TestResult, result: Result, model: Model) -> Iterator[tuple[str, str]]:
    """
    Rules that a test by evidence breaks.

    It takes no fact of the claim's own source, nor one that served to restore the claim's text; its finding is none
    that its own number denies; and what decides speaks of the time that the claim speaks of.
    """
    claim, project, test = result.claim, model.project, one.test
    facts = [project.find_evidence(key) for key in test.evidence]
    answer = one.alone or one.answer
    if test.finding in ("confirms", "contradicts") and test.kind != "arithmetic" and claim.printed:
        number = by_evidence(test, claim, model).answer
        if number is not Answer.LEAVES_OPEN and number is not answer:
            yield "finding", f"is said to be {answer} by {test.evidence[0]}, whose number says {number}"
    if test.bearing == "near":
        return
    for fact in facts:
        if claim.source in fact.reference.split():
            yield "own evidence", f"is held against {fact.key}, which is of its own source"
        if answer is Answer.YES and {fact.key, fact.reference} & set(claim.restored_by):
            yield "restored", f"is confirmed by {fact.key}, which served to restore its text: leave open what it says"
    told_later = test.kind == "outcome" and claim.printed is None
    if (
        facts
        and test.bearing == "same"
        and not told_later
        and answer in (Answer.YES, Answer.NO)
        and claim.as_of != "any"
    ):
        if not claim.as_of:
            yield "stand-in", "does not say in `as_of` what time it speaks of, so that no fact can be of the same"
        elif not is_of_the_time(facts[0], claim):
            yield "stand-in", f"speaks of {claim.as_of} and is held against {facts[0].key} of {facts[0].as_of}: near"


def is_of_the_time(fact: Evidence, claim: Claim) -> bool:
    """
    Whether a fact speaks of the time that a claim speaks of.

    One lies in the other; but a period from one date to another is spoken of as a whole: its half says nothing of it.
    A fact in words may have begun earlier and lasted, as what was founded before does.
    """
    first, last, begins, ends = *days(fact.as_of), *days(claim.as_of)
    if claim.printed is None or fact.value is None:
        return first <= ends
    if (first, last) == (begins, ends):
        return True
    within = begins <= first and last <= ends and "/" not in fact.as_of
    around = first <= begins and ends <= last and "/" not in claim.as_of
    return within or around


def offences_of_estimates(one: TestResult, result: Result, model: Model) -> Iterator[tuple[str, str]]:
    """
    Rules that an estimate breaks which decides.

    It does not come out at the printed figure itself, unless each input is printed where it is said to be; nobody
    doubts its inputs; and a trend in it ends no later than what the claim speaks of.
    """
    claim, test, project = result.claim, one.test, model.project
    if test.kind != "estimate" or test.bearing == "near" or one.answer is Answer.LEAVES_OPEN:
        return
    inputs = [model.assumptions[name] for name in upstream(project, test.quantity)]
    free = [each for each in inputs if each.kind not in EXACT and not PRINTED_THERE.search(each.confirmed)]
    if free and claim.printed and claim.printed.is_point and is_met(claim.printed, one.value):
        names = " and ".join(each.name for each in free)
        yield (
            "solved input",
            f"comes out at the printed figure itself by {test.quantity}, as if {names} had been solved from it; "
            "give the value that a reference prints, and say in `confirmed` that it is printed there",
        )
    for doubted in (each for each in inputs if not each.is_confirmed):
        yield "unconfirmed input", f"is settled by an estimate with {doubted.name}, which nobody could confirm"
    for trend in (project.trends[each.name] for each in inputs if each.name in project.trends):
        end = model.quantity(trend.end).magnitude
        if claim.as_of in ("", "any"):
            yield (
                "stand-in",
                f"does not say in `as_of` what time it speaks of, and is held against a trend, {trend.name}",
            )
        elif days(claim.as_of)[1].year + 1 < end:
            yield "stand-in", f"speaks of {claim.as_of} and is held against {trend.name}, a fit to {end:.0f}: near"


def is_met(printed: PrintedFigure, value: float | None) -> bool:
    """Whether a value is the printed figure itself, or all but."""
    return value is not None and abs(value - printed.claimed) < MET_BY_DESIGN * abs(printed.claimed)


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
    """Claims of one source and figure that are held against one thing: said twice, they are one claim."""
    for first, second in combinations(results, 2):
        one, other = first.claim, second.claim
        said = [(claim.source, claim.printed, claim.unit) for claim in (one, other)]
        if one.printed and said[0] == said[1] and shared(one, other):
            yield "twice", other, f"has the source, the figure and a test of {one.id}; make one claim of the two"


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

"""What became of forecasts and plans: the claims that an outcome is held against, by how they came out."""

from collections.abc import Iterator
from dataclasses import dataclass

from claimbook.model.judging import Result, TestResult
from claimbook.model.model import Model
from claimbook.model.verdict import Answer

#: How a forecast came out, in the order of the page, each with what it means.
GROUPS = {
    "came true": "What happened is what was foreseen.",
    "did not come true": "What happened is something else than what was foreseen.",
    "cannot be told": "What is known since is of something near, or too little to decide; it is shown all the same.",
    "not due yet": "The date that it was foreseen for has not come.",
}

CAME_TRUE, DID_NOT, CANNOT_TELL, NOT_DUE = GROUPS


@dataclass(frozen=True)
class Outcome:
    """
    What became of a forecast or a plan.

    Attributes
    ----------
    result : Result
        Of the claim that says it.
    tests : tuple of TestResult
        Its tests by outcome: what decided first, then those with numbers.
    group : str
        One of `GROUPS`.
    """

    result: Result
    tests: tuple[TestResult, ...]
    group: str

    @property
    def measured(self) -> TestResult | None:
        """The test whose number stands against the forecast's; none where there is no such number."""
        printed = self.result.claim.printed
        if printed is None or printed.claimed <= 0:
            return None
        return next((one for one in self.tests if one.found is not None and one.found > 0), None)

    @property
    def is_same(self) -> bool:
        """Whether that number decides, and is not of something near."""
        return self.measured is not None and self.measured.answer in (Answer.YES, Answer.NO)

    @property
    def foreseen_for(self) -> str:
        """The day it is due, or else the time it speaks of; empty where neither is known."""
        claim = self.result.claim
        return claim.due or ("" if claim.as_of == "any" else claim.as_of)


def outcomes(model: Model) -> Iterator[Outcome]:
    """Every forecast or plan of which an outcome is known, group by group, in the order of the register."""
    found = []
    for result in model.results:
        tests = [one for one in result.tests if one.test.kind == "outcome"]
        if tests:
            tests.sort(key=lambda one: (one.answer not in (Answer.YES, Answer.NO), one.found is None))
            found.append(Outcome(result, tuple(tests), group_of(tests)))
    for group in GROUPS:
        yield from (one for one in found if one.group == group)


def group_of(tests: list[TestResult]) -> str:
    """How a forecast came out, by all tests of its outcome."""
    answers = {one.answer for one in tests}
    if {Answer.YES, Answer.NO} <= answers:
        return CANNOT_TELL
    for answer, group in ((Answer.YES, CAME_TRUE), (Answer.NO, DID_NOT), (Answer.NOT_DUE, NOT_DUE)):
        if answer in answers:
            return group
    return CANNOT_TELL


def when(outcome: Outcome, model: Model) -> str:
    """What time its measured outcome is of (ISO 8601); empty where its evidence does not say."""
    facts = outcome.measured.test.evidence if outcome.measured else ()
    time = next((model.project.find_evidence(key).as_of for key in facts), "")
    return "" if time == "any" else time

"""A claim held to account: what each of its tests says, both answers, and the verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pint

from claimbook.errors import UserError
from claimbook.model.graph import own_unit
from claimbook.model.plain_units import named_unit
from claimbook.model.verdict import (
    ANSWERS,
    SETTLING,
    SUMS,
    AddsUp,
    Answer,
    Shares,
    Verdict,
    by_arithmetic,
    by_draws,
    by_value,
    place,
    settle,
    verdict,
)
from claimbook.register.claims import Claim, Test
from claimbook.register.evidence import GRADES, can_decide

if TYPE_CHECKING:
    from claimbook.model.model import Model

#: Grades of tests from outside after those of evidence: a fact that nobody graded or that was computed, an estimate.
UNGRADED = len(GRADES)
ESTIMATED = len(GRADES) + 1

#: What a finding in words answers.
FINDINGS = {
    "confirms": Answer.YES, "contradicts": Answer.NO, "leaves open": Answer.LEAVES_OPEN, "not due": Answer.NOT_DUE,
}  # fmt: skip


@dataclass(frozen=True)
class TestResult:
    """
    What one test says of a claim; numbers are in the claim's unit.

    Attributes
    ----------
    answer : AddsUp or Answer
        Of arithmetic whether it adds up, else whether the claim is so.
    grade : int
        How good a test from outside is, the best the lowest.
    value : float or None
        The quantity from central inputs, or the evidence; none where nothing can be compared.
    low, median, high : float or None
        Of an estimate its 90 % interval and its median; of arithmetic the least and the greatest result that the
        printed digits leave open.
    probability : float or None
        Of an estimate the share of draws that make the claim true.
    percentile : float or None
        Of an estimate the share of draws below the printed figure, those that round to it counted half.
    alone : Answer or None
        What its evidence says that leaves the claim open because it is not enough to decide: one report, or what
        nobody confirmed. None of any other test.
    """

    __test__ = False  # it is none of pytest's

    test: Test
    answer: AddsUp | Answer
    grade: int
    value: float | None = None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    probability: float | None = None
    percentile: float | None = None
    alone: Answer | None = None

    @property
    def found(self) -> float | None:
        """What is shown as found: of an estimate the median, else the value."""
        return self.median if self.test.kind == "estimate" else self.value


@dataclass(frozen=True)
class Result:
    """
    A claim with both answers, its verdict, and what each test says.

    Attributes
    ----------
    adds_up : AddsUp
        Does the figure follow from what the source itself prints?
    is_so : Answer
        Is it true, as far as tests from outside can say?
    verdict : Verdict
        One word for both.
    tests : tuple of TestResult
        In the order of the register.
    """

    claim: Claim
    adds_up: AddsUp
    is_so: Answer
    verdict: Verdict
    tests: tuple[TestResult, ...]

    @cached_property
    def deciding(self) -> TestResult | None:
        """The test that decides the verdict; the first of several."""
        if self.adds_up is not AddsUp.NO and self.settling is not None:
            return self.settling
        sums = [one for one in self.tests if one.test.kind == "arithmetic" and one.answer is self.adds_up]
        return next(iter(sorted(sums, key=lambda one: one.found is None)), None)

    @cached_property
    def settling(self) -> TestResult | None:
        """The test from outside that settles whether the claim is so; the first of several, none where none does."""
        if self.is_so not in SETTLING or self.is_so is Answer.CANNOT_BE_SETTLED:
            return None
        outside = [one for one in self.tests if one.answer in SETTLING and one.test.kind != "arithmetic"]
        best = min(one.grade for one in outside)
        agreeing = [one for one in outside if one.grade == best and one.answer is self.is_so]
        return next(iter(sorted(agreeing, key=lambda one: one.found is None)), None)

    @property
    def derived(self) -> float | None:
        """What decided, in the claim's unit; none where no number did."""
        return self.deciding.found if self.deciding else None

    @property
    def low(self) -> float | None:
        """Low end of what decided; see `TestResult`."""
        return self.deciding.low if self.deciding else None

    @property
    def median(self) -> float | None:
        """Median of what decided; see `TestResult`."""
        return self.deciding.median if self.deciding else None

    @property
    def high(self) -> float | None:
        """High end of what decided; see `TestResult`."""
        return self.deciding.high if self.deciding else None

    @property
    def numbers(self) -> tuple[float, float, float, float] | None:
        """What decided, its low end, median and high end; none where no number decides."""
        if self.derived is None or self.low is None or self.median is None or self.high is None:
            return None
        return self.derived, self.low, self.median, self.high

    @cached_property
    def leading(self) -> TestResult | None:
        """The test whose numbers a chart draws: what decides, or else the first that has numbers."""
        if self.deciding and self.deciding.found is not None:
            return self.deciding
        return next((one for one in self.tests if one.found is not None), None)

    @property
    def quantity(self) -> str:
        """The quantity that decides, or else the first that the claim is compared with; empty where there is none."""
        deciding = self.deciding.test.quantity if self.deciding else ""
        return deciding or next(iter(self.claim.quantities), "")

    @property
    def estimate(self) -> TestResult | None:
        """The estimate to draw: what decides, or else the first that is not merely near the claim; often none."""
        estimates = [one for one in self.tests if one.test.kind == "estimate" and one.probability is not None]
        best_first = sorted(estimates, key=lambda one: (one is not self.settling, one.test.bearing == "near"))
        return next(iter(best_first), None)

    def is_decided_by(self, one: TestResult) -> bool:
        """Whether a test decides the verdict, alone or with others from outside that are as good."""
        by = self.deciding
        if by is None or one is by:
            return one is by
        are_outside = "arithmetic" not in (by.test.kind, one.test.kind)
        return are_outside and one.grade == by.grade and one.answer in SETTLING

    @property
    def probability(self) -> float | None:
        """Where an estimate decides the verdict, the share of its draws that make the claim true."""
        return self.deciding.probability if self.deciding else None

    @property
    def percentile(self) -> float | None:
        """Where an estimate decides the verdict, where in its distribution the printed figure stands."""
        return self.deciding.percentile if self.deciding else None

    @property
    def ratio(self) -> float | None:
        """Found over claimed, where both are numbers."""
        if self.derived is None or self.claim.printed is None or not self.claim.printed.claimed:
            return None
        return self.derived / self.claim.printed.claimed


def judge(claim: Claim, model: "Model") -> Result:
    """
    A claim held against all its tests.

    Raises
    ------
    UserError
        If what a test names does not exist or does not fit.
    """
    tests = tuple(result_of_test(test, claim, model) for test in claim.tests)
    adds_up = sum_of(one.answer for one in tests if isinstance(one.answer, AddsUp))
    outside = ANSWERS[int(settle((one.grade, place(one.answer)) for one in tests if isinstance(one.answer, Answer)))]
    is_so = told(outside, claim)
    return Result(claim, adds_up, is_so, verdict(adds_up, is_so), tests)


def what_it_leaves_unsaid(result: Result) -> str:
    """
    How a claim's words and its tests contradict each other with the book's own inputs; empty where they do not.

    It either has tests that decide it, or says what is missing for one, or what was searched.
    """
    claim = result.claim
    settled = result.adds_up is AddsUp.NO or any(
        one.answer in SETTLING for one in result.tests if isinstance(one.answer, Answer)
    )
    agreed = result.is_so is not Answer.CANNOT_BE_SETTLED or result.adds_up is AddsUp.NO
    if settled and agreed and (claim.missing or claim.searched):
        said = "missing" if claim.missing else "searched"
        return (
            f"has `{said}`, as if nothing decided it, but a test does; "
            f"take it out, or say how the test stands to the claim"
        )
    decided = settled or result.adds_up is AddsUp.YES or result.is_so is Answer.NOT_DUE
    if not decided and not (claim.missing or claim.searched):
        return "has no test that decides it; say what is `missing` for one, or what was `searched` for evidence"
    return ""


def sum_of(answers: Iterable[AddsUp]) -> AddsUp:
    """What all arithmetic on a claim says: one sum that does not come out is enough."""
    return min(answers, key=SUMS.index, default=AddsUp.NOTHING_TO_REDO)


def told(outside: Answer, claim: Claim) -> Answer:
    """Whether a claim is so, in the words for one that no test settles."""
    if outside is not Answer.LEAVES_OPEN:
        return outside
    return Answer.NOT_FOUND if claim.searched else Answer.CANNOT_BE_SETTLED


def grade_of(test: Test, model: "Model") -> int:
    """How good a test from outside is, the best the lowest: that of its best evidence, estimates last."""
    if test.kind == "estimate":
        return ESTIMATED
    grades = [model.project.find_evidence(key).grade for key in test.evidence]
    return min((GRADES.index(grade) for grade in grades if grade), default=UNGRADED)


def result_of_test(test: Test, claim: Claim, model: "Model") -> TestResult:
    """
    What one test says of a claim.

    Raises
    ------
    UserError
        If what it names does not exist, its unit does not fit, or it has neither number nor finding.
    """
    result = answered(test, claim, model)
    facts = [model.project.find_evidence(key) for key in test.evidence]
    if facts and isinstance(result.answer, Answer) and result.answer in SETTLING and not can_decide(facts):
        return replace(result, answer=Answer.LEAVES_OPEN, alone=result.answer)
    return result


def answered(test: Test, claim: Claim, model: "Model") -> TestResult:
    """What one test says of a claim, however little stands behind its evidence."""
    result = by_quantity(test, claim, model) if test.quantity else by_evidence(test, claim, model)
    if test.missing and not test.quantity:
        return TestResult(test, AddsUp.CANNOT_BE_REDONE, result.grade)
    if not test.finding:
        return result
    if test.kind == "arithmetic":
        answer: AddsUp | Answer = AddsUp.YES if test.finding == "confirms" else AddsUp.NO
    else:
        answer = FINDINGS[test.finding]
    if result.answer is not answer:  # what a number would say by itself is shown with the evidence, not as found
        return TestResult(test, answer, result.grade)
    return replace(result, probability=None, percentile=None)  # words decide, and no draws


def by_quantity(test: Test, claim: Claim, model: "Model") -> TestResult:
    """What a quantity says of a claim: by its draws, or by its value where nothing is uncertain."""
    unit = claim.unit or own_unit(model.project, test.quantity)
    value = in_unit(model.derived(test.quantity), unit, claim, test.quantity, model)
    grade = grade_of(test, model)
    if test.kind == "arithmetic":
        low, high = model.printed_ends(test.quantity, unit)
        if claim.printed is None:
            return TestResult(test, AddsUp.NOTHING_TO_REDO, grade, value, low, value, high)
        return TestResult(
            test, SUMS[int(by_arithmetic(claim.printed, value, low, high))], grade, value, low, value, high
        )
    low, median, high = model.quantiles(test.quantity, unit)
    if claim.printed is None:
        if not test.finding and test.bearing != "near":
            raise UserError(f"{claim.place}: {claim.id} has no figure to compare with {test.quantity}")
        return TestResult(test, Answer.LEAVES_OPEN, grade, value, low, median, high)
    draws = model.draws[test.quantity]
    if not np.ndim(draws):
        answer = ANSWERS[int(by_value(claim.printed, test.bearing, value))]
        return TestResult(test, answer, grade, value, value, value, value)
    shares = Shares.of(claim.printed, draws / model.project.units.root_factor(unit), low, high)
    return TestResult(
        test,
        ANSWERS[int(by_draws(claim.printed, test.bearing, shares))],
        grade,
        value,
        low,
        median,
        high,
        float(shares.within),
        float(shares.below + shares.within / 2),
    )


def by_evidence(test: Test, claim: Claim, model: "Model") -> TestResult:
    """
    What evidence says of a claim: its first piece, where that is a number in the claim's unit.

    Raises
    ------
    UserError
        If it has no number to compare and nothing says what it finds.
    """
    grade = grade_of(test, model)
    facts = [model.project.find_evidence(key) for key in test.evidence]
    fact = facts[0] if facts else None
    if claim.printed is None or fact is None or fact.value is None:
        if not (test.finding or test.missing or test.bearing == "near"):
            raise UserError(f"{claim.place}: {claim.id} has no figure to compare, no finding and no reason for neither")
        return TestResult(test, Answer.LEAVES_OPEN, grade)
    try:
        value = in_unit(fact.value, claim.unit, claim, fact.key, model)
    except UserError:
        if test.finding or test.bearing == "near":  # evidence of another kind is shown on the card, not compared
            return TestResult(test, Answer.LEAVES_OPEN, grade)
        raise
    answer = ANSWERS[int(by_value(claim.printed, test.bearing, value))]
    return TestResult(test, answer, grade, value, value, value, value)


def in_unit(value: pint.Quantity, unit: str, claim: Claim, name: str, model: "Model") -> float:
    """
    Magnitude of a value in a claim's unit.

    Raises
    ------
    UserError
        If the value is of another kind, naming both.
    """
    try:
        return float(value.to(model.project.units.read_unit(unit)).magnitude)
    except pint.DimensionalityError:
        found = named_unit(value, model.project)
        raise UserError(f"{claim.place}: {claim.id} is in {unit}, but {name} comes out in {found}") from None

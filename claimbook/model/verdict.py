"""
The rules: what each test of a claim answers, what all answers say together, and one word for both questions.

Answers are numbers here, their places in `ANSWERS` and `SUMS`, so that one claim, a grid of a sweep and the live page
(claimbook/site/static/live-model.js, which has the two tables printed) are judged by the same rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isinf

import numpy as np
from numpy.typing import ArrayLike

from claimbook.register.printed import PrintedFigure, is_at

#: The share of draws from which on an estimate makes a claim likely: two in three, and as much more as the share of
#: 8,192 draws may be off, so that no claim is likely by the luck of drawing.
LIKELY_FROM = 2 / 3 + 0.005

#: The share from which on it makes a claim possible: what lies in one tail of the 90 % interval.
POSSIBLE_FROM = 0.05

#: The share of draws on either side of the middle half.
QUARTER = 0.25

#: How many times its low end the high end of a 90 % interval may be for a figure to hold by it.
WIDEST = 4.0


class Verdict(StrEnum):
    """Does the claim stand?"""

    HOLDS = "holds"
    PLAUSIBLE = "plausible"
    ADDS_UP = "adds up"
    FAILS = "fails"
    UNDERDETERMINED = "underdetermined"
    UNVERIFIED = "unverified"
    PENDING = "pending"

    @property
    def word(self) -> str:
        """The verdict as a reader of the pages sees it."""
        return FOR_READERS[self][0]

    @property
    def meaning(self) -> str:
        """What the verdict means, in one sentence for a reader of the pages."""
        return FOR_READERS[self][1]


#: A verdict in a reader's words, and what it means. Data and the command line keep the rulebook's word.
FOR_READERS = {
    Verdict.HOLDS: ("Holds", "Evidence confirms it, or outside inputs make it likely."),
    Verdict.PLAUSIBLE: ("Plausible", "Outside inputs allow it, but do not make it likely."),
    Verdict.ADDS_UP: ("Adds up", "It follows from the source’s own figures, and nothing from outside settles these."),
    Verdict.FAILS: ("Fails", "It does not add up, or it is not so."),
    Verdict.UNDERDETERMINED: ("Can’t be settled", "Too little is said for any test to decide."),
    Verdict.UNVERIFIED: ("No evidence found", "A bare fact: we searched, and found nothing that settles it."),
    Verdict.PENDING: ("Not due yet", "Its date has not come."),
}

#: What prose says of a claim with each verdict.
PHRASES = {
    Verdict.HOLDS: "holds",
    Verdict.PLAUSIBLE: "is plausible",
    Verdict.ADDS_UP: "adds up",
    Verdict.FAILS: "fails",
    Verdict.UNDERDETERMINED: "cannot be settled",
    Verdict.UNVERIFIED: "finds no evidence",
    Verdict.PENDING: "is not due yet",
}


class AddsUp(StrEnum):
    """Does the figure follow from what the source itself prints?"""

    NO = "no"
    YES = "yes"
    CANNOT_BE_REDONE = "cannot be redone"
    NOTHING_TO_REDO = "nothing to redo"


class Answer(StrEnum):
    """What a test from outside says of a claim, or all of them together."""

    NO = "no"
    CANNOT_BE_SETTLED = "cannot be settled"
    POSSIBLE = "possible"
    LIKELY = "likely"
    YES = "yes"
    LEAVES_OPEN = "leaves open"
    NOT_DUE = "not due"
    NOT_FOUND = "not found"


SUMS = tuple(AddsUp)
ANSWERS = tuple(Answer)

#: Answers that settle whether a claim is so.
SETTLING = (Answer.NO, Answer.CANNOT_BE_SETTLED, Answer.POSSIBLE, Answer.LIKELY, Answer.YES)


def place(answer: Answer) -> int:
    """An answer's place in `ANSWERS`."""
    return ANSWERS.index(answer)


@dataclass(frozen=True)
class Shares:
    """
    Where the draws of an estimate lie, seen from the printed figure; one value is one draw.

    Attributes
    ----------
    below, within, above : array
        Shares of the draws that are too low for the claim, that make it true, and that are too high.
    is_narrow : array of bool
        Whether the 90 % interval's ends are within a factor of four.
    """

    below: np.ndarray
    within: np.ndarray
    above: np.ndarray
    is_narrow: np.ndarray

    @staticmethod
    def of(printed: PrintedFigure, draws: ArrayLike, low: ArrayLike, high: ArrayLike) -> "Shares":
        """
        The shares of draws.

        Parameters
        ----------
        printed : PrintedFigure
            What the claim says.
        draws : array, shape (..., n), or float
            In the claim's unit.
        low, high : array or float
            Ends of their 90 % interval.
        """
        draws = np.atleast_1d(np.asarray(draws, dtype=float))
        within = printed.met_by(draws)
        above = ~within & ((draws > printed.high) | is_at(draws, printed.high))
        below = ~within & ~above
        return Shares(below.mean(axis=-1), within.mean(axis=-1), above.mean(axis=-1), is_narrow(low, high))


def is_narrow(low: ArrayLike, high: ArrayLike) -> np.ndarray:
    """Whether an interval's ends are of one sign and within a factor of four."""
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    ends = np.sort(np.abs([low, high]), axis=0)
    return (low == high) | ((np.sign(low) == np.sign(high)) & (ends[1] <= WIDEST * ends[0]))


def by_draws(printed: PrintedFigure, bearing: str, shares: Shares) -> np.ndarray:
    """
    What an estimate says of a claim.

    Parameters
    ----------
    printed : PrintedFigure
        What the claim says.
    bearing : str
        How what is estimated stands to what is claimed: ``same``, ``at least``, ``at most`` or ``near``.
    shares : Shares
        Where its draws lie.

    Returns
    -------
    array of int
        Places in `ANSWERS`.
    """
    if bearing == "near":
        return np.full(np.shape(shares.within), place(Answer.LEAVES_OPEN))
    if bearing in ("at least", "at most"):
        beyond, reaches = (shares.above, printed.high) if bearing == "at least" else (shares.below, printed.low)
        confirmed = shares.within if isinf(reaches) else np.zeros_like(shares.within)
        cases = [confirmed >= LIKELY_FROM, beyond > 1 - POSSIBLE_FROM, confirmed >= POSSIBLE_FROM]
        words = [Answer.LIKELY, Answer.NO, Answer.POSSIBLE]
        return np.select(cases, [place(word) for word in words], place(Answer.LEAVES_OPEN))
    is_likely = shares.within >= LIKELY_FROM
    is_possible = shares.within >= POSSIBLE_FROM
    if not (isinf(printed.low) or isinf(printed.high)):
        outside = np.maximum(shares.below, shares.above)
        is_likely = (is_likely | (outside <= 1 - QUARTER)) & shares.is_narrow
        is_possible = outside <= 1 - POSSIBLE_FROM
    return np.select([is_likely, is_possible], [place(Answer.LIKELY), place(Answer.POSSIBLE)], place(Answer.NO))


def by_value(printed: PrintedFigure, bearing: str, value: ArrayLike) -> np.ndarray:
    """What a value that is certain says of a claim, a fact or what follows from exact inputs: see `by_draws`."""
    value = np.asarray(value, dtype=float)
    answer = by_draws(printed, bearing, Shares.of(printed, value[..., None], value, value))
    return np.where(answer == place(Answer.LIKELY), place(Answer.YES), answer)


def by_arithmetic(printed: PrintedFigure, value: ArrayLike, low: ArrayLike, high: ArrayLike) -> np.ndarray:
    """
    Whether a figure follows from the source's own.

    Parameters
    ----------
    printed : PrintedFigure
        What the claim says; *about* widens nothing.
    value : array or float
        The result from the printed operands, in the claim's unit.
    low, high : array or float
        The least and the greatest result that operands which round to the printed ones give.

    Returns
    -------
    array of int
        Places in `SUMS`.
    """
    exactly = printed.without_about
    met = exactly.met_by(value) | exactly.reached_by(low, high)
    return np.where(met, SUMS.index(AddsUp.YES), SUMS.index(AddsUp.NO))


def both(first: Answer, second: Answer) -> Answer:
    """What two tests of one grade say together: equals that disagree cannot settle it."""
    if first not in SETTLING or second not in SETTLING:
        if first in SETTLING or second in SETTLING:
            return first if first in SETTLING else second
        return Answer.NOT_DUE if Answer.NOT_DUE in (first, second) else Answer.LEAVES_OPEN
    against = {first, second} & {Answer.NO, Answer.CANNOT_BE_SETTLED}
    if against and first is not second:
        return Answer.CANNOT_BE_SETTLED
    return max(first, second, key=ANSWERS.index)


#: `both` as a table of places in `ANSWERS`.
TOGETHER = np.array([[place(both(first, second)) for second in ANSWERS] for first in ANSWERS])


def settle(answers: Iterable[tuple[int, ArrayLike]]) -> np.ndarray:
    """
    What all tests from outside say together: those of the best grade that settle it decide.

    Parameters
    ----------
    answers : iterable of pairs
        Each test's grade, the best the lowest, and its answers as places in `ANSWERS`.

    Returns
    -------
    array of int
        Places in `ANSWERS`.
    """
    by_grade: dict[int, np.ndarray] = {}
    for grade, answer in answers:
        open_so_far = by_grade.get(grade, np.array(place(Answer.LEAVES_OPEN)))
        by_grade[grade] = TOGETHER[open_so_far, np.asarray(answer)]
    found = np.array(place(Answer.LEAVES_OPEN))
    for grade in sorted(by_grade):
        found = np.where(found < len(SETTLING), found, TOGETHER[found, by_grade[grade]])
    return found


def verdict(adds_up: AddsUp, is_so: Answer) -> Verdict:
    """The verdict: the first that applies to what adds up and is so."""
    if adds_up is AddsUp.NO or is_so is Answer.NO:
        return Verdict.FAILS
    if is_so in (Answer.YES, Answer.LIKELY):
        return Verdict.HOLDS
    if is_so is Answer.POSSIBLE:
        return Verdict.PLAUSIBLE
    if adds_up is AddsUp.YES:
        return Verdict.ADDS_UP
    if is_so is Answer.NOT_DUE:
        return Verdict.PENDING
    return Verdict.UNVERIFIED if is_so is Answer.NOT_FOUND else Verdict.UNDERDETERMINED


VERDICTS = tuple(Verdict)

#: `verdict` as a table of places in `VERDICTS`, by places in `SUMS` and in `ANSWERS`.
WORDS = np.array([[VERDICTS.index(verdict(adds_up, is_so)) for is_so in ANSWERS] for adds_up in SUMS])

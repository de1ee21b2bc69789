"""
A claim judged along many values of some inputs at once: for sweeps, and for what could turn a verdict.

It is judged by the rules of `claimbook.model.verdict`, on the model's own draws, as one claim at one point is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from claimbook.model.algebra import as_function
from claimbook.model.graph import upstream
from claimbook.model.judging import ESTIMATED, grade_of, sum_of, told
from claimbook.model.model import Model
from claimbook.model.uncertainty import LEVELS, places, spread
from claimbook.model.verdict import (
    ANSWERS,
    SETTLING,
    SUMS,
    WORDS,
    AddsUp,
    Answer,
    Shares,
    by_arithmetic,
    by_draws,
    by_value,
    place,
    settle,
)  # fmt: skip
from claimbook.register.assumptions import open_operands
from claimbook.register.claims import Claim
from claimbook.register.printed import PrintedFigure

QUANTILES = (LEVELS[0], 0.5, LEVELS[1])

#: Rows that `quantiles_at` gives of each estimate.
ROWS = 4

#: Values of some inputs in root units, by their names: arrays of one shape.
Points = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class SweptTest:
    """
    A test by a quantity, as plain data.

    Attributes
    ----------
    kind, quantity, bearing : str
        As the register has them.
    grade : int
        How good it is, if it is from outside.
    """

    kind: str
    quantity: str
    bearing: str
    grade: int


@dataclass(frozen=True)
class Judged:
    """
    The claim that a sweep is held against, as plain data.

    Attributes
    ----------
    claim : str
        Its id.
    printed : PrintedFigure
        What it says.
    tests : tuple of SweptTest
        Those of its tests that a quantity decides.
    sums : int
        What its other arithmetic says, as a place in `SUMS`.
    answers : tuple of pairs of int
        Grades and answers of its other tests from outside, as places in `ANSWERS`.
    unsettled : int
        What is said where no test settles it, as a place in `ANSWERS`.
    """

    claim: str
    printed: PrintedFigure
    tests: tuple[SweptTest, ...]
    sums: int
    answers: tuple[tuple[int, int], ...]
    unsettled: int

    @property
    def estimates(self) -> tuple[SweptTest, ...]:
        """The tests that draws decide."""
        return tuple(test for test in self.tests if test.kind != "arithmetic")

    @property
    def estimates_may_settle(self) -> bool:
        """Whether draws may settle it: there are some, and no fact does already."""
        by_facts = [answer for grade, answer in self.answers if grade < ESTIMATED]
        return bool(self.estimates) and all(ANSWERS[answer] not in SETTLING for answer in by_facts)

    @property
    def sums_redone(self) -> tuple[SweptTest, ...]:
        """The tests of the source's own arithmetic."""
        return tuple(test for test in self.tests if test.kind == "arithmetic")


def judged_claim(claim: Claim, model: Model) -> Judged:
    """A claim as a sweep judges it: what its quantities decide anew at each point, and what its other tests say."""
    result = model.result(claim.id)
    moving = [one for one in result.tests if one.test.moves]
    others = [one for one in result.tests if one not in moving]
    assert claim.printed is not None
    return Judged(
        claim=claim.id,
        printed=claim.printed,
        tests=tuple(
            SweptTest(one.test.kind, one.test.quantity, one.test.bearing, grade_of(one.test, model)) for one in moving
        ),
        sums=SUMS.index(sum_of(one.answer for one in others if isinstance(one.answer, AddsUp))),
        answers=tuple((one.grade, place(one.answer)) for one in others if isinstance(one.answer, Answer)),
        unsettled=place(told(Answer.LEAVES_OPEN, claim)),
    )


def verdicts(judged: Judged, central: np.ndarray, drawn: np.ndarray | None) -> dict[str, np.ndarray]:
    """
    The verdict at each point, and how likely the claim is there where draws decide it and no sum does.

    Parameters
    ----------
    judged : Judged
        The claim.
    central : array, shape (3 × sums + estimates, n)
        Of each sum its value and both ends, then of each estimate its value: what `values_at` gives after its first
        row, in the claim's unit.
    drawn : array, shape (3 + 4 × estimates, n), or None
        What `quantiles_at` gives.
    """
    sums = np.full(central.shape[1], judged.sums)
    for i in range(len(judged.sums_redone)):
        sums = np.minimum(sums, by_arithmetic(judged.printed, *central[3 * i : 3 * i + 3]))
    values = central[3 * len(judged.sums_redone) :]
    answers: list[tuple[int, Any]] = list(judged.answers)
    shares_within: list[np.ndarray] = []
    by_estimates: list[np.ndarray] = []
    for i, test in enumerate(judged.estimates):
        answer = by_value(judged.printed, test.bearing, values[i])
        if drawn is not None:
            first = len(QUANTILES) + ROWS * i
            below, within, narrow, certain = drawn[first : first + ROWS]
            shares = Shares(below, within, 1 - below - within, narrow > 0.5)
            answer = np.where(certain > 0, answer, by_draws(judged.printed, test.bearing, shares))
            shares_within.append(np.where(certain > 0, np.nan, within))
            by_estimates.append(answer)
        answers.append((test.grade, answer))
    is_so = settle(answers)
    is_so = np.where(is_so == place(Answer.LEAVES_OPEN), judged.unsettled, is_so)
    columns = {"verdict": WORDS[sums, is_so].astype(np.int8)}
    if judged.estimates_may_settle and drawn is not None:
        agreeing = [answer == is_so for answer in by_estimates]
        likely = np.select(agreeing, shares_within, np.nan)
        columns["probability"] = np.where(sums == SUMS.index(AddsUp.NO), np.nan, likely)
    return columns


def values_at(quantity: str, judged: Judged | None, at: Points, model: Model) -> np.ndarray:
    """
    A quantity at points, all other assumptions at their central values, in root units, shape (k, n).

    The first row is the quantity; for a claim, three rows of each sum follow (its value and both its ends), and then
    one of each estimate.
    """
    inputs: dict[str, Any] = {name: model.in_roots[name] for name in needed_by(quantity, judged, model)}
    inputs |= at
    rows = [value_of(quantity, inputs, model)]
    if judged:
        for test in judged.sums_redone:
            at_corners = corners(test.quantity, inputs, set(at), model)
            ends = np.array([value_of(test.quantity, corner, model) for corner in at_corners])
            rows += [value_of(test.quantity, inputs, model), ends.min(axis=0), ends.max(axis=0)]
        rows += [value_of(test.quantity, inputs, model) for test in judged.estimates]
    shape = next(iter(at.values())).shape
    return np.array([np.broadcast_to(row, shape) for row in rows])


def value_of(quantity: str, inputs: Mapping[str, Any], model: Model) -> np.ndarray:
    """A quantity from inputs in root units."""
    names = upstream(model.project, quantity)
    return np.asarray(as_function(model.project, quantity)(*(inputs[name] for name in names)), dtype=float)


def corners(
    quantity: str, inputs: Mapping[str, Any], moved: Collection[str], model: Model
) -> Iterator[Mapping[str, Any]]:
    """The inputs with each printed operand at both ends that its digits leave open, but for those that are moved."""
    fixed = [name for name in upstream(model.project, quantity) if name not in moved]
    ends = open_operands(fixed, model.assumptions)
    for chosen in product(*ends.values()):
        yield {**inputs, **dict(zip(ends, chosen, strict=True))}


def quantiles_at(
    quantity: str, judged: Judged | None, at: Points, drawn: Mapping[str, np.ndarray], scale: float, model: Model
) -> np.ndarray:
    """
    What draws say at points, shape (3 + 4 × estimates, n).

    Parameters
    ----------
    quantity : str
        The quantity, of whose draws the first three rows are quantiles, in root units.
    judged : Judged or None
        A claim: of each of its estimates follow the shares of draws below and within what is printed, whether its
        interval is narrow, and whether nothing in it is uncertain.
    at : mapping
        The points.
    drawn : mapping
        Draws of the other assumptions that could be otherwise, in root units: see `draws_of`.
    scale : float
        What one of the claim's unit is in root units.
    model : Model
        Where all other values come from.
    """
    inputs: dict[str, Any] = {name: model.in_roots[name] for name in needed_by(quantity, judged, model)}
    inputs |= drawn
    tests = judged.estimates if judged else ()
    count = len(next(iter(at.values())))
    found = np.empty((len(QUANTILES) + ROWS * len(tests), count))
    for i in range(count):
        inputs |= {name: values[i] for name, values in at.items()}
        values = {name: value_of(name, inputs, model) for name in {quantity, *(test.quantity for test in tests)}}
        ends = {name: quantiles_of(value) for name, value in values.items()}
        found[: len(QUANTILES), i] = ends[quantity]
        for j, test in enumerate(tests):
            assert judged is not None
            value, (low, _, high) = values[test.quantity], ends[test.quantity]
            shares = Shares.of(judged.printed, value / scale, low / scale, high / scale)
            first = len(QUANTILES) + ROWS * j
            found[first : first + ROWS, i] = shares.below, shares.within, shares.is_narrow, value.ndim == 0
    return found


def quantiles_of(drawn: np.ndarray) -> np.ndarray:
    """Low end, median and high end of draws; none of draws that are not finite."""
    return np.quantile(drawn, QUANTILES) if np.isfinite(drawn).all() else np.full(len(QUANTILES), np.nan)


def needed_by(quantity: str, judged: Judged | None, model: Model) -> list[str]:
    """Assumptions that a quantity or any test of a claim depends on, in the order of the table."""
    quantities = [quantity, *(test.quantity for test in (judged.tests if judged else ()))]
    needed = {name for one in quantities for name in upstream(model.project, one)}
    return [name for name in model.assumptions if name in needed]


def draws_of(
    quantity: str, judged: Judged | None, moved: Collection[str], model: Model, count: int, part: int = 0
) -> dict[str, np.ndarray]:
    """
    Draws of the uncertain assumptions that a quantity or a claim depends on, those moved left out, in root units.

    They are those of `Model.sample`: correlated assumptions are drawn together even where only one is needed.
    """
    needed = [
        name for name in needed_by(quantity, judged, model) if model.assumptions[name].is_range and name not in moved
    ]
    found = places(needed, model.project.correlations, count, part)
    return {name: spread(model.assumptions[name], found[name]) for name in needed}

"""What comparing a claim with its quantity says: the verdicts, and the rules."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from claimbook.register.printed import PrintedFigure


class Verdict(StrEnum):
    """Does the claim stand?"""

    HOLDS = "holds"
    PLAUSIBLE = "plausible"
    FAILS = "fails"
    UNDERDETERMINED = "underdetermined"
    UNVERIFIED = "unverified"
    PENDING = "pending"


#: What prose says of a claim with each verdict.
PHRASES = {
    Verdict.HOLDS: "holds",
    Verdict.PLAUSIBLE: "is plausible",
    Verdict.FAILS: "fails",
    Verdict.UNDERDETERMINED: "is underdetermined",
    Verdict.UNVERIFIED: "is unverified",
    Verdict.PENDING: "is pending",
}


#: Verdicts that numbers alone can give, by their code in `judge_all`.
BY_NUMBERS = (Verdict.HOLDS, Verdict.PLAUSIBLE, Verdict.FAILS)


def judge_all(printed: PrintedFigure, derived: ArrayLike, low: ArrayLike, high: ArrayLike) -> np.ndarray:
    """
    Verdicts on a claim for many derived values at once.

    Parameters
    ----------
    printed : PrintedFigure
        What the claim says.
    derived : array, shape (n,), or float
        Values from central assumptions, in the claim's unit.
    low, high : array, shape (n,), or float
        90 % intervals from the assumptions' ranges, in the claim's unit.

    Returns
    -------
    array of int, shape (n,)
        Places in `BY_NUMBERS`.
    """
    return np.select([printed.met_by(derived), printed.reached_by(low, high)], [0, 1], default=2).astype(np.int8)


def judge(printed: PrintedFigure, derived: float, low: float, high: float) -> Verdict:
    """Verdict on a claim that has a derivation: see `judge_all`."""
    return BY_NUMBERS[int(judge_all(printed, derived, low, high))]

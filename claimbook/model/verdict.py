"""What comparing a claim with its quantity says: the verdicts, and the rules."""

from enum import StrEnum

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


def judge(printed: PrintedFigure, derived: float, low: float, high: float) -> Verdict:
    """
    Verdict on a claim that has a derivation.

    Parameters
    ----------
    printed : PrintedFigure
        What the claim says.
    derived : float
        The value from the central assumptions, in the claim's unit.
    low, high : float
        The 90 % interval from the assumptions' ranges, in the claim's unit.
    """
    if printed.contains(derived):
        return Verdict.HOLDS
    if printed.reached_by(low, high):
        return Verdict.PLAUSIBLE
    return Verdict.FAILS

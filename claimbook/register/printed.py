"""The printed figure of a claim as the set of values that would make it true."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import inf, isclose

from claimbook.errors import UserError

#: How far "about" reaches, as a share of the figure (ARCHITECTURE.md, "Verdicts").
ABOUT = 0.10

#: Values this close to an end, relative to it, are at it: the last digits of a float must not decide a verdict.
ROUNDING = 1e-12


@dataclass(frozen=True)
class PrintedFigure:
    """
    A claim's figure as the set of values that would make it true.

    Attributes
    ----------
    relation : str
        ``=``, ``≈``, ``>``, ``≥``, ``<``, ``≤`` or ``in``.
    claimed : float
        The figure; for ``in`` the middle of the printed range.
    digits : int
        How many significant digits are printed.
    low, high : float
        Ends of the set; infinite on the open side of a bound.
    """

    relation: str
    claimed: float
    digits: int
    low: float
    high: float

    @classmethod
    def read(cls, relation: str, text: str) -> "PrintedFigure":
        """
        Figure as the claims table writes it: ``3.64e3`` is any value from 3,635 to 3,645.

        Raises
        ------
        UserError
            If the text is not a figure or the relation is not one of the known.
        """
        try:
            ends = [Decimal(end) for end in text.split("..")]
        except InvalidOperation:
            raise UserError(f"{text!r} is not a printed figure; write one such as 6.16e6, or 90..100") from None
        if len(ends) != (2 if relation == "in" else 1):
            raise UserError(
                f"{text!r} does not go with the relation {relation!r}; a range such as 90..100 goes with 'in'"
            )
        digits = max(len(end.as_tuple().digits) for end in ends)
        first, last = float(ends[0]), float(ends[-1])
        half_unit = float(Decimal(5).scaleb(int(ends[0].as_tuple().exponent) - 1))
        satisfied = {
            "=": (first - half_unit, first + half_unit),
            "≈": (first * (1 - ABOUT), first * (1 + ABOUT)),
            ">": (first, inf),
            "≥": (first, inf),
            "<": (-inf, first),
            "≤": (-inf, first),
            "in": (first, last),
        }
        if relation not in satisfied:
            raise UserError(f"{relation!r} is not a relation; use one of {' '.join(satisfied)}")
        return cls(relation, (first + last) / 2, digits, *satisfied[relation])

    def contains(self, value: float) -> bool:
        """Whether a value makes the claim true as printed."""
        at_end = any(isclose(value, end, rel_tol=ROUNDING) for end in (self.low, self.high))
        if at_end:
            return self.relation not in "<>"
        return self.low < value < self.high

    def reached_by(self, low: float, high: float) -> bool:
        """Whether any value from low to high makes the claim true as printed."""
        nearest = min(max(self.claimed, low), high)
        return any(self.contains(value) for value in (low, high, nearest))

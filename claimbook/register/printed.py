"""The printed figure of a claim as the set of values that would make it true."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from math import inf, isfinite, isinf

import numpy as np
from numpy.typing import ArrayLike

from claimbook.errors import UserError

#: How far "about" reaches, as a share of the figure.
ABOUT = 0.10

#: Values this close to an end, relative to it, are at it: the last digits of a float must not decide a verdict.
ROUNDING = 1e-12

#: What is found is shown with so many significant digits; with more only beside a figure that is printed with more.
SHOWN_DIGITS = 3

#: How a relation is said before a figure.
SAID = {"=": "", "≈": "about", ">": "more than", "≥": "at least", "<": "less than", "≤": "at most"}


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
    half_unit : float
        Half a unit of the last printed digit, from which on a value rounds to another figure.
    low, high : float
        Ends of the set; infinite on the open side of a bound.
    """

    relation: str
    claimed: float
    digits: int
    half_unit: float
    low: float
    high: float

    @classmethod
    def of(cls, text: str) -> "PrintedFigure":
        """
        Figure as the claims' files write it: a number or a range, after words that say how it is meant.

        Raises
        ------
        UserError
            If the text is no figure.

        Examples
        --------
        >>> PrintedFigure.of("more than 20").low, PrintedFigure.of("90..100").high, PrintedFigure.of("about 30").low
        (20.0, 100.0, 27.0)
        """
        words, _, figure = text.strip().rpartition(" ")
        meant = {said: relation for relation, said in SAID.items()}
        if words.strip() not in meant:
            said = ", ".join(f"'{word}'" for word in SAID.values() if word)
            raise UserError(
                f"{text!r} is not a printed figure; write one such as 6.16e6 or 90..100, after {said} if so said"
            )
        relation = "in" if ".." in figure and not words else meant[words.strip()]
        return cls.read(relation, figure)

    @classmethod
    def read(cls, relation: str, text: str) -> "PrintedFigure":
        """
        Figure without the words before it: ``3.64e3`` is any value from 3,635 to 3,645.

        Raises
        ------
        UserError
            If the text is not a figure or the relation is not one of the known.
        """
        try:
            ends = [Decimal(end) for end in text.split("..")]
        except InvalidOperation:
            ends = []
        if not ends or not all(end.is_finite() and isfinite(float(end)) for end in ends):
            raise UserError(f"{text!r} is not a printed figure; write one such as 6.16e6, or 90..100")
        if len(ends) != (2 if relation == "in" else 1):
            raise UserError(
                f"{text!r} does not go with the relation {relation!r}; a range such as 90..100 goes with 'in'"
            )
        if ends[0] > ends[-1]:
            raise UserError(f"{text!r} ends below where it begins")
        digits = max(len(end.as_tuple().digits) for end in ends)
        first, last = float(ends[0]), float(ends[-1])
        half_unit = float(Decimal(5).scaleb(int(ends[0].as_tuple().exponent) - 1))
        satisfied = {
            "=": (first - half_unit, first + half_unit),
            "≈": (first - abs(first) * ABOUT, first + abs(first) * ABOUT),
            ">": (first, inf),
            "≥": (first, inf),
            "<": (-inf, first),
            "≤": (-inf, first),
            "in": (first, last),
        }
        if relation not in satisfied:
            raise UserError(f"{relation!r} is not a relation; use one of {' '.join(satisfied)}")
        return cls(relation, (first + last) / 2, digits, half_unit, *satisfied[relation])

    @staticmethod
    def written(relation: str, figure: str) -> str:
        """
        A figure as the claims' files write it: what `of` reads.

        Examples
        --------
        >>> PrintedFigure.written(">", "20"), PrintedFigure.written("in", "90..100"), PrintedFigure.written("=", "3")
        ('more than 20', '90..100', '3')
        """
        return f"{SAID.get(relation, '')} {figure}".strip()

    @property
    def is_point(self) -> bool:
        """Whether it is one figure, and not a bound or a range that many values meet."""
        return self.relation in "=≈"

    @property
    def shown_digits(self) -> int:
        """With how many significant digits a value found is shown beside it."""
        return max(SHOWN_DIGITS, self.digits)

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of a printed range; of any other figure itself, twice."""
        return (self.low, self.high) if self.relation == "in" else (self.claimed, self.claimed)

    @property
    def towards(self) -> int:
        """1 where the claim says more than the figure, as "at least" does, -1 where it says less, else 0."""
        return {">": 1, "≥": 1, "<": -1, "≤": -1}.get(self.relation, 0)

    @property
    def without_about(self) -> "PrintedFigure":
        """The figure taken at its digits: arithmetic on printed figures is not forgiven ten per cent."""
        if self.relation != "≈":
            return self
        return replace(self, relation="=", low=self.claimed - self.half_unit, high=self.claimed + self.half_unit)

    def times(self, factor: float) -> "PrintedFigure":
        """The same figure in a unit of which so many are one of its own: what rounds to it stays as it is."""
        scaled = {name: getattr(self, name) * factor for name in ("claimed", "half_unit", "low", "high")}
        return replace(self, **scaled)

    def nearest_to(self, value: float) -> float:
        """The figure itself; of a range or a bound, which many values meet, the end or the value that is nearest."""
        return self.claimed if self.is_point else float(np.clip(value, self.low, self.high))

    def contains(self, value: float) -> bool:
        """Whether a value makes the claim true as printed."""
        return bool(self.met_by(value))

    def met_by(self, values: ArrayLike) -> np.ndarray:
        """
        Which of some values make the claim true as printed.

        Parameters
        ----------
        values : array or float
            Values in the claim's unit.

        Returns
        -------
        array of bool
            In the shape of the values.
        """
        values = np.asarray(values, dtype=float)
        at_end = is_at(values, self.low) | is_at(values, self.high)
        within = (self.low < values) & (values < self.high)
        return within & ~at_end if self.relation in "<>" else within | at_end

    def reached_by(self, low: ArrayLike, high: ArrayLike) -> np.ndarray:
        """Whether any value from low to high makes the claim true as printed: both ends, and the nearest between."""
        nearest = np.clip(self.claimed, low, high)
        return self.met_by(low) | self.met_by(high) | self.met_by(nearest)


def is_at(values: np.ndarray, end: float) -> np.ndarray:
    """Which of some values are at an end, but for the last digits of a float."""
    if isinf(end):
        return values == end
    nearest_zero, farthest = end * (1 - ROUNDING), end / (1 - ROUNDING)
    return (min(nearest_zero, farthest) <= values) & (values <= max(nearest_zero, farthest))

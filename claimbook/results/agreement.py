"""How far two ratings of the same claims, made without sight of each other, agree."""

from dataclasses import dataclass
from math import sqrt

import pandas as pd
from scipy.special import ndtri


@dataclass(frozen=True)
class Agreement:
    """
    How far two raters agree.

    Attributes
    ----------
    count, agreed : int
        Claims rated, and those with one verdict by both.
    kappa : float
        Cohen's kappa: agreement beyond chance, 1 where it is full.
    low, high : float
        Its 90 % interval.
    """

    count: int
    agreed: int
    kappa: float
    low: float
    high: float

    @classmethod
    def of(cls, first: pd.Series, second: pd.Series) -> "Agreement":
        """
        The agreement of two ratings, row by row.

        Kappa is that of Cohen (1960), "A Coefficient of Agreement for Nominal Scales", and its standard error the
        approximation given there, equation 7. Raters who both give one word to all agree by chance alone; theirs is 1
        where they agree, by convention.

        Examples
        --------
        >>> both = pd.Series(["yes"] * 25 + ["no"] * 25)
        >>> other = pd.Series(["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15)
        >>> round(Agreement.of(both, other).kappa, 3)
        0.4
        """
        count, agreed = len(first), int((first.to_numpy() == second.to_numpy()).sum())
        shares = [rating.value_counts(normalize=True) for rating in (first, second)]
        observed, expected = agreed / count, float(shares[0].mul(shares[1], fill_value=0).sum())
        if expected == 1:
            return cls(count, agreed, 1.0, 1.0, 1.0)
        kappa = (observed - expected) / (1 - expected)
        error = sqrt(observed * (1 - observed) / count) / (1 - expected)
        reach = float(ndtri(0.95)) * error
        return cls(count, agreed, kappa, max(-1.0, kappa - reach), min(1.0, kappa + reach))

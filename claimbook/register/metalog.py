"""
Metalog distributions from three percentiles: the family that honours a range's low end, value and high end alike.

Keelin (2016), "The Metalog Distributions", Decision Analysis 13(4), section 5: three terms from a symmetric percentile
triplet, here the 5th, 50th and 95th, of the quantity's logarithm or, where it has a maximum, of its log-odds.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit

from claimbook.errors import UserError

#: The lower of the three percentiles; the upper is as far from one.
LOWEST = 0.05

#: Where the middle of the three may lie between the outer two, for the curve to rise everywhere (Keelin's equation 28).
NEAREST = 0.5 * (1 - 1.66711 * (0.5 - LOWEST))


def unbounded(value: ArrayLike, maximum: float | None) -> np.ndarray:
    """A value above zero, and below its maximum if it has one, on a scale without ends: its logarithm or log-odds."""
    value = np.asarray(value, dtype=float)
    with np.errstate(divide="ignore"):
        return np.log(value) if maximum is None else np.log(value / (maximum - value))


def coefficients(low: float, value: float, high: float, maximum: float | None = None) -> tuple[float, float, float]:
    """
    Coefficients of the metalog with these percentiles.

    Parameters
    ----------
    low, value, high : float
        The 5th, 50th and 95th percentile, above zero and below the maximum.
    maximum : float, optional
        What nothing can exceed.

    Returns
    -------
    tuple of float
        Keelin's a₁, a₂ and a₃, of the logarithm or the log-odds.

    Raises
    ------
    UserError
        If no metalog has these percentiles.
    """
    first, middle, last = unbounded([low, value, high], maximum)
    spread = last - first
    if not np.isfinite(spread):
        raise UserError(
            f"no distribution of this family has {low:g}, {value:g} and {high:g} as its 5th, 50th and 95th percentile: "
            f"the high end must stay below the maximum, {maximum:g}"
        )
    if not NEAREST * spread < middle - first < (1 - NEAREST) * spread:
        nearest, farthest = first + NEAREST * spread, last - NEAREST * spread
        between = bounded(np.array([nearest, farthest]), maximum)
        right = f"between these ends the middle lies from {between[0]:.3g} to {between[1]:.3g}; look the three up again"
        raise UserError(
            f"no distribution of this family has {low:g}, {value:g} and {high:g} as its 5th, 50th and 95th percentile: "
            f"{right}"
        )
    place = (middle - first) / spread
    odds = logit(1 - LOWEST)
    return float(middle), float(spread / (2 * odds)), float((1 - 2 * place) * spread / ((1 - 2 * LOWEST) * odds))


def quantiles(place: np.ndarray, terms: tuple[float, ...], maximum: float | None = None) -> np.ndarray:
    """
    Values at places in a metalog distribution.

    Parameters
    ----------
    place : array, shape (n,)
        Between 0 and 1.
    terms : tuple of float
        What `coefficients` gives.
    maximum : float, optional
        What nothing can exceed.

    Returns
    -------
    array, shape (n,)
        In the unit of the percentiles.
    """
    first, second, third = terms
    return bounded(first + (second + third * (place - 0.5)) * logit(place), maximum)


def bounded(number: np.ndarray, maximum: float | None) -> np.ndarray:
    """The value whose logarithm or log-odds a number is: the inverse of `unbounded`."""
    return np.exp(number) if maximum is None else maximum / (1 + np.exp(-number))

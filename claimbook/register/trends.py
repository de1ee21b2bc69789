"""Trends in dated observations: which were the largest at their date, and how fast they doubled."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from claimbook.errors import UserError

#: Fewer observations than this leave no degrees of freedom worth an interval.
FEWEST = 4


class Estimate(NamedTuple):
    """A fitted number and the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Fit:
    """
    A straight line through the binary logarithms of sizes: its slope counts doublings a year.

    Attributes
    ----------
    slope : float
        Doublings a year.
    standard_error : float
        Of the slope.
    count : int
        How many observations were fitted.
    year, doublings : float
        Means of date and of log2 of size. A least-squares line goes through them whatever its slope.
    """

    slope: float
    standard_error: float
    count: int
    year: float
    doublings: float


def years(dates: pd.Series) -> pd.Series:
    """Dates as years with fractions; a date without a day or month is the first of its month or year."""
    date = pd.to_datetime(dates, format="ISO8601").dt
    return date.year + (date.day_of_year - 1) / (365 + date.is_leap_year)


def ranks(observations: pd.DataFrame) -> pd.Series:
    """
    Place of each observation's size among all up to its date; 1 is a record.

    Parameters
    ----------
    observations : DataFrame
        With the columns ``year`` and ``size``.
    """
    year, size = observations["year"].to_numpy(), observations["size"].to_numpy()
    larger = (year[None, :] <= year[:, None]) & (size[None, :] > size[:, None])
    return pd.Series(1 + larger.sum(axis=1), index=observations.index)


def observations_between(observations: pd.DataFrame, start: float, end: float) -> pd.DataFrame:
    """Observations from the start, included, to the end, not included, both in years with fractions."""
    return observations[(observations["year"] >= start) & (observations["year"] < end)]


def fit_line(observations: pd.DataFrame) -> Fit:
    """
    Least-squares line through the binary logarithms of sizes over time.

    Parameters
    ----------
    observations : DataFrame
        With the columns ``year`` and ``size``.

    Raises
    ------
    UserError
        If there are too few observations, or all are of one date.
    """
    if len(observations) < FEWEST or observations["year"].nunique() < 2:
        raise UserError(
            f"a trend needs at least {FEWEST} observations of different dates; there are {len(observations)}"
        )
    year, doublings = observations["year"].to_numpy(), np.log2(observations["size"].to_numpy())
    from_mean = year - year.mean()
    spread = from_mean @ from_mean
    slope = from_mean @ doublings / spread
    residual = doublings - doublings.mean() - slope * from_mean
    variance = residual @ residual / (len(observations) - 2)
    return Fit(
        slope=float(slope),
        standard_error=float(np.sqrt(variance / spread)),
        count=len(observations),
        year=float(year.mean()),
        doublings=float(doublings.mean()),
    )


def doublings_per_year(fit: Fit, level: float = 0.95) -> Estimate:
    """Slope of a fit with its interval at a level of confidence, by Student's t."""
    reach = float(stdtrit(fit.count - 2, 0.5 + level / 2)) * fit.standard_error
    return Estimate(fit.slope, fit.slope - reach, fit.slope + reach)


def doubling_time(fit: Fit, level: float = 0.95) -> Estimate:
    """
    Time in years in which a fit doubles, with its interval: the inverse of the slope's.

    Raises
    ------
    UserError
        If the slope's interval reaches zero, so that the time has no upper end.
    """
    slope, low, high = doublings_per_year(fit, level)
    if low <= 0:
        raise UserError(f"the {fit.count} observations do not show growth: their slope's interval reaches zero")
    return Estimate(1 / slope, 1 / high, 1 / low)

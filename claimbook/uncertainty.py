"""Ranges as distributions: draws of every assumption, correlated where data/correlations.csv says so."""

from collections.abc import Iterable, Mapping
from zlib import crc32

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri

from claimbook.errors import UserError
from claimbook.quantity import root_magnitude
from claimbook.tables import Assumption, correlations

#: Draws behind every interval of the report.
DRAWS = 20_000
SEED = 2026

#: Quantiles at the ends of a 90 % interval.
LEVELS = (0.05, 0.95)


def draw_all(assumptions: Mapping[str, Assumption], count: int, part: int = 0) -> dict[str, np.ndarray | float]:
    """
    Draws of each assumption: one draw of each serves all claims at once.

    Parameters
    ----------
    assumptions : mapping
        Assumptions by name.
    count : int
        How many draws.
    part : int
        Which part of a larger sample this is; each has draws of its own.

    Returns
    -------
    dict
        By name, magnitudes in root units: arrays of shape (count,), a number where nothing is uncertain.
    """
    uncertain = [name for name, assumption in assumptions.items() if assumption.is_range]
    drawn = {name: spread(assumptions[name], place) for name, place in places(uncertain, count, part).items()}
    return {name: drawn[name] if name in drawn else root_magnitude(a.value) for name, a in assumptions.items()}


def places(names: Iterable[str], count: int, part: int = 0) -> dict[str, np.ndarray]:
    """
    Where in its distribution each draw of each assumption lies, from 0 to 1, shape (count,).

    The places are evenly spaced, in an order of the assumption's own (Latin hypercube sampling, McKay et al.
    1979), so that an assumption added to the table changes no other. Correlated ones take their order from
    correlated normal draws (a Gaussian copula; Iman and Conover 1982), which leaves each distribution as it is.
    """
    spaced = (np.arange(count) + 0.5) / count
    order = {name: generator(name, part).permutation(count) for name in names}
    return {name: spaced[ranks] for name, ranks in (order | correlated_ranks(order, count, part)).items()}


def correlated_ranks(names: Iterable[str], count: int, part: int) -> dict[str, np.ndarray]:
    """
    Ranks of draws of those assumptions that are correlated with another one.

    Raises
    ------
    UserError
        If the stated correlations contradict each other.
    """
    known = set(names)
    pairs = {pair: value for pair, value in correlations().items() if known.issuperset(pair)}
    correlated = list(dict.fromkeys(name for pair in pairs for name in pair))
    if not correlated:
        return {}
    matrix = np.eye(len(correlated))
    for (first, second), rank_correlation in pairs.items():
        i, j = correlated.index(first), correlated.index(second)
        # The correlation of normal draws whose ranks have the one stated (Pearson 1907).
        matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi / 6 * rank_correlation)
    try:
        normal = generator("correlations", part).multivariate_normal(
            np.zeros(len(correlated)), matrix, count, method="cholesky"
        )
    except np.linalg.LinAlgError:
        raise UserError(f"data/correlations.csv: those of {', '.join(correlated)} contradict each other") from None
    return dict(zip(correlated, normal.argsort(axis=0).argsort(axis=0).T, strict=True))


def generator(name: str, part: int) -> np.random.Generator:
    """A stream of random numbers of one assumption's own."""
    return np.random.default_rng([SEED, part, crc32(name.encode())])


def spread(assumption: Assumption, place: np.ndarray) -> np.ndarray:
    """
    Values of an uncertain assumption at places in its distribution.

    Parameters
    ----------
    assumption : Assumption
        ``lognormal``: low and high are the 5 % and 95 % quantiles, and nothing lies above the maximum;
        ``uniform``: low and high are the ends; ``pert``: they are the ends and the value is the likeliest (beta
        distribution, Malcolm et al. 1959); ``choice``: each of the choices is as likely as the others.
    place : array, shape (n,)
        Between 0 and 1.

    Returns
    -------
    array, shape (n,)
        Magnitudes in root units.
    """
    low, value, high = map(root_magnitude, (assumption.low, assumption.value, assumption.high))
    if assumption.distribution == "choice":
        choices = np.array([root_magnitude(choice) for choice in assumption.choices])
        return choices[np.minimum((place * len(choices)).astype(int), len(choices) - 1)]
    if assumption.distribution == "uniform":
        return low + (high - low) * place
    if assumption.distribution == "pert":
        towards_high = (value - low) / (high - low)
        return low + (high - low) * betaincinv(1 + 4 * towards_high, 5 - 4 * towards_high, place)
    middle, deviation = np.log(low * high) / 2, np.log(high / low) / (ndtri(LEVELS[1]) - ndtri(LEVELS[0]))
    if assumption.maximum is not None:
        place = place * ndtr((np.log(root_magnitude(assumption.maximum)) - middle) / deviation)
    return np.exp(middle + deviation * ndtri(place))

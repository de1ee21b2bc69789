"""
Ranges as distributions: draws of every assumption, correlated where data/correlations.csv says so.

The live page makes the same draws in the browser (claimbook/site/static/live-model.js): what is random here is made of
32-bit integers, which both languages compute alike.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from scipy.special import betaincinv, ndtri

from claimbook.errors import UserError
from claimbook.register import metalog
from claimbook.register.assumptions import Assumption, metalog_terms
from claimbook.register.units import root_magnitude

#: Rank correlations of assumptions, by their two names.
Correlations: TypeAlias = Mapping[tuple[str, str], float]

#: Draws behind every interval of the report: a share of them is sure to half a per cent, an end to one to three.
DRAWS = 8_192
SEED = 2031

#: Quantiles at the ends of a 90 % interval.
LEVELS = (0.05, 0.95)


class Distribution(NamedTuple):
    """
    All that decides where the values of an uncertain assumption lie, in root units.

    Attributes
    ----------
    shape : str
        ``metalog``: low, value and high are its 5th, 50th and 95th percentile, and nothing lies above the maximum;
        ``uniform``: low and high are the ends; ``pert``: they are the ends and the value is the likeliest (beta
        distribution, Malcolm et al. 1959); ``choice``: each of the choices is as likely as the others, or as its
        weight says; ``lognormal``: low and high are its 5th and 95th percentile.
    low, value, high : float
        Its ends and its centre.
    maximum : float or None
        The most it can be.
    choices, weights : tuple of float
        Of a choice, what it may be, and how likely each is where that is said.
    terms : tuple of float
        Coefficients of the metalog, where it is one.
    """

    shape: str
    low: float
    value: float
    high: float
    maximum: float | None
    choices: tuple[float, ...]
    weights: tuple[float, ...]
    terms: tuple[float, ...]

    @staticmethod
    def of(assumption: Assumption) -> "Distribution":
        """The distribution of an assumption that is a range."""
        most = assumption.maximum
        return Distribution(
            assumption.distribution,
            root_magnitude(assumption.low),
            root_magnitude(assumption.value),
            root_magnitude(assumption.high),
            None if most is None else root_magnitude(most),
            tuple(map(root_magnitude, assumption.choices)),
            tuple(assumption.weights),
            metalog_terms(assumption) if assumption.distribution == "metalog" else (),
        )


def draw_all(
    assumptions: Mapping[str, Assumption],
    correlations: Correlations,
    count: int,
    part: int = 0,
    needed: Collection[str] | None = None,
) -> dict[str, np.ndarray | float]:
    """
    Draws of each assumption: one draw of each serves all claims at once.

    Parameters
    ----------
    assumptions : mapping
        Assumptions by name.
    correlations : mapping
        Rank correlations by two names.
    count : int
        How many draws.
    part : int
        Which part of a larger sample this is; each has draws of its own.
    needed : collection of str, optional
        The assumptions that are wanted, if not all: they come out as they would with the others.

    Returns
    -------
    dict
        By name, magnitudes in root units: arrays of shape (count,), a number where nothing is uncertain.
    """
    needed = set(assumptions if needed is None else needed)
    uncertain = [name for name, assumption in assumptions.items() if assumption.is_range]
    together = {name for pair in correlations for name in pair if name in uncertain}
    correlated = places(together, correlations, count, part) if together & needed else {}
    drawn = {name: spread(assumptions[name], place) for name, place in correlated.items()}
    for name in uncertain:
        if name in needed - together:
            drawn[name] = draws_of(name, Distribution.of(assumptions[name]), count, part)
    return {name: drawn[name] if name in drawn else root_magnitude(assumptions[name].value) for name in needed}


def draws_of(name: str, distribution: Distribution, count: int, part: int) -> np.ndarray:
    """Draws of an assumption that is correlated with no other; a scenario shares most of them with its book."""
    return kept_draws(name, distribution, part) if count == DRAWS else drawn_alone(name, distribution, count, part)


@lru_cache(maxsize=128)
def kept_draws(name: str, distribution: Distribution, part: int) -> np.ndarray:
    """As many draws of an assumption as stand behind the report, which nobody may change."""
    drawn = drawn_alone(name, distribution, DRAWS, part)
    drawn.flags.writeable = False
    return drawn


def drawn_alone(name: str, distribution: Distribution, count: int, part: int) -> np.ndarray:
    """Draws of an assumption, in its own order."""
    return values_in(distribution, spaced(count)[own_ranks(name, count, part)])


def places(names: Iterable[str], correlations: Correlations, count: int, part: int = 0) -> dict[str, np.ndarray]:
    """
    Where in its distribution each draw of each assumption lies, from 0 to 1, shape (count,).

    The places are evenly spaced, in an order of the assumption's own (Latin hypercube sampling, McKay et al.
    1979), so that an assumption added to the table changes no other. Correlated ones take their order from
    correlated normal draws (a Gaussian copula; Iman and Conover 1982), which leaves each distribution as it is.
    """
    names, linked = list(names), {name for pair in correlations for name in pair}
    correlated = correlated_ranks(correlations, count, part) if linked & set(names) else {}
    ranks = {name: correlated[name] if name in linked else own_ranks(name, count, part) for name in names}
    return {name: spaced(count)[order] for name, order in ranks.items()}


def spaced(count: int) -> np.ndarray:
    """Evenly spaced places between 0 and 1, shape (count,)."""
    return (np.arange(count) + 0.5) / count


def own_ranks(name: str, count: int, part: int = 0) -> np.ndarray:
    """An order of an assumption's own, shape (count,): that of scrambled numbers counted on from its seed."""
    with np.errstate(over="ignore"):
        return scramble(np.arange(count, dtype=np.uint32) + np.uint32(seed(name, part))).argsort()


def seed(name: str, part: int = 0) -> int:
    """Where an assumption's random numbers begin, from 0 to 2³² - 1."""
    return crc32(f"{SEED} {part} {name}".encode())


def scramble(numbers: np.ndarray) -> np.ndarray:
    """Each 32-bit integer turned into another, all different: the finalizer of MurmurHash3 (Appleby 2011)."""
    numbers = (numbers ^ (numbers >> 16)) * np.uint32(0x85EBCA6B)
    numbers = (numbers ^ (numbers >> 13)) * np.uint32(0xC2B2AE35)
    return numbers ^ (numbers >> 16)


def correlated_ranks(correlations: Correlations, count: int, part: int = 0) -> dict[str, np.ndarray]:
    """
    Ranks of draws of those assumptions that are correlated with another one, whether or not these are set.

    Raises
    ------
    UserError
        If the stated correlations contradict each other.
    """
    correlated = list(dict.fromkeys(name for pair in correlations for name in pair))
    if not correlated:
        return {}
    matrix = np.eye(len(correlated))
    for (first, second), rank_correlation in correlations.items():
        i, j = correlated.index(first), correlated.index(second)
        # The correlation of normal draws whose ranks have the one stated (Pearson 1907).
        matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi / 6 * rank_correlation)
    generator = np.random.default_rng([SEED, part])
    try:
        normal = generator.multivariate_normal(np.zeros(len(correlated)), matrix, count, method="cholesky")
    except np.linalg.LinAlgError:
        raise UserError(f"data/correlations.csv: those of {', '.join(correlated)} contradict each other") from None
    return dict(zip(correlated, normal.argsort(axis=0).argsort(axis=0).T, strict=True))


def spread(assumption: Assumption, place: np.ndarray) -> np.ndarray:
    """
    Values of an uncertain assumption at places in its distribution.

    Parameters
    ----------
    assumption : Assumption
        A range.
    place : array, shape (n,)
        Between 0 and 1.

    Returns
    -------
    array, shape (n,)
        Magnitudes in root units.
    """
    return values_in(Distribution.of(assumption), place)


def values_in(distribution: Distribution, place: np.ndarray) -> np.ndarray:
    """Values at places in a distribution, as `spread` gives them."""
    shape, low, value, high = distribution[:4]
    if shape == "choice":
        choices = np.array(distribution.choices)
        if distribution.weights:
            return choices[np.searchsorted(np.cumsum(distribution.weights[:-1]), place, side="right")]
        return choices[np.minimum((place * len(choices)).astype(int), len(choices) - 1)]
    if shape == "uniform":
        return low + (high - low) * place
    if shape == "lognormal":
        sigma = np.log(high / low) / (2 * ndtri(LEVELS[1]))
        return np.sqrt(low) * np.sqrt(high) * np.exp(sigma * ndtri(place))
    if shape == "pert":
        towards_high = (value - low) / (high - low)
        return low + (high - low) * betaincinv(1 + 4 * towards_high, 5 - 4 * towards_high, place)
    return metalog.quantiles(place, distribution.terms, distribution.maximum)

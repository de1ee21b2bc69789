"""What drives a quantity: elasticities, swings, shares of its spread; and what could turn a verdict."""

from dataclasses import dataclass
from math import inf, log

import numpy as np
import sympy

from claimbook.model.algebra import formula, symbols, value_with
from claimbook.model.graph import upstream
from claimbook.model.grid import judged_claim, needed_by, quantiles_at, values_at, verdicts
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS, SEED, spaced, spread
from claimbook.model.verdict import VERDICTS, Verdict
from claimbook.project import Project, remembered
from claimbook.register.units import root_magnitude

#: Values at which it is asked whether a verdict turns: both ends and some between.
STEPS = 7

#: What shares add up to where that is more than 100 % in whole per cent.
MORE_THAN_ALL = 1.005

#: Points of the Sobol sequence in each input; a power of two, as the sequence wants it.
SOBOL_POINTS = 1024


@dataclass(frozen=True)
class Driver:
    """
    What one assumption does to a quantity.

    Attributes
    ----------
    assumption : str
        Its name.
    elasticity : float
        Per cent that the quantity changes for one per cent of the assumption.
    at_low, at_high : float
        The quantity with the assumption at the ends of its range, all others at their values, in root units.
    share : float
        Share of the quantity's spread that is due to the assumption's range, with what it does in interaction.
    """

    assumption: str
    elasticity: float
    at_low: float
    at_high: float
    share: float

    @property
    def swing(self) -> float:
        """How far the range moves the quantity, as the logarithm of a factor; infinite if through zero."""
        if self.at_low == self.at_high:
            return 0.0
        return abs(log(self.at_high / self.at_low)) if self.at_low * self.at_high > 0 else inf


def drivers(quantity: str, model: Model) -> list[Driver]:
    """
    What each assumption does to a quantity, the widest swing first, then the steepest elasticity, dates last.

    Raises
    ------
    UserError
        If no quantity has this name.
    """
    return list(drivers_of(model, quantity))


@remembered
def drivers_of(model: Model, quantity: str) -> tuple[Driver, ...]:
    """What each assumption does to a quantity: see `drivers`."""
    names = upstream(model.project, quantity)
    shares = spread_shares(quantity, model)
    found = [
        Driver(name, elasticity(quantity, name, model), *ends(quantity, name, model), shares[name]) for name in names
    ]
    is_date = {name: model.assumptions[name].is_date for name in names}
    return tuple(sorted(found, key=lambda d: (-d.swing, is_date[d.assumption], -np.nan_to_num(abs(d.elasticity)))))


def shares_overlap(quantity: str, model: Model) -> bool:
    """
    Whether the shares of a quantity's spread add up to more than 100 %, in whole per cent.

    They do where assumptions act together, as in the greatest of some: total indices count that for each of them.
    """
    return sum(driver.share for driver in drivers_of(model, quantity)) >= MORE_THAN_ALL


def elasticity(quantity: str, assumption: str, model: Model) -> float:
    """Per cent that a quantity changes for one per cent of an assumption, exactly; NaN of a quantity that is zero."""
    project = model.project
    found = elasticity_formula(project, quantity, assumption)
    if not found.is_number:
        found = found.subs({symbols(project)[name]: model.in_roots[name] for name in upstream(project, quantity)})
    return float(found) if found.is_finite else float("nan")


@remembered
def elasticity_formula(project: Project, quantity: str, assumption: str) -> sympy.Expr:
    """The elasticity in terms of the assumptions; a number where the quantity is a product of powers."""
    symbol = symbols(project)[assumption]
    return sympy.diff(sympy.expand_log(sympy.log(formula(project, quantity)), force=True), symbol) * symbol


def is_product(project: Project, quantity: str) -> bool:
    """Whether a quantity is a product of powers of its assumptions, so that nothing interacts."""
    return all(elasticity_formula(project, quantity, name).is_number for name in upstream(project, quantity))


def ends(quantity: str, assumption: str, model: Model) -> tuple[float, float]:
    """A quantity with one assumption at the low and the high end of its range, in root units."""
    low, high = model.assumptions[assumption].low, model.assumptions[assumption].high
    at_low, at_high = (value_with(quantity, model, {assumption: root_magnitude(end)}) for end in (low, high))
    return float(at_low), float(at_high)


def spread_shares(quantity: str, model: Model) -> dict[str, float]:
    """
    Share of a quantity's spread that each assumption's range accounts for, as if ranges were independent.

    For a product of powers the shares of the logarithm's variance are exact and add up to one; else they are total
    Sobol indices (Saltelli et al. 2010), which count an interaction once for each that takes part in it.
    """
    shares = dict.fromkeys(upstream(model.project, quantity), 0.0)
    uncertain = [name for name in shares if model.assumptions[name].is_range]
    if len(uncertain) == 1:
        shares[uncertain[0]] = 1.0
    elif uncertain and is_product(model.project, quantity):
        shares |= product_shares(quantity, uncertain, model)
    elif uncertain:
        shares |= sobol_shares(quantity, uncertain, model)
    return shares


def product_shares(quantity: str, uncertain: list[str], model: Model) -> dict[str, float]:
    """Shares of the logarithm's variance: each input's variance times its elasticity squared."""
    variances = {name: log_variance(model, name) * elasticity(quantity, name, model) ** 2 for name in uncertain}
    total = sum(variances.values())
    return {name: variance / total for name, variance in variances.items()}


@remembered
def log_variance(model: Model, assumption: str) -> float:
    """Variance of an uncertain assumption's logarithm; its correlations, which only order its draws, change nothing."""
    return float(np.var(np.log(spread(model.assumptions[assumption], spaced(DRAWS)))))


def sobol_shares(quantity: str, uncertain: list[str], model: Model) -> dict[str, float]:
    """Total Sobol indices of the uncertain assumptions, by SciPy: of the logarithm, where there is one."""
    from scipy.stats import sobol_indices
    from scipy.stats.qmc import Sobol

    # Scrambled, or else its first point is the low end of all inputs at once, which stretches the spread of long tails.
    points = Sobol(2 * len(uncertain), scramble=True, rng=SEED).random(SOBOL_POINTS)
    inside = points + 2.0**-31  # half the finest step of the sequence, since a metalog has no value at zero
    first, second = np.split(inside, 2, axis=1)
    # The first sample, the second, and for each assumption the first with the second's values of this one.
    samples = [first, second, *(np.where(np.arange(len(uncertain)) == i, second, first) for i in range(len(uncertain)))]
    places = np.concatenate(samples)
    drawn = {name: spread(model.assumptions[name], places[:, i]) for i, name in enumerate(uncertain)}
    values = value_with(quantity, model, drawn)
    values = np.log(values) if (values > 0).all() else values
    of_first, of_second, *of_mixed = values.reshape(-1, 1, SOBOL_POINTS)
    evaluated = {"f_A": of_first, "f_B": of_second, "f_AB": np.array(of_mixed)}
    indices = sobol_indices(func=evaluated, n=SOBOL_POINTS).total_order.ravel()
    return {name: float(share) for name, share in zip(uncertain, indices, strict=True)}


@dataclass(frozen=True)
class VerdictSensitivity:
    """
    How much of the report rests on one assumption.

    Attributes
    ----------
    assumption : str
        Its name.
    claims : tuple of str
        Claims that are held against a quantity that depends on it.
    turned : tuple of str
        Those whose verdict is another one somewhere within its range.
    turned_by_half : tuple of str
        Those whose verdict is another one somewhere from half to twice what it is, as far as that is possible.
    """

    assumption: str
    claims: tuple[str, ...]
    turned: tuple[str, ...]
    turned_by_half: tuple[str, ...]


@remembered
def verdict_sensitivity(model: Model) -> list[VerdictSensitivity]:
    """Every assumption that a verdict rests on: first those whose range turns most verdicts."""
    held = held_against(model)
    found = [verdict_sensitivity_of(name, results, model) for name, results in held.items() if results]
    return sorted(found, key=lambda item: (-len(item.turned), -len(item.turned_by_half), -len(item.claims)))


def held_against(model: Model) -> dict[str, list[Result]]:
    """Claims with a figure that a quantity may decide, by each assumption that this quantity depends on."""
    held: dict[str, list[Result]] = {name: [] for name in model.assumptions}
    for result in model.results:
        deciding = [test.quantity for test in result.claim.tests if test.moves]
        if deciding and result.claim.printed:
            for name in dict.fromkeys(name for one in deciding for name in upstream(model.project, one)):
                held[name].append(result)
    return held


def verdict_sensitivity_of(name: str, held: list[Result], model: Model) -> VerdictSensitivity:
    """What one assumption does to the claims that are held against what depends on it."""
    assumption = model.assumptions[name]
    most = inf if assumption.maximum is None else assumption.maximum.magnitude
    value, low, high = (end.magnitude for end in (assumption.value, assumption.low, assumption.high))
    twice = (value, value) if assumption.is_date else (value / 2, min(2 * value, most))
    return VerdictSensitivity(
        name,
        tuple(result.claim.id for result in held),
        turned_between(name, low, high, held, model),
        turned_between(name, *twice, held, model),
    )


def turned_between(name: str, low: float, high: float, held: list[Result], model: Model) -> tuple[str, ...]:
    """Claims whose verdict is another one at some of the values from low to high."""
    if not low < high:
        return ()
    values = np.geomspace(low, high, STEPS) * model.project.units.root_factor(model.assumptions[name].unit)
    return tuple(
        result.claim.id
        for result in held
        if any(word is not result.verdict for word in along(name, values, result, model))
    )


def along(name: str, values: np.ndarray, result: Result, model: Model) -> list[Verdict]:
    """
    Verdicts on a claim along values of one assumption, all other assumptions as in the model.

    Parameters
    ----------
    name : str
        The assumption.
    values : array, shape (n,)
        Its values, in root units.
    result : Result
        The claim as it stands.
    model : Model
        The model.
    """
    judged = judged_claim(result.claim, model)
    quantity, at = judged.tests[0].quantity, {name: values}
    scale = model.project.units.root_factor(result.claim.unit)
    with np.errstate(all="ignore"):
        central = values_at(quantity, judged, at, model)[1:] / scale
        drawn = None
        if judged.estimates:
            draws = {
                needed: np.asarray(model.draws[needed])
                for needed in needed_by(quantity, judged, model)
                if needed != name and model.assumptions[needed].is_range
            }
            drawn = quantiles_at(quantity, judged, at, draws, scale, model)
    return [VERDICTS[code] for code in verdicts(judged, central, drawn)["verdict"]]

"""What has to come out alike in any book's model, found in two ways: asked of this book and of the made-up one."""

import html
import re

import numpy as np

from claimbook.model.algebra import as_function, equation_in_numbers, equation_in_words
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.sensitivity import elasticity, is_product, verdict_sensitivity
from claimbook.model.uncertainty import spread
from claimbook.register.units import root_magnitude
from claimbook.site.formulas import in_lines, mathml

LEVELS = (0.05, 0.5, 0.95)

#: Points, equally likely, that stand for a distribution where several are put together.
POINTS = 1001


def uncertain_among(names, model):
    """Those of some assumptions that have a range."""
    return [name for name in names if model.assumptions[name].is_range]


def correlated_in(project):
    """Assumptions that are correlated with another."""
    return {name for pair in project.correlations for name in pair}


def metalog_percentiles(model):
    """Of each metalog assumption the 5, 50 and 95 % quantiles as drawn, and its low end, value and high end."""
    for name, assumption in model.assumptions.items():
        if assumption.distribution in ("", "metalog"):
            stated = [part.magnitude for part in (assumption.low, assumption.value, assumption.high)]
            yield name, model.quantiles(name, assumption.unit, LEVELS), stated


def keelins_terms(low, middle, high):
    """Coefficients of the metalog with these 5th, 50th and 95th percentiles (Keelin 2016, equation 26)."""
    odds = np.log(0.95 / 0.05)
    return middle, (high - low) / (2 * odds), (low + high - 2 * middle) / (0.9 * odds)


def log_variance(low, value, high):
    """Variance of the logarithm of a metalog assumption without a maximum (Keelin 2016, section 3.4)."""
    _, second, third = keelins_terms(*np.log([low, value, high]))
    return np.pi**2 * (second**2 / 3 + third**2 / 36) + third**2 / 12


def product_quantiles(factors, levels=LEVELS):
    """
    Quantiles of a product of powers of independent metalogs, by their formula and without draws.

    Each factor, a tuple of low end, value, high end, maximum (or none) and power, is taken at equally likely points;
    what two give together is taken at as many points, each for as many of their pairs.
    """
    place = (np.arange(POINTS) + 0.5) / POINTS
    odds = np.log(place / (1 - place))
    together = np.zeros(1)
    for *stated, maximum, power in factors:
        stated = np.array(stated)
        first, second, third = keelins_terms(*np.log(stated / (1 if maximum is None else maximum - stated)))
        curve = first + second * odds + third * (place - 0.5) * odds
        points = power * (curve if maximum is None else np.log(maximum) - np.log1p(np.exp(-curve)))
        together = np.sort(np.add.outer(together, points).ravel()).reshape(POINTS, -1).mean(axis=1)
    return np.exp(np.quantile(together, levels))


def formula_values(model):
    """Each derived quantity by its symbolic formula, and as the derivations give it."""
    for name in derivation_names(model.project):
        inputs = [root_magnitude(model.values[needed]) for needed in upstream(model.project, name)]
        yield name, as_function(model.project, name)(*inputs), root_magnitude(model.values[name])


def slope_beside_elasticity(model, quantity, name):
    """A quantity's elasticity by finite differences, and exactly."""
    inputs = {needed: root_magnitude(model.values[needed]) for needed in upstream(model.project, quantity)}
    # A date moves growth by thousands of per cent for one per cent of itself: the step must be small beside that.
    exact = elasticity(quantity, name, model)
    step = 1e-5 / max(1, abs(exact))
    formula = as_function(model.project, quantity)
    up, down = (formula(*(inputs | {name: inputs[name] * (1 + sign * step)}).values()) for sign in (1, -1))
    return (up - down) / (2 * step * formula(*inputs.values())), exact


def million_draws(model, quantities):
    """Quantiles of each quantity of several uncertain, uncorrelated inputs: the model's, and of independent draws."""
    random = np.random.default_rng(7)
    for quantity in quantities:
        needed = upstream(model.project, quantity)
        uncertain = uncertain_among(needed, model)
        if len(uncertain) < 2 or any(set(pair) <= set(uncertain) for pair in model.project.correlations):
            continue
        drawn = [
            spread(model.assumptions[name], random.random(1_000_000))
            if name in uncertain
            else root_magnitude(model.values[name])
            for name in needed
        ]
        expected = np.quantile(as_function(model.project, quantity)(*drawn), LEVELS)
        yield quantity, np.quantile(model.draws[quantity], LEVELS), expected


def widths_of_products(model):
    """Logarithm of high over low of each product of uncorrelated metalogs: as drawn, and without draws."""
    for quantity in derivation_names(model.project):
        uncertain = uncertain_among(upstream(model.project, quantity), model)
        metalog = all(model.assumptions[name].distribution == "metalog" for name in uncertain)
        correlated = any(set(pair) <= set(uncertain) for pair in model.project.correlations)
        if uncertain and metalog and not correlated and is_product(model.project, quantity):
            low, high = np.quantile(model.draws[quantity], (LEVELS[0], LEVELS[-1]))
            ranges = [model.assumptions[name] for name in uncertain]
            factors = [
                (*(part and part.magnitude for part in (a.low, a.value, a.high, a.maximum)), power)
                for a, power in ((a, elasticity(quantity, a.name, model)) for a in ranges)
            ]
            lowest, highest = product_quantiles(factors, (LEVELS[0], LEVELS[-1]))
            yield quantity, np.log(high / low), np.log(highest / lowest)


def turned_at_the_ends(model):
    """Claims that an end of an assumption's range turns by a model there, and all that its range is said to turn."""
    for item in verdict_sensitivity(model):
        assumption = model.assumptions[item.assumption]
        if assumption.is_range:
            ends = [model.with_(**{item.assumption: end.magnitude}) for end in (assumption.low, assumption.high)]
            verdicts = {claim: {at.result(claim).verdict for at in (model, *ends)} for claim in item.claims}
            yield item.assumption, {claim for claim, words in verdicts.items() if len(words) > 1}, set(item.turned)


def formulas_in_pieces(model):
    """What each derivation's formulas say cut into pieces, and as a whole."""
    for name in derivation_names(model.project):
        for latex in (equation_in_words(model.project, name), equation_in_numbers(name, model)):
            yield latex, said(in_lines(latex)), said(mathml(latex))


def said(drawn):
    """What a formula says, whatever it looks like."""
    words = re.sub(r'<span class="over"> over </span>|<[^>]+>', "", drawn)
    return re.sub(r"\s", "", html.unescape(words))

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


def uncertain_among(names, model):
    """Those of some assumptions that have a range."""
    return [name for name in names if model.assumptions[name].is_range]


def correlated_in(project):
    """Assumptions that are correlated with another."""
    return {name for pair in project.correlations for name in pair}


def lognormal_ends(model):
    """Of each lognormal assumption the 5 and 95 % quantiles as drawn, and the ends of its range."""
    for name, assumption in model.assumptions.items():
        if assumption.distribution in ("", "lognormal"):
            yield name, model.interval(name, assumption.unit), (assumption.low.magnitude, assumption.high.magnitude)


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
    """Logarithm of high over low of each product of lognormals: as drawn, and by the closed form."""
    for quantity in derivation_names(model.project):
        uncertain = uncertain_among(upstream(model.project, quantity), model)
        lognormal = all(model.assumptions[name].distribution == "lognormal" for name in uncertain)
        if uncertain and lognormal and is_product(model.project, quantity):
            low, high = np.quantile(model.draws[quantity], (LEVELS[0], LEVELS[-1]))
            ranges = [model.assumptions[name] for name in uncertain]
            spreads = [elasticity(quantity, a.name, model) * np.log((a.high / a.low).m_as("")) for a in ranges]
            yield quantity, np.log(high / low), np.linalg.norm(spreads)


def turned_at_the_ends(model):
    """Claims that an end of an assumption's range turns by a model there, and all that its range is said to turn."""
    for item in verdict_sensitivity(model):
        assumption = model.assumptions[item.assumption]
        if assumption.is_range:
            ends = [model.with_(**{item.assumption: end.magnitude}) for end in (assumption.low, assumption.high)]
            printed = {claim_id: model.project.find_claim(claim_id).printed for claim_id in item.claims}
            met = {
                claim_id: {printed[claim_id].contains(at.result(claim_id).derived) for at in (model, *ends)}
                for claim_id in item.claims
            }
            yield item.assumption, {claim_id for claim_id in met if len(met[claim_id]) > 1}, set(item.turned)


def formulas_in_pieces(model):
    """What each derivation's formulas say cut into pieces, and as a whole."""
    for name in derivation_names(model.project):
        for latex in (equation_in_words(model.project, name), equation_in_numbers(name, model)):
            yield latex, said(in_lines(latex)), said(mathml(latex))


def said(drawn):
    """What a formula says, whatever it looks like."""
    words = re.sub(r'<span class="over"> over </span>|<[^>]+>', "", drawn)
    return re.sub(r"\s", "", html.unescape(words))

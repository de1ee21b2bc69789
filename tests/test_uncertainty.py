"""Ranges as distributions: the draws of this book's assumptions and of what its claims are held against."""

import numpy as np
import pytest
from scipy import stats

from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS, draw_all, spread
from tests.book import PROJECT
from tests.properties import correlated_in, million_draws, uncertain_among


@pytest.mark.thorough
def test_intervals_are_those_of_a_million_independent_draws_to_within_one_per_cent(model):
    quantities = {claim.quantity for claim in PROJECT.claims.values() if claim.quantity}
    compared = list(million_draws(model, sorted(quantities)))
    assert len(compared) >= 5
    for quantity, found, expected in compared:
        assert found == pytest.approx(expected, rel=0.01), quantity


def test_gpt3s_cost_has_the_interval_of_the_closed_form(model):
    # A constant, over the training rate of 26.6 to 39 TFLOP/s, times the rent of $1.16 to $3.06; both lognormal.
    low, median, high = model.quantiles("gpt3_training_cost", "USD")
    monte_carlo = 4 / np.sqrt(DRAWS)
    assert np.log(high / low) == pytest.approx(np.hypot(np.log(39 / 26.6), np.log(3.06 / 1.16)), rel=monte_carlo)
    assert median**2 == pytest.approx(low * high, rel=monte_carlo)


def test_stated_correlations_are_honoured_and_leave_each_distribution_as_it_is(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    for (first, second), stated in PROJECT.correlations.items():
        assert stats.spearmanr(drawn[first], drawn[second]).statistic == pytest.approx(stated, abs=0.015)
        assert np.sort(drawn[first]) == pytest.approx(spread(model.assumptions[first], even))


def test_firms_that_spend_more_together_spread_what_they_spend_in_all_wider(model):
    together = model.quantiles("frontier_training_spend", "USD")
    none = PROJECT.with_rows("correlations", PROJECT.tables.read_rows("correlations")[:1])
    apart = Model.of(none).quantiles("frontier_training_spend", "USD")
    assert together[2] - together[0] > 1.2 * (apart[2] - apart[0])


def test_assumptions_that_are_not_correlated_are_drawn_independently(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    names = [name for name in uncertain_among(model.assumptions, model) if name not in correlated_in(PROJECT)]
    matrix = stats.spearmanr(np.column_stack([drawn[name] for name in names])).statistic
    assert np.abs(matrix - np.eye(len(names))).max() < 0.04

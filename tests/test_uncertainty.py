"""Ranges as distributions: the draws of this book's assumptions and of what its claims are held against."""

import numpy as np
import pytest
from scipy import stats

from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS, draw_all, spread
from tests.book import PROJECT
from tests.properties import correlated_in, log_variance, million_draws, product_quantiles, uncertain_among


@pytest.mark.thorough
def test_intervals_are_those_of_a_million_independent_draws_to_within_two_per_cent_of_their_width(model):
    quantities = {quantity for claim in PROJECT.claims.values() for quantity in claim.quantities}
    compared = list(million_draws(model, sorted(quantities)))
    assert len(compared) >= 5
    for quantity, found, expected in compared:
        assert (np.abs(np.log(found / expected)) < 0.02 * np.log(expected[-1] / expected[0])).all(), quantity


def test_gpt3s_cost_has_the_interval_of_its_two_ranges_together(model):
    # Operations over the training rate, 31.0 (19.0 to 50.4) TFLOP/s, times the rent, $1.95 ($1.16 to $3.06) an hour.
    rate, rent = (19.0, 31.0, 50.4), (1.16, 1.95, 3.06)
    expected = 6 * 174.6e9 * 300e9 / 1e12 / 3600 * product_quantiles([(*rate, None, -1), (*rent, None, 1)])
    assert model.quantiles("gpt3_training_cost", "USD") == pytest.approx(expected, rel=4 / np.sqrt(DRAWS))
    drawn = np.log(model.draws["gpt3_training_cost"])
    assert drawn.var() == pytest.approx(log_variance(*rate) + log_variance(*rent), rel=0.05)


@pytest.mark.thorough
def test_stated_correlations_are_honoured_and_leave_each_distribution_as_it_is(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    even = (np.arange(DRAWS) + 0.5) / DRAWS
    for (first, second), stated in PROJECT.correlations.items():
        # Four standard errors of a rank correlation (Bonett and Wright 2000).
        error = (1 - stated**2) * np.sqrt((1 + stated**2 / 2) / DRAWS)
        assert stats.spearmanr(drawn[first], drawn[second]).statistic == pytest.approx(stated, abs=4 * error)
        assert np.sort(drawn[first]) == pytest.approx(spread(model.assumptions[first], even))


def test_firms_that_spend_more_together_spread_what_they_spend_in_all_wider(model):
    together = model.quantiles("frontier_training_spend", "USD")
    none = PROJECT.with_rows("correlations", PROJECT.tables.read_rows("correlations")[:1])
    apart = Model.of(none).quantiles("frontier_training_spend", "USD")
    assert together[2] - together[0] > 1.2 * (apart[2] - apart[0])


@pytest.mark.thorough
def test_assumptions_that_are_not_correlated_are_drawn_independently(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    names = [name for name in uncertain_among(model.assumptions, model) if name not in correlated_in(PROJECT)]
    matrix = stats.spearmanr(np.column_stack([drawn[name] for name in names])).statistic
    # Five standard errors: of 1,711 pairs one or two are beyond 3.2 by chance.
    assert np.abs(matrix - np.eye(len(names))).max() < 5 / np.sqrt(DRAWS)

"""Ranges as distributions: what is drawn, against closed forms and against what the tables say."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimbook.errors import UserError
from claimbook.model.algebra import as_function
from claimbook.model.graph import upstream
from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS, draw_all, places, spread
from claimbook.register.units import root_magnitude
from tests.book import PROJECT

EVEN = (np.arange(DRAWS) + 0.5) / DRAWS

#: Draws of a product are not themselves evenly spaced: their quantiles carry Monte Carlo error, less the more draws.
MONTE_CARLO = 4 / np.sqrt(DRAWS)


#: Draws enough that five standard errors of a quantile are less than MONTE_CARLO.
MANY = 16 * DRAWS


@cache
def four_places():
    """Where the draws of four assumptions lie that are correlated with no other."""
    correlated = {name for pair in PROJECT.correlations for name in pair}
    names = [name for name, a in PROJECT.assumptions.items() if a.is_range and name not in correlated]
    return list(places(names[:4], PROJECT.correlations, MANY).values())


def an_assumption(distribution, low, value, high, maximum=None, choices=()):
    """An assumption without a unit, built on a real one."""
    from dataclasses import replace

    number = PROJECT.units.registry.Quantity
    return replace(
        PROJECT.assumptions["a100_per_h100"],
        unit="1",
        distribution=distribution,
        low=number(low),
        value=number(value),
        high=number(high),
        maximum=None if maximum is None else number(maximum),
        choices=tuple(number(choice) for choice in choices),
    )


def test_a_lognormal_has_scipys_quantiles():
    assumption = an_assumption("lognormal", 2.0, 3.0, 8.0)
    sigma = np.log(8 / 2) / (2 * stats.norm.ppf(0.95))
    expected = stats.lognorm(s=sigma, scale=4.0).ppf(EVEN)
    assert spread(assumption, EVEN) == pytest.approx(expected)


def test_nothing_is_drawn_above_what_is_possible():
    assumption = an_assumption("lognormal", 0.5, 0.8, 1.0, maximum=1.0)
    assert spread(assumption, EVEN).max() <= 1.0


def test_a_pert_has_scipys_beta_quantiles():
    assumption = an_assumption("pert", 10.0, 14.0, 30.0)
    expected = stats.beta(1 + 4 * 4 / 20, 1 + 4 * 16 / 20, loc=10, scale=20).ppf(EVEN)
    assert spread(assumption, EVEN) == pytest.approx(expected)


def test_a_perts_mean_leans_on_its_likeliest_value():
    assumption = an_assumption("pert", 10.0, 14.0, 30.0)
    assert spread(assumption, EVEN).mean() == pytest.approx((10 + 4 * 14 + 30) / 6, rel=1e-4)


def test_a_uniform_goes_from_end_to_end():
    drawn = spread(an_assumption("uniform", 1.0, 2.0, 5.0), EVEN)
    assert drawn.min() == pytest.approx(1, rel=1e-3)
    assert drawn.max() == pytest.approx(5, rel=1e-3)
    assert drawn.mean() == pytest.approx(3)


def test_a_choice_takes_each_of_its_values_equally_often():
    drawn = spread(an_assumption("choice", 1.1, 1.2, 1.5, choices=(1.1, 1.2, 1.5)), EVEN)
    values, counts = np.unique(drawn, return_counts=True)
    assert values == pytest.approx([1.1, 1.2, 1.5])
    assert np.ptp(counts) <= 1


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(1.05, 4), st.sampled_from([-1, 1, 2])), min_size=2, max_size=4))
def test_a_product_of_lognormals_has_the_quantiles_of_the_closed_form(factors):
    # ln of the product is normal: its mean is the sum of the means, its variance the sum of the variances.
    drawn, mean, variance = np.ones(MANY), 0.0, 0.0
    for (low, ratio, power), place in zip(factors, four_places(), strict=False):
        drawn = drawn * spread(an_assumption("lognormal", low, low * ratio**0.5, low * ratio), place) ** power
        mean += power * np.log(low * ratio**0.5)
        variance += (power * np.log(ratio) / (2 * stats.norm.ppf(0.95))) ** 2
    levels = np.array([0.05, 0.5, 0.95])
    normal = stats.norm.ppf(levels)
    expected = mean + np.sqrt(variance) * normal
    # The standard error of a quantile (Kendall and Stuart), five times: draws at random would exceed it never.
    error = np.sqrt(variance * levels * (1 - levels) / MANY) / stats.norm.pdf(normal)
    assert (abs(np.log(np.quantile(drawn, levels)) - expected) < 5 * error).all()


def test_a_claim_on_a_product_has_the_interval_of_the_closed_form(model):
    # GPT-3's cost: a constant, over the training rate, times the rent; both lognormal.
    spreads = [
        np.log(root_magnitude(model.assumptions[name].high) / root_magnitude(model.assumptions[name].low))
        for name in ("v100_training_rate", "v100_rent")
    ]
    low, median, high = model.quantiles("gpt3_training_cost", "USD")
    assert np.log(high / low) == pytest.approx(np.hypot(*spreads), rel=MONTE_CARLO)
    assert median**2 == pytest.approx(low * high, rel=MONTE_CARLO)


@pytest.mark.thorough
def test_intervals_are_those_of_a_million_independent_draws_to_within_one_per_cent(model):
    random = np.random.default_rng(7)
    correlated = {name for pair in PROJECT.correlations for name in pair}
    compared = 0
    for quantity in {claim.quantity for claim in PROJECT.claims.values() if claim.quantity}:
        uncertain = [name for name in upstream(PROJECT, quantity) if model.assumptions[name].is_range]
        if len(uncertain) < 2 or correlated.intersection(uncertain):
            continue
        drawn = [
            spread(model.assumptions[name], random.random(1_000_000))
            if name in uncertain
            else root_magnitude(model.values[name])
            for name in upstream(PROJECT, quantity)
        ]
        expected = np.quantile(as_function(PROJECT, quantity)(*drawn), [0.05, 0.5, 0.95])
        assert np.quantile(model.draws[quantity], [0.05, 0.5, 0.95]) == pytest.approx(expected, rel=0.01), quantity
        compared += 1
    assert compared >= 5


def test_an_assumption_that_is_set_leaves_the_draws_of_those_correlated_with_it_as_they_are(model):
    changed = model.with_(google_training_spend="25e9..30e9 USD").with_(openai_training_spend=26e9)
    assert np.array_equal(changed.draws["anthropic_training_spend"], model.draws["anthropic_training_spend"])


def test_stated_correlations_are_honoured_and_leave_each_distribution_as_it_is(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    for (first, second), stated in PROJECT.correlations.items():
        assert stats.spearmanr(drawn[first], drawn[second]).statistic == pytest.approx(stated, abs=0.015)
        assert np.sort(drawn[first]) == pytest.approx(spread(model.assumptions[first], EVEN))


def test_what_moves_together_spreads_a_sum_wider(model):
    together = model.quantiles("frontier_training_spend", "USD")
    none = PROJECT.with_rows("correlations", PROJECT.tables.read_rows("correlations")[:1])
    apart = Model.of(none).quantiles("frontier_training_spend", "USD")
    assert together[2] - together[0] > 1.2 * (apart[2] - apart[0])


def test_correlations_that_contradict_each_other_are_refused(model):
    names = ("openai_training_spend", "google_training_spend", "anthropic_training_spend")
    impossible = {(names[0], names[1]): 0.9, (names[1], names[2]): 0.9, (names[0], names[2]): -0.9}
    with pytest.raises(UserError, match="contradict"):
        draw_all(model.assumptions, impossible, 100)


def test_assumptions_that_are_not_correlated_are_drawn_independently(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    correlated = {name for pair in PROJECT.correlations for name in pair}
    names = [name for name, a in model.assumptions.items() if a.is_range and name not in correlated]
    matrix = stats.spearmanr(np.column_stack([drawn[name] for name in names])).statistic
    assert np.abs(matrix - np.eye(len(names))).max() < 0.04


def test_one_draw_of_an_assumption_serves_all_claims_so_that_ratios_stay_right(model):
    # Time is compute over rate: with the same draws of the rate, time times rate is certain again.
    ratio = model.draws["gpt3_v100_time"] * model.draws["v100_training_rate"]
    assert np.ptp(ratio) / np.mean(ratio) < 1e-12


def test_another_part_of_a_sample_has_other_draws_and_the_same_part_the_same(model):
    first, again, second = (
        draw_all(model.assumptions, PROJECT.correlations, 1000, part)["v100_rent"] for part in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("text", "low", "value", "high"),
    [
        ("90..100 day", 90, 94.868, 100),
        ("90..95..110 day", 90, 95, 110),
        ("2..3 week", 14, 17.146, 21),
        ("96", 96, 96, 96),
    ],
)
def test_a_setting_may_be_a_range(model, text, low, value, high):
    changed = model.with_(gpt4_training_time=text).assumptions["gpt4_training_time"]
    found = [end.to("day").magnitude for end in (changed.low, changed.value, changed.high)]
    assert found == pytest.approx([low, value, high], rel=1e-4)
    assert changed.distribution == ("lognormal" if low < high else "")


@pytest.mark.parametrize("text", ["90..100 day", "90..95..110 day", "2..3 week", "96 hour"])
def test_a_setting_written_back_is_the_same_setting(model, text):
    once = model.with_(gpt4_training_time=text)
    twice = model.with_(gpt4_training_time=once.assumptions["gpt4_training_time"].written)
    first, second = (m.assumptions["gpt4_training_time"] for m in (once, twice))
    assert [first.low.magnitude, first.value.magnitude] == pytest.approx([second.low.magnitude, second.value.magnitude])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("100..90 day", "not in order"),
        ("90..80..100 day", "not in order"),
        ("1..2..3..4 day", "more than three numbers"),
        ("0..3 day", "not above zero"),
        ("..3 day", "not a quantity"),
        ("3..", "not a quantity"),
        ("nan..3 day", "not a finite number"),
        ("1..1e400 day", "not a finite number"),
        ("1..2 USD", "not a kind of day"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused_in_one_line(model, text, said):
    with pytest.raises(UserError, match=said) as error:
        model.with_(gpt4_training_time=text)
    assert "\n" not in str(error.value)

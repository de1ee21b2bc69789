"""Ranges as distributions: what is drawn, against closed forms and against what the tables say."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimbook.errors import UserError
from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS, draw_all, places, spread
from tests.engine.book import PROJECT
from tests.properties import LEVELS, correlated_in, million_draws, product_quantiles, uncertain_among

EVEN = (np.arange(DRAWS) + 0.5) / DRAWS

#: Draws of a product are not themselves evenly spaced: their quantiles carry Monte Carlo error, less the more draws.
MONTE_CARLO = 4 / np.sqrt(DRAWS)

#: Draws enough that five standard errors of a quantile are less than MONTE_CARLO.
MANY = 16 * DRAWS

#: Three metalog assumptions of the book, each correlated with the other two.
THREE = {
    ("passengers_per_crossing", "fuel_per_crossing"): 0.5,
    ("fuel_per_crossing", "fuel_price"): 0.7,
    ("passengers_per_crossing", "fuel_price"): 0.3,
}


@pytest.fixture(scope="module")
def correlated():
    """The model if three of its assumptions were correlated."""
    header = ["first", "second", "correlation", "reason", "reference"]
    rows = [[*pair, str(correlation), "Made up", "harbour2024"] for pair, correlation in THREE.items()]
    return Model.of(PROJECT.with_rows("correlations", [header, *rows]))


@cache
def four_places():
    """Where the draws of four assumptions lie that are correlated with no other."""
    names = ["fuel_per_crossing", "fuel_price", "boat_price", "boats_under_repair"]
    assert not correlated_in(PROJECT).intersection(names)
    return list(places(names, PROJECT.correlations, MANY).values())


def an_assumption(distribution, low, value, high, maximum=None, choices=()):
    """An assumption without a unit, built on one of the book."""
    number = PROJECT.units.registry.Quantity
    return replace(
        PROJECT.assumptions["fuel_price"],
        unit="1",
        distribution=distribution,
        low=number(low),
        value=number(value),
        high=number(high),
        maximum=None if maximum is None else number(maximum),
        choices=tuple(number(choice) for choice in choices),
    )


def test_a_metalog_that_is_symmetric_in_logarithms_has_scipys_quantiles():
    """Its logarithm is logistic then (Keelin 2016, section 3): log-logistic, which SciPy calls Fisk."""
    assumption = an_assumption("metalog", 2.0, 4.0, 8.0)
    expected = stats.fisk(c=np.log(19) / np.log(2), scale=4.0).ppf(EVEN)
    assert spread(assumption, EVEN) == pytest.approx(expected)


def test_nothing_is_drawn_above_what_is_possible():
    assumption = an_assumption("metalog", 0.5, 0.8, 0.95, maximum=1.0)
    drawn = spread(assumption, EVEN)
    assert drawn.max() <= 1.0
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([0.5, 0.8, 0.95], rel=1e-3)


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


@pytest.mark.thorough
@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(1.05, 4), st.sampled_from([-1, 1, 2])), min_size=2, max_size=4))
def test_a_product_of_metalogs_has_the_quantiles_of_its_formula(factors):
    # What independent factors give together, worked out from Keelin's formula on a grid and without draws.
    drawn, stated = np.ones(MANY), []
    for (low, ratio, power), place in zip(factors, four_places(), strict=False):
        middle = low * ratio**0.4
        drawn = drawn * spread(an_assumption("metalog", low, middle, low * ratio), place) ** power
        stated.append((low, middle, low * ratio, None, power))
    expected = np.log(product_quantiles(stated))
    # Five standard errors of a quantile are less than this share of the interval's width.
    assert (abs(np.log(np.quantile(drawn, LEVELS)) - expected) < MONTE_CARLO * np.ptp(expected)).all()


def test_a_quantity_that_is_a_product_has_the_interval_of_its_formula(model):
    # What fuel costs in a year: 30, 40, 55 liters a crossing times $1.20, 1.50, 1.90 a liter, times 4,800.
    found = np.array(model.quantiles("yearly_fuel_cost", "USD/year"))
    expected = 4800 * product_quantiles([(30, 40, 55, None, 1), (1.2, 1.5, 1.9, None, 1)])
    assert np.log(found) == pytest.approx(np.log(expected), abs=MONTE_CARLO * np.log(expected[2] / expected[0]))


@pytest.mark.thorough
def test_intervals_are_those_of_a_million_independent_draws_to_within_one_per_cent(model):
    compared = list(million_draws(model, derivation_names(PROJECT)))
    assert [name for name, _, _ in compared] == ["fuel_per_passenger", "yearly_fuel_cost", "fuel_share", "payback_time"]
    for quantity, found, expected in compared:
        assert found == pytest.approx(expected, rel=0.01), quantity


def test_an_assumption_that_is_set_leaves_the_draws_of_those_correlated_with_it_as_they_are(correlated):
    changed = correlated.with_(fuel_price="1.3..1.6 USD/liter").with_(passengers_per_crossing=70)
    assert np.array_equal(changed.draws["fuel_per_crossing"], correlated.draws["fuel_per_crossing"])


@pytest.mark.thorough
def test_stated_correlations_are_honoured_and_leave_each_distribution_as_it_is(model, correlated):
    for asked in (model, correlated):
        assumptions, stated = asked.assumptions, asked.project.correlations
        drawn = draw_all(assumptions, stated, DRAWS)
        for (first, second), correlation in stated.items():
            assert stats.spearmanr(drawn[first], drawn[second]).statistic == pytest.approx(correlation, abs=0.015)
            assert np.sort(drawn[first]) == pytest.approx(spread(assumptions[first], EVEN))


def test_what_moves_together_spreads_a_product_wider(model, correlated):
    # Were the ranks perfectly correlated the logarithms' widths would add up; independent, their squares nearly do.
    apart = np.log(np.array(model.quantiles("yearly_fuel_cost", "USD/year")))
    together = np.log(np.array(correlated.quantiles("yearly_fuel_cost", "USD/year")))
    widest = np.log(55 / 30) + np.log(1.9 / 1.2)
    assert np.hypot(np.log(55 / 30), np.log(1.9 / 1.2)) == pytest.approx(np.ptp(apart), rel=0.05)
    # By 0.7 of the way from the one to the other, about: the variance is linear in the correlation.
    expected = np.sqrt(np.ptp(apart) ** 2 + 0.7 * (widest**2 - np.ptp(apart) ** 2))
    assert np.ptp(together) == pytest.approx(expected, rel=MONTE_CARLO)


def test_correlations_that_contradict_each_other_are_refused(model):
    impossible = dict(zip(THREE, (0.9, 0.9, -0.9), strict=True))
    with pytest.raises(UserError, match="contradict"):
        draw_all(model.assumptions, impossible, 100)


def test_assumptions_that_are_not_correlated_are_drawn_independently(model):
    drawn = draw_all(model.assumptions, PROJECT.correlations, DRAWS)
    names = [name for name in uncertain_among(model.assumptions, model) if name not in correlated_in(PROJECT)]
    matrix = stats.spearmanr(np.column_stack([drawn[name] for name in names])).statistic
    assert np.abs(matrix - np.eye(len(names))).max() < 0.04


def test_one_draw_of_an_assumption_serves_all_claims_so_that_ratios_stay_right(model):
    # With the same draws of the fuel, what a year takes over what a passenger takes is the passengers of a year.
    ratio = model.draws["yearly_fuel"] / model.draws["fuel_per_passenger"] / model.draws["yearly_passengers"]
    assert np.ptp(ratio) / np.mean(ratio) < 1e-12


def test_another_part_of_a_sample_has_other_draws_and_the_same_part_the_same(model):
    first, again, second = (
        draw_all(model.assumptions, PROJECT.correlations, 1000, part)["fuel_price"] for part in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("text", "low", "value", "high"),
    [
        ("180..220 day/year", 180, 198.997, 220),  # the square root of 180 × 220
        ("180..200..230 day/year", 180, 200, 230),
        ("20..30 week/year", 140, 171.464, 210),
        ("196", 196, 196, 196),
    ],
)
def test_a_setting_may_be_a_range(model, text, low, value, high):
    changed = model.with_(season_length=text).assumptions["season_length"]
    found = [end.m_as("day/year") for end in (changed.low, changed.value, changed.high)]
    assert found == pytest.approx([low, value, high], rel=1e-4)
    assert changed.distribution == ("metalog" if low < high else "")
    assert changed.kind == ("estimate" if low < high else "premise")


@pytest.mark.parametrize(
    ("name", "text", "distribution"),
    [
        ("occupied_share", "60..80 percent", "uniform"),
        ("boat_price", "1.8e6..2.2e6 USD/boat", "pert"),
        ("boats_under_repair", "1..2 boat", "metalog"),  # a range has all values between its ends
    ],
)
def test_a_range_that_is_set_spreads_as_the_assumption_did(model, name, text, distribution):
    changed = model.with_(**{name: text}).assumptions[name]
    assert (changed.distribution, changed.choices) == (distribution, ())


@pytest.mark.parametrize("text", ["180..220 day/year", "180..200..230 day/year", "20..30 week/year", "4800 hour/year"])
def test_a_setting_written_back_is_the_same_setting(model, text):
    once = model.with_(season_length=text)
    twice = model.with_(season_length=once.assumptions["season_length"].written)
    first, second = (m.assumptions["season_length"] for m in (once, twice))
    assert [first.low.magnitude, first.value.magnitude] == pytest.approx([second.low.magnitude, second.value.magnitude])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("220..180 day/year", "not in order"),
        ("180..170..220 day/year", "not in order"),
        ("1..2..3..4 day/year", "more than three numbers"),
        ("0..3 day/year", "not above zero"),
        ("..3 day/year", "lacks an end"),
        ("3..", "lacks an end"),
        ("nan..3 day/year", "not a finite number"),
        ("1..1e400 day/year", "not a finite number"),
        ("1..2 USD", "not a kind of day/year"),
        ("180..180.5..220 day/year", "look the three up again"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused_in_one_line(model, text, said):
    with pytest.raises(UserError, match=said) as error:
        model.with_(season_length=text)
    assert "\n" not in str(error.value)

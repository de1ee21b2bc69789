"""Metalogs against Keelin's published examples and formulas, and against their own percentiles."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import integrate

from claimbook.errors import UserError
from claimbook.register.metalog import NEAREST, coefficients, quantiles, unbounded

LEVELS = np.array([0.05, 0.5, 0.95])


@st.composite
def triples(draw):
    """Three percentiles that a metalog has, and a maximum or none."""
    maximum = draw(st.one_of(st.none(), st.floats(1, 1e6)))
    middle, spread = draw(st.floats(-3, 3)), draw(st.floats(0.01, 6))
    share = draw(st.floats(NEAREST + 0.01, 1 - NEAREST - 0.01))
    ends = np.array([middle - share * spread, middle, middle + (1 - share) * spread])
    values = np.exp(ends) if maximum is None else maximum / (1 + np.exp(-ends))
    return (*map(float, values), maximum)


@pytest.mark.thorough
@given(triples())
def test_the_5th_50th_and_95th_percentile_are_low_value_and_high(triple):
    low, value, high, maximum = triple
    found = quantiles(LEVELS, coefficients(low, value, high, maximum), maximum)
    assert found == pytest.approx([low, value, high], rel=1e-6)


@pytest.mark.thorough
@given(triples())
def test_it_rises_everywhere_and_stays_within_its_bounds(triple):
    *ends, maximum = triple
    places = np.linspace(1e-6, 1 - 1e-6, 2001)
    found = quantiles(places, coefficients(*ends, maximum), maximum)
    assert (np.diff(found) >= 0).all()
    assert (found >= 0).all()
    assert maximum is None or (found <= maximum).all()


def test_of_a_symmetric_triple_it_is_the_logistic_distribution():
    """Keelin 2016, section 3: with two terms the metalog is the logistic distribution; its density peaks at 1/(4 s)."""
    from scipy.stats import logistic

    first, second, third = coefficients(np.exp(-3.0), 1.0, np.exp(3.0))
    assert (first, third) == pytest.approx((0, 0), abs=1e-12)
    places = np.array([0.01, 0.2, 0.7, 0.99])
    expected = logistic(scale=3 / np.log(19)).ppf(places)
    assert np.log(quantiles(places, (first, second, third))) == pytest.approx(expected)


@pytest.mark.parametrize("ends", [(1, 2, 5), (3, 4, 4.8), (0.2, 1.1, 9)])
def test_its_mean_and_variance_are_those_of_keelins_formulas(ends):
    """
    Keelin 2016, section 3.4: of three terms the mean is a₁ + a₃/2, and the variance is worked out there as well.

    They are of the logarithm here: a metalog bounded below is one of the logarithm (section 4.1).
    """
    first, second, third = terms = coefficients(*ends)
    mean, _ = integrate.quad(lambda y: float(np.log(quantiles(np.array([y]), terms))[0]), 0, 1)
    square, _ = integrate.quad(lambda y: float(np.log(quantiles(np.array([y]), terms))[0]) ** 2, 0, 1)
    assert mean == pytest.approx(first + third / 2, abs=1e-6)
    variance = np.pi**2 * second**2 / 3 + third**2 / 12 + np.pi**2 * third**2 / 36
    assert square - mean**2 == pytest.approx(variance, rel=1e-4)


@pytest.mark.parametrize(("share", "exists"), [(0.1248, False), (0.1251, True), (0.8749, True), (0.8752, False)])
def test_a_triple_exists_where_its_curve_rises_everywhere_and_nowhere_else(share, exists):
    """Keelin 2016, section 5: of 5th, 50th and 95th percentile the middle one lies from 0.125 to 0.875 of the way."""
    logits = np.log(19)
    second, third = 1 / (2 * logits), (1 - 2 * share) / (0.9 * logits)
    places = np.linspace(1e-6, 1 - 1e-6, 200_001)
    odds = np.log(places / (1 - places))
    assert bool((np.diff((second + third * (places - 0.5)) * odds) > 0).all()) is exists
    ends = np.exp([0, share, 1])
    if exists:
        assert coefficients(*ends)
    else:
        with pytest.raises(UserError):
            coefficients(*ends)


@pytest.mark.parametrize(
    ("triple", "said"),
    [
        (
            (25_000, 30_000, 30_000, None),
            "the middle lies from 2.56e.04 to 2.93e.04; look the three up",
        ),
        ((1, 1.05, 8, None), "look the three up again"),
        ((50, 90, 100, 100.0), "the high end must stay below the maximum, 100"),
        ((2, 2, 2, None), "no distribution"),
    ],
)
def test_an_infeasible_triple_is_one_clear_line(triple, said):
    with pytest.raises(UserError, match=said) as error:
        coefficients(*triple)
    assert "\n" not in str(error.value)


@pytest.mark.thorough
@given(triples(), st.floats(0.01, 100))
def test_another_unit_is_another_scale_and_nothing_else(triple, factor):
    low, value, high, maximum = triple
    assume(low > 0)
    scaled = None if maximum is None else maximum * factor
    here = quantiles(LEVELS, coefficients(low, value, high, maximum), maximum)
    there = quantiles(LEVELS, coefficients(low * factor, value * factor, high * factor, scaled), scaled)
    assert there == pytest.approx(here * factor, rel=1e-6)


def test_without_ends_a_share_is_its_log_odds_and_a_price_its_logarithm():
    assert unbounded(20, 100) == pytest.approx(np.log(20 / 80))
    assert unbounded(20, None) == pytest.approx(np.log(20))

"""Every derivation against a value worked out elsewhere: tests/oracles.py has the figures and where they come from."""

import pytest

from claimbook.model.graph import derivation, derivation_names
from tests.book import PROJECT
from tests.oracles import FITTED, GROWTH, ORACLES, OTHER_INPUTS, fitted_doubling_time


@pytest.mark.parametrize("name", ORACLES)
def test_a_derivation_gives_what_the_arithmetic_of_its_source_gives(model, name):
    unit, expected = ORACLES[name]
    assert model.quantity(name).m_as(unit) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", OTHER_INPUTS)
def test_a_derivation_whose_inputs_are_equal_by_chance_takes_each_in_its_place(name):
    inputs, expected = OTHER_INPUTS[name]
    assert derivation(PROJECT, name)(*inputs) == pytest.approx(expected)


@pytest.mark.parametrize("name", FITTED)
def test_a_doubling_time_is_what_scipys_regression_gives(model, name):
    # The rate is rounded to six digits where it becomes an assumption.
    assert model.quantity(name).m_as("year") == pytest.approx(fitted_doubling_time(*FITTED[name]), rel=1e-5)


@pytest.mark.parametrize("name", GROWTH)
def test_a_growth_a_year_is_two_to_the_years_over_the_doubling_time(model, name):
    years = fitted_doubling_time(*FITTED[GROWTH[name]])
    assert model.quantity(name).m_as("") == pytest.approx(2 ** (1 / years), rel=1e-4)


def test_no_derivation_is_without_a_value_from_elsewhere():
    assert {*ORACLES, *FITTED, *GROWTH} == set(derivation_names(PROJECT))

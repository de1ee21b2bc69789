"""What drives the quantities of this book: the general rules, asked of every derivation and every verdict."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.graph import derivation_names, upstream
from claimbook.model.sensitivity import is_product, spread_shares, verdict_sensitivity
from tests.book import PROJECT
from tests.properties import slope_beside_elasticity, turned_at_the_ends, widths_of_products
from tests.strategies import models


@settings(deadline=None, max_examples=20)
@given(models(PROJECT), st.sampled_from(derivation_names(PROJECT)), st.data())
def test_elasticities_agree_with_finite_differences(model, quantity, data):
    slope, exact = slope_beside_elasticity(model, quantity, data.draw(st.sampled_from(upstream(PROJECT, quantity))))
    assert slope == pytest.approx(exact, rel=1e-3, abs=1e-4)


def test_the_spread_of_gpt3s_cost_is_shared_by_rent_and_training_rate(model):
    rent, rate = np.log(3.06 / 1.16) ** 2, np.log(39 / 26.6) ** 2
    shares = spread_shares("gpt3_training_cost", model)
    assert shares["v100_rent"] == pytest.approx(rent / (rent + rate), abs=1e-3)
    assert shares["v100_training_rate"] == pytest.approx(rate / (rent + rate), abs=1e-3)


def test_what_is_called_a_product_has_the_interval_of_a_product(model):
    products = [name for name in derivation_names(PROJECT) if is_product(PROJECT, name)]
    assert len(products) > 100
    for quantity in products:
        low, high = np.quantile(model.draws[quantity], [0.05, 0.95])
        assert low <= high
    compared = list(widths_of_products(model))
    assert len(compared) > 10
    for quantity, drawn, closed_form in compared:
        assert drawn == pytest.approx(closed_form, rel=0.02), quantity


def test_the_rent_of_a_v100_turns_gpt3s_cost_and_the_worth_of_an_h100_the_fleet(model):
    found = {item.assumption: item for item in verdict_sensitivity(model)}
    # $1.16 to $3.06 an hour: at the low end GPT-3 costs less than the 4.6 million claimed.
    assert "huatai-2023-gpt3-cost" in found["v100_rent"].turned
    # An H100 worth half as much makes the fleet 11 times; it has no range of its own.
    assert found["a100_per_h100"].turned == ()
    assert "jiemian-2024-fleet-ratio" in found["a100_per_h100"].turned_by_half


@pytest.mark.thorough
def test_verdict_sensitivity_agrees_with_models_at_the_ends_of_each_range(model):
    for assumption, turned_there, turned in turned_at_the_ends(model):
        assert turned_there <= turned, assumption

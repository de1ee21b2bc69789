"""What drives the quantities of this book: the general rules, asked of every derivation and every verdict."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.graph import derivation_names, upstream
from claimbook.model.sensitivity import is_product, spread_shares, verdict_sensitivity
from claimbook.model.uncertainty import DRAWS
from tests.book import PROJECT
from tests.properties import log_variance, slope_beside_elasticity, turned_at_the_ends, widths_of_products
from tests.strategies import models


@pytest.mark.thorough
@settings(deadline=None, max_examples=20)
@given(models(PROJECT), st.sampled_from(derivation_names(PROJECT)), st.data())
def test_elasticities_agree_with_finite_differences(model, quantity, data):
    slope, exact = slope_beside_elasticity(model, quantity, data.draw(st.sampled_from(upstream(PROJECT, quantity))))
    assert slope == pytest.approx(exact, rel=1e-3, abs=1e-4)


def test_the_spread_of_gpt3s_cost_is_shared_by_rent_and_training_rate(model):
    # $1.95 ($1.16 to $3.06) an hour; 31.0 (19.0 to 50.4) TFLOP/s.
    rent, rate = log_variance(1.16, 1.95, 3.06), log_variance(19.0, 31.0, 50.4)
    shares = spread_shares("gpt3_training_cost", model)
    assert shares["v100_rent"] == pytest.approx(rent / (rent + rate), abs=1e-3)
    assert shares["v100_training_rate"] == pytest.approx(rate / (rent + rate), abs=1e-3)


@pytest.mark.thorough
def test_what_is_called_a_product_has_the_interval_of_a_product(model):
    products = [name for name in derivation_names(PROJECT) if is_product(PROJECT, name)]
    assert len(products) > 100
    for quantity in products:
        low, high = np.quantile(model.draws[quantity], [0.05, 0.95])
        assert low <= high
    compared = list(widths_of_products(model))
    assert len(compared) > 10
    # Draws of a product are not themselves evenly spaced: an end is sure to a hundredth of the interval's width.
    for quantity, drawn, without_draws in compared:
        assert drawn == pytest.approx(without_draws, rel=4 / np.sqrt(DRAWS)), quantity


@pytest.mark.thorough
def test_the_rent_of_a_v100_turns_gpt3s_cost_and_the_worth_of_an_h100_the_fleet(model):
    found = {item.assumption: item for item in verdict_sensitivity(model)}
    # $1.16 to $3.06 an hour: at the low end GPT-3 costs less than the 4.6 million claimed.
    assert "huatai-2023-gpt3-cost" in found["v100_rent"].turned
    # 350,000 H100s over 25,000 A100s: worth 1.8 A100s each, the low end, they are 25 times as much, at half of 2.5 they
    # are 17.5 times; over 52,000 A100s, the high end, they are 17.
    assert "jiemian-2024-fleet-ratio" not in found["h100_speed_in_large_runs"].turned
    assert "jiemian-2024-fleet-ratio" in found["h100_speed_in_large_runs"].turned_by_half
    assert "jiemian-2024-fleet-ratio" in found["gpt4_a100_count_estimated"].turned


@pytest.mark.thorough
def test_verdict_sensitivity_agrees_with_models_at_the_ends_of_each_range(model):
    compared = list(turned_at_the_ends(model))
    assert any(turned_there for _, turned_there, _ in compared)
    for assumption, turned_there, turned in compared:
        assert turned_there <= turned, assumption

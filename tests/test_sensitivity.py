"""What drives a quantity: elasticities, swings and shares, against finite differences and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.algebra import as_function
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.sensitivity import drivers, elasticity, is_product, spread_shares, verdict_sensitivity
from claimbook.register.units import root_magnitude
from tests.book import PROJECT
from tests.strategies import models


@settings(deadline=None, max_examples=20)
@given(models(), st.sampled_from(derivation_names(PROJECT)), st.data())
def test_elasticities_agree_with_finite_differences(model, quantity, data):
    name = data.draw(st.sampled_from(upstream(PROJECT, quantity)))
    inputs = {needed: root_magnitude(model.values[needed]) for needed in upstream(PROJECT, quantity)}
    # A date moves growth by thousands of per cent for one per cent of itself: the step must be small beside that.
    exact = elasticity(quantity, name, model)
    step = 1e-5 / max(1, abs(exact))
    up, down = (
        as_function(PROJECT, quantity)(*(inputs | {name: inputs[name] * (1 + sign * step)}).values())
        for sign in (1, -1)
    )
    middle = as_function(PROJECT, quantity)(*inputs.values())
    assert (up - down) / (2 * step * middle) == pytest.approx(exact, rel=1e-3, abs=1e-4)


def test_a_product_has_whole_elasticities(model):
    found = {driver.assumption: driver.elasticity for driver in drivers("gpt3_training_cost", model)}
    assert found == {
        "v100_rent": 1,
        "v100_training_rate": -1,
        "training_flop_per_parameter_token": 1,
        "gpt3_parameter_count": 1,
        "gpt3_token_count": 1,
    }


def test_the_widest_swing_comes_first(model):
    # Rent: 3.06 over 1.16 is 2.6 times; training rate: 39 over 26.6 is 1.5 times.
    assert [driver.assumption for driver in drivers("gpt3_training_cost", model)][:2] == [
        "v100_rent",
        "v100_training_rate",
    ]


def test_a_swing_goes_from_the_quantity_at_the_low_end_to_that_at_the_high_end(model):
    (days, *_) = drivers("gpt4_training_cost", model)
    assert days.assumption == "gpt4_training_time"
    assert (days.at_low, days.at_high) == pytest.approx((25_000 * 90 * 24, 25_000 * 100 * 24))
    assert days.swing == pytest.approx(np.log(100 / 90))


def test_shares_of_a_product_are_those_of_the_logarithms_variance(model):
    rent, rate = np.log(3.06 / 1.16) ** 2, np.log(39 / 26.6) ** 2
    shares = spread_shares("gpt3_training_cost", model)
    assert shares["v100_rent"] == pytest.approx(rent / (rent + rate), abs=1e-3)
    assert shares["v100_training_rate"] == pytest.approx(rate / (rent + rate), abs=1e-3)
    assert shares["gpt3_token_count"] == 0


def test_equal_terms_of_a_sum_have_equal_shares(model):
    # 20 to 30 billion each for two of the three firms: what one adds to the spread the other adds too.
    assert not is_product(PROJECT, "frontier_training_spend")
    shares = spread_shares("frontier_training_spend", model)
    assert shares["openai_training_spend"] == pytest.approx(shares["google_training_spend"], rel=0.02)
    assert sum(shares.values()) == pytest.approx(1, abs=0.03)


def test_shares_of_a_sum_follow_each_terms_variance(model):
    # What an age of 0.5 to 2.8 years and a life of 4 to 6 add to the variance of the difference, both uniform.
    shares = spread_shares("a100_remaining_life", model)
    age, life = (2.8 - 0.5) ** 2, (6 - 4) ** 2
    assert shares["a100_age"] == pytest.approx(age / (age + life), abs=0.03)


def test_the_only_uncertain_assumption_has_all_of_the_spread(model):
    assert spread_shares("gpt4_training_cost", model)["gpt4_training_time"] == 1


def test_a_quantity_of_certain_assumptions_has_no_spread_to_share(model):
    assert set(spread_shares("fleet_ratio", model).values()) == {0}


def test_what_is_called_a_product_has_the_interval_of_a_product(model):
    products = [name for name in derivation_names(PROJECT) if is_product(PROJECT, name)]
    assert len(products) > 100
    compared = 0
    for quantity in products:
        uncertain = [name for name in upstream(PROJECT, quantity) if model.assumptions[name].is_range]
        low, high = np.quantile(model.draws[quantity], [0.05, 0.95])
        assert low <= high
        if uncertain and all(model.assumptions[name].distribution == "lognormal" for name in uncertain):
            spreads = [
                elasticity(quantity, name, model)
                * np.log(root_magnitude(model.assumptions[name].high) / root_magnitude(model.assumptions[name].low))
                for name in uncertain
            ]
            assert np.log(high / low) == pytest.approx(np.linalg.norm(spreads), rel=0.02), quantity
            compared += 1
    assert compared > 10


def test_verdict_sensitivity_finds_the_verdicts_that_an_assumptions_range_turns(model):
    found = {item.assumption: item for item in verdict_sensitivity(model)}
    # $1.16 to $3.06 an hour: at the low end GPT-3 costs less than the 4.6 million claimed.
    assert "huatai-2023-gpt3-cost" in found["v100_rent"].turned
    # An H100 worth half as much makes the fleet 11 times; it has no range of its own.
    assert found["a100_per_h100"].turned == ()
    assert "jiemian-2024-fleet-ratio" in found["a100_per_h100"].turned_by_half


@pytest.mark.thorough
def test_verdict_sensitivity_agrees_with_models_at_the_ends_of_each_range(model):
    for item in verdict_sensitivity(model):
        assumption = model.assumptions[item.assumption]
        if assumption.is_range:
            ends = [model.with_(**{item.assumption: end.magnitude}) for end in (assumption.low, assumption.high)]
            for claim_id in item.claims:
                printed = PROJECT.find_claim(claim_id).printed
                met = [printed.contains(at.result(claim_id).derived) for at in (model, *ends)]
                if len(set(met)) > 1:
                    assert claim_id in item.turned


def test_verdict_sensitivity_is_sorted_by_the_verdicts_it_could_turn(model):
    counts = [(len(item.turned), len(item.turned_by_half)) for item in verdict_sensitivity(model)]
    assert counts == sorted(counts, reverse=True)

"""The model: settings, draws, the graph, and the algebra on top of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.algebra import as_function, break_even, formula
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.model import Model
from claimbook.register.units import root_magnitude
from tests.book import PROJECT
from tests.strategies import models

SOLVABLE = [claim.id for claim in PROJECT.claims.values() if claim.quantity and claim.printed]


@pytest.mark.parametrize(
    ("claim", "derived", "verdict"),
    [
        ("jiemian-2024-fleet-ratio", 22.4, "holds"),
        ("jiemian-2024-h100-bill", 1.05e10, "holds"),
        ("huatai-2023-chatgpt-monthly-cost", 6.16e6, "holds"),
        ("huatai-2023-chatgpt-monthly-compute", 4874, "holds"),
        ("eeo-2023-china-compute-growth", 52.3, "holds"),
        ("huatai-2023-gpt3-compute", 3640, "holds"),
        ("jiemian-2024-gpt4-cost", 5.7e7, "fails"),
    ],
)
def test_the_headline_claims_come_out_as_expected(model, claim, derived, verdict):
    result = model.result(claim)
    assert result.derived == pytest.approx(derived, rel=1e-3)
    assert result.verdict == verdict


def test_three_a100s_an_h100_make_the_fleet_42_times(model):
    assert model.with_(a100_per_h100="3").result("jiemian-2024-fleet-ratio").derived == pytest.approx(42)


def test_forty_thousand_a100s_turn_over_twenty_into_a_claim_that_fails(model):
    assert model.with_(gpt4_a100_count=40_000).result("jiemian-2024-fleet-ratio").verdict == "fails"


def test_a_changed_model_leaves_the_baseline_as_it_was(model):
    model.with_(a100_per_h100=3)
    assert model.result("jiemian-2024-fleet-ratio").derived == pytest.approx(22.4)
    assert not model.changes


def test_setting_an_assumption_to_its_own_value_keeps_its_range(model):
    same = model.with_(gpt4_training_time="95 day")
    assert not same.changes
    assert same.result("jiemian-2024-gpt4-cost") == model.result("jiemian-2024-gpt4-cost")


def test_a_set_value_is_certain(model):
    result = model.with_(gpt4_training_time="96 day").result("jiemian-2024-gpt4-cost")
    assert result.low == result.high == result.derived


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("h100_per_a10", 3, "did you mean a100_per_h100"),
        ("a100_per_h100", 0, "not above zero"),
        ("a100_per_h100", -1, "not above zero"),
        ("a100_per_h100", "nan", "not a finite number"),
        ("gpt4_utilisation", "101 %", "the most it can be"),
        ("gpt4_training_time", "3 USD", "not a kind of day"),
        ("a100_rent", "7 CNY/A100/hour", "not a kind of USD/A100/hour"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_one_line(model, name, value, said):
    with pytest.raises(UserError, match=said) as error:
        model.with_(**{name: value})
    assert "\n" not in str(error.value)


def test_the_ends_of_a_lognormal_range_are_its_5_and_95_percent_quantiles(model):
    for name, assumption in model.assumptions.items():
        if assumption.distribution in ("", "lognormal"):
            low, high = model.interval(name, assumption.unit)
            assert low == pytest.approx(assumption.low.magnitude, rel=5e-4)
            assert high == pytest.approx(assumption.high.magnitude, rel=5e-4)


def test_two_ranges_are_drawn_independently(model):
    days, rate = model.draws["gpt4_training_time"], model.draws["v100_training_rate"]
    assert abs(np.corrcoef(days, rate)[0, 1]) < 0.03


def test_the_same_draws_come_out_every_time():
    first, second = Model.baseline().draws, Model(PROJECT, PROJECT.assumptions).draws
    assert np.array_equal(first["gpt3_training_cost"], second["gpt3_training_cost"])


def test_a_quantity_rests_on_exactly_the_assumptions_in_its_formula():
    for name in derivation_names(PROJECT):
        assert {str(symbol) for symbol in formula(PROJECT, name).free_symbols} == set(upstream(PROJECT, name))


@settings(deadline=None, max_examples=15)
@given(models())
def test_the_symbolic_formula_gives_what_the_quantities_give(model):
    for name in derivation_names(PROJECT):
        expected = root_magnitude(model.values[name])
        inputs = [root_magnitude(model.values[needed]) for needed in upstream(PROJECT, name)]
        assert as_function(PROJECT, name)(*inputs) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(deadline=None, max_examples=15)
@given(models(), st.sampled_from(SOLVABLE), st.data())
def test_the_break_even_value_put_back_in_gives_the_claim(model, claim_id, data):
    claim = PROJECT.find_claim(claim_id)
    name = data.draw(st.sampled_from(upstream(PROJECT, claim.quantity)))
    needed = break_even(model, claim_id, name)
    maximum = model.assumptions[name].maximum
    if needed is not None and (maximum is None or needed <= maximum):
        derived = model.with_(**{name: needed.magnitude}).result(claim_id).derived
        assert derived == pytest.approx(claim.printed.claimed, rel=1e-6)


def test_assumptions_that_lead_out_of_the_range_of_numbers_are_refused(model):
    with pytest.raises(UserError, match="no finite value"):
        model.with_(convolutional_doubling_time="1e-9 month").result("cinic-2024-demand-against-doubling-times")


def test_there_is_no_break_even_where_no_positive_value_does(model):
    shrinking = model.with_(china_compute_2021="2000 EFLOP/s")
    assert break_even(shrinking, "eeo-2023-china-compute-growth", "china_forecast_period") is None


def test_quantities_along_an_assumption_are_those_of_single_models(model):
    along = model.along("a100_per_h100", np.array([1.0, 2.0, 3.0]))["fleet_ratio"].to("").magnitude
    singly = [model.with_(a100_per_h100=worth).quantity("fleet_ratio").to("").magnitude for worth in (1, 2, 3)]
    assert along == pytest.approx(singly)

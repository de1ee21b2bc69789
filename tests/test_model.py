"""The model of this book: its headline claims, and what has to hold of every assumption and derivation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.algebra import break_even, formula
from claimbook.model.graph import derivation_names, upstream
from tests.book import PROJECT
from tests.properties import formula_values, lognormal_ends
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


def test_the_ends_of_a_lognormal_range_are_its_5_and_95_percent_quantiles(model):
    for name, found, ends in lognormal_ends(model):
        assert found == pytest.approx(ends, rel=5e-4), name


def test_a_quantity_rests_on_exactly_the_assumptions_in_its_formula():
    for name in derivation_names(PROJECT):
        assert {str(symbol) for symbol in formula(PROJECT, name).free_symbols} == set(upstream(PROJECT, name))


@settings(deadline=None, max_examples=15)
@given(models(PROJECT))
def test_the_symbolic_formula_gives_what_the_quantities_give(model):
    for name, by_formula, derived in formula_values(model):
        assert by_formula == pytest.approx(derived, rel=1e-9, abs=1e-12), name


@settings(deadline=None, max_examples=15)
@given(models(PROJECT), st.sampled_from(SOLVABLE), st.data())
def test_the_break_even_value_put_back_in_gives_the_claim(model, claim_id, data):
    claim = PROJECT.find_claim(claim_id)
    name = data.draw(st.sampled_from(upstream(PROJECT, claim.quantity)))
    needed = break_even(model, claim_id, name)
    maximum = model.assumptions[name].maximum
    if needed is not None and (maximum is None or needed <= maximum):
        derived = model.with_(**{name: needed.magnitude}).result(claim_id).derived
        assert derived == pytest.approx(claim.printed.claimed, rel=1e-6)

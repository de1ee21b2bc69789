"""The model of this book: its headline claims, and what has to hold of every assumption and derivation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.algebra import break_even, formula
from claimbook.model.graph import derivation_names, upstream
from claimbook.model.uncertainty import DRAWS
from tests.book import PROJECT
from tests.properties import formula_values, metalog_percentiles, product_quantiles
from tests.strategies import models

SOLVABLE = [(claim.id, name) for claim in PROJECT.claims.values() if claim.printed for name in claim.quantities]


def answer_by(result, quantity):
    """What one test of a claim says: that by a quantity."""
    return next(one for one in result.tests if one.test.quantity == quantity)


@pytest.mark.parametrize(
    ("claim", "quantity", "value", "verdict"),
    [
        # Over 20 times by the source's own figures, and from outside for more than two thirds of the draws.
        ("jiemian-2024-fleet-ratio", "fleet_ratio", 22.4, "holds"),
        # The source's sums come out, and nothing from outside is of the same thing or of a year that is over.
        ("jiemian-2024-h100-bill", "meta_h100_bill", 1.05e10, "adds up"),
        ("huatai-2023-chatgpt-monthly-compute", "chatgpt_monthly_compute", 4874, "adds up"),
        ("eeo-2023-china-compute-growth", "china_compute_growth", 52.3, "adds up"),
        # At the low end of what SemiAnalysis makes of the same month.
        ("huatai-2023-chatgpt-monthly-cost", "chatgpt_monthly_cost", 6.16e6, "plausible"),
        ("huatai-2023-gpt3-compute", "gpt3_training_compute", 3640, "holds"),
        ("jiemian-2024-gpt4-cost", "gpt4_training_cost", 5.7e7, "fails"),
    ],
)
def test_the_headline_claims_come_out_as_expected(model, claim, quantity, value, verdict):
    result = model.result(claim)
    assert answer_by(result, quantity).value == pytest.approx(value, rel=1e-3)
    assert result.verdict == verdict


def test_from_outside_metas_fleet_is_over_20_times_gpt4s_for_most_draws(model):
    # 350,000 H100s (250,000 to 606,000) at 2.5 A100s (1.8 to 3.1) over 25,000 A100s (9,800 to 52,000).
    ranges = [(250e3, 350e3, 606e3, None, 1), (1.8, 2.5, 3.1, None, 1), (9_800, 25_000, 52_000, None, -1)]
    found = answer_by(model.result("jiemian-2024-fleet-ratio"), "fleet_ratio_from_outside")
    assert found.value == pytest.approx(35)
    expected = product_quantiles(ranges)
    assert (found.low, found.median, found.high) == pytest.approx(expected, rel=4 / np.sqrt(DRAWS))
    levels = np.linspace(0.001, 0.999, 999)
    share = 1 - np.interp(20, product_quantiles(ranges, levels), levels)
    assert found.probability == pytest.approx(share, abs=0.01)
    assert share > 2 / 3


def test_three_a100s_an_h100_make_the_fleet_42_times(model):
    result = model.with_(a100_per_h100="3").result("jiemian-2024-fleet-ratio")
    assert answer_by(result, "fleet_ratio").value == pytest.approx(42)


def test_forty_thousand_a100s_turn_over_twenty_into_a_claim_that_fails(model):
    assert model.with_(gpt4_a100_count=40_000).result("jiemian-2024-fleet-ratio").verdict == "fails"


def test_low_value_and_high_of_a_metalog_are_its_5_50_and_95_percent_quantiles(model):
    # Draws are evenly spaced, and a quantile lies between two of them: the farther, the wider the range.
    for name, found, stated in metalog_percentiles(model):
        width = np.log(stated[2] / stated[0])
        assert found == pytest.approx(stated, rel=5e-4 * max(1, width)), name


def test_a_quantity_rests_on_exactly_the_assumptions_in_its_formula():
    for name in derivation_names(PROJECT):
        assert {str(symbol) for symbol in formula(PROJECT, name).free_symbols} == set(upstream(PROJECT, name))


@pytest.mark.thorough
@settings(deadline=None, max_examples=15)
@given(models(PROJECT))
def test_the_symbolic_formula_gives_what_the_quantities_give(model):
    for name, by_formula, derived in formula_values(model):
        assert by_formula == pytest.approx(derived, rel=1e-9, abs=1e-12), name


@pytest.mark.thorough
@settings(deadline=None, max_examples=15)
@given(models(PROJECT), st.sampled_from(SOLVABLE), st.data())
def test_the_break_even_value_put_back_in_gives_the_claim(model, solved, data):
    claim, quantity = PROJECT.find_claim(solved[0]), solved[1]
    name = data.draw(st.sampled_from(upstream(PROJECT, quantity)))
    needed = break_even(model, claim.id, quantity, name)
    maximum = model.assumptions[name].maximum
    if needed is not None and (maximum is None or needed <= maximum):
        unit = PROJECT.units.read_unit(claim.unit)
        before, after = (at.quantity(quantity).m_as(unit) for at in (model, model.with_(**{name: needed.magnitude})))
        sums = [test for test in claim.tests if test.quantity == quantity and test.kind == "arithmetic"]
        printed = claim.printed.without_about if sums else claim.printed
        # A claim that is true already needs no other value; else its figure is met exactly, or an end of its range.
        assert after == pytest.approx(before if printed.contains(before) else printed.nearest_to(after), rel=1e-6)

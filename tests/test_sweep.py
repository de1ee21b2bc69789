"""Sweeps of this book's quantities; how a sweep works is tested in tests/engine/test_sweep.py."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS
from claimbook.sweep.sweep import plan
from tests.book import PROJECT
from tests.sweeping import a_point_and_its_model, table_of

SWEPT = [
    "fleet_ratio",
    "gpt4_training_cost",
    "china_compute_growth",
    "chatgpt_electricity_cost",
    "gpt4_training_compute",
]


@pytest.mark.thorough
@settings(deadline=None, max_examples=20)
@given(st.data())
def test_each_point_is_what_a_model_with_those_values_derives(data):
    quantity = data.draw(st.sampled_from([name for name in SWEPT if name in derivation_names(PROJECT)]))
    found, expected = a_point_and_its_model(data, quantity, Model.baseline())
    assert found == pytest.approx(expected, rel=1e-9)


def test_correlated_inputs_stay_correlated():
    row = table_of(
        plan(PROJECT, "frontier_training_spend", ["openai_training_spend=20e9:40e9:20e9"], draws=DRAWS)
    ).iloc[1]
    model = Model.baseline().with_(openai_training_spend="40e9")
    quantiles = model.quantiles("frontier_training_spend", "USD")
    assert row[["low", "median", "high"]].tolist() == pytest.approx(quantiles, rel=1e-12)

"""Sweeps of this book's quantities; how a sweep works is tested in tests/engine/test_sweep.py."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.graph import derivation_names, upstream
from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS
from claimbook.sweep.sweep import evaluate, plan
from tests.book import PROJECT


def table_of(sweep):
    return pd.concat([pd.DataFrame(block.columns) for block in evaluate(sweep)], ignore_index=True)


SWEPT = [
    "fleet_ratio",
    "gpt4_training_cost",
    "china_compute_growth",
    "chatgpt_electricity_cost",
    "gpt4_training_compute",
]


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_each_point_is_what_a_model_with_those_values_derives(data):
    quantity = data.draw(st.sampled_from([name for name in SWEPT if name in derivation_names(PROJECT)]))
    given_names = data.draw(st.lists(st.sampled_from(upstream(PROJECT, quantity)), min_size=1, max_size=3, unique=True))
    value = {name: PROJECT.assumptions[name].value.magnitude for name in given_names}
    most = {name: PROJECT.assumptions[name].maximum for name in given_names}
    stop = {name: min(2 * value[name], most[name].magnitude if most[name] else np.inf) for name in given_names}
    over = [f"{n}={value[n] / 2!r}:{stop[n]!r}:{(stop[n] - value[n] / 2) / 3!r}" for n in given_names]
    sweep = plan(PROJECT, quantity, over)
    table = table_of(sweep)
    assert len(table) == 4 ** len(given_names) == sweep.points
    row = table.iloc[data.draw(st.integers(0, len(table) - 1))]
    model = Model.baseline().with_(**{name: float(row[name]) for name in given_names})
    expected = model.quantity(quantity).to(PROJECT.units.read_unit(sweep.unit)).magnitude
    assert row["value"] == pytest.approx(expected, rel=1e-9)


def test_correlated_inputs_stay_correlated():
    row = table_of(
        plan(PROJECT, "frontier_training_spend", ["openai_training_spend=20e9:40e9:20e9"], draws=DRAWS)
    ).iloc[1]
    model = Model.baseline().with_(openai_training_spend="40e9")
    quantiles = model.quantiles("frontier_training_spend", "USD")
    assert row[["low", "median", "high"]].tolist() == pytest.approx(quantiles, rel=1e-12)

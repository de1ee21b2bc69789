"""What tests of sweeps share: a sweep's table, and any of its points beside what a model derives there."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from claimbook.model.graph import upstream, upstream_of_claim
from claimbook.sweep.sweep import evaluate, plan


def table_of(sweep, run=None):
    """A sweep's points, a row each."""
    return pd.concat([pd.DataFrame(block.columns) for block in evaluate(sweep, run)], ignore_index=True)


def points_and_results(data, claim_id, model):
    """Points of a sweep of a claim over some inputs, and what a model with their values says of it."""
    project = model.project
    needed = upstream_of_claim(project, project.claims[claim_id])
    names = data.draw(st.lists(st.sampled_from(needed), min_size=1, max_size=2, unique=True))
    axes = []
    for name in names:
        assumption = project.assumptions[name]
        value = assumption.value.magnitude
        stop = 2 * value if assumption.maximum is None else min(2 * value, assumption.maximum.magnitude)
        axes.append(f"{name}={value / 2!r}:{stop!r}:{(stop - value / 2) / 2!r}")
    for _, row in table_of(plan(project, claim_id, axes)).iterrows():
        yield row, model.with_(**{name: float(row[name]) for name in names}).result(claim_id)


def a_point_and_its_model(data, quantity, model):
    """The value at a point of a sweep over some of a quantity's inputs, and what a model with these inputs derives."""
    project = model.project
    names = data.draw(st.lists(st.sampled_from(upstream(project, quantity)), min_size=1, max_size=3, unique=True))
    value = {name: project.assumptions[name].value.magnitude for name in names}
    most = {name: project.assumptions[name].maximum for name in names}
    stop = {name: min(2 * value[name], most[name].magnitude if most[name] else np.inf) for name in names}
    sweep = plan(
        project, quantity, [f"{n}={value[n] / 2!r}:{stop[n]!r}:{(stop[n] - value[n] / 2) / 3!r}" for n in names]
    )
    table = table_of(sweep)
    assert len(table) == 4 ** len(names) == sweep.points
    row = table.iloc[data.draw(st.integers(0, len(table) - 1))]
    changed = model.with_(**{name: float(row[name]) for name in names})
    return row["value"], changed.quantity(quantity).to(project.units.read_unit(sweep.unit)).magnitude

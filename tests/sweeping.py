"""What tests of sweeps share: a sweep's table, and any of its points beside what a model derives there."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from claimbook.model.graph import upstream
from claimbook.sweep.sweep import evaluate, plan


def table_of(sweep, run=None):
    """A sweep's points, a row each."""
    return pd.concat([pd.DataFrame(block.columns) for block in evaluate(sweep, run)], ignore_index=True)


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

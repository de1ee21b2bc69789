"""A million draws through every derivation, beside the same arithmetic in bare NumPy and beside squigglepy."""

import ast
import copy
import inspect
import textwrap
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np
import squigglepy

from benchmarks.timing import ratio
from claimbook.model.graph import derivation, derive, in_order, needs
from claimbook.model.model import Model
from claimbook.model.uncertainty import draw_all
from claimbook.project import Project
from tests.book import PROJECT

DRAWS = 1_000_000
PART = 250_000


def by_hand() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """All derivations as one straight run of NumPy assignments: what one would write without graph and units."""
    lines = []
    for name in in_order(PROJECT):
        function = ast.parse(textwrap.dedent(inspect.getsource(derivation(PROJECT, name)))).body[0]
        *before, returned = function.body[1:]  # the first is the docstring
        lines += [f"    {ast.unparse(statement)}" for statement in before]
        lines.append(f"    {name} = {ast.unparse(returned.value)}")
    inputs = {needed for name in in_order(PROJECT) for needed in needs(PROJECT, name)} - {*in_order(PROJECT)}
    head = [f"    {name} = inputs[{name!r}]" for name in sorted(inputs)]
    source = "\n".join(["def run(inputs):", *head, *lines, "    return locals()"])
    names: dict[str, Any] = {}
    exec(source, names)  # the peer is made of our own derivations' bodies, so that it cannot fall behind them
    return names["run"]


def assert_same(model: Model, run: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Both give the same numbers. They are let go before anything is timed: arrays kept would slow what comes next."""
    inputs = draw_all(model.assumptions, PROJECT.correlations, PART)
    with np.errstate(all="ignore"):
        derived, peer = derive(PROJECT, inputs), run(inputs)
    for name in in_order(PROJECT):
        assert np.array_equal(derived[name], peer[name], equal_nan=True)


def test_a_million_draws_through_every_derivation_cost_at_most_three_tenths_more_than_bare_numpy(carry):
    model, run = Model.of(PROJECT), by_hand()
    assert_same(model, run)
    ratios = []
    for part in range(DRAWS // PART):
        inputs = draw_all(model.assumptions, PROJECT.correlations, PART, part)
        with np.errstate(all="ignore"):
            ratios.append(ratio(lambda: derive(PROJECT, inputs), lambda: run(inputs), times=7))  # noqa: B023
    found = median(ratios)
    carry({"ratio to bare NumPy": round(found, 2)})
    assert found <= 1.3


def test_a_million_draws_peak_at_a_gibibyte_at_most(benchmark):
    model = Model.of(PROJECT)

    def sample() -> None:
        for part in range(DRAWS // PART):
            model.sample(PART, part)

    tracemalloc.start()
    benchmark.pedantic(sample, rounds=1, iterations=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    benchmark.extra_info |= {"peak MiB": round(peak / 2**20)}
    assert peak <= 2**30


def test_draws_come_at_least_five_times_as_fast_as_from_squigglepy(benchmark):
    model, run = Model.of(PROJECT), by_hand()
    inputs = {
        name: squigglepy.lognorm(a.low.to_root_units().magnitude, a.high.to_root_units().magnitude)
        for name, a in model.assumptions.items()
        if a.is_range
    }
    given = {name: a.value.to_root_units().magnitude for name, a in model.assumptions.items() if not a.is_range}

    def one_draw() -> float:
        drawn = {name: squigglepy.sample(distribution) for name, distribution in inputs.items()}
        return float(run(given | drawn)["gpt4_training_cost"])

    few = 200
    benchmark.pedantic(lambda: model.sample(PART), rounds=1, iterations=1)
    found = ratio(lambda: squigglepy.sample(one_draw, n=few), lambda: model.sample(PART), times=3) * PART / few
    benchmark.extra_info |= {"times as fast as squigglepy": round(found)}
    assert found >= 5


def test_twice_the_claims_take_at_most_twice_the_time(benchmark):
    twice = copy.copy(PROJECT)
    twice.claims = PROJECT.claims | {
        f"{key}-again": replace(claim, id=f"{key}-again") for key, claim in PROJECT.claims.items()
    }

    def judged(project: Project) -> int:
        return len(Model(project, project.assumptions).results)

    assert judged(twice) == 2 * judged(PROJECT)
    benchmark.pedantic(lambda: judged(twice), rounds=1, iterations=1)
    found = ratio(lambda: judged(twice), lambda: judged(PROJECT), times=5)
    benchmark.extra_info |= {"time for twice the claims": round(found, 2)}
    assert found <= 2

"""
The book's whole model in Squiggle, beside its own evaluation: the same formulas on as many draws.

squiggle-lang is a package of npm: `make bench` installs it below _build where npm is; elsewhere this is skipped.
"""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import sympy

from benchmarks.timing import seconds
from claimbook.model.graph import derive, derive_one, in_order, needs
from claimbook.model.model import Model
from claimbook.model.uncertainty import draw_all
from claimbook.register.formula import in_symbols
from claimbook.register.units import root_magnitude
from tests.book import PROJECT, ROOT

HERE = Path(__file__).parent
SQUIGGLE = ROOT / "_build" / "squiggle" / "node_modules" / "@quri" / "squiggle-lang"
DRAWS = 10_000

#: Draws handed over as lists, to see that both work out the same: long lists take Squiggle long to read.
FEW = 200

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and SQUIGGLE.is_dir()), reason="no squiggle-lang: npm installs it into _build/squiggle"
)


def formulas() -> list[str]:
    """Each quantity as a line of Squiggle, by the quantities and assumptions that it needs."""
    lines = []
    for name in in_order(PROJECT):
        symbols = {needed: sympy.Symbol(needed, positive=True) for needed in needs(PROJECT, name)}
        formula = derive_one(PROJECT, name, symbols, in_symbols(PROJECT.units))
        lines.append(f"{name} = {str(formula).replace('**', '^')}")
    return lines


def squiggle(lines: list[str], draws: int) -> dict:
    """Milliseconds that a program takes in Squiggle, and its last line's value."""
    command = ["node", str(HERE / "squiggle.mjs"), str(SQUIGGLE), str(draws)]
    ran = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_squiggle_works_out_the_same_from_the_same_draws_and_takes_at_least_five_times_as_long(carry):
    model = Model.of(PROJECT)
    ranged = [name for name, assumption in model.assumptions.items() if assumption.is_range]
    exact = [
        f"{name} = {root_magnitude(assumption.value)!r}"
        for name, assumption in model.assumptions.items()
        if name not in ranged
    ]

    drawn = draw_all(model.assumptions, PROJECT.correlations, FEW)
    lists = [f"{name} = SampleSet.fromList({np.asarray(drawn[name]).tolist()})" for name in ranged]
    with np.errstate(all="ignore"):
        expected = derive(PROJECT, drawn)
    uncertain = [name for name in in_order(PROJECT) if np.ndim(expected[name])]
    answers = [f"{{{', '.join(f'{name}: mean({name})' for name in uncertain)}}}"]
    found = squiggle([*exact, *lists, *formulas(), *answers], FEW)["answer"]
    for name in uncertain:
        np.testing.assert_allclose(found[name], np.mean(expected[name]), rtol=1e-9, err_msg=name)

    def ends(name: str) -> str:
        assumption = model.assumptions[name]
        return f"{root_magnitude(assumption.low)!r} to {root_magnitude(assumption.high)!r}"

    dists = [f"{name} = SampleSet.fromDist({ends(name)})" for name in ranged]
    theirs = min(squiggle([*exact, *dists, *formulas(), *answers], DRAWS)["milliseconds"] for _ in range(3))
    ours = min(seconds(lambda: model.sample(DRAWS)) for _ in range(3)) * 1e3
    carry(
        {
            "quantities": len(in_order(PROJECT)),
            "draws": DRAWS,
            "Squiggle, ms": round(theirs),
            "model, ms": round(ours),
            "times as fast as Squiggle": round(theirs / ours, 1),
        }
    )
    assert theirs >= 5 * ours

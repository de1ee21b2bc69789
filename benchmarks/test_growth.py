"""A register of a thousand claims over a thousand derivations: everything still works, in time that grows with it."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.synthetic import verdict_of, write_project

FEW, MANY = 100, 1000

#: Time may grow as the register does; this much more is what a busy machine adds to the shorter of two times.
NO_WORSE_THAN = 1.3 * MANY / FEW

#: Runs in the made-up project and prints processor seconds by task, and what came out.
TASKS = """
import gc, json, sys
from time import process_time
from pathlib import Path
from claimbook.checks import tables as checks
from claimbook.model.graph import graph
from claimbook.model.model import Model
from claimbook.site.live import write_live_scripts
from tests.book import PROJECT

def seconds(task):
    begun = process_time()
    task()
    return process_time() - begun

problems = []
model = Model.baseline()
gc.freeze()  # what was loaded before is no task's to look through
taken = {
    "graph": seconds(graph),
    "verdicts": seconds(lambda: model.results),
    "checks": seconds(lambda: problems.extend(checks.problems(PROJECT))),
    "what-if": seconds(lambda: write_live_scripts(model, Path(sys.argv[1]))),
    "verdicts of a scenario": seconds(lambda: model.with_(shared_3=7).results),
}
verdicts = {result.claim.id: str(result.verdict) for result in model.results}
print(json.dumps({"taken": taken, "problems": problems, "verdicts": verdicts}))
"""

PAGE = """<!doctype html><meta charset="utf-8"><title>What if</title><div class="what-if"></div>
<script src="../_static/live-model.js"></script><script src="../_static/live.js"></script>
<script src="../_static/what-if.js"></script>"""

STEPS = """() => [...document.querySelectorAll('.live-row')].slice(0, 30).map((row) => {
  const slider = row.querySelector('input[type=range]');
  slider.value = 300;
  const begun = performance.now();
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  document.body.getBoundingClientRect();
  const taken = performance.now() - begun;
  row.querySelector('.live-back').click();
  return taken;
})"""


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """The smaller and the larger project, each with what its tasks took and gave."""
    return {count: measured(tmp_path_factory.mktemp("made-up") / str(count), count) for count in (FEW, MANY)}


def measured(folder: Path, count: int) -> dict:
    """A made-up project, and what came out of its tasks, the fastest of five runs."""
    write_project(folder, count)
    static = folder / "site" / "_static"
    static.mkdir(parents=True)
    runs = []
    for _ in range(5):
        answer = subprocess.run(
            [sys.executable, "-c", TASKS, str(static)],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        runs.append(json.loads(answer.stdout))
    taken = {task: min(run["taken"][task] for run in runs) for task in runs[0]["taken"]}
    return {**runs[0], "taken": taken, "folder": folder}


@pytest.mark.parametrize("task", ["graph", "verdicts", "checks", "what-if", "verdicts of a scenario"])
def test_time_grows_no_faster_than_the_register(carry, projects, task):
    few, many = (projects[count]["taken"][task] for count in (FEW, MANY))
    carry(
        {
            f"{task}, {FEW} claims, s": round(few, 3),
            f"{task}, {MANY} claims, s": round(many, 3),
            "times as long": round(many / few, 1),
        },
    )
    assert many <= NO_WORSE_THAN * few


def test_a_thousand_claims_get_the_verdicts_they_are_made_for_and_pass_the_checks(carry, projects):
    project = projects[MANY]
    carry(Counter(project["verdicts"].values()))
    assert project["problems"] == []
    assert project["verdicts"] == {f"huatai-2023-claim-{number}": verdict_of(number) for number in range(MANY)}


@pytest.mark.browser
def test_what_if_follows_a_thousand_claims(carry, projects, browser):
    steps = {}
    for count in (FEW, MANY):
        site = projects[count]["folder"] / "site"
        static = projects[count]["folder"] / "claimbook" / "site" / "static"
        for name in ("live-model.js", "live.js", "what-if.js"):
            (site / "_static" / name).write_bytes((static / name).read_bytes())
        (site / "book").mkdir()
        (site / "book" / "what-if.html").write_text(PAGE, encoding="utf-8")
        page = browser.new_page()
        page.goto((site / "book" / "what-if.html").as_uri())
        page.wait_for_selector(".what-if[data-ready]")
        assert page.locator(".live-row").count() == count + 10
        page.evaluate(STEPS)
        taken = sorted(page.evaluate(STEPS))
        steps[count] = taken[len(taken) // 2]
        page.close()
    carry({f"a step with {count} claims, ms": round(taken, 1) for count, taken in steps.items()})
    assert steps[MANY] <= NO_WORSE_THAN * steps[FEW]

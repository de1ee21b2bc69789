"""A register of a thousand claims over a thousand derivations: everything still works, in time that grows with it."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.synthetic import SHARED, SOURCE, verdict_of, write_book
from claimbook.project import PACKAGE

FEW, MANY = 100, 1000

#: Time may grow as the register does; this much more is what a busy machine adds to the shorter of two times.
NO_WORSE_THAN = 1.3 * MANY / FEW

#: Runs in a process of its own, as a command would, and prints processor seconds by task, and what came out.
TASKS = """
import gc, json, sys
from time import process_time
from pathlib import Path
from claimbook.checks.gate import problems
from claimbook.model.graph import in_order
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.site.live import write_live_scripts

def seconds(task):
    begun = process_time()
    task()
    return process_time() - begun

found = []
book = Project(sys.argv[1])
model = Model.of(book)
gc.freeze()  # what was loaded before is no task's to look through
taken = {
    "graph": seconds(lambda: in_order(book)),
    "verdicts": seconds(lambda: model.results),
    "checks": seconds(lambda: found.extend(problems(book))),
    "what-if": seconds(lambda: write_live_scripts(model, Path(sys.argv[2]))),
    "verdicts of a scenario": seconds(lambda: model.with_(shared_3=7).results),
}
verdicts = {result.claim.id: str(result.verdict) for result in model.results}
print(json.dumps({"taken": taken, "problems": found, "verdicts": verdicts}))
"""

PAGE = """<!doctype html><meta charset="utf-8"><title>What if</title><div class="what-if"></div>
<script src="../_static/early.js"></script><script src="../_static/live-model.js"></script>
<script src="../_static/live.js"></script>
<script src="../_static/what-if.js"></script>"""

#: What is exact has no slider: the shared inputs alone have one, in both books as many.
STEPS = """() => [...document.querySelectorAll('.live-row:has(input[type=range])')].slice(0, 30).map((row) => {
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
def books(tmp_path_factory):
    """The smaller and the larger book, each with what its tasks took and gave."""
    return {count: measured(tmp_path_factory.mktemp("made-up") / str(count), count) for count in (FEW, MANY)}


def measured(folder: Path, count: int) -> dict:
    """A made-up book, and what came out of its tasks, the fastest of five runs."""
    write_book(folder, count)
    static = folder / "site" / "_static"
    static.mkdir(parents=True)
    runs = []
    for _ in range(5):
        command = [sys.executable, "-c", TASKS, str(folder), str(static)]
        runs.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))
    taken = {task: min(run["taken"][task] for run in runs) for task in runs[0]["taken"]}
    return {**runs[0], "taken": taken, "folder": folder}


@pytest.mark.parametrize("task", ["graph", "verdicts", "checks", "what-if", "verdicts of a scenario"])
def test_time_grows_no_faster_than_the_register(carry, books, task):
    few, many = (books[count]["taken"][task] for count in (FEW, MANY))
    carry(
        {
            f"{task}, {FEW} claims, s": round(few, 3),
            f"{task}, {MANY} claims, s": round(many, 3),
            "times as long": round(many / few, 1),
        },
    )
    assert many <= NO_WORSE_THAN * few


def test_a_thousand_claims_get_the_verdicts_they_are_made_for_and_pass_the_checks(carry, books):
    book = books[MANY]
    carry(Counter(book["verdicts"].values()))
    assert book["problems"] == []
    assert book["verdicts"] == {f"{SOURCE}-claim-{number}": verdict_of(number) for number in range(MANY)}


@pytest.mark.browser
def test_what_if_follows_a_thousand_claims(carry, books, browser):
    steps = {}
    for count in (FEW, MANY):
        site = books[count]["folder"] / "site"
        for script in (PACKAGE / "site" / "static").glob("*.js"):
            (site / "_static" / script.name).write_bytes(script.read_bytes())
        (site / "book").mkdir()
        (site / "book" / "what-if.html").write_text(PAGE, encoding="utf-8")
        page = browser.new_page()
        page.goto((site / "book" / "what-if.html").as_uri())
        page.wait_for_selector(".what-if[data-ready]")
        page.evaluate("document.querySelectorAll('.what-if-group').forEach((group) => { group.open = true; })")
        page.wait_for_function(f"document.querySelectorAll('.live-row').length >= {count + SHARED}")
        assert page.locator(".live-row").count() == count + SHARED
        page.evaluate(STEPS)
        taken = sorted(page.evaluate(STEPS))
        steps[count] = taken[len(taken) // 2]
        page.close()
    carry({f"a step with {count} claims, ms": round(taken, 1) for count, taken in steps.items()})
    assert steps[MANY] <= NO_WORSE_THAN * steps[FEW]

"""Workflows run elsewhere; here they are held against GitHub's schema, and what they call against what there is."""

import itertools
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.book import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted((ROOT / ".github").glob("*/action.yml"))
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"

#: By the name of GitHub's schema, what is held against it.
HELD = [
    ("github-workflows", WORKFLOWS),
    ("github-actions", ACTIONS),
    ("github-issue-forms", [path for path in FORMS.glob("*.yml") if path.name != "config.yml"]),
    ("github-issue-config", [FORMS / "config.yml"]),
]


def against_schema(name, paths):
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", *paths],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "paths"), HELD)
def test_workflows_actions_and_issue_forms_are_as_github_reads_them(name, paths):
    assert paths
    answer = against_schema(name, paths)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.thorough
def test_a_workflow_that_github_would_not_read_is_found(tmp_path):
    broken = tmp_path / "broken.yml"
    broken.write_text(WORKFLOWS[0].read_text("utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    assert against_schema("github-workflows", [broken]).returncode != 0


def test_whatever_make_is_asked_for_there_is():
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    places = [*WORKFLOWS, ROOT / ".ci" / "run", ROOT / "README.md", ROOT / "ARCHITECTURE.md"]
    asked = {
        rule for path in places for rule in re.findall(r"(?:run: |^|`)make ([a-z-]+)", path.read_text("utf-8"), re.M)
    }
    assert {"book", "test", "audit", "mutants"} <= asked
    assert asked - rules == set()


@pytest.mark.skipif(not shutil.which("make"), reason="no make on this machine")
def test_every_test_is_run_by_make_test_or_by_make_test_slow_and_none_by_both():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    marks = [mark.partition(":")[0] for mark in config["tool"]["pytest"]["ini_options"]["markers"]]
    quick, slow = (
        re.search(
            r'-m "([^"]+)"', subprocess.run(["make", "-n", rule], cwd=ROOT, capture_output=True, text=True).stdout
        )
        for rule in ("test", "test-slow")
    )
    for chosen in itertools.product([True, False], repeat=len(marks)):
        marked = dict(zip(marks, chosen, strict=True))
        assert eval(quick[1], {}, marked) != eval(slow[1], {}, marked), marked


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
@pytest.mark.parametrize("script", sorted((ROOT / ".ci").iterdir()), ids=lambda path: path.name)
def test_scripts_of_ci_are_bash(script):
    answer = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr

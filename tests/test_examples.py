"""The examples in docstrings do what they say."""

import doctest
import importlib
import pkgutil
import re
import subprocess

import pytest

import claimbook
from claimbook.project import project_at
from tests.book import ROOT
from tests.commands import claimbook as run
from tests.engine.book import copy_book
from tests.transcripts import shown_in, typed

MODULES = [
    module.name
    for module in pkgutil.walk_packages(claimbook.__path__, "claimbook.")
    if not module.name.endswith("__main__") and ".template" not in module.name
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_gives_what_it_shows(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_for_those_who_live_in_a_notebook():
    from claimbook.register import printed, units, wording

    tried = {module.__name__: doctest.testmod(module).attempted for module in (printed, units, wording)}
    assert all(tried.values()), tried


@pytest.mark.thorough
def test_the_readme_shows_what_its_example_gives():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert doctest.DocTestParser().get_examples(readme), "the README has no example in Python"
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


SHOWN = shown_in((ROOT / "README.md").read_text(encoding="utf-8"))
AS_SHOWN = doctest.OutputChecker()


def test_the_readme_shows_ten_things_to_try():
    assert len(SHOWN) >= 10


@pytest.mark.thorough
@pytest.mark.parametrize("shown", SHOWN, ids=[shown.command for shown in SHOWN])
def test_each_thing_to_try_prints_what_the_readme_shows(shown, tmp_path):
    printed = "".join(line.rstrip() + "\n" for line in typed(shown.command, tmp_path, ROOT).splitlines())
    same = AS_SHOWN.check_output(shown.output, printed, doctest.ELLIPSIS)
    assert same, f"{shown.command} prints\n{printed}"


@pytest.mark.kernel
def test_what_commands_changed_is_taken_back_as_the_readme_says(tmp_path):
    book = copy_book(tmp_path / "ferries")

    (book / ".gitignore").write_text("_build/\n__pycache__/\n", encoding="utf-8")

    def git(*words):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
        return subprocess.run(["git", *who, *words], cwd=book, check=True, capture_output=True, text=True).stdout

    for words in (["init"], ["add", "."], ["commit", "-m", "As it was"]):
        git(*words)
    claim = ["--line", "3", "--statement", "So it is", "--chapter", "money"]
    for command in (
        ["ask", "fuel_per_crossing * fuel_price", "--claim", "> $20", "--save", "herald-2024-fuel", *claim],
        ["claim", "new", "herald-2024-fare", *claim, "--printed", "$3.50", "--searched", "reports"],
        ["accept", "--yes"],
    ):
        project_at.cache_clear()
        answer = run("--book", book, *command)
        assert answer.code == 0, answer.err
    changed = {line[3:] for line in git("status", "--porcelain").splitlines()}
    assert changed >= {"data/claims/herald-2024.yml", "book/money.ipynb", "book/reference-results.json"}
    _, _, said = (ROOT / "README.md").read_text(encoding="utf-8").partition("**To undo**")
    undo = re.search("^git (checkout.*?) *#", said, re.M)[1]
    git(*undo.split())
    assert git("status", "--porcelain") == ""

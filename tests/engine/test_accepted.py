"""The accepted results: what moved is said with its cause, and nothing is stored unless somebody says yes."""

import re
import subprocess
import sys

import pytest

from claimbook.model.model import Model
from claimbook.project import Project, project_at
from claimbook.results import accepted
from claimbook.system.git import git
from tests.commands import Terminal, claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT, fuel_shares


def now(project):
    """The model of the project as its files are now."""
    return Model.of(Project(project.root))


def test_of_a_book_that_is_as_it_was_accepted_nothing_moved(model):
    assert accepted.what_moved(model) == []


def test_the_accepted_results_are_written_the_same_every_time(project):
    first = accepted.reference_path(project).read_bytes()
    accepted.accept(now(project))
    assert accepted.reference_path(project).read_bytes() == first


@pytest.mark.thorough
def test_a_verdict_that_turned_comes_first_with_both_values_and_the_assumption(project):
    replace(project.data / "assumptions.csv", "fuel_price,estimate,1.5,1.2,1.9", "fuel_price,estimate,3,2.4,3.8")
    first, *others = accepted.what_moved(now(project))
    said = re.fullmatch(
        r"herald-2024-fuel-share: plausible → fails, ([\d.]+) % → ([\d.]+) %, claimed less than 20 %, because "
        r"fuel_price was 1\.5 USD/liter \(1\.2 to 1\.9, metalog\) and is 3 USD/liter \(2\.4 to 3\.8, metalog\)",
        first,
    )
    middle = fuel_shares()[1]
    assert [float(value) for value in said.groups()] == pytest.approx([middle, 2 * middle], rel=0.005)
    assert any(line.startswith("yearly_fuel_cost: $789 per day → $1,580 per day") for line in others)


def test_a_formula_that_changed_is_the_cause_of_what_it_moves(project):
    path = project.book / "derivations" / "money.py"
    formula = "stated_yearly_passengers * ticket_price"
    replace(path, f"return {formula}", f"return {formula} / 2")
    (line,) = [line for line in accepted.what_moved(now(project)) if line.startswith("herald-2024-takings")]
    assert "adds up → fails, $1.34 million per year → $672,000 per year" in line
    assert f"because stated_yearly_takings was {formula} and is {formula} / 2" in line


def test_evidence_and_a_claims_own_figure_are_causes_too(project):
    replace(project.data / "claims" / "herald-2024.yml", "printed: less than 20", "printed: less than 25")
    replace(project.data / "evidence.csv", ",345e3,passenger", ",350e3,passenger")
    lines = accepted.what_moved(now(project))
    assert any(
        line.startswith("herald-2024-fuel-share: plausible → holds")
        and "was < 20.0 percent" in line
        and "is < 25.0 percent" in line
        for line in lines
    )
    assert any("passengers_counted was 345000 passenger/year and is 350000 passenger/year" in line for line in lines)


def test_claims_that_came_and_went_are_named(project):
    replace(project.data / "claims" / "herald-2024.yml", "id: herald-2024-takings\n", "id: herald-2024-income\n")
    lines = accepted.what_moved(now(project))
    assert "herald-2024-takings is gone" in lines
    assert "herald-2024-income is new" in lines


def test_a_file_of_accepted_results_that_is_broken_or_missing_is_one_line(project):
    accepted.reference_path(project).write_text("{}", encoding="utf-8")
    (line,) = accepted.what_moved(now(project))
    assert "reference-results.json" in line
    accepted.reference_path(project).unlink()
    (line,) = accepted.what_moved(now(project))
    assert "No results have been accepted yet" in line


def test_commits_and_files_that_could_have_moved_a_number_are_named(monkeypatch):
    answers = {"log": "\n".join(["1234567", *(f"{n} commit" for n in range(7))]), "diff": "data/evidence.csv"}
    monkeypatch.setattr(accepted, "git", lambda folder, command, *_: answers[command])
    said = accepted.commits_since(PROJECT)
    assert said[0] == "since then: 1234567"
    assert said[-2:] == ["since then: and 3 commits more", "not committed: data/evidence.csv"]


def test_without_git_nothing_is_said_of_commits(monkeypatch, project):
    assert accepted.commits_since(project) == []
    monkeypatch.setenv("PATH", "")
    assert git(project.root, "log") == ""


def test_commits_are_those_of_the_book_whatever_repository_a_hook_names(monkeypatch, project, tmp_path):
    commit = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "The book"]):
        subprocess.run([*commit, *command], cwd=project.root, check=True)
    append(project.data / "assumptions.csv", "\n")
    before = accepted.commits_since(project)
    assert before == ["not committed: data/assumptions.csv"]
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another" / ".git"))
    assert accepted.commits_since(project) == before


def test_accept_refuses_in_one_line_where_nobody_can_be_asked(project, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open("/dev/null"))  # noqa: SIM115
    answer = claimbook("--book", project.root, "accept")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "--yes" in answer.err


@pytest.fixture
def executed(project, monkeypatch):
    """Stands in for papermill, which has tests of its own: says which chapters were stored."""
    stored = []
    path = project.book / "money.ipynb"
    monkeypatch.setattr("claimbook.chapters.execution.out_of_date", lambda names, project, again: {"money": path})
    monkeypatch.setattr("claimbook.chapters.execution.store_references", lambda names, project: stored.extend(names))
    return stored


@pytest.mark.thorough
def test_accept_shows_what_moved_and_stores_it_when_told_yes(project, executed):
    replace(project.data / "assumptions.csv", "ticket_price,premise,3.50,", "ticket_price,premise,7,")
    before = accepted.reference_path(project).read_bytes()
    answer = claimbook("--book", project.root, "accept", "--yes")
    assert answer.code == 0
    assert "herald-2024-takings: adds up → fails, $1.34 million per year → $2.69 million per year" in answer.out
    assert executed == ["money"]
    assert accepted.reference_path(project).read_bytes() != before
    assert accepted.what_moved(now(project)) == []


@pytest.mark.parametrize(("said", "stores"), [("y\n", True), ("n\n", False)])
def test_accept_asks_before_it_stores(project, executed, monkeypatch, said, stores):
    monkeypatch.setattr(sys, "stdin", Terminal(said))
    monkeypatch.setattr("builtins.input", lambda prompt="": said.strip())
    replace(project.data / "assumptions.csv", "ticket_price,premise,3.50,", "ticket_price,premise,7,")
    before = accepted.reference_path(project).read_bytes()
    answer = claimbook("--book", project.root, "accept")
    assert "$1.34 million per year → $2.69 million per year" in answer.out
    assert (accepted.reference_path(project).read_bytes() != before) is stores
    assert executed == (["money"] if stores else [])
    assert answer.code == (0 if stores else 130)


@pytest.mark.kernel
def test_a_chapter_of_which_only_the_key_is_stored_anew_is_told_from_those_that_show_something_else(project):
    run = ("--book", project.root, "accept")
    assert claimbook(*run, "--yes").code == 0
    chapter = project.book / "money.ipynb"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(re.sub(r'"key": "\w+"', '"key": "of another package"', text), encoding="utf-8")
    replace(project.data / "claims" / "herald-2024.yml", "The ferries carry 384,000", "Ferries carry 384,000")
    project_at.cache_clear()
    said = claimbook(*run, "--dry-run").out.splitlines()
    assert "Chapters whose outputs differ: crossings." in said
    assert "Chapters that show the same, of which only the key of what made them is stored anew: money." in said

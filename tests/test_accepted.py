"""The accepted results: what moved is said with its cause, and nothing is stored unless somebody says yes."""

import sys

import pytest

import conftest
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.results import accepted
from tests.book import BOOK, PROJECT
from tests.commands import claimbook
from tests.project import copy_project, replace


@pytest.fixture
def project(tmp_path):
    """A copy of the project that a test may change, its results accepted as they are."""
    folder = copy_project(tmp_path)
    accepted.accept(Model.of(Project(folder)))
    return folder


def now(project):
    """The model of the project as its files are now."""
    return Model.of(Project(project))


def reference(project):
    return accepted.reference_path(Project(project))


def test_the_accepted_results_are_those_of_this_data_and_this_code():
    assert accepted.what_moved(Model.baseline()) == []


@pytest.mark.thorough
def test_the_accepted_results_are_written_the_same_every_time(project):
    first = reference(project).read_bytes()
    accepted.accept(now(project))
    assert reference(project).read_bytes() == first


@pytest.mark.thorough
def test_a_verdict_that_turned_comes_first_with_both_values_and_the_assumption(project):
    replace(project / "data" / "assumptions.csv", "gpt4_training_time,95,90,100", "gpt4_training_time,105,90,110")
    turned = [line for line in accepted.what_moved(now(project)) if line.startswith("jiemian-2024-gpt4-cost")]
    assert turned == [
        "jiemian-2024-gpt4-cost: fails → holds, $57 million → $63 million, claimed $63 million, because "
        "gpt4_training_time was 95 day (90 to 100, lognormal) and is 105 day (90 to 110, lognormal)"
    ]
    first, *_ = accepted.what_moved(now(project))
    assert " → " in first.split(",")[0]


@pytest.mark.thorough
def test_a_formula_that_changed_is_the_cause_of_what_it_moves(project):
    path = project / "book" / "derivations" / "fleets.py"
    replace(path, "return meta_h100_count * a100_per_h100 /", "return meta_h100_count * a100_per_h100 / 1.6 /")
    (line,) = [line for line in accepted.what_moved(now(project)) if line.startswith("jiemian-2024-fleet-ratio")]
    assert "holds → fails, 22.4× → 14×" in line
    assert (
        "because fleet_ratio was meta_h100_count * a100_per_h100 / gpt4_a100_count "
        "and is meta_h100_count * a100_per_h100 / 1.6" in line
    )


@pytest.mark.thorough
def test_evidence_and_a_claims_own_figure_are_causes_too(project):
    replace(project / "data" / "claims" / "jiemian-2024.yml", "more than 20", "more than 23")
    replace(project / "data" / "evidence.csv", ",40.6e6,USD", ",45.6e6,USD")
    lines = accepted.what_moved(now(project))
    assert any(
        line.startswith("jiemian-2024-fleet-ratio: holds → fails") and "was > 20.0 1" in line and "is > 23.0 1" in line
        for line in lines
    )
    assert any("gpt4_cost_amortised was 40600000 USD and is 45600000 USD" in line for line in lines)


@pytest.mark.thorough
def test_claims_that_came_and_went_are_named(project):
    replace(
        project / "data" / "claims" / "jiemian-2024.yml",
        "id: jiemian-2024-fleet-ratio\n",
        "id: jiemian-2024-fleet-times\n",
    )
    lines = accepted.what_moved(now(project))
    assert "jiemian-2024-fleet-ratio is gone" in lines
    assert "jiemian-2024-fleet-times is new" in lines


@pytest.mark.thorough
def test_a_file_of_accepted_results_that_is_broken_or_missing_is_one_line(project):
    reference(project).write_text("{}", encoding="utf-8")
    (line,) = accepted.what_moved(now(project))
    assert "reference-results.json" in line
    reference(project).unlink()
    (line,) = accepted.what_moved(now(project))
    assert "there is no file" in line


def test_commits_and_files_that_could_have_moved_a_number_are_named(monkeypatch):
    answers = {"log": ["1234567", *(f"{n} commit" for n in range(7))], "diff": ["data/evidence.csv"]}
    monkeypatch.setattr(accepted, "git", lambda folder, command, *_: answers[command])
    said = accepted.commits_since(PROJECT)
    assert said[0] == "since then: 1234567"
    assert said[-2:] == ["since then: and 3 commits more", "not committed: data/evidence.csv"]


def test_without_git_nothing_is_said_of_commits(monkeypatch, tmp_path):
    assert accepted.commits_since(Project(copy_project(tmp_path))) == []
    monkeypatch.setenv("PATH", "")
    assert accepted.git(tmp_path, "log") == []


@pytest.mark.thorough
def test_accept_refuses_in_one_line_where_nobody_can_be_asked(project, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open("/dev/null"))  # noqa: SIM115
    answer = claimbook("--book", project, "accept")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "--yes" in answer.err


@pytest.fixture
def executed(monkeypatch):
    """Stands in for papermill, which has tests of its own: says which chapters were stored."""
    stored = []
    path = BOOK / "metas-fleet.ipynb"
    monkeypatch.setattr("claimbook.chapters.execution.out_of_date", lambda names, project, again: {"metas-fleet": path})
    monkeypatch.setattr("claimbook.chapters.execution.store_references", lambda names, project: stored.extend(names))
    return stored


@pytest.mark.thorough
def test_accept_shows_what_moved_and_stores_it_when_told_yes(project, executed):
    replace(project / "data" / "assumptions.csv", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    before = reference(project).read_bytes()
    answer = claimbook("--book", project, "accept", "--yes")
    assert answer.code == 0
    assert "jiemian-2024-fleet-ratio: 22.4× → 23.8×" in answer.out
    assert executed == ["metas-fleet"]
    assert reference(project).read_bytes() != before
    assert accepted.what_moved(now(project)) == []


@pytest.mark.parametrize(("said", "stores"), [("y\n", True), ("n\n", False)])
@pytest.mark.thorough
def test_accept_asks_before_it_stores(project, executed, monkeypatch, said, stores):
    class Terminal:
        def isatty(self):
            return True

        def readline(self):
            return said

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda prompt="": said.strip())
    replace(project / "data" / "assumptions.csv", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    before = reference(project).read_bytes()
    answer = claimbook("--book", project, "accept")
    assert "22.4× → 23.8×" in answer.out
    assert (reference(project).read_bytes() != before) is stores
    assert executed == (["metas-fleet"] if stores else [])
    assert answer.code == (0 if stores else 130)


@pytest.mark.thorough
def test_a_failed_run_begins_with_what_moved(project, monkeypatch):
    monkeypatch.setattr(conftest, "ROOT", project)
    assert "No claim moved" in conftest.explanation()[1]
    replace(project / "data" / "assumptions.csv", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    lines = conftest.explanation()
    assert lines[1].startswith("What moved")
    assert any("22.4× → 23.8×" in line for line in lines)
    replace(project / "data" / "assumptions.csv", "a100_per_h100,1.7,", "a100_per_h100,many,")
    assert "cannot be said" in conftest.explanation()[1]

"""The accepted results: what moved is said with its cause, and nothing is stored unless somebody says yes."""

import sys

import pytest

import conftest
from claimbook.model.model import Model
from claimbook.results import accepted
from tests.commands import claimbook
from tests.project import copy_project, forget, project_at


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the project that a test may change, its results accepted as they are."""
    with project_at(copy_project(tmp_path)) as folder:
        monkeypatch.setattr(accepted, "REFERENCE", folder / "book" / "reference-results.json")
        monkeypatch.setattr("claimbook.chapters.execution.EXECUTED", folder / "executed")
        accepted.accept(Model.baseline())
        yield folder


def change(project, table, old, new):
    path = project / "data" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    forget()


def test_the_accepted_results_are_those_of_this_data_and_this_code():
    assert accepted.what_moved(Model.baseline()) == []


@pytest.mark.thorough
def test_the_accepted_results_are_written_the_same_every_time(project):
    first = accepted.REFERENCE.read_bytes()
    forget()
    accepted.accept(Model.baseline())
    assert accepted.REFERENCE.read_bytes() == first


@pytest.mark.thorough
def test_a_verdict_that_turned_comes_first_with_both_values_and_the_assumption(project):
    change(project, "assumptions", "gpt4_training_time,95,90,100", "gpt4_training_time,105,90,110")
    turned = [line for line in accepted.what_moved(Model.baseline()) if line.startswith("jiemian-2024-gpt4-cost")]
    assert turned == [
        "jiemian-2024-gpt4-cost: fails → holds, $57 million → $63 million, claimed $63 million, because "
        "gpt4_training_time was 95 day (90 to 100, lognormal) and is 105 day (90 to 110, lognormal)"
    ]
    first, *_ = accepted.what_moved(Model.baseline())
    assert " → " in first.split(",")[0]


@pytest.mark.thorough
def test_a_formula_that_changed_is_the_cause_of_what_it_moves(project, monkeypatch):
    before = accepted.written_formula

    def other(name):
        return "meta_h100_count / gpt4_a100_count" if name == "fleet_ratio" else before(name)

    monkeypatch.setattr(accepted, "written_formula", other)
    forget()
    monkeypatch.setitem(Model.baseline().values, "fleet_ratio", Model.baseline().values["fleet_ratio"] / 1.6)
    (line,) = [line for line in accepted.what_moved(Model.baseline()) if line.startswith("jiemian-2024-fleet-ratio")]
    assert "holds → plausible, 22.4× → 14×" in line
    assert "because fleet_ratio was meta_h100_count * a100_per_h100 / gpt4_a100_count and is meta_h100_count" in line


@pytest.mark.thorough
def test_evidence_and_a_claims_own_figure_are_causes_too(project):
    change(project, "claims", ",>,20,1,fleet_ratio", ",>,23,1,fleet_ratio")
    change(project, "evidence", ",40.6e6,USD", ",45.6e6,USD")
    lines = accepted.what_moved(Model.baseline())
    assert any(
        line.startswith("jiemian-2024-fleet-ratio: holds → fails") and "was > 20.0 1" in line and "is > 23.0 1" in line
        for line in lines
    )
    assert any("gpt4_cost_amortised was 40600000 USD and is 45600000 USD" in line for line in lines)


@pytest.mark.thorough
def test_claims_that_came_and_went_are_named(project):
    change(project, "claims", "\njiemian-2024-fleet-ratio,", "\njiemian-2024-fleet-times,")
    lines = accepted.what_moved(Model.baseline())
    assert "jiemian-2024-fleet-ratio is gone" in lines
    assert "jiemian-2024-fleet-times is new" in lines


@pytest.mark.thorough
def test_a_file_of_accepted_results_that_is_broken_or_missing_is_one_line(project):
    accepted.REFERENCE.write_text("{}", encoding="utf-8")
    (line,) = accepted.what_moved(Model.baseline())
    assert "reference-results.json" in line
    accepted.REFERENCE.unlink()
    (line,) = accepted.what_moved(Model.baseline())
    assert "there is no file" in line


def test_commits_and_files_that_could_have_moved_a_number_are_named(monkeypatch):
    answers = {"log": ["1234567", *(f"{n} commit" for n in range(7))], "diff": ["data/claims.csv"]}
    monkeypatch.setattr(accepted, "git", lambda command, *_: answers[command])
    said = accepted.commits_since()
    assert said[0] == "since then: 1234567"
    assert said[-2:] == ["since then: and 3 commits more", "not committed: data/claims.csv"]


def test_without_git_nothing_is_said_of_commits(monkeypatch, tmp_path):
    monkeypatch.setattr(accepted, "ROOT", tmp_path)
    assert accepted.commits_since() == []
    monkeypatch.setenv("PATH", "")
    assert accepted.git("log") == []


@pytest.mark.thorough
def test_accept_refuses_in_one_line_where_nobody_can_be_asked(project, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open("/dev/null"))  # noqa: SIM115
    answer = claimbook("accept")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "--yes" in answer.err


@pytest.fixture
def executed(monkeypatch):
    """Stands in for papermill, which has tests of its own: says which chapters were stored."""
    stored = []
    path = accepted.BOOK / "metas-fleet.ipynb"
    monkeypatch.setattr("claimbook.chapters.execution.out_of_date", lambda names, again: {"metas-fleet": path})
    monkeypatch.setattr("claimbook.chapters.execution.store_references", stored.extend)
    return stored


@pytest.mark.thorough
def test_accept_shows_what_moved_and_stores_it_when_told_yes(project, executed):
    change(project, "assumptions", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    before = accepted.REFERENCE.read_bytes()
    answer = claimbook("accept", "--yes")
    assert answer.code == 0
    assert "jiemian-2024-fleet-ratio: 22.4× → 23.8×" in answer.out
    assert executed == ["metas-fleet"]
    assert accepted.REFERENCE.read_bytes() != before
    assert accepted.what_moved(Model.baseline()) == []


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
    change(project, "assumptions", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    before = accepted.REFERENCE.read_bytes()
    answer = claimbook("accept")
    assert "22.4× → 23.8×" in answer.out
    assert (accepted.REFERENCE.read_bytes() != before) is stores
    assert executed == (["metas-fleet"] if stores else [])
    assert answer.code == (0 if stores else 130)


@pytest.mark.thorough
def test_a_failed_run_begins_with_what_moved(project):
    assert "No claim moved" in conftest.explanation()[1]
    change(project, "assumptions", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    lines = conftest.explanation()
    assert lines[1].startswith("What moved")
    assert any("22.4× → 23.8×" in line for line in lines)
    change(project, "assumptions", "a100_per_h100,1.7,", "a100_per_h100,many,")
    assert "cannot be said" in conftest.explanation()[1]

"""The tables in data/: described, complete, and consistent with each other (more of it in test_broken_projects)."""

import pytest

from claimbook.checks import gate
from claimbook.errors import UserError
from claimbook.project import Project
from tests.book import PROJECT
from tests.project import copy_project, replace


def test_the_tables_are_as_described_and_every_name_in_them_is_known():
    assert gate.problems(PROJECT) == []


@pytest.fixture
def copied_data(tmp_path):
    """A copy of data/ that a test may break."""
    return copy_project(tmp_path) / "data"


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("claims/huatai-2023.yml", "line: 4", "line: four", "'four' is not"),
        ("claims/huatai-2023.yml", "6.16e6", "6.16 million", "6.16 million"),
        ("claims/huatai-2023.yml", "basis: own figures", "basis: a guess", "a guess"),
        ("claims/jiemian-2024.yml", "unit: '1'\n  basis: own", "unit: USD\n  basis: own", "is in USD"),
        ("claims/jiemian-2024.yml", "chapter: metas-fleet", "chapter: metas-flee", "no notebook book/metas-flee.ipynb"),
        ("claims/jiemian-2024.yml", "source: jiemian-2024", "source: jiemian-2025", "the source is 'jiemian-2025'"),
        ("assumptions", "TFLOP/s/V100", "TFLOP/s/gadget", "is not a unit"),
        ("assumptions", "95,90,100", "95,100,90", "low ≤ value ≤ high"),
        ("assumptions", "34,32,36", "34,32,136", "above its maximum"),
        ("training_runs", "epoch2026models krizhevsky2012", "epoch2026models krizhevsky2112", "krizhevsky2112"),
        ("training_runs", ",4.7e17,", ",470 quadrillion,", "470 quadrillion"),
        ("hardware", "epoch2026hardware,", "epoch2062hardware,", "epoch2062hardware"),
        ("trends", ",deep_learning_start,5,", ",deep_learning_begin,5,", "did you mean deep_learning_start"),
        ("ways", ",gpt4_cost_cloud,", ",gpt4_cost_clout,", "did you mean gpt4_cost_cloud"),
        ("ways", "gpt4-training-cost,Rent as", "gpt5-training-cost,Rent as", "gpt5-training-cost"),
        ("triangulations", ",FLOP,", ",USD,", "the ways are compared in USD"),
        ("triangulations", ",FLOP,", ",gadget,", "is not a unit"),
        ("sources", "2023-04-24", "April 2023", "April 2023"),
    ],
)
@pytest.mark.thorough
def test_a_broken_cell_is_named_with_its_place(copied_data, table, old, new, said):
    replace(copied_data / (table if "/" in table else f"{table}.csv"), old, new)
    found = gate.problems(Project(copied_data.parent))
    assert any(said in problem for problem in found), found


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "not UTF-8"), (b"", "not a CSV table"), (b'a,b\n"1,2\n', "not a CSV table")],
)
def test_a_file_that_is_no_table_is_named(copied_data, content, said):
    (copied_data / "sources.csv").write_bytes(content)
    with pytest.raises(UserError, match=rf"data/sources\.csv.*{said}"):
        _ = Project(copied_data.parent).claims


def test_a_missing_table_is_named(copied_data):
    (copied_data / "evidence.csv").unlink()
    with pytest.raises(UserError, match=r"data/evidence\.csv is missing"):
        _ = Project(copied_data.parent).evidence


def test_missing_claims_of_a_source_are_named(copied_data):
    (copied_data / "claims" / "cinic-2024.yml").unlink()
    with pytest.raises(UserError, match=r"data/claims/cinic-2024\.yml is missing"):
        _ = Project(copied_data.parent).claims


def test_a_key_that_stands_twice_is_named_with_its_line(copied_data):
    path = copied_data / "evidence.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(UserError, match=rf"line {len(lines) + 1}: 'gpt4_cost_amortised' stands there twice"):
        _ = Project(copied_data.parent).evidence


def test_a_citation_is_author_and_year():
    assert PROJECT.citation("brown2020").label == "Brown et al. 2020"
    assert PROJECT.citation("patel2023gpt4").label == "Patel & Wong 2023"
    assert PROJECT.citation("jiemian-2024").label == "Jiemian 2024"


def test_a_citation_that_does_not_exist_is_refused():
    with pytest.raises(UserError, match="did you mean brown2020"):
        PROJECT.citation("brown2021")

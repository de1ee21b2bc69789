"""This book's ledger, held against its claims, its assumptions and, where they are at hand, its articles."""

import os
import random
import shutil
from pathlib import Path

import pytest

from claimbook.ledger.entries import check_ledger, disposition_problems, entries, figure_problems
from claimbook.project import Project
from tests.book import PROJECT, ROOT
from tests.commands import claimbook
from tests.project import copy_project

# --- the table ----------------------------------------------------------------------------------------------------


def test_every_row_that_is_a_claim_or_an_assumption_names_one_and_no_claim_is_without_its_numeral():
    assert disposition_problems(PROJECT) == []


def test_every_value_is_what_its_numeral_says_and_what_claims_and_assumptions_hold():
    assert figure_problems(PROJECT) == []


def test_the_second_copy_of_an_article_is_all_duplicate_and_has_the_numerals_of_the_first():
    rows = [entry for entry in entries(PROJECT) if entry.source == "jiemian-2024"]
    copies = [entry for entry in rows if entry.line >= 120]
    assert {entry.disposition for entry in copies} == {"duplicate"}
    first = [entry.numeral for entry in rows if 15 <= entry.line <= 97]
    assert [entry.numeral for entry in copies] == first


@pytest.mark.thorough
def test_the_command_says_which_articles_the_ledger_was_not_held_against():
    answer = claimbook("--book", ROOT, "check")
    assert answer.code == 0
    assert f"not held against {', '.join(PROJECT.sources.index)}: " in " ".join(answer.out.split())


# --- the table and the articles -----------------------------------------------------------------------------------

ARTICLES = Path(os.environ.get("CLAIMBOOK_SOURCES", ROOT.parent / "shared" / "sources"))


@pytest.fixture
def articles(tmp_path):
    """A copy of the articles that a test may break."""
    if not ARTICLES.is_dir():
        pytest.skip(f"the articles are not at {ARTICLES} (set CLAIMBOOK_SOURCES): the ledger was not held against them")
    return Path(shutil.copytree(ARTICLES, tmp_path / "articles"))


def test_every_numeral_of_the_articles_is_in_the_ledger_and_every_row_in_the_articles(articles):
    assert check_ledger(articles, PROJECT) == []


@pytest.mark.thorough
def test_any_row_that_is_deleted_is_missed_where_it_stood(articles, tmp_path):
    table = copy_project(tmp_path / "book") / "data" / "numerals.csv"
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    for entry in random.Random(1).sample(entries(PROJECT), 20):
        kept = [row for number, row in enumerate(rows, start=1) if number != entry.row]
        table.write_text("".join(kept), encoding="utf-8")
        (problem,) = check_ledger(articles, Project(tmp_path / "book"))
        assert problem.startswith(f"{articles / entry.source}.txt:{entry.line}: {entry.numeral!r}")
        assert problem.endswith("is not in data/numerals.csv")


@pytest.mark.parametrize("sentence", ["另有77个集群。", "另有七十七个集群。", "增长了三倍。", "另购数百张H999。"])
def test_a_sentence_with_a_number_added_to_an_article_is_said_where_it_is(articles, sentence):
    path = articles / "eeo-2023.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[37] += sentence
    path.write_text("\n".join(lines), encoding="utf-8")
    found = check_ledger(articles, PROJECT)
    assert found
    assert all(problem.startswith(f"{path}:38: ") for problem in found)


@pytest.mark.thorough
def test_the_command_fails_with_code_2_where_an_article_is_missing(articles):
    (articles / "huatai-2023.txt").unlink()
    answer = claimbook("--book", ROOT, "check", "--sources", articles)
    assert answer.code == 2
    assert "huatai-2023.txt: the article is missing" in answer.err

"""The tables in data/: described, complete, and consistent with each other."""

from claimbook.checks import gate
from tests.book import PROJECT


def test_the_tables_are_as_described_and_every_name_in_them_is_known():
    assert gate.problems(PROJECT) == []


def test_a_citation_is_author_and_year():
    assert PROJECT.citation("brown2020").label == "Brown et al. 2020"
    assert PROJECT.citation("patel2023gpt4").label == "Patel & Wong 2023"
    assert PROJECT.citation("jiemian-2024").label == "Jiemian 2024"

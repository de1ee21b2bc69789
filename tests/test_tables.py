"""The tables in data/: described, complete, and consistent with each other."""

import json

import pytest

from claimbook.checks import gate
from claimbook.register.forms import form_of
from tests.book import PROJECT
from tests.patterns import patterns_in


@pytest.mark.thorough
def test_the_tables_are_as_described_and_every_name_in_them_is_known():
    assert gate.problems(PROJECT) == []


def test_every_pattern_of_the_tables_has_words_for_what_it_takes():
    described = json.loads((PROJECT.data / "datapackage.json").read_text(encoding="utf-8"))
    assert [pattern for pattern in patterns_in(described) if not form_of(pattern)] == []


def test_a_citation_is_author_and_year():
    assert PROJECT.citation("brown2020").label == "Brown et al. 2020"
    assert PROJECT.citation("patel2023gpt4").label == "Patel & Wong 2023"
    assert PROJECT.citation("jiemian-2024").label == "Jiemian 2024"

"""Two builds in different places, under different clocks and habits, are the same to the byte."""

import json

import pytest

from claimbook.project import PACKAGE
from tests.engine.book import ROOT, copy_book
from tests.reproducing import answers, build_twice, forget_keys


@pytest.mark.slow
def test_two_builds_differ_in_nothing(tmp_path):
    first, second = build_twice(lambda name: forget_keys(copy_book(tmp_path / name)), PACKAGE.parent)
    assert len([path for path in first if path.startswith("_build/executed/")]) == 2, "both chapters were executed"
    assert "_build/html/results.json" in first
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


@pytest.mark.thorough
def test_results_are_the_same_from_another_folder_under_another_clock_locale_and_seed_of_hashes(tmp_path):
    command = ["--book", str(ROOT), "claims", "--json"]
    first, second = answers(command, [ROOT, tmp_path], PACKAGE.parent)
    assert len(json.loads(first)) == 10
    assert first == second

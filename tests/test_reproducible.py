"""Two builds of this book in different places, under different clocks and habits, are the same to the byte."""

import json
import shutil

import pytest

from tests.book import PROJECT, ROOT
from tests.project import copy_project
from tests.reproducing import answers, build_twice, forget_keys

#: What a build reads beside the book.
ENGINE = ("claimbook", "docs", "requirements.txt")


@pytest.mark.slow
def test_two_builds_differ_in_nothing(tmp_path):
    def copied(name):
        folder = copy_project(tmp_path / name)
        for part in ENGINE:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
            copy(ROOT / part, folder / part)
        return forget_keys(folder)

    first, second = build_twice(copied)
    assert any(path.endswith(".ipynb") and "executed" in path for path in first)
    assert "_build/html/results.json" in first
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


@pytest.mark.thorough
def test_results_are_the_same_from_another_folder_under_another_clock_locale_and_seed_of_hashes(tmp_path):
    first, second = answers(["claims", "--json"], [ROOT, tmp_path], ROOT)
    assert len(json.loads(first)) == len(PROJECT.claims)
    assert first == second

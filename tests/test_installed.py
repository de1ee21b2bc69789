"""A claimbook that is installed, away from any checkout, finds its book or says plainly how."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from claimbook.project import PACKAGE, is_book
from tests.book import PROJECT, ROOT
from tests.cases import slow
from tests.commands import claimbook
from tests.project import copy_project

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The package as `pip install .` puts it, in a folder of its own, its dependencies as they are here."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    shutil.copytree(PACKAGE, source / "claimbook", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "requirements.in"):
        shutil.copyfile(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--target", target, source],
        check=True,
    )  # fmt: skip
    return target


def run(installed, folder, *arguments, **more):
    environment = {name: value for name, value in os.environ.items() if name != "CLAIMBOOK_BOOK"}
    return subprocess.run(
        [sys.executable, "-m", "claimbook", *arguments],
        cwd=folder, env={**environment, "PYTHONPATH": str(installed), **more}, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def test_every_file_of_the_package_is_installed(installed):
    def files(folder):
        found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        return {path.as_posix() for path in found if "__pycache__" not in path.parts}

    assert files(installed / "claimbook") == files(PACKAGE)


def test_it_works_on_the_book_in_whose_folder_one_stands(installed):
    answer = run(installed, ROOT / "book" / "sources", "claims", "--json")
    assert answer.returncode == 0, answer.stderr
    assert len(json.loads(answer.stdout)) == len(PROJECT.claims)


def test_it_works_on_the_book_that_is_named(installed, tmp_path):
    answer = run(installed, tmp_path, "show", "jiemian-2024-fleet-ratio", CLAIMBOOK_BOOK=str(ROOT))
    assert answer.returncode == 0, answer.stderr
    assert "22.4×" in answer.stdout


@pytest.mark.parametrize("command", ["claims", slow("build"), slow("scenarios"), slow("check")])
def test_where_no_book_is_every_command_says_in_one_line_how_to_name_one(installed, tmp_path, command):
    answer = run(installed, tmp_path, command)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"claimbook: no book is at or above {str(tmp_path)!r}: go to the folder of one")
    assert "CLAIMBOOK_BOOK" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_folder_named_as_a_book_that_is_none_is_said_so(installed, tmp_path):
    answer = run(installed, ROOT, "claims", CLAIMBOOK_BOOK=str(tmp_path))
    assert answer.returncode == 2
    assert answer.stderr == (
        f"claimbook: CLAIMBOOK_BOOK is {str(tmp_path)!r}, where no book is: it would hold claimbook.toml\n"
    )


def test_help_and_version_are_told_anywhere(installed, tmp_path):
    assert run(installed, tmp_path, "--version").stdout.startswith("claimbook, version ")
    assert "Commands:" in run(installed, tmp_path, "--help").stdout
    assert run(installed, tmp_path, "rerun", "--help").returncode == 0


def test_a_book_without_scenarios_is_said_to_have_none(tmp_path):
    shutil.rmtree(copy_project(tmp_path) / "scenarios")
    answer = claimbook("--book", tmp_path, "scenarios")
    assert answer.code == 0
    assert answer.out == "This book has no scenarios: none is in scenarios/.\n"
    assert json.loads(claimbook("--book", tmp_path, "scenarios", "--json").out) == []


def test_this_checkout_is_a_book():
    assert is_book(ROOT)
    assert not is_book(ROOT / "book")

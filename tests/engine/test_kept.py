"""Answers kept between runs: the same as computed ones, never about what was, and nobody is in the way of another."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from claimbook.commands import kept
from claimbook.project import project_at
from claimbook.system.files import files_at
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import copy_book

#: A command line that says at its end which of the libraries that take long it has loaded.
CODE = """
import sys
from claimbook.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sorted({"numpy", "pandas", "pint", "sympy", "rich", "cn2an", "opencc"} & {*sys.modules}), file=sys.stderr)
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.delenv(kept.SWITCH)
    return copy_book(tmp_path / "ferries")


@pytest.fixture
def ask(book, monkeypatch):
    """What the command line answers about a book as it stands now, and whether it had to compute it."""
    computed = []

    def said_by(*asked):
        computed.append(asked)
        return once(*asked)

    once = kept.said_by
    monkeypatch.setattr(kept, "said_by", said_by)

    def asking(*arguments):
        project_at.cache_clear()
        computed.clear()
        answer = claimbook("--book", book, *arguments)
        assert answer.code == 0, answer.err
        return answer.out, bool(computed)

    return asking


def ask_process(book, *arguments):
    """What a new process answers, and the libraries that it loaded."""
    command = [sys.executable, "-c", CODE, "--book", str(book), *(arguments or ["claims", "--json"])]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout, answer.stderr.split()


QUESTIONS = [
    ("claims",),
    ("claims", "--json", "--verdict", "fails"),
    ("show", "herald-2024-takings"),
    ("rerun", "fuller-boats", "--no-site", "--json"),
    ("scenarios",),
]


@pytest.mark.thorough
@pytest.mark.parametrize("arguments", QUESTIONS, ids=" ".join)
def test_the_second_answer_is_the_first_one(ask, arguments, monkeypatch):
    first, second = ask(*arguments), ask(*arguments)
    monkeypatch.setenv(kept.SWITCH, "no")
    assert first[0] == second[0] == ask(*arguments)[0]
    assert (first[1], second[1]) == (True, False)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/assumptions.csv", "ticket_price,premise,3.50", "ticket_price,premise,7.00"),
        ("data/claims/herald-2024.yml", "$1.3 million", "$1.4 million"),
        ("book/names.csv", "", "\n"),
        ("book/derivations/running.py", "", "\n"),
        ("claimbook.toml", "", "\n"),
    ],
)
def test_what_an_answer_rests_on_makes_it_new_when_it_changes(book, ask, file, old, new):
    path = next(book.glob("book/derivations/*.py")) if "derivations" in file else book / file
    ask("show", "herald-2024-takings")
    replace(path, old, new) if old else append(path, new)
    assert ask("show", "herald-2024-takings")[1]


@pytest.mark.thorough
@pytest.mark.parametrize("linked", ["data", "data/claims", "book/derivations"])
def test_what_stands_in_a_linked_folder_makes_an_answer_new_when_it_changes(book, ask, tmp_path, linked):
    elsewhere = tmp_path / "elsewhere"
    (book / linked).rename(elsewhere)
    (book / linked).symlink_to(elsewhere, target_is_directory=True)
    ask("show", "herald-2024-takings")
    assert not ask("show", "herald-2024-takings")[1]
    file = next(path for path in sorted(elsewhere.rglob("*")) if path.suffix in (".csv", ".yml", ".py"))
    append(file, "\n" if file.suffix == ".csv" else "\n# changed\n")
    assert ask("show", "herald-2024-takings")[1]


def test_a_link_that_leads_upwards_is_gone_through_once(book):
    (book / "data" / "again").symlink_to(book / "data", target_is_directory=True)
    found = [path.relative_to(book).as_posix() for path in files_at(book / "data")]
    assert "data/assumptions.csv" in found
    assert not [path for path in found if path.startswith("data/again/")]


@pytest.mark.thorough
def test_a_changed_price_changes_the_answer(book, ask):
    found = [json.loads(ask("show", "herald-2024-takings", "--json")[0])["derived"]]
    replace(book / "data" / "assumptions.csv", "ticket_price,premise,3.50", "ticket_price,premise,7.00")
    found.append(json.loads(ask("show", "herald-2024-takings", "--json")[0])["derived"])
    assert found[1] == pytest.approx(2 * found[0])


@pytest.mark.thorough
def test_other_options_and_another_width_are_other_questions(ask, monkeypatch):
    ask("scenarios")
    assert ask("scenarios", "--json")[1]
    monkeypatch.setenv("COLUMNS", "70")
    assert ask("scenarios")[1]
    assert not ask("scenarios")[1]


def test_pages_and_outputs_of_chapters_change_no_answer(book, ask):
    ask("scenarios")
    append(book / "index.md", "\nMore.\n")
    append(next(book.glob("book/*.ipynb")), "\n")
    assert not ask("scenarios")[1]


def test_another_python_or_library_makes_answers_new(book, monkeypatch, tmp_path):
    before = kept.digest_of(book)
    assert kept.digest_of(book) == before
    monkeypatch.setattr(sys, "version", "3.99")
    assert kept.digest_of(book) != before
    monkeypatch.undo()
    (tmp_path / "libraries" / "pint-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "libraries")
    assert kept.digest_of(book) != before


def test_an_earlier_name_is_told_each_time(book):
    for _ in range(2):
        project_at.cache_clear()
        answer = claimbook("--book", book, "rerun", "--no-site", "--set", "passengers_a_trip=70")
        assert "is called passengers_per_crossing now" in answer.err


@pytest.mark.thorough
def test_what_is_broken_or_cannot_be_kept_is_computed(book, ask):
    answer, _ = ask("scenarios")
    (file,) = kept.folder_of(book).glob("*/*.json")
    for text in ("", "{", "[]", '{"answer": 3}'):
        file.write_text(text, encoding="utf-8")
        assert ask("scenarios") == (answer, True)
    file.unlink()
    for folder in (file.parent, kept.folder_of(book)):
        folder.rmdir()
    kept.folder_of(book).write_text("in the way", encoding="utf-8")
    assert ask("scenarios") == (answer, True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_book_that_cannot_be_written_to_is_answered_about(book, ask):
    book.chmod(0o500)
    try:
        assert ask("claims")[0]
    finally:
        book.chmod(0o700)


@pytest.mark.thorough
def test_two_that_ask_at_once_get_the_same_answer_and_a_third_gets_it_without_a_library(book):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(ask_process, [book, book])
    assert first == second
    assert "pandas" in first[1]
    assert ask_process(book) == (first[0], [])


@pytest.mark.thorough
@pytest.mark.parametrize("arguments", [["claims"], ["rerun", "fuller-boats", "--no-site"]], ids=" ".join)
def test_what_shows_no_formula_and_reads_no_text_is_computed_without_what_these_take(book, arguments):
    loaded = ask_process(book, *arguments)[1]
    assert "pandas" in loaded
    assert not {"sympy", "cn2an", "opencc"} & {*loaded}


@pytest.mark.thorough
def test_answers_about_what_was_are_cleared_away(book, ask):
    ask("scenarios")
    append(book / "claimbook.toml", "\n")
    ask("scenarios")
    assert len([*kept.folder_of(book).iterdir()]) == 1


def test_a_rerun_that_builds_or_reads_a_file_from_elsewhere_is_never_kept(book, ask):
    ask("rerun", str(book / "scenarios" / "fuller-boats.yml"), "--no-site")
    assert not kept.folder_of(book).exists()


def test_a_mistake_is_said_each_time_and_not_kept(book):
    for _ in range(2):
        answer = claimbook("--book", book, "show", "no-such-claim")
        assert answer.code == 2
    assert not kept.folder_of(book).exists()


def test_the_switch_has_nothing_kept(book, ask, monkeypatch):
    monkeypatch.setenv(kept.SWITCH, "no")
    ask("scenarios")
    assert not kept.folder_of(book).exists()

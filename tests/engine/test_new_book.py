"""`claimbook new`: a book that is right from the beginning, and nothing at all where it could not be finished."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimbook.authoring import book as authoring
from claimbook.errors import UserError
from claimbook.project import MARK, Project
from claimbook.system.replacing import PREFIX
from tests.commands import claimbook
from tests.live_pages import assert_each_card_moves, opening, scripts_of, with_few_draws
from tests.other_books import assert_whole, cards, run, run_pytest
from tests.serving import serving

TITLE = "Bread: what the Gazette's readers ask"

#: 1,200 loaves at $4.50 on 30 days are $162,000, more than $150,000, and all figures are the Gazette's. Half a kilogram
#: of flour at $1.10 is 12.2 percent of a loaf's price, and not 25; the median is lower, for both reach further down.
CLAIMS = {"gazette-2024-monthly-takings": ("Adds up", "$162,000"), "gazette-2024-flour-share": ("Fails", "12.1 %")}


# --- the book -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A new book, as the command makes it."""
    home = tmp_path_factory.mktemp("new")
    answer = run(home, "claimbook", "new", "bread", "--title", TITLE)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("The book is in bread.")
    assert [path.name for path in home.iterdir()] == ["bread"]
    return home / "bread"


@pytest.fixture(scope="module")
def its_site(begun):
    answer = run(begun, "claimbook", "build")
    assert answer.returncode == 0, answer.stderr
    return begun / "_build" / "html"


@pytest.mark.kernel
@pytest.mark.thorough
def test_the_check_says_that_all_is_well_with_a_new_book(begun):
    answer = run(begun, "claimbook", "check")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "the pages are whole." in answer.stdout
    assert "Every numeral of the articles is in the ledger" in answer.stdout


@pytest.mark.kernel
@pytest.mark.thorough
def test_its_results_and_outputs_are_accepted_already(begun):
    answer = run(begun, "claimbook", "accept", "--dry-run")
    assert (answer.returncode, answer.stdout) == (0, "Everything is as accepted.\n")


@pytest.mark.kernel
@pytest.mark.thorough
def test_its_own_tests_pass(begun):
    answer = run_pytest(begun, "tests")
    assert answer.returncode == 0, answer.stdout
    assert "2 passed" in answer.stdout


@pytest.mark.kernel
@pytest.mark.thorough
@pytest.mark.slow
def test_its_stored_notebook_shows_what_execution_gives(begun):
    answer = run_pytest(begun, "--nbval", "book/bakery.ipynb")
    assert answer.returncode == 0, answer.stdout


@pytest.mark.kernel
@pytest.mark.thorough
def test_its_site_has_its_title_and_a_card_for_each_claim_and_is_whole(its_site):
    assert cards((its_site / "book" / "bakery.html").read_text(encoding="utf-8")) == CLAIMS
    assert TITLE in (its_site / "index.html").read_text(encoding="utf-8").replace("’", "'")
    assert_whole(its_site)


@pytest.mark.kernel
@pytest.mark.thorough
@pytest.mark.browser
def test_a_slider_on_each_card_moves_it_to_what_python_says_and_back(browser, begun, its_site):
    few = with_few_draws(Project(begun))
    with serving(its_site) as address, opening(browser, address) as open_page:
        assert assert_each_card_moves(open_page, its_site, few, scripts_of(few)) == set(CLAIMS)


# --- where it cannot be ---------------------------------------------------------------------------------------------


def everything_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture
def quick(monkeypatch):
    """The command without a kernel: the chapter is not executed."""
    monkeypatch.setattr(authoring, "execute", lambda names, model: {})


def assert_refused(answer, said):
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("there", ["bread/notes.txt", "bread/.hidden", "bread"])
def test_a_folder_that_holds_something_and_a_file_are_left_as_they_are(tmp_path, quick, there):
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine", encoding="utf-8")
    before = everything_in(tmp_path)
    assert_refused(claimbook("new", tmp_path / "bread"), "holds something already; give a new folder")
    assert everything_in(tmp_path) == before
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


def test_nothing_is_made_below_a_file(tmp_path, quick):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert_refused(claimbook("new", tmp_path / "notes.txt" / "bread"), "holds something already")
    assert everything_in(tmp_path) == ["notes.txt"]


@pytest.mark.parametrize(
    "title", ["", " ", "?!", "two\nlines", 'a "book"', "{cite}`x`", "<b>Bread</b>", "# Bread", "a\\b"]
)
def test_a_title_that_is_no_plain_line_is_refused(tmp_path, quick, title):
    assert_refused(
        claimbook("new", tmp_path / "bread", "--title", title), "cannot be one; write letters, digits, blanks"
    )
    assert everything_in(tmp_path) == []


@pytest.mark.parametrize(
    "title", ["2024", "yes", "- Bread", "Bread: a book", "The baker's book", "null", "面包", "50 % off!"]
)
def test_any_other_title_is_what_the_book_is_called(tmp_path, quick, title):
    assert claimbook("new", tmp_path / "bread", "--title", title).code == 0
    assert Project(tmp_path / "bread").config["title"] == title


def test_where_nothing_may_be_written_is_said_in_a_line(tmp_path, quick):
    (tmp_path / "home").mkdir(mode=0o555)
    if os.access(tmp_path / "home", os.W_OK):
        pytest.skip("whoever runs this may write anywhere")
    assert_refused(claimbook("new", tmp_path / "home" / "bread"), "bread' cannot be written: Permission denied")
    assert everything_in(tmp_path) == ["home"]


def test_where_nothing_can_be_written_is_said_in_a_line(tmp_path, quick, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied", "somewhere/.building-x")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    assert_refused(claimbook("new", tmp_path / "a" / "bread"), "bread' cannot be written: Permission denied")
    assert everything_in(tmp_path) == []


# --- where it is interrupted ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", [False, True], ids=["a new folder", "an empty one"])
@pytest.mark.parametrize(
    ("stopped", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "claimbook: stopped\n"),
        (UserError("book/bakery.ipynb stopped: no kernel"), 2, "claimbook: book/bakery.ipynb stopped: no kernel\n"),
        (OSError(28, "No space left on device"), 2, "cannot be written: No space left on device\n"),
    ],
    ids=["Ctrl-C", "a chapter that fails", "a full disk"],
)
@pytest.mark.parametrize("step", ["copytree", "execute", "accept"])
def test_whatever_stops_it_at_whichever_step_nothing_is_left(
    tmp_path, monkeypatch, quick, step, stopped, code, said, there
):
    def stop(*_, **__):
        raise stopped

    monkeypatch.setattr(authoring.shutil if step == "copytree" else authoring, step, stop)
    folder = tmp_path / "a" / "bread"
    if there:
        folder.mkdir(parents=True)
    answer = claimbook("new", folder)
    assert answer.code == code
    assert answer.err.endswith(said)
    assert answer.err.strip().count("\n") == 0  # Ctrl-C ends the line that it was typed in
    assert everything_in(tmp_path) == (["a", "a/bread"] if there else [])


def test_an_empty_folder_is_filled_and_not_replaced(tmp_path, quick, monkeypatch):
    """Whoever made it stands in it."""
    monkeypatch.chdir(tmp_path)
    before = Path().stat().st_ino
    assert claimbook("new", ".").code == 0
    assert Path().stat().st_ino == before
    assert Project(tmp_path).claims
    assert [path.name for path in tmp_path.glob(".*")] == [".gitignore"]


def test_an_empty_folder_that_is_half_filled_is_emptied_again(tmp_path, quick, monkeypatch):
    moved, rename = [], Path.rename

    def rename_thrice(path, target):
        if path.parent.name == "book" and path.parent.parent.name.startswith(PREFIX):
            moved.append(path.name)
            if len(moved) == 3:
                raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_thrice)
    assert claimbook("new", tmp_path).code == 130
    assert everything_in(tmp_path) == []
    assert MARK not in moved


@pytest.fixture
def running(tmp_path):
    """The command, in a process of its own that has begun to execute the chapter; ended with the test."""
    command = [sys.executable, "-m", "claimbook", "new", "bread"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job would ignore it
    )  # fmt: skip
    until = time.monotonic() + 120
    while not [*tmp_path.glob(f"{PREFIX}*/book/_build/executed")]:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    yield process
    process.kill()
    process.communicate()


posix = pytest.mark.skipif(os.name == "nt", reason="processes are interrupted as Unix does")


@posix
@pytest.mark.kernel
@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.parametrize("tell", [os.kill, os.killpg], ids=["the command", "all it started"])
def test_ctrl_c_while_its_chapter_is_begun_leaves_nothing(tmp_path, running, tell):
    tell(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, "", "claimbook: stopped")
    assert everything_in(tmp_path) == []


@posix
@pytest.mark.kernel
@pytest.mark.thorough
@pytest.mark.slow
def test_the_next_run_clears_away_what_a_killed_one_left(tmp_path, running, quick):
    running.kill()
    running.communicate(timeout=60)
    assert not (tmp_path / "bread").exists()
    assert claimbook("new", tmp_path / "bread").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["bread"]

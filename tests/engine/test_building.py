"""A build is done only when it went well: whatever failed, was killed or interfered, the next one puts right."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from types import SimpleNamespace

import pandas as pd
import pytest
from sphinx.errors import ExtensionError

from claimbook import cli
from claimbook.errors import UserError
from claimbook.site import building
from claimbook.site.building import base_url
from claimbook.site.extension import check_tables
from claimbook.system import replacing
from claimbook.system.replacing import UNFINISHED
from tests.cases import slow
from tests.commands import claimbook
from tests.editing import replace

resource = pytest.importorskip("resource", reason="processes are limited and forked as only Unix does")

pytestmark = pytest.mark.thorough

#: So many builds are interrupted at a random moment.
ROUNDS = 4

CONFIG = """
title: Toy
author: Nobody
only_build_toc_files: true
html: {use_repository_button: false}
sphinx: {config: {html_last_updated_fmt: null}}
"""
CONTENTS = """
format: jb-book
root: index
chapters:
  - file: book/first
  - file: book/second
"""
PAGES = {
    "index.md": "# Toy\n\nSee the [first](book/first.md) page.\n",
    "book/first.md": "# First\n\nThe first page.\n",
    "book/second.md": "# Second\n\nThe second page.\n",
}


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A book of three pages that Sphinx builds in two seconds, in the place of this one."""
    root = tmp_path / "toy"
    (root / "book").mkdir(parents=True)
    for name, text in {"_config.yml": CONFIG, "_toc.yml": CONTENTS, **PAGES}.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "claimbook.toml").touch()
    monkeypatch.delenv(building.ADDRESS, raising=False)
    monkeypatch.setenv("CLAIMBOOK_JOBS", "1")  # it has no charts, so that no second process need draw them
    monkeypatch.chdir(root)
    return root


def built(root):
    """Every file of the site with what is in it, but for what Sphinx keeps for itself."""
    files = (path for path in (root / "_build" / "html").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.name != ".buildinfo"}


def leftovers(root):
    return [path.name for path in (root / "_build").iterdir() if path.name.startswith(replacing.PREFIX)]


def add(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_build_that_failed_fails_again_and_says_what_is_wrong(toy):
    add(toy / "index.md", "\n[broken](nowhere.md)\n")
    for _ in range(2):
        answer = claimbook("build")
        assert answer.code == 2
        assert "index.md:5: WARNING" in answer.err
        assert "nowhere.md" in answer.err
        assert not (toy / "_build" / "html").exists()
    shutil.copyfile(toy / "book" / "first.md", toy / "index.md")
    assert claimbook("build").code == 0


def test_a_build_that_failed_leaves_the_earlier_site_and_its_warning_stays_a_failure_whatever_is_deleted(toy):
    assert claimbook("build").code == 0
    before = built(toy)
    add(toy / "book" / "second.md", "\n[broken](nowhere.md)\n")
    assert claimbook("build").code == 2
    assert built(toy) == before
    (toy / "_build" / "html" / "index.html").unlink()
    assert claimbook("build").code == 2
    assert claimbook("build").code == 2
    (toy / "book" / "second.md").write_text(PAGES["book/second.md"], encoding="utf-8")
    assert claimbook("build").code == 0
    assert built(toy) == before
    assert leftovers(toy) == []


def test_an_unchanged_book_is_not_built_again(toy, monkeypatch):
    assert "The site is in" in claimbook("build").out
    monkeypatch.setattr(building, "run_sphinx", lambda *_: pytest.fail("nothing was to be done"))
    assert "up to date" in claimbook("build").out


def test_tables_that_the_site_was_built_on_are_not_checked_again_for_another_site_of_them(toy, monkeypatch):
    app = SimpleNamespace(srcdir=toy)
    asked = []
    monkeypatch.setattr("claimbook.site.extension.table_checks", lambda project: asked.append(project.root) or [])
    check_tables(app, None)
    assert asked == [toy], "no site is built"
    assert claimbook("build").code == 0
    asked.clear()
    check_tables(app, None)
    assert asked == []
    add(toy / "claimbook.toml", "\n")
    check_tables(app, None)
    (toy / "_build" / "built.json").write_text("[]", encoding="utf-8")
    check_tables(app, None)
    assert asked == [toy, toy]


@pytest.mark.parametrize(
    "damage",
    [
        lambda site: (site / "index.html").unlink(),
        slow(lambda site: add(site / "searchindex.js", "cut short")),
        slow(lambda site: (site / "left-by-another.html").write_text("x")),
        slow(lambda site: shutil.rmtree(site)),
        slow(lambda site: (shutil.rmtree(site), site.write_text("no folder at all"))),
        lambda site: (site.parent / "built.json").write_text("{"),
    ],
    ids=["page deleted", "index cut short", "file added", "site gone", "file in its place", "no record"],
)
def test_what_another_program_did_to_the_site_is_put_right(toy, damage):
    assert claimbook("build").code == 0
    before = built(toy)
    damage(toy / "_build" / "html")
    assert claimbook("build").code == 0
    assert built(toy) == before


def test_a_site_built_after_an_edit_is_the_one_built_from_nothing(toy):
    assert claimbook("build").code == 0
    add(toy / "book" / "second.md", "\nAnother paragraph.\n")
    assert claimbook("build").code == 0
    after_the_edit = built(toy)
    shutil.rmtree(toy / "_build")
    assert claimbook("build").code == 0
    assert built(toy) == after_the_edit


def test_a_page_that_left_the_book_leaves_the_site(toy):
    assert claimbook("build").code == 0
    assert "_build/html/book/second.html" in built(toy)
    (toy / "book" / "second.md").unlink()
    (toy / "_toc.yml").write_text(CONTENTS.replace("  - file: book/second\n", ""), encoding="utf-8")
    assert claimbook("build").code == 0
    assert [name for name in built(toy) if "second" in name] == []


def test_a_site_is_built_anew_for_another_address(toy, monkeypatch):
    assert claimbook("build").code == 0
    monkeypatch.setenv(building.ADDRESS, "https://example.org/book/")
    assert "The site is in" in claimbook("build").out
    assert "up to date" in claimbook("build").out


@pytest.mark.parametrize(
    "address", ["org.example/book", "example.org", "/book", "ftp://example.org/", "https://", "https://a.b/?c"]
)
def test_what_is_no_whole_address_is_refused(monkeypatch, address):
    monkeypatch.setenv(building.ADDRESS, address)
    with pytest.raises(UserError, match=r"write the site's whole address, as in https://example\.org/book/"):
        base_url(is_scenario=False)


def test_a_page_whose_name_holds_blanks_and_colons_is_built(toy):
    (toy / "book" / "first.md").rename(toy / "book" / "a b: c.md")
    (toy / "_toc.yml").write_text(CONTENTS.replace("book/first", "'book/a b: c'"), encoding="utf-8")
    (toy / "index.md").write_text("# Toy\n\nA page.\n", encoding="utf-8")
    assert claimbook("build").code == 0
    assert "_build/html/book/a b: c.html" in built(toy)
    assert "up to date" in claimbook("build").out


def test_hidden_files_of_editors_make_nothing_out_of_date(toy):
    assert claimbook("build").code == 0
    (toy / "book" / ".ipynb_checkpoints").mkdir()
    (toy / "book" / ".ipynb_checkpoints" / "first-checkpoint.md").write_text("# Old\n")
    (toy / "book" / ".#first.md").write_text("x")
    assert "up to date" in claimbook("build").out


def in_a_process(*arguments, limit=None, said=os.devnull):
    """The command in a process of its own; forked, so that it has this one's toy for its book."""

    def run():
        os.setsid()
        sys.stdout = sys.stderr = open(said, "w", buffering=1)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        cli.main(list(arguments))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_two_builds_at_once_are_one_after_the_other_and_the_site_is_whole(toy):
    assert claimbook("build").code == 0
    whole = built(toy)
    shutil.rmtree(toy / "_build")
    running = [in_a_process("build") for _ in range(3)]
    for process in running:
        process.join(60)
    assert [process.exitcode for process in running] == [0, 0, 0]
    assert built(toy) == whole
    assert leftovers(toy) == []


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_a_second_build_says_that_it_waits(toy):
    said = toy / "said"
    with replacing.alone(toy / "_build" / ".building.lock", print):
        waiting = in_a_process("build", said=said)
        waiting.join(1)
        assert waiting.is_alive()
        assert said.read_text() == "claimbook: another build of this book is running; waiting for it to end\n"
    waiting.join(60)
    assert waiting.exitcode == 0


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_a_full_disk_leaves_the_earlier_site_and_the_next_build_is_whole(toy):
    """The largest file that the process may write stands for the last free block."""
    assert claimbook("build").code == 0
    before = built(toy)
    add(toy / "index.md", "\nMore.\n")
    for limit in (1, 50_000):
        running = in_a_process("build", limit=limit)
        running.join(60)
        assert running.exitcode in (1, 2)
        assert built(toy) == before
    assert claimbook("build").code == 0
    assert b"More." in built(toy)["_build/html/index.html"]
    assert leftovers(toy) == []


@pytest.mark.filterwarnings("ignore:This process.*fork:DeprecationWarning")
def test_a_build_killed_at_any_moment_is_taken_up_by_the_next(toy):
    assert claimbook("build").code == 0
    chance, takes = random.Random(2026), 2.0
    for number in range(ROUNDS):
        before = built(toy)
        add(toy / "book" / "first.md", f"\nParagraph {number}.\n")
        began = time.monotonic()
        running = in_a_process("build")
        running.join(chance.uniform(0, takes))
        if running.is_alive():
            os.kill(running.pid, chance.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
            running.join(10)
        else:
            takes = time.monotonic() - began
        now = built(toy)
        assert now == before or f"Paragraph {number}.".encode() in now["_build/html/book/first.html"]
    assert claimbook("build").code == 0
    assert f"Paragraph {ROUNDS - 1}.".encode() in built(toy)["_build/html/book/first.html"]
    assert leftovers(toy) == []
    assert not list((toy / "_build").rglob(f"*{UNFINISHED}"))


def test_tables_that_a_spreadsheet_rounded_are_refused_before_anything_is_built(project):
    """As Excel does in a narrow column: 40.25 is written 40."""
    path = project.data / "assumptions.csv"
    replace(path, "fuel_per_crossing,estimate,40,30,55,", "fuel_per_crossing,estimate,40.25,40.1,40.5,")
    replace(path, "fuel_price,estimate,1.5,1.2,1.9,", "fuel_price,estimate,1.525,1.2,1.9,")
    assert check_tables(SimpleNamespace(srcdir=project.root), None) is None
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    long = table["value"].str.fullmatch(r"\d+\.\d+") & (table["value"].str.len() > 3)
    table.loc[long, "value"] = table.loc[long, "value"].astype(float).round().astype(int).astype(str)
    table.to_csv(path, index=False)
    assert {"fuel_per_crossing", "fuel_price"} < set(table.loc[long, "name"])
    with pytest.raises(ExtensionError) as refused:
        check_tables(SimpleNamespace(srcdir=project.root), None)
    assert isinstance(refused.value.orig_exc, UserError)
    said = str(refused.value)
    assert said.startswith("nothing is built on tables that are wrong:")
    assert "fuel_per_crossing needs 0 < low ≤ value ≤ high" in said  # 40 is below 40.1
    assert "fuel_price needs 0 < low ≤ value ≤ high" in said  # 2 is above 1.9

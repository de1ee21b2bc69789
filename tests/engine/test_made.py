"""Whatever is written says what it was made with: version, edition, commit, settings."""

import json
import subprocess
from importlib.metadata import version

import bs4
import fastparquet
import pytest
from pypdf import PdfReader

from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.results.made import made_with, read_made
from claimbook.results.records import all_results
from tests.commands import claimbook
from tests.editing import append
from tests.engine.book import PROJECT, copy_book

pytestmark = pytest.mark.usefixtures("there")


def git(folder, *arguments):
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path):
    """A book in a repository of its own, all of it committed."""
    folder = copy_book(tmp_path / "ferries")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "All of it")
    return folder


def made_in(folder, **settings):
    return made_with(Model.of(Project(folder)).with_(**settings))


def test_it_names_the_engine_the_edition_the_commit_and_what_was_set(repository):
    assert made_in(repository, fuel_price="3") == {
        "claimbook": version("claimbook"),
        "book": "The Ferries of Lake Lorn",
        "edition": "2.1.0",
        "commit": git(repository, "rev-parse", "HEAD"),
        "settings": {"fuel_price": "3 USD/liter"},
    }


def test_a_book_that_differs_from_its_commit_says_so_and_a_file_that_git_does_not_know_makes_no_difference(repository):
    (repository / "notes.txt").write_text("mine\n", encoding="utf-8")
    git(repository, "tag", "-a", "v1", "-m", "a tag")
    assert made_in(repository)["commit"] == git(repository, "rev-parse", "HEAD")
    append(repository / "index.md", "\nMore.\n")
    assert made_in(repository)["commit"] == git(repository, "rev-parse", "HEAD") + "-dirty"


def test_a_book_in_no_repository_or_in_somebodys_who_does_not_keep_it_names_no_commit(tmp_path, repository):
    assert made_in(copy_book(tmp_path / "alone"))["commit"] == ""
    (repository / ".gitignore").write_text("/mine/\n", encoding="utf-8")
    assert made_in(copy_book(repository / "mine"))["commit"] == ""


def test_a_hook_of_another_repository_does_not_lend_its_own_commit(repository, tmp_path, monkeypatch):
    expected = git(repository, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert made_in(repository)["commit"] == expected


def test_without_git_the_rest_is_said(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert made_in(repository)["commit"] == ""
    assert made_in(repository)["edition"] == "2.1.0"


def test_nothing_in_it_tells_one_machine_or_moment_from_another(tmp_path):
    first, second = (made_in(copy_book(tmp_path / name)) for name in ("here", "there"))
    assert first == second
    assert "/" not in json.dumps(first)


# The files


def test_results_say_it(model):
    assert all_results(model)["made_with"] == made_with(model)


def test_a_page_of_what_moved_says_it_of_both_sides(tmp_path, model):
    results = tmp_path / "results.json"
    results.write_text(json.dumps({**all_results(model), "made_with": SAID}), encoding="utf-8")
    page = tmp_path / "moved.html"
    assert claimbook("diff", results, "fuller-boats", "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    assert "Made with claimbook 0.0.9 from Old Ferries, commit 1f3a; set: boat_count = 7 boat." in text
    assert "set: passengers_per_crossing = 110 passenger/crossing." in text
    assert f"Made with claimbook {version('claimbook')} from The Ferries of Lake Lorn, version 2.1.0" in text


#: What an older file may say of itself.
SAID = {
    "claimbook": "0.0.9", "book": "Old Ferries", "edition": "", "commit": "1f3a", "settings": {"boat_count": "7 boat"},
}  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        None, [], "x", {}, {**SAID, "commit": 1}, {**SAID, "settings": []}, {**SAID, "settings": {"x": ["y"]}},
        {**SAID, "book": "two\nlines"}, {**SAID, "book": "\u202eturned"},
    ],
)  # fmt: skip
def test_what_a_file_from_elsewhere_says_of_itself_is_left_out_where_it_is_nothing_to_show(said):
    assert read_made(said) == {}
    assert read_made(SAID) == SAID


def test_a_report_says_it_in_its_properties(tmp_path):
    assert claimbook("pdf", tmp_path / "report.pdf", "--set", "fuel_price=3").code == 0
    said = PdfReader(tmp_path / "report.pdf").metadata.creator
    assert said.startswith(f"Made with claimbook {version('claimbook')} from The Ferries of Lake Lorn, version 2.1.0")
    assert said.endswith("set: fuel_price = 3 USD/liter")


@pytest.mark.site
def test_a_sites_files_say_it(site):
    record = json.loads((site / "results.json").read_text(encoding="utf-8"))["made_with"]
    assert record == {**made_with(Model.of(PROJECT)), "commit": ""}  # a copy that no repository keeps
    said = fastparquet.ParquetFile(str(site / "register.parquet")).key_value_metadata
    assert (said["claimbook"], said["settings"]) == (record["claimbook"], "{}")
    pictures = [*(site / "charts").glob("*.svg")]
    assert pictures
    for path in pictures:
        assert json.loads(bs4.BeautifulSoup(path.read_bytes(), "lxml").find("metadata").text) == record
        assert json.dumps(record).encode() in path.with_suffix(".png").read_bytes()

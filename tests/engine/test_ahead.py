"""Files that another process writes while pages are made: the same as written here, and no process is left."""

from contextlib import suppress

import psutil
import pytest

from claimbook.charts.drawing import second_process
from claimbook.site import ahead
from tests.engine.book import PROJECT

SETTINGS = {"passengers_per_crossing": "110"}


def processes():
    """The processes that this one has to work for it, by number."""
    return {one.pid for one in psutil.Process().children(recursive=True) if "spawn_main" in command_of(one)}


def command_of(process):
    """What a process was started with; nothing of one that has ended, as those of other tests may have."""
    with suppress(psutil.NoSuchProcess):  # a zombie is one too
        return " ".join(process.cmdline())
    return ""


def written(folder, settings):
    """What is written into a folder, by path; how many processes were started for it, and where it was written."""
    folder.mkdir()
    before = processes()
    with second_process() as pool:
        aside = folder.with_name("aside")
        write = ahead.files_of_model(PROJECT, settings, "Fuller boats", "https://example.org/", aside, pool)
        helpers = len(processes() - before)
        assert not [*folder.iterdir()]
        write(folder)
        where = "elsewhere" if aside.exists() else "here"
    assert processes() <= before, "a process is left"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}, helpers, where


@pytest.mark.thorough
def test_another_process_writes_what_would_be_written_here_and_ends(tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMBOOK_JOBS", raising=False)
    here, helpers, where = written(tmp_path / "here", SETTINGS)
    assert (helpers, where) == (0, "here"), "a small book is not worth waiting for"
    monkeypatch.setattr(ahead, "WORTH_WAITING", 1)
    there, helpers, where = written(tmp_path / "there", SETTINGS)
    assert (helpers, where) == (1, "elsewhere")
    assert {*here} >= {"results.json", f"{PROJECT.settings.archive}.pdf", f"{PROJECT.settings.archive}.xlsx"}
    assert any(path.startswith("claim/") for path in here)
    assert {path for path in here if here[path] != there.get(path)} == set()
    assert {*there} == {*here}


@pytest.mark.thorough
def test_one_process_is_enough_if_the_user_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "WORTH_WAITING", 1)
    monkeypatch.setenv("CLAIMBOOK_JOBS", "1")
    assert written(tmp_path / "site", {})[1:] == (0, "here")

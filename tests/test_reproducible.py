"""Two builds in different places, under different clocks and habits, are the same to the byte."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.book import PROJECT, ROOT

#: What a build reads.
SOURCES = ("book", "claimbook", "data", "docs", "scenarios", "_config.yml", "_toc.yml", "index.md", "requirements.txt")

SETTINGS = {
    "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"},
    "a place far away": {"TZ": "Asia/Shanghai", "LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "2"},
}


def copied(folder: Path) -> Path:
    """A copy of the project in which every chapter is out of date."""
    folder.mkdir()
    for name in SOURCES:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, folder / name)
    for path in (folder / "book").glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"].pop("claimbook", None)  # without its key a chapter is out of date
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def build(folder: Path, settings: dict[str, str], cores: set[int]) -> dict[str, str]:
    """Build the book, every chapter executed anew; digests of all that comes out, by path."""
    environment = {**os.environ, **settings, "PYTHONPATH": str(folder), "SOURCE_DATE_EPOCH": "1700000000"}
    environment["PYTHONUTF8"] = "1"
    answer = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--quiet", "--keep-going"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr[-2000:]
    built = [*(folder / "_build" / "html").rglob("*"), *(folder / "_build" / "executed").glob("*.ipynb")]
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in built
        if path.is_file() and path.name not in NOT_PUBLISHED
    }


#: What Sphinx keeps for its own next run.
NOT_PUBLISHED = {".buildinfo", "environment.pickle"}


@pytest.mark.slow
def test_two_builds_differ_in_nothing(tmp_path):
    every_core = os.sched_getaffinity(0)
    cores = {"here": every_core, "a place far away": {min(every_core)}}
    folders = {name: copied(tmp_path / name) for name in SETTINGS}
    first, second = (build(folders[name], settings, cores[name]) for name, settings in SETTINGS.items())
    assert any(path.endswith(".ipynb") and "executed" in path for path in first)
    assert "_build/html/results.json" in first
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


@pytest.mark.thorough
def test_results_are_the_same_from_another_folder_under_another_clock_locale_and_seed_of_hashes(tmp_path):
    said = []
    for folder, settings in zip((ROOT, tmp_path), SETTINGS.values(), strict=True):
        environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        answer = subprocess.run(
            [sys.executable, "-m", "claimbook", "claims", "--json"], cwd=folder, env=environment,
            capture_output=True, check=True,
        )  # fmt: skip
        said.append(answer.stdout)
    assert len(json.loads(said[0])) == len(PROJECT.claims)
    assert said[0] == said[1]

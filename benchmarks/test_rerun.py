"""New verdicts, and a scenario's site, beside executing every notebook and building the whole book."""

import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
import yaml

from claimbook.execution import BOOK, chapters
from claimbook.tables import ROOT

SETTING = ["--set", "h100_per_a100=3"]

#: What the project promises.
SECONDS_FOR_VERDICTS = 1.5
TIMES_PAPERMILL, TIMES_FORCED_BUILD = 10, 3


def run(*arguments: str, cwd: Path = ROOT) -> float:
    """Seconds that a command takes."""
    start = perf_counter()
    subprocess.run([sys.executable, "-m", *arguments], check=True, capture_output=True, cwd=cwd)
    return perf_counter() - start


def test_new_verdicts_come_ten_times_faster_than_papermill_over_all_chapters(benchmark, tmp_path):
    command = ["claimbook", "rerun", *SETTING, "--no-site"]
    run(*command)  # once, so that files are in memory for both
    benchmark.pedantic(run, args=command, rounds=5)
    papermill = sum(
        run("papermill", str(BOOK / f"{name}.ipynb"), str(tmp_path / f"{name}.ipynb"), "--no-progress-bar", cwd=BOOK)
        for name in chapters()
    )
    benchmark.extra_info["papermill"] = papermill
    seconds = benchmark.stats.stats.min
    print(f"\nverdicts {seconds:.2f} s, papermill over all chapters {papermill:.1f} s: {papermill / seconds:.0f} times")
    assert papermill > TIMES_PAPERMILL * seconds
    assert seconds <= SECONDS_FOR_VERDICTS


@pytest.fixture
def forced_copy(tmp_path):
    """The book as Jupyter Book executes it itself: the same files, `execute_notebooks: force`."""
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__", "*.egg-info"))
    settings = yaml.safe_load((copy / "_config.yml").read_text(encoding="utf-8"))
    settings["execute"]["execute_notebooks"] = "force"
    (copy / "_config.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return copy


def test_a_scenarios_site_comes_three_times_faster_than_a_forced_build_of_the_book(benchmark, forced_copy, tmp_path):
    run("jupyter_book", "build", ".", "--quiet")  # the baseline, whose chapters the scenario shares
    worth = iter((2.9, 3.1, 3.2))  # another value each time, so that nothing is reused from the last

    def rerun() -> float:
        out = tmp_path / "site"
        return run("claimbook", "rerun", "--set", f"h100_per_a100={next(worth)}", "--out", str(out))

    benchmark.pedantic(rerun, rounds=2)
    forced = run("jupyter_book", "build", ".", "--all", "--quiet", cwd=forced_copy)
    benchmark.extra_info["forced"] = forced
    seconds = benchmark.stats.stats.min
    print(f"\nscenario's site {seconds:.1f} s, forced build {forced:.1f} s: {forced / seconds:.1f} times")
    assert forced > TIMES_FORCED_BUILD * seconds

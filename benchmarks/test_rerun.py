"""New verdicts, and a scenario's site, beside executing every notebook and building the whole book."""

import shutil
from random import random

import pytest
import yaml

from benchmarks.timing import seconds_of_python
from claimbook.chapters.execution import chapters, execute, executed_folder
from claimbook.model.model import Model
from tests.book import BOOK, PROJECT, ROOT

JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"

#: What the project promises.
SECONDS_FOR_VERDICTS = 1.5
TIMES_PAPERMILL, TIMES_FORCED_BUILD = 10, 3


def test_new_verdicts_come_ten_times_faster_than_papermill_over_all_chapters(benchmark, tmp_path):
    command = ["-m", "claimbook", "rerun", "--set", "a100_per_h100=3", "--no-site"]
    benchmark.pedantic(seconds_of_python, args=command, rounds=5)
    papermill = sum(
        seconds_of_python(
            "-m",
            "papermill",
            str(BOOK / f"{name}.ipynb"),
            str(tmp_path / f"{name}.ipynb"),
            "--no-progress-bar",
            "--cwd",
            "book",
        )
        for name in chapters(PROJECT)
    )
    fastest = benchmark.stats.stats.min
    benchmark.extra_info |= {"papermill, s": papermill, "times as fast": papermill / fastest}
    assert papermill / fastest > TIMES_PAPERMILL
    assert fastest <= SECONDS_FOR_VERDICTS


@pytest.fixture
def forced_copy(tmp_path):
    """The book as Jupyter Book executes it itself: the same files, `execute_notebooks: force`."""
    execute(chapters(PROJECT), Model.of(PROJECT))  # in both, so that only Jupyter Book's own execution is on top
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__", "*.egg-info"))
    executed = executed_folder(PROJECT)
    if executed.exists():
        shutil.copytree(executed, copy / executed.relative_to(ROOT))
    settings = yaml.safe_load((copy / "_config.yml").read_text(encoding="utf-8"))
    settings["execute"]["execute_notebooks"] = "force"
    (copy / "_config.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return copy


def test_a_scenarios_site_comes_three_times_faster_than_a_forced_build_of_the_book(benchmark, forced_copy, tmp_path):
    worth = iter(2 + random() for _ in range(2))  # new each time, so that nothing is executed already

    def rerun() -> None:
        settings = ["--set", f"a100_per_h100={next(worth)}", "--out", str(tmp_path / "site")]
        seconds_of_python("-m", "claimbook", "rerun", *settings)

    benchmark.pedantic(rerun, rounds=2)
    forced = seconds_of_python("-c", JUPYTER_BOOK, "build", ".", "--all", "--quiet", cwd=forced_copy)
    times = forced / benchmark.stats.stats.min
    benchmark.extra_info |= {"forced build, s": forced, "times as fast": times}
    assert times > TIMES_FORCED_BUILD

"""How long the whole site takes to build, beside what loading pandas takes on the same machine."""

import shutil
from pathlib import Path

import nbformat
import pytest

from benchmarks.timing import seconds_of_python
from tests.book import ROOT


@pytest.fixture
def copied(tmp_path):
    """The book's files, without anything built."""
    copy = tmp_path / "book"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("_build", ".*", "__pycache__", "*.egg-info"))
    return copy


def forget_outputs(book: Path) -> None:
    """Leave of the chapters what was written by hand."""
    for path in book.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata.pop("claimbook", None)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, path)


@pytest.mark.parametrize("begins_with", ["stored outputs", "nothing executed"])
def test_the_whole_site_is_built(carry, copied, begins_with):
    if begins_with == "nothing executed":
        forget_outputs(copied / "book")
    taken = seconds_of_python("-m", "claimbook", "build", cwd=copied)
    pandas = min(seconds_of_python("-c", "import pandas") for _ in range(5))
    carry({"s": round(taken, 1), "times pandas": round(taken / pandas)})
    assert (copied / "_build" / "html" / "index.html").is_file()

"""A copy of the book that a test may break."""

import shutil

from tests.book import ROOT
from tests.editing import append, change_notebook, replace

__all__ = ["append", "change_notebook", "copy_project", "replace"]

#: What a book consists of, beside the site that is built of it.
PARTS = ("data", "book", "scenarios")
FILES = ("claimbook.toml", "index.md", "_toc.yml", "_config.yml", "tests/oracles.py")


def copy_project(folder):
    """Copy what the checks and builds read: settings, tables, pages, contents, oracles."""
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder

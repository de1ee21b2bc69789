"""A copy of the book that a test may break."""

import json
import shutil

from tests.book import ROOT

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


def replace(path, old, new):
    """Put something else in the place of a text that a file has."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path, text):
    """Add a text to the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def change_notebook(path, change):
    """Change the cells of a notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")

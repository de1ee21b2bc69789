"""A copy of the project that a test may break, and the package told to take it for the project."""

import shutil
import sys
from contextlib import contextmanager
from unittest.mock import patch

from claimbook import tables
from claimbook.model import Model


def modules():
    """The package's modules that are loaded."""
    return [module for name, module in list(sys.modules.items()) if name.startswith("claimbook.")]


#: Modules whose caches hold nothing that a copy changes: how a text is read, templates, the bibliography.
LASTING = {"claimbook.numerals", "claimbook.display.card", "claimbook.references"}


def forget():
    """Have everything read anew: empty every cache of the package that depends on tables or derivations."""
    lasting = {id(thing) for name in LASTING & sys.modules.keys() for thing in vars(sys.modules[name]).values()}
    for module in modules():
        for thing in list(vars(module).values()):
            if hasattr(thing, "cache_clear") and id(thing) not in lasting:
                thing.cache_clear()
    Model.baseline.cache_clear()


@contextmanager
def project_at(folder):
    """Let the package take a folder for the project's own."""
    places = {"ROOT": folder, "DATA": folder / "data", "BOOK": folder / "book"}
    with patch.multiple(tables, ROOT=folder, DATA=folder / "data"):
        patches = [
            patch.object(module, name, place)
            for module in modules()
            for name, place in places.items()
            if hasattr(module, name)
        ]
        for one in patches:
            one.start()
        forget()
        try:
            yield folder
        finally:
            for one in patches:
                one.stop()
            forget()


def copy_project(folder):
    """Copy what the checks read: tables, pages, contents."""
    for name in ("data", "book"):
        shutil.copytree(tables.ROOT / name, folder / name)
    for name in ("index.md", "_toc.yml", "_config.yml", "requirements.txt"):
        shutil.copyfile(tables.ROOT / name, folder / name)
    return folder

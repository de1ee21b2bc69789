"""A copy of the project that a test may break, and the package told to take it for the project."""

import shutil
import sys
from contextlib import contextmanager
from unittest.mock import patch

from frictionless import Resource

from claimbook import project as folders
from claimbook.checks import pages as book_checks
from claimbook.model.model import Model
from tests.book import ROOT


def modules():
    """The package's modules that are loaded."""
    return [module for name, module in list(sys.modules.items()) if name.startswith("claimbook.")]


#: Modules whose caches hold nothing that a copy changes: how a text is read, templates, the bibliography.
LASTING = {"claimbook.ledger.numerals", "claimbook.chapters.card", "claimbook.register.references"}


def forget():
    """Have everything read anew: empty every cache of the package that depends on tables or derivations."""
    for module in modules():
        for thing in list(vars(module).values()):
            if hasattr(thing, "cache_clear") and thing.__module__ not in LASTING:
                thing.cache_clear()
    Model.baseline.cache_clear()


def remember(function, content):
    """A function that is called once for each content: a test breaks one table or page, and the others are as ever."""
    known = {}

    def remembering(thing, *arguments, **options):
        key = content(thing)
        if key not in known:
            known[key] = function(thing, *arguments, **options)
        return known[key]

    return remembering


def content_of_table(table):
    """All that decides whether a table is as described: itself, those it refers to, and the description."""
    referred = [key["reference"]["resource"] or table.name for key in table.schema.foreign_keys]
    files = ["datapackage.json", *(f"{name}.csv" for name in [table.name, *referred])]
    return tuple((name, (folders.DATA / name).read_bytes()) for name in files)


validate = remember(Resource.validate, content_of_table)
read_notebook = remember(book_checks.read_notebook, lambda path: (path.name, path.read_bytes()))


@contextmanager
def project_at(folder):
    """Let the package take a folder for the project's own."""
    with (
        patch.object(Resource, "validate", validate),
        patch.object(book_checks, "read_notebook", read_notebook),
        package_at(folder),
    ):
        yield folder


@contextmanager
def package_at(folder):
    """Let every module of the package look for tables and pages in a folder."""
    places = {"ROOT": folder, "DATA": folder / "data", "BOOK": folder / "book", "BUILD": folder / "_build"}
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
        shutil.copytree(ROOT / name, folder / name)
    for name in ("index.md", "_toc.yml", "_config.yml"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder

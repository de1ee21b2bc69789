"""A copy of the project that a test may break, and the command line called on it without a new process."""

import shutil
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple
from unittest.mock import patch

from claimbook import cli, tables
from claimbook.model import Model


class Answer(NamedTuple):
    """What a command returned and said."""

    returncode: int
    stdout: str
    stderr: str


def claimbook(*arguments: str) -> Answer:
    """Call the command line in this process, its own way of ending with an error included."""
    stdout, stderr = StringIO(), StringIO()
    code = 0
    with patch.object(sys, "argv", ["claimbook", *arguments]), redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Answer(code, stdout.getvalue(), stderr.getvalue())


def modules():
    """The package's modules that are loaded."""
    return [module for name, module in list(sys.modules.items()) if name.startswith("claimbook.")]


def forget():
    """Have everything read anew: empty every cache of the package."""
    for module in modules():
        for thing in list(vars(module).values()):
            if hasattr(thing, "cache_clear"):
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

"""
Places of their own for nbval's kernels, as chapters have when they are executed.

When a test fails: which claims moved, from what to what, and why, before any trace or notebook diff.
"""

import os
import tempfile
from pathlib import Path

import pytest

from claimbook.commands.kept import SWITCH
from claimbook.system.kernels import private_places

#: What editors and systems leave beside notebooks is not the book's.
collect_ignore_glob = ["**/.*", "**/~*"]

#: The book that is tested.
ROOT = Path(__file__).resolve().parent

#: So many lines are shown; a change that moves more is told by its first ones.
LINES = 60


def pytest_configure(config):
    """Let every kernel that a test starts write into a folder of its own, and nothing be answered from earlier runs."""
    places = tempfile.TemporaryDirectory(prefix="claimbook-", ignore_cleanup_errors=True)
    config.add_cleanup(places.cleanup)
    os.environ.update(private_places(Path(places.name)))
    os.environ[SWITCH] = "no"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """Say what differs from the accepted results, where anything failed."""
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        for line in explanation():
            terminalreporter.write_line(line)
    return (yield)


def explanation() -> list[str]:
    """What moved since the results were accepted, or that nothing did, or why it cannot be said."""
    from claimbook.errors import UserError
    from claimbook.model.model import Model
    from claimbook.project import Project
    from claimbook.results.accepted import what_moved

    try:
        lines = what_moved(Model.of(Project(ROOT)))
    except UserError as error:
        return ["", f"What moved cannot be said: {error}", ""]
    if not lines:
        return ["", "No claim moved: every verdict and number is as accepted.", ""]
    more = [f"and {len(lines) - LINES} lines more: `claimbook accept` shows them"] if len(lines) > LINES else []
    return ["", "What moved since the results were accepted:", *(f"  {line}" for line in lines[:LINES]), *more, ""]

"""Time of one action over that of another, in the same run; and of a command of its own process."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from claimbook.commands.kept import SWITCH
from tests.book import ROOT


def seconds_of_python(*arguments: str, cwd: Path = ROOT, keep: str = "no") -> float:
    """
    Seconds that Python takes for a command, by the clock.

    Parameters
    ----------
    *arguments : str
        What stands behind ``python``.
    cwd : Path
        The folder in which it runs, whose package it takes.
    keep : str
        Whether answers are kept between runs: ``no``, or ``yes``.
    """
    environment = {**os.environ, SWITCH: keep, "PYTHONPATH": str(cwd)}
    command = [sys.executable, *arguments]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=cwd, env=environment))


def seconds(action: Callable[[], Any]) -> float:
    """Seconds that an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def ratio(ours: Callable[[], Any], theirs: Callable[[], Any], times: int) -> float:
    """Time of one action over that of another, the fastest of several runs each, taken in turns."""
    taken = [(seconds(ours), seconds(theirs)) for _ in range(times)]
    return min(mine for mine, _ in taken) / min(other for _, other in taken)

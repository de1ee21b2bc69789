"""Time of one action over that of another, in the same run."""

from collections.abc import Callable
from time import perf_counter
from typing import Any


def seconds(action: Callable[[], Any]) -> float:
    """Seconds that an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def ratio(ours: Callable[[], Any], theirs: Callable[[], Any], times: int) -> float:
    """Time of one action over that of another, the fastest of several runs each, taken in turns."""
    taken = [(seconds(ours), seconds(theirs)) for _ in range(times)]
    return min(mine for mine, _ in taken) / min(other for _, other in taken)

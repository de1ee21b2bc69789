"""The book that the engine is tested on: made up, so that no test of the engine fails when a real book changes."""

import shutil
from functools import cache
from pathlib import Path

from claimbook.project import Project, project_at
from tests.properties import product_quantiles

#: Ten claims on the ferries of a lake, in two languages, one of them made up.
ROOT = Path(__file__).resolve().parent / "books" / "ferries"
PROJECT: Project = project_at(ROOT)


def copy_book(folder: Path) -> Path:
    """Copy the book, without what was built of it, to where a test may break it."""
    return Path(
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"), dirs_exist_ok=True)
    )


@cache
def fuel_shares(ticket_price: float = 3.5) -> tuple[float, ...]:
    """
    The 5th, 50th and 95th percentile of the share of takings that fuel costs, in per cent, without draws.

    Fuel of 40 liters (30 to 55) at $1.50 ($1.20 to $1.90), over 80 tickets (60 to 100). Draws of such a product are
    sure to half a per cent of their median.
    """
    ranges = [(30, 40, 55, None, 1), (1.2, 1.5, 1.9, None, 1), (60, 80, 100, None, -1)]
    return tuple(100 * product_quantiles(ranges) / ticket_price)

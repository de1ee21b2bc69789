"""The book that the engine is tested on: made up, so that no test of the engine fails when a real book changes."""

import shutil
from functools import cache
from pathlib import Path

from claimbook.project import Project, project_at
from tests.properties import product_quantiles

#: Ten claims on the ferries of a lake, in two languages, one of them made up.
ROOT = Path(__file__).resolve().parent / "books" / "ferries"
PROJECT: Project = project_at(ROOT)

#: Formulas that claims may give themselves: functions, powers, numbers with units, another's formula.
FORMULAS = {
    "bill": ("max(fuel_per_crossing * fuel_price, $50/crossing) * 4800 crossing/year", "less than 400e3", "USD/year"),
    "grown": ("yearly_passengers * (1 + 5 %) ** 10 * sqrt(occupied_share / 65 %)", "500e3..700e3", "passenger/year"),
    "root": ("(boat_price / $1 million/boat) ** (1/3) + log(yearly_fuel / (1 liter/year)) - exp(-boat_count / 6 boat)",
             "about 13", "1"),
    "built-on": ("min(herald_2024_bill, yearly_fuel_cost) / 12 month", "more than 20e3", "USD/year/month"),
}  # fmt: skip
FORMULA_CLAIM = """
  - id: herald-2024-{name}
    line: 7
    statement: One claim more
    chapter: money
    printed: {printed}
    unit: {unit}
    tests:
      - kind: estimate
        formula: {formula}
        bearing: same
"""


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


def add_formula_claims(folder: Path) -> None:
    """Add claims to a copy of the book that give their formulas themselves."""
    path = folder / "data" / "claims" / "herald-2024.yml"
    added = [
        FORMULA_CLAIM.format(name=name, formula=formula, printed=printed, unit=unit)
        for name, (formula, printed, unit) in FORMULAS.items()
    ]
    path.write_text(path.read_text(encoding="utf-8") + "".join(added), encoding="utf-8")

"""
A made-up project of any size: so many claims over so many derivations, to see how time grows with the register.

``python -m benchmarks.synthetic FOLDER COUNT`` writes one. It is a whole project with a package of its own: the
command line runs in it as in the true one. Nothing of it is stored.
"""

import csv
import json
import shutil
import sys
from pathlib import Path

from claimbook.project import ROOT

#: Every so many claims a story begins anew: no derivation rests on more others than this.
STORY = 5
#: So many assumptions are shared by all.
SHARED = 10

EMPTY = (
    "comparisons", "correlations", "evidence", "hardware", "numerals", "training_runs", "trends",
    "triangulations", "ways",
)  # fmt: skip


def write_project(folder: Path, count: int) -> Path:
    """Write a project with so many claims, each about a derivation of its own; its folder is returned."""
    shutil.copytree(ROOT / "claimbook", folder / "claimbook", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / "book").mkdir()
    shutil.copyfile(ROOT / "book" / "references.bib", folder / "book" / "references.bib")
    for name in ("requirements.txt", "_config.yml", "scenarios"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    for path in (folder / "scenarios").glob("*.yml"):
        path.unlink()
    for name in EMPTY:
        write_table(folder, name, [])
    write_table(folder, "assumptions", [*map(shared_assumption, range(SHARED)), *map(own_assumption, range(count))])
    write_table(folder, "claims", [claim(number) for number in range(count)])
    write_derivations(folder, count)
    write_pages(folder, count)
    return folder


def write_table(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    """Write a table with the columns of the true one; what a row lacks is empty."""
    path = folder / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as table:
        columns = next(csv.reader(table))
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def shared_assumption(number: int) -> dict[str, object]:
    """An assumption that many derivations need, with a range."""
    value = 2 + number
    return {
        "name": f"shared_{number}", "value": value, "low": value / 2, "high": value * 2, "unit": "USD/chip",
        "distribution": "lognormal", "description": f"Price {number}", "reference": "brown2020",
        "range_reason": "half to twice", "range_reference": "brown2020", "confirmed": "made up",
    }  # fmt: skip


def own_assumption(number: int) -> dict[str, object]:
    """An assumption of one derivation's own, taken as given."""
    return {
        "name": f"own_{number}", "value": 10 + number % 7, "unit": "chip", "description": f"Chips {number}",
        "reference": "brown2020", "confirmed": "made up",
    }  # fmt: skip


def value_of(number: int) -> float:
    """What a derivation gives: chips times their price, and what the one before it in its story gives."""
    before = value_of(number - 1) if number % STORY else 0.0
    return (10 + number % 7) * (2 + number % SHARED) + before


def verdict_of(number: int) -> str:
    """The verdict that a claim is made to get."""
    return ("holds", "plausible", "fails")[number % 3]


def claim(number: int) -> dict[str, object]:
    """A claim whose figure is the derivation's value, a fifth more than it, or a thousand times."""
    off = {"holds": 1.0, "plausible": 1.2, "fails": 1000.0}[verdict_of(number)]
    return {
        "id": f"huatai-2023-claim-{number}", "source": "huatai-2023", "line": 1,
        "statement": f"Chips {number} cost much",
        "relation": "≈", "claimed": f"{off * value_of(number):.1f}", "unit": "USD", "quantity": f"cost_{number}",
        "basis": "own figures", "chapter": "synthetic", "error_kind": "scale" if verdict_of(number) == "fails" else "",
    }  # fmt: skip


def write_derivations(folder: Path, count: int) -> None:
    """Write the module of derivations in the place of the true ones."""
    home = folder / "claimbook" / "derivations"
    shutil.rmtree(home)
    home.mkdir()
    (home / "__init__.py").write_text(
        '"""Made up."""\n\nfrom derivations import synthetic\n\nMODULES = (synthetic,)\n', encoding="utf-8"
    )
    functions = ['"""Made up."""\n\nfrom claimbook.register.units import Quantity\n']
    for number in range(count):
        needed = [f"own_{number}", f"shared_{number % SHARED}", *([f"cost_{number - 1}"] if number % STORY else [])]
        formula = f"{needed[0]} * {needed[1]}" + (f" + {needed[2]}" if len(needed) > 2 else "")
        given = ", ".join(f"{name}: Quantity" for name in needed)
        functions.append(
            f'def cost_{number}({given}) -> Quantity:\n    """Cost {number}. [US dollar]"""\n    return {formula}\n'
        )
    (home / "synthetic.py").write_text("\n\n".join(functions), encoding="utf-8")


def write_pages(folder: Path, count: int) -> None:
    """Write a front page, the one chapter with its parameters, and the table of contents."""
    names = [*(f"shared_{number}" for number in range(SHARED)), *(f"own_{number}" for number in range(count))]
    cells = [
        {"cell_type": "code", "id": "parameters", "metadata": {"tags": ["parameters"]}, "execution_count": None,
         "outputs": [], "source": "\n".join(f'{name} = "1"' for name in names)},
    ]  # fmt: skip
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "book" / "synthetic.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "index.md").write_text("# Made up\n", encoding="utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n  - caption: Made up\n    chapters:\n      - file: book/synthetic\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    print(write_project(Path(sys.argv[1]), int(sys.argv[2])))

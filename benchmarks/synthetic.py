"""
A made-up book of any size: so many claims over so many derivations, to see how time grows with the register.

``python -m benchmarks.synthetic FOLDER COUNT`` writes one: a book as `claimbook new` begins it, with other inputs,
formulas and claims. Nothing of it is stored.
"""

import sys
from pathlib import Path

from nbformat.v4 import new_output

from claimbook.authoring.book import CHAPTER, QUESTION, TEMPLATE, begin_book
from claimbook.authoring.chapter import chapter_notebook, notebook_text
from claimbook.authoring.writing import csv_text
from claimbook.project import Project
from claimbook.register.claims import claims_text

#: The template's source and reference, which all claims and inputs name.
SOURCE, REFERENCE = "gazette-2024", "miller2024"

#: Every so many claims a story begins anew: no derivation rests on more others than this.
STORY = 5
#: So many assumptions are shared by all.
SHARED = 10


def write_book(folder: Path, count: int) -> Project:
    """Write a book with so many claims, each about a derivation of its own."""
    template = Project(TEMPLATE)
    begin_book(folder, "Made up")
    assumptions = [*map(shared_assumption, range(SHARED)), *map(own_assumption, range(count))]
    claims = [claim(number) for number in range(count)]
    oracles = {f"cost_{number}": ("USD", value_of(number)) for number in range(count)}
    for name, text in {
        "data/assumptions.csv": csv_text(template.tables.described["assumptions"].columns, assumptions),
        "data/numerals.csv": csv_text(template.tables.described["numerals"].columns, []),
        f"data/claims/{SOURCE}.yml": claims_text(SOURCE, claims),
        f"text/{SOURCE}.txt": "Loaves cost much.\n",
        f"book/derivations/{CHAPTER}.py": derivations_text(count),
        "tests/oracles.py": f'"""Made up."""\n\nORACLES = {oracles}\n',
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    book = Project(folder)
    notebook = chapter_notebook(book, CHAPTER, QUESTION, [claim["id"] for claim in claims])
    for cell in notebook.cells:  # what it would show is no part of what is measured
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            cell.outputs = [new_output("stream", text="Made up.")]
    (book.book / f"{CHAPTER}.ipynb").write_text(notebook_text(notebook), encoding="utf-8")
    return book


def shared_assumption(number: int) -> dict[str, str]:
    """An assumption that many derivations need, with a range."""
    value = 2 + number
    return {
        "name": f"shared_{number}", "kind": "estimate",
        "value": f"{value}", "low": f"{value / 2}", "high": f"{value * 2}",
        "unit": "USD/loaf", "distribution": "metalog", "description": f"Price {number}", "reference": REFERENCE,
        "range_reason": "half to twice", "range_reference": REFERENCE, "confirmed": "made up",
    }  # fmt: skip


def own_assumption(number: int) -> dict[str, str]:
    """An assumption of one derivation's own, taken as given."""
    return {
        "name": f"own_{number}", "kind": "premise", "value": f"{10 + number % 7}", "unit": "loaf",
        "description": f"Loaves {number}", "reference": REFERENCE, "confirmed": "made up",
    }  # fmt: skip


def value_of(number: int) -> float:
    """What a derivation gives: loaves times their price, and what the one before it in its story gives."""
    before = value_of(number - 1) if number % STORY else 0.0
    return (10 + number % 7) * (2 + number % SHARED) + before


def verdict_of(number: int) -> str:
    """The verdict that a claim is made to get."""
    if number % STORY == 0:  # it rests on one range, from half to twice, and not on a sum of such, which is narrower
        return "plausible"
    return ("holds", "fails")[number % 2]


def claim(number: int) -> dict[str, object]:
    """A claim whose figure is nearly the derivation's value, near the end of its range, or a thousand times it."""
    off = {"holds": 1.05, "plausible": 1.7, "fails": 1000.0}[verdict_of(number)]
    return {
        "id": f"{SOURCE}-claim-{number}", "line": 1, "statement": f"Loaves {number} cost much", "chapter": CHAPTER,
        "printed": f"about {off * value_of(number):.1f}", "unit": "USD", "as_of": "2024", "weight": "main",
        "tests": [{"kind": "estimate", "quantity": f"cost_{number}", "bearing": "same"}],
        "error_kind": "scale" if verdict_of(number) == "fails" else None,
    }  # fmt: skip


def derivations_text(count: int) -> str:
    """The module of derivations."""
    functions = ['"""Made up."""\n\nfrom claimbook.register.units import Quantity\n']
    for number in range(count):
        needed = [f"own_{number}", f"shared_{number % SHARED}", *([f"cost_{number - 1}"] if number % STORY else [])]
        formula = f"{needed[0]} * {needed[1]}" + (f" + {needed[2]}" if len(needed) > 2 else "")
        given = ", ".join(f"{name}: Quantity" for name in needed)
        functions.append(
            f'def cost_{number}({given}) -> Quantity:\n    """Cost {number}. [US dollar]"""\n    return {formula}\n'
        )
    return "\n\n".join(functions)


if __name__ == "__main__":
    print(write_book(Path(sys.argv[1]), int(sys.argv[2])).root)

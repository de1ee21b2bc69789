"""Taking a claim out of a book: what `claimbook claim new` writes of it, and what else of the book names it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimbook.authoring.chapter import card_cell, notebook_text
from claimbook.authoring.claim import source_of
from claimbook.authoring.writing import csv_text
from claimbook.chapters.execution import read_notebook
from claimbook.errors import unknown
from claimbook.ledger.entries import UNDECIDED
from claimbook.project import Project
from claimbook.register.claims import claims_path, lines_of_entry, name_of_formula, without_entry
from claimbook.register.plain_yaml import Document, read_yaml
from claimbook.system.files import own_files, read_text

#: Where files that people write may name a claim, below a book's folder, and how their names end.
WRITTEN = {
    "data": (".csv", ".yml"),
    "book": (".md", ".ipynb", ".py", ".csv", ".bib", ".txt"),
    "scenarios": (".yml", ".yaml"),
    "tests": (".py",),
}


def texts_without_claim(project: Project, claim_id: str, disposition: str) -> tuple[dict[Path, str], list[str]]:
    """
    The files that `claimbook claim new` writes as they are without a claim, and where else it is named.

    Parameters
    ----------
    project : Project
        The book.
    claim_id : str
        The claim's id; a claim that is still to be written has one too.
    disposition : str
        What becomes of the claim's numeral where nothing else has it; empty where nobody said.

    Returns
    -------
    pair
        Their text by path; and each other place that names the claim or a quantity of its own, as ``file:line``, with
        what is to be done about it where the place does not say.

    Raises
    ------
    UserError
        If the book has no such claim.
    """
    path = claims_path(project.data, source_of(project, claim_id))
    place = project.name_of(path)
    text = read_text(path, place)
    document = read_yaml(text, place)
    number, entry = entry_called(claim_id, document)
    notebook = project.book / f"{entry.get('chapter')}.ipynb"
    numerals, waiting = without_reference(project, claim_id, disposition)
    texts = {path: without_entry(text, place, claim_id), project.data / "numerals.csv": numerals}
    texts |= without_card(claim_id, notebook, project)
    names = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names_of(claim_id, entry)))})(?![\w-])")
    left = {
        other: lines_with(names, other, texts.get(other) if other.suffix == ".csv" else None, project)
        for other in files_that_people_write(project)
    }
    left[path] = [line for line in left[path] if line not in lines_of_entry(text, place, document, number)]
    if notebook in texts:
        left[notebook] = lines_of_sources(notebook, names, project, but=card_cell(claim_id).source)
    return texts, [*waiting, *(f"{project.name_of(other)}:{line}" for other, lines in left.items() for line in lines)]


def without_card(claim_id: str, notebook: Path, project: Project) -> dict[Path, str]:
    """A chapter's text without the cells that show a claim's card and nothing else; none where it has no such cell."""
    if not notebook.is_file():
        return {}
    chapter = read_notebook(notebook, project.name_of(notebook))
    kept = [cell for cell in chapter.cells if cell.source.strip() != card_cell(claim_id).source]
    if len(kept) == len(chapter.cells):
        return {}
    chapter.cells = kept
    return {notebook: notebook_text(chapter)}


def entry_called(claim_id: str, document: Document) -> tuple[int, dict[str, Any]]:
    """
    A claim's place in its file, and what it says.

    Raises
    ------
    UserError
        If the file has none of that id.
    """
    entries = (document.content or {}).get("claims") or []
    found = [(number, entry) for number, entry in enumerate(entries) if entry.get("id") == claim_id]
    if not found:
        raise unknown("claim", claim_id, [entry.get("id", "") for entry in entries])
    return found[0]


def names_of(claim_id: str, entry: dict[str, Any]) -> list[str]:
    """A claim's id, and what the quantities are called that its own formulas give."""
    tests = enumerate(entry.get("tests") or [], start=1)
    return [claim_id, *(test.get("quantity") or name_of_formula(claim_id, i) for i, test in tests if "formula" in test)]


def without_reference(project: Project, claim_id: str, disposition: str) -> tuple[str, list[str]]:
    """Text of data/numerals.csv with no row that names a claim, and the rows of which nobody said what they are now."""
    columns = project.tables.described["numerals"].columns
    rows = [dict(zip(columns, row, strict=True)) for row in project.tables.read_rows("numerals")[1:]]
    waiting = []
    for line, row in enumerate(rows, start=2):
        if claim_id not in row["ref"].split():
            continue
        left = [ref for ref in row["ref"].split() if ref != claim_id]
        row["ref"] = " ".join(left)
        if row["disposition"] != "claim" or any(ref not in project.assumptions for ref in left):
            continue
        row["disposition"] = "assumption" if left else disposition or UNDECIDED
        if not (left or disposition):
            waiting.append(
                f"data/numerals.csv:{line}: {row['numeral']!r} is of no other claim; say what it is then, as in "
                "--disposition context"
            )
    return csv_text(columns, rows), waiting


def files_that_people_write(project: Project) -> Iterator[Path]:
    """Files of a book in which somebody may have named a claim; what is computed and what is built are none."""
    yield from own_files(project.root, ".md", ".yml", ".toml")
    for folder, endings in WRITTEN.items():
        yield from own_files(project.root / folder, *endings, below=True)


def lines_with(names: re.Pattern[str], path: Path, text: str | None, project: Project) -> list[int]:
    """Lines of a file, or of the text that it is to have, in which one of some names stands."""
    if path.suffix == ".ipynb":
        return lines_of_sources(path, names, project)
    lines = (text if text is not None else read_text(path, project.name_of(path))).split("\n")
    return [number for number, line in enumerate(lines, start=1) if names.search(line)]


def lines_of_sources(path: Path, names: re.Pattern[str], project: Project, but: str = "") -> list[int]:
    """Lines of a notebook's file in which a cell's source has one of some names, but for cells of one source."""
    text = read_text(path, project.name_of(path))
    found, at = [], 0
    for cell in read_notebook(path, project.name_of(path)).cells:
        for line in cell.source.split("\n"):
            if names.search(line) and cell.source.strip() != but:
                written = [json.dumps(line, ensure_ascii=in_ascii)[1:-1] for in_ascii in (False, True)]
                at = max(at, *(text.find(one, at) for one in written))
                found.append(text.count("\n", 0, at) + 1)
                at += 1
    return found

"""A new claim: its entry in its source's file, its numeral in the ledger, its card in the chapter."""

from math import isclose
from pathlib import Path
from typing import Any, get_args

from claimbook.authoring.chapter import notebook_text, with_card
from claimbook.authoring.names import checked_key
from claimbook.authoring.writing import csv_text, write_all
from claimbook.chapters.execution import chapters, read_notebook
from claimbook.errors import UserError, unknown, with_hint
from claimbook.ledger.entries import lines_of, name_of_article, not_in_the_text, texts_of
from claimbook.model.asking import read_figure
from claimbook.model.currencies import in_other_money
from claimbook.model.graph import known_to_formulas
from claimbook.model.judging import judge, what_it_leaves_unsaid
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.register.claims import (
    Claim,
    ClaimEntry,
    TestEntry,
    as_claim,
    claims_path,
    with_entry,
    without_entry,
)
from claimbook.register.models import in_plain_words
from claimbook.register.plain_yaml import read_yaml
from claimbook.register.printed import PrintedFigure
from claimbook.system.files import read_text

#: What is written where a printed figure cannot be read, or not in its unit.
PRINTED = "write one such as 4.6e6, 90..100, 'more than 20' or '$27 per tonne', in the unit that --unit says if it does"


def new_claim(project: Project, claim_id: str, given: dict[str, Any]) -> tuple[list[str], Claim]:
    """
    Write a claim, in the place of its stub if there is one: see `texts_of_claim`.

    Returns
    -------
    pair
        The files that were written, and the claim.

    Raises
    ------
    UserError
        If it exists, something that it names does not, or it cannot be compared; then nothing is written.
    """
    texts, claim = texts_of_claim(project, claim_id, {**given, **as_printed(project, given)})
    return write_all(project, texts), claim


def as_printed(project: Project, given: dict[str, Any]) -> dict[str, str]:
    """
    The printed figure as a claims' file writes it, and its unit where the figure says one; empty if none is given.

    Raises
    ------
    UserError
        If it cannot be read, or is in another unit than is said.
    """
    text, unit = given.get("printed") or "", given.get("unit") or ""
    if is_blank(text):
        return {}
    try:
        relation, figure, own = read_figure(text, unit, project)
        PrintedFigure.read(relation, figure)
    except UserError as error:
        problem = in_other_money(text, unit, project) or error
        raise UserError(f"--printed: {with_hint(str(problem), PRINTED)}") from None
    if own != unit and unit and not isclose(project.units.root_factor(own), project.units.root_factor(unit)):
        raise UserError(f"--printed {text!r} is in {own}, and --unit says {unit}: {PRINTED}")
    written = {"printed": PrintedFigure.written(relation, figure)}
    return written | ({"unit": unit or own} if own else {})


def texts_of_claim(project: Project, claim_id: str, given: dict[str, Any]) -> tuple[dict[Path, str], Claim]:
    """
    The files as they are with a claim more, in the place of its stub if there is one.

    Parameters
    ----------
    project : Project
        The book.
    claim_id : str
        The source's key and a name; or the id of a claim that is still to be written.
    given : dict
        What the claim says, as its file has it; ``None`` where nothing was given, so that the stub's is kept.

    Returns
    -------
    pair
        Their text by path, and the claim.

    Raises
    ------
    UserError
        If it exists, something that it names does not, or it cannot be compared.
    """
    checked_key("a claim", claim_id)
    source = source_of(project, claim_id)
    if claim_id in project.claims:
        raise UserError(f"the book has a claim {claim_id} already: edit {project.claims[claim_id].place}")
    path = claims_path(project.data, source)
    place = project.name_of(path)
    text = read_text(path, place)
    stub = stub_of(text, place, claim_id, given)
    stub_id = stub.get("id", "")
    in_a_line = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in given.items()}
    said = {key: value for key, value in in_a_line.items() if value is not None}
    entry = {**stub, "note": None, **said, "id": claim_id}  # the stub's note is the sentence of the text
    if not is_blank(entry.get("chapter")) and entry["chapter"] not in chapters(project):
        raise unknown("chapter", entry["chapter"], chapters(project))
    checked = checked_entry(entry)
    claim = as_claim(checked, source, place, project.units)
    others = [other for other in project.all_claims if other.id not in (claim_id, stub_id)]
    with_it = project.with_claims([*others, claim])
    for quantity in claim.quantities:
        if quantity not in known_to_formulas(with_it):
            raise unknown("quantity", quantity, known_to_formulas(project))
    if source in (kept := texts_of(project)):
        name = name_of_article(kept[source], project)
        if problem := not_in_the_text(claim, lines_of(kept[source], name), name):
            raise UserError(f"--line: {problem}")
    for key in claim.evidence:
        project.find_evidence(key)
    if problem := what_it_leaves_unsaid(judge(claim, Model.of(with_it))):
        raise UserError(f"{claim.id} {problem}")
    without_stub = without_entry(text, place, stub_id) if stub_id else text
    texts = {path: with_entry(without_stub, place, ordered(entry))}
    texts[project.data / "numerals.csv"] = with_reference(project, claim, stub_id)
    notebook = project.book / f"{claim.chapter}.ipynb"
    texts[notebook] = notebook_text(with_card(read_notebook(notebook, project.name_of(notebook)), claim_id))
    return texts, claim


def source_of(project: Project, claim_id: str) -> str:
    """
    The source that a claim's id begins with.

    Raises
    ------
    UserError
        If it begins with none.
    """
    found = [key for key in project.sources.index if claim_id.startswith(f"{key}-")]
    if not found:
        known = ", ".join(project.sources.index)
        raise UserError(f"the id {claim_id!r} begins with no source's key and a hyphen; the sources are {known}")
    return str(max(found, key=len))


def stub_of(text: str, place: str, claim_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """The claim still to be written that has this id, or this line and numeral; empty if there is none."""
    content = read_yaml(text, place).content or {}
    for entry in content.get("claims") or []:
        same_place = given.get("numeral") and (entry.get("line"), entry.get("numeral")) == (
            str(given.get("line")), given["numeral"]
        )  # fmt: skip
        if entry.get("statement") == "todo" and (entry["id"] == claim_id or same_place):
            return {**entry, "line": int(entry["line"])}
    return {}


def checked_entry(entry: dict[str, Any]) -> ClaimEntry:
    """
    A claim as its file would say it.

    Raises
    ------
    UserError
        If something is missing or is not what it should be.
    """
    from pydantic import ValidationError

    try:
        return ClaimEntry.model_validate({key: value for key, value in entry.items() if not is_blank(value)})
    except ValidationError as errors:
        first = errors.errors()[0]
        name = next(part for part in reversed(first["loc"]) if isinstance(part, str))
        option = "test" if name == "kind" else name.replace("_", "-")
        if first["type"] == "string_pattern_mismatch":
            raise UserError(f"--{option} {first['input']!r} cannot be; {in_plain_words(first)}") from None
        given = "is missing" if first["type"] == "missing" else f"{first['input']!r} cannot be"
        raise UserError(f"--{option} {given}; it says: {what_it_says(name)}") from None


def what_it_says(name: str) -> str:
    """What a field of a claim or of its test may say: its words if it has some, else its description."""
    field = {**TestEntry.model_fields, **ClaimEntry.model_fields}[name]
    words = [word for part in (field.annotation, *get_args(field.annotation)) for word in get_args(part)]
    chosen = [repr(word) for word in dict.fromkeys(words) if isinstance(word, str)]
    return " or ".join([", ".join(chosen[:-1]), chosen[-1]]) if chosen else field.description or ""


def ordered(entry: dict[str, Any]) -> dict[str, Any]:
    """A claim's fields in the order of its file."""
    return {name: entry[name] for name in ClaimEntry.model_fields if not is_blank(entry.get(name))}


def is_blank(value: Any) -> bool:
    """Whether a field says nothing."""
    return value in (None, []) or (isinstance(value, str) and not value.strip())


def with_reference(project: Project, claim: Claim, stub: str) -> str:
    """
    Text of data/numerals.csv whose row of the claim's numeral names it.

    Raises
    ------
    UserError
        If no row has that numeral in that line.
    """
    columns = project.tables.described["numerals"].columns
    rows = [dict(zip(columns, row, strict=True)) for row in project.tables.read_rows("numerals")[1:]]
    for row in rows:
        refs = row["ref"].split()
        here = row["source"] == claim.source and row["line"] == str(claim.line) and row["numeral"] == claim.numeral
        if stub and stub in refs:
            row["ref"] = " ".join(claim.id if ref == stub else ref for ref in refs)
        elif here and not (row["disposition"] == "claim" and refs):
            row["disposition"] = "assumption" if row["disposition"] == "assumption" else "claim"
            row["ref"] = " ".join([*refs, claim.id])
    if claim.numeral and not any(claim.id in row["ref"].split() for row in rows):
        of_line = [row for row in rows if (row["source"], row["line"]) == (claim.source, str(claim.line))]
        stand = [row["numeral"] for row in of_line]
        if taken := [row["ref"] for row in of_line if row["numeral"] == claim.numeral]:
            raise UserError(
                f"{claim.numeral!r} in line {claim.line} is that of {' and '.join(taken)} already; give that claim "
                "another test, or leave out --numeral and name both in its row of data/numerals.csv"
            )
        known = f"those of that line are {', '.join(stand)}" if stand else "no numeral stands in that line"
        raise UserError(f"no row of data/numerals.csv has {claim.numeral!r} in line {claim.line} for it; {known}")
    return csv_text(columns, rows)

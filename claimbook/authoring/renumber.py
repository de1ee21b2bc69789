"""Following an edited text: the ledger's rows and the claims keep their numerals, wherever these stand now."""

import re
from pathlib import Path

from claimbook.authoring.source import read_source
from claimbook.authoring.writing import csv_text, write_all
from claimbook.errors import UserError, unknown
from claimbook.ledger.drafting import Renumbered, renumbered
from claimbook.ledger.entries import entries, language_of
from claimbook.project import Project
from claimbook.register.claims import Claim, claims_path
from claimbook.register.plain_yaml import read_yaml
from claimbook.system.files import read_text

#: How a locator names lines: ``line 3``, ``lines 31, 65 and 70``.
LINES = re.compile(r"\blines? \d+(?:(?:, | and |[-–])\d+)*")


def renumber_source(project: Project, source: str, file: Path) -> tuple[list[str], Renumbered, list[Claim]]:
    """
    Give the ledger's rows and the claims of a source the lines that they have in an edited text.

    Parameters
    ----------
    project : Project
        The book.
    source : str
        The source's key.
    file : Path
        Its text as it is now.

    Returns
    -------
    triple
        The files that were written; what became of the rows: those of numerals that are gone are taken out, and
        numerals that are new are drafted; and claims whose line has no numeral by which it could be followed.

    Raises
    ------
    UserError
        If there is no such source, the text cannot be read, or less than half of the numerals stand in it.
    """
    if source not in project.sources.index:
        raise unknown("source", source, project.sources.index)
    ledger = [entry for entry in entries(project) if entry.source == source]
    found = renumbered(ledger, read_source(file), language_of(source, project))
    if 2 * len(found.kept) < len(ledger):
        raise UserError(
            f"{str(file)!r} has {len(found.kept)} of the {len(ledger)} numerals of {source}: is it another text? "
            "Nothing was written"
        )
    followed = {entry.line for entry in ledger}
    unsure = [
        claim
        for claim in project.all_claims
        if claim.source == source and claim.line not in followed and not found.is_sure_of(claim.line)
    ]
    path = claims_path(project.data, source)
    texts = {
        **renumbered_locators(project, source, found),
        project.data / "numerals.csv": renumbered_table(project, source, found),
        path: renumbered_claims(read_text(path, project.name_of(path)), project.name_of(path), found),
    }
    return write_all(project, texts), found, unsure


def renumbered_table(project: Project, source: str, found: Renumbered) -> str:
    """Text of data/numerals.csv with the rows of one source as they are now, in the order of the text."""
    columns = project.tables.described["numerals"].columns
    rows = [dict(zip(columns, row, strict=True)) for row in project.tables.read_rows("numerals")[1:]]
    by_row = dict(enumerate(rows, start=2))
    kept = [{**by_row[entry.row], "line": str(entry.line), "occurrence": str(entry.occurrence)} for entry in found.kept]
    drafted = [
        {"source": source, "line": str(one.line), "occurrence": str(one.occurrence), "numeral": one.numeral,
         "value": one.value, "unit": one.unit, "disposition": "todo"}
        for one in found.new
    ]  # fmt: skip
    own = sorted([*kept, *drafted], key=lambda row: int(row["line"]))
    first = next((i for i, row in enumerate(rows) if row["source"] == source), len(rows))
    others = [row for row in rows if row["source"] != source]
    return csv_text(columns, [*others[:first], *own, *others[first:]])


def renumbered_locators(project: Project, source: str, found: Renumbered) -> dict[Path, str]:
    """Text of data/assumptions.csv whose locators in a source name the lines that theirs became, if any moved."""
    columns = project.tables.described["assumptions"].columns
    rows = [dict(zip(columns, row, strict=True)) for row in project.tables.read_rows("assumptions")[1:]]
    moved = False
    for row in rows:
        if row["reference"] == source:
            before = row["locator"]
            row["locator"] = LINES.sub(lambda said: with_lines_now(said[0], found), before)
            moved |= row["locator"] != before
    return {project.data / "assumptions.csv": csv_text(columns, rows)} if moved else {}


def with_lines_now(text: str, found: Renumbered) -> str:
    """A locator's numbers of lines as they are now."""
    return re.sub(r"\d+", lambda number: str(found.line_now(int(number[0]))), text)


def renumbered_claims(text: str, place: str, found: Renumbered) -> str:
    """Text of a claims file whose claims stand in the lines that theirs became."""
    document = read_yaml(text, place)
    written = text.split("\n")
    for number, claim in enumerate(document.content["claims"]):
        at = document.line_of(("claims", number, "line")) - 1
        now = found.line_now(int(claim["line"]))
        written[at] = re.sub(rf"(\bline\s*:\s*['\"]?){claim['line']}\b", rf"\g<1>{now}", written[at])
    return "\n".join(written)

"""Rules of where facts come from: every reference was held against the work, and what was not is said to be so."""

import re
from collections.abc import Iterator

from pybtex.database import Entry

from claimbook.project import Project
from claimbook.register.dates import is_date

#: How an entry of the bibliography says what it was held against.
CHECKED = re.compile(r"work|(text|catalogue|unconfirmed): \S.*", re.DOTALL)

#: Fields that are printed as they stand, and not read as LaTeX.
AS_THEY_STAND = ("url", "doi", "eprint", "checked")

#: What begins a comment in LaTeX.
COMMENT = re.compile(r"(?<!\\)%")


def provenance_problems(project: Project) -> Iterator[str]:
    """Entries of the bibliography that nobody held against the work, and rows that rest on such a one in silence."""
    for key, entry in project.bibliography.entries.items():
        if problem := problem_of_entry(entry):
            yield f"book/references.bib: {key} {problem}"
    for table in project.tables.described:
        if {"reference", "confirmed"} <= set(project.tables.described[table].columns):
            yield from rows_in_silence(table, project)


def problem_of_entry(entry: Entry) -> str:
    """What is wrong with how an entry says when and how it was checked; empty where nothing is."""
    checked = entry.fields.get("checked", "")
    was_visited = checked.startswith(("work", "text"))
    dated = "urldate" if was_visited else "read"  # the page prints the first as the day of a visit
    read = entry.fields.get(dated, "")
    if not CHECKED.fullmatch(checked):
        return (
            f"has {checked!r} in `checked`; write `work` where it was held against the work's own title, `text: why` "
            "where its text was read and the title is not its own, `catalogue: which one` where it was held against "
            "a catalogue's record, else `unconfirmed: why`"
        )
    note = entry.fields.get("note", "").lower()
    if checked.startswith("unconfirmed") and "unconfirmed" not in note:
        return "is unconfirmed, and its `note`, which the page prints, does not say so"
    if checked.startswith("text") and "title" not in note:
        return "has a title that is not its own, and its `note`, which the page prints, does not say so"
    if commented := [name for name, text in fields_as_latex(entry) if COMMENT.search(text)]:
        return f"has a % in its {commented[0]}, behind which LaTeX reads nothing; write \\%"
    if not is_date(read):
        return f"has {read!r} in `{dated}`; write the day on which it was held against that (ISO 8601)"
    return ""


def fields_as_latex(entry: Entry) -> Iterator[tuple[str, str]]:
    """Names and texts of what is read as LaTeX: its authors and most fields."""
    for role, persons in entry.persons.items():
        yield role, " and ".join(map(str, persons))
    for name, text in entry.fields.items():
        if name not in AS_THEY_STAND:
            yield name, text


def rows_in_silence(table: str, project: Project) -> Iterator[str]:
    """Rows all of whose references are unconfirmed, and which do not say so."""
    for row in project.tables.rows(table, project.tables.described[table].key_length):
        entries = [project.bibliography.entries.get(key) for key in row["reference"].split()]
        doubted = [entry is not None and entry.fields.get("checked", "").startswith("unconfirmed") for entry in entries]
        if doubted and all(doubted) and not row["confirmed"].startswith("unconfirmed"):
            yield (
                f"{row['place']}: the reference {row['reference']} is unconfirmed, and the row is not; "
                "begin `confirmed` with 'unconfirmed', or cite what was read"
            )

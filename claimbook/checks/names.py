"""Rules of names: what notes, reasons and prose call by name exists."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields

from claimbook.chapters.execution import notebook_of
from claimbook.chapters.sentences import markdown_of
from claimbook.checks.pages import plain
from claimbook.errors import unknown
from claimbook.model.graph import derivation_names
from claimbook.project import Project, Settings
from claimbook.system.files import own_files, read_text

#: Words joined by underscores: names of quantities, evidence, tables and columns.
QUANTITY = re.compile(r"(?<![\w./-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/-])(?!\.\w)")


def name_problems(project: Project) -> Iterator[str]:
    """Names in notes, reasons and prose that exist nowhere, and keys where readers would see them."""
    known, claims = known_names(project), set(project.claims)
    keys = "|".join(map(re.escape, project.sources.index)) or "(?!)"
    claim = re.compile(rf"(?<![\w/.-])(?:{keys})(?:-[a-z0-9]+)+(?![\w-])")
    for place, text in texts(project):
        for name in dict.fromkeys(QUANTITY.findall(text)):
            if name not in known:
                yield f"{place}: {unknown('quantity or evidence', name, known)}"
        for name in dict.fromkeys(claim.findall(text)):
            if name not in claims and name not in known:
                yield f"{place}: {unknown('claim', name, claims)}"
    key = re.compile(rf"(?<![\w/.-])(?:{keys})(?:-[a-z0-9]+)*(?![\w-])")
    for place, text in cells_in_words(project, SHOWN):
        for name in dict.fromkeys(key.findall(text)):
            if name in project.sources.index or name in claims:
                yield f"{place}: {name} is a key, and readers see this text: write what the source or claim is called"


def known_names(project: Project) -> set[str]:
    """Every name that something in the book has."""
    known = {*project.assumptions, *derivation_names(project), *project.evidence, *project.bibliography.entries}
    known |= {field.name for field in fields(Settings)} | set(project.names["alias"])
    for name, table in project.tables.described.items():
        known |= {name, *table.columns}
        known |= set(project.tables.read_table(name, table.key_length)[table.columns[0]])
    return known


#: Tables of which pages show the sentences.
SHOWN = ("assumptions", "evidence")


def cells_in_words(project: Project, tables: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Sentences of claims and of some tables, or of all, each with its place."""
    for claim in project.all_claims:
        said = (claim.statement, claim.missing, claim.searched, claim.differs_because, claim.note)
        yield claim.place, " ".join(said)
    package = project.tables.description()
    written = {
        table["name"]: [f["name"] for f in table["schema"]["fields"] if "constraints" not in f or f["name"] in WORDS]
        for table in package["resources"]
    }
    for name in tables or written:
        for row in project.tables.rows(name, project.tables.described[name].key_length):
            yield row["place"], " ".join(row[column] for column in written[name] if column in WORDS)


def texts(project: Project) -> Iterator[tuple[str, str]]:
    """What people wrote, each with its place: claims, cells in words, pages without their code and keys."""
    yield from cells_in_words(project)
    package = project.tables.description()
    yield "data/datapackage.json", " ".join(re.findall(r'"description": "([^"]*)"', json.dumps(package)))
    for path in [project.root / "index.md", *own_files(project.book, ".md", below=True)]:
        yield project.name_of(path), readable(read_text(path, path.name))
    for path in own_files(project.book, ".ipynb"):
        yield project.name_of(path), readable(markdown_of(notebook_of(read_text(path, path.name), path.name)))


#: Columns in which people write sentences.
WORDS = {
    "about", "confirmed", "description", "explanation", "includes", "interval_basis", "locator", "measures", "note",
    "range_reason", "reason", "statement", "title",
}  # fmt: skip


def readable(text: str) -> str:
    """A page's text with what stands in backticks, without what roles and blocks of code say to the engine."""
    return plain(re.sub(r"(?<![}`])`([^`\n]+)`", r" \1 ", text))

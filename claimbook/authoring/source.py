"""A new source: its row, its reference, its page, its place in the contents, its ledger and its claims drafted."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from claimbook.authoring.contents import with_page
from claimbook.authoring.names import checked_key
from claimbook.authoring.writing import with_rows, write_all
from claimbook.errors import UserError
from claimbook.ledger.drafting import Draft, draft
from claimbook.ledger.languages import find_language
from claimbook.project import Project
from claimbook.register.claims import TODO, claims_path, claims_text
from claimbook.register.dates import is_date
from claimbook.register.references import escaped
from claimbook.system.files import decoded, read_text

#: The part of the contents in which sources stand.
PART = "The sources"


def add_source(
    project: Project,
    file: Path,
    key: str,
    title: str,
    published: str,
    language: str,
    publisher: str,
    url: str = "",
    about: str = "",
    keep_text: bool = False,
) -> tuple[list[str], list[Draft]]:
    """
    Add a source to a book, and draft what can be drafted from its text.

    Parameters
    ----------
    project : Project
        The book.
    file : Path
        The text: UTF-8, a line a paragraph.
    key : str
        The source's key, such as ``gazette-2024``.
    title, published, language, publisher, url, about : str
        What is known of it: the date in ISO 8601 as far as known, the language as a code such as ``en``.
    keep_text : bool
        Whether the text is copied into the book's text/, as it may be where it is free to use.

    Returns
    -------
    pair of lists
        The files that were written, and the numerals that were found.

    Raises
    ------
    UserError
        If something is there already, or cannot be what it is said to be; then nothing is written.
    """
    checked_key("a source", key)
    if key in project.sources.index:
        raise UserError(f"the book has a source {key} already; choose another --key")
    if not is_date(published):
        raise UserError(f"--published {published!r} is no date; write 2024, 2024-05 or 2024-05-14")
    for option, said in (("--title", title), ("--publisher", publisher)):
        if not said.strip():
            raise UserError(f"{option} is empty; readers call the source by it")
    if url and not re.match(r"https?://[^\s/]+\.", url):
        raise UserError(f"--url {url!r} is no address; write all of it, as in https://example.org/article")
    main, *rest = language.split("-")
    language = "-".join([main.lower(), *rest])
    for option, said in (("--title", title), ("--publisher", publisher), ("--about", about)):
        if not said.isprintable() or any(mark in said for mark in "{}\\"):
            raise UserError(
                f"{option} {said[:60]!r} cannot be written into a reference; leave out braces and backslashes"
            )
    text = read_source(file)
    drafts = draft(text, find_language(project, language))
    entries = stubs(key, drafts)
    ids = {(one["line"], one["numeral"]): one["id"] for one in entries}
    book, data = project.book, project.data
    row = {
        "key": key, "short": title, "publisher": publisher, "published": published, "language": language,
        "about": about or f"Published by {publisher}",
        # What a book's table has columns for, if it has them; who wrote it, nobody said.
        "title": title, "outlet": publisher, "address": url,
    }  # fmt: skip
    texts = {
        data / "sources.csv": with_rows(
            data / "sources.csv",
            "data/sources.csv",
            project.tables.described["sources"].columns,
            [{name: said for name, said in row.items() if name in project.tables.described["sources"].columns}],
        ),
        data / "numerals.csv": with_rows(
            data / "numerals.csv",
            "data/numerals.csv",
            project.tables.described["numerals"].columns,
            [
                {"source": key, "line": str(one.line), "occurrence": str(one.occurrence), "numeral": one.numeral,
                 "value": one.value, "unit": one.unit, "disposition": one.disposition,
                 "ref": ids.get((one.line, one.numeral), "")}
                for one in drafts
            ],
        ),
        claims_path(data, key): claims_text(key, entries),
        book / "references.bib": read_text(book / "references.bib", "book/references.bib").rstrip("\n")
        + "\n"
        + reference(key, title, published, publisher, url),
        book / "sources" / f"{key}.md": f"# {title}\n\n```{{source-page}} {key}\n```\n",
        project.root / "_toc.yml": with_page(
            read_text(project.root / "_toc.yml", "_toc.yml"), f"book/sources/{key}", PART
        ),
    }  # fmt: skip
    if keep_text:
        texts[project.root / "text" / f"{key}.txt"] = text
    return write_all(project, texts), drafts


def read_source(file: Path) -> str:
    """
    The text of a source.

    Raises
    ------
    UserError
        If there is no such file, it is not UTF-8, or it is empty.
    """
    try:
        text = decoded(file.read_bytes(), str(file))
    except OSError as error:
        raise UserError(f"{str(file)!r} cannot be read: {error.strerror}") from None
    if not text.strip():
        raise UserError(f"{str(file)!r} is empty")
    return text


def reference(key: str, title: str, published: str, publisher: str, url: str) -> str:
    """The source's entry in the bibliography: its text is at hand, and was read today."""
    author, title = escaped(publisher), escaped(title)
    fields = [("author", f"{{{{{author}}}}}"), ("title", f"{{{{{title}}}}}"), ("year", f"{{{published[:4]}}}")]
    fields += [("url", f"{{{url}}}")] if url else []
    fields += [("urldate", f"{{{date.today()}}}"), ("checked", "{work}")]
    return f"@misc{{{key},\n" + ",\n".join(f"  {name} = {value}" for name, value in fields) + "\n}\n"


def stubs(key: str, drafts: list[Draft]) -> list[dict[str, Any]]:
    """Claims still to be written: one for each numeral that looks like one, with the sentence it stands in."""
    found: list[dict[str, Any]] = []
    names: dict[str, int] = {}
    for one in drafts:
        if one.looks_like_a_claim:
            name = f"{key}-line-{one.line}-{slug(one.numeral)}".strip("-")
            names[name] = names.get(name, 0) + 1
            found.append(
                {
                    "id": name if names[name] == 1 else f"{name}-{names[name]}",
                    "line": one.line,
                    "numeral": one.numeral,
                    "statement": TODO,
                    "chapter": TODO,
                    "printed": one.figure,
                    "unit": one.unit,
                    "note": one.sentence,
                }
            )
    return found


def units_unknown(drafts: list[Draft], project: Project) -> list[str]:
    """Units of a draft that the book would have to define, each once."""
    found: dict[str, None] = {}
    for one in drafts:
        if one.unit not in ("", "date"):
            try:
                project.units.read_unit(one.unit.removeprefix("1/"))
            except UserError:
                found[one.unit] = None
    return list(found)


def slug(text: str) -> str:
    """A text as a part of an id: its letters and figures, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower().replace(",", "")))[:40].strip("-")

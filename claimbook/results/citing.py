"""How the book is cited, as a whole or in part: by CITATION.cff, the one home of version, date and licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import CITATION, Project, read_mapping, remembered
from claimbook.register.dates import MONTHS, is_date, write_time
from claimbook.register.references import escaped

#: What stands in a form of citation where the part of the book, its key and its address go.
PART, KEY, ADDRESS = "%part%", "%key%", "%address%"


@dataclass(frozen=True)
class Edition:
    """
    What CITATION.cff says of the book.

    Attributes
    ----------
    title : str
        What is cited.
    authors : tuple of str
        Who wrote it, each as it is to be written.
    version, date, licence : str
        Which edition it is, its day (ISO 8601), under what it may be used; each empty where it is not said.
    abstract : str
        What the book is, in a few sentences; empty where it is not said.
    """

    title: str
    authors: tuple[str, ...]
    version: str = ""
    date: str = ""
    licence: str = ""
    abstract: str = ""

    @property
    def year(self) -> str:
        """The year in which it came out; empty if that is not said."""
        return self.date[:4]

    @property
    def day(self) -> str:
        """The date in words, as far as it is known."""
        return write_time(self.date)

    @property
    def named(self) -> str:
        """Version and date: ``version 0.1.0 of 22 November 2026``."""
        version = f"version {self.version}" if self.version else ""
        return " of ".join(filter(None, (version, self.day)))


@remembered
def edition_of(project: Project) -> Edition | None:
    """
    What CITATION.cff says of a book; none where the book has no such file.

    Raises
    ------
    UserError
        If it is no YAML, or an author or the date cannot be read.
    """
    path = project.root / CITATION
    if not path.is_file():
        return None
    said = read_mapping(path, CITATION)
    date, licence = str(said.get("date-released") or ""), said.get("license") or ""
    if date and not is_date(date):
        raise UserError(f"{CITATION}: date-released is {date!r}; write a date as 2026-11-22")
    authors = said.get("authors") or []
    if not isinstance(authors, list):
        raise UserError(f"{CITATION}: authors is no list")
    return Edition(
        title=str(said.get("title") or project.title),
        authors=tuple(map(author_named, authors)) or tuple(filter(None, [project.author])),
        version=str(said.get("version") or ""),
        date=date,
        licence=", ".join(map(str, licence)) if isinstance(licence, list) else str(licence),
        abstract=str(said.get("abstract") or "").strip(),
    )


def author_named(author: Any) -> str:
    """
    An author's name: of a group its name, of a person the given names before the family's.

    Raises
    ------
    UserError
        If none is given.
    """
    known = author if isinstance(author, Mapping) else {}
    name = known.get("name") or " ".join(filter(None, (known.get("given-names"), known.get("family-names"))))
    if not name:
        raise UserError(f"{CITATION}: an author has neither name nor family-names")
    return str(name)


def citation_problems(project: Project) -> list[str]:
    """What is wrong with CITATION.cff; asking for what it says raises it."""
    edition_of(project)
    return []


def changes_in_words(model: Model) -> str:
    """What a scenario sets otherwise, in a line; empty for the baseline."""
    return ", ".join(f"{name} = {written}" for name, written in model.settings.items())


def text_form(edition: Edition, changes: str = "") -> str:
    """
    How a part of the book is cited in a text, with `PART` and `ADDRESS` where these go.

    Parameters
    ----------
    edition : Edition
        Which edition.
    changes : str, optional
        What a scenario sets otherwise, in words.
    """
    return " ".join(filter(None, [beginning(edition), f"{PART}. In", whole(edition, changes), ADDRESS]))


def text_of_book(edition: Edition, changes: str = "") -> str:
    """How the whole book is cited in a text, with `ADDRESS` at its end."""
    return " ".join(filter(None, [beginning(edition), whole(edition, changes), ADDRESS]))


def beginning(edition: Edition) -> str:
    """Authors and year."""
    year = f"({edition.year})" if edition.year else ""
    return " ".join(filter(None, [", ".join(edition.authors), year])) + "." if edition.authors or year else ""


def whole(edition: Edition, changes: str) -> str:
    """Title, version, date, licence, and what was changed."""
    other = f"with other inputs: {changes}" if changes else ""
    licence = f" Licence: {edition.licence}." if edition.licence else ""
    return ", ".join(filter(None, [edition.title, edition.named, other])) + "." + licence


def bibtex_form(edition: Edition, changes: str = "") -> str:
    """How a part of the book is cited in BibTeX, with `PART`, `KEY` and `ADDRESS` where these go."""
    other = f", with other inputs: {changes}" if changes else ""
    title = f"{PART}. In {escaped(edition.title + other)}"
    return entry({"title": f"{{{title}}}", **bibtex_fields(edition), "url": f"{{{ADDRESS}}}"})


def bibtex_fields(edition: Edition) -> dict[str, str]:
    """What BibTeX is told of the edition."""
    year, *rest = edition.date.split("-")
    fields = {
        "author": " and ".join(f"{{{escaped(author)}}}" for author in edition.authors),
        "year": year,
        "month": MONTHS[int(rest[0]) - 1][:3].lower() if rest else "",
        "version": escaped(edition.version),
        "note": escaped(f"Licence: {edition.licence}") if edition.licence else "",
    }
    return {name: text if name == "month" else f"{{{text}}}" for name, text in fields.items() if text}


def entry(fields: dict[str, str]) -> str:
    """An entry of a bibliography, a field a line."""
    lines = ",\n".join(f"  {name} = {text}" for name, text in fields.items())
    return f"@misc{{{KEY},\n{lines}\n}}"

"""The bibliography in book/references.bib: what a reference is called where it is cited."""

from dataclasses import dataclass
from functools import cache

from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError

from claimbook.errors import UserError, unknown
from claimbook.system.files import read_text
from claimbook.project import BOOK
from claimbook.register.tables import sources


@dataclass(frozen=True)
class Citation:
    """How a reference is cited: its key, and author and year."""

    key: str
    label: str


@cache
def bibliography() -> BibliographyData:
    """
    All references by key.

    Raises
    ------
    UserError
        If the file is not a bibliography.
    """
    name = "book/references.bib"
    text = read_text(BOOK / "references.bib", name)
    try:
        return parse_string(text, bib_format="bibtex")
    except PybtexError as error:
        raise UserError(f"{name} is not a bibliography: {str(error).strip()}") from None


def citation(key: str) -> Citation:
    """
    Citation of a reference.

    Raises
    ------
    UserError
        If the key is not in the bibliography.
    """
    if key not in bibliography().entries:
        raise unknown("reference in book/references.bib", key, bibliography().entries)
    if key in sources().index:
        return Citation(key, str(sources().loc[key, "short"]))
    return Citation(key, label_of(bibliography().entries[key]))


def label_of(entry: Entry) -> str:
    """Author and year, as in "Brown et al. 2020"."""
    names = [" ".join(person.last_names).strip("{}") for person in entry.persons["author"]]
    authors = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    return f"{authors} {entry.fields['year']}"

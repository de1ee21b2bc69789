"""The bibliography in book/references.bib: what a reference is called where it is cited."""

from dataclasses import dataclass
from functools import cache

from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from claimbook.errors import UserError

#: What BibTeX takes for commands.
SPECIAL = "&%$#_{}"


@dataclass(frozen=True)
class Citation:
    """How a reference is cited: its key, and author and year."""

    key: str
    label: str


def read_bibliography(text: str, name: str) -> BibliographyData:
    """
    All references of a bibliography by key.

    Parameters
    ----------
    text : str
        The bibliography in BibTeX's syntax.
    name : str
        What an error calls it.

    Raises
    ------
    UserError
        If the text is not a bibliography.
    """
    try:
        # pybtex.database.parse_string would look through all that is installed for this parser.
        return Parser().parse_string(text)
    except PybtexError as error:
        raise UserError(f"{name} is not a bibliography: {str(error).strip()}") from None


def escaped(text: str) -> str:
    """A text in which BibTeX takes nothing for a command."""
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in text)


@cache
def plain_text(latex: str) -> str:
    """What LaTeX says, without its marks: a name is read once, however often its works are cited."""
    return str(text_of_latex(latex)).strip()


def text_of_latex(latex: str) -> Text:
    r"""
    What LaTeX says, without the one escape that pybtex leaves.

    Examples
    --------
    >>> str(text_of_latex(r"{A \$5 billion order} for R\&D (in Chinese)"))
    'A $5 billion order for R&D (in Chinese)'
    """
    return Text.from_latex(latex.replace(r"\$", "$"))


def label_of(entry: Entry) -> str:
    r"""
    Author and year, as in "Brown et al. 2020".

    Examples
    --------
    >>> written = r"@misc{f, author = {{Fan\'aticos del Hardware} and Erd\H{o}s, Paul}, year = {2022}}"
    >>> label_of(read_bibliography(written, "a bibliography").entries["f"])
    'Fanáticos del Hardware & Erdős 2022'
    """
    names = [plain_text(" ".join(person.last_names)) for person in entry.persons["author"]]
    authors = f"{names[0]} et al." if len(names) > 2 else " & ".join(names)
    return f"{authors} {entry.fields['year']}"

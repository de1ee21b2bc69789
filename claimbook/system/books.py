"""Where a book is. It takes no time to load, for what needs no more than this."""

import os
from pathlib import Path

from claimbook.errors import UserError

#: The file that makes a folder a book, and says what no other of its files says.
MARK = "claimbook.toml"

#: What says how a book is cited, in the Citation File Format, from which other programs and sites cite it too.
CITATION = "CITATION.cff"

#: The variable of the environment that says where the book is.
NAMED = "CLAIMBOOK_BOOK"

#: The folder of this package, wherever it is installed.
PACKAGE = Path(__file__).resolve().parents[1]


def is_book(folder: Path) -> bool:
    """Whether a folder holds a book."""
    return (folder / MARK).is_file()


def book_folder() -> Path:
    """
    The book's folder: the one that CLAIMBOOK_BOOK names, else the nearest at or above the one where one stands.

    A package that is not installed but used from a checkout finds the checkout's book from anywhere else.

    Raises
    ------
    UserError
        If there is none.
    """
    if named := os.environ.get(NAMED):
        folder = Path(named).expanduser().resolve()
        if not is_book(folder):
            raise UserError(f"{NAMED} is {named!r}, where no book is: it would hold {MARK}")
        return folder
    here = Path.cwd()
    found = next(filter(is_book, (here, *here.parents, PACKAGE.parent)), None)
    if found is None:
        raise UserError(
            f"no book is at or above {str(here)!r}: go to the folder of one, which holds {MARK}, name it by {NAMED}=…, "
            "or make one with `claimbook new`"
        )
    return found

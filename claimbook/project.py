"""Where the book is: the folder that this process takes its tables and pages from, and builds the site in."""

import os
from pathlib import Path

from claimbook.errors import UserError

#: What every book has.
MARKS = ("_toc.yml", "book", "data/datapackage.json")

#: The folder of this package, wherever it is installed.
PACKAGE = Path(__file__).resolve().parent


def is_book(folder: Path) -> bool:
    """Whether a folder holds a book."""
    return all((folder / mark).exists() for mark in MARKS)


def book_folder() -> Path:
    """
    The book's folder: the one that CLAIMBOOK_BOOK names, else the nearest at or above the one where one stands.

    A package that is not installed but used from a checkout finds the checkout's book from anywhere else.

    Raises
    ------
    UserError
        If there is none.
    """
    if named := os.environ.get("CLAIMBOOK_BOOK"):
        folder = Path(named).expanduser().resolve()
        if not is_book(folder):
            raise UserError(f"CLAIMBOOK_BOOK is {named!r}, where no book is: it would hold {', '.join(MARKS)}")
        return folder
    here = Path.cwd()
    found = next(filter(is_book, (here, *here.parents, PACKAGE.parent)), None)
    if found is None:
        raise UserError(
            f"no book is at or above {str(here)!r}: go to the folder of one, which holds {', '.join(MARKS)}, "
            "or name it by CLAIMBOOK_BOOK=…"
        )
    return found


ROOT = book_folder()
DATA, BOOK, BUILD = ROOT / "data", ROOT / "book", ROOT / "_build"

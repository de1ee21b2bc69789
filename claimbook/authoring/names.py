"""What new things may be called."""

import re
from keyword import iskeyword

from claimbook.errors import UserError

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
QUANTITY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def checked_key(kind: str, name: str) -> str:
    """
    A name of words joined by hyphens, as sources, claims and chapters have.

    Raises
    ------
    UserError
        If it is none.
    """
    if not KEY.fullmatch(name):
        raise UserError(f"{kind} cannot be called {name!r}; use small letters and digits in words joined by hyphens")
    return name


def checked_quantity(kind: str, name: str) -> str:
    """
    A name of words joined by underscores, as quantities have.

    Raises
    ------
    UserError
        If it is none.
    """
    if iskeyword(name):
        raise UserError(f"{kind} cannot be called {name!r}, which is a word of Python's; take another name")
    if not QUANTITY.fullmatch(name):
        raise UserError(
            f"{kind} cannot be called {name!r}; use small letters and digits in words joined by underscores"
        )
    return name

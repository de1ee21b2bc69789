"""The one kind of error a user can cause: it says what is wrong, where, and what would be right."""

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """A mistake in what the user wrote. Its text is one line, fit to be shown as it is."""


class Renamed(FutureWarning):
    """A name that something has no more: it is still understood, and its new name is said."""


class Doubtful(UserWarning):
    """A value that may be a slip of the unit or the keyboard. It is taken as it was written."""


def unknown(kind: str, name: str, known: Iterable[str], place: str = "") -> UserError:
    """
    Error for a name that does not exist, with the nearest ones that do.

    Parameters
    ----------
    kind : str
        What the name should have been, as in "assumption".
    name : str
        What was written.
    known : iterable of str
        The names that exist.
    place : str, optional
        Where it was written, which the error begins with.
    """
    names = sorted(known)
    nearest = get_close_matches(name, names, n=3, cutoff=0.5)
    if not names:
        hint = "there is none"
    elif nearest:
        hint = f"did you mean {' or '.join(nearest)}?"
    elif len(names) <= 12:
        hint = f"known are {', '.join(names)}"
    else:
        hint = f"{len(names)} are known, such as {names[0]} and {names[-1]}"
    where = f"{place}: " if place else ""
    return UserError(f"{where}no {kind} is called {name!r}; {hint}")

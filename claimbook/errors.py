"""The one kind of error a user can cause: it says what is wrong, where, and what would be right."""

import re
from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """A mistake in what the user wrote. Its text is one line, fit to be shown as it is."""


class Renamed(FutureWarning):
    """A name that something has no more: it is still understood, and its new name is said."""


class Doubtful(UserWarning):
    """A value that may be a slip of the unit or the keyboard. It is taken as it was written."""


def with_hint(said: str, hint: str) -> str:
    """
    What is wrong with what would be right, where it does not say so already.

    Examples
    --------
    >>> with_hint("'x' is no number", "write one such as 3"), with_hint("'x' is a date: write 2012.75", "write 3")
    ("'x' is no number; write one such as 3", "'x' is a date: write 2012.75")
    """
    return said if ": write " in said or "; write " in said else f"{said}; {hint}"


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """
    The names that are most like one that does not exist, or those whose letters it has, however they are set apart.

    Examples
    --------
    >>> nearest("BOAT", ["boat", "boats"]), nearest("BOATT", ["boat", "boats"]), nearest("car", ["boat", "boats"])
    (['boat'], ['boat', 'boats'], [])
    >>> nearest("Boat price", ["boat_price", "boat_prices"])
    ['boat_price']
    """
    by_letters: dict[str, list[str]] = {}
    for one in sorted(known):
        by_letters.setdefault(letters_of(one), []).append(one)
    like = get_close_matches(letters_of(name), by_letters, n=3, cutoff=0.5)
    return by_letters.get(letters_of(name)) or [one for letters in like for one in by_letters[letters]][:3]


def letters_of(name: str) -> str:
    """
    Small letters and digits of a name, by which it is known whatever is between them.

    Examples
    --------
    >>> letters_of("Lorn's 2nd-boat price"), letters_of("lorn_2nd_boat_price")
    ('lorn2ndboatprice', 'lorn2ndboatprice')
    """
    return re.sub(r"[\W_]", "", re.sub(r"['’]s\b", "", name)).lower()


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
    near = nearest(name, names)
    if not names:
        hint = "there is none"
    elif near:
        hint = f"did you mean {' or '.join(near)}?"
    elif len(names) <= 12:
        hint = f"known are {', '.join(names)}"
    else:
        hint = f"{len(names)} are known, such as {names[0]} and {names[-1]}"
    where = f"{place}: " if place else ""
    return UserError(f"{where}no {kind} is called {name!r}; {hint}")

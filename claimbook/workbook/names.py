"""Names of cells that every spreadsheet takes: none that reads as a cell's address, a constant, or twice the same."""

import re
from collections.abc import Iterable

#: What spreadsheets read as the address of a cell, a row or a column, in either of their two ways to write one.
ADDRESS = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*|c[0-9]*|r[0-9]*c[0-9]*", re.I)

#: What they read as a value.
CONSTANTS = {"true", "false"}

#: What a name may be made of; a name of Python's is, but for letters that some programs do not know.
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")

#: The longest name that Excel takes, less room for what is put behind.
LONGEST = 240


def cell_names(names: Iterable[str]) -> dict[str, str]:
    """
    What each of some names is called as a cell's: itself if that is possible, else with a stroke or more behind it.

    Parameters
    ----------
    names : iterable of str
        Names of quantities.

    Examples
    --------
    >>> cell_names(["deck2_per_deck1", "bay4", "r", "Rate", "rate"])
    {'deck2_per_deck1': 'deck2_per_deck1', 'bay4': 'bay4_', 'r': 'r_', 'Rate': 'Rate', 'rate': 'rate_'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        written = "".join(letter if PLAIN.fullmatch(f"_{letter}") else "_" for letter in name)[:LONGEST]
        while not is_free(written, taken):
            written += "_"
        taken.add(written.lower())  # spreadsheets do not tell capitals from small letters
        found[name] = written
    return found


def is_free(name: str, taken: set[str]) -> bool:
    """Whether a cell may have a name: it is none's yet, and nothing else."""
    return name.lower() not in {*taken, *CONSTANTS} and not ADDRESS.fullmatch(name)

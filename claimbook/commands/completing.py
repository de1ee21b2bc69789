"""
The names that a shell completes, read from the book's files as they stand.

Nobody waits a second for a key: no model is computed here, no table checked, no library loaded. A file that cannot be
read has no names.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from claimbook.errors import UserError
from claimbook.system.books import book_folder

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

#: Words of verdicts, which need no book.
VERDICTS = ("holds", "plausible", "adds up", "fails", "pending", "unverified", "underdetermined")

#: How much hangs on a claim, in a word.
WEIGHTS = ("main", "supporting", "incidental")


def completing(*of: Callable[[Path], Iterable[str]], after: str = "", files: bool = False) -> Complete:
    """
    What completes a name of some kinds.

    Parameters
    ----------
    *of : callable
        Each gives the names of a kind in a book's folder.
    after : str
        What stands behind each, as the ``=`` of a setting.
    files : bool
        Whether a file may be named instead.
    """

    def names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        try:
            named: Path | None = context.find_root().params.get("book")
            book = book_folder() if named is None else named.expanduser()
            found = sorted({name for kind in of for name in kind(book)})
        except (UserError, OSError):
            return []
        matching = [CompletionItem(f"{name}{after}") for name in found if name.startswith(begun)]
        return matching or ([CompletionItem(begun, type="file")] if files else [])

    return names


def claims(book: Path) -> Iterator[str]:
    """Ids of the claims."""
    for path in sorted((book / "data" / "claims").glob("*.yml")):
        yield from re.findall(r"^ *(?:- +)?id: *([\w-]+) *$", text_of(path), re.M)


def assumptions(book: Path) -> Iterator[str]:
    """Names of the assumptions, read or fitted."""
    for name in ("assumptions", "trends"):
        yield from column(book / "data" / f"{name}.csv", "name")


def groups(book: Path) -> Iterator[str]:
    """Names of the groups of assumptions."""
    return column(book / "data" / "groups.csv", "name")


def quantities(book: Path) -> Iterator[str]:
    """Names of the derived quantities."""
    for path in sorted((book / "book" / "derivations").glob("*.py")):
        yield from re.findall(r"^def ([a-z]\w*)\(", text_of(path), re.M)
    for path in sorted((book / "data" / "claims").glob("*.yml")):  # a claim's formula has its name there
        yield from re.findall(r"^ *(?:- +)?quantity: *(\w+) *$", text_of(path), re.M)


def sources(book: Path) -> Iterator[str]:
    """Keys of the sources."""
    return column(book / "data" / "sources.csv", "key")


def verdicts(book: Path) -> Iterable[str]:
    """Words of the verdicts."""
    return VERDICTS


def weights(book: Path) -> Iterable[str]:
    """Words of the claims' weights."""
    return WEIGHTS


def scenarios(book: Path) -> Iterator[str]:
    """Names of the scenarios."""
    for path in [*(book / "scenarios").glob("*.yml"), *(book / "scenarios").glob("*.yaml")]:
        yield path.stem


def sides(book: Path) -> Iterator[str]:
    """What can be compared: the baseline and the scenarios."""
    yield "baseline"
    yield from scenarios(book)


def column(path: Path, name: str) -> Iterator[str]:
    """A column of a table; nothing where there is none."""
    for row in csv.DictReader(io.StringIO(text_of(path))):
        if value := row.get(name):
            yield value


def text_of(path: Path) -> str:
    """A file's text; empty where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""

"""Files that are written together: all of them, or none."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.system.files import read_text
from claimbook.system.replacing import alone, check_place, make_folder, write_aside, written_aside
from claimbook.system.terminals import say

#: The file in a book's _build that a command locks while it changes the book.
LOCK = ".changing.lock"


@contextmanager
def only_change(project: Project) -> Iterator[Project]:
    """
    Give the book as it is while no other command changes it, so that what is read here still stands when it is written.

    Parameters
    ----------
    project : Project
        The book; what it read already may be older than another command's change.
    """
    with alone(project.build / LOCK, lambda line: say(f"claimbook: {line}", error=True), "change"):
        yield Project(project.root)


def write_all(project: Project, texts: Mapping[Path, str]) -> list[str]:
    """
    Write files, once it is known that each can be written; one that has its text already is left as it is.

    Parameters
    ----------
    project : Project
        The book they belong to.
    texts : mapping
        Text by path.

    Returns
    -------
    list of str
        What the book calls those that were written.

    Raises
    ------
    UserError
        If one cannot be written; then none is.
    """
    changed = {path: text for path, text in texts.items() if not path.is_file() or path.read_bytes() != text.encode()}
    for path in changed:
        make_folder(path.parent)
        check_place(path)
    for path, text in changed.items():
        write_aside(path, text)
    return [project.name_of(path) for path in changed]


@contextmanager
def or_as_before(paths: Iterable[Path]) -> Iterator[None]:
    """Put files back as they were, and remove those that were not there, if anything goes wrong inside."""
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                with written_aside(path) as aside:
                    aside.write_bytes(content)
        raise


def with_rows(path: Path, place: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """
    Text of a CSV file with rows more at its end, what stands there left as it is.

    Parameters
    ----------
    path : Path
        The file.
    place : str
        What an error calls it.
    columns : sequence of str
        Its columns; a row may leave some out.
    rows : sequence of mapping
        Cells by column.
    """
    text = read_text(path, place)
    return text + ("" if not text or text.endswith("\n") else "\n") + csv_text(columns, rows, header=False)


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, str]], header: bool = True) -> str:
    """Rows as a CSV file holds them, cells by column; a row may leave some out."""
    written = io.StringIO()
    table = csv.DictWriter(written, columns, restval="", lineterminator="\n")
    if header:
        table.writeheader()
    table.writerows(rows)
    return written.getvalue()


def refuse_existing(path: Path, project: Project) -> None:
    """
    Refuse to write over a file.

    Raises
    ------
    UserError
        If it exists.
    """
    if path.exists():
        raise UserError(f"{project.name_of(path)} exists already; choose another name, or edit that file")

"""The project's own files: which they are, and their text, whatever editor, spreadsheet or version control wrote it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from claimbook.errors import UserError

#: How the names of what editors, spreadsheets and systems leave beside files begin: .#x.md, ._x.csv, ~$x.csv, #x.md#.
LEFT_BEHIND = (".", "~", "#")

UTF16 = (b"\xff\xfe", b"\xfe\xff")


def own_files(folder: Path, *endings: str, below: bool = False) -> list[Path]:
    """
    The files of a folder that are the project's own, in the order of their paths.

    Parameters
    ----------
    folder : Path
        Where they are; there are none if it does not exist.
    endings : str
        How their names end, as in ``.md``.
    below : bool
        Whether those in folders below it count as well.
    """
    found = folder.rglob("*") if below else folder.glob("*")
    return sorted(path for path in found if path.suffix in endings and is_own(path.relative_to(folder)))


def is_own(path: Path) -> bool:
    """
    Whether a path within the project is not hidden, left behind by an editor, or below a folder that is.

    Examples
    --------
    >>> is_own(Path("sources/herald-2024.md")), is_own(Path(".ipynb_checkpoints/money-checkpoint.ipynb"))
    (True, False)
    """
    return not any(part.startswith(LEFT_BEHIND) or part == "__pycache__" for part in path.parts)


def read_text(path: Path, name: str) -> str:
    """
    Text of a file with plain line ends and no byte order mark, so that it is the same however it was saved.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What an error calls it.

    Raises
    ------
    UserError
        If it is missing or not UTF-8.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"{name} is missing") from None
    return decoded(content, name)


def decoded(content: bytes, name: str) -> str:
    """
    Text of a file's bytes, as `read_text` gives it.

    Raises
    ------
    UserError
        If they are not UTF-8.
    """
    right = "save it as UTF-8" + (" (in Excel: CSV UTF-8, comma delimited)" if name.endswith(".csv") else "")
    if content.startswith(UTF16) or b"\0" in content:
        at = 0 if content.startswith(UTF16) else content.index(b"\0")
        raise UserError(f"{name} is not UTF-8 at byte {at}, but UTF-16 or no text at all; {right}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not UTF-8 at byte {error.start}, but perhaps GBK or Latin-1; {right}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digests_of(places: Iterable[Path]) -> dict[str, str]:
    """Digest of each file at or below some places by its path, as `files_at` finds them."""
    return {
        (place.name / path.relative_to(place)).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in places
        for path in files_at(place)
    }


def files_at(place: Path) -> Iterator[Path]:
    """
    The project's own files at or below a place, in the order of their paths; folders that are linked there count.

    A folder in which one stands already, as a link that leads upwards, is not gone through again.
    """
    if place.is_file():
        yield place
        return
    found = []
    above = {str(place): [os.path.realpath(place)]}
    for folder, folders, files in os.walk(place, followlinks=True):
        real = above.pop(folder)
        folders[:] = [name for name in folders if is_own(Path(name))]
        for name in folders[:]:
            path = os.path.join(folder, name)
            target = os.path.realpath(path) if os.path.islink(path) else os.path.join(real[-1], name)
            if target in real:
                folders.remove(name)
            else:
                above[path] = [*real, target]
        found += [Path(folder, name) for name in files if is_own(Path(name))]
    yield from (path for path in sorted(found) if path.is_file())

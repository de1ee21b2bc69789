"""
Building a folder aside and putting it in the place of an earlier one, so that a whole one stands there at any moment.

A folder under construction is `.building-…` beside its place, and a file in it is locked by the process that builds it.
The system frees the lock when the process ends, however it ends: an unlocked one is a leftover, which the next run
clears away.
"""

import ctypes
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from claimbook.errors import UserError

PREFIX = ".building-"

#: How the name of a file that is being written ends, after the number of the process that writes it.
UNFINISHED = ".unfinished"

#: In a folder under construction: the file that is locked while a process builds there.
LOCK = "lock"

#: In a folder under construction: the folder it replaces, if that had to be moved aside, and that one's name.
REPLACED, REPLACED_NAME = "replaced", "replaced-name"


@contextmanager
def alone(path: Path, say: Callable[[str], None], what: str = "build") -> Iterator[None]:
    """
    Let one process at a time into the block.

    Parameters
    ----------
    path : Path
        The file that is locked; it stays when the lock is gone.
    say : callable
        Called with a line if another process has to be waited for.
    what : str
        What such a process does, as that line calls it.
    """
    make_folder(path.parent)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"another {what} of this book is running; waiting for it to end")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def building_folder(parent: Path) -> Iterator[Path]:
    """
    Give an empty folder to build in, beside where the result belongs; it is removed at the end.

    What earlier runs left there is put right first: a site that had been moved aside moves back, the rest is removed.
    """
    make_folder(parent)
    clear_leftovers(parent)
    aside, lock = new_folder(parent)
    try:
        yield aside
    finally:
        lock.release()
        shutil.rmtree(aside, ignore_errors=True)


def new_folder(parent: Path) -> tuple[Path, FileLock]:
    """A new folder to build in, and its lock, which this process holds."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=PREFIX))
        lock = FileLock(folder / LOCK)
        with suppress(FileNotFoundError, FileExistsError):  # another run takes it for a leftover, and removes it
            lock.acquire()
        if lock.is_locked and (folder / LOCK).exists():
            return folder, lock
        lock.release()


def clear_leftovers(parent: Path) -> None:
    """Put right what runs that were interrupted left in a folder."""
    for leftover in parent.glob(f"{PREFIX}*"):
        with suppress(Timeout, OSError):  # a live run builds there, or somebody else's run left it
            clear(leftover)


def clear(leftover: Path) -> None:
    """
    Remove what a run left, unless one that has just begun there takes its lock meanwhile: then its folder stays.

    Raises
    ------
    Timeout
        If a live run holds the lock.
    OSError
        If something cannot be removed.
    """
    with FileLock(leftover / LOCK, timeout=0):
        move_back(leftover, leftover.parent)
        for path in leftover.iterdir():
            if path.name != LOCK:
                remove(path)
        if os.name != "nt":
            (leftover / LOCK).unlink()  # whoever waits for it finds it gone, and takes another folder
    if os.name == "nt":
        (leftover / LOCK).unlink(missing_ok=True)  # which Windows refuses while anybody has it
    leftover.rmdir()  # and not what somebody has put there since


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; what is not there is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def move_back(leftover: Path, parent: Path) -> None:
    """Move a folder that was moved aside back to its place, if nothing has come there since."""
    name = leftover / REPLACED_NAME
    if (leftover / REPLACED).exists() and name.exists():
        place = parent / name.read_text(encoding="utf-8")
        if not place.exists():
            (leftover / REPLACED).rename(place)


def put_in_place(site: Path, folder: Path, aside: Path) -> None:
    """
    Move a finished folder to where it belongs; an earlier one there ends up aside.

    The two change places in one step where the system can. Elsewhere the earlier one moves aside first; if the run
    is interrupted between the two moves, the next one moves it back.
    """
    if not folder.exists():
        site.rename(folder)
    elif not exchange(site, folder):
        (aside / REPLACED_NAME).write_text(folder.name, encoding="utf-8")
        folder.rename(aside / REPLACED)
        try:
            site.rename(folder)
        except OSError:
            (aside / REPLACED).rename(folder)
            raise


def exchange(first: Path, second: Path) -> bool:
    """
    Let two folders change places in one step.

    Returns
    -------
    bool
        Whether the system could: Linux and macOS can, on most file systems; Windows cannot.
    """
    if os.name == "nt":
        return False
    library = ctypes.CDLL(None)
    paths = os.fsencode(first), os.fsencode(second)
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    if hasattr(library, "renameat2"):
        return library.renameat2(here, paths[0], here, paths[1], swap) == 0
    if hasattr(library, "renamex_np"):
        return library.renamex_np(*paths, swap) == 0
    return False


def write_aside(path: Path, text: str) -> None:
    """
    Write a file that a user asked for, whole or not at all.

    Raises
    ------
    UserError
        If it cannot be written there.
    """
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """
    Give a path to write to, beside the one a user asked for, and move the file there when it is whole.

    Raises
    ------
    UserError
        If there is no such folder, or no file can be written there.
    """
    check_place(path)
    clear_unfinished(path.parent, f".{glob.escape(path.name)}.*{UNFINISHED}")
    aside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        yield aside
        aside.replace(path)
    except OSError as error:
        raise UserError(f"{str(path)!r} cannot be written: {error.strerror}") from None
    finally:
        aside.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """
    Refuse a file where none can be written.

    Raises
    ------
    UserError
        If it is a folder, or there is no folder for it.
    """
    try:
        if path.is_dir():
            raise UserError(f"{str(path)!r} is a folder; give a file in a folder that exists")
        if not path.parent.is_dir():
            said = f"{str(path)!r} cannot be written: {str(path.parent)!r} is no folder"
            raise UserError(f"{said}; give a file in a folder that exists")
    except OSError as error:
        raise UserError(f"{str(path)!r} cannot be written: {error.strerror}") from None


def make_folder(path: Path) -> None:
    """
    Make a folder, and those above it, where they are not there.

    Raises
    ------
    UserError
        If something else is in the way, or none can be made there.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        nearest = next((place for place in (path, *path.parents) if os.path.lexists(place)), path)
        if nearest.is_dir():
            raise UserError(f"no folder {str(path)!r} can be made: {error.strerror}") from None
        raise UserError(f"{str(nearest)!r} is no folder, and one has to be there; move it out of the way") from None


def clear_unfinished(folder: Path, pattern: str) -> None:
    """Remove files that processes that are no more left unfinished: their names end with the process's number."""
    for path in folder.glob(pattern):
        process = path.name.removesuffix(UNFINISHED).rpartition(".")[2]
        if not (process.isdecimal() and len(process) < 10 and psutil.pid_exists(int(process))):
            path.unlink(missing_ok=True)

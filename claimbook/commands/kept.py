"""
Answers that are kept between runs: a command says again what it said, where nothing has changed that it rests on.

What a command printed is kept in the book's _build/kept, under a digest of the book's tables and formulas, of this
package, of Python and of the libraries installed with it. So an answer is never older than what it is about. What
cannot be read or written there is computed, as if nothing had been kept.
"""

import hashlib
import json
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

from claimbook.commands.console import folder_of_book
from claimbook.errors import Renamed, UserError
from claimbook.system.books import MARK, PACKAGE, is_book
from claimbook.system.files import digests_of

#: The variable of the environment that has nothing kept: set to ``no``.
SWITCH = "CLAIMBOOK_KEEP"

#: What of a book an answer rests on; chapters and pages are made of the rest, and not it of them.
INPUTS = ("book", "data", "scenarios", "_config.yml", MARK)
OUTPUTS = (".ipynb", ".md")

#: What of the environment decides how rich prints.
LOOKS = ("COLORTERM", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM", "TTY_COMPATIBLE")

Command = Callable[..., None]


class Copied:
    """A stream that remembers what is written to it."""

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.said: list[str] = []

    def write(self, text: str) -> int:
        """Write a text, and remember it."""
        self.said.append(text)
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def kept_between_runs(
    only_if: Callable[[Mapping[str, Any]], bool] = lambda options: True,
) -> Callable[[Command], Command]:
    """
    Have what a command prints kept: one that only prints, of a book and of its options.

    An answer that came with a warning, or with anything else on standard error, is given anew each time.

    Parameters
    ----------
    only_if : callable
        Takes the command's options by name: whether these only print.
    """

    def keeping(command: Command) -> Command:
        @wraps(command)
        def answering(**options: Any) -> None:
            book = folder_of_book()
            if os.environ.get(SWITCH) == "no" or not only_if(options) or not is_book(book):
                command(**options)
                return
            rests_on = digest_of(book)
            place = folder_of(book) / rests_on / f"{question(command, options)}.json"
            answer = read_answer(place)
            if answer is not None:
                sys.stdout.write(answer)
                return
            answer = said_by(command, options)
            if answer is not None and digest_of(book) == rests_on:
                write_answer(place, answer)

        return answering

    return keeping


def folder_of(book: Path) -> Path:
    """Where a book's answers are kept."""
    return book / "_build" / "kept"


def question(command: Command, options: Mapping[str, Any]) -> str:
    """What is asked, and how it is to be printed, in short."""
    terminal = os.get_terminal_size() if sys.stdout.isatty() else None
    look = [terminal, getattr(sys.stdout, "encoding", ""), *(os.environ.get(name) for name in LOOKS)]
    return short([command.__module__, command.__name__, options, look])


def short(data: Any) -> str:
    """A digest of plain data."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:32]


def digest_of(book: Path) -> str:
    """All that a book's answers rest on, in short."""
    files = digests_of([*(book / name for name in INPUTS), PACKAGE])
    inputs = {name: digest for name, digest in files.items() if not name.endswith(OUTPUTS)}
    return short([sys.version, libraries(), str(book), inputs])


def libraries() -> list[str]:
    """Names with versions of what is installed beside this package."""
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    return sorted(
        name for folder in folders for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))
    )


def read_answer(place: Path) -> str | None:
    """The answer that is kept in a file; none where there is none, or no whole one."""
    try:
        answer = json.loads(place.read_text(encoding="utf-8"))["answer"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return answer if isinstance(answer, str) else None


def write_answer(place: Path, answer: str) -> None:
    """Keep an answer, where that is possible, and none that rests on something else."""
    from claimbook.system.replacing import write_aside

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_aside(place, json.dumps({"answer": answer}))
        for other in place.parents[1].iterdir():
            if other != place.parent:
                shutil.rmtree(other, ignore_errors=True)
    except (OSError, UserError):
        pass


def said_by(command: Command, options: Mapping[str, Any]) -> str | None:
    """What a command prints, while it does; none if that should not be kept."""
    out, err = sys.stdout, sys.stderr
    said, aside = Copied(out), Copied(err)
    sys.stdout, sys.stderr = said, aside
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", Renamed)
            command(**options)
    finally:
        sys.stdout, sys.stderr = out, err
    for one in warned:
        warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return None if warned or aside.said else "".join(said.said)

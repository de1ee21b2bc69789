"""What commands share: the book they are about, and printing. Rich takes a while to load, and is when it is needed."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimbook.system.books import book_folder
from claimbook.system.terminals import json_text, say

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress
    from rich.table import Table

    from claimbook.project import Project

#: Columns of a terminal below which a table that does not fit becomes lines, and more than any table has.
NARROW, WIDE = 80, 100_000

#: How far such a line stands in.
INDENT = 2

#: Colours of verdicts.
STYLES: dict[str, str] = {"holds": "green", "plausible": "yellow", "fails": "red"}


def open_book() -> "Project":
    """The book that --book names, else the one here; read once."""
    from claimbook.project import project_at

    return project_at(folder_of_book())


def folder_of_book() -> Path:
    """Where that book is, or would be."""
    named: Path | None = click.get_current_context().find_root().obj
    return book_folder() if named is None else named.expanduser().resolve()


@cache
def console() -> "Console":
    """Standard output, on which lines go out whole where no terminal would wrap them."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not terminal, width=None if terminal else 200)


def tell(said: "RenderableType" = "") -> None:
    """Print text with rich's markup."""
    console().print(said)


def tell_table(table: "Table") -> None:
    """Print a table; where a narrow terminal would cut its rows to pieces, as lines; where there is none, in one go."""
    width = console().width
    if not console().is_terminal:
        for line in unwrapped(table):
            say(line)
    elif width < NARROW and console().measure(table, options=console().options.update(width=WIDE)).maximum > width:
        for part in lines_of(table, width):
            tell(part)
    else:
        tell(table)


def unwrapped(table: "Table") -> Iterator[str]:
    """A table's rows, each a line however long, in a tenth of the time that rich takes to see what fits a terminal."""
    from rich.text import Text

    columns = [[Text.from_markup(str(cell)) for cell in (column.header, *column.cells)] for column in table.columns]
    widths = [max(cell.cell_len for cell in column) for column in columns]
    for row in zip(*columns, strict=True):
        padded = (cell.plain + " " * (width - cell.cell_len) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def lines_of(table: "Table", width: int) -> "Iterator[RenderableType]":
    """A table's rows as lines: the first cell, below it the others, each behind its heading or, if long, below it."""
    from rich.padding import Padding
    from rich.text import Text

    first, *others = table.columns
    yield f"{first.header}:"
    for name, *cells in zip(first.cells, *(column.cells for column in others), strict=True):
        yield f"[bold]{name}[/]"
        for column, cell in zip(others, cells, strict=True):
            if cell:
                line = Text.from_markup(f"{column.header}: {cell}")
                fits = line.cell_len + INDENT <= width
                whole = line if fits else Text.from_markup(f"{column.header}:\n{cell}")
                yield Padding(whole, (0, 0, 0, INDENT), expand=False)


def escape(text: str) -> str:
    """A text in which `tell` sees no markup."""
    from rich.markup import escape as escaped

    return escaped(text)


def paint(verdict: str) -> str:
    """A verdict in its colour."""
    style = STYLES.get(verdict, "blue")
    return f"[{style}]{verdict}[/]"


def new_table(first: str, *others: str) -> "Table":
    """A table without lines whose first column, a name to copy, is never cut."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading)
    return table


def print_json(data: Any) -> None:
    """Print data as JSON, and nothing else."""
    say(json_text(data))


def progress_bar() -> "Progress":
    """How far something is, on a terminal; nothing elsewhere, where a bar would leave an empty line."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())

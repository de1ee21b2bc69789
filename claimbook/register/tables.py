"""The tables in a book's data/, as text: `datapackage.json` describes every column."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from claimbook.errors import UserError, unknown
from claimbook.system.files import read_text


@dataclass(frozen=True)
class Table:
    """A table as it is described: its columns, how many of the first ones are its key, and which hold numbers."""

    columns: tuple[str, ...]
    key_length: int
    numbers: tuple[str, ...]


class Tables:
    """
    The tables in a folder.

    Parameters
    ----------
    folder : Path
        Where they are, with the file that describes them.
    instead : mapping, optional
        Rows, with the header, of tables that are not read from there.
    """

    def __init__(self, folder: Path, instead: Mapping[str, list[list[str]]] | None = None):
        self.folder = folder
        self.instead = dict(instead or {})

    @cached_property
    def described(self) -> dict[str, Table]:
        """
        The tables as data/datapackage.json describes them, by name.

        Raises
        ------
        UserError
            If the file is missing or is not what it should be.
        """
        try:
            return {
                table["name"]: Table(
                    columns=tuple(field["name"] for field in table["schema"]["fields"]),
                    key_length=len(table["schema"]["primaryKey"]),
                    numbers=tuple(field["name"] for field in table["schema"]["fields"] if holds_numbers(field)),
                )
                for table in self.description()["resources"]
            }
        except (LookupError, TypeError):
            raise UserError(
                "data/datapackage.json is missing, or does not describe tables with their columns"
            ) from None

    def description(self) -> dict[str, Any]:
        """
        What data/datapackage.json says of the tables.

        Raises
        ------
        UserError
            If the file is missing or is not what it should be.
        """
        wrong = UserError("data/datapackage.json is missing, or does not describe tables with their columns")
        try:
            content = json.loads(read_text(self.folder / "datapackage.json", "data/datapackage.json"))
        except (ValueError, UserError):
            raise wrong from None
        if not isinstance(content, dict):
            raise wrong
        return content

    def read_table(self, name: str, key: int = 1) -> pd.DataFrame:
        """
        One table as text, empty cells as empty strings, unique in its first columns, as many as its key has.

        Raises
        ------
        UserError
            If the file is missing, is not UTF-8 CSV, has other columns than are described, or repeats a key.
        """
        if name not in self.described:
            raise unknown("table in data/datapackage.json", name, self.described)
        return as_table(self.read_rows(name), f"data/{name}.csv", self.described[name].columns, key)

    def read_rows(self, name: str) -> list[list[str]]:
        """A table's header and rows as text: see `read_rows`."""
        if name in self.instead:
            return self.instead[name]
        return read_rows(self.folder / f"{name}.csv", f"data/{name}.csv")

    def rows(self, name: str, key: int = 1) -> list[dict[str, str]]:
        """Rows of a table, each with its place in the file for error messages."""
        if name not in self.described:
            raise unknown("table in data/datapackage.json", name, self.described)
        place = f"data/{name}.csv"
        return with_places(checked_rows(self.read_rows(name), place, self.described[name].columns, key), place)


def as_table(given: list[list[str]], place: str, columns: Sequence[str], key: int = 1) -> pd.DataFrame:
    """Rows of a CSV file as a table of text, once `checked_rows` finds them as they should be."""
    header, *rows = checked_rows(given, place, columns, key)
    return pd.DataFrame(rows, columns=header, dtype="str")


def checked_rows(given: list[list[str]], place: str, columns: Sequence[str], key: int = 1) -> list[list[str]]:
    """
    Rows of a CSV file as they are, unique in their first columns, as many as the key has.

    Parameters
    ----------
    given : list of rows
        Its header and rows.
    place : str
        What an error calls it.
    columns : sequence of str
        The columns it has to have.
    key : int
        How many of the first columns tell its rows apart.

    Raises
    ------
    UserError
        If it has other columns, or repeats a key.
    """
    header, *rows = given
    if tuple(header) != tuple(columns):
        raise UserError(f"{place} has not the columns {','.join(columns)}")
    seen = set()
    for line, row in enumerate(rows, start=2):
        first = tuple(row[:key])
        if first in seen:
            raise UserError(f"{place}, line {line}: {', '.join(first)!r} stands there twice")
        seen.add(first)
    return given


def with_places(given: list[list[str]], place: str) -> list[dict[str, str]]:
    """Rows by their columns, each with its place in the file; the first is the header."""
    header, *rows = given
    return [
        dict(zip(header, row, strict=True), place=f"{place}, line {line}") for line, row in enumerate(rows, start=2)
    ]


def read_rows(path: Path, place: str) -> list[list[str]]:
    """
    A CSV file's header and rows as text, the same whether an editor, Excel or LibreOffice saved it.

    Spreadsheets end a file with blank rows and rows with empty cells, or leave out a row's last delimiters.

    Raises
    ------
    UserError
        If the file is missing or is not UTF-8 CSV, or a row is blank or has more cells than there are columns.
    """
    text = read_text(path, place)
    first = text.partition("\n")[0]
    for delimiter, word in ((";", "semicolons"), ("\t", "tabs")):
        if delimiter in first and "," not in first:
            raise UserError(f"{place} has {word} between its columns; save it with commas")
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise UserError(f"{place} is not a CSV table: {error}") from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UserError(f"{place} is not a CSV table: it is empty")
    width = max((number for number, heading in enumerate(rows[0], start=1) if heading), default=0)
    for line, row in enumerate(rows, start=1):
        if not any(row):
            raise UserError(f"{place}, line {line}: the row is blank; take it out")
        if any(row[width:]):
            raise UserError(
                f"{place}, line {line}: the row has more cells than there are columns, {width}; put a text with commas "
                "in it in quotation marks"
            )
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def holds_numbers(field: Mapping[str, Any]) -> bool:
    """Whether a column is described as one of numbers: by its type, or as text of a pattern that digits alone meet."""
    pattern = field.get("constraints", {}).get("pattern", "")
    return field["type"] in ("number", "integer") or (
        bool(pattern) and bool(re.fullmatch(pattern, "1")) and not re.fullmatch(pattern, "a")
    )


def whole_number(row: Mapping[str, str], column: str) -> int:
    """
    A row's whole number.

    Raises
    ------
    UserError
        If it is none, naming the place.
    """
    if not row[column].isdecimal():
        raise UserError(f"{row['place']}: {column} is {row[column]!r}, and should be a whole number")
    return int(row[column])

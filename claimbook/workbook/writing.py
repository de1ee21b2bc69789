"""The workbook as a file: XlsxWriter writes what `claimbook.workbook.sheets` says, no clock in its bytes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from claimbook.model.model import Model
from claimbook.register.printed import ROUNDING
from claimbook.results.citing import ADDRESS, edition_of, text_of_book
from claimbook.results.made import as_texts, in_a_line, made_with
from claimbook.workbook.sheets import TOLERANCE, Cell, Column, Sheet, Workbook

#: The first sheet.
READ_ME = "Read me"

#: How cells look, as those who build models in spreadsheets have it: what may be changed is blue, what follows black.
LOOKS: Mapping[str, dict[str, Any]] = {
    "text": {},
    "input": {"font_color": "#0000FF", "bg_color": "#FFF9DB", "border": 1, "border_color": "#D9D0A0"},
    "live": {"font_color": "#000000"},
    "exported": {"font_color": "#6B6B6B", "italic": True},
    "link": {"font_color": "#0563C1", "underline": 1},
}

#: What a heading's colour says of its column.
HEADINGS = {"text": "#DDE3EA", "input": "#FFE89A", "live": "#CFE8CF", "exported": "#E6E6E6"}

SHARED = {"text_wrap": True, "valign": "top"}

#: Height of a line, in points, and how much of a column's width a line of text fills at most; the most lines of a row.
LINE = 15
FILLED = 0.95
MOST_LINES = 12

#: What stands in the file as its time: no clock is in its bytes.
NO_TIME = datetime(2000, 1, 1)


def workbook(model: Model, title: str = "") -> bytes:
    """
    The book as a workbook: the same bytes for the same model.

    Parameters
    ----------
    model : Model
        The book with the assumptions that the workbook begins with.
    title : str
        What a scenario is called; empty for the baseline.

    Returns
    -------
    bytes
        A file in the format of Excel 2007 and later (.xlsx), which LibreOffice reads too.

    Raises
    ------
    UserError
        If a formula has something in it that spreadsheets have no word for.
    """
    content = Workbook(model)
    sheets = content.sheets
    made = made_with(model)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    edition = edition_of(model.project)
    book.set_properties(
        {
            "title": f"{model.project.title}{f': {title}' if title else ''}",
            "author": ", ".join(edition.authors) if edition else model.project.author,
            "comments": in_a_line(made),
            "created": NO_TIME,
        }
    )
    for name, text in as_texts(made).items():
        book.set_custom_property(name, text, "text")
    looks = Looks(book)
    lines = readme(content, title, in_a_line(made))
    write_readme(book.add_worksheet(READ_ME), lines, looks)
    book.define_name(TOLERANCE, f"='{READ_ME}'!$B${len(lines) + 1}")
    for sheet in sheets:
        write_sheet(book.add_worksheet(sheet.name), sheet, looks)
        for name, address in sheet.names.items():
            book.define_name(name, f"={address}")
    book.close()
    return out.getvalue()


class Looks:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.book = book
        self.made: dict[tuple[str, str], Format] = {}

    def of(self, look: str, shown: str = "General") -> Format:
        """The format of cells that look and show numbers so."""
        if (look, shown) not in self.made:
            self.made[look, shown] = self.book.add_format({**SHARED, **LOOKS[look], "num_format": shown})
        return self.made[look, shown]

    def of_text(self, look: str) -> Format:
        """The format of texts that look so: a little apart from a number at their left."""
        key = (look, "text")
        if key not in self.made:
            self.made[key] = self.book.add_format({**SHARED, **LOOKS[look], "align": "left", "indent": 1})
        return self.made[key]

    def heading(self, look: str) -> Format:
        """The format of a column's heading."""
        key = ("heading", look)
        if key not in self.made:
            self.made[key] = self.book.add_format({**SHARED, "bold": True, "bg_color": HEADINGS[look], "bottom": 1})
        return self.made[key]

    def big(self) -> Format:
        """The format of a title."""
        key = ("title", "")
        if key not in self.made:
            self.made[key] = self.book.add_format({"bold": True, "font_size": 15, "valign": "vcenter", "indent": 1})
        return self.made[key]


def write_sheet(to: Worksheet, sheet: Sheet, looks: Looks) -> None:
    """Write a sheet: headings that stay in sight, columns as wide as they need, rows to filter."""
    for at, column in enumerate(sheet.columns):
        to.set_column(at, at, column.width)
        to.write_string(0, at, column.heading, looks.heading(column.look))
        if note := note_of(column):
            to.write_comment(0, at, note, {"author": "", "x_scale": 2})
    for row, cells in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(cells):
            write_cell(to, row, at, cell, looks)
        to.set_row(row, LINE * lines_of(cells, [column.width for column in sheet.columns]))
    to.set_row(0, 2 * LINE)
    to.freeze_panes(1, sheet.kept)
    to.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    to.set_landscape()
    to.repeat_rows(0)
    to.fit_to_pages(1, 0)


def lines_of(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """So many lines the longest text of a row takes: not every program works out a row's height when it opens it."""
    texts = [
        (cell.value if isinstance(cell.value, str) else "", width) for cell, width in zip(cells, widths, strict=True)
    ]
    return min(MOST_LINES, max(1, *(ceil(len(text) / (width * FILLED)) for text, width in texts)))


def note_of(column: Column) -> str:
    """What a column's heading says when it is pointed at: what it is, and whether it moves."""
    moves = {"live": "Recalculates.", "exported": "As exported: changing an input does not move it."}.get(
        column.look, ""
    )
    return " ".join(filter(None, [f"{column.note}." if column.note else "", moves]))


def write_cell(to: Worksheet, row: int, at: int, cell: Cell, looks: Looks) -> None:
    """Write a cell: a text never as a formula, a formula with what it gives now."""
    if cell.formula:
        look = looks.of_text(cell.look) if isinstance(cell.value, str) else looks.of(cell.look, cell.shown)
        to.write_formula(row, at, cell.formula, look, cell.value)
    elif cell.link:
        to.write_url(row, at, cell.link, looks.of_text("link"), str(cell.value))
    elif isinstance(cell.value, str):
        if cell.value:
            to.write_string(row, at, cell.value, looks.of_text(cell.look))
    elif cell.value is not None:
        to.write_number(row, at, cell.value, looks.of(cell.look, cell.shown))


def readme(content: Workbook, title: str, made: str) -> list[tuple[str, str, str]]:
    """The lines of the first sheet: what each is about, what it says, and how that looks."""
    model, project = content.model, content.project
    edition = edition_of(project)
    renamed = [f"{name} is {cell}" for name, cell in content.names.items() if name != cell]
    example = next(iter(model.assumptions))
    lines = [
        ("What this is", project.title, "text"),
        ("", edition.abstract if edition else "", "text"),
        ("Scenario", title, "text"),
        ("Set otherwise than in the book", changes(model), "text"),
        ("Made with", made, "text"),
        ("To cite", text_of_book(edition).replace(ADDRESS, "").strip() if edition else "", "text"),
        ("Licence", edition.licence if edition else "", "text"),
        ("How to read it", "", "title"),
        (
            "Blue on yellow",
            f"An input: change it. There are {len(model.assumptions)}, on the sheet Assumptions.",
            "input",
        ),
        ("Black", "A formula: recalculated when an input changes.", "live"),
        ("Grey", "As exported: it was computed when the workbook was written, and stays.", "exported"),
        ("Assumptions", "Every input with unit, range and source. Change a value in the column Value.", "text"),
        (
            "Quantities",
            f"Every quantity that is derived ({len(content.derived)}), each a formula of named cells, made from the "
            "very function by which the book computes. What a formula has beyond the column Formula converts units.",
            "text",
        ),
        (
            "Claims",
            f"What the sources say ({len(model.results)} claims). Whether a figure adds up is recalculated, and what "
            "the arithmetic that decided gives now; verdicts, probabilities and what else was found are as exported, "
            "for they rest on thousands of draws.",
            "text",
        ),
        (
            "Tests",
            "What each claim is held to. The value moves, and whether it makes the claim true as printed; of "
            "arithmetic the answer moves as well, by what the last printed digits of its operands leave open.",
            "text",
        ),
        ("References", "The works that inputs and ranges come from.", "text"),
        ("What does not move", "", "title"),
        (
            "Ranges",
            "Low, high, percentiles and probabilities. For new ones, set the value or the range on the command line: "
            f"claimbook rerun --set {example}=VALUE, or LOW..HIGH.",
            "text",
        ),
        (
            "An input that is changed",
            "is taken as exact, as in the book: the last digit of a printed figure leaves nothing open any more. Put "
            "back to what it was, it has its digits again.",
            "text",
        ),
        ("Fitted trends", fits(model), "text"),
        (
            "Names",
            f"A cell is called as the quantity is in the book and on the command line{': but ' if renamed else ''}"
            f"{', '.join(renamed)}.",
            "text",
        ),
        ("Per cent", "A share in per cent is typed as 35%; the cell holds 0.35.", "text"),
    ]
    return [line for line in lines if line[1] or line[2] == "title"]


def changes(model: Model) -> str:
    """What is set otherwise than in the book's tables."""
    return "; ".join(f"{name} = {assumption.written}" for name, assumption in model.changes.items())


def fits(model: Model) -> str:
    """What is said of slopes that are fitted; empty where none is."""
    fitted = [name for name, assumption in model.assumptions.items() if assumption.trend is not None]
    if not fitted:
        return ""
    ends = ", ".join(model.project.breakpoints)
    return f"{', '.join(fitted)}: fitted when exported. Where an era begins and ends ({ends}) moves nothing here."


def write_readme(to: Worksheet, lines: list[tuple[str, str, str]], looks: Looks) -> None:
    """Write the first sheet, the tolerance of comparisons in its last row."""
    widths = (34, 120)
    for at, width in enumerate(widths):
        to.set_column(at, at, width)
    for row, (label, said, look) in enumerate(lines):
        if look == "title":
            to.write_string(row, 0, label, looks.big())
            to.set_row(row, 2 * LINE)
            continue
        to.write_string(row, 0, label, looks.of_text(look))
        to.write_string(row, 1, said, looks.of_text("text"))
        to.set_row(row, LINE * lines_of([Cell(label), Cell(said)], widths))
    nearest = f"{TOLERANCE}: so near an end of a printed figure, relative to it, a value meets it"
    to.write_string(len(lines), 0, nearest, looks.of_text("text"))
    to.write_number(len(lines), 1, ROUNDING, looks.of("text", "0E+00"))
    to.set_row(len(lines), LINE * lines_of([Cell(nearest)], widths[:1]))
    to.hide_gridlines(2)
    to.set_landscape()
    to.fit_to_pages(1, 0)

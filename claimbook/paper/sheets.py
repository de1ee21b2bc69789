"""
Sheets of paper, filled from top to bottom: lines of text, rows of tables, bars, links, an outline. Lengths are points.

Blocks are measured before they are drawn, so that a row or a card stands on one sheet. `pydyf` writes the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

import pydyf

from claimbook.charts.theme import COLOURS
from claimbook.paper.fonts import FACES, RAISED_BY, RAISED_SIZE, runs, width_of, words_of

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP, BOTTOM = 54.0, 54.0, 58.0
MEASURE = WIDTH - 2 * LEFT
#: How far lines stand apart, in sizes.
LEADING = 1.32


@dataclass(frozen=True)
class Words:
    """Words in one face and colour, which may lead somewhere."""

    text: str
    face: str = "regular"
    colour: str = COLOURS["ink"]
    link: str = ""


@dataclass(frozen=True)
class Block:
    """
    Lines of text of one size, or a row of such beside each other, or a bar.

    Attributes
    ----------
    lines : tuple of lines
        Each the words of one line.
    x, size, before, after : float
        Where the lines begin, how large they are, the room above and below.
    columns : tuple of Block
        Blocks beside each other, instead of lines.
    bar : tuple of (share, colour)
        A bar as wide as the measure, instead of lines.
    rule : str
        The colour of a line above it.
    """

    lines: tuple[tuple[Words, ...], ...] = ()
    x: float = LEFT
    size: float = 9.5
    before: float = 0.0
    after: float = 0.0
    columns: tuple["Block", ...] = ()
    bar: tuple[tuple[float, str], ...] = ()
    rule: str = ""

    @property
    def height(self) -> float:
        """How much of a sheet it takes."""
        inside = max((block.height for block in self.columns), default=0.0)
        return self.before + max(inside, len(self.lines) * self.size * LEADING, 12.0 if self.bar else 0.0) + self.after


def block(
    words: Sequence[Words] | str,
    x: float = LEFT,
    width: float = MEASURE,
    size: float = 9.5,
    before: float = 0.0,
    after: float = 0.0,
    rule: str = "",
) -> Block:
    """Words as a block of lines no wider than a width, with room before and after it."""
    words = [Words(words)] if isinstance(words, str) else words
    return Block(tuple(lines_of(words, width, size)), x, size, before, after, rule=rule)


def lines_of(words: Sequence[Words], width: float, size: float) -> Iterator[tuple[Words, ...]]:
    """Words as lines no wider than a width; a word that is wider by itself goes on below."""
    line: list[tuple[Words, str]] = []
    room = width
    for one in words:
        for part in words_of(one.text):
            for piece in [part] if width_of(part, one.face, size) <= width else pieces(part, one.face, size, width):
                wide = width_of(piece, one.face, size)
                if wide > room and line and not piece.isspace():
                    yield joined(line)
                    line, room = [], width
                if line or not piece.isspace():
                    line.append((one, piece))
                    room -= wide
    if line:
        yield joined(line)


def pieces(part: str, face: str, size: float, width: float) -> list[str]:
    """A word in pieces no wider than a width."""
    found = [""]
    for letter in part:
        if width_of(found[-1] + letter, face, size) > width:
            found.append("")
        found[-1] += letter
    return found


def joined(line: Sequence[tuple[Words, str]]) -> tuple[Words, ...]:
    """The words of a line, each with what stands of them in it; spaces at its end are left out."""
    texts: dict[int, str] = {}
    for one, piece in line:
        texts[id(one)] = texts.get(id(one), "") + piece
    last = id(line[-1][0])
    texts[last] = texts[last].rstrip()
    return tuple(replace(one, text=texts[id(one)]) for one in {id(one): one for one, _ in line}.values())


@dataclass
class Sheet:
    """What stands on one sheet."""

    content: pydyf.Stream = field(default_factory=lambda: pydyf.Stream(compress=True))
    links: list[tuple[str, float, float, float, float]] = field(default_factory=list)


class Paper:
    """
    A document that is filled block by block.

    Parameters
    ----------
    title, author : str
        What it is called, and whose it is.
    foot : str
        What stands at the foot of each sheet, before its number.
    made : str
        What it was made with, for the file's properties.
    """

    def __init__(self, title: str, author: str, foot: str, made: str = ""):
        self.title, self.author, self.foot, self.made = title, author, foot, made
        self.sheets: list[Sheet] = []
        self.outline: list[tuple[int, str, int, float]] = []
        self.wide: set[str] = set()
        self.y = HEIGHT

    def new_sheet(self) -> None:
        """Begin a sheet."""
        self.sheets.append(Sheet())
        self.y = TOP

    def has_room(self, height: float) -> bool:
        """Whether so much fits on what is left of the sheet."""
        return bool(self.sheets) and self.y + height <= HEIGHT - BOTTOM

    def put(self, *blocks: Block, heads: Sequence[Block] = ()) -> None:
        """
        Put blocks below each other, all on one sheet where they fit on one.

        Parameters
        ----------
        *blocks : Block
            What is put.
        heads : sequence of Block
            What a new sheet begins with.
        """
        together = sum(one.height for one in blocks)
        if together <= HEIGHT - TOP - BOTTOM and not self.has_room(together):
            self.begin_with(heads)
        for one in blocks:
            if not self.has_room(one.height):
                self.begin_with(heads)
            self.draw(one, self.y)
            self.y += one.height

    def begin_with(self, heads: Sequence[Block]) -> None:
        """Begin a sheet with the heads of a table, if one goes on."""
        self.new_sheet()
        for head in heads:
            self.draw(head, self.y)
            self.y += head.height

    def entry(self, text: str, level: int) -> None:
        """Put what comes next into the outline, at a level from 0 on."""
        self.outline.append((level, text, len(self.sheets) - 1, self.y))

    def draw(self, one: Block, top: float) -> None:
        """Draw a block, its upper edge at a height from the top of the sheet."""
        content = self.sheets[-1].content
        top += one.before
        if one.rule:
            paint(content, one.rule, LEFT, top - one.before / 2, MEASURE, 0.5)
        x = one.x
        for share, colour in one.bar:
            paint(content, colour, x, top, max(share * MEASURE - 1, 0.5), 10)
            x += share * MEASURE
        for column in one.columns:
            self.draw(column, top)
        for number, line in enumerate(one.lines):
            self.draw_line(self.sheets[-1], line, one.x, top + one.size * (number * LEADING + 1), one.size)

    def draw_line(self, sheet: Sheet, line: Sequence[Words], x: float, base: float, size: float) -> None:
        """Draw a line of words on its base line."""
        content = sheet.content
        for words in line:
            begun = x
            for run in runs(words.text, words.face):
                if run.font == "wide":
                    self.wide |= set(run.codes.decode("utf-16-be"))
                raised = bool(run.raised)
                if raised:  # so that a copy has the raised figure
                    content.stream.append(b"/Span <</ActualText " + pydyf.String(run.raised).data + b">> BDC")
                content.begin_text()
                content.set_color_rgb(*colour_of(words.colour))
                content.set_font_size(run.font, round(size * (RAISED_SIZE if raised else 1), 3))
                content.set_text_matrix(1, 0, 0, 1, round(x, 2), round(HEIGHT - base + size * RAISED_BY * raised, 2))
                content.stream.append(b"<" + run.codes.hex().encode() + b"> Tj")
                content.end_text()
                if raised:
                    content.end_marked_content()
                x += size * run.width
            if words.link:
                sheet.links.append((words.link, begun, HEIGHT - base - 0.25 * size, x, HEIGHT - base + 0.8 * size))

    def written(self) -> bytes:
        """The file: the same bytes for the same blocks."""
        for number, sheet in enumerate(self.sheets, start=1):
            base, count = HEIGHT - 30, f"{number} / {len(self.sheets)}"
            muted = COLOURS["muted"]
            right = WIDTH - LEFT - width_of(count, "regular", 7.5)
            self.draw_line(sheet, [Words(self.foot, colour=muted)], LEFT, base, 7.5)
            self.draw_line(sheet, [Words(count, colour=muted)], right, base, 7.5)
        pdf = pydyf.PDF()
        pdf.info.update({"Title": pydyf.String(self.title), "Author": pydyf.String(self.author)})
        pdf.info.update({"Creator": pydyf.String(self.made)} if self.made else {})
        fonts = pydyf.Dictionary({name: font.reference for name, font in self.fonts(pdf).items()})
        pages = [self.page(sheet, fonts, pdf) for sheet in self.sheets]
        add_outline(self.outline, pages, pdf)
        pdf.catalog["Lang"] = pydyf.String("en")
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        file = BytesIO()
        pdf.write(file, compress=True)
        return file.getvalue()

    def page(self, sheet: Sheet, fonts: pydyf.Dictionary, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """A sheet as a page of the file."""
        pdf.add_object(sheet.content)
        notes = pydyf.Array()
        for address, *corners in sheet.links:
            leads = pydyf.Dictionary({"Type": "/Action", "S": "/URI", "URI": pydyf.String(address)})
            note = {"Type": "/Annot", "Subtype": "/Link", "Border": pydyf.Array([0, 0, 0]), "A": leads.data}
            link = pydyf.Dictionary({**note, "Rect": pydyf.Array([round(at, 2) for at in corners])})
            pdf.add_object(link)
            notes.append(link.reference)
        page = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, WIDTH, HEIGHT]),
                "Contents": sheet.content.reference,
                "Resources": pydyf.Dictionary({"Font": fonts.data}),
                "Annots": notes,
            }
        )
        pdf.add_page(page)
        return page

    def fonts(self, pdf: pydyf.PDF) -> dict[str, pydyf.Dictionary]:
        """The fonts by the names that the sheets call them by."""
        plain = {"Type": "/Font", "Subtype": "/Type1"}
        found = {
            face: pydyf.Dictionary({**plain, "BaseFont": f"/{name}", "Encoding": "/WinAnsiEncoding"})
            for face, name in FACES.items()
        }
        found["symbol"] = pydyf.Dictionary({**plain, "BaseFont": "/Symbol"})
        if self.wide:
            found["wide"] = wide_font(sorted(self.wide), pdf)
        for font in found.values():
            pdf.add_object(font)
        return found


def wide_font(letters: list[str], pdf: pydyf.PDF) -> pydyf.Dictionary:
    """Adobe's font of Chinese as the standard has it, with a table by which its letters can be copied."""
    box = pydyf.Array([-25, -254, 1000, 880])
    about = {
        "Type": "/FontDescriptor", "FontName": "/STSong-Light", "Flags": 6, "FontBBox": box, "ItalicAngle": 0,
        "Ascent": 880, "Descent": -120, "CapHeight": 737, "StemV": 93,
    }  # fmt: skip
    descriptor = pydyf.Dictionary(about)
    pdf.add_object(descriptor)
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("GB1"), "Supplement": 4}
    below = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0",
            "BaseFont": "/STSong-Light",
            "CIDSystemInfo": pydyf.Dictionary(system),
            "FontDescriptor": descriptor.reference,
            "DW": 1000,
        }
    )
    pdf.add_object(below)
    codes = [letter.encode("utf-16-be").hex() for letter in letters]
    parts = [codes[start : start + 100] for start in range(0, len(codes), 100)]
    table = [[f"{len(part)} beginbfchar", *(f"<{code}> <{code}>" for code in part), "endbfchar"] for part in parts]
    copied = pydyf.Stream([COPIED.replace("TABLE", "\n".join(line for part in table for line in part))], compress=True)
    pdf.add_object(copied)
    return pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": "/STSong-Light-UniGB-UCS2-H",
            "Encoding": "/UniGB-UCS2-H",
            "DescendantFonts": pydyf.Array([below.reference]),
            "ToUnicode": copied.reference,
        }
    )


#: A table of what each code of a font means (Adobe's technical note 5411).
COPIED = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
TABLE
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def add_outline(entries: list[tuple[int, str, int, float]], pages: list[pydyf.Dictionary], pdf: pydyf.PDF) -> None:
    """Add the outline: entries with their level, text, page and height, in the order of the pages."""
    if not entries:
        return
    root = pydyf.Dictionary({"Type": "/Outlines"})
    pdf.add_object(root)
    pdf.catalog["Outlines"], pdf.catalog["PageMode"] = root.reference, "/UseOutlines"
    above = [root]  # the latest of each level
    for level, text, page, y in entries:
        place = pydyf.Array([pages[page].reference, "/XYZ", 0, round(HEIGHT - y, 2), "null"])
        parent = above[level]
        item = pydyf.Dictionary({"Title": pydyf.String(text), "Parent": parent.reference, "Dest": place})
        pdf.add_object(item)
        if "Last" in parent:
            before = above[level + 1]
            before["Next"], item["Prev"] = item.reference, before.reference
        parent.setdefault("First", item.reference)
        parent["Last"] = item.reference
        parent["Count"] = parent.get("Count", 0) + (1 if parent is root else -1)
        above[level + 1 :] = [item]


def colour_of(colour: str) -> tuple[float, float, float]:
    """A colour, written ``#rrggbb``, as PDF mixes it."""
    red, green, blue = (round(int(colour[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))
    return red, green, blue


def paint(content: pydyf.Stream, colour: str, x: float, top: float, width: float, height: float) -> None:
    """Paint a rectangle, its upper edge at a height from the top of the sheet."""
    content.set_color_rgb(*colour_of(colour))
    content.rectangle(round(x, 2), round(HEIGHT - top - height, 2), round(width, 2), round(height, 2))
    content.fill()

"""
Drawing charts as SVG: each once, into a file that every site shares, and by a second process while Sphinx is busy.

This module imports little, so that such a process is at work a few seconds before Sphinx is.
"""

import hashlib
import json
import os
import re
import struct
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from claimbook.charts import vega
from claimbook.charts.sizes import (
    LEAST_PLOT,
    LEAST_WIDE_PLOT,
    LIKELY_PLOT,
    LINE_ON_A_PHONE,
    NARROW,
    WIDE,
    WORDS_ON_A_PHONE,
)
from claimbook.errors import UserError
from claimbook.system.kernels import JOBS, submit, workers
from claimbook.system.replacing import check_place, make_folder, write_aside, written_aside

#: How the files end that a chart can be written to.
ENDINGS = (".svg", ".png", ".html")

#: Where the script is kept that all sites have: beside this module as Python keeps it compiled.
FOR_ALL_BOOKS = Path(cache_from_source(__file__)).parent


class Drawn(NamedTuple):
    """A chart drawn for wide and narrow screens and to be passed on, and the narrow one's plot, in pixels."""

    wide: str
    narrow: str
    passed_on: str
    plot: float
    plot_height: float


def drawn(spec: dict[str, Any], folder: Path) -> Drawn:
    """A chart in all its drawings; the page writes its title, so that it ends its lines as the page does."""
    untitled = {key: value for key, value in spec.items() if key not in ("title", "usermeta")}
    padded = {**untitled, "autosize": {"type": "pad"}}
    tall = {**padded, "height": height_on_a_phone(spec)}
    width = max(spec.get("width", 0), WIDE)
    wide = drawing({**untitled, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}, folder)
    around = width - plot_of(wide)
    passed_on = drawing({**padded, "width": max(WIDE - around, LEAST_WIDE_PLOT)}, folder)
    around = width_of(drawing({**tall, "width": LIKELY_PLOT}, folder)) - LIKELY_PLOT
    plot = max(NARROW - around, LEAST_PLOT)
    return Drawn(wide, drawing({**tall, "width": plot}, folder), passed_on, plot, tall["height"])


def height_on_a_phone(spec: dict[str, Any]) -> float:
    """Height of a chart's plot on a phone, where the names of its rows take more lines."""
    lines = [len(wrap(name, LINE_ON_A_PHONE)) for name in row_names(spec)]
    needed = len(lines) * (max(lines, default=0) * (WORDS_ON_A_PHONE + 2) + 4)
    return max(spec.get("height", 0), needed) or 260


def row_names(spec: dict[str, Any]) -> list[str]:
    """The names of a chart's rows; none if it has no rows, or says itself how their names are written."""
    data = spec.get("datasets", {})
    for part in (spec, *spec.get("layer", [])):
        y = part.get("encoding", {}).get("y", {})
        axis = y.get("axis", {})
        if y.get("type") == "nominal" and axis is not None and "labelExpr" not in axis:
            rows = data.get(part.get("data", spec.get("data", {})).get("name"), [])
            names = (y.get("scale") or {}).get("domain") or [row[y["field"]] for row in rows if y.get("field") in row]
            return [str(name) for name in dict.fromkeys(names)]
    return []


def width_of(drawing: str) -> float:
    """Width of a drawing with all its words, in pixels."""
    return float(re.search(r' width="([\d.]+)"', drawing)[1])  # type: ignore[index]  # it always says


def height_of(drawing: str) -> float:
    """Height of a drawing with all its words, in pixels."""
    return float(re.search(r' height="([\d.]+)"', drawing)[1])  # type: ignore[index]


def plot_of(drawing: str) -> float:
    """Width of a drawing's plot beside its words, in pixels."""
    return float(re.search(r'class="background"[^>]* d="M[\d.]+,[\d.]+h([\d.]+)', drawing)[1])  # type: ignore[index]


def drawing(spec: dict[str, Any], folder: Path) -> str:
    """A chart as Vega draws it."""
    drawn = {key: value for key, value in spec.items() if key != "$schema"}
    return made_once(json.dumps(drawn, sort_keys=True), lambda: vega.svg_of(drawn), folder)


def vega_script(folder: Path) -> str:
    """The script that brings charts to life, in a scope of its own: a page opened as a file may load no module."""
    start = "window.vegaEmbed = vegaEmbed;"
    kept = FOR_ALL_BOOKS if may_keep_for_all_books() else folder
    return f"(() => {{\n{made_once(start, lambda: vega.script(start), kept)}\n}})();\n"


def may_keep_for_all_books() -> bool:
    """Whether what every book's site has may be kept once for all books: where Python keeps what it compiles."""
    return not sys.dont_write_bytecode and os.access(FOR_ALL_BOOKS, os.R_OK | os.W_OK)


def picture(svg: str, folder: Path) -> bytes:
    """A drawing that stands alone as PNG, twice as fine as its own pixels."""
    return b64decode(made_once(svg, lambda: b64encode(pressed(vega.png_of(svg, scale=2))).decode(), folder))


def check_chart_file(path: Path) -> None:
    """
    Refuse a file that no chart can be written to, before anything is computed.

    Raises
    ------
    UserError
        If its name ends otherwise, or no file can be written there.
    """
    if path.suffix not in ENDINGS:
        raise UserError(f"--chart {str(path)!r} ends neither in {' nor in '.join(ENDINGS)}")
    check_place(path)


def write_chart(chart: Any, path: Path, made: Mapping[str, Any]) -> None:
    """
    Write an Altair chart to a file of its own: a drawing, a picture, or a page that needs nothing beside it.

    Parameters
    ----------
    chart : Chart
        What is drawn.
    path : Path
        A name that ends in one of `ENDINGS`.
    made : mapping
        What it was made with, which stands in the file as JSON: in an SVG's ``metadata``, in a PNG's text ``Comment``,
        in a page's ``meta`` named ``made-with``.
    """
    said = json.dumps(made)
    if path.suffix == ".html":
        page = chart.to_html(inline=True)
        meta = f'<meta name="made-with" content="{escape(said)}">'
        with written_aside(path) as aside:
            aside.write_text(page.replace("<head>", f"<head>\n  {meta}", 1), encoding="utf-8", newline="\n")
        return
    svg = vega.svg_of(chart.to_dict())
    with written_aside(path) as aside:
        if path.suffix == ".svg":
            aside.write_text(with_metadata(svg, said), encoding="utf-8", newline="\n")
        else:
            aside.write_bytes(with_comment(pressed(vega.png_of(svg, scale=2)), said))


def with_metadata(svg: str, said: str) -> str:
    """A drawing that says something of itself, where programs look for it and no reader sees it."""
    drawn, end, after = svg.rpartition("</svg>")
    return f"{drawn}<metadata>{escape(said, quote=False)}</metadata>{end}{after}"


def with_comment(png: bytes, said: str) -> bytes:
    """A picture that says something of itself, in ASCII: the text that libraries for pictures call ``Comment``."""
    head = 8 + 12 + 13  # the signature, and the first chunk with its thirteen bytes
    return png[:head] + chunk(b"tEXt", b"Comment\0" + said.encode("ascii")) + png[head:]


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def preview_picture(svg: str, folder: Path) -> bytes:
    """A drawing for the preview of a link as PNG, in its own pixels."""
    return b64decode(made_once(f"preview {svg}", lambda: b64encode(vega.png_of(svg)).decode(), folder))


def pressed(png: bytes) -> bytes:
    """The same picture in a third of the bytes: vl-convert writes PNG quickly, not small."""
    chunks, at = [], 8  # the signature's length
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")))
    head, *_, end = chunks
    return png[:8] + b"".join(chunk(kind, data) for kind, data in (head, (b"IDAT", pixels), end))


def made_once(asked: str, make: Callable[[], str], folder: Path) -> str:
    """
    What the drawing library makes of something: once, and then from a file named after that and what draws it.

    A scenario's site shares most of its charts with the baseline's; a drawing takes a third of a second, and the
    script more than one.
    """
    about = json.dumps([version("vl-convert-python"), own_part(), asked])
    path = folder / hashlib.sha256(about.encode()).hexdigest()
    if not path.exists():
        make_folder(path.parent)
        write_aside(path, make())
    return path.read_text(encoding="utf-8")


@cache
def own_part() -> str:
    """Digest of what this package does before and after the library draws."""
    return hashlib.sha256(b"".join(Path(module).read_bytes() for module in (__file__, vega.__file__))).hexdigest()


@contextmanager
def second_process() -> Iterator[ProcessPoolExecutor | None]:
    """
    Have a second process work while the block runs; none where CLAIMBOOK_JOBS=1 asks for no other.

    Yields
    ------
    ProcessPoolExecutor or None
        The second process, which does what it is given one after another.
    """
    if os.environ.get(JOBS) == "1":
        yield None
        return
    with workers(1) as pool:
        yield pool


def draw_ahead(pool: ProcessPoolExecutor | None, notebooks: Sequence[Path], folder: Path) -> None:
    """
    Have another process draw the charts of notebooks, the last ones first.

    Whoever needs them begins with the first ones and finds the others drawn. If something goes wrong in the other
    process, it is said when that chart is drawn here.
    """
    if pool is not None:
        submit(pool, draw_all, [str(path) for path in notebooks], folder)


@contextmanager
def pictures_ahead(folder: Path) -> Iterator[Callable[[Sequence[str]], None]]:
    """
    Have another process make pictures of drawings that stand alone while the block runs, those it hears of first first.

    A picture takes longer than the drawing it is made of. Where something goes wrong, it is made when its file is
    written. CLAIMBOOK_JOBS=1 asks for no other process.

    Yields
    ------
    callable
        Called with drawings, has the other process make their pictures too.
    """
    if os.environ.get(JOBS) == "1":
        yield lambda svgs: None
        return
    with workers(1) as pool:

        def begin(svgs: Sequence[str]) -> None:
            submit(pool, draw_pictures, list(svgs), folder)

        yield begin


def draw_pictures(svgs: Sequence[str], folder: Path) -> None:
    """Make the pictures of drawings that stand alone."""
    for svg in svgs:
        picture(svg, folder)


def draw_all(notebooks: Sequence[str], folder: Path) -> None:
    """Draw all that a site needs of the charts in notebooks, from the last to the first."""
    for path in reversed(notebooks):
        for spec in reversed(charts_in(Path(path))):
            drawn(spec, folder)
    vega_script(folder)


def charts_in(notebook: Path) -> list[dict[str, Any]]:
    """The specs of the charts that a notebook's outputs hold."""
    cells = json.loads(notebook.read_text(encoding="utf-8-sig"))["cells"]
    shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return [spec for data in shown for kind, spec in data.items() if "vegalite" in kind]

"""
Drawing charts as SVG: each once, into a file that every site shares, and by a second process while Sphinx is busy.

This module imports little, so that such a process is at work a few seconds before Sphinx is.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from claimbook.system.kernels import JOBS, submit, workers
from claimbook.system.replacing import write_aside

#: Width of the drawing for narrow screens, in pixels, and the least that its plot gets, whatever its words need: what
#: is wider than the screen is shown smaller.
NARROW = 350
LEAST_PLOT, LIKELY_PLOT = 130, 230


def wide_and_narrow(spec: dict[str, Any], folder: Path) -> tuple[str, str, float]:
    """A chart drawn for wide and for narrow screens, and how wide the plot of the latter is beside all its words."""
    padded = {**spec, "autosize": {"type": "pad"}}
    likely = drawing({**padded, "width": LIKELY_PLOT}, folder)
    around = float(re.search(r' width="([\d.]+)"', likely)[1]) - LIKELY_PLOT  # type: ignore[index]  # it always says
    plot = max(NARROW - around, LEAST_PLOT)
    return drawing(spec, folder), drawing({**padded, "width": plot}, folder), plot


def drawing(spec: dict[str, Any], folder: Path) -> str:
    """A chart as Vega draws it."""
    drawn = {key: value for key, value in spec.items() if key != "$schema"}
    return made_once(json.dumps(drawn, sort_keys=True), lambda: vl_convert.vegalite_to_svg(drawn), folder)


def vega_script(folder: Path) -> str:
    """The script that brings charts to life, in a scope of its own: a page opened as a file may load no module."""
    start = "window.vegaEmbed = vegaEmbed;"
    return f"(() => {{\n{made_once(start, lambda: vl_convert.javascript_bundle(start), folder)}\n}})();\n"


def made_once(asked: str, make: Callable[[], str], folder: Path) -> str:
    """
    What the drawing library makes of something: once, and then from a file named after that and the library.

    A scenario's site shares most of its charts with the baseline's; a drawing takes a third of a second, and the
    script more than one.
    """
    about = json.dumps([version("vl-convert-python"), asked])
    path = folder / hashlib.sha256(about.encode()).hexdigest()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_aside(path, make())
    return path.read_text(encoding="utf-8")


@contextmanager
def drawing_ahead(notebooks: Sequence[Path], folder: Path) -> Iterator[None]:
    """
    Have a second process draw the charts of notebooks while the block runs, the last ones first.

    Whoever is in the block begins with the first ones and finds the others drawn. If something goes wrong in the second
    process, it is said when the block itself draws that chart. CLAIMBOOK_JOBS=1 asks for no second process.
    """
    if os.environ.get(JOBS) == "1":
        yield
        return
    with workers(1) as pool:
        submit(pool, draw_all, [str(path) for path in notebooks], folder)
        yield


def draw_all(notebooks: Sequence[str], folder: Path) -> None:
    """Draw all that a site needs of the charts in notebooks, from the last to the first."""
    for path in reversed(notebooks):
        for spec in reversed(charts_in(Path(path))):
            untitled = {key: value for key, value in spec.items() if key != "title"}  # the page writes the title
            wide_and_narrow(untitled, folder)
    vega_script(folder)


def charts_in(notebook: Path) -> list[dict[str, Any]]:
    """The specs of the charts that a notebook's outputs hold."""
    cells = json.loads(notebook.read_text(encoding="utf-8-sig"))["cells"]
    shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return [spec for data in shown for kind, spec in data.items() if "vegalite" in kind]

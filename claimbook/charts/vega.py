"""
Vega as vl-convert brings it: the one place where charts are drawn, and with which fonts.

Of a font that is a file, vl-convert opens the file for each letter that it measures, and a drawing takes three times as
long. It brings Liberation with it, and keeps that in memory, unless it finds one on the machine. So it is shown no
fonts when it first looks, and the machine's, for what Liberation lacks, afterwards.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from claimbook.system.lines import WIDE

#: Where Linux keeps fonts. Other systems have places of their own, in which vl-convert looks in any case.
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

#: What names the file that says where fonts are, to vl-convert as to all of Linux, and one that says nowhere.
WHERE, NOWHERE = "FONTCONFIG_FILE", Path(__file__).with_name("own-fonts.conf")

#: A line of a drawing's words; letters that Liberation lacks, faces without serifs that have them, and a sign that it
#: lacks with one that looks alike.
WORDS = re.compile(r"""(?P<tag><text\b(?:[^>"']|"[^"]*"|'[^']*')*>)(?P<words>.*?)(?=</text>)""", re.DOTALL)
LACKING = re.compile(f"[{WIDE}]")
FACES = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
ALIKE = str.maketrans("◆", "♦")


def svg_of(spec: dict[str, Any]) -> str:
    """A chart as Vega draws it, from a spec of Vega-Lite; which version of it the spec follows decides nothing."""
    load_fonts()
    return vl_convert.vegalite_to_svg({key: value for key, value in spec.items() if key != "$schema"})


def png_of(svg: str, scale: float = 1) -> bytes:
    """A drawing as a picture, so many times as fine as its own pixels."""
    load_fonts()
    return vl_convert.svg_to_png(without_lacking(svg), scale=scale)


def without_lacking(svg: str) -> str:
    """
    A drawing in which lines with Chinese, Japanese or Korean letters name faces that have them.

    Else the library takes for a whole line the first face on the machine that has all of its letters and signs.
    """

    def in_faces(line: re.Match[str]) -> str:
        words = line["words"].translate(ALIKE)
        in_them = f'<tspan font-family="{FACES}">{words}</tspan>' if LACKING.search(words) else words
        return f"{line['tag']}{in_them}"

    return WORDS.sub(in_faces, svg)


def script(start: str) -> str:
    """Vega itself as one script for a browser, which ends with a statement of ours."""
    return vl_convert.javascript_bundle(start)


@cache
def load_fonts() -> None:
    """Have the library take its own fonts first, and then the machine's; whoever says where fonts are is obeyed."""
    if WHERE in os.environ:
        return
    with no_fonts():
        vl_convert.svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    for folder in map(os.path.expanduser, FONTS):
        if os.path.isdir(folder):
            vl_convert.register_font_directory(folder)


@contextmanager
def no_fonts() -> Iterator[None]:
    """Let the machine have no fonts while the block runs."""
    os.environ[WHERE] = str(NOWHERE)
    try:
        yield
    finally:
        del os.environ[WHERE]

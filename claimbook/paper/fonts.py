"""
Text as a PDF writes it, in the fonts that every reader of PDF has: how wide it is, and which font has each letter.

Nothing is embedded, so that the file is small, the same on every machine, and needs no font where it is made:
Helvetica for what Windows' code page 1252 has, Symbol for a few signs, and for what is left Adobe's font of Chinese,
which readers replace by one of theirs.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: Faces by the names that a page calls them by. An oblique letter is as wide as an upright one.
FACES = {"regular": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}

#: Signs that Symbol has, each with its code there and its width, in thousandths of the size (Adobe's metrics).
SYMBOLS = {
    "≤": (163, 549), "≥": (179, 549), "≈": (187, 549), "→": (174, 987), "−": (45, 549), "≠": (185, 549),
    "∞": (165, 713), "√": (214, 549), "∑": (229, 713), "∝": (181, 713),
}  # fmt: skip

#: Raised figures and signs, most of which code page 1252 lacks: written small and high.
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+–")
RAISED_SIZE, RAISED_BY = 0.66, 0.34

#: What is as wide as a space, or as no space at all.
SPACES = str.maketrans("\u00a0\u202f\u2009", "   ", "\u200b\u2060")

#: What a line may end after: a Chinese letter, a word, spaces.
WORD = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+")


@dataclass(frozen=True)
class Run:
    """Letters that stand in one font: its name in the PDF, their codes, their width at size 1, and whether raised."""

    font: str
    codes: bytes
    width: float
    raised: str = ""


@cache
def widths(face: str) -> list[int]:
    """Widths of the letters of code page 1252 from the space on, in thousandths of the size (Adobe's metrics)."""
    known = json.loads(Path(__file__).with_name("helvetica.json").read_text(encoding="utf-8"))
    return list(known["bold" if face == "bold" else "regular"])


@cache
def runs(text: str, face: str) -> tuple[Run, ...]:
    """A text in one face as runs of letters, each in the font that has them."""
    return tuple(make_runs(text.translate(SPACES), face))


def make_runs(text: str, face: str) -> Iterator[Run]:
    """The runs of a text whose spaces are plain."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or kind(text[end]) != kind(text[start]):
            yield run_of(kind(text[start]), text[start:end], face)
            start = end


@cache
def kind(letter: str) -> str:
    """Which font has a letter: the face, the one of signs, or the wide one; ``raised`` if it is to be raised."""
    if letter in SYMBOLS:
        return "symbol"
    if ord(letter) in RAISED:
        return "raised"
    return "face" if letter.encode("cp1252", "ignore") else "wide"


def run_of(font: str, text: str, face: str) -> Run:
    """Letters of one kind as a run."""
    if font == "symbol":
        codes = bytes(SYMBOLS[letter][0] for letter in text)
        return Run("symbol", codes, sum(SYMBOLS[letter][1] for letter in text) / 1000)
    if font == "wide":
        shown = "".join(letter if ord(letter) < 0x10000 else "?" for letter in text)
        return Run("wide", shown.encode("utf-16-be"), float(len(shown)))
    codes = text.translate(RAISED).encode("cp1252")
    width = sum(widths(face)[code - 32] for code in codes) / 1000
    return Run(face, codes, width * RAISED_SIZE, text) if font == "raised" else Run(face, codes, width)


@cache
def width_in_sizes(text: str, face: str) -> float:
    """How many times its size a text is wide."""
    return sum(run.width for run in runs(text, face))


def width_of(text: str, face: str, size: float) -> float:
    """How wide a text is, in points."""
    return size * width_in_sizes(text, face)


def words_of(text: str) -> list[str]:
    """A text as the parts that a line may end after."""
    return WORD.findall(text)

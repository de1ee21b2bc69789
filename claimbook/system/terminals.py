"""Output to terminals, pipes and files whose encoding lacks some of what we print."""

import codecs
import io
import json
import re
import sys
import unicodedata
from typing import Any, TextIO

#: What stands for a character that a terminal's encoding lacks, where a plain one says the same.
STAND_INS = {
    "×": "x", "·": "*", "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "→": "->", "←": "<-", "≈": "~", "≤": "<=",
    "≥": ">=", "≠": "!=", "±": "+-", "‘": "'", "’": "'", "“": '"', "”": '"', "•": "*", "¥": "CNY ", "€": "EUR ",
    "£": "GBP ", "°": " deg", "⁄": "/", "━": "-", "╋": "+", "┃": "|",
    "▔": "-", "▁": ".", "▂": ".", "▃": ":", "▄": ":", "▅": ":", "▆": "#", "▇": "#", "█": "#",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip

#: What stands above a line, an exponent: 10²⁵ is no 1025.
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")


class WithWholeExponents:
    """A stream that writes an exponent as ^25 where its encoding lacks any of it: cp1252 has ² and no ⁵."""

    def __init__(self, stream: TextIO):
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        return self.stream.write(with_whole_exponents(text, self.stream.encoding))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def prepare_output() -> None:
    """Let standard output and error take any text: what their encoding lacks gets a stand-in or is escaped."""
    codecs.register_error("stand-in", stand_in)
    sys.stdout, sys.stderr = prepared(sys.stdout), prepared(sys.stderr)


def prepared(stream: Any) -> Any:
    """A stream that takes any text: itself, if it is none of a terminal, a pipe or a file."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="stand-in")
    return WithWholeExponents(stream)


def with_whole_exponents(text: str, encoding: str) -> str:
    """
    A text whose exponents are raised as a whole or not at all.

    Examples
    --------
    >>> with_whole_exponents("10²⁵ m²", "cp1252"), with_whole_exponents("10²⁵ m²", "utf-8")
    ('10^25 m²', '10²⁵ m²')
    """

    def in_one_style(exponent: re.Match[str]) -> str:
        try:
            exponent[0].encode(encoding)
        except UnicodeEncodeError:
            return "^" + unicodedata.normalize("NFKD", exponent[0]).replace("−", "-")
        return exponent[0]

    return RAISED.sub(in_one_style, text)


def stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is written in the place of characters that an encoding lacks, and where to go on after them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if "\udc80" <= character <= "\udcff":  # a byte of a file's name that the system's encoding does not know
        return bytes([ord(character) - 0xDC00]), error.start + 1
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    said = "".join(STAND_INS.get(part, part) for part in (character if character in STAND_INS else plain))
    return said if said.isascii() else character.encode("ascii", "backslashreplace").decode(), error.start + 1


def say(text: str, error: bool = False) -> None:
    """Print a line on standard output or error."""
    print(text, file=sys.stderr if error else sys.stdout)


def json_text(data: Any) -> str:
    """Data as JSON that standard output can take as it is: what its encoding lacks is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, indent=1)
    return text

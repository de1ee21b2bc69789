"""Output to terminals, pipes and files whose encoding lacks some of what we print."""

import codecs
import io
import json
import sys
import unicodedata
from typing import Any

#: What stands for a character that a terminal's encoding lacks, where a plain one says the same.
STAND_INS = {
    "×": "x", "·": "*", "–": "-", "—": "-", "−": "-", "‑": "-", "…": "...", "→": "->", "←": "<-", "≈": "~", "≤": "<=",
    "≥": ">=", "≠": "!=", "±": "+-", "‘": "'", "’": "'", "“": '"', "”": '"', "•": "*", "¥": "CNY ", "€": "EUR ",
    "£": "GBP ", "°": " deg", "⁄": "/", "━": "-", "╋": "+", "┃": "|",
    "▔": "-", "▁": ".", "▂": ".", "▃": ":", "▄": ":", "▅": ":", "▆": "#", "▇": "#", "█": "#",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip

#: What stands above a line: 10²⁵ is no 1025.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"


def prepare_output() -> None:
    """Let standard output and error take any text: what their encoding lacks gets a stand-in or is escaped."""
    codecs.register_error("stand-in", stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="stand-in")


def stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is written in the place of characters that an encoding lacks, and where to go on after them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if "\udc80" <= character <= "\udcff":  # a byte of a file's name that the system's encoding does not know
        return bytes([ord(character) - 0xDC00]), error.start + 1
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    said = "".join(STAND_INS.get(part, part) for part in (character if character in STAND_INS else plain))
    if character in RAISED and error.object[error.start - 1 : error.start] not in tuple(RAISED):
        said = f"^{said}"
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

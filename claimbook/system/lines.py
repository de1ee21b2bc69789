"""Text in lines of a given width, in any script: for pictures, which end no lines by themselves."""

import re

from rich.cells import cell_len, chop_cells

#: Letters and signs that are twice as wide as a Latin letter and end a line anywhere.
WIDE = "\u2e80-\u30ff\u3130-\u318f\u31c0-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"

#: Signs after which no line ends, and such as no line begins with.
OPENING, CLOSING = "（《〈「『【〔“‘", "，。、；：？！）》〉」』】〕”’…％"

#: Blanks at which a line may end, as it may not at those that hold a number to its unit.
BLANKS = " \t\n\r"

PIECE = re.compile(rf"[{BLANKS}]+|[{OPENING}]*(?:[{WIDE}]|[^{BLANKS}{WIDE}]+)[{CLOSING}]*")


def in_lines(text: str, width: int) -> list[str]:
    """
    A text in lines that end at spaces and between wide letters.

    Parameters
    ----------
    text : str
        The text, whose own lines do not count.
    width : int
        Latin letters in a line; a Chinese one takes the place of two.

    Examples
    --------
    >>> in_lines("3 of 4 figures hold", 10)
    ['3 of 4', 'figures', 'hold']
    >>> in_lines("五篇文章，505条陈述。", 10)
    ['五篇文章，', '505条陈', '述。']
    """
    lines = [""]
    for piece in PIECE.findall(text):
        for part in [piece] if cell_len(piece.strip(BLANKS)) <= width else chop_cells(piece, width):
            if cell_len(f"{lines[-1]}{part}".strip(BLANKS)) > width:
                lines.append("")
            lines[-1] += part
    return [line for line in map(normal, lines) if line]


def in_few_lines(text: str, width: int, most: int) -> list[str]:
    """As `in_lines`, but at most so many lines, the last of which says so if more would follow."""
    lines = in_lines(text, width)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{in_lines(lines[most - 1], width - 2)[0]} …"]


def normal(line: str) -> str:
    """A line without blanks at its ends, and one for several within it."""
    return re.sub(f"[{BLANKS}]+", " ", line).strip(" ")

"""Sentences beside the rows of a chart: on as many lines as they need, narrower and smaller ones on a phone."""

from textwrap import wrap

import altair as alt

from claimbook.charts.parts import ON_A_PHONE, by_width
from claimbook.charts.theme import COLOURS

#: Characters of a line of a label, size of its words and distance of its lines in pixels: on a phone, on a wide page.
LENGTHS, SIZES, LEADINGS = (27, 44), (12, 14), (15, 17)

#: What stands between the lines of a label, and between its two settings: neither occurs in a text.
LINE, SETTING = "\n", "¦"


def sentence_label(*parts: str) -> str:
    """A row's label for :func:`sentence_axis`: each part begins a line, broken where the page asks for it."""
    return SETTING.join(LINE.join(line for part in parts for line in wrap(part, length)) for length in LENGTHS)


def sentence_axis(field: str) -> alt.Y:
    """The axis of rows that are labelled with sentences, in the order of the table."""
    lines = f"split(split(datum.value, {SETTING!r})[{ON_A_PHONE} ? 0 : 1], {LINE!r})"
    half_a_line = f"({ON_A_PHONE} ? {LEADINGS[0]} : {LEADINGS[1]}) / 2"
    axis = alt.Axis(
        labelExpr=lines,
        labelOffset=alt.ExprRef(expr=f"(1 - length({lines})) * {half_a_line}"),  # about the middle of the row
        labelLimit=400,
        labelPadding=10,
        labelFontSize=by_width(*SIZES),
        labelLineHeight=by_width(*LEADINGS),
        labelColor=COLOURS["ink"],
    )
    return alt.Y(f"{field}:N", sort=None, title=None, axis=axis)


def row_height(labels: list[str], least: int) -> int:
    """Height of rows that hold the tallest of some labels, on a phone and on a wide page, in pixels."""
    settings = [label.split(SETTING) for label in labels]
    needed = [leading * max(len(setting[i].split(LINE)) for setting in settings) for i, leading in enumerate(LEADINGS)]
    return max(least, *needed) + 8

"""Names beside the rows of a chart: whole, on as many lines as they need, narrower ones on a phone."""

from textwrap import wrap
from typing import Any

import altair as alt

from claimbook.charts.sizes import (
    LEADING,
    LEADING_ON_A_PHONE,
    LINE,
    LINE_ON_A_PHONE,
    ON_A_PHONE,
    SENTENCE,
    SENTENCE_ON_A_PHONE,
)


def lines_of(text: str, wide: int = LINE, narrow: int = LINE_ON_A_PHONE) -> str:
    """
    What Vega evaluates to end a text's lines at spaces, so that nothing of it is cut off; its own lines end as well.

    Parameters
    ----------
    text : str
        The expression for the text, such as ``datum.value``.
    wide, narrow : int
        Characters in a line, on a wide page and on a phone.
    """
    words = f"regexp('(.{{1,' + ({ON_A_PHONE} ? {narrow} : {wide}) + '}})( +|$)', 'gm')"
    ended = f"replace({text}, {words}, '$1\\n')"
    return f"split(trim(replace({ended}, regexp('\\n+', 'g'), '\\n')), '\\n')"


def names_of_rows(wide: int = LINE, narrow: int = LINE_ON_A_PHONE) -> dict[str, Any]:
    """Properties of an axis whose names take as many lines as they need, about the middle of their rows."""
    name, leading = lines_of("datum.value", wide, narrow), f"({ON_A_PHONE} ? {LEADING_ON_A_PHONE} : {LEADING})"
    return {
        "labelExpr": name,
        "labelLimit": 0,
        "labelPadding": 8,
        "labelLineHeight": {"expr": leading},
        "labelOffset": {"expr": f"(1 - length({name})) * {leading} / 2"},
    }


def sentence_axis(field: str) -> alt.Y:
    """The axis of rows that are labelled with sentences, in the order of the table."""
    names = names_of_rows(SENTENCE, SENTENCE_ON_A_PHONE)
    return alt.Y(f"{field}:N", sort=None, title=None, axis=alt.Axis(**names))


def row_height(labels: list[str], least: int) -> int:
    """Height of rows that hold the tallest of some labels of a sentence axis, on a phone and elsewhere, in pixels."""
    settings = ((SENTENCE, LEADING), (SENTENCE_ON_A_PHONE, LEADING_ON_A_PHONE))
    return max(least, *(leading * lines_needed(label, length) for label in labels for length, leading in settings)) + 8


def lines_needed(label: str, length: int) -> int:
    """How many lines :func:`lines_of` makes of a label."""
    return sum(len(wrap(line, length, break_long_words=False, break_on_hyphens=False)) for line in label.split("\n"))


def above_on_a_phone(rows: alt.Chart, field: str, wide: int, narrow: int) -> tuple[alt.Y, alt.Chart]:
    """
    The axis of rows that stand beside their names, and, where a phone has no room for that, the names above the marks.

    Parameters
    ----------
    rows : alt.Chart
        The chart's data.
    field : str
        The column of the names.
    wide, narrow : int
        Characters in a line, beside the plot and above a mark.
    """
    beside = names_of_rows(wide, wide)
    beside["labelExpr"] = f"{ON_A_PHONE} ? '' : {beside['labelExpr']}"
    y = alt.Y(f"{field}:N", sort=None, title=None, axis=alt.Axis(**beside))
    lines = lines_of(f"datum.{field}", narrow, narrow)
    above = rows.mark_text(
        text=alt.ExprRef(f"{ON_A_PHONE} ? {lines} : ''"),
        align="left",
        lineHeight=LEADING_ON_A_PHONE,
        dy=alt.ExprRef(f"-10 - {LEADING_ON_A_PHONE} * (length({lines}) - 1)"),
    )
    return y, above.encode(x=alt.value(0), y=y)

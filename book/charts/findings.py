"""What the chapters' charts share: words of a finding, names beside rows, printed figures against found ones."""

from collections.abc import Sequence
from math import log
from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.parts import labelled_dots, log_axis, rounded, text_by_width
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import Wording, write_number

#: What a mark says on hover where its row has a name and a figure in words.
NAMED = [alt.Tooltip("what:N", title="What"), alt.Tooltip("label:N", title="Figure")]

COUNTED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def count(number: int) -> str:
    """
    A small count in words.

    Examples
    --------
    >>> count(2), count(12)
    ('two', '12')
    """
    return COUNTED[number] if number < len(COUNTED) else str(number)


def times(ratio: float) -> str:
    """
    How many times one number is another, to two digits.

    Examples
    --------
    >>> times(2.668), times(1)
    ('2.7 times', 'as much as')
    """
    written = write_number(ratio, 2)
    return "as much as" if written == "1" else f"{written} times"


def names(sort: Sequence[str] | None = None) -> alt.Y:
    """Axis of the names in the column ``what``, in the order of the data, if not in one of its own."""
    return alt.Y("what:N", sort=None if sort is None else list(sort), title=None)


def dots(rows: list[dict[str, Any]], title: str, prefix: str = "$") -> alt.LayerChart:
    """Labelled dots with all of each name beside them, and a tooltip on dot and interval alike."""
    ends = min(row["low"] for row in rows), max(row["high"] for row in rows)
    chart = labelled_dots([row | sides("value", row["value"], *ends) for row in rows], title, prefix)
    y = names()
    for layer in chart.layer:
        layer.encoding.y = y
        if getattr(layer.mark, "type", layer.mark) == "text":
            layer.mark.align, layer.mark.fontSize = on_its_side("value"), alt.Undefined
        else:
            layer.encoding.tooltip = NAMED
    return chart


def pair(what: str, claim_id: str, model: Model, quantity: str = "", note: str = "") -> dict[str, Any]:
    """
    A row of :func:`printed_and_found` for a claim.

    Parameters
    ----------
    quantity : str
        What the claim is held against, where that is not what decides it.
    note : str
        What follows the found figure in its label.

    Raises
    ------
    UserError
        If the claim is in words, or is not held against numbers of that quantity.
    """
    result, words = model.result(claim_id), model.project.words
    claim = result.claim
    tests = [each for each in result.tests if each.test.quantity == quantity] if quantity else [result.leading]
    found = next((each for each in tests if each is not None and each.found is not None), None)
    if claim.printed is None or found is None or found.found is None or found.low is None or found.high is None:
        raise UserError(f"claim {claim_id} has no numbers of {quantity or 'what decides it'} to draw")
    printed = claim.printed
    ends = printed.ends
    short = words.write_quantity(found.found, claim.unit)
    interval = span(found.low, found.high, claim.unit, words)
    return {
        "what": what,
        "printed_low": rounded(ends[0]),
        "printed_high": rounded(ends[1]),
        "printed_middle": rounded((ends[0] * ends[1]) ** 0.5),
        "printed": span(*ends, claim.unit, words) if ends[0] < ends[1] else words.write_printed(printed, claim.unit),
        "found": rounded(found.found),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "short": f"found {short}",
        "label": f"found {short}" + ("" if interval == short else f" ({interval})") + (f", {note}" if note else ""),
        "colour": verdict_colour(str(result.verdict)),
        "verdict": str(result.verdict.word),
    }


def span(low: float, high: float, unit: str, words: Wording) -> str:
    """
    Both ends of a range, what follows their numbers said once.

    Examples
    --------
    >>> span(3, 4, "month", Wording()), span(54e6, 60e6, "USD", Wording(currencies={"USD": "$"}))
    ('3 to 4 months', '$54 to $60 million')
    """
    first, last = words.write_quantity(low, unit), words.write_quantity(high, unit)
    _, space, unit_said = last.partition(" ")
    return last if first == last else f"{first.removesuffix(space + unit_said)} to {last}"


def printed_and_found(rows: Sequence[dict[str, Any]], title: str, prefix: str = "") -> alt.LayerChart:
    """
    Rows of a printed figure or range, as diamonds, above what was found, a dot with its interval, on a log axis.

    Parameters
    ----------
    rows : sequence of dict
        As :func:`pair` makes them.
    title : str
        Of the axis.
    prefix : str
        Sign before the axis's numbers.
    """
    table = pd.DataFrame(rows)
    table["above"] = "printed: " + table["printed"]
    spanned = [*table["low"], *table["high"], *table["printed_low"], *table["printed_high"]]
    for field in ("printed_middle", "found"):
        placed = pd.DataFrame(sides(field, value, min(spanned), max(spanned)) for value in table[field])
        table = table.join(placed)

    def at(field: str) -> alt.X:
        return log_axis(field, title, spanned, prefix)

    tooltip = [
        alt.Tooltip("what:N", title="What"),
        alt.Tooltip("printed:N", title="Printed"),
        alt.Tooltip("label:N", title="Held against"),
        alt.Tooltip("verdict:N", title="Verdict"),
    ]
    base = alt.Chart(table).encode(y=names())
    marked = base.encode(tooltip=tooltip)
    colour = alt.Color("colour:N", scale=None)
    return alt.layer(
        marked.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=at("low"), x2="high:Q", color=colour),
        marked.mark_rule(strokeWidth=3, color=COLOURS["ink"]).encode(x=at("printed_low"), x2="printed_high:Q"),
        *(
            marked.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at(end))
            for end in ("printed_low", "printed_high")
        ),
        marked.mark_point().encode(x=at("found"), color=colour),
        base.mark_text(dy=-15, align=on_its_side("printed_middle")).encode(x=at("printed_middle"), text="above:N"),
        base.mark_text(
            text=text_by_width("short", "label"),
            dy=17,
            align=on_its_side("found"),
            color=COLOURS["muted"],
        ).encode(x=at("found")),
    )


def sides(field: str, value: float, least: float, most: float) -> dict[str, str]:
    """On which side of a place on a log axis words stand so that they stay in the plot, on a phone and elsewhere."""
    place = log(value / least) / log(most / least)
    return {
        f"{field}_{width}": "left" if place < edge else "right" if place > 1 - edge else "center"
        for width, edge in (("narrow", 0.3), ("wide", 0.15))
    }


def on_its_side(field: str) -> alt.ExprRef:
    """The alignment that :func:`sides` found."""
    return text_by_width(f"{field}_narrow", f"{field}_wide")


def read_pairs(rows: Sequence[dict[str, Any]]) -> str:
    """Rows of :func:`printed_and_found` as a sentence for the text alternative."""
    return "; ".join(f"{row['what']}: printed {row['printed']}, {row['label']}" for row in rows) + "."

"""What charts over dates share: axes of years and of many powers of ten, names beside dots."""

from collections.abc import Container, Iterable, Mapping
from math import ceil, floor, log10

import altair as alt
import pandas as pd

from claimbook.charts.parts import rounded, text_by_width
from claimbook.register.wording import SUPERSCRIPTS

#: Where a label stands beside its dot.
SIDES = {
    "left": {"align": "right", "dx": -8},
    "right": {"align": "left", "dx": 8},
    "above": {"align": "center", "dy": -12},
    "below": {"align": "center", "dy": 13},
    "below right": {"align": "left", "dx": -3, "dy": 13},
}


def dot_labels(
    dots: pd.DataFrame, named: Mapping[str, tuple[str, str]], x: alt.X, y: alt.Y, minor: Container[str] = ()
) -> list[alt.Chart]:
    """Names beside the dots of a table indexed by key, one layer a side; on a phone there is no room for the minor."""
    layers = []
    for side, place in SIDES.items():
        labels = {key: label for key, (label, where) in named.items() if where == side and key in dots.index}
        if labels:
            short = ["" if key in minor else label for key, label in labels.items()]
            table = dots.loc[list(labels)].assign(label=list(labels.values()), short=short)
            layers.append(alt.Chart(table).mark_text(text=text_by_width("short", "label"), **place).encode(x=x, y=y))
    return layers


def rounded_year(year: float) -> float:
    """A date in years to about nine hours: the same on every machine."""
    return round(float(year), 3)


def year_axis(values: Iterable[float]) -> alt.X:
    """Axis of dates in years with fractions, with some room at both ends."""
    first, last = min(values), max(values)
    room = (last - first) / 40
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[rounded_year(first - room), rounded_year(last + room)], nice=False),
        axis=alt.Axis(format="d", tickCount=8, grid=False),
    )


def power_axis(field: str, title: str, values: Iterable[float]) -> alt.Y:
    """Log axis over many powers of ten, a tick at every third, written as powers."""
    low, high = min(values) / 3, max(values) * 3
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    ticks = [power for power in powers if power % 3 == 0 and low <= 10.0**power <= high]
    label = " : ".join(f"datum.value == 1e{p} ? '10{str(p).translate(SUPERSCRIPTS)}'" for p in ticks) + " : ''"
    return alt.Y(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(type="log", domain=[rounded(low), rounded(high)], nice=False),
        axis=alt.Axis(values=[10.0**power for power in ticks], labelExpr=label),
    )

"""What the charts share: how a chart is finished, log axes, labelled dots."""

from collections.abc import Iterable
from math import ceil, floor, log10
from typing import Any, NamedTuple, TypeAlias

import altair as alt
import pandas as pd

import claimbook.charts.theme  # noqa: F401  # it gives charts their look
from claimbook.charts.sizes import ON_A_PHONE as ON_A_PHONE
from claimbook.charts.sizes import WIDE
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number

Chart: TypeAlias = alt.Chart | alt.LayerChart

#: How columns of words are called where a reader points at a mark, if not by their own names.
HOVERED = {"label": "Figure"}

#: What colours a mark or leads away from it: the columns of these do not name it.
DRAWING = ("color", "fill", "stroke", "href")


def finish(
    chart: Chart,
    title: str,
    description: str,
    sources: list[str],
    model: Model,
    height: int,
    measure: str = "",
    *,
    name: str,
) -> Chart:
    """
    The chart with its title, its text alternative and the line that says where its data come from.

    Parameters
    ----------
    chart : Chart
        What is drawn.
    title : str
        What the chart finds, in a sentence with a verb.
    description : str
        The text alternative, which names every mark with its figure.
    sources : list of str
        Keys of references.
    model : Model
        Whose numbers these are.
    height : int
        In pixels.
    measure : str
        What is measured and in which unit: the line below the title.
    name : str
        What the chart is called in links to it and in the names of its files: words joined by hyphens.
    """
    credit = "; ".join(dict.fromkeys(model.project.citation(key).label for keys in sources for key in keys.split()))
    return with_names(chart).properties(
        title=alt.Title(title, subtitle=measure) if measure else title,
        description=description,
        height=height,
        width=WIDE,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        usermeta={"name": name, "source": f"Source: {credit}."},
    )


def with_names(chart: Chart) -> Chart:
    """A chart whose every mark is named where a reader points at it: by the texts in its data, if by nothing else."""
    if isinstance(chart, alt.LayerChart):
        shared = chart.data
        for layer in chart.layer:
            name_marks(layer, layer.data if isinstance(layer.data, pd.DataFrame) else shared)
    else:
        name_marks(chart, chart.data)
    return chart


def name_marks(chart: alt.Chart, data: Any) -> None:
    """Name the marks of one layer by the texts in its data, unless they have a name; words need none."""
    kind = chart.mark if isinstance(chart.mark, str) else chart.mark.type
    if kind == "text" or not isinstance(data, pd.DataFrame) or chart.encoding.tooltip is not alt.Undefined:
        return
    channels = (getattr(chart.encoding, channel) for channel in DRAWING)
    drawn = {str(channel.shorthand).partition(":")[0] for channel in channels if channel is not alt.Undefined}
    texts = [name for name in data if name not in drawn and pd.api.types.is_string_dtype(data[name])]
    if texts:
        chart.encoding.tooltip = [
            alt.Tooltip(f"{name}:N", title=HOVERED.get(name, name.capitalize())) for name in texts
        ]


def by_width(narrow: float | str, wide: float | str) -> alt.ExprRef:
    """A property of a mark that is another on a phone, whose plots are narrower than any other."""
    return alt.ExprRef(expr=f"{ON_A_PHONE} ? {narrow!r} : {wide!r}")


def text_by_width(narrow: str, wide: str) -> alt.ExprRef:
    """The column that a mark's text is read from: a shorter one on a phone."""
    return alt.ExprRef(expr=f"{ON_A_PHONE} ? datum.{narrow} : datum.{wide}")


def within_plot(field: str, text: str) -> alt.ExprRef:
    """How a text about a mark is aligned: about its middle, unless it would reach beyond the plot's left or right."""
    at, half = f"scale('x', datum.{field})", f"length(datum.{text}) * 3.4"
    return alt.ExprRef(expr=f"{at} < {half} ? 'left' : {at} > width - {half} ? 'right' : 'center'")


def rounded(value: float) -> float:
    """Six significant digits: the same on every machine."""
    return float(f"{value:.6g}")


class Figures(NamedTuple):
    """A claim's numbers, all in its unit, and its verdict."""

    claimed: float
    derived: float
    low: float
    high: float
    verdict: str
    source: str


def figures(claim_id: str, model: Model) -> Figures:
    """
    The numbers of a claim that has them.

    Raises
    ------
    UserError
        If the claim is in words, or nothing in numbers is held against it.
    """
    result = model.result(claim_id)
    claim = result.claim
    one = result.leading
    if claim.printed is None or one is None or one.found is None or one.low is None or one.high is None:
        raise UserError(f"claim {claim_id} has no numbers to draw")
    return Figures(claim.printed.claimed, one.found, one.low, one.high, str(result.verdict), claim.source)


def evidence_value(key: str, unit: str, model: Model) -> float:
    """A fact's value in a unit."""
    value = model.project.find_evidence(key).value
    if value is None:
        raise UserError(f"evidence {key} is in words: there is no number to draw")
    return rounded(value.to(model.project.units.read_unit(unit)).magnitude)


def log_axis(field: str, title: str, values: Iterable[float], prefix: str = "") -> alt.X:
    """Log axis that spans the values with some room, its ticks at 1 and 3 times the powers of ten, or closer."""
    low, high = min(values) / 1.6, max(values) * 1.6
    powers = range(floor(log10(low)), ceil(log10(high)))
    for digits in ((1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
        ticks = [digit * 10.0**power for power in powers for digit in digits]
        ticks = [tick for tick in ticks if low <= tick <= high]
        if len(ticks) >= 3:
            break
    label = " : ".join(f"datum.value == {tick!r} ? '{prefix}{write_number(tick)}'" for tick in ticks) + " : ''"
    scale = alt.Scale(type="log", domain=[rounded(low), rounded(high)], nice=False)
    return alt.X(f"{field}:Q", title=title, scale=scale, axis=alt.Axis(values=ticks, labelExpr=label, grid=True))


def labelled_dots(rows: list[dict[str, Any]], title: str, prefix: str = "$") -> alt.LayerChart:
    """Dots on a log axis, of dollars if not told otherwise, a row each, labelled directly, with its interval if any."""
    table = pd.DataFrame(rows)

    def axis(field: str) -> alt.X:
        return log_axis(field, title, [*table["low"], *table["high"]], prefix)

    base = alt.Chart(table).encode(
        y=alt.Y("what:N", sort=None, title=None),
        tooltip=[alt.Tooltip("what:N", title="What"), alt.Tooltip("label:N", title="Figure")],
    )
    colour = alt.Color("colour:N", scale=None)
    return alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=axis("low"), x2="high:Q", color=colour),
        base.mark_point().encode(x=axis("value"), color=colour),
        base.mark_text(dy=-13, align=within_plot("value", "label")).encode(x=axis("value"), text="label:N"),
    )


def row(
    what: str,
    value: float,
    unit: str,
    colour: str,
    model: Model,
    low: float | None = None,
    high: float | None = None,
) -> dict[str, Any]:
    """A row of :func:`labelled_dots`."""
    return {
        "what": what,
        "value": rounded(value),
        "low": rounded(value if low is None else low),
        "high": rounded(value if high is None else high),
        "label": model.project.words.write_quantity(value, unit),
        "colour": colour,
    }

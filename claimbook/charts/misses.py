"""How far printed figures miss, the farthest first."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from claimbook.charts.labels import row_height, sentence_axis
from claimbook.charts.parts import Chart, finish, rounded
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.results.describing import describe
from claimbook.results.misses import Miss, miss_of, roots

#: Misses from so many times on are counted as far ones, below so many as near ones.
FAR, NEAR = 10, 2

#: Bars that are drawn at most: who wants all has the table.
MOST_SHOWN = 20


def miss_chart(model: Model) -> Chart:
    """
    Bars as long as failing figures are off, on a log axis of times, each labelled with its miss.

    Claims that fail only because another one does are left out.

    Raises
    ------
    UserError
        If no figure fails.
    """
    missed = [(miss, root.result) for root in roots(model.results) if (miss := miss_of(root.result))]
    if not missed:
        raise UserError("no figure fails: there is no miss to draw")
    shown = missed[:MOST_SHOWN]
    table = pd.DataFrame([miss_row(miss, result, model) for miss, result in shown])
    longest = max(miss.times for miss, _ in missed)
    ticks = [tick for tick in (1, 2, 3, 5, 10, 30, 100, 300, 1e3, 1e4, 1e5, 1e6) if tick <= longest * 1.2]
    ticks = [tick for tick in ticks if tick in (1, 10, 100) or tick >= 1e3 or longest < 30]
    times = alt.X(
        "times:Q",
        title="times off, log scale",
        scale=alt.Scale(type="log", domain=[1, rounded(max(longest * 1.05, 1.5))], nice=False),
        axis=alt.Axis(
            values=ticks, labelExpr="datum.value == 1 ? 'as found' : format(datum.value, ',') + '×'", grid=True
        ),
    )
    tooltip = [
        alt.Tooltip("statement:N", title="Claim"),
        alt.Tooltip("miss:N", title="Printed figure"),
        alt.Tooltip("printed:N", title="Printed"),
        alt.Tooltip("found:N", title="Found"),
        alt.Tooltip("source:N", title="Source"),
    ]
    base = alt.Chart(table).encode(y=sentence_axis("statement"), href="link:N", tooltip=tooltip)
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_bar(height=14, yOffset=10).encode(x=times, x2=alt.datum(1), color=colour),
        # Above its bar the words have the whole width, however short the bar.
        base.mark_text(align="left", baseline="bottom", dx=2).encode(x=alt.datum(1), text="miss:N"),
    )
    listed = "; ".join(
        f"{row.statement}: {row.miss}, printed {row.printed}, found {row.found}" for row in table.itertuples()
    )
    return finish(
        layers,
        finding([miss for miss, _ in missed]),
        f"How far {len(table)} failing figures miss, the farthest first, as bars on a logarithmic axis. {listed}.",
        sorted({result.claim.source for _, result in shown}),
        model,
        height=row_height(list(table["statement"]), 44) * len(table),
        measure="By how much the printed figure is too high or too low; of a range or a bound the nearest end counts",
        name="miss",
    )


def miss_row(miss: Miss, result: Result, model: Model) -> dict[str, object]:
    """A claim's bar."""
    said = describe(result, model.project.words)
    return {
        "statement": result.claim.statement,
        "times": rounded(miss.times),
        "miss": str(miss),
        "printed": said["claimed"],
        "found": said["derived"] + (f" ({said['interval']})" if said["interval"] else ""),
        "source": model.project.citation(result.claim.source).label,
        "colour": COLOURS["fails" if miss.is_too_high else "accent"],
        "link": f"{result.claim.chapter}.html#{result.claim.id}",
    }


def finding(misses: Sequence[Miss]) -> str:
    """
    What the bars show, in a sentence.

    Examples
    --------
    >>> finding([Miss(1000, True), Miss(8, True), Miss(1.2, False)])
    'Of 3 figures that fail, 1 is off by ten times or more, and 1 by less than two times'
    >>> finding([Miss(8, True)])
    'The one figure that fails is 8 times too high'
    """
    if len(misses) == 1:
        return f"The one figure that fails is {misses[0]}"
    far, near = sum(miss.times >= FAR for miss in misses), sum(miss.times < NEAR for miss in misses)
    if not far:
        return f"Of {len(misses)} figures that fail, the farthest is {misses[0]}"
    return (
        f"Of {len(misses)} figures that fail, {far} {'is' if far == 1 else 'are'} off by ten times or more, "
        f"and {near} by less than two times"
    )

"""From forecast to outcome, on one axis."""

from collections import Counter
from collections.abc import Sequence

import altair as alt
import pandas as pd

from claimbook.charts.labels import row_height, sentence_axis
from claimbook.charts.parts import Chart, by_width, finish, log_axis, rounded, text_by_width
from claimbook.charts.sizes import LEADING, LEADING_ON_A_PHONE
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.dates import write_time
from claimbook.results.outcomes import CAME_TRUE, CANNOT_TELL, DID_NOT, GROUPS, NOT_DUE, Outcome, outcomes, when

#: Colours of the groups.
GROUP_COLOURS = {
    CAME_TRUE: COLOURS["holds"], DID_NOT: COLOURS["fails"], CANNOT_TELL: COLOURS["muted"], NOT_DUE: COLOURS["open"],
}  # fmt: skip

#: What is said of several forecasts in a group.
OF_MANY = {CAME_TRUE: "came true", DID_NOT: "did not", CANNOT_TELL: "cannot be told", NOT_DUE: "are not due yet"}


def outcome_chart(model: Model) -> Chart:
    """
    Forecasts with figures: a line from what was foreseen to what is known since, on a log axis of their ratio.

    Raises
    ------
    UserError
        If no forecast has a figure and an outcome in numbers.
    """
    found = list(outcomes(model))
    measured = [one for one in found if one.measured]
    if not measured:
        raise UserError("no forecast has an outcome in numbers: there is nothing to draw")
    table = pd.DataFrame([outcome_row(one, model) for one in measured])
    # The first of a group carries its name.
    headed = zip(measured, [None, *measured], strict=False)
    table["label"] = [outcome_label(one, before is None or before.group != one.group) for one, before in headed]
    spanned = [*table["ratio"], 0.8, 1.25]
    axis = log_axis("ratio", "outcome ÷ forecast, log scale", spanned)
    start = rounded(min(spanned) / 1.6)
    tooltip = [
        alt.Tooltip("statement:N", title="Forecast"),
        alt.Tooltip("foreseen:N", title="Foreseen"),
        alt.Tooltip("happened:N", title="Known since"),
        alt.Tooltip("group:N", title="How it came out"),
        alt.Tooltip("source:N", title="Source"),
    ]
    base = alt.Chart(table).encode(y=sentence_axis("label"), tooltip=tooltip, href="link:N")
    colour = alt.Color("colour:N", scale=None)
    down = 16  # the words stand above the line
    layers = alt.layer(
        base.mark_rule(strokeWidth=4, opacity=0.5, yOffset=down).encode(x=axis, x2=alt.datum(1), color=colour),
        base.mark_tick(thickness=2, height=18, yOffset=down, color=COLOURS["ink"]).encode(x=alt.datum(1)),
        base.mark_point(size=110, yOffset=down, filled=True).encode(
            x=axis,
            fill=alt.Fill("inside:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            strokeWidth=alt.value(2.5),
        ),
        base.mark_text(
            text=text_by_width("short", "long"),
            lineBreak="\n",
            lineHeight=by_width(LEADING_ON_A_PHONE, LEADING),
            align="left",
            baseline="bottom",
            dx=6,
            dy=by_width(-10, 0),
        ).encode(x=alt.datum(start)),
    )
    listed = "; ".join(
        f"{row.statement} ({row.group}): foreseen {row.foreseen}, since {row.happened}" for row in table.itertuples()
    )
    description = (
        f"{len(table)} forecasts with figures, each a line from the forecast at one to the outcome over the forecast. "
        f"A filled dot is the same thing that was foreseen, a hollow one something near that decides nothing. {listed}."
    )
    return finish(
        layers,
        finding(found),
        description,
        sorted({one.result.claim.source for one in measured}),
        model,
        height=row_height(list(table["label"]), 64) * len(table),
        measure=f"Outcome over forecast of the {len(table)} with figures. Filled dots are of the same thing, hollow "
        "ones of something near, which decides nothing; a bound that is met stands at 1",
        name="outcome",
    )


def outcome_row(one: Outcome, model: Model) -> dict[str, object]:
    """A forecast's line."""
    claim, test, words = one.result.claim, one.measured, model.project.words
    assert claim.printed is not None
    assert test is not None
    assert test.found is not None
    bound = f"{test.test.bearing} " if test.test.bearing in ("at least", "at most") else ""
    foreseen = words.write_printed(claim.printed, claim.unit)
    happened = bound + words.write_quantity(test.found, claim.unit)
    dated, time = write_time(one.foreseen_for), when(one, model)
    since = write_time(time) or test.test.label
    # Of a period the chart has room for its end.
    short = f"to {write_time(time.partition('/')[2][:7])}" if "/" in time else since
    colour = GROUP_COLOURS[one.group]
    return {
        "statement": claim.statement,
        "ratio": rounded(test.found / claim.printed.nearest_to(test.found)),
        "group": one.group,
        "foreseen": foreseen + (f", for {dated}" if dated else ""),
        "happened": happened + (f", {since}" if since else ""),
        "long": f"{foreseen} → {happened}{f' ({short})' if short else ''}",
        "short": f"{foreseen}\n→ {happened}",
        "source": model.project.citation(claim.source).label,
        "colour": colour,
        "inside": colour if one.is_same else "transparent",
        "link": f"{claim.chapter}.html#{claim.id}",
    }


def outcome_label(one: Outcome, is_first: bool) -> str:
    """What stands beside a forecast's line: the statement, what time it is for, and above the first its group."""
    dated = [f"for {write_time(one.foreseen_for)}"] if one.foreseen_for else []
    return "\n".join([*([one.group.upper()] if is_first else []), one.result.claim.statement, *dated])


def finding(found: Sequence[Outcome]) -> str:
    """How many came out in which way, in a sentence."""
    counts = Counter(one.group for one in found)
    parts = [
        f"{counts[group]} {group if counts[group] == 1 and group != NOT_DUE else OF_MANY[group]}"
        for group in GROUPS
        if counts[group]
    ]
    return f"Of {len(found)} forecasts and plans, " + ", ".join(parts)

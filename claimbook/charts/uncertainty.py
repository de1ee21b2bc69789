"""Charts of how sure a chapter's numbers are, and what drives them."""

import altair as alt
import pandas as pd

from claimbook.charts.labels import above_on_a_phone
from claimbook.charts.parts import Chart, finish, log_axis, rounded, text_by_width
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.errors import UserError
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.sensitivity import VerdictSensitivity, drivers
from claimbook.register.wording import write_percent
from claimbook.results.describing import describe, describe_numbers, note_on_shares
from claimbook.results.driving import Driven

#: Characters of a statement in one line: beside the plot, and on a phone above its bar.
LINE, LINE_ON_A_PHONE = 48, 52
#: Ratios beyond these are drawn at the edge.
FARTHEST = 30.0
#: Assumptions that the chart of verdicts' sensitivity shows.
MOST_SHOWN = 20


def interval_chart(chapter: str, model: Model) -> Chart:
    """
    Every derived claim of a chapter, what was found and its interval over the claimed figure, on one log axis.

    Raises
    ------
    UserError
        If the chapter has no such claim.
    """
    results = [model.result(claim.id) for claim in model.project.claims_of(chapter) if claim.quantities]
    results = [result for result in results if result.ratio is not None and result.low is not None and result.low > 0]
    if not results:
        raise UserError(f"chapter {chapter} has no derived claim to draw")
    table = pd.DataFrame([interval_row(result, model) for result in results])
    title = "found ÷ claimed, log scale"
    spanned = [*table["low"], *table["high"], 0.9, 1.1]
    axis, low = log_axis("ratio", title, spanned), log_axis("low", title, spanned)
    y, above = above_on_a_phone(alt.Chart(table), "statement", LINE, LINE_ON_A_PHONE)
    colour = alt.Color("colour:N", scale=None)
    tooltip = [alt.Tooltip("statement:N", title="Claim"), alt.Tooltip("label:N", title="Derived")]
    claimed = alt.Chart(pd.DataFrame({"ratio": [1], "label": ["as claimed"]}))
    base = alt.Chart(table).encode(y=y, tooltip=tooltip)
    layers = alt.layer(
        claimed.mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(
            x=axis, tooltip=[alt.Tooltip("label:N", title="Claim")]
        ),
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=low, x2="high:Q", color=colour),
        base.mark_point(size=70).encode(x=axis, color=colour),
        above,
    )
    described = "; ".join(f"{row.statement}: {row.label}, {row.verdict}" for row in table.itertuples())
    description = (
        f"Found over claimed for the {len(table)} derived claims of this chapter, as far as {FARTHEST:g} times either "
        f"way. A bar is the 90 % interval of an estimate, or what printed digits leave open of a sum; a dashed line "
        f"stands at one. {described}."
    )
    sources = sorted({result.claim.source for result in results})
    near = int(table["ratio"].between(0.9, 1.1).sum())
    title = f"{near} of {len(table)} figures found lie within a tenth of what is claimed"
    measure = "Found ÷ claimed, log scale; bars are 90 % intervals, or what printed digits leave open"
    return finish(layers, title, description, sources, model, 42 * len(table), measure, name="interval")


def interval_row(result: Result, model: Model) -> dict[str, object]:
    """A claim's row in the interval chart."""
    assert result.numbers is not None
    assert result.claim.printed is not None
    derived, low, _, high = result.numbers
    claimed = result.claim.printed.claimed
    texts, statement = describe(result, model.project.words), result.claim.statement
    interval = f" ({texts['interval']})" if texts["interval"] else ""
    return {
        "statement": statement,
        "ratio": at_most_farthest(derived / claimed),
        "low": at_most_farthest(low / claimed),
        "high": at_most_farthest(high / claimed),
        "label": f"{texts['derived']}{interval} against {texts['claimed']}",
        "verdict": str(result.verdict),
        "colour": verdict_colour(result.verdict),
    }


def at_most_farthest(ratio: float) -> float:
    """A ratio, drawn at the edge where it lies beyond it."""
    return rounded(min(max(ratio, 1 / FARTHEST), FARTHEST))


def tornado_chart(claim_id: str, model: Model) -> Chart:
    """
    How far each assumption's range moves a claim's quantity, the widest first, beside the claimed figure.

    Raises
    ------
    UserError
        If the claim is not derived, has no figure, or nothing it rests on has a range.
    """
    result = model.result(claim_id)
    claim = result.claim
    quantity, one = result.quantity, result.leading
    if not quantity or claim.printed is None or one is None or one.found is None:
        raise UserError(f"claim {claim_id} has no derivation to draw")
    words = model.project.words
    table = swings(quantity, claim.unit, model)
    if table.empty:
        raise UserError(f"claim {claim_id} rests on nothing that has a range")
    said = {**describe(result, words), **describe_numbers(one, result, words)}
    marks = pd.DataFrame(
        [
            ("derived", rounded(one.found), said["derived"], verdict_colour(result.verdict)),
            ("claimed", rounded(claim.printed.claimed), said["claimed"], COLOURS["ink"]),
        ],
        columns=["what", "low", "label", "colour"],
    ).sort_values("low", kind="stable")
    more = f"Derived is {said['derived']}, claimed {said['claimed']}."
    return tornado(quantity, claim.unit, table, marks, more, [claim.source], model, f"moves-{claim_id}")


def tornado_of(what: Driven, model: Model) -> Chart:
    """
    How far each assumption's range moves a quantity, on a chart that stands alone.

    Raises
    ------
    UserError
        If nothing it rests on has a range.
    """
    printed = model.project.claims[what.claim].printed if what.claim else None
    if printed and model.result(what.claim).quantity == what.quantity:
        chart = tornado_chart(what.claim, model)
    else:
        table = swings(what.quantity, what.unit, model)
        if table.empty:
            raise UserError(f"{what.quantity} rests on nothing that has a range")
        value = model.project.words.write_quantity(what.value, what.unit)
        marks = pd.DataFrame([{"what": value, "low": rounded(what.value), "label": value, "colour": COLOURS["ink"]}])
        name = f"moves-{what.quantity.replace('_', '-')}"
        chart = tornado(what.quantity, what.unit, table, marks, f"It is {value}.", [], model, name)
    return chart.properties(background="#ffffff", padding=14)


def swings(quantity: str, unit: str, model: Model) -> pd.DataFrame:
    """What each assumption that has a range makes of a quantity at its ends, the widest first."""
    words, scale = model.project.words, model.project.units.root_factor(unit)
    return pd.DataFrame(
        {
            "what": words.spoken(driver.assumption),
            "low": rounded(min(driver.at_low, driver.at_high) / scale),
            "high": rounded(max(driver.at_low, driver.at_high) / scale),
            "label": f"{words.write_interval(driver.at_low / scale, driver.at_high / scale, unit)}, "
            f"{write_percent(driver.share)} of the spread",
        }
        for driver in drivers(quantity, model)
        if model.assumptions[driver.assumption].is_range
    )


def tornado(
    quantity: str,
    unit: str,
    table: pd.DataFrame,
    marks: pd.DataFrame,
    more: str,
    sources: list[str],
    model: Model,
    name: str,
) -> Chart:
    """
    Bars of how far each assumption moves a quantity, and lines at one or two values.

    Parameters
    ----------
    quantity, unit : str
        What is moved, and the unit of its numbers.
    table : DataFrame
        The bars: see `swings`.
    marks : DataFrame
        The lines from the left to the right: ``what`` stands at it, ``low`` is where.
    more : str
        What the text alternative says of the lines.
    sources : list of str
        Keys of references.
    model : Model
        Whose numbers these are.
    name : str
        What the chart is called.
    """
    words = model.project.words
    what = words.spoken(quantity)
    ends_of_all = [*table["low"], *table["high"], *marks["low"]]
    prefix, is_log = words.currencies.get(unit, ""), min(ends_of_all) > 0
    axis_title = f"{what}{'' if prefix or unit == '1' else f', {unit}'}{', log scale' if is_log else ''}"
    axis = (
        log_axis("low", axis_title, ends_of_all, prefix)
        if is_log
        else alt.X("low:Q", title=axis_title, scale=alt.Scale(zero=False))
    )
    y = alt.Y("what:N", sort=None, title=None)
    base = alt.Chart(table)
    sides = (("right", -4), ("left", 4)) if len(marks) > 1 else (("left", 4),)
    layers = alt.layer(
        base.mark_bar(height=16, color=COLOURS["accent"], opacity=0.8).encode(
            x=axis,
            x2="high:Q",
            y=y,
            tooltip=[alt.Tooltip("what:N", title="What"), alt.Tooltip("label:N", title="Range")],
        ),
        alt.Chart(marks).mark_rule(strokeDash=[5, 4]).encode(x=axis, color=alt.Color("colour:N", scale=None)),
        *(
            alt.Chart(marks.iloc[[i]])
            .mark_text(align=align, dx=dx, y=-5)
            .encode(x=axis, text="what:N", color=alt.Color("colour:N", scale=None))
            for i, (align, dx) in enumerate(sides)
        ),
    )
    ends = "; ".join(f"{row.what}: {row.label}" for row in table.itertuples())
    description = f"How far the range of each assumption moves the {what}, all others at their values: {ends}. {more}"
    description = f"{description} {note_on_shares(quantity, model)}".rstrip()
    height = 40 + 34 * len(table)
    first = table["what"].iloc[0]
    title = (
        f"The {first} moves the {what} most" if len(table) > 1 else f"Only the range of the {first} moves the {what}"
    )
    measure = f"{axis_title[0].upper()}{axis_title[1:]}, as each assumption goes through its range"
    return finish(layers, title, description, sources, model, height, measure, name=name)


def verdict_sensitivity_chart(items: list[VerdictSensitivity], model: Model) -> Chart:
    """How many verdicts each assumption could turn: within its range, and between half and twice its value."""
    table = pd.DataFrame(
        {
            "what": model.project.words.spoken(item.assumption),
            "turned": len(item.turned),
            "all": len({*item.turned, *item.turned_by_half}),
            "label": f"{len(item.turned)} in range, {len({*item.turned, *item.turned_by_half})} by half or twice",
        }
        for item in items[:MOST_SHOWN]
    )
    table["short"] = table["label"].str.replace(" in range, ", "; ").str.replace("by half or twice", "at ½ or 2×")
    y = alt.Y("what:N", sort=None, title=None)
    tooltip = [alt.Tooltip("what:N", title="Assumption"), alt.Tooltip("label:N", title="Verdicts turned")]
    x = alt.X("all:Q", title="verdicts turned", axis=alt.Axis(tickMinStep=1, format="d"))
    base = alt.Chart(table).encode(y=y, tooltip=tooltip)
    layers = alt.layer(
        base.mark_bar(height=14, color=COLOURS["accent"], opacity=0.3).encode(x=x),
        base.mark_bar(height=14, color=COLOURS["accent"]).encode(x=alt.X("turned:Q")),
        base.mark_text(text=text_by_width("short", "label"), align="left", dx=5).encode(x=x),
    )
    listed = "; ".join(f"{row.what}: {row.label}" for row in table.itertuples())
    description = f"The {len(table)} assumptions that could turn most verdicts: {listed}."
    sources = list(model.project.sources.index)
    most = table.iloc[table["turned"].argmax()]
    title = f"No assumption could turn more verdicts than the {most['what']}, {most['turned']} within its range"
    measure = "Verdicts turned: dark, within the assumption's range; light, at half or twice its value"
    return finish(layers, title, description, sources, model, 28 * len(table), measure, name="verdict-sensitivity")

"""Charts of the chapter on chip makers."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, by_width, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

#: The claim that a Chinese chip is no weaker, which names no precision.
NO_WEAKER = "eeo-2023-domestic-chips-half-precision"

#: The precisions in which the two chips are compared: quantity of the MLU370, quantity of the A100.
PRECISIONS = {
    "Single precision": ("mlu370_single_precision_rate", "a100_single_precision_rate"),
    "Half precision": ("mlu370_half_precision_rate", "a100_peak_rate"),
}

#: Chips of the two later articles by the evidence that dates them.
LAUNCHES = {
    "inferentia2_release": "Amazon Inferentia2",
    "tpu_v5e_release": "Google TPU v5e, called the newest",
    "maia_cobalt_announcement": "Microsoft Maia, Cobalt",
    "tpu_v5p_launch": "Google TPU v5p",
    "gaudi3_announcement": "Intel Gaudi 3",
}


def two_precisions_chart(model: Model) -> Chart:
    """An MLU370 and an A100 in the precision that is printed and in the one that training uses."""
    table = pd.DataFrame(
        {
            "precision": precision,
            "chip": chip,
            "rate": rounded(model.quantity(quantity).magnitude),
            "colour": COLOURS["ink"] if chip == "A100" else verdict_colour(model.result(NO_WEAKER).verdict),
        }
        for precision, quantities in PRECISIONS.items()
        for chip, quantity in zip(("MLU370", "A100"), quantities, strict=True)
    )
    table["label"] = [f"{row.chip} {write_number(row.rate)}" for row in table.itertuples()]
    ends = table.groupby("precision", sort=False)["rate"].agg(low="min", high="max").reset_index()
    table["first"] = table["rate"] == table.groupby("precision")["rate"].transform("min")

    def axis(field: str) -> alt.X:
        return log_axis(field, "Peak rate, TFLOP/s, log scale", [*(table["rate"] * 1.5), *(table["rate"] / 1.5)])

    y = alt.Y("precision:N", sort=None, title=None, axis=alt.Axis(labelLimit=210, labelColor=COLOURS["ink"]))
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(table).encode(y=y)
    layers = alt.layer(
        alt.Chart(ends)
        .mark_rule(color=COLOURS["muted"], strokeWidth=3, opacity=0.45)
        .encode(y=y, x=axis("low"), x2="high:Q"),
        base.mark_point().encode(x=axis("rate"), color=colour),
        alt.Chart(table[table["first"]])
        .mark_text(align=by_width("left", "right"), dx=by_width(-8, -11), dy=by_width(-16, 0))
        .encode(y=y, x=axis("rate"), text="label:N", color=colour),
        alt.Chart(table[~table["first"]])
        .mark_text(align="left", dx=by_width(-8, 11), dy=by_width(18, 0))
        .encode(y=y, x=axis("rate"), text="label:N", color=colour),
    )
    description = "Peak rates in TFLOP/s on a logarithmic axis: " + "; ".join(
        f"{precision.lower()}: {', '.join(rows['label'])}" for precision, rows in table.groupby("precision", sort=False)
    )
    origins = ["eeo-2023", model.project.evidence["mlu370_single_precision"].reference]
    return finish(layers, "The same two chips in two precisions", f"{description}.", origins, model, height=150)


def launches_chart(model: Model) -> Chart:
    """When the chips of the cloud providers and their rivals were announced, and when two articles wrote of them."""
    newest = verdict_colour(model.result("jiemian-2024-tpu-v5e-newest").verdict)
    colours = {"tpu_v5e_release": newest, "tpu_v5p_launch": COLOURS["accent"]}
    launches = pd.DataFrame(
        {"what": what, "printed": model.project.evidence[key].as_of, "colour": colours.get(key, COLOURS["muted"])}
        for key, what in LAUNCHES.items()
    )
    articles = pd.DataFrame(
        {"label": name, "printed": model.project.sources.loc[key, "published"], "what": launches["what"].iloc[0]}
        for key, name in (("jiemian-2024", "Jiemian"), ("cinic-2024", "CINIC"))
    )
    for table in (launches, articles):
        table["date"] = table["printed"].map(day)
    dates = pd.to_datetime([*launches["date"], *articles["date"]])
    room = pd.Timedelta(days=130)
    domain = [str((dates.min() - room).date()), str((dates.max() + room / 6).date())]
    axis = alt.Axis(format="%b %Y", tickCount=6)
    # In the time zone of Greenwich a date is drawn in the same place for every reader and on every machine.
    x = alt.X("date:T", title=None, scale=alt.Scale(domain=domain, type="utc"), axis=axis)
    y = alt.Y("what:N", sort=list(launches["what"]), title=None, axis=None)
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        alt.Chart(articles).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4]).encode(x=x),
        alt.Chart(articles).mark_text(align="right", dx=-6, dy=-4).encode(x=x, y=y, text="label:N"),
        alt.Chart(launches).mark_point().encode(x=x, y=y, color=colour),
        alt.Chart(launches).mark_text(align="right", dx=-11).encode(x=x, y=y, text="what:N", color=colour),
    )
    description = (
        "Announcements of chips by date: "
        + "; ".join(f"{row.what} {row.printed}" for row in launches.itertuples())
        + ". Dashed lines, the articles: "
        + "; ".join(f"{row.label} of {row.printed}" for row in articles.itertuples())
        + "."
    )
    origins = [*(model.project.evidence[key].reference for key in LAUNCHES), "jiemian-2024", "cinic-2024"]
    return finish(
        layers, "Chips announced, and two articles that write of them", description, origins, model, height=220
    )


def day(date: str) -> str:
    """A date as a day: of a month alone, its middle."""
    return date if len(date) == len("2024-01-15") else f"{date}-15"

"""Charts of the chapter on servers."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.wording import write_number

YUAN = "CNY/server"


def precision_chart(model: Model) -> Chart:
    """One server and one rack of thirteen, each at the precisions its petaflops can mean."""
    server, rack, double, sparse = "A server of Inspur's", "A rack of Lenovo's", "FP64 or FP32", "FP16, sparse"
    per_server, rate = model.project.units.read_unit("PFLOP/s/server"), model.project.units.read_unit("PFLOP/s")
    server_double = model.quantity("inspur_server_gpu_count") * model.quantity("a100_double_precision_tensor_rate")
    table = pd.DataFrame(
        [
            (server, double, server_double.m_as(per_server), COLOURS["muted"]),
            (server, "FP16", model.quantity("inspur_server_dense_rate").m_as(per_server), COLOURS["muted"]),
            (server, sparse, evidence_value("dgx_a100_rate", "PFLOP/s", model), COLOURS["accent"]),
            (rack, double, model.quantity("lenovo_rack_double_precision_rate").m_as(rate), COLOURS["accent"]),
            (rack, "FP16", model.quantity("lenovo_rack_half_precision_rate").m_as(rate), COLOURS["muted"]),
        ],
        columns=["machine", "precision", "rate", "colour"],
    )
    table["rate"] = [rounded(value) for value in table["rate"]]
    table["figure"] = [write_number(rate) for rate in table["rate"]]
    x = log_axis("rate", "PFLOP/s at peak, log scale", table["rate"])
    base = alt.Chart(table).encode(
        x=x,
        y=alt.Y("machine:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, labelColor=COLOURS["ink"])),
        color=alt.Color("colour:N", scale=None),
    )
    layers = alt.layer(
        base.mark_line(color=COLOURS["grid"], strokeWidth=3).encode(
            color=alt.value(COLOURS["grid"]), detail="machine:N"
        ),
        base.mark_point().encode(
            tooltip=[alt.Tooltip("precision:N", title="Precision"), alt.Tooltip("figure:N", title="PFLOP/s")]
        ),
        base.mark_text(dy=-15, fontSize=12, fontWeight=600).encode(text="figure:N"),
        base.transform_filter(f"datum.precision != '{sparse}'")
        .mark_text(dy=18, fontSize=12, align=by_width("right", "center"), dx=by_width(8, 0))
        .encode(text="precision:N"),
        base.transform_filter(f"datum.precision == '{sparse}'")
        .mark_text(dy=18, fontSize=12, align=by_width("left", "center"), dx=by_width(-6, 0))
        .encode(text="precision:N"),
    )
    description = (
        "Peak rates on a logarithmic axis: "
        + "; ".join(f"{r.machine}, {r.precision}: {r.figure} PFLOP/s" for r in table.itertuples())
        + ". The note has the server's in sparse FP16, as far as it can be restored, and the rack's in FP64 or FP32."
    )
    sources = [
        "huatai-2023",
        model.project.evidence["dgx_a100_rate"].reference,
        model.assumptions["a100_peak_rate"].reference,
    ]
    title = "Two figures side by side, two precisions"
    return finish(layers, title, description, sources, model, height=190)


def server_price_chart(model: Model) -> Chart:
    """What a GPU server costs: the printed bound, its chips, the whole at outside prices, the market at its peak."""
    claim = figures("caijing-2023-a800-server-cost", model)
    chips = model.quantity("a800_server_chip_bill").m_as(model.project.units.read_unit(YUAN))
    fewest, most = model.printed_ends("a800_server_chip_bill", YUAN)
    from_low, whole, to_high = model.quantiles("a800_server_market_cost", YUAN)
    ordinary = model.assumptions["ordinary_server_price"]
    low, high = (
        ordinary.low.m_as(model.project.units.read_unit(YUAN)),
        ordinary.high.m_as(model.project.units.read_unit(YUAN)),
    )
    market = evidence_value("a800_server_price", YUAN, model)
    price = ordinary.value.m_as(model.project.units.read_unit(YUAN))
    table = pd.DataFrame(
        [
            ("Ordinary server, as stated", price, low, high, COLOURS["muted"]),
            ("A800 server, least, as stated", claim.claimed, claim.claimed, claim.claimed, COLOURS["ink"]),
            ("Four to eight chips alone, as stated", chips, fewest, most, COLOURS["muted"]),
            ("Whole, at prices of early 2023", whole, from_low, to_high, verdict_colour(claim.verdict)),
            ("Eight A800s, shortage of 2023", market, market, market, COLOURS["muted"]),
        ],
        columns=["what", "value", "low", "high", "colour"],
    )
    for column in ("value", "low", "high"):
        table[column] = [rounded(value) for value in table[column]]
    table["label"] = [f"¥{write_number(value)}" for value in table["value"]]
    ends = [*table["low"], *table["high"]]

    def axis(field: str) -> alt.X:
        return log_axis(field, "Yuan a server, log scale", ends, prefix="¥")

    base = alt.Chart(table).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, labelColor=COLOURS["ink"])),
        color=alt.Color("colour:N", scale=None),
    )
    layers = alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=axis("low"), x2="high:Q"),
        base.mark_point().encode(
            x=axis("value"), tooltip=[alt.Tooltip("what:N", title="What"), alt.Tooltip("label:N", title="Price")]
        ),
        base.mark_text(dy=-13, fontSize=12, color=COLOURS["ink"]).encode(
            x=axis("value"), text="label:N", color=alt.value(COLOURS["ink"])
        ),
    )
    description = (
        "Prices on a logarithmic axis of yuan: "
        + "; ".join(f"{r.what}: {r.label}" for r in table.itertuples())
        + ". The bars of the article's own figures span what it prints, that of the whole server is a 90 % interval."
    )
    sources = [
        claim.source,
        model.assumptions["dgx_a100_price"].reference,
        model.project.evidence["a800_server_price"].reference,
    ]
    return finish(layers, "What a server with A800s costs", description, sources, model, height=250)

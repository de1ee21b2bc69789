"""Charts of the chapter on servers."""

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, by_width, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, names, pair, printed_and_found, read_pairs

YUAN = "CNY/server"


SHARE = "jiemian-2024-ai-chip-server-share"


def chip_share_chart(model: Model) -> Chart:
    """The printed share of the chips in a server's cost, over that in a DGX A100 and over IDC's count."""
    idc = evidence_value("idc_chip_share", "percent", model)
    found = pair("DGX A100, eight chips", SHARE, model, "ai_chip_share_of_server")
    said = model.project.words.write_quantity(idc, "percent")
    other = found | {
        "what": "Server of 2018 with its CPUs (IDC)",
        **dict.fromkeys(("found", "low", "high"), rounded(idc)),
        **dict.fromkeys(("short", "label"), f"found {said}"),
    }
    rows = [found, other]
    printed = model.project.find_claim(SHARE).printed
    if printed is None:
        raise UserError(f"claim {SHARE} has no numbers to draw")
    share, low, high = (float(found[end]) for end in ("found", "low", "high"))
    between = f"{write_number(low, 2)} to {write_number(high, 2)} %"
    title = (
        f"Chips are about {write_number(share, 2)} % of a DGX A100’s price ({between}); "
        f"{write_number(printed.low)} to {write_number(printed.high)} % is printed"
    )
    description = f"Share of chips in the price of a server, in percent, as printed and as found: {read_pairs(rows)}"
    sources = [
        "jiemian-2024",
        *(model.assumptions[name].reference for name in ("dgx_a100_price", "a100_price")),
        model.project.evidence["idc_chip_share"].reference,
    ]
    measure = "Share of the chips in the price of a server, percent: printed ◆, found ● with its 90 % interval"
    chart = printed_and_found(rows, "percent, log scale")
    return finish(chart, title, description, sources, model, height=150, measure=measure, name="chip-share")


def precision_chart(model: Model) -> Chart:
    """One server and one rack of thirteen, each at the precisions its petaflops can mean."""
    server, rack, double, sparse = "A server of Inspur’s", "A rack of Lenovo’s", "FP64 or FP32", "FP16, sparse"
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
        columns=["what", "precision", "rate", "colour"],
    )
    table["rate"] = [rounded(value) for value in table["rate"]]
    table["figure"] = [write_number(rate) for rate in table["rate"]]
    table["label"] = table["figure"] + " PFLOP/s, " + table["precision"]
    x = log_axis("rate", "PFLOP/s, log scale", table["rate"])
    base = alt.Chart(table).encode(
        x=x,
        y=names(),
        color=alt.Color("colour:N", scale=None),
    )
    layers = alt.layer(
        base.mark_line(color=COLOURS["grid"], strokeWidth=3).encode(
            color=alt.value(COLOURS["grid"]), detail="what:N", tooltip=[alt.Tooltip("what:N", title="Machine")]
        ),
        base.mark_point().encode(tooltip=NAMED),
        base.mark_text(dy=-15, fontWeight=600).encode(text="figure:N"),
        base.transform_filter(f"datum.precision != '{sparse}'")
        .mark_text(dy=18, align=by_width("right", "center"), dx=by_width(8, 0))
        .encode(text="precision:N"),
        base.transform_filter(f"datum.precision == '{sparse}'")
        .mark_text(dy=18, align=by_width("left", "center"), dx=by_width(-6, 0))
        .encode(text="precision:N"),
    )
    description = (
        "Peak rates on a logarithmic axis: "
        + "; ".join(f"{r.what}, {r.precision}: {r.figure} PFLOP/s" for r in table.itertuples())
        + ". The note has the server's in sparse FP16, as far as it can be restored, and the rack's in FP64 or FP32."
    )
    sources = [
        "huatai-2023",
        model.project.evidence["dgx_a100_rate"].reference,
        model.assumptions["a100_peak_rate"].reference,
    ]
    rates = table.set_index(["what", "precision"])["rate"]
    one, thirteen = rates[server, sparse], rates[rack, double]
    title = (
        f"A server’s {write_number(one)} PFLOP/s {'seems to beat' if one > thirteen else 'stands beside'} a rack’s "
        f"{write_number(thirteen)}: they are in different precisions"
    )
    measure = "Peak rate in PFLOP/s by precision; blue: the two figures that the note has, or most likely had"
    return finish(layers, title, description, sources, model, height=190, measure=measure, name="precision")


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
            ("Ordinary server, as printed", price, low, high, COLOURS["muted"]),
            ("A800 server, least, as printed", claim.claimed, claim.claimed, claim.claimed, COLOURS["ink"]),
            ("Four to eight chips alone", chips, fewest, most, COLOURS["muted"]),
            ("A800 server, prices of early 2023", whole, from_low, to_high, verdict_colour(claim.verdict)),
            ("Eight A800s, shortage of 2023", market, market, market, COLOURS["muted"]),
        ],
        columns=["what", "value", "low", "high", "colour"],
    )
    for column in ("value", "low", "high"):
        table[column] = [rounded(value) for value in table[column]]
    table["label"] = [f"¥{write_number(value)}" for value in table["value"]]
    ends = [*table["low"], *table["high"]]

    def axis(field: str) -> alt.X:
        return log_axis(field, "log scale", ends, prefix="¥")

    base = alt.Chart(table).encode(
        y=names(),
        color=alt.Color("colour:N", scale=None),
    )
    layers = alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(
            x=axis("low"), x2="high:Q", tooltip=NAMED
        ),
        base.mark_point().encode(x=axis("value"), tooltip=NAMED),
        base.mark_text(dy=-13, color=COLOURS["ink"]).encode(
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
    found, printed = (f"¥{write_number(price)}" for price in (whole, claim.claimed))
    title = f"At prices of early 2023 an A800 server costs {found}; more than {printed} is printed"
    measure = "Yuan a server: bars span what the article prints, or the 90 % interval"
    return finish(layers, title, description, sources, model, height=250, measure=measure, name="server-price")

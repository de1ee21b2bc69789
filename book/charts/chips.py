"""Charts of the chapter on chips."""

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.register.tables import evidence, find_claim
from claimbook.register.wording import write_number

#: What the articles say an H100 does or costs beside an A100, and what each is held against.
SAYINGS = {
    "eeo-2023-h100-performance": ("“Performance”", "peak, half precision"),
    "eeo-2023-h100-double-precision": ("Double precision", "peak, double precision"),
    "jiemian-2024-h100-efficiency": ("“Efficiency”", "peak, half precision"),
    "jiemian-2024-h100-training-throughput": ("Training throughput", "Meta's two largest runs"),
    "jiemian-2024-h100-cost-ratio": ("Price", "dollar prices"),
}


def h100_worth_chart(model: Model) -> Chart:
    """What the articles print of an H100 beside an A100, each with what it is held against."""
    table = pd.DataFrame(h100_saying(claim_id, model) for claim_id in SAYINGS)
    most = max(table["printed_high"].max(), table["high"].max())
    scale = alt.Scale(domain=[0, rounded(most * 1.12)], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title="A100s that one H100 equals", scale=scale, axis=alt.Axis(tickMinStep=1))

    base = alt.Chart(table).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=210, labelColor=COLOURS["ink"]))
    )
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_rule(color=COLOURS["grid"], strokeWidth=3).encode(x=at("first"), x2="last:Q"),
        base.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=at("low"), x2="high:Q", color=colour),
        base.mark_rule(strokeWidth=3, color=COLOURS["ink"]).encode(x=at("printed_low"), x2="printed_high:Q"),
        base.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at("printed_low")),
        base.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at("printed_high")),
        base.mark_point().encode(x=at("derived"), color=colour),
        base.mark_text(dy=-14).encode(x=at("printed_middle"), text="printed_label:N"),
        base.mark_text(dy=16, color=COLOURS["muted"]).encode(x=at("derived"), text="derived_label:N"),
    )
    description = "What the articles print of an H100 beside an A100, and what the report finds: " + "; ".join(
        f"{row.what}: {row.printed_label}, {row.derived_label}, which {row.verdict}" for row in table.itertuples()
    )
    sources = ["eeo-2023", "jiemian-2024", evidence()["h100_speed_peak"].reference]
    return finish(layers, "One H100 in A100s: as printed, and as found", f"{description}.", sources, height=330)


def h100_saying(claim_id: str, model: Model) -> dict[str, Any]:
    """A row of the chart: the printed figure or range, what it is held against, and the verdict's colour."""
    found = figures(claim_id, model)
    printed = find_claim(claim_id).printed
    assert printed is not None
    what, measure = SAYINGS[claim_id]
    ends = [printed.low, printed.high] if printed.relation == "in" else [printed.claimed, printed.claimed]
    label = " to ".join(dict.fromkeys(write_number(end) for end in ends))
    return {
        "what": what,
        "printed_middle": rounded(found.claimed),
        "printed_low": rounded(ends[0]),
        "printed_high": rounded(ends[1]),
        "derived": rounded(found.derived),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "first": rounded(min(found.derived, *ends)),
        "last": rounded(max(found.derived, *ends)),
        "printed_label": f"printed {label}",
        "derived_label": f"{write_number(found.derived)} ({measure})",
        "colour": verdict_colour(found.verdict),
        "verdict": found.verdict,
    }


def thousandfold_chart(model: Model) -> Chart:
    """Ten years of GPUs, measured in different ways, beside the printed thousandfold."""
    claim = figures("cinic-2024-gpu-thousandfold-with-process", model)
    growths = [
        ("As printed", claim.claimed, "ink"),
        ("8-bit with sparsity ÷ single precision", derived(model, "gpu_gain_integer_sparse"), "accent"),
        ("8-bit without sparsity ÷ single precision", derived(model, "gpu_gain_integer_dense"), "accent"),
        ("Design alone, by NVIDIA's account", derived(model, "gpu_gain_from_design"), "accent"),
        ("8-bit at both ends (eight years)", evidence_value("integer_gain_same_format", "1"), "muted"),
        ("Moore's law", derived(model, "moore_decade_growth"), "muted"),
        ("Single precision at both ends", derived(model, "gpu_gain_same_precision"), "accent"),
    ]
    table = pd.DataFrame(
        {"what": what, "start": 1, "growth": rounded(growth), "label": f"{write_number(growth)}×", "colour": name}
        for what, growth, name in growths
    ).replace({"colour": COLOURS})

    def axis(field: str) -> alt.X:
        return log_axis(field, "Growth over ten years, log scale", [1.6, *(2.2 * table["growth"])])

    base = alt.Chart(table).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=250, labelColor=COLOURS["ink"]))
    )
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(x=axis("start"), x2="growth:Q", color=colour),
        base.mark_point().encode(x=axis("growth"), color=colour),
        base.mark_text(align="left", dx=11).encode(x=axis("growth"), text="label:N"),
    )
    description = "Growth of GPUs over ten years on a logarithmic axis: " + "; ".join(
        f"{row.what}, {row.label}" for row in table.itertuples()
    )
    sources = [claim.source, *(evidence()[key].reference for key in ("integer_gain_same_format", "huang_decade_gain"))]
    return finish(layers, "Ten years of GPUs, by what is counted", f"{description}.", sources, height=260)


def derived(model: Model, name: str) -> float:
    """A growth factor of the model as a plain number: chips count one for one."""
    return float(model.quantity(name).magnitude)

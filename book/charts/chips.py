"""Charts of the chapter on chips."""

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, figures, finish, log_axis, rounded
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES, Verdict
from claimbook.register.wording import write_number

from .findings import NAMED, names

#: What the articles say an H100 does or costs beside an A100, and what each is held against.
SAYINGS = {
    "eeo-2023-h100-performance": ("“Performance”", "peak, half precision"),
    "eeo-2023-h100-double-precision": ("Double precision", "peak, double precision"),
    "jiemian-2024-h100-efficiency": ("“Efficiency”", "peak, half precision"),
    "jiemian-2024-h100-training-throughput": ("Training throughput", "language model"),
    "jiemian-2024-h100-cost-ratio": ("Price", "reported prices"),
}


def h100_worth_chart(model: Model) -> Chart:
    """What the articles print of an H100 beside an A100, each with what it is held against."""
    table = pd.DataFrame(h100_saying(claim_id, model) for claim_id in SAYINGS)
    most = max(table["printed_high"].max(), table["high"].max())
    scale = alt.Scale(domain=[0, rounded(most * 1.12)], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title="A100s", scale=scale, axis=alt.Axis(tickMinStep=1))

    base = alt.Chart(table).encode(y=names())
    marked = base.encode(
        tooltip=[
            alt.Tooltip("what:N", title="What"),
            alt.Tooltip("printed_label:N", title="In A100s"),
            alt.Tooltip("derived_label:N", title="Held against"),
        ]
    )
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        marked.mark_rule(color=COLOURS["grid"], strokeWidth=3).encode(x=at("printed_low"), x2="derived:Q"),
        marked.mark_rule(strokeWidth=6, opacity=0.35, strokeCap="round").encode(x=at("low"), x2="high:Q", color=colour),
        marked.mark_rule(strokeWidth=3, color=COLOURS["ink"]).encode(x=at("printed_low"), x2="printed_high:Q"),
        marked.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at("printed_low")),
        marked.mark_point(color=COLOURS["ink"], shape="diamond").encode(x=at("printed_high")),
        marked.mark_point().encode(x=at("derived"), color=colour),
        base.mark_text(dy=-14).encode(x=at("printed_middle"), text="printed_label:N"),
        base.mark_text(dy=16, color=COLOURS["muted"]).encode(x=at("derived"), text="derived_label:N"),
    )
    description = "What the articles print of an H100 beside an A100, and what the report finds: " + "; ".join(
        f"{row.what}: {row.printed_label}, found {row.derived_label}; the claim {PHRASES[Verdict(row.verdict)]}"
        for row in table.itertuples()
    )
    sources = ["eeo-2023", "jiemian-2024", model.project.evidence["h100_speed_peak"].reference]
    ends = [write_number(value) for value in (table["derived"].min(), table["derived"].max())]
    printed = [write_number(value) for value in (table["printed_low"].min(), table["printed_high"].max())]
    title = f"By the measures below an H100 equals {' to '.join(ends)} A100s; {' to '.join(printed)} are printed"
    measure = "A100s that one H100 equals: printed ◆, found ●, for the price with its 90 % interval"
    return finish(layers, title, f"{description}.", sources, model, height=300, measure=measure, name="h100-worth")


def h100_saying(claim_id: str, model: Model) -> dict[str, Any]:
    """A row of the chart: the printed figure or range, what it is held against, and the verdict's colour."""
    found = figures(claim_id, model)
    printed = model.project.find_claim(claim_id).printed
    assert printed is not None
    what, measure = SAYINGS[claim_id]
    label = " to ".join(dict.fromkeys(write_number(end) for end in printed.ends))
    return {
        "what": what,
        "printed_middle": rounded(found.claimed),
        "printed_low": rounded(printed.ends[0]),
        "printed_high": rounded(printed.ends[1]),
        "derived": rounded(found.derived),
        "low": rounded(found.low),
        "high": rounded(found.high),
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
        ("8-bit, sparse ÷ single precision", derived(model, "gpu_gain_integer_sparse"), "accent"),
        ("8-bit, dense ÷ single precision", derived(model, "gpu_gain_integer_dense"), "accent"),
        ("Design alone, by NVIDIA’s account", derived(model, "gpu_gain_from_design"), "accent"),
        ("8-bit at both ends, in eight years", evidence_value("integer_gain_same_format", "1", model), "muted"),
        ("Moore’s law", derived(model, "moore_decade_growth"), "muted"),
        ("Single precision at both ends", derived(model, "gpu_gain_same_precision"), "accent"),
    ]
    table = pd.DataFrame(
        {"what": what, "growth": rounded(growth), "label": f"{write_number(growth)}×", "colour": name}
        for what, growth, name in growths
    ).replace({"colour": COLOURS})

    def axis(field: str) -> alt.X:
        return log_axis(field, "log scale", [1.6, *(2.2 * table["growth"])])

    base = alt.Chart(table).encode(y=names())
    colour = alt.Color("colour:N", scale=None)
    layers = alt.layer(
        base.mark_rule(strokeWidth=3, opacity=0.45).encode(
            x=axis("growth"), x2=alt.datum(1), color=colour, tooltip=NAMED
        ),
        base.mark_point().encode(x=axis("growth"), color=colour, tooltip=NAMED),
        base.mark_text(align="left", dx=11).encode(x=axis("growth"), text="label:N"),
    )
    description = "Growth of GPUs over ten years on a logarithmic axis: " + "; ".join(
        f"{row.what}, {row.label}" for row in table.itertuples()
    )
    sources = [
        claim.source,
        *(model.project.evidence[key].reference for key in ("integer_gain_same_format", "huang_decade_gain")),
    ]
    most, same = (derived(model, name) for name in ("gpu_gain_integer_sparse", "gpu_gain_same_precision"))
    title = (
        f"Ten years of GPUs gain {write_number(most)}× counted as NVIDIA does, {write_number(same)}× in one precision; "
        f"{write_number(claim.claimed)}× is printed"
    )
    measure = "Growth of the peak rate over ten years, as a multiple of that at the start"
    return finish(layers, title, f"{description}.", sources, model, height=260, measure=measure, name="thousandfold")


def derived(model: Model, name: str) -> float:
    """A growth factor of the model as a plain number: chips count one for one."""
    return float(model.quantity(name).magnitude)

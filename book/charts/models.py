"""Charts of the chapter on models."""

from typing import Any

import altair as alt
import pandas as pd

from claimbook.charts.parts import Chart, evidence_value, finish, rounded
from claimbook.charts.theme import COLOURS
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import NAMED, names, times


def dot(what: str, value: float, colour: str, note: str = "", digits: int = 3) -> dict[str, Any]:
    """A row of :func:`dots`; a note follows the figure in its label."""
    return {"what": what, "value": rounded(value), "label": write_number(value, digits) + note, "colour": colour}


def dots(rows: list[dict[str, Any]], title: str, last: float) -> alt.LayerChart:
    """Dots on a log axis with a tick at each power of ten, a row each; labels from ``last`` on stand to the left."""
    table = pd.DataFrame(rows)
    ticks = [10.0**power for power in range(6, 19)]
    label = " : ".join(f"datum.value == {tick!r} ? '{write_number(tick)}'" for tick in ticks) + " : ''"
    x = alt.X(
        "value:Q",
        title=title,
        scale=alt.Scale(
            type="log", domain=[rounded(table["value"].min() / 2), rounded(table["value"].max() * 2)], nice=False
        ),
        axis=alt.Axis(values=ticks, labelExpr=label, grid=True),
    )
    y = names(sort=table["what"].tolist())
    colour = alt.Color("colour:N", scale=None)
    tooltip = [alt.Tooltip("what:N", title="What"), alt.Tooltip("label:N", title=title.partition(",")[0].capitalize())]
    return alt.layer(
        alt.Chart(table).mark_point().encode(x=x, y=y, color=colour, tooltip=tooltip),
        alt.Chart(table[table["value"] < last])
        .mark_text(align="left", dx=11)
        .encode(x=x, y=y, text="label:N", color=colour),
        alt.Chart(table[table["value"] >= last])
        .mark_text(align="right", dx=-11)
        .encode(x=x, y=y, text="label:N", color=colour),
    )


def read_out(rows: list[dict[str, Any]]) -> str:
    """The rows as a sentence for the text alternative."""
    return "; ".join(f"{r['what']} {r['label']}" for r in rows) + "."


def printed_value(claim_id: str, model: Model) -> float:
    """
    A claim's figure as printed, whatever decides the claim.

    Raises
    ------
    UserError
        If the claim is in words.
    """
    printed = model.result(claim_id).claim.printed
    if printed is None:
        raise UserError(f"claim {claim_id} has no printed figure to draw")
    return printed.claimed


def model_size_chart(model: Model) -> Chart:
    """The sizes printed for the model behind ChatGPT, among those of models whose size is known or reported."""
    unit = "parameter"
    rows = [
        dot(
            "Printed: Huatai",
            model.quantity("gpt3_xl_stated_parameter_count").m_as(model.project.units.read_unit(unit)),
            COLOURS["ink"],
        ),
        dot("Printed: Economic Observer", printed_value("eeo-2023-chatgpt-parameters", model), COLOURS["ink"]),
        dot("Printed: Caijing", printed_value("caijing-2023-gpt35-size", model), COLOURS["ink"]),
        dot("InstructGPT’s smallest model", evidence_value("instructgpt_smallest", unit, model), COLOURS["muted"]),
        dot(
            "GPT-3.5 Turbo (Epoch AI)",
            evidence_value("gpt35_turbo_parameters", unit, model),
            COLOURS["open"],
            note=", speculative",
        ),
        dot(
            "GPT-3",
            model.quantity("gpt3_parameter_count").m_as(model.project.units.read_unit(unit)),
            COLOURS["muted"],
            digits=4,
        ),
        dot("GPT-4", evidence_value("gpt4_parameters", unit, model), COLOURS["open"], note=", a leak"),
    ]
    description = (
        "Parameters on a logarithmic axis. The first three rows are what articles print for the model behind ChatGPT, "
        "the others are models with which it can be compared: " + read_out(rows)
    )
    chart = dots(rows, "parameters, log scale", last=evidence_value("gpt4_parameters", unit, model))
    keys = ("instructgpt_smallest", "gpt35_turbo_parameters", "gpt4_parameters")
    sources = [
        "huatai-2023",
        "eeo-2023",
        "caijing-2023",
        "brown2020",
        *(model.project.evidence[key].reference for key in keys),
    ]
    sizes = [row["value"] for row in rows[:3]]
    title = (
        f"The largest size printed for ChatGPT’s model is {times(max(sizes) / min(sizes))} the smallest; "
        "none was published"
    )
    measure = "Parameters: what three articles print, and models to compare with"
    return finish(chart, title, description, sources, model, height=270, measure=measure, name="model-size")


def training_text_chart(model: Model) -> Chart:
    """Text that models were trained on, against the printed stock of good text and a later estimate of it."""
    unit = model.project.units.read_unit("token")
    printed = printed_value("eeo-2023-text-stock", model)
    words = printed_value("eeo-2023-training-words", model) / model.quantity("words_per_token").m_as("word/token")
    rows = [
        dot("Seen by GPT-3", model.quantity("gpt3_token_count").m_as(unit), COLOURS["accent"]),
        dot("Text GPT-3 drew on", model.quantity("gpt3_dataset_token_count").m_as(unit), COLOURS["accent"]),
        dot("Printed for ChatGPT, as tokens", words, COLOURS["ink"]),
        dot("Printed stock of good text", printed, COLOURS["ink"]),
        dot("GPT-4, reported", model.quantity("gpt4_token_count").m_as(unit), COLOURS["accent"]),
        dot("Llama 3.1 405B", evidence_value("llama3_tokens", "token", model), COLOURS["accent"]),
        dot("Qwen3", evidence_value("qwen3_tokens", "token", model), COLOURS["accent"]),
        dot("Stock, estimate of 2024", evidence_value("text_stock_2024", "token", model), COLOURS["muted"]),
    ]
    stock = pd.DataFrame({"value": [rounded(printed)], "what": ["Printed stock of good text"]})
    stock["label"] = f"{write_number(printed)} tokens"
    line = alt.Chart(stock).mark_rule(color=COLOURS["ink"], strokeDash=[5, 4])
    chart = dots(rows, "tokens, log scale", last=evidence_value("text_stock_2024", "token", model))
    description = (
        "Tokens on a logarithmic axis, in order of time and size; a dashed line marks the printed stock: "
        + read_out(rows)
    )
    keys = ("text_stock_2024", "llama3_tokens")
    reported = model.assumptions["gpt4_token_count"].reference
    sources = ["eeo-2023", "brown2020", reported, *(model.project.evidence[key].reference for key in keys)]
    layers = alt.layer(line.encode(x="value:Q", tooltip=NAMED), *chart.layer)
    most = times(max(rows[row]["value"] for row in (4, 5, 6)) / printed)
    title = f"Later models were trained on up to {most} the text that is printed as the world’s good stock"
    measure = "Tokens of text that models were trained on, repeats counted, and of the stock of text"
    return finish(layers, title, description, sources, model, height=290, measure=measure, name="training-text")

"""Charts of the chapter on monthly operations."""

from typing import Any, TypeAlias

from claimbook.charts.parts import Chart, figures, finish, row
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register.wording import write_number

from .findings import dots, times

COMPUTE = "PFLOP/s·day"
Row: TypeAlias = dict[str, Any]


def monthly_cost_chart(model: Model) -> Chart:
    """ChatGPT's bill for a month, by the source and by others."""
    claim = figures("huatai-2023-chatgpt-monthly-cost", model)
    least, found, greatest = by_quantity("huatai-2023-chatgpt-monthly-cost", "chatgpt_monthly_cost", model)
    low, hardware, high = model.quantiles("chatgpt_monthly_hardware_cost", "USD")
    electricity = (model.quantity("chatgpt_electricity_cost") * model.quantity("january_length")).m_as("USD")
    table = [
        row("As printed", claim.claimed, "USD", COLOURS["ink"], model),
        row("Visits × price of one", found, "USD", verdict_colour(claim.verdict), model, least, greatest),
        row("Hardware by queries (SemiAnalysis)", hardware, "USD", COLOURS["muted"], model, low, high),
        row("Electricity alone (Guosheng)", electricity, "USD", COLOURS["muted"], model),
    ]
    description = (
        f"ChatGPT's cost in January 2023 on a logarithmic axis of dollars: {listed(table)}. The bar of the second is "
        "what the printed digits leave open, that of the third a 90 % interval."
    )
    chart = dots(table, "log scale")
    sources = [claim.source, model.assumptions["chatgpt_daily_hardware_cost"].reference, "eeo-2023"]
    by_visits, by_machines = (model.project.words.write_quantity(cost, "USD") for cost in (found, hardware))
    title = f"By its visits ChatGPT’s month comes to {by_visits}, by its machines to about {by_machines}"
    measure = "Cost of ChatGPT’s operation in January 2023 in US dollars, with 90 % intervals where known"
    return finish(chart, title, description, sources, model, height=220, measure=measure, name="monthly-cost")


def monthly_compute_chart(model: Model) -> Chart:
    """A month's compute on one scale: as the source has it, at later prices, as capacity; beside two training runs."""
    claim = figures("huatai-2023-chatgpt-monthly-compute", model)
    least, found, greatest = by_quantity("huatai-2023-chatgpt-monthly-compute", "chatgpt_monthly_compute", model)

    def amount(what: str, quantity: str, colour: str) -> Row:
        low, median, high = model.quantiles(quantity, COMPUTE)
        return row(what, median, COMPUTE, colour, model, low, high)

    grey = COLOURS["muted"]
    table = [
        amount("One training of ChatGPT, as assumed", "chatgpt_stated_training_compute", grey),
        amount("One GPT-3 training", "gpt3_stated_compute", grey),
        row("A month, at GPT-3's price", found, COMPUTE, verdict_colour(claim.verdict), model, least, greatest),
        amount("A month, at A100 prices of 2022", "chatgpt_monthly_compute_on_a100s", COLOURS["accent"]),
        amount("The serving fleet's peak for a month", "chatgpt_fleet_monthly_capacity", grey),
    ]
    description = (
        f"Compute on a logarithmic axis of PFLOP/s-days: {listed(table)}. The bar of the third is what the printed "
        "digits leave open, those below it are 90 % intervals."
    )
    names = ("gpt3_stated_compute", "a100_rent_2022", "chatgpt_a100_count")
    sources = [claim.source, *(model.assumptions[name].reference for name in names)]
    without_unit = [{**r, "label": r["label"].split(" PFLOP/s")[0]} for r in table]
    chart = dots(without_unit, "log scale", prefix="")
    at_a100_prices = model.quantity("chatgpt_monthly_compute_on_a100s").m_as(model.project.units.read_unit(COMPUTE))
    bought = times(at_a100_prices / found)
    title = f"At A100 prices of 2022 the same bill buys {bought} the {write_number(found, 4)} PFLOP/s-days derived"
    measure = "Compute in PFLOP/s-days, the operations of a day at 10¹⁵ a second, with 90 % intervals where known"
    return finish(chart, title, description, sources, model, height=270, measure=measure, name="monthly-compute")


def by_quantity(claim_id: str, quantity: str, model: Model) -> tuple[float, float, float]:
    """
    Low end, value and high end that one quantity gives for a claim, whichever of its tests decides.

    Raises
    ------
    UserError
        If the claim is not held against the quantity, or that gives no numbers.
    """
    for one in model.result(claim_id).tests:
        if one.test.quantity == quantity and one.low is not None and one.found is not None and one.high is not None:
            return one.low, one.found, one.high
    raise UserError(f"claim {claim_id} has no numbers of {quantity} to draw")


def listed(table: list[Row]) -> str:
    """Rows as words: what they are and their label."""
    return "; ".join(f"{r['what']}: {r['label']}" for r in table)

"""What was set, old to new, and what of it may be a slip: a share where per cent are meant, a value far away."""

from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from claimbook.model.uncertainty import LEVELS
from claimbook.model.uncertainty import spread as values_at
from claimbook.register.assumptions import Assumption
from claimbook.register.units import root_magnitude
from claimbook.register.wording import Wording, write_number

if TYPE_CHECKING:
    from claimbook.model.model import Model

#: A value so many times the book's, or that part of it, is asked about.
FAR = 20

#: Distributions that stand beside a range when it is told.
TOLD = ("lognormal", "uniform", "pert", "choice")


def doubts(model: "Model", names: Iterable[str]) -> list[str]:
    """What to ask about values that were set, a sentence each; what follows from others is not asked about."""
    book = model.project.assumptions
    found = (doubt(book[name], model.assumptions[name], model.project.words) for name in names)
    return [one for one in found if one]


def doubt(own: Assumption, now: Assumption, words: Wording) -> str:
    """What to ask about an assumption's value beside the book's, empty if it will do; the browser asks the same."""
    value, before = now.value.magnitude, own.value.magnitude
    if value == before or own.is_date:
        return ""
    times = abs(log(value / before))
    said = words.write_quantity(value, own.unit, digits=6)
    had = words.write_quantity(before, own.unit, digits=6)
    if own.unit == "percent" and value < 1 and abs(log(100 * value / before)) < times:
        meant = words.write_quantity(100 * value, own.unit, digits=6)
        return f"{own.name} is set to {said}, and the book has {had}: is {meant} meant?"
    if times <= log(FAR):
        return ""
    much = write_number(max(value / before, before / value), 2)
    way = f"{much} times the book's {had}" if value > before else f"one part in {much} of the book's {had}"
    return f"{own.name} is set to {said}, {way}: is that meant?"


def write_spread(assumption: Assumption, words: Wording) -> str:
    """An assumption's value with its range, in words: ``95 days (90 to 100 days, uniform)``."""
    value = words.write_quantity(assumption.value.magnitude, assumption.unit, digits=6)
    if not assumption.is_range:
        return value
    ends = words.write_interval(assumption.low.magnitude, assumption.high.magnitude, assumption.unit, digits=6)
    spread = f", {assumption.distribution}" if assumption.distribution in TOLD else ""
    centre = f"; {assumption.centre} in the middle" if assumption.centre else ""
    return f"{value} ({ends}{spread}{centre}{far_likeliest(assumption, words)})"


def far_likeliest(assumption: Assumption, words: Wording) -> str:
    """That the value of a PERT distribution, its likeliest, lies outside its 90 % interval; empty where it does not."""
    if assumption.distribution != "pert":
        return ""
    scale = root_magnitude(assumption.value) / assumption.value.magnitude
    low, high = (float(end) / scale for end in values_at(assumption, np.array(LEVELS)))
    if low <= assumption.value.magnitude <= high:
        return ""
    interval = words.write_interval(low, high, assumption.unit)
    return f"; its likeliest comes first, and lies outside its 90 % interval of {interval}"


def write_changes(model: "Model", names: Iterable[str]) -> list[str]:
    """What was set, a line each: old to new with units; or that it is as in the book."""
    book, words = model.project.assumptions, model.project.words
    lines = []
    for name in names:
        before, now = book[name], model.assumptions[name]
        change = f"{write_spread(before, words)} → {write_spread(now, words)}"
        lines.append(f"{name}: {change if now != before else f'{write_spread(now, words)}, as in the book'}")
    return lines


def change_records(model: "Model", names: Iterable[str]) -> list[dict[str, Any]]:
    """What was set as plain data, numbers in the assumption's own unit."""
    book = model.project.assumptions
    return [
        {
            "name": name,
            "description": book[name].description,
            "unit": book[name].unit,
            "before": spread_record(book[name]),
            "after": spread_record(model.assumptions[name]),
            "centre": model.assumptions[name].centre or None,
        }
        for name in names
    ]


def spread_record(assumption: Assumption) -> dict[str, Any]:
    """An assumption's value and range as plain data."""
    return {
        "written": assumption.written,
        "value": assumption.value.magnitude,
        "low": assumption.low.magnitude,
        "high": assumption.high.magnitude,
        "distribution": assumption.distribution,
        "choices": [choice.magnitude for choice in assumption.choices],
        "weights": list(assumption.weights),
    }

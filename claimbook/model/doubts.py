"""What was set, old to new, and what of it may be a slip: a share where per cent are meant, a value far away."""

from collections.abc import Iterable
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from claimbook.model.uncertainty import LEVELS
from claimbook.model.uncertainty import spread as values_at
from claimbook.register.assumptions import EXACT, Assumption
from claimbook.register.units import root_magnitude
from claimbook.register.wording import Wording, write_number

if TYPE_CHECKING:
    from claimbook.model.model import Model

#: A value so many times the book's, or that part of it, is asked about.
FAR = 20

#: A claimed figure without a word such as million, so many times the answer or that part of it, is too.
FAR_CLAIM = 1000

#: A date so many years from the book's is.
FAR_YEARS = 50

#: How a question ends that has no guess.
IS_THAT_MEANT = "is that meant?"

#: Distributions that stand beside a range when it is told.
TOLD = ("lognormal", "uniform", "pert", "choice")


def doubts(model: "Model", names: Iterable[str]) -> list[str]:
    """What to ask about values that were set, a sentence each; what follows from others is not asked about."""
    book = model.project.assumptions
    found = (doubt(book[name], model.assumptions[name], model.project.words) for name in names)
    return [one for one in found if one]


def doubt(own: Assumption, now: Assumption, words: Wording) -> str:
    """What to ask about an assumption's value beside the book's, empty if it will do; the browser asks the same."""
    if now == own:
        return ""
    if own.is_date:
        return doubt_of_years(own, now, words)
    middle = doubt_of_value(own, now.value.magnitude, words)
    ends = [doubt_of_end(own, now, end, words) for end in ("low", "high")] if now.is_range else []
    found = [one for one in (middle, *ends) if one]
    guesses = [one for one in found if not one.endswith(IS_THAT_MEANT)]
    return next(iter([*guesses, *found]), "")


def doubt_of_value(own: Assumption, value: float, words: Wording) -> str:
    """What to ask about one value, or about the middle of a range; empty if it will do."""
    before = own.value.magnitude
    said, had = (words.write_quantity(number, own.unit, digits=6) for number in (value, before))
    if is_like_a_share(value, before, own.unit):
        meant = words.write_quantity(100 * value, own.unit, digits=6)
        return f"{own.name} is set to {said}, and the book has {had}: is {meant} meant?"
    if not is_far(value, before):
        return ""
    return f"{own.name} is set to {said}, {far_off(value, before)} the book's {had}: {IS_THAT_MEANT}"


def doubt_of_end(own: Assumption, now: Assumption, end: str, words: Wording) -> str:
    """What to ask about an end of a range that goes beyond the book's own; empty if it will do."""
    number, before = (float(getattr(one, end).magnitude) for one in (now, own))
    is_beyond = number < before if end == "low" else number > before
    if not (is_beyond and (is_far(number, before) or is_like_a_share(number, before, own.unit))):
        return ""
    whole = words.write_interval(now.low.magnitude, now.high.magnitude, own.unit, digits=6)
    had = words.write_quantity(before, own.unit, digits=6)
    which = f"the book's {end} end, {had}" if own.is_range else f"the book's {had}"
    meant = 100 * number if own.unit == "percent" else of_the_same_size(number, now.high.magnitude)
    is_better = meant != number and not is_far(meant, before)
    asked = f"is {words.write_quantity(meant, own.unit, digits=6)} meant?" if is_better else IS_THAT_MEANT
    return f"{own.name} is set to {whole}, whose {end} end is {far_off(number, before)} {which}: {asked}"


def doubt_of_years(own: Assumption, now: Assumption, words: Wording) -> str:
    """What to ask about a point in time that is far from the book's; empty if it will do."""
    before = own.value.magnitude
    for number in (now.value.magnitude, now.low.magnitude, now.high.magnitude):
        years = abs(number - before)
        if years > FAR_YEARS:
            said, had = (words.write_quantity(one, own.unit, digits=6) for one in (number, before))
            way = "after" if number > before else "before"
            return f"{own.name} is set to {said}, {write_number(years)} years {way} the book's {had}: {IS_THAT_MEANT}"
    return ""


def doubt_of_claim(claimed: float, found: float, unit: str, words: Wording) -> str:
    """What to ask about a claimed figure without word or unit, beside the answer; empty if it will do."""
    if found > 0 and claimed > 0 and is_like_a_share(claimed, found, unit):
        said, answer, meant = (words.write_quantity(number, unit) for number in (claimed, found, 100 * claimed))
        return f"the claim is {said}, and the answer is {answer}: is {meant} meant?"
    if claimed * found <= 0 or abs(log(claimed / found)) <= log(FAR_CLAIM):
        return ""
    said, answer = (words.write_quantity(number, unit) for number in (claimed, found))
    far = far_off(abs(claimed), abs(found))
    nearest = min((claimed * 10**power for power in (0, 3, 6, 9, 12)), key=lambda one: abs(log(one / found)))
    meant = f"is {said} meant, or {words.write_quantity(nearest, unit)}?" if nearest != claimed else IS_THAT_MEANT
    return f"the claim is {said}, {far} the answer, {answer}: {meant}"


def is_far(value: float, before: float) -> bool:
    """Whether a value is so many times the book's, or such a part of it, that it may be a slip."""
    return abs(log(value / before)) > log(FAR)


def far_off(value: float, before: float) -> str:
    """How far a value is from the book's."""
    much = write_number(max(value / before, before / value), 2)
    return f"{much} times" if value > before else f"one part in {much} of"


def is_like_a_share(value: float, before: float, unit: str) -> bool:
    """Whether a value may be a share of one where per cent are meant."""
    return unit == "percent" and value < 1 and abs(log(100 * value / before)) < abs(log(value / before))


def of_the_same_size(low: float, high: float) -> float:
    """The low end of a range with the word that was perhaps left out, such as million; as it is where none fits."""
    rising = (low * 10**power for power in (12, 9, 6, 3) if high >= 10**power)
    return next((one for one in rising if one <= high and not is_far(one, high)), low)


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
        change = f"{write_spread(before, words)} → {write_spread(now, words)}{only_middle(before, now, words)}"
        lines.append(f"{name}: {change if now != before else f'{write_spread(now, words)}, as in the book'}")
    return lines


def only_middle(own: Assumption, now: Assumption, words: Wording) -> str:
    """That arithmetic takes the middle of a range that stands for what is exact in the book; empty for all others."""
    if own.kind not in EXACT or not now.is_range:
        return ""
    middle = words.write_quantity(now.value.magnitude, own.unit, digits=6)
    return f"; arithmetic counts with {middle}, its middle, and estimates with the whole range"


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

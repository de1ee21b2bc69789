"""Numbers with units: the project's unit registry and how a quantity is read from text."""

import math
import re
from functools import cache
from typing import Any

import numpy as np
import pint

from claimbook.errors import UserError

#: What a derivation takes and returns. It is `Any` on purpose: the same function is called with
#: pint quantities (values), arrays of them (draws) and SymPy symbols (equations).
Quantity = Any

units: pint.UnitRegistry = pint.UnitRegistry(
    cache_folder=None,
    autoconvert_to_preferred=False,
    preprocessors=[lambda text: text.replace("·", "*")],
)

for definition in (
    # An operation and the rate of operations: 1 PFLOP/s·day is an amount, 1 PFLOPS is a rate.
    "FLOP = [computation]",
    "FLOPS = FLOP / second",
    # Currencies are dimensions of their own, so that dollars and yuan cannot mix silently.
    "USD = [us_dollar]",
    "CNY = [yuan]",
    # Things are counted by kind: an H100 becomes A100s only by an assumption that says how many.
    "V100 = [v100]",
    "A100 = [a100]",
    "H100 = [h100]",
    "parameter = [parameter]",
    "token = [token]",
    "A800 = [a800]",
    "K20X = [k20x]",
    "MLU370 = [mlu370]",
    "TPU = [tpu]",
    "GPU = [gpu]",
    "chip = [chip]",
    "nvlink = [nvlink]",
    "server = [server]",
    "rack = [rack]",
    "rack_unit = [rack_unit]",
    "visit = [visit]",
    "query = [query]",
    "user = [user]",
    "word = [word]",
    "dictionary = [dictionary]",
    "sheet = [sheet]",
    # A pure number with a name: 2 doublings/year is a rate, and its inverse a time.
    "doubling = 1",
):
    units.define(definition)


NUMBER = re.compile(
    r"\s*(?P<number>[+-]?(?:nan|inf(?:inity)?|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?))(?P<unit>.*)", re.I | re.S
)
UNIT_PART = r"[a-z%][\w%]*(?:\s*\*\*\s*\d+)?"
UNIT = re.compile(rf"{UNIT_PART}(?:(?:\s*[/*·]\s*|\s+){UNIT_PART})*", re.I)
#: More than any quantity takes to write.
LONGEST = 200


@cache
def read_unit(text: str) -> pint.Unit:
    """
    Unit written as in the data tables, such as ``USD/A100/hour``, ``PFLOP/s·day`` or ``1``.

    Raises
    ------
    UserError
        If the text is not a unit.
    """
    if text == "1":
        return units.dimensionless
    try:
        if not UNIT.fullmatch(text):
            raise ValueError(text)
        return units.Unit(text)
    except Exception:  # pint raises half a dozen kinds for text that is no unit
        raise UserError(f"{text!r} is not a unit; write one such as 'day', 'USD/A100/hour' or 'PFLOP/s·day'") from None


def read_quantity(text: str | float, unit: str, name: str) -> pint.Quantity:
    """
    Quantity given by a user: ``"95 day"``, or a bare number in the expected unit.

    Parameters
    ----------
    text : str or float
        What was written.
    unit : str
        The unit expected; the result is converted to it.
    name : str
        What the quantity is called, for the error message.

    Raises
    ------
    UserError
        If the text is not a finite number, its unit has another dimension, or the unit expected is none.
    """
    try:
        expected = read_unit(unit)
    except UserError as error:
        raise UserError(f"{name}: {error}") from None
    right = "a number" if unit == "1" else f"a number, or a number and a unit such as {unit!r}"
    if len(str(text)) > LONGEST:
        raise UserError(f"{name}: a text of {len(str(text))} characters is not a quantity; write {right}")
    written = NUMBER.fullmatch(str(text))
    try:
        magnitude = float(written["number"])  # type: ignore[index]
    except (TypeError, ValueError):
        raise UserError(f"{name}: {text!r} is not a quantity; write {right}") from None
    if not math.isfinite(magnitude):
        raise UserError(f"{name}: {text!r} is not a finite number; write {right}")
    unit_text = written["unit"].strip()  # type: ignore[index]
    if not unit_text:
        return units.Quantity(magnitude, expected)
    try:
        given = units.Quantity(magnitude, read_unit(unit_text))
    except UserError as error:
        raise UserError(f"{name}: in {text!r}, {error}") from None
    if not given.is_compatible_with(expected):
        raise UserError(f"{name}: {text!r} is not a kind of {unit}; write {right}")
    with np.errstate(over="ignore"):  # decibels are exponents
        converted = given.to(expected)
    if not math.isfinite(converted.magnitude):
        raise UserError(f"{name}: {text!r} is not a finite number; write {right}")
    return converted


def root_magnitude(quantity: pint.Quantity) -> float:
    """Magnitude in root units, in which formulas hold without conversion factors."""
    return float(quantity.to_root_units().magnitude)


@cache
def root_factor(unit: str) -> float:
    """What one of a unit is in root units: a number in the unit times this is a number in root units."""
    return root_magnitude(1 * read_unit(unit))

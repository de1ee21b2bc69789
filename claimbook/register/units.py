"""Numbers with units: a book's unit registry, and how a quantity is read from text."""

import math
import re
import sys
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import numpy as np
import pint

from claimbook.errors import UserError

#: What a derivation takes and returns. It is `Any` on purpose: the same function is called with
#: pint quantities (values), arrays of them (draws) and SymPy symbols (equations).
Quantity = Any

NUMBER = re.compile(
    r"\s*(?P<number>[+-]?(?:nan|inf(?:inity)?|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?))(?P<unit>.*)", re.I | re.S
)
UNIT_PART = r"(?:[a-z]\w*|%)(?:\s*\*\*\s*(?:\d+|\(\d+/\d+\)))?"
UNIT = re.compile(rf"(?:1\s*/\s*)?{UNIT_PART}(?:(?:\s*[/*·]\s*|\s+){UNIT_PART})*", re.I)
#: More than any quantity takes to write.
LONGEST = 200

#: Where pint keeps what it has read of its own units: beside this module as Python keeps it compiled.
READ_BY_PINT = Path(cache_from_source(__file__)).with_suffix(f".pint-{pint.__version__}")


class Units:
    """
    The units of a book: pint's own, and those that the book defines.

    Books that define the same have one registry in common, so that their quantities can be compared.

    Parameters
    ----------
    definitions : str
        Units in pint's own syntax, a line each; ``#`` begins a comment.

    Examples
    --------
    >>> units = Units("widget = [widget]")
    >>> units.root_factor("widget/minute") == units.root_factor("widget/second") / 60
    True
    """

    def __init__(self, definitions: str = ""):
        self.registry: pint.UnitRegistry = registry_of(definitions)
        self._read: dict[str, pint.Unit] = {}

    def read_unit(self, text: str) -> pint.Unit:
        """
        Unit written as in the data tables, such as ``USD/kWh``, ``km·hour``, ``1/day`` or ``1``.

        Raises
        ------
        UserError
            If the text is not a unit.
        """
        if text not in self._read:
            self._read[text] = unit_in(self.registry, text)
        return self._read[text]

    def read_quantity(self, text: str | float, unit: str, name: str) -> pint.Quantity:
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
            expected = self.read_unit(unit)
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
        if re.match(r",\d", unit_text):
            raise UserError(f"{name}: {text!r} has a comma in its number; leave it out, or write a point for decimals")
        if not unit_text:
            return self.registry.Quantity(magnitude, expected)
        try:
            given = self.registry.Quantity(magnitude, self.read_unit(unit_text))
        except UserError as error:
            raise UserError(f"{name}: in {text!r}, {error}") from None
        if not given.is_compatible_with(expected):
            raise UserError(f"{name}: {text!r} is not a kind of {unit}; write {right}")
        with np.errstate(over="ignore"):  # decibels are exponents
            converted = given.to(expected)
        if not math.isfinite(converted.magnitude):
            raise UserError(f"{name}: {text!r} is not a finite number; write {right}")
        return converted

    def root_factor(self, unit: str) -> float:
        """What one of a unit is in root units: a number in the unit times this is a number in root units."""
        return root_magnitude(1 * self.read_unit(unit))


@cache
def registry_of(definitions: str) -> pint.UnitRegistry:
    """
    Pint's registry with further units.

    Raises
    ------
    UserError
        If a line is no definition.
    """
    registry = plain_registry()
    for number, line in enumerate(definitions.splitlines(), start=1):
        define(registry, line, f"line {number}")
    return registry


def readable_definitions(definitions: str) -> str:
    """The lines of a text that define units, without those that do not."""
    registry = plain_registry()
    found = []
    for line in definitions.splitlines():
        with suppress(UserError):
            define(registry, line, "")
            found.append(line)
    return "\n".join(found)


@cache
def pints_own() -> pint.UnitRegistry:
    """Pint's own units, to which nothing is added."""
    return plain_registry()


def plain_registry(kept: Path = READ_BY_PINT) -> pint.UnitRegistry:
    """Pint's own units, to which others may be added, from the folder where pint keeps them if that can be."""
    if keep_what_pint_reads(kept):
        with suppress(OSError):  # whoever kept it may have done so for himself alone
            return registry_from(kept)
    return registry_from(None)


@cache
def keep_what_pint_reads(folder: Path) -> bool:
    """
    Whether a folder has what pint reads of its own units, which this sees to where Python may keep what it compiles.

    To read them takes ten times as long as all else that makes a registry, and each command and kernel makes one. The
    folder is filled aside, so that no other process finds half of it.
    """
    if not folder.exists() and not sys.dont_write_bytecode:
        with suppress(OSError), tempfile.TemporaryDirectory(dir=folder.parent) as aside:
            registry_from(Path(aside) / "units")
            (Path(aside) / "units").rename(folder)
    return folder.exists()


def registry_from(kept: Path | None) -> pint.UnitRegistry:
    """A registry of pint's own units; what a folder keeps of them, if one is named, need not be read again."""
    return pint.UnitRegistry(
        cache_folder=kept, autoconvert_to_preferred=False, preprocessors=[lambda text: text.replace("·", "*")]
    )


def define(registry: pint.UnitRegistry, line: str, place: str) -> None:
    """
    Add a unit to a registry.

    Raises
    ------
    UserError
        If the line is no definition.
    """
    definition = line.partition("#")[0].strip()
    if definition:
        try:
            registry.define(definition)
        except Exception as error:  # pint raises half a dozen kinds for text that is no definition
            raise UserError(f"{place}: {definition!r} defines no unit: {error}") from None


def unit_in(registry: pint.UnitRegistry, text: str) -> pint.Unit:
    """Unit of a registry, as `Units.read_unit` gives it."""
    if text == "1":
        return registry.dimensionless
    try:
        if not UNIT.fullmatch(text):
            raise ValueError(text)
        return registry.Unit(text)
    except Exception:  # pint raises half a dozen kinds for text that is no unit
        words = re.findall(r"[^\W\d]\w*", text)
        strange = next((word for word in words if len(words) > 1 and not has_unit(registry, word)), "")
        part = f": {strange!r} is none" if strange else ""
        right = "write one such as 'day', 'USD/hour' or 'kW·day', or define it in book/units.txt"
        raise UserError(f"{text!r} is not a unit{part}; {right}") from None


def has_unit(registry: pint.UnitRegistry, word: str) -> bool:
    """Whether a registry has a unit of this name: pint stops at some texts that are none, such as nan."""
    try:
        return word in registry
    except Exception:  # as for a unit
        return False


def root_magnitude(quantity: pint.Quantity) -> float:
    """Magnitude in root units, in which formulas hold without conversion factors."""
    return float(quantity.to_root_units().magnitude)

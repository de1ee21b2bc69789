"""Units for what was computed and nobody gave one: as few as it has, spelled as the book spells them."""

import re
from collections.abc import Mapping
from fractions import Fraction

import pint

from claimbook.errors import UserError
from claimbook.project import Project, remembered
from claimbook.register.formula import LARGEST_POWER
from claimbook.register.wording import SPANS

#: Root units of mere numbers; a bit is none.
NUMBERS = ("count", "radian")


def plain_unit(value: pint.Quantity, project: Project) -> str:
    """
    A unit for a computed value that nobody gave one: the same kinds said once, and none that is a mere number.

    What is written here `Units.read_unit` reads as the same unit.

    Parameters
    ----------
    value : Quantity
        What was computed: in CNY/percent, or in hour/day·USD.
    project : Project
        Its book.
    """
    powers: dict[str, Fraction] = {}
    for name, power in value.unit_items():
        add_unit(powers, name, Fraction(float(str(power))).limit_denominator(LARGEST_POWER**2), project)
    written = {spelled(name, project): power for name, power in powers.items() if power}
    above = "·".join(raised(name, power) for name, power in written.items() if power > 0)
    return "/".join([above or "1", *(raised(name, -power) for name, power in written.items() if power < 0)])


def add_unit(powers: dict[str, Fraction], name: str, power: Fraction, project: Project) -> None:
    """Add a unit to others: to one of its kind, or one whose power it is where the two cancel; a number to none."""
    own = root_units_of(name, project)
    for other in powers:
        times = ratio(own, root_units_of(other, project))
        if times and (times == 1 or cancel(power * times, powers[other])):
            powers[other] += power * times
            return
    if own:
        powers[name] = power


def cancel(power: Fraction, other: Fraction) -> bool:
    """Whether a power takes away from another, by as much as that can be written with."""
    return power * other < 0 and power.denominator <= other.denominator


def root_units_of(name: str, project: Project) -> dict[str, Fraction]:
    """The powers of the root units that a unit comes down to: of a liter, meters to the third; none of a number."""
    root = project.units.registry.Quantity(1.0, name).to_root_units()
    return {unit: Fraction(float(str(power))) for unit, power in root.unit_items() if unit not in NUMBERS}


def ratio(one: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> Fraction | None:
    """How many times the powers of one are those of the other; none where they are not the same number of times."""
    if one.keys() != other.keys():
        return None
    times = {one[dimension] / other[dimension] for dimension in one}
    return times.pop() if len(times) == 1 else None


def spelled(name: str, project: Project) -> str:
    """A unit's name as the book's tables spell it; of one that they do not have a span of time in full, or a symbol."""
    if name in (own := spellings(project)):
        return own[name]
    symbol = name if name in SPANS else str(project.units.registry.get_symbol(name))
    try:
        reads_back = project.units.read_unit(symbol) == project.units.registry.Unit(name)
    except UserError:  # a degree's is no letter
        reads_back = False
    return symbol if reads_back else name


@remembered
def spellings(project: Project) -> dict[str, str]:
    """How the book spells the units of its assumptions, and of the kinds it names, by pint's names of them."""
    units = [*(one.unit for one in project.assumptions.values()), *project.names["kind"].values()]
    found: dict[str, str] = {}
    for word in dict.fromkeys(word for unit in units for word in re.findall(r"[^\W\d]\w*", unit)):
        try:
            parts = list((1 * project.units.read_unit(word)).unit_items())
        except UserError:
            continue
        if len(parts) == 1:
            found.setdefault(parts[0][0], word)
    return found


def raised(name: str, power: Fraction) -> str:
    """A unit raised to a power, in brackets where that is not whole."""
    if power.denominator > 1:
        return f"{name}**({power})"
    return name if power == 1 else f"{name}**{power}"


def do_not_fit(error: pint.DimensionalityError, project: Project) -> str:
    """What pint says of units that do not fit, in units that people use."""
    quantities = (project.units.registry.Quantity(1.0, units) for units in (error.units1, error.units2))
    one, other = (named_unit(quantity, project) for quantity in quantities)
    return f"{one} and {other} are not of one kind"


def named_unit(value: pint.Quantity, project: Project) -> str:
    """What a value comes out in, for a sentence."""
    unit = plain_unit(value, project)
    return "a pure number" if unit == "1" else unit

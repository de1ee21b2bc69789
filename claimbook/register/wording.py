"""Numbers and names as people write them: one formatter for cards, charts, prose and the command line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isinf

from claimbook.register.printed import SAID, PrintedFigure

LARGE = ((12, "trillion"), (9, "billion"), (6, "million"))
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

#: Digits of a computed number that can be relied on: one that differs from a half in later digits only is a half.
SURE_DIGITS = 12

#: What is said behind a number without a unit.
BARE = {"1": "×", "percent": " %", "count": ""}

#: So many per cent and more are said in times: nobody can picture them.
MOST_PERCENT = 1000

#: Units of time that take a plural; of what else a book counts, its own table says the plural.
SPANS = {"minute", "hour", "day", "week", "month", "quarter", "year", "decade"}

RELATIONS = {relation: f"{said} " if said else "" for relation, said in SAID.items()} | {"in": ""}


def round_half_up(value: float, digits: int) -> Decimal:
    """
    Number to so many significant digits, a half away from zero: what every number for a reader goes through.

    Halves are those of the number as it is written in decimals, not of the binary fraction nearest to it, and the last
    digits of a float make no difference: 2.675 is a half, and so is 56.25 where a computation gives 56.249999999999993.
    Below zero the digits round as above it, since a sign says on which side, not how much: −2.5 is −3.

    Parameters
    ----------
    value : float
        Any finite number.
    digits : int
        Significant digits.

    Examples
    --------
    >>> [str(round_half_up(value, 3)) for value in (56.25, 56.249999999999993, 2.675, -2.675, 999.5)]
    ['56.3', '56.3', '2.68', '-2.68', '1.00E+3']
    """
    number = Decimal(repr(float(value)))
    for kept in (max(SURE_DIGITS, digits), digits):
        number = Context(prec=kept, rounding=ROUND_HALF_UP).plus(number)
    return number


def write_number(value: float, digits: int = 3, large: bool = True) -> str:
    """
    Number to so many significant digits, halves rounded up: ``4,874``, ``6.16 million``, ``2.15×10²⁵``.

    Parameters
    ----------
    value : float
        Any number.
    digits : int
        Significant digits at most; trailing zeros after the point are dropped.
    large : bool
        Whether millions and above are written in words.

    Examples
    --------
    >>> write_number(6.16e6), write_number(22.4), write_number(4874.43, digits=4)
    ('6.16 million', '22.4', '4,874')
    >>> write_number(2.15e25), write_number(0.0052), write_number(-57e6)
    ('2.15×10²⁵', '0.0052', '−57 million')
    """
    if value < 0:
        return "−" + write_number(-value, digits, large)
    if value == 0 or isinf(value):
        return "0" if value == 0 else "∞"
    number = round_half_up(value, digits)
    exponent = number.adjusted()
    if exponent >= 15 or exponent < -4:
        return f"{plain(number.scaleb(-exponent))}×10{str(exponent).translate(SUPERSCRIPTS)}"
    for power, word in LARGE:
        if large and exponent >= power:
            return f"{plain(number.scaleb(-power))} {word}"
    return plain(number)


def plain(number: Decimal) -> str:
    """Number with thousands separators and no trailing zeros."""
    return f"{number.normalize():,f}"


def write_share(share: float) -> str:
    """
    A share of draws in per cent: whole, but for what is nearly none or nearly all.

    Examples
    --------
    >>> write_share(0.613), write_share(0.0004), write_share(0.9996), write_share(0), write_share(1)
    ('61 %', 'less than 0.1 %', 'more than 99.9 %', '0 %', '100 %')
    """
    if 0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1:
        return "more than 99.9 %"
    return write_percent(share, 1 if min(share, 1 - share) < 0.01 else 0)


def write_percent(share: float, decimals: int = 0) -> str:
    """
    A share in per cent to so many decimals, halves rounded up.

    Examples
    --------
    >>> [write_percent(share) for share in (0.125, 0.005, 0.004)], write_percent(0.2345, 1), write_percent(0.07, 1)
    (['13 %', '1 %', '0 %'], '23.5 %', '7 %')
    """
    percent = round_half_up(share, SURE_DIGITS).scaleb(2)
    return f"{plain(percent.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))} %"


def write_percentile(level: float) -> str:
    """
    Where in a distribution a figure stands, of a hundred: never before the first or after the last but one.

    Examples
    --------
    >>> write_percentile(0.375), write_percentile(0.0001), write_percentile(1)
    ('38th', '1st', '99th')
    """
    percent = round_half_up(level, SURE_DIGITS).scaleb(2).quantize(Decimal(1), ROUND_HALF_UP)
    return write_ordinal(min(99, max(1, int(percent))))


def write_chance(probability: float, percentile: float, is_point: bool) -> str:
    """
    How likely an estimate makes a bound or a range; where in its distribution a figure stands.

    Examples
    --------
    >>> write_chance(0.61, 0.4, is_point=False), write_chance(0.61, 0.4, is_point=True)
    ('61 % of draws agree', 'at the 40th percentile')
    """
    return (
        f"at the {write_percentile(percentile)} percentile"
        if is_point
        else f"{write_share(probability)} of draws agree"
    )


def write_ordinal(number: int) -> str:
    """
    A number of a row: ``38th``.

    Examples
    --------
    >>> [write_ordinal(number) for number in (1, 2, 3, 11, 38, 52)]
    ['1st', '2nd', '3rd', '11th', '38th', '52nd']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def with_raised(unit: str) -> str:
    """
    A unit with its powers as people write them; the line of a fraction is no "per", and is another sign here.

    Examples
    --------
    >>> with_raised("USD/m**3"), with_raised("km·km·day"), with_raised("boat**(1/2)")
    ('USD/m³', 'km²·day', 'boat^(1⁄2)')
    """
    text = re.sub(r"\s*\*\*\s*(\d+)", lambda power: power[1].translate(SUPERSCRIPTS), unit)
    text = re.sub(r"\s*\*\*\s*\((\d+)/(\d+)\)", r"^(\1⁄\2)", text)
    return re.sub(
        r"(?<!\w)([^\W\d]\w*)((?:·\1)+)(?!\w)",
        lambda same: same[1] + str(same[0].count("·") + 1).translate(SUPERSCRIPTS),
        text,
    )


def is_calendar_year(value: float, unit: str) -> bool:
    """Whether a number of years is a point in time rather than a span, as no span in these sources is that long."""
    return unit == "year" and 1000 <= value < 10_000


@dataclass(frozen=True)
class Wording:
    """
    How a book writes units and names.

    Attributes
    ----------
    spellings : mapping
        Words that keep their spelling where a quantity's name is read out: ``eu`` is EU.
    quantities : mapping
        Quantities whose name reads otherwise than its words.
    plurals : mapping
        Units that take a plural, with it.
    currencies, currency_names : mapping
        Signs and names of the units that are money.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    currency_names: Mapping[str, str] = field(default_factory=dict)

    def write_quantity(self, value: float, unit: str, digits: int = 3) -> str:
        """
        Number with its unit, the unit as in the data tables.

        Examples
        --------
        >>> words = Wording(currencies={"USD": "$"}, plurals={"widget": "widgets"})
        >>> words.write_quantity(6.16e6, "USD"), words.write_quantity(22.4, "1"), words.write_quantity(52.29, "percent")
        ('$6.16 million', '22.4×', '52.3 %')
        >>> words.write_quantity(1.6, "widget/hour"), words.write_quantity(1, "USD/widget/hour")
        ('1.6 widgets per hour', '$1 per widget-hour')
        >>> words.write_quantity(900, "GB/s"), words.write_quantity(1, "day"), words.write_quantity(3.5, "kW·day")
        ('900 GB/s', '1 day', '3.5 kW-days')
        >>> words.write_quantity(600, "m·m"), words.write_quantity(2003, "year"), words.write_quantity(2012.75, "year")
        ('600 m²', '2003', '2012.75')
        >>> words.write_quantity(3, "USD/m**3"), words.write_quantity(0.5, "1/day"), words.write_quantity(2, "m**(1/2)")
        ('$3 per m³', '0.5 per day', '2 m^(1/2)')
        >>> words.write_quantity(2, "widget*hour"), words.write_quantity(280e6, "percent")
        ('2 widget-hours', '2.8 million times')
        """
        return "".join(self.parts(value, unit, digits))

    def parts(self, value: float, unit: str, digits: int) -> tuple[str, str, str]:
        """What stands before a number of a unit, the number, and what stands behind it."""
        if is_calendar_year(value, unit):
            return "", f"{round_half_up(value, 6).normalize():f}", ""
        minus = "−" if value < 0 else ""
        if unit == "percent" and abs(value) >= MOST_PERCENT:
            return minus, write_number(abs(value) / 100, digits), " times"
        number = write_number(abs(value), digits)
        if unit in BARE:
            return minus, number, BARE[unit]
        # A rate a second is one unit; what else stands below the line is said with "per".
        one_line = re.sub(r"/s(?:econd)?\b", "⁄s", with_raised(unit.replace("_", " ")).replace("*", "·"))
        measured, *per = (part.replace("⁄", "/") for part in one_line.split("/"))
        rate = f" per {'-'.join(per)}" if per else ""
        if measured == "1":
            return minus, number, rate
        if measured in self.currencies:
            return f"{minus}{self.currencies[measured]}", number, rate
        head, dot, last = measured.rpartition("·")
        joined = "-" if dot and last in SPANS else dot  # as in "per widget-hour"
        named = f"{head}{joined}{last if value > 0 and number == '1' else self.plural(last)}"
        return minus, number, f" {named.replace('gigabit', 'Gbit').replace('gigabyte', 'GB')}{rate}"

    def write_unit(self, unit: str) -> str:
        """
        A unit as an axis says it.

        Examples
        --------
        >>> words = Wording(currencies={"USD": "$"}, currency_names={"USD": "US dollars"})
        >>> words.write_unit("USD/hour"), words.write_unit("kW·year"), words.write_unit("MWh/day")
        ('US dollars per hour', 'kW-years', 'MWh per day')
        """
        sign, _, name = self.write_quantity(2, unit).partition("2")
        named = {self.currencies[unit]: words for unit, words in self.currency_names.items()}
        return f"{named.get(sign, '')}{name}".strip()

    def plural(self, unit: str) -> str:
        """A unit's name for several of it; symbols stay as they are."""
        return self.plurals.get(unit) or (f"{unit}s" if unit in SPANS else unit)

    def write_interval(self, low: float, high: float, unit: str, digits: int = 3) -> str:
        """
        Both ends of an interval, what they have in common said once; the one value where they agree at these digits.

        Examples
        --------
        >>> words = Wording(currencies={"USD": "$"}, plurals={"widget": "widgets"})
        >>> words.write_interval(54e6, 60e6, "USD"), words.write_interval(8e5, 1.2e6, "USD/widget")
        ('$54 to 60 million', '$800,000 to $1.2 million per widget')
        >>> words.write_interval(1, 2, "widget"), words.write_interval(18, 24, "percent")
        ('1 to 2 widgets', '18 to 24 %')
        >>> words.write_interval(-4, -3, "USD"), words.write_interval(7, 7.001, "day")
        ('−$4 to −$3', '7 days')
        """
        (sign, first, after), (before, last, behind) = (self.parts(end, unit, digits) for end in (low, high))
        if (sign, first, after) == (before, last, behind):
            return f"{before}{last}{behind}"
        if low < 0 or (unit == "percent" and after != behind):
            return f"{sign}{first}{after} to {before}{last}{behind}"
        if first.partition(" ")[2] == last.partition(" ")[2]:
            return f"{before}{first.partition(' ')[0]} to {last}{behind}"
        return f"{before}{first} to {before}{last}{behind}"

    def write_printed(self, printed: PrintedFigure, unit: str) -> str:
        """
        A claim's figure in words: ``more than 20×``.

        Examples
        --------
        >>> words = Wording()
        >>> words.write_printed(PrintedFigure.read(">", "20"), "1")
        'more than 20×'
        >>> words.write_printed(PrintedFigure.read("in", "90..100"), "day")
        '90 to 100 days'
        """
        digits = max(printed.digits, 2)
        if printed.relation == "in":
            return self.write_interval(printed.low, printed.high, unit, digits)
        return RELATIONS[printed.relation] + self.write_quantity(printed.claimed, unit, digits)

    def spoken(self, name: str) -> str:
        """
        A quantity's name as words.

        Examples
        --------
        >>> words = Wording(spellings={"eu": "EU"}, quantities={"tyres_per_car": "tyres on a car"})
        >>> words.spoken("eu_car_sales"), words.spoken("tyres_per_car")
        ('EU car sales', 'tyres on a car')
        """
        return self.quantities.get(name) or " ".join(self.spellings.get(word, word) for word in name.split("_"))

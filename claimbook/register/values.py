"""
Values as people write them, wherever one may be given: a number with a unit, a range, a named distribution.

One reader serves ``--set``, scenario files, notebooks' parameters, sweeps and `Model.with_`; the browser's
(claimbook/site/static/numbers.js) reads the same. tests/values.csv says what is read how. The data tables keep to their
own stricter way: see `claimbook.register.units.Units.read_quantity`.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from claimbook.errors import UserError, with_hint
from claimbook.register.numbers import (
    IN_WORDS,
    PERCENT,
    POWERS,
    SHORTENED,
    Number,
    is_two_ways,
    longest_first,
    may_share_size,
    read_start,
    squeezed,
    tidy,
)
from claimbook.register.relations import split_relation
from claimbook.register.relative import CHANGES, PERCENTS, relative
from claimbook.register.units import LONGEST, Units, has_unit, pints_own
from claimbook.register.wording import MOST_PERCENT, SPANS, Wording

#: What stands between the ends of a range.
BETWEEN = re.compile(r"\s*\.{2,}\s*|(?<![A-Za-z])\s*to(?![A-Za-z])\s*|\s*[~至到]\s*", re.I)
#: A hyphen is one too where a number follows, unless it is the sign of a power of ten.
HYPHEN = re.compile(rf"(?<=[\w%.)])(?<![0-9.][eE])\s*-\s*(?=[^\w\s]?\s?\.?[0-9]|{PERCENT}|{IN_WORDS.pattern})")
#: A value with its range in brackets, and behind that what `claimbook rerun` says of it: a distribution, its centre.
AROUND = re.compile(
    r"(?P<value>[^()]+)\((?P<range>[^();]+?)(?:, ?(?P<name>lognormal|uniform|pert|choice))?"
    r"(?:; [^();]+ in the middle)?(?:; its likeliest comes first, [^();]+)?\)"
)
NAMED = re.compile(r"(?P<name>[a-z_]+) ?\((?P<inside>.*)\)(?P<unit>[^()]*)", re.I)
#: The names in a unit.
NAMES_IN = re.compile(r"[A-Za-z_%][\w%]*")
#: What stands behind a number that is to be computed with.
COMPUTED = re.compile(r" ?(?:\*\*|[*^+/⁄]) ?\(?[0-9]")
#: What stands behind the first of two values of which one is meant.
OR_ANOTHER = re.compile(r"(?:.* )?or \W?[0-9]|.*或(?:者)?[0-9]")
#: What stands before how far off a number may be.
GIVE_OR_TAKE = re.compile(r"±|\+/?-")
#: A letter behind an amount of money, as in $50m; elsewhere m is a metre, and b a bit.
OF_MONEY = re.compile(r"[mb](?![A-Za-z0-9])")
A_DATE = "[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?"
A_DATE_OR_TWO = re.compile(rf"{A_DATE}(?P<second> ?(?:\.\.|to|~|/) ?{A_DATE})?")

#: Distributions that can be named, each with how it is written.
NAMES = {
    "lognormal": "lognormal(LOW, HIGH)",
    "uniform": "uniform(LOW, HIGH)",
    "pert": "pert(LOW, LIKELIEST, HIGH)",
    "metalog": "metalog(LOW, MIDDLE, HIGH)",
    "choice": "choice(VALUE, VALUE, …)",
}
#: How far a value may be from the one of which it shows six digits, as a share.
AS_SHOWN = 1e-5
#: What is said behind a range, in brackets, of how values spread over it.
SPREADS = {
    "metalog": "90 % interval",
    "uniform": "anywhere between",
    "pert": "the value likeliest",
    "choice": "one of its values",
}
WITH_SPREAD = re.compile(
    rf"(?P<range>[^()]+)\((?:{'|'.join(f'(?P<{name}>{said})' for name, said in SPREADS.items())})\)".replace(
        " %", " ?%"
    )
)
#: Letters before a unit that say how many of it.
MULTIPLES = {"m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}

#: Units of pure numbers, and how many of each one is.
PURE = {"1": 1, "percent": 100}

#: The number of a unit's name.
ONE = Number(Decimal(1))

#: Symbols of spans of time that people write for their names.
SYMBOLS = {"hour": "h"}

#: By so much percentages may miss a hundred that were rounded each, as 33 % three times.
NEARLY_ALL = 0.0101

COUNTS = {"lognormal": 2, "uniform": 2, "pert": 3, "metalog": 3}

#: Words that say which centre a range without one takes.
GEOMETRIC, ARITHMETIC, MEDIAN = "the geometric mean of its ends", "the middle of its ends", "its median"
LOWER_MEDIAN = "the lower of its two medians"


@dataclass(frozen=True)
class Written:
    """
    A value that somebody wrote, in the unit it was asked in.

    Attributes
    ----------
    low, value, high : float
        All the same where it is one value.
    distribution : str
        The one that was named; empty where none was.
    centre : str
        Which centre was taken, where none was given.
    choices, weights : tuple of float
        The values of a choice and how likely each is, from least to greatest.
    """

    low: float
    value: float
    high: float
    distribution: str = ""
    centre: str = ""
    choices: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Part:
    """A number with what stands before and after it, a sign of money and a unit, and the number's own text."""

    number: Number
    before: str
    after: str
    took_money: bool = False
    said: str = ""


@dataclass(frozen=True)
class Reader:
    """
    What reads values in a book's units.

    Attributes
    ----------
    units : Units
        The book's.
    words : Wording
        How the book writes units: what is written is also read.
    unit_words : mapping
        Further words for units, such as 美元.
    """

    units: Units
    words: Wording
    unit_words: Mapping[str, str] = field(default_factory=dict)
    _forms: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict, compare=False)

    # Units

    def wording(self, unit: str) -> dict[str, str]:
        """What stands about a number in this unit, the number as ``#``: of one, of several, and of less than none."""
        samples = {"one": 1, "several": 2, "negative": -2}
        return {
            name: self.words.write_quantity(number, unit).replace(str(abs(number)), "#", 1)
            for name, number in samples.items()
        }

    def forms(self, unit: str) -> list[tuple[str, str, int]]:
        """
        What people may write before and after a number in this unit, and by what power of ten it is then multiplied.

        What stands below the line may be left out: dollars an hour may be written as dollars, and dollars per chip and
        hour as dollars an hour.
        """
        if unit in self._forms:
            return self._forms[unit]
        head = unit.partition("/")[0]
        _, *below = unit.split("/")
        shorter = {unit, head}
        if len(below) > 1 and below[-1] in SPANS:
            shorter |= {f"{head}/{span}" for span in (below[-1], SYMBOLS.get(below[-1], below[-1]))}
        around = {written.partition("#")[::2] for one in shorter for written in self.wording(one).values()}
        if head in self.words.currencies:
            around |= {(self.words.currencies[head], one.removeprefix(head)) for one in shorter}
        names = {*shorter, self.words.currency_names.get(head, "")}
        names |= {word for word, of in self.unit_words.items() if of in (unit, head)}
        if unit == "percent":
            names |= {"%", "per cent"}
        around |= {("", name) for name in names if name not in ("", "1")}
        if head in self.words.currencies:
            around |= {(name, "") for name in names}
        found = [(before.removeprefix("−"), after, 0) for before, after in sorted(around)]
        more = {"1": [("", "%", -2), ("", "x", 0), ("", "times", 0)], "percent": [("", "times", 2)]}.get(unit, [])
        self._forms[unit] = [form for form in found if form[:2] not in (("", ""), ("−", ""))] + more
        return self._forms[unit]

    @cached_property
    def money(self) -> dict[str, str]:
        """Units of money by what may stand before a number, in small letters."""
        found = {sign: unit for unit, sign in self.words.currencies.items()} | {u: u for u in self.words.currencies}
        found |= {word: unit for word, unit in self.unit_words.items() if unit in self.words.currencies}
        return {word.lower(): unit for word, unit in found.items()}

    @cached_property
    def singular(self) -> dict[str, str]:
        """Units by the words for several of them, and by other words for them."""
        found = {plural: unit.replace(" ", "_") for unit, plural in self.words.plurals.items()}
        found |= {unit: unit.replace(" ", "_") for unit in self.words.plurals if " " in unit}
        found |= {name: unit for unit, name in self.words.currency_names.items()}
        return found | {word: unit for word, unit in self.unit_words.items() if unit != "1"}

    def in_pints_words(self, before: str, after: str) -> str:
        """A unit as the tables write it of one as sentences do: ``USD/car/hour`` of ``$`` and ``per car-hour``."""
        text = re.sub(r"(?:^| )per ", "/", after.strip().lstrip("-").strip()).replace("^", "**")
        text = re.sub("/s-(?=[A-Za-z])", "/s*", text)  # a rate a second is one unit
        if self.singular:
            text = re.sub(longest_first(self.singular), lambda word: word_or(word, self.singular), text)
        above, *below = text.split("/")
        parts = [above.replace("-", "*"), *(one.replace("-", "/") for one in below)]
        return f"{self.money.get(before.lower(), '')} {'/'.join(part.strip() for part in parts)}".strip().replace(
            " /", "/"
        )

    def part_of_unit(self, text: str) -> Part:
        """One of a unit as people write it, and what would stand about the number: of ``$ an hour``, ``$1 an hour``."""
        written = tidy(text)
        money = re.match(longest_first(self.money) or "(?!)", written, re.I)
        before, after = (money[0], written[money.end() :]) if money else ("", written)
        return Part(ONE, before, with_per(after))

    def convert(self, part: Part, unit: str, text: str) -> tuple[float, bool]:
        """
        A part's number in a unit, and whether it was written in that unit.

        Raises
        ------
        UserError
            If what stands about it is no unit of the same kind.
        """
        own = self.units.read_unit(unit)
        head = unit if part.after.startswith(("/", "per ")) else unit.partition("/")[0]
        is_whole = not part.after or part.after.startswith(("/", "per "))
        if part.number.letter and is_whole and self.is_of(head, f"{part.number.letter} {part.after}"):
            raise UserError(
                f"{text!r} can be read in two ways: write the word, as in 3 billion, or the unit, as in 3 {unit}"
            )
        if not (part.before or part.after):
            return part.number.value(), True
        around = (squeezed(part.before), squeezed(tidy(part.after)))
        in_units = ("", squeezed(self.in_pints_words(part.before, part.after)))
        known = [(squeezed(tidy(before)), squeezed(tidy(after)), shift) for before, after, shift in self.forms(unit)]
        for before, after, shift in known:
            if (before, after) in (around, in_units):
                if shift == 2 and part.number.value(shift) < MOST_PERCENT:  # pages say so many per cent in times
                    raise UserError(f"{text!r} can be read in two ways: write per cent, or the value that is meant")
                return part.number.value(shift), shift == 0
        problem = None
        try:
            in_words = self.in_pints_words(part.before, part.after)
            given, wanted = self.units.read_unit(in_words), unit
            quantity = self.units.registry.Quantity(part.number.value(), given)
            if head in self.words.currencies and quantity.is_compatible_with(self.units.read_unit(head)):
                own, wanted = self.units.read_unit(head), head  # 50 cents, as $0.50, of dollars an hour
            if not quantity.is_compatible_with(own) or self.pure_things(in_words) != self.pure_things(wanted):
                problem = UserError(f"{text!r} {self.misfit(part, unit)}")
            else:
                with np.errstate(over="ignore"):  # decibels are exponents
                    return float(quantity.to(own).magnitude), given == own
        except UserError:
            if COMPUTED.match(part.after):
                raise UserError(f"{text!r} is to be computed first: write what it comes to") from None
            if OR_ANOTHER.match(part.after):
                raise UserError(
                    f"{text!r} is one of two values: write LOW..HIGH for all between them, or {NAMES['choice']}"
                ) from None
            said = f"{part.before} {part.after}".strip().replace(" /", "/")
            problem = UserError(f"in {text!r}, {said!r} is not a unit")
        if all(len(word) > 2 for word in re.findall("[A-Za-z0-9]+", "".join(around))):  # GB is not Gb
            for before, after, shift in known:
                if same_letters(before, around[0]) and same_letters(after, around[1]):
                    return part.number.value(shift), shift == 0
        raise problem

    def misfit(self, part: Part, unit: str) -> str:
        """
        What is said of a part of another kind than a unit.

        Where it leaves out one thing that the book counts that is named: $48 per day may be meant per boat-day.
        """
        given = self.in_pints_words(part.before, part.after)
        differs = (self.units.read_unit(given) / self.units.read_unit(unit)).dimensionality
        own, whole = unit.split("/"), given.split("/")
        for counted in filter(self.is_counted, own[1:]):
            if self.units.read_unit(counted).dimensionality == differs:
                whole.insert(own.index(counted), counted)
                right = in_other_units(part, whole)
                return f"is {given} and not a kind of {unit}: write it per {counted}, as in {right}"
        return f"is not a kind of {unit}"

    def is_counted(self, unit: str) -> bool:
        """Whether a unit is one of the book's own and none of money: a thing that it counts."""
        is_money = any(self.is_of(unit, currency) for currency in self.words.currencies)
        return unit.isidentifier() and not is_money and not has_unit(pints_own(), unit)

    def pure_things(self, unit: str) -> list[str]:
        """Those things that the book counts which are pure numbers to pint: a doubling is no percentage."""
        things = map(self.units.read_unit, NAMES_IN.findall(unit))
        return sorted(str(thing) for thing in things if thing.dimensionless and self.is_counted(str(thing)))

    def is_of(self, unit: str, text: str) -> bool:
        """Whether a text is a unit that comes down to the same root units as another: a byte is no pure number."""
        try:
            given, own = (1 * self.units.read_unit(one) for one in (self.in_pints_words("", text), unit))
            return bool(given.to_root_units().units == own.to_root_units().units)
        except UserError:
            return False

    def for_browser(self, units: Iterable[str]) -> dict[str, Any]:
        """
        What the browser's reader needs beside the forms of each unit.

        Parameters
        ----------
        units : iterable of str
            The units in which it reads.

        Returns
        -------
        dict
            ``atoms``: of each part of these units, of its multiples, of what other words for units stand for, and of
            spans of time, the factor to root units and its dimensions; ``counted``: those that are a thing the book
            counts; ``words`` and ``money``: see `singular` and `money`; ``changes``, ``mostPercent``,
            ``nearlyAll`` and ``spreads``: see `CHANGES`, `MOST_PERCENT`, `NEARLY_ALL` and `SPREADS`.
        """
        parts = (
            {part for unit in units for part in NAMES_IN.findall(unit)}
            | set(self.unit_words.values())
            | SPANS
            | {"s", "min", "h", "percent", "%"}
        )
        bases = {part[1:] for part in parts if part[0] in MULTIPLES and self.multiple(part, part[1:]) is not None}
        parts |= {f"{letter}{base}" for base in bases for letter in MULTIPLES} | bases
        atoms = {}
        for part in sorted(parts):
            try:
                unit = (1 * self.units.read_unit(part)).to_root_units()
            except UserError:
                continue
            atoms[part] = [float(unit.magnitude), {name: float(power) for name, power in unit.unit_items()}]
        counted = [part for part in atoms if self.is_counted(part)]
        limits = {"changes": CHANGES, "mostPercent": MOST_PERCENT, "nearlyAll": NEARLY_ALL, "spreads": SPREADS}
        return {"atoms": atoms, "counted": counted, "words": self.singular, "money": self.money, **limits}

    def multiple(self, part: str, base: str) -> float | None:
        """How many of another unit a unit is, if it is its name behind a letter that says so; none otherwise."""
        try:
            unit, other = self.units.read_unit(part), self.units.read_unit(base)
        except UserError:
            return None
        if not base or not unit.is_compatible_with(other):
            return None
        times = float((1 * unit).to(other).magnitude)
        return times if math.isclose(times, MULTIPLES[part[0]], rel_tol=1e-12) else None

    # Numbers

    def read_part(self, text: str) -> Part:
        """
        A number with what stands about it.

        Raises
        ------
        UserError
            If there is none, or it can be read in two ways.
        """
        if re.match(r"[+-]?(?:nan|inf(?:inity)?)(?![a-z])", text, re.I):
            raise UserError(f"{text!r} is not a finite number")
        before = re.match(rf"(?P<minus>-? ?)(?P<money>{longest_first(self.money)}|(?!))", text, re.I)
        start = text[: before.end("minus")].strip() + text[before.end() :] if before else text
        if SHORTENED.match(start):
            raise UserError(f"{text!r} can be read in two ways: write all of its digits")
        found = read_start(start)
        if found is None:
            raise UserError(f"{text!r} is not a quantity")
        number, after = found
        if re.match(r" ?[0-9]", after):
            raise UserError(f"{text!r} is not a quantity: a number begins within another")
        if re.match(r"[.,'’_][0-9]", after):
            if is_two_ways(text):
                raise UserError(
                    f"{text!r} can be read in two ways: write a point before decimals, and a comma between thousands "
                    "only"
                )
            raise UserError(f"{text!r} is no number with its thousands set apart")
        if GIVE_OR_TAKE.search(after):
            raise UserError(f"{text!r} gives how far off it may be: write its ends, LOW..HIGH")
        if text.startswith("+") and after.strip().lower() in PERCENTS:
            raise UserError(f"{text!r} can be read in two ways: write the value that is meant, without a plus sign")
        said = start.removesuffix(after).strip()
        part = Part(number, before["money"] if before else "", with_per(after), said=said)
        return of_money(part) if before else part

    def begins_with_number(self, text: str) -> bool:
        """Whether a text begins with a number, whatever stands behind it."""
        try:
            return bool(self.read_part(text))
        except UserError:
            return False

    def read_parts(self, texts: Sequence[str], unit: str, whole: str, alike: bool = False) -> list[float]:
        """
        Numbers of a range or a distribution, in a unit; what is said once stands for all.

        A word such as "million" does so where the numbers rise, or where they are known to be `alike`.

        Raises
        ------
        UserError
            If one cannot be read, or what it shares with another can be understood in two ways.
        """
        parts = [self.read_part(text) for text in texts]
        for i in range(1, len(parts)):
            parts[i] = with_money(parts[i], parts[i - 1])
        for i in reversed(range(len(parts) - 1)):
            parts[i] = shared(parts[i], parts[i + 1], whole, alike)
        values = [self.convert(part, unit, whole) for part in parts]
        for (_, (_, own)), (other, _) in pairwise(zip(parts, values, strict=True)):
            if not own and not (other.before or other.after):
                raise UserError(f"{whole!r} can be read in two ways: write the unit of each number")
        return [value for value, _ in values]

    def read_steps(self, texts: Sequence[str], unit: str, name: str, whole: str) -> list[float]:
        """
        Start, stop and step of a grid, in a unit: what stands behind the last alone is meant for all.

        Raises
        ------
        UserError
            If one is not a finite number of the right kind.
        """
        try:
            values = self.read_parts([tidy(text) for text in texts], unit, whole, alike=True)
        except UserError as error:
            raise UserError(f"{name}: {error}") from None
        if not all(map(math.isfinite, values)):
            raise UserError(f"{name}: {whole!r} is not a finite number in each of its places")
        return values

    def read(
        self,
        text: str | float,
        unit: str,
        name: str,
        example: str = "",
        spreads: str = "",
        own: float | None = None,
        most: float | None = None,
    ) -> Written:
        """
        A value, a range or a named distribution.

        Parameters
        ----------
        text : str or float
            What was written; a number is one in the unit.
        unit : str
            The unit in which it is wanted.
        name : str
            What the quantity is called, for the error message.
        example : str
            A value as one may write it, such as "95 day".
        spreads : str
            How values spread over a range that names no distribution.
        own : float, optional
            The book's value, in the unit, for what may be meant as a change of it.
        most : float, optional
            The most it can be, in the unit.

        Raises
        ------
        UserError
            If it cannot be read.
        """
        self.units.read_unit(unit)
        bare = example.partition(" ")[0] or "3"
        right = f"a number such as {bare}" + ("" if unit == "1" else f", or with its unit, {example or f'3 {unit}'}")
        right += f", or a range such as {write_range_like(bare)}"
        if len(str(text)) > LONGEST:
            raise UserError(f"{name}: a text of {len(str(text))} characters is not a quantity; write {right}")
        try:
            if own is not None:
                self.refuse_relative(tidy(str(text)), unit, str(text), own, most)
            found = self.read_any(tidy(str(text)), unit, str(text), spreads)
        except UserError as error:
            raise UserError(f"{name}: {with_hint(str(error), f'write {right}')}") from None
        numbers = (found.low, found.value, found.high, *found.choices)
        if not all(map(math.isfinite, numbers)):
            raise UserError(f"{name}: {str(text)!r} is not a finite number; write {right}")
        return found

    def refuse_relative(self, text: str, unit: str, whole: str, own: float, most: float | None) -> None:
        """
        Refuse a tidied text that says a change of the book's value, or that may as well be meant so.

        Raises
        ------
        UserError
            If it does, with the value that the change gives and the one that the text gives if it is no change.
        """
        found = relative(text)
        if found is None or (found.is_multiple and is_shown_so(found.times, unit)):
            return
        before, after = (self.words.write_quantity(one, unit, 6) for one in (own, own * found.times))
        change = f"{after} for {found.said} {before}"
        if found.share is not None and unit not in PURE:
            raise UserError(f"{whole!r} is not a kind of {unit}: write {change}")
        if found.share is None or (most is not None and found.share * PURE[unit] > most):
            raise UserError(f"{whole!r} is no value: write {change}")
        plain = self.words.write_quantity(found.share * PURE[unit], unit, 6)
        raise UserError(f"{whole!r} can be read in two ways: write {plain}, or {change}")

    def read_any(self, text: str, unit: str, whole: str, spreads: str) -> Written:
        """A tidied text as `read` has it."""
        relation, figure = split_relation(text)
        if relation not in ("", "=") and self.begins_with_number(figure):
            raise UserError(f"{whole!r} {not_a_value(relation, figure)}, or a range with both its ends, LOW..HIGH")
        if named := NAMED.fullmatch(text):
            return self.read_distribution(named["name"], named["inside"], named["unit"].strip(), unit, whole)
        if found := WITH_SPREAD.fullmatch(text):
            return self.read_spread(found["range"].strip(), str(found.lastgroup), unit, whole)
        if around := AROUND.fullmatch(text):
            value, low, high = self.read_parts([around["value"].strip(), *ends(around["range"], whole, 2)], unit, whole)
            in_three = in_order([low, value, high], whole)
            return named_around(in_three, around["name"], whole) if around["name"] else in_three
        if dates := A_DATE_OR_TWO.fullmatch(text):
            wanted = "which is a year and its decimals here, as in 2012.75" if unit == "year" else f"and not in {unit}"
            raise UserError(f"{whole!r} {'are dates' if dates['second'] else 'is a date'}, {wanted}")
        numbers = self.read_parts(ends(text, whole), unit, whole)
        if len(numbers) == 3:
            return in_order(numbers, whole)
        low, high = numbers[0], numbers[-1]
        if len(numbers) == 1 or low == high:
            return Written(low, low, low)
        if min(low, high) <= 0:
            raise UserError(f"{whole!r} is not above zero, which this assumption must be")
        if low > high:
            raise UserError(f"{whole!r} is not in order: write LOW..HIGH or LOW..VALUE..HIGH")
        if spreads in ("uniform", "pert"):
            return Written(low, low + (high - low) / 2, high, centre=ARITHMETIC)
        return Written(low, math.sqrt(low) * math.sqrt(high), high, centre=GEOMETRIC)

    # Distributions

    def read_spread(self, text: str, name: str, unit: str, whole: str) -> Written:
        """A range behind which stands in words how values spread over it, as `claimbook show` prints it."""
        if name not in ("metalog", "uniform"):
            raise UserError(f"{whole!r} lacks what it has between its ends: write {NAMES[name]}")
        found = self.read_any(text, unit, whole, name)
        return replace(found, distribution=name) if found.low < found.high else found

    def read_distribution(self, name: str, inside: str, after: str, unit: str, whole: str) -> Written:
        """A named distribution; a unit behind its bracket is that of all its numbers."""
        if name.lower() not in NAMES:
            raise UserError(f"{whole!r}: {name} is no distribution here: write {', '.join(NAMES.values())}")
        name = name.lower()
        texts = arguments(inside, COUNTS.get(name), NAMES[name], whole)
        if name == "choice":
            return self.read_choice(texts, after, unit, whole)
        numbers = self.read_parts([f"{text} {after}".strip() for text in texts], unit, whole)
        if min(numbers) <= 0:
            raise UserError(f"{whole!r} is not above zero, which this assumption must be")
        if sorted(numbers) != numbers:
            raise UserError(f"{whole!r} is not in order: write {NAMES[name]}")
        low, high = numbers[0], numbers[-1]
        if len(numbers) == 2 or low == high:
            return named_range(name, low, high)
        return Written(low, numbers[1], high, name)

    def read_choice(self, texts: Sequence[str], after: str, unit: str, whole: str) -> Written:
        """Values of which each is as likely as the others, or as likely as is said behind a colon."""
        split = [text.partition(":") for text in texts]
        if len({colon for _, colon, _ in split}) > 1:
            raise UserError(f"{whole!r} says of some values how likely they are, and not of all")
        values = self.read_parts([f"{value.strip()} {after}".strip() for value, _, _ in split], unit, whole)
        shares = [self.share(share.strip(), whole) if colon else 1.0 for _, colon, share in split]
        total = math.fsum(shares)
        if all(share.strip().endswith("%") for _, _, share in split) and abs(total - 1) > NEARLY_ALL:
            raise UserError(f"{whole!r}: its percentages add up to {100 * total:.6g} % and not to 100 %")
        pairs = sorted(zip(values, shares, strict=True))
        if pairs[0][0] <= 0:
            raise UserError(f"{whole!r} is not above zero, which this assumption must be")
        if pairs[0][0] == pairs[-1][0]:
            return Written(pairs[0][0], pairs[0][0], pairs[0][0])
        weights = tuple(share / total for _, share in pairs)
        reached = np.cumsum(weights)
        at = int(np.searchsorted(reached, 0.5 - 1e-12))
        centre = LOWER_MEDIAN if math.isclose(reached[at], 0.5) and pairs[at][0] < pairs[at + 1][0] else MEDIAN
        choices = tuple(value for value, _ in pairs)
        equal = len(set(shares)) == 1
        return Written(choices[0], choices[at], choices[-1], "choice", centre, choices, () if equal else weights)

    def share(self, text: str, whole: str) -> float:
        """How likely a value is, of one or of a hundred or as a part: only how they stand to each other counts."""
        part = self.read_part(text)
        value, _ = self.convert(part, "1", whole)
        if not 0 < value < math.inf:
            raise UserError(
                f"{whole!r}: {text!r} is not how likely a value is; write a number above zero, or a percentage"
            )
        return value


def is_shown_so(times: float, unit: str) -> bool:
    """Whether pages write a pure number as so many times: a share only where it is many times one."""
    return unit == "1" or (unit == "percent" and times * PURE[unit] >= MOST_PERCENT)


def shared(part: Part, following: Part, whole: str, alike: bool) -> Part:
    """
    A part of a range with what the part after it says for both: $54 to 60 million, 90..100 day.

    Raises
    ------
    UserError
        If a word such as "million" may or may not be meant for both.
    """
    if part.after in ("", "%") and may_share_size(part.number, following.number):  # 三到五百 may begin at 3 or at 300
        raise UserError(f"{whole!r} can be read in two ways: write figures, LOW..HIGH")
    number, word = part.number, following.number.word
    rises = abs(number.digits) <= abs(following.number.digits)
    if number.word is None and word and not number.power and (rises or (alike and not part.after)):
        if part.after or (part.before and following.before == part.before and not following.took_money):
            raise UserError(f"{whole!r} can be read in two ways: write words such as million at both ends")
        number = replace(number, word=word)
    takes = not part.before or following.before or following.after.startswith(("per ", "/"))
    after = part.after or (following.after if takes else "")
    has_unit_of_its_own = part.after and not part.after.startswith(("per ", "/"))  # 90 cents..$2
    before = part.before or ("" if has_unit_of_its_own else following.before)
    return replace(part, number=number, before=before, after=after)


def in_other_units(part: Part, unit: Sequence[str]) -> str:
    """A part's number as it was written, in a unit of these pieces: ``$48 per car-day`` of USD, car and day."""
    head = 2 if unit[1] == "s" else 1  # a rate a second is one unit
    measured, below = "/".join(unit[:head]), "-".join(unit[head:])
    if not part.before:
        return f"{part.said} {measured} per {below}"
    blank = " " if part.before[-1].isalpha() else ""
    return f"{part.before}{blank}{part.said}{measured.removeprefix(unit[0])} per {below}"


def with_per(after: str) -> str:
    """What stands behind a number, a dollar an hour as a dollar per hour."""
    return re.sub("(?:^| )an? ", " per ", after).strip()


def of_money(part: Part) -> Part:
    """An amount of money with the word that a small letter behind it stands for: of $50m, million."""
    letter = OF_MONEY.match(part.after)
    if letter is None or part.number.word is not None:
        return part
    number = replace(part.number, word=POWERS[letter[0].upper()])
    return replace(part, number=number, after=part.after[letter.end() :].strip())


def with_money(part: Part, before: Part) -> Part:
    """A part of a range with the sign of money of the part before it, where it has neither that nor a unit."""
    amount = of_money(part)
    takes = before.before and not part.before and (not amount.after or amount.after.startswith(("per ", "/")))
    return replace(amount, before=before.before, took_money=True) if takes else part


def named_range(name: str, low: float, high: float) -> Written:
    """A lognormal or uniform range between two ends."""
    if low == high:
        return Written(low, low, low)
    if name == "lognormal":
        return Written(low, math.sqrt(low) * math.sqrt(high), high, name, MEDIAN)
    return Written(low, low + (high - low) / 2, high, name, ARITHMETIC)


def named_around(found: Written, name: str, whole: str) -> Written:
    """A range with its value, and the distribution's name behind it, as `claimbook rerun` repeats it."""
    if name == "choice":
        raise UserError(f"{whole!r} lacks what it has between its ends: write {NAMES[name]}")
    if name == "pert":
        return replace(found, distribution=name) if found.low < found.high else found
    between = named_range(name, found.low, found.high)
    if not math.isclose(between.value, found.value, rel_tol=AS_SHOWN):
        raise UserError(f"{whole!r} has another value than a {name} range has in its middle: write {NAMES[name]}")
    return between


def in_order(numbers: Sequence[float], whole: str) -> Written:
    """A range with its centre."""
    low, value, high = numbers
    if min(numbers) <= 0:
        raise UserError(f"{whole!r} is not above zero, which this assumption must be")
    if not low <= value <= high:
        raise UserError(f"{whole!r} is not in order: write LOW..HIGH or LOW..VALUE..HIGH")
    return Written(low, value, high)


def not_a_value(relation: str, figure: str) -> str:
    """What is said of a figure with words before or behind it that make it no value; a range may be right instead."""
    if relation == "≈":
        return f"is near and not exact, while what is set is taken as certain: write {figure}"
    return "is a bound: write a value"


def ends(text: str, whole: str, count: int = 0) -> list[str]:
    """
    The numbers between which something lies, as text: one, two or three.

    Raises
    ------
    UserError
        If there are more, or one is empty.
    """
    text = re.sub(r"^from (?=.* to )", "", text, flags=re.I)
    if between := re.fullmatch(r"between (.+) and (.+)", text, re.I):
        parts = [*between.groups()]
    else:
        parts = BETWEEN.split(text)
        if len(parts) == 1:
            parts = HYPHEN.split(text)
    parts = [part.strip() for part in parts]
    if len(parts) > 3:
        raise UserError(f"{whole!r} has more than three numbers: write LOW..HIGH or LOW..VALUE..HIGH")
    if len(parts) > 1 and not all(parts):
        raise UserError(f"{whole!r} lacks an end of its range: write LOW..HIGH or LOW..VALUE..HIGH")
    if count and len(parts) != count:
        raise UserError(f"{whole!r} is not a quantity: in brackets stands the range, LOW to HIGH")
    return [parts[0], *(with_percent(part) for part in parts[1:])] if parts[0].startswith(PERCENT) else parts


def with_percent(end: str) -> str:
    """The end of a range as a share of a hundred if it is a number and nothing else: 四十 of 百分之三十到四十."""
    found = read_start(end)
    return f"{PERCENT}{end}" if found and not found[1] and not end.startswith(PERCENT) else end


def arguments(inside: str, count: int | None, right: str, whole: str) -> list[str]:
    """
    What stands between a distribution's brackets, apart: by commas followed by a blank, else by all commas, or as ends.

    Raises
    ------
    UserError
        If there are too many or too few, or a comma may as well set thousands apart.
    """
    for separator in (r"\s*[;、]\s*", r",\s+"):
        if re.search(separator, inside):
            ways = [[part.strip() for part in re.split(separator, inside)]]
            break
    else:
        ways = [parts for parts in merged(inside.split(",")) if count is None or len(parts) == count]
        ways = ways or [ends(inside, whole)]  # lognormal(1 to 3)
    if len(ways) > 1:
        raise UserError(f"{whole!r} can be read in two ways: write a blank after each comma between two numbers")
    if not ways or not all(ways[0]) or len(ways[0]) != (count or max(2, len(ways[0]))):
        raise UserError(f"{whole!r} is not a distribution as it is written here: write {right}")
    return ways[0]


def merged(pieces: Sequence[str]) -> list[list[str]]:
    """The ways to put pieces between commas together as numbers with their thousands set apart."""
    if len(pieces) == 1:
        return [[pieces[0].strip()]]
    rests = merged(pieces[1:]) if len(pieces) <= 12 else [[piece.strip() for piece in pieces[1:]]]
    apart = [[pieces[0].strip(), *rest] for rest in rests]
    together = [
        [f"{pieces[0].strip()},{rest[0]}", *rest[1:]]
        for rest in rests
        if re.search(r"(?<![0-9.])[0-9]{1,3}$", pieces[0]) and re.match(r"[0-9]{3}(?![0-9])", rest[0])
    ]
    return [*apart, *together]


def same_letters(one: str, other: str) -> bool:
    """Whether two texts are the same but for capitals."""
    return one.lower() == other.lower()


def word_or(word: re.Match[str], words: Mapping[str, str]) -> str:
    """The unit that a whole word stands for; the word itself where it is part of a longer one."""
    text, place = word.string, word.span()
    letters = re.compile(r"[A-Za-z0-9_]")
    joined = (place[0] > 0 and letters.match(word[0][0]) and letters.match(text[place[0] - 1])) or (
        place[1] < len(text) and letters.match(word[0][-1]) and letters.match(text[place[1]])
    )
    return word[0] if joined else words[word[0]]


def write_range_like(bare: str) -> str:
    """A range about a number, as an example."""
    number = float(bare.replace(",", "")) if re.fullmatch(r"[0-9][0-9.,e+]*", bare) else 3.0
    low, high = (f"{float(f'{number * times:.2g}'):g}" for times in (0.8, 1.2))
    return f"{low}..{high}"

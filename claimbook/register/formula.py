"""
Formulas that are written as text: read by a grammar, never run as code, and computed by walking what was read.

A formula names quantities of a book and numbers with units: ``boats * price / (30 day)``. What it gives is computed
with whatever its quantities are called with: pint quantities, arrays of draws, symbols.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from claimbook.errors import UserError, letters_of, unknown
from claimbook.register.units import Units
from claimbook.register.values import Part
from claimbook.register.values import Reader as ValueReader

if TYPE_CHECKING:
    from lark import Token, Tree

#: More than a formula needs: characters, brackets within brackets, numbers and names.
LONGEST, DEEPEST, MOST_PARTS = 1000, 30, 150

#: Powers beyond this are a slip.
LARGEST_POWER = 30

#: What may be called, and with how many arguments at least and at most.
FUNCTIONS = {"sqrt": (1, 1), "exp": (1, 1), "log": (1, 1), "min": (2, 20), "max": (2, 20)}

#: What is written for what other programs call; log is the natural logarithm.
OTHERWISE = {
    "ln": "log(x)", "log10": "log(x) / log(10)", "lg": "log(x) / log(10)", "log2": "log(x) / log(2)",
    "pow": "x ** 2", "cbrt": "x ** (1/3)", "average": "(x + y) / 2", "mean": "(x + y) / 2", "sum": "x + y",
}  # fmt: skip

EXAMPLE = "write one such as 'price * count / (30 day)'"

#: Gives the value and the unit of a number's text; the second text is the place that an error names.
NumberReader: TypeAlias = Callable[[str, str], tuple[float, str]]

WORD = r"[^\W\d]\w*"

#: A number as people write it, with a sign of a currency before it, and behind it words such as million and a unit,
#: whose parts stand close: ``$0.0036``, ``1.77 billion``, ``25,000 day``, ``3.5 USD/kWh``, ``$2/kWh``, ``30 %``. What
#: is raised to a power or called is no unit.
MONEY = r"[^\w\s()+*/^,.%·×÷−\-]{1,2}\s?"
DIGITS = r"(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:_\d+)*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
WORDS, CLOSE, NO_MORE = rf"(?:\s*{WORD})", rf"(?:[/·]{WORD})", r"(?!\w|\s*\*\*|\s*\^|\s*\()"
NUMBER = (
    rf"{MONEY}{DIGITS}(?:{WORDS}*{CLOSE}+{NO_MORE}|{WORDS}+{NO_MORE})?"
    rf"|{DIGITS}(?:\s*%|{WORDS}+{CLOSE}*{NO_MORE})?"
)

GRAMMAR = rf"""
start: sum
sum: product (SIGN product)*
product: signed ((TIMES | OVER) signed)*
?signed: SIGN signed | power
?power: atom (POWER exponent)?
exponent: SIGN? NUMBER | "(" SIGN? NUMBER (OVER NUMBER)? ")"
?atom: NUMBER -> number
    | NAME -> name
    | NAME "(" sum ("," sum)* ")" -> call
    | "(" sum ")"
SIGN: "+" | "-"
POWER.2: "**" | "^"
TIMES: "*" | "·"
OVER: "/"
NUMBER.2: /{NUMBER.replace("/", chr(92) + "/")}/
NAME: /{WORD}/
%ignore /\s+/
"""

#: Signs that are typed otherwise, and full-width characters.
TYPED = {ord("−"): "-", ord("×"): "*", ord("÷"): "/", 0x3000: " "}
TYPED |= {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Number:
    """
    A number with its unit, ``1`` for none.

    Attributes
    ----------
    value : float
        The number.
    unit : str
        Its unit.
    is_unit : bool
        Whether it was written as a unit only, as in ``price / hour``; it is one of it.
    """

    value: float
    unit: str = "1"
    is_unit: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Name:
    """A quantity of the book."""

    name: str


@dataclass(frozen=True)
class Negative:
    """What is taken with the other sign."""

    part: "Node"


@dataclass(frozen=True)
class Operation:
    """Two parts with ``+``, ``-``, ``*`` or ``/`` between."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Power:
    """A part raised to a constant power."""

    base: "Node"
    exponent: Fraction


@dataclass(frozen=True)
class Call:
    """A function of one or several parts."""

    function: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Number | Name | Negative | Operation | Power | Call


@dataclass(frozen=True)
class Formula:
    """
    A quantity that a formula gives: what a derivation's function is, as text of a claim's file.

    Attributes
    ----------
    name : str
        The quantity's name.
    tree : Node
        What was read.
    unit : str
        Unit of what it is compared with.
    about : str
        What it is, in words.
    place : str
        Where it is written: file and line.
    """

    name: str
    tree: Node
    unit: str
    about: str
    place: str

    @property
    def needs(self) -> tuple[str, ...]:
        """The quantities it names, each once, in the order in which it does."""
        return tuple(dict.fromkeys(part.name for part in parts(self.tree) if isinstance(part, Name)))

    @property
    def text(self) -> str:
        """The formula, written one way."""
        return write(self.tree)

    def with_(self, values: Mapping[str, Any], literal: Callable[[Number], Any]) -> Any:
        """What it gives, quantities by name, its numbers as `literal` makes them."""
        return evaluate(self.tree, values, literal)


@cache
def parser() -> Any:
    """The grammar's parser, made when the first formula is read."""
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def read_formula(
    text: str, known: Collection[str] | None, units: Units, read_number: NumberReader | None = None
) -> Node:
    """
    A formula as a tree.

    Parameters
    ----------
    text : str
        What was written.
    known : collection of str, or None
        The quantities it may name; none to hold it against the grammar only, whatever it names.
    units : Units
        The book's units. A name that is no quantity may be one of them: ``price / hour``.
    read_number : callable, optional
        Gives the value and the unit of a number as people write it, by its text and the place that an error names.

    Raises
    ------
    UserError
        If it is no formula, is too long or too deep, divides by zero, or names what does not exist.
    """
    from lark.exceptions import UnexpectedInput, UnexpectedToken

    shown = text if len(text) <= 80 else f"{text[:77]}…"
    if len(text) > LONGEST:
        raise UserError(f"a formula of {len(text)} characters is longer than {LONGEST}; make several quantities of it")
    typed = text.translate(TYPED)
    if depth(typed) > DEEPEST:
        raise UserError(f"the formula {shown!r} has brackets more than {DEEPEST} deep; make several quantities of it")
    try:
        tree = parser().parse(typed)
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        at = len(typed) if ended else error.pos_in_stream or 0
        at -= typed[max(0, at - 1) : at + 1] == "**"
        rest = typed[at:]
        where = f"at {rest[:20]!r}" if rest.strip() else "at its end"
        raise UserError(
            f"the formula {shown!r} cannot be read {where}; {EXAMPLE}{hint(typed[:at], rest, known)}"
        ) from None
    try:
        node = Reader(known, units, read_number, shown).sum(tree.children[0])
        count = sum(1 for _ in parts(node))
    except RecursionError:
        count = MOST_PARTS + 1
    if count > MOST_PARTS:
        raise UserError(f"the formula {shown!r} has more than {MOST_PARTS} parts; make several quantities of it")
    return node


def depth(text: str) -> int:
    """How many brackets are open at most."""
    deepest = now = 0
    for character in text:
        now += (character == "(") - (character == ")")
        deepest = max(deepest, now)
    return deepest


def hint(before: str, rest: str, known: Collection[str] | None) -> str:
    """What is likely meant where a formula cannot be read; empty where nothing is likely."""
    whole = f"{before}{rest}"
    if not rest.strip() and whole.count("(") > whole.count(")"):
        return "; a bracket is opened and not closed"
    letters = letters_of(whole)
    for name in known or ():
        if letters_of(name) == letters:
            return f"; did you mean {name}?"
    if before.strip() and re.match(r"(?:in|to|as) ", rest):
        return "; the unit of the answer goes into --in (in Python: unit=)"
    if re.search(r"(?:\*\*|\^)\s*(?:\([^()]*)?$", before) or rest.startswith(("**", "^")):
        return "; a power is a number such as 2, or a fraction in brackets such as (1/3)"
    if rest.startswith(("=", "<", ">")):
        return "; what is claimed of it goes into --claim (in Python: claim=)"
    if before.strip() and (rest[:1].isalnum() or rest.startswith("(")):
        return "; is a * missing?"
    return ""


@dataclass(frozen=True)
class Reader:
    """What turns the grammar's tree into a formula's, quantities told from units."""

    known: Collection[str] | None
    units: Units
    read_number: NumberReader | None
    shown: str

    def sum(self, tree: "Tree[Token]") -> Node:
        """Products, added up from the left."""
        first, *others = tree.children
        node = self.product(first)  # type: ignore[arg-type]
        for sign, product in zip(others[::2], others[1::2], strict=True):
            node = Operation(str(sign), node, self.product(product))  # type: ignore[arg-type]
        return node

    def product(self, tree: "Tree[Token]") -> Node:
        """Factors, multiplied and divided from the left; a number's close divisors that are quantities among them."""
        node, *behind = self.factors(tree.children[0])
        steps = [*behind]
        for sign, factor in zip(tree.children[1::2], tree.children[2::2], strict=True):
            first, *more = self.factors(factor)
            steps += [(("/" if sign == "/" else "*"), first), *more]
        for sign, factor in steps:
            if sign == "/" and isinstance(factor, Number) and factor.value == 0:
                raise UserError(f"the formula {self.shown!r} divides by zero")
            node = Operation(sign, node, factor)
        return node

    def factors(self, tree: Any) -> list[Any]:
        """A factor, and what stands close behind a number that is no unit: pairs of a sign and a quantity."""
        if tree.data == "number":
            return self.number(str(tree.children[0]))
        if tree.data == "signed":
            sign, signed = tree.children
            first, *more = self.factors(signed)
            return [Negative(first) if sign == "-" else first, *more]
        return [self.factor(tree)]

    def factor(self, tree: Any) -> Node:
        """A power, a name, a call or what stands in brackets."""
        if tree.data == "sum":
            return self.sum(tree)
        if tree.data == "power":
            base, _, exponent = tree.children
            first, *more = self.factors(base)
            assert not more  # what is raised to a power is no unit: see `NUMBER`
            return Power(first, self.exponent(exponent))
        name = str(tree.children[0])
        if tree.data == "name":
            return self.name(name)
        if name in OTHERWISE:
            raise UserError(f"the formula {self.shown!r}: for {name}(x) write {OTHERWISE[name]}")
        if name not in FUNCTIONS:
            raise unknown("function", name[:80], FUNCTIONS, place=f"the formula {self.shown!r}")
        arguments = tuple(self.sum(argument) for argument in tree.children[1:])
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            right = "one argument" if most == 1 else f"{least} to {most} arguments"
            raise UserError(
                f"the formula {self.shown!r} gives {name} {len(arguments)} arguments; it takes {right}, "
                "with a blank behind each comma between them"
            )
        return Call(name, arguments)

    def name(self, name: str) -> Node:
        """A quantity, or one of a unit."""
        if self.known is None or name in self.known:
            return Name(name)
        if self.is_unit(name):
            return Number(1.0, name, is_unit=True)
        raise unknown("quantity", name[:80], self.known, place=f"the formula {self.shown!r}")

    def is_unit(self, name: str) -> bool:
        """Whether a name is that of a unit."""
        try:
            self.units.read_unit(name)
        except UserError:
            return False
        return True

    def number(self, text: str) -> list[Any]:
        """A number with its unit, and the quantities that stand close behind it."""
        text, behind = self.split(text)
        if self.read_number is None:
            return [Number(1.0), *behind]
        value, unit = self.read_number(text, f"the formula {self.shown!r}")
        if not math.isfinite(value):
            raise UserError(f"the formula {self.shown!r}: {text!r} is not a finite number")
        return [Number(value, unit), *behind]

    def split(self, text: str) -> tuple[str, list[tuple[str, Node]]]:
        """A number's text, and what stands close behind its unit that are quantities: ``2 USD/ticket_price``."""
        known = self.known or ()
        behind: list[tuple[str, Node]] = []
        while True:
            at = max(text.rfind("/"), text.rfind("·"))
            tail = text[at + 1 :]
            if at < 0 or tail not in known:
                break
            behind.insert(0, ("/" if text[at] == "/" else "*", Name(tail)))
            text = text[:at]
        last = text.split()[-1]
        if last in known and not self.is_unit(last):
            raise UserError(f"the formula {self.shown!r}: write * between {text[: -len(last)].strip()} and {last}")
        return text, behind

    def exponent(self, tree: "Tree[Token]") -> Fraction:
        """A constant power."""
        written = "".join(map(str, tree.children)) if hasattr(tree, "children") else str(tree)
        try:
            power = Fraction(written)
        except (ValueError, ZeroDivisionError):
            power = Fraction(LARGEST_POWER + 1)
        if abs(power) > LARGEST_POWER or power.denominator > LARGEST_POWER:
            raise UserError(
                f"the formula {self.shown!r}: {written[:40]!r} is no power; write one from -{LARGEST_POWER} to "
                f"{LARGEST_POWER}, or a fraction in brackets such as (1/3)"
            )
        return power


def parts(node: Node) -> Iterator[Node]:
    """Every part of a formula, itself first, from left to right."""
    yield node
    match node:
        case Negative(part):
            yield from parts(part)
        case Operation(_, left, right):
            yield from parts(left)
            yield from parts(right)
        case Power(base, _):
            yield from parts(base)
        case Call(_, arguments):
            for argument in arguments:
                yield from parts(argument)


#: How closely what is written binds.
SUM, PRODUCT, SIGNED, ATOM = range(4)


def write(node: Node) -> str:
    """A formula as text, which reads back as the same tree."""
    return written(node, SUM)


def written(node: Node, least: int) -> str:
    """A part as text, in brackets where it would bind less closely than it must."""
    text, binds = written_part(node)
    return text if binds >= least else f"({text})"


def written_part(node: Node) -> tuple[str, int]:
    """A part as text, and how closely that binds."""
    match node:
        case Number(_, unit, True):
            return unit, ATOM
        case Number(value, unit):
            number = f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else repr(value)
            return (number, ATOM) if unit == "1" else (f"{number} {unit}", SIGNED)
        case Name(name):
            return name, ATOM
        case Negative(part):
            return f"-{written(part, SIGNED)}", SIGNED
        case Operation(sign, left, right):
            binds = SUM if sign in "+-" else PRODUCT
            return f"{written(left, binds)} {sign} {written(right, binds + 1)}", binds
        case Power(base, exponent):
            power = str(exponent) if exponent.denominator == 1 else f"({exponent})"
            return f"{written(base, ATOM)} ** {power}", SIGNED
        case Call(function, arguments):
            return f"{function}({', '.join(written(argument, SUM) for argument in arguments)})", ATOM
    raise TypeError(node)


def evaluate(node: Node, values: Mapping[str, Any], literal: Callable[[Number], Any]) -> Any:
    """
    What a formula gives.

    Parameters
    ----------
    node : Node
        The formula.
    values : mapping
        Quantities by name: pint quantities, arrays in root units or symbols alike.
    literal : callable
        Makes of a number with its unit what the values are.
    """

    def of(part: Node) -> Any:
        return evaluate(part, values, literal)

    match node:
        case Number():
            return literal(node)
        case Name(name):
            return values[name]
        case Negative(part):
            return -of(part)
        case Operation("+", left, right):
            return of(left) + of(right)
        case Operation("-", left, right):
            return of(left) - of(right)
        case Operation("*", left, right):
            return of(left) * of(right)
        case Operation("/", left, right):
            return of(left) / of(right)
        case Power(base, exponent):
            return raised(of(base), exponent)
        case Call(function, arguments):
            return called(function, [of(argument) for argument in arguments])
    raise TypeError(node)


def is_symbolic(value: Any) -> bool:
    """Whether a value is of symbols."""
    return hasattr(value, "free_symbols")


def raised(base: Any, exponent: Fraction) -> Any:
    """A value raised to a constant power, exactly where it is of symbols."""
    if exponent.denominator == 1:
        return base ** (int(exponent) if is_symbolic(base) else float(exponent))
    return base ** (exponent if is_symbolic(base) else float(exponent))


def called(function: str, arguments: list[Any]) -> Any:
    """A function's value: SymPy's of symbols, else NumPy's, which pint's quantities take."""
    if any(map(is_symbolic, arguments)):
        import sympy

        symbolic = {"sqrt": sympy.sqrt, "exp": sympy.exp, "log": sympy.log, "min": sympy.Min, "max": sympy.Max}
        return symbolic[function](*arguments)
    if function in ("min", "max"):
        smaller = np.minimum if function == "min" else np.maximum
        found = arguments[0]
        for argument in arguments[1:]:
            found = smaller(found, argument)
        return found
    numeric = {"sqrt": np.sqrt, "exp": np.exp, "log": np.log}
    return numeric[function](arguments[0])


def in_root_units(units: Units) -> Callable[[Number], float]:
    """What makes numbers in root units of a formula's numbers."""
    return lambda number: number.value * units.root_factor(number.unit)


def in_quantities(units: Units) -> Callable[[Number], Any]:
    """What makes quantities of a formula's numbers."""
    return lambda number: units.registry.Quantity(number.value, units.read_unit(number.unit))


def in_symbols(units: Units) -> Callable[[Number], float | int]:
    """What makes exact numbers in root units of a formula's numbers, whole where they are."""

    def exact(number: Number) -> float | int:
        value = in_root_units(units)(number)
        return int(value) if value == math.floor(value) and abs(value) < 1e15 else value

    return exact


def unit_of_part(part: Part, reader: ValueReader) -> str:
    """The unit that stands about a number, as the tables write it; ``1`` where none does."""
    after = part.after.strip()
    if after in ("%", "per cent", "percent"):
        return "percent"
    if after in ("x", "times", "×", "倍") and not part.before:
        return "1"
    return reader.in_pints_words(part.before, part.after) or "1"

"""The derivations called with symbols and printed as a spreadsheet's formulas, conversions of units in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import sympy
from sympy.printing.codeprinter import CodePrinter
from sympy.printing.precedence import PRECEDENCE

from claimbook.errors import UserError
from claimbook.model.algebra import formula, symbols
from claimbook.model.graph import derive_one, needs, place_of
from claimbook.project import Project, remembered
from claimbook.register.formula import in_symbols

#: Functions that a formula may have, as spreadsheets call them.
FUNCTIONS = {"exp": "EXP", "log": "LN", "Abs": "ABS"}

#: A float's last digits: so near a fraction, relative to it, a factor between units is that fraction.
LAST_DIGITS = 1e-15

#: The largest number above or below the line of a factor that is taken for exact.
MOST = 10**9

#: Whole numbers of more digits are written with an exponent, as spreadsheets keep fifteen; round ones from fewer on.
DIGITS = 15
FEW_DIGITS = 6

#: A factor of so many digits before and behind the point is written as a decimal number.
SHORT = 6

#: A formula may have so many letters in Excel, of the 8,192 that it allows.
LONGEST = 8000

#: Operands of which nobody knows whether the formula rises or falls with them: twice the corners for each.
MOST_CORNERS = 7


@dataclass(frozen=True)
class Measure:
    """
    In what a cell holds a quantity.

    Attributes
    ----------
    unit : str
        The unit, as the tables write it.
    is_percent : bool
        Whether the cell holds a share and shows it in per cent, as spreadsheets do.
    factor : sympy.Rational
        A number in the cell times this is a number in root units, in which formulas need no factor.
    """

    unit: str
    is_percent: bool
    factor: sympy.Rational

    @property
    def scale(self) -> float:
        """What one of the unit is in the cell: a hundredth where the cell shows per cent."""
        return 0.01 if self.is_percent else 1.0


@remembered
def measure_of(project: Project, unit: str) -> Measure:
    """In what a cell holds a quantity of this unit."""
    is_percent = unit.partition("/")[0] == "percent"
    factor = as_fraction(project.units.root_factor(unit))
    return Measure(unit, is_percent, factor * 100 if is_percent else factor)


def as_fraction(factor: float) -> sympy.Rational:
    """
    The simple fraction that a factor between units is, but for the last digits of a float.

    Examples
    --------
    >>> as_fraction(86400.0), as_fraction(1 / 86400), as_fraction(365.25), as_fraction(1e-12), as_fraction(1609.344)
    (86400, 1/86400, 1461/4, 1/1000000000000, 201168/125)
    """
    simple = (
        Fraction(factor).limit_denominator(MOST),
        1 / Fraction(1 / factor).limit_denominator(MOST) if abs(factor) < MOST else Fraction(round(factor)),
    )
    near = [one for one in simple if one and abs(one / Fraction(factor) - 1) < LAST_DIGITS]
    best = min(near, key=lambda one: one.numerator * one.denominator, default=Fraction(factor))
    return sympy.Rational(best.numerator, best.denominator)


class Spreadsheet(CodePrinter):
    """
    A formula as spreadsheets write it.

    Powers are functions, because `-x^2` is (-x)^2 in a spreadsheet, and two powers in a row begin at the left.
    """

    language = "Spreadsheet"
    _default_settings = {**CodePrinter._default_settings, "strict": True}  # noqa: RUF012 - sympy's own way to say so

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self.known_functions = FUNCTIONS
        self.names = names

    def _print_Symbol(self, expr: sympy.Symbol) -> str:
        return self.names[expr.name]

    def _print_Integer(self, expr: sympy.Integer) -> str:
        return whole(int(expr))

    def _print_Float(self, expr: sympy.Float) -> str:
        return repr(float(expr)).upper()

    def _print_Rational(self, expr: sympy.Rational) -> str:
        return f"{whole(int(expr.p))}/{whole(int(expr.q))}"

    def _print_Max(self, expr: sympy.Max) -> str:
        return f"MAX({', '.join(map(self._print, expr.args))})"

    def _print_Min(self, expr: sympy.Min) -> str:
        return f"MIN({', '.join(map(self._print, expr.args))})"

    def _print_Pow(self, expr: sympy.Pow) -> str:
        if expr.exp.is_Rational and expr.exp.is_negative:
            return f"1/{self.parenthesize(expr.base**-expr.exp, PRECEDENCE['Pow'])}"
        if expr.exp == sympy.Rational(1, 2):
            return f"SQRT({self._print(expr.base)})"
        return f"POWER({self._print(expr.base)}, {self._print(expr.exp)})"

    def _print_Mul(self, expr: sympy.Mul) -> str:
        above, below = [], []
        for factor in expr.as_ordered_factors():
            if factor.is_Rational:
                above += [sympy.Integer(factor.p)] if factor.p != 1 else []
                below += [sympy.Integer(factor.q)] if factor.q != 1 else []
            elif factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative:
                below.append(factor.base**-factor.exp)
            else:
                above.append(factor)
        minus = "-" if above and above[0] == -1 and len(above) > 1 else ""
        return minus + divided(
            *(
                [self.parenthesize(one, PRECEDENCE["Mul"]) for one in side]
                for side in (above[1:] if minus else above, below)
            )
        )

    def _format_code(self, lines: list[str]) -> list[str]:
        return lines


def divided(above: list[str], below: list[str]) -> str:
    """A product over another."""
    under = "*".join(below)
    over = "*".join(above) or "1"
    return over if not below else f"{over}/{under}" if len(below) == 1 else f"{over}/({under})"


def whole(number: int) -> str:
    """
    A whole number as a spreadsheet writes it.

    Examples
    --------
    >>> whole(86400), whole(1234567890), whole(10**12), whole(-31557600 * 10**12)
    ('86400', '1234567890', '1E+12', '-3.15576E+19')
    """
    exponent = len(str(abs(number))) - 1
    if exponent < FEW_DIGITS or (exponent < DIGITS and number % 10 ** (exponent - FEW_DIGITS)):
        return str(number)
    return f"{Decimal(number).scaleb(-exponent).normalize():.16g}E+{exponent}"


def times(ratio: sympy.Rational) -> str:
    """
    What stands behind a formula to multiply it, as people write it: nothing for one.

    Examples
    --------
    >>> [times(sympy.Rational(*ratio)) for ratio in ((24, 1), (1, 86400), (1461, 4), (4, 1461), (4000, 1461), (2, 3))]
    ['*24', '/86400', '*365.25', '/365.25', '*1000/365.25', '*2/3']
    """
    if ratio == 1:
        return ""
    for sign, number in (("*", ratio), ("/", 1 / ratio)):
        if number.is_Integer:
            return f"{sign}{whole(int(number))}"
    if is_short(ratio):
        return f"*{float(ratio)!r}"
    if is_short(days := sympy.Rational(ratio.q, 4)) and ratio.p % 4 == 0:  # a year has 365.25
        return f"{times(sympy.Integer(ratio.p // 4))}/{float(days)!r}"
    return f"*{whole(ratio.p)}/{whole(ratio.q)}"


def is_short(number: sympy.Rational) -> bool:
    """Whether a fraction is a decimal number of few digits."""
    return bool((number * 10**SHORT).is_Integer and abs(number) < 10**SHORT)


def written(expression: sympy.Expr, names: Mapping[str, str], place: str) -> str:
    """
    An expression as a spreadsheet's formula, without the sign before it.

    Parameters
    ----------
    expression : sympy.Expr
        What is written.
    names : mapping
        What each of its symbols is called there.
    place : str
        What an error calls it.

    Raises
    ------
    UserError
        If it has something in it that spreadsheets have no word for.
    """
    try:
        return str(Spreadsheet(names).doprint(expression))
    except NotImplementedError as error:
        raise UserError(f"{place} cannot be written as a spreadsheet's formula: {error}") from None


@remembered
def step(project: Project, quantity: str) -> sympy.Expr:
    """A derivation in terms of what it needs itself, quantities among them; in root units."""
    known = symbols(project)
    given = {name: known.get(name, sympy.Symbol(name, real=True)) for name in needs(project, quantity)}
    return sympy.sympify(derive_one(project, quantity, given, in_symbols(project.units)))


@dataclass(frozen=True)
class Written:
    """
    A quantity as a formula of named cells.

    Attributes
    ----------
    text : str
        The formula, without the sign before it, in the cells' units.
    plain : str
        The formula as the derivation has it, without conversions.
    conversion : str
        By what the formula is multiplied to lead from the units of its cells to its own; "in its terms" where each
        term has a factor of its own, empty where there is none.
    """

    text: str
    plain: str
    conversion: str


def write_step(project: Project, quantity: str, measures: Mapping[str, Measure], names: Mapping[str, str]) -> Written:
    """
    A derivation as a formula of the cells it needs.

    Parameters
    ----------
    project : Project
        The book.
    quantity : str
        What is derived.
    measures : mapping
        In what each cell holds its quantity.
    names : mapping
        What each cell is called.
    """
    expression, place = step(project, quantity), place_of(project, quantity)
    scaled = in_cells(expression, measures) / measures[quantity].factor
    plain = written(expression, names, place)
    ratio = scaled / expression
    if not ratio.is_Rational:
        return Written(written(scaled, names, place), plain, "in its terms")
    if ratio == 1:
        return Written(plain, plain, "")
    base = f"({plain})" if expression.is_Add else plain
    return Written(base + times(ratio), plain, times(ratio))


def in_cells(expression: sympy.Expr, measures: Mapping[str, Measure]) -> sympy.Expr:
    """An expression of root units with each symbol what its cell holds, times what leads to root units."""
    return expression.xreplace({one: measures[one.name].factor * one for one in expression.free_symbols})


def converted(name: str, of: Measure, to: Measure) -> str:
    """A cell in another unit of its kind."""
    return name + times(of.factor / to.factor)


def write_ends(
    project: Project,
    quantity: str,
    unit: Measure,
    operands: Mapping[str, tuple[str, str]],
    measures: Mapping[str, Measure],
    names: Mapping[str, str],
) -> tuple[str, str]:
    """
    The least and the greatest value of a quantity that its open operands allow, as formulas.

    An operand with which the formula surely rises or falls enters by the end in question; all corners of the others
    stand in the formula. Both are empty where that is longer than a cell takes.

    Parameters
    ----------
    project : Project
        The book.
    quantity : str
        What is derived.
    unit : Measure
        In what the ends are given.
    operands : mapping
        The cells of the least and the greatest value of each open operand.
    measures, names : mapping
        In what each assumption's cell holds its value, and what it is called.
    """
    expression = formula(project, quantity)
    scaled = in_cells(expression, measures) / unit.factor
    place = quantity if quantity in project.assumptions else place_of(project, quantity)
    known = symbols(project)
    signs = {name: direction(expression, known[name]) for name in operands}
    if [*signs.values()].count(0) > MOST_CORNERS:
        return "", ""
    found = []
    for end, function in ((0, "MIN"), (1, "MAX")):
        fixed = {name: operands[name][end if sign > 0 else 1 - end] for name, sign in signs.items() if sign}
        both = {name: operands[name] for name, sign in signs.items() if not sign}
        texts = [
            written(scaled, {**names, **fixed, **dict(zip(both, corner, strict=True))}, place)
            for corner in product(*both.values())
        ]
        found.append(texts[0] if len(texts) == 1 else f"{function}({', '.join(texts)})")
    least, greatest = found
    return (least, greatest) if max(map(len, found)) <= LONGEST else ("", "")


def direction(expression: sympy.Expr, symbol: sympy.Symbol) -> int:
    """Whether an expression of positive symbols surely rises (1) or falls (-1) with one of them; 0 if nobody knows."""
    slope: Any = sympy.diff(expression, symbol)
    if slope.is_nonnegative is None or slope.is_nonpositive is None:
        slope = sympy.factor(slope)
    return 1 if slope.is_nonnegative else -1 if slope.is_nonpositive else 0

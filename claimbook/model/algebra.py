"""The derivations called with symbols: the equation of a quantity, and what one would have to believe."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pint
import sympy
from mpmath import fp
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from claimbook.errors import UserError
from claimbook.model.graph import derive, derive_one, formulas_of_claims, in_order, needs, upstream
from claimbook.model.model import Model
from claimbook.project import Project, remembered
from claimbook.register.formula import Number, in_symbols, write
from claimbook.register.printed import PrintedFigure
from claimbook.register.units import root_magnitude
from claimbook.register.wording import Wording, write_number

#: Powers of ten by which an assumption is moved in search of the value that makes a claim true.
EXPONENTS = np.linspace(-9, 9, 361) + 1e-6

#: How far what is solved for may be missed, relative to it or to how far the quantity moves meanwhile.
SOLVED = 1e-9


@remembered
def symbols(project: Project) -> dict[str, sympy.Symbol]:
    """One positive symbol for each assumption."""
    return {name: sympy.Symbol(name, positive=True) for name in project.assumptions}


@remembered
def formula(project: Project, quantity: str) -> sympy.Expr:
    """A quantity in terms of the assumptions it rests on: its derivation, called with the formulas of what it needs."""
    in_order(project)  # says what is wrong with the graph
    if quantity in project.assumptions:
        return symbols(project)[quantity]
    needed = {name: formula(project, name) for name in needs(project, quantity)}
    return sympy.sympify(derive_one(project, quantity, needed, in_symbols(project.units)))


def equation(project: Project, quantity: str) -> str:
    """A quantity's formula as text: what it is of the assumptions, and of numbers with units as they are written."""
    return str(PlusFirstInText().doprint(formula_with_units(project, quantity)[0]))


def equation_in_words(project: Project, quantity: str) -> str:
    """LaTeX of a quantity's formula, every symbol its name in words."""
    return latex(project, quantity, {name: project.words.spoken(name) for name in upstream(project, quantity)})


def equation_in_numbers(quantity: str, model: Model) -> str:
    """LaTeX of a quantity's formula, every symbol the model's value with its unit."""
    project, assumptions = model.project, model.assumptions
    written = {
        name: write_factor(model.values[name].magnitude, assumptions[name].unit, project.words)
        for name in upstream(project, quantity)
    }
    return latex(project, quantity, written)


def write_factor(value: float, unit: str, words: Wording) -> str:
    """A value as it stands in an equation: a pure number has no sign of multiplication of its own."""
    return write_number(value, 6) if unit == "1" else words.write_quantity(value, unit, digits=6)


def latex(project: Project, quantity: str, names: dict[str, str]) -> str:
    """LaTeX of a formula with each symbol replaced by a piece of text."""
    as_text = {symbols(project)[name]: text(words) for name, words in names.items()}
    expression, numbers = formula_with_units(project, quantity)
    for symbol, number in numbers.items():
        words = number.unit if number.is_unit else write_factor(number.value, number.unit, project.words)
        as_text[symbol] = text(words)
    return str(PlusFirst({"symbol_names": as_text, "mul_symbol": "times"}).doprint(expression))


@remembered
def formula_with_units(project: Project, quantity: str) -> tuple[sympy.Expr, dict[sympy.Symbol, Number]]:
    """
    A quantity's formula as people read it: numbers that claims' formulas give with units stay as they are written.

    Returns
    -------
    pair
        The formula, and the number for each of its symbols that stands for one.
    """
    if not formulas_of_claims(project):
        return formula(project, quantity), {}
    numbers: dict[sympy.Symbol, Number] = {}
    exact = in_symbols(project.units)

    def with_unit(number: Number) -> Any:
        if number.unit == "1":
            return exact(number)
        symbol = sympy.Symbol(write(number) if number.is_unit else f"({write(number)})", positive=True)
        numbers[symbol] = number
        return symbol

    expression = derive(project, symbols(project), [quantity], with_unit).get(quantity)
    return sympy.sympify(expression), numbers


def plus_first(total: sympy.Add) -> sympy.Add:
    """A sum whose terms that are taken away stand behind the others, as long as it is printed in its own order."""
    terms = sorted(total.as_ordered_terms(), key=lambda term: term.could_extract_minus_sign())
    return sympy.Add(*terms, evaluate=False)


class PlusFirstInText(StrPrinter):
    """Text of a formula as people write it: what is taken away comes after what it is taken from."""

    def _print_Add(self, expr: sympy.Add, order: str | None = None) -> str:
        return str(super()._print_Add(plus_first(expr), order="none"))


class PlusFirst(LatexPrinter):
    """LaTeX as people write it: what is taken away comes after what it is taken from, several words have one power."""

    def _print_Add(self, expr: sympy.Add, order: str | None = None) -> str:
        return str(super()._print_Add(plus_first(expr), order="none"))

    def _print_Pow(self, expr: sympy.Pow) -> str:
        is_fraction_or_root = expr.exp.is_Rational and (expr.exp.is_negative or expr.exp.p == 1)
        if expr.base.is_Symbol and not is_fraction_or_root and " " in (base := self._print(expr.base)):
            expr = sympy.Pow(sympy.Symbol(rf"\left({base}\right)", positive=True), expr.exp, evaluate=False)
        return str(super()._print_Pow(expr))


def text(words: str) -> str:
    """LaTeX of plain words."""
    escaped = words.replace("$", r"\$").replace("%", r"\%")
    return rf"\text{{{escaped}}}"


@remembered
def as_function(project: Project, quantity: str) -> Callable[..., Any]:
    """A quantity's formula as a function of its assumptions, in root units, for numbers and arrays alike."""
    arguments = [symbols(project)[name] for name in upstream(project, quantity)]
    return sympy.lambdify(arguments, formula(project, quantity), "numpy")


def value_with(quantity: str, model: Model, changes: Mapping[str, Any]) -> Any:
    """
    A quantity with some assumptions at other values, all others at the model's.

    Parameters
    ----------
    quantity : str
        Its name.
    model : Model
        Where the other values come from.
    changes : mapping
        Values in root units by name: numbers, or arrays of one shape.

    Returns
    -------
    float or array
        In root units.
    """
    inputs = {name: model.in_roots[name] for name in upstream(model.project, quantity)}
    with np.errstate(all="ignore"):
        return as_function(model.project, quantity)(*(inputs | dict(changes)).values())


@remembered
def break_even(model: Model, claim_id: str, quantity: str, assumption: str) -> pint.Quantity | None:
    """
    The nearest value of one assumption that makes a claim true by one of its quantities, all others as they are.

    A single figure is to be met exactly; of a range or a bound the nearest end is enough, and where the claim is true
    already the assumption may stay as it is.

    Returns
    -------
    pint.Quantity or None
        In the assumption's unit; none where no positive value within nine powers of ten does.

    Raises
    ------
    UserError
        If there is no such claim, or it has no figure.
    """
    printed, now = held_to(model, claim_id, quantity)
    if printed.contains(now):
        return model.values[assumption]
    scale = model.project.units.root_factor(model.project.find_claim(claim_id).unit)
    return nearest_reaching(printed.nearest_to(now) * scale, model, quantity, assumption)


def is_true_with(model: Model, claim_id: str, quantity: str, assumption: str, value: pint.Quantity) -> bool:
    """Whether a claim is true by one of its quantities with one assumption at another value, all others as they are."""
    printed, _ = held_to(model, claim_id, quantity)
    with np.errstate(all="ignore"):
        reached = excess_over(0.0, model, quantity, [assumption])(root_magnitude(value))
    return printed.contains(float(reached) / model.project.units.root_factor(model.project.find_claim(claim_id).unit))


@remembered
def turning_points(model: Model, claim_id: str, quantity: str, assumption: str) -> tuple[pint.Quantity, ...]:
    """
    The values of one assumption beyond which a claim that is true by a quantity is so no longer, the smallest first.

    Returns
    -------
    tuple of pint.Quantity
        In the assumption's unit, for each end of what is claimed the nearest: of a bound one at most, of a range or of
        *about* two. None where no positive value within nine powers of ten turns it, where the claim is not true, and
        of a figure that is to be met at its digits.

    Raises
    ------
    UserError
        If there is no such claim, or it has no figure.
    """
    printed, now = held_to(model, claim_id, quantity)
    if printed.relation == "=" or not printed.contains(now):
        return ()
    scale = model.project.units.root_factor(model.project.find_claim(claim_id).unit)
    ends = [end * scale for end in (printed.low, printed.high) if np.isfinite(end)]
    turning = [nearest_reaching(end, model, quantity, assumption) for end in ends]
    return tuple(sorted(one for one in turning if one is not None))


def held_to(model: Model, claim_id: str, quantity: str) -> tuple[PrintedFigure, float]:
    """What a claim prints, as one of its quantities is held to it, and that quantity, in the claim's unit."""
    claim = model.project.find_claim(claim_id)
    if claim.printed is None:
        raise UserError(f"claim {claim_id} is in words: it has no figure to solve for")
    now = root_magnitude(model.derived(quantity)) / model.project.units.root_factor(claim.unit)
    is_sum = any(test.kind == "arithmetic" and test.quantity == quantity for test in claim.tests)
    return claim.printed.without_about if is_sum else claim.printed, now


def nearest_reaching(target: float, model: Model, quantity: str, assumption: str) -> pint.Quantity | None:
    """The nearest value of one assumption at which a quantity is a target in root units, all others as they are."""
    excess, own = excess_over(target, model, quantity, [assumption]), model.in_roots[assumption]

    def excess_at(exponent: np.ndarray | float) -> Any:
        """Quantity less target, the assumption at its value times ten to this power."""
        return excess(own * 10.0**exponent)

    with np.errstate(all="ignore"):
        excesses = np.broadcast_to(excess_at(EXPONENTS), EXPONENTS.shape)
        turns = np.flatnonzero(np.isfinite(excesses[:-1]) & (np.sign(excesses[:-1]) != np.sign(excesses[1:])))
        turns = turns[np.isfinite(excesses[turns + 1])]
        if not turns.size:
            return None
        nearest = turns[np.argmin(np.abs(EXPONENTS[turns]))]
        exponent = root_between(excess_at, float(EXPONENTS[nearest]), float(EXPONENTS[nearest + 1]))
    return model.values[assumption] * 10.0**exponent


def reaching_between(
    target: float, model: Model, quantity: str, names: Sequence[str], ends: tuple[float, float]
) -> float | None:
    """
    The value of some assumptions, one for all, at which a quantity passes a target between two values.

    Parameters
    ----------
    target : float
        In root units.
    model : Model
        Where all other values come from.
    quantity : str
        What is below the target at one of the two values, and above it at the other.
    names : sequence of str
        The assumptions.
    ends : pair of float
        The two values, in root units.

    Returns
    -------
    float or None
        In root units; none where the quantity jumps over the target.
    """
    excess, places = excess_over(target, model, quantity, names), np.log10(ends)
    with np.errstate(all="ignore"):  # NumPy's numbers divide by zero
        found = np.power(10.0, root_between(lambda place: excess(np.power(10.0, place)), *places))
        missed, apart = abs(excess(found)), abs(np.subtract(*excess(np.array(ends))))
    return float(found) if missed <= SOLVED * max(abs(target), apart) else None


def excess_over(target: float, model: Model, quantity: str, names: Sequence[str]) -> Callable[[Any], Any]:
    """By how much a quantity exceeds a target, as a function of the value that some assumptions have, in root units."""
    known = {name: model.in_roots[name] for name in upstream(model.project, quantity)}
    moved = [name for name in names if name in known]
    function = as_function(model.project, quantity)
    return lambda value: function(*({**known, **dict.fromkeys(moved, value)}).values()) - target


def root_between(function: Callable[[Any], Any], first: float, last: float) -> float:
    """Where a function that has other signs at two places is zero between them."""
    # Unverified, since mpmath's own test is of the function itself, which may be in dollars or in operations.
    return float(fp.findroot(function, (first, last), solver="illinois", tol=1e-15, maxsteps=100, verify=False))

"""The derivations called with symbols: the equation of a quantity, and what one would have to believe."""

from functools import cache

import pint
import sympy

from claimbook.errors import UserError
from claimbook.model import Model, derive, upstream
from claimbook.quantity import read_unit, units
from claimbook.tables import assumptions, find_claim
from claimbook.wording import spoken, write_quantity


@cache
def symbols() -> dict[str, sympy.Symbol]:
    """One positive symbol for each assumption."""
    return {name: sympy.Symbol(name, positive=True) for name in assumptions()}


@cache
def formula(quantity: str) -> sympy.Expr:
    """A quantity in terms of the assumptions it rests on."""
    return sympy.sympify(derive(symbols())[quantity])


def equation_in_words(quantity: str) -> str:
    """LaTeX of a quantity's formula, every symbol its name in words."""
    return latex(quantity, {name: spoken(name) for name in upstream(quantity)})


def equation_in_numbers(quantity: str, model: Model) -> str:
    """LaTeX of a quantity's formula, every symbol the model's value with its unit."""
    return latex(
        quantity,
        {
            name: write_quantity(model.values[name].magnitude, model.assumptions[name].unit, digits=6)
            for name in upstream(quantity)
        },
    )


def latex(quantity: str, names: dict[str, str]) -> str:
    """LaTeX of a formula with each symbol replaced by a piece of text."""
    as_text = {symbols()[name]: text(words) for name, words in names.items()}
    return str(sympy.latex(formula(quantity), symbol_names=as_text, mul_symbol="times"))


def text(words: str) -> str:
    """LaTeX of plain words."""
    escaped = words.replace("$", r"\$").replace("%", r"\%")
    return rf"\text{{{escaped}}}"


@cache
def inverse(quantity: str, assumption: str) -> tuple[sympy.Expr, ...]:
    """Formulas for an assumption in terms of the other assumptions and of the quantity, `quantity_value`."""
    equation = sympy.Eq(formula(quantity), sympy.Symbol("quantity_value", positive=True))
    return tuple(sympy.solve(equation, symbols()[assumption]))


def break_even(claim_id: str, assumption: str, model: Model) -> pint.Quantity | None:
    """
    The value of one assumption that makes a claim exactly true, all others as they are.

    Returns
    -------
    pint.Quantity or None
        In the assumption's unit; none where no positive value does.

    Raises
    ------
    UserError
        If there is no such claim, or it has no figure.
    """
    claim = find_claim(claim_id)
    if claim.printed is None:
        raise UserError(f"claim {claim_id} is in words: it has no figure to solve for")
    claimed = units.Quantity(claim.printed.claimed, read_unit(claim.unit))
    known = {symbols()[name]: base_magnitude(model.values[name]) for name in upstream(claim.quantity)}
    known[sympy.Symbol("quantity_value", positive=True)] = base_magnitude(claimed)
    for solution in inverse(claim.quantity, assumption):
        value = sympy.N(solution.subs(known))
        if value.is_real and value > 0:
            unit = model.values[assumption].units
            return units.Quantity(float(value), units.Quantity(1, unit).to_root_units().units).to(unit)
    return None


def base_magnitude(quantity: pint.Quantity) -> float:
    """Magnitude in root units, in which formulas hold without conversion factors."""
    return float(quantity.to_root_units().magnitude)

"""Formulas as text: what the grammar reads, what it refuses, and that a printed tree reads back the same."""

import ast
from fractions import Fraction
from math import exp, isclose, log, sqrt

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.graph import known_to_formulas, read_formula_of
from claimbook.register.formula import (
    Call,
    Name,
    Negative,
    Number,
    Operation,
    Power,
    evaluate,
    in_quantities,
    in_root_units,
    in_symbols,
    parts,
    write,
)
from tests.engine.book import PROJECT

KNOWN = known_to_formulas(PROJECT)


def read(text):
    return read_formula_of(PROJECT, text, KNOWN)


def value(text, **values):
    return evaluate(read(text), values, in_root_units(PROJECT.units))


# What is read

READ = {
    "boat_count * boat_price": "boat_count * boat_price",
    "boat_count×boat_price ÷ 2": "boat_count * boat_price / 2",
    "boat_count − 2 boat": "boat_count - 2 boat",
    "boat_count · boat_price": "boat_count * boat_price",
    "（boat_count＋１）": "boat_count + 1",
    "25,000 * boat_count": "25000 * boat_count",
    "1.77 billion / 3": "1770000000 / 3",
    "$0.0036 / crossing": "0.0036 USD / crossing",
    "$2/liter * yearly_fuel": "2 USD/liter * yearly_fuel",
    "1 USD / $2/liter": "1 USD / 2 USD/liter",
    "30 % * boat_price": "30 percent * boat_price",
    "30% * boat_price": "30 percent * boat_price",
    "90 day": "90 day",
    "2 USD/ticket_price": "2 USD / ticket_price",
    "2 USD/liter/fuel_price": "2 USD/liter / fuel_price",
    "boat_price / hour": "boat_price / hour",
    "fuel_price - 1400 USD/m**3": "fuel_price - 1400 USD / m ** 3",
    "boat_count ^ 2": "boat_count ** 2",
    "boat_count ** -1": "boat_count ** -1",
    "boat_count ** (1/3)": "boat_count ** (1/3)",
    "boat_count ** 0.5": "boat_count ** (1/2)",
    "max(boat_count, 3 boat)": "max(boat_count, 3 boat)",
    "((boat_count))": "boat_count",
    "passengers_a_trip * 2": "passengers_per_crossing * 2",  # as it was called earlier
}


@pytest.mark.filterwarnings("ignore::claimbook.errors.Renamed")
@pytest.mark.parametrize(("text", "written"), READ.items())
def test_a_formula_is_read_as_people_write_it(text, written):
    assert write(read(text)) == written


REFUSED = {
    "": "cannot be read at its end",
    "boat_count *": "cannot be read at its end",
    "boat_count boat_price": "at 'boat_price'; write one such as 'price * count / (30 day)'; is a * missing?",
    "boat_count(3)": "no function is called 'boat_count'; known are exp, log, max, min, sqrt",
    "3 boat_count": "write * between 3 and boat_count",
    "boat_pric * 2": "no quantity is called 'boat_pric'; did you mean boat_price",
    "3 widgets * boat_count": "'widgets' is not a unit",
    "boat_count / 0": "divides by zero",
    "boat_count / 0.0 day": "divides by zero",
    "9**9**9": "at '**9'; write one such as 'price * count / (30 day)'; a power is a number",
    "boat_count ** boat_count": "a power is a number such as 2, or a fraction in brackets such as (1/3)",
    "2 ** (1 year / boat_count) - 1": "; a power is a number such as 2, or a fraction in brackets such as (1/3)",
    "boat_count ** 1000000": "'1000000' is no power; write one from -30 to 30",
    "boat_count ** (1/0)": "is no power",
    "1e999": "is not a finite number",
    "min(1,200)": "gives min 1 arguments; it takes 2 to 20 arguments, with a blank behind each comma",
    "sqrt(1, 2)": "gives sqrt 2 arguments; it takes one argument",
    "boat_count > 3": "what is claimed of it goes into --claim",
    "boat_count * boat_price in NOK": "; the unit of the answer goes into --in",
    "Boat price": "did you mean boat_price?",
    "boat's price": "did you mean boat_price?",
    "__import__('os').system('true')": "cannot be read at \"'os')",
    "boat_count.__class__": "cannot be read at '.__class__'",
    "[x for x in boat_count]": "cannot be read at '[x for x in boat_cou'",
    "lambda: 0": "cannot be read at ': 0'",
    "boat_count; boat_price": "cannot be read at '; boat_price'",
    "(" * 1000 + "1" + ")" * 1000: "is longer than 1000",
    "(" * 400 + "1" + ")" * 400: "has brackets more than 30 deep",
    "-" * 600 + "1": "more than 150 parts",
    "-" * 999 + "1": "more than 150 parts",
    "+".join(["1"] * 400): "has more than 150 parts",
    "1" * 5000: "is longer than 1000",
}


@pytest.mark.thorough
@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_no_formula_gives_one_line_that_says_what_and_where(text):
    with pytest.raises(UserError) as error:
        read(text)
    assert REFUSED[text] in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


@given(st.text(alphabet="boat_count 0123456789.,()+-*/^%$ eE·×\n'\"[]{}:;=<>!?@\\äé万", max_size=60))
def test_any_text_is_a_formula_or_gives_one_line(text):
    said = ""
    try:
        tree = read(text)
    except UserError as error:
        said = str(error)
    assert "\n" not in said
    assert said or read(write(tree)) == tree


# A printed tree reads back the same, and means what Python takes it to mean

numbers = st.one_of(
    st.integers(0, 10**9).map(float), st.floats(1e-9, 1e12), st.sampled_from([1e15, 1e-5, 1.77e9, 2.5e25])
)
leaves = st.one_of(
    st.builds(Number, numbers, st.sampled_from(["1", "day", "USD/liter", "percent", "boat"])),
    st.sampled_from(sorted(KNOWN)).map(Name),
)


def grown(inner, exponents):
    not_zero = inner.filter(lambda node: not (isinstance(node, Number) and node.value == 0))
    return st.one_of(
        st.builds(Negative, inner),
        st.builds(Operation, st.sampled_from("+-*"), inner, inner),
        st.builds(Operation, st.just("/"), inner, not_zero),
        st.builds(Power, inner, exponents),
        st.builds(Call, st.sampled_from(["sqrt", "exp", "log"]), st.tuples(inner)),
        st.builds(Call, st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=4).map(tuple)),
    )


fractions = st.fractions(-9, 9, max_denominator=12)
trees = st.recursive(leaves, lambda inner: grown(inner, fractions), max_leaves=12)


@pytest.mark.thorough
@given(trees)
@settings(max_examples=400)
def test_a_printed_tree_reads_back_the_same(tree):
    assert read(write(tree)) == tree


plain = st.recursive(
    st.builds(Number, st.integers(1, 50).map(float)),
    lambda inner: grown(inner, st.integers(-2, 3).map(Fraction)),
    max_leaves=10,
)


@pytest.mark.thorough
@given(plain)
@settings(max_examples=400)
def test_arithmetic_agrees_with_pythons_own(tree):
    text = write(tree)
    python = {"sqrt": sqrt, "exp": exp, "log": log, "min": min, "max": max}
    try:
        expected = eval(text, {"__builtins__": {}}, python)
    except (ValueError, OverflowError, ZeroDivisionError):
        return
    if isinstance(expected, complex) or abs(expected) > 1e300:
        return
    with np.errstate(all="ignore"):
        found = evaluate(read(text), {}, in_root_units(PROJECT.units))
    assert isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9) or np.isnan(found)


@pytest.mark.thorough
@given(plain.filter(lambda tree: not any(isinstance(part, Call) for part in parts(tree))))
def test_what_python_parses_is_grouped_as_python_groups_it(tree):
    shape = ast.parse(write(tree), mode="eval").body

    def same(node, other):
        match node:
            case Number(value, _):
                return isinstance(other, ast.Constant) and other.value == value
            case Negative(part):
                return isinstance(other, ast.UnaryOp) and same(part, other.operand)
            case Power(base, _):
                return isinstance(other, ast.BinOp) and isinstance(other.op, ast.Pow) and same(base, other.left)
            case Operation(_, left, right):
                return isinstance(other, ast.BinOp) and same(left, other.left) and same(right, other.right)

    assert same(tree, shape)


# The same formula called with quantities, arrays and symbols


def test_a_formula_gives_the_same_with_quantities_arrays_and_symbols(model):
    text = "max(boat_count * boat_price, $1 million) * 30 % + sqrt(boat_price * boat_count * 4 USD) * log(20) ** (1/3)"
    tree, units = read(text), PROJECT.units
    by_hand = 6 * 2e6 * 0.3 + sqrt(2e6 * 6 * 4) * log(20) ** (1 / 3)
    quantities = {"boat_count": model.quantity("boat_count"), "boat_price": model.quantity("boat_price")}
    quantities["boat_price"] = quantities["boat_price"] * units.registry.Quantity(1, "boat")
    quantities["boat_count"] = quantities["boat_count"] / units.registry.Quantity(1, "boat")
    assert evaluate(tree, quantities, in_quantities(units)).m_as("USD") == pytest.approx(by_hand, rel=1e-12)
    arrays = {"boat_count": np.array([6.0, 6.0]), "boat_price": np.array([2e6, 4e6])}
    assert evaluate(tree, arrays, in_root_units(units))[0] == pytest.approx(by_hand, rel=1e-12)
    symbols = {name: sympy.Symbol(name, positive=True) for name in arrays}
    exact = evaluate(tree, symbols, in_symbols(units))
    at = {symbols["boat_count"]: 6, symbols["boat_price"]: 2e6}
    assert float(exact.subs(at)) == pytest.approx(by_hand, rel=1e-12)
    assert "Math.max(" in sympy.jscode(exact)
    assert "Math.sqrt(" in sympy.jscode(exact)


def test_numbers_hold_in_root_units_where_values_are_bare():
    assert value("yearly_fuel * $2/liter", yearly_fuel=1.0) == pytest.approx(2000)  # a cubic meter at $2 a liter
    assert value("1 hour / (30 minute)") == pytest.approx(2)

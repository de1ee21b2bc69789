"""
Mutants of the derivations: each operator another, each operand left out, exchanged or another of the function's own.

mutmut and cosmic-ray change files and start the tests anew for each mutant; mutmut also renames functions, and here a
function's name is its quantity. Derivations are single expressions, so that a visitor of their syntax is enough.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isclose
from typing import Any

import pint

from claimbook.checks.formulas import kind_problems
from claimbook.model.graph import derivation, derivation_names, needs
from claimbook.model.model import Model
from tests.book import PROJECT
from tests.oracles import FITTED, GROWTH, ORACLES, OTHER_INPUTS, fitted_doubling_time

#: What each operator is mistaken for.
OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Div),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub),
    ast.Pow: (ast.Mult, ast.Div),
}
IN_ORDER = (ast.Sub, ast.Div, ast.Pow)


@dataclass(frozen=True)
class Mutant:
    """A derivation with another formula."""

    name: str
    before: str
    after: str
    kind: str

    def __str__(self) -> str:
        return f"{self.name}: {self.before} → {self.after} ({self.kind})"


def mutants() -> Iterator[Mutant]:
    """Every mutant of every derivation, each formula once."""
    for name in derivation_names(PROJECT):
        function = tree_of(name)
        before, seen = ast.unparse(function), set()
        for node, field, other, kind in changes(function, needs(PROJECT, name)):
            true = getattr(node, field)
            setattr(node, field, other)
            after = ast.unparse(function)
            setattr(node, field, true)
            if after not in seen | {before}:
                seen.add(after)
                yield Mutant(name, body_of(before), body_of(after), kind)


def tree_of(name: str) -> ast.FunctionDef:
    """A derivation's function as syntax, its docstring left out."""
    function = ast.parse(textwrap.dedent(inspect.getsource(derivation(PROJECT, name)))).body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = function.body[1:]
    return function


def body_of(source: str) -> str:
    """A function's lines without its head, in one."""
    body = ast.parse(source).body[0].body  # type: ignore[attr-defined]
    return "; ".join(ast.unparse(line) for line in body).removeprefix("return ")


def changes(function: ast.FunctionDef, parameters: tuple[str, ...]) -> Iterator[tuple[ast.AST, str, Any, str]]:
    """Each change as the node, its field, what is put there, and what kind of change it is."""
    for parent in [node for line in function.body for node in ast.walk(line)]:
        if isinstance(parent, ast.BinOp):
            for other in OPERATORS[type(parent.op)]:
                yield parent, "op", other(), "operator"
        for field, child in list(ast.iter_fields(parent)):
            if isinstance(child, ast.BinOp):
                yield parent, field, child.left, "operand left out"
                yield parent, field, child.right, "operand left out"
                if isinstance(child.op, IN_ORDER):
                    yield parent, field, ast.BinOp(child.right, child.op, child.left), "exchanged"
            elif isinstance(child, ast.Name) and child.id in parameters:
                for name in parameters:
                    yield parent, field, ast.Name(name), "operand"
            elif isinstance(child, ast.Constant):
                for value in (child.value + 1, child.value - 1):
                    yield parent, field, ast.Constant(value), "constant"


def caught(mutant: Mutant) -> str:
    """The first check that notices a mutant: ``check`` (its units do not fit), ``oracle``, or none: empty."""
    head = f"def {mutant.name}({', '.join(needs(PROJECT, mutant.name))}):"
    *lines, last = mutant.after.split("; ")
    names: dict[str, Any] = {}
    exec("\n    ".join([head, *lines, f"return {last.removeprefix('return ')}"]), names)
    inputs = [Model.of(PROJECT).values[needed] for needed in needs(PROJECT, mutant.name)]
    try:
        value = names[mutant.name](*inputs)
        value = value if isinstance(value, pint.Quantity) else PROJECT.units.registry.Quantity(value)
    except (pint.DimensionalityError, ZeroDivisionError, OverflowError):
        return "check"
    if kind_problems(PROJECT, mutant.name, value):
        return "check"
    unit, expected = oracle(mutant.name)
    try:
        same = isclose(value.m_as(unit), expected, rel_tol=1e-4 if mutant.name in GROWTH else 1e-5)
    except OverflowError:
        return "oracle"
    if same and mutant.name in OTHER_INPUTS:
        others, expected = OTHER_INPUTS[mutant.name]
        same = isclose(names[mutant.name](*others), expected)
    return "" if same else "oracle"


@cache
def oracle(name: str) -> tuple[str, float]:
    """Unit and value that a test expects of a derivation."""
    if name in ORACLES:
        return ORACLES[name]
    if name in FITTED:
        return "year", fitted_doubling_time(*FITTED[name])
    return "", 2 ** (1 / fitted_doubling_time(*FITTED[GROWTH[name]]))

"""A new derivation: a function in a module of book/derivations, and the line of its oracle."""

import ast
import re
from collections.abc import Sequence
from math import isclose
from pathlib import Path

import pint

from claimbook.authoring.names import checked_quantity
from claimbook.authoring.writing import or_as_before, write_all
from claimbook.errors import UserError
from claimbook.model.graph import KINDS, derivations, unit_of_kind
from claimbook.model.model import Model
from claimbook.model.plain_units import named_unit
from claimbook.project import MARK, Project
from claimbook.register.formula import Call, Name, Number, evaluate, in_root_units, parts, read_formula, write
from claimbook.system.files import read_text

#: What arithmetic of numbers consists of.
ARITHMETIC = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant)

#: What would end the sentence about a derivation, or be taken for what it gives.
MARKS = ("[", "]", '"', "\\")

#: How far, relative to it, what is worked out by hand may be from what a derivation gives.
FORGIVEN = 1e-9

ORACLES = '''"""What each derivation gives, worked out here by hand: by name the unit, and the value in it."""

ORACLES = {
}
'''


def new_derivation(
    project: Project, name: str, module: str, formula: str, kind: str, about: str, oracle: str | None = None
) -> list[str]:
    """
    Write a derivation, and its oracle's line.

    Parameters
    ----------
    project : Project
        The book.
    name : str
        The quantity's name.
    module : str
        The module of book/derivations that it goes into; a new one is listed in claimbook.toml.
    formula : str
        Arithmetic of assumptions and other quantities, as `claimbook ask` reads it.
    kind : str
        What it gives, for the docstring's brackets: ``US dollar``, ``1``.
    about : str
        What it is, in a sentence.
    oracle : str, optional
        What was worked out by hand, a number or its arithmetic with the unit: ``1200 * 4.50 * 30 USD``; the line says
        that this is still to be done if not given.

    Returns
    -------
    list of str
        The files that were written.

    Raises
    ------
    UserError
        If the name is taken, the formula is no expression, needs what does not exist or gives another kind, the oracle
        is no number, or one of another unit than it gives; then nothing is written.
    """
    worked_out = None if oracle is None else read_oracle(oracle, project)
    checked_quantity("a derivation", name)
    checked_quantity("a module", module)
    if name in project.assumptions or name in derivations(project):
        raise UserError(f"{name} exists already; choose another name")
    about = about.strip().removesuffix(".")
    if not about or not about.isprintable() or any(mark in about for mark in MARKS):
        raise UserError(
            f"--about {about[:60]!r} cannot stand in a docstring; write a sentence without {' '.join(MARKS)}"
        )
    needed, expression = read_expression(formula, project)
    given = project.units.read_unit(unit_of_kind(kind, {**KINDS, **project.names["kind"]}))
    if worked_out and not given.is_compatible_with(project.units.read_unit(worked_out[0] or "1")):
        raise UserError(f"--oracle {oracle!r} is not what --gives says, a kind of {kind}")
    path = project.book / "derivations" / f"{module}.py"
    texts = {path: with_function(path, project, function_text(name, needed, expression, kind, about))}
    if project.settings.derivations and module not in project.settings.derivations:
        texts[project.root / MARK] = with_module(read_text(project.root / MARK, MARK), module)
    place = project.root / "tests" / "oracles.py"
    texts[place] = with_oracle(read_text(place, "tests/oracles.py") if place.is_file() else ORACLES, name, worked_out)
    with or_as_before(texts):
        written = write_all(project, texts)
        value = Model.of(Project(project.root)).derived(name)
        if not value.is_compatible_with(given):
            gives = named_unit(value, project)
            raise UserError(f"the formula {formula!r} gives {gives}, and --gives says {kind!r}")
        if worked_out:
            refuse_another_value(worked_out, value, str(oracle), project)
    return written


def refuse_another_value(worked_out: tuple[str, str], value: pint.Quantity, oracle: str, project: Project) -> None:
    """
    Refuse what was worked out by hand where a formula gives something else.

    Raises
    ------
    UserError
        If they differ by more than a test of them forgives.
    """
    unit, text = worked_out
    tree = read_formula(text, (), project.units, project.read_number)
    by_hand = float(evaluate(tree, {}, in_root_units(project.units)))
    by_formula = float(value.m_as(project.units.read_unit(unit or "1")))
    if not isclose(by_hand, by_formula, rel_tol=FORGIVEN):
        found = f"{by_formula:.12g} {unit}".strip()
        raise UserError(f"--oracle {oracle!r}: the formula gives {found} with the book's inputs; one of them is wrong")


def read_oracle(oracle: str, project: Project) -> tuple[str, str]:
    """
    Unit and value of what was worked out by hand, the value as its arithmetic was written.

    Raises
    ------
    UserError
        If it is no arithmetic of numbers, or what follows is no unit.
    """
    for value, _, unit in ((oracle, "", "1"), oracle.strip().rpartition(" ")):
        if is_arithmetic(value):
            project.units.read_unit(unit)
            return ("" if unit == "1" else unit), value.strip()
    raise UserError(f"--oracle {oracle!r} is no number with its unit; write one such as '1200 * 4.50 * 30 USD'")


def is_arithmetic(text: str) -> bool:
    """
    Whether a text is a number, or an expression of numbers.

    Examples
    --------
    >>> is_arithmetic("1200 * 4.50 * 30"), is_arithmetic("price * 30"), is_arithmetic("'a' * 3")
    (True, False, False)
    """
    try:
        nodes = list(ast.walk(ast.parse(text.strip(), mode="eval")))
    except SyntaxError:
        return False
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return all(isinstance(node, ARITHMETIC) for node in nodes) and all(isinstance(v, int | float) for v in values)


def read_expression(formula: str, project: Project) -> tuple[list[str], str]:
    """
    The quantities that a formula names, in the order in which it does, and the formula as Python.

    Raises
    ------
    UserError
        If it cannot be read, names what does not exist, or holds more than arithmetic of quantities: a derivation is
        called with symbols too, and its inputs have their places in the tables.
    """
    known = {*project.assumptions, *derivations(project)}
    nodes = list(parts(tree := read_formula(formula, known, project.units, project.read_number)))
    names = list(dict.fromkeys(node.name for node in nodes if isinstance(node, Name)))
    if not names:
        raise UserError(f"the formula {formula!r} names no quantity: a number has its place in data/assumptions.csv")
    for node in nodes:
        if isinstance(node, Call):
            raise UserError(
                f"the formula {formula!r} calls {node.function}, and a derivation is arithmetic and powers such as "
                "price ** (1/2); the --formula of a claim may call it"
            )
        if isinstance(node, Number) and node.unit != "1":
            raise UserError(
                f"the formula {formula!r} holds {write(node)!r}: a number with a unit has its place in "
                "data/assumptions.csv"
            )
    return names, write(tree)


def function_text(name: str, needed: Sequence[str], formula: str, kind: str, about: str) -> str:
    """Python of a derivation."""
    parameters = ", ".join(f"{one}: Quantity" for one in needed)
    head = f"def {name}({parameters}) -> Quantity:"
    if len(head) > 120:
        head = "\n".join([f"def {name}(", *(f"    {one}: Quantity," for one in needed), ") -> Quantity:"])
    return f'{head}\n    """{about}. [{kind}]"""\n    return {formula}\n'


def with_function(path: Path, project: Project, function: str) -> str:
    """Text of a module with one function more at its end."""
    if path.is_file():
        return f"{read_text(path, project.name_of(path)).rstrip()}\n\n\n{function}"
    title = path.stem.replace("_", " ").capitalize()
    return f'"""{title}."""\n\nfrom claimbook.register.units import Quantity\n\n\n{function}'


def with_module(settings: str, module: str) -> str:
    """
    Text of claimbook.toml with one module more in its list.

    Examples
    --------
    >>> with_module('derivations = ["bread"]', "cake")
    'derivations = ["bread", "cake"]'
    """
    return re.sub(r"(derivations\s*=\s*\[.*?)(\s*,?\s*)\]", rf'\1, "{module}"]', settings, count=1, flags=re.S)


def with_oracle(oracles: str, name: str, oracle: tuple[str, str] | None) -> str:
    """Text of tests/oracles.py with one line more, the last of its table."""
    unit, value = oracle or ("", 'float("nan")')
    todo = "" if oracle else "  # todo: the unit, and the value worked out by hand"
    line = f'    "{name}": ("{unit}", {value}),{todo}\n'
    found = list(re.finditer(r"^ORACLES\b[^\n]*\{.*?^\}", oracles, re.S | re.M))
    if not found:
        raise UserError("tests/oracles.py has no table ORACLES = { … } to add a line to")
    ends = found[0].end() - 1
    return oracles[:ends] + line + oracles[ends:]

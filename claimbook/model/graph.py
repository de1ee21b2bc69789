"""The graph that the derivations make by their names: called with quantities, arrays or symbols alike."""

import gc
import inspect
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from traceback import extract_tb
from types import ModuleType
from typing import Any

import pint
from hamilton import registry

from claimbook.register import tables
from derivations import MODULES
from claimbook.errors import UserError, unknown
from claimbook.register.units import read_unit

registry.disable_autoload()  # else Hamilton imports a plug-in for every library that happens to be installed
from hamilton import driver  # noqa: E402

logging.getLogger("hamilton").setLevel(logging.CRITICAL)  # its errors reach the user as ours


#: What the derivations call the kinds of things in their docstrings, and a unit of each kind that people use.
KINDS = {
    "computation / time": "FLOP/s",
    "US dollar": "USD",
    "yuan": "CNY",
    "computation": "FLOP",
    "time": "day",
    "length": "meter",
    "power": "kW",
    "energy": "kWh",
    "information": "byte",
    "rack unit": "rack_unit",
}


def derive(inputs: Mapping[str, Any], names: Iterable[str] | None = None) -> dict[str, Any]:
    """
    All derivations called with these inputs: quantities, arrays of draws or symbols alike.

    Parameters
    ----------
    inputs : mapping
        Assumptions by name.
    names : iterable of str, optional
        The derivations that are wanted, if not all; the inputs then need be no more than these rest on.

    Returns
    -------
    dict
        The inputs, and every derived quantity by name.

    Raises
    ------
    UserError
        If the inputs are so far off that a quantity leaves the range of numbers, or a formula's units do not fit.
    """
    try:
        derived = graph().execute(list(derivation_names() if names is None else names), inputs=dict(inputs))
    except pint.DimensionalityError as error:
        called = [frame.name for frame in extract_tb(error.__traceback__)]
        formula = next((name for name in called if name in derivations()), "a derivation")
        raise UserError(f"the units in the formula of {formula} do not fit: {error}") from None
    except (OverflowError, ZeroDivisionError) as error:
        raise UserError(f"with these assumptions a derived quantity has no finite value ({error})") from None
    gc.collect(0)  # Hamilton's traversal ends as a ring that holds every result: arrays would outlive their use
    return {**inputs, **derived}


@cache
def derivations() -> dict[str, Callable[..., Any]]:
    """
    The functions that derive the quantities by name, in the order they stand in the modules.

    Raises
    ------
    UserError
        If two have one name.
    """
    names = Counter(name for module in MODULES for name in functions_of(module))
    if repeated := [name for name, count in names.items() if count > 1]:
        raise UserError(f"claimbook/derivations: {repeated[0]} is defined twice")
    return {name: function for module in MODULES for name, function in functions_of(module).items()}


def derivation_names() -> tuple[str, ...]:
    """Names of the derived quantities, in the order they stand in the modules."""
    return tuple(derivations())


def derivation(name: str) -> Callable[..., Any]:
    """The function that derives a quantity."""
    return derivations()[name]


def kind_of(name: str) -> str:
    """
    What a derivation gives, as its docstring says in brackets: ``US dollar / A100``.

    Raises
    ------
    UserError
        If it does not say so once.
    """
    said = re.findall(r"\[(.+?)\]", derivation(name).__doc__ or "")
    if len(said) != 1:
        raise UserError(f"the derivation {name} does not say in brackets what it gives, such as [US dollar / A100]")
    return str(said[0])


def own_unit(name: str) -> str:
    """
    Unit of what a derivation says it gives.

    Raises
    ------
    UserError
        If it does not say so once, or what it says has no unit.
    """
    unit = unit_of_kind(kind_of(name))
    try:
        read_unit(unit)
    except UserError as error:
        raise UserError(f"the derivation {name}: {error}") from None
    return unit


def unit_of_kind(kind: str) -> str:
    """
    A unit of what a derivation is said to give.

    Examples
    --------
    >>> unit_of_kind("US dollar / A100"), unit_of_kind("A100 · time"), unit_of_kind("computation / time")
    ('USD/A100', 'A100·day', 'FLOP/s')
    """
    unit = re.sub("|".join(KINDS), lambda word: KINDS[word[0]], kind)
    return re.sub(r"\s*([/·])\s*", r"\1", unit)


def functions_of(module: ModuleType) -> dict[str, Any]:
    """Derivations that a module defines, by name."""
    return {n: f for n, f in vars(module).items() if callable(f) and getattr(f, "__module__", "") == module.__name__}


def needs(name: str) -> tuple[str, ...]:
    """Names of what a derivation is computed from: its parameters."""
    return tuple(inspect.signature(derivation(name)).parameters)


@cache
def graph() -> driver.Driver:
    """
    The derivations' graph, made of their names by Hamilton.

    Raises
    ------
    UserError
        If a derivation needs what does not exist, has the name of an assumption, or needs itself in the end.
    """
    assumptions, known = tables.assumptions(), {*tables.assumptions(), *derivations()}
    for name in derivations():
        if name in assumptions:
            raise UserError(f"{name} is both a derivation and an assumption; rename one of them")
        for needed in needs(name):
            if needed not in known:
                raise UserError(f"the derivation {name}: {unknown('assumption or derivation', needed, known)}")
    try:
        TopologicalSorter({name: needs(name) for name in derivations()}).prepare()
    except CycleError as error:
        raise UserError(f"derivations need each other in a circle: {' → '.join(reversed(error.args[1]))}") from None
    return driver.Builder().with_modules(*MODULES).build()


@cache
def upstream(quantity: str) -> tuple[str, ...]:
    """
    Assumptions that a quantity depends on, in the order of the table.

    Raises
    ------
    UserError
        If no quantity has this name.
    """
    known = {*tables.assumptions(), *derivations()}
    if quantity not in known:
        raise unknown("quantity", quantity, known)
    if quantity in tables.assumptions():
        return (quantity,)
    needed = {node.name for node in graph().what_is_upstream_of(quantity)}
    return tuple(name for name in tables.assumptions() if name in needed)


def upstream_of_chapter(chapter: str) -> tuple[str, ...]:
    """Assumptions that any claim of a chapter depends on, breakpoints of fits included, in the order of the table."""
    return with_breakpoints(
        name for claim in tables.claims_of(chapter) if claim.quantity for name in upstream(claim.quantity)
    )


def with_breakpoints(names: Iterable[str]) -> tuple[str, ...]:
    """Assumptions, and the breakpoints of those that are fitted, in the order of the table."""
    needed = set(names)
    needed |= {end for name, trend in tables.trends().items() if name in needed for end in (trend.start, trend.end)}
    return tuple(name for name in tables.assumptions() if name in needed)

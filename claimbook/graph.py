"""The graph that the derivations make by their names: called with quantities, arrays or symbols alike."""

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from hamilton import registry

from claimbook import tables
from claimbook.derivations import MODULES
from claimbook.errors import UserError, unknown

registry.disable_autoload()  # else Hamilton imports a plug-in for every library that happens to be installed
from hamilton import driver  # noqa: E402

logging.getLogger("hamilton").setLevel(logging.CRITICAL)  # its errors reach the user as ours


def derive(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """
    All derivations called with these inputs: quantities, arrays of draws or symbols alike.

    Returns
    -------
    dict
        The inputs, and every derived quantity by name.

    Raises
    ------
    UserError
        If the inputs are so far off that a quantity leaves the range of numbers.
    """
    try:
        derived = graph().execute(list(derivation_names()), inputs=dict(inputs))
    except (OverflowError, ZeroDivisionError) as error:
        raise UserError(f"with these assumptions a derived quantity has no finite value ({error})") from None
    return {**inputs, **derived}


def derivation_names() -> tuple[str, ...]:
    """Names of the derived quantities, in the order they stand in the modules."""
    return tuple(name for module in MODULES for name in functions_of(module))


def derivation(name: str) -> Any:
    """The function that derives a quantity."""
    return next(functions_of(module)[name] for module in MODULES if name in functions_of(module))


def functions_of(module: ModuleType) -> dict[str, Any]:
    """Derivations that a module defines, by name."""
    return {n: f for n, f in vars(module).items() if callable(f) and getattr(f, "__module__", "") == module.__name__}


@cache
def graph() -> driver.Driver:
    """The derivations' graph, made of their names by Hamilton."""
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
    known = {*tables.assumptions(), *derivation_names()}
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

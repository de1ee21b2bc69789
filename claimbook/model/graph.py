"""
The graph that the derivations make by their names: called with quantities, arrays or symbols alike.

A derivation is a plain function in a module of book/derivations: its name is the quantity, its parameters are what it
needs. A claim's test may give a formula instead, which stands in the graph as a derivation does.
"""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pint

from claimbook.errors import UserError, unknown
from claimbook.model.plain_units import do_not_fit
from claimbook.project import Project, remembered
from claimbook.register.claims import Claim
from claimbook.register.formula import (
    Formula,
    Node,
    Number,
    in_quantities,
    in_root_units,
    in_symbols,
    is_symbolic,
    read_formula,
)
from claimbook.system.files import own_files
from claimbook.system.modules import load_module

#: A function of the book's, or a formula of a claim's.
Derivation: TypeAlias = Callable[..., Any] | Formula

#: What derivations call the kinds of things in their docstrings, and a unit of each kind that people use; a book's
#: names.csv adds its own.
KINDS = {"time": "day", "length": "meter", "power": "kW", "energy": "kWh", "information": "byte"}

#: So many assumptions are named in one line.
MOST_NAMED = 8


def derive(
    project: Project,
    inputs: Mapping[str, Any],
    names: Iterable[str] | None = None,
    literal: Callable[[Number], Any] | None = None,
) -> dict[str, Any]:
    """
    All derivations called with these inputs: quantities, arrays of draws or symbols alike.

    Parameters
    ----------
    project : Project
        Whose derivations.
    inputs : mapping
        Assumptions by name.
    names : iterable of str, optional
        The derivations that are wanted, if not all; the inputs then need be no more than these rest on.
    literal : callable, optional
        What becomes of the numbers with units that stand in formulas; if not given, what the inputs are.

    Returns
    -------
    dict
        The inputs, and every quantity by name that is wanted or was needed on the way.

    Raises
    ------
    UserError
        If the inputs are so far off that a quantity leaves the range of numbers, or a formula's units do not fit.
    """
    values = dict(inputs)
    of_number = literal or literal_like(inputs.values(), project)
    for name in in_order(project) if names is None else in_order_for(project, names):
        values[name] = derive_one(project, name, values, of_number)
    return values


def derive_one(project: Project, name: str, values: Mapping[str, Any], of_number: Callable[[Number], Any]) -> Any:
    """
    One derivation called with what it needs.

    Raises
    ------
    UserError
        As `derive` does.
    """
    derived = derivations(project)[name]
    if isinstance(derived, Formula):
        return value_of_formula(derived, values, of_number, project)
    try:
        return derived(*(values[needed] for needed in needs(project, name)))
    except pint.DimensionalityError as error:
        said = do_not_fit(error, project)
        raise UserError(f"{place_of(project, name)}: the units in the formula of {name} do not fit: {said}") from None
    except (OverflowError, ZeroDivisionError) as error:
        raise UserError(f"with these assumptions {name} has no finite value: {why_not_finite(error)}") from None


def value_of_formula(
    formula: Formula, values: Mapping[str, Any], of_number: Callable[[Number], Any], project: Project
) -> Any:
    """
    What a claim's formula gives with some values.

    Raises
    ------
    UserError
        If the units in it do not fit, or it has no finite value.
    """
    place = f"{formula.place}: " if formula.place else ""
    try:
        return formula.with_(values, of_number)
    except pint.DimensionalityError as error:
        said = do_not_fit(error, project)
        raise UserError(f"{place}the units in the formula {formula.text!r} do not fit: {said}") from None
    except pint.OffsetUnitCalculusError as error:
        raise UserError(f"{place}the units in the formula {formula.text!r} do not fit: {error}") from None
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        raise UserError(f"{place}the formula {formula.text!r} has no finite value: {why_not_finite(error)}") from None


def why_not_finite(error: Exception) -> str:
    """What Python says of an operation without a finite result, in words for whoever wrote a formula."""
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero"
    return "it is too large" if isinstance(error, OverflowError) else str(error)


def literal_like(inputs: Iterable[Any], project: Project) -> Callable[[Number], Any]:
    """What makes of the numbers in formulas what the inputs are: quantities, symbols, or numbers in root units."""
    kinds = list(inputs)
    if any(isinstance(one, pint.Quantity) for one in kinds):
        return in_quantities(project.units)
    return in_symbols(project.units) if any(map(is_symbolic, kinds)) else in_root_units(project.units)


@remembered
def derivations(project: Project) -> dict[str, Derivation]:
    """
    What derives the quantities by name: the functions in the order they stand in the modules, then claims' formulas.

    Raises
    ------
    UserError
        If a module cannot be loaded, two of them have one name, or a formula cannot be read.
    """
    found: dict[str, Derivation] = dict(functions(project))
    for name, formula in formulas_of_claims(project).items():
        if name in found:
            raise UserError(f"{formula.place}: {name} is the name of a derivation; give the formula another one")
        found[name] = formula
    return found


@remembered
def functions(project: Project) -> dict[str, Callable[..., Any]]:
    """
    The functions of the modules by name, in the order they stand there.

    Raises
    ------
    UserError
        If a module cannot be loaded, or two functions have one name.
    """
    found: dict[str, Callable[..., Any]] = {}
    for module in modules(project):
        for name, function in functions_of(module).items():
            if name in found:
                raise UserError(f"{place_in(project, function)}: {name} is defined twice")
            found[name] = function
    return found


@remembered
def formulas_of_claims(project: Project) -> dict[str, Formula]:
    """
    The formulas that claims are compared with, by the names of what they give, in the order of the register.

    Raises
    ------
    UserError
        If one cannot be read, names what does not exist, or has a name that another has.
    """
    written = [(claim, test) for claim in project.claims_as_read for test in claim.tests if test.formula]
    known = {*project.assumptions, *functions(project), *(test.quantity for _, test in written)} if written else set()
    found: dict[str, Formula] = {}
    for claim, test in written:
        place = f"{claim.place}: {claim.id}" if claim.place else ""
        if test.quantity in found:
            raise UserError(f"{place}: {test.quantity} is the name of two formulas; let one test only name it")
        try:
            tree = read_formula_of(project, test.formula, known)
        except UserError as error:
            raise UserError(f"{place}: {error}" if place else str(error)) from None
        found[test.quantity] = Formula(test.quantity, tree, claim.unit, test.label or claim.statement, place)
    return found


def known_to_formulas(project: Project) -> set[str]:
    """Names of all quantities."""
    return {*project.assumptions, *derivations(project)}


def read_formula_of(project: Project, text: str, known: Collection[str]) -> Node:
    """
    A formula over a book's quantities; one that was called otherwise earlier goes by its name of now.

    Raises
    ------
    UserError
        If it cannot be read, or names what does not exist.
    """
    for earlier in project.names["alias"]:
        if earlier in text:
            text = re.sub(rf"\b{re.escape(earlier)}\b", lambda word: project.current_name(word[0]), text)
    return read_formula(text, known, project.units, project.read_number)


def modules(project: Project) -> list[ModuleType]:
    """
    The modules of book/derivations, in the order of the settings, or else of their names.

    Raises
    ------
    UserError
        If one cannot be loaded.
    """
    folder = project.book / "derivations"
    names = project.settings.derivations or [path.stem for path in own_files(folder, ".py") if path.stem != "__init__"]
    return [load_module(folder / f"{name}.py", project.name_of(folder / f"{name}.py")) for name in names]


def derivation_names(project: Project) -> tuple[str, ...]:
    """Names of the derived quantities, in the order they stand in the modules."""
    return tuple(derivations(project))


def derivation(project: Project, name: str) -> Derivation:
    """The function that derives a quantity, or the formula that does."""
    return derivations(project)[name]


def is_formula(project: Project, name: str) -> bool:
    """Whether a quantity is derived by a claim's formula."""
    return isinstance(derivations(project).get(name), Formula)


def place_of(project: Project, name: str) -> str:
    """File and line of a derivation; of a formula, the claim as well."""
    derived = derivation(project, name)
    return derived.place if isinstance(derived, Formula) else place_in(project, derived)


def source_of(project: Project, name: str) -> str:
    """A derivation as it is written: Python of its function, or its formula behind its name."""
    derived = derivation(project, name)
    if isinstance(derived, Formula):
        return f"{name} = {derived.text}"
    return inspect.getsource(derived).rstrip()


def about(project: Project, name: str) -> str:
    """What a derivation says it is, with the kind of what it gives in brackets."""
    derived = derivation(project, name)
    return f"{derived.about}. [{derived.unit}]" if isinstance(derived, Formula) else str(derived.__doc__).strip()


def place_in(project: Project, function: Callable[..., Any]) -> str:
    """File and line of a function of the book's."""
    code = function.__code__
    return f"{project.name_of(Path(code.co_filename))}, line {code.co_firstlineno}"


def kind_of(project: Project, name: str) -> str:
    """
    What a derivation gives, as its docstring says in brackets: ``US dollar / widget``.

    Raises
    ------
    UserError
        If it does not say so once.
    """
    derived = derivation(project, name)
    if isinstance(derived, Formula):
        return derived.unit
    said = re.findall(r"\[(.+?)\]", derived.__doc__ or "")
    if len(said) != 1:
        right = f"the derivation {name} does not say in brackets what it gives, such as [time] or [1]"
        raise UserError(f"{place_of(project, name)}: {right}")
    return str(said[0])


def own_unit(project: Project, name: str) -> str:
    """
    Unit of what a derivation says it gives; an assumption's own.

    Raises
    ------
    UserError
        If it does not say so once, or what it says has no unit.
    """
    if name in project.assumptions:
        return project.assumptions[name].unit
    if is_formula(project, name):
        return kind_of(project, name)
    unit = unit_of_kind(kind_of(project, name), {**KINDS, **project.names["kind"]})
    try:
        project.units.read_unit(unit)
    except UserError as error:
        raise UserError(f"{place_of(project, name)}: the derivation {name}: {error}") from None
    return unit


@remembered
def unit_of(project: Project, name: str) -> str:
    """
    Unit in which a quantity is given: an assumption's own; that of a claim about it; one of the kind it says it gives.

    Raises
    ------
    UserError
        If there is none of these.
    """
    claims = [] if name in project.assumptions else project.claims.values()
    claimed_in = next((claim.unit for claim in claims if claim.unit and name in claim.quantities), "")
    return claimed_in or own_unit(project, name)


def unit_of_kind(kind: str, kinds: Mapping[str, str]) -> str:
    """
    A unit of what a derivation is said to give.

    Parameters
    ----------
    kind : str
        As its docstring says it.
    kinds : mapping
        Units by the names of kinds.

    Examples
    --------
    >>> unit_of_kind("widget · time", KINDS), unit_of_kind("energy / time", KINDS)
    ('widget·day', 'kWh/day')
    """
    longest_first = sorted(kinds, key=len, reverse=True)
    unit = re.sub("|".join(map(re.escape, longest_first)), lambda word: kinds[word[0]], kind)
    return re.sub(r"\s*([/·])\s*", r"\1", unit)


def functions_of(module: ModuleType) -> dict[str, Any]:
    """Derivations that a module defines, by name."""
    return {n: f for n, f in vars(module).items() if callable(f) and getattr(f, "__module__", "") == module.__name__}


@remembered
def needs(project: Project, name: str) -> tuple[str, ...]:
    """Names of what a derivation is computed from: its parameters, or what its formula names."""
    derived = derivation(project, name)
    if isinstance(derived, Formula):
        return derived.needs
    return tuple(inspect.signature(derived).parameters)


@remembered
def in_order(project: Project) -> tuple[str, ...]:
    """
    The derived quantities, each after all that it needs.

    Raises
    ------
    UserError
        If a derivation needs what does not exist, has the name of an assumption, or needs itself in the end.
    """
    derived, assumptions = derivations(project), project.assumptions
    known = {*assumptions, *derived}
    for name in derived:
        if name in assumptions:
            raise UserError(f"{place_of(project, name)}: {name} is both a derivation and an assumption; rename one")
        for needed in needs(project, name):
            if needed not in known:
                missing = unknown("assumption or derivation", needed, known)
                raise UserError(f"{place_of(project, name)}: the derivation {name}: {missing}")
    try:
        sorted_names = TopologicalSorter({name: needs(project, name) for name in derived}).static_order()
        return tuple(name for name in sorted_names if name in derived)
    except CycleError as error:
        raise UserError(f"derivations need each other in a circle: {' → '.join(reversed(error.args[1]))}") from None


def in_order_for(project: Project, names: Iterable[str]) -> list[str]:
    """The derived quantities that some quantities are, or need, in order."""
    wanted = {needed for name in names for needed in (name, *everything_behind(project, name))}
    return [name for name in in_order(project) if name in wanted]


@remembered
def everything_behind(project: Project, quantity: str) -> frozenset[str]:
    """All that a quantity is computed from, assumptions and derived quantities alike; nothing for an assumption."""
    direct = needs(project, quantity) if quantity in derivations(project) else ()
    return frozenset(direct).union(*(everything_behind(project, name) for name in direct))


@remembered
def upstream(project: Project, quantity: str) -> tuple[str, ...]:
    """
    Assumptions that a quantity depends on, in the order of the table.

    Raises
    ------
    UserError
        If no quantity has this name.
    """
    in_order(project)  # says what is wrong with the graph
    known = {*project.assumptions, *derivations(project)}
    if quantity not in known:
        raise unknown("quantity", quantity, known)
    if quantity in project.assumptions:
        return (quantity,)
    behind = everything_behind(project, quantity)
    return tuple(name for name in project.assumptions if name in behind)


def refuse_computed(names: Iterable[str], project: Project, place: str = "") -> None:
    """
    Refuse to set what is computed, or claimed.

    Raises
    ------
    UserError
        If one of these names is that of a derived quantity or of a claim, saying from which assumptions it follows.
    """
    where = f"{place}: " if place else ""
    for name in (project.names["alias"].get(name, name) for name in names):
        if name in project.assumptions or name in project.groups:
            continue
        if name in derivations(project):
            listed = in_short(upstream(project, name)) or "nothing"
            raise UserError(f"{where}{name} is computed, and no assumption; set what it follows from: {listed}")
        if name in project.claims:
            listed = in_short(upstream_of_claim(project, project.claims[name]))
            remedy = f"set what it rests on: {listed}" if listed else "it rests on none"
            raise UserError(f"{where}{name} is a claim, and no assumption; {remedy}")


def in_short(names: Sequence[str]) -> str:
    """Names in a row, the first of them where they are many."""
    others = len(names) - MOST_NAMED
    return f"{', '.join(names[:MOST_NAMED])} and {others} more" if others > 0 else ", ".join(names)


def upstream_of_claim(project: Project, claim: Claim) -> tuple[str, ...]:
    """Assumptions that any test of a claim depends on, in the order of the table."""
    needed = {name for quantity in claim.quantities for name in upstream(project, quantity)}
    return tuple(name for name in project.assumptions if name in needed)


def upstream_of_chapter(project: Project, chapter: str) -> tuple[str, ...]:
    """Assumptions that any claim of a chapter depends on, breakpoints of fits included, in the order of the table."""
    claims = project.claims_of(chapter)
    return with_breakpoints(project, (name for claim in claims for name in upstream_of_claim(project, claim)))


def with_breakpoints(project: Project, names: Iterable[str]) -> tuple[str, ...]:
    """Assumptions, and the breakpoints of those that are fitted, in the order of the table."""
    needed = set(names)
    needed |= {end for name, trend in project.trends.items() if name in needed for end in (trend.start, trend.end)}
    return tuple(name for name in project.assumptions if name in needed)

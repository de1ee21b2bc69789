"""Rules of the formulas: what they say they give, what they are made of, and that somebody worked each out by hand."""

from collections.abc import Iterator
from typing import Any

import pint

from claimbook.chapters.uses import texts_in
from claimbook.errors import UserError
from claimbook.model.graph import derive_one, functions, in_order, kind_of, literal_like, needs, own_unit, place_of
from claimbook.model.plain_units import named_unit
from claimbook.project import MARK, Project
from claimbook.system.files import own_files, read_text

#: Where a book's derivations are worked out by hand.
ORACLES = "tests/oracles.py"


def formula_problems(project: Project) -> Iterator[str]:
    """Derivations that cannot be computed, give another kind of quantity than they say, or have no oracle."""
    in_order(project)
    folder = project.book / "derivations"
    listed = project.settings.derivations
    for path in own_files(folder, ".py"):
        if listed and path.stem not in (*listed, "__init__"):
            yield f"{MARK}: derivations does not list {path.stem}, so that {project.name_of(path)} is not used"
    values, cannot_be = computed(project)
    yield from cannot_be
    for name in functions(project):
        if name in values:
            yield from kind_problems(project, name, values[name])
    yield from oracle_problems(project)


def computed(project: Project) -> tuple[dict[str, pint.Quantity], list[str]]:
    """Every quantity that can be computed, and what keeps others from it; those that rest on these are left out."""
    values: dict[str, Any] = {name: one.value for name, one in project.assumptions.items()}
    of_number, bare, found = literal_like(values.values(), project), project.units.registry.Quantity, []
    for name in in_order(project):
        if all(needed in values for needed in needs(project, name)):
            try:
                value = derive_one(project, name, values, of_number)
                values[name] = value if isinstance(value, pint.Quantity) else bare(value)
            except UserError as error:
                found.append(str(error))
    return values, found


def kind_problems(project: Project, name: str, value: pint.Quantity) -> list[str]:
    """Whether a derivation's value is of another kind than its docstring says."""
    try:
        expected = project.units.read_unit(own_unit(project, name))
    except UserError as error:
        return [str(error)]
    if value.is_compatible_with(expected):
        return []
    said = f"{name} is said to give [{kind_of(project, name)}], but its formula gives {named_unit(value, project)}"
    return [f"{place_of(project, name)}: {said}"]


def oracle_problems(project: Project) -> Iterator[str]:
    """Derivations that tests/oracles.py does not name: nobody worked them out by hand."""
    path = project.root / ORACLES
    named = set(texts_in(read_text(path, ORACLES))) if path.is_file() else set()
    for name in functions(project):
        if name not in named:
            yield f"{place_of(project, name)}: {name} has no oracle; work it out by hand, and add it to {ORACLES}"

"""A book as far as it can be read, so that what is wrong in one place hides nothing that is wrong in another."""

from collections.abc import Callable
from dataclasses import replace

from claimbook.errors import UserError
from claimbook.model.graph import derivation_names
from claimbook.project import Project
from claimbook.register.assumptions import read_assumption
from claimbook.register.claims import claims_and_problems
from claimbook.register.evidence import read_evidence
from claimbook.register.units import Units, readable_definitions
from claimbook.system.files import read_text

#: What a row says in the place of what cannot be read: so the name exists for whatever uses it.
INSTEAD = {
    "assumptions": {"value": "1", "low": "", "high": "", "maximum": "", "distribution": "", "choices": ""},
    "evidence": {"value": ""},
}
READERS: dict[str, Callable[[dict[str, str], Units], object]] = {
    "assumptions": read_assumption,
    "evidence": read_evidence,
}


def as_far_as_readable(project: Project) -> Project:
    """
    The book with its unreadable rows replaced and its unreadable claims left out.

    Raises
    ------
    UserError
        If a whole table cannot be read.
    """
    project = with_readable_units(project)
    readable = project
    for name in READERS:
        rows = with_unreadable_replaced(project, name)
        if rows is not None:
            readable = readable.with_unchecked_rows(name, rows)
    vars(readable)["units"] = project.units
    vars(readable)["correlations"] = readable_correlations(readable)
    found = [
        claim
        for source in project.sources.index
        for claim in claims_and_problems(project.data, source, project.units)[0]
    ]
    unique = {claim.id: claim for claim in reversed(found)}
    known = {"", *readable.assumptions, *derivation_names(readable)}
    vars(readable)["all_claims"] = [
        replace(claim, evidence=tuple(key for key in claim.evidence if key in readable.evidence))
        for claim in found
        if unique[claim.id] is claim and (claim.quantity or "") in known
    ]
    vars(readable)["claims"] = {claim.id: claim for claim in readable.all_claims if claim.is_written}
    return readable


def with_readable_units(project: Project) -> Project:
    """The book without the lines of its units that define none."""
    try:
        _ = project.units
    except UserError:
        definitions = readable_definitions(read_text(project.book / "units.txt", "book/units.txt"))
        project = Project(project.root)
        vars(project)["units"] = Units(definitions)
    return project


def readable_correlations(project: Project) -> dict[tuple[str, str], float]:
    """The correlations, or none if one cannot be read: without it the others might contradict each other."""
    try:
        return project.correlations
    except UserError:
        return {}


def with_unreadable_replaced(project: Project, name: str) -> list[list[str]] | None:
    """A table's header and rows, those that cannot be read with something in their place; none if all can."""
    header = list(project.tables.described[name].columns)
    rows, replaced = [], False
    for row in project.tables.rows(name):
        if not can_be_read(row, name, project.units):
            replaced = True
            row = {**row, **INSTEAD[name]}
            if not can_be_read(row, name, project.units):  # it is the unit
                row["unit"] = "1"
        rows.append([row[column] for column in header])
    return [header, *rows] if replaced else None


def can_be_read(row: dict[str, str], name: str, units: Units) -> bool:
    """Whether a row of a table says what it should."""
    try:
        READERS[name](row, units)
    except UserError:
        return False
    return True

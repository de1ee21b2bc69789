"""Checks on tables, formulas and pages: shape, names, units, references. Each problem is one line with its place."""

import pint
from frictionless import FrictionlessException, Package

from claimbook.chapters.execution import chapters
from claimbook.checks.pages import book_problems
from claimbook.errors import UserError
from claimbook.ledger.entries import disposition_problems, figure_problems
from claimbook.model.graph import derivation_names, kind_of, own_unit, upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.model.triangulation import triangulations
from claimbook.project import Project


def problems(project: Project) -> list[str]:
    """
    Everything that is wrong with the tables, the formulas and the pages.

    Returns
    -------
    list of str
        A line each; empty if all is well.
    """
    # What does not have the described shape cannot be read further, and pages rest on tables and formulas.
    try:
        return shape_problems(project) or table_problems(project) or book_problems(project)
    except UserError as error:
        return [str(error)]


def table_checks(project: Project) -> list[str]:
    """Everything that is wrong with the tables and formulas, before anything is built on them."""
    try:
        return shape_problems(project) or table_problems(project)
    except UserError as error:
        return [str(error)]


def table_problems(project: Project) -> list[str]:
    """Everything that is wrong with what the tables and formulas say."""
    checks = (formula_problems, name_problems, reference_problems, disposition_problems, figure_problems)
    return [problem for check in checks for problem in check(project)]


def shape_problems(project: Project) -> list[str]:
    """Rows and columns that are not as data/datapackage.json describes them."""
    unreadable = []
    for name, table in project.tables.described.items():
        try:
            project.tables.read_table(name, table.key_length)
        except UserError as mistake:
            unreadable.append(str(mistake))
    if unreadable:
        return unreadable
    package = project.tables.description()
    found = [
        f"data/datapackage.json: the path of {table['name']} is {table.get('path')!r}, not {table['name']}.csv"
        for table in package["resources"]
        if table.get("path") != f"{table['name']}.csv"
    ]
    # The rows as they are read: how a spreadsheet or version control ends lines and files is no problem of theirs.
    package["resources"] = [
        {"name": table["name"], "data": project.tables.read_rows(table["name"]), "schema": table["schema"]}
        for table in package["resources"]
    ]
    try:
        report = Package.from_descriptor(package).validate()
    except FrictionlessException as mistake:
        return [*found, f"data/datapackage.json: {mistake.error.message}"]
    found += [error.message for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            place = f"data/{task.name}.csv" + (f", line {row}" if row else "")
            found.append(f"{place}: {error.message}")
    return found


def formula_problems(project: Project) -> list[str]:
    """Derivations that give a quantity of another kind than they say in brackets, as in "Cloud rent. [US dollar]"."""
    values = Model.of(project).values
    return [problem for name in derivation_names(project) for problem in kind_problems(project, name, values[name])]


def kind_problems(project: Project, name: str, value: pint.Quantity) -> list[str]:
    """Whether a derivation's value is of another kind than its docstring says."""
    try:
        expected = project.units.read_unit(own_unit(project, name))
    except UserError as error:
        return [str(error)]
    if value.is_compatible_with(expected):
        return []
    given = value.to_root_units().units
    return [f"the derivation {name} is said to give [{kind_of(project, name)}], but its formula gives {given:~}"]


def name_problems(project: Project) -> list[str]:
    """Claims whose quantity, unit or chapter does not exist, and assumptions that no claim or derivation uses."""
    found = []
    known_chapters = chapters(project)
    model = Model.of(project)
    quantities = derivation_names(project)
    used = set(with_breakpoints(project, (name for quantity in quantities for name in upstream(project, quantity))))
    for claim in project.claims.values():
        place = f"data/claims.csv, {claim.id}"
        if claim.chapter not in known_chapters:
            found.append(f"{place}: there is no notebook book/{claim.chapter}.ipynb")
        if not claim.id.startswith(f"{claim.source}-"):
            found.append(f"{place}: the id does not begin with its source, {claim.source}")
        try:
            model.result(claim.id)
            used.update(upstream(project, claim.quantity) if claim.quantity else ())
        except UserError as error:
            found.append(f"{place}: {error}")
    cited = {key for claim in project.claims.values() for key in claim.evidence}
    for key in cited - set(project.evidence):
        found.append(f"data/claims.csv: {key!r} is not in data/evidence.csv")
    for comparison in project.optional_rows("comparisons"):
        for claim_id in set(comparison["claims"].split()) - set(project.claims):
            found.append(f"data/comparisons.csv, {comparison['key']}: no claim is called {claim_id!r}")
    try:
        triangulations(model)
    except UserError as error:
        found.append(str(error))
    for name, assumption in project.assumptions.items():
        if name not in used:
            found.append(f"data/assumptions.csv, {name}: no claim and no derivation depends on it")
        if assumption.is_range and not assumption.range_reason:
            found.append(f"data/assumptions.csv, {name}: it has a range but no reason for it")
        if assumption.is_range and not assumption.range_reference:
            found.append(f"data/assumptions.csv, {name}: it has a range but no reference for it")
    return found


def reference_problems(project: Project) -> list[str]:
    """References that are not in the bibliography; a cell may hold several keys, separated by spaces."""
    cited = {f"data/assumptions.csv, {name}": a.reference for name, a in project.assumptions.items()}
    cited |= {f"data/assumptions.csv, {name}, range": a.range_reference for name, a in project.assumptions.items()}
    cited |= {row["place"]: row["reference"] for row in project.optional_rows("correlations", key=2)}
    cited |= {f"data/evidence.csv, {key}": fact.reference for key, fact in project.evidence.items()}
    cited |= {f"data/sources.csv, {key}": str(key) for key in project.sources.index}
    told = ("assumptions", "evidence", "correlations")
    for name in (name for name, table in project.tables.described.items() if "reference" in table.columns):
        if name not in told:
            cited |= {row["place"]: row["reference"] for row in project.tables.rows(name)}
    known = project.bibliography.entries
    return [
        f"{place}: {key!r} is not in book/references.bib"
        for place, keys in cited.items()
        for key in keys.split()
        if key not in known
    ]

"""Checks on tables, formulas and pages: shape, names, units, references. Each problem is one line with its place."""

import pint
from frictionless import FrictionlessException, Package

from claimbook.register import tables
from claimbook.checks.pages import book_problems
from claimbook.errors import UserError
from claimbook.chapters.execution import chapters
from claimbook.model.graph import derivation_names, kind_of, own_unit, upstream, with_breakpoints
from claimbook.ledger.entries import disposition_problems, figure_problems
from claimbook.model.model import Model
from claimbook.register.units import read_unit
from claimbook.register.references import bibliography
from claimbook.model.triangulation import triangulations


def problems() -> list[str]:
    """
    Everything that is wrong with the tables, the formulas and the pages.

    Returns
    -------
    list of str
        A line each; empty if all is well.
    """
    # What does not have the described shape cannot be read further, and pages rest on tables and formulas.
    try:
        return shape_problems() or table_problems() or book_problems()
    except UserError as error:
        return [str(error)]


def table_checks() -> list[str]:
    """Everything that is wrong with the tables and formulas, before anything is built on them."""
    try:
        return shape_problems() or table_problems()
    except UserError as error:
        return [str(error)]


def table_problems() -> list[str]:
    """Everything that is wrong with what the tables and formulas say."""
    return [
        *formula_problems(), *name_problems(), *reference_problems(), *disposition_problems(), *figure_problems()
    ]  # fmt: skip


def shape_problems() -> list[str]:
    """Rows and columns that are not as data/datapackage.json describes them."""
    unreadable = []
    for name, table in tables.described().items():
        try:
            tables.read_table(name, table.key_length)
        except UserError as mistake:
            unreadable.append(str(mistake))
    if unreadable:
        return unreadable
    package = tables.description()
    found = [
        f"data/datapackage.json: the path of {table['name']} is {table.get('path')!r}, not {table['name']}.csv"
        for table in package["resources"]
        if table.get("path") != f"{table['name']}.csv"
    ]
    # The rows as they are read: how a spreadsheet or version control ends lines and files is no problem of theirs.
    package["resources"] = [
        {"name": table["name"], "data": tables.read_rows(table["name"]), "schema": table["schema"]}
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


def formula_problems() -> list[str]:
    """Derivations that give a quantity of another kind than they say in brackets, as in "Cloud rent. [US dollar]"."""
    values = Model.baseline().values
    return [problem for name in derivation_names() for problem in kind_problems(name, values[name])]


def kind_problems(name: str, value: pint.Quantity) -> list[str]:
    """Whether a derivation's value is of another kind than its docstring says."""
    try:
        expected = read_unit(own_unit(name))
    except UserError as error:
        return [str(error)]
    if value.is_compatible_with(expected):
        return []
    given = value.to_root_units().units
    return [f"the derivation {name} is said to give [{kind_of(name)}], but its formula gives {given:~}"]


def name_problems() -> list[str]:
    """Claims whose quantity, unit or chapter does not exist, and assumptions that no claim or derivation uses."""
    found = []
    known_chapters = chapters()
    model = Model.baseline()
    used = set(with_breakpoints(name for quantity in derivation_names() for name in upstream(quantity)))
    for claim in tables.claims().values():
        place = f"data/claims.csv, {claim.id}"
        if claim.chapter not in known_chapters:
            found.append(f"{place}: there is no notebook book/{claim.chapter}.ipynb")
        if not claim.id.startswith(f"{claim.source}-"):
            found.append(f"{place}: the id does not begin with its source, {claim.source}")
        try:
            model.result(claim.id)
            used.update(upstream(claim.quantity) if claim.quantity else ())
        except UserError as error:
            found.append(f"{place}: {error}")
    cited = {key for claim in tables.claims().values() for key in claim.evidence}
    for key in cited - set(tables.evidence()):
        found.append(f"data/claims.csv: {key!r} is not in data/evidence.csv")
    for comparison in tables.read_table("comparisons").to_dict("records"):
        for claim_id in set(comparison["claims"].split()) - set(tables.claims()):
            found.append(f"data/comparisons.csv, {comparison['key']}: no claim is called {claim_id!r}")
    try:
        triangulations(model)
    except UserError as error:
        found.append(str(error))
    for name, assumption in tables.assumptions().items():
        if name not in used:
            found.append(f"data/assumptions.csv, {name}: no claim and no derivation depends on it")
        if assumption.is_range and not assumption.range_reason:
            found.append(f"data/assumptions.csv, {name}: it has a range but no reason for it")
        if assumption.is_range and not assumption.range_reference:
            found.append(f"data/assumptions.csv, {name}: it has a range but no reference for it")
    return found


def reference_problems() -> list[str]:
    """References that are not in the bibliography; a cell may hold several keys, separated by spaces."""
    cited = {f"data/assumptions.csv, {name}": a.reference for name, a in tables.assumptions().items()}
    cited |= {f"data/assumptions.csv, {name}, range": a.range_reference for name, a in tables.assumptions().items()}
    cited |= {row["place"]: row["reference"] for row in tables.rows("correlations", key=2)}
    cited |= {f"data/evidence.csv, {key}": fact.reference for key, fact in tables.evidence().items()}
    cited |= {f"data/sources.csv, {key}": str(key) for key in tables.sources().index}
    for name, table in (("training_runs", tables.training_runs()), ("hardware", tables.hardware())):
        cited |= {f"data/{name}.csv, {key}": reference for key, reference in table["reference"].items()}
    known = bibliography().entries
    return [
        f"{place}: {key!r} is not in book/references.bib"
        for place, keys in cited.items()
        for key in keys.split()
        if key not in known
    ]

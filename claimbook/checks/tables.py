"""Rules of the tables: columns as described, every row readable, everything used, every reference known."""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from frictionless import FrictionlessException, Resource

from claimbook.checks.readable import ReadableProject
from claimbook.errors import UserError, unknown
from claimbook.model.comparison import read_derived, shown_in
from claimbook.model.graph import derivation_names, upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.model.triangulation import triangulations
from claimbook.project import Project
from claimbook.register.assumptions import read_assumption, read_group
from claimbook.register.evidence import read_evidence
from claimbook.register.forms import form_of

#: A number as spreadsheets show it once it has more digits than they care to.
SHORTENED = re.compile(r"-?\d(\.\d+)?E[+-]\d+")

#: Tables that every book has.
NEEDED = ("assumptions", "evidence", "numerals", "sources")


def settings_problems(project: Project) -> Iterator[str]:
    """Settings, units and names that cannot be read, and Jupyter Book's own settings."""
    readers: tuple[Callable[[], Any], ...] = (
        lambda: project.settings, lambda: project.units, lambda: project.names, lambda: project.config,
        lambda: project.bibliography,
    )  # fmt: skip
    for read in readers:
        try:
            read()
        except UserError as error:
            yield str(error)


def shape_problems(project: Project) -> Iterator[str]:
    """Tables that cannot be read, and rows and columns that are not as data/datapackage.json describes them."""
    described = project.tables.described
    for name in NEEDED:
        if name not in described:
            yield f"data/datapackage.json: the table {name} is not described"
    for table in project.tables.description()["resources"]:
        name, schema = table["name"], table["schema"]
        if table.get("path") != f"{name}.csv":
            yield f"data/datapackage.json: the path of {name} is {table.get('path')!r}, not {name}.csv"
        try:
            project.tables.read_table(name, described[name].key_length)
        except UserError as mistake:
            yield str(mistake)
            continue
        yield from faults_of(name, json.dumps(project.tables.read_rows(name)), json.dumps(schema))
        yield from foreign_keys_unknown(name, schema, project)


@lru_cache(maxsize=100)
def faults_of(name: str, rows: str, schema: str) -> tuple[str, ...]:
    """
    What frictionless finds wrong with a table, as it is read: how spreadsheets end lines and files is no fault of it.

    Parameters
    ----------
    name : str
        The table.
    rows, schema : str
        Its rows with the header, and its description, as JSON; keys into other tables are not looked at.
    """
    described = {key: value for key, value in json.loads(schema).items() if key != "foreignKeys"}
    try:
        report = Resource.from_descriptor({"name": name, "data": json.loads(rows), "schema": described}).validate()
    except FrictionlessException as mistake:
        return (f"data/datapackage.json, {name}: {mistake.error.message}",)
    found = [error.message for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            said = in_plain_words(error, described)
            found.append(f"data/{name}.csv{f', line {row}' if row else ''}: {said}")
    return tuple(found)


def in_plain_words(error: Any, schema: dict[str, Any]) -> str:
    """What frictionless finds wrong with a cell, and what would be right; anything else in its own words."""
    if error.type not in ("constraint-error", "type-error"):
        return str(error.message)
    field = next(one for one in schema["fields"] if one["name"] == error.field_name)
    if not error.cell:
        return f"{error.field_name} is empty, and should be filled in"
    shortened = "; a spreadsheet has shortened it: put back all its digits" if SHORTENED.fullmatch(error.cell) else ""
    return f"{error.field_name} is {error.cell!r}, and should be {wanted(field, error)}{shortened}"


def wanted(field: dict[str, Any], error: Any) -> str:
    """What should stand in a column's cell, by the constraint that the one there breaks."""
    if error.type == "type-error":
        return "a whole number" if field["type"] == "integer" else f"a {field['type']}"
    rules = field["constraints"]
    if '"enum"' in error.note:
        return "one of: " + ", ".join(rules["enum"])
    if '"minimum"' in error.note:
        return f"{rules['minimum']} or more"
    if '"maximum"' in error.note:
        return f"{rules['maximum']} or less"
    form = form_of(rules["pattern"]) if '"pattern"' in error.note else ""
    return form or f"as data/datapackage.json describes the column: {field.get('description') or error.note}"


def foreign_keys_unknown(name: str, schema: dict[str, Any], project: Project) -> Iterator[str]:
    """Cells that should be a key of another table and are none."""
    for key in schema.get("foreignKeys", []):
        column, other = key["fields"][0], key["reference"]["resource"]
        known = set(project.tables.read_table(other)[key["reference"]["fields"][0]])
        for row in project.tables.rows(name, project.tables.described[name].key_length):
            if row[column] not in known:
                yield f"{row['place']}: the {column} {row[column]!r} is not in data/{other}.csv"


def row_problems(project: Project) -> Iterator[str]:
    """Rows of assumptions, evidence and correlations that cannot be read, each of them; units and observations."""
    readable, described = ReadableProject(project), dict[str, str]()
    for row in project.tables.rows("assumptions"):
        try:
            assumption = read_assumption(row, readable.units)
        except UserError as error:
            yield str(error)
            continue
        if assumption.is_range and not assumption.range_reason:
            yield f"{row['place']}: {assumption.name} has a range but no reason for it"
        if assumption.is_range and not assumption.range_reference:
            yield f"{row['place']}: {assumption.name} has a range but no reference for it"
        first = described.setdefault(assumption.description, assumption.name)
        if first != assumption.name:
            yield f"{row['place']}: {assumption.name} is described in the words of {first}: say what tells them apart"
    for row in project.tables.rows("evidence"):
        try:
            read_evidence(row, readable.units)
        except UserError as error:
            yield str(error)
    for row in project.optional_rows("correlations", key=2):
        try:
            readable.read_correlation(row)
        except UserError as error:
            yield str(error)
    for row in project.optional_rows("groups"):
        try:
            read_group(row, readable.assumptions)
        except UserError as error:
            yield str(error)
        if row["name"] in derivation_names(readable):
            yield f"{row['place']}: {row['name']} is derived; give the group a name of its own"
    if project.settings.observations:
        _ = readable.observations
    _ = project.units, project.assumptions, project.correlations, project.groups


def wording_problems(project: Project) -> Iterator[str]:
    """What book/names.csv says of changed inputs and of units, where there is no such input or unit."""
    place = "book/names.csv"
    for name, sentence in project.names["changed"].items():
        if name not in project.assumptions:
            yield str(unknown("assumption", name, project.assumptions, place=f"{place}, changed"))
        if sentence.count("#") != 2:
            yield f"{place}, changed, {name}: write # where the new number stands, and again where the book's own does"
    for word, unit in project.names["unit word"].items():
        try:
            project.units.read_unit(unit)
        except UserError as error:
            yield f"{place}, unit word, {word}: {error}"


def use_problems(project: Project) -> Iterator[str]:
    """What comparisons, precedents, ratings and triangulations name and is not there; what nothing uses or defines."""
    named = [(row, row["claims"]) for name in ("comparisons", "precedents") for row in project.optional_rows(name)]
    # A rating is of the claim as it was called then.
    earlier = project.names["alias"]
    named += [(row, earlier.get(row["claim"], row["claim"])) for row in project.optional_rows("ratings", key=2)]
    for row, claim_ids in named:
        for claim_id in claim_ids.split():
            if claim_id not in project.claims:
                yield f"{row['place']}: no claim is called {claim_id!r}"
    kinds = {row["kind"] for row in project.optional_rows("error_kinds")}
    for claim in project.claims.values() if kinds else ():
        if claim.error_kind and claim.error_kind not in kinds:
            yield f"{claim.place}: {claim.id}: data/error_kinds.csv does not say what a {claim.error_kind} error is"
    model = Model.of(project)
    for row in project.optional_rows("comparisons"):
        for cell in shown_in(row):
            try:
                read_derived(cell, row["place"], model)
            except UserError as error:
                yield str(error)
    used = set(with_breakpoints(project, (name for q in derivation_names(project) for name in upstream(project, q))))
    known = {*project.assumptions, *derivation_names(project)}
    for claim in project.claims.values():
        used.update(name for q in claim.quantities if q in known for name in upstream(project, q))
    for row in project.tables.rows("assumptions"):
        if row["name"] not in used:
            yield f"{row['place']}: no claim and no derivation depends on {row['name']}; use it, or take the row out"
    triangulations(model)


def reference_problems(project: Project) -> Iterator[str]:
    """References that are not in the bibliography; a cell may hold several keys, separated by spaces."""
    known = project.bibliography.entries
    for name, table in project.tables.described.items():
        columns = [column for column in table.columns if column in ("reference", "range_reference", "also")]
        for row in project.tables.rows(name, table.key_length) if columns else ():
            for key in (key for column in columns for key in row[column].split()):
                if key not in known:
                    yield f"{row['place']}: {key!r} is not in book/references.bib"
    for row in project.tables.rows("sources"):
        if row["key"] not in known:
            yield f"{row['place']}: {row['key']!r} is not in book/references.bib"

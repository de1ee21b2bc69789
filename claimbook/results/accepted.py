"""
The accepted results: every verdict and number as it was when somebody last looked at it and said yes.

They stand in book/reference-results.json, in the shape of a results.json, with the formulas and the evidence beside
them, so that what moves can be told with its cause: which assumption, formula or fact is not what it was.
"""

import ast
import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimbook.errors import UserError
from claimbook.ledger.entries import Entry, entries
from claimbook.model.graph import derivation_names, is_formula, needs, source_of, upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.register.assumptions import PRINTED
from claimbook.register.evidence import Evidence
from claimbook.results.diff import Change, compare, describe_change, read_results, side_of_model
from claimbook.results.records import assumption_record, claim_record
from claimbook.system.files import read_text
from claimbook.system.git import git
from claimbook.system.replacing import write_aside

#: What is kept of a claim and of an assumption; the rest is words.
CLAIM_FIELDS = (
    "id", "statement", "weight", "relation", "claimed", "unit", "quantity", "derived", "low", "high", "verdict",
    "adds_up", "is_so", "probability", "tests", "evidence",
)  # fmt: skip
ENDS = ("low", "high", "unit")
ASSUMPTION_FIELDS = ("name", "kind", "value", "low", "high", "maximum", "distribution", "choices", "unit")

#: So many commits are named as what may have moved a number.
COMMITS = 5

#: More numerals that are new than this are counted, not listed.
LISTED = 5


def present(model: Model) -> dict[str, Any]:
    """What the model says now, in the shape of the accepted results."""
    project = model.project
    others = side_of_model("now", model).quantities
    return {
        "claims": [kept(claim_record(result), CLAIM_FIELDS) for result in model.results],
        "quantities": [{"name": name, "value": row["derived"], **kept(row, ENDS)} for name, row in others.items()],
        "assumptions": [kept(assumption_record(name, model), ASSUMPTION_FIELDS) for name in model.assumptions],
        "formulas": {name: written_formula(project, name) for name in derivation_names(project)},
        "evidence": {key: written_evidence(fact) for key, fact in project.evidence.items()},
        "numerals": {written_place(entry): f"{entry.value} {entry.unit}" for entry in entries(project)},
        "ways": {
            f"{row['triangulation']}: {row['way']}": written_way(row) for row in project.optional_rows("ways", key=2)
        },
    }


def kept(record: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Some fields of a record."""
    return {field: record[field] for field in fields}


def written_formula(project: Project, name: str) -> str:
    """A derivation's formula as it stands in its function, or in its claim."""
    if is_formula(project, name):
        return source_of(project, name).partition(" = ")[2]
    function = ast.parse(textwrap.dedent(source_of(project, name))).body[0]
    assert isinstance(function, ast.FunctionDef)
    return "; ".join(ast.unparse(line) for line in function.body[1:]).removeprefix("return ")


def written_evidence(fact: Evidence) -> str:
    """A fact's value with its unit; empty for a fact in words."""
    return "" if fact.value is None else f"{fact.value.magnitude:.12g} {fact.unit}"


def written_way(row: Mapping[str, str]) -> str:
    """What gives a way's number, and the interval stated for it."""
    interval = f", {row['low']} to {row['high']}" if row["low"] or row["high"] else ""
    return (row["quantity"] or row["evidence"]) + interval


def written_place(entry: Entry) -> str:
    """Where a numeral stands: source, line, as printed, and the which-eth of its line it is."""
    return f"{entry.source}:{entry.line}: {entry.numeral} ({entry.occurrence})"


def reference_path(project: Project) -> Path:
    """Where the accepted results are."""
    return project.book / "reference-results.json"


def accepted(project: Project) -> dict[str, Any]:
    """
    The accepted results.

    Raises
    ------
    UserError
        If there are none, or the file is not what `accept` writes.
    """
    path = reference_path(project)
    read_results(path, project)  # says what is wrong with a file that is broken
    content = json.loads(read_text(path, "book/reference-results.json"))
    if missing := {"formulas", "evidence", "numerals", "ways"} - content.keys():
        raise UserError(f"book/reference-results.json lacks {', '.join(sorted(missing))}; run `claimbook accept`")
    return dict(content)


def accept(model: Model) -> None:
    """Store what the model says as the accepted results: a line for each claim, so that a change is one line."""
    parts = []
    for part, rows in present(model).items():
        if isinstance(rows, dict):
            lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in rows.items()]
            parts.append(f'"{part}": {{\n' + ",\n".join(lines) + "\n}")
        else:
            lines = [json.dumps(row, ensure_ascii=False) for row in rows]
            parts.append(f'"{part}": [\n' + ",\n".join(lines) + "\n]")
    write_aside(reference_path(model.project), "{\n" + ",\n".join(parts) + "\n}\n")


def what_moved(model: Model) -> list[str]:
    """
    What differs from the accepted results, the verdicts that turned first, each with its cause.

    Returns
    -------
    list of str
        A line each; empty if all is as accepted.
    """
    project = model.project
    if not reference_path(project).exists():
        return ["No results have been accepted yet."]
    try:
        before = accepted(project)
    except UserError as error:
        return [str(error)]
    now = json.loads(json.dumps(present(model)))
    causes = changed_inputs(before, now)
    difference = compare(read_results(reference_path(project), project), side_of_model("now", model), project)
    lines, told = [], set()
    for change in [*difference.turned, *difference.moved]:
        because = [name for name in behind(project, change.name) if name in causes]
        told.update(because)
        why = "; ".join(causes[name] for name in because) or "other code or data changed"
        lines.append(f"{moved(change, project)}, because {why}")
    lines += [f"{name} is gone" for name in difference.gone] + [f"{name} is new" for name in difference.new]
    lines += [f"{moved(change, project)}; no claim moved by it" for change in difference.quantities]
    told.update(difference.gone, difference.new)
    untold = {name: cause for name, cause in causes.items() if name not in told}
    added = [f"{numeral} of numerals" for numeral in now["numerals"] if numeral not in before["numerals"]]
    if len(added) > LISTED:  # those of a new source
        untold = {name: cause for name, cause in untold.items() if name not in added}
        lines.append(f"{len(added)} numerals are new in the ledger, the first {added[0].removesuffix(' of numerals')}")
    lines += [f"{cause}; no claim moved by it" for cause in untold.values()]
    return [*lines, *commits_since(project)] if lines else []


def moved(change: Change, project: Project) -> str:
    """What a claim or quantity was and is: its verdict, its value, or its range."""
    row = describe_change(change, project)
    verdicts = [f"{row['verdict_before']} → {row['verdict_after']}"] if change.turned else []
    values = [f"{row['before']} → {row['after']}"] if row["before"] != row["after"] else []
    if not verdicts and not values:
        values = ["its range, by less than is written"]
    claimed = [f"claimed {row['claimed']}"] if row["claimed"] else []
    another = [row["another_test"]] if row["another_test"] else []
    return f"{row['name']}: {', '.join([*verdicts, *values, *another, *claimed])}"


def changed_inputs(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
    """What is not as it was, in words, by the name of the assumption, formula, claim or fact."""
    old, new = inputs(before), inputs(now)
    return {
        name: f"{name} was {old.get(name, 'not there')} and is {new.get(name, 'gone')}"
        for name in [*new, *(name for name in old if name not in new)]
        if old.get(name) != new.get(name)
    }


def inputs(results: Mapping[str, Any]) -> dict[str, str]:
    """All that results rest on, in short: assumptions, formulas, evidence, and the claims' own figures."""
    assumptions = {row["name"]: in_short(row) for row in results["assumptions"]}
    evidence = {f"the evidence {key}": value for key, value in results["evidence"].items()}
    others = {f"{name} of {part}": value for part in ("numerals", "ways") for name, value in results[part].items()}
    return {**assumptions, **results["formulas"], **evidence, **others, **figures(results["claims"])}


def in_short(row: Mapping[str, Any]) -> str:
    """An assumption's value with its unit, whether it is rounded as printed, and its range with how it spreads."""
    text = f"{row['value']:.10g} {row['unit']}" + (" as printed" if row["kind"] == PRINTED else "")
    if row["low"] != row["high"]:
        spread = " ".join([row["distribution"], *(f"{choice:g}" for choice in row["choices"])])
        text += f" ({row['low']:.10g} to {row['high']:.10g}, {spread})"
    return text + (f", at most {row['maximum']:g}" if row["maximum"] is not None else "")


def figures(claims: list[dict[str, Any]]) -> dict[str, str]:
    """What claims say and are held against, by their ids."""
    return {
        claim[
            "id"
        ]: f"{claim['relation']} {claim['claimed']} {claim['unit']} by {claim['quantity'] or claim['evidence']}"
        for claim in claims
    }


def behind(project: Project, name: str) -> Iterator[str]:
    """Everything that a claim or quantity rests on by name, itself first: formulas, assumptions, breakpoints, facts."""
    claim = project.claims.get(name)
    yield name
    yield from (f"the evidence {key}" for key in claim.evidence) if claim else ()
    for quantity in claim.quantities if claim else (name,):
        yield from with_breakpoints(project, upstream(project, quantity))
        yield from (needed for needed in derivations_behind(project, quantity) if needed != name)


def derivations_behind(project: Project, quantity: str) -> list[str]:
    """The derivation of a quantity and those that it needs, the nearest first; none for an assumption."""
    found = [quantity] if quantity in derivation_names(project) else []
    for name in found:
        found += [
            needed for needed in needs(project, name) if needed in derivation_names(project) and needed not in found
        ]
    return found


def commits_since(project: Project) -> list[str]:
    """Commits since the accepted results were stored, and files not committed, that could have moved a number."""
    places = ["book/derivations", "book/units.txt", "claimbook", "data", "requirements.txt"]
    stored = git(project.root, "log", "-1", "--format=%H", "--", str(reference_path(project)))
    if not stored:
        return []
    commits = git(project.root, "log", "--format=%h %s", f"{stored}..HEAD", "--", *places).splitlines()
    edited = git(project.root, "diff", "--name-only", "HEAD", "--", *places).splitlines()
    more = [f"and {len(commits) - COMMITS} commits more"] if len(commits) > COMMITS else []
    return [
        *(f"since then: {commit}" for commit in [*commits[:COMMITS], *more]),
        *([f"not committed: {', '.join(edited)}"] if edited else []),
    ]

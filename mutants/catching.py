"""
Which check notices a mutant of the tables, the first of these:

- ``reading``: the row cannot be read;
- ``check``: `claimbook check` has a problem: units, numerals, triangulations;
- ``oracle``: a test whose expectation comes from elsewhere fails (tests/oracles.py, same_numbers.py, test_trends.py);
- ``articles``: `claimbook check --sources` has a problem, where the articles are at hand;
- ``results``: a number is not the one in book/reference-results.json;
- ``outputs``: a chapter's key is not the one its stored notebook carries.

A check is asked only about the rows that a mutant can reach, in this process: tests/test_mutants.py holds that against
the checks as they are run.
"""

import json
import os
from collections.abc import Callable
from functools import cache
from math import isclose
from pathlib import Path

from claimbook.chapters.execution import chapters, execution_key, read_chapter
from claimbook.chapters.uses import made_of
from claimbook.checks.formulas import kind_problems
from claimbook.errors import UserError
from claimbook.ledger import entries as ledger
from claimbook.model.graph import derivation_names
from claimbook.model.judging import judge
from claimbook.model.model import Model
from claimbook.model.triangulation import triangulations
from claimbook.project import Project
from claimbook.register.assumptions import read_assumption
from claimbook.register.claims import Claim, as_claim
from claimbook.register.evidence import read_evidence
from claimbook.results import accepted
from claimbook.results.records import assumption_record, claim_record
from mutants.numbers import Mutant, claim_entries, records_of
from tests import same_numbers, test_trends
from tests.book import PROJECT, ROOT
from tests.oracles import ORACLES

#: Tests of tests/test_trends.py that hold the table of runs against what others published.
PUBLISHED = (
    test_trends.test_the_stated_ranks_are_those_of_the_table,
    test_trends.test_since_2010_compute_doubles_as_epoch_published,
    test_trends.test_before_2010_compute_doubled_about_every_20_months,
    test_trends.test_from_2012_to_2017_records_doubled_as_openai_published,
    test_trends.test_since_2018_the_frontier_grows_four_to_five_times_a_year,
)

ARTICLES = Path(os.environ.get("CLAIMBOOK_SOURCES", ROOT.parent / "shared" / "sources"))

#: Tables whose rows are part of the keys of chapters that show them.
IN_KEYS = ("correlations", "evidence", "hardware", "training_runs")


def caught(mutant: Mutant) -> str:
    """The first check that notices a mutant, empty if none does."""
    row = changed_row(mutant)
    try:
        return CATCHERS[mutant.table](mutant, row) or in_outputs(mutant)
    except UserError:
        return "reading"


def changed_row(mutant: Mutant) -> dict[str, str]:
    """The mutant's row as the readers of the tables get it."""
    row = dict(records(mutant.table)[mutant.row])
    if mutant.kind == "swapped" and mutant.column == "low high":
        row["low"], row["high"] = row["high"], row["low"]
    else:
        row[mutant.column] = mutant.after
    return row


@cache
def records(table: str) -> list[dict[str, str]]:
    """The rows of a table, each with its place."""
    return records_of(table)


def changed_book(mutant: Mutant) -> Project:
    """The book with the mutant's table in the place of the true one."""
    header, *rows = PROJECT.tables.read_rows(mutant.table)
    row = changed_row(mutant)
    rows[mutant.row] = [row[column] for column in header]
    return PROJECT.with_rows(mutant.table, [header, *rows])


def caught_assumption(mutant: Mutant, row: dict[str, str]) -> str:
    """An assumption with another value, range or unit."""
    changed = read_assumption(row, PROJECT.units)
    if ledger.assumption_problems(changed, named().get(changed.name, []), entries(), PROJECT):
        return "check"
    changes = changed.value != PROJECT.assumptions[changed.name].value
    if changes:
        model = Model(PROJECT, PROJECT.assumptions | {changed.name: changed}).with_()
        try:
            values = model.values
            for claim in PROJECT.claims.values():
                if changed.name in claim.quantities:
                    judge(claim, model)
        except UserError:
            return "check"
        if any(kind_problems(PROJECT, name, values[name]) for name in derivation_names(PROJECT)):
            return "check"
        if any(not near(values[name].m_as(unit), expected) for name, (unit, expected) in ORACLES.items()):
            return "oracle"
        if same_numbers.between_tables(PROJECT, model.assumptions):
            return "oracle"
    else:
        model = Model(PROJECT, PROJECT.assumptions | {changed.name: changed})
    record = accepted.kept(assumption_record(changed.name, model), accepted.ASSUMPTION_FIELDS)
    return "results" if record not in reference()["assumptions"] else ""


def caught_claim(mutant: Mutant, row: dict[str, str]) -> str:
    """A claim with another figure, unit or line."""
    before = claim_entries()[mutant.row]
    entry = before.model_copy(
        update={"line": int(row["line"]), "printed": row["claimed"] or None, "unit": row["unit"] or None}
    )
    true = PROJECT.claims[before.id]
    changed: Claim = as_claim(entry, true.source, true.place, PROJECT.units)
    if ledger.claim_problems(changed, named().get(changed.id, []), PROJECT):
        return "check"
    try:
        record = accepted.kept(claim_record(judge(changed, Model.of(PROJECT))), accepted.CLAIM_FIELDS)
    except UserError:
        return "check"
    if json.loads(json.dumps(record)) not in reference()["claims"]:
        return "results"
    # A chapter's key has every field of its claims in it.
    return "outputs" if changed != true else ""


def caught_evidence(mutant: Mutant, row: dict[str, str]) -> str:
    """A fact with another value or unit."""
    changed = read_evidence(row, PROJECT.units)
    book = changed_book(mutant)
    model = Model(book, PROJECT.assumptions)
    vars(model)["values"], vars(model)["draws"] = Model.of(PROJECT).values, Model.of(PROJECT).draws
    try:
        for claim in book.claims.values():
            if changed.key in claim.evidence:
                model.result(claim.id)
        triangulations(model)
    except UserError:
        return "check"
    if same_numbers.between_tables(book):
        return "oracle"
    return "results" if accepted.written_evidence(changed) != reference()["evidence"][changed.key] else ""


def caught_numeral(mutant: Mutant, row: dict[str, str]) -> str:
    """A numeral with another value or unit, or in another place."""
    place = (row["source"], row["line"], row["occurrence"], row["numeral"])
    if mutant.column in ("line", "occurrence") and place in places():
        return "reading"
    if not row["line"].isdecimal():
        return "reading"
    before = entries()[mutant.row]
    changed = ledger.Entry(
        before.row, row["source"], int(row["line"]), int(row["occurrence"]), row["numeral"], row["value"],
        row["unit"], row["disposition"], before.refs,
    )  # fmt: skip
    if ledger.value_problems(changed, ledger.language_of(changed.source, PROJECT)):
        return "check"
    for ref in changed.refs:
        others = [changed if entry == before else entry for entry in named()[ref]]
        claim, assumption = PROJECT.claims.get(ref), PROJECT.assumptions.get(ref)
        if claim and ledger.claim_problems(claim, others, PROJECT):
            return "check"
        if assumption and ledger.assumption_problems(assumption, others, entries(), PROJECT):
            return "check"
    if ARTICLES.is_dir():
        rows = [changed if entry == before else entry for entry in entries() if entry.source == changed.source]
        if ledger.compare(article(changed.source), rows, ARTICLES / changed.source):
            return "articles"
    stored = reference()["numerals"].get(accepted.written_place(changed))
    return "results" if stored != f"{changed.value} {changed.unit}" else ""


def caught_chip(mutant: Mutant, row: dict[str, str]) -> str:
    """A chip with another figure."""
    return "oracle" if same_numbers.disagreements(changed_book(mutant)) else ""


def caught_run(mutant: Mutant, row: dict[str, str]) -> str:
    """A training run with another compute, or a trend over other runs."""
    book = changed_book(mutant)
    for test in PUBLISHED:
        try:
            test(book)
        except AssertionError:
            return "oracle"
    if mutant.table == "training_runs" and same_numbers.between_tables(book):
        return "oracle"
    fitted = {name: assumption for name, assumption in PROJECT.assumptions.items() if assumption.trend}
    return "results" if any(book.assumptions[name] != before for name, before in fitted.items()) else ""


def caught_by_what_moved(mutant: Mutant, row: dict[str, str]) -> str:
    """A mutant of a small table, by the checks as they are."""
    book = changed_book(mutant)
    try:
        _ = book.correlations
        triangulations(Model.of(book))
    except UserError:
        return "check"
    return "results" if accepted.what_moved(Model.of(book)) else ""


CATCHERS: dict[str, Callable[[Mutant, dict[str, str]], str]] = {
    "assumptions": caught_assumption,
    "claims": caught_claim,
    "correlations": caught_by_what_moved,
    "evidence": caught_evidence,
    "hardware": caught_chip,
    "numerals": caught_numeral,
    "training_runs": caught_run,
    "trends": caught_run,
    "triangulations": caught_by_what_moved,
    "ways": caught_by_what_moved,
}


def in_outputs(mutant: Mutant) -> str:
    """Whether the key of any chapter changes that shows the mutant's table."""
    if mutant.table not in IN_KEYS:
        return ""
    model = Model.of(changed_book(mutant))
    return "outputs" if any(execution_key(name, model) != key for name, key in keys(mutant.table).items()) else ""


@cache
def keys(table: str) -> dict[str, str]:
    """The keys of the chapters that show a table as a whole, or else of all."""
    model = Model.of(PROJECT)
    showing = [name for name in chapters(PROJECT) if table in made_of(name, code_of(name), PROJECT)["tables"]]
    return {name: execution_key(name, model) for name in showing or chapters(PROJECT)}


def code_of(chapter: str) -> list[str]:
    """The sources of a chapter's code cells."""
    return [cell.source for cell in read_chapter(chapter, PROJECT).cells if cell.cell_type == "code"]


@cache
def entries() -> list[ledger.Entry]:
    """The ledger."""
    return ledger.entries(PROJECT)


@cache
def places() -> set[tuple[str, str, str, str]]:
    """Where the ledger's numerals stand, as its table writes it."""
    return {(row["source"], row["line"], row["occurrence"], row["numeral"]) for row in records("numerals")}


@cache
def named() -> dict[str, list[ledger.Entry]]:
    """The ledger's rows by the claims and assumptions that they name."""
    found: dict[str, list[ledger.Entry]] = {}
    for entry in entries():
        for ref in entry.refs:
            found.setdefault(ref, []).append(entry)
    return found


@cache
def article(source: str) -> dict[ledger.Place, ledger.Numeral]:
    """The numerals of an article."""
    path = ARTICLES / f"{source}.txt"
    return ledger.read_article(path, path.name, ledger.language_of(source, PROJECT))


@cache
def reference() -> dict:
    """The accepted results."""
    return accepted.accepted(PROJECT)


def near(one: float, other: float) -> bool:
    """Whether two numbers agree as the tests have it."""
    return isclose(one, other, rel_tol=1e-9)

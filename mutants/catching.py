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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from math import isclose
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from claimbook.chapters import execution
from claimbook.checks.tables import kind_problems
from claimbook.errors import UserError
from claimbook.ledger import entries as ledger
from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.model.triangulation import triangulations
from claimbook.register import tables
from claimbook.results import accepted
from claimbook.results.records import assumption_record, claim_record
from mutants.numbers import Mutant
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

#: Tables whose rows are part of every chapter's key.
IN_EVERY_KEY = ("correlations", "evidence", "hardware", "training_runs")


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
    return PROJECT.tables.rows(table, PROJECT.tables.described[table].key_length)


def caught_assumption(mutant: Mutant, row: dict[str, str]) -> str:
    """An assumption with another value, range or unit."""
    changed = tables.read_assumption(row)
    if ledger.assumption_problems(changed, named().get(changed.name, [])):
        return "check"
    changes = changed.value != PROJECT.assumptions[changed.name].value
    if changes:
        model = Model(PROJECT.assumptions | {changed.name: changed}).with_()
        try:
            values = model.values
            for claim in PROJECT.claims.values():
                if claim.quantity == changed.name:
                    model.numbers_for(claim)
        except UserError:
            return "check"
        if any(kind_problems(PROJECT, name, values[name]) for name in derivation_names(PROJECT)):
            return "check"
        if any(not near(values[name].m_as(unit), expected) for name, (unit, expected) in ORACLES.items()):
            return "oracle"
        with patch.object(tables, "assumptions", lambda: model.assumptions):
            if same_numbers.between_tables():
                return "oracle"
    else:
        model = Model(PROJECT.assumptions | {changed.name: changed})
    record = accepted.kept(assumption_record(changed.name, model), accepted.ASSUMPTION_FIELDS)
    return "results" if record not in reference()["assumptions"] else ""


def caught_claim(mutant: Mutant, row: dict[str, str]) -> str:
    """A claim with another figure, unit or line."""
    changed = tables.read_claim(row)
    if ledger.claim_problems(changed, named().get(changed.id, [])):
        return "check"
    with patch.object(tables, "find_claim", lambda claim_id: changed):
        try:
            record = accepted.kept(claim_record(Model.baseline().result(changed.id)), accepted.CLAIM_FIELDS)
        except UserError:
            return "check"
    if json.loads(json.dumps(record)) not in reference()["claims"]:
        return "results"
    # A chapter's key has every field of its claims in it.
    return "outputs" if repr(changed) != repr(PROJECT.claims[changed.id]) else ""


def caught_evidence(mutant: Mutant, row: dict[str, str]) -> str:
    """A fact with another value or unit."""
    changed = tables.read_evidence(row)
    facts = PROJECT.evidence | {changed.key: changed}
    with patch.object(tables, "evidence", lambda: facts):
        try:
            for claim in PROJECT.claims.values():
                if changed.key in claim.evidence:
                    Model.baseline().result(claim.id)
            triangulations(Model.baseline())
        except UserError:
            return "check"
        if same_numbers.between_tables():
            return "oracle"
    return "results" if accepted.written_evidence(changed) != reference()["evidence"][changed.key] else ""


def caught_numeral(mutant: Mutant, row: dict[str, str]) -> str:
    """A numeral with another value or unit, or in another place."""
    place = (row["source"], row["line"], row["occurrence"], row["numeral"])
    if mutant.column in ("line", "occurrence") and place in places():
        return "reading"
    if not row["line"].isdecimal():
        return "reading"
    before = entries(PROJECT)[mutant.row]
    changed = ledger.Entry(
        before.row, row["source"], int(row["line"]), int(row["occurrence"]), row["numeral"], row["value"],
        row["unit"], row["disposition"], before.refs,
    )  # fmt: skip
    with remembered_numerals():
        if ledger.value_problems(changed):
            return "check"
    for ref in changed.refs:
        others = [changed if entry == before else entry for entry in named()[ref]]
        claim, assumption = PROJECT.claims.get(ref), PROJECT.assumptions.get(ref)
        if claim and ledger.claim_problems(claim, others):
            return "check"
        if assumption and ledger.assumption_problems(assumption, others):
            return "check"
    if ARTICLES.is_dir():
        rows = [changed if entry == before else entry for entry in entries(PROJECT) if entry.source == changed.source]
        if ledger.compare(article(changed.source), rows, ARTICLES / changed.source):
            return "articles"
    stored = reference()["numerals"].get(accepted.written_place(changed))
    return "results" if stored != f"{changed.value} {changed.unit}" else ""


def caught_chip(mutant: Mutant, row: dict[str, str]) -> str:
    """A chip with another figure."""
    with changed_table(mutant, tables.hardware):
        PROJECT.table_in_numbers("hardware")
        return "oracle" if same_numbers.disagreements() else ""


def caught_run(mutant: Mutant, row: dict[str, str]) -> str:
    """A training run with another compute, or a trend over other runs."""
    before = {name: a for name, a in PROJECT.assumptions.items() if a.trend}
    with changed_table(mutant, tables.training_runs, tables.fitted_slope, tables.trends, tables.assumptions):
        for test in PUBLISHED:
            try:
                test()
            except AssertionError:
                return "oracle"
        if mutant.table == "training_runs" and same_numbers.between_tables():
            return "oracle"
        after = PROJECT.assumptions
        return "results" if any(after[name] != fitted for name, fitted in before.items()) else ""


def caught_by_what_moved(mutant: Mutant, row: dict[str, str]) -> str:
    """A mutant of a small table, by the checks as they are."""
    with changed_table(mutant, tables.correlations, Model.baseline):
        try:
            PROJECT.correlations
            triangulations(Model.baseline())
        except UserError:
            return "check"
        return "results" if accepted.what_moved(Model.baseline()) else ""


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


@contextmanager
def changed_table(mutant: Mutant, *readers: Callable) -> Iterator[None]:
    """Let the package read a mutant's table in the place of the true one."""
    frame = frames(mutant.table).copy()
    row = changed_row(mutant)
    frame.loc[mutant.row] = [row[column] for column in frame.columns]
    true = tables.read_table
    for reader in readers:
        reader.cache_clear()
    try:
        with patch.object(tables, "read_table", lambda name, key=1: frame if name == mutant.table else true(name, key)):
            yield
    finally:
        for reader in readers:
            reader.cache_clear()


@cache
def frames(table: str) -> pd.DataFrame:
    """A table as text."""
    return PROJECT.tables.read_table(table, PROJECT.tables.described[table].key_length)


def in_outputs(mutant: Mutant) -> str:
    """Whether the keys of all chapters change, because the rows of the mutant's table are in them."""
    if mutant.table not in IN_EVERY_KEY:
        return ""
    with changed_table(mutant):
        changed = execution.package_digest.__wrapped__()
    return "outputs" if changed != execution.package_digest() else ""


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
    for entry in entries(PROJECT):
        for ref in entry.refs:
            found.setdefault(ref, []).append(entry)
    return found


@cache
def article(source: str) -> dict[ledger.Place, ledger.Numeral]:
    """The numerals of an article."""
    return ledger.read_article(ARTICLES / f"{source}.txt")


@cache
def reference() -> dict:
    """The accepted results."""
    return accepted.accepted(PROJECT)


read_once = cache(ledger.read_numerals)


@contextmanager
def remembered_numerals() -> Iterator[None]:
    """Read each numeral's text only once."""
    with patch.object(ledger, "read_numerals", read_once):
        yield


def near(one: float, other: float) -> bool:
    """Whether two numbers agree as the tests have it."""
    return isclose(one, other, rel_tol=1e-9)

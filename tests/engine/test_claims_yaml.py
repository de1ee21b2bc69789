"""The claims' files: what is read of them, what is said of mistakes, and what is written into them."""

import json
import re
import time

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.register.claims import (
    SCHEMA,
    ClaimEntry,
    ClaimsFile,
    claims_and_problems,
    claims_path,
    claims_schema,
    claims_text,
    read_claims,
    repeated_ids,
    with_entry,
)
from claimbook.register.plain_yaml import read_yaml
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT, ROOT

FILE = """\
# yaml-language-server: $schema=claims.schema.json
source: lorn
claims:
  - id: lorn-first
    line: 2
    numeral: about 24
    statement: The ferries make 24 crossings a day
    chapter: crossings
    printed: about 24
    unit: crossing/day
    basis: evidence
    error_kind: count
    tests:
      - quantity: crossings_per_day
      - evidence: [timetable,
          tickets]
        finding: confirmed

  # This one is about later.
  - id: lorn-second
    line: 5
    statement: They will run by night
    chapter: crossings
    basis: outcome
    due: 2040-12-31
    reason: "pending: 2040 is not over"
    note: |-
      It was said
      at the pier.
"""


@pytest.fixture
def read(tmp_path):
    """Gives what is read of a file of claims and what is said of it, a line each."""
    (tmp_path / "claims").mkdir()

    def read(text, source="lorn"):
        claims_path(tmp_path, source).write_text(text, encoding="utf-8")
        return claims_and_problems(tmp_path, source, PROJECT.units)

    return read


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_claim_is_read_with_its_tests_and_its_place(read):
    (first, second), problems = read(FILE)
    assert problems == []
    assert (first.id, first.source, first.line, first.numeral) == ("lorn-first", "lorn", 2, "about 24")
    assert (first.printed.relation, first.printed.claimed, first.unit) == ("≈", 24, "crossing/day")
    assert (first.quantity, first.evidence, first.finding) == (
        "crossings_per_day", ("timetable", "tickets"), "confirmed",
    )  # fmt: skip
    assert (first.basis, first.error_kind, first.chapter) == ("evidence", "count", "crossings")
    assert (first.due, first.reason, first.note) == ("", "", "")
    assert (second.printed, second.numeral, second.unit, second.quantity, second.evidence) == (None, "", "", "", ())
    assert (second.due, second.reason) == ("2040-12-31", "pending: 2040 is not over")
    assert second.note == "It was said\nat the pier."
    assert [claim.place for claim in (first, second)] == [
        "data/claims/lorn.yml, line 4", "data/claims/lorn.yml, line 20",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tests", "quantity", "evidence", "finding"),
    [
        ("[]", "", (), ""),
        ("[{quantity: speed}]", "speed", (), ""),
        ("[{evidence: [log]}]", "", ("log",), ""),
        ("[{evidence: [log, deed], finding: contradicted}]", "", ("log", "deed"), "contradicted"),
        ("[{finding: confirmed}]", "", (), "confirmed"),
        ("[{quantity: speed}, {evidence: [log]}]", "speed", ("log",), ""),
        ("[{evidence: [log]}, {quantity: speed}]", "speed", ("log",), ""),
    ],
)
def test_a_claim_is_held_against_a_quantity_against_evidence_or_against_both(read, tests, quantity, evidence, finding):
    text = FILE[: FILE.index("tests:")] + f"tests: {tests}\n"
    (claim,), problems = read(text)
    assert problems == []
    assert (claim.quantity, claim.evidence, claim.finding) == (quantity, evidence, finding)


@pytest.mark.parametrize(
    "tests",
    [
        "[{quantity: speed}, {quantity: weight}]",
        "[{evidence: [log]}, {evidence: [deed]}]",
        "[{quantity: speed, evidence: [log]}]",
        "[{quantity: speed, finding: confirmed}]",
        "[{quantity: speed}, {quantity: weight, evidence: [log]}]",
        "[{}]",
        "[{quantity: speed}, {}]",
        "[{evidence: []}]",
    ],
)
def test_tests_of_one_sort_and_tests_of_nothing_are_refused_with_the_claims_line(read, tests):
    claims, (problem,) = read(FILE[: FILE.index("tests:")] + f"tests: {tests}\n")
    assert claims == []
    assert problem.startswith("data/claims/lorn.yml, line 4: lorn-first: ")


def test_a_claim_is_written_once_its_statement_is(read):
    (first, second), _ = read(FILE.replace("They will run by night", "todo"))
    assert first.is_written
    assert not second.is_written


def test_a_source_may_have_no_claims(read):
    assert read("source: lorn\nclaims: []\n") == ([], [])


def test_claims_that_stand_in_the_same_line_of_the_text_may_stand_in_any_order(read):
    claims, problems = read(FILE.replace("line: 5", "line: 2"))
    assert [claim.line for claim in claims] == [2, 2]
    assert problems == []


# --- what is said of mistakes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("source: lorn\n", "", 1, "source: field required"),
        ("source: lorn", "source: ", 2, "source: string should match pattern"),
        ("source: lorn", "source: horn", 2, "the source is 'horn', not 'lorn'"),
        ("source: lorn", "source: lorn\ntitle: Lorn", 3, "title: there is no such key"),
        ("id: lorn-first", "id: Lorn First", 4, "claims.id: string should match pattern"),
        ("id: lorn-first", "id: horn-first", 4, "the id horn-first does not begin with its source, lorn"),
        ("    line: 2\n", "", 4, "claims.line: field required"),
        ("line: 2", "line: two", 5, "claims.line: input should be a valid integer"),
        ("line: 2", "line: 0", 5, "claims.line: input should be greater than or equal to 1"),
        ("line: 2", "line: 2.5", 5, "claims.line: input should be a valid integer"),
        ("numeral: about 24", "numeral:", 6, "claims.numeral: string should have at least 1 character"),
        ("    statement: The ferries make 24 crossings a day\n", "", 4, "claims.statement: field required"),
        ("statement: The ferries make 24 crossings a day", "statement: [a]", 7, "claims.statement: input should be a"),
        ("chapter: crossings", "chapter: The Crossings", 8, "claims.chapter: string should match pattern"),
        ("printed: about 24", "printed: roughly 24", 4, "lorn-first: 'roughly 24' is not a printed figure"),
        ("printed: about 24", "printed: nan", 4, "lorn-first: 'nan' is not a printed figure"),
        ("printed: about 24", "printed: 1e999", 4, "lorn-first: '1e999' is not a printed figure"),
        ("printed: about 24", "printed: 26..24", 4, "lorn-first: '26..24' ends below where it begins"),
        ("unit: crossing/day", "unit: crossing/dya", 4, "lorn-first: 'crossing/dya' is not a unit"),
        ("basis: evidence", "basis: hearsay", 11, "claims.basis: input should be 'own figures', 'evidence' or"),
        ("basis: evidence", "bases: evidence", 11, "claims.bases: there is no such key"),
        ("basis: evidence", "bases: evidence", 4, "claims.basis: field required"),
        ("error_kind: count", "error_kind: lie", 12, "claims.error_kind: input should be 'arithmetic', "),
        ("    tests:\n", "    tests: none\n    checks:\n", 13, "claims.tests: input should be a valid list"),
        ("- quantity: crossings_per_day", "- speed", 14, "claims.tests: input should be keys with values"),
        ("quantity: crossings_per_day", "quantity: Crossings", 14, "claims.tests.quantity: string should match"),
        ("quantity: crossings_per_day", "amount: 2", 14, "claims.tests.amount: there is no such key"),
        ("          tickets]", "          Tickets]", 16, "claims.tests.evidence: string should match pattern"),
        ("finding: confirmed", "finding: true", 17, "claims.tests.finding: input should be 'confirmed' or"),
        ("        finding: confirmed", "      - evidence: [deed]", 13, "claims.tests: list should have at most 2"),
        ("due: 2040-12-31", "due: 2040", 25, "claims.due: string should match pattern"),
        ("due: 2040-12-31", "due: 2040-02-30", 20, "lorn-second: '2040-02-30' is no date"),
        ("reason: \"pending: 2040", "reason: \"later: 2040", 26, "claims.reason: string should match pattern"),
        ("line: 5", "line: 1", 20, "lorn-second stands in line 1 of the text, before the claim above it"),
        ("  - id: lorn-second", "  - &b\n    id: lorn-second", 20, "anchors and aliases are not allowed"),
        ("unit: crossing/day", "unit: !!str crossing/day", 10, "tags are not allowed"),
        ("unit: crossing/day", "unit: crossing/day\n    line: 3", 11, "'line' stands there twice"),
        ("unit: crossing/day", "<<: {unit: crossing/day}", 10, "merge keys are not allowed"),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_its_line(read, old, new, line, said):
    assert FILE.count(old) >= 1
    _, problems = read(FILE.replace(old, new, 1))
    assert any(problem.startswith(f"data/claims/lorn.yml, line {line}: {said}") for problem in problems), problems
    assert not any("\n" in problem for problem in problems)


@pytest.mark.parametrize("text", ["", "# nothing\n", "lorn\n", "- lorn\n", "[]\n", "source: lorn\n", "claims: []\n"])
def test_a_file_of_something_else_is_said_to_be_so(read, text):
    claims, problems = read(text)
    assert claims == []
    assert all(problem.startswith("data/claims/lorn.yml, line 1: ") for problem in problems), problems
    assert problems


def test_a_file_that_is_missing_or_not_utf8_is_one_line(tmp_path, read):
    assert claims_and_problems(tmp_path, "lorn", PROJECT.units) == ([], ["data/claims/lorn.yml is missing"])
    claims_path(tmp_path, "lorn").write_bytes("十倍".encode("gb18030"))
    claims, (problem,) = claims_and_problems(tmp_path, "lorn", PROJECT.units)
    assert claims == []
    assert problem.startswith("data/claims/lorn.yml is not UTF-8")


def test_all_mistakes_of_a_file_are_said_and_each_claim_without_one_is_read(read):
    text = FILE.replace("line: 2", "line: two").replace("basis: evidence", "bases: evidence")
    text = text.replace("finding: confirmed", "finding: true").replace("source: lorn", "source: horn")
    text += """\
  - id: lorn-third
    line: 4
    statement: It is blue
    chapter: crossings
    basis: evidence
    unit: blues
  - id: horn-fourth
    line: 6
    statement: It is green
    chapter: crossings
    basis: evidence
"""
    claims, problems = read(text)
    assert [claim.id for claim in claims] == ["lorn-second", "horn-fourth"]
    assert [problem.removeprefix("data/claims/lorn.yml, line ").partition(":")[0] for problem in problems] == [
        "5", "4", "17", "11",  # of the first claim, in the order of a claim's keys; what is no key comes last
        "2",  # the source
        "30", "30",  # the third stands before the claim above it, and its unit is none
        "36",  # the fourth is another source's
    ]  # fmt: skip


def test_who_needs_the_claims_is_told_the_first_mistake(tmp_path, read):
    read(FILE.replace("line: 2", "line: two"))
    with pytest.raises(UserError, match=r"data/claims/lorn\.yml, line 5: claims\.line"):
        read_claims(tmp_path, "lorn", PROJECT.units)


def test_an_id_that_stands_twice_is_said_with_both_places(read):
    claims, problems = read(FILE.replace("lorn-second", "lorn-first"))
    assert problems == []
    assert repeated_ids(claims) == [
        "data/claims/lorn.yml, line 20: the id lorn-first stands there again; the first is in "
        "data/claims/lorn.yml, line 4"
    ]


def test_an_id_that_stands_in_two_files_is_refused(project):
    append(
        project.data / "claims" / "fjordblad-2024.yml",
        "\n  - id: herald-2024-founded\n    line: 4\n    statement: x\n    chapter: money\n    basis: evidence\n",
    )
    assert "herald-2024-founded" in claimbook("--book", project.root, "check").err
    with pytest.raises(UserError, match="herald-2024-founded"):
        _ = Project(project.root).claims


# --- the schema -------------------------------------------------------------------------------------------------------

SCHEMA_SAYS = json.loads(claims_schema())
editors = jsonschema.Draft202012Validator(SCHEMA_SAYS)


def accepted_by_editors(text):
    """Whether an editor that reads YAML shows no mistake in a file."""
    return editors.is_valid(yaml.safe_load(text))


def test_the_schema_is_a_schema_and_the_books_own_is_that_of_the_reader():
    jsonschema.Draft202012Validator.check_schema(SCHEMA_SAYS)
    assert (ROOT / "data" / "claims" / SCHEMA).read_text(encoding="utf-8") == claims_schema()
    assert claimbook("claims", "--schema").out == claims_schema()


def test_each_key_that_the_reader_knows_is_in_the_schema_with_what_it_means():
    for model, properties in (
        (ClaimsFile, SCHEMA_SAYS["properties"]),
        (ClaimEntry, SCHEMA_SAYS["$defs"]["ClaimEntry"]["properties"]),
    ):
        assert list(properties) == list(model.model_fields)
        assert all(said["description"] for said in properties.values())


def test_a_schema_that_is_out_of_date_is_said_with_what_makes_it_anew(project):
    replace(project.data / "claims" / SCHEMA, "Line of the source's text", "Line")
    assert f"claimbook claims --schema > data/claims/{SCHEMA}" in claimbook("--book", project.root, "check").err


def test_editors_accept_the_files_of_a_book_that_keeps_every_rule():
    for source in PROJECT.sources.index:
        assert accepted_by_editors(claims_path(PROJECT.data, source).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("source: lorn\n", ""),
        ("source: lorn", "source: lorn\ntitle: Lorn"),
        ("id: lorn-first", "id: Lorn First"),
        ("    line: 2\n", ""),
        ("line: 2", "line: two"),
        ("line: 2", "line: 0"),
        ("numeral: about 24", "numeral: ''"),
        ("chapter: crossings", "chapter: The Crossings"),
        ("basis: evidence", "basis: hearsay"),
        ("basis: evidence", "bases: evidence"),
        ("error_kind: count", "error_kind: lie"),
        ("    tests:\n", "    tests: none\n    checks:\n"),
        ("- quantity: crossings_per_day", "- speed"),
        ("quantity: crossings_per_day", "quantity: Crossings"),
        ("          tickets]", "          Tickets]"),
        ("finding: confirmed", "finding: perhaps"),
        ("        finding: confirmed", "      - evidence: [deed]"),
        ("due: \"2040-12-31\"", "due: \"2040\""),
        ("reason: \"pending: 2040", "reason: \"later: 2040"),
    ],
)  # fmt: skip
def test_what_the_schema_can_know_is_a_mistake_in_editors_and_for_the_reader(read, old, new):
    good = FILE.replace("2040-12-31", '"2040-12-31"')
    assert accepted_by_editors(good)
    assert read(good)[1] == []
    bad = good.replace(old, new, 1)
    assert bad != good
    assert not accepted_by_editors(bad)
    assert read(bad)[1] != []


# --- what is written --------------------------------------------------------------------------------------------------

words = st.text(min_size=1, max_size=40)
keys = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
evidence = st.lists(st.from_regex(r"[a-z0-9_]{1,8}", fullmatch=True), min_size=1, max_size=3)
figures = st.builds(
    "{}{}".format, st.sampled_from(["", "about ", "more than ", "at most "]), st.sampled_from(["6", "010", "6.16e8"])
)


def maybe(strategy):
    """Something or nothing."""
    return st.none() | strategy


by_quantity = st.fixed_dictionaries({"quantity": names})
by_evidence = st.fixed_dictionaries(
    {"evidence": evidence}, optional={"finding": st.sampled_from(["confirmed", "contradicted"])}
)
entries = st.fixed_dictionaries(
    {
        "id": keys.map("lorn-{}".format),
        "line": st.integers(1, 10_000),
        "numeral": maybe(words),
        "statement": words,
        "chapter": keys,
        "printed": maybe(figures | st.just("90..100")),
        "unit": maybe(st.sampled_from(["1", "USD", "percent", "liter/passenger", "m·m"])),
        "basis": st.sampled_from(["own figures", "evidence", "outcome"]),
        "tests": st.one_of(
            st.just([]), by_quantity.map(lambda one: [one]), st.tuples(by_quantity, by_evidence).map(list)
        ),
        "error_kind": maybe(st.sampled_from(["scale", "percent for multiple"])),
        "due": maybe(st.dates().map(str)),
        "reason": maybe(st.builds("{}: {}".format, st.sampled_from(["pending", "unverified"]), st.just("who knows"))),
        "note": maybe(words),
    }
)
in_order = st.lists(entries, max_size=5).map(lambda some: sorted(some, key=lambda entry: entry["line"]))


def meant(some):
    """Claims as their files mean them."""
    return [ClaimEntry.model_validate({key: value for key, value in one.items() if value is not None}) for one in some]


def said_in(text):
    """Claims as a file says them."""
    return ClaimsFile.model_validate(read_yaml(text, "lorn.yml").content).claims


@given(in_order)
def test_whatever_claims_are_written_read_back_the_same_and_editors_accept_them(some):
    text = claims_text("lorn", some)
    assert said_in(text) == meant(some)
    assert read_yaml(text, "lorn.yml").content["source"] == "lorn"
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert accepted_by_editors(text)


@given(in_order, entries)
def test_a_claim_is_put_where_it_belongs_in_the_order_of_the_text_and_the_others_stay(some, new):
    text = claims_text("lorn", some)
    put = with_entry(text, "lorn.yml", new)
    before = [one for one in some if one["line"] <= new["line"]]
    after = [one for one in some if one["line"] > new["line"]]
    assert said_in(put) == meant([*before, new, *after])
    if some:
        assert put == claims_text("lorn", [*before, new, *after])


@given(in_order)
def test_claims_that_are_put_in_one_by_one_give_the_file_that_has_them_all(some):
    text = claims_text("lorn", [])
    for entry in some:
        text = with_entry(text, "lorn.yml", entry)
    assert text == claims_text("lorn", some)


@given(entries)
def test_a_claim_put_into_a_file_of_another_form_leaves_every_line_as_it_stands(new):
    put = with_entry(FILE, "lorn.yml", new)
    old, now = FILE.split("\n"), iter(put.split("\n"))
    assert all(line in now for line in old)  # each is there still, in its order
    assert sorted(said_in(put), key=lambda one: one.id) == sorted(
        [*said_in(FILE), *meant([new])], key=lambda one: one.id
    )
    assert [one.line for one in said_in(put)] == sorted([2, 5, new["line"]])


A_CLAIM = {"id": "lorn-new", "line": 3, "statement": "New", "chapter": "crossings", "basis": "evidence"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("source: lorn\nclaims: []\n", "source: lorn\nclaims:\n- NEW\n"),
        ("source: lorn\nclaims:\n", "source: lorn\nclaims:\n- NEW\n"),
        ("claims:\n- line: 1\n- line: 5\nsource: lorn\n", "claims:\n- line: 1\n- NEW\n\n- line: 5\nsource: lorn\n"),
        ("claims:\n- line: 1\nsource: lorn\n", "claims:\n- line: 1\n- NEW\n\nsource: lorn\n"),
        ("claims:\n    - line: 5\n", "claims:\n    - NEW\n\n    - line: 5\n"),
        ("claims:\n- line: 3\n\n\n\n- line: 5\n", "claims:\n- line: 3\n\n\n\n- NEW\n\n- line: 5\n"),
    ],
)
def test_a_claim_is_put_into_a_file_in_the_files_own_form(before, after):
    put = with_entry(before, "lorn.yml", A_CLAIM)
    indent = re.search("^( *)- NEW", after, re.MULTILINE)[1]
    new = f"\n{indent}  ".join(f"{key}: {value}" for key, value in A_CLAIM.items())
    assert put == after.replace("NEW", new)
    assert len(read_yaml(put, "lorn.yml").content["claims"]) == before.count("line:") + 1


def test_a_file_whose_claims_stand_in_one_line_is_refused_and_not_spoilt():
    with pytest.raises(UserError, match=r"lorn\.yml, line 2: each claim begins on a line of its own"):
        with_entry("source: lorn\nclaims: [{line: 1}]\n", "lorn.yml", A_CLAIM)


# --- many claims ------------------------------------------------------------------------------------------------------


def test_all_claims_of_a_book_of_five_hundred_are_read_in_order_with_their_lines(project):
    head = (project.data / "sources.csv").read_text(encoding="utf-8").partition("\n")[0]
    sources = [f"lorn-{number}" for number in range(10)]
    rows = "".join(f"{source},Lorn,Lorn Herald,2024,en,Made up\n" for source in sources)
    (project.data / "sources.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    expected = []
    for source in sources:
        some = [
            {"id": f"{source}-{number}", "line": number, "numeral": f"{number}", "statement": f"There are {number}",
             "chapter": "crossings", "printed": f"{number}", "unit": "liter/passenger", "basis": "evidence",
             "tests": [{"quantity": "fuel_per_passenger"}, {"evidence": ["fuel_delivered"]}]}
            for number in range(1, 51)
        ]  # fmt: skip
        text = claims_text(source, some)
        claims_path(project.data, source).write_text(text, encoding="utf-8")
        lines = text.split("\n")
        expected += [
            (one["id"], f"data/claims/{source}.yml, line {lines.index('- id: ' + one['id']) + 1}") for one in some
        ]
    begun = time.process_time()
    claims = Project(project.root).claims
    assert time.process_time() - begun < 10
    assert len(claims) == 500
    assert [(claim.id, claim.place) for claim in claims.values()] == expected
    assert {(claim.quantity, claim.evidence) for claim in claims.values()} == {
        ("fuel_per_passenger", ("fuel_delivered",))
    }

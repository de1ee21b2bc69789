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
    Test,
    TestEntry,
    claims_and_problems,
    claims_path,
    claims_schema,
    claims_text,
    read_claims,
    repeated_ids,
    with_entry,
)
from claimbook.register.forms import form_of
from claimbook.register.plain_yaml import read_yaml
from claimbook.scenarios.scenario import ScenarioFile
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT, ROOT
from tests.patterns import patterns_in

FILE = """\
# yaml-language-server: $schema=claims.schema.json
source: lorn
claims:
  - id: lorn-first
    line: 2
    numeral: about 24
    statement: The ferries make 24 crossings a day
    chapter: crossings
    weight: main
    printed: about 24
    unit: crossing/day
    error_kind: count
    tests:
      - kind: estimate
        quantity: crossings_per_day
        bearing: same
      - kind: evidence
        label: sold and sailed
        evidence: [timetable,
          tickets]
        bearing: at least
        finding: confirms

  # This one is about later.
  - id: lorn-second
    line: 5
    statement: They will run by night
    chapter: crossings
    tests:
      - kind: outcome
        finding: not due
    due: 2040-12-31
    note: |-
      It was said
      at the pier.
"""

#: The first test in it, without its hyphen.
AN_ESTIMATE = "kind: estimate\n        quantity: crossings_per_day\n        bearing: same"


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
    assert (first.weight, first.error_kind, first.chapter) == ("main", "count", "crossings")
    assert first.tests == (
        Test(kind="estimate", quantity="crossings_per_day", bearing="same"),
        Test(
            kind="evidence", label="sold and sailed", evidence=("timetable", "tickets"), bearing="at least",
            finding="confirms",
        ),
    )  # fmt: skip
    assert (first.quantities, first.evidence) == (("crossings_per_day",), ("timetable", "tickets"))
    assert (first.due, first.because, first.differs_because, first.missing, first.searched, first.note) == ("",) * 6
    assert (second.weight, second.printed, second.numeral, second.unit) == ("supporting", None, "", "")
    assert (second.quantities, second.evidence) == ((), ())
    assert second.tests == (Test(kind="outcome", finding="not due"),)
    assert second.due == "2040-12-31"
    assert second.note == "It was said\nat the pier."
    assert [claim.place for claim in (first, second)] == [
        "data/claims/lorn.yml, line 4", "data/claims/lorn.yml, line 25",
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["because", "differs_because", "missing", "searched"])
def test_what_is_said_of_a_claim_that_no_test_decides_or_that_another_decides_is_read(read, field):
    (_, claim), problems = read(FILE.replace("    due: ", f"    {field}: lorn-first\n    due: "))
    assert problems == []
    said = {name: getattr(claim, name) for name in ("because", "differs_because", "missing", "searched")}
    assert said == {**dict.fromkeys(said, ""), field: "lorn-first"}


#: Tests as a file says them in one line.
SUM, DRAWS = "{kind: arithmetic, quantity: speed}", "{kind: estimate, quantity: speed, bearing: same}"
LOG = "{kind: evidence, evidence: [log], bearing: same}"
AGAINST = "{kind: evidence, evidence: [log, deed], bearing: at most, finding: contradicts}"


def with_tests(tests):
    """The file's first claim alone, with other tests."""
    return FILE[: FILE.index("tests:")] + f"tests: {tests}\n"


@pytest.mark.parametrize(
    ("tests", "quantities", "evidence", "findings"),
    [
        ("[]", (), (), []),
        (f"[{SUM}]", ("speed",), (), [""]),
        (f"[{DRAWS}]", ("speed",), (), [""]),
        (f"[{SUM}, {DRAWS}]", ("speed",), (), ["", ""]),
        (f"[{SUM}, {DRAWS.replace('speed', 'weight')}]", ("speed", "weight"), (), ["", ""]),
        (f"[{LOG}]", (), ("log",), [""]),
        (f"[{AGAINST}]", (), ("log", "deed"), ["contradicts"]),
        (f"[{LOG}, {AGAINST}]", (), ("log", "deed"), ["", "contradicts"]),
        ("[{kind: arithmetic, finding: confirms}]", (), (), ["confirms"]),
        ("[{kind: arithmetic, missing: the price}]", (), (), [""]),
        ("[{kind: evidence, finding: leaves open, bearing: near}]", (), (), ["leaves open"]),
        ("[{kind: evidence, quantity: speed, bearing: near}]", ("speed",), (), [""]),
        ("[{kind: outcome, finding: not due}]", (), (), ["not due"]),
        (f"[{DRAWS}, {LOG}]", ("speed",), ("log",), ["", ""]),
        (f"[{LOG}, {DRAWS}]", ("speed",), ("log",), ["", ""]),
    ],
)
def test_a_claim_is_held_against_quantities_against_evidence_or_against_both(
    read, tests, quantities, evidence, findings
):
    (claim,), problems = read(with_tests(tests))
    assert problems == []
    assert (claim.quantities, claim.evidence) == (quantities, evidence)
    assert [test.finding for test in claim.tests] == findings


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("{kind: arithmetic}", "names nothing"),
        ("{kind: arithmetic, quantity: speed, evidence: [log]}", "has evidence or a bearing"),
        ("{kind: arithmetic, quantity: speed, bearing: same}", "has evidence or a bearing"),
        ("{kind: arithmetic, finding: leaves open}", "has the finding 'leaves open'"),
        ("{kind: arithmetic, finding: not due}", "has the finding 'not due'"),
        ("{kind: estimate, bearing: same}", "needs a quantity"),
        ("{kind: estimate, evidence: [log], bearing: same}", "needs a quantity"),
        ("{kind: estimate, quantity: speed, evidence: [log], bearing: same}", "needs a quantity"),
        ("{kind: estimate, quantity: speed, bearing: same, finding: confirms}", "needs a quantity"),
        ("{kind: estimate, quantity: speed}", "does not say how it bears on the claim"),
        ("{kind: estimate, quantity: speed, bearing: same, missing: the price}", "says what is `missing`"),
        ("{kind: evidence}", "names nothing"),
        ("{kind: evidence, evidence: []}", "names nothing"),
        ("{kind: evidence, evidence: [log]}", "does not say how it bears on the claim"),
        ("{kind: evidence, finding: confirms}", "does not say how it bears on the claim"),
        ("{kind: evidence, evidence: [log], bearing: near, finding: confirms}", "confirms by something that is only"),
        ("{kind: evidence, evidence: [log], bearing: near, finding: contradicts}", "contradicts by something that is"),
        ("{kind: evidence, evidence: [log], bearing: same, finding: not due}", "is `not due`"),
        ("{kind: evidence, evidence: [log], bearing: same, missing: the price}", "says what is `missing`"),
        ("{kind: outcome, bearing: same}", "names nothing"),
        ("{kind: outcome, quantity: speed, evidence: [log], bearing: same}", "names both a quantity and evidence"),
        ("{kind: outcome, finding: confirms}", "does not say how it bears on the claim"),
    ],
)
@pytest.mark.parametrize("before", ["", f"{SUM}, "], ids=["alone", "after a test that is right"])
def test_a_test_that_says_nothing_or_too_much_is_refused_with_the_claims_line(read, before, test, said):
    claims, (problem,) = read(with_tests(f"[{before}{test}]"))
    assert claims == []
    kind = test.removeprefix("{kind: ").rstrip("}").partition(",")[0]
    assert problem.startswith(f"data/claims/lorn.yml, line 4: lorn-first: its {kind} test {said}")


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
        ("source: lorn\n", "", 1, "source: it is missing"),
        ("source: lorn", "source: ", 2, "source: it is empty; write a value"),
        ("source: lorn", "source: horn", 2, "the source is 'horn', not 'lorn'"),
        ("source: lorn", "source: lorn\ntitle: Lorn", 3, "title: there is no such key"),
        ("id: lorn-first", "id: Lorn First", 4, "claims.id: it should be small letters and digits, with hyphens"),
        ("id: lorn-first", "id: horn-first", 4, "the id horn-first does not begin with its source, lorn"),
        ("    line: 2\n", "", 4, "claims.line: it is missing"),
        ("    line: 2\n", "    lime: 2\n", 5, "claims.lime: there is no such key; did you mean line?"),
        ("line: 2", "line: two", 5, "claims.line: it should be a whole number"),
        ("line: 2", "line: 0", 5, "claims.line: it should be 1 or more"),
        ("line: 2", "line: 2.5", 5, "claims.line: it should be a whole number"),
        ("numeral: about 24", "numeral:", 6, "claims.numeral: it is empty; write a value"),
        ("    statement: The ferries make 24 crossings a day\n", "", 4, "claims.statement: it is missing"),
        ("statement: The ferries make 24 crossings a day", "statement: [a]", 7, "claims.statement: it should be one"),
        ("chapter: crossings", "chapter: The Crossings", 8, "claims.chapter: it should be small letters and digits"),
        ("weight: main", "weight: heavy", 9, "claims.weight: it should be 'main', 'supporting' or 'incidental'"),
        ("weight: main", "wait: main", 9, "claims.wait: there is no such key"),
        ("weight: main", "basis: evidence", 9, "claims.basis: there is no such key"),
        ("printed: about 24", "printed: roughly 24", 4, "lorn-first: 'roughly 24' is not a printed figure"),
        ("printed: about 24", "printed: nan", 4, "lorn-first: 'nan' is not a printed figure"),
        ("printed: about 24", "printed: 1e999", 4, "lorn-first: '1e999' is not a printed figure"),
        ("printed: about 24", "printed: 26..24", 4, "lorn-first: '26..24' ends below where it begins"),
        ("unit: crossing/day", "unit: crossing/dya", 4, "lorn-first: 'crossing/dya' is not a unit"),
        ("error_kind: count", "error_kind: lie", 12, "claims.error_kind: it should be 'arithmetic', "),
        ("    tests:\n", "    tests: none\n    checks:\n", 13, "claims.tests: it should be a list"),
        (f"- {AN_ESTIMATE}", "- speed", 14, "claims.tests: it should be names with values"),
        ("kind: estimate\n        ", "", 14, "claims.tests.kind: it is missing"),
        ("kind: estimate", "kind: guess", 14, "claims.tests.kind: it should be 'arithmetic', 'estimate', "),
        ("quantity: crossings_per_day", "quantity: Crossings", 15, "claims.tests.quantity: it should be small letters"),
        ("quantity: crossings_per_day", "amount: 2", 15, "claims.tests.amount: there is no such key"),
        ("bearing: same", "bearing: roughly", 16, "claims.tests.bearing: it should be 'same', 'at least', "),
        ("label: sold and sailed", "label:", 18, "claims.tests.label: it is empty; write a value"),
        ("          tickets]", "          Tickets]", 20, "claims.tests.evidence: it should be small letters, digits"),
        ("finding: confirms", "finding: true", 22, "claims.tests.finding: it should be 'confirms', 'contradicts', "),
        ("        finding: confirms", "        finding: not due", 4, "lorn-first: its evidence test is `not due`"),
        ("due: 2040-12-31", "due: 2040", 32, "claims.due: it should be a date such as 2027-06-30; '2040' is not"),
        ("due: 2040-12-31", "as_of: May 2024", 32, "claims.as_of: it should be a time such as 2024, 2024-05 or"),
        ("due: 2040-12-31", "due: 2040-02-30", 25, "lorn-second: '2040-02-30' is no date"),
        ("due: 2040-12-31", "because: Lorn First", 32, "claims.because: it should be small letters and digits, with"),
        ("due: 2040-12-31", "missing:", 32, "claims.missing: it is empty; write a value"),
        ("due: 2040-12-31", "reason: later", 32, "claims.reason: there is no such key"),
        ("due: 2040-12-31", "missing: x\n    searched: y", 25, "lorn-second: it has both `missing` and `searched`"),
        ("line: 5", "line: 1", 25, "lorn-second stands in line 1 of the text, before the claim above it"),
        ("  - id: lorn-second", "  - &b\n    id: lorn-second", 25, "anchors and aliases are not allowed"),
        ("unit: crossing/day", "unit: !!str crossing/day", 11, "tags are not allowed"),
        ("unit: crossing/day", "unit: crossing/day\n    line: 3", 12, "'line' stands there twice"),
        ("unit: crossing/day", "<<: {unit: crossing/day}", 11, "merge keys are not allowed"),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_its_line(read, old, new, line, said):
    assert FILE.count(old) >= 1
    _, problems = read(FILE.replace(old, new, 1))
    assert any(problem.startswith(f"data/claims/lorn.yml, line {line}: {said}") for problem in problems), problems
    assert not any("\n" in problem for problem in problems)


def test_a_chapter_that_cannot_be_one_is_told_those_that_are_like_it(tmp_path, read):
    read(FILE.replace("chapter: crossings", "chapter: The Crossings", 1))
    _, (problem,) = claims_and_problems(tmp_path, "lorn", PROJECT.units, ["crossings", "money"])
    assert problem.endswith("claims.chapter: no chapter is called 'The Crossings'; did you mean crossings?")


def test_every_pattern_of_a_file_or_a_table_has_words_for_what_it_takes():
    described = json.loads((PROJECT.data / "datapackage.json").read_text(encoding="utf-8"))
    patterns = patterns_in([ClaimsFile.model_json_schema(), ScenarioFile.model_json_schema(), described])
    # A scenario's title has only to hold something; where it is blank, that is said.
    assert {pattern for pattern in patterns if not form_of(pattern)} == {r"\S"}


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
    text = FILE.replace("line: 2", "line: two").replace("weight: main", "wait: main")
    text = text.replace("finding: confirms", "finding: true").replace("source: lorn", "source: horn")
    text += """\
  - id: lorn-third
    line: 4
    statement: It is blue
    chapter: crossings
    unit: blues
  - id: horn-fourth
    line: 6
    statement: It is green
    chapter: crossings
"""
    claims, problems = read(text)
    assert [claim.id for claim in claims] == ["lorn-second", "horn-fourth"]
    assert [problem.removeprefix("data/claims/lorn.yml, line ").partition(":")[0] for problem in problems] == [
        "5", "22", "9",  # of the first claim, in the order of a claim's keys; what is no key comes last
        "2",  # the source
        "36", "36",  # the third stands before the claim above it, and its unit is none
        "41",  # the fourth is another source's
    ]  # fmt: skip


def test_who_needs_the_claims_is_told_the_first_mistake(tmp_path, read):
    read(FILE.replace("line: 2", "line: two"))
    with pytest.raises(UserError, match=r"data/claims/lorn\.yml, line 5: claims\.line"):
        read_claims(tmp_path, "lorn", PROJECT.units)


def test_an_id_that_stands_twice_is_said_with_both_places(read):
    claims, problems = read(FILE.replace("lorn-second", "lorn-first"))
    assert problems == []
    assert repeated_ids(claims) == [
        "data/claims/lorn.yml, line 25: the id lorn-first stands there again; the first is in "
        "data/claims/lorn.yml, line 4"
    ]


@pytest.mark.thorough
def test_an_id_that_stands_in_two_files_is_refused(project):
    append(
        project.data / "claims" / "fjordblad-2024.yml",
        "\n  - id: herald-2024-founded\n    line: 4\n    statement: x\n    chapter: money\n    searched: x\n",
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
        (TestEntry, SCHEMA_SAYS["$defs"]["TestEntry"]["properties"]),
    ):
        assert list(properties) == list(model.model_fields)
        assert all(said["description"] for said in properties.values())


@pytest.mark.thorough
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
        ("weight: main", "weight: heavy"),
        ("weight: main", "wait: main"),
        ("weight: main", "basis: evidence"),
        ("error_kind: count", "error_kind: lie"),
        ("    tests:\n", "    tests: none\n    checks:\n"),
        (f"- {AN_ESTIMATE}", "- speed"),
        ("kind: estimate\n        ", ""),
        ("kind: estimate", "kind: guess"),
        ("quantity: crossings_per_day", "quantity: Crossings"),
        ("          tickets]", "          Tickets]"),
        ("bearing: same", "bearing: roughly"),
        ("label: sold and sailed", "label: ''"),
        ("finding: confirms", "finding: perhaps"),
        ("        finding: confirms", "      - evidence: [deed]"),
        ("due: \"2040-12-31\"", "due: \"2040\""),
        ("due: \"2040-12-31\"", "because: Lorn First"),
        ("due: \"2040-12-31\"", "missing: ''"),
        ("due: \"2040-12-31\"", "reason: later"),
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


bearings = st.sampled_from(["same", "at least", "at most", "near"])
tests = st.one_of(
    st.fixed_dictionaries({"kind": st.just("arithmetic"), "quantity": names}, optional={"label": words}),
    st.fixed_dictionaries({"kind": st.just("arithmetic"), "missing": words}),
    st.fixed_dictionaries(
        {"kind": st.just("estimate"), "quantity": names, "bearing": bearings}, optional={"label": words}
    ),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["evidence", "outcome"]), "evidence": evidence, "bearing": bearings},
        optional={"finding": st.sampled_from(["confirms", "contradicts", "leaves open"])},
    ),
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
        "weight": st.sampled_from(["main", "supporting", "incidental"]),
        "tests": st.lists(tests, max_size=3),
        "error_kind": maybe(st.sampled_from(["scale", "percent for multiple"])),
        "due": maybe(st.dates().map(str)),
        "because": maybe(keys),
        "differs_because": maybe(words),
        "missing": maybe(words),
        "searched": maybe(words),
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


@pytest.mark.thorough
@given(in_order)
def test_whatever_claims_are_written_read_back_the_same_and_editors_accept_them(some):
    text = claims_text("lorn", some)
    assert said_in(text) == meant(some)
    assert read_yaml(text, "lorn.yml").content["source"] == "lorn"
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert accepted_by_editors(text)


@pytest.mark.thorough
@given(in_order, entries)
def test_a_claim_is_put_where_it_belongs_in_the_order_of_the_text_and_the_others_stay(some, new):
    text = claims_text("lorn", some)
    put = with_entry(text, "lorn.yml", new)
    before = [one for one in some if one["line"] <= new["line"]]
    after = [one for one in some if one["line"] > new["line"]]
    assert said_in(put) == meant([*before, new, *after])
    if some:
        assert put == claims_text("lorn", [*before, new, *after])


@pytest.mark.thorough
@given(in_order)
def test_claims_that_are_put_in_one_by_one_give_the_file_that_has_them_all(some):
    text = claims_text("lorn", [])
    for entry in some:
        text = with_entry(text, "lorn.yml", entry)
    assert text == claims_text("lorn", some)


@pytest.mark.thorough
@given(entries)
def test_a_claim_put_into_a_file_of_another_form_leaves_every_line_as_it_stands(new):
    put = with_entry(FILE, "lorn.yml", new)
    old, now = FILE.split("\n"), iter(put.split("\n"))
    assert all(line in now for line in old)  # each is there still, in its order
    assert sorted(said_in(put), key=lambda one: one.id) == sorted(
        [*said_in(FILE), *meant([new])], key=lambda one: one.id
    )
    assert [one.line for one in said_in(put)] == sorted([2, 5, new["line"]])


A_CLAIM = {"id": "lorn-new", "line": 3, "statement": "New", "chapter": "crossings", "searched": "logs"}


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


@pytest.mark.thorough
def test_all_claims_of_a_book_of_five_hundred_are_read_in_order_with_their_lines(project):
    head = (project.data / "sources.csv").read_text(encoding="utf-8").partition("\n")[0]
    sources = [f"lorn-{number}" for number in range(10)]
    rows = "".join(f"{source},Lorn,Lorn Herald,2024,en,Made up\n" for source in sources)
    (project.data / "sources.csv").write_text(f"{head}\n{rows}", encoding="utf-8")
    expected = []
    for source in sources:
        some = [
            {"id": f"{source}-{number}", "line": number, "numeral": f"{number}", "statement": f"There are {number}",
             "chapter": "crossings", "printed": f"{number}", "unit": "liter/passenger",
             "tests": [{"kind": "estimate", "quantity": "fuel_per_passenger", "bearing": "same"},
                       {"kind": "evidence", "evidence": ["fuel_delivered"], "bearing": "near"}]}
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
    assert {(claim.quantities, claim.evidence) for claim in claims.values()} == {
        (("fuel_per_passenger",), ("fuel_delivered",))
    }

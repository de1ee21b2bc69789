"""The command line as its users call it."""

import html
import json
import subprocess
import sys

import pytest

from claimbook.chapters.card import card, cards
from claimbook.model.graph import upstream
from tests.book import PROJECT, ROOT
from tests.commands import claimbook

FIELDS = [
    "id", "source", "line", "numeral", "statement", "relation", "claimed", "unit", "quantity", "derived",
    "low", "median", "high", "verdict", "basis", "chapter",
]  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


def test_claims_as_json_has_every_claim_with_every_field():
    answer = claimbook("claims", "--json")
    records = json.loads(answer.out)
    assert answer.code == 0
    assert [record["id"] for record in records] == list(PROJECT.claims)
    assert all(list(record)[: len(FIELDS)] == FIELDS for record in records)


def test_claims_can_be_filtered_by_source_and_verdict():
    records = json.loads(claimbook("claims", "--json", "--source", "jiemian-2024", "--verdict", "fails").out)
    assert "jiemian-2024-gpt4-cost" in [record["id"] for record in records]
    assert {(record["source"], record["verdict"]) for record in records} == {("jiemian-2024", "fails")}


def test_claims_as_a_table_shows_whole_ids_and_verdicts():
    lines = claimbook("claims").out.splitlines()
    assert lines[0].split() == ["Claim", "Claimed", "Derived", "Verdict", "Statement"]
    (line,) = [line for line in lines if line.startswith("jiemian-2024-fleet-ratio ")]
    assert "more than 20×" in line
    assert "22.4×" in line
    assert "holds" in line


def test_show_has_statement_equation_inputs_references_and_verdict():
    said = claimbook("show", "jiemian-2024-gpt4-cost").out
    for part in (
        "$63 million", "$57 million", "$54 million to $60 million", "fails", "105 days", "Jiemian 2024, line 65",
        "gpt4_training_cost = a100_rent*gpt4_a100_count*gpt4_training_time", "约为6300万美元",
    ):  # fmt: skip
        assert part in said


def test_show_as_json_has_inputs_and_what_one_would_have_to_believe():
    record = json.loads(claimbook("show", "jiemian-2024-fleet-ratio", "--json").out)
    assert record["derived"] == pytest.approx(22.4)
    assert {row["name"]: row["unit"] for row in record["inputs"]}["a100_per_h100"] == "A100/H100"
    assert {row["assumption"]: row["value"] for row in record["believe"]}["gpt4_a100_count"] == pytest.approx(28_000)


def one_of_each_kind():
    """Ids of claims that differ in what they are held against: a quantity, evidence, a finding, a reason, words."""
    kinds = {}
    for claim in PROJECT.claims.values():
        reason = claim.reason.partition(":")[0]
        kinds[bool(claim.quantity), bool(claim.evidence), claim.finding, reason, bool(claim.printed)] = claim.id
    return list(kinds.values())


@pytest.mark.parametrize("claim_id", one_of_each_kind())
def test_every_kind_of_claim_is_shown_as_text_as_json_and_as_a_card(model, claim_id):
    claim = PROJECT.find_claim(claim_id)
    result = model.result(claim_id)
    text, record = claimbook("show", claim_id), json.loads(claimbook("show", claim_id, "--json").out)
    shown = card(claim_id, model)
    assert text.code == 0
    for said in (" ".join(text.out.split()), " ".join(html.unescape(shown._repr_html_()).split()), repr(shown)):
        assert claim.statement in said
        assert str(result.verdict) in said
    assert (record["id"], record["verdict"]) == (claim_id, str(result.verdict))
    assert [row["key"] for row in record["evidence"]] == list(claim.evidence)
    assert {row["name"] for row in record["inputs"]} == set(upstream(PROJECT, claim.quantity) if claim.quantity else ())


def test_several_cards_are_one_below_the_other(model):
    ids = ["jiemian-2024-fleet-ratio", "jiemian-2024-gpt4-cost"]
    several = cards(ids, model)
    assert [several._repr_html_().index(f'id="{claim_id}"') > 0 for claim_id in ids] == [True, True]
    assert repr(several).count("\n") == 1


def listing():
    """Everything a rerun could leave behind: scenarios, chapters, the top of the project."""
    places = (ROOT / "_build" / "scenarios", ROOT / "book", ROOT)
    return [sorted(place.iterdir()) if place.exists() else None for place in places]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "jiemian-2024-gpt4-costs"], "did you mean jiemian-2024-gpt4-cost"),
        (["claims", "--source", "jiemian"], "did you mean jiemian-2024"),
        (["claims", "--verdict", "hold"], "did you mean holds"),
        (["rerun"], "give at least one --set"),
        (["rerun", "--set", "a100_per_h100"], "is not NAME=VALUE"),
        (["rerun", "--set", "=3"], "is not NAME=VALUE"),
        (["rerun", "--set", "h100_per_a10=3"], "did you mean a100_per_h100"),
        (["rerun", "--set", "a100_per_h100=many"], "is not a quantity"),
        (["rerun", "--set", "a100_per_h100=3 USD"], "is not a kind of A100/H100"),
        (["rerun", "--set", "a100_per_h100=-3"], "not above zero"),
        (["rerun", "--set", "a100_per_h100=0"], "not above zero"),
        (["rerun", "--set", "a100_per_h100=inf"], "not a finite number"),
        (["rerun", "--set", "a100_per_h100=1e400"], "not a finite number"),
        (["rerun", "--set", "a100_per_h100=3", "--set", "a100_per_h100=4"], "twice"),
        (["rerun", "--set", "a100_per_h100=1.6"], "nothing is changed"),
        (["rerun", "--set", "a100_per_h100=3", "--out", "book"], "not a scenario's site"),
        (["rerun", "--set", "a100_per_h100=3", "--out", "README.md"], "is a file"),
        (["rerun", "--set", "a100_per_h100=3", "--out", "README.md/x"], "below a file"),
        (["execute", "metas-flee"], "did you mean metas-fleet"),
        (["bogus"], "No such command"),
        (["claims", "--foo"], "No such option"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2_and_nothing_is_written(arguments, said):
    before = listing()
    answer = claimbook(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert answer.err.startswith("claimbook: ")
    assert answer.err.count("\n") == 1
    assert listing() == before


@pytest.mark.thorough
def test_a_mistake_in_a_process_of_its_own_is_one_line_and_exit_code_2():
    answer = subprocess.run(
        [sys.executable, "-m", "claimbook", "show", "nothing"], capture_output=True, text=True, cwd=ROOT, timeout=300
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("claimbook: no claim is called 'nothing'")
    assert answer.stderr.count("\n") == 1


def test_check_says_that_all_is_well():
    answer = claimbook("check")
    assert answer.code == 0
    assert "as described" in answer.out

"""This book's claims as the command line shows them; how it is called is tested in tests/engine/test_cli.py."""

import html
import json

import pytest

from claimbook.chapters.card import card
from claimbook.model.graph import upstream
from tests.book import PROJECT, ROOT
from tests.commands import claimbook


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


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


def test_check_says_that_all_is_well():
    answer = claimbook("check")
    assert answer.code == 0
    assert "as described" in answer.out

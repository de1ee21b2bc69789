"""This book's claims as the command line shows them; how it is called is tested in tests/engine/test_cli.py."""

import pytest

from tests.book import PROJECT, ROOT
from tests.commands import claimbook
from tests.showing import assert_shown_alike


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


def one_of_each_kind():
    """Ids of claims that differ in what they are held against: each kind of test, what is missing, searched, words."""
    kinds = {}
    for claim in PROJECT.claims.values():
        kinds[bool(claim.tests), bool(claim.missing), bool(claim.searched), bool(claim.printed)] = claim.id
        for test in claim.tests:
            kinds[test.kind, bool(test.quantity), bool(test.evidence), test.finding, bool(test.missing)] = claim.id
            kinds[test.kind, test.bearing, bool(claim.printed)] = claim.id
    return list(dict.fromkeys(kinds.values()))


@pytest.mark.parametrize("claim_id", one_of_each_kind())
def test_every_kind_of_claim_is_shown_as_text_as_json_and_as_a_card(model, claim_id):
    assert_shown_alike(claim_id, model)


@pytest.mark.thorough
def test_check_says_that_all_is_well():
    answer = claimbook("check")
    assert answer.code == 0
    assert "as described" in answer.out

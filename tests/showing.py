"""What any book's claim is shown as: text, JSON and card say the same."""

import html
import json

from claimbook.chapters.card import card
from claimbook.model.graph import upstream
from tests.commands import claimbook


def assert_shown_alike(claim_id, model):
    """Hold what the command line and the card say of a claim against the model, and against each other."""
    claim = model.project.find_claim(claim_id)
    result = model.result(claim_id)
    text, record = claimbook("show", claim_id), json.loads(claimbook("show", claim_id, "--json").out)
    shown = card(claim_id, model)
    assert text.code == 0
    for said in (" ".join(text.out.split()), " ".join(html.unescape(shown._repr_html_()).split()), repr(shown)):
        assert claim.statement in said
        assert str(result.verdict) in said
    assert (record["id"], record["verdict"]) == (claim_id, str(result.verdict))
    assert (record["adds_up"], record["is_so"]) == (str(result.adds_up), str(result.is_so))
    assert f"Adds up {result.adds_up} Is so {result.is_so}" in " ".join(text.out.split())
    assert [row["key"] for row in record["evidence"]] == list(claim.evidence)
    needed = {name for quantity in claim.quantities for name in upstream(model.project, quantity)}
    assert {row["name"] for row in record["inputs"]} == needed
    assert list(record["equations"]) == list(claim.quantities)
    answers = [(test.kind, str(found.answer)) for test, found in zip(claim.tests, result.tests, strict=True)]
    assert [(row["kind"], row["answer"]) for row in record["tests"]] == answers

"""What this book has in several ways, side by side."""

import pytest

from claimbook.model.triangulation import findings, triangulations
from tests.book import PROJECT


@pytest.fixture(scope="module")
def found(model):
    return {one.key: one for one in triangulations(model)}


def test_gpt4s_cost_is_had_by_rent_by_wear_and_by_purchase(found):
    by_name = {way.quantity or way.evidence: way for way in found["gpt4-training-cost"].ways}
    assert by_name["gpt4_training_cost"].value == pytest.approx(25_000 * 95 * 24)
    # 90 to 100 days, any of them as likely: one in twenty is below 90.5.
    assert by_name["gpt4_training_cost"].low == pytest.approx(25_000 * 90.5 * 24, rel=1e-3)
    assert by_name["gpt4_cost_amortised"].value == PROJECT.find_evidence("gpt4_cost_amortised").value.m_as("USD")
    assert by_name["gpt4_cluster_bill"].value > 10 * by_name["gpt4_amortised_cost"].value


def test_every_way_says_what_it_counts_and_where_it_comes_from(found):
    for one in found.values():
        assert len(one.ways) >= 2
        for way in one.ways:
            assert way.includes
            assert way.references
            assert 0 < way.low <= way.high


def test_gpt4s_wear_agrees_with_epoch_ai_and_its_rents_do_not(found):
    said = findings(found["gpt4-training-cost"], PROJECT.words)
    assert said[0].endswith("do not overlap.")
    assert any("cloud rent" in sentence and "disagree" in sentence for sentence in said)
    assert "Both figures for wear and electricity agree within their intervals." in said


def test_gpt4s_rent_doubles_with_that_of_an_a100(model):
    dearer = {one.key: one for one in triangulations(model.with_(a100_rent=2))}
    assert dearer["gpt4-training-cost"].ways[0].value == pytest.approx(2 * 25_000 * 95 * 24)

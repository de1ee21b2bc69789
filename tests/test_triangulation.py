"""One number had in several ways: what stands side by side, and what is said of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.triangulation import Triangulation, Way, apart, factor, findings, read_way, triangulations
from tests.book import PROJECT

positive = st.floats(min_value=1e-3, max_value=1e12)


def way(label, value, low=None, high=None, measures="cloud rent"):
    return Way(label, measures, "all", "", "some", value, low or value, high or value, "", (), False)


@st.composite
def ways(draw):
    low, value, high = sorted(draw(st.tuples(positive, positive, positive)))
    return way("a way", value, low, high)


def says(*several):
    return " ".join(findings(Triangulation("cost", "What it costs", "USD", "why", several), PROJECT.words))


@pytest.fixture(scope="module")
def found(model):
    return {one.key: one for one in triangulations(model)}


def test_gpt4s_cost_is_had_by_rent_by_wear_and_by_purchase(found):
    by_name = {way.quantity or way.evidence: way for way in found["gpt4-training-cost"].ways}
    assert by_name["gpt4_training_cost"].value == pytest.approx(25_000 * 95 * 24)
    assert by_name["gpt4_training_cost"].low == pytest.approx(25_000 * 90 * 24, rel=1e-3)
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


def test_ways_move_with_the_model(model):
    dearer = {one.key: one for one in triangulations(model.with_(a100_rent=2))}
    assert dearer["gpt4-training-cost"].ways[0].value == pytest.approx(2 * 25_000 * 95 * 24)


def test_figures_a_rounding_apart_agree_and_others_do_not():
    assert not apart(way("a", 3.14e23), way("b", 3.145e23))
    assert apart(way("a", 100), way("b", 102))
    assert not apart(way("a", 100, 90, 110), way("b", 120, 105, 130))
    assert apart(way("a", 100, 90, 104), way("b", 120, 106, 130))


@given(ways(), ways())
def test_being_apart_does_not_depend_on_the_order(first, second):
    assert apart(first, second) == apart(second, first)
    assert factor(first, second) == factor(second, first) >= 1


@given(ways(), ways())
def test_a_way_within_anothers_interval_is_not_apart_from_it(first, second):
    inside = replace(second, value=first.value, low=first.value, high=first.value)
    assert not apart(first, inside)


def test_the_farthest_two_are_named_with_their_factor():
    said = says(way("rent", 50), way("purchase", 800, measures="purchase"), way("wear", 40, measures="wear"))
    assert said == (
        "The farthest ways, “wear” ($40) and “purchase” ($800), differ by a factor of 20; "
        "their 90 % intervals do not overlap."
    )


def test_two_of_one_kind_that_disagree_are_named_and_the_same_two_only_once():
    other = way("purchase", 800, measures="purchase")
    said = says(way("list", 60), way("spot", 50, 45, 55), other)
    assert "Of the 2 figures for cloud rent, “list” ($60) and “spot” ($50) disagree beyond their intervals" in said
    assert says(way("list", 60), way("spot", 50)).count("“spot”") == 1


def test_ways_of_one_kind_that_agree_are_said_to():
    said = says(way("a", 60, 40, 80), way("b", 50, 45, 55), way("c", 70, 50, 90))
    assert "intervals overlap." in said
    assert said.endswith("The 3 figures for cloud rent agree within their intervals.")


ROW = {
    "place": "data/ways.csv, line 2", "way": "a way", "quantity": "", "evidence": "", "measures": "m",
    "includes": "i", "low": "", "high": "", "interval_basis": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "unit", "said"),
    [
        ({}, "USD", "either a quantity or a piece of evidence"),
        ({"quantity": "gpt4_training_cost", "evidence": "gpt4_cost_cloud"}, "USD", "either a quantity or"),
        ({"quantity": "gpt4_trainig_cost"}, "USD", "did you mean gpt4_training_cost"),
        ({"quantity": "gpt4_training_cost"}, "FLOP", "comes out in USD, but the ways are compared in FLOP"),
        ({"quantity": "gpt4_training_cost", "low": "5e7"}, "USD", "leave low and high empty"),
        ({"evidence": "gpt4_cost_clout"}, "USD", "did you mean gpt4_cost_cloud"),
        ({"evidence": "gpt4_cost_cloud"}, "CNY", "gpt4_cost_cloud comes out in USD"),
        ({"evidence": "gpt4_cost_cloud", "low": "9e7", "high": "1e8"}, "USD", "not between low and high"),
        ({"evidence": "huatai_note_repost"}, "USD", "is in words"),
    ],
)
def test_a_way_that_cannot_be_read_is_named_with_its_line(model, cells, unit, said):
    with pytest.raises(UserError, match=said) as error:
        read_way({**ROW, **cells}, unit, model)
    assert "data/ways.csv, line 2" in str(error.value)
    assert "\n" not in str(error.value)

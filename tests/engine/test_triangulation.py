"""One number had in several ways: what stands side by side, and what is said of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.model.triangulation import Triangulation, Way, apart, factor, findings, read_way, triangulations
from tests.engine.book import PROJECT

positive = st.floats(min_value=1e-3, max_value=1e12)


def way(label, value, low=None, high=None, measures="charter"):
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


def test_a_way_has_the_numbers_of_a_quantity_or_those_printed_for_a_piece_of_evidence(found):
    crossings, deliveries = found["yearly-fuel"].ways
    # 24 crossings on 200 days of 40 liters each, 30 to 55.
    assert (crossings.value, crossings.low, crossings.high) == pytest.approx((192e3, 144e3, 264e3), rel=1e-3)
    assert crossings.is_derived
    assert (deliveries.value, deliveries.low, deliveries.high) == (205e3, 200e3, 210e3)
    assert not deliveries.is_derived


def test_every_way_says_what_it_counts_and_where_it_comes_from(found):
    assert len(found) == 2
    for one in found.values():
        assert len(one.ways) >= 2
        for way in one.ways:
            assert way.includes
            assert way.references
            assert 0 < way.low <= way.high


def test_what_is_found_is_said_of_each_number(found):
    # Timetable: 288,000 to 480,000; seats: anywhere from 50 to 90 percent of 576,000, so half of the draws lie above 70
    # percent; counts: 340,000 to 350,000.
    assert findings(found["yearly-passengers"], PROJECT.words) == [
        "The farthest ways, “Counts” (345,000 passengers per year) and “Seats” (403,000 passengers per year), "
        "differ by a factor of 1.17; their 90 % intervals overlap.",
        "The 3 figures for passengers agree within their intervals.",
    ]


def test_both_of_two_ways_agree(model):
    rows = [[cell.replace("fuel delivered", "fuel burnt") for cell in row] for row in PROJECT.tables.read_rows("ways")]
    (fuel, _) = triangulations(Model.of(PROJECT.with_rows("ways", rows)))
    assert findings(fuel, PROJECT.words)[1:] == ["Both figures for fuel burnt agree within their intervals."]


def test_ways_move_with_the_model(model):
    thirstier = {one.key: one for one in triangulations(model.with_(fuel_per_crossing=60))}
    crossings, deliveries = thirstier["yearly-fuel"].ways
    assert crossings.value == pytest.approx(60 * 24 * 200)
    assert deliveries.value == 205e3
    assert findings(thirstier["yearly-fuel"], PROJECT.words)[0].endswith("do not overlap.")


def test_figures_a_rounding_apart_agree_and_others_do_not():
    assert not apart(way("a", 3.14e23), way("b", 3.145e23))
    assert apart(way("a", 100), way("b", 102))
    assert not apart(way("a", 100, 90, 110), way("b", 120, 105, 130))
    assert apart(way("a", 100, 90, 104), way("b", 120, 106, 130))


@pytest.mark.thorough
@given(ways(), ways())
def test_being_apart_does_not_depend_on_the_order(first, second):
    assert apart(first, second) == apart(second, first)
    assert factor(first, second) == factor(second, first) >= 1


@pytest.mark.thorough
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
    assert "Of the 2 figures for charter, “list” ($60) and “spot” ($50) disagree beyond their intervals" in said
    assert says(way("list", 60), way("spot", 50)).count("“spot”") == 1


def test_ways_of_one_kind_that_agree_are_said_to():
    said = says(way("a", 60, 40, 80), way("b", 50, 45, 55), way("c", 70, 50, 90))
    assert "intervals overlap." in said
    assert said.endswith("The 3 figures for charter agree within their intervals.")


ROW = {
    "place": "data/ways.csv, line 2", "way": "a way", "quantity": "", "evidence": "", "measures": "m",
    "includes": "i", "low": "", "high": "", "interval_basis": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "unit", "said"),
    [
        ({}, "liter/year", "either a quantity or a piece of evidence"),
        ({"quantity": "yearly_fuel", "evidence": "fuel_delivered"}, "liter/year", "either a quantity or"),
        ({"quantity": "yearly_fule"}, "liter/year", "did you mean yearly_fuel"),
        ({"quantity": "boats_at_work"}, "passenger", "comes out in boat, but the ways are compared in passenger"),
        ({"quantity": "yearly_fuel", "low": "15e4"}, "liter/year", "leave low and high empty"),
        ({"evidence": "fuel_deliverd"}, "liter/year", "did you mean fuel_delivered"),
        ({"evidence": "neighbour_ticket"}, "boat", "neighbour_ticket comes out in USD"),
        ({"evidence": "fuel_delivered", "low": "206e3", "high": "21e4"}, "liter/year", "not between low and high"),
        ({"evidence": "punctuality_list"}, "liter/year", "is in words"),
    ],
)
def test_a_way_that_cannot_be_read_is_named_with_its_line(model, cells, unit, said):
    with pytest.raises(UserError, match=said) as error:
        read_way({**ROW, **cells}, unit, model)
    assert "data/ways.csv, line 2" in str(error.value)
    assert "\n" not in str(error.value)

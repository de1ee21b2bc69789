"""Figures set against each other: what follows from them is computed, in the unit that the row says."""

import re

import pytest

from claimbook.errors import UserError
from claimbook.model.comparison import comparisons, read_derived
from claimbook.model.model import Model
from claimbook.site.comparisons import render_comparisons
from tests.engine.book import PROJECT

PLACE = "data/comparisons.csv, line 2"


def shown(cell, model):
    return read_derived(cell, PLACE, model)


def rendered(model):
    return render_comparisons(model, lambda result: f"card#{result.claim.id}")


def with_quantities(written):
    header, (*row, _, earlier) = PROJECT.tables.read_rows("comparisons")
    return Model.of(PROJECT.with_rows("comparisons", [header, [*row, written, earlier]]))


def test_a_comparison_has_its_claims_and_what_follows_from_them(model):
    (passengers,) = comparisons(model)
    assert passengers.claims == ("herald-2024-yearly-passengers", "fjordblad-2024-yearly-passengers")
    assert (passengers.answer, passengers.earlier_ids) == ("differ", ())
    (by_seats,) = passengers.quantities
    # 24 crossings on 200 days with 120 seats each, 65 percent of them taken.
    assert by_seats.value == pytest.approx(24 * 200 * 120 * 0.65)
    assert by_seats.description == "Passengers in a year, if so many seats are taken"


def test_a_quantity_is_shown_in_the_unit_of_its_row(model):
    yearly = shown("yearly_fuel:liter/year", model)
    assert shown("yearly_fuel:m·m·m/year", model).value == pytest.approx(yearly.value / 1000)


def test_an_estimates_ends_are_those_of_its_90_percent_interval(model):
    one = shown("yearly_fuel:liter/year", model)
    assert (one.low, one.high) == pytest.approx(model.interval("yearly_fuel", "liter/year"))
    assert one.low < one.value < one.high


def test_a_printed_range_enters_by_both_its_ends():
    # 70 to 90 on 24 crossings on 200 days.
    rows = PROJECT.tables.read_rows("assumptions")
    columns = {name: rows[0].index(name) for name in ("name", "low", "high", "distribution")}
    reasons = [rows[0].index(name) for name in ("range_reason", "range_reference")]
    for row in rows:
        if row[columns["name"]] == "stated_passengers_per_crossing":
            row[columns["low"]], row[columns["high"]], row[columns["distribution"]] = "70", "90", "uniform"
            row[reasons[0]], row[reasons[1]] = "Both ends are printed", "herald-2024"
    one = shown("stated_yearly_passengers:passenger/year", Model.of(PROJECT.with_rows("assumptions", rows)))
    assert (one.low, one.value, one.high) == pytest.approx((336e3, 384e3, 432e3))


def test_what_has_no_range_has_no_ends(model):
    one = shown("stated_yearly_passengers:passenger/year", model)
    assert one.low == one.value == one.high


def test_an_assumption_is_shown_with_its_own_description(model):
    assert shown("boat_count:boat", model).description == "Boats"


def test_what_follows_moves_with_the_model(model):
    (passengers,) = comparisons(model.with_(seats_per_crossing=240))
    assert passengers.quantities[0].value == pytest.approx(24 * 200 * 240 * 0.65)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("yearly_fule:liter/year", "did you mean yearly_fuel"),
        ("yearly_fuel:litter/year", "yearly_fuel: "),
        ("yearly_fuel:boat", "yearly_fuel comes out in .*, which cannot be shown in boat"),
    ],
)
def test_a_quantity_that_cannot_be_shown_is_named_with_its_line(model, cell, said):
    with pytest.raises(UserError, match=said) as error:
        shown(cell, model)
    assert PLACE in str(error.value)
    assert "\n" not in str(error.value)


def test_the_page_shows_claims_and_what_follows_with_its_range(model):
    page = rendered(model)
    assert '<a href="card#fjordblad-2024-yearly-passengers">' in page
    row = page[page.rindex("Passengers in a year, if so many seats are taken") :]
    assert re.search(
        r'<td data-label="Comes to">374,000 passengers per year<br>'
        r"<small>[0-9,]+ to [0-9,]+ passengers per year</small></td>",
        row,
    )


def test_the_page_begins_with_all_comparisons_by_what_their_figures_come_to(model):
    overview, *_ = rendered(model).split("<section")
    assert '<a href="#passengers">How many passengers a year</a>' in overview[overview.index("They differ") :]


def test_each_figure_is_a_dot_named_in_the_strip_and_numbered_as_in_the_table(model):
    page = rendered(model)
    (said,) = re.findall(r'role="img" aria-label="([^"]+)"', page)
    # Two printed figures and one that follows from a timetable, the lowest first.
    assert said.startswith("3 figures on a logarithmic axis, the lowest first. ")
    for number, figure in (("1", "384,000 passengers per year"), ("a", "374,000 passengers per year")):
        assert re.search(rf"{number}: [^;]+, {figure}", said)
        assert re.search(rf"<title>{number}: [^<]+, {figure}</title>", page)
        assert re.search(rf'<span class="strip-key[^"]*">{number}</span>', page)


def test_figures_that_nearly_agree_stand_near_each_other_on_their_strip(model):
    places = [float(at) for at in re.findall(r'class="strip-place" x="([0-9.]+)%"', rendered(model))]
    assert len(places) == 3
    assert max(places) - min(places) < 15


def test_figures_of_different_kinds_share_no_strip():
    # A number of boats is no number of passengers: it has no dot, and its row no letter.
    page = rendered(with_quantities("boat_count:boat"))
    assert sorted(re.findall(r"<title>([^:]+):", page)) == ["1", "2"]


def test_a_comparison_from_which_nothing_follows_has_one_table():
    _, page = rendered(with_quantities("")).split("<section")
    assert page.count("<table") == 1
    assert "what follows" not in page


def test_a_value_without_a_range_stands_alone():
    page = rendered(with_quantities("boat_count:boat"))
    assert re.search(r'<td data-label="Comes to">[0-9]+ boats</td>', page)

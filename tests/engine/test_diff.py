"""What moved between two sets of results."""

import copy
import json
import math
import re
from dataclasses import replace as replaced

import pandas as pd
import pytest

from claimbook.errors import UserError
from claimbook.results.accepted import moved
from claimbook.results.diff import (
    Change,
    Difference,
    as_page,
    as_records,
    compare,
    compare_with_baseline,
    describe_change,
    side_of,
    side_of_model,
)
from claimbook.results.records import assumption_record, claim_record
from tests.commands import claimbook
from tests.editing import replace
from tests.engine.book import PROJECT, fuel_shares

pytestmark = pytest.mark.usefixtures("there")

#: The book's own scenario: 110 passengers on a crossing and not 80.
SCENARIO = "fuller-boats"


@pytest.fixture
def dear_fuel(tmp_path):
    """A scenario whose changes differ in size: takings fall to 50/80, fuel costs twice as much."""
    path = tmp_path / "dear-fuel.yml"
    path.write_text(
        "title: Dear fuel\nwhy: And emptier boats\nassumptions:\n  fuel_price: 3\n  passengers_per_crossing: 50\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.fixture(scope="module")
def old_results(model):
    """A results.json as an older build wrote it: claims and assumptions, without what was added since."""
    return {
        "title": "The Ferries of Lake Lorn",
        "claims": [claim_record(result) for result in model.results],
        "assumptions": [assumption_record(name, model) for name in model.assumptions],
    }


@pytest.fixture
def write(tmp_path, old_results):
    def written(change=lambda results: None, text=None):
        results = copy.deepcopy(old_results)
        change(results)
        path = tmp_path / "results.json"
        path.write_text(json.dumps(results) if text is None else text, encoding="utf-8")
        return str(path)

    return written


def claim(results, claim_id="herald-2024-yearly-passengers"):
    return next(record for record in results["claims"] if record["id"] == claim_id)


def test_verdicts_that_turned_come_first_then_values_by_size_of_change_and_the_rest_is_counted():
    difference = compare(side_of("baseline", PROJECT), side_of(SCENARIO, PROJECT), PROJECT)
    assert {change.name: (change.before["verdict"], change.after["verdict"]) for change in difference.turned} == {
        "herald-2024-yearly-passengers": ("holds", "fails"),
        "herald-2024-fuel-share": ("plausible", "holds"),
    }
    assert [change.name for change in difference.moved] == ["herald-2024-fuel-per-passenger"]
    assert all(not change.turned for change in difference.moved)
    for changes in (difference.turned, difference.moved, difference.quantities):
        sizes = [change.size for change in changes]
        assert sizes == sorted(sizes, reverse=True)
    # Takings are held against the text's own 80 passengers; what an estimate near them gives decides nothing.
    assert difference.untouched == 10 - 2 - 1
    assert difference.assumptions == [
        (
            "passengers_per_crossing",
            "80 passengers per crossing (60 to 100 passengers per crossing)",
            "110 passengers per crossing",
        )
    ]


def test_the_largest_change_comes_first(dear_fuel):
    difference = compare(side_of("baseline", PROJECT), side_of(dear_fuel, PROJECT), PROJECT)
    assert difference.turned[0].name == "herald-2024-fuel-share"
    # Of a share the middle: before of three ranges together, then of the fuel's alone, whose middle is 40 liters.
    share, passengers = (change.factor for change in difference.turned)
    assert share == pytest.approx(100 * 40 * 3 / (50 * 3.5) / fuel_shares()[1], rel=0.005)
    assert passengers == pytest.approx(50 / 80)
    # Of 280 dollars a crossing 60 went into fuel; of 175 it is 120.
    assert {change.name: change.factor for change in difference.quantities} == pytest.approx(
        {"payback_time": (280 - 60) / (175 - 120), "yearly_fuel_cost": 2, "yearly_takings": 50 / 80}
    )
    for changes in (difference.turned, difference.quantities):
        sizes = [change.size for change in changes]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[0] > sizes[-1]


@pytest.mark.parametrize(
    "changes",
    [
        {"ticket_price": "2..4"},
        {"new_pier": "2010"},  # where a trend begins
        {"fuel_price": "3", "boat_count": "8"},
    ],
)
def test_what_a_change_cannot_reach_need_not_be_computed_to_know_what_moved(model, changes):
    changed = model.with_(**changes)
    whole = compare(side_of("baseline", PROJECT), side_of_model("x", changed), PROJECT)
    assert compare_with_baseline("x", changed) == whole
    assert whole.moved or whole.turned


def test_the_size_of_a_change_is_the_same_up_and_down():
    def change(before, after):
        return Change("x", "x", {"derived": before}, {"derived": after})

    assert change(1.0, 10.0).size == pytest.approx(change(10.0, 1.0).size)
    assert change(1.0, 2.0).size < change(1.0, 0.4).size
    assert change(1.0, -1.0).size == math.inf
    assert change(3.0, 3.0).size == 0


def test_nothing_moves_between_a_thing_and_itself(write):
    for text in ("baseline", SCENARIO, write()):
        difference = compare(side_of(text, PROJECT), side_of(text, PROJECT), PROJECT)
        assert difference.turned == difference.moved == difference.quantities == difference.assumptions == []
        assert difference.untouched == 10


def test_there_and_back_is_the_reverse():
    there, back = (
        compare(side_of("baseline", PROJECT), side_of(SCENARIO, PROJECT), PROJECT),
        compare(side_of(SCENARIO, PROJECT), side_of("baseline", PROJECT), PROJECT),
    )
    assert {(c.name, c.before["verdict"]) for c in there.turned} == {(c.name, c.after["verdict"]) for c in back.turned}
    assert [c.size for c in there.moved] == pytest.approx([c.size for c in back.moved])


def test_an_older_build_shows_what_moved_since_and_which_claims_came_and_went(write):
    def older(results):
        claim(results).update(derived=375_000, verdict="plausible")
        claim(results, "herald-2024-takings").update(id="herald-2024-income-of-old")

    difference = compare(side_of(write(older), PROJECT), side_of("baseline", PROJECT), PROJECT)
    (change,) = difference.turned
    assert change.name == "herald-2024-yearly-passengers"
    assert change.factor == pytest.approx(384_000 / 375_000)
    assert difference.gone == ["herald-2024-income-of-old"]
    assert difference.new == ["herald-2024-takings"]


def test_a_claim_whose_unit_was_changed_but_not_its_value_did_not_move(write):
    def in_months(results):
        record = claim(results, "fjordblad-2024-doubling-time")
        keys = ("derived", "low", "high", "claimed", "claimed_low", "claimed_high")
        record.update(unit="month", **{key: record[key] * 12 for key in keys})

    assert not compare(side_of(write(in_months), PROJECT), side_of("baseline", PROJECT), PROJECT).moved


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (4.0, 0.0, "−100 %"),
        (0.0, 4.0, "from zero"),
        (4.0, -4.0, "sign"),
        (4.0, 2.0, "−50 %"),
        (4.0, 40.0, "×10"),
        (4.0, 4e-9, "10⁻⁹ times"),
        (4.0, 4e9, "×1 billion"),
        (4.0, 5e16, "1.25×10¹⁶ times"),
    ],
)
def test_a_change_to_or_from_zero_is_none_of_sign(before, after, said):
    records = [{"derived": value, "low": value, "high": value, "unit": "1"} for value in (before, after)]
    change = Change("x", "x", *records)
    assert describe_change(change, PROJECT)["factor"] == said
    assert change.size > 0


def test_a_printed_range_whose_ends_alone_differ_is_a_change_and_older_builds_without_ends_are_none(write):
    def wider(results):
        record = next(claim for claim in results["claims"] if claim["id"] == "herald-2024-takings")
        record.update(claimed_low=1e6, claimed_high=1.6e6)

    def without(results):
        for claim in results["claims"]:
            del claim["claimed_low"], claim["claimed_high"]

    baseline = side_of("baseline", PROJECT)
    moved = compare(side_of(write(wider), PROJECT), baseline, PROJECT).moved
    assert [change.name for change in moved] == ["herald-2024-takings"]
    assert not compare(side_of(write(without), PROJECT), baseline, PROJECT).moved


def test_a_range_alone_that_moves_is_a_move(model):
    wider = model.with_(passengers_per_crossing="50..80..120 passenger/crossing")
    difference = compare(side_of("baseline", PROJECT), side_of_model("wider", wider), PROJECT)
    (change,) = [change for change in difference.moved if change.name == "herald-2024-yearly-passengers"]
    assert change.size == 0
    row = describe_change(change, PROJECT)
    ends = [f"{24 * 200 * each:,}" for each in (60, 100, 50, 120)]
    assert (row["before"], row["after"], row["factor"]) == (
        f"{ends[0]} to {ends[1]} passengers per year",
        f"{ends[2]} to {ends[3]} passengers per year",
        "range only",
    )
    # What rests on other ranges too moves a little, for the middle of a quotient is not the quotient of the middles.
    assert {other.name for other in difference.moved if other.size} == {
        "herald-2024-fuel-share",
        "herald-2024-fuel-per-passenger",
    }
    assert max(change.size for change in difference.moved) < 0.005


def test_the_table_shows_both_values_and_both_verdicts(dear_fuel):
    lines = claimbook("diff", "baseline", dear_fuel).out.splitlines()
    (line,) = [line for line in lines if line.startswith("herald-2024-fuel-share")]
    before, after, factor = map(float, re.search(r" ([\d.]+) % → ([\d.]+) % .* ×([\d.]+) ", line).groups())
    assert before == pytest.approx(fuel_shares()[1], rel=0.005)
    assert after == pytest.approx(100 * 40 * 3 / (50 * 3.5), abs=0.05)
    assert factor == pytest.approx(after / before, abs=0.01)
    assert "plausible → fails" in line
    assert "Verdicts turned: 2." in lines[-1]


def test_a_part_of_the_json_is_a_table_for_pandas(dear_fuel):
    record = json.loads(claimbook("diff", "baseline", dear_fuel, "--json").out)
    table = pd.json_normalize(record, "turned").set_index("name")
    assert table.loc["herald-2024-fuel-share", ["before.verdict", "after.verdict"]].tolist() == ["plausible", "fails"]


def test_json_says_the_same(write, dear_fuel):
    record = json.loads(claimbook("diff", write(), dear_fuel, "--json").out)
    assert [row["name"] for row in record["turned"]][:1] == ["herald-2024-fuel-share"]
    share = record["turned"][0]
    assert share["factor"] == pytest.approx(100 * 40 * 3 / (50 * 3.5) / fuel_shares()[1], rel=0.005)
    # At $3 for 50 passengers the least fuel of its range, 30 liters, already takes half of the takings.
    assert 0.05 < share["before"]["probability"] < 2 / 3
    assert share["after"]["probability"] < 0.001
    assert (share["before"]["is_so"], share["after"]["is_so"]) == ("possible", "no")
    assert record["before"] == "results.json"


def test_the_page_is_whole_needs_nothing_beside_it_and_is_written_in_one_step(tmp_path):
    path = tmp_path / "moved.html"
    assert claimbook("diff", "baseline", SCENARIO, "--html", path).code == 0
    page = path.read_text(encoding="utf-8")
    assert page.index("Verdicts that turned") < page.index("Claims whose numbers moved")
    assert f"{24 * 200 * 110:,} passengers per year" in page
    assert "http" not in page
    assert [file.name for file in tmp_path.iterdir()] == ["moved.html"]


def test_a_scenarios_page_is_headed_by_its_title_and_not_by_its_files_name(tmp_path, dear_fuel):
    path = tmp_path / "moved.html"
    assert claimbook("diff", "baseline", dear_fuel, "--html", path).code == 0
    page = path.read_text(encoding="utf-8")
    assert "<title>Dear fuel: what moved</title>" in page
    assert "<h1>Dear fuel</h1>" in page
    assert '<th scope="col">Dear fuel</th>' in page
    assert "dear-fuel" not in page


def test_text_of_a_results_file_never_becomes_markup(write):
    def hostile(results):
        claim(results).update(derived=1.0, statement="<script>x</script>", verdict="fails")
        claim(results, "herald-2024-takings").update(id="<img src=x onerror=y>[/]")

    path = write(hostile)
    difference = compare(side_of("baseline", PROJECT), side_of(path, PROJECT), PROJECT)
    page = as_page(difference, PROJECT)
    assert "<script" not in page
    assert "<img" not in page
    assert "<img src=x onerror=y>[/]" in claimbook("diff", "baseline", path).out


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (None, "{"),
        (None, "[]"),
        (None, "null"),
        (None, "{}"),
        (None, "[" * 100_000),
        (lambda r: claim(r).update(derived=math.nan), None),
        (lambda r: claim(r).update(derived=math.inf), None),
        (lambda r: claim(r).update(derived="1"), None),
        (lambda r: claim(r).update(derived=True), None),
        (lambda r: claim(r).update(verdict="[red]x[/]"), None),
        (lambda r: claim(r).update(unit="__import__('os')"), None),
        (lambda r: claim(r).pop("statement"), None),
        (lambda r: claim(r).update(id=["x"]), None),
        (lambda r: r.update(claims={"a": 1}), None),
        (lambda r: r.update(assumptions=[{"name": "x"}]), None),
        (lambda r: r.update(quantities=[1]), None),
        (lambda r: claim(r).update(claimed="x"), None),
        (lambda r: claim(r).update(relation=[]), None),
        (lambda r: claim(r).update(id="\x1b[31mx"), None),
    ],
)
def test_a_file_that_is_no_results_is_refused_in_one_line(write, change, text):
    path = write(change, text) if change else write(text=text)
    answer = claimbook("diff", "baseline", path)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("claimbook: ")
    assert answer.err.count("\n") == 1
    with pytest.raises(UserError):
        side_of(path, PROJECT)


@pytest.mark.parametrize("name", ["moved.txt", "nowhere/moved.html", "."])
def test_a_page_that_cannot_be_written_is_refused(tmp_path, name):
    answer = claimbook("diff", "baseline", SCENARIO, "--html", tmp_path / name)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_claim_in_words_moves_without_figures_and_what_no_claim_is_about_is_in_a_unit_that_people_use(project):
    found = (
        "      - kind: evidence\n        evidence: [punctuality_list]\n        bearing: same\n"
        "        finding: contradicts\n"
    )
    counted = "      - kind: arithmetic\n        quantity: boats_at_work\n    missing: how punctual is meant\n"
    replace(project.data / "claims" / "herald-2024.yml", found, counted)
    changes = ["boat_count=8", "passengers_per_crossing=50", "stated_passengers_per_crossing=50"]
    arguments = [argument for change in changes for argument in ("--set", change)]
    lines = claimbook("--book", project.root, "rerun", *arguments, "--no-site").out.splitlines()
    (claim,) = [line for line in lines if line.startswith("herald-2024-punctual")]
    assert "in words" in claim
    (quantity,) = [line for line in lines if line.startswith("payback_time")]
    # Six boats of 2 million and 220 dollars left of a crossing; eight boats, and 115 dollars.
    years = 6 * 2e6 / (24 * 200 * 220), 8 * 2e6 / (24 * 200 * 115)
    assert f"{round(years[0] * 365.25, -1):,.0f} days → {round(years[1] * 365.25, -2):,.0f} days" in quantity
    (takings,) = [line for line in lines if line.startswith("herald-2024-takings")]
    assert "$1.34 million per year → $840,000 per year" in takings
    assert "adds up → fails" in takings


@pytest.fixture
def two_tests(model):
    """One claim, before decided by an outside estimate, then by the text's own sum."""
    record = claim_record(model.result("herald-2024-yearly-passengers"))
    return Change(
        record["id"],
        record["statement"],
        {**record, "decided_by": "estimate", "quantity": "yearly_passengers_by_seats", "derived": 374_400.0},
        {**record, "decided_by": "arithmetic", "quantity": "yearly_passengers", "derived": 3_744.0, "verdict": "fails"},
    )


def test_where_another_test_decides_both_values_are_not_told_as_one_that_changed(two_tests):
    row = describe_change(two_tests, PROJECT)
    assert row["factor"] == row["another_test"] == "another test: outside inputs → its own figures"
    assert two_tests.factor is None
    assert row["before"] != row["after"]
    page = as_page(Difference("a", "b", turned=[two_tests]), PROJECT)
    assert "another test: outside inputs → its own figures" in page
    assert "×0.01" not in page
    (record,) = as_records(Difference("a", "b", turned=[two_tests]))["turned"]
    assert record["factor"] is None
    assert (record["before"]["decided_by"], record["after"]["decided_by"]) == ("estimate", "arithmetic")


def test_accept_says_that_another_test_decides(two_tests):
    assert ", another test: outside inputs → its own figures, claimed " in moved(two_tests, PROJECT)


def test_of_two_tests_of_one_kind_it_is_said_that_another_decides(two_tests):
    same_kind = replaced(two_tests, after={**two_tests.after, "decided_by": "estimate"})
    assert describe_change(same_kind, PROJECT)["factor"] == "another test"


def test_where_nothing_decided_before_or_an_older_build_does_not_say_what_no_other_test_is_told(two_tests):
    for before in ({"decided_by": "", "derived": None}, {"decided_by": None, "quantity": None}):
        change = replaced(two_tests, before={**two_tests.before, **before})
        assert describe_change(change, PROJECT)["another_test"] == ""


def test_a_test_that_only_one_side_decides_by_is_told_among_the_other_quantities(model):
    after = side_of_model("after", model.with_(passengers_per_crossing="110"))
    before = side_of("baseline", PROJECT)
    name = "herald-2024-yearly-passengers"
    by_sum = {**before.claims[name], "decided_by": "arithmetic", "quantity": "stated_passengers"}
    before = replaced(before, claims={**before.claims, name: by_sum})
    found = compare(before, after, PROJECT)
    assert after.claims[name]["quantity"] in {change.name for change in found.quantities}

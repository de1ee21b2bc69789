"""Values that are set: what is asked about, what is repeated, groups, distributions by name."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from claimbook.chapters.opening import chapter_model
from claimbook.commands import settings as commands
from claimbook.errors import Doubtful, UserError
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.register.values import Reader
from claimbook.scenarios.scenario import find_scenario, folder_of
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT

HALF = "occupied_share=0.5"
RATE = "dollars_per_euro,premise,1.1,,,USD/EUR,,,,Dollars for a euro,harbour2024,table 9,,,made up\n"


@pytest.fixture(autouse=True)
def in_a_copy(project, monkeypatch):
    monkeypatch.chdir(project.root)


def rerun(*arguments):
    return claimbook("rerun", *arguments, "--no-site")


# What is asked about


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (HALF, "occupied_share is set to 0.5 %, and the book has 65 %: is 50 % meant?"),
        ("ticket_price=80", "23 times the book's $3.5 per passenger: is that meant?"),
        ("ticket_price=0.1", "one part in 35 of the book's"),
        # The ends of a range whose middle is near.
        (
            "boat_price=900 to 3 million",
            "boat_price is set to $900 to $3 million per boat, whose low end is one part in "
            "1,700 of the book's low end, $1.5 million per boat: is $900,000 per boat meant?",
        ),
        (
            "ticket_price=uniform(0.01, 4)",
            "whose low end is one part in 350 of the book's $3.5 per passenger: is that meant?",
        ),
        ("fuel_price=uniform(1, 50)", "whose high end is 26 times the book's high end, $1.9 per liter: is that meant?"),
        ("occupied_share=0.5..60..80", "whose low end is one part in 100 of the book's low end, 50 %: is 50 % meant?"),
        # The guess is said, not that the middle is far.
        ("boat_price=lognormal(900, 3 million)", "is $900,000 per boat meant?"),
        # Dates.
        ("new_pier=1205", "new_pier is set to 1205, 800 years before the book's 2005: is that meant?"),
        ("new_pier=1980..2005..2090", "new_pier is set to 2090, 85 years after the book's 2005: is that meant?"),
    ],
)
def test_what_may_be_a_slip_is_one_line_in_a_script_refused_if_asked_and_quiet_if_asked(setting, said):
    told, quiet, refused = (rerun("--set", setting, *more) for more in ([], ["--yes"], ["--strict"]))
    assert (told.code, quiet.code, refused.code) == (0, 0, 2)
    assert said in told.err
    assert said in refused.err
    assert told.err.count("\n") == refused.err.count("\n") == 1
    assert quiet.err == ""
    assert refused.out == ""
    assert told.out == quiet.out


@pytest.mark.parametrize(
    "setting",
    ["occupied_share=50", "ticket_price=60", "new_pier=1960", "fuel_price=1.2..1.9", "fuel_price=0.1..1.5..30",
     "boat_price=0.9 to 3 million"],
)  # fmt: skip
def test_what_is_within_twenty_times_the_book_is_not_asked_about(setting):
    assert rerun("--set", setting).err == ""


def test_yes_and_strict_do_not_go_together():
    answer = rerun("--set", HALF, "--yes", "--strict")
    assert (answer.code, answer.out) == (2, "")


@pytest.mark.parametrize(("answered", "code"), [("y\n", 0), ("n\n", 130), ("\n", 130)])
def test_at_a_terminal_it_is_a_question(monkeypatch, answered, code):
    asked = []

    def confirm(text, **options):
        asked.append((text, options))
        if answered != "y\n":
            raise commands.click.Abort

    monkeypatch.setattr(commands, "at_a_terminal", lambda: True)
    monkeypatch.setattr(commands.click, "confirm", confirm)
    assert rerun("--set", HALF).code == code
    ((text, options),) = asked
    assert "is 50 % meant?" in text
    assert options == {"abort": True, "err": True}


def test_a_sweep_and_a_pdf_ask_as_well():
    swept = claimbook("sweep", "yearly_passengers_by_seats", "--over", "occupied_share=0.5:0.9:0.1", "--strict")
    assert swept.code == 2
    assert "is 90 % meant?" in swept.err
    again = claimbook("sweep", "fuel_share", "--over", "fuel_price=1:2:0.5", "--set", "ticket_price=100", "--strict")
    assert again.code == 2
    report = claimbook("pdf", "--set", HALF, "--strict")
    assert (report.code, report.out) == (2, "")


def test_python_warns_and_takes_it_as_it_is():
    with pytest.warns(Doubtful, match="is 50 % meant"):
        model = Model.of(PROJECT).with_(occupied_share=0.5)
    assert model.assumptions["occupied_share"].value.magnitude == 0.5


# What is refused with a hint


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("yearly_fuel=3", "--set: yearly_fuel is computed, and no assumption; set what it follows from: "
         "crossings_per_day, season_length, fuel_per_crossing"),
        ("fuel_price=€3", "fuel_price: '€3' is € and not a kind of USD/liter; the book has no rate, so convert it to "
         "USD first"),
        ("fuel_price=1 to 2 EUR", "'1 to 2 EUR' is EUR and not a kind of USD/liter; the book has no rate"),
        ("boat_count=€3", "'€3' is not a quantity; write a number such as 6"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_says_why_and_what_can(setting, said):
    answer = rerun("--set", setting)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_what_is_computed_is_refused_wherever_something_is_set(project):
    said = "yearly_fuel is computed, and no assumption; set what it follows from: crossings_per_day"
    swept = claimbook("sweep", "fuel_share", "--over", "yearly_fuel=1:3:1")
    assert (swept.code, said in swept.err) == (2, True)
    path = folder_of(project) / "fuel.yml"
    path.write_text("title: T\nwhy: W\nassumptions:\n  yearly_fuel: 3\n", "utf-8")
    of_file = claimbook("rerun", str(path), "--no-site")
    assert (of_file.code, said in of_file.err) == (2, True)
    with pytest.raises(UserError, match=said):
        Model.of(project).with_(yearly_fuel=3)


def test_a_currency_of_which_the_book_has_a_rate_is_refused_with_the_rate(project):
    append(project.data / "assumptions.csv", RATE)
    append(project.book / "units.txt", "\nEUR = [euro]\n")
    append(project.book / "names.csv", "currency,EUR,€\n")
    said = "is EUR and not a kind of USD/liter; convert it by dollars_per_euro (1.1 USD/EUR)"
    assert said in rerun("--set", "fuel_price=€3").err
    assert said in claimbook("ask", "fuel_price", "--claim", "> 3 EUR").err
    answer = claimbook("ask", "fuel_price", "--in", "€/liter").err
    assert answer == (
        "claimbook: the answer is to be in EUR/liter, but the formula 'fuel_price' comes out in USD/liter; convert it "
        "by dollars_per_euro (1.1 USD/EUR)\n"
    )
    for unit in ("EUR", "day"):  # a rate would not do
        assert claimbook("ask", "fuel_price", "--in", unit).err.endswith("comes out in USD/liter\n")
    without_rate = claimbook("ask", "crossings_per_day * fuel_per_crossing * $1", "--in", "EUR·liter/day").err
    assert without_rate.endswith("convert it by dollars_per_euro (1.1 USD/EUR)\n")


# What is repeated


def test_what_was_set_is_repeated_old_to_new_with_units():
    answer = rerun("--set", "fuel_price=1 to 4", "--set", "ticket_price=$4", "--set", "occupied_share=60 to 80 %")
    lines = answer.out.splitlines()
    price = "fuel_price: $1.5 per liter ($1.2 to 1.9 per liter) → $2 per liter ($1 to 4 per liter; "
    assert lines[0].startswith(price)
    assert lines[0].endswith("the geometric mean of its ends in the middle)")
    assert lines[1] == "ticket_price: $3.5 per passenger → $4 per passenger"
    assert lines[2].endswith("→ 70 % (60 to 80 %, uniform; the middle of its ends in the middle)")


def test_a_range_on_what_is_exact_is_said_to_move_a_sum_by_its_middle_alone():
    lines = rerun("--set", "ticket_price=2..4..9", "--set", "fuel_price=1..2..4").out.splitlines()
    said = "arithmetic counts with $4 per passenger, its middle, and estimates with the whole range"
    assert lines[0].endswith(f"($2 to 9 per passenger); {said}")
    assert "alone" not in lines[1]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        # Of a beta distribution from 1 to 3 with exponents 1 and 5 a twentieth lies below 1 + 2 (1 - 0.95 ** (1/5)).
        ("pert(1, 1, 3)", "→ $1 per liter ($1 to 3 per liter, pert; its likeliest comes first, and lies outside its "
         "90 % interval of $1.02 to 1.9 per liter)"),
        ("pert(1, 3, 3)", "outside its 90 % interval of $2.1 to 2.98 per liter)"),
        ("pert(1, 2, 3)", "→ $2 per liter ($1 to 3 per liter, pert)"),
        ("choice(1, 2)", "→ $1 per liter ($1 to 2 per liter, choice; the lower of its two medians in the middle)"),
        ("choice(1: 25%, 2: 25%, 3: 50%)", "$2 per liter ($1 to 3 per liter, choice; the lower of its two medians in"),
        ("choice(1, 2, 3)", "→ $2 per liter ($1 to 3 per liter, choice; its median in the middle)"),
        ("choice(1, 1, 1, 2)", "→ $1 per liter ($1 to 2 per liter, choice; its median in the middle)"),
    ],
)  # fmt: skip
def test_what_is_repeated_says_what_stands_in_the_middle_where_that_may_surprise(setting, said):
    assert said in rerun("--set", f"fuel_price={setting}").out.splitlines()[0]


@pytest.mark.parametrize("command", [["diff", "baseline"], ["compare", "baseline", "fuller-boats"]])
def test_scenarios_set_side_by_side_are_asked_about_as_well(tmp_path, command):
    path = tmp_path / "slip.yml"
    path.write_text("title: Half full\nassumptions:\n  occupied_share: 0.50\n", encoding="utf-8")
    told, quiet, refused = (claimbook(*command, path, *more) for more in ([], ["--yes"], ["--strict"]))
    assert (told.code, quiet.code, refused.code) == (0, 0, 2)
    assert told.err.count("\n") == refused.err.count("\n") == 1
    assert "is 50 % meant?" in told.err
    assert "is 50 % meant?" in refused.err
    assert (quiet.err, refused.out) == ("", "")
    assert told.out == quiet.out


def test_json_says_it_too():
    (one,) = json.loads(rerun("--set", "fuel_price=lognormal(1, 4)", "--json").out)["set"]
    assert (one["name"], one["unit"]) == ("fuel_price", "USD/liter")
    assert (one["before"]["value"], one["after"]["value"]) == (1.5, 2)
    assert one["after"]["distribution"] == "lognormal"
    assert one["after"]["written"] == "lognormal(1, 4) USD/liter"


def test_a_range_keeps_its_own_centre():
    (one,) = json.loads(rerun("--set", "fuel_price=1..1.7..4", "--json").out)["set"]
    assert (one["after"]["value"], one["centre"]) == (1.7, None)


@pytest.mark.parametrize("setting", ["passengers_per_crossing=80", "passengers_per_crossing=60..80..100"])
def test_what_is_as_in_the_book_is_a_result_in_which_nothing_moved(setting):
    answer = claimbook("rerun", "--set", setting)
    assert (answer.code, answer.err) == (0, "")
    assert "as in the book" in answer.out
    assert "Verdicts turned: 0. Other claims that moved: 0." in answer.out
    record = json.loads(claimbook("rerun", "--set", setting, "--json").out)
    assert (record["changes"], record["turned"], record["moved"], record["site"]) == ({}, [], [], None)


# Groups


@pytest.mark.thorough
def test_the_name_of_a_group_sets_each_of_its_members(project):
    answer = json.loads(rerun("--set", "passengers_on_board=110", "--json").out)
    assert set(answer["changes"]) == {"stated_passengers_per_crossing", "passengers_per_crossing"}
    path = folder_of(project) / "full.yml"
    path.write_text(
        "title: T\nwhy: W\nassumptions:\n  passengers_on_board: {value: 110, reference: harbour2024}\n", "utf-8"
    )
    scenario = find_scenario("full", PROJECT if project is PROJECT else project)
    assert {one.group for one in scenario.settings.values()} == {"passengers_on_board"}
    assert set(scenario.model(project).changes) == set(answer["changes"])
    assert "passengers_on_board = 110" in claimbook("scenarios").out
    assert set(Model.of(project).with_(passengers_on_board=110).changes) == set(answer["changes"])


def test_a_notebooks_parameter_may_be_a_group(project, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_SENTENCES", "filled")
    own = {name: project.assumptions[name].written for name in upstream_of_chapter(project, "crossings")}
    model = chapter_model("crossings", {**own, "passengers_on_board": "110"})
    assert set(model.changes) == {"stated_passengers_per_crossing", "passengers_per_crossing"} & set(own)
    with pytest.raises(UserError, match="is set twice, once as passengers_on_board"):
        chapter_model("crossings", {**own, "passengers_per_crossing": "90", "passengers_on_board": "110"})
    with pytest.raises(UserError, match="no assumption of the chapter crossings is called 'passengers'"):
        chapter_model("crossings", {**own, "passengers": "90"})


def test_an_assumption_that_is_set_twice_is_refused():
    both = ["--set", "passengers_on_board=110", "--set", "passengers_per_crossing=90"]
    answer = rerun(*both)
    assert (answer.code, answer.out) == (2, "")
    assert "passengers_per_crossing is set twice, once as passengers_on_board" in answer.err


def test_a_sweep_over_a_group_gives_each_of_its_members_the_value_of_the_point(tmp_path):
    over = ["--over", "passengers_on_board=60:120:30"]
    formula = "stated_passengers_per_crossing * passengers_per_crossing / (1 passenger / crossing)"
    answer = claimbook("ask", formula, *over, "--out", tmp_path / "product.csv", "--json")
    assert answer.code == 0, answer.err
    table = pd.read_csv(tmp_path / "product.csv")
    assert table["passengers_on_board"].tolist() == [60, 90, 120]
    assert table["value"].tolist() == pytest.approx([60**2, 90**2, 120**2])
    assert json.loads((tmp_path / "product.csv.json").read_text("utf-8"))["members of passengers_on_board"] == (
        "stated_passengers_per_crossing passengers_per_crossing"
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("passengers_on_board", "fuel_price", "is an assumption; give the group a name of its own"),
        ("passengers_on_board", "fuel_share", "is derived; give the group a name of its own"),
        ("stated_passengers_per_crossing pass", "stated_passenger_per_crossing pass", "did you mean"),
        ("stated_passengers_per_crossing pass", "pass", "needs two assumptions or more"),
        ("stated_passengers_per_crossing pass", "fuel_price pass", "a group has one unit"),
    ],
)
def test_check_refuses_a_group_that_is_none(project, old, new, said):
    replace(project.data / "groups.csv", old, new)
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert said in answer.err


# Distributions


PLACES = (np.arange(4000) + 0.5) / 4000


def drawn(text, name="fuel_price"):
    return np.sort(Model.of(PROJECT).with_(**{name: text}).sample(4000)[name])


def test_a_lognormal_has_the_two_percentiles_that_it_is_written_by():
    right = stats.lognorm(s=np.log(4) / (2 * stats.norm.ppf(0.95)), scale=2)
    assert right.ppf([0.05, 0.95]) == pytest.approx([1, 4])
    factor = PROJECT.units.root_factor("USD/liter")
    assert drawn("lognormal(1, 4)") / factor == pytest.approx(right.ppf(PLACES), rel=1e-12)


@pytest.mark.thorough
def test_uniform_and_pert_have_their_ends_and_pert_its_likeliest_value():
    factor = PROJECT.units.root_factor("USD/liter")
    assert drawn("uniform(1, 4)") / factor == pytest.approx(stats.uniform(1, 3).ppf(PLACES), rel=1e-12)
    pert = stats.beta(1 + 4 / 3, 1 + 8 / 3, loc=1, scale=3)  # likeliest at 2, a third of the way
    assert drawn("pert(1, 2, 4)") / factor == pytest.approx(pert.ppf(PLACES), rel=1e-9)


def test_a_choice_has_its_values_as_often_as_it_says():
    values, counts = np.unique(drawn("choice(4: 1, 1: 30%, 2: 0.7)"), return_counts=True)
    assert values / PROJECT.units.root_factor("USD/liter") == pytest.approx([1, 2, 4])
    assert counts.tolist() == [600, 1400, 2000]
    _, counts = np.unique(drawn("choice(1, 2, 4, 4)"), return_counts=True)
    assert counts.tolist() == [1000, 1000, 2000]


def test_a_choice_that_says_how_likely_each_is_is_another_than_the_books():
    # One to three boats are under repair, as likely each; two of them four times out of five is something else.
    changed = Model.of(PROJECT).with_(boats_under_repair="choice(1: 10%, 2: 80%, 3: 10%)")
    assert np.mean(np.equal(changed.draws["boats_under_repair"], 2)) == pytest.approx(0.8, abs=0.001)
    assert not changed.with_(boats_under_repair="choice(1, 2, 3)").changes
    assert not changed.with_(boats_under_repair="2 boats (1 to 3 boats)").changes, "as `claimbook show` has it"


def test_a_distribution_is_shared_by_all_that_rests_on_it_and_leaves_other_draws_as_they_are():
    before = Model.of(PROJECT)
    after = before.with_(fuel_price="lognormal(1, 4)")
    assert np.array_equal(before.draws["fuel_per_crossing"], after.draws["fuel_per_crossing"])
    order = before.draws["fuel_price"].argsort()
    assert (np.diff(after.draws["fuel_price"][order]) > 0).all()  # the same places in another distribution


def test_what_a_notebook_is_given_is_the_same_distribution():
    model = Model.of(PROJECT)
    for text in ("lognormal(1, 4)", "uniform(1, 4)", "pert(1, 2, 4)", "choice(1: 0.25, 2: 0.75)", "1..2..4"):
        once = model.with_(fuel_price=text)
        again = model.with_(fuel_price=once.assumptions["fuel_price"].written)
        assert again.assumptions["fuel_price"] == once.assumptions["fuel_price"]
        assert np.array_equal(again.draws["fuel_price"], once.draws["fuel_price"])


# Whatever is written

NAMES = st.sampled_from(["fuel_price", "boat_price", "occupied_share", "season_length", "boats_under_repair"])
NUMBERS = st.floats(min_value=1e-3, max_value=1e7, allow_nan=False)
SIGNS = [
    *"0123456789.,'_ ()-+~%$¥:;eEx×*/^·²５",
    "..",
    " to ",
    "million",
    "k",
    "M",
    "B",
    "万",
    "亿",
    "day",
    "USD",
    "liter",
]
WORDS = ["lognormal(", "choice(", "uniform(", "pert(", "per ", "between ", " and ", "from ", "10^", "inf", "nan"]
PIECES = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=14).map("".join)


@pytest.mark.thorough
@given(NAMES, st.one_of(PIECES, st.text(max_size=40)))
def test_any_text_is_a_value_in_order_or_one_clear_line(name, text):
    try:
        now = Model.of(PROJECT).changed_by({name: text}).assumptions[name]
    except UserError as refused:
        said = str(refused)
    else:
        said = ""
        assert 0 < now.low <= now.value <= now.high
        assert np.isfinite(now.high.magnitude)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", said)


@given(st.sampled_from(["USD/liter", "day", "percent", "boat", "1", "kW·day"]), NUMBERS)
def test_a_number_that_the_book_writes_reads_back(unit, number):
    written = PROJECT.words.write_quantity(number, unit, digits=12)
    read = PROJECT.reader.read(written, unit, "x")
    assert read.value == pytest.approx(number, rel=1e-11)


@pytest.mark.thorough
@given(st.sampled_from(["USD/liter", "day", "percent", "boat", "1"]), NUMBERS, st.floats(1, 500))
def test_an_interval_that_the_book_writes_reads_back(unit, low, times):
    high = low * times
    written = PROJECT.words.write_interval(low, high, unit, digits=12)
    read = PROJECT.reader.read(written, unit, "x")
    assert (read.low, read.high) == pytest.approx((low, high), rel=1e-11)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_range_is_read_in_order_or_refused(first, second, third):
    text = f"{first!r}..{second!r}..{third!r}"
    reader: Reader = PROJECT.reader
    if first <= second <= third:
        read = reader.read(text, "1", "x")
        assert (read.low, read.value, read.high) == (first, second, third) or first == third
    else:
        with pytest.raises(UserError, match="not in order"):
            reader.read(text, "1", "x")

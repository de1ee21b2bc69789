"""Questions to the made-up book: each worked out by hand, as the command line, as Python, and saved as a claim."""

import json
import re
import subprocess
import sys
from math import log
from time import sleep

import numpy as np
import pandas as pd
import pytest

from claimbook.authoring.asked import texts_of_question
from claimbook.authoring.writing import LOCK
from claimbook.checks.gate import problems
from claimbook.errors import Doubtful, UserError
from claimbook.model.model import Model
from claimbook.model.resting import is_arithmetic, not_of
from claimbook.model.verdict import Answer, Verdict
from claimbook.project import Project
from claimbook.results.describing import describe_belief
from claimbook.site.live import function
from claimbook.sweep.sweep import plan
from claimbook.system.replacing import alone
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import FORMULA_CLAIM, PROJECT, fuel_shares
from tests.properties import product_quantiles

#: Range of fuel for a crossing, its price, passengers on one: low, value, high, maximum, power.
FUEL, PRICE, PASSENGERS = (30, 40, 55, None, 1), (1.2, 1.5, 1.9, None, 1), (60, 80, 100, None, 1)
FEWER = (60, 80, 100, None, -1)


# By hand

BY_HAND = [
    # Six boats of $2 million.
    ("boat_count * boat_price", "USD", 12e6),
    # 24 crossings on 200 days, 80 passengers at $3.50, less 40 liters at $1.50 a crossing.
    ("yearly_takings - yearly_fuel_cost", "USD/year", 24 * 200 * (80 * 3.5 - 40 * 1.5)),
    # A share as per cent.
    ("fuel_price * fuel_per_crossing / (ticket_price * passengers_per_crossing)", "percent", 100 * 60 / 280),
    # What a tax of 10 cents a liter would bring in ten years.
    ("$0.10/liter * yearly_fuel * 10 year", "USD", 0.1 * 40 * 4800 * 10),
    # How many Olympic pools of 2.5 million liters.
    ("yearly_fuel * 1 year / (2.5 million liter)", "1", 40 * 4800 / 2.5e6),
    # Passengers that pay for a boat.
    ("boat_price / ticket_price", "passenger/boat", 2e6 / 3.5),
    # Growth in twelve years at a doubling every four.
    ("exp(log(2) * 12 year / (4 year))", "1", 8),
    # The dearer of two fuels.
    ("max(fuel_price, 1.60 USD/liter) * fuel_per_crossing", "USD/crossing", 64),
    ("boat_price ** 2 / (1e6 USD/boat) ** 2", "1", 4),
    ("sqrt(boat_price * 8 million USD/boat)", "USD/boat", 4e6),
    ("25,000 * 30%", "1", 7500),
    ("1.77 billion * $0.0036", "USD", 1.77e9 * 0.0036),
    ("boat_price", "USD/boat", 2e6),
]


@pytest.mark.parametrize(("formula", "unit", "expected"), BY_HAND)
def test_a_question_gives_what_is_worked_out_by_hand(model, formula, unit, expected):
    reply = model.ask(formula, unit="" if unit != "percent" else unit)
    assert reply.unit == unit
    assert reply.value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("formula", "claim", "unit", "value", "low"),
    [
        # 65 per cent of the seats, and what is claimed of it in per cent.
        ("occupied_share", "> 30", "percent", 65, 30),
        ("1 - occupied_share", "> 30", "percent", 35, 30),
        ("occupied_share / 2", "> 30", "percent", 32.5, 30),
        ("occupied_share", "> 0.3 times", "1", 0.65, 0.3),
        # 40 liters on 24 crossings on 200 days of 365.25, as its page shows it: liters a day.
        ("yearly_fuel", "> 500", "liter/day", 40 * 24 * 200 / 365.25, 500),
        ("2 * yearly_fuel", "> 500", "liter/day", 2 * 40 * 24 * 200 / 365.25, 500),
        ("yearly_fuel - 100 liter/day", "> 400", "liter/day", 40 * 24 * 200 / 365.25 - 100, 400),
        ("-yearly_fuel", "> 400", "liter/day", -40 * 24 * 200 / 365.25, 400),
        ("max(fuel_share, 10%)", "> 20", "percent", 100 * 60 / 280, 20),
        # Of two shares one is so many times the other, and no share.
        ("occupied_share / fuel_share", "> 3", "1", 0.65 / (60 / 280), 3),
    ],
)
def test_an_answer_is_in_the_unit_in_which_pages_show_the_quantity(model, formula, claim, unit, value, low):
    reply = model.ask(formula, claim)
    assert reply.unit == unit
    assert reply.value == pytest.approx(value, rel=1e-5)
    assert reply.printed.low == low


def test_the_interval_and_the_probability_are_those_of_the_product_of_ranges(model):
    reply = model.ask("fuel_per_crossing * fuel_price / passengers_per_crossing", "< 1 USD/passenger")
    expected = product_quantiles([FUEL, PRICE, FEWER])
    assert (reply.low, reply.median, reply.high) == pytest.approx(tuple(expected), rel=0.01)
    levels = np.linspace(0.005, 0.995, 199)
    by_hand = np.interp(1, product_quantiles([FUEL, PRICE, FEWER], levels), levels)
    assert reply.probability == pytest.approx(by_hand, abs=0.01)
    assert reply.answer is Answer.LIKELY
    assert reply.verdict is Verdict.HOLDS


def test_a_question_is_answered_as_the_derivation_that_says_the_same(model):
    twin = model.ask("fuel_per_crossing * crossings_per_day * season_length * fuel_price / yearly_takings", "< 20 %")
    claim = model.result("herald-2024-fuel-share")
    assert np.array_equal(twin.draws, 100 * model.draws["fuel_share"]) or np.allclose(
        twin.draws, 100 * model.draws["fuel_share"], rtol=1e-12
    )
    assert (twin.verdict, twin.probability) == (claim.verdict, claim.probability)
    assert twin.median == pytest.approx(fuel_shares()[1], rel=0.005)


@pytest.mark.parametrize(
    ("claim", "relation", "low", "high", "unit"),
    [
        ("> 15", ">", 15, np.inf, "1"),
        (">= 15", "≥", 15, np.inf, "1"),
        ("at least 15 times", "≥", 15, np.inf, "1"),
        ("more than 15x", ">", 15, np.inf, "1"),
        ("超过15倍", ">", 15, np.inf, "1"),
        ("over 15", ">", 15, np.inf, "1"),
        ("≤ 15", "≤", -np.inf, 15, "1"),
        ("about 20", "≈", 18, 22, "1"),
        ("~20", "≈", 18, 22, "1"),
        ("= 20", "=", 19.5, 20.5, "1"),
        ("20", "=", 19.5, 20.5, "1"),
        ("20.0", "=", 19.95, 20.05, "1"),
        ("18 to 24", "in", 18, 24, "1"),
        ("18..24", "in", 18, 24, "1"),
        ("18-24", "in", 18, 24, "1"),
        ("1.5 to 2 million", "in", 1.5e6, 2e6, "1"),
        ("18 to 24 %", "in", 18, 24, "percent"),
        ("< 20 %", "<", -np.inf, 20, "percent"),
        ("> 1.5 million", ">", 1.5e6, np.inf, "1"),
        ("> 25,000", ">", 25000, np.inf, "1"),
        ("超过15", ">", 15, np.inf, "1"),
        ("exceeds 1.5 million", ">", 1.5e6, np.inf, "1"),
        ("15 or more", "≥", 15, np.inf, "1"),
        ("至少15", "≥", 15, np.inf, "1"),
        ("no less than 15", "≥", 15, np.inf, "1"),
        ("15以上", "≥", 15, np.inf, "1"),
        ("no more than 15", "≤", -np.inf, 15, "1"),
        ("不超过15", "≤", -np.inf, 15, "1"),
        ("15 or less", "≤", -np.inf, 15, "1"),
        ("below 15", "<", -np.inf, 15, "1"),
        ("Under 15", "<", -np.inf, 15, "1"),
        ("不到20%", "<", -np.inf, 20, "percent"),
        ("大约20", "≈", 18, 22, "1"),
        ("20左右", "≈", 18, 22, "1"),
        ("超过百分之二十", ">", 20, np.inf, "percent"),
        ("二十倍以上", "≥", 20, np.inf, "1"),
        ("nearly 20", "≈", 18, 22, "1"),
        ("almost 20", "≈", 18, 22, "1"),
        ("Close to 20", "≈", 18, 22, "1"),
        ("近20", "≈", 18, 22, "1"),
        ("将近20倍", "≈", 18, 22, "1"),
        ("接近20", "≈", 18, 22, "1"),
        ("约为20", "≈", 18, 22, "1"),
        ("大约为20", "≈", 18, 22, "1"),
    ],
)
def test_a_claim_is_read_as_people_write_it(model, claim, relation, low, high, unit):
    reply = model.ask("yearly_takings / yearly_fuel_cost", claim)
    printed = reply.printed
    assert (printed.relation, printed.low, printed.high, reply.unit) == (relation, low, high, unit)


def test_a_claim_may_leave_out_what_stands_below_the_line_and_takes_the_unit_it_names(model):
    assert model.ask("fuel_per_crossing * fuel_price", "about $50").unit == "USD/crossing"
    weekly = model.ask("yearly_takings", "> 20,000 USD/week")
    assert weekly.unit == "USD/week"
    assert weekly.value == pytest.approx(1.344e6 / 365.25 * 7, rel=1e-3)
    assert model.ask("yearly_takings", "> 20,000 USD/weeks").unit == "USD/week"
    assert model.ask("yearly_takings", "more than 0 USD/week", unit="USD/year").printed.low == 0
    assert model.ask("yearly_takings", "> 20,000 USD/week", unit="USD/year").printed.low == pytest.approx(
        20_000 * 365.2425 / 7, rel=1e-3
    )


@pytest.mark.parametrize(
    ("formula", "unit", "as_tables_write_it"),
    [
        ("boat_count * season_length * 1 year", "boat-days", "boat·day"),
        ("boat_count * season_length * 1 year", "boat·day", "boat·day"),
        ("boat_count * season_length * 1 year", "boat-years", "boat·year"),
        ("boat_count * season_length * 1 year", "boat-hour", "boat·hour"),
        ("yearly_fuel", "litre per day", "liter/day"),
        ("yearly_takings", "$ a week", "USD/week"),
        ("yearly_takings", "US dollars per week", "USD/week"),
        ("boat_count * boat_price", "$", "USD"),
        ("fuel_share", "%", "percent"),
        ("fuel_share", "per cent", "percent"),
        ("yearly_takings / yearly_fuel_cost", "times", "1"),
        ("fuel_per_crossing * 1 crossing", "m³", "m**3"),
        ("fuel_per_crossing * 1 crossing / (1 km)", "m^2", "m**2"),
        ("1 km", "m", "m"),
    ],
)
def test_the_unit_of_an_answer_is_read_as_that_of_a_claim_is(model, formula, unit, as_tables_write_it):
    reply = model.ask(formula, unit=unit)
    assert reply.unit == as_tables_write_it
    assert reply.value == pytest.approx(model.ask(formula, unit=as_tables_write_it).value, rel=1e-12)
    claimed = model.ask(formula, f"> 3 {unit}") if unit[0] != "$" else model.ask(formula, f"> $3{unit[1:]}")
    assert claimed.unit == as_tables_write_it


@pytest.mark.parametrize(
    ("formula", "claim", "unit", "verdict"),
    [
        # 10 days are any of 9.5 to 10.5, and 30 % any of 29.5 to 30.5, whatever the answer is wanted in.
        ("10.2 day", "= 10 day", "", Verdict.ADDS_UP),
        ("10.2 day", "= 10 day", "week", Verdict.ADDS_UP),
        ("10.6 day", "= 10 day", "week", Verdict.FAILS),
        ("26 percent", "= 30 %", "1", Verdict.FAILS),
        ("29.6 percent", "= 30 %", "1", Verdict.ADDS_UP),
        ("0.504 USD/hour", "= $0.50", "", Verdict.ADDS_UP),
        ("0.54 USD/hour", "= $0.50", "", Verdict.FAILS),
    ],
)
def test_what_rounds_to_a_claimed_figure_is_decided_by_its_own_unit(model, formula, claim, unit, verdict):
    assert model.ask(formula, claim, unit).verdict is verdict


@pytest.mark.parametrize(
    ("formula", "claim", "needed", "standing"),
    [
        # Six boats: they are six, and to be more, or fewer, they have to be.
        ("boat_count", "> 6 boat", "more than 6 boats", "a touch more than taken"),
        ("boat_count", "< 6 boat", "less than 6 boats", "a touch less than taken"),
        ("(6 boat) * (6 boat) / boat_count", "< 6 boat", "more than 6 boats", "a touch more than taken"),
        ("(6 boat) * (6 boat) / boat_count", "> 6 boat", "less than 6 boats", "a touch less than taken"),
        ("boat_count", "at least 6 boat", "at least 6 boats", "which it is"),
        ("boat_count", "at most 6 boat", "at most 6 boats", "which it is"),
        ("boat_count", "> 6.001 boat", "more than 6.01 boats", "a touch more than taken"),
        ("boat_count", "> 9 boat", "more than 9 boats", "50 % more than taken"),
        ("boat_count", "> 5 boat", "more than 5 boats", "which it is"),
    ],
)
def test_what_would_make_a_claim_right_points_the_right_way_also_from_the_bound_itself(
    model, formula, claim, needed, standing
):
    reply = model.ask(formula, claim)
    belief = describe_belief(reply.result, reply.quantity, "boat_count", reply.model)
    assert (belief["needed"], belief["standing"]) == (needed, standing)


WRONG = [
    ("yearly_takings", "> 15 day", "'> 15 day' is not a kind of USD/year"),
    ("yearly_takings", "lots", "'lots' is not a quantity; write one such as '> 15'"),
    ("yearly_takings", "> ", "has no figure (a shell takes $1 out of double quotes"),
    ("yearly_takings", "> 15 to 20", "is more than one figure"),
    ("yearly_takings", "24 to 18", "ends below where it begins"),
    ("yearly_takings + boat_count", "", "the units in the formula 'yearly_takings + boat_count' do not fit"),
    ("yearly_taking", "", "no quantity is called 'yearly_taking'; did you mean yearly_takings"),
    ("boat_price / (boat_count - 6 boat)", "", "has no finite value: it divides by zero"),
    ("log(boat_price)", "", "do not fit"),
    *((formula, "", f"the formula {formula!r} has no finite value") for formula in ("log(0)", "sqrt(-1)", "exp(1000)")),
    ("(boat_price * 2", "", "cannot be read at its end; write one such as 'price * count / (30 day)'; a bracket is"),
    ("log10(100)", "", "for log10(x) write log(x) / log(10)"),
    ("ln(100)", "", "for ln(x) write log(x)"),
]


def test_what_is_claimed_may_be_a_number(model):
    # Six boats and six more.
    assert model.ask("2 * boat_count", 12).verdict is Verdict.ADDS_UP
    assert model.ask("2 * boat_count", 12.5).verdict is Verdict.FAILS


@pytest.mark.parametrize(("formula", "claim", "said"), WRONG)
def test_what_cannot_be_answered_gives_one_line(model, formula, claim, said):
    with pytest.raises(UserError, match=re.escape(said)) as error:
        model.ask(formula, claim)
    assert "\n" not in str(error.value)


def test_what_drives_it_and_what_would_make_it_right_stand_in_a_frame(model):
    drivers = model.ask("fuel_per_crossing * fuel_price * 4800 crossing", "= 240,000 USD").drivers()
    assert list(drivers.index) == ["fuel_per_crossing", "fuel_price"]
    assert drivers.loc["fuel_price", ["at_low", "at_high"]].tolist() == pytest.approx(
        [1.2 * 40 * 4800, 1.9 * 40 * 4800]
    )
    assert drivers["elasticity"].tolist() == pytest.approx([1, 1])
    assert drivers["share"].sum() == pytest.approx(1)
    assert drivers["needed"].tolist() == pytest.approx([240_000 / 4800 / 1.5, 240_000 / 4800 / 40])  # liters, dollars


def test_a_model_with_other_assumptions_answers_with_them(model):
    changed = model.with_(fuel_price="3 USD/liter")
    assert changed.ask("fuel_price * 40 liter").value == pytest.approx(120)
    assert not changed.ask("fuel_price * 40 liter").is_uncertain
    assert model.ask("fuel_price * 40 liter").value == pytest.approx(60)


def test_asking_changes_nothing_in_the_book(model):
    before = dict(model.values)
    model.ask("boat_count * 2", "> 3")
    assert "asked" not in model.project.claims
    assert model.values == before


# What it rests on


@pytest.mark.parametrize(
    ("formula", "claim", "verdict", "said"),
    [
        (
            "350000 * $25000",
            "> $8 billion",
            "adds up",
            "adds up by arithmetic on the numbers given; nothing of the book is in it",
        ),
        ("3 * 4", "> 13", "fails", "fails by arithmetic on the numbers given; nothing of the book is in it"),
        (
            "new_pier / (1 year)",
            "> 13",
            "adds up",
            "adds up by arithmetic on the numbers given; nothing of the book is in it",
        ),
    ],
)
def test_what_rests_on_the_askers_numbers_alone_is_arithmetic_and_held_against_nothing(
    model, formula, claim, verdict, said
):
    reply = model.ask(formula, claim)
    assert (reply.verdict, reply.judged) == (verdict, f"The claim {said}")
    assert reply.answer is Answer.CANNOT_BE_SETTLED


TICKET = "Lorn Herald 2024 prints (ticket_price: $3.5 per passenger)"


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({}, f"agree; it takes for granted what {TICKET}"),
        ({"ticket_price": 5}, "agree; on the value that was set (ticket_price: $5 per passenger)"),
        ({"passengers_per_crossing": "70..90"}, f"agree; on the value that was set (passengers_per_crossing: 70 to "
         f"90 passengers per crossing); it takes for granted what {TICKET}"),
        ({"passengers_per_crossing": 90}, "The claim adds up by arithmetic on what Lorn Herald 2024 itself prints and "
         "on the value that was set (passengers_per_crossing: 90 passengers per crossing); nothing from outside is in "
         "it"),
        ({"passengers_per_crossing": 90, "ticket_price": 5}, "The claim adds up by arithmetic on the values that were "
         "set (passengers_per_crossing: 90 passengers per crossing, ticket_price: $5 per passenger); "
         "nothing from outside is in it"),
    ],
)  # fmt: skip
def test_an_answer_names_what_it_takes_over_from_a_source_and_what_was_set(model, changes, ends):
    reply = model.with_(**changes).ask("ticket_price * passengers_per_crossing", "> $100")
    assert reply.judged.endswith(ends), reply.judged


@pytest.fixture
def of_two_sources(project):
    """A book whose two sources print an input each."""
    replace(project.data / "assumptions.csv", "boat,,,,Boats,herald-2024", "boat,,,,Boats,fjordblad-2024")
    return Project(project.root)


@pytest.mark.thorough
def test_what_no_one_source_prints_together_is_an_estimate_when_it_is_asked_and_when_it_is_saved(of_two_sources):
    reply = Model.of(of_two_sources).ask("boat_count * ticket_price", "> $10 boat/passenger")
    assert (reply.kind, reply.answer) == ("estimate", Answer.YES)
    assert reply.judged == (
        f"The claim holds by an estimate: it is so, and nothing in it is uncertain; it takes for granted what {TICKET} "
        "and what Fjordblad 2024 prints (boat_count: 6 boats), which no one source prints together"
    )
    answer = save(of_two_sources, "fares", "boat_count * ticket_price", "> $10 boat/passenger")
    assert answer.code == 2
    assert "is estimated by fares, in which nothing is uncertain" in answer.err


@pytest.mark.parametrize(("source", "kind"), [("herald-2024", "arithmetic"), ("fjordblad-2024", "estimate")])
def test_what_one_source_prints_is_arithmetic_for_a_claim_of_its_own_and_an_estimate_for_anothers(model, source, kind):
    reply = model.ask("crossings_per_day * season_length", "about 4800")
    assert reply.kind == "arithmetic"
    names = reply.assumptions
    assert is_arithmetic(names, model, source) == (kind == "arithmetic")
    _, claim = texts_of_question(model.project, reply, "fares", source, {"line": 3, "statement": "So many"})
    assert claim.tests[0].kind == kind
    assert bool(not_of(source, names, model)) == (kind == "estimate")


# As notebooks and pandas take it


def test_a_reply_shows_itself_in_notebooks_and_terminals(model):
    reply = model.ask("fuel_per_crossing * fuel_price", "about $50")
    text, html = repr(reply), reply._repr_html_()
    assert text.splitlines()[0] == "fuel_per_crossing * fuel_price"
    for part in ("█", "about $50 per crossing", "The claim holds by an estimate: likely"):
        assert part in text
    assert html.count("<svg") == 1
    assert "about $50 per crossing" in html
    assert "<script" not in html


def test_a_reply_has_its_draws_and_a_frame(model):
    reply = model.ask("fuel_per_crossing * fuel_price", "< 60 USD/crossing")
    assert reply.draws.shape == (8192,)
    assert np.quantile(reply.draws, [0.05, 0.95]).tolist() == pytest.approx([reply.low, reply.high])
    frame = reply.frame()
    assert frame.shape[0] == 1
    assert frame.loc[0, "probability"] == pytest.approx((reply.draws < 60).mean())


def test_the_models_results_are_frames(model):
    claims, quantities, assumptions = (model.frame(kind) for kind in ("claims", "quantities", "assumptions"))
    assert list(claims.index) == list(PROJECT.claims)
    assert claims.loc["herald-2024-fuel-share", "verdict"] == "plausible"
    assert quantities.loc["boats_at_work", ["value", "unit"]].tolist() == [4, "boat"]
    assert assumptions.loc["fuel_price", ["low", "value", "high"]].tolist() == [1.2, 1.5, 1.9]
    assert all(isinstance(frame, pd.DataFrame) for frame in (claims, quantities, assumptions))
    with pytest.raises(UserError, match="no frame is called 'claim'; did you mean claims"):
        model.frame("claim")


# As a command


@pytest.mark.usefixtures("there")
def test_the_command_says_value_histogram_verdict_drivers_and_what_would_do():
    said = claimbook("ask", "fuel_per_crossing * fuel_price * 4800 crossing", "--claim", "= 200,000 USD").out
    for part in (
        "fuel_per_crossing * fuel_price * 4800 crossing", "█", "┃ $200,000",
        "Claimed: $200,000. The claim is plausible by an estimate: possible",
        "It would be right if: ", "$1.04167 per liter (fuel price)", "27.7778 liters per crossing (fuel per crossing)",
        "What matters most", "fuel_per_crossing", "30 to 55 liters per crossing", "outside its range",
    ):  # fmt: skip
        assert part in said


@pytest.mark.usefixtures("there")
def test_the_command_says_beside_the_median_of_the_draws_what_each_input_at_its_value_gives():
    said = claimbook("ask", "100 * fuel_per_crossing * fuel_price / (80 * 3.5 USD/crossing)").out
    assert "\n  the median of the draws; each input at its value gives 21.4×\n" in said  # 100 × 40 × 1.5 / 280
    assert "median" not in claimbook("ask", "2 * 80").out


@pytest.mark.usefixtures("there")
def test_a_formula_may_begin_with_a_minus():
    for arguments in (["-yearly_fuel"], ["-yearly_fuel", "--claim", "-500 liter/day"], ["--", "-yearly_fuel"]):
        said = claimbook("ask", *arguments)
        assert said.code == 0, said.err
        assert said.out.startswith("-yearly_fuel\n= −526 liters per day")
    assert claimbook("ask", "-(fuel_price * 2 liter)").out.startswith("-(fuel_price * 2 liter)\n= −$3")
    assert "No such option '--clam'" in claimbook("ask", "-yearly_fuel", "--clam", "> 3").err
    assert claimbook("ask", "-h").out.startswith("Usage: ")


@pytest.mark.usefixtures("there")
def test_settings_and_scenarios_work_on_a_question_and_are_repeated():
    said = claimbook("ask", "yearly_passengers", "--scenario", "fuller-boats", "--set", "season_length=100")
    assert "passengers_per_crossing: 80 passengers per crossing" in said.out
    assert "→ 110 passengers per crossing" in said.out
    assert "season_length: 200 days per year → 100 days per year" in said.out
    assert f"= {24 * 100 * 110:,} passengers per year" in said.out


@pytest.mark.usefixtures("there")
def test_json_holds_what_the_text_says():
    record = json.loads(claimbook("ask", "boat_count * boat_price", "--claim", "> $12 million", "--json").out)
    assert record["value"] == 12e6
    assert record["unit"] == "USD"
    assert record["equation"] == "boat_count*boat_price"
    assert (record["relation"], record["claimed"], record["verdict"]) == (">", 12e6, "plausible")
    assert [row["name"] for row in record["inputs"]] == ["boat_count", "boat_price"]
    assert record["believe"][1]["value"] == pytest.approx(2e6)


@pytest.mark.parametrize(
    ("formula", "equation"),
    [
        ("fuel_price - 1400 USD/m**3", "fuel_price - (1400 USD)/m**3"),
        ("1 - occupied_share", "1 - occupied_share"),
        ("boat_count * 30 %", "(30 percent)*boat_count"),
        ("boats_at_work / day", "(boat_count - boats_under_repair)/day"),
    ],
)
@pytest.mark.usefixtures("there")
def test_the_equation_of_an_answer_has_numbers_with_the_units_that_were_written(formula, equation):
    assert json.loads(claimbook("ask", formula, "--json").out)["equation"] == equation


@pytest.mark.usefixtures("there")
def test_a_question_can_be_swept(tmp_path):
    table = tmp_path / "swept.csv"
    answer = claimbook(
        "ask", "fuel_per_crossing * fuel_price", "--claim", "< 60 USD/crossing", "--over", "fuel_price=1:2:0.5",
        "--out", table, "--json",
    )  # fmt: skip
    assert json.loads(answer.out)["points"] == 3
    swept = pd.read_csv(table)
    assert swept["value"].tolist() == pytest.approx([40, 60, 80])
    # Less than 60 at $1 is less than 60 liters, at $2 less than 30, which is the low end.
    assert swept["verdict"].tolist()[0] == "holds"
    assert swept["probability"].tolist()[2] == pytest.approx(0.05, abs=0.01)
    without_claim = claimbook("ask", "boat_count * 2", "--over", "boat_count=1:3:1", "--out", table, "--json")
    assert json.loads(without_claim.out)["verdicts"] == {}
    assert pd.read_csv(table)["value"].tolist() == [2, 4, 6]


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    ("formula", "claim", "over", "said"),
    [
        ("crossings_per_day * season_length", "> 1000 crossing/year", "season_length=100:300:100", "adds up"),
        ("fuel_per_crossing * fuel_price", "< 200 USD/crossing", "fuel_price=1:2:0.5", "holds"),
    ],
)
def test_a_question_that_is_swept_is_answered_by_what_answers_it_alone(formula, claim, over, said, tmp_path):
    assert f"The claim {said} by" in claimbook("ask", formula, "--claim", claim).out
    swept = claimbook("ask", formula, "--claim", claim, "--over", over, "--out", tmp_path / "points.csv").out
    assert f"the claim {said} at 3 of 3 points" in swept


@pytest.mark.thorough
def test_questions_that_are_swept_without_a_place_do_not_overwrite_each_other(project):
    def written(formula, *over):
        answer = claimbook("--book", project.root, "ask", formula, *over, "--json")
        return json.loads(answer.out)["out"], json.loads(answer.out)["chart"]

    first = written("boat_count * 2", "--over", "boat_count=1:3:1")
    second = written("boat_count * 3", "--over", "boat_count=1:3:1")
    third = written("boat_count * 2", "--over", "boat_count=1:4:1")
    assert len({*first, *second, *third}) == 6
    assert written("boat_count * 2", "--over", "boat_count=1:3:1") == first
    assert pd.read_parquet(first[0])["value"].tolist() == [2, 4, 6]


@pytest.mark.parametrize("width", [25, 40, 59, 60])
def test_a_histogram_is_no_wider_than_the_terminal_and_says_all_the_same(model, width):
    reply = model.ask("boat_count * boat_price", "about $2 million")
    lines = reply.histogram(width)
    assert max(map(len, lines)) <= max(width, len("┃ about $2 million"))
    said = " ".join(lines)
    assert "┃ about $2 million" in said
    assert "$14 million" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["boat_count *"], "cannot be read at its end"),
        (["boat_count", "--in", "boat-yeers"], "'boat-yeers' is not a unit: 'yeers' is none; write one such as 'day'"),
        (["boat_count", "--out", "x.csv"], "--out says nothing without --over"),
        (["boat_count", "--line", "3"], "--line says nothing without --save"),
        (["boat_count", "--over", "fuel_price=1:2:1"], "the formula does not depend on fuel_price"),
        (["3 * 4", "--over", "fuel_price=1:2:1"], "it depends on no assumption"),
        (["boat_count", "--save", "x"], "--save needs --claim"),
        (["boat_count", "--claim", "> 3", "--save", "x"], "--save needs --line and --statement"),
        (["boat_count", "--claim", "> 3", "--save", "x", "--line", "1", "--statement", "s"], "needs --source KEY"),
    ],
)
@pytest.mark.usefixtures("there")
def test_a_slip_on_the_command_line_gives_one_line_and_exit_code_2(arguments, said):
    answer = claimbook("ask", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert not answer.out


@pytest.mark.parametrize("arguments", [["--claim", "> 3 boat-yeers"], ["--claim", "> 3 %%"], ["--claim", "> 1,5"]])
@pytest.mark.usefixtures("there")
def test_a_claim_that_cannot_be_read_is_refused_with_one_hint(arguments):
    said = claimbook("ask", "boat_count", *arguments).err
    assert said.count("write ") == 1, said


# Saved as a claim

FORMULA = "fuel_per_crossing * crossings_per_day * season_length * fuel_price"
SAVE = [
    "--source", "herald-2024", "--line", "3", "--statement", "Fuel costs less than $400,000 a year",
    "--chapter", "money",
]  # fmt: skip


def save(project, name="fuel-bill", formula=FORMULA, claim="less than $400,000", options=SAVE):
    return claimbook("--book", project.root, "ask", formula, "--claim", claim, "--save", name, *options)


def files(project):
    paths = [path for path in project.root.rglob("*") if path.is_file() and path != project.build / LOCK]
    return {path: path.read_bytes() for path in paths}


@pytest.mark.thorough
def test_a_claim_is_saved_in_its_own_unit_whatever_the_answer_was_wanted_in(project):
    assert save(project, claim="less than $400,000 a year", options=["--in", "USD/day", *SAVE]).code == 0
    claim = Project(project.root).find_claim("herald-2024-fuel-bill")
    assert (claim.unit, claim.printed.high, claim.printed.digits) == ("USD/year", 400_000, 6)


@pytest.mark.thorough
def test_a_question_becomes_a_claim_of_the_book_without_any_python(project):
    answer = save(project)
    assert answer.code == 0, answer.err
    assert (
        "herald-2024-fuel-bill is a claim of the book now, held against an estimate.\nIt is shown in money"
        in answer.out
    )
    book = Project(project.root)
    claim = book.find_claim("herald-2024-fuel-bill")
    assert claim.tests[0].formula == FORMULA
    assert [line for line in problems(book) if "claimbook accept" not in line] == []
    model = Model.of(book)
    result = model.result(claim.id)
    # 40 liters at $1.50 on 24 × 200 crossings, and what the ranges give.
    assert result.tests[0].value == pytest.approx(40 * 1.5 * 4800)
    low, _, high = 4800 * product_quantiles([FUEL, PRICE])
    assert (result.low, result.high) == pytest.approx((low, high), rel=0.01)
    assert result.verdict is Verdict.HOLDS
    assert plan(book, claim.id, ["fuel_price=1:3:1"]).quantity == "fuel_bill"
    # It is the twin of a derivation, in Python and in the browser.
    assert np.allclose(model.draws["fuel_bill"], model.draws["yearly_fuel_cost"], rtol=1e-12)
    assert function(book, "fuel_bill").partition(" => ")[2] == function(book, "yearly_fuel_cost").partition(" => ")[2]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "fuel-share"}, "the book has a claim herald-2024-fuel-share already"),
        ({"options": [*SAVE[:-1], "monny"]}, "no chapter is called 'monny'; did you mean money"),
        ({"options": ["--source", "heralt", *SAVE[2:]]}, "no source is called 'heralt'"),
        ({"options": [*SAVE[:3], "999", *SAVE[4:]]}, "stands in line 999, but text/herald-2024.txt has 7 lines"),
        ({"options": [*SAVE[:3], "0", *SAVE[4:]]}, "--line 0 cannot be"),
        ({"options": [*SAVE[:5], " ", *SAVE[6:]]}, "--save needs --statement"),
        # A claim of exact inputs from outside is no estimate.
        ({"formula": "seats_per_crossing", "claim": "> 100"}, "was not saved, since the book would be wrong"),
    ],
)
def test_what_cannot_be_saved_leaves_the_book_as_it_was(project, changed, said):
    before = files(project)
    answer = save(project, **changed)
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert files(project) == before


@pytest.mark.thorough
def test_a_question_is_saved_in_a_book_with_claims_that_are_still_to_be_written(project):
    stub = '\n  - id: herald-2024-stub\n    line: 7\n    numeral: "1911"\n    statement: todo\n    chapter: todo\n'
    append(project.data / "claims" / "herald-2024.yml", stub)
    answer = save(project)
    assert answer.code == 0, answer.err


@pytest.mark.thorough
def test_of_questions_that_are_saved_at_once_none_is_lost(project):
    names = ("fuel-bill", "fuel-bill-again", "fuel-bill-once-more")
    command = [sys.executable, "-m", "claimbook", "--book", str(project.root), "ask", FORMULA]
    running = [
        subprocess.Popen(
            [*command, "--claim", "less than $400,000", "--save", name, *SAVE],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    book = Project(project.root)
    assert {f"herald-2024-{name}" for name in names} <= set(book.claims)
    assert [line for line in problems(book) if "claimbook accept" not in line] == []


@pytest.mark.thorough
def test_a_command_that_changes_a_book_waits_for_the_one_that_does(project):
    said = project.root / "said"
    command = [sys.executable, "-m", "claimbook", "--book", str(project.root), "chapter", "new", "harbour"]
    with alone(project.build / LOCK, print), said.open("w") as stream:
        waiting = subprocess.Popen(
            [*command, "--title", "What the harbour costs"], stderr=stream, stdout=subprocess.DEVNULL
        )
        while not said.read_text():
            assert waiting.poll() is None
            sleep(0.05)
        assert said.read_text() == "claimbook: another change of this book is running; waiting for it to end\n"
        assert not (project.book / "harbour.ipynb").exists()
    assert waiting.wait(timeout=60) == 0
    assert (project.book / "harbour.ipynb").exists()


def test_a_new_claim_may_be_given_its_formula(project):
    answer = claimbook(
        "--book", project.root, "claim", "new", "herald-2024-fuel-bill", "--line", "3", "--statement", "Fuel is cheap",
        "--chapter", "money", "--printed", "less than 400e3", "--unit", "USD/year", "--test", "estimate",
        "--formula", FORMULA, "--bearing", "same",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "herald-2024-fuel-bill holds." in answer.out
    wrong = claimbook(
        "--book", project.root, "claim", "new", "herald-2024-bill", "--line", "3", "--statement", "x", "--chapter",
        "money", "--printed", "3", "--unit", "USD", "--test", "estimate", "--formula", "fuel_pric", "--bearing", "same",
    )  # fmt: skip
    assert wrong.code == 2
    assert "did you mean fuel_price" in wrong.err


# Written in the claims' files


def claim_by(formula, name="more"):
    return FORMULA_CLAIM.format(name=name, formula=formula, printed="less than 60", unit="USD/crossing")


def with_formulas(project, *formulas):
    for number, formula in enumerate(formulas, start=1):
        text = claim_by(formula, f"more-{number}")
        append(project.data / "claims" / "herald-2024.yml", text)
    return [line for line in problems(Project(project.root)) if "has no card" not in line]


@pytest.mark.thorough
def test_a_formula_in_a_claims_file_is_as_good_as_a_derivation(project):
    assert with_formulas(project, "fuel_per_crossing * fuel_price", "herald_2024_more_1 / 2") == []
    model = Model.of(Project(project.root))
    assert model.result("herald-2024-more-2").tests[0].value == pytest.approx(30)
    assert model.result("herald-2024-more-1").median == pytest.approx(product_quantiles([FUEL, PRICE])[1], rel=0.01)


BROKEN = [
    (["fuel_per_crossing * fuel_pric"], ["no quantity is called 'fuel_pric'; did you mean fuel_price"]),
    (["fuel_per_crossing + fuel_price"], ["the units in the formula 'fuel_per_crossing + fuel_price' do not fit"]),
    (["fuel_per_crossing"], ["herald-2024-more-1 is in USD/crossing, but herald_2024_more_1 comes out in"]),
    (["fuel_price / 0"], ["divides by zero"]),
    (["fuel_price / (boat_count - 6 boat)"], ["has no finite value"]),
    (["herald_2024_more_2 * 2", "herald_2024_more_1 * 2"], ["whose own needs this one", "whose own needs this one"]),
    (["fuel_price *", "fuel_per_crossing * fuel_prise"], ["cannot be read at its end", "did you mean fuel_price"]),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("formulas", "said"), BROKEN)
def test_the_check_says_of_each_wrong_formula_where_it_is_and_hides_no_other(project, formulas, said):
    found = with_formulas(project, *formulas)
    assert len(found) == len(said), found
    for line, part in zip(found, said, strict=True):
        assert part in line
        assert re.match(r"data/claims/herald-2024\.yml, line \d+: herald-2024-more-", line)


@pytest.mark.thorough
def test_a_test_has_a_formula_or_evidence_and_its_claim_a_unit(project):
    path = project.data / "claims" / "herald-2024.yml"
    append(path, claim_by("fuel_price").replace("    unit: USD/crossing\n", ""))
    assert any("has a formula and no `unit`" in line for line in problems(Project(project.root)))


def test_growth_by_a_doubling_rate_agrees_with_its_closed_form(model):
    reply = model.ask("log(2) / passenger_doubling_rate / passenger_doubling_time")
    assert reply.value == pytest.approx(log(2))
    assert reply.high - reply.low == pytest.approx(0, abs=1e-9)


def test_an_answer_of_zero_has_no_elasticity_and_no_traceback(model):
    price = model.assumptions["fuel_price"].value
    reply = model.ask(f"fuel_price - {price.magnitude} USD/liter")
    assert reply.value == pytest.approx(0, abs=1e-9)
    assert reply.drivers()["elasticity"].isna().all()


def test_a_unit_that_does_not_begin_at_zero_is_refused_in_one_line(model):
    with pytest.raises(UserError, match="does not begin at zero; write kelvin"):
        model.ask("1 degC")


# A claimed figure that may lack its million


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("> 8", "the claim is $8, one part in 1.5 million of the answer, $12 million: is $8 meant, or $8 million?"),
        ("about $11", "is $11 meant, or $11 million?"),
        ("10 to 14", "is $14 meant, or $14 million?"),
        ("> 50 trillion", ""),
        ("> 8 USD", ""),
        ("> 8e0 million", ""),
        ("> 200,000", ""),
        ("> 90,000,000,000", "7,500 times the answer, $12 million: is that meant?"),
    ],
)
@pytest.mark.usefixtures("there")
def test_a_claimed_figure_a_thousand_times_away_that_may_lack_a_word_is_asked_about(claim, said):
    told, quiet, refused = (
        claimbook("ask", "boat_count * boat_price", "--claim", claim, *more) for more in ([], ["--yes"], ["--strict"])
    )
    assert (told.code, quiet.code, refused.code) == (0, 0, 2 if said else 0)
    assert said in told.err
    assert said in refused.err
    assert told.err.count("\n") == bool(said)
    assert (quiet.err, told.out) == ("", quiet.out)


def test_python_warns_of_a_claimed_figure_that_may_lack_a_word(model):
    with pytest.warns(Doubtful, match="is \\$8 meant, or \\$8 million"):
        reply = model.ask("boat_count * boat_price", "> 8")
    assert reply.printed.claimed == 8, "asked about, and taken as it is written"

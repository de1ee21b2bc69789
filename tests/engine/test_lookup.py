"""Looking up what a book has: claims, assumptions and quantities by words and figures, and each by its name."""

import io
import json
import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from claimbook.commands import completing
from claimbook.commands.completing import VERDICTS
from claimbook.model.graph import derivation_names
from claimbook.model.verdict import Verdict
from claimbook.register.claims import WEIGHTS
from claimbook.results.lookup import claims_by_name
from claimbook.results.searching import Item, claim_items, find
from tests.commands import claimbook
from tests.editing import append
from tests.engine.book import PROJECT, fuel_shares
from tests.engine.test_search import CLAIMS

pytestmark = pytest.mark.usefixtures("there")


def names(answer):
    """The first column of the first table that a command printed."""
    assert answer.code == 0, answer.err
    return [line.split()[0] for line in answer.out.partition("\n\n")[0].splitlines()[1:]]


# Searching


@pytest.mark.parametrize(("query", "claim"), CLAIMS)
def test_a_claim_is_found_first_by_all_by_which_the_sites_search_finds_it(model, query, claim):
    found = find(query, claim_items(model.results, PROJECT), PROJECT)
    assert found[0] == f"herald-2024-{claim}"


@pytest.mark.parametrize(
    "query", ["384", "38,400", "3.84", "20倍", "20000", "13 million", "0.384", "zebra", "the of", ""]
)
def test_another_figure_that_has_the_same_digits_finds_no_claim(model, query):
    assert find(query, claim_items(model.results, PROJECT), PROJECT) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Heron-4", ["heron"]), ("heron4", ["heron"]), ("HERON 4", ["heron"]), ("Heron-40", []), ("Gull2", ["gull"]),
        ("gull-2", ["gull"]), ("Gull 2", ["gull"]), ("B20", ["gull"]), ("b-20", ["gull"]), ("a40", []),
        ("twenty-five times", ["heron"]), ("25 times", ["heron"]), ("25x", ["heron"]), ("tenfold", ["gull"]),
        ("five times", []), ("ferry twenty-five", ["heron"]), ("utilization", ["gull"]), ("organizing", ["heron"]),
        ("color", ["heron"]), ("centers", ["gull"]),
    ],
)  # fmt: skip
def test_names_with_a_number_numbers_in_words_and_spellings_are_found_however_they_are_written(query, found):
    texts = {
        "heron": "The ferry Heron-4 carries twenty-five times as many as one with 4 seats, the colour organised",
        "gull": "A Gull 2, after the B20, had a 40 kW engine, 4 sails, a utilisation of its centres and a tenfold crew",
    }
    items = [Item(name, (name,), 0, {"statement": [text]}) for name, text in texts.items()]
    assert find(query, items, PROJECT) == found


def test_claims_are_listed_as_they_answer_and_no_others():
    answer = claimbook("claims", "--search", "384,000 passengers")
    assert names(answer) == ["herald-2024-yearly-passengers"]
    records = json.loads(claimbook("claims", "--search", "fuel", "--json").out)
    assert {"herald-2024-fuel-share", "herald-2024-fuel-per-passenger"} <= {record["id"] for record in records}
    fails = json.loads(claimbook("claims", "--search", "fuel", "--verdict", "fails", "--json").out)
    assert [record["id"] for record in fails] == ["herald-2024-fuel-per-passenger"]


SEARCHED = (
    ": searched are ids, statements, figures as printed, claimed and found, notes, evidence, and the names of sources, "
    "verdicts and chapters"
)


@pytest.mark.parametrize(
    ("command", "searched"), [(["claims", "--search"], SEARCHED), (["assumptions"], ""), (["quantities"], "")]
)
def test_what_stands_nowhere_is_said_to_be_found_nowhere(command, searched):
    answer = claimbook(*command, "[red]zebra[/]")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith(f"is found by '[red]zebra[/]'{searched}.\n")
    assert json.loads(claimbook(*command, "zebra", "--json").out) == []


@pytest.mark.parametrize(
    ("command", "words", "found"),
    [
        ("assumptions", ["fuel"], ["fuel_per_crossing", "fuel_price"]),
        ("assumptions", ["PRICE", "ticket"], ["ticket_price"]),
        ("assumptions", ["3.50"], ["ticket_price"]),
        ("assumptions", ["passengers_a_trip"], ["passengers_per_crossing"]),  # as it was called earlier
        ("quantities", ["doubling"], ["passenger_doubling_time"]),
        ("quantities", ["boats", "repair"], ["boats_at_work"]),
        ("quantities", ["fuel_share"], ["fuel_share"]),
    ],
)
def test_an_assumption_or_quantity_is_found_by_name_description_and_figure(command, words, found):
    assert names(claimbook(command, *words))[: len(found)] == found


@pytest.mark.parametrize("command", [["claims", "--search"], ["assumptions"], ["quantities"]])
@pytest.mark.parametrize(
    ("written", "meant"),
    [("passangers", "passengers"), ("fule passangers", "passengers"), ("pasengers zebra", "passengers")],
)
def test_a_search_that_finds_nothing_suggests_words_that_are_like_those_that_find_nothing(command, written, meant):
    answer = claimbook(*command, written)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.lower().endswith(f"did you mean {meant}?\n")


# Lists


def test_every_assumption_is_listed_with_value_range_and_the_number_of_claims_that_hang_on_it(model):
    answer = claimbook("assumptions")
    assert names(answer) == [*model.assumptions]
    (line,) = [line for line in answer.out.splitlines() if line.startswith("fuel_per_crossing ")]
    said = "fuel_per_crossing 40 liters per crossing 30 to 55 liters per crossing 2 Fuel that one crossing takes"
    assert " ".join(line.split()) == f"{said} Pilot 2024"


def test_every_quantity_is_listed_with_value_and_interval(model):
    answer = claimbook("quantities")
    assert names(answer) == [*derivation_names(PROJECT)]
    (line,) = [line for line in answer.out.splitlines() if line.startswith("fuel_share ")]
    assert f"{100 * 40 * 1.5 / (80 * 3.5):.1f} %" in line
    ends = [float(end) for end in re.search(r"([\d.]+) to ([\d.]+) %", line).groups()]
    assert ends == pytest.approx([fuel_shares()[0], fuel_shares()[2]], rel=0.01)


@pytest.mark.parametrize("command", ["assumptions", "quantities"])
def test_lists_as_json_are_tables_for_pandas_and_jq(command, model):
    text = claimbook(command, "--json").out
    table = pd.read_json(io.StringIO(text)).set_index("name")
    assert table.loc["fuel_price" if command == "assumptions" else "fuel_share", "claims"] == ["herald-2024-fuel-share"]
    assert table["unit"].str.len().min() > 0
    if shutil.which("jq"):
        said = subprocess.run(["jq", "-r", ".[].name"], input=text, capture_output=True, text=True, check=True).stdout
        assert said.split() == table.index.tolist()


def test_claims_hang_on_what_their_quantities_are_computed_from_however_far():
    hanging = claims_by_name(PROJECT)
    assert set(hanging["yearly_crossings"]) == {
        "herald-2024-yearly-passengers", "herald-2024-takings", "herald-2024-fuel-share",
    }  # fmt: skip
    assert hanging["new_pier"] == hanging["passenger_doubling_rate"] == ("fjordblad-2024-doubling-time",)
    assert hanging["boats_at_work"] == ()
    assert "herald-2024-fuel-per-passenger" not in hanging["ticket_price"]


# One


def test_an_assumption_is_shown_with_where_it_is_from_and_what_hangs_on_it():
    out = claimbook("show", "fuel_price").out
    said = " ".join(out.split())
    for part in (
        "Price of fuel", "fuel_price, an estimate", "Value $1.5 per liter",
        "Range $1.2 to 1.9 per liter (90 % interval)",
        "Unit USD/liter", "From Pilot 2024, table 2", "Range from Lowest and highest month", "Used by yearly_fuel_cost",
        "Claims that hang on it: 1", "herald-2024-fuel-share plausible Fuel takes less than 20 % of the takings",
    ):  # fmt: skip
        assert part in said
    record = json.loads(claimbook("show", "fuel_price", "--json").out)
    assert (record["value"], record["low"], record["high"], record["unit"]) == (1.5, 1.2, 1.9, "USD/liter")
    assert (record["used_by"], record["claims"]) == (["yearly_fuel_cost"], ["herald-2024-fuel-share"])


@pytest.mark.parametrize("name", [*PROJECT.assumptions, *derivation_names(PROJECT)])
def test_every_assumption_and_quantity_can_be_shown(name, model):
    assert claimbook("show", name).out.splitlines()[1].startswith(f"{name}, ")
    record = json.loads(claimbook("show", name, "--json").out)
    assert record["value"] == pytest.approx(model.quantity(name).magnitude)


def test_a_quantity_is_shown_with_its_formula_inputs_and_drivers():
    out = claimbook("show", "fuel_share").out
    assert "fuel_share = fuel_per_crossing*fuel_price/(passengers_per_crossing*ticket_price)" in out
    assert "Value      21.4 %" in out
    assert out.index("What matters most") < out.index("Claims that hang on it: 1")
    record = json.loads(claimbook("show", "fuel_share", "--json").out)
    assert record["median"] == pytest.approx(fuel_shares()[1], rel=0.005)
    assert record["inputs"][0]["name"] == "crossings_per_day"
    assert record["used_by"] == []


def test_a_group_is_listed_and_shown_with_what_it_sets_and_the_claims_that_hang_on_any_of_it():
    listed = claimbook("assumptions", "board").out
    assert "passengers_on_board  stated_passengers_per_crossing, passengers_per_crossing  Passengers on one" in listed
    out = claimbook("show", "passengers_on_board").out
    assert "a group: --set passengers_on_board=… sets all of it" in out
    record = json.loads(claimbook("show", "passengers_on_board", "--json").out)
    assert [one["value"] for one in record["assumptions"]] == [80, 80]
    hanging = claims_by_name(PROJECT)
    both = {*hanging["stated_passengers_per_crossing"], *hanging["passengers_per_crossing"]}
    assert set(record["claims"]) == both
    assert json.loads(claimbook("show", "passengers_per_crossing", "--json").out)["groups"] == ["passengers_on_board"]


def test_an_earlier_name_shows_what_it_is_called_now():
    answer = claimbook("show", "passengers_a_trip")
    assert answer.out.startswith("Passengers on one crossing\npassengers_per_crossing")
    assert answer.err == "claimbook: passengers_a_trip is called passengers_per_crossing now\n"


@pytest.mark.parametrize(
    ("name", "suggested"),
    [("fuel_prise", "fuel_price"), ("fuel_shar", "fuel_share"), ("herald-2024-taking", "herald-2024-takings")],
)
def test_a_wrong_name_suggests_one_of_any_kind(name, suggested):
    answer = claimbook("show", name)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert f"no claim, assumption or quantity is called '{name}'; did you mean {suggested}" in answer.err


# Completion


def completed(*words, shell="zsh", **environment):
    """What a shell is told may follow some words, the last of them begun."""
    asked = {
        "_CLAIMBOOK_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    command = [sys.executable, "-c", "from claimbook.cli import main; main()"]
    answer = subprocess.run(
        command, env={**os.environ, **asked, **environment}, capture_output=True, text=True, check=True
    )
    assert answer.stderr == ""
    return answer.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["show", "fuel_p"], ["fuel_per_crossing", "fuel_per_passenger", "fuel_price"]),
        (["show", "herald-2024-fu"], ["herald-2024-fuel-per-passenger", "herald-2024-fuel-share"]),
        (["show", "passenger_doubling"], ["passenger_doubling_rate", "passenger_doubling_time"]),
        (["sweep", "fuel_share", "--over", "ti"], ["ticket_price="]),
        (["sweep", "fuel_share", "--over", "passengers_"], ["passengers_on_board=", "passengers_per_crossing="]),
        (["ask", "fuel_share", "--over", "passengers_o"], ["passengers_on_board="]),
        (["rerun", "--set", "boat_"], ["boat_count=", "boat_price="]),
        (["rerun", "fu"], ["fuller-boats"]),
        (["compare", "baseline", ""], ["baseline", "fuller-boats"]),
        (["diff", "b"], ["baseline"]),
        (["claims", "--verdict", "p"], ["pending", "plausible"]),
        (["claims", "--source", "h"], ["herald-2024"]),
        (["drivers", "payback"], ["payback_time"]),
        (["claim", "remove", "herald-2024-fuel-s"], ["herald-2024-fuel-share"]),
        (["completion", "z"], ["zsh"]),
        (["quan"], ["quantities"]),
    ],
)
def test_a_shell_completes_commands_and_the_books_names(words, found):
    assert completed("claimbook", *words)[1::3] == found


@pytest.mark.thorough
def test_a_completion_of_another_book_is_of_that_book_and_of_none_is_nothing(project):
    append(project.data / "claims" / "herald-2024.yml", "- id: herald-2024-zebra\n")
    assert "herald-2024-zebra" in completed("claimbook", "--book", str(project.root), "show", "herald")
    assert completed("claimbook", "--book", str(project.root / "nowhere"), "show", "herald") == [""]


def test_a_completion_loads_no_library_and_computes_nothing():
    code = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    code += "from claimbook.cli import main; main()"
    asked = {"_CLAIMBOOK_COMPLETE": "bash_complete", "COMP_WORDS": "claimbook show fu", "COMP_CWORD": "2"}
    answer = subprocess.run([sys.executable, "-c", code], env={**os.environ, **asked}, capture_output=True, text=True)
    assert "plain,fuel_price" in answer.stdout
    assert not {"numpy", "pandas", "pint", "rich", "yaml", "claimbook.project"} & {*answer.stderr.split()}


def test_what_completes_verdicts_and_weights_knows_all_of_them():
    assert set(VERDICTS) == {str(verdict) for verdict in Verdict}
    assert completing.WEIGHTS == WEIGHTS


def test_the_command_says_how_completion_is_switched_on_and_prints_the_script():
    said = claimbook("completion").out
    assert 'eval "$(claimbook completion bash)"' in said
    script = claimbook("completion", "bash").out
    if shutil.which("bash"):
        begun = "COMP_WORDS=(claimbook show fuel_s); COMP_CWORD=2"
        tried = f'{script}\n{begun}\nclaimbook() {{ {sys.executable} -m claimbook "$@"; }}\n'
        assert subprocess.run(["bash", "-n"], input=tried, text=True, capture_output=True).stderr == ""
    assert claimbook("completion", "csh").code == 2

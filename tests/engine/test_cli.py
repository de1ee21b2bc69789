"""The command line as its users call it."""

import json
import re
import subprocess
import sys

import pytest

from claimbook.chapters.card import cards
from claimbook.cli import COMMANDS, app
from claimbook.model.model import Model
from claimbook.site.downloads import write_register
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT, ROOT, fuel_shares
from tests.showing import assert_shown_alike

FIELDS = [
    "id", "source", "line", "numeral", "statement", "weight", "relation", "claimed", "claimed_low", "claimed_high",
    "unit", "quantity", "derived", "low", "median", "high", "verdict", "adds_up", "is_so", "probability", "percentile",
    "decided_by", "tests", "chapter",
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("there")


def test_claims_as_json_has_every_claim_with_every_field():
    answer = claimbook("claims", "--json")
    records = json.loads(answer.out)
    assert answer.code == 0
    assert [record["id"] for record in records] == list(PROJECT.claims)
    assert all(list(record)[: len(FIELDS)] == FIELDS for record in records)


def test_claims_can_be_filtered_by_source_and_verdict():
    records = json.loads(claimbook("claims", "--json", "--source", "herald-2024", "--verdict", "fails").out)
    assert [record["id"] for record in records] == ["herald-2024-fuel-per-passenger", "herald-2024-punctual"]
    assert {(record["source"], record["verdict"]) for record in records} == {("herald-2024", "fails")}


@pytest.mark.parametrize("weight", ["main", "supporting", "incidental"])
def test_claims_can_be_filtered_by_weight(weight):
    records = json.loads(claimbook("claims", "--json", "--weight", weight).out)
    assert [record["id"] for record in records] == [
        id for id, claim in PROJECT.claims.items() if claim.weight == weight
    ]


def test_a_tables_row_is_one_line_where_no_terminal_would_wrap_it(project):
    long = " and ".join(["Tickets bring about $1.3 million a year"] * 9)
    path = project.data / "claims" / "herald-2024.yml"
    replace(path, "statement: Tickets bring about $1.3 million a year", f"statement: {long}")
    lines = claimbook("--book", project.root, "claims").out.splitlines()
    assert len(lines) == 1 + len(PROJECT.claims)
    assert any(line.endswith(long) for line in lines)


@pytest.mark.thorough
def test_both_ends_of_a_printed_range_stand_in_every_table_and_record(project, tmp_path):
    replace(project.data / "claims" / "herald-2024.yml", "printed: about 1.3e6", "printed: 1.2e6..1.5e6")
    answer = claimbook("--book", project.root, "show", "herald-2024-takings", "--json")
    record = json.loads(answer.out)
    assert [record[key] for key in ("claimed", "claimed_low", "claimed_high")] == [1.35e6, 1.2e6, 1.5e6]
    model = Model.of(project)
    frame = model.frame("claims").loc["herald-2024-takings"]
    assert frame[["claimed_low", "claimed_high"]].tolist() == [1.2e6, 1.5e6]
    write_register(tmp_path, model)
    (row,) = [row for row in json.loads((tmp_path / "register.json").read_text()) if row["id"] == record["id"]]
    assert [row["claimed_low"], row["claimed_high"]] == [1.2e6, 1.5e6]
    other = {row["id"]: row for row in json.loads((tmp_path / "register.json").read_text())}["herald-2024-fuel-share"]
    assert other["claimed"] == other["claimed_low"] == other["claimed_high"] == 20
    asked = json.loads(claimbook("ask", "boat_count * boat_price", "--claim", "$10 to 14 million", "--json").out)
    assert [asked["claimed_low"], asked["claimed_high"]] == [10e6, 14e6]


def test_claims_can_be_filtered_by_words_in_capitals():
    for small, great in (
        (("--weight", "main"), ("--weight", "Main")),
        (("--verdict", "fails"), ("--verdict", "FAILS")),
    ):
        answer = claimbook("claims", "--json", *great)
        assert answer.code == 0, answer.err
        assert answer.out == claimbook("claims", "--json", *small).out != "[]\n"


def test_claims_as_a_table_shows_whole_ids_and_verdicts():
    lines = claimbook("claims").out.splitlines()
    assert lines[0].split() == ["Claim", "Claimed", "Found", "Verdict", "How", "likely", "Statement"]
    (line,) = [line for line in lines if line.startswith("herald-2024-fuel-share ")]
    assert "less than 20 %" in line
    # About 40 liters at $1.50 of 80 tickets at $3.50, the middle of what the ranges give together.
    found, share = re.search(r" ([\d.]+) % +plausible +([\d]+) % of draws agree ", line).groups()
    assert float(found) == pytest.approx(fuel_shares()[1], rel=0.005)
    assert 5 < int(share) < 50  # below 20 %, which is less than the median and more than the low end
    assert fuel_shares()[0] < 20 < fuel_shares()[1]


def test_show_has_statement_equation_inputs_references_and_verdict():
    said = claimbook("show", "herald-2024-takings").out
    for part in (
        "Tickets bring about $1.3 million a year", "printed as $1.3 million (main)",
        "Verdict   adds up", "Adds up   yes", "Is so     cannot be settled", "Found     $1.34 million per year",
        # 80 passengers as printed are 79.5 to 80.5; outside they are 60 to 100, on 24 × 200 crossings, at $3.50 each.
        "Its own figures: $1.34 million per year ($1.34 to 1.35 million per year) – adds up",
        "Outside inputs (every ticket at the full price): $1.34 million per year ($1.01 to 1.68 million per year) – "
        "leaves open",
        "(near what is claimed, so it does not decide)",
        "80 passengers per crossing", "Lorn Herald 2024, line 2",
        "stated_yearly_takings = crossings_per_day*season_length*stated_passengers_per_crossing*ticket_price",
        "yearly_takings = crossings_per_day*passengers_per_crossing*season_length*ticket_price",
    ):  # fmt: skip
        assert part in said


def test_what_is_found_by_draws_is_called_their_median_beside_what_each_input_at_its_value_gives():
    # 40 liters at $1.5 are 21.4 percent of 80 tickets at $3.50.
    said = claimbook("show", "herald-2024-fuel-share").out
    assert "Found     21.8 %, the median of the draws; each input at its value gives 21.4 %\n" in said
    same = claimbook("show", "herald-2024-takings").out
    assert "median" not in same


def test_show_says_what_is_missing_for_a_claim_that_nothing_decides():
    *_, before, last = claimbook("show", "fjordblad-2024-dearer").out.splitlines()
    assert (before, last) == ("", "Missing: the year, since prices there differ from year to year")


def test_show_has_a_numeral_as_its_language_prints_it():
    assert (
        "Fjordblad 2024, line 2, printed as 350.000 folk" in claimbook("show", "fjordblad-2024-yearly-passengers").out
    )


def test_show_as_json_has_inputs_and_what_one_would_have_to_believe():
    record = json.loads(claimbook("show", "herald-2024-fuel-per-passenger", "--json").out)
    estimate, delivered = record["tests"]
    assert estimate["value"] == pytest.approx(40 / 80)
    assert record["derived"] == record["median"] == estimate["median"] == pytest.approx(40 / 80, rel=0.02)
    assert (delivered["evidence"], delivered["bearing"], delivered["answer"]) == (
        ["fuel_delivered"], "near", "leaves open",
    )  # fmt: skip
    assert record["decided_by"] == "estimate"
    assert record["equations"] == {
        "fuel_per_passenger": "fuel_per_passenger = fuel_per_crossing/passengers_per_crossing"
    }
    assert {row["name"]: row["unit"] for row in record["inputs"]}["fuel_per_crossing"] == "liter/crossing"
    drivers = {row["assumption"]: row["elasticity"] for row in record["drivers"]["fuel_per_passenger"]}
    assert drivers == {"fuel_per_crossing": 1, "passengers_per_crossing": -1}
    assert {row["quantity"] for row in record["believe"]} == {"fuel_per_passenger"}
    believe = {row["assumption"]: row["value"] for row in record["believe"]}
    assert believe == pytest.approx({"fuel_per_crossing": 2 * 80, "passengers_per_crossing": 40 / 2})


@pytest.mark.parametrize("claim_id", PROJECT.claims)
def test_every_kind_of_claim_is_shown_as_text_as_json_and_as_a_card(model, claim_id):
    assert_shown_alike(claim_id, model)


def test_several_cards_are_one_below_the_other(model):
    ids = ["herald-2024-takings", "fjordblad-2024-doubling-time"]
    several = cards(ids, model)
    assert [several._repr_html_().index(f'id="{claim_id}"') > 0 for claim_id in ids] == [True, True]
    assert repr(several).count("\n") == 1


def listing(root):
    """Everything a rerun could leave behind: scenarios, chapters, the top of the project."""
    places = (root / "_build" / "scenarios", root / "book", root)
    return [sorted(place.iterdir()) if place.exists() else None for place in places]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "herald-2024-takins"], "did you mean herald-2024-takings"),
        (["show", "fuel for a crossing"], "with: claimbook claims --search 'fuel for a crossing'"),
        (["show", "Fuel_Price"], "is called 'Fuel_Price'; did you mean fuel_price?\n"),
        (["show", "fuel for a crossing"], "is called 'fuel for a crossing'; claims are found by their words with:"),
        (["claims", "--source", "herald"], "did you mean herald-2024"),
        (["claims", "--weight", "heavy"], "no claim has the weight 'heavy'; it is main, supporting or incidental"),
        (["claims", "--search", ""], "--search names nothing"),
        (["claims", "--search", " ", "--json"], "--search names nothing"),
        (["claims", "--verdict", "hold"], "did you mean holds"),
        (["rerun"], "give at least one --set"),
        (["rerun", "--set", "passengers_per_crossing"], "is not NAME=VALUE"),
        (["rerun", "--set", "=3"], "is not NAME=VALUE"),
        (["rerun", "--set", "passenger_per_crosing=90"], "did you mean passengers_per_crossing"),
        (["rerun", "--set", "FUEL_PRICE=2"], "no assumption is called 'FUEL_PRICE'; did you mean fuel_price?\n"),
        (["rerun", "--set", "Fuel_Prise=2"], "did you mean fuel_price"),
        (["ask", "FUEL_PRICE * 2"], "no quantity is called 'FUEL_PRICE'; did you mean fuel_price?\n"),
        (["claims", "--verdict", "Held"], "did you mean holds"),
        (["rerun", "--set", "passengers_per_crossing=many"], "is not a quantity"),
        (["rerun", "--set", "passengers_per_crossing=0_._"], "is not a"),
        (["rerun", "--set", "passengers_per_crossing=90 USD"], "is not a kind of passenger/crossing"),
        (["rerun", "--set", "passengers_per_crossing=-90"], "not above zero"),
        (["rerun", "--set", "passengers_per_crossing=0"], "not above zero"),
        (["rerun", "--set", "passengers_per_crossing=inf"], "not a finite number"),
        (["rerun", "--set", "passengers_per_crossing=1e400"], "not a finite number"),
        (
            ["rerun", "--set", "passengers_per_crossing=60..99..100"],
            "no distribution of this family has 60, 99 and 100",
        ),
        (["rerun", "--set", "passengers_per_crossing=90", "--set", "passengers_per_crossing=95"], "twice"),
        (["rerun"], "nothing is set: name a scenario"),
        (["rerun", "--set", "passengers_per_crossing=90", "--out", "book"], "not a scenario's site"),
        (["rerun", "--set", "passengers_per_crossing=90", "--out", "index.md"], "is a file"),
        (["rerun", "--set", "passengers_per_crossing=90", "--out", "index.md/x"], "below a file"),
        (["execute", "crosings"], "did you mean crossings"),
        (["bogus"], "no command is called 'bogus'; "),
        (["bogus"], "; claimbook --help lists all"),
        (["scenario"], "did you mean scenarios"),
        (["show", "Fuel price"], "did you mean fuel_price?"),
        (["rerun", "fuel_price=3"], "what is set stands behind --set: --set fuel_price=3"),
        (["rerun", "--set", "fuel_price"], "write for example --set fuel_price="),
        (["sweep", "yearly_fuel_cost", "--over", "fuel_price=1..4"], "write for example fuel_price="),
        (["claims", "--foo"], "No such option"),
        (["--foo", "claims"], "No such option"),
        (["claims", "--book", "x"], "--book stands before the command, as in: claimbook --book DIR claims"),
        (["claims", "--book=x"], "--book stands before the command, as in: claimbook --book DIR claims"),
        (["--json", "quantities"], "--json stands behind the command, as in: claimbook quantities --json"),
        (["--json"], "--json stands behind the command, as in: claimbook claims --json"),
        (["--set", "fuel_price=3"], "--set stands behind the command, as in: claimbook ask --set"),
        (
            ["rerun", "--set", "herald-2024-takings=3"],
            "herald-2024-takings is a claim, and no assumption; set what it rests on: crossings_per_day, ",
        ),
        (
            ["rerun", "--set", "herald-2024-founded=3"],
            "herald-2024-founded is a claim, and no assumption; it rests on no",
        ),
        (["rerun", "index.md"], "'index.md' is no scenario by its name: a scenario is a file that ends in .yml"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2_and_nothing_is_written(project, monkeypatch, arguments, said):
    monkeypatch.chdir(project.root)
    before = listing(project.root)
    answer = claimbook(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert answer.err.startswith("claimbook: ")
    assert answer.err.count("\n") == 1
    assert listing(project.root) == before


def test_a_search_that_finds_nothing_says_what_is_searched(there):
    answer = claimbook("claims", "--search", "xyzzy")
    assert answer.code == 0
    assert answer.out.startswith("No claim is found by 'xyzzy': searched are ids, statements, figures as printed")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "arguments",
    [
        ["pdf"],
        ["build"],
        ["accept", "--yes"],
        ["rerun", "--set", "passengers_per_crossing=90"],
        ["sweep", "fuel_share", "--over", "ticket_price=1:4:1"],
    ],
    ids=" ".join,
)
def test_a_file_in_the_place_of_the_build_is_named_in_one_line_and_left_as_it_is(project, arguments):
    replace(project.data / "assumptions.csv", "ticket_price,premise,3.50,", "ticket_price,premise,7,")
    project.build.write_text("mine", encoding="utf-8")
    answer = claimbook("--book", project.root, *arguments)
    assert answer.code == 2, answer.err
    assert f"{str(project.build)!r} is no folder" in answer.err or "lies below a file" in answer.err
    assert answer.err.count("\n") == 1
    assert project.build.read_text(encoding="utf-8") == "mine"


@pytest.mark.thorough
def test_a_mistake_in_a_process_of_its_own_is_one_line_and_exit_code_2():
    answer = subprocess.run(
        [sys.executable, "-m", "claimbook", "show", "nothing"], capture_output=True, text=True, cwd=ROOT, timeout=300
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("claimbook: no claim, assumption or quantity is called 'nothing'")
    assert answer.stderr.count("\n") == 1


@pytest.mark.thorough
def test_check_says_that_all_is_well():
    answer = claimbook("check")
    assert answer.code == 0
    assert "as described" in answer.out


@pytest.mark.thorough
def test_a_formula_that_ends_in_a_bare_number_is_checked_and_rerun_as_any_other(project):
    """A number to the power of a quantity is a number to pint, and no quantity."""
    growth = "    return 2 ** ((count_end - new_pier) * passenger_doubling_rate)\n"
    head = "\n\ndef growth(count_end: Quantity, new_pier: Quantity, passenger_doubling_rate: Quantity) -> Quantity:\n"
    about = '    """Times by which passengers have grown since the new pier. [1]"""\n'
    append(project.book / "derivations" / "crossings.py", head + about + growth)
    replace(project.root / "tests" / "oracles.py", "ORACLES = {", 'ORACLES = {\n    "growth": ("", 8.0),')
    answer = claimbook("--book", project.root, "check")
    assert (answer.code, answer.err) == (0, "")
    arguments = ["--set", "passenger_doubling_rate=0.2", "--no-site", "--json"]
    moved = json.loads(claimbook("--book", project.root, "rerun", *arguments).out)
    after = {row["name"]: row["after"]["derived"] for row in moved["quantities"]}
    assert after["growth"] == pytest.approx(2 ** (19 * 0.2))


def test_help_lists_every_command_and_loads_none():
    code = "import sys\nfrom claimbook.cli import app\napp.main(['--help'], standalone_mode=False)\nprint(*sys.modules)"
    *said, loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.splitlines()
    listed = [line.split()[0] for line in said[said.index("Commands:") + 1 :] if line[2:3].strip()]
    assert listed == [*COMMANDS]
    heavy = {"numpy", "pandas", "pint", "rich", "yaml", "claimbook.project", "claimbook.commands"}
    assert not heavy & {*loaded.split()}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_called_in_its_module_as_in_the_list_and_says_the_same_of_itself(name):
    command = app.get_command(None, name)
    assert command.name == name
    assert " ".join(command.help.split()).startswith(COMMANDS[name].about.rstrip("."))

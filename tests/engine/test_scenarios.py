"""Scenario files: what is listed, what is refused, and that their text stays text."""

import json
import re

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claimbook.chapters.card import card
from claimbook.chapters.execution import changes_for
from claimbook.errors import UserError
from claimbook.scenarios.scenario import (
    find_scenario,
    folder_of,
    read_scenario,
    scenarios,
    schema_problems,
    schema_text,
)
from claimbook.site import rerun
from claimbook.site.rerun import folder_name
from tests.commands import claimbook
from tests.editing import append
from tests.engine.book import PROJECT

FOLDER = folder_of(PROJECT)
SCHEMA = FOLDER / "scenario.schema.json"

HOSTILE = "<script>alert(1)</script> [bold red]x[/] ![](http://e) `{glue}x` {{ 7*7 }} $(id) \"' & <!--"
GOOD = "title: A title\nwhy: A reason\nassumptions:\n  fuel_price: 3\n"


def scenario_file(folder, text, name="trial.yml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return path


@pytest.fixture(autouse=True)
def in_a_copy(project, monkeypatch):
    """Stand in a copy of the book, so that whatever is written there is written by the test."""
    monkeypatch.chdir(project.root)


# What a book's own scenarios are


def test_the_scenario_answers_what_it_asks():
    (scenario,) = scenarios(PROJECT)
    model = scenario.model(PROJECT)
    assert model.result("herald-2024-yearly-passengers").derived == pytest.approx(24 * 200 * 110, rel=1e-9)
    fuel_share = model.result("herald-2024-fuel-share").deciding
    assert fuel_share.value == pytest.approx(100 * 40 * 1.5 / (110 * 3.5), rel=1e-9)
    assert scenario.settings["passengers_per_crossing"].reference == "harbour2024"


def test_the_schema_is_up_to_date_and_completes_every_assumption_and_group():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(PROJECT)
    assert set(schema["properties"]["assumptions"]["properties"]) == {*PROJECT.assumptions, *PROJECT.groups}
    Draft202012Validator.check_schema(schema)


def test_an_editor_that_reads_yaml_its_own_way_accepts_the_file():
    """Editors see numbers where this reader sees text."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    content = yaml.safe_load((FOLDER / "fuller-boats.yml").read_text(encoding="utf-8"))
    assert not list(validator.iter_errors(content))
    assert content["assumptions"]["passengers_per_crossing"]["value"] == 110


def test_the_list_names_each_scenario_with_what_it_changes(project):
    scenario_file(folder_of(project), GOOD, "another.yml")
    answer = claimbook("scenarios")
    (line,) = [line for line in answer.out.splitlines() if line.startswith("fuller-boats ")]
    assert "The boats are fuller" in line
    assert "passengers_per_crossing = 110" in line
    records = json.loads(claimbook("scenarios", "--json").out)
    assert [record["name"] for record in records] == ["another", "fuller-boats"]


def test_in_a_book_without_scenarios_a_name_of_one_is_refused_in_a_whole_sentence(project):
    (folder_of(project) / "fuller-boats.yml").unlink()
    answer = claimbook("--book", project.root, "rerun", "full-boats", "--no-site")
    assert answer.code == 2
    assert answer.err == "claimbook: no scenario is called 'full-boats'; there is none\n"


def test_a_scenario_of_ones_own_need_not_say_why_and_one_of_the_book_has_to(project, tmp_path):
    text = "title: Full boats\nassumptions:\n  passengers_per_crossing: 110\n"
    own = tmp_path / "own.yml"
    own.write_text(text, encoding="utf-8")
    assert claimbook("rerun", own, "--no-site").code == 0
    assert schema_problems(project) == []
    (folder_of(project) / "own.yml").write_text(text, encoding="utf-8")
    assert schema_problems(project) == ["scenarios/own.yml: it has no `why`; say why one would ask"]


# What a file may say


def test_a_value_may_have_a_range_a_unit_and_a_citation_of_its_own(tmp_path):
    text = (
        "title: T\nwhy: W\nassumptions:\n  fuel_price: {value: 1600, low: 1200, high: 2000, unit: USD/m**3, "
        "citation: a letter}\n  ticket_price: 2..4.5 USD/passenger\n"
    )
    scenario = read_scenario(scenario_file(tmp_path, text), PROJECT)
    model = scenario.model(PROJECT)
    fuel, ticket = model.assumptions["fuel_price"], model.assumptions["ticket_price"]
    assert (fuel.low.magnitude, fuel.value.magnitude, fuel.high.magnitude) == pytest.approx((1.2, 1.6, 2))
    assert ticket.value.magnitude == pytest.approx((2 * 4.5) ** 0.5)
    assert scenario.settings["fuel_price"].citation == "a letter"


@pytest.mark.parametrize(("text", "value"), [("2.5e0", 2.5), ("010", 10), ("1_000", 1000), ("+3", 3)])
def test_a_number_is_what_is_written_and_not_what_yaml_makes_of_it(tmp_path, text, value):
    """YAML 1.1 reads 010 as eight."""
    scenario = read_scenario(scenario_file(tmp_path, GOOD.replace("price: 3", f"price: {text}")), PROJECT)
    assert scenario.model(PROJECT).assumptions["fuel_price"].value.magnitude == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "trial.yml, line 2: a value is missing, or begins"),
        (
            GOOD.replace("price: 3", "price: {value: 3, unit: 1}"),
            "fuel_price: the unit is USD/liter, and 1 is a pure number; leave it out, or write one of that kind",
        ),
        ("title: a\ntitle: b\n", "line 2.*'title' stands there twice"),
        (GOOD + "  fuel_price: 4\n", "line 5.*stands there twice"),
        (GOOD + "colour: red\n", "line 5: colour: there is no such key"),
        ("title: T\nwhy: W\n", "assumptions: it is missing"),
        (
            GOOD.replace("assumptions:", "assumption:"),
            r"line 3: assumption: there is no such key; did you mean assumptions\?\n",
        ),
        (GOOD.replace("title:", "Title:"), r"line 1: Title: there is no such key; did you mean title\?\n"),
        ("- a\n- b\n", "the file: it should be names with values, a line each"),
        ("", "the file: it should be names with values, a line each"),
        (GOOD.replace("fuel_price", "fule_prize"), "did you mean fuel_price"),
        (GOOD.replace("3", "3 boat"), "not a kind of USD/liter"),
        (GOOD.replace("3", "4..3"), "not in order"),
        (GOOD.replace("3", "{low: 4, high: 3}"), "not in order"),
        (GOOD.replace("3", "{low: 4}"), "line 4: assumptions.fuel_price: it needs a value, or low and high"),
        (GOOD.replace("3", "{value: 3, locator: page 2}"), "a locator needs the reference"),
        (GOOD.replace("3", "[3]"), "a value is text such as '95 day', or a mapping"),
        (GOOD.replace("3", "{value: 3 USD/liter, unit: USD/liter}"), "write its unit"),
        (GOOD.replace("3", "{value: 3, reference: nobody2020}"), "no reference"),
        (GOOD.replace("3", ".nan"), "not a quantity"),
        (GOOD.replace("3", "NaN"), "not a finite number"),
        (GOOD.replace("3", "1e400"), "not a finite number"),
        (GOOD.replace("3", "-1"), "not above zero"),
        (
            GOOD.replace("3", "1e300"),
            "over 1 trillion times more or less than the \\$1.5 per liter it replaces; is the unit",
        ),
        (GOOD.replace("3", "1:30"), "not a unit"),
        (GOOD.replace("3", "!!python/object/apply:os.system [id]"), "tags are not allowed"),
        (GOOD.replace("3", "&a 3"), "anchors and aliases"),
        ("a: &a [x]\nb: [*a, *a]\n", "anchors and aliases"),
        (GOOD.replace("3", "[[[[[[[[[[3]]]]]]]]]]"), "nested too deeply"),
        (GOOD.replace("A title", "A" * 121), "title: it has more than 120 characters"),
        (GOOD.replace("A title", '" "'), "title: it is empty; write a value"),
        (GOOD.replace("A title", '"\\e[31mred"'), "cannot be shown"),
        (GOOD.replace("A title", "A\u202etitle"), "cannot be shown"),
        ("? [a]\n: b\n", "a key is a text"),
        (GOOD.replace("  fuel", "\tfuel"), "line 4: a tab stands before a text or a name; put blanks in its place"),
        ("title: T\nassumptions:\n- fuel_price\n", "line 2: assumptions: it should be names with values, a line each"),
        ("title: T\nassumptions:\n", "line 2: assumptions: it should be names with values"),
        ("title: T\nassumptions: {}\n", "line 2: assumptions: it is empty; write at least 1"),
        (
            GOOD.replace("3", ""),
            "line 4: assumptions.fuel_price: it is empty; write a value, or take the line out; scen",
        ),
        (GOOD.replace("3", "{value: [3]}"), "assumptions.fuel_price.value: it should be one text, not a list"),
        (GOOD + "---\n" + GOOD, "trial.yml holds 2 documents"),
        (b"\xff\xfe\x00", "not UTF-8 at byte 0"),
        (GOOD + "#" * 70_000, "larger than 64 kB"),
        ("[" * 60_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_in_one_line_and_nothing_is_written(tmp_path, text, said):
    path = scenario_file(tmp_path, text)
    before = listing(tmp_path)
    answer = claimbook("rerun", path)
    assert answer.code == 2
    assert answer.out == ""
    assert re.search(said, answer.err), answer.err
    assert answer.err.startswith("claimbook: ")
    assert answer.err.count("\n") == 1
    assert listing(tmp_path) == before


@pytest.mark.parametrize(
    "name", ["../../x", "../../x.yml", "x/../y", "~nobody/x.yml", "/dev/zero.yml", "a\nb.yml", "x\0.yml"]
)
def test_a_name_that_is_no_scenario_is_refused_in_one_line(name):
    answer = claimbook("rerun", name)
    assert answer.code == 2
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("name", ["Capital.yml", "a b.yml", "-x.yml", "é.yml", ".yml", "a" * 61 + ".yml"])
def test_a_file_may_only_be_called_what_a_folder_and_a_page_can_be(tmp_path, name):
    with pytest.raises(UserError, match=r"cannot be called|there is no file"):
        read_scenario(scenario_file(tmp_path, GOOD, name), PROJECT)


def test_settings_of_the_command_line_come_on_top_of_a_scenarios():
    record = json.loads(claimbook("rerun", "fuller-boats", "--set", "fuel_price=3", "--no-site", "--json").out)
    assert record["changes"] == {"fuel_price": "3 USD/liter", "passengers_per_crossing": "110 passenger/crossing"}
    (share,) = [row for row in record["turned"] + record["moved"] if row["name"] == "herald-2024-fuel-share"]
    assert share["after"]["derived"] == pytest.approx(100 * 40 * 3 / (110 * 3.5))


def test_a_setting_of_the_command_line_takes_the_place_of_a_scenarios():
    answer = claimbook("rerun", "fuller-boats", "--set", "passengers_per_crossing=95", "--no-site", "--json")
    assert json.loads(answer.out)["changes"] == {"passengers_per_crossing": "95 passenger/crossing"}


@pytest.mark.thorough
def test_of_several_scenarios_each_has_its_own_answer_and_its_own_folder(project):
    scenario_file(folder_of(project), GOOD, "dear-fuel.yml")
    names = ["fuller-boats", "dear-fuel"]
    records = json.loads(claimbook("rerun", *names, "--no-site", "--json").out)
    assert [record["scenario"] for record in records] == names
    chosen = [(find_scenario(name, project), find_scenario(name, project).model(project)) for name in names]
    assert [folder.name for folder in rerun.output_folders(None, chosen)] == names
    assert claimbook("rerun", names[0], names[0]).code == 2


def test_a_folders_name_holds_nothing_that_a_shell_or_a_path_could_mistake():
    scenario = find_scenario("fuller-boats", PROJECT).with_({"ticket_price": "2..4 USD/passenger"})
    assert folder_name(scenario, scenario.model(PROJECT)) == "fuller-boats_ticket_price=2..4-USD-passenger"


# Text stays text


@pytest.fixture
def hostile(tmp_path):
    text = json.dumps(
        {"title": HOSTILE, "why": HOSTILE, "assumptions": {"ticket_price": {"value": "7", "citation": HOSTILE}}}
    )
    return read_scenario(scenario_file(tmp_path, text), PROJECT)


def test_a_scenarios_text_is_shown_as_it_is_on_the_terminal(hostile, tmp_path):
    answer = claimbook("rerun", tmp_path / "trial.yml", "--no-site")
    assert answer.out.splitlines()[0] == HOSTILE


def test_a_scenarios_text_never_becomes_markup_on_a_page(hostile, model):
    from claimbook.results.diff import as_page, compare, side_of_model
    from claimbook.site.board import render_scenario
    from claimbook.site.scenario import banner

    changed = hostile.model(PROJECT)
    difference = compare(side_of_model("baseline", model), side_of_model(HOSTILE, changed), PROJECT)
    pages = [
        banner(changed, hostile.title, 'x" onclick="y'),
        render_scenario(changed, rerun.about(hostile, changed)),
        as_page(difference, PROJECT, hostile.title, hostile.why),
        card("herald-2024-takings", changed)._repr_html_(),
    ]
    for page in pages:
        assert "<script" not in page
        assert "<!--" not in page
        assert 'onclick="' not in page
    assert "&lt;script&gt;" in pages[0]
    assert "&lt;script&gt;" in pages[1]
    assert "&lt;script&gt;" in pages[2]


def test_what_a_notebook_is_given_is_written_anew_from_the_number_and_the_unit(tmp_path):
    text = GOOD.replace("3", "' 3.0 USD / liter '")
    model = read_scenario(scenario_file(tmp_path, text), PROJECT).model(PROJECT)
    assert changes_for("money", model) == {"fuel_price": "3 USD/liter"}


# Whatever is thrown at it


def listing(folder):
    """Everything in a test's folder, and wherever a rerun could leave something in the book that stands in it."""
    book = folder / "ferries"
    places = (folder, book, book / "scenarios", book / "_build" / "scenarios")
    return [sorted(place.iterdir()) if place.exists() else None for place in places]


NAMES = st.one_of(st.sampled_from([*PROJECT.assumptions]), st.text(max_size=20), st.just("fuel_price"))
NUMBERS = st.one_of(
    st.floats().map(repr),
    st.integers().map(str),
    st.sampled_from(
        ["1e400", "-0", "nan", "inf", ".inf", "0x10", "1:30", "010", "1e-400", "١٢", "½", "²", "1,5", "9" * 99]
    ),
)
UNITS = st.sampled_from(
    ["", " USD", " day", " USD/liter", " percent", " degC", " dB", " m**9", " a   a   a   a   a!", "%", " lambda"]
)
VALUES = st.one_of(
    st.tuples(NUMBERS, UNITS).map("".join),
    st.tuples(NUMBERS, NUMBERS, UNITS).map(lambda t: f"{t[0]}..{t[1]}{t[2]}"),
    st.text(max_size=40),
    st.sampled_from(
        ["..", "....", "1..2..3..4", "__import__('os').system('id')", "a" * 300, "$(id)", "{{7*7}}", "1..", "..1"]
    ),
)
CONTENT = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
SETTING = st.one_of(
    VALUES,
    st.dictionaries(
        st.sampled_from(["value", "low", "high", "unit", "reference", "locator", "citation", "x"]), VALUES, max_size=5
    ),
    CONTENT,
)
DOCUMENT = st.one_of(
    CONTENT,
    st.fixed_dictionaries(
        {
            "title": st.text(max_size=130),
            "why": st.text(max_size=40),
            "assumptions": st.dictionaries(NAMES, SETTING, max_size=3),
        },
        optional={"name": CONTENT},
    ),
)
SNIPPETS = st.sampled_from(
    ["&a ", "*a", "!!python/object:x ", "!x ", "<<: ", "- ", "? ", ": ", "|\n", ">-\n", "{", "}", "[", "]", "\t", "\0",
     "---\n", "...\n", "%YAML 9.9\n", "#", "'", '"', "\\", "\u2028", "\ud800", "\ufeff", "title: ", "why: ",
     "assumptions:\n  ", "\n", "fuel_price: ", "3", "x"]
)  # fmt: skip
FILES = st.one_of(
    DOCUMENT.map(lambda content: json.dumps(content)),
    DOCUMENT.map(lambda content: yaml.dump(content, allow_unicode=True)),
    st.lists(SNIPPETS, max_size=40).map("".join),
    st.text(max_size=200),
    st.binary(max_size=200),
)
fuzz = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], database=None
)


@pytest.fixture
def no_sites(monkeypatch):
    """Everything but the build itself, which a valid scenario would begin."""
    monkeypatch.setattr(rerun, "build_site", lambda *arguments: None)


def assert_answered(answer):
    assert answer.code in (0, 2), answer
    assert "Traceback" not in answer.err
    if answer.code == 2:
        assert answer.out == ""
        assert answer.err.startswith("claimbook: ")
        assert answer.err.count("\n") == 1, answer.err
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", answer.err), answer.err


@pytest.mark.thorough
@settings(fuzz, max_examples=1300)
@given(FILES)
@example(GOOD)
@example('title: T\nwhy: W\nassumptions:\n  ticket_price:\n    "\\x1F": 3\n')
def test_no_file_whatever_is_in_it_makes_a_traceback_or_leaves_a_file(tmp_path, no_sites, text):
    path = scenario_file(tmp_path, text)
    before = listing(tmp_path)
    assert_answered(claimbook("rerun", path))
    assert listing(tmp_path) == before


@settings(fuzz, max_examples=900)
@given(st.lists(st.one_of(st.tuples(NAMES, VALUES).map("=".join), st.text(max_size=30)), min_size=1, max_size=3))
@example(["fuel_price=3"])
@example(["season_length=3 a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a!"])
@pytest.mark.thorough
def test_no_setting_whatever_it_says_makes_a_traceback_or_leaves_a_file(tmp_path, no_sites, texts):
    before = listing(tmp_path)
    assert_answered(claimbook("rerun", *(part for text in texts for part in ("--set", text))))
    assert listing(tmp_path) == before


#: A quantity that leaves the range of numbers sooner than its inputs do, for it is raised to a power.
GROWTH = '''

def growth(
    times_per_doubling: Quantity, count_end: Quantity, new_pier: Quantity, passenger_doubling_rate: Quantity
) -> Quantity:
    """Times by which passengers have grown since the new pier. [1]"""
    return times_per_doubling ** ((count_end - new_pier) * passenger_doubling_rate)
'''


def test_a_range_one_end_of_which_leads_out_of_the_range_of_numbers_is_refused(project, no_sites):
    append(project.book / "derivations" / "crossings.py", GROWTH)
    append(project.data / "assumptions.csv", "times_per_doubling,definition,2,,,1,,,,Growth,harbour2024,,,,\n")
    answer = claimbook("rerun", "--set", "passenger_doubling_rate=0.1..1..1000", "--yes")
    assert_answered(answer)
    assert "growth has no finite value" in answer.err


@pytest.mark.thorough
@settings(fuzz, max_examples=25)
@given(
    st.sampled_from(["fuel_price", "season_length", "occupied_share", "passenger_doubling_rate", "new_pier"]),
    st.floats(-12, 12),
)
def test_no_value_however_far_off_makes_a_traceback(no_sites, name, exponent):
    value = PROJECT.assumptions[name].value.magnitude * 10.0**exponent
    assert_answered(claimbook("rerun", "--set", f"{name}={value!r}"))

"""Scenario files: what is shipped, what is refused, and that their text stays text."""

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
from claimbook.model.model import Model
from claimbook.scenarios.scenario import find_scenario, folder_of, read_scenario, scenarios, schema_text
from claimbook.site import rerun
from claimbook.site.rerun import folder_name
from tests.book import PROJECT, ROOT
from tests.commands import claimbook

FOLDER = folder_of(PROJECT)
SCHEMA = FOLDER / "scenario.schema.json"

HOSTILE = "<script>alert(1)</script> [bold red]x[/] ![](http://e) `{glue}x` {{ 7*7 }} $(id) \"' & <!--"
GOOD = "title: A title\nwhy: A reason\nassumptions:\n  a100_per_h100: 3\n"


def scenario_file(folder, text, name="trial.yml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return path


# What is shipped


def test_the_six_shipped_scenarios_answer_what_they_ask():
    """Each value against its source; what follows, by hand."""
    models = {scenario.name: scenario.model(PROJECT) for scenario in scenarios(PROJECT)}
    assert len(models) == 6
    by_hand = {
        ("h100-worth-three-a100s", "jiemian-2024-fleet-ratio"): 350_000 * 3 / 25_000,
        ("a100-at-two-dollars", "jiemian-2024-gpt4-cost"): 25_000 * 95 * 24 * 2,
        ("chatgpt-ten-times-the-visits", "huatai-2023-chatgpt-monthly-cost"): 6.16e9 * 0.01,
        ("european-electricity", "eeo-2023-chatgpt-electricity-cost"): 4000 * 6.5 * 24 * 0.22,
        ("idc-forecast-revised", "eeo-2023-china-compute-growth"): ((1460.3 / 155.2) ** (1 / 5) - 1) * 100,
        ("best-utilisation", "jiemian-2024-gpt4-compute"): 25_000 * 95 * 86_400 * 312e12 * 0.462,
    }
    assert {name for name, _ in by_hand} == set(models)
    for (name, claim), expected in by_hand.items():
        assert models[name].result(claim).derived == pytest.approx(expected, rel=1e-9), name


def test_every_shipped_value_says_where_it_comes_from():
    for scenario in scenarios(PROJECT):
        for name, setting in scenario.settings.items():
            assert setting.reference or setting.citation, (scenario.name, name)


def test_the_shipped_schema_is_up_to_date_and_completes_every_assumption():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(PROJECT)
    assert set(schema["properties"]["assumptions"]["properties"]) == set(PROJECT.assumptions)
    Draft202012Validator.check_schema(schema)


def test_an_editor_that_reads_yaml_its_own_way_accepts_the_shipped_files():
    """Editors see numbers where this reader sees text."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for path in FOLDER.glob("*.yml"):
        assert not list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))), path
        assert f"$schema={SCHEMA.name}" in path.read_text(encoding="utf-8").splitlines()[0]


def test_the_list_names_each_scenario_with_what_it_changes():
    answer = claimbook("scenarios")
    (line,) = [line for line in answer.out.splitlines() if line.startswith("h100-worth-three-a100s ")]
    assert "An H100 does the work of three A100s" in line
    assert "a100_per_h100 = 3" in line
    records = json.loads(claimbook("scenarios", "--json").out)
    assert [record["name"] for record in records] == sorted(path.stem for path in FOLDER.glob("*.yml"))


# What a file may say


def test_a_value_may_have_a_range_a_unit_and_a_citation_of_its_own(tmp_path):
    text = (
        "title: T\nwhy: W\nassumptions:\n  gpt4_training_time: {value: 13, low: 12, high: 15, unit: week, "
        "citation: a letter}\n  a100_rent: 1.5..2 USD/A100/hour\n"
    )
    scenario = read_scenario(scenario_file(tmp_path, text), PROJECT)
    model = scenario.model(PROJECT)
    time, rent = model.assumptions["gpt4_training_time"], model.assumptions["a100_rent"]
    assert (time.low.magnitude, time.value.magnitude, time.high.magnitude) == pytest.approx((84, 91, 105))
    assert rent.value.magnitude == pytest.approx((1.5 * 2) ** 0.5)
    assert scenario.settings["gpt4_training_time"].citation == "a letter"


@pytest.mark.parametrize(("text", "value"), [("1.5e0", 1.5), ("010", 10), ("1_0", 10), ("+3", 3)])
def test_a_number_is_what_is_written_and_not_what_yaml_makes_of_it(tmp_path, text, value):
    """YAML 1.1 reads 010 as eight."""
    scenario = read_scenario(scenario_file(tmp_path, GOOD.replace("h100: 3", f"h100: {text}")), PROJECT)
    assert scenario.model(PROJECT).assumptions["a100_per_h100"].value.magnitude == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "trial.yml, line 1: this is not the YAML"),
        ("title: a\ntitle: b\n", "line 2.*'title' stands there twice"),
        (GOOD + "  a100_per_h100: 4\n", "line 5.*stands there twice"),
        (GOOD + "colour: red\n", "'colour' was unexpected"),
        ("title: T\nwhy: W\n", "'assumptions' is a required property"),
        ("- a\n- b\n", "not of type 'object'"),
        ("", "not of type 'object'|required|''"),
        (GOOD.replace("a100_per_h100", "h100_per_a10"), "did you mean a100_per_h100"),
        (GOOD.replace("3", "3 USD"), "not a kind of A100/H100"),
        (GOOD.replace("3", "4..3"), "not in order"),
        (GOOD.replace("3", "{low: 4, high: 3}"), "not in order"),
        (GOOD.replace("3", "{low: 4}"), "'high' is a dependency of 'low'|a value is"),
        (GOOD.replace("3", "{value: 3 A100/H100, unit: A100/H100}"), "write its unit"),
        (GOOD.replace("3", "{value: 3, reference: nobody2020}"), "no reference"),
        (GOOD.replace("3", ".nan"), "not a quantity"),
        (GOOD.replace("3", "NaN"), "not a finite number"),
        (GOOD.replace("3", "1e400"), "not a finite number"),
        (GOOD.replace("3", "-1"), "not above zero"),
        (GOOD.replace("3", "1e300"), "is the unit right"),
        (GOOD.replace("3", "1:30"), "not a unit"),
        (GOOD.replace("3", "!!python/object/apply:os.system [id]"), "tags are not allowed"),
        (GOOD.replace("3", "&a 3"), "anchors and aliases"),
        ("a: &a [x]\nb: [*a, *a]\n", "anchors and aliases"),
        (GOOD.replace("3", "[[[[[[[[[[3]]]]]]]]]]"), "nested too deeply"),
        (GOOD.replace("A title", "A" * 121), "too long"),
        (GOOD.replace("A title", '" "'), "does not match"),
        (GOOD.replace("A title", '"\\e[31mred"'), "cannot be shown"),
        (GOOD.replace("A title", "A\u202etitle"), "cannot be shown"),
        ("? [a]\n: b\n", "a key is a text"),
        (GOOD + "---\n" + GOOD, "line 5"),
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
    answer = claimbook("rerun", "h100-worth-three-a100s", "--set", "gpt4_a100_count=60000", "--no-site", "--json")
    record = json.loads(answer.out)
    assert record["changes"] == {"gpt4_a100_count": "60000 A100", "a100_per_h100": "3 A100/H100"}
    (ratio,) = [row for row in record["turned"] + record["moved"] if row["name"] == "jiemian-2024-fleet-ratio"]
    assert ratio["after"]["derived"] == pytest.approx(350_000 * 3 / 60_000)


def test_of_several_scenarios_each_has_its_own_answer_and_its_own_folder():
    names = ["h100-worth-three-a100s", "european-electricity"]
    records = json.loads(claimbook("rerun", *names, "--no-site", "--json").out)
    assert [record["scenario"] for record in records] == names
    chosen = [(find_scenario(name, PROJECT), find_scenario(name, PROJECT).model(PROJECT)) for name in names]
    assert [folder.name for folder in rerun.output_folders(None, chosen)] == names
    assert claimbook("rerun", names[0], names[0]).code == 2


def test_a_folders_name_holds_nothing_that_a_shell_or_a_path_could_mistake():
    scenario = find_scenario("h100-worth-three-a100s", PROJECT).with_({"gpt4_training_time": "90..100 day"})
    assert folder_name(scenario, scenario.model(PROJECT)) == "h100-worth-three-a100s_gpt4_training_time=90..100-day"


# Text stays text


@pytest.fixture
def hostile(tmp_path):
    text = json.dumps(
        {"title": HOSTILE, "why": HOSTILE, "assumptions": {"gpt4_a100_count": {"value": "40000", "citation": HOSTILE}}}
    )
    return read_scenario(scenario_file(tmp_path, text), PROJECT)


def test_a_scenarios_text_is_shown_as_it_is_on_the_terminal(hostile, tmp_path):
    answer = claimbook("rerun", tmp_path / "trial.yml", "--no-site")
    assert answer.out.splitlines()[0] == HOSTILE


def test_a_scenarios_text_never_becomes_markup_on_a_page(hostile):
    from claimbook.results.diff import as_page, compare, side_of_model
    from claimbook.site.board import render_scenario
    from claimbook.site.scenario import banner

    model = hostile.model(PROJECT)
    difference = compare(side_of_model("baseline", Model.baseline()), side_of_model(HOSTILE, model), PROJECT)
    pages = [
        banner(model, hostile.title, 'x" onclick="y'),
        render_scenario(model, rerun.about(hostile, model)),
        as_page(difference, PROJECT, hostile.title, hostile.why),
        card("jiemian-2024-fleet-ratio", model)._repr_html_(),
    ]
    for page in pages:
        assert "<script" not in page
        assert "<!--" not in page
        assert 'onclick="' not in page
    assert "&lt;script&gt;" in pages[0]
    assert "&lt;script&gt;" in pages[1]
    assert "&lt;script&gt;" in pages[2]


def test_what_a_notebook_is_given_is_written_anew_from_the_number_and_the_unit(tmp_path):
    text = GOOD.replace("3", "' 3.0 A100 / H100 '")
    model = read_scenario(scenario_file(tmp_path, text), PROJECT).model(PROJECT)
    assert changes_for("metas-fleet", model) == {"a100_per_h100": "3 A100/H100"}


# Whatever is thrown at it


def listing(folder):
    places = (folder, ROOT, ROOT / "scenarios", ROOT / "_build" / "scenarios")
    return [sorted(place.iterdir()) if place.exists() else None for place in places]


NAMES = st.one_of(st.sampled_from([*PROJECT.assumptions]), st.text(max_size=20), st.just("a100_per_h100"))
NUMBERS = st.one_of(
    st.floats().map(repr),
    st.integers().map(str),
    st.sampled_from(
        ["1e400", "-0", "nan", "inf", ".inf", "0x10", "1:30", "010", "1e-400", "١٢", "½", "²", "1,5", "9" * 99]
    ),
)
UNITS = st.sampled_from(
    ["", " USD", " day", " A100/H100", " percent", " degC", " dB", " m**9", " a   a   a   a   a!", "%", " lambda"]
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
     "assumptions:\n  ", "\n", "a100_per_h100: ", "3", "x"]
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
def test_no_file_whatever_is_in_it_makes_a_traceback_or_leaves_a_file(tmp_path, no_sites, text):
    path = scenario_file(tmp_path, text)
    before = listing(tmp_path)
    assert_answered(claimbook("rerun", path))
    assert listing(tmp_path) == before


@settings(fuzz, max_examples=900)
@given(st.lists(st.one_of(st.tuples(NAMES, VALUES).map("=".join), st.text(max_size=30)), min_size=1, max_size=3))
@example(["a100_per_h100=3"])
@example(
    ["gpt4_training_time=3 a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a   a!"]
)
@pytest.mark.thorough
def test_no_setting_whatever_it_says_makes_a_traceback_or_leaves_a_file(tmp_path, no_sites, texts):
    before = listing(tmp_path)
    assert_answered(claimbook("rerun", *(part for text in texts for part in ("--set", text))))
    assert listing(tmp_path) == before


def test_a_range_one_end_of_which_leads_out_of_the_range_of_numbers_is_refused(no_sites):
    answer = claimbook("rerun", "--set", "convolutional_doubling_time=1e-4..5..6 month")
    assert_answered(answer)
    assert "no finite value" in answer.err


@settings(fuzz, max_examples=25)
@given(
    st.sampled_from(
        [
            "a100_per_h100",
            "gpt4_training_time",
            "gpt4_utilisation",
            "convolutional_doubling_time",
            "deep_learning_start",
        ]
    ),
    st.floats(-12, 12),
)
def test_no_value_however_far_off_makes_a_traceback(no_sites, name, exponent):
    value = PROJECT.assumptions[name].value.magnitude * 10.0**exponent
    assert_answered(claimbook("rerun", "--set", f"{name}={value!r}"))

"""The scenarios of this book; what a scenario's file may say is tested in tests/engine/test_scenarios.py."""

import json

import pytest
import yaml
from jsonschema import Draft202012Validator

from claimbook.results.diff import compare_with_baseline
from claimbook.scenarios.scenario import folder_of, read_scenario, scenarios, schema_text
from tests.book import PROJECT

FOLDER = folder_of(PROJECT)
SCHEMA = FOLDER / "scenario.schema.json"


def test_a_pure_number_may_say_that_its_unit_is_1_as_the_table_does(tmp_path):
    path = tmp_path / "trial.yml"
    path.write_text(
        "title: T\nwhy: W\nassumptions:\n  compute_demand_growth_stated: {value: 9e9, unit: 1}\n", encoding="utf-8"
    )
    model = read_scenario(path, PROJECT).model(PROJECT)
    assert model.assumptions["compute_demand_growth_stated"].value.magnitude == 9e9


@pytest.mark.thorough
def test_the_six_shipped_scenarios_answer_what_they_ask():
    """What each says of the quantity that its question is about, by hand, in the unit of its claim."""
    models = {scenario.name: scenario.model(PROJECT) for scenario in scenarios(PROJECT)}
    assert len(models) == 6
    servers = 28_936 / 8 * 0.75 * 1.17  # at the load of work, cooling included
    by_hand = {
        ("h100-worth-three-a100s", "jiemian-2024-fleet-ratio", "fleet_ratio"): 350_000 * 3 / 25_000,
        ("h100-worth-three-a100s", "jiemian-2024-fleet-ratio", "fleet_ratio_from_outside"): 350_000 * 3 / 25_000,
        ("a100-at-two-dollars", "jiemian-2024-gpt4-cost", "gpt4_training_cost"): 25_000 * 95 * 24 * 2,
        ("a100-at-two-dollars", "jiemian-2024-gpt4-cost", "gpt4_training_cost_at_2022_rent"): 25_000 * 95 * 24 * 2,
        ("chatgpt-ten-times-the-visits", "huatai-2023-chatgpt-monthly-cost", "chatgpt_monthly_cost"): 6.16e9 * 0.01,
        ("european-electricity", "eeo-2023-chatgpt-electricity-cost", "chatgpt_electricity_cost"): (
            4000 * 6.5 * 24 * 0.22
        ),
        ("european-electricity", "eeo-2023-chatgpt-electricity-cost", "chatgpt_electricity_cost_by_queries"): (
            servers * 6.5 * 24 * 0.22
        ),
        ("idc-forecast-revised", "eeo-2023-china-compute-growth", "china_compute_growth"): (
            ((1460.3 / 155.2) ** (1 / 5) - 1) * 100
        ),
        ("best-utilisation", "jiemian-2024-gpt4-compute", "gpt4_training_compute"): (
            25_000 * 95 * 86_400 * 312e12 * 0.462
        ),
    }
    assert {name for name, _, _ in by_hand} == set(models)
    for (name, claim, quantity), expected in by_hand.items():
        unit = PROJECT.units.read_unit(PROJECT.claims[claim].unit)
        found = models[name].quantity(quantity).to(unit).magnitude
        assert found == pytest.approx(expected, rel=1e-9), (name, quantity)


@pytest.mark.thorough
def test_what_the_shipped_scenarios_ask_is_among_what_they_are_said_to_move():
    """Whether the answer decides a claim or stands on its card as a test that is only near it."""
    asked = {
        "h100-worth-three-a100s": {"jiemian-2024-fleet-ratio", "fleet_ratio"},
        "a100-at-two-dollars": {"jiemian-2024-gpt4-cost"},
        "chatgpt-ten-times-the-visits": {"huatai-2023-chatgpt-monthly-cost"},
        "european-electricity": {"eeo-2023-chatgpt-electricity-cost"},
        "idc-forecast-revised": {"eeo-2023-china-compute-growth"},
        "best-utilisation": {"gpt4_training_compute"},
    }
    for scenario in scenarios(PROJECT):
        difference = compare_with_baseline(scenario.name, scenario.model(PROJECT))
        moved = {change.name for change in [*difference.turned, *difference.moved, *difference.quantities]}
        assert asked.pop(scenario.name) <= moved, scenario.name
    assert not asked


def test_every_shipped_value_says_where_it_comes_from():
    for scenario in scenarios(PROJECT):
        for name, setting in scenario.settings.items():
            assert setting.reference or setting.citation, (scenario.name, name)


def test_the_shipped_schema_is_up_to_date_and_completes_every_assumption_and_group():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(PROJECT)
    assert set(schema["properties"]["assumptions"]["properties"]) == {*PROJECT.assumptions, *PROJECT.groups}
    Draft202012Validator.check_schema(schema)


def test_an_editor_that_reads_yaml_its_own_way_accepts_the_shipped_files():
    """Editors see numbers where this reader sees text."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for path in FOLDER.glob("*.yml"):
        assert not list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))), path
        assert f"$schema={SCHEMA.name}" in path.read_text(encoding="utf-8").splitlines()[0]

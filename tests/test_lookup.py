"""This book's claims are found on the command line as on the site, by what a reader of the articles would type."""

import json
from functools import cache

import pytest

from claimbook.model.model import Model
from claimbook.results.searching import assumption_items, claim_items, find, other_names, quantity_items, words_of
from tests.book import PROJECT
from tests.commands import claimbook
from tests.test_search import ASKED


@cache
def items():
    return claim_items(Model.of(PROJECT).results, PROJECT)


@pytest.mark.parametrize(("query", "claim"), ASKED)
def test_a_claim_is_among_the_first_three_that_a_query_finds(query, claim):
    assert claim in find(query, items(), PROJECT)[:3]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("query", "claim"),
    [
        ("350000", "jiemian-2024-meta-h100-plan"), ("20倍", "jiemian-2024-fleet-ratio"),
        ("H100", "jiemian-2024-meta-h100-plan"),
    ],
)  # fmt: skip
def test_the_command_lists_what_a_query_finds(query, claim):
    found = [record["id"] for record in json.loads(claimbook("claims", "--search", query, "--json").out)]
    assert claim in found[:3]
    assert len(found) < len(PROJECT.claims) / 4


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("电", "data_centre_electricity_price"), ("电价", "industrial_electricity_price"), ("租金", "a100_rent"),
        ("租价", "v100_rent"), ("成本", "gpt3_stated_cost"), ("成本", "gpt3_training_cost"),
        ("利用率", "training_utilisation"), ("算力", "china_compute_2026"), ("训练", "gpt3_training_time"),
        ("汇率", "yuan_per_dollar_april_2023"), ("带宽", "azure_network_rate"), ("A100 峰值", "a100_peak_rate"),
        ("利润", "microsoft_operating_profit_june_2022"), ("H100 价格", "h100_price"),
    ],
)  # fmt: skip
def test_inputs_and_quantities_are_found_by_the_usual_chinese_words_for_them(query, name):
    model = Model.of(PROJECT)
    assert name in find(query, [*assumption_items(model), *quantity_items(model)], PROJECT)


def test_a_chinese_word_of_one_character_takes_no_longer_word_apart():
    assert words_of("电商 电", other_names(PROJECT)) == ["电商", "电"]


def test_a_quantity_without_a_claim_comes_out_in_units_that_people_use():
    model = Model.of(PROJECT)
    for name, unit in (
        ("ai_cluster_construction_cost", "CNY"), ("gpt4_training_cost_at_2022_rent", "USD"),
        ("gpt3_run_v100_time", "V100·day"), ("cluster_over_alibaba_spending", "1"), ("a100_rent_payback_time", "day"),
    ):  # fmt: skip
        assert model.quantity(name).units == PROJECT.units.read_unit(unit), name

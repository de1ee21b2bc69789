"""This book's claims are found on the command line as on the site, by what a reader of the articles would type."""

import json
from functools import cache

import pytest

from claimbook.model.model import Model
from claimbook.results.searching import claim_items, find
from tests.book import PROJECT
from tests.commands import claimbook
from tests.test_search import ASKED


@cache
def items():
    return claim_items(Model.of(PROJECT).results, PROJECT)


@pytest.mark.parametrize(("query", "claim"), ASKED)
def test_a_claim_is_among_the_first_three_that_a_query_finds(query, claim):
    assert claim in find(query, items(), PROJECT)[:3]


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


def test_a_quantity_without_a_claim_comes_out_in_units_that_people_use():
    model = Model.of(PROJECT)
    for name, unit in (
        ("ai_cluster_construction_cost", "CNY"), ("gpt4_training_cost_at_2022_rent", "USD"),
        ("gpt3_run_v100_time", "V100·day"), ("cluster_over_alibaba_spending", "1"), ("a100_rent_payback_time", "day"),
    ):  # fmt: skip
        assert model.quantity(name).units == PROJECT.units.read_unit(unit), name

"""What moves in this book; how two sets of results are compared is tested in tests/engine/test_diff.py."""

import pytest

from claimbook.model.model import Model
from claimbook.results.diff import compare, compare_with_baseline, side_of, side_of_model
from tests.book import PROJECT
from tests.commands import claimbook

SCENARIO = "chatgpt-ten-times-the-visits"


@pytest.mark.thorough
def test_ten_times_the_visits_turn_two_verdicts():
    """A month at a cent a visit costs ten times the printed 6.16 million, and is ten times the printed compute."""
    difference = compare(side_of("baseline", PROJECT), side_of(SCENARIO, PROJECT), PROJECT)
    assert {change.name: (change.before["verdict"], change.after["verdict"]) for change in difference.turned} == {
        "huatai-2023-chatgpt-monthly-cost": ("plausible", "fails"),
        "huatai-2023-chatgpt-monthly-compute": ("adds up", "fails"),
    }
    # Queries for each visit are only near what the note says, that a visit is an interaction: they turn nothing.
    (queries,) = [change for change in difference.quantities if change.name == "chatgpt_queries_per_visit"]
    assert queries.factor == pytest.approx(1 / 10)
    assert difference.untouched + len(difference.turned) + len(difference.moved) == len(Model.baseline().results)
    assert difference.assumptions == [("chatgpt_monthly_visits", "616 million visits", "6.16 billion visits")]


BREAKPOINT = {"deep_learning_start": "2011"}

CHANGES = [
    {"a100_rent": "1.1..4"},
    BREAKPOINT,
    {"gpt4_a100_count": "20000", "meta_h100_count": "1e5"},
]


@pytest.mark.thorough
@pytest.mark.parametrize("changes", CHANGES)
def test_what_a_change_cannot_reach_need_not_be_computed_to_know_what_moved(changes):
    model = Model.baseline().with_(**changes)
    whole = compare(side_of("baseline", PROJECT), side_of_model("x", model), PROJECT)
    assert compare_with_baseline("x", model) == whole
    # By where a trend breaks no claim is judged: each names its own years, and the breakpoints' are near them.
    assert whole.moved or whole.turned or (changes == BREAKPOINT and whole.quantities)


@pytest.mark.thorough
def test_of_gpt4_on_40_000_a100s_metas_fleet_is_14_times_and_not_22(model):
    (sum_of_the_article,) = [
        one for one in model.result("jiemian-2024-fleet-ratio").tests if one.test.kind == "arithmetic"
    ]
    assert sum_of_the_article.value == pytest.approx(350_000 * 1.6 / 25_000)
    said = claimbook("rerun", "--set", "gpt4_a100_count=40000", "--no-site").out
    (quantity,) = [line for line in said.splitlines() if line.startswith("gpt4_gpu_time")]
    days = 25_000 * 95, 40_000 * 95
    (ratio,) = [line for line in said.splitlines() if line.startswith("jiemian-2024-fleet-ratio")]
    assert "→ 14×" in ratio  # 350,000 × 1.6 / 40,000; before, what outside inputs gave decided
    assert "holds → fails" in ratio
    assert f"{days[0] / 1e6:.2f} million A100-days → {days[1] / 1e6:.1f} million A100-days" in quantity

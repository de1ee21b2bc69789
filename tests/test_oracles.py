"""
Derivations fed the inputs of published papers, against the results that those papers print.

Each test names its paper and table and has one tolerance. The functions are called with plain numbers in SI units:
operations, seconds, operations a second, watts.
"""

import pytest

from claimbook.model.graph import derivation
from tests.book import PROJECT

HOUR, DAY, YEAR = 3600, 86_400, 365.25 * 86_400

# Brown et al. 2020, Table D.1: parameters in millions, compute in PF-days; all on 300 billion tokens.
TABLE_D1 = [
    (125, 2.60), (356, 7.42), (760, 15.8), (1_320, 27.5), (2_650, 55.2), (6_660, 139), (12_850, 268), (174_600, 3640),
]  # fmt: skip


@pytest.mark.parametrize(("million_parameters", "published_pf_days"), TABLE_D1)
def test_brown_2020_table_d1_gpt3_compute_within_1_percent(million_parameters, published_pf_days):
    operations = derivation(PROJECT, "gpt3_training_compute")(6, million_parameters * 1e6, 300e9)
    assert operations / (1e15 * DAY) == pytest.approx(published_pf_days, rel=0.01)


def test_lambda_2020_355_gpu_years_within_half_a_percent():
    # 3.14e23 operations at 28 TFLOP/s.
    assert derivation(PROJECT, "gpt3_v100_time")(3.14e23, 28e12) / YEAR == pytest.approx(355, rel=0.005)


def test_lambda_2020_4_6_million_dollars_within_2_percent():
    # 355 GPU-years at $1.50 an hour, printed to two digits.
    assert derivation(PROJECT, "gpt3_training_cost")(355 * YEAR, 1.5 / HOUR) == pytest.approx(4.6e6, rel=0.02)


def test_narayanan_2021_section_5_1_34_days_on_1024_a100s_within_2_percent():
    # Equation 4: 8TP operations; 175 billion parameters, 300 billion tokens, 140 TFLOP/s on each of 1,024 A100s.
    needed = derivation(PROJECT, "gpt3_training_compute")(8, 175e9, 300e9)
    performed = derivation(PROJECT, "gpt3_compute_with_recomputation")(1024, 34 * DAY, 140e12)
    assert performed == pytest.approx(needed, rel=0.02)
    assert derivation(PROJECT, "gpt3_compute_from_megatron")(needed, 6, 8) == pytest.approx(6 * 175e9 * 300e9)


def test_narayanan_2021_section_1_288_years_on_one_v100_within_the_speeds_measured_on_it():
    # The paper prints no speed. By its equation 4 the years must lie between those at the 39 TFLOP/s of Shoeybi
    # et al. 2019 on one V100 and those at the 52 % of peak that the paper itself reaches on A100s (abstract).
    needed = derivation(PROJECT, "gpt3_training_compute")(8, 175e9, 300e9)
    slow, fast = (derivation(PROJECT, "gpt3_v100_time")(needed, rate) / YEAR for rate in (39e12, 0.52 * 125e12))
    assert fast < 288 < slow


def test_chowdhery_2022_table_3_palm_46_2_percent_within_half_a_percent():
    # Appendix B: 238.3 thousand tokens a second on 6,144 TPU v4 of 275 TFLOP/s; 540.35 billion parameters, and
    # attention over 118 layers of 48 heads of 256, 2,048 tokens long.
    per_token = derivation(PROJECT, "gpt3_training_compute")(6, 540.35e9, 1) + 12 * 118 * 48 * 256 * 2048
    chip_time = derivation(PROJECT, "gpt3_tpu_time")(per_token, 275e12, 0.462)
    assert 6144 / chip_time == pytest.approx(238.3e3, rel=0.005)


def test_chowdhery_2022_section_4_palm_45_7_percent_without_attention_within_half_a_percent():
    per_token = derivation(PROJECT, "gpt3_training_compute")(6, 540.35e9, 1)
    assert 6144 / derivation(PROJECT, "gpt3_tpu_time")(per_token, 275e12, 0.457) == pytest.approx(238.3e3, rel=0.005)


def test_dubey_2024_3_8e25_operations_of_llama_31_405b_within_1_percent():
    # Section 3.1: 405 billion parameters on 15.6 trillion tokens.
    assert derivation(PROJECT, "llama2_training_compute")(6, 405e9, 15.6e12) == pytest.approx(3.8e25, rel=0.01)


def test_llama_31_model_card_30_84_million_h100_hours_within_15_percent():
    # At the 400 TFLOP/s of 16,384 H100s (Dubey et al. 2024, Table 4). The card's hours also hold the stops, under a
    # tenth (section 3.3.4), and the training after the main run, so that the hours computed fall short.
    hours = derivation(PROJECT, "gpt3_v100_time")(3.8e25, 400e12) / HOUR
    assert hours == pytest.approx(30.84e6, rel=0.15)
    assert hours < 30.84e6


def test_epoch_ai_gpt4_compute_lies_in_the_90_percent_interval(model):
    # Data on AI Models, GPT-4: 2.1e25 FLOP, 90 % interval 8.2e24 to 4.4e25. By chips and by tokens.
    for name in ("gpt4_training_compute", "gpt4_compute_from_tokens"):
        low, high = model.interval(name, "FLOP")
        assert 8.2e24 < low <= high < 4.4e25


def test_patel_2023_2_15e25_operations_of_gpt4_within_2_percent():
    # About 25,000 A100s, 90 to 100 days, 32 to 36 % of 312 TFLOP/s; and 280 billion parameters on 13 trillion tokens.
    assert derivation(PROJECT, "gpt4_training_compute")(25_000 * 95 * DAY, 312e12, 0.34) == pytest.approx(
        2.15e25, rel=0.02
    )
    assert derivation(PROJECT, "gpt4_compute_from_tokens")(6, 280e9, 13e12) == pytest.approx(2.15e25, rel=0.02)


def test_cottier_2024_gpt4_wear_and_electricity_within_a_quarter(model):
    # Table of model costs: $40.6M amortised hardware and energy, $778M to buy; another rule of depreciation.
    assert model.quantity("gpt4_amortised_cost").to("USD").magnitude == pytest.approx(40.6e6, rel=0.25)
    assert model.quantity("gpt4_cluster_bill").to("USD").magnitude == pytest.approx(778e6, rel=0.25)


def test_cottier_2024_energy_is_2_to_6_percent_of_developing_gpt4(model):
    # Abstract: energy is 2 to 6 % of a development whose hardware is 47 to 67 %, so 3 to 11 % of wear and energy.
    share = model.quantity("gpt4_energy_cost") / model.quantity("gpt4_amortised_cost")
    assert 2 / (67 + 2) < share.to("").magnitude < 6 / (47 + 6)


def test_de_vries_2023_564_mwh_a_day_for_3617_servers_within_half_a_percent():
    assert derivation(PROJECT, "chatgpt_server_power")(3617, 6500) * DAY / 3.6e9 == pytest.approx(564, rel=0.005)

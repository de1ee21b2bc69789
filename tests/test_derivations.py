"""Derivations against arithmetic written out here; those against published tables are in test_oracles.py."""

import pytest

YEAR = 365.25 * 86_400  # seconds


def test_288_years_need_the_speed_that_narayanan_et_al_imply(model):
    # Narayanan et al. 2021 print 288 years; 6 × 174.6e9 × 300e9 operations over that time.
    from claimbook.model.algebra import break_even

    rate = break_even(model, "huatai-2023-gpt3-v100-time", "gpt3_v100_time", "v100_training_rate")
    assert rate.to("TFLOP/s/V100").magnitude == pytest.approx(6 * 174.6e9 * 300e9 / (288 * YEAR) / 1e12, rel=1e-9)


def test_gpt4_gpu_time_is_chips_times_days(model):
    assert model.quantity("gpt4_gpu_time").to("A100 hour").magnitude == pytest.approx(25_000 * 95 * 24)


def test_gpt4_costs_57_million_and_63_need_105_days(model):
    from claimbook.model.algebra import break_even

    result = model.result("jiemian-2024-gpt4-cost")
    assert result.derived == pytest.approx(25_000 * 95 * 24 * 1.0)
    assert result.low == pytest.approx(25_000 * 90 * 24, rel=1e-4)
    assert result.high == pytest.approx(25_000 * 100 * 24, rel=1e-4)
    assert result.verdict == "fails"
    needed = break_even(model, "jiemian-2024-gpt4-cost", "gpt4_training_cost", "gpt4_training_time")
    assert needed.to("day").magnitude == pytest.approx(105)


def test_gpt4_training_compute_is_chip_time_at_the_utilisation(model):
    operations = model.quantity("gpt4_training_compute").to("FLOP").magnitude
    assert operations == pytest.approx(25_000 * 95 * 86_400 * 312e12 * 0.329)


def test_a_month_of_chatgpt_costs_visits_times_a_cent(model):
    assert model.quantity("chatgpt_monthly_cost").to("USD").magnitude == pytest.approx(616_000_000 / 100)


def test_the_monthly_bill_buys_4874_petaflop_days(model):
    days = model.quantity("chatgpt_monthly_compute").to("PFLOP/s*day").magnitude
    assert days == pytest.approx(6.16 / 4.6 * 3640)
    assert round(days) == 4874


def test_metas_fleet_is_22_4_times_gpt4s(model):
    assert model.quantity("fleet_ratio").to("").magnitude == pytest.approx(350_000 * 1.6 / 25_000)


def test_metas_h100s_cost_10_5_billion(model):
    assert model.quantity("meta_h100_bill").to("USD").magnitude == pytest.approx(1.05e10)


def test_chinas_compute_grows_by_the_fifth_root(model):
    growth = model.quantity("china_compute_growth").to("").magnitude
    assert 155.2 * (1 + growth) ** 5 == pytest.approx(1271.4)
    assert round(100 * growth, 1) == 52.3


def test_wear_is_the_share_of_the_service_life_that_the_run_took(model):
    # 25,000 A100s at an eighth of $199,000, the network on top, 95 days of five years.
    wear = model.quantity("gpt4_hardware_wear").to("USD").magnitude
    assert wear == pytest.approx(25_000 * 199_000 / 8 * 1.23 * 95 / (5 * 365.25))


def test_electricity_is_power_at_work_times_the_overhead_of_the_data_centre(model):
    energy = model.quantity("gpt4_energy").to("MWh").magnitude
    assert energy == pytest.approx(25_000 / 8 * 6.5e-3 * 0.75 * 1.17 * 95 * 24)
    assert model.quantity("chatgpt_site_power").to("MWh/day").magnitude == pytest.approx(4000 * 0.156 * 0.75 * 1.17)

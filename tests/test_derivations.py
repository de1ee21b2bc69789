"""Derivations against figures that come from elsewhere: published tables, or arithmetic written out here."""

import pytest

from claimbook.graph import derivation

YEAR = 365.25 * 86_400  # seconds

# Brown et al. 2020, Table D.1: parameters in millions, compute in PF-days; all on 300 billion tokens.
TABLE_D1 = [
    (125, 2.60), (356, 7.42), (760, 15.8), (1_320, 27.5), (2_650, 55.2), (6_660, 139), (12_850, 268), (174_600, 3640),
]  # fmt: skip


@pytest.mark.parametrize(("million_parameters", "published_pf_days"), TABLE_D1)
def test_gpt3_training_compute_matches_table_d1_of_the_paper(million_parameters, published_pf_days):
    operations = derivation("gpt3_training_compute")(6, million_parameters * 1e6, 300e9)
    assert operations / (1e15 * 86_400) == pytest.approx(published_pf_days, rel=0.01)


def test_gpt3_takes_lambda_355_v100_years_and_4_6_million_dollars(model):
    # Lambda 2020: 355 GPU-years at 28 TFLOP/s, $4.6M at $1.50 an hour.
    assert model.quantity("gpt3_v100_time").to("V100 year").magnitude == pytest.approx(355, rel=0.005)
    assert model.quantity("gpt3_training_cost").to("USD").magnitude == pytest.approx(355 * 365.25 * 24 * 1.5, rel=0.005)


def test_288_years_need_the_speed_that_narayanan_et_al_imply(model):
    # Narayanan et al. 2021 print 288 years; 6 × 174.6e9 × 300e9 operations over that time.
    from claimbook.algebra import break_even

    rate = break_even("huatai-2023-gpt3-v100-time", "v100_training_rate", model)
    assert rate.to("TFLOP/s/V100").magnitude == pytest.approx(6 * 174.6e9 * 300e9 / (288 * YEAR) / 1e12, rel=1e-9)


def test_gpt4_gpu_time_is_chips_times_days(model):
    assert model.quantity("gpt4_gpu_time").to("A100 hour").magnitude == pytest.approx(25_000 * 95 * 24)


def test_gpt4_costs_57_million_and_63_need_105_days(model):
    from claimbook.algebra import break_even

    result = model.result("jiemian-2024-gpt4-cost")
    assert result.derived == pytest.approx(25_000 * 95 * 24 * 1.0)
    assert result.low == pytest.approx(25_000 * 90 * 24, rel=1e-4)
    assert result.high == pytest.approx(25_000 * 100 * 24, rel=1e-4)
    assert result.verdict == "fails"
    assert break_even("jiemian-2024-gpt4-cost", "gpt4_training_time", model).to("day").magnitude == pytest.approx(105)


def test_gpt4_training_compute_lies_in_epochs_interval(model):
    # Epoch AI: 2.1e25 FLOP, 90 % interval 8.2e24 to 4.4e25; here from chips, days and utilisation.
    operations = model.quantity("gpt4_training_compute").to("FLOP").magnitude
    assert operations == pytest.approx(25_000 * 95 * 86_400 * 312e12 * 0.34)
    assert 8.2e24 < operations < 4.4e25


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

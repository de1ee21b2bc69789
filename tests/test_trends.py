"""Trends: fits recover what they should, agree with what others published, and enter the model as any quantity."""

import numpy as np
import pandas as pd
import pytest
from charts import training_runs as trend_charts
from charts.chips import hardware_chart
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimbook.errors import UserError
from claimbook.model.algebra import formula
from claimbook.model.graph import upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.register.assumptions import fit_between
from claimbook.register.trends import (
    Estimate,
    doubling_time,
    doublings_per_year,
    fit_line,
    observations_between,
    ranks,
    years,
)
from tests.book import PROJECT

MONTHS = 12


def runs_of(year, compute):
    return pd.DataFrame({"year": np.asarray(year, dtype=float), "size": np.asarray(compute, dtype=float)})


def months(model, name):
    """A quantity's value and the ends of its 90 % interval, in months."""
    return Estimate(model.quantity(name).m_as("month"), *model.interval(name, "month"))


def doubling_months(book, start, end, top):
    """Doubling time of the table's runs with its 95 % interval, in months."""
    return [MONTHS * time for time in doubling_time(fit_between(book.observations, start, end, top))]


def growth_per_year(fit, level=0.95):
    """Factor by which a fit grows in a year, with its interval."""
    return Estimate(*(2**doublings for doublings in doublings_per_year(fit, level)))


def top_runs(runs, most):
    """Runs that were among so many largest at their date, in order of date."""
    return runs[ranks(runs) <= most].sort_values("year", kind="stable")


# Fits of made-up runs


@given(
    months_to_double=st.floats(1, 60),
    first=st.floats(1, 1e6),
    offsets=st.lists(st.floats(0, 20), min_size=5, max_size=40, unique_by=lambda year: round(year, 1)),
)
def test_runs_that_double_exactly_give_their_doubling_time_back(months_to_double, first, offsets):
    year = 2000 + np.array(offsets)
    fit = fit_line(runs_of(year, first * 2 ** (np.array(offsets) * MONTHS / months_to_double)))
    time, low, high = doubling_time(fit)
    assert MONTHS * time == pytest.approx(months_to_double, rel=1e-6)
    assert low <= time <= high
    assert growth_per_year(fit).value == pytest.approx(2 ** (MONTHS / months_to_double), rel=1e-5)


@settings(deadline=None, max_examples=30)
@given(months_to_double=st.floats(3, 24), scatter=st.floats(0.1, 3), seed=st.integers(0, 2**32 - 1))
def test_a_fit_is_scipys_linear_regression(months_to_double, scatter, seed):
    random = np.random.default_rng(seed)
    year = random.uniform(2010, 2026, 60)
    doublings = (year - 2010) * MONTHS / months_to_double + random.normal(0, scatter, 60)
    fit, theirs = fit_line(runs_of(year, 2**doublings)), stats.linregress(year, doublings)
    assert fit.slope == pytest.approx(theirs.slope, rel=1e-8)
    assert fit.standard_error == pytest.approx(theirs.stderr, rel=1e-8)


def test_19_of_20_intervals_hold_the_true_doubling_time():
    random = np.random.default_rng(2026)
    held = 0
    for _ in range(1000):
        year = random.uniform(2010, 2026, 12)
        fit = fit_line(runs_of(year, 2 ** (2 * (year - 2010) + random.normal(0, 2, 12))))
        _, low, high = doublings_per_year(fit)
        held += low <= 2 <= high
    assert 930 <= held <= 970


def test_four_points_give_the_slope_worked_out_by_hand():
    # Years 0 to 3 and doublings 0, 3, 4, 9 (means 1.5 and 4): slope (1.5·4 + 0.5·1 + 0.5·0 + 1.5·5) / 5 = 14/5.
    # Residuals 0.2, 0.4, −1.4, 0.8 with squares 2.8, over 2 degrees of freedom 1.4: standard error √(1.4 / 5).
    # Student's t at 97.5 % with 2 degrees of freedom is 4.302653.
    fit = fit_line(runs_of([2000, 2001, 2002, 2003], [1, 8, 16, 512]))
    assert fit.slope == pytest.approx(2.8)
    assert fit.standard_error == pytest.approx((1.4 / 5) ** 0.5)
    assert doublings_per_year(fit).high == pytest.approx(2.8 + 4.302653 * (1.4 / 5) ** 0.5)
    assert growth_per_year(fit).value == pytest.approx(2**2.8)
    assert doubling_time(fit).value == pytest.approx(1 / 2.8)


def test_too_few_runs_are_refused():
    with pytest.raises(UserError, match="at least 4 observations of different dates; there are 3"):
        fit_line(runs_of([2000, 2001, 2002], [1, 2, 4]))


def test_runs_of_one_date_are_refused():
    with pytest.raises(UserError, match="different dates"):
        fit_line(runs_of([2000] * 5, [1, 2, 4, 8, 16]))


def test_runs_without_growth_have_no_doubling_time():
    with pytest.raises(UserError, match="do not show growth"):
        doubling_time(fit_line(runs_of([2000, 2001, 2002, 2003], [8, 1, 9, 2])))


def test_dates_become_years_with_fractions():
    dates = pd.Series(["2023-01-01", "2023-07-02", "2024-12-31", "2018-10", "2021"])
    assert years(dates).tolist() == pytest.approx([2023, 2023 + 182 / 365, 2024 + 365 / 366, 2018 + 273 / 365, 2021])


# Which runs were the largest at their date


@given(st.lists(st.tuples(st.floats(1950, 2026), st.floats(1, 1e26)), min_size=1, max_size=60))
def test_records_only_ever_rise(points):
    records = top_runs(runs_of(*zip(*points, strict=True)), 1)
    assert records["size"].is_monotonic_increasing
    assert records["size"].max() == max(compute for _, compute in points)


@given(st.lists(st.tuples(st.floats(1950, 2026), st.floats(1, 1e26)), min_size=1, max_size=60))
def test_a_top_five_holds_every_top_one(points):
    runs = runs_of(*zip(*points, strict=True))
    assert set(top_runs(runs, 1).index) <= set(top_runs(runs, 5).index)


def test_a_rank_counts_larger_runs_up_to_the_same_date():
    assert ranks(runs_of([2000, 2001, 2001, 2002, 2003], [5, 3, 9, 9, 4])).tolist() == [1, 3, 1, 1, 4]


def test_an_era_holds_its_first_day_and_not_the_next_eras():
    assert observations_between(runs_of([2009.99, 2010, 2011.5, 2012], [1] * 4), 2010, 2012)["year"].tolist() == [
        2010,
        2011.5,
    ]


# The table of real runs


def test_there_are_at_least_80_runs_and_every_one_is_cited():
    runs = PROJECT.observations
    assert len(runs) >= 80
    for references in runs["reference"]:
        assert len(references.split()) >= 1
        assert all(PROJECT.citation(key).label for key in references.split())


def test_every_reference_of_a_run_or_a_chip_says_who_what_when_and_where():
    cited = {
        key
        for table in (PROJECT.observations, PROJECT.table_in_numbers("hardware"))
        for cell in table["reference"]
        for key in cell.split()
    }
    for key in cited:
        entry = PROJECT.bibliography.entries[key]
        assert entry.persons.get("author"), key
        assert entry.fields.get("title"), key
        assert entry.fields.get("year"), key
        assert any(entry.fields.get(place) for place in ("url", "journal", "howpublished")), key


def test_the_stated_ranks_are_those_of_the_table(book=PROJECT):
    runs = book.observations
    stated = runs["note"].str.extract(r"^rank (\d+)")[0].dropna().astype(int)
    assert len(stated) >= 120
    assert (stated[stated <= 5] == runs["rank"][stated.index][stated <= 5]).all()
    assert (runs["rank"][stated.index][stated > 5] > 5).all()


def test_a_system_has_the_rates_of_its_chips():
    hardware = PROJECT.table_in_numbers("hardware")
    for system, chip in {"dgx_a100_320": "a100_sxm4_40", "dgx_h100": "h100_sxm5_80", "dgx_b200": "b200"}.items():
        expected = hardware.loc[chip, "fp16_dense"] * hardware.loc[system, "accelerators"]
        assert hardware.loc[system, "fp16_dense"] == pytest.approx(expected)


def test_the_a100_and_h100_have_the_rates_of_their_data_sheets():
    # NVIDIA A100 data sheet: 312 TFLOP/s BF16 dense, 624 INT8; H100 SXM data sheet: 1,979 FP16 with sparsity.
    hardware = PROJECT.table_in_numbers("hardware")
    assert hardware.loc["a100_sxm4_80", ["fp16_dense", "int8_dense"]].tolist() == [312, 624]
    assert hardware.loc["h100_sxm5_80", "fp16_dense"] * 2 == pytest.approx(1979, rel=1e-3)


# Agreement with what others published


def test_since_2010_compute_doubles_as_epoch_published(book=PROJECT):
    # Epoch AI, "The training compute of notable AI models ..." (2024): doubling roughly every six months, in a later
    # edition five; its table: 4.7× a year, 90 % interval 4.3 to 5.2, over all 428 notable models.
    time, low, high = doubling_months(book, 2010, 2026, top=5)
    assert 5.2 < time < 6
    assert high - low < 0.5
    growth = growth_per_year(fit_between(book.observations, 2010, 2026, 5))
    assert growth.low < 4.7 < growth.high
    assert 4.3 < growth.value < 5.2


def test_before_2010_compute_doubled_about_every_20_months(book=PROJECT):
    # Sevilla et al. 2022, abstract: "roughly every 20 months"; here over the five largest at their date.
    time, low, high = doubling_months(book, 1950, 2010, top=5)
    assert low < 20 < high
    assert time == pytest.approx(20, rel=0.1)


def test_from_2012_to_2017_records_doubled_as_openai_published(book=PROJECT):
    # Amodei & Hernandez 2018: a 3.4-month doubling time of the largest runs since 2012.
    time, low, high = doubling_months(book, 2012, 2018, top=1)
    assert time == pytest.approx(3.4, abs=0.3)
    assert low < 3.4 < high


def test_since_2018_the_frontier_grows_four_to_five_times_a_year(book=PROJECT):
    # Sevilla & Roldán 2024: 4–5× a year for frontier models; about 4× since 2018.
    growth = growth_per_year(fit_between(book.observations, 2018, 2026, 5))
    assert 4 < growth.value < 5


# Trends as quantities


def test_a_doubling_time_is_a_quantity_with_the_fits_own_interval(model):
    time, low, high = months(model, "training_doubling_time_deep_learning")
    fitted = [MONTHS * end for end in doubling_time(fit_between(PROJECT.observations, 2010, 2026, 5), level=0.9)]
    assert (time, low, high) == pytest.approx(fitted, rel=1e-4)


def test_growth_and_doubling_time_say_the_same(model):
    growth = model.quantity("record_growth_alexnet_era").m_as("")
    assert growth == pytest.approx(2 ** (MONTHS / months(model, "record_doubling_time_alexnet_era").value))


def test_a_doubling_times_formula_is_the_inverse_of_the_fitted_rate():
    assert str(formula(PROJECT, "training_doubling_time_deep_learning")) == "1/training_doubling_rate_deep_learning"
    assert upstream(PROJECT, "training_doubling_time_deep_learning") == ("training_doubling_rate_deep_learning",)


def test_a_fit_says_which_runs_it_rests_on(model):
    fitted = model.assumptions["record_doubling_rate_alexnet_era"]
    assert fitted.locator == "data/training_runs.csv, record runs, 2012 to 2018"
    assert fitted.reference == "epoch2026models"


def test_moving_a_breakpoint_fits_again_on_both_its_sides(model):
    moved = model.with_(deep_learning_start=2012)
    for name, era in {"before_deep_learning": (1950, 2012), "deep_learning": (2012, 2026)}.items():
        fitted = MONTHS * doubling_time(fit_between(PROJECT.observations, *era, 5)).value
        assert months(moved, f"training_doubling_time_{name}").value == pytest.approx(fitted, rel=1e-4)
    assert list(moved.changes) == ["deep_learning_start"]
    same = "record_doubling_time_alexnet_era"
    assert months(moved, same) == months(model, same)


def test_a_rate_that_is_set_no_longer_follows_its_breakpoints(model):
    moved = model.with_(training_doubling_rate_deep_learning=3).with_(deep_learning_start=2012)
    assert months(moved, "training_doubling_time_deep_learning") == pytest.approx((4, 4, 4))


def test_the_parameters_of_a_page_hold_the_rates_and_their_breakpoints(model):
    names = with_breakpoints(PROJECT, upstream(PROJECT, "training_doubling_time_deep_learning"))
    assert names == ("deep_learning_start", "training_runs_end", "training_doubling_rate_deep_learning")
    as_written = {name: model.assumptions[name].written for name in names}
    moved = Model.baseline().with_(**{**as_written, "deep_learning_start": "2012 year"})
    assert months(moved, "training_doubling_time_deep_learning") != months(
        model, "training_doubling_time_deep_learning"
    )


@pytest.mark.parametrize("start", [1900, 2025.9])
def test_a_breakpoint_that_leaves_an_era_too_few_runs_is_refused(model, start):
    with pytest.raises(UserError, match="at least 4 observations"):
        model.with_(deep_learning_start=start)


# The charts


@pytest.mark.parametrize("chart", ["training_compute_chart", "recent_training_compute_chart"])
def test_a_chart_of_runs_has_its_doubling_times_in_words(model, chart):
    spec = getattr(trend_charts, chart)(model).to_dict()
    assert "2010 to 2025: doubling in 5.5 months (5.3 to 5.7)" in spec["description"]
    assert spec["usermeta"]["source"] == "Source: Epoch AI 2026."


def test_a_chart_of_runs_follows_the_models_breakpoints(model):
    moved = trend_charts.training_compute_chart(model.with_(deep_learning_start=2012)).to_dict()
    assert "1950 to 2011" in moved["description"]
    assert "2012 to 2025" in moved["description"]


def test_the_chart_of_chips_names_those_the_articles_name(model):
    description = hardware_chart(model).to_dict()["description"]
    assert all(
        chip in description for chip in ("V100", "A100", "A800", "H100", "TPU v4", "MI250", "MLU370", "Ascend 910")
    )

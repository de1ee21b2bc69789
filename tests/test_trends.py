"""Trends of this book: the table of training runs, its agreement with what others published, and the charts of both."""

import pytest
from charts import training_runs as trend_charts

from claimbook.register.assumptions import fit_between
from claimbook.register.trends import Estimate, doubling_time, doublings_per_year
from tests.book import PROJECT

MONTHS = 12


def doubling_months(book, start, end, top):
    """Doubling time of the table's runs with its 95 % interval, in months."""
    return [MONTHS * time for time in doubling_time(fit_between(book.observations, start, end, top))]


def growth_per_year(fit, level=0.95):
    """Factor by which a fit grows in a year, with its interval."""
    return Estimate(*(2**doublings for doublings in doublings_per_year(fit, level)))


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


def test_growth_and_doubling_time_say_the_same(model):
    growth = model.quantity("record_growth_alexnet_era").m_as("")
    assert growth == pytest.approx(2 ** (1 / model.quantity("record_doubling_time_alexnet_era").m_as("year")))


def test_the_era_of_deep_learning_doubles_in_the_time_that_the_fit_says_with_its_interval(model):
    fitted = doubling_time(fit_between(PROJECT.observations, 2010, 2026, 5), level=0.9)
    name = "training_doubling_time_deep_learning"
    assert (model.quantity(name).m_as("year"), *model.interval(name, "year")) == pytest.approx(fitted, rel=1e-4)


# The charts


@pytest.mark.thorough
def test_the_chart_of_runs_has_its_doubling_times_in_words(model):
    spec = trend_charts.recent_training_compute_chart(model).to_dict()
    assert "2012 to 2017: doubling in 3.6 months (2.7 to 5.4)" in spec["description"]
    assert "2010 to 2025: doubling in 5.5 months (5.3 to 5.7)" in spec["description"]
    assert spec["usermeta"]["source"] == "Source: Epoch AI 2026."


@pytest.mark.thorough
def test_the_chart_of_runs_follows_the_models_breakpoints(model):
    moved = trend_charts.recent_training_compute_chart(model.with_(deep_learning_start=2012)).to_dict()
    assert "2012 to 2025" in moved["description"]

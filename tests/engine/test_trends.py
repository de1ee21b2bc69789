"""Trends: fits recover what they should, and enter the model as any quantity."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claimbook.errors import UserError
from claimbook.model.algebra import formula
from claimbook.model.graph import upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.register.trends import (
    Estimate,
    doubling_time,
    doublings_per_year,
    fit_line,
    observations_between,
    ranks,
    years,
)
from tests.engine.book import PROJECT

MONTHS = 12

#: Counts of older days, put before those of the book, and two of small places that are never among the three largest.
OLDER = [
    ["lorn_1955", "Lorn", "1955-12-31", "2e3", "passenger", "harbour2024", ""],
    ["lorn_1962", "Lorn", "1962-12-31", "4.1e3", "passenger", "harbour2024", ""],
    ["lorn_1971", "Lorn", "1971-12-31", "7e3", "passenger", "harbour2024", ""],
    ["ness_1980", "Ness", "1980-12-31", "5e3", "passenger", "harbour2024", ""],
]
SMALL = [
    ["inch_2013", "Inch", "2013-12-31", "1e3", "passenger", "harbour2024", ""],
    ["inch_2021", "Inch", "2021-12-31", "9e3", "passenger", "harbour2024", ""],
]


def observed(year, size):
    return pd.DataFrame({"year": np.asarray(year, dtype=float), "size": np.asarray(size, dtype=float)})


def regression(first, last, most, counts):
    """SciPy's regression on the doublings of those counts of an era that were among so many largest at their date."""
    dated = [(int(date[:4]) + 364 / 365, float(size)) for _, _, date, size, *_ in counts if date.endswith("12-31")]
    assert len(dated) == len(counts)
    chosen = [
        (year, np.log2(size))
        for year, size in dated
        if first <= year < last and sum(y <= year and other > size for y, other in dated) < most
    ]
    return stats.linregress(*zip(*chosen, strict=True))


def table(name, *others):
    """A table of the book, with its header, and other rows after its own."""
    return [*PROJECT.tables.read_rows(name), *others]


COUNTS = table("passenger_counts")[1:]


@pytest.fixture(scope="module")
def eras():
    """The model with older counts, and with trends of two more eras; one neither begins nor ends at the pier."""
    others = ["", "", "year", "", "", "", "Year of the first count", "harbour2024", "", "", "", "made up"]
    book = PROJECT.with_rows("assumptions", table("assumptions", ["first_count", "definition", "1950", *others]))
    book = book.with_rows("passenger_counts", table("passenger_counts", *OLDER, *SMALL))
    older = [
        "older_doubling_rate",
        "first_count",
        "new_pier",
        "3",
        "doubling/year",
        "Until the new pier",
        "harbour2024",
    ]
    record = ["record_doubling_rate", "first_count", "count_end", "1", "doubling/year", "Of records", "harbour2024"]
    return Model.of(book.with_rows("trends", table("trends", older, record)))


def growth_per_year(fit, level=0.95):
    """Factor by which a fit grows in a year, with its interval."""
    return Estimate(*(2**doublings for doublings in doublings_per_year(fit, level)))


def largest(observations, most):
    """Observations that were among so many largest at their date, in order of date."""
    return observations[ranks(observations) <= most].sort_values("year", kind="stable")


# Fits of made-up observations


@pytest.mark.thorough
@given(
    months_to_double=st.floats(1, 60),
    first=st.floats(1, 1e6),
    offsets=st.lists(st.floats(0, 20), min_size=5, max_size=40, unique_by=lambda year: round(year, 1)),
)
def test_sizes_that_double_exactly_give_their_doubling_time_back(months_to_double, first, offsets):
    year = 2000 + np.array(offsets)
    fit = fit_line(observed(year, first * 2 ** (np.array(offsets) * MONTHS / months_to_double)))
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
    fit, theirs = fit_line(observed(year, 2**doublings)), stats.linregress(year, doublings)
    assert fit.slope == pytest.approx(theirs.slope, rel=1e-8)
    assert fit.standard_error == pytest.approx(theirs.stderr, rel=1e-8)


@pytest.mark.thorough
def test_19_of_20_intervals_hold_the_true_doubling_time():
    random = np.random.default_rng(2026)
    held = 0
    for _ in range(1000):
        year = random.uniform(2010, 2026, 12)
        fit = fit_line(observed(year, 2 ** (2 * (year - 2010) + random.normal(0, 2, 12))))
        _, low, high = doublings_per_year(fit)
        held += low <= 2 <= high
    assert 930 <= held <= 970


def test_four_points_give_the_slope_worked_out_by_hand():
    # Years 0 to 3 and doublings 0, 3, 4, 9 (means 1.5 and 4): slope (1.5·4 + 0.5·1 + 0.5·0 + 1.5·5) / 5 = 14/5.
    # Residuals 0.2, 0.4, −1.4, 0.8 with squares 2.8, over 2 degrees of freedom 1.4: standard error √(1.4 / 5).
    # Student's t at 97.5 % with 2 degrees of freedom is 4.302653.
    fit = fit_line(observed([2000, 2001, 2002, 2003], [1, 8, 16, 512]))
    assert fit.slope == pytest.approx(2.8)
    assert fit.standard_error == pytest.approx((1.4 / 5) ** 0.5)
    assert doublings_per_year(fit).high == pytest.approx(2.8 + 4.302653 * (1.4 / 5) ** 0.5)
    assert growth_per_year(fit).value == pytest.approx(2**2.8)
    assert doubling_time(fit).value == pytest.approx(1 / 2.8)


def test_too_few_observations_are_refused():
    with pytest.raises(UserError, match="at least 4 observations of different dates; there are 3"):
        fit_line(observed([2000, 2001, 2002], [1, 2, 4]))


def test_observations_of_one_date_are_refused():
    with pytest.raises(UserError, match="different dates"):
        fit_line(observed([2000] * 5, [1, 2, 4, 8, 16]))


def test_observations_without_growth_have_no_doubling_time():
    with pytest.raises(UserError, match="do not show growth"):
        doubling_time(fit_line(observed([2000, 2001, 2002, 2003], [8, 1, 9, 2])))


def test_dates_become_years_with_fractions():
    dates = pd.Series(["2023-01-01", "2023-07-02", "2024-12-31", "2018-10", "2021"])
    assert years(dates).tolist() == pytest.approx([2023, 2023 + 182 / 365, 2024 + 365 / 366, 2018 + 273 / 365, 2021])


# Which were the largest at their date


@pytest.mark.thorough
@given(st.lists(st.tuples(st.floats(1950, 2026), st.floats(1, 1e26)), min_size=1, max_size=60))
def test_records_only_ever_rise(points):
    records = largest(observed(*zip(*points, strict=True)), 1)
    assert records["size"].is_monotonic_increasing
    assert records["size"].max() == max(size for _, size in points)


@pytest.mark.thorough
@given(st.lists(st.tuples(st.floats(1950, 2026), st.floats(1, 1e26)), min_size=1, max_size=60))
def test_a_top_five_holds_every_top_one(points):
    observations = observed(*zip(*points, strict=True))
    assert set(largest(observations, 1).index) <= set(largest(observations, 5).index)


def test_a_rank_counts_larger_runs_up_to_the_same_date():
    assert ranks(observed([2000, 2001, 2001, 2002, 2003], [5, 3, 9, 9, 4])).tolist() == [1, 3, 1, 1, 4]


def test_an_era_holds_its_first_day_and_not_the_next_eras():
    assert observations_between(observed([2009.99, 2010, 2011.5, 2012], [1] * 4), 2010, 2012)["year"].tolist() == [
        2010,
        2011.5,
    ]


# Trends as quantities


def test_a_doubling_time_is_a_quantity_with_the_fits_own_interval(model):
    fitted = regression(2005, 2024, 3, COUNTS)
    reach = stats.t.ppf(0.95, 6 - 2) * fitted.stderr  # six counts since the pier
    rate = model.assumptions["passenger_doubling_rate"]
    assert [end.m_as("1/year") for end in (rate.low, rate.value, rate.high)] == pytest.approx(
        [fitted.slope - reach, fitted.slope, fitted.slope + reach], rel=1e-5
    )
    low, high = model.interval("passenger_doubling_time", "year")
    assert model.quantity("passenger_doubling_time").m_as("year") == pytest.approx(1 / fitted.slope, rel=1e-5)
    assert (low, high) == pytest.approx((1 / (fitted.slope + reach), 1 / (fitted.slope - reach)), rel=1e-4)


def test_a_doubling_times_formula_is_the_inverse_of_the_fitted_rate():
    assert str(formula(PROJECT, "passenger_doubling_time")) == "1/passenger_doubling_rate"
    assert upstream(PROJECT, "passenger_doubling_time") == ("passenger_doubling_rate",)


def test_only_the_largest_of_their_date_are_fitted(model, eras):
    rate = eras.assumptions["passenger_doubling_rate"].value
    assert rate == model.assumptions["passenger_doubling_rate"].value
    assert regression(2005, 2024, 99, [*COUNTS, *SMALL]).slope != pytest.approx(rate.m_as("1/year"), rel=0.1)


def test_a_fit_says_what_it_rests_on(eras):
    largest_of_all, records = (eras.assumptions[name] for name in ("passenger_doubling_rate", "record_doubling_rate"))
    assert largest_of_all.locator == "data/passenger_counts.csv, counts among the 3 largest at their date, 2005 to 2024"
    assert records.locator == "data/passenger_counts.csv, record counts, 1950 to 2024"
    assert largest_of_all.reference == records.reference == "harbour2024"


def test_moving_a_breakpoint_fits_again_on_both_its_sides(eras):
    moved = eras.with_(new_pier=2008)
    for name, era in {"older_doubling_rate": (1950, 2008), "passenger_doubling_rate": (2008, 2024)}.items():
        fitted = regression(*era, 3, [*OLDER, *COUNTS])
        assert moved.assumptions[name].value.m_as("1/year") == pytest.approx(fitted.slope, rel=1e-5)
        assert moved.assumptions[name] != eras.assumptions[name]
    assert list(moved.changes) == ["new_pier"]
    assert moved.assumptions["record_doubling_rate"] == eras.assumptions["record_doubling_rate"]


def test_a_rate_that_is_set_no_longer_follows_its_breakpoints(model):
    moved = model.with_(passenger_doubling_rate=3).with_(new_pier=2008)
    assert moved.quantity("passenger_doubling_time").m_as("month") == pytest.approx(4)
    assert moved.interval("passenger_doubling_time", "month") == pytest.approx((4, 4))


def test_the_parameters_of_a_page_hold_the_rates_and_their_breakpoints(model):
    names = with_breakpoints(PROJECT, upstream(PROJECT, "passenger_doubling_time"))
    assert names == ("new_pier", "count_end", "passenger_doubling_rate")
    as_written = {name: model.assumptions[name].written for name in names}
    moved = model.with_(**{**as_written, "new_pier": "2008 year"})
    assert moved.quantity("passenger_doubling_time") != model.quantity("passenger_doubling_time")


@pytest.mark.parametrize("start", [1960, 2015.9])
def test_a_breakpoint_that_leaves_an_era_too_few_observations_is_refused(eras, start):
    with pytest.raises(UserError, match="at least 4 observations"):
        eras.with_(new_pier=start)


def test_a_breakpoint_that_is_no_date_is_refused():
    header, (name, _, *others) = table("trends")
    book = PROJECT.with_rows("trends", [header, [name, "ticket_price", *others]])
    with pytest.raises(UserError, match=r"^data/trends\.csv, passenger_doubling_rate: .* ticket_price is in USD/pass"):
        _ = book.assumptions

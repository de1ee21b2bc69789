"""Reading numbers with the units of a book."""

import math

import pint
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimbook.errors import UserError
from tests.engine.book import PROJECT

UNITS = ["day", "USD", "passenger/boat", "USD/boat/hour", "kW·day", "liter/crossing", "passenger", "percent", "1"]


@given(st.floats(min_value=1e-30, max_value=1e30), st.sampled_from(UNITS))
def test_a_bare_number_is_in_the_expected_unit(number, unit):
    assert PROJECT.units.read_quantity(number, unit, "x").magnitude == number
    assert PROJECT.units.read_quantity(repr(number), unit, "x").units == PROJECT.units.read_unit(unit)


@given(st.floats(min_value=1e-30, max_value=1e30), st.sampled_from(UNITS))
def test_a_number_written_with_its_unit_reads_back(number, unit):
    written = repr(number) if unit == "1" else f"{number!r} {unit}"
    assert PROJECT.units.read_quantity(written, unit, "x").magnitude == number


@pytest.mark.parametrize(
    ("text", "unit", "magnitude"),
    [("2 week", "day", 14), ("95 days", "day", 95), ("34 %", "percent", 34), ("0.5 h", "minute", 30),
     ("1.5e3", "USD", 1500), ("350_000 boat", "boat", 350000), ("1 Mpassenger/h", "kpassenger/hour", 1000)],
)  # fmt: skip
def test_a_unit_of_the_same_kind_is_converted(text, unit, magnitude):
    assert PROJECT.units.read_quantity(text, unit, "x").magnitude == pytest.approx(magnitude)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "nan", "inf", "1e400", "-inf day", "3,000", "1/0", "9**9**9 day", "__import__('os')", "day", "3 USD",
     "3 crossing", "3 day/hour", "3 foo", "<b>3</b>", "3 day; 4 day", "3 boat", "１２ 天", "None", "0x10 day"],
)  # fmt: skip
def test_what_is_no_quantity_of_the_kind_is_one_line_that_names_it(text):
    with pytest.raises(UserError) as error:
        PROJECT.units.read_quantity(text, "day", "season_length")
    assert str(error.value).startswith("season_length: ")
    assert "\n" not in str(error.value)


@given(st.text(max_size=30))
@example("0A:¼")
def test_any_text_is_read_as_a_finite_number_or_refused(text):
    try:
        read = PROJECT.units.read_quantity(text, "day", "x")
    except UserError:
        return
    assert math.isfinite(read.magnitude)


@pytest.mark.filterwarnings("error")
def test_a_logarithmic_unit_beyond_all_numbers_is_refused_without_a_warning():
    assert PROJECT.units.read_quantity("20 dB", "1", "x").magnitude == pytest.approx(100)
    with pytest.raises(UserError, match="x: '1e5 dB' is not a finite number"):
        PROJECT.units.read_quantity("1e5 dB", "1", "x")


def test_what_a_book_defines_as_two_units_does_not_mix():
    with pytest.raises(pint.DimensionalityError):
        PROJECT.units.registry.Quantity("1 USD") + PROJECT.units.registry.Quantity("1 boat")
    with pytest.raises(pint.DimensionalityError):
        PROJECT.units.registry.Quantity("1 boat").to("passenger")


def test_a_unit_that_is_a_product_is_of_the_kind_of_what_it_amounts_to():
    kilowatt_day = PROJECT.units.registry.Quantity(1, PROJECT.units.read_unit("kW·day"))
    assert kilowatt_day.m_as("joule") == pytest.approx(1000 * 86_400)


def test_power_in_root_units_reads_back():
    watt = PROJECT.units.registry.Quantity(1, "W").to_root_units()
    assert watt.to(PROJECT.units.read_unit(f"{watt.units:~C}")) == watt


def test_a_unit_that_is_called_as_what_is_no_number_is_none():
    with pytest.raises(UserError, match=r"'nan\._' is not a unit: 'nan' is none"):
        PROJECT.units.read_unit("nan._")


@pytest.mark.parametrize("text", ["m**", "**2", "2**m", "m**m", "m**2.5"])
def test_a_power_that_is_no_whole_number_is_no_unit(text):
    with pytest.raises(UserError, match="is not a unit"):
        PROJECT.units.read_unit(text)

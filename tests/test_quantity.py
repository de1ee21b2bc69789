"""The units of this book."""

import pint
import pytest

from tests.book import PROJECT

UNITS = ["A100/H100", "USD/A100/hour", "PFLOP/s·day", "TFLOP/s/V100", "parameter"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_number_written_with_its_unit_reads_back(unit):
    read = PROJECT.units.read_quantity(f"1.5e3 {unit}", unit, "x")
    assert (read.magnitude, read.units) == (1500, PROJECT.units.read_unit(unit))


@pytest.mark.parametrize(
    ("text", "unit", "magnitude"), [("350_000 H100", "H100", 350000), ("1 EFLOP/s", "PFLOPS", 1000)]
)
def test_a_unit_of_the_same_kind_is_converted(text, unit, magnitude):
    assert PROJECT.units.read_quantity(text, unit, "x").magnitude == pytest.approx(magnitude)


def test_dollars_and_yuan_do_not_mix():
    with pytest.raises(pint.DimensionalityError):
        PROJECT.units.registry.Quantity("1 USD") + PROJECT.units.registry.Quantity("1 CNY")


def test_an_h100_is_not_an_a100():
    with pytest.raises(pint.DimensionalityError):
        PROJECT.units.registry.Quantity("1 H100").to("A100")


def test_a_petaflop_per_second_for_a_day_is_the_amount_openai_defines():
    # "AI and Compute" (OpenAI 2018), footnote: a petaflop/s-day is about 1e20 operations; 1e15 × 86,400.
    assert PROJECT.units.registry.Quantity(1, PROJECT.units.read_unit("PFLOP/s·day")).to(
        "FLOP"
    ).magnitude == pytest.approx(1e15 * 86_400)

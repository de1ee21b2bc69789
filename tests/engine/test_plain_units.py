"""Units of what was computed and nobody gave one: what is written is read, and people use it."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.plain_units import plain_unit
from tests.engine.book import PROJECT

#: Units of the kinds that formulas have, the book's own and others of which some have no symbol in letters.
UNITS = (
    "USD",
    "boat",
    "liter",
    "passenger",
    "day",
    "year",
    "m",
    "kW",
    "percent",
    "kelvin",
    "ohm",
    "angstrom",
    "GB",
    "s",
)
WHOLE = st.integers(-3, 3)
PARTS = st.builds(Fraction, st.integers(-5, 5), st.integers(1, 6))
FACTORS = st.lists(st.tuples(st.sampled_from(UNITS), WHOLE), max_size=5) | st.tuples(
    st.tuples(st.just("USD"), PARTS), st.tuples(st.just("boat"), PARTS), st.tuples(st.just("liter"), WHOLE)
)


@pytest.mark.thorough
@given(FACTORS)
@example([("day", -1)])
@example([("USD", Fraction(1, 2)), ("boat", Fraction(-1, 2))])
@example([("m", 3)])
@example([("m", 1), ("liter", 1)])
@example([("liter", -1), ("m", 3)])
def test_the_unit_that_is_written_of_a_computed_value_is_read_as_one_of_the_same_kind(factors):
    registry = PROJECT.units.registry
    value = registry.Quantity(1.0)
    for name, power in factors:
        value = value * registry.Quantity(1.0, registry.Unit(name)) ** float(power)
    written = plain_unit(value, PROJECT)
    read = registry.Quantity(1.0, PROJECT.units.read_unit(written))
    assert (value / read).to_root_units().units == registry.dimensionless, written
    shown = PROJECT.words.write_quantity(2, written)
    assert "··" not in shown
    assert "**" not in shown


@pytest.mark.parametrize(
    ("formula", "unit", "shown"),
    [
        ("1 / (30 day)", "1/day", "0.0333 per day"),
        ("sqrt(boat_price * 2 boat / (1 boat))", "USD**(1/2)/boat**(1/2)", "1,990 USD^(1/2) per boat^(1/2)"),
        ("(2 m) ** 3", "m**3", "8 m³"),
        ("$3 / (1 m) ** 3 ", "USD/m**3", "$3 per m³"),
        ("(2 m) * (3 liter)", "m·liter", "6 m·liters"),
        ("fuel_price * (2 m) ** 3 / (1 USD)", "1", "12,000×"),
    ],
)
def test_an_answers_unit_is_read_as_it_is_written(model, formula, unit, shown):
    reply = model.ask(formula)
    assert (reply.unit, reply.found.partition(" (")[0]) == (unit, shown)
    assert model.ask(formula, unit=unit).value == reply.value


@pytest.mark.parametrize("text", ["m**(1/2", "m**(1/)", "m**(a/2)", "1/1", "%%", "1//day", "2/day"])
def test_what_is_no_unit_is_none_behind_a_power_or_a_one_either(text):
    with pytest.raises(UserError, match="is not a unit"):
        PROJECT.units.read_unit(text)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("yearly_takings + boat_count", "do not fit: USD/year and boat are not of one kind"),
        ("fuel_price + 3", "do not fit: USD/liter and a pure number are not of one kind"),
        ("fuel_per_crossing * crossings_per_day + 3 kW", "do not fit: liter/day and kW are not of one kind"),
    ],
)
def test_what_does_not_fit_is_said_in_units_that_people_use(model, formula, said):
    with pytest.raises(UserError) as error:
        model.ask(formula)
    assert str(error.value).endswith(said)

"""What drives a quantity: elasticities, swings and shares, against finite differences and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimbook.model.graph import derivation_names, upstream
from claimbook.model.model import Model
from claimbook.model.sensitivity import drivers, is_product, spread_shares, verdict_sensitivity
from tests.editing import append, replace
from tests.engine.book import PROJECT
from tests.properties import log_variance, slope_beside_elasticity, turned_at_the_ends, widths_of_products
from tests.strategies import models


@pytest.fixture
def with_sums(project):
    """The made-up book's model with sums and a difference of uncertain assumptions beside its own quantities."""
    rows = [
        "spring_passengers,estimate,25e3,20e3,30e3,passenger,,metalog,",
        "summer_passengers,estimate,25e3,20e3,30e3,passenger,,metalog,",
        "autumn_passengers,estimate,15e3,10e3,20e3,passenger,,metalog,",
        "boat_age,estimate,2,0.5,2.8,year,,uniform,",
        "service_life,estimate,5,4,6,year,,uniform,",
    ]
    for row in rows:
        append(project.data / "assumptions.csv", f"{row},Made up,harbour2024,,Made up,harbour2024,made up\n")
    append(
        project.book / "derivations" / "crossings.py",
        "\n\ndef seasons_passengers(spring_passengers, summer_passengers, autumn_passengers):\n"
        "    return spring_passengers + summer_passengers + autumn_passengers\n"
        "\n\ndef remaining_life(service_life, boat_age):\n"
        "    return service_life - boat_age\n"
        "\n\ndef harbour_fuel_cost(fuel_per_crossing, fuel_price, boat_count, boats_under_repair):\n"
        "    return fuel_per_crossing * fuel_price * (boat_count + boats_under_repair)\n",
    )
    return Model.of(project)


@pytest.mark.thorough
@settings(deadline=None, max_examples=20)
@given(models(PROJECT), st.sampled_from(derivation_names(PROJECT)), st.data())
def test_elasticities_agree_with_finite_differences(model, quantity, data):
    slope, exact = slope_beside_elasticity(model, quantity, data.draw(st.sampled_from(upstream(PROJECT, quantity))))
    assert slope == pytest.approx(exact, rel=1e-3, abs=1e-4)


def test_a_product_has_whole_elasticities(model):
    found = {driver.assumption: driver.elasticity for driver in drivers("fuel_share", model)}
    assert found == {
        "fuel_per_crossing": 1,
        "fuel_price": 1,
        "passengers_per_crossing": -1,
        "ticket_price": -1,
        "crossings_per_day": 0,
        "season_length": 0,
    }


def test_the_widest_swing_comes_first(model):
    # Fuel: 55 over 30 is 1.8 times; passengers: 100 over 60 is 1.7 times; price of fuel: 1.9 over 1.2 is 1.6 times.
    assert [driver.assumption for driver in drivers("fuel_share", model)][:3] == [
        "fuel_per_crossing",
        "passengers_per_crossing",
        "fuel_price",
    ]


def test_a_swing_goes_from_the_quantity_at_the_low_end_to_that_at_the_high_end(model):
    (fuel, *_) = drivers("fuel_share", model)
    assert fuel.assumption == "fuel_per_crossing"
    assert (fuel.at_low, fuel.at_high) == pytest.approx((30 * 1.5 / (80 * 3.5), 55 * 1.5 / (80 * 3.5)))
    assert fuel.swing == pytest.approx(np.log(55 / 30))


def test_shares_of_a_product_are_those_of_the_logarithms_variance(model):
    fuel, passengers, price = (log_variance(*ends) for ends in ((30, 40, 55), (60, 80, 100), (1.2, 1.5, 1.9)))
    shares = spread_shares("fuel_share", model)
    assert shares["fuel_per_crossing"] == pytest.approx(fuel / (fuel + passengers + price), abs=1e-3)
    assert shares["passengers_per_crossing"] == pytest.approx(passengers / (fuel + passengers + price), abs=1e-3)
    assert shares["ticket_price"] == 0


def test_equal_terms_of_a_sum_have_equal_shares(with_sums):
    # 20,000 to 30,000 each in two of the three seasons: what one adds to the spread the other adds too.
    assert not is_product(with_sums.project, "seasons_passengers")
    shares = spread_shares("seasons_passengers", with_sums)
    assert shares["spring_passengers"] == pytest.approx(shares["summer_passengers"], rel=0.02)
    assert sum(shares.values()) == pytest.approx(1, abs=0.03)


def test_shares_of_a_sum_follow_each_terms_variance(with_sums):
    # What an age of 0.5 to 2.8 years and a life of 4 to 6 add to the variance of the difference, both uniform.
    shares = spread_shares("remaining_life", with_sums)
    age, life = (2.8 - 0.5) ** 2, (6 - 4) ** 2
    assert shares["boat_age"] == pytest.approx(age / (age + life), abs=0.03)


def test_shares_are_of_the_logarithm_where_a_quantity_has_one(with_sums):
    # Of the logarithm two ranges of a hundred times share alike; of the cost itself each would have 0.88 by what they
    # do together.
    wide = with_sums.with_(fuel_per_crossing="4..400", fuel_price="0.15..15", boats_under_repair=2)
    assert not is_product(with_sums.project, "harbour_fuel_cost")
    shares = spread_shares("harbour_fuel_cost", wide)
    assert shares["fuel_per_crossing"] == pytest.approx(0.5, abs=0.02)
    assert shares["fuel_price"] == pytest.approx(0.5, abs=0.02)


def test_the_only_uncertain_assumption_has_all_of_the_spread(model):
    assert spread_shares("yearly_passengers_by_seats", model)["occupied_share"] == 1


def test_a_quantity_of_certain_assumptions_has_no_spread_to_share(model):
    assert set(spread_shares("yearly_crossings", model).values()) == {0}


def test_what_is_called_a_product_has_the_interval_of_a_product(model):
    others = {"boats_at_work", "payback_time"}
    assert {name for name in derivation_names(PROJECT) if not is_product(PROJECT, name)} == others
    compared = list(widths_of_products(model))
    # The other four: crossings, passengers and takings by the text's own figures, and what rests on a uniform share.
    assert len(compared) == len(derivation_names(PROJECT)) - len(others) - 4
    for quantity, drawn, without_draws in compared:
        assert drawn == pytest.approx(without_draws, rel=0.02), quantity


def test_verdict_sensitivity_finds_the_verdicts_that_an_assumptions_range_turns(model):
    found = {item.assumption: item for item in verdict_sensitivity(model)}
    # $1.20 to $1.90 a liter: below $1.40 fuel takes less than the 20 percent that it is claimed to stay below.
    assert found["fuel_price"].turned == ("herald-2024-fuel-share",)
    # No range of its own; but at twice $3.50 fuel would take 11 percent, and tickets would bring $2.7 million.
    assert found["ticket_price"].turned == ()
    assert found["ticket_price"].turned_by_half == ("herald-2024-takings", "herald-2024-fuel-share")


def test_an_assumption_that_no_verdict_rests_on_turns_none(model):
    # Whether the boats are paid for by 2040 is pending whatever they cost, and no other claim needs their price.
    assert "boat_price" not in {item.assumption for item in verdict_sensitivity(model)}


def test_a_claim_whose_arithmetic_is_settled_in_words_rests_on_no_assumption(project):
    # Its one quantity is shown beside what words say, and no other value of it would turn the verdict.
    claims = project.data / "claims" / "herald-2024.yml"
    estimate = "      - kind: estimate\n        quantity: yearly_passengers\n        bearing: same\n"
    replace(claims, f"stated_yearly_passengers\n{estimate}", "stated_yearly_passengers\n        finding: contradicts\n")
    model = Model.of(project)
    assert model.verdict("herald-2024-yearly-passengers") == "fails"
    resting = {claim for item in verdict_sensitivity(model) for claim in item.claims}
    assert "herald-2024-yearly-passengers" not in resting
    assert "herald-2024-fuel-share" in resting


def test_verdict_sensitivity_agrees_with_models_at_the_ends_of_each_range(model):
    compared = list(turned_at_the_ends(model))
    assert compared
    for assumption, turned_there, turned in compared:
        assert turned_there <= turned, assumption


def test_verdict_sensitivity_is_sorted_by_the_verdicts_it_could_turn(model):
    counts = [(len(item.turned), len(item.turned_by_half)) for item in verdict_sensitivity(model)]
    assert len(set(counts)) > 2
    assert counts == sorted(counts, reverse=True)

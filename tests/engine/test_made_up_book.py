"""The made-up book goes through all that the engine does with a book."""

from collections import Counter

import pytest

from claimbook.checks.gate import problems
from claimbook.ledger.drafting import draft
from claimbook.ledger.entries import language_of
from tests.engine.book import PROJECT, ROOT
from tests.engine.books.ferries.tests.oracles import ORACLES

CLAIMS = {
    "herald-2024-yearly-passengers": "holds",  # 24 × 80 × 200 is 384,000, amid 288,000 to 480,000 of other inputs
    "herald-2024-takings": "adds up",  # times $3.50 is $1.34 million, which is 1.3; outside inputs are merely near
    "herald-2024-fuel-share": "plausible",  # 21 percent; under 20 with more than one draw in twenty, not two in three
    "herald-2024-fuel-per-passenger": "fails",  # 40 liters for 80 passengers is half a liter
    "herald-2024-paid-back": "pending",
    "herald-2024-punctual": "fails",
    "herald-2024-founded": "holds",
    "fjordblad-2024-yearly-passengers": "fails",  # 345,000 were counted
    "fjordblad-2024-doubling-time": "holds",
    "fjordblad-2024-dearer": "underdetermined",
}


@pytest.mark.thorough
def test_it_keeps_every_rule():
    assert problems(PROJECT) == []


@pytest.mark.parametrize("claim", CLAIMS)
def test_each_of_its_ten_claims_has_the_verdict_that_its_figures_give(model, claim):
    assert str(model.verdict(claim)) == CLAIMS[claim]


def test_it_has_ten_claims_of_two_sources():
    assert len(PROJECT.claims) == 10
    assert Counter(claim.source for claim in PROJECT.claims.values()) == {"herald-2024": 7, "fjordblad-2024": 3}


@pytest.mark.parametrize("name", ORACLES)
def test_each_derivation_gives_what_is_worked_out_by_hand(model, name):
    unit, expected = ORACLES[name]
    precise = 0.05 if name == "passenger_doubling_time" else 1e-9  # read off a log plot
    assert model.quantity(name).m_as(unit) == pytest.approx(expected, rel=precise)


def test_a_language_of_its_own_reads_its_numerals():
    text = (ROOT / "text" / "fjordblad-2024.txt").read_text(encoding="utf-8")
    read = [(one.numeral, one.value, one.unit) for one in draft(text, language_of("fjordblad-2024", PROJECT))]
    assert read == [
        ("80 folk", "80", "passenger"),
        ("350.000 folk", "350000", "passenger"),
        ("6 år", "6", "year"),
        ("15 hundredelar", "15", "percent"),
    ]

"""The printed figure as an interval, and the rules of the verdicts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.verdict import PrintedFigure, Verdict, judge


@pytest.mark.parametrize(
    ("relation", "claimed", "low", "high"),
    [
        ("=", "6.16e6", 6.155e6, 6.165e6),
        ("=", "3.64e3", 3635, 3645),
        ("=", "3640", 3639.5, 3640.5),
        ("=", "6.3e7", 62.5e6, 63.5e6),
        ("=", "52.3", 52.25, 52.35),
        ("≈", "2.15e25", 1.935e25, 2.365e25),
        (">", "20", 20, math.inf),
        ("≤", "20", -math.inf, 20),
        ("in", "90..100", 90, 100),
    ],
)
def test_a_printed_figure_stands_for_what_rounds_to_it(relation, claimed, low, high):
    printed = PrintedFigure.read(relation, claimed)
    assert (printed.low, printed.high) == (pytest.approx(low), pytest.approx(high))


def test_more_than_twenty_is_not_twenty_but_at_least_twenty_is():
    assert not PrintedFigure.read(">", "20").contains(20.0)
    assert PrintedFigure.read("≥", "20").contains(20.0)
    assert not PrintedFigure.read("<", "20").contains(20.0)


@pytest.mark.parametrize(
    ("derived", "low", "high", "verdict"),
    [(63.2, 50, 70, Verdict.HOLDS), (57, 54, 62.6, Verdict.PLAUSIBLE), (57, 54, 60, Verdict.FAILS),
     (70, 63.4, 80, Verdict.PLAUSIBLE), (70, 63.6, 80, Verdict.FAILS), (40, 30, 80, Verdict.PLAUSIBLE)],
)  # fmt: skip
def test_the_verdict_follows_from_value_and_interval(derived, low, high, verdict):
    assert judge(PrintedFigure.read("=", "63"), derived, low, high) is verdict


@given(st.floats(1e-3, 1e3), st.floats(1, 10), st.floats(1, 10), st.sampled_from("=≈>≥<≤"))
def test_a_wider_interval_never_turns_a_claim_against_itself(value, wider, widest, relation):
    printed = PrintedFigure.read(relation, "20")
    order = [Verdict.FAILS, Verdict.PLAUSIBLE, Verdict.HOLDS]
    narrow = judge(printed, value, value / wider, value * wider)
    wide = judge(printed, value, value / wider / widest, value * wider * widest)
    assert order.index(wide) >= order.index(narrow)


@pytest.mark.parametrize(
    ("relation", "text"),
    [
        ("=", "abc"),
        ("=", "90..100"),
        ("in", "90"),
        ("?", "90"),
        ("=", ""),
        ("=", "nan"),
        ("=", "sNaN"),
        ("=", "inf"),
        ("=", "1e999"),
        ("in", "100..90"),
        ("in", "90..inf"),
    ],
)
def test_a_figure_that_cannot_be_read_is_refused(relation, text):
    with pytest.raises(UserError):
        PrintedFigure.read(relation, text)


def test_the_last_digits_of_a_float_decide_nothing():
    assert 0.1 + 0.2 > 0.3
    assert PrintedFigure.read("≤", "0.3").contains(0.1 + 0.2)
    assert PrintedFigure.read("in", "0.1..0.3").contains(0.1 + 0.2)
    assert not PrintedFigure.read(">", "0.3").contains(0.1 + 0.2)
    assert not PrintedFigure.read("≤", "0.3").contains(0.3 * (1 + 1e-11))

"""The printed figure as an interval, the rules of both answers, and the verdict's one word."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.judging import ESTIMATED, UNGRADED
from claimbook.model.verdict import (
    ANSWERS,
    SETTLING,
    SUMS,
    VERDICTS,
    WORDS,
    AddsUp,
    Answer,
    Shares,
    both,
    by_arithmetic,
    by_draws,
    by_value,
    is_narrow,
    place,
    settle,
    verdict,
)  # fmt: skip
from claimbook.register.evidence import GRADES
from claimbook.register.printed import PrintedFigure

#: The design's table of verdicts: the first row that applies gives the word.
ANY = None
RULES = [
    # verdict           adds up  is so
    ("fails", "no", ANY),
    ("fails", ANY, "no"),
    ("holds", ANY, "yes"),
    ("holds", ANY, "likely"),
    ("plausible", ANY, "possible"),
    ("adds up", "yes", ANY),
    ("pending", ANY, "not due"),
    ("unverified", ANY, "not found"),
    ("underdetermined", ANY, ANY),
]

#: What an estimate says: how the claim is printed, between which numbers its draws lie evenly, and the answer.
ESTIMATES = [
    # printed           from   to    answer
    ("more than 20", 10, 30, "possible"),  # half of the draws
    ("more than 20", 15.2, 30, "likely"),  # two draws in three, and what drawing may be off
    ("more than 20", 10.5, 20.5, "possible"),  # one draw in twenty
    ("more than 20", 10.4, 20.4, "no"),  # one draw in twenty-five
    ("less than 20", 10, 24.8, "likely"),
    ("18..22", 18, 24, "likely"),  # two draws in three lie in it
    ("18..22", 22.5, 40, "no"),
    ("20", 10, 30, "likely"),  # the middle half is 15 to 25
    ("20", 15, 35, "likely"),  # it is 20 to 30
    ("20", 16, 36, "possible"),  # it is 21 to 31; the 90 % interval is 17 to 35
    ("20", 20.5, 36, "no"),  # the 90 % interval begins at 21.3, and what rounds to 20 ends at 20.5
    ("about 20", 20.5, 36, "possible"),  # within ten per cent is up to 22
    ("about 20", 22.5, 36, "no"),
    ("20", 2, 38, "possible"),  # the middle half is 11 to 29, but the interval spans a factor of ten
]

#: What a number that bounds the claimed figure says: bearing, printed, the number, the answer.
BOUNDS = [
    ("at least", "more than 20", 25, "yes"),  # what is at least 25 is more than 20
    ("at least", "more than 20", 15, "leaves open"),
    ("at least", "20", 25, "no"),  # what is at least 25 is not 20
    ("at least", "20", 15, "leaves open"),
    ("at least", "less than 20", 25, "no"),
    ("at most", "less than 20", 15, "yes"),
    ("at most", "less than 20", 25, "leaves open"),
    ("at most", "20", 15, "no"),
    ("at most", "20", 25, "leaves open"),
    ("near", "20", 20, "leaves open"),  # never decides
    ("near", "20", 90, "leaves open"),
    ("same", "20", 20.4, "yes"),  # rounds to it
    ("same", "20", 20.6, "no"),
]

#: What arithmetic on printed figures says: printed, the result from the figures, its least and greatest, the answer.
SUMS_REDONE = [
    ("6.3e7", 57e6, 54e6, 60e6, "no"),  # 25,000 chips for 90 to 100 days at a dollar
    ("about 6.3e7", 57e6, 54e6, 60e6, "no"),  # "about" does not widen: ten per cent below 63 is 56.7
    ("about 500", 445, 440, 450, "no"),  # from 110 to 600
    ("1.05e10", 1.05e10, 1.05e10, 1.05e10, "yes"),
    ("52.3", 52.29, 52.28, 52.31, "yes"),
    ("20", 20.9, 20.4, 21.4, "yes"),  # it can within the last digits
    ("more than 20", 19, 18, 20, "no"),
    ("more than 20", 19, 18, 20.1, "yes"),
    ("90..100", 89, 85, 91, "yes"),
]


@pytest.mark.parametrize("adds_up", AddsUp)
@pytest.mark.parametrize("is_so", Answer)
def test_the_verdict_is_the_first_rule_that_applies(adds_up, is_so):
    first = next(word for word, sums, answer in RULES if sums in (ANY, adds_up) and answer in (ANY, is_so))
    assert verdict(adds_up, is_so) == first
    assert VERDICTS[WORDS[SUMS.index(adds_up), ANSWERS.index(is_so)]] == first


def draws_between(first, last, count=20_000):
    """Evenly spaced draws."""
    return first + (last - first) * (np.arange(count) + 0.5) / count


def answer_by(printed, draws, bearing="same"):
    low, high = np.quantile(draws, [0.05, 0.95])
    return str(ANSWERS[int(by_draws(printed, bearing, Shares.of(printed, draws, low, high)))])


@pytest.mark.parametrize(("printed", "first", "last", "answer"), ESTIMATES)
def test_an_estimate_is_judged_by_its_draws(printed, first, last, answer):
    assert answer_by(PrintedFigure.of(printed), draws_between(first, last)) == answer


@pytest.mark.parametrize(("bearing", "printed", "value", "answer"), BOUNDS)
def test_only_the_same_thing_or_a_bound_decides(bearing, printed, value, answer):
    assert ANSWERS[int(by_value(PrintedFigure.of(printed), bearing, value))] == answer


@pytest.mark.parametrize(("printed", "value", "low", "high", "answer"), SUMS_REDONE)
def test_a_figure_adds_up_if_the_result_rounds_to_it_or_can_within_the_printed_digits(
    printed, value, low, high, answer
):
    assert SUMS[int(by_arithmetic(PrintedFigure.of(printed), value, low, high))] == answer


@pytest.mark.parametrize(
    ("bearing", "first", "last", "answer"),
    [("at least", 15.2, 30, "likely"), ("at least", 5, 21, "possible"), ("at least", 5, 19, "leaves open"),
     ("at most", 15, 19, "no"), ("at most", 15, 30, "leaves open")],
)  # fmt: skip
def test_an_estimate_of_a_bound_confirms_or_excludes_by_its_draws(bearing, first, last, answer):
    assert answer_by(PrintedFigure.of("more than 20"), draws_between(first, last), bearing) == answer


@pytest.mark.parametrize(
    ("answers", "together"),
    [
        ([("primary", "yes"), ("repost", "no")], "yes"),  # the better grade decides
        ([("press", "leaves open"), ("repost", "no")], "no"),  # what leaves it open does not
        ([("repost", "no"), ("estimate", "likely")], "no"),  # measured fact before estimate
        ([("press", "yes"), ("press", "no")], "cannot be settled"),  # equals that disagree
        ([("press", "yes"), ("press", "no"), ("estimate", "likely")], "cannot be settled"),
        ([("estimate", "possible"), ("estimate", "likely")], "likely"),  # ignorance does not drag down
        ([("estimate", "possible"), ("estimate", "no")], "cannot be settled"),
        ([("press", "not due"), ("estimate", "leaves open")], "not due"),
        ([("press", "not due"), ("estimate", "no")], "no"),
        ([], "leaves open"),
    ],
)
def test_the_best_grade_that_settles_it_decides_and_equals_must_agree(answers, together):
    grades = {**{grade: i for i, grade in enumerate(GRADES)}, "ungraded": UNGRADED, "estimate": ESTIMATED}
    found = settle((grades[grade], place(Answer(answer))) for grade, answer in answers)
    assert ANSWERS[int(found)] == together


@pytest.mark.thorough
@given(st.permutations([Answer.NO, Answer.YES, Answer.POSSIBLE, Answer.LEAVES_OPEN, Answer.NOT_DUE]))
def test_in_which_order_tests_of_one_grade_stand_changes_nothing(answers):
    assert ANSWERS[int(settle((0, place(answer)) for answer in answers))] is Answer.CANNOT_BE_SETTLED


#: Answers from the worst to the best for a claim.
BETTER = [Answer.NO, Answer.LEAVES_OPEN, Answer.POSSIBLE, Answer.LIKELY, Answer.YES]
BETTER_VERDICTS = ["fails", "underdetermined", "adds up", "plausible", "holds"]

numbers = st.lists(st.floats(1, 100), min_size=20, max_size=60).map(np.array)
printed_figures = st.one_of(
    st.sampled_from(["more than 20", "at least 20", "less than 20", "at most 20"]),
    st.sampled_from(["20", "about 20", "18..25"]),
).map(PrintedFigure.of)


def towards(printed, draws, share):
    """Draws nearer to what makes a claim true by a share of their distance, those that do make it true as they are."""
    nearest = np.clip(draws, printed.low, printed.high)
    strict = printed.relation in "<>"
    nearest = nearest + (1e-6 if printed.relation == ">" else -1e-6 if strict else 0.0)
    return np.where(printed.met_by(draws), draws, draws + share * (nearest - draws))


@pytest.mark.thorough
@given(printed_figures, numbers, st.floats(0, 1))
def test_more_favourable_draws_never_worsen_an_answer(printed, draws, share):
    before, after = answer_by(printed, draws), answer_by(printed, towards(printed, draws, share))
    assert BETTER.index(Answer(after)) >= BETTER.index(Answer(before))


@pytest.mark.thorough
@given(st.sampled_from(AddsUp), st.lists(st.sampled_from(BETTER), min_size=1, max_size=4), st.data())
def test_a_better_answer_of_one_test_never_worsens_the_verdict(sums, answers, data):
    i = data.draw(st.integers(0, len(answers) - 1))
    better = data.draw(st.sampled_from(BETTER[BETTER.index(answers[i]) :]))
    improved = [*answers[:i], better, *answers[i + 1 :]]
    before, after = (ANSWERS[int(settle((0, place(a)) for a in some))] for some in (answers, improved))
    order = BETTER_VERDICTS.index
    assert order(str(verdict(sums, after))) >= order(str(verdict(sums, before)))


@pytest.mark.thorough
@given(numbers, st.floats(1, 60), st.floats(0, 30), st.floats(0, 30), st.floats(0, 30))
def test_a_wider_range_never_fares_worse_than_a_narrower_one(draws, low, width, below, above):
    narrow, wide = (f"{a:.3f}..{b:.3f}" for a, b in ((low, low + width), (low - below, low + width + above)))
    before, after = (answer_by(PrintedFigure.of(text), draws) for text in (narrow, wide))
    assert BETTER.index(Answer(after)) >= BETTER.index(Answer(before))


@pytest.mark.thorough
@given(numbers, st.floats(1, 60), st.floats(0, 30), st.sampled_from(["more than", "at least"]))
def test_a_weaker_lower_bound_never_fares_worse_than_a_stronger_one(draws, bound, weaker, words):
    before, after = (answer_by(PrintedFigure.of(f"{words} {b:.3f}"), draws) for b in (bound, bound - weaker))
    assert BETTER.index(Answer(after)) >= BETTER.index(Answer(before))


@pytest.mark.thorough
@given(printed_figures, numbers, st.sampled_from(["same", "at least", "at most", "near"]))
def test_shares_of_draws_add_up_and_near_never_decides(printed, draws, bearing):
    low, high = np.quantile(draws, [0.05, 0.95])
    shares = Shares.of(printed, draws, low, high)
    assert shares.below + shares.within + shares.above == pytest.approx(1)
    assert shares.within == pytest.approx(printed.met_by(draws).mean())
    assert bearing != "near" or answer_by(printed, draws, bearing) == "leaves open"


@pytest.mark.thorough
@given(st.floats(1, 100), st.floats(1, 100), st.floats(0, 10))
def test_whether_a_figure_adds_up_only_grows_with_what_its_digits_leave_open(value, claimed, reach):
    printed = PrintedFigure.of(f"{claimed:.1f}")
    exact = by_arithmetic(printed, value, value, value)
    assert by_arithmetic(printed, value, value - reach, value + reach) >= exact


@pytest.mark.parametrize(
    ("low", "high", "narrow"),
    [(1, 4, True), (1, 4.01, False), (-4, -1, True), (-1, 1, False), (0, 0, True), (0, 1, False), (5, 5, True)],
)
def test_wide_ignorance_is_an_interval_of_more_than_a_factor_of_four(low, high, narrow):
    assert bool(is_narrow(low, high)) is narrow


def test_answers_that_settle_a_claim_come_first_in_their_order():
    assert ANSWERS[: len(SETTLING)] == SETTLING
    assert both(Answer.YES, Answer.LEAVES_OPEN) is Answer.YES


@pytest.mark.thorough
@given(printed_figures, st.lists(st.floats(1, 100), min_size=2, max_size=9))
def test_many_values_at_once_are_answered_as_one_by_one(printed, values):
    assume(len(values) > 1)
    at_once = by_value(printed, "same", np.array(values))
    assert at_once.tolist() == [int(by_value(printed, "same", value)) for value in values]
    sums = by_arithmetic(printed, np.array(values), np.array(values) - 1, np.array(values) + 1)
    assert sums.tolist() == [int(by_arithmetic(printed, value, value - 1, value + 1)) for value in values]


@pytest.mark.parametrize(
    ("text", "value", "needed"),
    [("90..100", 80, 90), ("90..100", 120, 100), ("90..100", 95, 95), ("more than 20", 3, 20), ("more than 20", 30, 30),
     ("less than 20", 30, 20), ("63", 57, 63), ("about 63", 57, 63)],
)  # fmt: skip
def test_what_makes_a_claim_right_is_the_nearest_end_of_a_range_or_a_bound_and_a_figure_itself(text, value, needed):
    assert PrintedFigure.of(text).nearest_to(value) == needed


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

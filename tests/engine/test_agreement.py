"""Two ratings of the same claims are compared as the literature does it."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.results.agreement import Agreement

WORDS = st.sampled_from(["holds", "fails", "adds up", "unverified"])
PAIRS = st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=60)


def rated(both_yes, first_only, second_only, both_no):
    """Two ratings with these counts."""
    counts = {("yes", "yes"): both_yes, ("yes", "no"): first_only, ("no", "yes"): second_only, ("no", "no"): both_no}
    return columns([pair for pair, count in counts.items() for _ in range(count)])


def columns(pairs):
    return tuple(pd.Series(ratings) for ratings in zip(*pairs, strict=True))


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [
        # The worked examples of Wikipedia's article on Cohen's kappa; the last two agree as often, not beyond chance.
        ((20, 5, 10, 15), 0.4),
        ((45, 15, 25, 15), 0.1304),
        ((25, 35, 5, 35), 0.2593),
        # Full agreement, none, and what chance gives.
        ((7, 0, 0, 3), 1),
        ((0, 5, 5, 0), -1),
        ((4, 4, 4, 4), 0),
    ],
)
def test_kappa_is_that_of_published_examples(counts, kappa):
    agreement = Agreement.of(*rated(*counts))
    assert agreement.kappa == pytest.approx(kappa, abs=5e-5)
    assert (agreement.count, agreement.agreed) == (sum(counts), counts[0] + counts[3])
    assert agreement.low <= agreement.kappa <= agreement.high


@pytest.mark.thorough
@given(PAIRS)
def test_it_does_not_matter_who_is_called_first_or_in_which_order_claims_stand(pairs):
    first, second = columns(pairs)
    there, back = Agreement.of(first, second), Agreement.of(second, first)
    assert there.kappa == pytest.approx(back.kappa)
    assert Agreement.of(*columns(sorted(pairs))).kappa == pytest.approx(there.kappa)
    assert there.kappa <= 1


@pytest.mark.thorough
@given(PAIRS)
def test_whoever_agrees_with_himself_has_full_agreement(pairs):
    first, _ = columns(pairs)
    assert Agreement.of(first, first).kappa == pytest.approx(1)


def test_more_claims_alike_make_the_interval_narrower():
    few, many = Agreement.of(*rated(8, 2, 2, 8)), Agreement.of(*rated(80, 20, 20, 80))
    assert many.kappa == pytest.approx(few.kappa)
    assert many.high - many.low < few.high - few.low

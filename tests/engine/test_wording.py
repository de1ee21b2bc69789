"""Numbers as readers see them: halves are rounded up, as anyone does by hand. The browser's part is in test_live.py."""

import random
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimbook.register.wording import (
    Wording,
    round_half_up,
    write_number,
    write_percent,
    write_percentile,
    write_share,
)
from tests.engine.book import PROJECT
from tests.readable import faults_in
from tests.sites import texts_of

KEYS = list(PROJECT.sources.index)

#: A number, significant digits, and what stands there: rounded by hand, in decimals.
ROUNDED = [
    (56.25, 3, "56.3"),  # half to even would give 56.2
    (56.24, 3, "56.2"),
    (56.249999999999993, 3, "56.3"),  # the last digits of a float are not the number's own
    (56.2499, 3, "56.2"),
    (2.675, 3, "2.68"),  # the nearest binary fraction lies below: 2.67499999999999982…
    (1.005, 3, "1.01"),
    (1.005 * 1000, 3, "1,010"),  # computed: 1004.9999999999999
    (0.125, 2, "0.13"),
    (2.5, 1, "3"),
    (3.5, 1, "4"),
    (-2.5, 1, "−3"),  # a sign says on which side, not how much
    (-56.25, 3, "−56.3"),
    (999.5, 3, "1,000"),
    (0.9995, 3, "1"),
    (99.95, 3, "100"),
    (1234.5, 4, "1,235"),
    (8.125e6, 3, "8.13 million"),
    (999_950, 4, "1 million"),
    (999.95e6, 4, "1 billion"),
    (1.115e9, 3, "1.12 billion"),
    (2.145e25, 3, "2.15×10²⁵"),
    (9.995e14, 3, "1×10¹⁵"),
    (4.565e-7, 3, "4.57×10⁻⁷"),
    (0.00009995, 3, "0.0001"),
]

#: A share, and what stands there in per cent.
SHARES = [
    (0.125, "13 %"),
    (0.285, "29 %"),  # times a hundred it is 28.499999999999996
    (0.005, "0.5 %"),
    (0.00125, "0.1 %"),
    (0.0015, "0.2 %"),
    (0.9985, "99.9 %"),
    (0.985, "99 %"),
    (0.5, "50 %"),
]

#: A level, and what it is of a hundred.
PERCENTILES = [(0.005, "1st"), (0.015, "2nd"), (0.145, "15th"), (0.285, "29th"), (0.985, "99th"), (0.9999, "99th")]

#: A number in a unit, and what stands there.
DATED = [(2012.125, "2012.13"), (2023.996, "2024"), (1999.995, "2000"), (2024.0, "2024"), (2019.5, "2019.5")]


@pytest.mark.parametrize(("value", "digits", "expected"), ROUNDED)
def test_a_half_is_rounded_up_as_by_hand(value, digits, expected):
    assert write_number(value, digits) == expected


@pytest.mark.parametrize(("share", "expected"), SHARES)
def test_half_a_percent_is_rounded_up(share, expected):
    assert write_share(share) == expected


@pytest.mark.parametrize(("level", "expected"), PERCENTILES)
def test_half_a_percentile_is_rounded_up(level, expected):
    assert write_percentile(level) == expected


@pytest.mark.parametrize(("year", "expected"), DATED)
def test_a_date_is_rounded_to_a_hundredth_of_a_year(year, expected):
    assert Wording().write_quantity(year, "year") == expected


def test_decimals_of_a_percentage_are_rounded_half_up():
    assert [write_percent(share, 1) for share in (0.2345, 0.0005, 0.07, 3.14159)] == [
        "23.5 %",
        "0.1 %",
        "7 %",
        "314.2 %",
    ]


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=-12, max_value=12))
@example(562, -1)
def test_every_half_goes_up_wherever_its_point_stands(whole, power):
    half = float(Decimal(10 * whole + 5).scaleb(power))
    digits = len(str(whole))
    assert round_half_up(half, digits) == Decimal(whole + 1).scaleb(power + 1)
    assert round_half_up(-half, digits) == -Decimal(whole + 1).scaleb(power + 1)


def test_what_is_no_half_goes_to_the_nearer_number():
    chance = random.Random(3)
    for _ in range(2000):
        value, digits = chance.uniform(-1e4, 1e4), chance.randrange(1, 7)
        unit = Decimal(10) ** (Decimal(value).adjusted() - digits + 1)
        assert abs(round_half_up(value, digits) - Decimal(value)) <= unit / 2 * (1 + Decimal("1e-9"))


#: A sentence as a reader should not find it, and what of it is the fault; then sentences that are well.
STUMBLING = [
    ("It took 1.72 million boat*hour.", "a unit as a table has it"),
    ("For its price see ferry_market_price.", "a name as code has it"),
    ("That is 104,000 % of it.", "a percentage over 1,000"),
    ("That is 2.8 million % of it.", "a percentage over 1,000"),
    ("It made 2.15e25 operations.", "a number as code has it"),
    ("It grew by 45% in a year.", "a percent sign without its space, or a word for it"),
    ("It grew by 45 percent in a year.", "a percent sign without its space, or a word for it"),
    ("The line has 10 ferries ferries.", "a word twice"),
    ("The name of whose figure it is is lost.", "a word twice"),
    ("It grows: 52.3 % () against 52.3 %.", "brackets around nothing"),
    ("It costs $4 , and more.", "marks in disorder"),
    ("A 90 % interval. judgement of ours.", "a sentence that begins small"),
    (r"An order of \$5 billion.", "LaTeX"),
    ("A report (in chinese).", "a language written small"),
    ("The printed more than $4.6 million holds; the printed more than 20× fails.", "a figure that is no thing"),
    ("Boats are dear, says herald-2024 too.", "a source's key"),
    ("See herald-2024-takings; Brown et al. take 3.5 %, i.e. 1,000 % of it, and xAI. xAI says so.", None),
    ('It is <code>a_name</code>, <math>{x}</math> and <span lang="zh">45%</span> in 2.5 × 10 m.', None),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "fault"), STUMBLING)
def test_what_a_reader_stumbles_over_is_found(sentence, fault):
    found = [said.partition(":")[0] for said in faults_in(f"<p>{sentence}</p>", ["herald-2024"])]
    assert set(found) == ({fault} if fault else set())


def test_a_sentence_is_read_across_its_elements_and_not_across_paragraphs():
    text = "<p>It has <b>8</b> <i>percent</i></p><p title='5 percent'>and</p><p>and</p>"
    assert len(list(faults_in(text))) == 2


@pytest.mark.site
def test_no_page_has_what_a_reader_stumbles_over(site):
    assert {page: said for page, text in texts_of(site).items() if (said := [*faults_in(text, KEYS)])} == {}

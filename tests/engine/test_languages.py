"""Readers of languages: what is written with a value reads as that value, where it stands."""

import re
import time
from datetime import date
from decimal import Decimal
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.ledger.languages import chinese, english, find_language, languages
from tests.editing import replace
from tests.engine.book import PROJECT

FJORDISH = find_language(PROJECT, "fjd")
READERS = {
    "English": english.read_numerals,
    "Chinese": chinese.read_numerals,
    "Fjordish": FJORDISH.read_numerals,
}


def only(numerals):
    """The one numeral that was found: as printed, where it begins, its ends and its unit."""
    (found,) = numerals
    return found.printed, found.position, found.low, found.high, found.unit


# --- English: numbers in figures ------------------------------------------------------------------------------------

#: What may stand before and after a numeral in a sentence.
BEFORE = ["", "They say that ", "Indeed, ", "about ", "(", "by way of contrast, more than ", "In Lorn there were "]
AFTER = ["", ".", ", they say.", ")", " or thereabouts", ' of them"', "; the rest was lost", ": all of it"]
sentences = st.tuples(st.sampled_from(BEFORE), st.sampled_from(AFTER))

#: How a size is written behind figures, and what it is. "m" is a million of money, and a meter of anything else.
SIZES = {
    "": 1, "k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12, " thousand": 10**3, " million": 10**6,
    " billion": 10**9, " trillion": 10**12, " quadrillion": 10**15, "bn": 10**9, " bn": 10**9, "tn": 10**12,
}  # fmt: skip

#: Units as they are printed behind a number, and as the tables write them.
UNITS = {
    "%": "percent", " percent": "percent", " per cent": "percent", " percentage points": "percent",
    " days": "day", "-day": "day", " hours a day": "hour/day", " km": "km", " miles per hour": "mile/hour",
    " liters": "liter", " metric tons": "tonne", " kWh": "kWh", " MW": "MW", " megawatt-hours": "MWh",
    " square feet": "foot·foot", " dollars": "USD", " euros per liter": "EUR/liter", " times": "1", "": "1",
}  # fmt: skip


@st.composite
def figures(draw):
    """A number in figures as articles print it, and its value: 25,000, 1.77, 608."""
    like_years = st.integers(1600, 2099)
    value = Decimal(draw(st.one_of(st.integers(0, 10**9), like_years))).scaleb(-draw(st.integers(0, 4)))
    return draw(st.sampled_from([f"{value:f}", f"{value:,f}"])), value


def looks_like_a_year(written):
    """Whether four figures may be a year."""
    return re.fullmatch(r"(1[6-9]|20)\d\d", written) is not None


@st.composite
def quantities(draw):
    """A number with its size and unit as articles print it, its value, and its unit."""
    written, value = draw(figures())
    size, unit = draw(st.sampled_from(list(SIZES))), draw(st.sampled_from(list(UNITS)))
    if looks_like_a_year(written) and size == "" and unit in ("", " times", "-day", " dollars", " euros per liter"):
        written = f"{written}.0"  # for it may be one
    if size and size[-1].isupper() and unit.startswith("%"):
        unit = " percent"
    return f"{written}{size}{unit}", float(value * SIZES[size]), UNITS[unit]


@pytest.mark.thorough
@given(quantities(), sentences)
def test_any_number_in_an_english_sentence_is_the_one_numeral_with_its_value_and_unit(quantity, around):
    (printed, value, unit), (before, after) = quantity, around
    assert only(english.read_numerals(f"{before}{printed}{after}")) == (printed, len(before), value, value, unit)


@pytest.mark.thorough
@given(
    figures(),
    st.sampled_from([("$", "USD"), ("US$", "USD"), ("€", "EUR"), ("£", "GBP"), ("USD ", "USD")]),
    st.sampled_from([*SIZES, "m"]),
    st.sampled_from(
        [("", ""), (" per liter", "/liter"), (" an hour", "/hour"), ("/kWh", "/kWh"), (" a year", "/year")]
    ),
    sentences,
)
def test_any_sum_of_money_is_read_with_its_currency(number, currency, size, per, around):
    (written, value), (sign, unit), (before, after) = number, currency, around
    if sign == "USD " and looks_like_a_year(written):
        written = f"{written}.0"
    printed = f"{sign}{written}{size}{per[0]}"
    expected = float(value * {**SIZES, "m": 10**6}[size])
    assert only(english.read_numerals(f"{before}{printed}{after}")) == (
        printed, len(before), expected, expected, f"{unit}{per[1]}"
    )  # fmt: skip


@pytest.mark.thorough
@given(
    st.integers(1, 1599),
    st.integers(1, 1599),
    st.sampled_from([" to ", "-", "–", " – "]),
    st.sampled_from(["", " thousand", " million", " billion", "bn"]),
    st.sampled_from(list(UNITS)),
    sentences,
)
def test_any_range_is_read_with_both_ends_of_the_size_behind_it(one, other, to, size, unit, around):
    (low, high), (before, after) = sorted((one, other)), around
    printed = f"{low}{to}{high}{size}{unit}"
    ends = (float(low * SIZES[size]), float(high * SIZES[size]))
    assert only(english.read_numerals(f"{before}{printed}{after}")) == (printed, len(before), *ends, UNITS[unit])


@pytest.mark.parametrize(
    ("text", "printed", "low", "high", "unit"),
    [
        ("They sold 25,000 of them.", "25,000", 25_000, 25_000, "1"),
        ("It has 608B parameters.", "608B", 608e9, 608e9, "1"),
        ("It took 2.788M hours.", "2.788M hours", 2.788e6, 2.788e6, "hour"),
        ("It read 1.2T words.", "1.2T", 1.2e12, 1.2e12, "1"),
        ("It has 14.8k stars.", "14.8k", 14_800, 14_800, "1"),
        ("There were 1.77 billion visits.", "1.77 billion", 1.77e9, 1.77e9, "1"),
        ("It costs $0.0036 a word.", "$0.0036", 0.0036, 0.0036, "USD"),
        ("It takes between 90 and 100 days.", "90 and 100 days", 90, 100, "day"),
        ("It costs $20-30 billion.", "$20-30 billion", 20e9, 30e9, "USD"),
        ("It costs $20 billion to $30 billion.", "$20 billion to $30 billion", 20e9, 30e9, "USD"),
        ("It cost 500,000 to 2 million dollars.", "500,000 to 2 million dollars", 500e3, 2e6, "USD"),
        ("From one to 3 boats sail.", "one to 3", 1, 3, "1"),
        ("It is -5 percent.", "-5 percent", -5, -5, "percent"),
        ("It is −5%.", "−5%", -5, -5, "percent"),
        ("It is +5%.", "+5%", 5, 5, "percent"),
        ("It rose by .5 percent.", ".5 percent", 0.5, 0.5, "percent"),
        ("It is $.50 dearer.", "$.50", 0.5, 0.5, "USD"),
        ("It is 3½ miles long.", "3½ miles", 3.5, 3.5, "mile"),
        ("It is 3 1/2 miles long.", "3 1/2 miles", 3.5, 3.5, "mile"),
        ("It changed by -3 1/2 percent.", "-3 1/2 percent", -3.5, -3.5, "percent"),
        ("It changed by -3½ percent.", "-3½ percent", -3.5, -3.5, "percent"),
        ("It was rated 7.5/10.", "7.5/10", 0.75, 0.75, "1"),
        ("It took 2.1 × 10^25 FLOP.", "2.1 × 10^25 FLOP", 2.1e25, 2.1e25, "FLOP"),
        ("It took 2.1 x 10²⁵ FLOP.", "2.1 x 10²⁵ FLOP", 2.1e25, 2.1e25, "FLOP"),
        ("It took 2.1e25 FLOP.", "2.1e25 FLOP", 2.1e25, 2.1e25, "FLOP"),
        ("It is 10× as fast.", "10×", 10, 10, "1"),
        ("It is 3x as fast.", "3x", 3, 3, "1"),
        ("It costs 8 cents per kilowatthour.", "8 cents per kilowatthour", 8, 8, "US_cent/kWh"),
        ("The plant has 2000 MW.", "2000 MW", 2000, 2000, "MW"),
        ("It ran for 2000 hours.", "2000 hours", 2000, 2000, "hour"),
        ("It has 1800 to 2000 MW.", "1800 to 2000 MW", 1800, 2000, "MW"),
        ("It has 2000-2500 MW.", "2000-2500 MW", 2000, 2500, "MW"),
        ("It costs $5M/year.", "$5M/year", 5e6, 5e6, "USD/year"),
        ("They say that one hundred sail.", "one hundred", 100, 100, "1"),
        ("It is worth 25,000 U.S. dollars.", "25,000 U.S. dollars", 25_000, 25_000, "USD"),
        ("It moved by 25 basis points.", "25 basis points", 25, 25, "basis_point"),
        ("The sea has 12 °C.", "12 °C", 12, 12, "degC"),
        ("One-third of it is gone.", "One-third", 1 / 3, 1 / 3, "1"),
        ("It takes two and a half years.", "two and a half years", 2.5, 2.5, "year"),
        ("It is half a mile long.", "half", 0.5, 0.5, "1"),
        ("It doubled.", "doubled", 2, 2, "1"),
        ("It grew tenfold.", "tenfold", 10, 10, "1"),
        ("It was the 14th boat.", "14th", 14, 14, "1"),
        ("It was the third boat.", "third", 3, 3, "1"),
        ("It sold a dozen.", "a dozen", 12, 12, "1"),
        ("It sold two dozen.", "two dozen", 24, 24, "1"),
        ("It sold １２ boats.", "１２", 12, 12, "1"),
        ("It fell by -12.8%.", "-12.8%", -12.8, -12.8, "percent"),
        ("Prices sank to -$12 an hour.", "-$12 an hour", -12, -12, "USD/hour"),
        ("Some 40 trains per day stop.", "40", 40, 40, "1/day"),
        ("It loses twenty to thirty drivers a month.", "twenty to thirty", 20, 30, "1/month"),
        ("Oil costs $66.43 a barrel.", "$66.43 a barrel", 66.43, 66.43, "USD/oil_barrel"),
        ("It was 16.4 cents a year earlier.", "16.4 cents", 16.4, 16.4, "US_cent"),
        ("About one in five agrees.", "one in five", 0.2, 0.2, "1"),
    ],
)
def test_an_english_numeral_is_read_with_its_value_and_unit(text, printed, low, high, unit):
    was_printed, position, was_low, was_high, was_unit = only(english.read_numerals(text))
    assert (was_printed, position, was_unit) == (printed, text.index(printed), unit)
    assert (was_low, was_high) == (pytest.approx(low), pytest.approx(high))


def test_what_and_joins_is_no_range_but_after_between():
    assert [n.printed for n in english.read_numerals("They have 3 boats and 4 piers.")] == ["3", "4"]
    assert [n.printed for n in english.read_numerals("They have 30 and 40 seats.")] == ["30", "40"]


def test_a_pronoun_is_no_numeral_and_one_of_a_unit_is():
    assert english.read_numerals("One would say that no one came, and one of them left at first.") == ()
    assert only(english.read_numerals("It takes one hour.")) == ("one hour", 9, 1.0, 1.0, "hour")


@pytest.mark.parametrize(
    "name",
    ["GPT-4", "H100", "MI300X", "Llama 3", "Table 4", "Boeing 737", "Q42", "COVID-19", "3D", "1.2.3", "192.0.2.1"],
)
def test_a_name_is_found_whole_in_english_and_has_no_value(name):
    assert only(english.read_numerals(f"It is called {name}, they say.")) == (name, 13, None, None, "")


def test_figures_that_cannot_be_read_are_found_without_a_value():
    assert only(english.read_numerals("See www.lorn.42 there")) == ("42", 13, None, None, "")
    assert only(english.read_numerals("It is 1.5 1/2 long")) == ("1.5 1/2", 6, None, None, "1")
    assert only(english.read_numerals(f"It is {'9' * 400} long")) == ("9" * 400, 6, None, None, "1")


# --- English: numbers in words, and dates ---------------------------------------------------------------------------

BELOW_TWENTY = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_english(number, joined=" "):
    """A whole number below 10**15 in English words; hundreds are joined with "and", or without."""
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            rest = f" {in_english(number % size, joined)}" if number % size else ""
            return f"{in_english(number // size, joined)} {word}{rest}"
    if number >= 100:
        rest = f"{joined}{in_english(number % 100)}" if number % 100 else ""
        return f"{BELOW_TWENTY[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10] + (f"-{BELOW_TWENTY[number % 10]}" if number % 10 else "")
    return BELOW_TWENTY[number]


def test_the_test_writes_english_numbers_rightly():
    assert in_english(3521) == "three thousand five hundred twenty-one"
    assert in_english(12_000_305, " and ") == "twelve million three hundred and five"


@given(st.integers(2, 10**15 - 1), st.sampled_from([" ", " and "]), st.sampled_from([str, str.capitalize]), sentences)
def test_any_number_in_english_words_is_read_back(number, joined, written, around):
    before, after = around
    printed = f"{written(in_english(number, joined))} days"
    line = f"{before}{printed}{after}"
    assert only(english.read_numerals(line)) == (printed, len(before), float(number), float(number), "day")


#: A day in the forms that articles print, and in ISO 8601, as exactly as it is printed.
DATES = {
    "{0:%B} {0.day}, {0.year}": "{0:%Y-%m-%d}",
    "{0:%B} {0.day} {0.year}": "{0:%Y-%m-%d}",
    "{0.day} {0:%B} {0.year}": "{0:%Y-%m-%d}",
    "{0.month}/{0.day}/{0.year}": "{0:%Y-%m-%d}",
    "{0:%Y-%m-%d}": "{0:%Y-%m-%d}",
    "{0:%B} {0.year}": "{0:%Y-%m}",
    "{0.year}": "{0.year}",
    "FY{0.year}": "{0.year}",
    "Q3 {0.year}": "{0.year}-07..{0.year}-09",
    "third quarter of {0.year}": "{0.year}-07..{0.year}-09",
    "second half of {0.year}": "{0.year}-07..{0.year}-12",
    "H1 {0.year}": "{0.year}-01..{0.year}-06",
    "{0:%B} {0.day}": "",
}


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(list(DATES)), sentences)
def test_any_date_is_read_as_exactly_as_an_english_sentence_prints_it(day, form, around):
    (before, after), printed = around, form.format(day)
    (found,) = english.read_numerals(f"{before}{printed}{after}")
    assert (found.printed, found.position, found.unit, found.low) == (printed, len(before), "date", None)
    assert found.date == DATES[form].format(day)


@pytest.mark.thorough
@given(st.integers(1600, 2099), st.integers(1600, 2099), st.sampled_from(["-", "–", " to ", " through ", " and "]))
def test_any_two_years_are_a_span_of_time(first, last, to):
    (found,) = english.read_numerals(f"Between {first}{to}{last}, they say.")
    assert (found.printed, found.date) == (f"{first}{to}{last}", f"{first}..{last}")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It rose from 38 percent to 55 percent.", [(38, "percent"), (55, "percent")]),
        ("It rose from 38 to 55 percent.", [(38, "percent"), (55, "percent")]),
        ("Rents were cut from $900 to $750 a month.", [(900, "USD/month"), (750, "USD/month")]),
    ],
)
def test_a_before_and_an_after_are_two_numerals(text, read):
    assert [(n.low, n.unit) for n in english.read_numerals(text)] == read
    assert all(n.low == n.high for n in english.read_numerals(text))


@pytest.mark.parametrize(
    ("text", "printed", "date"),
    [
        ("in the 1990s,", "1990s", "1990..1999"),
        ("on Sept. 3, 2024", "Sept. 3, 2024", "2024-09-03"),
        ("on June 3-5, 2024", "June 3-5, 2024", "2024-06-03..2024-06-05"),
        ("on June 3rd", "June 3rd", ""),
        ("at 9:30 a.m. sharp", "9:30 a.m.", ""),
        ("in 2019 dollars", "2019", "2019"),
        ("in 2024 days were long", "2024 days", ""),
    ],
)
def test_an_english_date_is_read_as_exactly_as_it_is_printed(text, printed, date):
    (found,) = english.read_numerals(text)
    assert (found.printed, found.date) == (printed, date)


# --- Chinese: examples ----------------------------------------------------------------------------------------------


def read(text):
    """What stands in a Chinese text: printed, low, high, unit."""
    return [(n.printed, n.low, n.high, n.unit) for n in chinese.read_numerals(text)]


@pytest.mark.parametrize(
    ("text", "printed", "low", "high", "unit"),
    [
        ("总共6.16亿次。", "6.16亿次", 6.16e8, 6.16e8, "1"),
        ("投资1亿2000万元。", "1亿2000万元", 1.2e8, 1.2e8, "CNY"),
        ("共3万5千台。", "3万5千台", 3.5e4, 3.5e4, "1"),
        ("7亿2000万至8亿次。", "7亿2000万至8亿次", 7.2e8, 8e8, "1"),
        ("电价是0.08美元/kwh左右", "0.08美元/kwh", 0.08, 0.08, "USD/kwh"),
        ("总计2.15e25,", "2.15e25", 2.15e25, 2.15e25, "1"),
        ("需要90到100天", "90到100天", 90, 100, "day"),
        ("每隔18-24个月", "18-24个月", 18, 24, "month"),
        ("有超过28.5万个", "28.5万个", 285_000, 285_000, "1"),
        ("每隔3~4個月", "3~4個月", 3, 4, "month"),
        ("关注 4.8k", "4.8k", 4800, 4800, "1"),
        ("多了十倍", "十倍", 10, 10, "1"),
        ("多了百亿倍", "百亿倍", 1e10, 1e10, "1"),
        ("投入数十亿美元", "数十亿美元", 2e9, 9e9, "USD"),
        ("有十万亿亿次", "十万亿亿次", 1e21, 1e21, "1"),
        ("买上万张", "上万张", 10_000, 10_000, "1"),
        ("来了200多家", "200多家", 200, 200, "1"),
        ("花了2.5萬至3萬美元", "2.5萬至3萬美元", 25_000, 30_000, "USD"),
        ("做出150-200萬張", "150-200萬張", 1.5e6, 2e6, "1"),
        ("大约55-75%", "55-75%", 55, 75, "percent"),
        ("百分之二十五的人", "百分之二十五", 25, 25, "percent"),
        ("三分之一的成本", "三分之一", 1 / 3, 1 / 3, "1"),
        ("大约155.2EFLOPS", "155.2EFLOPS", 155.2, 155.2, "EFLOPS"),
        ("花了 5100 万美元", "5100 万美元", 5.1e7, 5.1e7, "USD"),
        ("Someone200-300億美元", "200-300億美元", 2e10, 3e10, "USD"),
        ("共1,024块", "1,024块", 1024, 1024, "1"),
        ("增长１６０％", "１６０％", 160, 160, "percent"),
        ("共一点五亿元", "一点五亿元", 1.5e8, 1.5e8, "CNY"),
        ("性能翻一番", "翻一番", 2, 2, "1"),
        ("两个数量级", "两个数量级", 100, 100, "1"),
        ("共计35匹马", "35", 35, 35, "1"),
        ("共3.1百万个", "3.1百万个", 3.1e6, 3.1e6, "1"),
        ("共计12万", "12万", 120_000, 120_000, "1"),
        ("共计３千人", "３千人", 3000, 3000, "1"),
        ("共三千五百次", "三千五百次", 3500, 3500, "1"),
        ("共608B,", "608B", 608e9, 608e9, "1"),
        ("共1.77 billion次", "1.77 billion次", 1.77e9, 1.77e9, "1"),
        ("共200多到300万张", "200多到300万张", 2e6, 3e6, "1"),
        ("卖5000到2万元", "5000到2万元", 5000, 20_000, "CNY"),
        ("共9B至4亿次", "9B至4亿次", 9e9, 4e8, "1"),
        ("共3e556次", "3e556次", None, None, "1"),
        ("增长近八成", "八成", 80, 80, "percent"),
        ("大约三到四成", "三到四成", 30, 40, "percent"),
        ("占六成五", "六成五", 65, 65, "percent"),
        ("出口额翻了一番多", "翻了一番", 2, 2, "1"),
        ("要翻两番", "翻两番", 4, 4, "1"),
        ("价格为每吨59.8万元", "59.8万元", 598_000, 598_000, "CNY/tonne"),
        ("每平方米约2.1万元", "2.1万元", 21_000, 21_000, "CNY/m·m"),
        ("每天约有12万次", "12万次", 120_000, 120_000, "1/day"),
        ("电池容量达100千瓦时", "100千瓦时", 100, 100, "kWh"),
        ("发电3.2亿千瓦时", "3.2亿千瓦时", 3.2e8, 3.2e8, "kWh"),
        ("装机1200万千瓦", "1200万千瓦", 1.2e7, 1.2e7, "kW"),
        ("毛利率为-2.4%", "-2.4%", -2.4, -2.4, "percent"),
        ("下调0.25个百分点", "0.25个百分点", 0.25, 0.25, "percent"),
    ],
)
def test_a_numeral_is_read_with_its_value_and_unit(text, printed, low, high, unit):
    ((was_printed, was_low, was_high, was_unit),) = read(text)
    assert (was_printed, was_unit) == (printed, unit)
    assert (was_low, was_high) == (pytest.approx(low), pytest.approx(high))


def test_ten_years_and_a_thousandfold_are_two_numerals():
    assert read("十年千倍") == [("十年", 10, 10, "year"), ("千倍", 1000, 1000, "1")]


@pytest.mark.parametrize(
    ("text", "printed", "date"),
    [
        ("从2022年8月31日", "2022年8月31日", "2022-08-31"),
        ("2023年1月", "2023年1月", "2023-01"),
        ("在2024-05-02", "2024-05-02", "2024-05-02"),
        ("2018年-2024年", "2018年-2024年", "2018..2024"),
        ("从2021-2026年", "2021-2026年", "2021..2026"),
        ("2022 年底", "2022 年", "2022"),
        ("二〇二四年三月", "二〇二四年三月", "2024-03"),
        ("4月9日至11日", "4月9日至11日", ""),
        ("三季度", "三季度", ""),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_printed(text, printed, date):
    (found,) = chinese.read_numerals(text)
    assert (found.printed, found.unit, found.date) == (printed, "date", date)


@pytest.mark.parametrize("name", ["GPT-3.5", "H100", "MI300X", "TPUv5e", "Llama 3", "Maia 100", "FP16", "int8", "G42"])
def test_a_name_is_found_whole_and_has_no_value(name):
    assert read(f"使用{name}的模型") == [(name, None, None, "")]


def test_a_number_after_a_name_is_not_taken_for_a_part_of_it():
    assert [n.printed for n in chinese.read_numerals("OpenAI 2024年用A100 GPU 25000块")] == [
        "2024年",
        "A100",
        "25000块",
    ]


def test_both_scripts_say_the_same():
    assert read("兩萬億個參數,數十億,幾年") == [
        ("兩萬億個", 2e12, 2e12, "1"), ("數十億", 2e9, 9e9, "1"), ("幾年", 2, 9, "year"),
    ]  # fmt: skip


def test_pinyin_in_brackets_is_not_part_of_a_numeral_and_positions_are_those_of_the_line():
    line = "有萬(wàn)億(yì),5~7個(gè)月"
    assert read(line) == [("萬億", 1e12, 1e12, "1"), ("5~7個月", 5, 7, "month")]
    assert [line[n.position] for n in chinese.read_numerals(line)] == ["萬", "5"]


def test_mojibake_around_a_numeral_does_no_harm():
    assert read("快???,有?约200億美元\ue0cc") == [("200億美元", 2e10, 2e10, "USD")]


def test_a_figure_whose_decimals_are_lost_is_found_but_not_read():
    assert read("大约27./s-day。") == [("27./s-day", None, None, "/s-day")]


def test_words_that_hold_a_numeral_but_no_number_are_passed_over():
    assert read("一些统一的半导体架构几乎一样,十分重要,进一步") == []
    assert read("十分钟") == [("十分钟", 10, 10, "minute")]


# --- Chinese: any number --------------------------------------------------------------------------------------------


def in_chinese(number):
    """A whole number below 10**12 in Chinese words, written by the rules of the school book."""
    groups = [(number // size % 10_000, word) for size, word in ((10**8, "亿"), (10**4, "万"), (1, ""))]
    written, skipped = "", False
    for group, word in groups:
        if group == 0:
            skipped = True
            continue
        if written and (skipped or group < 1000):
            written += "零"
        skipped = False
        zero = False
        for digit, size in zip(f"{group:04}".lstrip("0").rjust(4, " "), "千百十 ", strict=True):
            if digit == "0":
                zero = True
            elif digit != " ":
                written += ("零" if zero else "") + "零一二三四五六七八九"[int(digit)] + size.strip()
                zero = False
        written += word
    return written.removeprefix("一") if written.startswith("一十") else written


def test_the_test_writes_chinese_numbers_rightly():
    written = {10: "十", 12: "十二", 105: "一百零五", 3520: "三千五百二十", 285_000: "二十八万五千", 10**8: "一亿"}
    written |= {300_001_000: "三亿零一千"}
    assert {number: in_chinese(number) for number in written} == written


@given(st.integers(1, 10**12 - 1))
def test_any_number_in_chinese_words_is_found_and_read_back(number):
    assert read(f"共有{in_chinese(number)}个芯片") == [(f"{in_chinese(number)}个", number, number, "1")]


@given(st.integers(1, 9999), st.text("万亿", max_size=3))
def test_any_size_after_a_number_multiplies_it(number, sizes):
    value = number * 10.0 ** (4 * sizes.count("万") + 8 * sizes.count("亿"))
    for written in (str(number), in_chinese(number)):
        ((printed, low, high, _),) = read(f"约{written}{sizes}次")
        assert printed == f"{written}{sizes}次"
        assert low == high == pytest.approx(value)


@pytest.mark.thorough
@given(
    st.decimals(0, 10**9, places=3),
    st.sampled_from([("", 1), ("万", 1e4), ("亿", 1e8), ("萬億", 1e12)]),
    st.sampled_from([("美元", "USD"), ("%", "percent"), ("天", "day"), ("個月", "month"), ("倍", "1")]),
    st.booleans(),
)
def test_any_arabic_number_is_found_and_read_back(number, size, unit, full_width):
    figures = str(number)
    if full_width:
        figures = "".join(chr(ord(c) + ord("０") - ord("0")) if c.isdigit() else c for c in figures)
    printed = f"{figures}{size[0]}{unit[0]}"
    assert read(f"达到{printed}。") == [
        (printed, pytest.approx(float(number) * size[1]), pytest.approx(float(number) * size[1]), unit[1])
    ]


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["到", "至", "-", "~", "～"]))
def test_any_range_is_read_with_both_ends(low, high, to):
    assert read(f"需要{low}{to}{high}天") == [(f"{low}{to}{high}天", low, high, "day")]
    low, high = sorted((low, high))  # 5000到2万 are not 5000万
    assert read(f"约{low}{to}{high}万张") == [(f"{low}{to}{high}万张", low * 1e4, high * 1e4, "1")]


@given(st.text("一百万亿数几年月日天个%.-~到至/0123456789GPT eE第两上之其约(),。", max_size=30))
def test_no_figure_of_any_text_is_passed_over_and_all_are_where_they_are_said_to_be(text):
    numerals = chinese.read_numerals(text)
    covered = {index for n in numerals for index in range(n.position, n.position + len(n.printed))}
    assert all(index in covered for index, character in enumerate(text) if character.isdecimal())
    assert all(text[n.position : n.position + len(n.printed)] == n.printed for n in numerals)


@given(
    st.integers(1, 10**8),
    st.integers(0, 4),
    st.sampled_from(
        [("", 1), ("百", 100), ("百万", 10**6), ("亿", 10**8), ("k", 10**3), ("M", 10**6), ("B", 10**9), ("T", 10**12),
         (" billion", 10**9), (" 万", 10**4)]
    ),
    st.sampled_from([("", "1"), ("次", "1"), ("%", "percent"), ("美元", "USD"), (" 天", "day"), ("元/kwh", "CNY/kwh")]),
    st.sampled_from(["", "他们说,", "这要", "Lorn湖上有", "大约"]),
    st.sampled_from(["", "。", ",他们说", "左右", ")"]),
)  # fmt: skip
def test_any_number_in_a_chinese_sentence_is_the_one_numeral_with_its_value_and_unit(
    number, decimals, size, unit, before, after
):
    value = Decimal(number).scaleb(-decimals)
    for figures in (f"{value:f}", f"{value:,f}"):
        printed = f"{figures}{size[0]}{unit[0]}"
        expected = float(value * size[1])
        found = only(chinese.read_numerals(f"{before}{printed}{after}"))
        assert found == (printed, len(before), expected, expected, unit[1])


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["", " "]))
def test_any_date_is_read_as_exactly_as_a_chinese_sentence_prints_it(day, space):
    forms = {
        f"{day.year}{space}年{space}{day.month}{space}月{space}{day.day}日": f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月": f"{day:%Y-%m}",
        f"{day.year}{space}年": f"{day.year}",
        f"{day:%Y-%m-%d}": f"{day:%Y-%m-%d}",
        f"{day.month}月{day.day}日": "",
    }
    for printed, said in forms.items():
        (found,) = chinese.read_numerals(f"他们在{printed},说")
        assert (found.printed, found.position, found.unit, found.date) == (printed, 3, "date", said)


# --- a language of the book's own -----------------------------------------------------------------------------------


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["", " folk", " år", " hundredelar"]), sentences)
def test_any_number_in_a_language_of_the_books_own_is_read_by_its_own_rules(number, decimals, unit, around):
    value, (before, after) = Decimal(number).scaleb(-decimals), around
    printed = f"{value:,f}".replace(",", " ").replace(".", ",").replace(" ", ".") + unit
    units = {"": "1", " folk": "passenger", " år": "year", " hundredelar": "percent"}
    assert only(FJORDISH.read_numerals(f"{before}{printed}{after}")) == (
        printed, len(before), float(value), float(value), units[unit]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name"),
    [("fjd", "Fjordish"), ("fjd-NO", "Fjordish"), ("EN-us", "English"), ("zh-Hans", "Chinese"), ("zh-TW", "Chinese")],
)
def test_a_language_is_found_whatever_its_script_or_region(code, name):
    assert find_language(PROJECT, code).name == name


def test_a_language_that_nobody_reads_is_named_with_those_that_are_read():
    with pytest.raises(UserError, match=r"(?s)'da'.*(en|fjd|zh)"):
        find_language(PROJECT, "da")


def test_a_module_that_defines_no_language_is_named(project):
    replace(project.book / "languages" / "fjordish.py", "LANGUAGE = ", "DIALECT = ")
    with pytest.raises(UserError, match=r"book/languages/fjordish\.py defines no LANGUAGE"):
        languages(project)


def test_a_books_own_reader_takes_the_place_of_the_engines(project):
    replace(project.book / "languages" / "fjordish.py", 'Language("fjd"', 'Language("en"')
    assert find_language(project, "en-GB").name == "Fjordish"
    assert find_language(project, "zh").name == "Chinese"


# --- any text ---------------------------------------------------------------------------------------------------------

#: Pieces that a numeral is made of in one language or the other, in an order that no article has.
PIECES = [
    "1", "12", "1,234", "2024", "1.5", ".5", "1/2", "½", "²", "１２", "٣", "e5", "×10^9", "-", "–", "~", ",", ".", "%",
    " ", "\u00a0", "$", "€", "k", "M", "B", "m", "one", "twenty", "hundred", "and", "a", "half", "to", "between",
    "no one", "million", "day", "per", "kWh", "an hour", "May", "Q3", "FY", "first", "dozens of", "twofold", "GPT-4",
    "Table", "3rd", "9:30", "12/31/2024", "一", "十", "百", "万", "億", "两", "几", "数", "半", "点", "分之", "百分之",
    "第", "上", "多", "到", "至", "年", "月", "日", "个", "次", "美元", "翻倍", "数量级", "TB级", "季度", "(wàn)", "零",
]  # fmt: skip

texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
readers = pytest.mark.parametrize("language", READERS)


@pytest.mark.thorough
@readers
@given(text=texts)
def test_any_text_is_read_and_its_numerals_stand_in_order_where_they_are_said_to(language, text):
    end = 0
    for found in READERS[language](text):
        assert found.printed.strip() == found.printed != ""
        assert found.position >= end
        assert text[found.position] == found.printed[0]
        if language != "Chinese":  # where pinyin in a numeral is left out
            assert text[found.position :].startswith(found.printed)
        end = found.position + len(found.printed)


@pytest.mark.thorough
@readers
@given(text=texts)
def test_any_value_is_finite_and_has_both_ends_or_none(language, text):
    for found in READERS[language](text):
        assert (found.low is None) == (found.high is None)
        assert found.low is None or (isfinite(found.low) and isfinite(found.high))
        assert found.low is None or found.date == ""


@pytest.mark.parametrize("language", ["English", "Chinese"])
@given(text=texts)
def test_no_figure_of_any_text_is_passed_over(language, text):
    found = "".join(one.printed for one in READERS[language](text))
    assert sorted(filter(str.isdecimal, found)) == sorted(filter(str.isdecimal, text))


@pytest.mark.thorough
@readers
@pytest.mark.parametrize(
    "piece", ["1", "1,", "1/", "1:", "1 to ", "5 and 6 ", "twenty-", "A", "A-1", "a half ", "(a", " "]
)
def test_a_long_line_of_one_piece_is_read_quickly(language, piece):
    quick(READERS[language], piece)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "piece", ["一", "亿", "百万", "零", "3到", "三分之", "百分之", "三点一", "2024年3月", "个", "(wàn)"]
)
def test_a_long_line_of_one_chinese_piece_is_read_quickly(piece):
    quick(chinese.read_numerals, piece)


def quick(read_numerals, piece):
    """Hold the time that a long line takes against a limit that only a time which grows as its square passes."""
    begun = time.process_time()
    read_numerals(piece * (20_000 // len(piece)))
    assert time.process_time() - begun < 5

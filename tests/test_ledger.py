"""The ledger of numerals, and the reader that finds them in Chinese text."""

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimbook.cli import app
from claimbook.ledger.entries import Entry, check_ledger, claim_problems, disposition_problems, entries, figure_problems
from claimbook.ledger.languages.chinese import read_numerals
from claimbook.model.verdict import PrintedFigure
from claimbook.project import Project
from tests.book import PROJECT, ROOT
from tests.project import copy_project
from tests.project import replace as put

# --- the reader: examples -----------------------------------------------------------------------------------------


def read(text):
    """What stands in a text: printed, low, high, unit."""
    return [(n.printed, n.low, n.high, n.unit) for n in read_numerals(text)]


@pytest.mark.parametrize(
    ("text", "printed", "low", "high", "unit"),
    [
        ("总共6.16亿次。", "6.16亿次", 6.16e8, 6.16e8, "1"),
        ("电价是0.08美元/kwh左右", "0.08美元/kwh", 0.08, 0.08, "USD/kwh"),
        ("总计2.15e25,", "2.15e25", 2.15e25, 2.15e25, ""),
        ("需要90到100天", "90到100天", 90, 100, "day"),
        ("每隔18-24个月", "18-24个月", 18, 24, "month"),
        ("有超过28.5万个", "28.5万个", 285_000, 285_000, "1"),
        ("每隔3~4個月", "3~4個月", 3, 4, "month"),
        ("关注 4.8k", "4.8k", 4800, 4800, ""),
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
        ("三分之一的成本", "三分之一", 1 / 3, 1 / 3, ""),
        ("大约155.2EFLOPS", "155.2EFLOPS", 155.2, 155.2, "EFLOPS"),
        ("花了 5100 万美元", "5100 万美元", 5.1e7, 5.1e7, "USD"),
        ("Someone200-300億美元", "200-300億美元", 2e10, 3e10, "USD"),
        ("共1,024块", "1,024块", 1024, 1024, "1"),
        ("增长１６０％", "１６０％", 160, 160, "percent"),
        ("共一点五亿元", "一点五亿元", 1.5e8, 1.5e8, "CNY"),
        ("性能翻一番", "翻一番", 2, 2, "1"),
        ("两个数量级", "两个数量级", 100, 100, "1"),
        ("共计35匹马", "35", 35, 35, ""),
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
    (found,) = read_numerals(text)
    assert (found.printed, found.unit, found.date) == (printed, "date", date)


@pytest.mark.parametrize("name", ["GPT-3.5", "H100", "MI300X", "TPUv5e", "Llama 3", "Maia 100", "FP16", "int8", "G42"])
def test_a_name_is_found_whole_and_has_no_value(name):
    assert read(f"使用{name}的模型") == [(name, None, None, "")]


def test_a_number_after_a_name_is_not_taken_for_a_part_of_it():
    assert [n.printed for n in read_numerals("OpenAI 2024年用A100 GPU 25000块")] == ["2024年", "A100", "25000块"]


def test_both_scripts_say_the_same():
    assert read("兩萬億個參數,數十億,幾年") == [
        ("兩萬億個", 2e12, 2e12, "1"), ("數十億", 2e9, 9e9, ""), ("幾年", 2, 9, "year"),
    ]  # fmt: skip


def test_pinyin_in_brackets_is_not_part_of_a_numeral_and_positions_are_those_of_the_line():
    line = "有萬(wàn)億(yì),5~7個(gè)月"
    assert read(line) == [("萬億", 1e12, 1e12, ""), ("5~7個月", 5, 7, "month")]
    assert [line[n.position] for n in read_numerals(line)] == ["萬", "5"]


def test_mojibake_around_a_numeral_does_no_harm():
    assert read("快???,有?约200億美元\ue0cc") == [("200億美元", 2e10, 2e10, "USD")]


def test_a_figure_whose_decimals_are_lost_is_found_but_not_read():
    assert read("大约27./s-day。") == [("27./s-day", None, None, "/s-day")]


def test_words_that_hold_a_numeral_but_no_number_are_passed_over():
    assert read("一些统一的半导体架构几乎一样,十分重要,进一步") == []
    assert read("十分钟") == [("十分钟", 10, 10, "minute")]


# --- the reader: any number ---------------------------------------------------------------------------------------


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
    assert read(f"约{low}{to}{high}万张") == [(f"{low}{to}{high}万张", low * 1e4, high * 1e4, "1")]


@given(st.text("一百万亿数几年月日天个%.-~到至/0123456789GPT eE第两上之其约(),。", max_size=30))
def test_no_figure_of_any_text_is_passed_over_and_all_are_where_they_are_said_to_be(text):
    numerals = read_numerals(text)
    covered = {index for n in numerals for index in range(n.position, n.position + len(n.printed))}
    assert all(index in covered for index, character in enumerate(text) if character.isdecimal())
    assert all(text[n.position : n.position + len(n.printed)] == n.printed for n in numerals)


# --- the table ----------------------------------------------------------------------------------------------------


def test_every_row_that_is_a_claim_or_an_assumption_names_one_and_no_claim_is_without_its_numeral():
    assert disposition_problems(PROJECT) == []


def test_the_second_copy_of_an_article_is_all_duplicate_and_has_the_numerals_of_the_first():
    rows = [entry for entry in entries(PROJECT) if entry.source == "jiemian-2024"]
    copies = [entry for entry in rows if entry.line >= 120]
    assert {entry.disposition for entry in copies} == {"duplicate"}
    first = [entry.numeral for entry in rows if 15 <= entry.line <= 97]
    assert [entry.numeral for entry in copies] == first


def test_every_value_is_what_its_numeral_says_and_what_claims_and_assumptions_hold():
    assert figure_problems(PROJECT) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("numerals", "1,1万个,1e4,", "1,1万个,1e5,", "data/numerals.csv, line 4: '1万个' is not '1e5'"),
        ("numerals", "1,3-4个月,3..4,month", "1,3-4个月,3..5,month", "'3-4个月' is not '3..5'"),
        ("claims/jiemian-2024.yml", "more than 20", "more than 30", "of jiemian-2024-fleet-ratio says 30"),
        ("claims/jiemian-2024.yml", "90..100", "90..110", "says 100 day"),
        ("assumptions", "chatgpt_monthly_visits,616e6", "chatgpt_monthly_visits,617e6", "says 617e6 visit"),
        ("assumptions", "stated_doubling_time,3.5,3,4,month", "stated_doubling_time,3.5,3,4,year", "says 3.5 year"),
    ],
)  # fmt: skip
def test_a_figure_that_its_numeral_does_not_say_is_named(tmp_path, table, old, new, said):
    folder = copy_project(tmp_path)
    put(folder / "data" / (table if "/" in table else f"{table}.csv"), old, new)
    assert any(said in problem for problem in figure_problems(Project(folder)))


def test_a_claim_of_several_times_ten_may_take_the_low_end_of_its_numeral():
    # "Several billion" is read as two to nine of them; "at least several billion" is at least two.
    row = Entry(2, "a", 1, 1, "數十億元", "2e9..9e9", "CNY", "claim", ("a-b",))
    claim = replace(next(iter(PROJECT.claims.values())), numeral="數十億元", unit="CNY")
    assert claim_problems(replace(claim, printed=PrintedFigure.read("≥", "2e9")), [row], PROJECT.units) == []
    assert claim_problems(replace(claim, printed=PrintedFigure.read("=", "2e9")), [row], PROJECT.units) != []


# --- the table and the articles -----------------------------------------------------------------------------------

ARTICLES = Path(os.environ.get("CLAIMBOOK_SOURCES", ROOT.parent / "shared" / "sources"))


@pytest.fixture
def articles(tmp_path):
    """A copy of the articles that a test may break."""
    if not ARTICLES.is_dir():
        pytest.skip(f"the articles are not at {ARTICLES} (set CLAIMBOOK_SOURCES): the ledger was not held against them")
    return Path(shutil.copytree(ARTICLES, tmp_path / "articles"))


@pytest.fixture
def copied_ledger(tmp_path):
    """A copy of the ledger that a test may break."""
    return copy_project(tmp_path) / "data" / "numerals.csv"


def against(ledger, articles):
    """What is found where the copy of a ledger is held against articles."""
    return check_ledger(articles, Project(ledger.parent.parent))


def test_every_numeral_of_the_articles_is_in_the_ledger_and_every_row_in_the_articles(articles):
    assert check_ledger(articles, PROJECT) == []


@pytest.mark.thorough
def test_any_row_that_is_deleted_is_missed_where_it_stood(articles, copied_ledger):
    rows = copied_ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    ledger = entries(PROJECT)
    for entry in random.Random(1).sample(ledger, 20):
        kept = [row for number, row in enumerate(rows, start=1) if number != entry.row]
        copied_ledger.write_text("".join(kept), encoding="utf-8")
        (problem,) = against(copied_ledger, articles)
        assert problem.startswith(f"{articles / entry.source}.txt:{entry.line}: {entry.numeral!r}")
        assert problem.endswith("is not in data/numerals.csv")


@pytest.mark.parametrize("sentence", ["另有77个集群。", "另有七十七个集群。", "增长了三倍。", "另购数百张H999。"])
def test_a_sentence_with_a_number_added_to_an_article_is_said_where_it_is(articles, sentence):
    path = articles / "eeo-2023.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[37] += sentence
    path.write_text("\n".join(lines), encoding="utf-8")
    found = check_ledger(articles, PROJECT)
    assert found
    assert all(problem.startswith(f"{path}:38: ") for problem in found)


def test_a_row_that_no_article_has_is_named_by_its_line(articles, copied_ledger):
    with copied_ledger.open("a", encoding="utf-8") as table:
        table.write("eeo-2023,4,1,77个,77,1,context,,\n")
    last = len(copied_ledger.read_text(encoding="utf-8").splitlines())
    (problem,) = against(copied_ledger, articles)
    assert problem.startswith(f"data/numerals.csv, line {last}: line 4 of ")
    assert problem.endswith("has no '77个'")


def test_a_value_that_its_numeral_does_not_say_is_named(articles, copied_ledger):
    text = copied_ledger.read_text(encoding="utf-8")
    assert text.count("6.16亿次,6.16e8,") == 1
    copied_ledger.write_text(text.replace("6.16亿次,6.16e8,", "6.16亿次,6.16e6,"), encoding="utf-8")
    (problem,) = against(copied_ledger, articles)
    assert "'6.16亿次' is not '6.16e6'" in problem


def test_a_line_put_into_an_article_does_not_flood_the_list(articles):
    path = articles / "caijing-2023.txt"
    path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = check_ledger(articles, PROJECT)
    assert len(found) == 21
    assert "was a line put in or taken away?" in found[-1]


def test_a_missing_article_is_one_line(articles):
    (articles / "cinic-2024.txt").unlink()
    assert check_ledger(articles, PROJECT) == [f"{articles / 'cinic-2024.txt'}: the article is missing"]


def test_an_article_that_is_not_utf8_is_one_line(articles):
    (articles / "cinic-2024.txt").write_bytes("十倍".encode("gb18030"))
    (problem,) = check_ledger(articles, PROJECT)
    assert "cinic-2024.txt is not UTF-8" in problem


def test_a_missing_folder_is_one_line(tmp_path):
    (problem,) = check_ledger(tmp_path / "nowhere", PROJECT)
    assert "no such folder" in problem


@pytest.mark.thorough
def test_the_command_fails_with_code_2_and_says_where(articles):
    (articles / "huatai-2023.txt").unlink()
    answer = CliRunner().invoke(app, ["check", "--sources", str(articles)])
    assert answer.exit_code == 2
    assert "huatai-2023.txt: the article is missing" in answer.stderr


def test_without_the_articles_the_command_says_that_they_were_not_checked():
    answer = CliRunner().invoke(app, ["check"])
    assert answer.exit_code == 0
    assert "The ledger was not held against huatai-2023, eeo-2023" in " ".join(answer.stdout.split())

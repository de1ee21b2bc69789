"""Text in lines for pictures, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from claimbook.system.lines import CLOSING, OPENING, in_few_lines, in_lines


@given(st.text("ab-1 中文，。（）é", max_size=80), st.integers(4, 30))
def test_lines_hold_all_of_a_text_and_none_is_wider_than_asked(text, width):
    lines = in_lines(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


@given(st.lists(st.sampled_from(["中", "文。", "（字", "里）", "2023", "年，"]), max_size=40), st.integers(8, 30))
def test_a_chinese_line_begins_with_no_closing_sign_and_ends_with_no_opening_one(words, width):
    for line in in_lines("".join(words), width):
        assert line[0] not in CLOSING
        assert line[-1] not in OPENING


def test_a_latin_line_ends_at_a_space_and_not_at_a_hyphen():
    assert in_lines("AI Compute Claims, Re-derived", 22) == ["AI Compute Claims,", "Re-derived"]


def test_a_number_stays_with_its_unit_behind_a_blank_that_holds_them():
    assert in_lines("it grows by 52.3\u00a0% a year", 16) == ["it grows by", "52.3\u00a0% a year"]


def test_a_word_that_is_longer_than_a_line_goes_on_in_the_next():
    assert in_lines("see https://example.org/a", 12) == ["see", "https://exam", "ple.org/a"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two", ["one two"]),
        ("one two three four five", ["one two", "three …"]),
        ("五篇中文文章就成本作出陈述", ["五篇中文", "文章就 …"]),
    ],
)
def test_a_text_that_needs_more_lines_than_there_are_says_so(text, lines):
    assert in_few_lines(text, 9, 2) == lines

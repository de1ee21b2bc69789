"""The search finds what this book's pages show: each number as printed, Chinese words, English words by their stem."""

import pytest

from tests.searching import (
    lost_by_their_stem,
    not_indexed,
    pages_that_hold,
    shown_on,
    split_otherwise,
    words_of_no_page,
)

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture(scope="module")
def texts(site):
    return shown_on(site)


def test_the_word_for_a_trillion_finds_its_nine_pages(search, texts):
    found = search("万亿")
    assert len(found) >= 9
    assert found == pages_that_hold(texts, "万亿")


def test_a_figure_of_an_article_is_found_as_it_is_printed(search, texts):
    found = search("22.4×")
    assert found
    assert found == pages_that_hold(texts, r"(?<![\d.,])22\.4(?!\d|[.,]\d)")


def test_the_browser_splits_words_as_the_index_was_split(search, texts):
    search("Meta")
    names = "5nm 8xA100 GPT-4 10²⁵ 1,2 1,234,5 2020,000 1.2.3 约为1000万亿次 a100_per_h100 don’t Ⅷ"
    assert split_otherwise(search.page, [*texts.values(), names]) == []


def test_the_browser_stems_a_word_to_what_finds_its_stem_in_the_index(search, texts):
    search("Meta")
    assert lost_by_their_stem(search.page, texts.values()) == []


def test_every_number_and_english_word_that_a_page_shows_finds_it(texts, index):
    assert not_indexed(texts, index) == []


def test_the_index_is_of_a_reasonable_size_and_has_no_word_of_no_page(site, index):
    assert (site / "searchindex.js").stat().st_size < 250_000
    assert words_of_no_page(index) == []

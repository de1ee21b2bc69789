"""The search finds what this book's pages show, and its claims by what a reader of the articles would type."""

import gzip

import pytest

from tests.cases import slow
from tests.searching import (
    claims_found,
    found_by_function,
    found_by_search,
    lost_by_their_stem,
    not_indexed,
    off_line,
    pages_that_hold,
    shown_by_register,
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


#: What readers of the articles type, and the claim that it is about: numerals as the articles print them or otherwise,
#: names, words. Picked by hand from the articles' texts and the claims' files.
ASKED = [
    # Huatai
    ("460万", "huatai-2023-gpt3-cost"),
    ("460万美元", "huatai-2023-gpt3-cost"),
    ("$4.6 million", "huatai-2023-gpt3-cost"),
    ("4,600,000", "huatai-2023-gpt3-cost"),
    ("288年", "huatai-2023-gpt3-v100-time"),
    ("288 years", "huatai-2023-gpt3-v100-time"),
    ("28.5万", "huatai-2023-azure-cpu-cores"),
    ("1746亿", "huatai-2023-gpt3-parameters"),
    ("174.6 billion", "huatai-2023-gpt3-parameters"),
    ("6.16亿次", "huatai-2023-chatgpt-visits"),
    ("6.16", "huatai-2023-chatgpt-visits"),
    ("616万美元", "huatai-2023-chatgpt-monthly-cost"),
    ("3640 PFlop/s-day", "huatai-2023-gpt3-compute"),
    ("400GB/s", "huatai-2023-azure-bandwidth"),
    ("27.5天", "huatai-2023-trillion-per-second"),
    ("3-4个月", "huatai-2023-doubling-time-since-2012"),
    ("Huatai Securities", "huatai-2023-note-by-huatai"),
    ("华泰证券 460万", "huatai-2023-gpt3-cost"),
    # Economic Observer
    ("52.3%", "eeo-2023-china-compute-growth"),
    ("５２．３％", "eeo-2023-china-compute-growth"),
    ("IDC 52.3", "eeo-2023-china-compute-growth"),
    ("1271.4EFLOPS", "eeo-2023-china-compute-2026"),
    ("155.2 EFLOPS", "eeo-2023-china-compute-2021"),
    ("140万美元", "eeo-2023-gpt3-training-cost"),
    ("5万美元", "eeo-2023-chatgpt-electricity-cost"),
    ("电费", "eeo-2023-chatgpt-electricity-cost"),
    ("0.08美元", "eeo-2023-electricity-price"),
    ("6.25万元", "eeo-2023-a100-listed-price"),
    ("632米", "eeo-2023-shanghai-tower-height"),
    ("IDC", "eeo-2023-idc-forum-date"),
    ("1750億", "eeo-2023-chatgpt-parameters"),
    ("MLU370 7nm", "eeo-2023-mlu370-process"),
    # Caijing
    ("1800億個", "caijing-2023-gpt35-size"),
    ("180 billion parameters", "caijing-2023-gpt35-size"),
    ("TrendForce 2万枚", "caijing-2023-trendforce-training-gpus"),
    ("百度 112亿元", "caijing-2023-baidu-capex"),
    ("Baidu capital", "caijing-2023-baidu-capex"),
    ("超過250億美元", "caijing-2023-microsoft-cloud-spending"),
    ("7000枚", "caijing-2023-tesla-a100s"),
    ("A800 10萬元", "caijing-2023-a800-street-price"),
    ("1200万美元", "caijing-2023-training-run-cost"),
    # Jiemian
    ("350000", "jiemian-2024-meta-h100-plan"),
    ("350,000", "jiemian-2024-meta-h100-plan"),
    ("35万", "jiemian-2024-meta-h100-plan"),
    ("35萬塊", "jiemian-2024-meta-h100-plan"),
    ("20倍", "jiemian-2024-fleet-ratio"),
    ("20 times", "jiemian-2024-fleet-ratio"),
    ("二十倍", "jiemian-2024-fleet-ratio"),
    ("三十五万", "jiemian-2024-meta-h100-plan"),
    ("六千三百萬美元", "jiemian-2024-gpt4-cost"),
    ("20×", "jiemian-2024-fleet-ratio"),
    ("twenty times", "jiemian-2024-fleet-ratio"),
    ("6300万", "jiemian-2024-gpt4-cost"),
    ("$63 million", "jiemian-2024-gpt4-cost"),
    ("GPT-4 cost $63m", "jiemian-2024-gpt4-cost"),
    ("GPT4 cost $63m", "jiemian-2024-gpt4-cost"),
    ("gpt 4 6300万", "jiemian-2024-gpt4-cost"),
    ("2.15e25", "jiemian-2024-gpt4-compute"),
    ("2.15×10²⁵", "jiemian-2024-gpt4-compute"),
    ("1.5-2倍", "jiemian-2024-h100-cost-ratio"),
    ("2.5萬至3萬美元", "jiemian-2024-h100-price"),
    ("H100", "jiemian-2024-meta-h100-plan"),
    ("Shenzhen data center", "eeo-2023-shenzhen-centre"),
    ("utilization 1.4 million", "eeo-2023-gpt3-training-cost"),
    ("Zuckerberg", "jiemian-2024-meta-h100-plan"),
    # CINIC
    ("十年千倍", "cinic-2024-gpu-thousandfold-integers"),
    ("千卡", "cinic-2024-thousand-chips-for-training"),
    ("Sora", "cinic-2024-sora-released"),
    # Outlets and authors in their own language
    ("经济观察报 140万", "eeo-2023-gpt3-training-cost"),
    ("郑晨烨 52.3%", "eeo-2023-china-compute-growth"),
    ("财经十一人 1800亿", "caijing-2023-gpt35-size"),
    ("界面新聞 6300万", "jiemian-2024-gpt4-cost"),
    ("人民邮电报 千卡", "cinic-2024-thousand-chips-for-training"),
    # Ids, whole, in part, and earlier ones
    ("huatai-2023-gpt3-cost", "huatai-2023-gpt3-cost"),
    ("meta-h100-plan", "jiemian-2024-meta-h100-plan"),
    ("caijing-2023-shortage-limits-model-size", "caijing-2023-few-chips-low-accuracy"),
]


@pytest.fixture(scope="module")
def search_page(browser):
    """A page to ask the search with, without a network."""
    with off_line(browser) as page:
        yield page


@pytest.fixture(scope="module")
def register(browser, site):
    """The register, opened as a file without a network."""
    with off_line(browser) as page:
        page.goto((site / "book" / "register.html").as_uri(), wait_until="load")
        yield page


@pytest.mark.parametrize(("query", "claim"), ASKED)
def test_what_a_reader_of_an_article_types_finds_its_claim_among_the_first_three(register, model, query, claim):
    assert claim in model.project.claims
    assert claim in found_by_function(register, query)[:3]


#: Every tenth of them is typed into both pages too, the others in the slow run: they ask the same function.
TYPED = [one if place % 10 == 0 else slow(*one) for place, one in enumerate(ASKED)]


@pytest.mark.parametrize(("query", "claim"), TYPED)
def test_search_page_and_register_show_it_in_the_same_place(search_page, register, site, query, claim):
    found = found_by_search(search_page, site, query)
    assert claim in found[:3]
    assert shown_by_register(register, query)[: len(found)] == found


def test_a_mistyped_word_that_is_a_part_of_others_on_pages_is_put_right(search):
    search("electicity")
    said = search.page.locator(".search-summary").inner_text()
    assert said.endswith("on the pages for “electicity”. Did you mean electricity?")


def test_more_claims_than_fit_are_shown_when_asked_for_and_the_first_of_them_has_the_focus(search):
    page = search.page
    search("H100")
    before = claims_found(page)
    assert len(before) == 10
    page.locator(".search-claims + .search-more").press("Enter")
    after = claims_found(page)
    assert after[:10] == before
    assert len(after) == int(page.locator(".search-summary").inner_text().split()[0]) > 40
    assert page.evaluate("() => document.activeElement.hash.slice(1)") == after[10]


def test_what_claims_are_found_by_weighs_little_and_names_no_source_by_its_key_to_a_reader(search, site, model):
    assert len(gzip.compress((site / "_static" / "claims-index.js").read_bytes(), 9)) < 110_000
    keys = [*model.project.claims, *model.project.sources.index]
    for query in ("Table D.1", "TrendForce", "restored", "Huatai prints"):
        search(query)
        page = search.page
        shown = page.locator("#search-results section").first.inner_text()
        assert [key for key in keys if key in shown] == [], query

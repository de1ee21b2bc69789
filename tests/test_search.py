"""The search finds what pages show: numbers as printed, Chinese words of any length, English words by their stem."""

import json
import re

import bs4
import pytest

from claimbook.site.search import SearchWords
from tests.cases import slow

from .conftest import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture(scope="module")
def texts(site):
    """What a reader sees on each page, less its formulas: cells, labels and paragraphs apart."""
    found = {}
    for name in pages_of(site):
        article = bs4.BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser").select_one(".bd-article")
        if article:
            for part in article.select(
                "script, style, math, .claim-equation, .headerlink, .page-tools, .admonition-title"
            ):
                part.decompose()
            for inline in article.select("span, em, strong, a, code, sub, sup"):
                inline.unwrap()
            article.smooth()
            found[name] = article.get_text("\n")
    return found


@pytest.fixture(scope="module")
def index(site):
    """The index as the browser gets it."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


@pytest.fixture(scope="module")
def search(browser, server):
    """Asks the search page; the pages it names, without anchors."""
    page = browser.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))

    def asked(query):
        page.goto(f"{server}search.html", wait_until="load")
        page.locator("main input[name=q]").fill(query)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        page.wait_for_load_state("load")
        page.wait_for_function("() => /\\S/.test(document.querySelector('.search-summary')?.textContent ?? '')")
        page.wait_for_load_state("networkidle")
        links = page.locator("#search-results li a").evaluate_all("all => all.map(a => [a.href, a.textContent])")
        assert all(title.strip() for _, title in links)
        assert page.said == [], query
        return {href.removeprefix(server).partition("#")[0] for href, _ in links}

    asked.page = page
    yield asked
    page.close()


def pages_that_hold(texts, pattern):
    return {name for name, text in texts.items() if re.search(pattern, text, re.IGNORECASE)}


@pytest.mark.parametrize(
    "word", ["万亿", "万", slow("萬"), slow("美元"), "億美元", slow("每秒"), "智能算力", slow("年")]
)
def test_a_chinese_word_of_any_length_finds_exactly_the_pages_it_stands_on(search, texts, word):
    expected = pages_that_hold(texts, word)
    assert expected or word == "智能算力"
    assert search(word) == expected


def test_the_word_for_a_trillion_finds_its_nine_pages(search):
    assert len(search("万亿")) >= 9


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("22.4", r"22\.4"), ("22.4×", r"22\.4"), slow("22.4x", r"22\.4"), ("350,000", r"350,?000"),
        slow("350000", r"350,?000"), slow("6.16", r"6\.16"), slow("52.3", r"52\.3"), ("$30,000", r"30,?000"),
        ("52.3 %", r"52\.3"), slow("60%", "60"), slow("2025", "2025"), slow("17", "17"),
        slow("1,037.3", r"1,?037\.3"), ("1000万亿", r"1,?000(?=[^0-9])(?s:.*)万亿"),
    ],
)  # fmt: skip
def test_a_number_as_printed_finds_exactly_the_pages_it_stands_on(search, texts, query, number):
    expected = pages_that_hold(texts, rf"(?<![A-Za-z0-9_])(?<![0-9],)(?<![0-9]\.){number}(?!\d|[.,]\d)")
    assert expected
    found = search(query)
    assert expected <= found
    if "万" not in query:
        extra = {name for name in found - expected if not re.search(number, texts[name])}
        assert extra == set(), "pages without the number"


@pytest.mark.parametrize(
    ("query", "word"),
    [("clusters", "cluster"), slow("replacing", "replace"), ("prices of electricity", "electricity"), ("US", "US"),
     slow("technologies", "technology"), slow("utilis", "utilisation")],
)  # fmt: skip
def test_english_words_are_found_by_their_stem(search, texts, query, word):
    expected = pages_that_hold(texts, rf"\b{word}\b")
    assert expected
    assert expected <= search(query)


def test_every_word_of_a_query_must_stand_on_the_page(search, texts):
    both = search("AI 万亿")
    assert both
    assert both <= pages_that_hold(texts, "万亿")
    assert both <= pages_that_hold(texts, r"\bAI\b")
    assert search("Meta 22.4") <= pages_that_hold(texts, r"22\.4")


@pytest.mark.parametrize(
    "query", ["constructor toString", "__proto__", "不在书里的词", "987654321", "the of", "<qzx>(.*"]
)
def test_what_stands_nowhere_finds_nothing_and_says_so(search, query):
    assert search(query) == set()
    assert query in search.page.locator(".search-summary").inner_text()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("350000", "350,000"), slow("万亿", "万亿"), slow("22.4×", "22.4"), slow("replaces", "replace")],
)
def test_results_have_the_pages_titles_and_an_excerpt_with_the_word_marked(search, site, query, shown):
    names = search(query)
    items = search.page.locator("#search-results li")
    titles = items.locator("a").all_inner_texts()
    assert len(titles) >= len(names)
    headings = {
        bs4.BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser").title.text.split(" – ")[0]
        for name in names
    }
    assert headings <= {title.split(" › ")[0] for title in titles} | {"AI Compute Claims, Re-derived"}
    marked = items.locator(".highlighted").all_inner_texts()
    assert marked
    assert all(text.lower().startswith(shown[:6]) for text in marked), marked
    for text in items.locator(".context").all_inner_texts():
        assert 20 < len(text) < 260


def test_a_heading_finds_its_section(search):
    search("The ratio")
    links = search.page.locator("#search-results li a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert any(link.endswith("book/metas-fleet.html#the-ratio") for link in links)


def test_the_search_works_on_pages_opened_as_files(browser, site):
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "search.html").as_uri() + "?q=万亿", wait_until="load")
    page.wait_for_selector("#search-results li")
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/book/*.html")
    assert said == []
    page.close()


def test_the_browser_splits_words_as_the_index_was_split(search, texts):
    search("Meta")
    words = SearchWords({})
    samples = [*texts.values(), "5nm 8xA100 GPT-4 10²⁵ 1,2 1,234,5 2020,000 1.2.3 约为1000万亿次 a100_per_h100 don’t Ⅷ"]
    for text in samples:
        assert search.page.evaluate("text => splitQuery(text)", text) == words.split(text.replace("&", "&amp;"))


def test_the_browser_stems_a_word_to_what_finds_its_stem_in_the_index(search, texts):
    search("Meta")
    words = SearchWords({})
    some = sorted({word.lower() for text in texts.values() for word in words.split(text)})
    stems = search.page.evaluate(
        "words => { const stemmer = new Stemmer(); return words.map(word => stemmer.stemWord(word)); }", some
    )
    lost = [
        (word, stem) for word, stem in zip(some, stems, strict=True)
        # Sphinx's two stemmers differ in a few long words, which the search finds by the part that is the same.
        if stem != words.stem(word) and not (len(stem) > 2 and stem in words.stem(word))
    ]  # fmt: skip
    assert lost == []


def test_every_number_and_english_word_that_a_page_shows_finds_it(texts, index):
    numbers = {name: number_of for number_of, name in enumerate(f"{doc}.html" for doc in index["docnames"])}
    missing, stemmed = [], SearchWords({})
    for name, text in texts.items():
        page = numbers[name]
        for word in set(re.findall(r"(?<!\w)[A-Za-z]+(?!\w)", text)):
            stem = stemmed.stem(word)
            if stemmed.word_filter(stem) and stemmed.word_filter(word.lower()):
                pages = [index[terms].get(stem, []) for terms in ("terms", "titleterms")]
                if page not in [number for each in pages for number in ([each] if isinstance(each, int) else each)]:
                    missing.append((name, word))
        for word in set(re.findall(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w,.]\w|\w)", text)):
            pages = [index[terms].get(word.replace(",", ""), []) for terms in ("terms", "titleterms")]
            if page not in [number for each in pages for number in ([each] if isinstance(each, int) else each)]:
                missing.append((name, word))
    assert missing == []


def test_the_index_is_of_a_reasonable_size_and_has_no_word_of_no_page(site, index):
    assert (site / "searchindex.js").stat().st_size < 250_000
    assert [word for terms in ("terms", "titleterms") for word, pages in index[terms].items() if pages == []] == []

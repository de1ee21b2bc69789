"""The search finds what pages show: numbers as printed, Chinese words of any length, English words by their stem."""

import shutil
import subprocess
import sys

import bs4
import pytest

from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.results.searching import assumption_items, find
from claimbook.site.live import live_assumptions
from tests.cases import slow
from tests.editing import append
from tests.looking import look_with_axe, meaning_shown
from tests.searching import (
    claims_found,
    claims_shown,
    lost_by_their_stem,
    not_indexed,
    pages_that_hold,
    shown_on,
    split_otherwise,
    words_of_no_page,
)
from tests.serving import serving
from tests.sites import leads_somewhere, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]

#: Pages with words and numbers that the book's own pages lack, each beside another that looks like it.
PAGES = {
    "numbers": """# Figures of the harbour

A boat is 22.4× as heavy as a car, and 6.16 times as long. It cost $30,000 in 2025, or 52.3 % more than 17 years before;
60% of that was its labour. Of 1,037.3 tonnes of fuel 22.45 were spilt.
""",
    "other-numbers": """# Figures of the yard

Here are 122.4, 350,0001, 616, 52.31, 130,000, 600, 20255, 170, 1,037.35 and 22,4.

| boats | tonnes |
| --- | --- |
| 22.4 | 350000 |
""",
    "trillion": """# 渡轮

渡轮公司约为1000万亿次，每秒一万人，收入300美元。The US has them too.
""",
    "twentyfold": """# 二十

去年多了20倍以上。
""",
    "twenty-apart": """# 兩者

20艘船，多了数倍。
""",
    "old-script": """# 渡輪

渡輪每年載客三十萬人，收入二億美元。
""",
    "english": """# A technology of its own

The harbours of the US repaint their boats: each cluster of piers has a higher utilisation.
The price of electricity is another matter. The largest one is a Heron-12, by the Labor Guide.
""",
}


#: What readers of Chinese call things of the made-up book.
OTHER_NAMES = (
    "other name,油价,fuel price\nother name,油,fuel\nother name,票价,ticket price\nother name,乘客,passenger\n"
)


@pytest.fixture(scope="module")
def site(built, tmp_path_factory):
    """The made-up book's site with more pages."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("search") / "ferries")
    append(folder / "_toc.yml", "  - caption: Words\n    chapters:\n")
    for name, text in PAGES.items():
        (folder / "book" / f"{name}.md").write_text(text, encoding="utf-8")
        append(folder / "_toc.yml", f"      - file: book/{name}\n")
    append(folder / "book" / "names.csv", OTHER_NAMES)
    command = [sys.executable, "-m", "claimbook", "--book", str(folder), "build"]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    return folder / "_build" / "html"


@pytest.fixture(scope="module")
def server(site):
    with serving(site) as address:
        yield address


@pytest.fixture(scope="module")
def texts(site):
    return shown_on(site)


def pages(*names):
    return {f"book/{name}.html" for name in names}


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("万亿", ["trillion"]), ("万", ["trillion"]), slow("萬", ["old-script"]),
        slow("美元", ["trillion", "old-script"]),
        ("億美元", ["old-script"]), slow("每秒", ["trillion"]), ("载客", []), slow("每年", ["old-script"]),
        slow("人", ["trillion", "old-script"]),
    ],
)  # fmt: skip
def test_a_chinese_word_of_any_length_finds_exactly_the_pages_it_stands_on(search, texts, word, names):
    assert search(word) == pages(*names) == pages_that_hold(texts, word)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("22.4", r"22\.4"), ("22.4×", r"22\.4"), slow("22.4x", r"22\.4"), ("350,000", r"350,?000"),
        slow("350000", r"350,?000"), slow("6.16", r"6\.16"), slow("52.3", r"52\.3"), ("$30,000", r"30,?000"),
        ("52.3 %", r"52\.3"), slow("60%", "60"), slow("2025", "2025"), slow("17", "17"),
        slow("1,037.3", r"1,?037\.3"), ("1000万亿", r"1,?000万亿"), ("20倍", "20倍"),
    ],
)  # fmt: skip
def test_a_number_as_printed_finds_exactly_the_pages_it_stands_on(search, texts, query, number):
    expected = pages_that_hold(texts, rf"(?<![A-Za-z0-9_])(?<![0-9],)(?<![0-9]\.){number}(?!\d|[.,]\d)")
    assert expected
    assert expected < texts.keys()
    assert search(query) == expected


@pytest.mark.parametrize(
    ("query", "names"),
    [("clusters", ["english"]), slow("repainting", ["english"]), ("prices of electricity", ["english"]),
     ("US", ["english", "trillion", "money"]), slow("technologies", ["english"]), slow("utilis", ["english"]),
     ("heron12", ["english"]), ("utilizations", ["english"]),
     ("labors", ["english", "numbers"]), slow("Heron-12", ["english"])],
)  # fmt: skip
def test_english_words_are_found_by_their_stem(search, query, names):
    assert search(query) == pages(*names)


def test_every_word_of_a_query_must_stand_on_the_page(search):
    assert search("US 万亿") == pages("trillion")
    assert search("tonnes 22.4") == pages("numbers", "other-numbers")
    assert search("harbour 22.4") == pages("numbers")


@pytest.mark.parametrize(
    "query", ["constructor toString", "__proto__", "不在书里的词", "987654321", "the of", "<qzx>(.*"]
)
def test_what_stands_nowhere_finds_nothing_and_says_so(search, query):
    assert search(query) == set()
    assert query in search.page.locator(".search-summary").inner_text()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("350000", "350,000"), slow("万亿", "万亿"), slow("22.4×", "22.4"), slow("repaints", "repaint")],
)
def test_results_have_the_pages_titles_and_an_excerpt_with_the_word_marked(search, site, query, shown):
    names = search(query)
    items = search.page.locator("#search-results ul.search li")
    titles = items.locator("a").all_inner_texts()
    assert len(titles) >= len(names) > 0
    headings = {
        bs4.BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser").title.text.split(" – ")[0]
        for name in names
    }
    assert headings <= {title.split(" › ")[0] for title in titles} | {"The Ferries of Lake Lorn"}
    marked = items.locator(".highlighted").all_inner_texts()
    assert marked
    assert all(text.replace(",", "").lower().startswith(shown.replace(",", "")[:6]) for text in marked), marked
    for text in items.locator(".context").all_inner_texts():
        assert 20 < len(text) < 260


def test_a_heading_finds_its_section(search):
    search("What matters most")
    links = search.page.locator("#search-results ul.search li a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert any(link.endswith("book/crossings.html#what-matters-most") for link in links)


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
    search("boats")
    names = "5nm 8xB20 K-4 10²⁵ 1,2 1,234,5 2020,000 1.2.3 约为1000万亿次 seats_per_boat don’t Ⅷ"
    assert split_otherwise(search.page, [*texts.values(), names]) == []


def test_the_browser_stems_a_word_to_what_finds_its_stem_in_the_index(search, texts):
    search("boats")
    assert lost_by_their_stem(search.page, texts.values()) == []


def test_every_number_and_english_word_that_a_page_shows_finds_it(texts, index):
    assert not_indexed(texts, index) == []
    assert not_indexed({"book/english.html": "harbours of 987654321 zebras"}, index) == [
        ("book/english.html", "zebras"), ("book/english.html", "987654321"),
    ]  # fmt: skip


def test_the_index_is_of_every_page_and_has_no_word_of_no_page(index, site):
    assert {f"{name}.html" for name in index["docnames"]} == {
        name for name in pages_of(site) if not name.startswith("embed/")
    } - {"search.html"}
    assert words_of_no_page(index) == []


# Inputs


def test_what_if_finds_inputs_by_what_the_command_line_finds_them_by(browser, server, site):
    model = Model.of(Project(site.parent.parent))
    live = live_assumptions(model)
    page = browser.new_page()
    page.goto(f"{server}book/what-if.html")
    page.wait_for_selector(".what-if[data-ready]")
    field = page.get_by_label("Find an input")
    for query in ("油价", "油", "票价", "每 乘客", "乘客", "3.50", "zebra"):
        field.fill(query)
        page.wait_for_function("() => globalThis.claimbook.claimsIndex")
        page.wait_for_timeout(50)
        shown = page.locator(".live-row:visible").evaluate_all("rows => rows.map(row => row.dataset.name)")
        expected = [name for name in find(query, assumption_items(model), model.project) if name in live]
        assert sorted(shown) == sorted(expected), query
        assert bool(shown) == (query not in ("每 乘客", "zebra")), query
    page.close()


def test_what_if_suggests_a_word_that_is_like_one_that_finds_no_input(browser, server):
    page = browser.new_page()
    page.goto(f"{server}book/what-if.html")
    page.wait_for_selector(".what-if[data-ready]")
    found = page.locator("output.what-if-found")
    for query, said in (
        ("passangers", "0 inputs; did you mean passengers?"), ("zebra", "0 inputs"),
        ("price of feul", "0 inputs"), ("tickett price", "0 inputs; did you mean ticket?"),
    ):  # fmt: skip
        page.get_by_label("Find an input").fill(query)
        assert found.text_content() == said
    page.close()


# Claims

CLAIMS = [
    ("herald-2024-yearly-passengers", "yearly-passengers"),
    ("yearly-pass", "yearly-passengers"),
    ("384,000", "yearly-passengers"),
    ("384000", "yearly-passengers"),
    ("38.4万", "yearly-passengers"),
    ("384 thousand", "yearly-passengers"),
    ("384k", "yearly-passengers"),
    ("$1.3 million", "takings"),
    ("1,300,000", "takings"),
    ("130万美元", "takings"),
    ("1.3", "takings"),
    ("20%", "fuel-share"),
    ("20 percent", "fuel-share"),
    ("２０％", "fuel-share"),
    ("2 liters", "fuel-per-passenger"),
    ("tickets", "takings"),
    ("TICKET a year", "takings"),
    ("carries passengers", "yearly-passengers"),
]


@pytest.fixture(scope="module")
def register(browser, server):
    """The register, opened once."""
    page = browser.new_page()
    page.goto(f"{server}book/register.html", wait_until="load")
    yield page
    page.close()


def shown_for(register, query):
    register.locator("input[name=text]").fill(query)
    register.wait_for_function("() => globalThis.claimbook.claimsIndex")
    register.wait_for_timeout(50)
    return claims_shown(register)


@pytest.mark.parametrize(("query", "claim"), CLAIMS)
def test_a_claim_is_found_first_by_id_figure_value_and_words_through_search_and_register(
    search, register, query, claim
):
    search(query)
    found = claims_found(search.page)
    assert found[0] == f"herald-2024-{claim}"
    assert shown_for(register, query)[: len(found)] == found


@pytest.mark.parametrize("query", ["384", "38,400", "3.84", "20倍", "20000", "13 million", "0.384"])
def test_another_figure_that_has_the_same_digits_finds_no_claim(search, register, query):
    search(query)
    assert claims_found(search.page) == shown_for(register, query) == []


def test_the_register_shows_the_best_first_and_its_own_order_again_when_the_text_is_gone(register):
    everything = shown_for(register, "")
    assert shown_for(register, "fuel")[0] != everything[0]
    assert shown_for(register, "") == everything


def test_neither_page_loads_what_claims_are_found_by_before_somebody_asks(browser, server):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition("?")[0]))
    for name in ("search.html", "book/register.html", "index.html"):
        page.goto(server + name, wait_until="networkidle")
    assert "register.js" in asked
    assert "claims-index.js" not in asked
    page.goto(f"{server}book/register.html?text=fuel", wait_until="networkidle")
    assert "claims-index.js" in asked
    page.close()


def test_a_result_leads_to_the_claims_card_and_to_the_assumptions_row_and_says_what_it_is(search, site):
    search("384000")
    first = search.page.locator(".search-claims li").first
    text = first.inner_text()
    for part in ("384,000 passengers a year", "Lorn Herald 2024, line 2", "printed as 384,000"):
        assert part in text
    index = search.page.evaluate("() => claimbook.claimsIndex")
    links = [item["link"] for kind in ("claims", "assumptions") for item in index[kind]]
    assert [link for link in links if not leads_somewhere(site / "search.html", link)] == []
    search("seats")
    assert search.page.locator(".search-assumptions a").count() >= 1
    assert search.page.get_by_role("heading", name="Assumptions", exact=True).is_visible()


def test_of_names_about_as_like_the_one_that_begins_alike_is_meant(search):
    """The first shares four pairs of letters of five, the second three; nothing is like a word of other letters."""
    search("passangers")
    near = "([given, names]) => claimbook.near.name(given, names)"
    assert search.page.evaluate(near, ["abcdef", ["bcdex", "abxdef"]]) == "abxdef"
    assert search.page.evaluate(near, ["abcdef", ["bcdefx", "auvwxy"]]) == "bcdefx"
    assert search.page.evaluate(near, ["abcdef", ["auvwxy"]]) == ""
    assert search.page.evaluate(near, ["", ["abcdef"]]) == ""


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("passangers", "passengers"), ("technolgy", "technology"), ("carries passangers", "carries passengers"),
        ("clusters technolgy", "clusters technology"), ("herald-2024-takngs", "herald-2024-takings"),
        ("zebra passangers", "passengers"),
    ],
)  # fmt: skip
def test_where_nothing_is_found_the_search_leads_to_what_is_like_it_and_finds_something(search, query, near):
    search(query)
    page = search.page
    assert page.locator(".search-summary").inner_text() == f"Nothing has all of “{query}”. Did you mean {near}?"
    page.get_by_role("link", name=near, exact=True).click()
    page.wait_for_url(f"**/search.html?q={near.replace(' ', '+')}")
    page.wait_for_selector("#search-results li")
    assert page.locator("main input[name=q]").input_value() == near
    assert page.said == []


@pytest.mark.parametrize("query", ["technologies", "utilis", "clusters"])
def test_a_word_that_pages_have_is_not_taken_for_a_mistyped_one(search, query):
    assert search(query) == pages("english")
    assert "Did you mean" not in search.page.locator(".search-summary").inner_text()


@pytest.mark.parametrize("query", ["zebra", "987654321", "不在书里的词", "constructor toString"])
def test_where_nothing_is_like_it_the_search_says_what_can_be_searched_for(search, query):
    search(query)
    said = search.page.locator(".search-summary")
    assert "The search knows claims by their id" in said.inner_text()
    assert said.locator("a").count() == 0


def test_a_register_filtered_to_nothing_says_what_was_perhaps_meant(register):
    assert shown_for(register, "passangers") == []
    output = register.locator(".register-filter output")
    assert output.text_content().endswith(" claims; did you mean passengers?")
    assert shown_for(register, "passengers")
    assert "did you mean" not in output.text_content()
    assert shown_for(register, "zebra") == []
    assert "did you mean" not in output.text_content()


def test_the_search_is_used_by_keyboard_from_its_field_to_a_claims_card(search):
    page = search.page
    search("lorn")
    assert page.evaluate("() => document.activeElement.name") == "q"
    page.keyboard.press("Tab")
    claim = page.evaluate("() => document.activeElement.hash.slice(1)")
    assert claim == claims_found(page)[0]
    assert meaning_shown(page.locator(".search-claims [data-meaning]").first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/book/*.html#{claim}")


def test_words_are_marked_on_the_page_that_a_result_leads_to_and_on_no_other(search, server):
    page = search.page
    search("harbour")
    page.goto(f"{server}index.html", wait_until="networkidle")
    page.wait_for_timeout(50)
    assert page.locator(".highlight-link, .bd-article .highlighted").count() == 0
    search("harbour")
    page.locator("ul.search a", has_text="Figures of the harbour").first.click()
    page.wait_for_selector(".bd-article .highlighted")
    assert page.get_by_text("Hide Search Matches").is_visible()
    page.goto(f"{server}index.html", wait_until="networkidle")
    page.wait_for_timeout(50)
    assert page.locator(".highlight-link, .bd-article .highlighted").count() == 0
    # The front page is a result like others, and stays as it is.
    search("ferries")
    page.locator("ul.search a[href='./index.html']").first.click()
    page.wait_for_url("**/index.html")
    page.wait_for_timeout(100)
    assert page.locator(".highlight-link, .bd-article .highlighted").count() == 0


def test_axe_finds_nothing_in_results_and_in_a_searched_register(page, server):
    assert (
        look_with_axe(
            page, server, ["search.html?q=ferries", "search.html?q=passangers", "book/register.html?text=fuel"]
        )
        == []
    )

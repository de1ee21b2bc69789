"""Asking a site's search in a real browser, and what its pages show that it should find."""

import json
import re
from contextlib import contextmanager
from urllib.parse import urlencode

import bs4

from claimbook.site.search import SearchWords
from tests.sites import texts_of


def shown_on(site) -> dict[str, str]:
    """What a reader sees on each page, less its formulas: cells, labels and paragraphs apart."""
    found, articles = {}, bs4.SoupStrainer(class_="bd-article")
    for name, text in texts_of(site).items():
        article = bs4.BeautifulSoup(text, "html.parser", parse_only=articles).select_one(".bd-article")
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


def index_of(site) -> dict:
    """The index as the browser gets it."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


@contextmanager
def asking(browser, server):
    """Asks the search page; the pages it names, without anchors, which are those of its last part."""
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
        links = page.locator("#search-results ul.search li a").evaluate_all(
            "all => all.map(a => [a.href, a.textContent])"
        )
        assert all(title.strip() for _, title in links)
        assert page.said == [], query
        return {href.removeprefix(server).partition("#")[0] for href, _ in links}

    asked.page = page
    yield asked
    page.close()


def claims_found(page) -> list[str]:
    """Ids of the claims that the search page shows, the best first."""
    page.wait_for_function("() => /\\S/.test(document.querySelector('.search-summary')?.textContent ?? '')")
    return page.locator(".search-claims li > a").evaluate_all("all => all.map(a => a.hash.slice(1))")


def claims_shown(page) -> list[str]:
    """Ids of the claims that the register shows, in its order."""
    return page.locator("table[data-filterable] tbody tr:not([hidden]) th a").evaluate_all(
        "all => all.map(a => a.hash.slice(1))"
    )


@contextmanager
def off_line(browser):
    """A page without a network, which must say nothing to the console, nor its scripts stumble."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def found_by_function(page, query: str) -> list[str]:
    """Asks the function that search page and register share, on either of them."""
    return page.evaluate(
        """async query => {
          await claimbook.searching.load();
          return claimbook.searching.find(query).claims.map(({ entry }) => entry.id);
        }""",
        query,
    )


def found_by_search(page, site, query: str) -> list[str]:
    """Asks the search page, opened as a file, for claims."""
    page.goto(f"{(site / 'search.html').as_uri()}?{urlencode({'q': query})}", wait_until="load")
    return claims_found(page)


def shown_by_register(page, query: str) -> list[str]:
    """Asks the register, which is open, for claims."""
    page.locator(".register-filter input[name=text]").fill(query)
    page.wait_for_function("() => globalThis.claimbook.claimsIndex")
    page.wait_for_timeout(50)
    return claims_shown(page)


def pages_that_hold(texts: dict[str, str], pattern: str) -> set[str]:
    """Pages that show what fits a pattern."""
    return {name for name, text in texts.items() if re.search(pattern, text, re.IGNORECASE)}


def split_otherwise(page, texts) -> list[str]:
    """Texts that the browser splits into other words than the index was split into."""
    words = SearchWords({})
    return [
        text for text in texts
        if page.evaluate("text => splitQuery(text)", text) != words.split(text.replace("&", "&amp;"))
    ]  # fmt: skip


def lost_by_their_stem(page, texts) -> list[tuple[str, str]]:
    """Words that the browser stems to what does not find their stem in the index."""
    words = SearchWords({})
    some = sorted({word.lower() for text in texts for word in words.split(text)})
    stems = page.evaluate(
        "words => { const stemmer = new Stemmer(); return words.map(word => stemmer.stemWord(word)); }", some
    )
    return [
        (word, stem) for word, stem in zip(some, stems, strict=True)
        # Sphinx's two stemmers differ in a few long words, which the search finds by the part that is the same.
        if stem != words.stem(word) and not (len(stem) > 2 and stem in words.stem(word))
    ]  # fmt: skip


def not_indexed(texts: dict[str, str], index: dict) -> list[tuple[str, str]]:
    """Numbers and English words that a page shows and that do not find it."""
    numbers = {name: number_of for number_of, name in enumerate(f"{doc}.html" for doc in index["docnames"])}
    missing, stemmed = [], SearchWords({})
    for name, text in texts.items():
        page = numbers[name]
        for word in set(re.findall(r"(?<!\w)[A-Za-z]+(?!\w)", text)):
            stem = stemmed.stem(word)
            if stemmed.word_filter(stem) and stemmed.word_filter(word.lower()) and page not in pages_with(index, stem):
                missing.append((name, word))
        for word in set(re.findall(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w,.]\w|\w)", text)):
            if page not in pages_with(index, word.replace(",", "")):
                missing.append((name, word))
    return missing


def pages_with(index: dict, term: str) -> list[int]:
    """Numbers of the pages that have a term in their text or title: the index has one alone, or several."""
    pages = [index[terms].get(term, []) for terms in ("terms", "titleterms")]
    return [number for each in pages for number in ([each] if isinstance(each, int) else each)]


def words_of_no_page(index: dict) -> list[str]:
    """Words that the index has without a page."""
    return [word for terms in ("terms", "titleterms") for word, pages in index[terms].items() if pages == []]

"""The front page and the pages of sources: what was found first, in the reader's language, with its numbers derived."""

import re
from dataclasses import replace as changed

import pytest

from claimbook.errors import UserError
from claimbook.ledger.languages import chinese_speech
from claimbook.model.findings import findings
from claimbook.site.findings import LENGTH, headline, picture, tile
from claimbook.site.sources import name_in
from claimbook.site.speaking import ENGLISH, speech_in
from tests.engine.book import PROJECT
from tests.looking import meaning_shown

FUEL, PASSENGERS = "herald-2024-fuel-per-passenger", "herald-2024-yearly-passengers"


@pytest.fixture(scope="module")
def front(site):
    return (site / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def in_fjordish(site):
    return (site / "book" / "fjordish.html").read_text(encoding="utf-8")


def source_page(site, key: str) -> str:
    """A source's page, its tags next to each other."""
    return re.sub(r"\n\s*", "", (site / "book" / "sources" / f"{key}.html").read_text(encoding="utf-8"))


def words(html: str) -> str:
    """What a reader sees of a part of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Findings


def test_each_finding_is_a_tile_with_its_verdict_its_headline_and_a_way_to_its_card(front):
    fuel, passengers = re.findall(r'<li class="finding .*?</li>', front, re.S)
    assert 'href="book/crossings.html#herald-2024-fuel-per-passenger"' in fuel
    assert "Fails Lorn Herald 2024" in words(fuel)
    assert 'data-meaning="It does not add up, or it is not so."' in fuel
    assert "The ferries likely carry as many as printed: 384,000 passengers per year" in words(passengers)
    assert "Printed 384,000 passengers per year" in words(passengers)


def test_a_headlines_marks_stand_for_numbers_of_its_own_claim_and_of_others(model):
    finding = changed(findings(PROJECT, "en")[0], headline=f"{{printed}}, {{found}}; {{{PASSENGERS}.printed}}")
    said = headline(finding, model, ENGLISH)
    assert said.startswith("2 liters per passenger, ")
    assert said.endswith("; 384,000 passengers per year")


def test_where_inputs_turn_a_verdict_the_tile_says_the_claim_and_not_the_headline_of_another_verdict(model):
    finding = findings(PROJECT, "en")[0]
    assert tile(finding, model, ENGLISH)["headline"].startswith("A passenger takes more fuel than 2 liters")
    turned = changed(finding, verdict="holds")
    assert tile(turned, model, ENGLISH)["headline"] == "Carrying one passenger takes 2 liters of fuel"


def test_a_picture_has_printed_and_found_in_their_order_and_within_its_ends(model):
    drawn = 0
    for result in model.results:
        if (shown := picture(result)) is None:
            continue
        drawn += 1
        one, printed = result.deciding or result.leading, result.claim.printed
        places = [shown.start, shown.start + shown.length, shown.found, *shown.printed]
        assert all(0 <= at <= LENGTH for at in places)
        if printed.relation != "in" and printed.claimed != one.found:
            assert (shown.printed[0] < shown.found) == (printed.claimed < one.found), result.claim.id
    assert drawn >= 5


def test_a_picture_of_numbers_many_times_apart_is_logarithmic_and_says_so(model, front):
    scales = {result.claim.id: picture(result).is_log for result in model.results if picture(result)}
    assert scales[PASSENGERS] is False
    assert front.count('<small class="finding-scale">logarithmic scale') == sum(
        scales[claim] for claim in (FUEL, PASSENGERS)
    )


def test_the_score_counts_all_claims_and_the_main_ones_in_two_bars_with_one_key(front):
    score = re.search(r'<section class="score".*?</section>', front, re.S)[0]
    assert re.findall(r'<p class="score-label">(.*?)</p>', score) == ["All 10 claims", "3 main claims"]
    assert score.count('class="verdict-bar score-bar"') == 2
    assert "3 Fails 1 main" in words(score)
    assert "Not due yet" in words(score)


# Pages in another language


def test_a_page_in_another_language_says_so_and_speaks_it_as_far_as_it_is_known(in_fjordish):
    assert re.search(r'<section lang="fjd" dir="ltr" ', in_fjordish)
    assert "av dei held 3 : Held ." in words(in_fjordish)
    tiles = re.findall(r'<li class="finding .*?</li>', in_fjordish, re.S)
    assert len(tiles) == 1
    assert "Held Lorn Herald" in words(tiles[0])
    assert 'data-meaning="Prov utanfrå stadfester det."' in tiles[0]
    assert "Prenta 384,000 passengers per year" in words(tiles[0])
    assert "No evidence found" in words(in_fjordish)  # it has no word of its own
    assert 'lang="en"' in in_fjordish.partition("<head>")[0]


def test_a_page_in_a_language_that_nobody_reads_is_refused():
    with pytest.raises(UserError, match="no language is called 'xx'"):
        speech_in(PROJECT, "xx")


def test_a_page_that_says_it_is_in_english_names_sources_as_one_that_says_nothing(model):
    finding = findings(PROJECT, "en")[0]
    assert tile(finding, model, speech_in(PROJECT, "en")) == tile(finding, model, speech_in(PROJECT, ""))


def test_chinese_has_a_word_and_a_meaning_for_every_verdict_and_numbers_in_its_own_sizes(model):
    from claimbook.model.verdict import Verdict

    assert chinese_speech.SPEECH.verdicts.keys() == set(Verdict)
    said = [headline(changed(findings(PROJECT, "en")[1], headline="{printed}"), model, chinese_speech.SPEECH)]
    assert said == ["每年38.4万 passenger"]


# Sources


def test_a_list_names_a_source_by_its_title_and_says_what_the_book_calls_it(in_fjordish):
    items = [words(item) for item in re.findall(r"<li>.*?</li>", in_fjordish.partition('"source-list"')[2], re.S)]
    titled = next(item for item in items if item.startswith("Ferjene på Lorn "))
    assert "Called here Fjordblad 2024" in titled
    assert titled.count("Ferjene på Lorn") == 1
    assert "Outlet Fjordblad" in titled
    untitled = next(item for item in items if item.startswith("Lorn Herald 2024 "))
    assert "Called here" not in untitled


def test_a_source_without_a_title_is_named_by_its_outlet_where_that_is_in_its_own_language():
    outlet = {"label": "首发", "text": "华泰证券", "language": "zh-Hans"}
    title = {"label": "标题", "text": "所见版本无标题", "language": ""}
    assert name_in([title, outlet], "Huatai 2023", chinese_speech.SPEECH) == "华泰证券"


def test_a_sources_page_has_its_facts_as_printed_and_says_what_is_not_known(site):
    theirs = source_page(site, "fjordblad-2024")
    facts = dict(re.findall(r"<div><dt>(.*?)</dt><dd[^>]*>(.*?)</dd></div>", theirs))
    assert facts["Title"] == "Ferjene på Lorn"
    assert facts["Author"] == "K. Strand"
    assert facts["Published"] == "2024-06-02"
    assert facts["Archived copy"].startswith('<a href="https://archive.example/')
    assert '<dd lang="fjd">Ferjene' in theirs
    other = source_page(site, "herald-2024")
    unknown = dict(re.findall(r"<div><dt>(.*?)</dt><dd[^>]*>(.*?)</dd></div>", other))
    assert unknown["Title"] == "none on the text as found"
    assert unknown["Address"] == unknown["Archived copy"] == "not known"


def test_a_sources_claims_stand_in_its_order_with_their_numerals_and_verdicts_in_both_languages(site):
    page = source_page(site, "fjordblad-2024")
    rows = re.findall(r"<tr><td data-label=\"Line\">(\d+)</td>(.*?)</tr>", page)
    assert [int(line) for line, _ in rows] == [2, 2, 3]
    assert '<td data-label="As printed" lang="fjd">350.000 folk</td>' in rows[0][1]
    assert '>Fails</span> <span class="verdict-beside" lang="fjd">Held ikkje</span>' in rows[0][1]
    english = source_page(site, "herald-2024")
    assert "verdict-beside" not in english


# In a browser


@pytest.mark.browser
def test_the_menu_button_of_the_front_page_opens_contents_that_can_be_seen(browser, server):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(server + "index.html", wait_until="load")
    contents = page.locator("#pst-primary-sidebar")
    assert not contents.is_visible()
    page.locator(".primary-toggle").click()
    page.wait_for_function("() => getComputedStyle(document.querySelector('#pst-primary-sidebar')).opacity === '1'")
    link = contents.get_by_role("link", name="The register")
    link.click()
    page.wait_for_url("**/book/register.html")
    page.close()


#: A verdict's word on each kind of page, and what the keyboard goes to for its meaning, where that is not the word.
PLACES = {
    "index.html": (".finding [data-meaning]", ""),
    "book/crossings.html": (".claim-verdict [data-meaning]", ""),
    "book/money.html": (".chapter-verdicts [data-meaning]", ""),
    "book/register.html": ("table[data-filterable] [data-meaning]", "table[data-filterable] th a"),
    "book/what-if.html": (".what-if-score [data-meaning]", ""),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", PLACES)
def test_a_verdicts_meaning_shows_on_hover_and_on_focus(browser, server, name):
    page = browser.new_page()
    page.goto(server + name, wait_until="load")
    word, focused = (page.locator(place).first for place in (PLACES[name][0], PLACES[name][1] or PLACES[name][0]))
    word.wait_for()
    assert not meaning_shown(word)
    page.keyboard.press("Tab")  # from here on the keyboard is what is used
    focused.focus()
    assert meaning_shown(word)
    focused.blur()
    assert not meaning_shown(word)
    word.hover()
    assert meaning_shown(word)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.browser
def test_all_of_a_tile_leads_to_its_card(browser, server):
    page = browser.new_page()
    page.goto(server + "index.html", wait_until="load")
    page.locator(".finding svg").first.click(force=True)  # what is there is the link
    page.wait_for_url("**/book/crossings.html#*")
    assert page.url.endswith("#herald-2024-fuel-per-passenger")
    page.close()


@pytest.mark.browser
def test_the_marks_of_a_search_can_be_taken_away(browser, server):
    page = browser.new_page()
    page.goto(server + "book/crossings.html", wait_until="load")
    page.evaluate("() => localStorage.setItem('sphinx_highlight_terms', 'passengers')")
    page.goto(server + "index.html", wait_until="load")
    page.wait_for_selector("span.highlighted")
    page.get_by_role("link", name="Hide Search Matches").click()
    assert page.locator("span.highlighted").count() == 0
    assert page.locator(".highlight-link").count() == 0
    page.close()

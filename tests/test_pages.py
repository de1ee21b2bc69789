"""Each page of this book opened in a real browser, with no network: nothing fails, and axe-core finds nothing."""

import re

import pytest

from tests.cases import slow
from tests.looking import look_on_a_phone, look_with_axe
from tests.sites import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]


def charts_alone(site) -> list[str]:
    """The pages on which one chart stands alone, for other sites; each is on a chapter's page too."""
    return [name for name in pages_of(site) if name.startswith("embed/")]


def test_every_page_opens_on_a_phone_in_the_dark_with_the_network_cut_off(page, server, site):
    pages = [name for name in pages_of(site) if name not in charts_alone(site)]
    assert look_on_a_phone(page, server, pages) == []


@pytest.mark.parametrize("step", [10, slow(1)])
def test_a_chart_alone_opens_on_a_phone_in_the_dark_with_the_network_cut_off(page, server, site, step):
    assert look_on_a_phone(page, server, charts_alone(site)[::step]) == []


@pytest.mark.slow
def test_every_page_opens_with_the_network_cut_off_and_axe_finds_nothing_in_light_and_dark(page, server, site):
    pages = pages_of(site)
    assert len(pages) >= 8
    assert look_with_axe(page, server, pages) == []


@pytest.mark.parametrize(("width", "highest"), [(1440, 15_000), (390, 25_500)])
def test_the_page_of_assumptions_is_a_line_a_row_on_a_desk_and_on_a_phone(page, server, width, highest):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(server + "book/assumptions.html", wait_until="load")
    assert page.locator(".entry").count() > 200
    assert page.evaluate("document.documentElement.scrollHeight") <= highest


@pytest.mark.parametrize("name", ["register", "assumptions", "evidence", "where-they-disagree"])
def test_a_page_of_tables_leaves_no_quarter_of_the_width_blank(page, server, name):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(server + f"book/{name}.html", wait_until="load")
    left, right = page.evaluate(
        """() => {
          const side = document.querySelector('.bd-sidebar-primary').getBoundingClientRect().right;
          return [side, document.querySelector('.wide-page').getBoundingClientRect().right];
        }"""
    )
    assert right - left > 0.9 * (1440 - left)


ACROSS = ["register", "assumptions", "evidence", "where-they-disagree", "what-the-sources-got-wrong"]


@pytest.mark.parametrize("name", [*ACROSS, "what-happened-since", "several-ways", "what-matters"])
def test_a_page_across_the_book_says_no_key_of_a_source_and_no_words_of_the_machinery(page, server, name):
    page.goto(server + f"book/{name}.html", wait_until="load")
    labels = page.evaluate(
        """() => {
          for (const script of document.querySelectorAll('script')) script.remove();  // the charts' own data
          return [...document.querySelectorAll('article.bd-article *')].map(one => one.textContent.trim());
        }"""
    )
    assert not {"in words", "taken as given", "underdetermined", "unverified", "pending"} & set(labels)
    said = " ".join(page.locator("article.bd-article").evaluate("article => article.textContent").split())
    assert not re.findall(r"\b(?:huatai|eeo|caijing|jiemian|cinic)-20\d\d", said)
    assert not re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)? ?%|\b\d{4,} ?%|(?:million|billion) ?%", said)


def test_the_first_screen_of_the_front_page_says_what_was_done_and_found(page, server):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(server + "index.html", wait_until="load")
    assert page.locator(".bd-article h1 + p").bounding_box()["y"] < 200
    boxes = [tile.bounding_box() for tile in page.locator(".finding").all()]
    assert len(boxes) == 5
    assert all(box["y"] + box["height"] <= 900 for box in boxes)

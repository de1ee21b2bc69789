"""Each page opened once in a real browser, with no network: nothing fails, charts draw, and axe-core finds nothing."""

import pytest

from tests.looking import (
    AXE,
    CONTRAST,
    OUTSIDE,
    RUN,
    SCROLLED,
    STRUCTURE,
    TANGLED,
    complaints,
    look_on_a_phone,
    look_with_axe,
)
from tests.sites import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]


def test_every_page_opens_on_a_phone_in_the_dark_with_the_network_cut_off(page, server, site):
    assert look_on_a_phone(page, server, pages_of(site)) == []


def test_every_page_opens_with_the_network_cut_off_and_axe_finds_nothing_in_light_and_dark(page, server, site):
    pages = pages_of(site)
    assert len(pages) >= 8
    found = look_with_axe(page, server, pages)
    made_up = [fault for fault in found if "valid-lang" in fault and 'lang="fjd"' in fault]  # Fjordish has no code
    assert len(made_up) == 4, "the pages that quote figures in Fjordish mark them"
    assert [fault for fault in found if fault not in made_up] == []


def test_axe_would_see_a_fault(page, server):
    page.goto(server + "search.html", wait_until="load")
    page.evaluate(AXE)
    page.evaluate(
        """() => {
          document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="x"><p id="pale">pale</p>');
          document.querySelector('#pale').style.color = '#eeeeee';
        }"""
    )
    assert any(fault.startswith("image-alt") for fault in page.evaluate(RUN, STRUCTURE))
    assert any(fault.startswith("color-contrast") for fault in page.evaluate(RUN, CONTRAST))


def test_words_outside_of_their_chart_or_on_one_another_would_be_seen(page, server):
    page.goto(server + "book/crossings.html", wait_until="load")
    assert page.evaluate(TANGLED) == []
    page.evaluate(
        """() => {
          const [first, second, third] = document.querySelectorAll('figure.chart svg.wide text');
          first.setAttribute('transform', 'translate(900)');
          second.setAttribute('transform', third.getAttribute('transform'));
        }"""
    )
    assert len(page.evaluate(OUTSIDE)) == 1
    assert len(page.evaluate(TANGLED)) == 1


def test_a_formula_wider_than_its_card_would_be_seen(page, server):
    page.goto(server + "book/crossings.html", wait_until="load")
    assert page.evaluate(SCROLLED) == []
    page.evaluate("() => { document.querySelector('.claim-equation math').style.paddingRight = '900px'; }")
    assert [found.split()[0] for found in page.evaluate(SCROLLED)] == ["claim-equation"]


def test_leaving_before_a_script_has_come_is_no_fault_of_the_page_and_a_script_that_cannot_come_is(page, server):
    said = complaints(page)
    page.goto(server + "book/crossings.html", wait_until="load")
    slow, broken = "_static/slow.js", "_static/broken.js"
    page.route(f"**/{slow}", lambda route: None)  # no answer, ever
    page.route(f"**/{broken}", lambda route: route.abort("connectionreset"))
    for script in (slow, broken):
        with page.expect_request(server + script):
            page.evaluate("address => { fetch(address).catch(() => null); }", server + script)
    page.goto(server + "search.html", wait_until="load")
    assert [fault for fault in said if "failed" in fault] == [f"failed: {server}{broken}"]


def test_a_request_to_another_host_would_be_seen_and_gets_no_answer(page, server):
    said = complaints(page)
    page.goto(server + "results.json", wait_until="load")  # no page of ours: a page's own policy would refuse it first
    assert page.evaluate("() => fetch('https://example.org/x.js').then(() => 'answered', () => 'cut off')") == "cut off"
    assert "failed: https://example.org/x.js" in said

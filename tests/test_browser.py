"""Every page in a real browser with the network cut off: nothing fails, charts draw, formulas render."""

import pytest

from .conftest import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]

PROBE = """() => ({
  undrawn: [...document.querySelectorAll('figure.chart')].filter(f => !f.dataset.live).length,
  empty: [...document.querySelectorAll('figure.chart svg')].filter(s => s.getBoundingClientRect().height < 50).length,
  formulas: [...document.querySelectorAll('.math, .claim-equation')]
    .filter(m => !m.querySelector('math') || m.querySelector('math').getBoundingClientRect().height < 8).length,
  wider: document.documentElement.scrollWidth - window.innerWidth,
  noalt: [...document.images].filter(i => !i.hasAttribute('alt')).length,
})"""


@pytest.fixture(params=[("light", 1440), ("dark", 390)], ids=["light-wide", "dark-narrow"])
def context(request, browser, server):
    scheme, width = request.param
    opened = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    # The network is cut off: only the site's own address answers.
    opened.route(lambda url: not url.startswith((server, "data:", "blob:")), lambda route: route.abort())
    yield opened
    opened.close()


def test_every_page_opens_with_the_network_cut_off(context, server, site):
    pages = pages_of(site)
    assert len(pages) >= 8
    for name in pages:
        said: list[str] = []
        page = context.new_page()
        page.on("console", lambda message, said=said: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("requestfailed", lambda request, said=said: said.append(f"failed: {request.url}"))
        page.on("response", lambda answer, said=said: said.append(answer.url) if answer.status >= 400 else None)
        page.goto(server + name, wait_until="load")
        charts = page.locator("figure.chart")
        for i in range(charts.count()):
            charts.nth(i).scroll_into_view_if_needed()
            page.wait_for_function(
                "i => document.querySelectorAll('figure.chart')[i].dataset.live", arg=i, timeout=10_000
            )
        probe = page.evaluate(PROBE)
        assert said == [], name
        assert probe["wider"] <= 1, name
        assert {key: probe[key] for key in ("undrawn", "empty", "formulas", "noalt")} == {
            "undrawn": 0, "empty": 0, "formulas": 0, "noalt": 0,
        }, name  # fmt: skip
        page.close()


def test_a_request_to_another_host_would_be_seen(context, server):
    page = context.new_page()
    failed: list[str] = []
    page.goto(server + "index.html", wait_until="load")
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.evaluate("() => fetch('https://example.org/x.js').catch(() => 0)")
    assert failed == ["https://example.org/x.js"]


def test_charts_are_there_without_scripts(browser, server):
    still = browser.new_context(java_script_enabled=False)
    page = still.new_page()
    page.goto(server + "book/metas-fleet.html")
    assert page.locator("figure.chart svg").count() >= 1
    assert page.locator("figure.chart svg").first.bounding_box()["height"] > 100
    still.close()

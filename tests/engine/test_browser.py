"""What a reader does with the site in a real browser: no scripts, filters, links, buttons, print."""

import json
import re
import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.cases import slow
from tests.sites import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]


def test_charts_are_there_without_scripts(browser, server):
    still = browser.new_context(java_script_enabled=False)
    page = still.new_page()
    page.goto(server + "book/crossings.html")
    assert page.locator("figure.chart svg").count() >= 1
    assert page.locator("figure.chart svg").first.bounding_box()["height"] > 100
    still.close()


def test_the_register_filters_sorts_by_keyboard_and_keeps_what_is_chosen_in_its_address(browser, server):
    page = browser.new_page()
    page.goto(server + "book/register.html", wait_until="load")
    rows = page.locator("table[data-filterable] tbody tr")
    everything = rows.count()
    page.locator("select[name=verdict]").select_option("holds")
    page.locator("select[name=source]").select_option("herald-2024")
    shown = page.locator("table[data-filterable] tbody tr:visible")
    assert shown.count() == 2 < everything == 10
    assert page.url.endswith("?source=herald-2024&verdict=holds")
    page.goto(page.url)
    assert shown.count() == 2
    assert {shown.nth(i).get_attribute("data-verdict") for i in range(2)} == {"holds"}

    # 384,000 are as claimed, 6.3 years are 1.06 times 6, and a deed has no ratio: it comes last.
    page.locator("select[name=source]").select_option("")
    statements = {"ascending": ["384,000", "6 years", "1911"], "descending": ["6 years", "384,000", "1911"]}
    page.get_by_role("button", name="Found ÷ claimed").focus()
    for direction, figures in statements.items():
        page.keyboard.press("Enter")
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == direction
        for row, figure in zip(shown.all_inner_texts(), figures, strict=True):
            assert figure in row
    assert page.url.endswith("?verdict=holds&sort=-ratio")
    page.goto(page.url)
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    for row, figure in zip(shown.all_inner_texts(), statements["descending"], strict=True):
        assert figure in row
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("all => document.querySelector('output').textContent.startsWith(all)", arg=str(everything))
    page.close()


def test_the_register_sorts_figures_among_those_of_their_unit_and_knows_no_column_that_is_none(browser, server):
    page = browser.new_page()
    rows = "() => [...document.querySelectorAll('table[data-filterable] tbody tr')].map(row => row.cells[2].innerText)"
    upwards = [
        ["15 %", "less than 20 %"],
        ["2 liters per passenger"],
        ["350,000 passengers per year", "384,000 passengers per year"],
        ["6 years", "at most 2040"],
        ["about $1.3 million per year"],
    ]
    for sort, way in (("claimed", 1), ("-claimed", -1)):
        page.goto(f"{server}book/register.html?sort={sort}", wait_until="load")
        assert [row for row in page.evaluate(rows) if row != "–"] == [row for kind in upwards for row in kind[::way]]
    page.goto(server + "book/register.html?sort=hue", wait_until="load")
    assert page.locator("th[aria-sort]").count() == 0
    page.close()


def test_the_registers_rows_are_those_of_its_address_after_back_and_forward(browser, server):
    page = browser.new_page()
    page.goto(server + "book/register.html?verdict=fails", wait_until="load")
    page.evaluate("() => { location.hash = 'main-content'; }")
    page.locator("select[name=verdict]").select_option("holds")
    assert page.url.endswith("?verdict=holds#main-content")
    verdicts = """() => [...new Set([...document.querySelectorAll('table[data-filterable] tbody tr:not([hidden])')]
      .map(row => row.dataset.verdict))]"""
    for direction, verdict in (("back", "fails"), ("forward", "holds")):
        page.evaluate(f"history.{direction}()")
        page.wait_for_function("verdict => location.search === `?verdict=${verdict}`", arg=verdict, timeout=5000)
        page.wait_for_timeout(100)
        assert page.evaluate(verdicts) == [verdict]
        assert page.locator("select[name=verdict]").input_value() == verdict
    page.close()


def test_the_register_filters_by_weight_and_says_verdicts_in_readers_words(browser, server):
    page = browser.new_page()
    page.goto(server + "book/register.html?weight=incidental", wait_until="load")
    shown = page.locator("table[data-filterable] tbody tr:visible")
    assert {row.get_attribute("data-weight") for row in shown.all()} == {"incidental"}
    assert shown.locator(".verdict-badge").all_inner_texts() == ["Holds"] * shown.count()
    page.close()


def test_what_a_verdict_means_is_said_on_hover_and_when_its_row_has_the_focus(browser, server):
    page = browser.new_page()
    page.goto(server + "book/register.html", wait_until="load")
    badge = page.locator("table[data-filterable] tbody tr").first.locator(".verdict-badge")
    said = "badge => getComputedStyle(badge, '::after').content"
    assert badge.evaluate(said) == "none"
    badge.hover()
    assert badge.evaluate(said).startswith('"')
    page.mouse.move(0, 0)
    assert badge.evaluate(said) == "none"
    page.locator("table[data-filterable] tbody tr").first.locator("a").focus()
    assert len(badge.evaluate(said)) > 20
    page.close()


def test_assumptions_are_searched_and_their_count_is_said(browser, server):
    page = browser.new_page()
    page.goto(server + "book/assumptions.html", wait_until="load")
    entries = page.locator("[data-what=assumptions]")
    everything = entries.locator(".entry").count()
    entries.get_by_label("Search").fill("seats")
    shown = entries.locator(".entry:visible")
    assert 0 < shown.count() < everything
    assert all("seats" in entry.text_content().lower() for entry in shown.all())
    assert entries.locator("output").inner_text() == f"{shown.count()} of {everything} assumptions"
    entries.get_by_label("Search").fill("")
    assert shown.count() == everything
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_an_assumption_opens_its_line(browser, server, scripts):
    # Without scripts the browser itself opens what it is led into.
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(server + "book/assumptions.html#assumption-seats_per_crossing", wait_until="load")
    line = page.locator("details.entry:has(#assumption-seats_per_crossing)")
    line.locator(".entry-more").wait_for(state="visible")
    assert page.locator("details.entry[open]").count() == 1
    assert page.locator("[data-what=assumptions] .entry-search").is_visible() == scripts
    context.close()


def test_an_assumptions_line_opens_by_keyboard_and_says_what_rests_on_it(browser, server):
    page = browser.new_page()
    page.goto(server + "book/assumptions.html", wait_until="load")
    line = page.locator("details.entry:has(#assumption-fuel_per_crossing)")
    assert not line.locator(".claim-list a").first.is_visible()
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    line.locator(".claim-list a").first.wait_for(state="visible")
    assert line.locator("code").inner_text() == "fuel_per_crossing"
    page.close()


def test_a_dot_on_the_front_page_leads_to_its_card_alive_and_without_scripts(browser, server):
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(server + "index.html", wait_until="load")
        page.locator("figure.chart").scroll_into_view_if_needed()
        if scripts:
            page.wait_for_function("() => document.querySelector('figure.chart').dataset.live")
        page.locator("figure.chart .mark-symbol path" if scripts else "figure.chart svg.wide a").first.click()
        page.wait_for_url("**/book/*.html#*")
        assert page.locator(f"article.claim-card[id='{page.url.partition('#')[2]}']").is_visible()
        context.close()


def test_vega_is_fetched_only_when_a_chart_comes_into_view(browser, server):
    page = browser.new_page(viewport={"width": 1280, "height": 500})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server + "book/crossings.html", wait_until="networkidle")
    assert not [url for url in asked if "vega.js" in url]
    page.locator("figure.chart").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('figure.chart').dataset.live")
    assert len([url for url in asked if "vega.js" in url]) == 1
    page.close()


def test_the_policy_refuses_what_it_should(browser, server):
    page = browser.new_page()
    page.goto(server + "index.html", wait_until="load")
    page.evaluate(
        """() => {
          window.refused = [];
          document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
          const inline = document.createElement('script');
          inline.textContent = 'window.ran = true';
          document.body.append(inline);
          new Image().src = 'https://example.org/x.png';
        }"""
    )
    page.wait_for_function("() => window.refused.length >= 2")
    assert set(page.evaluate("window.refused")) == {"script-src-elem", "img-src"}
    assert page.evaluate("window.ran") is None
    page.close()


def test_pages_opened_as_files_have_live_charts_and_the_console_has_no_error_or_warning(browser, site):
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "book" / "crossings.html").as_uri(), wait_until="load")
    page.locator("figure.chart").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('figure.chart').dataset.live")
    assert said == []
    page.close()


def test_the_buttons_of_the_theme_work_and_show_their_icons(browser, server):
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="light")
    page.goto(server + "book/what-matters.html", wait_until="load")
    for name in ("fa-bars", "fa-circle-half-stroke", "fa-magnifying-glass"):
        icon = page.locator(f".bd-header-article .{name}")
        assert icon.bounding_box()["width"] >= 14
        assert "data:image/svg+xml" in icon.evaluate("element => getComputedStyle(element).maskImage")
    page.locator(".theme-switch-button").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark", "the choice is kept"
    page.locator(".bd-header-article .primary-toggle").click()
    assert page.get_by_role("link", name="The register", exact=True).is_visible()
    page.keyboard.press("Escape")
    page.locator(".bd-header-article .search-button").click()
    page.locator("#pst-search-dialog input").fill("Herald")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=Herald")
    page.wait_for_function("() => document.querySelectorAll('#search-results li').length > 3")
    page.close()


def test_a_long_command_is_pushed_sideways_by_itself_and_not_with_its_page(browser, server):
    context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(server + "book/crossings.html", wait_until="load")
    page.locator(".page-tools summary").click()
    command = page.locator(".page-tools .command").first
    assert command.evaluate("code => code.scrollWidth > code.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 412
    context.close()


def test_printed_pages_have_their_details_open_and_no_navigation(browser, server):
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(server + "book/crossings.html", wait_until="load")
    assert page.locator("h1").first.is_visible()
    assert page.locator(".claim-card details table").first.is_visible()
    for part in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", ".page-tools"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator("details.claim-row").count() > 0
    assert not page.locator("details.claim-row article").first.is_visible()
    page.locator("details.claim-row").first.evaluate("row => { row.open = true; }")
    assert page.locator("details.claim-row article").first.is_visible(), "what the reader opened is printed"
    clipped = """() => [...document.querySelectorAll('.bd-article table')]
      .filter(table => table.scrollWidth > table.parentElement.clientWidth + 1).length"""
    page.set_viewport_size({"width": 673, "height": 900})  # A4 less its margins
    assert page.evaluate(clipped) == 0
    cut = """() => [...document.querySelectorAll('pre, .claim-python')]
      .filter(code => code.scrollWidth > code.clientWidth + 1).length"""
    assert page.evaluate(cut) == 0
    page.close()


def test_no_heading_stands_before_the_pages_own_title(browser, server):
    page = browser.new_page()
    page.goto(server + "book/crossings.html", wait_until="load")
    first = page.get_by_role("heading").first
    assert first.evaluate("heading => heading.tagName") == "H1"
    assert page.get_by_role("list", name="The sources", exact=True).count() >= 1
    page.close()


# Where the browser keeps nothing

REFUSE = """for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {
  configurable: true, get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); },
});"""
NULL = """for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, { configurable: true, value: null });
}"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('Full', 'QuotaExceededError'); };"


@pytest.fixture(params=[REFUSE, slow(NULL), slow(FULL)], ids=["refused", "not there", "full"])
def forgetful(request, browser):
    """A page of a browser that keeps nothing; what it complains of is kept in `said`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    context.add_init_script(request.param)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


@pytest.mark.parametrize("forgetful", [REFUSE], ids=["refused"], indirect=True)
def test_every_page_opens_where_the_browser_keeps_nothing(forgetful, server, site):
    for name in pages_of(site):
        forgetful.goto(server + name, wait_until="load")
        assert forgetful.said == [], name


def test_mode_and_search_work_where_the_browser_keeps_nothing(forgetful, server):
    forgetful.goto(server + "book/what-matters.html", wait_until="load")
    modes = []
    for _ in range(3):
        forgetful.locator(".theme-switch-button").click()
        modes.append(forgetful.evaluate("document.documentElement.dataset.mode"))
    assert sorted(modes) == ["auto", "dark", "light"]
    forgetful.keyboard.press("Control+k")
    forgetful.locator("#pst-search-dialog input").fill("Herald")
    forgetful.keyboard.press("Enter")
    forgetful.wait_for_url("**/search.html?q=Herald")
    forgetful.wait_for_selector("#search-results li .context")
    forgetful.locator("#search-results li a").first.click()
    forgetful.wait_for_load_state("load")
    assert forgetful.said == []


def test_sliders_work_where_the_browser_keeps_nothing(forgetful, server):
    forgetful.goto(server + "book/what-if.html?passengers_per_crossing=110", wait_until="load")
    forgetful.wait_for_selector(".what-if-turned [data-claim]")
    assert forgetful.said == []


# Where a host puts the site


@pytest.fixture
def below(site, tmp_path):
    """The site's address where a host has it in a folder of a folder, beside other things."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "sub path").symlink_to(site, target_is_directory=True)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    served = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}/some/sub%20path/"
    served.shutdown()
    served.server_close()


LINKS = """() => [...document.querySelectorAll('[href], [src]')]
  .map(e => e.href?.baseVal ?? e.href ?? e.src?.baseVal ?? e.src).map(to => new URL(to, document.baseURI).href)"""


def test_below_a_sub_path_every_page_loads_and_links_inside_the_site(browser, below, site):
    page = browser.new_page()
    said: list[str] = []
    links: set[str] = set()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: links.add(request.url))
    for name in pages_of(site):
        page.goto(below + name, wait_until="load")
        links |= set(page.evaluate(LINKS))
        assert said == [], name
    page.close()
    host = below.partition("/some/")[0]
    own = {link.partition("#")[0].partition("?")[0] for link in links if link.startswith(host)}
    assert [link for link in own if not link.startswith(below)] == []
    assert any(link.endswith(".ipynb") for link in own)
    for link in own:
        with urllib.request.urlopen(link) as answer:
            assert answer.status == 200, link


def test_below_a_sub_path_search_sliders_and_downloads_work(browser, below):
    page = browser.new_page(accept_downloads=True)
    page.goto(below + "book/money.html", wait_until="load")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("6.34")
    page.keyboard.press("Enter")
    page.wait_for_url(below + "search.html?q=6.34")
    page.wait_for_selector("#search-results li .context")
    page.locator("#search-results li a", has_text="carry").first.click()
    page.wait_for_url(below + "book/crossings.html*")
    with page.expect_download() as download:
        page.get_by_role("link", name="Notebook").click()
    assert json.loads(download.value.path().read_text(encoding="utf-8"))["cells"]

    page.goto(below + "book/crossings.html?passengers_per_crossing=110", wait_until="load")
    page.get_by_role("link", name="All verdicts").click()
    page.wait_for_url(below + "book/what-if.html?passengers_per_crossing=110")
    page.wait_for_function("() => document.querySelector('.what-if-turned a')?.search.length > 1")
    assert page.locator(".what-if-turned a").first.evaluate("link => link.href").startswith(below + "book/")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_selector(".what-if-said code")
    assert page.locator(".what-if-said code").inner_text() == below + "book/what-if.html?passengers_per_crossing=110"
    with page.expect_download() as download:
        page.get_by_role("button", name="Download scenario file").click()
    assert re.search("passengers_per_crossing", download.value.path().read_text(encoding="utf-8"))
    page.goto(below + "index.html", wait_until="load")
    page.locator("figure.chart").scroll_into_view_if_needed()
    page.mouse.move(300, 300)
    page.wait_for_function("() => document.querySelector('figure.chart').dataset.live")
    page.close()

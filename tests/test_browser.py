"""What a reader does with the site in a real browser: no scripts, filters, links, buttons, print."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.site]


def test_charts_are_there_without_scripts(browser, server):
    still = browser.new_context(java_script_enabled=False)
    page = still.new_page()
    page.goto(server + "book/metas-fleet.html")
    assert page.locator("figure.chart svg").count() >= 1
    assert page.locator("figure.chart svg").first.bounding_box()["height"] > 100
    still.close()


def test_the_register_filters_sorts_by_keyboard_and_keeps_what_is_chosen_in_its_address(browser, server):
    page = browser.new_page()
    page.goto(server + "book/register.html", wait_until="load")
    rows = page.locator("table[data-filterable] tbody tr")
    everything = rows.count()
    page.locator("select[name=verdict]").select_option("fails")
    page.locator("select[name=source]").select_option("jiemian-2024")
    shown = page.locator("table[data-filterable] tbody tr:visible")
    few = shown.count()
    assert 0 < few < everything
    assert page.url.endswith("?source=jiemian-2024&verdict=fails")
    page.goto(page.url)
    assert shown.count() == few
    assert {shown.nth(i).get_attribute("data-verdict") for i in range(few)} == {"fails"}

    page.get_by_role("button", name="Found ÷ claimed").focus()
    for direction in ("ascending", "descending"):
        page.keyboard.press("Enter")
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == direction
        ratios = [shown.nth(i).get_attribute("data-ratio") for i in range(few)]
        numbers = [float(ratio) for ratio in ratios if ratio]
        assert numbers == sorted(numbers, reverse=direction == "descending")
        assert ratios[: len(numbers)] == [ratio for ratio in ratios if ratio], "rows without a number come last"
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("all => document.querySelector('output').textContent.startsWith(all)", arg=str(everything))
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
    page.goto(server + "book/training-cost.html", wait_until="networkidle")
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


def test_pages_opened_as_files_have_live_charts_and_say_nothing_of_errors(browser, site):
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "book" / "metas-fleet.html").as_uri(), wait_until="load")
    page.locator("figure.chart").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('figure.chart').dataset.live")
    assert said == []
    page.close()


def test_the_buttons_of_the_theme_work_and_show_their_icons(browser, server):
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="light")
    page.goto(server + "book/method.html", wait_until="load")
    for name in ("fa-bars", "fa-circle-half-stroke", "fa-magnifying-glass"):
        icon = page.locator(f".bd-header-article .{name}")
        assert icon.bounding_box()["width"] >= 14
        assert "data:image/svg+xml" in icon.evaluate("element => getComputedStyle(element).maskImage")
    page.locator(".theme-switch-button").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark", "the choice is kept"
    page.locator(".bd-header-article .primary-toggle").click()
    assert page.get_by_role("link", name="The register").is_visible()
    page.keyboard.press("Escape")
    page.locator(".bd-header-article .search-button").click()
    page.locator("#pst-search-dialog input").fill("Meta")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=Meta")
    page.wait_for_function("() => document.querySelectorAll('#search-results li').length > 3")
    page.close()


def test_printed_pages_have_their_details_open_and_no_navigation(browser, server):
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(server + "book/metas-fleet.html", wait_until="load")
    assert page.locator("h1").first.is_visible()
    assert page.locator(".claim-card details table").first.is_visible()
    for part in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", ".page-tools"):
        assert not page.locator(part).first.is_visible(), part
    clipped = """() => [...document.querySelectorAll('.bd-article table')]
      .filter(table => table.scrollWidth > table.parentElement.clientWidth + 1).length"""
    page.set_viewport_size({"width": 673, "height": 900})  # A4 less its margins
    assert page.evaluate(clipped) == 0
    page.close()

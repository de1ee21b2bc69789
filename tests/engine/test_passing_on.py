"""What a reader passes on of a chart, in a real browser that reaches no network: pictures, tables, embedded pages."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.site]

#: The smallest words of each chart as they are shown, in pixels.
WORDS = """() => [...document.querySelectorAll('figure.chart')].map(figure => {
  const drawing = [...figure.querySelectorAll('svg')].find(svg => svg.getBoundingClientRect().width);
  const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
  const words = [...drawing.querySelectorAll('text:not([opacity="0"])')];
  return Math.min(...words.map(text => parseFloat(getComputedStyle(text).fontSize))) * scale;
})"""

#: What is drawn in a frame, and how much room is left below it.
FRAMED = """() => ({
  drawn: [...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 200).length,
  left: innerHeight - document.body.getBoundingClientRect().bottom,
  wider: document.documentElement.scrollWidth - innerWidth,
  paper: getComputedStyle(document.body).backgroundColor,
  said: document.querySelector('figcaption').innerText,
})"""


@pytest.fixture
def offline(browser):
    """A page of a browser without a network."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("width", "least"), [(1440, 14), (390, 12)])
def test_words_of_charts_are_large_enough_still_and_alive(offline, site, width, least):
    offline.set_viewport_size({"width": width, "height": 900})
    for name in ("index", "book/crossings", "book/several-ways", "book/what-matters"):
        offline.goto(f"file://{site}/{name}.html", wait_until="load")
        assert all(size >= least for size in offline.evaluate(WORDS)), name
        offline.mouse.move(40, 40)
        offline.mouse.move(60, 60)
        for figure in offline.locator("figure.chart").all():
            figure.scroll_into_view_if_needed()
            still = figure.bounding_box()["height"]
            offline.wait_for_function("figure => figure.dataset.live", arg=figure.element_handle())
            assert figure.bounding_box()["height"] == pytest.approx(still, abs=2), "nothing below it moves"
        assert all(size >= least for size in offline.evaluate(WORDS)), name


def test_a_chapters_first_chart_is_wider_than_its_text(offline, site):
    offline.goto(f"file://{site}/book/crossings.html", wait_until="load")
    text = offline.locator(".bd-article h1").bounding_box()["width"]
    assert offline.locator("figure.chart.hero").bounding_box()["width"] > text + 40


def test_each_mark_of_a_chart_is_named_on_hover(offline, site):
    offline.goto(f"file://{site}/book/crossings.html", wait_until="load")
    offline.mouse.move(40, 40)
    offline.locator("figure.chart").scroll_into_view_if_needed()
    offline.wait_for_function("() => document.querySelector('figure.chart').dataset.live")
    for kind, name in (("symbol", "Counted"), ("rule", "By the timetable")):
        marks = offline.locator(f"figure.chart .mark-{kind}.role-mark > *")
        said = []
        for mark in marks.all():
            box = mark.bounding_box()
            offline.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            offline.wait_for_timeout(50)
            said.append(offline.locator("#vg-tooltip-element").inner_text())
        assert any(name in text for text in said), (kind, said)


def test_a_chart_is_saved_as_picture_and_table(page, server):
    page.goto(f"{server}book/crossings.html", wait_until="load")  # of files browsers open pictures, and save none
    figure = page.locator("figure.chart")
    for form, holds in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", b"384,000 passengers per year")):
        with page.expect_download() as saved:
            figure.get_by_role("link", name=form).click()
        assert saved.value.suggested_filename == f"crossings-passengers.{form.lower()}"
        assert holds in saved.value.path().read_bytes()
    figure.get_by_role("link", name="Link").click()
    assert page.url == f"{server}book/crossings.html#chart-crossings-passengers"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_embed_offers_shows_the_chart_on_another_page(offline, site, tmp_path, scheme):
    offline.emulate_media(color_scheme=scheme)
    offline.goto(f"file://{site}/book/crossings.html", wait_until="load")
    offline.locator(".chart-embed summary").focus()
    offline.keyboard.press("Enter")
    offline.keyboard.press("Tab")
    snippet = offline.evaluate("() => getSelection().toString()")
    assert f'src="file://{site}/embed/crossings-passengers.html"' in snippet, "a whole address, ready to be copied"
    other = tmp_path / "other.html"
    other.write_text(f"<!DOCTYPE html><p>Elsewhere</p>{snippet}", encoding="utf-8")
    offline.goto(f"file://{other}", wait_until="load")
    frame = offline.frames[1]
    seen = frame.evaluate(FRAMED)
    assert seen["drawn"] == 1
    assert 0 <= seen["left"] < 80, "its height is that of the chart"
    assert seen["wider"] <= 0
    assert seen["paper"] == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}[scheme]
    assert "Pilot 2024" in seen["said"]
    assert "The Ferries of Lake Lorn, CC BY 4.0." in seen["said"]
    with offline.expect_popup() as opened:
        frame.get_by_role("link").click()
    assert opened.value.url == f"file://{site}/book/crossings.html#chart-crossings-passengers"


def test_an_embedded_chart_fits_a_phone(offline, site):
    offline.set_viewport_size({"width": 340, "height": 500})
    offline.goto(f"file://{site}/embed/crossings-passengers.html")
    assert offline.evaluate(FRAMED)["drawn"] == 1
    assert offline.evaluate(FRAMED)["wider"] <= 0


def test_a_charts_numbers_open_as_a_table_without_a_network(offline, site):
    offline.goto(f"file://{site}/book/crossings.html", wait_until="load")
    figure = offline.locator("figure.chart").first
    figure.locator(".chart-table summary").click()
    rows = figure.locator(".chart-table tr")
    rows.nth(2).wait_for()
    assert rows.nth(0).locator("th").all_inner_texts()[:3] == ["What", "Figure", "Value (Passengers a year)"]
    assert rows.nth(2).locator("th, td").all_inner_texts()[:3] == ["Counted", "345,000 passengers per year", "345,000"]

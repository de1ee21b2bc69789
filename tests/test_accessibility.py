"""Every page checked by axe-core, in light and in dark."""

from pathlib import Path

import axe_playwright_python
import pytest

from .conftest import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")

#: Runs some of the rules and says what they find.
RUN = """async (rules) => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations
  .map(found => `${found.id} (${found.nodes.length} times): ${found.nodes[0].html.slice(0, 150)}: ` +
    found.nodes[0].failureSummary.replace(/\\s+/g, ' '))"""
STRUCTURE = {"rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"runOnly": ["color-contrast"]}

#: Opens what is folded, and leaves one of siblings that have the same classes throughout, and of the parts of a card
#: one on the page: their colours are the same, and contrast takes long to measure.
THIN = """() => {
  document.querySelectorAll('details').forEach(part => { part.open = true; });
  const words = (part) => [...part.querySelectorAll('*'), part].flatMap(e => [e.tagName, ...e.classList]);
  const thin = (parts, seen) => parts.forEach(part => {
    const around = part.matches('header') ? part.parentElement.className : '';
    const own = part.tagName + [...new Set(words(part))].sort() + around;
    if (seen.has(own)) part.remove();
    seen.add(own);
  });
  thin([...document.querySelectorAll('.claim-card > *')], new Set());
  for (const parent of document.querySelectorAll('.bd-main *')) thin([...parent.children], new Set());
}"""


def test_axe_finds_nothing_to_complain_about_on_any_page_in_light_and_dark(browser, server, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    found = []
    for name in pages_of(site):
        page = context.new_page()
        page.emulate_media(color_scheme="light")
        page.goto(server + name, wait_until="load")
        page.evaluate(AXE)  # by the debugger's door, which the site's policy does not guard
        found += [f"{name}: {fault}" for fault in page.evaluate(RUN, STRUCTURE)]
        page.evaluate(THIN)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
            found += [f"{name}, {scheme}: {fault}" for fault in page.evaluate(RUN, CONTRAST)]
        page.close()
    context.close()
    assert found == []


def test_axe_would_see_a_fault(browser, server):
    page = browser.new_page()
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
    page.close()

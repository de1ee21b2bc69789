"""Looking at a page in a real browser for what a visitor would stumble over."""

from pathlib import Path

import axe_playwright_python

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")

PROBE = """() => ({
  undrawn: [...document.querySelectorAll('figure.chart')].filter(f => !f.dataset.live).length,
  empty: [...document.querySelectorAll('figure.chart svg')].filter(s => s.getBoundingClientRect().height < 50).length,
  formulas: [...document.querySelectorAll('.math, .claim-equation')]
    .filter(m => !m.querySelector('math') || m.querySelector('math').getBoundingClientRect().height < 8).length,
  noalt: [...document.images].filter(i => !i.hasAttribute('alt')).length,
})"""
NOTHING = {"undrawn": 0, "empty": 0, "formulas": 0, "noalt": 0}
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"

#: Runs some of the rules and says what they find.
RUN = """async (rules) => (await axe.run(document, {resultTypes: ['violations'], ...rules})).violations
  .map(found => `${found.id} (${found.nodes.length} times): ${found.nodes[0].html.slice(0, 150)}: ` +
    found.nodes[0].failureSummary.replace(/\\s+/g, ' '))"""
COLOURS = ["color-contrast", "link-in-text-block"]
STRUCTURE = {"rules": {rule: {"enabled": False} for rule in COLOURS}}
CONTRAST = {"runOnly": COLOURS}

#: Stirs, as charts wait for, scrolls to each and waits until it is alive; what is not after ten seconds is found.
SEE_EACH_CHART = """async () => {
  dispatchEvent(new PointerEvent('pointermove'));
  for (const figure of document.querySelectorAll('figure.chart')) {
    figure.scrollIntoView({ block: 'center' });
    for (const begun = performance.now(); !figure.dataset.live && performance.now() < begun + 10_000;) {
      await new Promise(done => setTimeout(done, 5));
    }
  }
}"""

OPEN = "() => document.querySelectorAll('details').forEach(part => { part.open = true; })"
#: Whether the tables of charts that were opened have come.
TABLES = "() => [...document.querySelectorAll('.chart-table')].every(part => part.querySelector('table'))"
OPEN_TEXT = "() => document.querySelectorAll('details:not(.claim-live)').forEach(part => { part.open = true; })"
SLIDERS = "() => [...document.querySelectorAll('.claim-live')].every(panel => panel.querySelector('.live-row'))"

#: Words of a chart that stand outside of its figure, but for what a font may be wider than another.
OUTSIDE = """() => [...document.querySelectorAll('figure.chart')].flatMap(figure => {
  const box = figure.getBoundingClientRect();
  const outside = word => word.width && (word.right > box.right + 5 || word.left < box.left - 5);
  return [...figure.querySelectorAll('svg text:not([opacity="0"])')]
    .filter(text => outside(text.getBoundingClientRect())).map(text => text.textContent);
})"""

#: Words of a chart that lie on one another.
TANGLED = """() => [...document.querySelectorAll('figure.chart')].flatMap(figure => {
  const shown = [...figure.querySelectorAll('svg text:not([opacity="0"])')]
    .map(text => [text, text.getBoundingClientRect()]).filter(([, box]) => box.width);
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  return shown.flatMap(([text, box], i) => shown.slice(i + 1).filter(([, other]) => overlap(box, other))
    .map(([other]) => `${text.textContent} on ${other.textContent}`));
})"""

#: What a reader has to push sideways, but for code.
SCROLLED = """() => [...document.querySelectorAll('.bd-article *')]
  .filter(part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth
    && !part.closest('pre, .claim-python, .command')
    && ['auto', 'scroll'].includes(getComputedStyle(part).overflowX))
  .map(part => `${part.className} ${part.closest('[id]').id}`)"""

#: Takes away elements that look like one seen before, on this page or another: the one style sheet (the policy allows
#: none beside it) gives those the same colours whose classes and parents are alike, and comparing takes long. Links in
#: a text and links alone are told apart, and so are odd and even rows, which stay. Returns what has been seen by now.
THIN = """(before) => {
  document.querySelectorAll('figure.chart svg').forEach(drawing => drawing.remove());
  const seen = new Set(before);
  const thin = (element, around) => {
    const row = element.tagName === 'TR';
    const text = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const place = row ? [...element.parentElement.children].indexOf(element) % 2 : '';
    const own = [around, element.tagName, ...[...element.classList].sort(), element.ariaCurrent, text, place].join(' ');
    [...element.children].forEach(child => thin(child, own));
    if (!element.children.length && !row && seen.has(own)) element.remove();
    seen.add(own);
  };
  thin(document.body, '');
  return [...seen];
}"""

#: What the browser says of a request that it gave up itself, as when the visitor leaves before a script has come.
LEFT = "net::ERR_ABORTED"


def complaints(page) -> list[str]:
    """Collects what a page says to the console, what it cannot get, and what its scripts stumble over."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}") if request.failure != LEFT else None)
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    return said


def change_to(page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    # A page without scripts has no theme: it follows the system by its style sheet.
    page.wait_for_function("scheme => (document.documentElement.dataset.theme ?? scheme) === scheme", arg=scheme)


def open_and_look(page, address: str, said: list[str]) -> None:
    """Opens a page, brings every chart to life, and looks for what a visitor would stumble over."""
    page.goto(address, wait_until="load")
    page.evaluate(SEE_EACH_CHART)
    assert page.evaluate(PROBE) == NOTHING, address
    assert page.evaluate(OUTSIDE) == [], f"{address}: words of a chart are cut off"
    assert page.evaluate(TANGLED) == [], f"{address}: words of a chart lie on one another"
    assert page.evaluate(WIDER) <= 1, f"{address} is wider than the screen"
    assert said == [], address


def look_on_a_phone(page, server: str, names: list[str]) -> list[str]:
    """Opens each page on a phone in the dark; what has to be pushed sideways there."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    said = complaints(page)
    wide = []
    for name in names:
        open_and_look(page, server + name, said)
        page.evaluate(OPEN_TEXT)
        page.wait_for_function(TABLES)
        wide += [f"{name}: {part} is wider than its place" for part in page.evaluate(SCROLLED)]
    return wide


def look_with_axe(page, server: str, names: list[str]) -> list[str]:
    """Opens each page with all that it can open, in light and dark; what axe-core finds."""
    said = complaints(page)
    found, seen = [], []
    for name in names:
        page.emulate_media(color_scheme="light")
        open_and_look(page, server + name, said)
        page.evaluate(OPEN)
        page.wait_for_function(SLIDERS)
        page.wait_for_function(TABLES)
        found += [f"{name}: {part} is wider than its place" for part in page.evaluate(SCROLLED)]
        page.evaluate(AXE)  # by the debugger's door, which the site's policy does not guard
        found += [f"{name}: {fault}" for fault in page.evaluate(RUN, STRUCTURE)]
        assert said == [], name
        seen = page.evaluate(THIN, seen)
        for scheme in ("light", "dark"):
            change_to(page, scheme)
            found += [f"{name}, {scheme}: {fault}" for fault in page.evaluate(RUN, CONTRAST)]
        page.goto("about:blank")
        said.clear()  # what the theme's script said of the elements taken away
    return found


def meaning_shown(word) -> bool:
    """Whether what a verdict means stands beside its word now."""
    return word.evaluate("word => getComputedStyle(word, '::after').content === JSON.stringify(word.dataset.meaning)")

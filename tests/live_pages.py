"""Opening live pages in a real browser, and asking them what Python is asked: numbers, verdicts, words."""

import random
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count as count_from

import numpy as np

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.results.describing import describe
from claimbook.site.live import derivations_script, draws_script, live_assumptions, live_results
from tests.sites import texts_of

#: With as few draws as these, Python is through with many sets of assumptions in seconds.
FEW = 201


def with_few_draws(project) -> Model:
    """A book's model with few draws, and so all that are made from it."""
    return Model(project, project.assumptions, draw_count=FEW)


def scripts_of(few: Model) -> dict[str, str]:
    """What a site with as few draws would serve."""
    return {"derivations.js": derivations_script(few), "draws.js": draws_script(few, FEW)}


@contextmanager
def opening(browser, server):
    """Opens pages of a site, with other scripts if need be; errors in its scripts are kept in `said`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)

    def opened(name, scripts=()):
        page = context.new_page()
        page.said = []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        for script, body in dict(scripts).items():
            page.route(f"**/{script}", partial(serve, body))
        page.goto(server + name)
        if name.startswith("book/what-if"):
            page.wait_for_selector(".what-if[data-ready]")
        return page

    yield opened
    context.close()


def serve(body, route):
    """Answers a request for a script."""
    route.fulfill(body=body, content_type="text/javascript")


def random_settings(model, count, seed):
    """So many sets of random assumptions that Python takes: one leads out of the range of numbers now and then."""
    found, assumptions = [], live_assumptions(model)
    for each in count_from(seed):
        settings = some_settings(assumptions, each)
        with suppress(UserError):
            found.append((settings, results(model.with_(**settings))))
        if len(found) == count:
            return found


def results(model):
    """Numbers and verdict of each claim that an assumption can move."""
    return [(result.claim.id, result.numbers, str(result.verdict)) for result in live_results(model)]


def some_settings(assumptions, seed):
    """Some assumptions anywhere within a slider's reach: most sets change a few, some all."""
    chance = random.Random(seed)
    sizes = [size for size in (1, 3, 10, 40) if size < len(assumptions)]
    names = chance.sample(sorted(assumptions), chance.choice([*sizes, len(assumptions)]))
    settings = {}
    for name in names:
        assumption = assumptions[name]
        value = assumption.value.magnitude
        value = value + chance.uniform(-5, 5) if assumption.is_date else value * 10 ** chance.uniform(-1, 1)
        settings[name] = value if assumption.maximum is None else min(value, assumption.maximum.magnitude)
    return settings


ALL_RESULTS = """sets => sets.map(set => Object.keys(claimbook.tables.claims).map(id => {
  const { derived, low, median, high, verdict } = claimbook.model.result(id, new Map(Object.entries(set)));
  return [derived, low, median, high, verdict];
}))"""


def assert_same_results(page, sets):
    """Every claim's numbers and verdict under each set of assumptions, in the browser as in Python."""
    answers = page.evaluate(ALL_RESULTS, [settings for settings, _ in sets])
    seen = set()
    for (settings, expected), found in zip(sets, answers, strict=True):
        claims, numbers, verdicts = zip(*expected, strict=True)
        # What cancels to nearly nothing is compared with what it is the difference of.
        far = ~np.isclose([answer[:-1] for answer in found], numbers, rtol=1e-9, atol=1e-12).all(axis=1)
        assert [claim for claim, differs in zip(claims, far, strict=True) if differs] == [], settings
        assert dict(zip(claims, (answer[-1] for answer in found), strict=True)) == dict(
            zip(claims, verdicts, strict=True)
        ), settings
        seen |= set(verdicts)
    return seen


MOVE_EACH = """async () => {
  const moved = [];
  await claimbook.model.load();
  for (const card of document.querySelectorAll('.claim-card')) {
    const panel = card.querySelector('.claim-live');
    if (!panel) continue;
    panel.open = true;
    while (!panel.querySelector('.live-row')) await new Promise(done => setTimeout(done, 1));
    const rows = [...panel.querySelectorAll('.live-row')];
    const row = rows[moved.length % rows.length];
    const slider = row.querySelector('input[type=range]');
    slider.value = Number(slider.value) > 250 ? 180 : 270;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const said = name => card.querySelector(`[data-live=${name}]`)?.firstChild.data;
    moved.push({
      id: card.id, name: row.dataset.name, value: claimbook.live.settings.get(row.dataset.name),
      derived: said('derived'), interval: said('interval'), verdict: said('verdict'),
      look: [...card.classList].filter(name => name.startsWith('verdict-')),
      marked: card.classList.contains('live-moved'),
      words: row.querySelector('.live-value').textContent,
    });
    row.querySelector('.live-back').click();
    const marked = card.classList.contains('live-moved');
    moved.at(-1).after = { derived: said('derived'), verdict: said('verdict'), marked };
    panel.open = false;
  }
  return moved;
}"""


def assert_each_card_moves(open_page, site, few, scripts):
    """A slider of each card moved and put back: what the card says is what Python says. Returns the claims seen."""
    seen, models, words = set(), {}, few.project.words
    for name, text in texts_of(site).items():
        if 'data-live="derived"' not in text:
            continue
        page = open_page(name, {**scripts, "vega.js": ""})  # the charts stay as they are drawn
        for moved in page.evaluate(MOVE_EACH):
            before = few.result(moved["id"])
            setting = (moved["name"], moved["value"])
            if setting not in models:
                models[setting] = few.with_(**dict([setting]))
            after = models[setting].result(moved["id"])
            texts = describe(after, words)
            assert moved["derived"] == texts["derived"], moved
            if moved["interval"] is not None:
                assert moved["interval"] == texts["interval"], moved
            assert moved["verdict"] == after.verdict, moved
            assert moved["look"] == [f"verdict-{after.verdict}"], moved
            assert moved["marked"]
            assumption = few.assumptions[moved["name"]]
            assert moved["words"] == words.write_quantity(moved["value"], assumption.unit, digits=6)
            assert moved["after"] == {
                "derived": describe(before, words)["derived"], "verdict": before.verdict, "marked": False,
            }  # fmt: skip
            seen.add(moved["id"])
        assert page.said == []
        page.close()
    return seen


#: What the page writes of numbers in units.
WRITTEN = "given => given.map(([value, unit]) => claimbook.model.writeQuantity(value, unit))"


def assert_units_are_written_alike(page, words):
    """Numbers in each unit of the live page, great, small and negative, as Python writes them."""
    units = page.evaluate("Object.keys(claimbook.tables.units)")
    assert units
    given = [(value, unit) for unit in units for value in (1, 1.001, 2.5, -1, -3e7, 0.004, 5e25)]
    assert page.evaluate(WRITTEN, given) == [words.write_quantity(*pair) for pair in given]

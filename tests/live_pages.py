"""Opening live pages in a real browser, and asking them what Python is asked: numbers, verdicts, words."""

import random
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count as count_from
from urllib.parse import urlencode

import numpy as np

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.results.describing import describe, describe_test
from claimbook.site.live import derivations_script, draws_script, live_assumptions, live_results
from tests.commands import claimbook
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
            found.append((settings, results(model.changed_by(as_texts(settings)))))
        if len(found) == count:
            return found


#: Numbers of each test, in the claim's unit or as shares of its draws.
NUMBERS = ("value", "low", "median", "high", "probability", "percentile")


def results(model):
    """Of each claim that an assumption can move its id, the numbers of its tests, which decide, and its answers."""
    found = []
    for result in live_results(model):
        numbers = [getattr(one, name) for one in result.tests for name in NUMBERS]
        words = [result.verdict, result.adds_up, result.is_so, *(one.answer for one in result.tests)]
        decided = [result.derived, result.low, result.median, result.high, result.probability, result.percentile]
        decided += [result.is_decided_by(one) for one in result.tests]
        found.append((result.claim.id, as_array([*decided, *numbers]), [str(word) for word in words]))
    return found


def as_array(numbers):
    """Numbers as an array, nan where there is none."""
    return np.array([np.nan if number is None else number for number in numbers], dtype=float)


def as_texts(settings):
    """
    Settings as `Model.with_` takes them.

    The browser has a range as a list of its low end, value and high end, then of its distribution's name if it was
    named, and the values of a choice with their weights.
    """
    return {name: as_text(one) if isinstance(one, list) else one for name, one in settings.items()}


def as_text(setting):
    """A range as it is written."""
    low, value, high, *named = setting
    if not named:
        return f"{low!r}..{value!r}..{high!r}"
    if named[0] == "choice":
        return f"choice({', '.join(f'{one!r}: {weight!r}' for one, weight in zip(*named[1:], strict=True))})"
    return f"{named[0]}({low!r}, {high!r})"


def some_settings(assumptions, seed):
    """Some assumptions anywhere within a slider's reach: most sets change a few, some all; one in three has a range."""
    chance = random.Random(seed)
    sizes = [size for size in (1, 3, 10, 40) if size < len(assumptions)]
    names = chance.sample(sorted(assumptions), chance.choice([*sizes, len(assumptions)]))
    settings = {}
    for name in names:
        assumption = assumptions[name]
        value = assumption.value.magnitude
        value = value + chance.uniform(-5, 5) if assumption.is_date else value * 10 ** chance.uniform(-1, 1)
        value = value if assumption.maximum is None else min(value, assumption.maximum.magnitude)
        settings[name] = value
        if not assumption.is_date and assumption.distribution != "pert" and chance.random() < 1 / 3:
            factor = chance.uniform(1.1, 3)
            low, high = value / factor, value * factor ** chance.uniform(0.6, 1.4)
            if assumption.maximum is None or high < assumption.maximum.magnitude:
                settings[name] = [low, value, high]
                if assumption.distribution != "uniform" and assumption.maximum is None:
                    settings[name] = chance.choice([settings[name], named_range(low, value, high, chance)])
    return settings


def named_range(low, value, high, chance):
    """A range between two ends with a distribution of its own."""
    return chance.choice(
        [
            [low, (low * high) ** 0.5, high, "lognormal"],
            [low, low + (high - low) / 2, high, "uniform"],
            [low, value, high, "choice", [low, value, high], [0.25, 0.5, 0.25]],
        ]
    )


ALL_RESULTS = """sets => sets.map(set => Object.keys(claimbook.tables.claims).map(id => {
  const { sums, answers } = claimbook.tables.rules;
  const now = claimbook.model.result(id, new Map(Object.entries(set)));
  const tests = now.tests.flatMap(one => [one.value, one.low, one.median, one.high, one.probability, one.percentile]);
  const said = now.tests.map(({ kind, answer }) => (kind === "arithmetic" ? sums : answers)[answer]);
  const decided = [now.derived, now.low, now.median, now.high, now.probability, now.percentile];
  return [[...decided, ...now.deciding.map(Number), ...tests], [now.verdict, now.adds_up, now.is_so, ...said]];
}))"""


def assert_same_results(page, sets):
    """Every claim's tests, answers and verdict under each set of assumptions, in the browser as in Python."""
    answers = page.evaluate(ALL_RESULTS, [settings for settings, _ in sets])
    seen = set()
    for (settings, expected), found in zip(sets, answers, strict=True):
        for (claim, numbers, words), (browser_numbers, browser_words) in zip(expected, found, strict=True):
            assert browser_words == words, (claim, settings)
            # What cancels to nearly nothing is compared with what it is the difference of.
            same = np.isclose(as_array(browser_numbers), numbers, rtol=1e-9, atol=1e-12, equal_nan=True)
            assert same.all(), (claim, settings)
            seen.add(words[0])
    return seen


MOVE_EACH = """async () => {
  const moved = [];
  await claimbook.live.ready();
  for (const card of document.querySelectorAll('.claim-card')) {
    const panel = card.querySelector('.claim-live');
    if (!panel) continue;
    panel.open = true;
    while (!panel.querySelector('.live-row')) await new Promise(done => setTimeout(done, 1));
    const rows = [...panel.querySelectorAll('.live-row')];
    const row = rows[moved.length % rows.length];
    const slider = row.querySelector('input[type=range]');
    const mover = slider ?? row.querySelector('input[type=text]');  // what is exact has a box only
    const { value } = claimbook.tables.assumptions[row.dataset.name];
    mover.value = slider ? (Number(slider.value) > 250 ? 180 : 270) : 0.8 * value;
    mover.dispatchEvent(new Event('input', { bubbles: true }));
    const said = (name, part = card) => part.querySelector(`[data-live=${name}]`)?.firstChild.data;
    moved.push({
      id: card.id, name: row.dataset.name, value: claimbook.live.settings.get(row.dataset.name),
      verdict: said('verdict'), row: said('row-found', card.closest('.claim-row') ?? card),
      tests: [...card.querySelectorAll('[data-test]')].sort((a, b) => a.dataset.test - b.dataset.test).map(row =>
        Object.fromEntries(['found', 'interval', 'answer', 'chance'].map(name => [name, said(name, row)]))),
      look: [...card.classList].filter(name => name.startsWith('verdict-')),
      marked: card.classList.contains('live-moved'),
      words: row.querySelector('.live-value').textContent,
    });
    row.querySelector('.live-back').click();
    const marked = card.classList.contains('live-moved');
    const row_now = said('row-found', card.closest('.claim-row') ?? card);
    moved.at(-1).after = { row: row_now, verdict: said('verdict'), marked };
    panel.open = false;
  }
  return moved;
}"""


def assert_each_card_moves(open_page, site, few, scripts):
    """A slider of each card moved and put back: what the card says is what Python says. Returns the claims seen."""
    seen, models, words, built = set(), {}, few.project.words, Model.of(few.project)
    for name, text in texts_of(site).items():
        if "data-input" not in text:
            continue
        page = open_page(name, {**scripts, "vega.js": ""})  # the charts stay as they are drawn
        for moved in page.evaluate(MOVE_EACH):
            before = built.result(moved["id"])  # what the site was built with has all draws
            setting = (moved["name"], moved["value"])
            if setting not in models:
                models[setting] = few.with_(**dict([setting]))
            after = models[setting].result(moved["id"])
            found = describe(before, words)["derived"]  # a row of a claim that nothing decides has no place for it
            if moved["row"]:
                assert moved["row"] == (describe(after, words)["derived"] or "nothing decides"), moved
            assert len(moved["tests"]) == len(after.tests)
            for shown, one in zip(moved["tests"], after.tests, strict=True):
                said = describe_test(one, after, words)
                expected = {
                    "found": said["derived"], "interval": f"({said['interval']})" if said["interval"] else "",
                    "answer": said["said"], "chance": said["chance"] or "every input certain",
                }  # fmt: skip
                there = {part: text for part, text in shown.items() if text is not None}
                assert there == {part: expected[part] for part in there}, moved
                assert ("answer" in there) == (one.test.bearing != "near" or not said["derived"])
            assert moved["verdict"] == after.verdict.word, moved
            assert moved["look"] == [f"verdict-{after.verdict}".replace(" ", "-")], moved
            assert moved["marked"]
            assumption = few.assumptions[moved["name"]]
            assert moved["words"] == words.write_quantity(moved["value"], assumption.unit, digits=6)
            assert moved["after"] == {"row": moved["row"] and found, "verdict": before.verdict.word, "marked": False}
            seen.add(moved["id"])
        assert page.said == []
        page.close()
    return seen


#: What the page writes of numbers in units.
WRITTEN = "given => given.map(([value, unit]) => claimbook.model.writeQuantity(value, unit))"


#: What the page writes of intervals.
INTERVALS = "given => given.map(([low, high, unit]) => claimbook.model.writeInterval(low, high, unit))"


def assert_units_are_written_alike(page, words):
    """Numbers in each unit of the live page, great, small and negative, as Python writes them."""
    units = page.evaluate("Object.keys(claimbook.tables.units)")
    assert units
    values = (1, 1.001, 2.5, -1, -3e7, 0.004, 5e25, 1000, 1000.4, 1001, -2e3, 2023.125)
    given = [(value, unit) for unit in units for value in values]
    assert page.evaluate(WRITTEN, given) == [words.write_quantity(*pair) for pair in given]
    ends = (-3e7, -2, 0, 0.5, 1, 2, 2.0004, 900, 5000, 8e5, 1.2e6, 3e6, 5e25)
    given = [(low, high, unit) for unit in units for low in ends for high in ends if low <= high]
    assert page.evaluate(INTERVALS, given) == [words.write_interval(*ends) for ends in given]


#: A link's values in place of those of the page, and what the page then says in its summary.
SUMMARY = """async query => {
  history.replaceState(null, '', `?${query}`);
  claimbook.live.readAddress();
  await new Promise(done => setTimeout(done, 400));  // it is written after a pause
  return document.querySelector('.what-if-summary').textContent;
}"""


def assert_counts_as_the_command_line(page, settings):
    """The page's summary of some settings ends in the line in which `claimbook rerun` says what moved."""
    for name, text in settings:
        printed = claimbook("rerun", "--set", f"{name}={text}", "--no-site", "--yes").out.splitlines()[-1]
        assert printed.startswith("Verdicts turned: ")
        assert page.evaluate(SUMMARY, urlencode({name: text})) == f"1 value changed. {printed}", (name, text)

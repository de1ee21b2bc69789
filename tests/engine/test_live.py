"""The live pages in a real browser, the network cut off: sliders, verdicts and links say what Python says."""

import random
import re
import shlex
from contextlib import suppress
from dataclasses import replace
from math import inf
from urllib.parse import quote, urlencode

import numpy as np
import pytest

from claimbook.errors import UserError
from claimbook.model.doubts import doubts, write_spread
from claimbook.model.judging import judge
from claimbook.project import Project
from claimbook.register.assumptions import EXACT
from claimbook.register.printed import PrintedFigure
from claimbook.register.wording import write_number, write_percentile, write_share
from claimbook.results.describing import describe, describe_test
from claimbook.results.diff import compare_with_baseline
from claimbook.scenarios.scenario import read_scenario, read_settings
from claimbook.site.live import derivations_script, draws_script, live_assumptions, live_results, printed_facts
from claimbook.site.scripts import ON_DEMAND
from tests.cases import slow
from tests.editing import append
from tests.engine.book import FORMULAS, PROJECT, add_formula_claims, copy_book
from tests.engine.test_wording import DATED, PERCENTILES, ROUNDED, SHARES
from tests.live_pages import (
    FEW,
    WRITTEN,
    assert_counts_as_the_command_line,
    assert_each_card_moves,
    assert_same_results,
    assert_units_are_written_alike,
    random_settings,
    results,
    scripts_of,
    with_few_draws,
)

pytestmark = [pytest.mark.browser, pytest.mark.site]

PASSENGERS = "herald-2024-yearly-passengers"


@pytest.fixture
def few():
    return with_few_draws(PROJECT)


@pytest.fixture(scope="module")
def scripts():
    return scripts_of(with_few_draws(PROJECT))


#: Claims that ask for what the book's own do not: the other distributions, a power, a range, bounds of both sorts.
MORE_CLAIMS = """
  - id: herald-2024-{name}
    line: 7
    numeral: "1911"
    statement: One claim more
    chapter: money
    printed: {printed}
    unit: {unit}
    tests:
      - kind: {kind}
        quantity: {quantity}
{bearing}"""
POWER = '''

def passengers_to_come(
    yearly_passengers: Quantity, seats_per_crossing: Quantity, passengers_per_crossing: Quantity,
    boats_under_repair: Quantity, boat_count: Quantity,
) -> Quantity:
    """Passengers in a year, grown by a power. [passenger/time]"""
    return yearly_passengers * (seats_per_crossing / passengers_per_crossing) ** (boats_under_repair / boat_count)
'''


@pytest.fixture(scope="module")
def more(tmp_path_factory):
    """A copy of the book with more claims; its scripts are served in place of the site's."""
    folder = copy_book(tmp_path_factory.mktemp("more") / "ferries")
    append(folder / "book" / "derivations" / "crossings.py", POWER)
    for name, quantity, printed, unit, bearing in (
        ("share-in-a-range", "fuel_share", "15..20", "percent", "same"),
        ("payback", "payback_time", "about 11", "year", "same"),
        ("at-work", "boats_at_work", "at least 5", "boat", "at most"),
        ("by-seats", "yearly_passengers_by_seats", "300e3..400e3", "passenger/year", "at least"),
        ("to-come", "passengers_to_come", "more than 450e3", "passenger/year", "at least"),
        ("stated", "stated_yearly_takings", "about 1.3e6", "USD/year", ""),
    ):
        kind, said = ("estimate", f"        bearing: {bearing}\n") if bearing else ("arithmetic", "")
        more = MORE_CLAIMS.format(name=name, quantity=quantity, printed=printed, unit=unit, kind=kind, bearing=said)
        append(folder / "data" / "claims" / "herald-2024.yml", more)
    add_formula_claims(folder)
    return Project(folder)


@pytest.fixture
def few_of_more(more):
    return with_few_draws(more)


@pytest.fixture(scope="module")
def more_scripts(more):
    return scripts_of(with_few_draws(more))


@pytest.mark.parametrize("count", [100, slow(500)])
def test_any_assumptions_give_the_numbers_and_verdicts_that_python_gives(open_page, few_of_more, more_scripts, count):
    page = open_page("book/what-if.html", more_scripts)
    assert page.evaluate("claimbook.draws.count") == FEW
    assert page.evaluate("Object.keys(claimbook.tables.claims).length") == 5 + 6 + len(FORMULAS)
    sets = random_settings(few_of_more, count, seed=0)
    assert assert_same_results(page, sets) >= {"holds", "plausible", "fails"}
    page.close()


def test_setting_one_of_a_correlated_pair_leaves_the_draws_of_the_other(open_page, few_of_more, more_scripts):
    page = open_page("book/what-if.html", more_scripts)
    settings = {"occupied_share": 60}
    assert assert_same_results(page, [(settings, results(few_of_more.with_(**settings)))])
    page.close()


def test_with_the_draws_of_the_site_too(open_page, model):
    page = open_page("book/what-if.html")
    assert assert_same_results(page, [({}, results(model)), *random_settings(model, 20, seed=10_000)])
    page.close()


def test_a_value_on_the_edge_of_a_figure_is_judged_alike(open_page, few_of_more, more_scripts):
    page = open_page("book/what-if.html", more_scripts)
    # 48 liters at $1.25 are 20 percent of what 100 tickets of $3 bring: the printed range ends there, but for the
    # last digits of a float.
    off = [1 - 1e-13, 1 + 1e-13, 1 + 1e-11]
    edges = [
        {"fuel_per_crossing": 48 * factor, "passengers_per_crossing": 100 * factor, "fuel_price": 1.25 * by}
        for factor in (0.3, 0.7) for by in off
    ]  # fmt: skip
    edges = [edge | {"ticket_price": 3} for edge in edges]
    expected = [(edge, results(few_of_more.with_(**edge))) for edge in edges]
    judged = [{claim: words[0] for claim, _, words in found} for _, found in expected]
    assert [verdicts["herald-2024-share-in-a-range"] for verdicts in judged] == 2 * ["holds", "holds", "fails"]
    assert [verdicts["herald-2024-fuel-share"] for verdicts in judged] == 6 * ["fails"], "less than 20 is not 20"
    assert_same_results(page, expected)
    page.close()


def test_a_card_says_of_how_likely_an_estimate_makes_its_claim_that_it_does_not_decide_where_a_sum_does(
    open_page, few, scripts
):
    """The source's own figures now give 432,000 passengers, and the estimate is what it was."""
    page = open_page("book/crossings.html?stated_passengers_per_crossing=90", scripts)
    chance = page.locator(f"#{PASSENGERS} [data-test='1'] [data-live=chance]")
    result = few.with_(stated_passengers_per_crossing=90).result(PASSENGERS)
    expected = describe_test(result.tests[1], result, few.project.words)["chance"]
    assert expected.endswith(" percentile, which does not decide")
    page.wait_for_function("element => element.textContent.includes('decide')", arg=chance.element_handle())
    assert chance.evaluate("element => element.firstChild.data") == expected
    assert page.said == []
    page.close()


def test_a_slider_on_each_card_moves_it_to_what_python_says_and_back(open_page, few, scripts, site):
    assert assert_each_card_moves(open_page, site, few, scripts) == {
        PASSENGERS, "herald-2024-takings", "herald-2024-fuel-share", "herald-2024-fuel-per-passenger",
        "fjordblad-2024-doubling-time",
    }  # fmt: skip


def test_numbers_are_written_as_python_writes_them(open_page, more, more_scripts):
    page = open_page("book/what-if.html", more_scripts)
    chance = random.Random(5)
    values = [chance.choice([-1, 1]) * 10 ** chance.uniform(-9, 30) for _ in range(3000)]
    values += [chance.randrange(1, 10**6) / 2 ** chance.randrange(8) for _ in range(3000)]  # halves among them
    values += [float(f"{chance.randrange(1, 10**5)}5e{chance.randrange(-9, 20)}") for _ in range(3000)]  # halves all
    values += [
        value * (1 + chance.choice([-1, 1]) * 2**-52) for value in values[-3000:]
    ]  # but for a float's last digit
    values += [0.0, 1.0, -1.0, 999.5, 9.5, 0.95, 1e6, 999_999.5, 1e15, 9.999e14, 1e-4, 9.9999e-5, 1e-5, 2.5, 0.125, 1e3]
    written = "given => given.map(([value, digits]) => claimbook.model.writeNumber(value, digits))"
    given = [(value, digits) for value in values for digits in (1, 2, 3, 6)]
    assert page.evaluate(written, given) == [write_number(*pair) for pair in given]
    by_hand = [(value, digits) for value, digits, _ in ROUNDED]
    assert page.evaluate(written, by_hand) == [expected for _, _, expected in ROUNDED]
    assert_units_are_written_alike(page, more.words)
    page.close()


def test_shares_percentiles_and_dates_are_written_as_python_writes_them(open_page, more, more_scripts):
    page = open_page("book/what-if.html", more_scripts)
    shares = [share for share, _ in SHARES] + [level for level, _ in PERCENTILES]
    shares += [part / whole for whole in (FEW, 1000, 2 * FEW, 8192) for part in range(whole + 1)]
    assert page.evaluate("shares => shares.map(claimbook.model.writeShare)", shares) == [*map(write_share, shares)]
    chances = """levels => levels.map((level) =>
      claimbook.model.writeChance({ probability: 0.5, percentile: level }, { point: true }))"""
    expected = [f"at the {write_percentile(level)} percentile" for level in shares]
    assert page.evaluate(chances, shares) == expected
    years = [1990 + part / 400 for part in range(20_000)] + [year for year, _ in DATED]
    assert page.evaluate(WRITTEN, [(year, "year") for year in years]) == [
        more.words.write_quantity(year, "year") for year in years
    ]
    page.close()


#: On 150 days, with fuel dearer and boats fuller: 24 × 150 × 110 is 396,000 passengers, the 80 of the text bring a
#: million dollars, and fuel takes 40 × 3 of the 110 × 3.5 that a crossing brings, 31 percent.
LINKED = {"passengers_per_crossing": 110.0, "fuel_price": 3.0, "season_length": 1.5e2}
QUERY = "?" + "&".join(f"{name}={value:g}" for name, value in LINKED.items())
TURNED = {PASSENGERS: "Fails", "herald-2024-takings": "Fails", "herald-2024-fuel-share": "Fails"}

SHOWN = """() => ({
  counts: Object.fromEntries([...document.querySelectorAll('.what-if-score li:not([hidden])')]
    .map(item => [item.className.replace('verdict-', ''), Number(item.querySelector('strong').textContent)])),
  turned: [...document.querySelectorAll('.what-if-turned [data-claim]')]
    .map(item => [item.dataset.claim, item.querySelector('.verdict-badge').textContent]),
  moved: [...document.querySelectorAll('.what-if-moved [data-claim]')].map(item => item.dataset.claim),
})"""


def test_a_shared_link_shows_the_scenario_it_was_made_from(open_page, server):
    page = open_page(f"book/what-if.html{QUERY}")
    shown = page.evaluate(SHOWN)
    assert dict(shown["turned"]) == TURNED
    assert set(shown["moved"]) == {"herald-2024-fuel-per-passenger"}
    assert shown["counts"] == {"holds": 2, "plausible": 0, "adds-up": 0, "fails": 6, "pending": 1, "underdetermined": 1}

    claim_id, verdict = shown["turned"][0]
    page.wait_for_function("() => document.querySelector('.what-if-turned a').search.length > 1")
    link = page.locator(".what-if-turned a").first.get_attribute("href")
    assert link.startswith(server)
    card = open_page(link.removeprefix(server))
    card.wait_for_selector(f'[id="{claim_id}"].live-turned')
    assert (
        card.evaluate(
            "id => document.getElementById(id).querySelector('[data-live=verdict]').firstChild.data", claim_id
        ).lower()
        == verdict.lower()
    )
    assert card.locator(f'[id="{claim_id}"] .claim-live').get_attribute("open") is not None
    assert card.said == page.said == []
    card.close()
    page.close()


def test_what_turned_and_what_moved_is_counted_as_the_command_line_counts_it(open_page, there):
    page = open_page("book/what-if.html")
    settings = [
        ("passengers_per_crossing", "110"), ("passengers_per_crossing", "60 to 90"), ("fuel_price", "1.2..1.5..2"),
        ("ticket_price", "$9"), ("ticket_price", "3..4"),
    ]  # fmt: skip
    assert_counts_as_the_command_line(page, settings)
    page.close()


def test_a_claim_of_which_only_other_numbers_moved_is_in_a_list_of_its_own(open_page, model):
    page = open_page("book/what-if.html?passengers_per_crossing=81")
    difference = compare_with_baseline("81", model.with_(passengers_per_crossing=81))
    assert "yearly_takings" in {change.name for change in difference.quantities}
    assert "herald-2024-takings" not in {change.name for change in difference.turned + difference.moved}
    row = page.locator(".what-if-beside [data-claim=herald-2024-takings]")
    assert row.locator(".what-if-found small").inner_text() == "other numbers on its card moved"
    assert (
        "Only other numbers on their cards moved 1"
        in page.locator(".what-if-beside .what-if-heading").first.inner_text()
    )
    page.close()


def test_a_link_may_carry_a_name_that_an_assumption_had_before(open_page):
    page = open_page("book/what-if.html?passengers_a_trip=110")
    assert page.evaluate("[...claimbook.live.settings]") == [["passengers_per_crossing", 110]]
    page.close()


def test_a_link_may_carry_a_power_as_programs_write_it(open_page):
    page = open_page("book/what-if.html?passengers_per_crossing=1.1e+2&ticket_price=4")
    assert page.evaluate("[...claimbook.live.settings]") == [["passengers_per_crossing", 110], ["ticket_price", 4]]
    page.close()


def test_a_page_opened_from_disk_is_live_as_well(browser, site):
    page = browser.new_page()
    page.goto((site / "book" / "what-if.html").as_uri() + QUERY)
    page.wait_for_selector(".what-if[data-ready]")
    assert dict(page.evaluate(SHOWN)["turned"]) == TURNED
    page.close()


def test_the_command_and_the_scenario_file_name_the_same_changes(open_page, model, tmp_path):
    page = open_page(f"book/what-if.html{QUERY}")
    page.get_by_role("button", name="Copy as command").click()
    page.wait_for_selector(".what-if-said code")
    command = shlex.split(page.locator(".what-if-said code").inner_text())
    assert command[:2] == ["claimbook", "rerun"]
    assert set(command[2::2]) == {"--set"}
    assert model.with_(**read_settings(command[3::2], PROJECT)).changes == model.with_(**LINKED).changes

    with page.expect_download() as download:
        page.get_by_role("button", name="Download scenario file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    scenario = read_scenario(file, PROJECT)
    assert scenario.title.startswith("What if: ")
    assert scenario.model(PROJECT).changes == model.with_(**LINKED).changes
    page.close()


def test_a_browser_that_never_answers_still_shows_what_to_copy(open_page):
    page = open_page(f"book/what-if.html{QUERY}")
    never = "{ writeText: () => new Promise(() => {}) }"
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {never} }})")
    page.get_by_role("button", name="Copy as command").click()
    page.wait_for_selector(".what-if-said code", timeout=5000)
    assert page.locator(".what-if-said").inner_text().startswith("To copy: claimbook rerun --set")
    page.close()


def test_assumptions_stand_in_groups_of_which_none_is_empty_and_the_first_is_open(open_page):
    page = open_page("book/what-if.html")
    groups = page.locator(".what-if-group")
    assert groups.locator("summary").all_inner_texts() == [
        "Crossings 3", "Money 2", "Fixed: definitions, counts, specifications, conditions 3",
    ], "none is under five claims"  # fmt: skip
    assert groups.evaluate_all("all => all.map(group => group.open)") == [True, False, False]
    page.close()


def test_a_slider_works_by_keyboard_and_the_address_follows(open_page):
    page = open_page("book/what-if.html")
    page.get_by_label("Find an input").fill("passengers one crossing")
    slider = page.locator("[data-name=passengers_per_crossing] input[type=range]")
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    value = page.evaluate("claimbook.live.settings.get('passengers_per_crossing')")
    assert value == 63.5, "a slider's 400 steps are two decades, so that 20 divide 80 by the tenth root of ten"
    assert slider.get_attribute("aria-valuetext") == "63.5 passengers per crossing"
    page.wait_for_function("() => new URLSearchParams(location.search).get('passengers_per_crossing') === '63.5'")
    assert dict(page.evaluate(SHOWN)["turned"]) == {PASSENGERS: "Fails"}
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function("() => location.search === ''")
    assert page.evaluate(SHOWN)["turned"] == []
    page.close()


@pytest.mark.parametrize("text", ["0", "-1", "101", ""])
def test_a_value_that_makes_no_sense_changes_nothing_and_says_why(open_page, more_scripts, text):
    page = open_page("book/what-if.html", more_scripts)
    page.get_by_label("Find an input").fill("occupied_share")
    field = page.get_by_role("textbox", name="Share of the seats that are taken")
    field.fill(text)
    assert page.evaluate("claimbook.live.settings.size") == 0
    assert field.evaluate("field => field.validationMessage")
    field.fill("50")
    assert page.evaluate("[...claimbook.live.settings]") == [["occupied_share", 50]]
    page.close()


# What a reader sees before any slider, and takes away

SHIFTS = """window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    const nodes = entry.sources.map(({ node }) => node?.className ?? node?.textContent);
    if (!entry.hadRecentInput) shifts.push([entry.value, ...nodes]);
  }
}).observe({ type: 'layout-shift', buffered: true });"""


@pytest.mark.parametrize("query", ["", "?passengers_per_crossing=110&fuel_price=3", "?compare=fuller-boats"])
def test_nothing_that_is_seen_moves_while_the_page_loads_on_a_slow_phone(browser, server, query):
    context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    slow = context.new_cdp_session(page)
    slow.send("Network.enable")
    speed = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    slow.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(server + WHAT_IF + query)
    page.wait_for_selector(".what-if[data-ready]")
    page.wait_for_function("() => document.querySelector('.what-if-turns').textContent")
    page.wait_for_timeout(SETTLED)
    assert page.evaluate("shifts") == []
    context.close()


@pytest.fixture
def offline(browser, site):
    """Opens pages of the site as files, with no network at all."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)

    def opened(name):
        page = context.new_page()
        page.said = []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        path, _, query = name.partition("?")
        page.goto((site / path).as_uri() + (query and f"?{query}"))
        if "what-if" in path:
            page.wait_for_selector(".what-if[data-ready]")
        return page

    yield opened
    context.close()


NOTICE = "() => [...document.querySelectorAll('.live-notice p')].map(line => line.textContent)"
PINS = "() => [...document.querySelectorAll('.live-pins li span')].map(pin => pin.textContent)"
WHAT_IF = "book/what-if.html"


def test_scenarios_and_headline_claims_are_on_the_first_screen(offline):
    page = offline(WHAT_IF)
    preset = page.locator(".what-if-preset")
    assert preset.locator("strong").all_inner_texts() == ["The boats are fuller"]
    assert "A boat carries 110 passengers, not 80." in preset.inner_text()
    page.wait_for_function("() => document.querySelector('.what-if-turns').textContent === 'Turns 1 headline verdict.'")
    first = page.locator(f".what-if-table [data-claim={PASSENGERS}]")
    assert first.inner_text().split("\n")[0] == "Holds"
    assert "384,000" in first.locator(".what-if-printed").inner_text()
    assert first.bounding_box()["y"] < 900
    assert first.bounding_box()["y"] < page.locator(".live-row").first.bounding_box()["y"] + 400
    page.close()


def test_inputs_stand_before_the_claims_and_what_stays_as_it_is_folds_once_anything_moves(offline):
    page = offline(WHAT_IF)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator(".live-row").first.bounding_box()["y"] < page.locator(".what-if-claims").bounding_box()["y"]
    still = page.locator(".what-if-claims > table .what-if-still [data-claim]")
    assert still.first.is_visible()
    page.evaluate("() => claimbook.live.choose({ ticket_price: 9 })")
    assert still.count() > 0
    assert not still.first.is_visible()
    show = page.get_by_role("button", name="Show", exact=True).first
    show.focus()
    page.keyboard.press("Enter")
    assert still.first.is_visible()
    page.get_by_role("button", name="Hide", exact=True).first.click()
    assert not still.first.is_visible()
    page.close()


def test_a_preset_sets_its_values_says_so_in_words_and_is_left_by_the_way_back(offline, model):
    page = offline(WHAT_IF)
    preset = page.locator(".what-if-preset")
    preset.focus()
    page.keyboard.press("Enter")
    assert preset.get_attribute("aria-pressed") == "true"
    assert page.evaluate(PINS) == ["A boat carries 110 passengers, not 80"]
    assert "What follows if 110 of them are taken?" in page.locator(".what-if-why").inner_text()
    assert page.evaluate("location.search") == "?passengers_per_crossing=110"
    fuller = model.with_(passengers_per_crossing=110).results
    pairs = zip(model.results, fuller, strict=True)
    turned = {after.claim.id for before, after in pairs if before.verdict != after.verdict}
    assert set(dict(page.evaluate(SHOWN)["turned"])) == turned
    page.get_by_role("button", name="Passengers on one crossing: back to 80").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(PINS) == []
    assert preset.get_attribute("aria-pressed") == "false"
    page.evaluate("history.back()")  # choosing was a step of its own
    page.wait_for_timeout(SETTLED)
    assert page.said == []
    page.close()


def test_a_shared_link_says_in_words_what_it_changes_on_a_chapters_page_too(offline):
    for name in (WHAT_IF, "book/crossings.html"):
        page = offline(f"{name}?passengers_per_crossing=60..70..90&fuel_price=3")
        page.wait_for_function("() => document.querySelectorAll('.live-pins li').length === 2")
        assert page.evaluate(PINS) == [
            "A boat carries 70 (60 to 90) passengers, not 80",
            "Price of fuel: $3 per liter, not $1.5 per liter",
        ]
        assert page.evaluate(NOTICE) == []
        page.close()


@pytest.mark.parametrize("name", [WHAT_IF, "book/crossings.html"])
def test_a_link_that_is_not_understood_says_so_and_what_would_be_right(offline, name):
    page = offline(
        f"{name}?passengers_per_crosing=70&passengers_per_crossing=-3&constructor=1&nope=3&fuel_price=x&ticket_price=4..3..5"
        "&utm_source=mail&from=singlemessage&fuel_per_crossing=50"
    )
    page.wait_for_selector(".live-notice")
    said = page.evaluate(NOTICE)
    assert len(said) == 6
    assert said[0].endswith(
        "“passengers_per_crosing”, which is no input of this book: did you mean passengers_per_crossing?"
    )
    assert "passengers_per_crossing" in said[1]
    assert "must be above zero" in said[1]
    assert "“constructor”" in said[2]
    assert said[3].startswith("The link sets “nope”, which is no input of this book")
    assert "fuel_price" in said[4]
    assert "write a number such as 1.5, or $1.5 per liter" in said[4]
    assert "ticket_price" in said[5]
    assert "is not in order: write LOW..HIGH" in said[5]
    assert page.evaluate("[...claimbook.live.settings]") == [["fuel_per_crossing", 50]], "the rest of the link holds"
    page.get_by_role("button", name="Close this message").click()
    assert page.evaluate(NOTICE) == []
    assert page.said == []
    page.close()


def test_a_distribution_by_name_is_drawn_as_python_draws_it_and_goes_along_in_links_and_commands(offline, model):
    page = offline(WHAT_IF)
    page.get_by_label("Find an input").fill("price of fuel")
    box = page.get_by_role("textbox", name="Price of fuel", exact=True)
    for text, setting in (
        ("lognormal(1, 4)", [1, 2, 4, "lognormal"]),
        ("uniform($1, $3)", [1, 2, 3, "uniform"]),
        ("choice(1: 25%, 2: 75%)", [1, 2, 2, "choice", [1, 2], [0.25, 0.75]]),
    ):
        box.fill(text)
        assert page.evaluate("claimbook.live.settings.get('fuel_price')") == setting
        assert_same_results(page, [({"fuel_price": setting}, results(model.with_(fuel_price=text)))])
    written = page.evaluate("claimbook.live.bareSetting(claimbook.live.settings.get('fuel_price'))")
    assert written == "choice(1: 0.25, 2: 0.75)"
    assert model.with_(fuel_price=written).assumptions["fuel_price"].weights == (0.25, 0.75)
    again = offline(f"{WHAT_IF}?fuel_price={quote(written)}")
    assert again.evaluate("claimbook.live.settings.get('fuel_price')") == [1, 2, 2, "choice", [1, 2], [0.25, 0.75]]
    assert page.said == again.said == []
    page.close()
    again.close()


def test_a_distribution_that_a_browser_cannot_draw_is_refused_with_the_command_that_can(offline):
    page = offline(WHAT_IF)
    page.get_by_label("Find an input").fill("price of fuel")
    page.get_by_role("textbox", name="Price of fuel", exact=True).fill("pert(1, 2, 4)")
    said = page.locator(".live-row[data-name=fuel_price] .live-said-of").inner_text()
    assert "cannot draw from a PERT distribution" in said
    assert 'claimbook rerun --set fuel_price="pert(1, 2, 4)"' in said
    assert page.evaluate("claimbook.live.settings.size") == 0
    page.close()


@pytest.mark.parametrize("said", ["1.5000000000000002", "1.2..1.5000000000000002..1.9"])
def test_the_books_own_value_is_no_change_whatever_its_last_digit(offline, model, said):
    assert not model.with_(fuel_price=said).changes
    page = offline(f"{WHAT_IF}?fuel_price={said}&fuel_per_crossing=50")
    assert page.evaluate("[...claimbook.live.settings]") == [["fuel_per_crossing", 50]]
    assert page.said == []
    page.close()


def test_a_link_may_name_a_group_which_sets_its_members(offline):
    page = offline(f"{WHAT_IF}?passengers_on_board=110")
    members = ["passengers_per_crossing", "stated_passengers_per_crossing"]
    assert sorted(page.evaluate("[...claimbook.live.settings.keys()]")) == members
    assert "passengers_on_board" not in page.evaluate("location.search")
    assert page.said == []
    page.close()


def test_a_range_is_set_beside_the_value_and_drawn_as_python_draws_it(offline, model):
    page = offline(WHAT_IF)
    row = page.locator(".live-row[data-name=passengers_per_crossing]")
    row.get_by_role("button", name="its range").click()
    low, high = (row.get_by_role("textbox", name=f"{end} end of its range") for end in ("low", "high"))
    assert (low.input_value(), high.input_value()) == ("60", "100")
    low.fill("70")
    assert page.evaluate("claimbook.live.settings.get('passengers_per_crossing')") == [70, 80, 100]
    high.fill("95")
    expected = results(model.with_(passengers_per_crossing="70..80..95"))
    assert_same_results(page, [({"passengers_per_crossing": [70, 80, 95]}, expected)])
    high.press("Tab")
    page.wait_for_function("() => location.search === '?passengers_per_crossing=70..80..95'")
    high.fill("1,000")
    assert "No range from 70 passengers per crossing to 1,000" in row.locator(".live-said-of").inner_text()
    assert page.evaluate("claimbook.live.settings.get('passengers_per_crossing')") == [70, 80, 95], "nothing changed"
    high.fill("")
    assert "lacks the high one" in row.locator(".live-said-of").inner_text()
    low.fill("")
    assert page.evaluate("claimbook.live.settings.size") == 0, "as in the book"
    page.close()


def test_the_command_and_the_scenario_file_carry_a_range(offline, model, tmp_path):
    page = offline(f"{WHAT_IF}?passengers_per_crossing=70..95&season_length=150")
    page.get_by_role("button", name="Copy as command").click()
    page.wait_for_selector(".what-if-said code")
    command = shlex.split(page.locator(".what-if-said code").inner_text())
    expected = model.with_(passengers_per_crossing="70..95", season_length=150).changes
    assert model.with_(**read_settings(command[3::2], PROJECT)).changes == expected
    with page.expect_download() as download:
        page.get_by_role("button", name="Download scenario file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert read_scenario(file, PROJECT).model(PROJECT).changes == expected
    page.close()


def test_a_range_on_what_is_exact_is_said_to_move_a_sum_by_its_middle_alone(offline):
    page = offline(f"{WHAT_IF}?ticket_price=2..4..9&fuel_price=1..2..4")
    page.evaluate("() => document.querySelectorAll('.what-if-group').forEach(group => { group.open = true; })")
    said = {name: page.locator(f".live-row[data-name={name}] .live-said-of") for name in ("ticket_price", "fuel_price")}
    said["ticket_price"].wait_for()
    assert said["ticket_price"].inner_text() == "Sums take $4 per passenger, its middle, and estimates the range."
    colour = "element => getComputedStyle(element).color"
    muted = page.locator(".live-row .live-label small").first.evaluate(colour)
    assert said["ticket_price"].evaluate(colour) == muted, "a remark is no error"
    assert said["fuel_price"].inner_text() == ""
    page.close()


def test_what_is_exact_has_a_box_and_no_slider(offline):
    page = offline(f"{WHAT_IF}?season_length=150")
    group = page.locator(".what-if-group").last
    assert group.locator("summary").inner_text().startswith("Fixed")
    assert group.evaluate("group => group.open") is False
    assert group.locator("input").count() == 0, "browsers look through all boxes of a page as it loads"
    group.locator("summary").click()
    group.locator(".live-row").first.wait_for()
    assert group.locator("input[type=range]").count() == 0
    fixed = {name for name, a in PROJECT.assumptions.items() if a.kind in EXACT}
    shown = set(group.locator(".live-row").evaluate_all("rows => rows.map(row => row.dataset.name)"))
    assert shown <= fixed
    assert "season_length" in shown
    assert page.evaluate("[...claimbook.live.settings]") == [["season_length", 150]], "a link sets it all the same"
    page.close()


def test_a_box_takes_what_people_write_and_asks_about_what_may_be_a_slip(offline):
    page = offline(WHAT_IF)
    page.get_by_label("Find an input").fill("price of fuel")
    box = page.get_by_role("textbox", name="Price of fuel", exact=True)
    said = page.locator(".live-row[data-name=fuel_price] .live-said-of")
    assert box.input_value() == "1.5"
    for text, value in (
        ("$1.8 per liter", 1.8),
        ("1,000", 1000),
        ("1.9 US dollars", 1.9),
        ("１．７", 1.7),
        ("3e0 USD", 3),
    ):
        box.fill(text)
        assert page.evaluate("claimbook.live.settings.get('fuel_price')") == value
    assert said.inner_text() == ""
    box.press("Tab")
    assert box.input_value() == "3"
    box.fill("$0.03")
    assert said.inner_text() == (
        "This is set to $0.03 per liter, one part in 50 of the book’s $1.5 per liter: is that meant?"
    )
    box.fill("9万")
    assert said.inner_text() == (
        "This is set to $90,000 per liter, 60,000 times the book’s $1.5 per liter: is that meant?"
    )
    box.fill("two")
    assert "write a number such as 1.5, or $1.5 per liter" in said.inner_text()
    assert page.evaluate("claimbook.live.settings.get('fuel_price')") == 90_000
    box.fill("uniform(1, 50)")
    assert said.inner_text().endswith("whose high end is 26 times the book’s high end, $1.9 per liter: is that meant?")
    box.fill("uniform(0.001, 1.9)")
    assert said.inner_text().endswith(
        "whose low end is one part in 1,200 of the book’s low end, $1.2 per liter: is that meant?"
    )
    box.fill("1..1.6..2.5")
    assert said.inner_text() == ""
    page.close()


def test_a_share_written_as_a_fraction_is_asked_about(open_page, more_scripts):
    page = open_page(WHAT_IF, more_scripts)
    page.get_by_label("Find an input").fill("occupied_share")
    page.get_by_role("textbox", name="Share of the seats that are taken").first.fill("0.6")
    said = page.locator(".live-row[data-name=occupied_share] .live-said-of")
    assert said.inner_text() == "This is set to 0.6 %, and the book has 65 %: is 60 % meant?"
    assert page.evaluate("claimbook.live.settings.get('occupied_share')") == 0.6, "it is asked, not refused"
    page.get_by_role("textbox", name="Share of the seats that are taken").first.fill("uniform(0.5, 80)")
    assert said.inner_text().endswith("whose low end is one part in 100 of the book’s low end, 50 %: is 50 % meant?")
    page.close()


FOLLOW = """async query => {
  history.replaceState(null, '', `?${query}`);
  claimbook.live.readAddress();
  const groups = [...document.querySelectorAll('.what-if-group')];
  for (const group of groups) group.open = true;
  while (groups.some(group => !group.querySelector('.live-row'))) await new Promise(done => setTimeout(done, 1));
  return Object.fromEntries([...document.querySelectorAll('.live-row')].map(
    row => [row.dataset.name, row.querySelector('.live-said-of').textContent]));
}"""


def test_the_page_asks_what_the_command_line_asks_in_its_words(open_page, few_of_more, more_scripts):
    page, model = open_page(WHAT_IF, more_scripts), few_of_more
    sets = [{"boat_price": "lognormal(900, 3 million)", "occupied_share": "0.5..60..80"}]
    for by in (1 / 4000, 1 / 150, 1 / 30, 1 / 15, 15, 30, 4000):
        for low, high in ((1, 1), (0.5, 2), (1, 30), (1 / 2000, 1)):
            sets.append({})
            for name, own in live_assumptions(model).items():
                if own.distribution == "pert" and low < high:
                    continue  # a browser cannot draw from it
                value = own.value.magnitude + 100 * (by - 1) if own.is_date else own.value.magnitude * by
                text = f"{value!r}" if low == high else f"{value * low!r}..{value!r}..{value * high!r}"
                with suppress(UserError):
                    model.changed_by({name: text})
                    sets[-1][name] = text
    asked = set()
    for settings in sets:
        said, changed = page.evaluate(FOLLOW, urlencode(settings)), model.changed_by(settings)
        for name in settings:
            doubt = "".join(doubts(changed, [name]))
            expected = doubt.replace(f"{name} is set to", "This is set to").replace("'", "’")
            is_remark = not expected and re.match("A sum takes|Its median", said[name])
            assert is_remark or said[name] == expected, (name, settings[name])
            asked |= {expected.rpartition(": ")[2]} - {""}
    assert asked >= {"is that meant?", "is $900,000 per boat meant?", "is 50 % meant?"}
    assert page.said == []
    page.close()


RANGE_OF_FUEL = ".live-row[data-name=fuel_price]"


def test_ends_that_do_not_contain_the_value_are_a_range_with_their_own_middle_as_on_the_command_line(offline, model):
    page = offline(WHAT_IF)
    page.get_by_label("Find an input").fill("price of fuel")
    row = page.locator(RANGE_OF_FUEL)
    row.get_by_role("button", name="its range").click()
    low, high = (row.get_by_role("textbox", name=f"{end} end of its range") for end in ("low", "high"))
    low.press("Control+a")
    low.press_sequentially("1.8")
    high.press("Control+a")
    high.press_sequentially("3.2")
    found = page.evaluate("claimbook.live.settings.get('fuel_price')")
    assumption = model.with_(fuel_price="1.8..3.2").assumptions["fuel_price"]
    assert found == pytest.approx([1.8, assumption.value.magnitude, 3.2], rel=1e-12)
    said = row.locator(".live-said-of")
    assert said.inner_text() == (
        "$1.5 per liter lies outside this range. The geometric mean of its ends, $2.4 per liter, is in the middle."
    )
    assert assumption.centre == "the geometric mean of its ends"
    shown = row.locator(".live-value").inner_text()
    assert f"{shown.rstrip(')')}; {assumption.centre} in the middle)" == write_spread(assumption, PROJECT.words)
    assert "live-remark" in said.get_attribute("class"), "it is no error"
    high.press("Tab")
    assert row.get_by_role("textbox", name="Price of fuel", exact=True).input_value() == "2.4"
    low.fill("4")
    assert "“4..3.2” is not in order: write LOW..HIGH" in said.inner_text()
    assert "live-remark" not in said.get_attribute("class")
    assert page.evaluate("claimbook.live.settings.get('fuel_price')") == found
    page.close()


@pytest.mark.parametrize("before", ["1.2..2", "1.2..1.5..2", "lognormal(1, 3)", "choice(1, 2)"])
def test_a_value_typed_after_a_range_is_certain_as_on_the_command_line(before, offline, model):
    page = offline(WHAT_IF)
    page.get_by_label("Find an input").fill("price of fuel")
    row = page.locator(RANGE_OF_FUEL)
    box, said = row.get_by_role("textbox", name="Price of fuel", exact=True), row.locator(".live-said-of")
    written, gone = model.with_(fuel_price=before).assumptions["fuel_price"], PROJECT.words.write_interval
    gone = gone(written.low.magnitude, written.high.magnitude, "USD/liter")
    for text, value in (("1.6", 1.6), ("$3", 3), ("4 USD/liter", 4), ("2.5", 2.5)):  # within that range and outside it
        box.fill(before)
        box.press("Tab")
        box.fill(text)
        assert model.with_(fuel_price=text).assumptions["fuel_price"].value.magnitude == value
        assert page.evaluate("claimbook.live.settings.get('fuel_price')") == value
        assert said.inner_text() == f"Taken as certain: the range that was set, {gone}, is gone."
    box.press("Tab")
    assert said.inner_text().startswith("Taken as certain"), "it stays to be read"
    assert [end.input_value() for end in row.locator(".live-ends input").all()] == ["", ""]
    page.wait_for_function("() => location.search === '?fuel_price=2.5'")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Copy as command").click()
    assert page.locator(".what-if-said code").inner_text().strip() == "claimbook rerun --set fuel_price=2.5"
    with page.expect_download() as download:
        page.get_by_role("button", name="Download scenario file").click()
    assert 'fuel_price: "2.5 USD/liter"' in download.value.path().read_text(encoding="utf-8")
    assert page.said == []
    page.close()


def test_a_value_in_other_money_is_refused_in_a_box_and_a_link_as_on_the_command_line(offline, model):
    page = offline(f"{WHAT_IF}?fuel_price={quote('€3')}")
    with pytest.raises(UserError) as refused:
        model.with_(fuel_price="€3")
    expected = str(refused.value).removeprefix("fuel_price: ").replace("'€3'", "“€3”") + "."
    assert page.evaluate(NOTICE) == [f"The link’s value for “fuel_price” is left out. {expected}"]
    page.get_by_label("Find an input").fill("price of fuel")
    row = page.locator(RANGE_OF_FUEL)
    row.get_by_role("textbox", name="Price of fuel", exact=True).fill("€3")
    assert row.locator(".live-said-of").inner_text() == expected
    page.close()


def test_a_value_typed_digit_by_digit_says_which_range_is_gone_and_the_books_own_brings_the_books_range(offline):
    page = offline(f"{WHAT_IF}?fuel_price=1.2..1.5..2")
    page.get_by_label("Find an input").fill("price of fuel")
    row = page.locator(RANGE_OF_FUEL)
    box, said = row.get_by_role("textbox", name="Price of fuel", exact=True), row.locator(".live-said-of")
    box.press("Control+a")
    box.press_sequentially("1.6")  # whose first digit is outside the range
    assert page.evaluate("claimbook.live.settings.get('fuel_price')") == 1.6
    assert said.inner_text() == "Taken as certain: the range that was set, $1.2 to 2 per liter, is gone."
    assert "live-remark" in said.get_attribute("class")
    row.get_by_role("button", name="back to").click()
    assert said.inner_text() == ""
    box.fill("1.2..2")
    box.fill("1.5")
    assert page.evaluate("claimbook.live.settings.has('fuel_price')") is False
    assert said.inner_text() == ""
    page.close()


@pytest.mark.parametrize("name", ["fuel_price", "passengers_per_crossing"])
def test_a_value_typed_into_an_input_as_the_book_has_it_is_certain_as_on_the_command_line(name, offline, model):
    page = offline(WHAT_IF)
    page.evaluate("() => document.querySelectorAll('.what-if-group').forEach(group => { group.open = true; })")
    box = page.locator(f".live-row[data-name={name}]").get_by_role("textbox").first
    own = model.assumptions[name]
    text = f"{1.1 * own.value.magnitude:.3g}"
    box.fill(text)
    assert page.evaluate("name => claimbook.live.settings.get(name)", name) == float(text)
    assert not model.with_(**{name: text}).assumptions[name].is_range
    page.close()


def test_an_end_is_typed_past_the_other_without_losing_what_stands_in_either(offline):
    page = offline(f"{WHAT_IF}?passengers_per_crossing=20..25..30")
    row = page.locator(".live-row[data-name=passengers_per_crossing]")
    low, high = (row.get_by_role("textbox", name=f"{end} end of its range") for end in ("low", "high"))
    low.fill("10")
    high.press("Control+a")
    high.press_sequentially("100")  # which is 10 on the way
    assert (low.input_value(), high.input_value()) == ("10", "100")
    assert page.evaluate("claimbook.live.settings.get('passengers_per_crossing')") == [10, 25, 100]
    page.close()


def test_a_range_written_by_its_ends_says_what_is_in_its_middle_as_the_command_line_does(offline, model):
    page = offline(WHAT_IF)
    page.get_by_label("Find an input").fill("price of fuel")
    row = page.locator(RANGE_OF_FUEL)
    for text in ("1 to 4", "lognormal(1, 4)", "uniform(1, 3)", "choice(1, 2)", "choice(1: 20%, 2: 80%)"):
        row.get_by_role("textbox", name="Price of fuel", exact=True).fill(text)
        centre = model.with_(fuel_price=text).assumptions["fuel_price"].centre
        said = row.locator(".live-said-of").inner_text()
        assert centre
        assert said.lower().startswith(f"{centre}, $"), text
        assert said.endswith(" per liter, is in the middle.")
    page.close()


def test_scenarios_stand_side_by_side_and_the_address_keeps_them(offline, model):
    page = offline(f"{WHAT_IF}?fuel_price=3")
    page.get_by_text("Compare scenarios side by side").click()
    page.wait_for_selector(".what-if-compared thead th")
    heads = "() => [...document.querySelectorAll('.what-if-compared thead th')].map(head => head.textContent)"
    assert page.evaluate(heads) == ["Claim", "The book", "Your values", "The boats are fuller"]
    page.get_by_label("Your values").last.uncheck()
    page.get_by_label("Your values").last.check()
    assert page.evaluate(heads)[2:] == ["The boats are fuller", "Your values"]
    page.get_by_label("show the claims too on which all agree").check()
    columns = [model, model, model.with_(passengers_per_crossing=110), model.with_(fuel_price=3)][1:]
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.what-if-compared tr[data-claim]')].map(row => [row.dataset.claim, "
        "[...row.querySelectorAll('.verdict-badge')].map(badge => badge.textContent)])"
    )
    assert shown
    for claim_id, verdicts in shown:
        assert verdicts == [one.result(claim_id).verdict.word for one in columns]
    page.wait_for_function("() => location.search === '?compare=fuller-boats.yours&fuel_price=3'")
    again = offline(f"{WHAT_IF}?fuel_price=3&compare=fuller-boats.yours.nothing")
    again.wait_for_selector(".what-if-compared thead th")
    assert again.evaluate(heads) == page.evaluate(heads)
    assert "“nothing”, which is no scenario of this book" in again.evaluate(NOTICE)[0]
    assert page.said == again.said == []
    page.close()
    again.close()


def test_scripts_are_made_of_the_derivations_and_run_no_text_as_code(site, model):
    static = site / "_static"
    assert (static / "derivations.js").read_text(encoding="utf-8") == derivations_script(model)
    assert (static / "draws.js").read_text(encoding="utf-8") == draws_script(model)
    for name in ("derivations.js", "draws.js", "live.js", "what-if.js", *ON_DEMAND):
        assert not re.search(r"\beval\(|new Function|innerHTML|https?://", (static / name).read_text(encoding="utf-8"))
    assert len(live_results(model)) == 5
    assert "Not supported" not in derivations_script(model), "what SymPy cannot print it says so of"


# The address and the page are one state

#: The values in the address and those of the page, each as pairs.
STATES = """() => [
  [...new URLSearchParams(location.search)].map(([name, value]) => [name, Number(value)]).sort(),
  [...claimbook.live.settings].sort(),
]"""

SLIDE = """([name, step, times]) => {
  for (let i = 0; i < times; i++) {
    claimbook.live.change({ [name]: step + i / 100 });
  }
}"""

#: Longer than any write of the address is put off.
SETTLED = 700
CHAPTER = "book/crossings.html"
CARD = f"{CHAPTER}?passengers_per_crossing=110#{PASSENGERS}"


def assert_page_is_its_address(page, model):
    """Once all is written, what the page shows is what Python says of the values in the address."""
    page.wait_for_timeout(SETTLED)
    address, shown = page.evaluate(STATES)
    assert shown == address
    changed = model.with_(**dict(address))
    if page.locator(".what-if").count():
        turned = [
            after.claim.id for before, after in zip(model.results, changed.results, strict=True)
            if before.verdict != after.verdict
        ]  # fmt: skip
        assert sorted(claim for claim, _ in page.evaluate(SHOWN)["turned"]) == sorted(turned)
        assert page.locator(".what-if-actions button").first.is_disabled() == (not address)
    else:
        result = changed.result(PASSENGERS)
        said = page.evaluate(
            "([id, test]) => document.getElementById(id)"
            ".querySelector(`[data-test='${test}'] [data-live=found]`).firstChild.data",
            [PASSENGERS, result.tests.index(result.deciding)],
        )
        assert said == describe(result, PROJECT.words)["derived"]
        assert page.locator(".live-bar").is_visible() == bool(address)


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        slow(CARD, ".bd-article a[href='#what-matters-most']"),
        ("book/what-if.html?passengers_per_crossing=110", ".what-if-summary a"),
    ],
)
def test_back_after_an_anchor_and_a_reset_shows_what_its_address_says(open_page, model, name, anchor):
    page = open_page(name)
    page.wait_for_function("() => claimbook.live.settings.size === 1")
    page.locator(anchor).first.dispatch_event("click")
    page.wait_for_timeout(SETTLED)
    page.get_by_role("button", name="Reset", exact=True).click()
    assert_page_is_its_address(page, model)
    assert page.evaluate("location.search") == ""
    for direction in ("back", "back", "forward", "forward"):
        page.evaluate(f"history.{direction}()")
        assert_page_is_its_address(page, model)
    assert page.evaluate("location.search") == ""
    assert page.said == []
    page.close()


def test_back_brings_the_values_that_a_reset_took_away(open_page, model):
    page = open_page("book/what-if.html")
    page.evaluate(SLIDE, ["passengers_per_crossing", 110, 1])
    page.get_by_role("button", name="Reset", exact=True).click()
    page.evaluate("history.back()")
    assert_page_is_its_address(page, model)
    assert page.evaluate("[...claimbook.live.settings]") == [["passengers_per_crossing", 110]]
    page.close()


@pytest.mark.parametrize("name", [CARD, "book/what-if.html"])
def test_dragging_a_slider_makes_no_steps_in_the_history(open_page, model, name):
    page = open_page(name)
    before = page.evaluate("history.length")
    page.evaluate(SLIDE, ["passengers_per_crossing", 60, 50])
    assert_page_is_its_address(page, model)
    assert page.evaluate("history.length") == before
    assert page.evaluate("claimbook.live.settings.get('passengers_per_crossing')") == 60.49
    page.close()


def test_an_address_written_late_is_that_of_no_other_step(open_page, model):
    page = open_page("book/what-if.html?passengers_per_crossing=110")
    page.evaluate("() => { location.hash = 'what-if-claims'; }")
    page.wait_for_timeout(SETTLED)
    page.evaluate(SLIDE, ["fuel_per_crossing", 30, 20])
    page.evaluate("history.back()")  # while the last of the slide is still to be written
    assert_page_is_its_address(page, model)
    assert page.evaluate("location.search + location.hash") == "?passengers_per_crossing=110"
    page.evaluate(SLIDE, ["ticket_price", 5, 20])
    page.locator(".what-if-summary a").dispatch_event("click")
    assert_page_is_its_address(page, model)
    assert page.evaluate("claimbook.live.settings.get('ticket_price')") == 5.19, "nothing was lost"
    page.close()


def test_a_page_that_the_browser_kept_shows_its_address_again(open_page, model):
    page = open_page(CARD)
    page.wait_for_function("() => claimbook.live.settings.size === 1")
    page.evaluate(
        """() => {
          history.replaceState(null, '', '?passengers_per_crossing=60' + location.hash);
          dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        }"""
    )
    assert_page_is_its_address(page, model)
    assert page.evaluate("[...claimbook.live.settings]") == [["passengers_per_crossing", 60]]
    page.close()


def test_an_address_pasted_into_the_same_tab_is_what_the_page_shows(open_page, model, server):
    page = open_page(CARD)
    for query in (
        "?passengers_per_crossing=60", "?passengers_per_crossing=60#what-matters-most", "#what-matters-most", "",
        "?passengers_per_crossing=80.0",  # the book's own value
        "?passengers_per_crossing=-3&fuel_per_crossing=5e1",
    ):  # fmt: skip
        page.goto(server + CHAPTER + query)
        assert_page_is_its_address(page, model)
    page.go_back()
    assert_page_is_its_address(page, model)
    page.close()


@pytest.mark.parametrize("rounds", [3, slow(20)])
@pytest.mark.parametrize("name", [CHAPTER, slow("book/what-if.html")])
def test_whatever_is_done_in_whatever_order_the_page_is_its_address(open_page, model, name, rounds):
    page = open_page(name)
    page.evaluate("() => { window.first = navigation.currentEntry.index; return claimbook.live.ready(); }")
    chance = random.Random(name)
    deeds = {
        "slide": lambda: page.evaluate(SLIDE, ["passengers_per_crossing", chance.randint(20, 90), 5]),
        "reset": lambda: page.evaluate("claimbook.live.reset()"),
        "anchor": lambda: page.evaluate("name => { location.hash = name; }", chance.choice(["main-content", "a", "b"])),
        "back": lambda: page.evaluate("() => { if (navigation.currentEntry.index > first) history.back(); }"),
        "forward": lambda: page.evaluate("history.forward()"),
    }  # fmt: skip
    for _ in range(rounds):
        for deed in ["slide", "anchor", *chance.choices(list(deeds), k=3)]:
            deeds[deed]()
            page.wait_for_timeout(chance.choice([0, 30, 500]))
        assert_page_is_its_address(page, model)
    assert page.said == []
    page.close()


#: Of 201 draws so many below an end: on either side of a twentieth, a quarter, two thirds, three quarters, and all.
COUNTS = (10, 11, 50, 51, 66, 67, 68, 133, 134, 135, 150, 151, 190, 191, 200)

JUDGED = """([id, setting, figures]) => figures.map(printed => {
  claimbook.tables.claims[id] = { ...claimbook.tables.claims[id], printed };
  const { verdict, adds_up, is_so, probability } = claimbook.model.result(id, new Map([setting]));
  return [verdict, adds_up, is_so, probability];
})"""


def test_at_every_edge_of_the_rules_the_browser_says_what_python_says(open_page, few, scripts):
    """A draw more or less decides: both count the same draws, those at an end of the printed figure included."""
    claim, changed = few.project.claims["herald-2024-fuel-share"], few.with_(ticket_price=3.4)
    draws = np.sort(np.asarray(changed.draws["fuel_share"])) * 100
    ends = [end for k in COUNTS for end in (draws[k], (draws[k - 1] + draws[k]) / 2)]
    figures = [PrintedFigure(relation, end, 3, 0.0, -inf, end) for relation in "<≤" for end in ends]
    figures += [PrintedFigure(relation, end, 3, 0.0, end, inf) for relation in ">≥" for end in ends]
    figures += [
        PrintedFigure("in", (low + high) / 2, 3, 0.0, low, high) for low in ends for high in ends[::3] if low < high
    ]
    expected = []
    for printed in figures:
        result = judge(replace(claim, printed=printed), changed)
        expected.append([str(result.verdict), str(result.adds_up), str(result.is_so), result.probability])
    page = open_page("book/what-if.html", scripts)
    facts = [printed_facts(printed) for printed in figures]
    assert page.evaluate(JUDGED, [claim.id, ["ticket_price", 3.4], facts]) == expected
    assert {row[0] for row in expected} == {"holds", "plausible", "fails"}

"""The live pages of this book in a real browser: every derivation and every card says what Python says."""

import json
from pathlib import Path

import pytest

from claimbook.errors import UserError
from claimbook.project import PACKAGE
from claimbook.site.live import derivations_script, forms, live_results, writing
from tests.book import PROJECT
from tests.cases import slow
from tests.live_pages import (
    FEW,
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

#: Sets of assumptions compared over all claims.
SETS, FEWER_SETS = 500, 40


@pytest.fixture
def few():
    return with_few_draws(PROJECT)


@pytest.fixture(scope="module")
def scripts():
    return scripts_of(with_few_draws(PROJECT))


@pytest.mark.parametrize("count", [FEWER_SETS, slow(SETS)])
def test_any_assumptions_give_the_numbers_and_verdicts_that_python_gives(open_page, few, scripts, count):
    page = open_page("book/what-if.html", scripts)
    assert page.evaluate("claimbook.draws.count") == FEW
    assert assert_same_results(page, random_settings(few, count, seed=0)) >= {"holds", "plausible", "fails"}
    page.close()


@pytest.mark.parametrize("count", [5, slow(20)])
def test_with_the_draws_of_the_site_too(open_page, model, count):
    page = open_page("book/what-if.html")
    assert assert_same_results(page, [({}, results(model)), *random_settings(model, count, seed=10_000)])
    page.close()


def test_what_turned_and_what_moved_is_counted_as_the_command_line_counts_it(open_page):
    page = open_page("book/what-if.html")
    settings = [
        ("meta_h100_count", "455,000"), ("meta_h100_count", "280,000 to 420,000"), ("gpt4_utilisation", "20..40"),
        ("h100_market_price", "$42,900"), ("a100_price", "12,000..15,000..18,000"), ("a800_street_price", "114,400"),
        ("industrial_electricity_price", "$0.104"),
    ]  # fmt: skip
    assert_counts_as_the_command_line(page, settings)
    assert page.said == []
    page.close()


def test_a_slider_on_each_card_moves_it_to_what_python_says_and_back(open_page, few, scripts, site):
    expected = {result.claim.id for result in live_results(few)}
    assert assert_each_card_moves(open_page, site, few, scripts) == expected


@pytest.mark.parametrize(
    ("said", "changes"),
    [("choice(4, 8, 8, 8, 8)", 0), ("choice(4: 50%, 8: 50%)", 1), ("choice(4, 8)", 1), ("4 to 8", 1), ("8 (4..8)", 0)],
)
def test_the_books_own_choice_is_no_change_and_another_is_one(open_page, model, said, changes):
    assert len(model.with_(gpu_server_a800_count=said).changes) == changes
    page = open_page(f"book/what-if.html?gpu_server_a800_count={said.replace('%', '%25')}")
    assert page.evaluate("claimbook.live.settings.size") == changes


def test_numbers_in_each_unit_are_written_as_python_writes_them(open_page):
    page = open_page("book/what-if.html")
    assert_units_are_written_alike(page, PROJECT.words)
    page.close()


def test_every_quantity_that_a_claim_is_held_against_can_be_printed_as_a_script(model):
    assert len(live_results(model)) > 90
    assert "Not supported" not in derivations_script(model)


#: What people write, and what is read of it; see the file.
NUMBERS = json.loads((Path(__file__).parent / "numbers.json").read_text(encoding="utf-8"))

READ = """([given, forms, about]) => given.map(([text, unit]) =>
  claimbook.numbers.readNumber(text, { ...forms[unit], about }, ['1.6', '1.6 A100s per H100']))"""


def about(units):
    return writing(units, PROJECT)


@pytest.fixture(scope="module")
def read(browser):
    """Has a browser read numbers, each a text with its unit."""
    page = browser.new_page()
    for name in ("number-words.js", "numbers.js"):
        page.add_script_tag(content=(PACKAGE / "site" / "static" / name).read_text(encoding="utf-8"))

    def reading(given):
        units = {unit for _, unit, *_ in given}
        return page.evaluate(READ, [given, {unit: forms(unit, PROJECT) for unit in units}, about(units)])

    yield reading
    page.close()


def test_numbers_are_read_as_people_write_them(read):
    found = {
        (text, unit): answer.get("value", answer)
        for (text, unit, _), answer in zip(NUMBERS["read"], read(NUMBERS["read"]), strict=True)
    }
    assert found == {(text, unit): number for text, unit, number in NUMBERS["read"]}


def test_python_reads_the_same_numbers():
    for text, unit, number in NUMBERS["read"]:
        assert PROJECT.reader.read(text, unit, "x").value == number, (text, unit)
    for text, unit, _ in NUMBERS["refused"]:
        with pytest.raises(UserError, match="x: "):
            PROJECT.reader.read(text, unit, "x")


def test_what_cannot_be_read_is_refused_with_what_would_be_right(read):
    for (text, unit, says), answer in zip(NUMBERS["refused"], read(NUMBERS["refused"]), strict=True):
        assert says in answer.get("problem", answer), (text, unit)


def test_whatever_the_pages_write_of_an_input_can_be_typed_into_its_box(read, model):
    written = [
        (PROJECT.words.write_quantity(number, a.unit, digits=12), a.unit, number)
        for a in model.assumptions.values() if not a.is_date
        for number in (a.value.magnitude, 2 * a.value.magnitude)
    ]  # fmt: skip
    assert len(written) > 300
    for (text, unit, number), answer in zip(written, read(written), strict=True):
        assert answer.get("value") == pytest.approx(number, rel=1e-11), (text, unit, answer)

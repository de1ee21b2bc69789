"""The live pages of this book in a real browser: every derivation and every card says what Python says."""

import pytest

from claimbook.site.live import derivations_script, live_results
from tests.book import PROJECT
from tests.cases import slow
from tests.live_pages import (
    FEW,
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
SETS, FEWER_SETS = 500, 100


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


def test_with_the_draws_of_the_site_too(open_page, model):
    page = open_page("book/what-if.html")
    assert assert_same_results(page, [({}, results(model)), *random_settings(model, 20, seed=10_000)])
    page.close()


def test_a_slider_on_each_card_moves_it_to_what_python_says_and_back(open_page, few, scripts, site):
    expected = {result.claim.id for result in live_results(few)}
    assert assert_each_card_moves(open_page, site, few, scripts) == expected


def test_numbers_in_each_unit_are_written_as_python_writes_them(open_page):
    page = open_page("book/what-if.html")
    assert_units_are_written_alike(page, PROJECT.words)
    page.close()


def test_every_quantity_that_a_claim_is_held_against_can_be_printed_as_a_script(model):
    assert len(live_results(model)) > 90
    assert "Not supported" not in derivations_script(model)

"""A question that was saved as a claim, on the site: its card stands in its chapter, and its sliders are live."""

import subprocess
import sys

import pytest

from claimbook.project import Project
from tests.engine.book import copy_book
from tests.engine.conftest import nowhere
from tests.engine.test_asking import SAVE, save
from tests.live_pages import assert_each_card_moves, opening, scripts_of, with_few_draws
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.site, pytest.mark.kernel, pytest.mark.slow]

BILL = "herald-2024-fuel-bill"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A copy of the book with a question saved as a claim, and its site built."""
    folder = copy_book(tmp_path_factory.mktemp("saved") / "ferries")
    answer = save(Project(folder))
    assert answer.code == 0, answer.err
    command = [sys.executable, "-m", "claimbook", "--book", str(folder), "build"]
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, env=nowhere())
    return folder


def test_its_card_stands_in_its_chapter_with_its_formula(saved):
    page = (saved / "_build" / "html" / "book" / "money.html").read_text(encoding="utf-8")
    card = page.partition(f'id="{BILL}"')[2].partition("</article>")[0]
    assert f"{SAVE[5]}." in card  # the statement
    assert "fuel_bill = fuel_per_crossing * crossings_per_day * season_length * fuel_price" in card
    assert "<math" in card
    assert 'data-input="fuel_price"' in card


def test_its_sliders_move_it_to_what_python_says(saved, browser):
    few, site = with_few_draws(Project(saved)), saved / "_build" / "html"
    with serving(site) as address, opening(browser, address) as open_page:
        assert BILL in assert_each_card_moves(open_page, site, few, scripts_of(few))

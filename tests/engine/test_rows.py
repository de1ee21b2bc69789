"""Rows of claims in a real browser: a link to a claim opens its row and marks it, with scripts and without."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.site]

ROW = "fjordblad-2024-dearer"  # a claim that book/money.html lists as a row
SHOWN = """id => {
  const card = document.getElementById(id);
  const { top, bottom, height } = card.getBoundingClientRect();
  return [card.closest("details").open, height > 0 && top < innerHeight && bottom > 0,
          getComputedStyle(card).outlineStyle];
}"""


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(browser, request):
    context = browser.new_context(java_script_enabled=request.param, offline=True)
    yield context.new_page()
    context.close()


def test_a_link_to_a_claim_opens_its_row_and_marks_it(visitor, site):
    visitor.goto(f"{(site / 'book' / 'money.html').as_uri()}#{ROW}")
    visitor.wait_for_timeout(200)
    assert visitor.evaluate(SHOWN, ROW) == [True, True, "solid"]


def test_a_row_is_closed_until_somebody_opens_it_by_keyboard(visitor, site):
    visitor.goto((site / "book" / "money.html").as_uri())
    assert visitor.evaluate(SHOWN, ROW)[0] is False
    visitor.locator(f"details:has([id='{ROW}']) > summary").focus()
    visitor.keyboard.press("Enter")
    assert visitor.evaluate(SHOWN, ROW)[0] is True

"""A reader’s way through the chapters: how long they are, what comes first, that every id leads to its claim."""

import re

import pytest

from tests.book import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.site]

CHAPTERS = sorted({claim.chapter for claim in PROJECT.claims.values()})

#: How high a chapter may be at 1,440 pixels, everything folded; on a phone 1.7 times that.
HIGHEST = {"training-cost": 12_000, "chips": 16_000, "metas-fleet": 7_000}
OF_ANY_OTHER = 16_000

HEIGHT = "document.documentElement.scrollHeight"

WIDE = {"width": 1440, "height": 900}

#: Of some ids, those whose card is not on the screen when the address has them.
NOT_SEEN = """async ids => {
  const lost = [];
  for (const name of ids) {
    const heard = new Promise(done => addEventListener('hashchange', done, { once: true }));
    location.hash = name;
    await heard;
    const card = document.getElementById(name)?.closest('.claim-card');
    const { top, height } = card?.getBoundingClientRect() ?? { top: -1, height: 0 };
    if (!(height > 0 && top > -5 && top < innerHeight)) lost.push(name);
  }
  return lost;
}"""


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request):
    return request.param


@pytest.fixture(scope="module")
def chapter_page(browser, server, chapter):
    """A chapter on a wide screen, opened once for all that is asked of it; whoever changes it puts it back."""
    page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
    page.goto(f"{server}book/{chapter}.html", wait_until="load")
    yield page
    page.close()


def test_a_chapters_answer_its_verdicts_and_the_beginning_of_its_best_chart_are_on_the_first_screen(chapter_page):
    tops = chapter_page.evaluate(
        """() => ["h1 + p", ".chapter-verdicts", "figure.chart"]
          .map(what => document.querySelector(`.bd-article ${what}`).getBoundingClientRect().top)"""
    )
    assert tops == sorted(tops)
    assert tops[-1] < 900


@pytest.mark.parametrize("width", [1440, 390])
def test_a_chapter_is_short_enough_to_finish(chapter_page, chapter, width):
    chapter_page.set_viewport_size({"width": width, "height": 900})
    highest = HIGHEST.get(chapter, OF_ANY_OTHER)
    assert chapter_page.evaluate(HEIGHT) <= (highest if width == 1440 else 1.7 * highest)
    chapter_page.set_viewport_size(WIDE)


def test_a_chapter_hides_no_code_and_shows_no_words_of_the_machinery(chapter_page):
    folds = chapter_page.evaluate(
        "[...document.querySelectorAll('.claim-card')].map(c => c.querySelectorAll('details').length)"
    )
    assert folds
    assert max(folds) <= 2
    labels, text = chapter_page.evaluate(
        """() => {
          const article = document.querySelector('article.bd-article').cloneNode(true);
          for (const part of article.querySelectorAll('script, pre, code')) part.remove();
          return [[...article.querySelectorAll('*')].map(one => one.textContent.trim()), article.textContent];
        }"""
    )
    assert not {"Show the code", "taken as given", "in words", "underdetermined", "unverified"} & set(labels)
    said = " ".join(text.split())
    shown = re.sub(r"\b[a-z]+-20\d\d-[a-z0-9-]+", "", said)  # the ids of claims, which links are made of
    assert not re.findall(r"\b(?:huatai|eeo|caijing|jiemian|cinic)-20\d\d", shown)
    assert not re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)? ?%|\b\d{4,} ?%|(?:million|billion) ?%", said)


def test_every_id_of_a_claim_also_an_earlier_one_opens_its_card(chapter_page, chapter):
    ids = [claim.id for claim in PROJECT.claims_of(chapter)]
    ids += [earlier for name in ids for earlier in PROJECT.earlier_names(name)]
    assert chapter_page.evaluate(NOT_SEEN, ids) == []

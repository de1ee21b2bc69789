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


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_short_enough_to_finish(page, server, chapter, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}book/{chapter}.html", wait_until="load")
    highest = HIGHEST.get(chapter, OF_ANY_OTHER)
    assert page.evaluate(HEIGHT) <= (highest if width == 1440 else 1.7 * highest)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapters_answer_its_verdicts_and_the_beginning_of_its_best_chart_are_on_the_first_screen(
    page, server, chapter
):
    page.goto(f"{server}book/{chapter}.html", wait_until="load")
    tops = page.evaluate(
        """() => ["h1 + p", ".chapter-verdicts", "figure.chart"]
          .map(what => document.querySelector(`.bd-article ${what}`).getBoundingClientRect().top)"""
    )
    assert tops == sorted(tops)
    assert tops[-1] < 900


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_hides_no_code_and_shows_no_words_of_the_machinery(page, server, chapter):
    page.goto(f"{server}book/{chapter}.html", wait_until="load")
    folds = page.evaluate(
        "[...document.querySelectorAll('.claim-card')].map(c => c.querySelectorAll('details').length)"
    )
    assert folds
    assert max(folds) <= 2
    labels = page.evaluate(
        """() => {
          for (const part of document.querySelectorAll('script, pre, code')) part.remove();
          return [...document.querySelectorAll('article.bd-article *')].map(one => one.textContent.trim());
        }"""
    )
    assert not {"Show the code", "taken as given", "in words", "underdetermined", "unverified"} & set(labels)
    said = " ".join(page.locator("article.bd-article").evaluate("article => article.textContent").split())
    shown = re.sub(r"\b[a-z]+-20\d\d-[a-z0-9-]+", "", said)  # the ids of claims, which links are made of
    assert not re.findall(r"\b(?:huatai|eeo|caijing|jiemian|cinic)-20\d\d", shown)
    assert not re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)? ?%|\b\d{4,} ?%|(?:million|billion) ?%", said)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_id_of_a_claim_also_an_earlier_one_opens_its_card(page, server, chapter):
    ids = [claim.id for claim in PROJECT.claims_of(chapter)]
    ids += [earlier for name in ids for earlier in PROJECT.earlier_names(name)]
    page.goto(f"{server}book/{chapter}.html", wait_until="load")
    lost = []
    for name in ids:
        page.evaluate("name => { location.hash = name; }", name)
        page.wait_for_timeout(30)
        seen = page.evaluate(
            """name => {
              const card = document.getElementById(name)?.closest('.claim-card');
              const { top, height } = card?.getBoundingClientRect() ?? { top: -1, height: 0 };
              return height > 0 && top > -5 && top < innerHeight;
            }""",
            name,
        )
        if not seen:
            lost.append(name)
    assert lost == []

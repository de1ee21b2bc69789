"""The words of this book's pages: nothing stands there that a reader would stumble over."""

import pytest

from tests.book import PROJECT
from tests.readable import faults_in
from tests.sites import texts_of

pytestmark = pytest.mark.site

#: Titles and addresses of other people's works stand as they wrote them.
AS_WRITTEN = {
    "book/references.html": (
        "a name as code has it", "a percent sign without its space, or a word for it", "a sentence that begins small",
        "a word twice", "a percentage over 1,000",
    ),
}  # fmt: skip


def test_no_page_has_what_a_reader_stumbles_over(site):
    keys = list(PROJECT.sources.index)
    found = {page: [*faults_in(text, keys, AS_WRITTEN.get(page, ()))] for page, text in texts_of(site).items()}
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_figures_are_quoted_without_what_a_copy_put_into_them(site):
    assert "個(gè)" not in "".join(texts_of(site).values())
    assert "4~5個月</span> (damaged in the copy, mended here)" in texts_of(site)["book/trends.html"]


def test_the_bibliography_writes_titles_as_they_are_written(site):
    page = texts_of(site)["book/references.html"]
    for title in ("(in Chinese)", "Language Models are Few-Shot Learners", "Meet the $10,000 Nvidia chip"):
        assert title in page

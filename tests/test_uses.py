"""What an edit of this book makes out of date, and that a chapter is made of no more than its key says."""

import pytest

from claimbook.chapters.execution import chapters, execution_key
from claimbook.model.model import Model
from claimbook.project import Project
from tests.book import PROJECT
from tests.cases import slow
from tests.editing import replace
from tests.project import copy_project
from tests.reading import otherwise, shown_by

pytestmark = pytest.mark.thorough


def keys(folder):
    """Each chapter's key, as the files are now."""
    book = Project(folder)
    return {chapter: execution_key(chapter, Model.of(book)) for chapter in chapters(book)}


def test_a_charts_title_makes_one_chapter_of_thirteen_out_of_date_and_a_references_title_none(tmp_path):
    folder = copy_project(tmp_path)
    before = keys(folder)
    assert len(before) == 13
    title = "Meta’s planned H100s are"
    replace(folder / "book" / "charts" / "metas_fleet.py", title, "The planned H100s of Meta are")
    chart_edited = keys(folder)
    assert [chapter for chapter in before if chart_edited[chapter] != before[chapter]] == ["metas-fleet"]
    replace(folder / "book" / "references.bib", "Scaling Laws for Neural Language Models", "Scaling laws")
    assert keys(folder) == chart_edited


@pytest.mark.parametrize("chapter", [name if name == "metas-fleet" else slow(name) for name in chapters(PROJECT)])
def test_a_chapter_shows_the_same_where_all_is_otherwise_that_its_key_does_not_say(chapter, monkeypatch):
    assert shown_by(chapter, otherwise(chapter, PROJECT), monkeypatch) == shown_by(chapter, PROJECT, monkeypatch)

"""How the book is cited: what CITATION.cff says, in a text and in BibTeX."""

import pybtex.database
import pytest

from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.results.citing import ADDRESS, KEY, PART, bibtex_form, edition_of, text_form, text_of_book
from tests.editing import replace
from tests.engine.book import PROJECT


def test_the_edition_is_what_the_file_says():
    edition = edition_of(PROJECT)
    assert edition.authors == ("Ada Lorn", "Pilots & Co")
    assert (edition.version, edition.date, edition.licence) == ("2.1.0", "2025-03-09", "CC-BY-4.0")
    assert edition.named == "version 2.1.0 of 9 March 2025"


def test_a_text_cites_a_part_with_version_date_licence_and_address():
    said = text_form(edition_of(PROJECT)).replace(PART, "“It floats”: Holds").replace(ADDRESS, "https://example.org/x")
    assert said == (
        "Ada Lorn, Pilots & Co (2025). “It floats”: Holds. In The Ferries of Lake Lorn, version 2.1.0 of 9 March 2025. "
        "Licence: CC-BY-4.0. https://example.org/x"
    )


def test_bibtex_is_read_by_another_program_which_finds_the_same_in_it():
    form = (
        bibtex_form(edition_of(PROJECT))
        .replace(KEY, "it-floats")
        .replace(PART, "It floats")
        .replace(ADDRESS, "https://x.org/a_b")
    )
    entry = pybtex.database.parse_string(form, "bibtex").entries["it-floats"]
    assert [str(author) for author in entry.persons["author"]] == ["{Ada Lorn}", r"{Pilots \& Co}"]
    assert entry.fields["title"] == "It floats. In The Ferries of Lake Lorn"
    assert (entry.fields["year"], entry.fields["month"], entry.fields["version"]) == ("2025", "March", "2.1.0")
    assert entry.fields["url"] == "https://x.org/a_b"
    assert "CC-BY-4.0" in entry.fields["note"]


def test_a_scenarios_citation_says_what_was_set():
    said = text_of_book(edition_of(PROJECT), "ticket_price = 9 USD/passenger")
    assert ", with other inputs: ticket_price = 9 USD/passenger." in said


def test_a_book_without_the_file_has_no_edition(project):
    (project.root / "CITATION.cff").unlink()
    assert edition_of(project) is None


def test_what_the_file_leaves_out_is_left_out(project):
    (project.root / "CITATION.cff").write_text("title: Lorn\nauthors: [{name: Ada}]\n", encoding="utf-8")
    assert text_of_book(edition_of(project)) == f"Ada. Lorn. {ADDRESS}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2025-03-09", "yesterday", "write a date as 2026-11-22"),
        ("  - name: Pilots & Co", "  - orcid: 0000", "neither name nor family-names"),
        ("authors:\n", "authors: Ada\nwriters:\n", "authors is no list"),
        ("title: The", "title: [The", "CITATION.cff is not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_that_says_why(project, old, new, said):
    replace(project.root / "CITATION.cff", old, new)
    with pytest.raises(UserError, match=said) as error:
        edition_of(Project(project.root))
    assert "\n" not in str(error.value)

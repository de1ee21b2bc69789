"""The bibliography is held against catalogues and the web, each difference a line."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.checks import catalogues
from claimbook.checks.catalogues import (
    Record,
    are_alike,
    arxiv_number,
    crossref_records,
    dead_addresses,
    differences,
    doi_or_title,
    reference_differences,
)
from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.register.references import read_bibliography

#: What arXiv says of the paper on scaling laws of 2020 (arXiv:2001.08361).
SCALING = Record("Scaling Laws for Neural Language Models", ("Kaplan", "McCandlish"), (2020,))


def entry(text):
    return next(iter(read_bibliography(text, "a bibliography").entries.values()))


def paper(title="{Scaling} Laws for Neural Language Models", author="Kaplan, Jared and McCandlish, Sam", year=2020):
    return entry(f"@article{{a, author = {{{author}}}, title = {{{title}}}, year = {{{year}}}}}")


def test_an_entry_like_its_record_has_no_difference():
    assert list(differences(paper(), SCALING)) == []
    assert list(differences(paper(author="Kaplan, Jared and others"), SCALING)) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "Training Compute-Optimal Large Language Models"}, "the title is 'Training Compute-Optimal"),
        ({"author": "Kaplan, Jared and Hoffmann, Jordan"}, "Hoffmann did not sign, there Kaplan, McCandlish did"),
        ({"author": "Kaplan, Jared"}, "1 authors are named, there 2"),
        ({"year": 2022}, "the year is 2022, there 2020"),
    ],
)
def test_another_title_author_or_year_is_said_with_what_stands_there(wrong, said):
    (line,) = differences(paper(**wrong), SCALING)
    assert line.startswith(said)


@pytest.mark.thorough
@given(st.text(min_size=1, max_size=60), st.sampled_from(["-", ": ", " – ", "  "]))
def test_titles_that_differ_in_case_and_marks_only_are_one(title, mark):
    assert are_alike(title + mark + title, title.swapcase().swapcase() + title)


def test_a_paper_is_looked_up_by_its_number_a_report_not_at_all():
    assert arxiv_number(entry("@misc{a, url = {https://arxiv.org/pdf/2001.08361v2}}")) == "2001.08361"
    assert arxiv_number(entry("@misc{a, url = {https://arxiv.org/abs/cs/0112017}}")) == "cs/0112017"
    by_doi = "@article{a, title = {Deep learning}, url = {https://doi.org/10.1038/nature14539}}"
    assert doi_or_title(entry(by_doi)) == "10.1038/nature14539"
    assert doi_or_title(entry("@article{a, title = {{Deep} learning}}")) == "Deep learning"
    assert doi_or_title(entry("@misc{a, title = {Results of a quarter}}")) == ""


def test_differences_and_missing_numbers_are_said_with_the_entry(project):
    bibliography = project.book / "references.bib"
    numbered = "@article{{{key}, author = {{Kaplan, Jared and McCandlish, Sam}}, year = {{2020}},"
    numbered += " title = {{Scaling Laws}}, url = {{https://arxiv.org/abs/{number}}}}}\n"
    more = numbered.format(key="known", number="2001.08361") + numbered.format(key="unknown", number="2001.99999")
    bibliography.write_text(bibliography.read_text("utf-8") + more, encoding="utf-8")
    assert list(
        reference_differences(Project(project.root), lambda asked: {}, lambda asked: {"2001.08361": SCALING})
    ) == [
        "book/references.bib: known: the title is 'Scaling Laws', there 'Scaling Laws for Neural Language Models' "
        "(arXiv, 2001.08361)",
        "book/references.bib: unknown: arXiv has no 2001.99999",
    ]


class MadeUpCrossref:
    """Crossref with one work, as its client gives it."""

    work = {  # noqa: RUF012
        "title": ["Deep learning"],
        "author": [{"family": "LeCun"}, {"family": "Bengio"}, {"family": "Hinton"}],
        "issued": {"date-parts": [[2015, 5, 27]]},
    }

    def works(self, ids=None, query_bibliographic=None, **options):
        if ids:
            return {"message": self.work} if ids == "10.1038/nature14539" else None
        return {"message": {"items": [self.work]}}


def test_crossref_is_asked_by_number_and_by_title_and_the_likeliest_must_be_alike():
    record = Record("Deep learning", ("LeCun", "Bengio", "Hinton"), (2015,))
    assert crossref_records(
        ["10.1038/nature14539", "10.1038/none", "Deep Learning", "Ferries of the lake"], MadeUpCrossref()
    ) == {
        "10.1038/nature14539": record,
        "Deep Learning": record,
    }


def test_without_the_network_one_line_says_so():
    def refuses(**options):
        raise ConnectionError

    with pytest.raises(UserError, match=r"Crossref cannot be asked from here .* references were not compared"):
        crossref_records(["10.1038/nature14539"], SimpleNamespace(works=refuses))


def test_without_the_client_one_line_says_how_to_get_it():
    with pytest.raises(UserError, match="needs the package no_such_client: make check-packages installs it"):
        catalogues.client("no_such_client")


class Pages(BaseHTTPRequestHandler):
    """A server with a page, one that it gives to people only, and nothing else."""

    def do_GET(self):
        self.send_response({"/page": 200, "/people-only": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *said):
        pass


@pytest.mark.thorough
def test_addresses_at_which_there_is_nothing_are_said_and_those_that_refuse_programs_are_not(project):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    addresses = {"there": f"{at}/page", "shy": f"{at}/people-only", "gone": f"{at}/gone", "dead": "http://127.0.0.1:9/"}
    entries = [f"@misc{{{key}, title = {{T}}, year = {{2024}}, url = {{{url}}}}}" for key, url in addresses.items()]
    (project.book / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    try:
        assert list(dead_addresses(Project(project.root))) == [
            f"book/references.bib: gone: {at}/gone answers 404",
            "book/references.bib: dead: http://127.0.0.1:9/ does not answer (ConnectionError)",
        ]
    finally:
        server.shutdown()
        server.server_close()

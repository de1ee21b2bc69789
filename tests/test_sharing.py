"""What this book says of itself where it is cited, objected to, and printed."""

import tomllib
from io import BytesIO

import pytest
import yaml
from pypdf import PdfReader

from claimbook.model.model import Model
from claimbook.paper.report import About, report
from claimbook.results.citing import edition_of
from claimbook.site.edition import FORM
from tests.book import PROJECT, ROOT


def test_the_package_and_the_citation_name_one_version():
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert edition_of(PROJECT).version == package["version"]


def test_an_issue_asks_for_all_that_a_link_fills_in_and_for_what_is_wrong_and_evidence():
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))
    fields = {field["id"]: field for field in form["body"]}
    assert list(fields) == ["claim", "version", "wrong", "evidence"]
    assert all(field["validations"]["required"] for field in fields.values())


@pytest.fixture(scope="module")
def sheets():
    return PdfReader(BytesIO(report(Model.of(PROJECT), About()))).pages


@pytest.mark.thorough
def test_the_report_on_paper_has_at_most_sixty_pages_and_every_claim(sheets):
    assert 20 <= len(sheets) <= 60
    text = "".join("".join(page.extract_text().split()) for page in sheets)
    assert [claim.id for claim in PROJECT.claims.values() if claim.id not in text] == []


def test_its_first_page_has_the_score(sheets):
    text = " ".join(sheets[0].extract_text().split())
    assert f"{len(PROJECT.claims)} claims of {len(PROJECT.sources)} sources were examined." in text
    assert edition_of(PROJECT).abstract.split(":")[0] in text

"""What the book rests on: every fact says where it comes from, and verdicts rest on enough."""

import pandas as pd
import pytest

from claimbook.checks.fairness import known_offenders
from claimbook.model.graph import upstream
from claimbook.model.model import Model
from claimbook.model.verdict import AddsUp, Answer, Verdict
from claimbook.results.agreement import Agreement
from tests.book import PROJECT

MODEL = Model.of(PROJECT)
FAILING = [result for result in MODEL.results if result.verdict is Verdict.FAILS]
MAIN = [claim for claim in PROJECT.claims.values() if claim.weight == "main"]


def enough(one):
    """Whether what contradicts a claim is a primary or research document, two reports, or a cited estimate."""
    facts = [PROJECT.find_evidence(key) for key in one.test.evidence]
    if one.test.quantity:
        inputs = [MODEL.assumptions[name] for name in upstream(PROJECT, one.test.quantity)]
        return all(each.range_reference for each in inputs if each.is_range)
    works = {work for fact in facts if fact.is_confirmed for work in (fact.reference, *fact.also)}
    return len(works) > 1 or any(fact.is_confirmed and fact.grade in ("primary", "research") for fact in facts)


@pytest.mark.parametrize("result", FAILING, ids=lambda result: result.claim.id)
def test_a_failure_rests_on_arithmetic_a_document_two_reports_or_a_cited_estimate(result):
    against = [one for one in result.tests if one.answer is Answer.NO and one.test.bearing != "near"]
    assert result.adds_up is AddsUp.NO or any(enough(one) for one in against)


def test_no_row_of_evidence_lacks_who_asserts_it_where_and_when_it_was_read():
    columns = ["asserted_by", "grade", "published", "as_of", "read", "reference", "locator", "confirmed"]
    evidence = PROJECT.tables.read_table("evidence")
    assert not (evidence[columns] == "").to_numpy().any()
    described = {field["name"]: field for table in PROJECT.tables.description()["resources"]
                 if table["name"] == "evidence" for field in table["schema"]["fields"]}  # fmt: skip
    assert all(described[column]["constraints"]["required"] for column in columns)


def test_primary_documents_and_research_stand_behind_most_facts():
    """Half of the facts rested on pages that retell others when this was asked first."""
    grades = PROJECT.tables.read_table("evidence")["grade"].value_counts(normalize=True)
    assert grades["primary"] + grades["research"] > 0.5
    assert grades["repost"] < 0.2


@pytest.mark.thorough
def test_one_address_has_one_entry_and_nothing_is_from_general_knowledge():
    entries = PROJECT.bibliography.entries
    addresses = pd.Series(
        {key: entry.fields["url"].rstrip("/") for key, entry in entries.items() if "url" in entry.fields}
    )
    assert list(addresses[addresses.duplicated(keep=False)].index) == []
    assert not [key for key, entry in entries.items() if "general knowledge" in " ".join(entry.fields.values())]


def test_the_list_of_known_offenders_is_empty():
    assert known_offenders(PROJECT) == {}


def test_every_main_claim_and_a_third_of_the_others_were_rated_a_second_time():
    ratings = pd.DataFrame(PROJECT.optional_rows("ratings", key=2))
    first = ratings[ratings["sample"] == "1"]
    assert {claim.id for claim in MAIN} <= set(ratings["claim"])
    assert len(first) >= len(MAIN) + (len(PROJECT.claims) - len(MAIN)) / 3


def test_every_difference_of_the_two_ratings_names_the_rule_that_settled_it():
    ratings = pd.DataFrame(PROJECT.optional_rows("ratings", key=2))
    assert list(ratings["rule"] != "") == list(ratings["first"] != ratings["second"])


@pytest.mark.site
def test_the_rulebook_publishes_kappa_as_it_was_measured(site):
    ratings = pd.DataFrame(PROJECT.optional_rows("ratings", key=2))
    text = (site / "book" / "method.html").read_text("utf-8")
    for _, sample in ratings.groupby("sample"):
        assert f"{Agreement.of(sample['first'], sample['second']).kappa:.2f}" in text


def test_where_no_primary_document_stands_behind_a_failure_or_a_main_claim_its_row_says_so():
    facts = {key for result in MODEL.results if result in FAILING or result.claim.weight == "main"
             for key in result.claim.evidence}  # fmt: skip
    secondary = [PROJECT.find_evidence(key) for key in facts if PROJECT.find_evidence(key).grade in ("press", "repost")]
    said = ("no primary document was found", "not found", "not read", "itself", "was not", "never confirmed")
    assert [fact.key for fact in secondary if not any(words in fact.confirmed for words in said)] == []

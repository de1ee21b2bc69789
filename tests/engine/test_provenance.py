"""Where a fact comes from is said, and what is said of it can be relied on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimbook.checks.gate import problems
from claimbook.model.model import Model
from claimbook.model.verdict import Answer, Verdict
from claimbook.project import Project
from claimbook.register.evidence import GRADES, Evidence, can_decide
from tests.editing import append, replace

FOUNDED = "herald-2024-founded"


def fact(grade="press", reference="a-paper", also=(), confirmed="read"):
    return Evidence("k", "s", None, "", "somebody", grade, "2024", "2024", "2024-06-01", reference, "whole", also,
                    confirmed, "")  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "decide"),
    [
        ([fact("primary")], True),
        ([fact("research")], True),
        ([fact("press")], False),
        ([fact("repost")], False),
        ([fact("press", also=("another",))], True),
        ([fact("press", also=("a-paper",))], False),
        ([fact("press"), fact("repost", "another")], True),
        ([fact("primary", confirmed="unconfirmed: nobody read it")], False),
        ([fact("press"), fact("press", "another", confirmed="unconfirmed: nobody read it")], False),
        ([], False),
    ],
)
def test_one_document_decides_or_two_independent_reports(facts, decide):
    assert can_decide(facts) is decide


@pytest.mark.thorough
@given(st.lists(st.builds(fact, st.sampled_from(GRADES), st.sampled_from(["a", "b"]),
                          confirmed=st.sampled_from(["read", "unconfirmed: by nobody"])), max_size=4),
       st.sampled_from(GRADES))  # fmt: skip
def test_more_evidence_never_decides_less(facts, grade):
    assert can_decide([*facts, fact(grade, "c")]) >= can_decide(facts)


@pytest.mark.parametrize(
    ("edit", "alone"),
    [
        (("the company,primary", "the company,repost"), Answer.YES),
        (("table 10,,made up", "table 10,,unconfirmed: made up"), Answer.YES),
        (("the company,primary", "the company,research"), None),
    ],
)
def test_a_claim_that_one_report_confirms_is_not_settled_and_its_card_says_what_the_report_says(project, edit, alone):
    replace(project.data / "evidence.csv", *edit)
    said = "    searched: the deed itself\n    as_of"
    if alone:
        replace(project.data / "claims" / "herald-2024.yml", '    as_of: "1911"', said + ': "1911"')
    result = Model.of(Project(project.root)).result(FOUNDED)
    assert result.verdict is (Verdict.UNVERIFIED if alone else Verdict.HOLDS)
    assert [one.alone for one in result.tests] == [alone]


def test_a_second_report_settles_it_for_the_claim_and_against_it_alike(project):
    replace(project.data / "evidence.csv", "the company,primary,2024,1911,2024-06-01,harbour2024,table 10,",
            "the company,press,2024,1911,2024-06-01,harbour2024,table 10,fjordblad-2024")  # fmt: skip
    assert Model.of(Project(project.root)).verdict(FOUNDED) is Verdict.HOLDS
    replace(project.data / "claims" / "herald-2024.yml", "finding: confirms", "finding: contradicts")
    assert Model.of(Project(project.root)).verdict(FOUNDED) is Verdict.FAILS


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("checked = {work}", "checked = {seen}", "herald-2024 has 'seen' in `checked`; write `work` where"),
        ("checked = {work}", "checked = {catalogue}", "has 'catalogue' in `checked`"),
        ("checked = {work}", "note = {none}", "herald-2024 has '' in `checked`"),
        ("checked = {work}", "checked = {unconfirmed: a guess}", "herald-2024 is unconfirmed, and its `note`"),
        ("checked = {work}", "checked = {text: a part}", "herald-2024 has a title that is not its own, and its `note`"),
        ("checked = {work}", "checked = {catalogue: arXiv}", "herald-2024 has '' in `read`; write the day"),
        ("urldate = {2024-06-01}", "urldate = {last week}", "herald-2024 has 'last week' in `urldate`"),
    ],
)
def test_an_entry_of_the_bibliography_says_what_it_was_held_against_and_when(project, old, new, said):
    bibliography = project.book / "references.bib"
    text = bibliography.read_text("utf-8").replace("  note = {Made up},\n", "", 1).replace(old, new, 1)
    bibliography.write_text(text, encoding="utf-8")
    (line,) = [line for line in problems(Project(project.root)) if line.startswith("book/references.bib: ")]
    assert said in line


@pytest.mark.thorough
def test_a_row_that_rests_on_an_unconfirmed_reference_must_say_so(project):
    append(project.book / "references.bib", "@misc{heard-of, author = {A}, title = {T}, year = {2024}, "
           "note = {Unconfirmed}, read = {2024-06-01}, checked = {unconfirmed: only its title}}\n")  # fmt: skip
    replace(project.data / "evidence.csv", "harbour2024,table 8,,made up", "heard-of,table 8,,made up")
    (line,) = [line for line in problems(Project(project.root)) if "the reference heard-of is unconfirmed" in line]
    assert line.startswith("data/evidence.csv, line 4: ")
    replace(project.data / "evidence.csv", "heard-of,table 8,,made up", "heard-of,table 8,,unconfirmed: heard of")
    assert problems(Project(project.root)) == []


@pytest.mark.thorough
def test_a_further_reference_is_in_the_bibliography_and_a_date_is_one_of_the_calendar(project):
    replace(project.data / "evidence.csv", "harbour2024,table 8,,made up", "harbour2024,table 8,elsewhere,made up")
    replace(project.data / "evidence.csv", ",2024,1911,2024-06-01,", ",2024,1911-02-30,2024-06-01,")
    said = problems(Project(project.root))
    assert "data/evidence.csv, line 4: 'elsewhere' is not in book/references.bib" in said
    assert "data/evidence.csv, line 6: founding_deed: '1911-02-30' in as_of is no date of the calendar" in said


@pytest.mark.thorough
@pytest.mark.parametrize("words", ["twelve days after the article", "a week younger than the text"])
def test_a_distance_from_the_article_counted_by_hand_is_refused(project, words):
    replace(project.data / "evidence.csv", "Price of a ticket on the neighbouring lake", f"A price {words}")
    (line,) = [line for line in problems(Project(project.root)) if "counted by hand" in line]
    assert line == f"data/evidence.csv, line 4: '{words}' is counted by hand; say the date instead"

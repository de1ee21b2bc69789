"""The ledger is held against the articles, the claims and the assumptions: what differs is said where it stands."""

import re
from dataclasses import replace as changed

import pytest

from claimbook.checks.gate import problems
from claimbook.ledger.drafting import draft
from claimbook.ledger.entries import (
    Entry,
    check_ledger,
    claim_problems,
    disposition_problems,
    entries,
    figure_problems,
    lost_claims,
    texts_of,
)
from claimbook.ledger.languages import find_language
from claimbook.model.verdict import PrintedFigure
from claimbook.project import Project
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT, ROOT


def again(project):
    """The project as its files are now."""
    return Project(project.root)


def found(project):
    """What is found where the ledger is held against the articles that the book keeps."""
    return check_ledger(None, again(project))


# --- the ledger, the claims and the assumptions -----------------------------------------------------------------------


def test_a_ledger_that_is_right_has_no_problem():
    assert disposition_problems(PROJECT) == []
    assert figure_problems(PROJECT) == []


LEDGER, HERALD, ASSUMED = "numerals.csv", "claims/herald-2024.yml", "assumptions.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LEDGER, "$1.3 million,1300000", "$1.3 million,13", "data/numerals.csv, line 7: '$1.3 million' is not '13'"),
        (LEDGER, "2 liters,2,liter", "2 liters,2,day", "data/numerals.csv, line 9: '2 liters' is not in 'day'"),
        (LEDGER, "15 hundredelar,15,percent", "15 hundredelar,15,1", "'15 hundredelar' is not in '1'"),
        (LEDGER, "1911,1911,date", "1911,1912,date", "'1911' is not '1912'"),
        (LEDGER, "claim,herald-2024-takings", "context,", "no row of data/numerals.csv names herald-2024-takings"),
        (LEDGER, "claim,herald-2024-takings", "claim,herald-2024-take", "line 7: 'herald-2024-take' is no claim"),
        (LEDGER, "claim,herald-2024-takings", "claim,ticket_price", "'$1.3 million' is a claim, but of none"),
        (LEDGER, "assumption,boat_count", "assumption,", "'six' is an assumption, but none that it names"),
        (LEDGER, "assumption,boat_count", "assumption,boats", "'boats' is no claim and no assumption"),
        (HERALD, "less than 20\n", "less than 30\n", "of herald-2024-fuel-share says 30 percent"),
        (HERALD, "line: 3", "line: 4", "of herald-2024-fuel-share stands in line 4"),
        (ASSUMED, "boat_count,count,6", "boat_count,count,7", "boat_count: none of its numerals says 7 boat"),
        (
            ASSUMED,
            "stated_passengers_per_crossing,printed,80,",
            "stated_passengers_per_crossing,printed,81,",
            "none of its numerals says 81 passenger/crossing",
        ),
        (
            ASSUMED,
            "states it,herald-2024,line 1,",
            "states it,herald-2024,line 2,",
            "stated_passengers_per_crossing: none of its numerals stands in line 2",
        ),
        (
            LEDGER,
            "24,24,1,",
            "24,24,km,",
            "crossings_per_day: its numerals say 24 km, which is not a kind of crossing/day",
        ),
    ],
)
def test_what_its_numeral_does_not_say_is_named(project, file, old, new, said):
    replace(project.data / file, old, new)
    problems = [*figure_problems(again(project)), *disposition_problems(again(project))]
    assert any(said in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        (",line 5,", ',"lines 1, 5",', ""),
        (",line 5,", ",lines 1 and 5,", ""),
        ("printed,6,", "printed,7,", "boat_count: none of the numerals of line 5 says 7 boat"),
        (",line 5,", ",line 4,", "boat_count: none of the numerals of line 4 says 6 boat"),
        (",line 5,", ",line 99,", "boat_count: none of the numerals of line 99 says 6 boat"),
    ],
)
def test_a_printed_input_that_no_numeral_names_is_held_against_those_of_its_lines(project, old, new, said):
    replace(project.data / LEDGER, "six,6,1,assumption,boat_count", "six,6,1,context,")
    replace(project.data / ASSUMED, "boat_count,count,6,,,boat,", "boat_count,printed,6,,,boat,")
    if old:
        row = "boat_count,printed,6,,,boat,,,,Boats,herald-2024,line 5,"
        replace(project.data / ASSUMED, row, row.replace(old, new))
    problems = figure_problems(again(project))
    assert [said in problem for problem in problems] == ([True] if said else []), problems


def test_a_figure_may_be_printed_without_the_things_that_it_is_of_or_counts_by(project):
    replace(project.data / HERALD, 'printed: "2"', 'printed: "3"')  # 2 liters, of a passenger
    assert "none of the numerals of herald-2024-fuel-per-passenger says 3 liter/passenger" in " ".join(
        figure_problems(again(project))
    )


@pytest.fixture
def ranges(project):
    """A book whose text prints two ranges: one that a claim says, and one that an assumption has."""
    append(project.root / "text" / "herald-2024.txt", "A crossing takes 18 to 24 minutes. Boats rest for 3-4 months.\n")
    append(
        project.data / "numerals.csv",
        "herald-2024,8,1,18 to 24 minutes,18..24,minute,claim,herald-2024-crossing-time,\n"
        "herald-2024,8,1,3-4 months,3..4,month,assumption,winter_rest,\n",
    )
    append(
        project.data / "assumptions.csv",
        "winter_rest,estimate,3.5,3,4,month,,metalog,,Rest,herald-2024,line 8,,,printed\n",
    )
    append(
        project.data / "claims" / "herald-2024.yml",
        """
  - id: herald-2024-crossing-time
    line: 8
    numeral: 18 to 24 minutes
    statement: A crossing takes 18 to 24 minutes
    chapter: crossings
    printed: 18..24
    unit: minute
    searched: the harbour's log
""",
    )
    return project


def test_a_range_agrees_with_a_claim_and_with_an_assumption_that_have_both_its_ends(ranges):
    assert found(ranges) == figure_problems(again(ranges)) == disposition_problems(again(ranges)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (LEDGER, "18..24", "18..25", "'18 to 24 minutes' is not '18..25'"),
        (LEDGER, "18..24", "18", "'18 to 24 minutes' is not '18'"),
        (HERALD, "18..24", "18..25", "of herald-2024-crossing-time says 21.5 minute"),
        (HERALD, "unit: minute", "unit: hour", "of herald-2024-crossing-time says 21 hour"),
        (ASSUMED, "3.5,3,4,month", "3.5,3,5,month", "winter_rest: none of its numerals says 3.5 month"),
        (ASSUMED, "3.5,3,4,month", "3.5,3,4,year", "winter_rest: none of its numerals says 3.5 year"),
    ],
)
def test_a_range_with_another_end_is_named(ranges, file, old, new, said):
    replace(ranges.data / file, old, new)
    problems = figure_problems(again(ranges))
    assert any(said in problem for problem in problems), problems


def test_a_figure_in_another_unit_of_its_kind_agrees_and_one_of_another_kind_is_not_compared(ranges):
    claims = ranges.data / "claims" / "herald-2024.yml"
    replace(claims, "18..24\n    unit: minute", "0.3..0.4\n    unit: hour")
    assert figure_problems(again(ranges)) == []
    replace(claims, "0.3..0.4\n    unit: hour", "7..8\n    unit: km")
    assert figure_problems(again(ranges)) == []


def test_a_claim_of_several_times_ten_may_take_the_low_end_of_its_numeral():
    # "Several billion" is read as two to nine of them; "at least several billion" is at least two.
    row = Entry(2, "a", 1, 1, "數十億美元", "2e9..9e9", "USD", "claim", ("a-b",))
    claim = changed(next(iter(PROJECT.claims.values())), line=1, numeral="數十億美元", unit="USD")
    assert claim_problems(changed(claim, printed=PrintedFigure.read("≥", "2e9")), [row], PROJECT) == []
    assert claim_problems(changed(claim, printed=PrintedFigure.read("=", "2e9")), [row], PROJECT) != []


@pytest.mark.parametrize(
    ("old", "new"), [("herald-2024,1,1,24", "herald-2024,one,1,24"), ("4,1,2 liters", "4,first,2 liters")]
)
def test_a_line_or_an_occurrence_that_is_no_number_is_said_with_its_row(project, old, new):
    replace(project.data / "numerals.csv", old, new)
    (problem,) = found(project)
    assert problem.startswith("data/numerals.csv, line ")
    assert problem.endswith("line and occurrence are whole numbers")


# --- the ledger and the articles --------------------------------------------------------------------------------------


def test_every_numeral_of_the_articles_is_in_the_ledger_and_every_row_in_the_articles():
    assert check_ledger(None, PROJECT) == []
    assert check_ledger(ROOT / "text", PROJECT) == []


def test_any_row_that_is_deleted_is_missed_where_it_stood(project):
    ledger = project.data / "numerals.csv"
    rows = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    for entry in entries(PROJECT):
        ledger.write_text(
            "".join(row for number, row in enumerate(rows, start=1) if number != entry.row), encoding="utf-8"
        )
        assert found(project) == [
            f"text/{entry.source}.txt:{entry.line}: {entry.numeral!r} is not in data/numerals.csv"
        ]


@pytest.mark.parametrize(
    ("source", "sentence", "numeral"),
    [
        ("herald-2024", "Another 77 boats wait.", "77"),
        ("herald-2024", "Another seventy-seven boats wait.", "seventy-seven"),
        ("herald-2024", "Their speed doubled.", "doubled"),
        ("herald-2024", "They hired dozens of sailors.", "dozens"),
        ("herald-2024", "They ordered the L400.", "L400"),
        ("fjordblad-2024", "Attåt kom 77 folk.", "77 folk"),
    ],
)
def test_a_sentence_with_a_number_added_to_an_article_is_said_where_it_is(project, source, sentence, numeral):
    path = project.root / "text" / f"{source}.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines[2] += f" {sentence}"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert found(project) == [f"text/{source}.txt:3: {numeral!r} is not in data/numerals.csv"]


@pytest.mark.parametrize("sentence", ["另有77个码头。", "另有七十七个码头。", "增长了三倍。", "另购数百张H999。"])
def test_a_number_added_to_a_chinese_article_is_said_where_it_is(project, sentence):
    text = "轮渡每天开24班。\n每班载80人。\n"
    rows = "".join(
        f"herald-2024,{one.line},{one.occurrence},{one.numeral},{one.value},{one.unit},context,,\n"
        for one in draft(text, find_language(PROJECT, "zh"))
    )
    replace(project.data / "sources.csv", "2024-05,en,", "2024-05,zh-Hans,")
    ledger = project.data / "numerals.csv"
    head, *others = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in others if not row.startswith("herald-2024")]
    ledger.write_text("".join([head, rows, *kept]), encoding="utf-8")
    path = project.root / "text" / "herald-2024.txt"
    path.write_text(text, encoding="utf-8")
    assert found(project) == []
    path.write_text(text.replace("人。", f"人。{sentence}"), encoding="utf-8")
    assert found(project)
    assert all(problem.startswith("text/herald-2024.txt:2: ") for problem in found(project))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\n2\n3\n4\n5\n6\n", "herald-2024-founded stands in line 7, but text/herald-2024.txt has 6 lines"),
        ("1\n2\n3\n4\n5\n\n7", "herald-2024-punctual stands in line 6, which is empty in text/herald-2024.txt"),
    ],
)
def test_a_claim_in_a_line_that_its_article_does_not_have_is_named(project, text, said):
    assert list(lost_claims(again(project))) == []
    (project.root / "text" / "herald-2024.txt").write_text(text, encoding="utf-8")
    (line,) = lost_claims(again(project))
    assert line.startswith("data/claims/herald-2024.yml, line ")
    assert line.endswith(said)
    assert line in problems(again(project))


def test_a_row_that_no_article_has_is_named_by_its_line(project):
    ledger = project.data / "numerals.csv"
    append(ledger, "herald-2024,4,1,77,77,1,context,,\n")
    last = len(ledger.read_text(encoding="utf-8").splitlines())
    assert found(project) == [f"data/numerals.csv, line {last}: line 4 of text/herald-2024.txt has no '77'"]


def test_which_of_several_numerals_of_one_text_is_missed_is_said(project):
    replace(
        project.root / "text" / "herald-2024.txt",
        "2 liters of fuel across",
        "2 liters of fuel across, and 2 liters back",
    )
    assert found(project) == ["text/herald-2024.txt:4: '2 liters' (number 2 in its line) is not in data/numerals.csv"]
    append(project.data / "numerals.csv", "herald-2024,4,2,2 liters,2,liter,context,,\n")
    assert found(project) == []
    append(project.data / "numerals.csv", "herald-2024,4,3,2 liters,2,liter,context,,\n")
    (problem,) = found(project)
    assert problem.endswith("line 4 of text/herald-2024.txt has no '2 liters' number 3")


def test_a_value_that_its_numeral_does_not_say_is_named(project):
    replace(project.data / "numerals.csv", "$1.3 million,1300000", "$1.3 million,1.3e9")
    assert found(project) == ["data/numerals.csv, line 7: '$1.3 million' is not '1.3e9'"]


def test_a_line_put_into_an_article_does_not_flood_the_list(project):
    article = project.root / "text" / "herald-2024.txt"
    article.write_text("\n" + article.read_text(encoding="utf-8"), encoding="utf-8")
    problems = found(project)
    assert len(problems) == 21  # each of its twelve numerals is missed, and missing, and twenty are listed
    assert problems[-1] == "text/herald-2024.txt: and 4 more; was a line put in or taken away?"


def test_what_differs_is_said_in_the_order_of_the_article(project):
    article = project.root / "text" / "herald-2024.txt"
    replace(article, "1911", "1912")
    replace(article, "24 crossings", "25 crossings")
    said = [re.match(r"text/herald-2024\.txt:(\d)|.*: line (\d) of ", problem) for problem in found(project)]
    assert [which[1] or which[2] for which in said] == ["1", "1", "7", "7"]


def test_of_articles_elsewhere_the_whole_path_is_said(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (project.root / "text").rename(elsewhere)
    assert check_ledger(elsewhere, again(project)) == []
    replace(elsewhere / "herald-2024.txt", "1911", "1912")
    assert any(
        problem.startswith(f"{elsewhere}/herald-2024.txt:7: ") for problem in check_ledger(elsewhere, again(project))
    )


def test_a_missing_article_is_one_line(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (project.root / "text").rename(elsewhere)
    (elsewhere / "fjordblad-2024.txt").unlink()
    assert check_ledger(elsewhere, again(project)) == [f"{elsewhere}/fjordblad-2024.txt: the article is missing"]


def test_of_a_missing_article_what_lies_there_under_another_name_is_said(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (project.root / "text").rename(elsewhere)
    (elsewhere / "fjordblad-2024.txt").rename(elsewhere / "fjordblad.txt")
    assert check_ledger(elsewhere, again(project)) == [
        f"{elsewhere}/fjordblad-2024.txt: the article is missing; its folder has 'fjordblad.txt', and an article is "
        "called by its source's key, here fjordblad-2024.txt"
    ]


def test_of_an_article_that_a_book_does_not_keep_nothing_is_said(project):
    (project.root / "text" / "fjordblad-2024.txt").unlink()
    assert list(texts_of(again(project))) == ["herald-2024"]
    assert found(project) == []


def test_an_article_that_is_not_utf8_is_one_line_and_the_others_are_read(project):
    (project.root / "text" / "fjordblad-2024.txt").write_bytes("十倍".encode("gb18030"))
    replace(project.root / "text" / "herald-2024.txt", "1911", "1912")
    problems = found(project)
    assert len(problems) == 3
    assert "text/fjordblad-2024.txt is not UTF-8" in problems[-1]


def test_a_missing_folder_is_one_line(tmp_path):
    (problem,) = check_ledger(tmp_path / "nowhere", PROJECT)
    assert "no such folder" in problem


def test_a_source_in_a_language_that_nobody_reads_is_one_line(project):
    replace(project.data / "sources.csv", "2024-05,en,", "2024-05,da,")
    (problem,) = found(project)
    assert "'da'" in problem


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_command_fails_with_code_2_and_says_where(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (project.root / "text").rename(elsewhere)
    (elsewhere / "herald-2024.txt").unlink()
    answer = claimbook("--book", project.root, "check", "--sources", elsewhere)
    assert answer.code == 2
    assert answer.err == f"{elsewhere}/herald-2024.txt: the article is missing\n"


def test_with_the_articles_the_command_says_that_they_were_checked(there):
    answer = claimbook("check")
    assert answer.code == 0
    assert "Every numeral of the articles is in the ledger" in " ".join(answer.out.split())
    assert "was not held against" not in answer.out


@pytest.mark.thorough
def test_without_articles_the_command_says_that_they_were_not_checked(project):
    for path in (project.root / "text").iterdir():
        path.unlink()
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 0
    assert "The ledger was not held against herald-2024, fjordblad-2024" in " ".join(answer.out.split())
    assert "Every numeral of the articles" not in answer.out

"""Beginning a source, a chapter, a formula, a claim: what is written, and that nothing is written by halves."""

import csv
import json
import re

import nbformat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimbook.authoring.chapter import LONGEST_ID, card_cell
from claimbook.authoring.contents import with_page
from claimbook.authoring.derivation import with_module
from claimbook.authoring.writing import LOCK
from claimbook.errors import UserError
from claimbook.project import Project, project_at
from claimbook.register.claims import Test as ClaimTest
from claimbook.register.entries_in_full import written_out
from claimbook.register.references import label_of
from tests.commands import claimbook
from tests.editing import replace

TEXT = """The ferry to Skerry Island takes 45 minutes.
It carries 60 cars, twice as many as the old one, at $18 a car: $1,080 a trip.
"""


@pytest.fixture
def book(project):
    """The folder of a book of the test's own, with a text to take in beside it."""
    (project.root.parent / "skerry.txt").write_text(TEXT, encoding="utf-8")
    return project.root


def run(book, *arguments):
    """What a command says of a book, which it reads anew as a command of its own does."""
    project_at.cache_clear()
    return claimbook("--book", book, *arguments)


def add_source(
    book, *more, key="skerry-2024", published="2024-05-14", language="en", title="The new ferry",
    publisher="Skerry Post", url="",
):  # fmt: skip
    return run(
        book, "source", "add", book.parent / "skerry.txt", "--key", key, "--title", title, "--publisher", publisher,
        "--published", published, "--language", language, *(("--url", url) if url else ()), *more,
    )  # fmt: skip


def table(book, name):
    with (book / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(book):
    """Every file of a book with what is in it, but for the one that is locked while it is changed."""
    paths = [path for path in book.rglob("*") if path.is_file() and path != book / "_build" / LOCK]
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in paths}


def add_claim(book, *more, claim_id="skerry-2024-trip"):
    return run(
        book, "claim", "new", claim_id, "--line", "2", "--numeral", "$1,080", "--statement", "A full trip takes $1,080",
        "--chapter", "money", "--printed", "1080", "--unit", "USD", *more,
    )  # fmt: skip


# --- a source -------------------------------------------------------------------------------------------------------


def test_a_new_source_has_its_row_reference_page_place_ledger_and_stubs(book):
    answer = add_source(book)
    assert answer.code == 0, answer.err
    assert table(book, "sources")[-1] == {
        "key": "skerry-2024", "short": "The new ferry", "publisher": "Skerry Post", "published": "2024-05-14",
        "language": "en", "about": "Published by Skerry Post", "title": "The new ferry", "outlet": "Skerry Post",
        "author": "", "reposted_by": "", "address": "", "archived": "",
    }  # fmt: skip
    assert "@misc{skerry-2024," in (book / "book" / "references.bib").read_text(encoding="utf-8")
    assert "{source-page} skerry-2024" in (book / "book" / "sources" / "skerry-2024.md").read_text(encoding="utf-8")
    assert "- file: book/sources/skerry-2024\n" in (book / "_toc.yml").read_text(encoding="utf-8")
    drafted = [row for row in table(book, "numerals") if row["source"] == "skerry-2024"]
    assert [(row["line"], row["numeral"], row["value"], row["unit"]) for row in drafted] == [
        ("1", "45 minutes", "45", "minute"),
        ("2", "60", "60", "1"),
        ("2", "twice", "2", "1"),
        ("2", "$18", "18", "USD"),
        ("2", "$1,080", "1080", "USD"),
    ]
    stubs = yaml.safe_load((book / "data" / "claims" / "skerry-2024.yml").read_text(encoding="utf-8"))["claims"]
    assert {stub["numeral"] for stub in stubs} >= {"45 minutes", "$1,080"}
    assert all(stub["statement"] == "todo" for stub in stubs)


@pytest.mark.thorough
def test_what_is_still_to_be_written_is_all_that_the_check_says_of_a_new_source(book):
    add_source(book)
    said = run(book, "check").err.splitlines()
    assert [line for line in said if "todo" not in line] == []
    assert {line.partition(",")[0] for line in said} == {"data/claims/skerry-2024.yml", "data/numerals.csv"}


def test_a_language_is_written_as_its_code_is_however_it_was_typed(book):
    assert add_source(book, language="EN-US").code == 0
    assert Project(book).sources.loc["skerry-2024", "language"] == "en-US"


def test_a_text_is_kept_only_where_that_is_asked_for(book):
    add_source(book)
    assert not (book / "text" / "skerry-2024.txt").exists()
    add_source(book, "--keep-text", key="skerry-2025")
    assert (book / "text" / "skerry-2025.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": "herald-2024"}, "has a source herald-2024 already"),
        ({"key": "Skerry 2024"}, "cannot be called 'Skerry 2024'"),
        ({"published": "2024-02-30"}, "is no date"),
        ({"published": "May 2024"}, "is no date"),
        ({"language": "tlh"}, "no language is called 'tlh'"),
        ({"title": " "}, "--title is empty"),
        ({"publisher": ""}, "--publisher is empty"),
        ({"url": "example"}, "--url 'example' is no address"),
    ],
)
def test_a_source_that_cannot_be_is_one_line_and_nothing_is_written(book, wrong, said):
    before = files(book)
    answer = add_source(book, **wrong)
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert files(book) == before


@pytest.mark.parametrize("content", [b"", b"\n\n", "十倍".encode("gb18030")])
def test_a_text_that_is_empty_or_not_utf8_is_one_line_and_nothing_is_written(book, content):
    (book.parent / "skerry.txt").write_bytes(content)
    before = files(book)
    answer = add_source(book)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert files(book) == before


def test_nothing_is_written_where_one_file_cannot_be(book):
    (book / "data" / "claims" / "skerry-2024.yml").mkdir()
    before = files(book)
    answer = add_source(book)
    assert answer.code == 2
    assert "is a folder" in answer.err
    assert files(book) == before


# --- a claim --------------------------------------------------------------------------------------------------------


def test_a_new_claim_takes_the_place_of_its_stub_and_says_its_verdict(book):
    add_source(book)
    run(book, "derivation", "new", "trip_takings", "--module", "money", "--formula", "boat_count * ticket_price * 50",
        "--gives", "US dollar", "--about", "What a trip takes", "--oracle", "6 * 3.5 * 50 USD")  # fmt: skip
    answer = add_claim(book, "--searched", "the harbour's reports")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("skerry-2024-trip unverified.")
    project = Project(book)
    assert project.claims["skerry-2024-trip"].printed.claimed == 1080
    stubs = [claim for claim in project.all_claims if claim.source == "skerry-2024" and not claim.is_written]
    assert "$1,080" not in {stub.numeral for stub in stubs}
    (row,) = [row for row in table(book, "numerals") if row["numeral"] == "$1,080"]
    assert (row["disposition"], row["ref"]) == ("claim", "skerry-2024-trip")


def test_a_new_claims_card_stands_below_the_last_card_of_its_chapter(book):
    add_source(book)
    add_claim(book, "--searched", "the harbour's reports")
    cells = nbformat.read(book / "book" / "money.ipynb", as_version=4).cells
    shown = [cell.source for cell in cells if cell.source.startswith("card(")]
    assert shown[-1] == 'card("skerry-2024-trip", model)'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "has no test that decides it; say what is `missing` for one, or what was `searched` for evidence"),
        (("--quantity", "yearly_taking"), "did you mean yearly_takings"),
        (("--evidence", "fuel_delivery", "--bearing", "same"), "did you mean fuel_delivered"),
        (("--quantity", "season_length"), "comes out in"),
        (("--missing", "the year", "--searched", "reports"), "it has both `missing` and `searched`"),
        (
            ("--evidence", "punctuality_list", "--bearing", "same", "--finding", "confirms", "--searched", "reports"),
            "has `searched`, as if nothing decided it, but a test does",
        ),
        (("--evidence", "punctuality_list", "--bearing", "same"), "no figure to compare, no finding and no reason"),
        (("--evidence", "punctuality_list", "--finding", "confirms"), "does not say how it bears on the claim"),
        (
            ("--evidence", "punctuality_list", "--finding", "true"),
            "--finding 'true' cannot be; it says: 'confirms', 'contradicts', 'leaves open' or 'not due'",
        ),
        (
            ("--quantity", "yearly_takings", "--test", "estimate", "--bearing", "roughly"),
            "--bearing 'roughly' cannot be; it says: 'same', 'at least', 'at most' or 'near'",
        ),
        *(
            (("--test", "hearsay", *more), "--test 'hearsay' cannot be; it says: 'arithmetic', 'estimate', 'evidence'")
            for more in ((), ("--quantity", "yearly_takings"), ("--evidence", "punctuality_list"))
        ),
        (("--test", "outcome"), "its outcome test names nothing"),
        (("--test", "estimate", "--evidence", "punctuality_list"), "its estimate test needs a quantity"),
        (("--weight", "heavy"), "--weight 'heavy' cannot be; it says: 'main', 'supporting' or 'incidental'"),
        (("--searched", "reports", "--line", "9"), "no numeral stands in that line"),
        (("--searched", "reports", "--numeral", "19"), "those of that line are 60, twice, $18, $1,080"),
        (("--chapter", "moneys"), "did you mean money"),
        (("--chapter", "The Money"), "no chapter is called 'The Money'; did you mean money"),
        (("--as-of", "May 2024", "--searched", "reports"), "--as-of 'May 2024' cannot be; it should be a time such as"),
        (("--unit", "dollarydoo"), "is not a unit"),
        (("--printed", "more than $27 per boat"), "not a kind of USD; write one such as 4.6e6"),
        (("--printed", "more than $27 per boat"), "in the unit that --unit says"),
        (
            ("--printed", "4,5 percent", "--unit", "percent"),
            "--printed: '4,5 percent' can be read in two ways: write a point before decimals, and a comma "
            "between thousands only\n",
        ),
        (("--printed", "30%", "--unit", "1"), "--printed '30%' is in percent, and --unit says 1"),
        (("--printed", "about 90..100"), "--printed: 'about 90..100' is more than one figure"),
        (("--printed", "100..90"), "--printed: '100..90' ends below where it begins"),
    ],
)
def test_a_claim_that_cannot_be_is_one_line_and_nothing_is_written(book, more, said):
    add_source(book)
    before = files(book)
    answer = add_claim(book, *more)
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert files(book) == before


def test_a_printed_figure_without_a_unit_is_refused_and_nothing_is_written(book):
    add_source(book)
    before = files(book)
    given = ["--line", "2", "--statement", "A trip takes 18", "--chapter", "money", "--searched", "reports"]
    answer = run(book, "claim", "new", "skerry-2024-trip", *given, "--printed", "18")
    assert answer.code == 2
    assert "it has a printed figure and no `unit`; write it, 1 for none" in answer.err
    assert files(book) == before


@pytest.mark.parametrize(
    ("printed", "unit", "written"),
    [
        ("more than $27 per boat", None, ("more than 27", "USD/boat")),
        ("more than $27", "USD/boat", ("more than 27", "USD/boat")),
        ("at least 1.50 million US dollars", "USD", ("at least 1.50e6", "USD")),
        ("不到20%", None, ("less than 20", "percent")),
        ("20倍以上", None, ("at least 20", "1")),
        ("4.6e6", "USD", ("4.6e6", "USD")),
        ("90..100", "minute", ("90..100", "minute")),
        ("90 to 100 minutes", None, ("90..100", "minute")),
        ("about 30.0", "percent", ("about 30.0", "percent")),
    ],
)
def test_a_printed_figure_is_given_as_it_is_said_and_written_as_the_claims_files_do(book, printed, unit, written):
    add_source(book)
    answer = run(
        book, "claim", "new", "skerry-2024-trip", "--line", "2", "--statement", "A trip takes so much", "--chapter",
        "money", "--searched", "reports", "--printed", printed, *(["--unit", unit] if unit else []),
    )  # fmt: skip
    assert answer.code == 0, answer.err
    (claim,) = yaml.safe_load((book / "data" / "claims" / "skerry-2024.yml").read_text(encoding="utf-8"))["claims"][-1:]
    assert (str(claim["printed"]), claim["unit"]) == written


def test_a_stubs_unit_is_that_of_a_figure_without_one_and_no_other(book):
    add_source(book)
    given = ["--statement", "A trip takes so much", "--chapter", "money", "--searched", "reports"]
    run(book, "claim", "new", "skerry-2024-line-2-1080", *given, "--printed", "about 1080")
    run(book, "claim", "new", "skerry-2024-line-2-18", *given, "--printed", "$18 per boat")
    claims = Project(book).claims
    assert claims["skerry-2024-line-2-1080"].unit == "USD"
    assert claims["skerry-2024-line-2-18"].unit == "USD/boat"


def test_a_claim_held_against_evidence_is_judged_on_it(book):
    add_source(book)
    run(book, "claim", "new", "skerry-2024-line-1-45-minutes", "--statement", "The trip takes 45 minutes",
        "--chapter", "crossings", "--evidence", "punctuality_list", "--bearing", "same", "--finding", "confirms",
        "--weight", "main")  # fmt: skip
    claim = Project(book).claims["skerry-2024-line-1-45-minutes"]
    assert claim.weight == "main"
    assert claim.tests == (
        ClaimTest(kind="evidence", evidence=("punctuality_list",), bearing="same", finding="confirms"),
    )
    assert run(book, "show", claim.id, "--json").out.count('"verdict": "holds"') == 1


@pytest.mark.parametrize(
    ("more", "verdict", "tests"),
    [
        ((), "adds up", [ClaimTest(kind="arithmetic", quantity="fleet_price")]),
        (
            ("--test", "estimate", "--bearing", "same"),
            "holds",
            [ClaimTest(kind="estimate", quantity="fleet_price", bearing="same")],
        ),
        (
            ("--test", "estimate", "--bearing", "near", "--evidence", "punctuality_list", "--missing", "the year"),
            "underdetermined",
            [
                ClaimTest(kind="estimate", quantity="fleet_price", bearing="near"),
                ClaimTest(kind="evidence", evidence=("punctuality_list",), bearing="near"),
            ],
        ),
    ],
)
def test_what_a_quantity_is_to_a_claim_is_as_said_and_arithmetic_where_nothing_is(book, more, verdict, tests):
    # Six boats at $2 million, between $1.5 and 2.4 million each, are $12 million in the middle of what they may cost.
    run(book, "derivation", "new", "fleet_price", "--module", "money", "--gives", "US dollar", "--about", "The boats",
        "--formula", "boat_count * boat_price", "--oracle", "6 * 2e6 USD")  # fmt: skip
    answer = run(book, "claim", "new", "herald-2024-fleet", "--line", "5", "--numeral", "$12 million",
                 "--statement", "The boats were bought for $12 million", "--chapter", "money", "--printed", "12e6",
                 "--unit", "USD", "--quantity", "fleet_price", *more)  # fmt: skip
    assert answer.out.startswith(f"herald-2024-fleet {verdict}."), answer.err
    assert Project(book).claims["herald-2024-fleet"].tests == tuple(tests)


def test_a_figure_that_is_an_input_may_be_a_claim_as_well(book):
    answer = run(
        book, "claim", "new", "herald-2024-six", "--line", "5", "--numeral", "six", "--statement", "The boats are six",
        "--chapter", "money", "--printed", "6", "--unit", "boat", "--quantity", "boat_count",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    (row,) = [row for row in table(book, "numerals") if row["numeral"] == "six"]
    assert (row["disposition"], row["ref"]) == ("assumption", "boat_count herald-2024-six")


def test_a_numeral_that_is_another_claims_is_said_to_be_so(book):
    answer = run(
        book, "claim", "new", "herald-2024-again", "--line", "2", "--numeral", "384,000", "--statement", "So many",
        "--chapter", "crossings", "--printed", "384e3", "--unit", "passenger/year", "--searched", "reports",
    )  # fmt: skip
    assert answer.code == 2
    assert "'384,000' in line 2 is that of herald-2024-yearly-passengers already" in answer.err


@pytest.mark.thorough
@pytest.mark.parametrize("printed", ["about 33.3 percent", "about 33 percent", "about 0.333 1"])
def test_a_third_may_be_claimed_as_so_many_percent_or_as_a_share(book, printed):
    (book.parent / "skerry.txt").write_text("About a third of the passengers drive.\n", encoding="utf-8")
    add_source(book)
    figure, unit = printed.rsplit(" ", 1)
    run(book, "claim", "new", "skerry-2024-third", "--line", "1", "--numeral", "a third", "--chapter", "crossings",
        "--statement", "A third of the passengers drive", "--printed", figure, "--unit", unit,
        "--searched", "the harbour's reports")  # fmt: skip
    said = run(book, "check").err
    assert "skerry-2024-third says" not in said
    assert "'a third'" not in said


def test_units_that_the_book_does_not_know_are_named(book):
    (book.parent / "skerry.txt").write_text("It took €900 in 3 weeks.\n", encoding="utf-8")
    assert "Units that the book does not know yet: EUR; book/units.txt defines its own." in add_source(book).out


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("--line", "Line of the source's text"),
        ("--statement", "What the source says"),
        ("--chapter", "Notebook in book/"),
    ],
)
def test_a_claim_without_what_each_has_is_told_which_option_says_it(book, left_out, said):
    given = {"--line": "5", "--statement": "There are six boats", "--chapter": "money", "--searched": "reports"}
    del given[left_out]
    answer = run(book, "claim", "new", "herald-2024-six", *(word for option in given.items() for word in option))
    assert answer.code == 2
    assert answer.err.startswith(f"claimbook: {left_out} is missing; it says: {said}")
    assert answer.err.count("\n") == 1


def test_a_claim_of_no_source_is_told_the_sources(book):
    assert "the sources are herald-2024, fjordblad-2024" in add_claim(book, claim_id="nobody-2024-trip").err


# --- a chapter, a derivation ----------------------------------------------------------------------------------------


def test_a_new_chapter_has_the_standard_cells_and_its_line_in_the_contents(book):
    answer = run(book, "chapter", "new", "weather", "--title", "How often does it storm?")
    assert answer.code == 0, answer.err
    cells = nbformat.read(book / "book" / "weather.ipynb", as_version=4).cells
    assert cells[0].source == "# How often does it storm?"
    assert [cell.id for cell in cells] == ["title", "parameters", "model", "verdicts", "drivers-title", "drivers"]
    contents = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))
    assert {"file": "book/weather"} in contents["parts"][0]["chapters"]
    before = files(book)
    assert run(book, "chapter", "new", "weather", "--title", "Again?").code == 2
    assert files(book) == before


@pytest.mark.thorough
def test_a_new_derivation_is_computed_and_held_against_its_oracle(book):
    answer = run(
        book, "derivation", "new", "daily_takings", "--module", "prices", "--gives", "US dollar/time",
        "--about", "What tickets bring in a day", "--oracle", "24 * 80 * 3.50 USD/day",
        "--formula", "crossings_per_day * passengers_per_crossing * ticket_price",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    from claimbook.model.model import Model

    assert Model.of(Project(book)).quantity("daily_takings").m_as("USD/day") == 24 * 80 * 3.50
    assert '"daily_takings": ("USD/day", 24 * 80 * 3.50),' in (book / "tests" / "oracles.py").read_text(
        encoding="utf-8"
    )
    assert 'derivations = ["crossings", "money", "prices"]' in (book / "claimbook.toml").read_text(encoding="utf-8")
    assert "daily_takings" not in run(book, "check").err


@pytest.mark.parametrize(
    ("formula", "oracle", "said"),
    [
        ("boat_cout * 2", None, "did you mean boat_count"),
        ("boat_count +", None, "cannot be read at its end"),
        ("3 * 4", None, "names no quantity"),
        ("boat_count", "six boats", "is no number with its unit"),
        ("boat_count", "6 sloops", "'sloops' is not a unit"),
        ("boat_count", "6 USD", "--oracle '6 USD' is not what --gives says, a kind of boat"),
        ("boat_count", "6", "is not what --gives says"),
        ("boat_count", "__import__('os') boat", "is no number with its unit"),
        ("boat_count", None, "'yaun' is not a unit"),
        ("boat_price", None, "the formula 'boat_price' gives USD/boat, and --gives says 'boat'"),
        ("boat_count + boat_price", None, "the units in the formula of fleet do not fit"),
        ("sqrt(boat_count)", None, "calls sqrt, and a derivation is arithmetic and powers such as price ** (1/2)"),
        ("surely(boat_count)", None, "no function is called 'surely'"),
        ("boat_count.real", None, "cannot be read"),
        ("__import__('os').getcwd() * boat_count", None, "cannot be read"),
        ("boat_count + 3 boat", None, "'3 boat': a number with a unit has its place in data/assumptions.csv"),
        ("boat_count", "7 boat", "--oracle '7 boat': the formula gives 6 boat with the book's inputs"),
    ],
)
def test_a_derivation_that_cannot_be_is_one_line_and_nothing_is_written(book, formula, oracle, said):
    before = files(book)
    worked_out = ["--oracle", oracle] if oracle else []
    gives = "yaun" if "yaun" in said else "boat"
    answer = run(
        book, "derivation", "new", "fleet", "--module", "crossings", "--gives", gives, "--about", "Boats",
        "--formula", formula, *worked_out,
    )  # fmt: skip
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert files(book) == before


def test_a_power_is_written_as_python_writes_it(book):
    given = ["--module", "crossings", "--gives", "boat**2", "--about", "Boats by boats", "--formula", "boat_count ^ 2"]
    answer = run(book, "derivation", "new", "square", *given, "--oracle", "6 * 6 boat**2")
    assert answer.code == 0, answer.err
    assert "return boat_count ** 2\n" in (book / "book" / "derivations" / "crossings.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["class", "import", "lambda"])
def test_a_word_of_pythons_is_no_name_of_a_derivation(book, name):
    before = files(book)
    given = ["--module", "crossings", "--gives", "boat", "--about", "Boats", "--formula", "boat_count"]
    answer = run(book, "derivation", "new", name, *given)
    assert answer.code == 2
    assert f"cannot be called {name!r}, which is a word of Python's" in answer.err
    assert files(book) == before


@pytest.mark.parametrize("about", ["The price [sic] of all", 'Boats """ or not', "Boats\\", " ", "Boats\nand more"])
def test_a_sentence_that_no_docstring_can_hold_is_refused_and_nothing_is_written(book, about):
    before = files(book)
    answer = run(
        book, "derivation", "new", "fleet", "--module", "crossings", "--gives", "boat", "--about", about, "--formula",
        "boat_count",
    )  # fmt: skip
    assert answer.code == 2
    assert "cannot stand in a docstring" in answer.err
    assert files(book) == before


def test_a_sign_that_latex_takes_for_its_own_stands_in_the_reference_as_it_was_said(book):
    title = "20% more, 30% less & why: #1_a"
    assert add_source(book, title=title, publisher="AT&T 50% Ltd").code == 0
    entry = Project(book).bibliography.entries["skerry-2024"]
    assert label_of(entry) == "AT&T 50% Ltd 2024"
    assert title in written_out([entry])["skerry-2024"]
    assert "references.bib" not in run(book, "check").err


def test_a_sign_that_latex_takes_for_a_comment_is_said_of_the_reference(book):
    replace(book / "book" / "references.bib", "{{Yearbook of the harbour}}", "{{Yearbook of 5% of the harbour}}")
    said = "book/references.bib: harbour2024 has a % in its title, behind which LaTeX reads nothing; write \\%"
    assert said in run(book, "check").err


# --- an edited text -------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_rows_and_claims_follow_their_numerals_in_an_edited_text(book):
    path = book / "text" / "herald-2024.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(["A word before: 12 boats are at anchor.", *lines[:3], *lines[4:]]), encoding="utf-8")
    answer = run(book, "ledger", "herald-2024", path, "--renumber")
    assert answer.code == 0, answer.err
    assert "gone: '2 liters', which was claim herald-2024-fuel-per-passenger" in answer.out
    assert "new: '12' in line 1" in answer.out
    claims = Project(book).claims
    assert [claims[f"herald-2024-{name}"].line for name in ("takings", "fuel-share", "founded")] == [3, 4, 7]
    said = run(book, "check").err
    assert "text/herald-2024.txt" not in said


@pytest.mark.thorough
def test_an_inputs_locator_follows_as_well(book):
    path = book / "text" / "herald-2024.txt"
    path.write_text("A word before.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    run(book, "ledger", "herald-2024", path, "--renumber")
    located = {row["name"]: row["locator"] for row in table(book, "assumptions")}
    assert (located["ticket_price"], located["boat_count"]) == ("line 3", "line 6")
    assert located["fuel_price"] == "table 2"
    assert run(book, "check").err == ""


@pytest.mark.thorough
def test_whatever_names_lines_follows_and_a_claim_whose_line_has_no_numeral_is_named(book):
    replace(book / "data" / "assumptions.csv", "herald-2024,line 5,", 'herald-2024,"lines 2, 5",')
    replace(book / "data" / "claims" / "herald-2024.yml", "    line: 3\n", "    line:   '3'\n")
    path = book / "text" / "herald-2024.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(["A word before.", *lines[:5], "Another.", *lines[5:]]), encoding="utf-8")
    answer = run(book, "ledger", "herald-2024", path, "--renumber")
    assert answer.code == 0, answer.err
    assert (
        "to be looked at: herald-2024-punctual, in whose line no numeral stands, is taken to be in line 7" in answer.out
    )
    claims = Project(book).claims
    assert [claims[f"herald-2024-{name}"].line for name in ("fuel-share", "punctual", "founded")] == [4, 7, 9]
    located = {row["name"]: row["locator"] for row in table(book, "assumptions")}
    assert located["boat_count"] == "lines 3, 6"


def test_another_text_is_refused_and_nothing_is_written(book):
    before = files(book)
    answer = run(book, "ledger", "herald-2024", book.parent / "skerry.txt", "--renumber")
    assert answer.code == 2
    assert "of the 12 numerals of herald-2024: is it another text?" in answer.err
    assert files(book) == before


def test_a_text_that_was_not_edited_leaves_ledger_and_claims_as_they_are(book):
    before = files(book)
    run(book, "ledger", "herald-2024", book / "text" / "herald-2024.txt", "--renumber")
    assert {name for name, content in files(book).items() if content != before[name]} == set()


# --- what is written ------------------------------------------------------------------------------------------------

names = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8}){0,2}", fullmatch=True)
captions = st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8})?", fullmatch=True)


@pytest.mark.thorough
@given(
    st.dictionaries(captions, st.lists(names, min_size=1, max_size=4, unique=True), min_size=1, max_size=4),
    names,
    captions,
)
def test_the_contents_say_what_they_said_and_one_page_more(parts, page, caption):
    before = {
        "root": "index",
        "parts": [{"caption": c, "chapters": [{"file": f"x/{n}"} for n in ns]} for c, ns in parts.items()],
    }
    after = yaml.safe_load(with_page(yaml.safe_dump(before, sort_keys=False), f"book/{page}", caption))
    expected = json.loads(json.dumps(before))
    part = next((part for part in expected["parts"] if part["caption"] == caption), None)
    if part is None:
        part = {"caption": caption, "chapters": []}
        expected["parts"].append(part)
    part["chapters"].append({"file": f"book/{page}"})
    assert after == expected


@pytest.mark.parametrize(
    ("before", "caption", "after"),
    [
        ("parts:\n- caption: One\n  chapters:\n  - file: a\n", "Money: who pays", "Money: who pays"),
        ("parts:\n- caption: 'Money: who pays'\n  numbered: true\n  chapters:\n  - file: a\n", "Money: who pays", None),
        ("parts:\n- caption: One\n  numbered: true\n  chapters:\n", "One", None),
        ("parts:\n- numbered: true\n  caption: One\n", "One", None),
        ("parts:\n-   caption: One\n    chapters:\n      -   file: a\n", "One", None),
        ("parts:\n-   caption: One\n    chapters:\n      -   file: a\n", "Two", "Two"),
        (
            "parts:\n- caption: One\n  chapters:\n  - file: a\n    sections:\n    - file: b\n- caption: Two\n",
            "One",
            None,
        ),
        ("parts:\n- caption: One\n  chapters:\n  - file: a\n\n# A word.\ndefaults:\n  numbered: true\n", "No", "No"),
    ],
)
def test_however_the_contents_are_written_a_page_is_added_to_its_part(before, caption, after):
    was, now = yaml.safe_load(before), yaml.safe_load(with_page(before, "book/cake", caption))
    if after:
        was["parts"].append({"caption": after, "chapters": []})
    part = next(part for part in was["parts"] if part["caption"] == caption)
    part["chapters"] = [*(part.get("chapters") or []), {"file": "book/cake"}]
    assert now == was


def test_pages_in_brackets_are_no_lines_to_add_to():
    with pytest.raises(UserError, match="has the pages of 'One' in brackets"):
        with_page("parts:\n- caption: One\n  chapters: [{file: a}]\n", "book/cake", "One")


def test_a_page_that_is_in_the_contents_already_is_refused():
    with pytest.raises(UserError, match="lists book/cake already"):
        with_page("parts:\n  - caption: Chapters\n    chapters:\n      - file: book/cake\n", "book/cake", "Chapters")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('derivations = ["a"]\n', 'derivations = ["a", "b"]\n'),
        ('derivations = [\n  "a", "c",\n]\n', 'derivations = [\n  "a", "c", "b"]\n'),
    ],
)
def test_a_module_is_added_to_the_settings_list(before, after):
    import tomllib

    assert tomllib.loads(with_module(before, "b")) == tomllib.loads(after)


@pytest.mark.thorough
@given(st.lists(st.text("ab", min_size=60, max_size=70), min_size=2, max_size=6, unique=True))
def test_cells_of_claims_with_long_ids_have_ids_of_their_own(claims):
    ids = [card_cell(f"gazette-2024-{claim}").id for claim in claims]
    assert len(set(ids)) == len(claims)
    assert all(re.fullmatch(rf"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}", name) for name in ids)

"""The gate: thirty ways to break a book, all of them found in one run, each as one line with its place."""

# ruff: noqa: E501

import pytest

from claimbook.checks import gate
from claimbook.errors import UserError
from claimbook.project import Project
from tests.commands import claimbook
from tests.editing import add_cell, append, change_notebook, replace
from tests.engine.book import copy_book


def add_markdown(text):
    return lambda path: add_cell(path, text)


def take_card(claim_id):
    def take(cells):
        for cell in cells:
            source = "".join(cell["source"])
            if f'"{claim_id}"' in source and cell["cell_type"] == "code":
                cell["source"] = source.replace(claim_id, "herald-2024-founded")

    return lambda path: change_notebook(path, take)


def strip_outputs(path):
    def strip(cells):
        shown = [cell for cell in cells if cell["cell_type"] == "code" and cell.get("outputs")]
        shown[-1]["outputs"] = []

    change_notebook(path, strip)


def put(old, new):
    return lambda path: replace(path, old, new)


def add(text):
    return lambda path: append(path, text)


def new_file(text):
    return lambda path: path.write_text(text, encoding="utf-8")


#: What is broken, in which file, and what the gate says of it: one way to be wrong on each line.
WAYS = [
    ("a claim's quantity that does not exist", "data/claims/herald-2024.yml", put("quantity: fuel_share", "quantity: fuel_shaer"), "did you mean fuel_share"),
    ("a finding of a claim that is none", "data/findings.csv", put("herald-2024-fuel-per-passenger,en", "herald-2024-fuel-per-pasenger,en"), "data/findings.csv, line 2: no claim is called 'herald-2024-fuel-per-pasenger'"),
    ("a finding whose claim has another verdict by now", "data/findings.csv", put("fjd,holds", "fjd,fails"), "data/findings.csv, line 4: the headline speaks of a claim with the verdict fails, and herald-2024-yearly-passengers has holds now"),
    ("a finding's mark that stands for no number", "data/findings.csv", put(": {found}", ": {fuond}"), "{fuond} stands for no number; write one of printed, found"),
    ("a claim's unit that is none", "data/claims/herald-2024.yml", put("unit: liter/passenger", "unit: liter/pasenger"), "'liter/pasenger' is not a unit"),
    ("evidence that does not exist", "data/claims/herald-2024.yml", put("[punctuality_list]", "[punctuality_lis]"), "did you mean punctuality_list"),
    ("a test that does not say how it bears on its claim", "data/claims/fjordblad-2024.yml", put("doubling_time\n        bearing: same\n", "doubling_time\n"), "fjordblad-2024-doubling-time: its estimate test does not say how it bears"),
    ("a claim that no test decides", "data/claims/herald-2024.yml", put("finding: not due", "finding: leaves open\n        bearing: same"), "herald-2024-paid-back has no test that decides it"),
    ("a figure that cannot be read", "data/claims/herald-2024.yml", put("printed: about ", "printed: roughly "), "is not a printed figure"),
    ("an unknown key", "data/claims/fjordblad-2024.yml", put("    weight: main", "    wait: main"), "there is no such key"),
    ("a name in a note that exists nowhere", "data/claims/herald-2024.yml", put("was founded in 1911\n", "was founded in 1911\n    note: See deed_of_old. True\n"), "deed_of_old"),
    ("a source called by its key in a text for readers", "data/assumptions.csv", add("key_part,count,1,,,day,,,,What herald-2024 prints,harbour2024,,,,printed\n"), "herald-2024 is a key, and readers see this text"),
    ("an assumption without a reference in the bibliography", "data/assumptions.csv", put(",harbour2024,", ",harbour2034,"), "'harbour2034' is not in book/references.bib"),
    ("an assumption whose range is reversed", "data/assumptions.csv", put("boat_price,estimate,2e6,1.5e6,2.4e6", "boat_price,estimate,2e6,2.4e6,1.5e6"), "needs 0 < low"),
    ("an assumption that nothing uses", "data/assumptions.csv", add("spare_part,count,1,,,day,,,,Nothing,harbour2024,,,,printed\n"), "depends on spare_part"),
    ("two assumptions in the same words", "data/assumptions.csv", add("first_part,count,1,,,day,,,,Days of a part,harbour2024,,,,printed\nsecond_part,count,1,,,day,,,,Days of a part,harbour2024,,,,printed\n"), "second_part is described in the words of first_part"),
    ("a quote that none of its numerals stands in", "data/claims/herald-2024.yml", put("numeral: 384,000", "numeral: 394,000"), "quotes '394,000', in which none of its numerals stands: 384,000"),
    ("a range without a reason", "data/assumptions.csv", add("wide_part,estimate,2,1,3,day,,metalog,,Nothing,harbour2024,,,,printed\n"), "wide_part has a range but no reason"),
    ("a range that no distribution has", "data/assumptions.csv", put("fuel_price,estimate,1.5,", "fuel_price,estimate,1.25,"), "no distribution of this family has 1.2, 1.25 and 1.9"),
    ("an exact input that has a range", "data/assumptions.csv", put("occupied_share,estimate,", "occupied_share,premise,"), "occupied_share is exact (premise) and has a range"),
    ("evidence in another unit than is one", "data/evidence.csv", put(",205e3,liter/year", ",205e3,liter/yaer"), "'liter/yaer' is not a unit"),
    ("a date that is none", "data/sources.csv", put("2024-06-02", "June 2024"), "June 2024"),
    ("a correlation above one", "data/correlations.csv", put(",0.6,", ",1.6,"), "1.6"),
    ("a comparison of claims that do not exist", "data/comparisons.csv", put("herald-2024-", "herald-2023-"), "no claim is called 'herald-2023-"),
    ("a comparison that shows a quantity that does not exist", "data/comparisons.csv", put(",yearly_passengers_by", ",yearly_passenger_by"), "did you mean yearly_passengers_by_seats"),
    ("a numeral that says something else", "data/numerals.csv", put('"384,000",384000,', '"384,000",385000,'), "'384,000' is not '385000'"),
    ("a numeral that nobody has decided on", "data/numerals.csv", put(",context,,", ",todo,,"), "is still 'todo'"),
    ("a numeral that names no claim", "data/numerals.csv", put(",claim,herald-2024-takings", ",claim,herald-2024-takinges"), "herald-2024-takinges"),
    ("a way to a number that does not exist", "data/ways.csv", put(",yearly_fuel,", ",yearly_feul,"), "did you mean yearly_fuel"),
    ("a derivation without an oracle", "tests/oracles.py", put('"payback_time"', '"payback_times"'), "payback_time has no oracle"),
    ("a formula that gives another kind than it says", "book/derivations/money.py", put("[US dollar/time]", "[US dollar]"), "is said to give [US dollar]"),
    ("a module of formulas that is not listed", "book/derivations/made_up.py", new_file('"""Made up."""\n'), "does not list made_up"),
    ("a unit of the book's that is no definition", "book/units.txt", add("widget\n"), "book/units.txt, line"),
    ("a chapter's claim without a card", "book/money.ipynb", take_card("fjordblad-2024-dearer"), "fjordblad-2024-dearer has no card"),
    ("a misspelt result in a sentence", "book/crossings.ipynb", add_markdown('It <data value="herald-2024-punctual.verdikt"></data>.'), "herald-2024-punctual.verdikt"),
    ("a number typed into a mark", "book/crossings.ipynb", add_markdown('It <data value="herald-2024-punctual.verdict">is true</data>.'), "do not say what the model gives for herald-2024-punctual.verdict"),
    ("a result typed into prose", "book/crossings.ipynb", add_markdown("They carry 22.4× as many."), "'22.4×' is a result typed into prose"),
    ("stripped outputs", "book/money.ipynb", strip_outputs, "are stripped"),
    ("a misspelt result on a page", "index.md", add("\n{result}`herald-2024-takings.derivd`\n"), "herald-2024-takings.derivd"),
    ("a citation that does not exist", "book/what-matters.md", add("\nSee {cite:t}`harbour2024b`.\n"), "'harbour2024b' is not in book/references.bib"),
    ("a page that asks another host", "book/register.md", add("\n![x](https://example.org/x.png)\n"), "it asks for https://example.org/x.png"),
    ("a page that the contents do not list", "book/new-page.md", new_file("# New\n"), "does not list book/new-page"),
    ("a source without a page", "book/sources/fjordblad-2024.md", put("{source-page} fjordblad-2024", "{source-page} herald-2024"), "no page shows fjordblad-2024"),
    ("a scenario of an assumption that does not exist", "scenarios/fuller-boats.yml", put("passengers_per_crossing:", "passengers_per_crosing:"), "did you mean passengers_per_crossing"),
    ("a changed input's sentence without its numbers", "book/names.csv", add("changed,boat_price,A boat costs #\n"), "changed, boat_price: write #"),
    ("a word for a unit that is none", "book/names.csv", add("unit word,knots,knotz\n"), "unit word, knots: 'knotz' is not a unit"),
    ("a name in prose that exists nowhere", "book/what-if.md", add("\nSee `season_beginning`.\n"), "season_beginning"),
    ("a date of release that is none", "CITATION.cff", put("2025-03-09", "March 2025"), "date-released is 'March 2025'"),
]  # fmt: skip


#: How a line may begin: with one of a book's files.
STARTS = ("data/", "book/", "scenarios/", "tests/", "claimbook.toml", "index.md", "_toc.yml", "CITATION.cff")


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """What the gate says of a book that is broken in all these ways."""
    folder = copy_book(tmp_path_factory.mktemp("broken"))
    for _, file, breaks, _ in WAYS:
        breaks(folder / file)
    return claimbook("--book", folder, "check")


def test_there_are_thirty_ways_at_least():
    assert len(WAYS) >= 30
    assert len({way for way, *_ in WAYS}) == len(WAYS)


@pytest.mark.parametrize(("file", "said"), [way[1::2] for way in WAYS], ids=[way[0] for way in WAYS])
def test_one_run_names_every_way_in_which_a_book_is_broken(broken, file, said):
    assert broken.code == 2
    lines = [line for line in broken.err.splitlines() if said in line]
    assert lines, broken.err
    assert all(line.startswith(STARTS) for line in lines), lines


def test_every_line_begins_with_its_file_and_there_is_no_trace(broken):
    assert "Traceback" not in broken.err
    assert [line for line in broken.err.splitlines() if not line.startswith(STARTS)] == []


@pytest.mark.thorough
def test_a_mistake_in_one_claim_does_not_hide_the_other_claims_of_its_source(project):
    replace(project.data / "claims" / "fjordblad-2024.yml", "    weight: main", "    wait: main")
    said = claimbook("--book", project.root, "check").err.splitlines()
    assert 2 <= len(said) <= 12, said
    for other in ("fjordblad-2024-doubling-time", "fjordblad-2024-dearer"):
        assert not [line for line in said if other in line]


@pytest.mark.thorough
def test_every_formula_whose_units_do_not_fit_is_named_and_not_what_rests_on_it(project):
    path = project.book / "derivations" / "money.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '''

def wrong_takings(ticket_price: Quantity, boat_price: Quantity) -> Quantity:
    """Ticket and boat. [US dollar]"""
    return ticket_price + boat_price


def wrong_fuel(fuel_price: Quantity, season_length: Quantity) -> Quantity:
    """Fuel and days. [US dollar]"""
    return fuel_price + season_length


def resting_on_it(wrong_fuel: Quantity) -> Quantity:
    """Twice what is wrong. [US dollar]"""
    return 2 * wrong_fuel
''', encoding="utf-8")  # fmt: skip
    said = [line for line in gate.problems(Project(project.root)) if "do not fit" in line]
    assert sorted(name for line in said for name in ("wrong_takings", "wrong_fuel") if name in line) == [
        "wrong_fuel", "wrong_takings",
    ]  # fmt: skip
    assert len(said) == 2


@pytest.mark.thorough
def test_where_rows_cannot_be_read_the_schema_is_not_blamed_and_the_order_of_mending_is_said(project):
    replace(project.data / "assumptions.csv", ",USD/liter,", ",USD/litter,")
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert answer.err.splitlines()[0].startswith("data/assumptions.csv")
    assert "schema" not in answer.err
    assert "Mend first what cannot be read, the first 2 lines: the others may come of it." in answer.out


@pytest.mark.thorough
@pytest.mark.parametrize(
    "broken",
    [put("printed: about ", "printed: [about "), lambda path: path.unlink(), put("source: herald", "sauce: h")],
)
def test_where_a_whole_file_of_claims_cannot_be_read_that_alone_is_said(project, broken):
    broken(project.data / "claims" / "herald-2024.yml")
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert {line.partition(",")[0].partition(" is missing")[0] for line in answer.err.splitlines()} == {
        "data/claims/herald-2024.yml"
    }
    assert answer.out == "Every other rule is asked once this can be read.\n"


@pytest.mark.thorough
def test_a_comma_that_a_spreadsheet_puts_into_a_number_is_said_and_no_numeral_is_blamed(project):
    replace(project.data / "assumptions.csv", "boat_count,count,6,", 'boat_count,count,"6,000",')
    said = gate.problems(Project(project.root))
    place = "data/assumptions.csv, line 9, boat_count"
    assert f"{place}: '6,000' has a comma in its number; leave it out, or write a point for decimals" in said
    assert not [line for line in said if "numerals" in line]
    answer = claimbook("--book", project.root, "claims")
    assert (answer.code, "has a comma in its number" in answer.err) == (2, True)


def test_asking_what_is_wrong_with_a_book_leaves_it_as_it_was(project):
    (project.data / "claims" / "herald-2024.yml").write_text("source: [a,", encoding="utf-8")
    assert gate.problems(project)
    with pytest.raises(UserError, match=r"data/claims/herald-2024\.yml"):
        _ = project.claims


@pytest.mark.parametrize(("file", "breaks", "said"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
@pytest.mark.slow
def test_each_way_alone_is_found_too(project, file, breaks, said):
    breaks(project.root / file)
    assert any(said in line for line in gate.problems(Project(project.root)))


@pytest.mark.usefixtures("there")
def test_a_book_that_keeps_every_rule_has_no_problem():
    answer = claimbook("check")
    assert (answer.code, answer.err) == (0, "")

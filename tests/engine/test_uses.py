"""Which chapters an edit makes out of date: those that show what was edited, and no other."""

import re
import subprocess
import sys
from contextlib import nullcontext

import nbformat
import pytest

from claimbook.chapters import execution, uses
from claimbook.chapters.execution import chapters, execution_key, out_of_date, store_references
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.system.files import own_files
from tests.editing import append, change_notebook, replace
from tests.engine.book import PROJECT
from tests.reading import otherwise, shown_by

BOTH = {"crossings", "money"}

#: A reference that nothing in the book cites.
UNUSED = """
@misc{nobody2020,
  author = {Nobody, Ned},
  title = {{A paper on lakes}},
  year = {2020},
  note = {Made up}
}
"""


def keys(project):
    """Each chapter's key, as the files are now."""
    book = Project(project.root)
    return {chapter: execution_key(chapter, Model.of(book)) for chapter in chapters(book)}


def made_out_of_date(project, change):
    """The chapters whose key a change of the files changes."""
    before = keys(project)
    change()
    after = keys(project)
    assert before.keys() == after.keys() == BOTH
    return {chapter for chapter in before if after[chapter] != before[chapter]}


def edited(project, file, old, new):
    """The chapters that are out of date when a text in a file is another."""
    return made_out_of_date(project, lambda: replace(project.root / file, old, new))


# --- charts -------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_charts_title_makes_exactly_its_chapter_out_of_date(project):
    assert edited(project, "book/charts/crossings.py", "The timetable carries more", "Fewer travel") == {"crossings"}


def test_what_a_chart_imports_from_beside_it_makes_its_chapter_out_of_date(project):
    (project.book / "charts" / "sizes.py").write_text("HEIGHT = 120\n", encoding="utf-8")
    path = project.book / "charts" / "crossings.py"
    replace(path, "from claimbook.model", "from .sizes import HEIGHT\n\nfrom claimbook.model")
    assert edited(project, "book/charts/sizes.py", "120", "140") == {"crossings"}


@pytest.mark.thorough
def test_a_module_of_charts_that_no_chapter_asks_for_makes_none_out_of_date(project):
    path = project.book / "charts" / "spare.py"
    assert made_out_of_date(project, lambda: path.write_text("HEIGHT = 120\n", encoding="utf-8")) == set()


def test_evidence_that_only_a_chart_names_makes_its_chapter_out_of_date(project):
    append(project.book / "charts" / "crossings.py", 'ALSO = "neighbour_ticket"\n')
    assert edited(project, "data/evidence.csv", ",3.2,USD", ",3.3,USD") == {"crossings"}


# --- references ---------------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new"), [("Ned", "Nora"), ("Nobody,", "Somebody,"), ("2020},", "2021},"), ("lakes", "seas")]
)
def test_a_reference_that_no_card_prints_makes_no_chapter_out_of_date(project, old, new):
    append(project.book / "references.bib", UNUSED)
    assert edited(project, "book/references.bib", old, new) == set()


def test_a_new_reference_makes_no_chapter_out_of_date(project):
    assert made_out_of_date(project, lambda: append(project.book / "references.bib", UNUSED)) == set()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Yearbook of the harbour", "Yearbook"),
        ("institution = {Harbour of Lorn}", "institution = {Port of Lorn}"),
        (
            "  year = {2024},\n  note = {Made up},\n  urldate = {2024-06-01},\n  checked = {work}\n}\n@tech",
            "  year = {2023},\n  note = {Invented},\n  urldate = {2024-06-02},\n  checked = {work}\n}\n@tech",
        ),
        ("Pilot, Anna", "Pilot, Berta"),
        ("Lorn Herald", "Herald of Lorn"),
        ("month = may", "month = jun"),
    ],
    ids=["title", "institution", "a source's year and note", "first name", "a source's author", "month"],
)
def test_what_no_card_prints_of_a_reference_makes_no_chapter_out_of_date(project, old, new):
    """Cards print author and year, and of a source its short name from data/sources.csv."""
    assert edited(project, "book/references.bib", old, new) == set()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new"),
    [("Pilot, Anna", "Captain, Anna"), ("Harbour of Lorn},\n  year = {2024}", "Harbour of Lorn},\n  year = {2023}")],
    ids=["author", "year"],
)
def test_an_author_and_a_year_that_cards_print_make_the_chapters_that_print_them_out_of_date(project, old, new):
    assert edited(project, "book/references.bib", old, new) == BOTH


# --- formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("file", "old", "new", "chapters"),
    [
        ("crossings", "return fuel_per_crossing /", "return 1 * fuel_per_crossing /", {"crossings"}),
        ("crossings", "return 1 / passenger", "return 1.0 / passenger", {"crossings"}),
        ("crossings", "return crossings_per_day", "return 1 * crossings_per_day", BOTH),
        ("money", "return yearly_passengers", "return 1 * yearly_passengers", {"money"}),
        ("money", "return yearly_fuel *", "return 1 * yearly_fuel *", {"money"}),  # behind the share of fuel
        ("money", "return boat_count", "return 1 * boat_count", set()),
        ("crossings", "return boat_count", "return 1 * boat_count", set()),
    ],
)
def test_a_derivations_body_makes_only_the_chapters_that_use_it_out_of_date(project, file, old, new, chapters):
    assert edited(project, f"book/derivations/{file}.py", old, new) == chapters


@pytest.mark.thorough
def test_a_constant_beside_the_formulas_makes_the_chapters_that_use_its_module_out_of_date(project):
    path = project.book / "derivations" / "money.py"
    replace(path, "def yearly_takings", "SHARE_THAT_PAYS = 0.95\n\n\ndef yearly_takings")
    replace(path, "return yearly_passengers *", "return SHARE_THAT_PAYS * yearly_passengers *")
    assert edited(project, "book/derivations/money.py", "= 0.95", "= 0.9") == {"money"}


@pytest.mark.thorough
def test_a_module_of_formulas_that_says_something_else_of_itself_makes_none_out_of_date(project):
    assert edited(project, "book/derivations/money.py", "What the ferries take and spend.", "Money.") == set()


# --- rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new", "chapters"),
    [
        ("ticket_price,premise,3.50,", "ticket_price,premise,3.60,", {"money"}),
        ("Price of fuel,", "What fuel costs,", {"money"}),
        ("fuel_per_crossing,estimate,40,", "fuel_per_crossing,estimate,41,", BOTH),
        ("new_pier,definition,2005,", "new_pier,definition,2004,", {"crossings"}),  # where the fit begins
        ("occupied_share,estimate,65,50,90,", "occupied_share,estimate,66,50,90,", set()),
        ("boat_price,estimate,2e6,", "boat_price,estimate,1.9e6,", set()),
    ],
)
def test_an_assumptions_row_makes_only_the_chapters_that_rest_on_it_out_of_date(project, old, new, chapters):
    assert edited(project, "data/assumptions.csv", old, new) == chapters


@pytest.mark.thorough
def test_a_correlation_makes_the_chapters_that_rest_on_either_assumption_out_of_date(project):
    assert edited(project, "data/correlations.csv", ",0.6,", ",0.5,") == BOTH


def test_an_assumption_that_is_no_range_any_more_moves_nothing_in_the_chapters_that_stay_up_to_date(project):
    before = Model.of(Project(project.root))
    row = "occupied_share,estimate,65,50,90,percent,100,uniform,"
    stale = edited(project, "data/assumptions.csv", row, "occupied_share,estimate,65,,,percent,100,,")
    after = Model.of(Project(project.root))
    assert stale == set()
    for claim in before.project.claims:
        assert after.result(claim).numbers == before.result(claim).numbers


@pytest.mark.parametrize(
    ("old", "new", "chapters"),
    [
        ("fuel_delivered,Fuel delivered", "fuel_delivered,Fuel brought", {"crossings"}),
        (",345e3,passenger", ",346e3,passenger", {"crossings"}),
        ("The deed by which", "A deed by which", {"money"}),
        (",3.2,USD", ",3.3,USD", set()),
    ],
)
def test_a_row_of_evidence_makes_only_the_chapters_that_show_it_out_of_date(project, old, new, chapters):
    assert edited(project, "data/evidence.csv", old, new) == chapters


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("statement", "chapters"),
    [("The company was founded in 1911", {"money"}), ("No ferry in the country is more punctual", {"crossings"})],
)
def test_a_claims_note_makes_only_the_chapter_that_shows_it_out_of_date(project, statement, chapters):
    file, line = "data/claims/herald-2024.yml", f"statement: {statement}\n"
    assert edited(project, file, line, f"{line}    note: So it says.\n") == chapters
    assert edited(project, file, "note: So it says.", "note: So they say.") == chapters


@pytest.mark.thorough
def test_a_row_of_the_observations_makes_the_chapters_that_rest_on_a_fit_out_of_date(project):
    assert edited(project, "data/passenger_counts.csv", "118e3", "119e3") == {"crossings"}


@pytest.mark.parametrize(
    ("file", "old", "new", "chapters"),
    [
        ("book/names.csv", "alias,", "alias,herald-2024-income,herald-2024-takings\nalias,", {"money"}),
        ("data/comparisons.csv", "passenger/year,\n", "passenger/year,herald-2024-as-counted\n", {"crossings"}),
    ],
    ids=["a claim of another name", "claims that became a comparison"],
)
def test_an_earlier_id_makes_the_chapter_whose_card_is_found_by_it_out_of_date(project, file, old, new, chapters):
    assert edited(project, file, old, new) == chapters


# --- what no chapter shows ----------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("page", ["index.md", "book/what-if.md", "book/register.md", "book/sources/herald-2024.md"])
def test_a_page_makes_no_chapter_out_of_date(project, page):
    assert made_out_of_date(project, lambda: append(project.root / page, "\nMore words.\n")) == set()


@pytest.mark.thorough
@pytest.mark.parametrize(("chapter", "other"), [("crossings", "money"), ("money", "crossings")])
def test_a_chapter_makes_itself_out_of_date_and_no_other(project, chapter, other):
    def change(cells):
        cells[0]["source"] = ["# Another title"]

    path = project.book / f"{chapter}.ipynb"
    assert made_out_of_date(project, lambda: change_notebook(path, change)) == {chapter} == BOTH - {other}


def test_a_scenario_makes_no_chapter_out_of_date(project):
    assert edited(project, "scenarios/fuller-boats.yml", "value: 110", "value: 100") == set()


@pytest.mark.thorough
def test_what_was_worked_out_by_hand_makes_no_chapter_out_of_date(project):
    assert edited(project, "tests/oracles.py", "6 - 2", "4") == set()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/ways.csv", "200e3,210e3", "200e3,220e3"),
        ("data/comparisons.csv", "How many passengers a year", "Passengers"),
        ("data/numerals.csv", ",context,,", ",context,,The price"),
        ("text/herald-2024.txt", "The company", "The firm"),
        ("book/languages/fjordish.py", "A made-up language", "A language"),
        ("book/reference-results.json", "{", " {"),
        ("_toc.yml", "The sources", "Sources"),
        ("_config.yml", "author: Nobody", "author: Somebody"),
    ],
)
def test_what_only_other_pages_and_checks_read_makes_no_chapter_out_of_date(project, file, old, new):
    assert edited(project, file, old, new) == set()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r"),
        lambda text: b"\xef\xbb\xbf" + text,
    ],
    ids=["line ends of Windows", "line ends of old Macs", "byte order mark"],
)
def test_how_files_are_saved_makes_no_chapter_out_of_date(project, saved):
    def save():
        for path in own_files(
            project.root, ".csv", ".yml", ".json", ".py", ".md", ".bib", ".txt", ".ipynb", ".toml", below=True
        ):
            path.write_bytes(saved(path.read_bytes()))

    assert made_out_of_date(project, save) == set()


# --- the engine ---------------------------------------------------------------------------------------------------


def test_the_engines_code_that_shows_chapters_makes_all_out_of_date(project, monkeypatch):
    def change():
        monkeypatch.setattr(uses, "engine_code", lambda project: {"chapters/card.py": "as another version has it"})

    assert made_out_of_date(project, change) == BOTH


@pytest.mark.thorough
def test_all_that_a_notebook_loads_of_chapters_charts_and_model_is_code_that_shows_them():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, claimbook.chapters; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    known = uses.engine_code(PROJECT)
    shown = [name for name in loaded if re.match(r"claimbook\.(chapters|charts|model)\.", name)]
    assert len(shown) > 10
    assert {f"{name.removeprefix('claimbook.').replace('.', '/')}.py" for name in shown} <= set(known)
    assert not {"chapters/contents.py", "chapters/execution.py", "chapters/uses.py", "charts/drawing.py"} & set(known)


# --- whether a key says all ---------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("chapter", sorted(BOTH))
def test_a_chapter_shows_the_same_where_all_is_otherwise_that_its_key_does_not_say(chapter, monkeypatch):
    assert shown_by(chapter, otherwise(chapter, PROJECT), monkeypatch) == shown_by(chapter, PROJECT, monkeypatch)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "reads",
    [
        'model.project.evidence["neighbour" + "_ticket"].statement',
        'str(model.quantity("boat" + "_price"))',
        'model.project.claims["herald-2024" + "-founded"].statement',
    ],
)
def test_a_chart_that_puts_a_name_together_shows_something_else_there(project, monkeypatch, reads):
    """So that the test before would see it: names have to stand in a chart's module as they are."""
    replace(
        project.book / "charts" / "crossings.py", "chart = labelled", f"description += {reads}\n    chart = labelled"
    )
    changed = shown_by("crossings", otherwise("crossings", project), monkeypatch)
    assert changed != shown_by("crossings", project, monkeypatch)


# --- and what is executed -----------------------------------------------------------------------------------------


class Pool:
    """Stands in for the processes that execute chapters: each comes out as it is, with its key."""

    def __init__(self):
        self.executed = []

    def submit(self, function, path, notebook, changes, key, target):
        from concurrent.futures import Future

        notebook.metadata["claimbook"] = {"key": key}
        nbformat.write(notebook, target)
        self.executed.append(path.stem)
        done = Future()
        done.set_result(None)
        return done


@pytest.fixture
def accepted(project, monkeypatch):
    """A book whose stored chapters are as they are executed, and the names of those that were executed since."""
    pool = Pool()
    monkeypatch.setattr(execution, "workers", lambda count, environment: nullcontext(pool))
    store_references(out_of_date(chapters(project), project), project)
    pool.executed.clear()
    return pool.executed


def test_a_book_whose_chapters_are_stored_as_executed_has_none_out_of_date(project, accepted):
    assert out_of_date(chapters(project), Project(project.root)) == {}
    assert accepted == []


def test_only_the_chapter_whose_chart_was_edited_is_executed_and_out_of_date(project, accepted):
    replace(project.book / "charts" / "crossings.py", "The timetable carries more", "Fewer travel")
    found = out_of_date(chapters(project), Project(project.root))
    assert accepted == ["crossings"]
    assert {chapter: path.parent.name for chapter, path in found.items()} == {"crossings": "executed"}


def test_no_chapter_is_executed_after_an_edit_of_a_references_title(project, accepted):
    replace(project.book / "references.bib", "Yearbook of the harbour", "Yearbook")
    assert out_of_date(chapters(project), Project(project.root)) == {}
    assert accepted == []


def test_a_chapter_that_is_executed_again_and_comes_out_the_same_is_not_out_of_date(project, accepted):
    assert out_of_date(chapters(project), Project(project.root), again=True) == {}
    assert sorted(accepted) == sorted(BOTH)

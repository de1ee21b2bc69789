"""Notebooks of chapters: parameters from the tables, results from code, outputs stored as the reference."""

import shutil

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from claimbook.chapters import execution
from claimbook.chapters.execution import execution_key, parameters_source
from claimbook.chapters.opening import chapter_model
from claimbook.chapters.sentences import markdown_of, with_numbers, without_numbers
from claimbook.checks.pages import contents_problems, typed_results
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.system.kernels import run_papermill
from tests.commands import claimbook
from tests.editing import replace
from tests.engine.book import PROJECT

#: What the chapter on crossings rests on, as its first cell has it; the last is fitted to the counts of those years.
CROSSINGS = {
    "crossings_per_day": "24 crossing/day",
    "stated_passengers_per_crossing": "80 passenger/crossing",
    "passengers_per_crossing": "80 passenger/crossing",
    "season_length": "200 day/year",
    "fuel_per_crossing": "40 liter/crossing",
    "new_pier": "2005 year",
    "count_end": "2024 year",
    "passenger_doubling_rate": "0.157622 doubling/year",
}


def stored(chapter, project=PROJECT):
    """A chapter's notebook as it is stored."""
    return nbformat.read(project.book / f"{chapter}.ipynb", as_version=4)


def shown_by(notebook):
    """HTML of all that a notebook shows."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output["data"].get("text/html", "") for output in outputs)


def test_the_parameters_are_exactly_the_assumptions_upstream_with_the_values_of_the_table():
    source = parameters_source("crossings", PROJECT)
    variables: dict = {}
    exec(source, variables)
    assert {name: value for name, value in variables.items() if not name.startswith("_")} == CROSSINGS
    (cell,) = [cell for cell in stored("crossings").cells if "parameters" in cell.metadata.get("tags", [])]
    assert cell.source == source


@pytest.mark.parametrize(
    "sentence",
    [
        "The ratio is 22.4× here.",
        "It costs $57 million.",
        "growth of 52.3 % a year",
        "The claim holds.",
        "so the figure fails",
    ],
)
def test_the_search_for_typed_results_finds_them(sentence):
    assert typed_results(sentence)


@pytest.mark.parametrize(
    "sentence", ["The ferries of 2023 and 2024.", "Fuel of 2019–2023, see Table 3.", "90 % interval"]
)
def test_the_search_for_typed_results_lets_years_and_tables_pass(sentence):
    assert not typed_results(sentence)


def test_a_page_that_the_contents_lack_or_that_does_not_exist_is_named(project):
    assert contents_problems(project) == []
    (project.book / "more.md").write_text("# More\n", encoding="utf-8")
    replace(project.root / "_toc.yml", "book/money", "book/mony")
    assert contents_problems(project) == [
        "_toc.yml does not list book/money",
        "_toc.yml does not list book/more",
        "_toc.yml lists book/mony, which does not exist",
    ]


def test_a_parameter_that_is_no_assumption_of_the_chapter_stops_the_notebook(there):
    with pytest.raises(UserError, match="did you mean fuel_per_crossing"):
        chapter_model("crossings", CROSSINGS | {"fuel_per_crosing": 3.0})
    with pytest.raises(UserError, match="ticket_price"):
        chapter_model("crossings", CROSSINGS | {"ticket_price": 3.0})


def test_a_missing_parameter_stops_the_notebook(there):
    with pytest.raises(UserError, match="lack crossings_per_day"):
        chapter_model("crossings", {})


def test_a_parameter_is_the_value_that_the_chapters_model_has(there):
    assert not chapter_model("crossings", CROSSINGS).changes
    model = chapter_model("crossings", CROSSINGS | {"passengers_per_crossing": "110 passenger/crossing"})
    assert model.quantity("yearly_passengers").m_as("passenger/year") == pytest.approx(24 * 200 * 110)


def test_numbers_in_prose_and_on_cards_come_from_one_formatter():
    shown, sentences = shown_by(stored("crossings")), markdown_of(stored("crossings"))
    assert '<data value="herald-2024-yearly-passengers.median">384,000 passengers per year</data>' in sentences
    assert '<b data-live="found">384,000 passengers per year</b>' in shown


@pytest.mark.thorough
def test_a_chapter_that_nbconvert_exports_has_its_numbers_in_its_sentences():
    page, _ = HTMLExporter().from_notebook_node(stored("crossings"))
    assert "The timetable has room for" in page
    assert "384,000 passengers per year</data>" in page
    assert "{glue}" not in page
    assert '"></data>' not in page


def test_a_sentence_with_two_prices_is_no_formula_to_jupyter():
    cents = {"a": lambda: "$2 to $3", "b": lambda: "10 * 2_0 [x]"}
    filled = with_numbers('From <data value="a"></data>, <data value="b">old</data>.', cents)
    assert "$" not in filled
    assert "*" not in filled
    assert "_" not in filled
    assert without_numbers(filled) == 'From <data value="a"></data>, <data value="b"></data>.'
    ((text, _),) = [HTMLExporter().from_notebook_node(new_notebook(cells=[new_markdown_cell(filled)]))]
    assert "<span>$</span>2 to <span>$</span>3" in text


@pytest.mark.thorough
@given(st.text(), st.text())
def test_filling_and_emptying_sentences_are_each_others_inverse(before, said):
    text = without_numbers(f'{before} <data value="k">x</data>.')
    assert without_numbers(with_numbers(text, {"k": lambda: said})) == text


@pytest.fixture
def executed_anew(project, tmp_path, monkeypatch):
    """Stands in for papermill: chapters give the stored outputs, but for one that gives others; says what was asked."""
    asked = []
    (tmp_path / "executed").mkdir()

    def execute(names, model, done, again):
        asked.append(again)
        paths = {name: tmp_path / "executed" / f"{name}.ipynb" for name in names}
        for name, path in paths.items():
            shutil.copyfile(project.book / f"{name}.ipynb", path)
        other = nbformat.read(paths["crossings"], as_version=4)
        other.cells[-1]["source"] += "\n\nAnd more."
        nbformat.write(other, paths["crossings"])
        return paths

    monkeypatch.setattr(execution, "execute", execute)
    return asked


def test_what_was_executed_takes_the_place_of_the_stored_notebook(project, executed_anew):
    changed = execution.out_of_date(["crossings", "money"], project)
    assert list(changed) == ["crossings"]
    execution.store_references(changed, project)
    assert "And more." in (project.book / "crossings.ipynb").read_text(encoding="utf-8")
    assert (project.book / "money.ipynb").read_bytes() == (PROJECT.book / "money.ipynb").read_bytes()
    assert not list(project.book.glob("*.new"))


@pytest.mark.parametrize(("options", "again"), [([], False), (["--again"], True)])
def test_after_a_new_library_chapters_are_executed_again_and_those_whose_outputs_differ_are_stored(
    project, executed_anew, options, again
):
    answer = claimbook("--book", project.root, "execute", "crossings", "money", *options)
    assert answer.out == "Stored anew: crossings.\n"
    assert executed_anew == [again]
    assert "And more." in (project.book / "crossings.ipynb").read_text(encoding="utf-8")


@pytest.mark.kernel
def test_a_chapter_whose_stored_outputs_another_library_gave_is_found_by_executing_it_again(project):
    path = project.book / "money.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["claimbook"] = {"key": execution_key("money", Model.of(project))}
    nbformat.write(notebook, path)
    whole = path.read_bytes()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    outputs[-1].data["text/plain"] = "what another library gives"
    nbformat.write(notebook, path)
    assert claimbook("--book", project.root, "execute", "money").out == "Every stored notebook is up to date.\n"
    assert claimbook("--book", project.root, "execute", "money", "--again").out == "Stored anew: money.\n"
    assert path.read_bytes() == whole


@pytest.mark.kernel
def test_a_chapter_that_stops_is_one_line_and_leaves_nothing(project, tmp_path):
    path = project.book / "money.ipynb"
    stopping = nbformat.read(path, as_version=4)
    stopping.cells.insert(1, nbformat.v4.new_code_cell("raise ValueError('so it is')"))
    nbformat.write(stopping, path)
    with pytest.raises(UserError, match=r"book/money.ipynb stopped: ValueError: so it is"):
        run_papermill(path, execution.read_chapter("money", project), {}, "a key", tmp_path / "out.ipynb")
    assert not (tmp_path / "out.ipynb").exists()
    assert not list(tmp_path.glob("*unfinished*"))


def test_a_notebook_without_parameters_or_of_no_chapter_is_one_line(project):
    path = project.book / "money.ipynb"
    without = nbformat.read(path, as_version=4)
    without.cells = [cell for cell in without.cells if "parameters" not in cell.metadata.get("tags", [])]
    nbformat.write(without, path)
    with pytest.raises(UserError, match="has 0 cells tagged 'parameters'; it needs one"):
        execution.read_chapter("money", project)
    with pytest.raises(UserError, match="did you mean money"):
        execution.read_chapter("mony", project)

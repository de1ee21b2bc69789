"""The committed notebooks: parameters from data/, outputs stored as the reference, no result typed into prose."""

import ast
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from claimbook.chapters import execution
from claimbook.chapters.execution import chapters, execution_key, parameters_source, stored_key
from claimbook.chapters.notebook import chapter_model, result_texts
from claimbook.checks.pages import contents_problems, markdown_of, plain, typed_results
from claimbook.errors import UserError
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES
from claimbook.project import Project
from claimbook.register.wording import write_number
from claimbook.site.board import board_texts
from claimbook.system.kernels import run_papermill
from tests.book import BOOK, PROJECT, ROOT
from tests.commands import claimbook
from tests.project import copy_project


def notebook(chapter):
    return nbformat.read(BOOK / f"{chapter}.ipynb", as_version=4)


def tagged(chapter, tag):
    return [cell for cell in notebook(chapter).cells if tag in cell.metadata.get("tags", [])]


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_every_code_cell_that_shows_something_has_its_output_stored(chapter):
    cells = [cell for cell in notebook(chapter).cells if cell.cell_type == "code"]
    shown = [cell for cell in cells if "parameters" not in cell.metadata.get("tags", [])]
    assert shown
    for cell in shown:
        assert cell.outputs, cell.source
        assert not any(output.output_type in {"error", "stream"} for output in cell.outputs), cell.source


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_the_parameters_are_exactly_the_assumptions_upstream_with_the_values_of_the_table(chapter):
    (cell,) = tagged(chapter, "parameters")
    assert cell.source == parameters_source(chapter, PROJECT)
    variables: dict = {}
    exec(cell.source, variables)
    given = {name: value for name, value in variables.items() if not name.startswith("_")}
    assert tuple(given) == upstream_of_chapter(PROJECT, chapter)
    assert not Model.baseline().with_(**given).changes


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_the_stored_outputs_are_those_of_this_package_and_this_data(chapter):
    key = execution_key(chapter, Model.baseline())
    assert stored_key(BOOK / f"{chapter}.ipynb") == key, "out of date: run `make accept`, and look at what it changes"


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_every_claim_of_a_chapter_has_its_card_there(chapter):
    code = [cell.source for cell in notebook(chapter).cells if cell.cell_type == "code"]
    calls = [call for cell in code for call in re.findall(r"cards?\((.*?), model\)", cell, re.S)]
    shown = [quoted for call in calls for quoted in re.findall(r'"([^"]+)"', call)]
    assert len(shown) == len(set(shown))
    assert set(shown) == {claim.id for claim in PROJECT.claims_of(chapter)}


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_code_cells_are_short_and_hold_no_model_logic(chapter):
    for cell in notebook(chapter).cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            assert len([line for line in cell.source.splitlines() if line.strip()]) <= 6
            logic = (ast.BinOp, ast.FunctionDef, ast.Lambda, ast.For, ast.comprehension)
            assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, logic)]


def prose_of(page: Path) -> str:
    """A page's text without code, directives, roles and formulas."""
    return plain(markdown_of(notebook(page.stem)) if page.suffix == ".ipynb" else page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_no_chapter_has_a_result_typed_into_its_prose(chapter):
    assert typed_results(prose_of(BOOK / f"{chapter}.ipynb")) == []


def test_the_front_page_types_no_derived_number():
    prose = prose_of(ROOT / "index.md")
    for text in board_texts(Model.baseline()).values():
        if re.fullmatch(r"[\d,.]+(?: \w+)?", text):
            continue  # a bare count is too common a string to look for
        assert text not in prose or text in PHRASES.values()


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


@pytest.mark.parametrize("sentence", ["GPT-4 ran on A100s in 2023.", "The V100 of 2017 and GPT-3.5, see Table 3."])
def test_the_search_for_typed_results_lets_names_and_years_pass(sentence):
    assert not typed_results(sentence)


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_every_number_that_prose_cites_is_glued_by_its_notebook(chapter):
    text = "\n".join(cell.source for cell in notebook(chapter).cells if cell.cell_type == "markdown")
    known = result_texts(Model.baseline(), PROJECT.claims_of(chapter))
    cited = re.findall(r"\{glue\}`([^`]+)`", text)
    assert cited
    assert [key for key in cited if key not in known] == []


def test_every_page_is_in_the_table_of_contents():
    assert contents_problems(PROJECT) == []


def test_a_parameter_that_is_no_assumption_of_the_chapter_stops_the_notebook():
    given = {name: PROJECT.assumptions[name].written for name in upstream_of_chapter(PROJECT, "metas-fleet")}
    with pytest.raises(UserError, match="did you mean a100_per_h100"):
        chapter_model("metas-fleet", given | {"a100_per_h10": 3.0})
    with pytest.raises(UserError, match="a100_rent"):
        chapter_model("metas-fleet", given | {"a100_rent": 3.0})


def test_a_missing_parameter_stops_the_notebook():
    with pytest.raises(UserError, match="lack gpt4_a100_count"):
        chapter_model("metas-fleet", {})


def test_stored_charts_hold_nothing_random_and_no_address_to_load_from():
    for chapter in chapters(PROJECT):
        for cell in notebook(chapter).cells:
            for output in cell.get("outputs", []):
                for kind, content in output.get("data", {}).items():
                    if "vegalite" in kind:
                        text = json.dumps({key: value for key, value in content.items() if key != "$schema"})
                        assert "http" not in text
                        assert content["description"]


def test_numbers_in_prose_and_on_cards_come_from_one_formatter():
    card = notebook("metas-fleet")
    html = "".join("".join(o["data"].get("text/html", "")) for c in card.cells for o in c.get("outputs", []))
    assert re.search(f"<dd[^>]*>{re.escape(write_number(22.4))}×</dd>", html)


@pytest.fixture
def copied_book(tmp_path):
    """A copy of book/ whose notebooks a test may change."""
    return copy_project(tmp_path) / "book"


@pytest.fixture
def executed_anew(copied_book, tmp_path, monkeypatch):
    """Stands in for papermill: chapters give the stored outputs, but for one that gives others; says what was asked."""
    asked = []
    (tmp_path / "executed").mkdir()

    def execute(names, model, done, again):
        asked.append(again)
        paths = {name: tmp_path / "executed" / f"{name}.ipynb" for name in names}
        for name, path in paths.items():
            shutil.copyfile(copied_book / f"{name}.ipynb", path)
        other = nbformat.read(paths["chips"], as_version=4)
        other.cells[-1]["source"] += "\n\nAnd more."
        nbformat.write(other, paths["chips"])
        return paths

    monkeypatch.setattr(execution, "execute", execute)
    return asked


def test_what_was_executed_takes_the_place_of_the_stored_notebook(copied_book, executed_anew):
    project = Project(copied_book.parent)
    changed = execution.out_of_date(["chips", "models"], project)
    assert list(changed) == ["chips"]
    execution.store_references(changed, project)
    assert "And more." in (copied_book / "chips.ipynb").read_text(encoding="utf-8")
    assert (copied_book / "models.ipynb").read_bytes() == (BOOK / "models.ipynb").read_bytes()
    assert not list(copied_book.glob("*.new"))


@pytest.mark.parametrize(("options", "again"), [([], False), (["--again"], True)])
def test_after_a_new_library_chapters_are_executed_again_and_those_whose_outputs_differ_are_stored(
    copied_book, executed_anew, options, again
):
    answer = claimbook("--book", copied_book.parent, "execute", "chips", "models", *options)
    assert answer.out == "Stored anew: chips.\n"
    assert executed_anew == [again]
    assert "And more." in (copied_book / "chips.ipynb").read_text(encoding="utf-8")


@pytest.mark.kernel
def test_a_chapter_whose_stored_outputs_another_library_gave_is_found_by_executing_it_again(copied_book):
    path = copied_book / "policy.ipynb"
    stored = nbformat.read(path, as_version=4)
    stored.metadata["claimbook"] = {"key": execution_key("policy", Model.of(copied_book.parent))}
    nbformat.write(stored, path)
    whole = path.read_bytes()
    outputs = [output for cell in stored.cells for output in cell.get("outputs", [])]
    outputs[-1].data["text/plain"] = "what another library gives"
    nbformat.write(stored, path)
    assert claimbook("--book", copied_book.parent, "execute", "policy").out == "Every stored notebook is up to date.\n"
    assert claimbook("--book", copied_book.parent, "execute", "policy", "--again").out == "Stored anew: policy.\n"
    assert path.read_bytes() == whole


@pytest.mark.kernel
def test_a_chapter_that_stops_is_one_line_and_leaves_nothing(copied_book, tmp_path):
    path = copied_book / "policy.ipynb"
    stopping = nbformat.read(path, as_version=4)
    stopping.cells.insert(1, nbformat.v4.new_code_cell("raise ValueError('so it is')"))
    nbformat.write(stopping, path)
    with pytest.raises(UserError, match=r"book/policy.ipynb stopped: ValueError: so it is"):
        run_papermill(
            path, execution.read_chapter("policy", Project(copied_book.parent)), {}, "a key", tmp_path / "out.ipynb"
        )
    assert not (tmp_path / "out.ipynb").exists()
    assert not list(tmp_path.glob("*unfinished*"))


def test_a_notebook_without_parameters_or_of_no_chapter_is_one_line(copied_book):
    path = copied_book / "policy.ipynb"
    without = nbformat.read(path, as_version=4)
    without.cells = [cell for cell in without.cells if "parameters" not in cell.metadata.get("tags", [])]
    nbformat.write(without, path)
    with pytest.raises(UserError, match="has 0 cells tagged 'parameters'; it needs one"):
        execution.read_chapter("policy", Project(copied_book.parent))
    with pytest.raises(UserError, match="did you mean policy"):
        execution.read_chapter("polic", Project(copied_book.parent))

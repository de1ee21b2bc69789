"""The committed notebooks of this book: parameters from data/, outputs stored as the reference, no result typed in."""

import ast
import html
import json
import re
from pathlib import Path

import nbformat
import pytest

from claimbook.chapters.execution import chapters, execution_key, parameters_source, stored_key
from claimbook.chapters.notebook import result_texts
from claimbook.chapters.sentences import markdown_of
from claimbook.checks.pages import contents_problems, plain, shows_something, typed_results
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES
from claimbook.site.board import board_texts
from tests.book import BOOK, PROJECT, ROOT


def notebook(chapter):
    return nbformat.read(BOOK / f"{chapter}.ipynb", as_version=4)


def tagged(chapter, tag):
    return [cell for cell in notebook(chapter).cells if tag in cell.metadata.get("tags", [])]


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_every_code_cell_that_shows_something_has_its_output_stored(chapter):
    cells = [cell for cell in notebook(chapter).cells if cell.cell_type == "code"]
    shown = [cell for cell in cells if shows_something(cell.source)]
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
    assert not Model.of(PROJECT).with_(**given).changes


@pytest.mark.thorough
@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_the_stored_outputs_are_those_of_this_package_and_this_data(chapter):
    key = execution_key(chapter, Model.of(PROJECT))
    assert stored_key(BOOK / f"{chapter}.ipynb") == key, "out of date: run `make accept`, and look at what it changes"


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_every_claim_of_a_chapter_has_its_card_there(chapter):
    code = [cell.source for cell in notebook(chapter).cells if cell.cell_type == "code"]
    calls = [call for cell in code for call in re.findall(r"(?:card|rows)\((.*?), model\)", cell, re.S)]
    shown = [quoted for call in calls for quoted in re.findall(r'"([^"]+)"', call)]
    assert len(shown) == len(set(shown))
    assert set(shown) == {claim.id for claim in PROJECT.claims_of(chapter)}


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_a_chapter_has_two_to_five_cards_and_one_list_of_rows_a_section(chapter):
    cells = notebook(chapter).cells
    assert 2 <= sum(cell.source.startswith("card(") for cell in cells) <= 5
    sections = "\n".join(cell.source for cell in cells).split("\n## ")
    assert max(section.count("rows([") for section in sections) == 1


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_code_cells_are_short_and_hold_no_model_logic(chapter):
    for cell in notebook(chapter).cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= 6 or cell.source.startswith("rows(")  # a list of ids may be long
            logic = (ast.BinOp, ast.FunctionDef, ast.Lambda, ast.For, ast.comprehension)
            assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, logic)]


def prose_of(page: Path) -> str:
    """A page's text without code, directives, roles and formulas."""
    return plain(markdown_of(notebook(page.stem)) if page.suffix == ".ipynb" else page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_no_chapter_has_a_result_typed_into_its_prose(chapter):
    assert typed_results(prose_of(BOOK / f"{chapter}.ipynb")) == []


@pytest.mark.thorough
def test_the_front_page_types_no_derived_number():
    prose = prose_of(ROOT / "index.md")
    for text in board_texts(Model.of(PROJECT)).values():
        if re.fullmatch(r"[\d,.]+(?: \w+)?", text):
            continue  # a bare count is too common a string to look for
        assert text not in prose or text in PHRASES.values()


@pytest.mark.parametrize("sentence", ["GPT-4 ran on A100s in 2023.", "The V100 of 2017 and GPT-3.5, see Table 3."])
def test_the_search_for_typed_results_lets_names_and_years_pass(sentence):
    assert not typed_results(sentence)


@pytest.mark.parametrize("chapter", chapters(PROJECT))
def test_every_number_in_a_chapters_sentences_is_what_the_model_gives(chapter):
    text = "\n".join(cell.source for cell in notebook(chapter).cells if cell.cell_type == "markdown")
    known = result_texts(Model.of(PROJECT), PROJECT.claims_of(chapter))
    said = re.findall(r'<data value="([^"]+)">(.*?)</data>', text)
    assert said
    for key, words in said:
        assert html.unescape(re.sub(r"</?span>", "", words)) == known[key]


def test_every_page_is_in_the_table_of_contents():
    assert contents_problems(PROJECT) == []


def test_stored_charts_hold_nothing_random_and_no_address_to_load_from():
    for chapter in chapters(PROJECT):
        for cell in notebook(chapter).cells:
            for output in cell.get("outputs", []):
                for kind, content in output.get("data", {}).items():
                    if "vegalite" in kind:
                        text = json.dumps({key: value for key, value in content.items() if key != "$schema"})
                        assert "http" not in text
                        assert content["description"]

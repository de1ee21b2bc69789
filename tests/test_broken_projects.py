"""A project broken in one place fails with one line that names the place, and exit code 2."""

import json
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from claimbook.checks import pages as book_checks
from claimbook.checks import tables as checks
from claimbook.model import graph
from claimbook.register import tables
from claimbook.checks.pages import book_problems
from claimbook.errors import UserError
from tests.commands import claimbook
from tests.project import copy_project, forget, project_at, read_notebook
from tests.book import PROJECT

pytestmark = pytest.mark.thorough


@pytest.fixture
def project(tmp_path):
    """A copy of the project that a test may break."""
    with project_at(copy_project(tmp_path)) as folder:
        yield folder


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def change_notebook(path, change):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def said_of(*arguments):
    """The one line that a command fails with."""
    answer = claimbook(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1, answer.err
    return answer.err


def test_the_copy_itself_is_whole(project):
    assert checks.problems(PROJECT) == []


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("assumptions", ",brown2020,", ",brown2021,", "gpt3_token_count: 'brown2021' is not in book/references.bib"),
        ("evidence", ",idc2025,", ",idc2035,", "'idc2035' is not in book/references.bib"),
        ("claims", ",fleet_ratio,", ",fleet_ration,", "no quantity is called 'fleet_ration'; did you mean fleet_ratio"),
        ("claims", "\nhuatai-2023-gpt3-cost", "\nhuatai-2023-gpt3-v100-time", "line 5: 'huatai-2023-gpt3-v100-time'"),
        ("claims", "huatai-2023-gpt3-cost,huatai-2023", "huatai-2023-gpt3-cost,nobody-2023", "nobody-2023"),
        ("claims", "openai_attribution_huatai huatai", "openai_attribution huatai", "openai_attribution"),
        ("assumptions", "95,90,100,day", "95,90,100,dai", "gpt4_training_time: 'dai' is not a unit"),
    ],
)  # fmt: skip
def test_a_broken_cell_is_one_line(project, table, old, new, said):
    replace(project / "data" / f"{table}.csv", old, new)
    assert said in said_of("check")


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("claims", "id,source,line,", "id,source,row,", "data/claims.csv has not the columns id,source,line,"),
        ("claims", ",huatai-2023,1,", ",huatai-2023,one,", "line is 'one', and should be a whole number"),
        ("trends", ",5,doubling/year", ",five,doubling/year", "top is 'five', and should be a whole number"),
        ("trends", "training_runs_start", "h100_price", "the breakpoint h100_price is in USD/H100, no date"),
        ("training_runs", "1950-07-02", "July 1950", "data/training_runs.csv: a date is not written 2020-05-28"),
        ("training_runs", ",40,FLOP,", ",40,USD,", "is not a kind of FLOP"),
        ("hardware", ",1.312,", ",fast,", "data/hardware.csv: a figure is no number"),
        ("correlations", ",0.8,", ",1.8,", "1.8 is no correlation"),
        ("correlations", "openai_training_spend", "openai_training_spent", "did you mean openai_training_spend"),
        ("assumptions", ",9 10,", ",9 11,", "needs choices from low to high"),
        ("assumptions", "95,90,100,day,,lognormal", "95,90,100,day,,", "needs a range with a distribution"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_one_line_for_whoever_reads_it(project, table, old, new, said):
    replace(project / "data" / f"{table}.csv", old, new)
    readers = {"trends": tables.assumptions}
    with pytest.raises(UserError) as error:
        readers.get(table, getattr(tables, table))()
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_row_with_too_few_cells_is_named(project):
    append(project / "data" / "comparisons.csv", "a-key,A title\n")
    answer = claimbook("check")
    assert answer.code == 2
    assert all(line.startswith("data/comparisons.csv, line 18: ") for line in answer.err.splitlines())


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"resources": [{}]}'])
def test_a_description_of_the_tables_that_is_none_is_one_line(project, content):
    (project / "data" / "datapackage.json").write_text(content, encoding="utf-8")
    assert "data/datapackage.json is missing, or does not describe tables" in said_of("claims")


def test_an_assumption_that_nothing_uses_is_one_line(project):
    append(project / "data" / "assumptions.csv", "spare_part,1,,,day,,,,Nothing,brown2020,,,,printed\n")
    assert "data/assumptions.csv, spare_part: no claim and no derivation depends on it" in said_of("check")


@pytest.mark.parametrize(
    ("table", "content", "said"),
    [
        ("claims", b'id,source\n"a,b\n', "claims.csv"),
        ("assumptions", "name,value\nä,1\n".encode("latin-1"), "assumptions.csv"),
        ("numerals", b"", "numerals.csv"),
    ],
)
def test_a_table_that_is_malformed_or_not_utf8_is_one_line_for_every_command(project, table, content, said):
    (project / "data" / f"{table}.csv").write_bytes(content)
    answer = claimbook("check")
    assert answer.code == 2
    assert all(f"data/{said}" in line for line in answer.err.splitlines()), answer.err
    if table != "numerals":
        assert f"data/{said}" in said_of("claims")


# --- derivations --------------------------------------------------------------------------------------------------


@pytest.fixture
def derivations(project, monkeypatch):
    """A way to put another module of derivations beside the project's own."""

    def add(source):
        path = project / "made_up.py"
        path.write_text(f"from claimbook.register.units import Quantity\n\n\n{source}", encoding="utf-8"
        spec = spec_from_file_location("made_up", path)
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "made_up", module)
        spec.loader.exec_module(module)
        monkeypatch.setattr(graph, "MODULES", (*MODULES, module))
        forget()

    return add


def function(name, parameters, formula, kind="1"):
    given = ", ".join(f"{parameter}: Quantity" for parameter in parameters)
    return f'def {name}({given}) -> Quantity:\n    """A made-up quantity. [{kind}]"""\n    return {formula}\n\n\n'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            function("hen", ["egg"], "egg") + function("egg", ["nest"], "nest") + function("nest", ["hen"], "hen"),
            "derivations need each other in a circle: hen → egg → nest → hen",
        ),
        (function("own", ["own"], "own"), "derivations need each other in a circle: own → own"),
        (
            function("more", ["h100_per_a10"], "h100_per_a10"),
            "the derivation more: no assumption or derivation is called 'h100_per_a10'; did you mean h100_per_a100",
        ),
        (
            function("sum_of_all", ["meta_h100_count", "h100_price"], "meta_h100_count + h100_price"),
            "the units in the formula of sum_of_all do not fit: Cannot convert from 'H100'",
        ),
        (function("fleet_ratio", ["h100_price"], "h100_price"), "fleet_ratio is defined twice"),
        (function("h100_price", ["a100_price"], "a100_price"), "h100_price is both a derivation and an assumption"),
    ],
)
@pytest.mark.parametrize("command", ["check", "claims"])
def test_derivations_that_make_no_graph_are_one_line_for_every_command(derivations, source, said, command):
    derivations(source)
    assert said in said_of(command)


@pytest.mark.parametrize(
    ("formula", "kind", "said"),
    [
        ("meta_h100_count / h100_price", "US dollar", "to give [US dollar], but its formula gives H100 ** 2 / USD"),
        ("meta_h100_count * h100_price", "yuan", "is said to give [yuan], but its formula gives USD"),
        ("meta_h100_count * h100_price", "money", "'money' is not a unit"),
        ("meta_h100_count * h100_price", "", "does not say in brackets what it gives"),
    ],
)  # fmt: skip
def test_a_formula_that_gives_another_kind_than_it_says_is_one_line(derivations, formula, kind, said):
    derivations(function("bill", ["meta_h100_count", "h100_price"], formula, kind))
    line = said_of("check")
    assert said in line


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("yuan", "the derivation bill does not give CNY: Cannot convert from 'USD'"),
        ("money", "the derivation bill: 'money' is not a unit"),
        ("", "the derivation bill does not say in brackets what it gives"),
    ],
)
def test_a_formula_of_another_kind_is_one_line_for_whoever_compares_results_too(derivations, kind, said):
    derivations(function("bill", ["meta_h100_count", "h100_price"], "meta_h100_count * h100_price", kind))
    assert said in said_of("diff", "baseline", "baseline")


def test_a_parameter_that_lost_its_assumption_is_one_line(project):
    path = project / "data" / "assumptions.csv"
    replace(path, "\nh100_per_a100,", "\nh100_worth,")
    assert "fleet_ratio: no assumption or derivation is called 'h100_per_a100'" in said_of("claims")


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """A copy of the pages that a test may break, the tables as they are."""
    copy_project(tmp_path)
    monkeypatch.setattr(book_checks, "ROOT", tmp_path)
    monkeypatch.setattr(book_checks, "BOOK", tmp_path / "book")
    monkeypatch.setattr(book_checks, "read_notebook", read_notebook)
    return tmp_path


def said_of_pages():
    """The one problem that the pages have."""
    (problem,) = book_problems(PROJECT)
    return problem


def test_what_is_wrong_with_a_page_is_said_by_the_command(project):
    replace(project / "_toc.yml", "      - file: book/chips\n", "")
    assert said_of("check") == "_toc.yml does not list book/chips\n"


def test_a_chapter_missing_from_the_table_of_contents_is_one_line(pages):
    replace(pages / "_toc.yml", "      - file: book/chips\n", "")
    assert said_of_pages() == "_toc.yml does not list book/chips"


def test_a_page_in_the_table_of_contents_that_does_not_exist_is_one_line(pages):
    replace(pages / "_toc.yml", "book/method", "book/methods")
    lines = book_problems(PROJECT)
    assert lines == ["_toc.yml does not list book/method", "_toc.yml lists book/methods, which does not exist"]


def test_a_table_of_contents_that_is_none_is_one_line(pages):
    (pages / "_toc.yml").write_text("- a\n- b\n", encoding="utf-8")
    assert said_of_pages().startswith("_toc.yml is not a table of contents")


def test_a_citation_on_a_page_that_is_not_in_the_bibliography_is_one_line(pages):
    append(pages / "book" / "method.md", "\nSee {cite:t}`brown2020,brown2021`.\n")
    assert said_of_pages() == "book/method.md: 'brown2021' is not in book/references.bib"


def test_stripped_outputs_are_one_line(pages):
    def strip(cells):
        shown = [cell for cell in cells if "card" in "".join(cell["source"]) and cell.get("outputs")]
        shown[0]["outputs"] = []

    change_notebook(pages / "book" / "metas-fleet.ipynb", strip)
    assert re.fullmatch(
        r"book/metas-fleet\.ipynb: the outputs of '.*' are stripped; run `make accept`", said_of_pages()
    )


def test_an_orphan_parameter_is_one_line(pages):
    def add(cells):
        (cell,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        cell["source"] = [*cell["source"], '\nv100_rent = "1.5 USD/V100/hour"']

    change_notebook(pages / "book" / "metas-fleet.ipynb", add)
    said = said_of_pages()
    assert said.startswith(
        "book/metas-fleet.ipynb: the parameter v100_rent is no assumption that a claim of the chapter"
    )


def test_a_result_typed_into_prose_is_one_line(pages):
    def add(cells):
        cells.append(
            {"cell_type": "markdown", "id": "typed", "metadata": {}, "source": ["The fleet is 22.4× as large."]}
        )

    change_notebook(pages / "book" / "metas-fleet.ipynb", add)
    assert said_of_pages() == "book/metas-fleet.ipynb: '22.4×' is a result typed into prose; cite it"


@pytest.mark.parametrize(
    "asks",
    [
        '<script src="https://cdn.example.org/a.js"></script>',
        "<link rel=stylesheet href=//cdn.example.org/a.css>",
        "![a picture](https://cdn.example.org/a.png)",
        "```{figure} https://cdn.example.org/a.png\n```",
        "<style>@import 'https://cdn.example.org/a.css';</style>",
        '<p style="background: url(https://cdn.example.org/a.png)">a</p>',
        "<script>fetch('https://cdn.example.org/a.json')</script>",
    ],
)
def test_a_page_that_asks_for_something_from_the_network_is_one_line(pages, asks):
    append(pages / "book" / "method.md", f"\n{asks}\n")
    assert said_of_pages().startswith("book/method.md: it asks for http") or "asks for //cdn" in said_of_pages()


def test_a_chart_that_loads_its_data_from_the_network_is_one_line(pages):
    def add(cells):
        chart = {"data": {"url": "https://example.org/a.csv"}}
        data = {"application/vnd.vegalite.v5+json": chart}
        cells[-1]["outputs"].append({"output_type": "display_data", "data": data, "metadata": {}})

    change_notebook(pages / "book" / "metas-fleet.ipynb", add)
    assert said_of_pages().startswith("book/metas-fleet.ipynb: it asks for https://example.org/a.csv")


@pytest.mark.parametrize("page", ["index.md", "_toc.yml", "book/method.md", "book/metas-fleet.ipynb"])
def test_a_page_that_is_not_utf8_is_one_line(pages, page):
    with (pages / page).open("ab") as file:
        file.write("\nä\n".encode("latin-1"))
    assert f"{page} is not UTF-8 at byte" in said_of_pages()


def test_a_bibliography_that_is_not_utf8_is_one_line(project):
    with (project / "book" / "references.bib").open("ab") as file:
        file.write("\nä\n".encode("latin-1"))
    bibliography.cache_clear()
    try:
        assert "book/references.bib is not" in said_of("check")
    finally:
        bibliography.cache_clear()


def test_a_notebook_that_is_none_is_one_line(pages):
    (pages / "book" / "metas-fleet.ipynb").write_text("{", encoding="utf-8")
    assert "book/metas-fleet.ipynb is not a notebook" in said_of_pages()


def test_a_missing_front_page_is_one_line(pages):
    (pages / "index.md").unlink()
    assert "index.md is missing" in said_of_pages()

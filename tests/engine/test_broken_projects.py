"""A project broken in one place fails with one line that names the place, and exit code 2."""

import re

import nbformat
import pytest

from claimbook.checks import gate
from claimbook.checks.pages import output_problems, page_problems
from claimbook.errors import UserError
from tests.commands import claimbook
from tests.editing import add_cell, append, change_notebook, replace

pytestmark = pytest.mark.thorough


def said_of(project, *arguments):
    """The one line that a command fails with in a project."""
    answer = claimbook("--book", project.root, *arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1, answer.err
    return answer.err


def test_the_copy_itself_is_whole(project):
    assert gate.problems(project) == []


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("assumptions.csv", ",harbour2024,", ",harbour2034,", "'harbour2034' is not in book/references.bib"),
        ("evidence.csv", ",harbour2024,", ",harbour2034,", "'harbour2034' is not in book/references.bib"),
        ("claims/herald-2024.yml", "quantity: fuel_share", "quantity: fuel_shaer", "did you mean fuel_share"),
        ("claims/herald-2024.yml", "id: herald-2024-paid-back", "id: herald-2024-founded", "stands there again"),
        ("claims/herald-2024.yml", "id: herald-2024-takings", "id: nobody-2024-takings", "begin with its source"),
        ("claims/herald-2024.yml", "[punctuality_list]", "[punctuality]", "is called 'punctuality'"),
        ("assumptions.csv", "2.4e6,USD/boat", "2.4e6,USD/bota", "boat_price: 'USD/bota' is not a unit"),
    ],
)  # fmt: skip
def test_a_broken_cell_is_named(project, file, old, new, said):
    replace(project.data / file, old, new)
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert any(said in line and line.startswith(f"data/{file}, line ") for line in answer.err.splitlines()), answer.err


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "reader"),
    [
        ("claims/herald-2024.yml", "line: 2", "line: two", "line: it should be a whole number", "claims"),
        ("claims/herald-2024.yml", "    weight: ", "    page: 3\n    weight: ", "page: there is no such key", "claims"),
        ("trends.csv", ",3,doubling/year", ",three,doubling/year", "top is 'three', and should be a", "assumptions"),
        ("trends.csv", "new_pier", "ticket_price", "ticket_price is in USD/passenger, no date", "assumptions"),
        ("passenger_counts.csv", "1990-12-31", "New Year 1990", "a date is not written 2020-05-28", "observations"),
        ("passenger_counts.csv", ",34e3,passenger,", ",34e3,USD,", "is not a kind of passenger", "observations"),
        ("correlations.csv", ",0.6,", ",1.6,", "1.6 is no correlation", "correlations"),
        ("correlations.csv", "occupied_share", "occupied_shaer", "did you mean occupied_share", "correlations"),
        ("assumptions.csv", ",1 2 3,", ",1 2 4,", "needs choices from low to high", "assumptions"),
        ("assumptions.csv", "day,premise,24", "day,hunch,24", "crossings_per_day is of the kind 'hu", "assumptions"),
        ("assumptions.csv", "80,60,100", "99,60,100", "has 60, 99 and 100 as its 5th, 50th and 95th", "assumptions"),
        ("evidence.csv", ",research,", ",hearsay,", "passengers_counted has the grade 'hearsay'", "evidence"),
        ("assumptions.csv", "crossing,,metalog,", "crossing,,,", "a range with a dist", "assumptions"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_one_line_for_whoever_reads_it(project, file, old, new, said, reader):
    replace(project.data / file, old, new)
    with pytest.raises(UserError) as error:
        getattr(project, reader)
    assert said.lower() in str(error.value).lower()
    assert "\n" not in str(error.value)


def test_a_figure_of_a_table_of_numbers_that_is_none_is_one_line(project):
    replace(project.data / "passenger_counts.csv", ",20e3,", ",plenty,")
    with pytest.raises(UserError, match=r"data/passenger_counts\.csv: a figure is no number"):
        project.table_in_numbers("passenger_counts")


def test_a_row_with_too_few_cells_is_named(project):
    append(project.data / "comparisons.csv", "a-key,A title\n")
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert all(line.startswith("data/comparisons.csv, line 3: ") for line in answer.err.splitlines())


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"resources": [{}]}'])
def test_a_description_of_the_tables_that_is_none_is_one_line(project, content):
    (project.data / "datapackage.json").write_text(content, encoding="utf-8")
    assert "data/datapackage.json is missing, or does not describe tables" in said_of(project, "claims")


def test_an_assumption_that_nothing_uses_is_one_line(project):
    append(project.data / "assumptions.csv", "spare_part,count,1,,,day,,,,Nothing,harbour2024,,,,printed\n")
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert re.match(r"data/assumptions\.csv, line \d+: no claim and no derivation depends on spare_part", answer.err)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("claims/herald-2024.yml", b"source: [a,"),
        ("assumptions.csv", "name,value\n\u00e4,1\n".encode("latin-1")),
        ("numerals.csv", b""),
    ],
)
def test_a_table_that_is_malformed_or_not_utf8_is_named_by_every_command(project, file, content):
    (project.data / file).write_bytes(content)
    answer = claimbook("--book", project.root, "check")
    assert answer.code == 2
    assert any(f"data/{file}" in line for line in answer.err.splitlines()), answer.err
    assert "Traceback" not in answer.err
    if file != "numerals.csv":
        assert f"data/{file}" in said_of(project, "claims")


# --- derivations --------------------------------------------------------------------------------------------------


@pytest.fixture
def derivations(project):
    """A way to put another module of derivations beside the project's own."""

    def add(source):
        text = f"from claimbook.register.units import Quantity\n\n\n{source}"
        (project.book / "derivations" / "made_up.py").write_text(text, encoding="utf-8")
        replace(project.root / "claimbook.toml", '"money"', '"money", "made_up"')
        names = " ".join(re.findall(r"def (\w+)", source))
        append(project.root / "tests" / "oracles.py", f"\nMADE_UP = {names.split()!r}\n")

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
            function("more", ["ticket_prise"], "ticket_prise"),
            "the derivation more: no assumption or derivation is called 'ticket_prise'; did you mean ticket_price",
        ),
        (
            function("sum_of_all", ["boat_count", "boat_price"], "boat_count + boat_price"),
            "the units in the formula of sum_of_all do not fit: boat and USD/boat are not of one kind",
        ),
        (function("fuel_share", ["fuel_price"], "fuel_price"), "fuel_share is defined twice"),
        (function("fuel_price", ["ticket_price"], "ticket_price"), "fuel_price is both a derivation and an assumption"),
    ],
)
@pytest.mark.parametrize("command", ["check", "claims"])
def test_derivations_that_make_no_graph_are_one_line_for_every_command(project, derivations, source, said, command):
    derivations(source)
    assert said in said_of(project, command)


@pytest.mark.parametrize(
    ("formula", "kind", "said"),
    [
        ("boat_count / boat_price", "US dollar", "to give [US dollar], but its formula gives boat**2/USD"),
        ("boat_count * boat_price", "crossing", "is said to give [crossing], but its formula gives USD"),
        ("boat_count * boat_price", "money", "'money' is not a unit"),
        ("boat_count * boat_price", "", "does not say in brackets what it gives"),
    ],
)  # fmt: skip
def test_a_formula_that_gives_another_kind_than_it_says_is_one_line(project, derivations, formula, kind, said):
    derivations(function("bill", ["boat_count", "boat_price"], formula, kind))
    line = said_of(project, "check")
    assert said in line


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("crossing", "the derivation bill does not give crossing, but comes out in USD"),
        ("money", "the derivation bill: 'money' is not a unit"),
        ("", "the derivation bill does not say in brackets what it gives"),
    ],
)
def test_a_formula_of_another_kind_is_one_line_for_whoever_compares_results_too(project, derivations, kind, said):
    derivations(function("bill", ["boat_count", "boat_price"], "boat_count * boat_price", kind))
    assert said in said_of(project, "diff", "baseline", "baseline")


def test_a_parameter_that_lost_its_assumption_is_one_line(project):
    replace(project.data / "assumptions.csv", "\nfuel_per_crossing,", "\nfuel_used,")
    assert "fuel_per_passenger: no assumption or derivation is called 'fuel_per_crossing'" in said_of(project, "claims")


# --- pages --------------------------------------------------------------------------------------------------------


def said_of_pages(project):
    """The one problem that the pages have."""
    (problem,) = page_problems(project)
    return problem


def test_what_is_wrong_with_a_page_is_said_by_the_command(project):
    replace(project.root / "_toc.yml", "      - file: book/money\n", "")
    assert said_of(project, "check") == "_toc.yml does not list book/money\n"


def test_a_chapter_missing_from_the_table_of_contents_is_one_line(project):
    replace(project.root / "_toc.yml", "      - file: book/money\n", "")
    assert said_of_pages(project) == "_toc.yml does not list book/money"


def test_a_page_in_the_table_of_contents_that_does_not_exist_is_one_line(project):
    replace(project.root / "_toc.yml", "book/what-matters", "book/what-matter")
    lines = list(page_problems(project))
    assert lines == [
        "_toc.yml does not list book/what-matters",
        "_toc.yml lists book/what-matter, which does not exist",
    ]


def test_a_table_of_contents_that_is_none_is_one_line(project):
    (project.root / "_toc.yml").write_text("- a\n- b\n", encoding="utf-8")
    assert said_of_pages(project).startswith("_toc.yml is not a table of contents")


def test_a_citation_on_a_page_that_is_not_in_the_bibliography_is_one_line(project):
    append(project.book / "what-matters.md", "\nSee {cite:t}`harbour2024,harbour2034`.\n")
    assert re.fullmatch(
        r"book/what-matters\.md, line \d+: 'harbour2034' is not in book/references\.bib", said_of_pages(project)
    )


def test_stripped_outputs_are_one_line(project):
    def strip(cells):
        shown = [cell for cell in cells if "card" in "".join(cell["source"]) and cell.get("outputs")]
        shown[0]["outputs"] = []

    change_notebook(project.book / "crossings.ipynb", strip)
    assert re.fullmatch(
        r"book/crossings\.ipynb: the outputs of '.*' are stripped; run `claimbook accept`", said_of_pages(project)
    )


def test_a_card_of_no_claim_is_one_line(project):
    def misspell(cells):
        shown = next(cell for cell in cells if '"herald-2024-punctual"' in "".join(cell["source"]))
        both = '"herald-2024-punctual", "herald-2024-punctuel"'
        shown["source"] = ["".join(shown["source"]).replace('"herald-2024-punctual"', both)]

    change_notebook(project.book / "crossings.ipynb", misspell)
    assert "no claim is called 'herald-2024-punctuel'; did you mean herald-2024-punctual" in said_of_pages(project)


def test_an_orphan_parameter_is_one_line(project):
    def add(cells):
        (cell,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        cell["source"] = [*cell["source"], '\nfuel_price = "1.5 USD/liter"']

    change_notebook(project.book / "crossings.ipynb", add)
    said = said_of_pages(project)
    assert said.startswith(
        "book/crossings.ipynb: the parameter fuel_price is no assumption that a claim of the chapter"
    )


def test_a_result_typed_into_prose_is_one_line(project):
    add_cell(project.book / "crossings.ipynb", "They carry 22.4× as many.")
    assert said_of_pages(project) == "book/crossings.ipynb: '22.4×' is a result typed into prose; cite it"


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
def test_a_page_that_asks_for_something_from_the_network_is_one_line(project, asks):
    append(project.book / "what-matters.md", f"\n{asks}\n")
    said = said_of_pages(project)
    assert said.startswith("book/what-matters.md: it asks for http") or "asks for //cdn" in said


def test_a_chart_that_loads_its_data_from_the_network_is_one_line(project):
    def add(cells):
        chart = {"data": {"url": "https://example.org/a.csv"}}
        data = {"application/vnd.vegalite.v5+json": chart}
        cells[-1]["outputs"].append({"output_type": "display_data", "data": data, "metadata": {}})

    change_notebook(project.book / "crossings.ipynb", add)
    assert said_of_pages(project).startswith("book/crossings.ipynb: it asks for https://example.org/a.csv")


@pytest.mark.parametrize("page", ["index.md", "_toc.yml", "book/what-matters.md", "book/crossings.ipynb"])
def test_a_page_that_is_not_utf8_is_one_line(project, page):
    with (project.root / page).open("ab") as file:
        file.write("\nä\n".encode("latin-1"))
    assert any(f"{page} is not UTF-8 at byte" in line for line in page_problems(project))


def test_a_bibliography_that_is_not_utf8_is_one_line(project):
    with (project.book / "references.bib").open("ab") as file:
        file.write("\nä\n".encode("latin-1"))
    assert "book/references.bib is not" in said_of(project, "check")


def test_a_notebook_that_is_none_is_one_line(project):
    (project.book / "crossings.ipynb").write_text("{", encoding="utf-8")
    assert "book/crossings.ipynb is not a notebook" in said_of_pages(project)


def test_a_missing_front_page_is_one_line(project):
    (project.root / "index.md").unlink()
    assert any("index.md is missing" in line for line in page_problems(project))


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "'speed()' are"), (2, "'speed()' and of 1 other cell are"), (3, "'speed()' and of 2 other cells are")],
)
def test_how_many_other_cells_are_stripped_is_said_in_a_whole_sentence(count, said):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("speed()") for _ in range(count)])
    (problem,) = output_problems(notebook)
    assert said in problem

"""A project broken in one place fails with one line that names the place, and exit code 2."""

import re

import pytest

from claimbook.checks import gate
from claimbook.checks.pages import page_problems
from claimbook.errors import UserError
from claimbook.project import Project
from tests.commands import claimbook
from tests.project import append, change_notebook, copy_project, replace

pytestmark = pytest.mark.thorough


@pytest.fixture
def project(tmp_path):
    """A copy of the project that a test may break."""
    return copy_project(tmp_path)


def said_of(project, *arguments):
    """The one line that a command fails with in a project."""
    answer = claimbook("--book", project, *arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1, answer.err
    return answer.err


def test_the_copy_itself_is_whole(project):
    assert gate.problems(Project(project)) == []


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("assumptions.csv", ",brown2020,", ",brown2021,", "'brown2021' is not in book/references.bib"),
        ("evidence.csv", ",idc2025,", ",idc2035,", "'idc2035' is not in book/references.bib"),
        ("claims/jiemian-2024.yml", "quantity: fleet_ratio", "quantity: fleet_ration", "did you mean fleet_ratio"),
        ("claims/huatai-2023.yml", "id: huatai-2023-gpt3-cost", "id: huatai-2023-gpt3-v100-time", "stands there again"),
        ("claims/huatai-2023.yml", "id: huatai-2023-gpt3-cost", "id: nobody-2023-cost", "begin with its source"),
        ("claims/huatai-2023.yml", "- openai_attribution_huatai", "- openai_attribution", "openai_attribution"),
        ("assumptions.csv", "95,90,100,day", "95,90,100,dai", "gpt4_training_time: 'dai' is not a unit"),
    ],
)  # fmt: skip
def test_a_broken_cell_is_named(project, file, old, new, said):
    replace(project / "data" / file, old, new)
    answer = claimbook("--book", project, "check")
    assert answer.code == 2
    assert any(said in line and line.startswith(f"data/{file}, line ") for line in answer.err.splitlines()), answer.err


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "reader"),
    [
        ("claims/huatai-2023.yml", "line: 4", "line: four", "line: input should be a valid integer", "claims"),
        ("claims/huatai-2023.yml", "  basis: ", "  page: 3\n  basis: ", "page: there is no such key", "claims"),
        ("trends.csv", ",5,doubling/year", ",five,doubling/year", "top is 'five', and should be a", "assumptions"),
        ("trends.csv", "training_runs_start", "h100_price", "h100_price is in USD/H100, no date", "assumptions"),
        ("training_runs.csv", "1950-07-02", "July 1950", "a date is not written 2020-05-28", "observations"),
        ("training_runs.csv", ",694895,FLOP,", ",694895,USD,", "is not a kind of FLOP", "observations"),
        ("correlations.csv", ",0.8,", ",1.8,", "1.8 is no correlation", "correlations"),
        ("correlations.csv", "openai_training_spend", "openai_training_spent", "did you mean openai", "correlations"),
        ("assumptions.csv", ",9 10,", ",9 11,", "needs choices from low to high", "assumptions"),
        ("assumptions.csv", "95,90,100,day,,lognormal", "95,90,100,day,,", "a range with a dist", "assumptions"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_one_line_for_whoever_reads_it(project, file, old, new, said, reader):
    replace(project / "data" / file, old, new)
    with pytest.raises(UserError) as error:
        getattr(Project(project), reader)
    assert said in str(error.value).lower().replace("flop", "FLOP").replace("usd/h100", "USD/H100")
    assert "\n" not in str(error.value)


def test_a_figure_of_a_chip_that_is_no_number_is_one_line(project):
    replace(project / "data" / "hardware.csv", ",1.312,", ",fast,")
    with pytest.raises(UserError, match=r"data/hardware\.csv: a figure is no number"):
        Project(project).table_in_numbers("hardware")


def test_a_row_with_too_few_cells_is_named(project):
    append(project / "data" / "comparisons.csv", "a-key,A title\n")
    answer = claimbook("--book", project, "check")
    assert answer.code == 2
    assert all(line.startswith("data/comparisons.csv, line 18: ") for line in answer.err.splitlines())


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"resources": [{}]}'])
def test_a_description_of_the_tables_that_is_none_is_one_line(project, content):
    (project / "data" / "datapackage.json").write_text(content, encoding="utf-8")
    assert "data/datapackage.json is missing, or does not describe tables" in said_of(project, "claims")


def test_an_assumption_that_nothing_uses_is_one_line(project):
    append(project / "data" / "assumptions.csv", "spare_part,1,,,day,,,,Nothing,brown2020,,,,printed\n")
    answer = claimbook("--book", project, "check")
    assert answer.code == 2
    assert re.match(r"data/assumptions\.csv, line \d+: no claim and no derivation depends on spare_part", answer.err)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("claims/huatai-2023.yml", b"source: [a,"),
        ("assumptions.csv", "name,value\n\u00e4,1\n".encode("latin-1")),
        ("numerals.csv", b""),
    ],
)
def test_a_table_that_is_malformed_or_not_utf8_is_named_by_every_command(project, file, content):
    (project / "data" / file).write_bytes(content)
    answer = claimbook("--book", project, "check")
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
        (project / "book" / "derivations" / "made_up.py").write_text(text, encoding="utf-8")
        replace(project / "claimbook.toml", '"policy",', '"policy", "made_up",')
        names = " ".join(re.findall(r"def (\w+)", source))
        append(project / "tests" / "oracles.py", f"\nMADE_UP = {names.split()!r}\n")

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
            "the derivation more: no assumption or derivation is called 'h100_per_a10'; did you mean a100_per_h100",
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
def test_derivations_that_make_no_graph_are_one_line_for_every_command(project, derivations, source, said, command):
    derivations(source)
    assert said in said_of(project, command)


@pytest.mark.parametrize(
    ("formula", "kind", "said"),
    [
        ("meta_h100_count / h100_price", "US dollar", "to give [US dollar], but its formula gives H100 ** 2 / USD"),
        ("meta_h100_count * h100_price", "yuan", "is said to give [yuan], but its formula gives USD"),
        ("meta_h100_count * h100_price", "money", "'money' is not a unit"),
        ("meta_h100_count * h100_price", "", "does not say in brackets what it gives"),
    ],
)  # fmt: skip
def test_a_formula_that_gives_another_kind_than_it_says_is_one_line(project, derivations, formula, kind, said):
    derivations(function("bill", ["meta_h100_count", "h100_price"], formula, kind))
    line = said_of(project, "check")
    assert said in line


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("yuan", "the derivation bill does not give CNY: Cannot convert from 'USD'"),
        ("money", "the derivation bill: 'money' is not a unit"),
        ("", "the derivation bill does not say in brackets what it gives"),
    ],
)
def test_a_formula_of_another_kind_is_one_line_for_whoever_compares_results_too(project, derivations, kind, said):
    derivations(function("bill", ["meta_h100_count", "h100_price"], "meta_h100_count * h100_price", kind))
    assert said in said_of(project, "diff", "baseline", "baseline")


def test_a_parameter_that_lost_its_assumption_is_one_line(project):
    path = project / "data" / "assumptions.csv"
    replace(path, "\na100_per_h100,", "\nh100_worth,")
    assert "fleet_ratio: no assumption or derivation is called 'a100_per_h100'" in said_of(project, "claims")


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(project):
    """A copy of the pages that a test may break, the tables as they are."""
    return project


def said_of_pages(project):
    """The one problem that the pages have."""
    (problem,) = page_problems(Project(project))
    return problem


def test_what_is_wrong_with_a_page_is_said_by_the_command(project):
    replace(project / "_toc.yml", "      - file: book/chips\n", "")
    assert said_of(project, "check") == "_toc.yml does not list book/chips\n"


def test_a_chapter_missing_from_the_table_of_contents_is_one_line(pages):
    replace(pages / "_toc.yml", "      - file: book/chips\n", "")
    assert said_of_pages(pages) == "_toc.yml does not list book/chips"


def test_a_page_in_the_table_of_contents_that_does_not_exist_is_one_line(pages):
    replace(pages / "_toc.yml", "book/method", "book/methods")
    lines = list(page_problems(Project(pages)))
    assert lines == ["_toc.yml does not list book/method", "_toc.yml lists book/methods, which does not exist"]


def test_a_table_of_contents_that_is_none_is_one_line(pages):
    (pages / "_toc.yml").write_text("- a\n- b\n", encoding="utf-8")
    assert said_of_pages(pages).startswith("_toc.yml is not a table of contents")


def test_a_citation_on_a_page_that_is_not_in_the_bibliography_is_one_line(pages):
    append(pages / "book" / "method.md", "\nSee {cite:t}`brown2020,brown2021`.\n")
    assert re.fullmatch(r"book/method\.md, line \d+: 'brown2021' is not in book/references\.bib", said_of_pages(pages))


def test_stripped_outputs_are_one_line(pages):
    def strip(cells):
        shown = [cell for cell in cells if "card" in "".join(cell["source"]) and cell.get("outputs")]
        shown[0]["outputs"] = []

    change_notebook(pages / "book" / "metas-fleet.ipynb", strip)
    assert re.fullmatch(
        r"book/metas-fleet\.ipynb: the outputs of '.*' are stripped; run `claimbook accept`", said_of_pages(pages)
    )


def test_an_orphan_parameter_is_one_line(pages):
    def add(cells):
        (cell,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        cell["source"] = [*cell["source"], '\nv100_rent = "1.5 USD/V100/hour"']

    change_notebook(pages / "book" / "metas-fleet.ipynb", add)
    said = said_of_pages(pages)
    assert said.startswith(
        "book/metas-fleet.ipynb: the parameter v100_rent is no assumption that a claim of the chapter"
    )


def test_a_result_typed_into_prose_is_one_line(pages):
    def add(cells):
        cells.append(
            {"cell_type": "markdown", "id": "typed", "metadata": {}, "source": ["The fleet is 22.4× as large."]}
        )

    change_notebook(pages / "book" / "metas-fleet.ipynb", add)
    assert said_of_pages(pages) == "book/metas-fleet.ipynb: '22.4×' is a result typed into prose; cite it"


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
    assert said_of_pages(pages).startswith("book/method.md: it asks for http") or "asks for //cdn" in said_of_pages(
        pages
    )


def test_a_chart_that_loads_its_data_from_the_network_is_one_line(pages):
    def add(cells):
        chart = {"data": {"url": "https://example.org/a.csv"}}
        data = {"application/vnd.vegalite.v5+json": chart}
        cells[-1]["outputs"].append({"output_type": "display_data", "data": data, "metadata": {}})

    change_notebook(pages / "book" / "metas-fleet.ipynb", add)
    assert said_of_pages(pages).startswith("book/metas-fleet.ipynb: it asks for https://example.org/a.csv")


@pytest.mark.parametrize("page", ["index.md", "_toc.yml", "book/method.md", "book/metas-fleet.ipynb"])
def test_a_page_that_is_not_utf8_is_one_line(pages, page):
    with (pages / page).open("ab") as file:
        file.write("\nä\n".encode("latin-1"))
    assert any(f"{page} is not UTF-8 at byte" in line for line in page_problems(Project(pages)))


def test_a_bibliography_that_is_not_utf8_is_one_line(project):
    with (project / "book" / "references.bib").open("ab") as file:
        file.write("\nä\n".encode("latin-1"))
    assert "book/references.bib is not" in said_of(project, "check")


def test_a_notebook_that_is_none_is_one_line(pages):
    (pages / "book" / "metas-fleet.ipynb").write_text("{", encoding="utf-8")
    assert "book/metas-fleet.ipynb is not a notebook" in said_of_pages(pages)


def test_a_missing_front_page_is_one_line(pages):
    (pages / "index.md").unlink()
    assert any("index.md is missing" in line for line in page_problems(Project(pages)))

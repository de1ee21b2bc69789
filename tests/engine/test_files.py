"""However an editor, Excel, LibreOffice or version control saved a file, it is read, checked and published the same."""

import os
import shutil
import subprocess
import sys

import nbformat
import pint
import pytest

from claimbook.chapters import uses
from claimbook.chapters.execution import chapters, execution_key
from claimbook.checks import gate
from claimbook.errors import UserError
from claimbook.ledger.entries import check_ledger
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.project import PACKAGE, Project
from claimbook.results import accepted
from claimbook.scenarios.scenario import read_scenario
from claimbook.site.downloads import write_data, write_notebooks
from claimbook.sweep import sweep
from tests.cases import slow
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import PROJECT, ROOT

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def home(project):
    """The folder of a copy of the book that a test may change."""
    return project.root


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the engine that a test may change, for what is asked about its text."""
    copy = tmp_path / "claimbook"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(uses, "PACKAGE", copy)
    monkeypatch.setattr(sweep, "PACKAGE", copy)
    return copy


def texts_of(home):
    return [path for path in home.rglob("*") if path.is_file() and path.suffix not in (".png", ".pyc")]


def with_crlf(content):
    return content.replace(b"\n", b"\r\n")


def with_bom(content):
    return BOM + content


def with_cr(content):
    return content.replace(b"\n", b"\r")


def as_excel(content):
    """As Excel saves a table in which somebody once typed below and beside it."""
    lines = content.decode().split("\n")[:-1]
    width = lines[0].count(",") + 1
    rows = [line + ",," for line in lines] + ["," * (width + 1)] * 3
    return BOM + "\r\n".join([*rows, ""]).encode()


def without_last_delimiters(content):
    """As Excel saves a table whose last columns are empty in many rows: they end early."""
    header, *rows = content.decode().splitlines()
    return "\n".join([header, *(row.rstrip(",") for row in rows), ""]).encode()


def keys(home):
    """Each chapter's key, and the version of a sweep, as the files are now."""
    book = Project(home)
    return {chapter: execution_key(chapter, Model.of(book)) for chapter in chapters(book)}, sweep.version(book)


def published(home, folder):
    """The files that are offered for download, as the project's files are now."""
    folder.mkdir()
    book = Project(home)
    write_data(folder, book)
    write_notebooks(folder, {chapter: book.book / f"{chapter}.ipynb" for chapter in chapters(book)})
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(home, *arguments):
    return claimbook("--book", home, *arguments)


# --- the same, however it is saved ---------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("saved", [with_crlf, with_bom, slow(with_cr)], ids=lambda saved: saved.__name__)
def test_every_file_however_saved_gives_the_same_verdicts_keys_and_downloads(home, tmp_path, saved):
    before = keys(home), run(home, "claims", "--json").out, published(home, tmp_path / "before")
    for path in texts_of(home):
        path.write_bytes(saved(path.read_bytes()))
    after = keys(home), run(home, "claims", "--json").out, published(home, tmp_path / "after")
    assert after == before
    assert gate.problems(Project(home)) == []
    assert accepted.what_moved(Model.of(Project(home))) == []


@pytest.mark.thorough
@pytest.mark.parametrize("saved", [as_excel, slow(without_last_delimiters)], ids=lambda saved: saved.__name__)
def test_tables_as_excel_saves_them_give_the_same_verdicts_keys_and_downloads(home, tmp_path, saved):
    before = keys(home), run(home, "claims", "--json").out, published(home, tmp_path / "before")
    for path in (home / "data").glob("*.csv"):
        path.write_bytes(saved(path.read_bytes()))
    after = keys(home), run(home, "claims", "--json").out, published(home, tmp_path / "after")
    assert after == before
    assert gate.problems(Project(home)) == []


def test_a_scenario_however_saved_is_the_same(home):
    path = home / "scenarios" / "fuller-boats.yml"
    before, content = read_scenario(path, Project(home)), path.read_bytes()
    for saved in (with_crlf, with_bom, with_cr):
        path.write_bytes(saved(content))
        assert read_scenario(path, Project(home)) == before


@pytest.mark.parametrize("saved", [with_crlf, with_bom, with_cr], ids=lambda saved: saved.__name__)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The boats cost $17 million.\nThey need 355 mechanics.\n"),
        ("zh", "渡轮的成本为1200万美元\n需要355名水手\n"),
        ("fjd", "Ferja tok 12.000 folk.\nDet tek 9 år.\n"),
    ],
    ids=["en", "zh", "fjd"],
)
def test_an_article_however_saved_has_the_same_numerals(home, tmp_path, language, text, saved):
    replace(home / "data" / "sources.csv", "2024-05,en,", f"2024-05,{language},")
    found = []
    for content in (text.encode(), saved(text.encode())):
        (tmp_path / "herald-2024.txt").write_bytes(content)
        problems = check_ledger(tmp_path, Project(home))
        found.append([problem for problem in problems if "is not in data/numerals.csv" in problem])
    assert len(found[0]) == 2
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("as UTF-16", r"is not UTF-8 at byte 0, but UTF-16 or no text at all; save it as UTF-8 \(in Excel: CSV UTF-8"),
        ("as UTF-16 without a mark", "is not UTF-8 at byte 1, but UTF-16 or no text at all"),
        ("as GBK", r"is not UTF-8 at byte \d+, but perhaps GBK or Latin-1; save it as UTF-8"),
        ("with semicolons", "has semicolons between its columns; save it with commas"),
        ("with tabs", "has tabs between its columns; save it with commas"),
        ("with a blank row", "line 3: the row is blank; take it out"),
        ("with a cell too many", "line 2: the row has more cells than there are columns, 12; put a text with"),
    ],
)
@pytest.mark.parametrize("command", [slow(["check"]), ["claims", "--source", "herald-2024"]])
def test_a_table_that_cannot_be_read_is_one_line_that_names_it_and_what_would_be_right(home, command, content, said):
    path = home / "data" / "sources.csv"
    text = path.read_text(encoding="utf-8")
    first, second, *others = text.splitlines()
    contents = {
        "as UTF-16": text.encode("utf-16"),
        "as UTF-16 without a mark": text.encode("utf-16-le"),
        "as GBK": text.replace("\n", ",万亿\n", 1).encode("gb18030"),
        "with semicolons": text.replace(",", ";").encode(),
        "with tabs": text.replace(",", "\t").encode(),
        "with a blank row": "\n".join([first, second, ",,,,,", *others]).encode(),
        "with a cell too many": "\n".join([first, second + ",more", *others]).encode(),
    }
    path.write_bytes(contents[content])
    answer = run(home, *command)
    assert answer.code == 2
    assert answer.out == ""
    (line,) = answer.err.splitlines()
    assert "data/sources.csv" in line
    with pytest.raises(UserError, match=said):
        Project(home).tables.read_table("sources")


@pytest.mark.thorough
def test_a_description_that_names_another_file_is_one_line(home):
    path = home / "data" / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"sources.csv"', '"source.csv"'), encoding="utf-8")
    assert "the path of sources is 'source.csv', not sources.csv" in run(home, "check").err


# --- keys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["__repr__", "__str__", "__format__"])
def test_a_key_does_not_depend_on_how_a_library_writes_its_objects(monkeypatch, way):
    before, _ = keys(ROOT)
    for kind in (pint.Quantity, type(PROJECT.assumptions["ticket_price"].value), pint.Unit):
        monkeypatch.setattr(kind, way, lambda *thing: "as another version writes it")
    assert keys(ROOT)[0] == before


def test_a_key_does_not_depend_on_which_libraries_are_locked(home):
    before = keys(home)
    for lock in ("requirements.txt", "requirements.in"):
        (home / lock).write_text("pint==0.26.2\n")
    assert keys(home) == before


@pytest.mark.kernel
def test_a_key_is_the_same_in_another_process_that_hashes_otherwise():
    asked = (
        "from claimbook.chapters.execution import chapters, execution_key\nfrom claimbook.model.model import Model\n"
        "model = Model.baseline()\nprint([execution_key(chapter, model) for chapter in chapters(model.project)])"
    )
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.stdout.strip() == str(list(keys(ROOT)[0].values()))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "old", "new", "chapter"),
    [
        ("data/assumptions.csv", "ticket_price,premise,3.50,", "ticket_price,premise,3.60,", "money"),
        slow("data/assumptions.csv", "80,60,100,", "80,60,100.00000000001,", "crossings"),
        ("data/claims/herald-2024.yml", "less than 20\n", "less than 21\n", "money"),
        slow("data/claims/herald-2024.yml", "less than 20\n", "at most 20\n", "money"),
        ("data/evidence.csv", ",205e3,liter", ",215e3,liter", "crossings"),
        slow("data/passenger_counts.csv", "2012-12-31", "2012-12-30", "crossings"),
        slow("data/correlations.csv", ",0.6,", ",0.5,", "crossings"),
        slow("data/sources.csv", "Lorn Herald 2024,", "The Lorn Herald 2024,", "money"),
        ("book/derivations/money.py", "return yearly_passengers", "return 1 * yearly_passengers", "money"),
        ("book/names.csv", "plural,liter,liters", "plural,liter,litres", "crossings"),
    ],
)
def test_what_decides_a_chapters_outputs_changes_its_key(home, name, old, new, chapter):
    before, _ = keys(home)
    replace(home / name, old, new)
    after, _ = keys(home)
    assert after[chapter] != before[chapter]


@pytest.mark.thorough
def test_a_table_that_a_chapters_chart_reads_changes_its_key(home):
    append(home / "book" / "charts" / "crossings.py", 'TABLE = "ways"\n')
    before, _ = keys(home)
    replace(home / "data" / "ways.csv", "200e3,210e3", "200e3,220e3")
    after, _ = keys(home)
    assert after["crossings"] != before["crossings"]
    assert after["money"] == before["money"]


@pytest.mark.parametrize(
    "name", ["chapters/templates/card.html.j2", "register/metalog.py", "register/wording.py", "model/model.py"]
)
def test_the_engines_code_that_shows_chapters_changes_all_their_keys(home, package, name):
    before, _ = keys(home)
    path = package / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after, _ = keys(home)
    assert all(after[chapter] != before[chapter] for chapter in before)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["checks/gate.py", "site/pages.py", "cli.py", "authoring/chapter.py"])
def test_the_engines_other_code_changes_no_key(home, package, name):
    before, _ = keys(home)
    path = package / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert keys(home)[0] == before


@pytest.mark.thorough
def test_a_changed_cell_or_parameter_changes_the_key_and_stored_outputs_do_not(home):
    path = home / "book" / "money.ipynb"

    def now():
        return Model.of(Project(home))

    before = execution_key("money", now())
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(notebook, path)
    assert execution_key("money", now()) == before
    notebook.cells[-1].source += " "
    nbformat.write(notebook, path)
    cell_changed = execution_key("money", now())
    parameter_changed = execution_key("money", now().with_(ticket_price=3))
    another = execution_key("money", now().with_(ticket_price=4))
    assert len({before, cell_changed, parameter_changed, another}) == 4


@pytest.mark.thorough
def test_a_chapter_that_rests_on_nothing_of_a_changed_row_keeps_its_key(home):
    before, _ = keys(home)
    replace(home / "data/assumptions.csv", "ticket_price,premise,3.50,", "ticket_price,premise,3.60,")
    after, _ = keys(home)
    assert "ticket_price" not in upstream_of_chapter(Project(home), "crossings")
    assert after["crossings"] == before["crossings"]


@pytest.mark.thorough
def test_a_sweeps_version_changes_with_any_table_formula_and_the_package(home, package):
    versions = {keys(home)[1]}
    for path, old, new in (
        (home / "data" / "ways.csv", "fuel burnt", "fuel that burnt"),
        (home / "data" / "claims" / "herald-2024.yml", "less than 20\n", "less than 21\n"),
        (home / "book" / "derivations" / "money.py", "return yearly", "return 1 * yearly"),
        (package / "register" / "wording.py", '"""', '"""New. '),
    ):
        replace(path, old, new)
        versions.add(keys(home)[1])
    assert len(versions) == 5


# --- what editors and systems leave ----------------------------------------------------------------------------------

LEFT = {
    "book/.ipynb_checkpoints/money-checkpoint.ipynb": "{}",
    "book/.ipynb_checkpoints/register-checkpoint.md": "# Register",
    "book/.#register.md": "{cite}`nobody`",
    "book/._money.ipynb": "\0\5\26\7",
    "book/~$register.md": "x",
    "book/register.md~": "{cite}`nobody`",
    "book/.DS_Store": "\0",
    "book/Thumbs.db": "\0",
    "book/sources/.ipynb_checkpoints/herald-2024-checkpoint.md": "x",
    "book/sources/._herald-2024.md": "\0",
    "data/._claims.csv": "\0",
    "data/~$claims.csv": "x",
    "data/.~lock.claims.csv#": "x",
    "data/.ipynb_checkpoints/claims-checkpoint.csv": "a,b\n",
    "data/claims/._herald-2024.yml": "\0",
    "data/claims/.#herald-2024.yml": "x",
    "book/derivations/.#money.py": "x",
    "book/charts/.ipynb_checkpoints/money-checkpoint.py": "x",
    "scenarios/.#fuller-boats.yml": "x",
    "scenarios/._fuller-boats.yml": "\0",
    "scenarios/.ipynb_checkpoints/fuller-boats-checkpoint.yml": "x",
}


def state_of(home, folder):
    """All that a stray file might change."""
    return (
        chapters(Project(home)),
        keys(home),
        run(home, "scenarios", "--json").out,
        published(home, folder),
    )


@pytest.mark.thorough
def test_what_editors_and_systems_leave_is_not_the_books(home, tmp_path):
    before = state_of(home, tmp_path / "before")
    for name, content in LEFT.items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (home / "book" / ".#money.ipynb").symlink_to("someone@somewhere.1234")
    assert state_of(home, tmp_path / "after") == before
    assert gate.problems(Project(home)) == []
    assert run(home, "show", "herald-2024-takings").code == 0
    assert "no scenario is called '.#fuller-boats'" in run(home, "rerun", ".#fuller-boats").err


@pytest.mark.thorough
def test_a_page_that_is_not_in_the_contents_is_still_named(home):
    (home / "book" / "new.md").write_text("# New\n", encoding="utf-8")
    assert "_toc.yml does not list book/new" in gate.problems(Project(home))

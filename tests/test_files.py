"""However an editor, Excel, LibreOffice or version control saved a file, it is read, checked and published the same."""

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
from claimbook.project import Project
from claimbook.results import accepted
from claimbook.scenarios.scenario import read_scenario
from claimbook.site.downloads import write_data, write_notebooks
from claimbook.sweep import sweep
from tests.book import PROJECT, ROOT
from tests.cases import slow
from tests.commands import claimbook
from tests.project import copy_project, replace

BOM = b"\xef\xbb\xbf"


@pytest.fixture
def project(tmp_path):
    """A copy of the project that a test may change."""
    home = tmp_path / "project"
    home.mkdir()
    return copy_project(home)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the engine that a test may change, for what is asked about its text."""
    copy = tmp_path / "claimbook"
    shutil.copytree(ROOT / "claimbook", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(uses, "PACKAGE", copy)
    monkeypatch.setattr(sweep, "PACKAGE", copy)
    return copy


def texts_of(project):
    return [path for path in project.rglob("*") if path.is_file() and path.suffix not in (".png", ".pyc")]


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


def keys(project):
    """Each chapter's key, and the version of a sweep, as the files are now."""
    book = Project(project)
    return {chapter: execution_key(chapter, Model.of(book)) for chapter in chapters(book)}, sweep.version(book)


def published(project, folder):
    """The files that are offered for download, as the project's files are now."""
    folder.mkdir()
    book = Project(project)
    write_data(folder, book)
    write_notebooks(folder, {chapter: book.book / f"{chapter}.ipynb" for chapter in chapters(book)})
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(project, *arguments):
    return claimbook("--book", project, *arguments)


# --- the same, however it is saved ---------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("saved", [with_crlf, with_bom, slow(with_cr)], ids=lambda saved: saved.__name__)
def test_every_file_however_saved_gives_the_same_verdicts_keys_and_downloads(project, tmp_path, saved):
    before = keys(project), run(project, "claims", "--json").out, published(project, tmp_path / "before")
    for path in texts_of(project):
        path.write_bytes(saved(path.read_bytes()))
    after = keys(project), run(project, "claims", "--json").out, published(project, tmp_path / "after")
    assert after == before
    assert gate.problems(Project(project)) == []
    assert accepted.what_moved(Model.of(Project(project))) == []


@pytest.mark.thorough
@pytest.mark.parametrize("saved", [as_excel, slow(without_last_delimiters)], ids=lambda saved: saved.__name__)
def test_tables_as_excel_saves_them_give_the_same_verdicts_keys_and_downloads(project, tmp_path, saved):
    before = keys(project), run(project, "claims", "--json").out, published(project, tmp_path / "before")
    for path in (project / "data").glob("*.csv"):
        path.write_bytes(saved(path.read_bytes()))
    after = keys(project), run(project, "claims", "--json").out, published(project, tmp_path / "after")
    assert after == before
    assert gate.problems(Project(project)) == []


def test_a_scenario_however_saved_is_the_same(project):
    path = project / "scenarios" / "best-utilisation.yml"
    before, content = read_scenario(path, Project(project)), path.read_bytes()
    for saved in (with_crlf, with_bom, with_cr):
        path.write_bytes(saved(content))
        assert read_scenario(path, Project(project)) == before


@pytest.mark.parametrize("saved", [with_crlf, with_bom, with_cr], ids=lambda saved: saved.__name__)
def test_an_article_however_saved_has_the_same_numerals(project, tmp_path, saved):
    text = "训练一次的成本为1200万美元\n需要355块GPU\n".encode()
    found = []
    for content in (text, saved(text)):
        (tmp_path / "huatai-2023.txt").write_bytes(content)
        problems = check_ledger(tmp_path, Project(project))
        found.append([problem for problem in problems if "is not in data/numerals.csv" in problem])
    assert len(found[0]) >= 2
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
        ("with a cell too many", "line 2: the row has more cells than there are columns, 6"),
    ],
)
@pytest.mark.parametrize("command", [slow(["check"]), ["claims", "--source", "huatai-2023"]])
def test_a_table_that_cannot_be_read_is_one_line_that_names_it_and_what_would_be_right(project, command, content, said):
    path = project / "data" / "sources.csv"
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
    answer = run(project, *command)
    assert answer.code == 2
    assert answer.out == ""
    (line,) = answer.err.splitlines()
    assert "data/sources.csv" in line
    with pytest.raises(UserError, match=said):
        Project(project).tables.read_table("sources")


def test_a_description_that_names_another_file_is_one_line(project):
    path = project / "data" / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"sources.csv"', '"source.csv"'), encoding="utf-8")
    assert "the path of sources is 'source.csv', not sources.csv" in run(project, "check").err


# --- keys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["__repr__", "__str__", "__format__"])
def test_a_key_does_not_depend_on_how_a_library_writes_its_objects(monkeypatch, way):
    before, _ = keys(ROOT)
    for kind in (pint.Quantity, type(PROJECT.assumptions["a100_per_h100"].value), pint.Unit):
        monkeypatch.setattr(kind, way, lambda *thing: "as another version writes it")
    assert keys(ROOT)[0] == before


def test_a_key_does_not_depend_on_which_libraries_are_locked(project):
    before = keys(project)
    for lock in ("requirements.txt", "requirements.in"):
        (project / lock).write_text("pint==0.26.2\n")
    assert keys(project) == before


@pytest.mark.kernel
def test_a_key_is_the_same_in_another_process_that_hashes_otherwise():
    asked = (
        "from claimbook.chapters.execution import chapters, execution_key\nfrom claimbook.model.model import Model\n"
        "model = Model.baseline()\nprint([execution_key(chapter, model) for chapter in chapters(model.project)])"
    )
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout.strip() == str(list(keys(ROOT)[0].values()))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "old", "new", "chapter"),
    [
        ("data/assumptions.csv", "a100_per_h100,1.6,", "a100_per_h100,1.7,", "metas-fleet"),
        slow("data/assumptions.csv", "time,95,90,100,", "time,95,90,100.00000000001,", "training-cost"),
        ("data/claims/jiemian-2024.yml", "more than 20", "more than 21", "metas-fleet"),
        slow("data/claims/jiemian-2024.yml", "more than 20", "at least 20", "metas-fleet"),
        ("data/evidence.csv", ",40.6e6,USD", ",45.6e6,USD", "training-cost"),
        slow("data/hardware.csv", ",1.312,", ",1.313,", "chips"),
        slow("data/training_runs.csv", "1950-07-02", "1950-07-03", "trends"),
        slow("data/correlations.csv", ",0.8,", ",0.7,", "money"),
        slow("data/sources.csv", "Jiemian 2024", "Jiemian News 2024", "metas-fleet"),
        ("book/derivations/fleets.py", "return meta_h100_count", "return 1 * meta_h100_count", "metas-fleet"),
        ("book/names.csv", "spelling,meta,Meta", "spelling,meta,META", "metas-fleet"),
    ],
)
def test_what_decides_a_chapters_outputs_changes_its_key(project, name, old, new, chapter):
    before, _ = keys(project)
    replace(project / name, old, new)
    after, _ = keys(project)
    assert after[chapter] != before[chapter]


@pytest.mark.parametrize("name", ["chapters/templates/card.html.j2", "register/wording.py", "model/model.py"])
def test_the_engines_code_that_shows_chapters_changes_all_their_keys(project, package, name):
    before, _ = keys(project)
    path = package / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after, _ = keys(project)
    assert all(after[chapter] != before[chapter] for chapter in before)


@pytest.mark.parametrize("name", ["checks/gate.py", "site/pages.py", "cli.py", "authoring/chapter.py"])
def test_the_engines_other_code_changes_no_key(project, package, name):
    before, _ = keys(project)
    path = package / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert keys(project)[0] == before


def test_a_changed_cell_or_parameter_changes_the_key_and_stored_outputs_do_not(project):
    path = project / "book" / "metas-fleet.ipynb"

    def now():
        return Model.of(Project(project))

    before = execution_key("metas-fleet", now())
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(notebook, path)
    assert execution_key("metas-fleet", now()) == before
    notebook.cells[-1].source += " "
    nbformat.write(notebook, path)
    cell_changed = execution_key("metas-fleet", now())
    parameter_changed = execution_key("metas-fleet", now().with_(a100_per_h100=3))
    another = execution_key("metas-fleet", now().with_(a100_per_h100=4))
    assert len({before, cell_changed, parameter_changed, another}) == 4


@pytest.mark.thorough
def test_a_chapter_that_rests_on_nothing_of_a_changed_row_keeps_its_key(project):
    before, _ = keys(project)
    replace(project / "data/assumptions.csv", "a100_per_h100,1.6,", "a100_per_h100,1.7,")
    after, _ = keys(project)
    assert "a100_per_h100" not in upstream_of_chapter(Project(project), "policy")
    assert after["policy"] == before["policy"]


@pytest.mark.thorough
def test_a_sweeps_version_changes_with_any_table_formula_and_the_package(project, package):
    versions = {keys(project)[1]}
    for path, old, new in (
        (project / "data" / "ways.csv", "Rent as", "Rents as"),
        (project / "data" / "claims" / "jiemian-2024.yml", "more than 20", "more than 21"),
        (project / "book" / "derivations" / "fleets.py", "return meta", "return 1 * meta"),
        (package / "register" / "wording.py", '"""', '"""New. '),
    ):
        replace(path, old, new)
        versions.add(keys(project)[1])
    assert len(versions) == 5


# --- what editors and systems leave ----------------------------------------------------------------------------------

LEFT = {
    "book/.ipynb_checkpoints/chips-checkpoint.ipynb": "{}",
    "book/.ipynb_checkpoints/method-checkpoint.md": "# Method",
    "book/.#method.md": "{cite}`nobody`",
    "book/._chips.ipynb": "\0\5\26\7",
    "book/~$method.md": "x",
    "book/method.md~": "{cite}`nobody`",
    "book/.DS_Store": "\0",
    "book/Thumbs.db": "\0",
    "book/sources/.ipynb_checkpoints/huatai-2023-checkpoint.md": "x",
    "book/sources/._huatai-2023.md": "\0",
    "data/._claims.csv": "\0",
    "data/~$claims.csv": "x",
    "data/.~lock.claims.csv#": "x",
    "data/.ipynb_checkpoints/claims-checkpoint.csv": "a,b\n",
    "data/claims/._huatai-2023.yml": "\0",
    "data/claims/.#huatai-2023.yml": "x",
    "book/derivations/.#fleets.py": "x",
    "book/charts/.ipynb_checkpoints/chips-checkpoint.py": "x",
    "scenarios/.#best-utilisation.yml": "x",
    "scenarios/._best-utilisation.yml": "\0",
    "scenarios/.ipynb_checkpoints/best-utilisation-checkpoint.yml": "x",
}


def state_of(project, folder):
    """All that a stray file might change."""
    return (
        chapters(Project(project)),
        keys(project),
        run(project, "scenarios", "--json").out,
        published(project, folder),
    )


@pytest.mark.thorough
def test_what_editors_and_systems_leave_is_not_the_books(project, tmp_path):
    before = state_of(project, tmp_path / "before")
    for name, content in LEFT.items():
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (project / "book" / ".#chips.ipynb").symlink_to("someone@somewhere.1234")
    assert state_of(project, tmp_path / "after") == before
    assert gate.problems(Project(project)) == []
    assert run(project, "show", "jiemian-2024-fleet-ratio").code == 0
    assert "no scenario is called '.#best-utilisation'" in run(project, "rerun", ".#best-utilisation").err


def test_a_page_that_is_not_in_the_contents_is_still_named(project):
    (project / "book" / "new.md").write_text("# New\n", encoding="utf-8")
    assert "_toc.yml does not list book/new" in gate.problems(Project(project))

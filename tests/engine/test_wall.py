"""The wall between the engine and any one book: what may import what, and that the engine names nothing of a book."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from claimbook.chapters.execution import chapters
from claimbook.model.graph import derivation_names
from claimbook.project import PACKAGE, project_at
from tests.engine.book import PROJECT

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]

# What may import what

#: The rooms of the engine, each with all those that it imports from: a room is a package inside claimbook/, or a module
#: beside these. None imports from one that stands below it.
ROOMS = {
    "errors": "",
    "system": "errors",
    "register": "errors system",
    "project": "errors system register",
    "ledger": "errors system register project",
    "model": "errors system register project",
    "scenarios": "errors system register project model",
    "results": "errors system register project ledger model scenarios",
    "charts": "errors system register model results",
    "chapters": "errors system register project model results charts",
    "sweep": "errors system register project model results charts",
    "checks": "errors system register project ledger model scenarios results chapters",
    "authoring": "errors system register project ledger model results chapters",
    "paper": "register project model results charts chapters",
    "workbook": "errors register project model results",
    "site": "errors system register project ledger model scenarios results charts chapters checks paper workbook",
    "commands": (
        "errors system register project ledger model scenarios results charts chapters sweep checks authoring "
        "paper workbook site"
    ),
    "cli": "errors system",
    "__main__": "cli",
    "__init__": "project model",
}


def code_by_room() -> dict[str, list[str]]:
    """The engine's code, but for the book that it begins others from."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        room, *rest = path.relative_to(PACKAGE).with_suffix("").parts
        if "template" not in rest:
            found.setdefault(room, []).append(path.read_text(encoding="utf-8"))
    return found


def rooms_imported(code: str) -> set[str]:
    """Rooms from which some code imports, be it inside a function."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {room_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "the engine names its modules in full"
            beneath = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {room_of(name) for name in (beneath if node.module == "claimbook" else [node.module])}
    return found - {""}


def room_of(module: str) -> str:
    """The room that a module is in: ``model`` of claimbook.model.graph; none if it is not of the engine."""
    package, *inside = module.split(".")
    return "" if package != "claimbook" else inside[0] if inside and inside[0] in ROOMS else "__init__"


def test_every_part_of_the_engine_is_a_room_of_the_table():
    assert code_by_room().keys() == ROOMS.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_from_the_rooms_that_the_table_names_and_from_no_other(room):
    imported = set().union(*map(rooms_imported, code_by_room()[room])) - {room}
    assert imported == set(ROOMS[room].split()), "imports more, or no longer all: then the table can be stricter"


def test_no_rooms_import_each_other_in_a_circle():
    order = TopologicalSorter({room: imported.split() for room, imported in ROOMS.items()})
    assert len([*order.static_order()]) == len(ROOMS)
    for room, imported in ROOMS.items():
        above = [*ROOMS][: [*ROOMS].index(room)]
        assert set(imported.split()) <= set(above), f"{room} imports from a room below it"


@pytest.mark.parametrize(
    ("code", "rooms"),
    [
        ("import json\nfrom pathlib import Path", set()),
        ("from claimbook.model.graph import upstream", {"model"}),
        ("import claimbook.site.shell", {"site"}),
        ("from claimbook import site", {"site"}),
        ("from claimbook import Model", {"__init__"}),
        ("def f():\n    from claimbook.cli import main\n    return main", {"cli"}),
        ("if TYPE_CHECKING:\n    from claimbook.project import Project", {"project"}),
    ],
)
def test_an_import_is_seen_wherever_it_stands(code, rooms):
    assert rooms_imported(code) == rooms


def test_architecture_prints_this_table():
    rows = re.findall(r"^\| `(\w+)/?` \| .* \| (.*) \|$", (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8"), re.M)
    assert dict(rows) == {
        room: ", ".join(imported.split()) or "nothing" for room, imported in ROOMS.items() if not room.startswith("__")
    }


# What the engine may not name

#: What the book in the repository's root is about: chips, models, firms; the last as a firm, not as an element of HTML.
SUBJECTS = re.compile(
    r"(?<![A-Za-z0-9#])(?:(?i:[ahv]100s?|(?:chat)?gpt(?:-?\d[\w.]*)?|nvidia|openai)(?![A-Za-z0-9])|(?<!<)Meta(?:['’]s|(?=\s)))"
)

#: Files that name such a thing all the same, and why; none names a claim, a source, a quantity, a chapter or a chart.
EXCEPTIONS = {
    "tests/engine/test_languages.py": "names with figures, and what articles print about them",
}


def claim_ids() -> list[str]:
    """Ids of the claims of the book in the repository's root, whether or not it can be read."""
    texts = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "data" / "claims").glob("*.yml")]
    return [found for text in texts for found in re.findall(r"^\W*id:\s*(\S+)", text, re.M)]


@cache
def names_of_the_book() -> re.Pattern[str]:
    """Whatever has a name of its own in the book that stands in the repository's root, as its tables have it today."""
    book = project_at(REPOSITORY)
    quantities = [name for name in [*book.assumptions, *derivation_names(book)] if name.count("_") >= 2]
    charts = [
        node.name
        for path in (book.book / "charts").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_chart")
    ]
    own = [name for name in chapters(book) if name not in chapters(PROJECT)]  # two books may have a chapter on money
    long = [name for name in own if "-" in name]
    words = [*claim_ids(), *book.sources.index, *quantities, *charts, *long, *(name.replace("-", "_") for name in long)]
    assert len(quantities) > 100
    assert len(charts) > 10
    # A chapter whose name is a common word is named where its page or notebook is.
    pages = [rf"book/{name}\b|\b{name}\.(?:ipynb|html|md)" for name in own if "-" not in name]
    whole = rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?![\w])"
    return re.compile("|".join([whole, *pages]))


def named_in(text: str) -> list[str]:
    """What a text names of the book."""
    return [found[0] for pattern in (names_of_the_book(), SUBJECTS) for found in pattern.finditer(text)]


def engine_texts() -> Iterator[tuple[str, str]]:
    """Every file of the engine and of its tests by its path: code, templates, scripts, styles, tables."""
    for path in sorted([*PACKAGE.rglob("*"), *HERE.rglob("*")]):
        if path.is_file() and path.name != "test_wall.py" and not {"__pycache__", "_build"} & set(path.parts):
            yield path.relative_to(REPOSITORY).as_posix(), path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.thorough
def test_the_engine_and_its_tests_name_no_claim_source_quantity_chapter_or_chart_of_the_book():
    named = {path: found for path, text in engine_texts() if (found := names_of_the_book().findall(text))}
    assert named == {}


@pytest.mark.thorough
def test_the_engine_and_its_tests_name_nothing_that_the_book_is_about():
    named = {path: found for path, text in engine_texts() if (found := SUBJECTS.findall(text))}
    assert {path: found for path, found in named.items() if path not in EXCEPTIONS} == {}
    assert named.keys() == EXCEPTIONS.keys(), "an exception that is none any more can go"


@pytest.mark.thorough
def test_a_name_would_be_seen():
    book = project_at(REPOSITORY)
    claim, chapter = claim_ids()[0], next(name for name in chapters(book) if "-" in name)
    quantity = next(name for name in book.assumptions if name.count("_") >= 2)
    page = next(f"book/{name}" for name in chapters(book) if "-" not in name and name not in chapters(PROJECT))
    for name in (claim, book.sources.index[0], quantity, chapter, page, "A100s", "gpt4", "Meta’s"):
        assert named_in(f"# for example {name}, as there") == [name]
        assert named_in(f'"{name}"') == [name]
    for name in (
        "a hundred",
        "#a100ff",
        '<meta name="robots">',
        "metadata",
        "yearly_passengers",
        "herald-2024-takings",
    ):
        assert named_in(f"# for example {name}, as there") == []


# What its tests may not import

#: Modules of tests that are about the book in the repository's root.
OF_THE_BOOK = {"tests.book", "tests.project", "tests.oracles", "tests.same_numbers", "tests.conftest"}


def imports_of(path: Path) -> set[str]:
    """Modules of tests that a module imports."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    beneath = {
        f"tests.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "tests"
        for alias in node.names
    }
    return {module for module in modules | beneath if module.startswith("tests.")}


def reached_from(path: Path) -> set[str]:
    """Modules of tests that a module imports, or one of those that it imports."""
    found, waiting = set(), [path]
    while waiting:
        for module in imports_of(waiting.pop()) - found:
            found.add(module)
            file = REPOSITORY / f"{module.replace('.', '/')}.py"
            waiting += [file] if file.exists() else []
    return found


@pytest.mark.thorough
def test_the_engines_tests_take_nothing_from_those_of_the_book():
    taken = {path.name: found for path in HERE.glob("*.py") if (found := reached_from(path) & OF_THE_BOOK)}
    assert taken == {}


def test_what_is_taken_by_way_of_another_module_would_be_seen(tmp_path):
    path = tmp_path / "test_it.py"
    path.write_text("def test_it():\n    from tests.project import replace\n", encoding="utf-8")
    assert reached_from(path) >= {"tests.project", "tests.book"}


# What scripts name


def named_in_scripts():
    """What the site's scripts say they do as: modules of the engine, and what these define."""
    rooms = "|".join(room for room in ROOMS if (PACKAGE / room).is_dir())
    texts = [path.read_text(encoding="utf-8") for path in (PACKAGE / "site" / "static").glob("*.js")]
    return sorted(
        {name for text in texts for name in re.findall(rf"// .*?\b(claimbook\.(?:{rooms})\.\w+(?:\.\w+)?)", text)}
    )


def test_what_scripts_say_they_do_as_is_there():
    assert len(named_in_scripts()) > 10
    for name in named_in_scripts():
        assert pkgutil.resolve_name(name), name

"""No test is without an assertion that can fail."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.book import ROOT

TESTS = ROOT / "tests"
FILES = sorted([*TESTS.glob("test_*.py"), *TESTS.glob("engine/test_*.py"), *(ROOT / "benchmarks").glob("test_*.py")])


def found_in(tree: ast.AST) -> list[ast.FunctionDef]:
    """The tests of a module."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def helpers_in(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """A module's functions and fixtures that are no tests, and those it takes from other modules of tests, by name."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    own = {node.name: node for node in functions if not node.name.startswith("test_")}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
            there = helpers_of(node.module)
            own |= {alias.asname or alias.name: there[alias.name] for alias in node.names if alias.name in there}
    return own


@cache
def helpers_of(module: str) -> dict[str, ast.FunctionDef]:
    """The same of a module of tests by its name."""
    return helpers_in(ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")))


def can_fail(test: ast.AST, helpers: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a test asserts what depends on something, expects an error, or calls a helper that does."""
    for node in ast.walk(test):
        if isinstance(node, ast.Assert) and not is_constant(node.test):
            return True
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("pytest.raises", "pytest.fail"):
                return True
            if called in helpers and called not in seen and can_fail(helpers[called], helpers, seen | {called}):
                return True
    return False


def is_constant(condition: ast.expr) -> bool:
    """Whether a condition names nothing, so that it is the same whatever the code does."""
    return not any(isinstance(node, ast.Name | ast.Attribute | ast.Call) for node in ast.walk(condition))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_test_has_an_assertion_that_can_fail(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    helpers = helpers_in(tree)
    assert [test.name for test in found_in(tree) if not can_fail(test, helpers)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_name_of_a_test_stands_twice_in_a_module(path: Path):
    names = [test.name for test in found_in(ast.parse(path.read_text(encoding="utf-8")))]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("body", "fails"),
    [
        ("assert x == 1", True),
        ("with pytest.raises(ValueError):\n        f()", True),
        ("check(x)", True),
        ("f(x)", False),
        ("assert True", False),
        ("assert 1 == 1, 'so'", False),
        ("pass", False),
    ],
)
def test_an_empty_test_is_found(body, fails):
    tree = ast.parse(f"def check(x):\n    assert x\n\n\ndef test_it(x):\n    {body}\n")
    assert can_fail(found_in(tree)[0], helpers_in(tree)) is fails


def test_a_helper_of_another_module_is_looked_into():
    tree = ast.parse(
        "from tests.commands import claimbook\n"
        "from tests.specs import assert_whole\n"
        "def test_one(x):\n    assert_whole(x)\n"
        "def test_another():\n    claimbook('claims')\n"
    )
    assert [can_fail(test, helpers_in(tree)) for test in found_in(tree)] == [True, False]

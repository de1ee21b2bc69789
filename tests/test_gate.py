"""This book keeps every rule that the engine knows; tests/engine/test_gate.py has the rules."""

import pytest

from claimbook.checks import gate
from claimbook.project import Project
from tests.commands import claimbook
from tests.project import copy_project


@pytest.mark.thorough
def test_the_book_as_it_is_keeps_every_rule():
    answer = claimbook("check")
    assert answer.code == 0, answer.err


@pytest.mark.thorough
def test_a_copy_that_a_test_may_break_keeps_every_rule_too(tmp_path):
    assert gate.problems(Project(copy_project(tmp_path))) == []

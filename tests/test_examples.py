"""The examples in docstrings do what they say."""

import doctest
import importlib
import pkgutil

import pytest

import claimbook

MODULES = [
    module.name
    for module in pkgutil.walk_packages(claimbook.__path__, "claimbook.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_gives_what_it_shows(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_for_those_who_live_in_a_notebook():
    from claimbook.model import model
    from claimbook.scenarios import scenario as scenarios
    from claimbook.sweep import sweep

    tried = {module.__name__: doctest.testmod(module).attempted for module in (model, scenarios, sweep)}
    assert all(tried.values()), tried

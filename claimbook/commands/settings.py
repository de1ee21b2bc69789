"""What commands do with values that were set: ask about those that may be a slip, and say each, old to new."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from claimbook.commands.console import escape, tell
from claimbook.commands.options import Given
from claimbook.errors import UserError
from claimbook.system.terminals import say

if TYPE_CHECKING:
    from claimbook.model.model import Model
    from claimbook.project import Project
    from claimbook.scenarios.scenario import Scenario


def chosen(names: Sequence[str], given: Given, project: "Project") -> "list[tuple[Scenario, Model]]":
    """
    The scenarios that a command line names, its settings on top of each, with their models; one of settings if none.

    Raises
    ------
    UserError
        If one does not exist, a value does not fit, or may be a slip and --strict says to refuse these.
    """
    from claimbook.scenarios.scenario import Scenario, find_scenario, read_settings

    on_top = read_settings(given.settings, project)
    scenarios = [find_scenario(name, project).with_(on_top) for name in names] or [Scenario().with_(on_top)]
    models = [scenario.model(project) for scenario in scenarios]
    for scenario, model in zip(scenarios, models, strict=True):
        ask_about(doubts_of(scenario, model), given)
    return list(zip(scenarios, models, strict=True))


def ask_about_sides(names: Sequence[str], given: Given, project: "Project") -> None:
    """
    Ask about what the scenarios among some sets of results set, before anything is computed from it.

    Raises
    ------
    UserError
        If one is no scenario, or a value may be a slip and --strict says to refuse these.
    """
    from claimbook.results.diff import BASELINE, RESULTS_ENDING
    from claimbook.scenarios.scenario import find_scenario

    for name in dict.fromkeys(names):
        if name != BASELINE and not name.endswith(RESULTS_ENDING):
            scenario = find_scenario(name, project)
            ask_about(doubts_of(scenario, scenario.model(project)), given)


def doubts_of(scenario: "Scenario", model: "Model") -> list[str]:
    """What to ask about a scenario's values."""
    from claimbook.model.doubts import doubts

    return doubts(model, scenario.settings)


def ask_about(doubts: Sequence[str], given: Given) -> None:
    """
    Ask about values that may be a slip: at a terminal each, elsewhere each is said in a line on standard error.

    Raises
    ------
    UserError
        If they are to be refused.
    Abort
        If somebody answers that one is not meant.
    """
    if given.yes:
        return
    if given.strict and doubts:
        raise UserError(f"{doubts[0]} It is refused for --strict.")
    for doubt in doubts:
        if at_a_terminal():
            click.confirm(doubt, abort=True, err=True)
        else:
            say(f"claimbook: {doubt} It is taken as it is (--yes to be quiet, --strict to refuse).", error=True)


def at_a_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def tell_settings(scenario: "Scenario", model: "Model") -> None:
    """Say what was set, a line each, old to new."""
    from claimbook.model.doubts import write_changes

    for line in write_changes(model, scenario.settings):
        tell(escape(line))

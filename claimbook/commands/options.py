"""Options that several commands have."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from claimbook.commands.completing import assumptions, completing, groups, scenarios

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

scenario_option = click.option(
    "--scenario",
    metavar="SCENARIO",
    shell_complete=completing(scenarios, files=True),
    help="Start from this scenario, not from the baseline.",
)


class Given(NamedTuple):
    """What ``--set`` said, and how values are taken that may be a slip: see `claimbook.commands.settings`."""

    settings: tuple[str, ...]
    yes: bool
    strict: bool


def slip_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options --yes and --strict, which it is handed as one with what was set: `given`."""

    @click.option("--yes", is_flag=True, help="Ask nothing: take values that may be a slip, and any number of points.")
    @click.option("--strict", is_flag=True, help="Refuse values that may be a slip.")
    @wraps(command)
    def with_given(*arguments: Any, yes: bool, strict: bool, settings: tuple[str, ...] = (), **others: Any) -> None:
        if yes and strict:
            raise click.UsageError("--yes goes without --strict")
        command(*arguments, given=Given(settings, yes, strict), **others)

    return with_given


def set_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options --set, --yes and --strict, which it is handed as one: `given`."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        shell_complete=completing(assumptions, groups, after="="),
        help='Set an assumption or a group of them, as people write values: 25,000, "1.77 billion", 30%, "$0.0036", '
        '90..100, "90 day..14 week", "lognormal(1, 3)"; a bare number is in its own unit.',
    )(slip_options(command))

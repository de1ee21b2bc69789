"""Options that several commands have."""

import click

from claimbook.commands.completing import assumptions, completing, scenarios

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

scenario_option = click.option(
    "--scenario",
    metavar="SCENARIO",
    shell_complete=completing(scenarios, files=True),
    help="Start from this scenario, not from the baseline.",
)

yes_option = click.option("--yes", is_flag=True, help="Evaluate the points however many they are.")

set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=completing(assumptions, after="="),
    help="Set an assumption: a value or a range LOW..HIGH; a bare number is in its own unit.",
)

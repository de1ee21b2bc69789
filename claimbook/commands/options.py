"""Options that several commands have."""

import click

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

yes_option = click.option("--yes", is_flag=True, help="Evaluate the points however many they are.")

set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set an assumption: a value or a range LOW..HIGH; a bare number is in its own unit.",
)

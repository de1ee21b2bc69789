"""`claimbook scenarios`: the book's scenarios, or the schema of one."""

from dataclasses import asdict

import click

from claimbook.commands.console import escape, new_table, open_book, print_json, tell, tell_table
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import as_json_option


@click.command()
@click.option("--schema", is_flag=True, help="Print the JSON Schema by which editors complete and check a scenario.")
@as_json_option
@kept_between_runs()
def scenarios(schema: bool, as_json: bool) -> None:
    """List the scenarios in scenarios/: what each asks, and what it changes."""
    from claimbook.scenarios.scenario import scenarios as all_scenarios
    from claimbook.scenarios.scenario import schema as scenario_schema

    if schema:
        print_json(scenario_schema(open_book()))
        return
    found = all_scenarios(open_book())
    if as_json:
        print_json(
            [
                {
                    "name": scenario.name,
                    "title": scenario.title,
                    "why": scenario.why,
                    "assumptions": {name: asdict(setting) for name, setting in scenario.settings.items()},
                }
                for scenario in found
            ]
        )
        return
    if not found:
        tell("This book has no scenarios: none is in scenarios/.")
        return
    table = new_table("Scenario", "What is assumed", "Set to")
    for scenario in found:
        changed = ", ".join(f"{name} = {text}" for name, text in scenario.as_set.items())
        table.add_row(scenario.name, escape(scenario.title), escape(changed))
    tell_table(table)

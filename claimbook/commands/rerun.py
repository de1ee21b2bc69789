"""`claimbook rerun`: the book with other assumptions."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimbook.commands.completing import completing, scenarios
from claimbook.commands.console import escape, open_book, print_json, progress_bar, tell
from claimbook.commands.difference import print_difference
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import as_json_option, set_option
from claimbook.errors import UserError

if TYPE_CHECKING:
    from claimbook.model.model import Model
    from claimbook.project import Project
    from claimbook.scenarios.scenario import Scenario


def only_prints(options: Mapping[str, Any]) -> bool:
    """Whether a rerun builds no site and is about the book's own scenarios, not files elsewhere."""
    return options["no_site"] and not any(name.endswith((".yml", ".yaml")) for name in options["names"])


@click.command()
@click.argument("names", nargs=-1, metavar="[SCENARIO]...", shell_complete=completing(scenarios, files=True))
@set_option
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the scenario's site.")
@click.option("--no-site", is_flag=True, help="Only say what moves; build no site.")
@as_json_option
@kept_between_runs(only_if=only_prints)
def rerun(names: tuple[str, ...], settings: tuple[str, ...], out: Path | None, no_site: bool, as_json: bool) -> None:
    """
    Run the book with other assumptions: what moves, and a site of its own.

    SCENARIO is a file or the name of one in scenarios/; of several, each gets its site. Settings come on top.
    """
    from claimbook.results.diff import as_records, compare_with_baseline
    from claimbook.scenarios.scenario import read_settings

    project = open_book()
    on_top = read_settings(settings, project)
    chosen = [(scenario, scenario.model(project)) for scenario in chosen_scenarios(names, on_top, project)]
    differences = [compare_with_baseline(scenario.label, model) for scenario, model in chosen]
    sites: list[Path | None] = [None] * len(chosen) if no_site else [*build_sites(chosen, out)]
    if as_json:
        records = [
            {
                "scenario": scenario.name,
                "title": scenario.title,
                "changes": {name: assumption.written for name, assumption in model.changes.items()},
                **as_records(difference),
                "site": str(site) if site else None,
            }
            for (scenario, model), difference, site in zip(chosen, differences, sites, strict=True)
        ]
        print_json(records[0] if len(records) == 1 else records)
        return
    for i, ((scenario, _), difference) in enumerate(zip(chosen, differences, strict=True)):
        if scenario.title:
            tell(f"[bold]{escape(scenario.title)}[/]")
        print_difference(difference, project)
        if site := sites[i]:
            tell(f"The scenario's site: {escape(str(site / 'index.html'))}")
        if i + 1 < len(chosen):
            tell()


def chosen_scenarios(names: tuple[str, ...], on_top: dict[str, str], project: "Project") -> "list[Scenario]":
    """
    The scenarios that a command line asks for, its settings on top of each.

    Raises
    ------
    UserError
        If one does not exist or changes nothing.
    """
    from claimbook.scenarios.scenario import Scenario, find_scenario

    chosen = [find_scenario(name, project).with_(on_top) for name in names] or [Scenario().with_(on_top)]
    for scenario in chosen:
        if not scenario.model(project).changes:
            raise UserError(
                "nothing is changed: name a scenario, or give at least one --set NAME=VALUE "
                "that differs from the baseline"
            )
    return chosen


def build_sites(chosen: "list[tuple[Scenario, Model]]", out: Path | None) -> list[Path]:
    """Build each scenario's site, showing how far it is."""
    from claimbook.chapters.execution import affected_chapters
    from claimbook.site.rerun import build_site, output_folders

    folders = output_folders(out, chosen)
    with progress_bar() as progress:
        for (scenario, model), folder in zip(chosen, folders, strict=True):
            chapters = affected_chapters(model)
            task = progress.add_task(f"{scenario.label}: executing chapters", total=len(chapters) + 1)

            def step(said: str, task: Any = task) -> None:
                progress.update(task, advance=1, description=said)

            build_site(scenario, model, chapters, folder, step)
    return folders

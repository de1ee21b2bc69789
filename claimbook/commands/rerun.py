"""`claimbook rerun`: the book with other assumptions."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimbook.commands.completing import completing, scenarios
from claimbook.commands.console import escape, open_book, print_json, progress_bar, tell
from claimbook.commands.difference import print_difference
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import Given, as_json_option, set_options
from claimbook.commands.settings import chosen, tell_settings
from claimbook.errors import UserError

if TYPE_CHECKING:
    from claimbook.model.model import Model
    from claimbook.scenarios.scenario import Scenario


def only_prints(options: Mapping[str, Any]) -> bool:
    """Whether a rerun builds no site and is about the book's own scenarios, not files elsewhere."""
    return options["no_site"] and not any(name.endswith((".yml", ".yaml")) for name in options["names"])


@click.command()
@click.argument("names", nargs=-1, metavar="[SCENARIO]...", shell_complete=completing(scenarios, files=True))
@set_options
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the scenario's site.")
@click.option("--no-site", is_flag=True, help="Only say what moves; build no site.")
@as_json_option
@kept_between_runs(only_if=only_prints)
def rerun(names: tuple[str, ...], given: Given, out: Path | None, no_site: bool, as_json: bool) -> None:
    """
    Run the book with other assumptions: what moves, and a site of its own.

    SCENARIO is a file or the name of one in scenarios/; of several, each gets its site. Settings come on top.
    """
    from claimbook.model.doubts import change_records
    from claimbook.results.diff import as_records, compare_with_baseline

    if not names and not given.settings:
        raise UserError("nothing is set: name a scenario, or give at least one --set NAME=VALUE")
    if no_site and out:
        raise UserError("--out says nothing with --no-site: leave out one of them")
    project = open_book()
    reruns = chosen(names, given, project)
    differences = [compare_with_baseline(scenario.label, model) for scenario, model in reruns]
    sites: list[Path | None] = [None] * len(reruns) if no_site else build_sites(reruns, out)
    if as_json:
        records = [
            {
                "scenario": scenario.name,
                "title": scenario.title,
                "changes": model.settings,
                "set": change_records(model, scenario.settings),
                **as_records(difference),
                "site": str(site) if site else None,
            }
            for (scenario, model), difference, site in zip(reruns, differences, sites, strict=True)
        ]
        print_json(records[0] if len(records) == 1 else records)
        return
    for i, ((scenario, model), difference) in enumerate(zip(reruns, differences, strict=True)):
        if scenario.title:
            tell(f"[bold]{escape(scenario.title)}[/]")
        tell_settings(scenario, model)
        if not model.changes:
            tell("Nothing differs from the baseline, whose site is the book's own.")
        print_difference(difference, project)
        if site := sites[i]:
            tell(f"The scenario's site: {escape(str(site / 'index.html'))}")
        if i + 1 < len(reruns):
            tell()


def build_sites(reruns: "list[tuple[Scenario, Model]]", out: Path | None) -> list[Path | None]:
    """Build the site of each scenario that differs from the baseline, showing how far it is."""
    from claimbook.chapters.execution import affected_chapters
    from claimbook.site.rerun import build_site, output_folders

    folders: list[Path | None] = [*output_folders(out, reruns)]
    folders = [folder if model.changes else None for (_, model), folder in zip(reruns, folders, strict=True)]
    with progress_bar() as progress:
        for (scenario, model), folder in zip(reruns, folders, strict=True):
            if folder is None:
                continue
            chapters = affected_chapters(model)
            task = progress.add_task(f"{scenario.label}: executing chapters", total=len(chapters) + 1)

            def step(said: str, task: Any = task) -> None:
                progress.update(task, advance=1, description=said)

            build_site(scenario, model, chapters, folder, step)
    return folders

"""`claimbook execute` and `claimbook accept`: stored outputs and results, brought up to date."""

import sys

import click

from claimbook.commands.console import open_book, tell
from claimbook.errors import UserError
from claimbook.system.terminals import say

again_option = click.option(
    "--again", is_flag=True, help="Execute chapters anew even where no input changed, as after a new Python or library."
)


@click.command()
@click.argument("names", nargs=-1, metavar="[CHAPTER]...")
@again_option
def execute(names: tuple[str, ...], again: bool) -> None:
    """Execute chapters whose inputs changed, and keep their outputs in book/ as the reference."""
    from claimbook.chapters.execution import chapters, out_of_date, store_references

    project = open_book()
    changed = out_of_date(names or chapters(project), project, again)
    store_references(changed, project)
    tell(f"Stored anew: {', '.join(changed)}." if changed else "Every stored notebook is up to date.")


@click.command()
@click.option("--yes", is_flag=True, help="Store without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would be stored.")
@again_option
def accept(yes: bool, dry_run: bool, again: bool) -> None:
    """Execute what is out of date, show which claims moved and why, and store the reference."""
    from claimbook.chapters.execution import chapters, out_of_date, shows_the_same, store_references
    from claimbook.model.model import Model
    from claimbook.results.accepted import accept as store
    from claimbook.results.accepted import what_moved

    if not yes and not dry_run and not sys.stdin.isatty():
        raise UserError("accept asks before it stores, and there is nobody to ask; look with --dry-run, then add --yes")
    project = open_book()
    changed, lines = out_of_date(chapters(project), project, again), what_moved(Model.of(project))
    for line in lines:
        say(line)
    if not changed and not lines:
        tell("Everything is as accepted.")
        return
    same = [chapter for chapter, path in changed.items() if shows_the_same(chapter, path, project)]
    say(f"Chapters whose outputs differ: {', '.join(one for one in changed if one not in same) or 'none'}.")
    if same:
        say(f"Chapters that show the same, of which only the key of what made them is stored anew: {', '.join(same)}.")
    if dry_run:
        tell("Nothing was stored.")
        return
    if not yes:
        click.confirm("Store this as the reference?", abort=True)
    store_references(changed, project)
    store(Model.of(project))
    tell("Stored.")

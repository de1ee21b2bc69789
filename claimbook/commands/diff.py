"""`claimbook diff`: what moved from one set of results to another."""

from pathlib import Path

import click

from claimbook.commands.completing import completing, sides
from claimbook.commands.console import escape, open_book, print_json, tell
from claimbook.commands.difference import print_difference
from claimbook.commands.options import Given, as_json_option, slip_options
from claimbook.commands.settings import ask_about_sides
from claimbook.errors import UserError


@click.command()
@click.argument("before", metavar="A", shell_complete=completing(sides, files=True))
@click.argument("after", metavar="B", shell_complete=completing(sides, files=True))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page instead of a table.")
@slip_options
@as_json_option
def diff(before: str, after: str, html: Path | None, given: Given, as_json: bool) -> None:
    """
    Say what moved from A to B: verdicts that turned, then values by size of change.

    Each is 'baseline', a scenario's name or file, or the results.json of an older build.
    """
    from claimbook.results.diff import as_page, as_records, compare, side_of
    from claimbook.system.replacing import write_aside

    if html is not None and (as_json or html.suffix != ".html"):
        raise UserError("--html goes without --json" if as_json else f"--html {str(html)!r} does not end in .html")
    project = open_book()
    ask_about_sides((before, after), given, project)
    sides = side_of(before, project), side_of(after, project)
    difference = compare(*sides, project)
    if html is not None:
        write_aside(html, as_page(difference, project, made=[side.made for side in sides]))
        tell(f"Written to {escape(str(html))}")
    elif as_json:
        print_json(as_records(difference))
    else:
        print_difference(difference, project)

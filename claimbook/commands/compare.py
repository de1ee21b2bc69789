"""`claimbook compare`: several sets of results side by side."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimbook.commands.completing import completing, sides
from claimbook.commands.console import escape, new_table, open_book, paint, print_json, tell, tell_table
from claimbook.commands.options import Given, as_json_option, slip_options
from claimbook.commands.settings import ask_about_sides
from claimbook.errors import UserError

if TYPE_CHECKING:
    from claimbook.project import Project
    from claimbook.results.comparing import Compared


@click.command()
@click.argument("names", nargs=-1, metavar="A B C...", shell_complete=completing(sides, files=True))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page with a chart instead.")
@slip_options
@as_json_option
def compare(names: tuple[str, ...], html: Path | None, given: Given, as_json: bool) -> None:
    """
    Show several scenarios side by side: verdicts, values, how likely each claim is.

    Each is 'baseline', a scenario's name or file, or the results.json of an older build.
    """
    from claimbook.results.comparing import as_page, as_rows, compare_all
    from claimbook.system.replacing import check_place, write_aside

    if html is not None:
        if as_json or html.suffix != ".html":
            raise UserError("--html goes without --json" if as_json else f"--html {str(html)!r} does not end in .html")
        check_place(html)
    project = open_book()
    ask_about_sides(names, given, project)
    compared = compare_all(names, project)
    if html is not None:
        write_aside(html, as_page(compared, project))
        tell(f"Written to {escape(str(html))}")
    elif as_json:
        print_json(as_rows(compared))
    else:
        print_compared(compared, project)


def print_compared(compared: "Compared", project: "Project") -> None:
    """Print what differs as tables: assumptions, claims, other quantities."""
    from claimbook.results.comparing import describe_assumption, describe_row

    labels = [escape(side.label) for side in compared.sides]
    if compared.assumptions:
        table = new_table("Assumption", *labels)
        for row in compared.assumptions:
            table.add_row(escape(row.name), *map(escape, describe_assumption(row, project.words)))
        tell_table(table)
        tell()
    if compared.claims:
        table = new_table("Claim", "Claimed", *labels)
        for row in compared.claims:
            said = describe_row(row, project)
            table.add_row(escape(said["name"]), escape(said["claimed"]), *map(in_a_cell, said["cells"]))
        tell_table(table)
        tell()
    if compared.quantities:
        table = new_table("Other quantity", *labels)
        for row in compared.quantities:
            said = describe_row(row, project)
            table.add_row(escape(said["name"]), *map(in_a_cell, said["cells"]))
        tell_table(table)
        tell()
    tell(
        f"Verdicts that differ: {compared.turned}. Other claims that differ: {len(compared.claims) - compared.turned}. "
        f"The same in all: {compared.untouched}."
    )


def in_a_cell(cell: dict[str, str]) -> str:
    """What a set has of a claim or quantity, in a cell: its value, its verdict, how likely it is."""
    verdict = paint(cell["verdict"]) if cell["verdict"] else ""
    likely = f"({cell['chance']})" if cell["chance"] else ""
    return " ".join(filter(None, [escape(cell["value"]), verdict, escape(likely)]))

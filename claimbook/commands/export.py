"""`claimbook export`: the book as a workbook of a spreadsheet."""

import os
from pathlib import Path

import click

from claimbook.commands.completing import completing, scenarios
from claimbook.commands.console import escape, open_book, tell
from claimbook.commands.options import Given, set_options
from claimbook.commands.settings import chosen, tell_settings
from claimbook.errors import UserError


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@click.option(
    "--scenario",
    metavar="SCENARIO",
    shell_complete=completing(scenarios, files=True),
    help="The workbook of this scenario, not of the baseline.",
)
@set_options
def export(file: Path, scenario: str | None, given: Given) -> None:
    """
    Write the book as a workbook whose formulas recalculate.

    Assumptions are named cells, every quantity and every sum is a formula of them, in Excel and LibreOffice; the first
    sheet says what moves when an input is changed, and what is as exported.
    """
    from claimbook.system.replacing import check_place, written_aside
    from claimbook.workbook.writing import workbook

    if file.suffix != ".xlsx":
        raise UserError(f"{str(file)!r} does not end in .xlsx")
    project = open_book()
    ((asked, model),) = chosen([scenario] if scenario else [], given, project)
    check_place(file)
    written = workbook(model, asked.title)
    with written_aside(file) as aside:
        aside.write_bytes(written)
    tell_settings(asked, model)
    tell(f"Written to {escape(os.path.relpath(file))}")

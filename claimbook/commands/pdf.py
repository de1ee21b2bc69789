"""`claimbook pdf`: the report, to print or to send."""

import os
from pathlib import Path

import click

from claimbook.commands.completing import completing, scenarios
from claimbook.commands.console import escape, open_book, tell
from claimbook.commands.options import Given, set_options
from claimbook.commands.settings import chosen, tell_settings
from claimbook.errors import UserError


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE.pdf]", required=False)
@click.option(
    "--scenario",
    metavar="SCENARIO",
    shell_complete=completing(scenarios, files=True),
    help="The report of this scenario, not of the baseline.",
)
@set_options
def pdf(file: Path | None, scenario: str | None, given: Given) -> None:
    """
    Write the report as a PDF: what was done and found, the main claims, all others as a table, the works cited.

    Without FILE it goes to _build/, under the name of the book's archive or the scenario's.
    """
    from claimbook.paper.report import About, report
    from claimbook.site.building import base_url
    from claimbook.site.rerun import folder_name
    from claimbook.system.replacing import check_place, make_folder, written_aside

    project = open_book()
    ((asked, model),) = chosen([scenario] if scenario else [], given, project)
    if file is None:
        added = f"-{folder_name(asked, model)}" if model.changes else ""
        file = project.build / f"{project.settings.archive}{added}.pdf"
        make_folder(file.parent)
    if file.suffix != ".pdf":
        raise UserError(f"{str(file)!r} does not end in .pdf")
    check_place(file)
    written = report(model, About(asked.title, base_url(bool(model.changes))))
    with written_aside(file) as aside:
        aside.write_bytes(written)
    tell_settings(asked, model)
    tell(f"Written to {escape(os.path.relpath(file))}")

"""`claimbook build`: the website."""

import os

import click

from claimbook.commands.console import open_book, tell


@click.command()
def build() -> None:
    """Build the website into _build/html, where it is not up to date."""
    from claimbook.site.building import build_book, site_of

    project = open_book()
    built = build_book(project, lambda line: click.echo(f"claimbook: {line}", err=True))
    where = os.path.relpath(site_of(project))
    tell(f"The site is in {where}." if built else f"The site in {where} is up to date.")

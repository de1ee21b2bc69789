"""`claimbook check`: whether the book keeps its rules."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimbook.commands.console import open_book, tell
from claimbook.system.terminals import say

if TYPE_CHECKING:
    from claimbook.project import Project


@click.command()
@click.option(
    "--sources",
    "articles",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with the articles, if not the book's own text/: every numeral is looked up in the ledger.",
)
@click.option(
    "--references", is_flag=True, help="Hold the bibliography against Crossref, arXiv and the web instead (minutes)."
)
def check(articles: Path | None, references: bool) -> None:
    """Check tables, formulas and pages: columns as described, names, units and references known, numerals listed."""
    from claimbook.checks.gate import findings
    from claimbook.ledger.entries import texts_of

    project = open_book()
    if references:
        check_references(project)
        return
    found = findings(project, articles)
    for problem in (*found.unread, *found.others):
        say(problem, error=True)
    if not found.is_whole:
        tell("Every other rule is asked once this can be read.")
    elif found.unread and found.others:
        lines = "the first line" if len(found.unread) == 1 else f"the first {len(found.unread)} lines"
        tell(f"Mend first what cannot be read, {lines}: the others may come of it.")
    if found.unread or found.others:
        sys.exit(2)
    tell("The tables are as described, every name, unit and reference is known, and the pages are whole.")
    texts = texts_of(project, articles)
    if texts:
        whose = "the articles" if len(texts) == len(project.sources) else ", ".join(texts)
        tell(f"Every numeral of {whose} is in the ledger, and every row of theirs in the ledger is in the text.")
    if unread := [source for source in project.sources.index if source not in texts]:
        names = ", ".join(unread)
        tell(f"The ledger was not held against {names}: --sources DIR says where the articles are.")


def check_references(project: "Project") -> None:
    """Say where the bibliography differs from the catalogues, and which addresses are dead."""
    from claimbook.checks.catalogues import arxiv_records, crossref_records, dead_addresses, reference_differences

    found = [*reference_differences(project, crossref_records, arxiv_records), *dead_addresses(project)]
    for problem in found:
        say(problem, error=True)
    if found:
        sys.exit(2)
    tell("Every reference is as Crossref and arXiv have it, and every address answers.")

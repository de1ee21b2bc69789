"""`claimbook claim remove`: a claim taken out of the book, where nothing else names it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimbook.commands.completing import claims, completing
from claimbook.commands.console import open_book
from claimbook.errors import UserError
from claimbook.system.terminals import say

if TYPE_CHECKING:
    from claimbook.project import Project

#: What a notebook or a page wants after any change to what it shows: no fault of what was removed.
ACCEPT = "claimbook accept"

#: What an input wants that only the claim used: none either, and said where the claim is gone.
UNUSED = "no claim and no derivation depends on"


@click.command()
@click.argument("claim_id", metavar="ID", shell_complete=completing(claims))
@click.option(
    "--disposition",
    default="",
    metavar="WORD",
    help="What its numeral is where no other claim has it: context, duplicate, 'figure of speech', …",
)
@click.option("--yes", is_flag=True, help="Remove without asking.")
def remove(claim_id: str, disposition: str, yes: bool) -> None:
    """
    Take a claim out of the book: its entry, its numeral's reference in the ledger, its card's cell in the chapter.

    Where something else names the claim, each place is listed and nothing is changed. git takes a removal back.
    """
    from claimbook.authoring.removal import texts_without_claim
    from claimbook.authoring.writing import only_change

    if not yes and not sys.stdin.isatty():
        raise UserError("claim remove asks before it removes, and there is nobody to ask; add --yes")
    with only_change(open_book()) as project:
        texts, elsewhere = texts_without_claim(project, claim_id, disposition)
        if elsewhere:
            for place in elsewhere:
                say(place, error=True)
            places = f"the {len(elsewhere)} places" if len(elsewhere) > 1 else "the place"
            raise UserError(f"{claim_id} was not removed: see to {places} above first")
        if not yes:
            click.confirm(f"Remove {claim_id} from {', '.join(map(project.name_of, texts))}?", abort=True)
        written, to_accept = write_where_right(project, claim_id, texts)
    say(f"{claim_id} is removed.")
    for name in written:
        say(f"  written: {name}")
    for line in to_accept:
        say(f"  {line}")
    say("Next: claimbook accept, which stores the chapter and the accepted verdicts without it.")


def write_where_right(project: "Project", claim_id: str, texts: dict[Path, str]) -> tuple[list[str], list[str]]:
    """
    Write the files without a claim; give their names, and what must be accepted anew or is of no more use.

    Raises
    ------
    UserError
        If the book would then be wrong where it was not; then nothing is written.
    """
    from claimbook.authoring.writing import or_as_before, write_all
    from claimbook.checks.gate import new_problems, problems
    from claimbook.project import Project

    before = problems(project)
    with or_as_before(texts):
        written = write_all(project, texts)
        found = new_problems(Project(project.root), before)
        if wrong := [line for line in found if ACCEPT not in line and UNUSED not in line]:
            raise UserError(f"{claim_id} was not removed, since the book would be wrong: {wrong[0]}")
    return written, found

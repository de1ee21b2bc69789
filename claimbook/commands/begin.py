"""The commands that begin something new, whose text `claimbook.authoring.commands` has, and that take a claim out."""

import click

from claimbook.authoring.commands import add_commands
from claimbook.commands.console import open_book
from claimbook.commands.remove import remove
from claimbook.system.terminals import say

group = click.Group()
add_commands(group, open_book, lambda line: say(line))
new, source, ledger, chapter, claim, derivation = group.commands.values()
assert isinstance(claim, click.Group), "it has commands of its own"
claim.add_command(remove)

"""The commands that begin something new; `claimbook.authoring.commands` says what each does."""

import click

from claimbook.authoring.commands import add_commands
from claimbook.commands.console import open_book
from claimbook.system.terminals import say

group = click.Group()
add_commands(group, open_book, lambda line: say(line))
new, source, ledger, chapter, claim, derivation = group.commands.values()

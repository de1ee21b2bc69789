"""What a page of Markdown shows of a terminal: commands, and what they answer."""

import os
import re
import shlex
from contextlib import chdir
from typing import NamedTuple

from tests.commands import claimbook

#: A block of console: each command behind a dollar sign, what it prints below it.
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


class Shown(NamedTuple):
    command: str
    output: str


def shown_in(markdown):
    """Each command that a page shows, with the output it shows: none where it prints nothing worth showing."""
    found = []
    for block in BLOCK.findall(markdown):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append(Shown(command, output))
    return found


def typed(command, folder, book):
    """What a command prints, errors first as they come, where it is typed in a folder and the book is elsewhere."""
    name, *arguments = shlex.split(command)
    assert name == "claimbook", command
    before = os.environ.get("CLAIMBOOK_BOOK")
    os.environ["CLAIMBOOK_BOOK"] = str(book)
    try:
        with chdir(folder):
            answer = claimbook(*arguments)
    finally:
        os.environ.pop("CLAIMBOOK_BOOK") if before is None else os.environ.update(CLAIMBOOK_BOOK=before)
    return answer.err + answer.out

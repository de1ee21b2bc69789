"""Calling the command line in this process, as fast as a function."""

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

from claimbook.cli import main


class Answer(NamedTuple):
    code: int
    out: str
    err: str


def claimbook(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
    return Answer(code, out.getvalue(), err.getvalue())


class Terminal:
    """Somebody at a terminal who says one thing whenever asked."""

    def __init__(self, said: str):
        self.said = said

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self.said

"""The command line: which commands there are, and how it ends. Each is loaded when it is called."""

import atexit
import gc
import importlib
import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import click

from claimbook.errors import Renamed, UserError, unknown
from claimbook.system.terminals import prepare_output, say


class Place(NamedTuple):
    """Where a command is: its module, and its one-line help, which is known before that is loaded."""

    module: str
    about: str


#: The commands, in the order in which help lists them; a command is called in its module as it is here.
COMMANDS = {
    "claims": Place("claims", "List the register: every claim with its verdict."),
    "assumptions": Place("names", "List the assumptions: value, range, where from, how many claims hang on each."),
    "quantities": Place("names", "List the derived quantities: value, interval, how many claims hang on each."),
    "show": Place("show", "Show one claim, assumption or quantity: figures, where from, what hangs on it."),
    "ask": Place("ask", "Compute any formula over the book's quantities, and judge what is claimed of it."),
    "rerun": Place("rerun", "Run the book with other assumptions: what moves, and a site of its own."),
    "scenarios": Place("scenarios", "List the scenarios in scenarios/: what each asks, and what it changes."),
    "diff": Place("diff", "Say what moved from A to B: verdicts that turned, then values by size of change."),
    "compare": Place("compare", "Show several scenarios side by side: verdicts, values, how likely each claim is."),
    "drivers": Place("drivers", "Show what drives a quantity: how far the range of each assumption moves it."),
    "sweep": Place("sweep", "Evaluate a quantity or claim over a grid of one or more assumptions."),
    "completion": Place("completion", "Have the shell complete commands and names: prints what switches it on."),
    "build": Place("build", "Build the website into _build/html, where it is not up to date."),
    "pdf": Place("pdf", "Write the report as a PDF."),
    "export": Place("export", "Write the book as a workbook whose formulas recalculate."),
    "check": Place("check", "Check tables, formulas and pages."),
    "execute": Place("accept", "Execute chapters whose inputs changed, and keep their outputs in book/."),
    "accept": Place("accept", "Execute what is out of date, show which claims moved and why, and store the reference."),
    "new": Place("begin", "Make a book that builds: two made-up claims of a made-up text, to be replaced by yours."),
    "source": Place("begin", "The texts that the book is about."),
    "ledger": Place("begin", "Give the ledger's rows and the claims of a source the lines that they have."),
    "chapter": Place("begin", "The chapters, each a notebook."),
    "claim": Place("begin", "The claims of the sources."),
    "derivation": Place("begin", "The formulas, each a function."),
}


class Commands(click.Group):
    """The commands of `COMMANDS`, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, its module loaded."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"claimbook.commands.{COMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UserError(f"{unknown('command', args[0], COMMANDS)}; claimbook --help lists all")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each does, none of them loaded."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.about) for name, place in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimbook")
@click.option("--book", type=click.Path(path_type=Path), metavar="DIR", help="The book's folder, if not the one here.")
@click.pass_context
def app(context: click.Context, book: Path | None) -> None:
    """Claims of articles re-derived: the register with its verdicts, and the book with other assumptions."""
    context.obj = book


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a user's mistake is one line on standard error and exit code 2."""
    prepare_output()
    atexit.register(gc.freeze)  # a process that ends need not look for garbage: after a build that takes a second
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", Renamed)
        try:
            run(arguments)
        finally:
            for told in dict.fromkeys(str(one.message) for one in said if issubclass(one.category, Renamed)):
                say(f"claimbook: {told}", error=True)


def in_a_line(error: UserError | click.ClickException, arguments: list[str]) -> str:
    """What a user's mistake is, and of an option in the wrong place where it stands."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        return misplaced(error.option_name, error.ctx, arguments) or error.format_message()
    return error.format_message() if isinstance(error, click.ClickException) else str(error)


def misplaced(option: str, context: click.Context, arguments: list[str]) -> str:
    """Where an option stands that was given before the command or behind it; empty if it has no other place."""
    if context.parent is not None:
        book = next((one for one in app.params if option in one.opts and one.metavar), None)
        if book is None:
            return ""
        return f"{option} stands before the command, as in: claimbook {option} {book.metavar} {context.info_name}"
    given = [name for name in arguments if name in COMMANDS]
    for name in [*given, *COMMANDS]:
        command = app.get_command(context, name)
        if command is not None and any(option in one.opts for one in command.params):
            return f"{option} stands behind the command, as in: claimbook {name} {option}"
    return ""


def run(arguments: list[str] | None) -> None:
    """Run the command line, and end this process with its exit code."""
    try:
        sys.exit(app.main(arguments, prog_name="claimbook", standalone_mode=False))
    except (UserError, click.ClickException) as error:
        message = in_a_line(error, arguments or sys.argv[1:])
        say(message if isinstance(error, click.exceptions.NoArgsIsHelpError) else f"claimbook: {message}", error=True)
        sys.exit(2)
    except click.Abort:
        say("claimbook: stopped", error=True)
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = None
        sys.exit(1)
    except OSError as error:
        place = f": {error.filename!r}" if error.filename else ""
        say(f"claimbook: {error.strerror or error}{place}", error=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""`claimbook completion`: what has a shell complete commands, options and the book's names."""

import click
from click.shell_completion import get_completion_class

from claimbook.system.terminals import say

#: How each shell's completion is switched on: the file that it reads when it starts, and the line to add there.
SWITCHES = {
    "bash": ("~/.bashrc", 'eval "$(claimbook completion bash)"'),
    "zsh": ("~/.zshrc", 'eval "$(claimbook completion zsh)"'),
    "fish": ("~/.config/fish/completions/claimbook.fish", "claimbook completion fish | source"),
}

#: The variable by which a shell asks for what may follow.
ASKED = "_CLAIMBOOK_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice([*SWITCHES]), required=False)
def completion(shell: str | None) -> None:
    """
    Have the shell complete commands and names: prints what switches it on.

    With a SHELL prints the script that this line has it read; without one, the line to add and where.
    """
    if shell is None:
        for name, (file, line) in SWITCHES.items():
            say(f"{name + ':':<6} add to {file}\n    {line}")
        return
    made = get_completion_class(shell)
    assert made is not None, "click knows all of the choices"
    say(made(click.get_current_context().find_root().command, {}, "claimbook", ASKED).source())

"""Our own scripts as pages load them: without the comments, which only their readers in the source need."""

from pathlib import Path

#: Where they stand as they are written.
WRITTEN = Path(__file__).resolve().parent / "static"


def served(text: str) -> str:
    r"""
    A script without its lines of comment, blank lines and indentation, which are a fifth of what a reader loads.

    Examples
    --------
    >>> served("// Twice.\n\nfunction twice(x) {\n  return 2 * x; // so\n}\n")
    'function twice(x) {\nreturn 2 * x; // so\n}\n'
    """
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def write_served(name: str, folder: Path) -> None:
    """Write one of our scripts as pages load it."""
    (folder / name).write_text(served((WRITTEN / name).read_text(encoding="utf-8")), encoding="utf-8")

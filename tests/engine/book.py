"""The book that the engine is tested on: made up, so that no test of the engine fails when a real book changes."""

import shutil
from pathlib import Path

from claimbook.project import Project, project_at

#: Ten claims on the ferries of a lake, in two languages, one of them made up.
ROOT = Path(__file__).resolve().parent / "books" / "ferries"
PROJECT: Project = project_at(ROOT)


def copy_book(folder: Path) -> Path:
    """Copy the book, without what was built of it, to where a test may break it."""
    return Path(
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"), dirs_exist_ok=True)
    )

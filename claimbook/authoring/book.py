"""A new book: the template with a title, its chapter executed, its results accepted; all of it, or nothing."""

import re
import shutil
from pathlib import Path

from claimbook.authoring.chapter import chapter_notebook, notebook_text
from claimbook.chapters.execution import execute, store_references
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import MARK, PACKAGE, Project
from claimbook.results.accepted import accept
from claimbook.system.replacing import PREFIX, building_folder, make_folder

TEMPLATE = PACKAGE / "authoring" / "template"

#: What stands in the template's files for the book's title.
TITLE = "TITLE"

#: A title means the same in YAML, in Markdown and on a page.
SIGNS = ", . : ; ! ? ' ’ ( ) & % + / – — -"
PLAIN = re.compile(rf"(?=.*\w)[\w{re.escape(SIGNS)}]+")

#: The template's chapter.
CHAPTER, QUESTION = "bakery", "Does the bakery take what the Gazette says?"


def new_book(folder: Path, title: str) -> Project:
    """
    Make a book that builds: two made-up claims of a made-up text, to be replaced.

    It is made aside, so that one that could not be finished, or was interrupted, leaves nothing where it was to be.

    Parameters
    ----------
    folder : Path
        Where it goes; a folder that does not exist, or is empty.
    title : str
        What it is called.

    Raises
    ------
    UserError
        If something is there already, nothing can be written there, or the title is no line of plain text.
    """
    if not PLAIN.fullmatch(title):
        raise UserError(f"--title {title!r} cannot be one; write letters, digits, blanks and any of {SIGNS}, in a line")
    home = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not home.is_dir() or (home == folder and any(not path.name.startswith(PREFIX) for path in folder.iterdir())):
        raise UserError(f"{str(home)!r} holds something already; give a new folder")
    try:
        with building_folder(home) as aside:
            project = begin_book(aside / "book", title)
            store_references(execute([CHAPTER], Model.of(project)), project)
            accept(Model.of(project))
            move_to(folder, project.root)
    except OSError as error:
        raise UserError(f"{str(folder)!r} cannot be written: {error.strerror or error}") from None
    return Project(folder)


def begin_book(folder: Path, title: str) -> Project:
    """Write the template with a title, and its chapter, not yet executed."""
    shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / name for name in ("_config.yml", "index.md", "README.md")):
        path.write_text(path.read_text(encoding="utf-8").replace(TITLE, title), encoding="utf-8", newline="\n")
    project = Project(folder)
    claims = [claim.id for claim in project.claims_of(CHAPTER)]
    notebook = notebook_text(chapter_notebook(project, CHAPTER, QUESTION, claims))
    (project.book / f"{CHAPTER}.ipynb").write_text(notebook, encoding="utf-8", newline="\n")
    return project


def move_to(folder: Path, book: Path) -> None:
    """
    Move a finished book to where it belongs, in one step where there is nothing yet.

    A folder that is there, though empty, is filled and not replaced: who made it may stand in it. What makes it a book
    comes last.
    """
    if not folder.exists():
        make_folder(folder.parent)
        book.rename(folder)
        return
    names = sorted((path.name for path in book.iterdir()), key=lambda name: name == MARK)
    try:
        for name in names:
            (book / name).rename(folder / name)
    except BaseException:
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(book / name)
        raise

"""A new book: the template with a title, its chapter executed, its results accepted."""

import shutil
from pathlib import Path

from claimbook.authoring.chapter import chapter_notebook, notebook_text
from claimbook.errors import UserError
from claimbook.project import PACKAGE, Project

TEMPLATE = PACKAGE / "authoring" / "template"

#: What stands in the template's files for the book's title.
TITLE = "TITLE"

#: The template's chapter.
CHAPTER, QUESTION = "bakery", "Does the bakery take what the Gazette says?"


def new_book(folder: Path, title: str) -> Project:
    """
    Write a book that builds: two made-up claims of a made-up text, to be replaced.

    Parameters
    ----------
    folder : Path
        Where it goes; a folder that does not exist, or is empty.
    title : str
        What it is called.

    Raises
    ------
    UserError
        If something is there already, or the title is no line of text.
    """
    if not title.strip() or not title.isprintable() or any(mark in title for mark in "\"'\\:#"):
        raise UserError(f"--title {title!r} is no title; write letters, digits and blanks in one line")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{str(folder)!r} holds something already; give a new folder")
    shutil.copytree(TEMPLATE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / name for name in ("_config.yml", "index.md", "README.md")):
        path.write_text(path.read_text(encoding="utf-8").replace(TITLE, title), encoding="utf-8", newline="\n")
    project = Project(folder)
    claims = [claim.id for claim in project.claims_of(CHAPTER)]
    notebook = notebook_text(chapter_notebook(project, CHAPTER, QUESTION, claims))
    (project.book / f"{CHAPTER}.ipynb").write_text(notebook, encoding="utf-8", newline="\n")
    return project

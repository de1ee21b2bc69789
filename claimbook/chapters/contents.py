"""The pages and chapters of a book in the order of its contents."""

import json
from pathlib import Path

from claimbook.errors import UserError
from claimbook.project import Project, read_mapping
from claimbook.system.files import read_text

#: Jupyter Book's table of contents.
CONTENTS = "_toc.yml"
WHAT = "a table of contents with a root, and parts with chapters"


def listed_pages(project: Project) -> list[str]:
    """
    The pages that the contents list, the front page first, each as its path without its ending.

    Raises
    ------
    UserError
        If the contents have no root, or no parts with chapters.
    """
    contents = read_mapping(project.root / CONTENTS, CONTENTS, WHAT)
    try:
        return [contents["root"], *(page["file"] for part in contents["parts"] for page in part["chapters"])]
    except (KeyError, TypeError):
        raise UserError(f"{CONTENTS} is not {WHAT}") from None


def titles_of_chapters(project: Project) -> dict[str, str]:
    """
    Titles of a book's chapters by name, in the order of its contents.

    Raises
    ------
    UserError
        If the contents have no root, or no parts with chapters.
    """
    pages = (page.removeprefix("book/") for page in listed_pages(project) if page.startswith("book/"))
    notebooks = {name: project.book / f"{name}.ipynb" for name in pages}
    return {name: title_of(path) for name, path in notebooks.items() if path.is_file()}


def title_of(path: Path) -> str:
    """A notebook's title: its first line."""
    first = json.loads(read_text(path, path.name))["cells"][0]["source"]
    return "".join(first).splitlines()[0].removeprefix("# ")

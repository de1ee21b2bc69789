"""What a written file was made with: the version of the engine, the book's edition and commit, what was set."""

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import MARK, Project, remembered
from claimbook.results.citing import edition_of
from claimbook.system.git import git


def made_with(model: Model) -> dict[str, Any]:
    """
    What every file that is written of a model says of itself: the same on every machine, at any time.

    Returns
    -------
    dict
        ``claimbook``, the version of the engine; ``book``, its title; ``edition``, the book's version as CITATION.cff
        has it; ``commit`` of the book's repository, ending in ``-dirty`` where files differ from it; ``settings``, by
        name each assumption that is set otherwise than in the book's tables. What is not known is empty.

    Examples
    --------
    In a sweep's Parquet file each stands under its name, the settings as JSON:

    >>> pq = fastparquet.ParquetFile("fuel_share.parquet")  # doctest: +SKIP
    >>> pq.key_value_metadata["settings"]  # doctest: +SKIP
    '{"fuel_price": "3 USD/liter"}'
    """
    return {
        "claimbook": engine_version(),
        "book": model.project.title,
        "edition": edition_version(model.project),
        "commit": commit_of(model.project),
        "settings": model.settings,
    }


def as_texts(made: Mapping[str, Any]) -> dict[str, str]:
    """What a file was made with, for a place that holds texts only: the settings as JSON."""
    return {**made, "settings": json.dumps(made["settings"], ensure_ascii=False)}


def read_made(said: Any) -> dict[str, Any]:
    """What a file from elsewhere says that it was made with; nothing where that is not as `made_with` says it."""
    names = ("claimbook", "book", "edition", "commit")
    if not (isinstance(said, dict) and all(is_line(said.get(name)) for name in names)):
        return {}
    settings = said.get("settings")
    if not (isinstance(settings, dict) and all(is_line(name) and is_line(text) for name, text in settings.items())):
        return {}
    return {**{name: said[name] for name in names}, "settings": settings}


def is_line(said: Any) -> bool:
    """Whether something is a text that can be shown in a line."""
    return isinstance(said, str) and said.isprintable()


def in_a_line(made: Mapping[str, Any]) -> str:
    """
    What a file was made with, for people.

    Examples
    --------
    >>> in_a_line({"claimbook": "0.1.0", "book": "Ferries", "edition": "2", "commit": "1f3", "settings": {"x": "3 km"}})
    'Made with claimbook 0.1.0 from Ferries, version 2, commit 1f3; set: x = 3 km'
    """
    book = [made["book"]]
    book += [f"version {made['edition']}"] if made["edition"] else []
    book += [f"commit {made['commit']}"] if made["commit"] else []
    settings = ", ".join(f"{name} = {text}" for name, text in made["settings"].items())
    return f"Made with claimbook {made['claimbook']} from {', '.join(book)}{f'; set: {settings}' if settings else ''}"


def engine_version() -> str:
    """Version of the engine; empty where it is used without being installed."""
    try:
        return version("claimbook")
    except PackageNotFoundError:
        return ""


def edition_version(project: Project) -> str:
    """The book's version; empty where CITATION.cff says none, or cannot be read."""
    try:
        edition = edition_of(project)
    except UserError:
        return ""
    return edition.version if edition else ""


@remembered
def commit_of(project: Project) -> str:
    """
    The commit that a book's folder is at, ``-dirty`` behind it where tracked files differ from it.

    Empty where no repository holds the book, or there is no Git to ask.
    """
    if not git(project.root, "ls-files", "--error-unmatch", MARK):
        return ""  # the book lies within somebody's repository, but is no part of it
    return git(project.root, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")

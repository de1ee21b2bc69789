"""
Building websites: by Jupyter Book's Sphinx run, in a folder aside, put in place only when all went well.

The book's own site is built where it is not up to date: beside it stands a record of what it was made of and of what
it holds, written after a success. So a build that failed, was killed or had no room left behaves as if it had never
been, and whatever another program changed in the site is built anew. Sphinx starts from nothing each time: what it
keeps from one run to the next forgets warnings, and pages that are gone.
"""

import gc
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from claimbook.charts.drawing import draw_ahead, second_process
from claimbook.errors import UserError
from claimbook.project import CITATION, MARK, PACKAGE, Project
from claimbook.site.ahead import files_of_model
from claimbook.site.places import drawings_of
from claimbook.system.files import digests_of, own_files
from claimbook.system.replacing import alone, building_folder, put_in_place, write_aside

#: What a site is made of, beside the package.
INPUTS = ("book", "data", "scenarios", "index.md", "_config.yml", "_toc.yml", MARK, CITATION, "requirements.txt")

#: The variable that says under which address the site will stand.
ADDRESS = "CLAIMBOOK_BASE_URL"

#: By which a CI run of GitHub says whose it is.
SERVER, REPOSITORY = "GITHUB_SERVER_URL", "GITHUB_REPOSITORY"

#: The tag by which Sphinx is told that the files which rest on the model alone are written by whoever called it.
MODEL_FILES_FOLLOW = "model-files-follow"

#: So many of Sphinx's warnings and errors are shown.
SHOWN = 20


def site_of(project: Project) -> Path:
    """Where a book's site is."""
    return project.build / "html"


def record_of(project: Project) -> Path:
    """The file that says what the site was made of when it was last built, and what it holds."""
    return project.build / "built.json"


def build_book(project: Project, say: Callable[[str], None]) -> bool:
    """
    Build the book's site in `_build/html`, where it is not up to date.

    Parameters
    ----------
    project : Project
        The book.
    say : callable
        Called with a line if another build has to be waited for.

    Returns
    -------
    bool
        Whether anything was to be done.

    Raises
    ------
    UserError
        If the tables are not as described, a chapter stops, or a page is not as it should be.
    """
    place = site_of(project)
    with alone(project.build / ".building.lock", say):
        inputs = made_of(project)
        if read_record(project) == {"inputs": inputs, "site": digests_of([place])}:
            return False
        notebooks = own_files(project.book, ".ipynb")
        with building_folder(project.build) as aside:
            site = aside / "html"
            with second_process() as pool:
                draw_ahead(pool, notebooks, drawings_of(project))
                write_model_files = files_of_model(
                    project, {}, "", base_url(is_scenario=False), aside / "of the model", pool
                )
                run_sphinx(project, site, aside / "doctrees", {})
                write_model_files(site)
            put_in_place(site, place, aside)
        write_aside(record_of(project), json.dumps({"inputs": inputs, "site": digests_of([place])}, indent=1))
    return True


def base_url(is_scenario: bool) -> str:
    """
    Address the site will have, with a slash at its end, from ``CLAIMBOOK_BASE_URL``; empty where nobody said.

    Without it no canonical links and no sitemap are written, for both need whole addresses. A scenario's site has
    none: it is not the report.

    Raises
    ------
    UserError
        If it is no whole address.
    """
    address = os.environ.get(ADDRESS, "").strip()
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment):
        raise UserError(f"{ADDRESS} is {address!r}; write the site's whole address, as in https://example.org/book/")
    return f"{address.rstrip('/')}/" if address and not is_scenario else ""


def made_of(project: Project) -> dict[str, str]:
    """All that decides what the site is, in short: the book's files, the package's, where site and repository are."""
    files = digests_of([*(project.root / name for name in INPUTS), PACKAGE])
    return {**files, **{name: os.environ.get(name, "") for name in (ADDRESS, SERVER, REPOSITORY)}}


def was_built_of_these(project: Project) -> bool:
    """Whether the book's site was last built of the files that are there now, so that its tables have been checked."""
    record = read_record(project)
    return isinstance(record, dict) and record.get("inputs") == made_of(project)


def read_record(project: Project) -> Any:
    """What is recorded of the last successful build; none where there is no record, or no whole one."""
    try:
        return json.loads(record_of(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def load_sphinx() -> None:
    """Load what `run_sphinx` needs, which takes a second or two, for who has to wait for something else meanwhile."""
    import jupyter_book.sphinx  # noqa: F401
    import myst_nb  # noqa: F401

    import claimbook.site.extension  # noqa: F401


def run_sphinx(project: Project, site: Path, doctrees: Path, settings: dict[str, Any]) -> None:
    """
    Have the book built into a folder, but for the files that rest on its model alone; any warning is an error.

    Parameters
    ----------
    project : Project
        The book.
    site, doctrees : Path
        Where the pages go, and what Sphinx keeps of them for its next run.
    settings : dict
        Settings that differ from those in `_config.yml`.

    Raises
    ------
    UserError
        If Sphinx warns of something or fails; each warning is a line.
    """
    from jupyter_book.sphinx import build_sphinx

    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said), garbage_kept():
        outcome = build_sphinx(
            str(project.root),
            str(site),
            path_config=str(project.root / "_config.yml"),
            confoverrides={"latex_individualpages": False, **settings},
            tags=[MODEL_FILES_FOLLOW],
            doctreedir=str(doctrees),
            noconfig=True,
            warningiserror=True,
            keep_going=True,
        )
    cause = getattr(outcome, "orig_exc", outcome)  # Sphinx wraps what an extension raises
    if isinstance(cause, KeyboardInterrupt | OSError | UserError):
        raise cause
    if outcome:
        reason = str(outcome) if isinstance(outcome, Exception) else what_went_wrong(said.getvalue(), project)
        raise UserError(f"the site could not be built: {reason}")


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Look for no garbage while the block runs: of a build's millions of objects few are, and the search takes long."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def what_went_wrong(said: str, project: Project) -> str:
    """Sphinx's warnings and errors, a line each, the project's files by their names in it."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", said).replace(f"{project.root}{os.sep}", "")
    lines = [line.strip() for line in plain.splitlines() if re.search(r"WARNING|ERROR|CRITICAL|rror:", line)]
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n  ".join([*dict.fromkeys(lines[:SHOWN]), *more])

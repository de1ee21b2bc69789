"""
What of a site rests on the model alone, written by another process while Sphinx is busy.

Results, report, workbook and the pages to pass on take as long together as half of the pages do, and a second processor
would have nothing to do.
"""

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from claimbook.project import Project
from claimbook.system.files import own_files
from claimbook.system.kernels import submit

#: What Sphinx loads for a book of claims.
EXTENSION = "claimbook.site"

#: Another process takes two seconds to load the model: a book of fewer chapters than this is faster without.
WORTH_WAITING = 8


def files_of_model(
    project: Project,
    settings: Mapping[str, str],
    title: str,
    base: str,
    aside: Path,
    pool: ProcessPoolExecutor | None,
) -> Callable[[Path], None]:
    """
    Have the files of a site that rest on its model alone written aside by another process, where that is worth it.

    Parameters
    ----------
    project : Project
        The book.
    settings : mapping
        What the model's assumptions are set to, where that is not the book's.
    title : str
        What a scenario is called; empty for the baseline.
    base : str
        The site's whole address; empty where nobody said.
    aside : Path
        A folder that there is not yet, where the other process writes.
    pool : ProcessPoolExecutor or None
        The other process; none where there is to be none.

    Returns
    -------
    callable
        Called with a site's folder, puts the files there, once they are written. A book that does not have the
        extension of this package in its _config.yml has pages alone.
    """
    # As text: whether the settings have the right shape is for Jupyter Book to say.
    if EXTENSION not in str(project.config.get("sphinx", "")):
        return lambda folder: None
    about = (project.root, dict(settings), title, base)
    if pool is None or len(own_files(project.book, ".ipynb")) < WORTH_WAITING:
        return lambda folder: write_files(folder, *about)
    aside.mkdir()
    written = submit(pool, write_files, aside, *about)

    def put(folder: Path) -> None:
        written.result()
        shutil.copytree(aside, folder, dirs_exist_ok=True)

    return put


def write_files(folder: Path, root: Path, settings: Mapping[str, str], title: str, base: str) -> None:
    """Write the files of a model that is made here: its book and its settings are what another process is told."""
    # Here, because the process that only waits for these files needs none of it yet.
    from claimbook.model.model import Model
    from claimbook.site.model_files import write_model_files

    write_model_files(folder, Model.of(Project(root)).changed_by(settings), title, base)

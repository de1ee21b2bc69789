"""
What of a site rests on the model alone, written by another process while Sphinx is busy.

Results, report, workbook and the pages to pass on take as long together as half of the pages do, and a second processor
would have nothing to do. This module imports little, so that such a process is at work before Sphinx is.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from claimbook.project import Project
from claimbook.system.files import own_files
from claimbook.system.kernels import JOBS, submit, workers

#: What Sphinx loads for a book of claims.
EXTENSION = "claimbook.site"

#: A process takes two seconds to start: a book of fewer chapters than this is faster without.
WORTH_A_PROCESS = 8


@contextmanager
def files_of_model(
    project: Project, settings: Mapping[str, str], title: str, base: str
) -> Iterator[Callable[[Path], None]]:
    """
    Have the files of a site that rest on its model alone written aside while the block runs, where that is worth it.

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

    Yields
    ------
    callable
        Called with a site's folder, puts the files there, once they are written. However the block ends, the other
        process ends with it. CLAIMBOOK_JOBS=1 asks for no other process. A book that does not have the extension of
        this package in its _config.yml has pages alone.
    """
    if EXTENSION not in str(project.config.get("sphinx", "")):
        yield lambda folder: None
        return
    about = (project.root, dict(settings), title, base)
    if os.environ.get(JOBS) == "1" or len(own_files(project.book, ".ipynb")) < WORTH_A_PROCESS:
        yield lambda folder: write_files(folder, *about)
        return
    with tempfile.TemporaryDirectory(prefix="claimbook-") as aside, workers(1) as pool:
        written = submit(pool, write_files, Path(aside), *about)

        def put(folder: Path) -> None:
            written.result()
            shutil.copytree(aside, folder, dirs_exist_ok=True)

        yield put


def write_files(folder: Path, root: Path, settings: Mapping[str, str], title: str, base: str) -> None:
    """Write the files of a model that is made here: its book and its settings are what another process is told."""
    # Here, because the process that only waits for these files needs none of it yet.
    from claimbook.model.model import Model
    from claimbook.site.model_files import write_model_files

    write_model_files(folder, Model.of(Project(root)).changed_by(settings), title, base)

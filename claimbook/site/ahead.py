"""
What of a site rests on the model alone, written by another process while Sphinx reads and writes the pages.

Results, report, workbook and the pages to pass on take as long together as half of the pages do, and a second processor
would have nothing to do.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.results.records import all_results
from claimbook.site.downloads import write_paper, write_workbook
from claimbook.site.machines import write_claim_pages
from claimbook.site.shell import POLICY
from claimbook.system.kernels import JOBS, submit, workers

#: A process takes two seconds to start: fewer quantities than this are faster without.
WORTH_A_PROCESS = 100


class FilesOfModel:
    """
    The files of a site that rest on its model alone; another process begins with them at once where that is worth it.

    Parameters
    ----------
    model : Model
        Whose results they show.
    title : str
        What a scenario is called; empty for the baseline.
    settings : dict
        What the model's assumptions are set to, where that is not the book's.
    base : str
        The site's whole address; empty where nobody said.
    """

    def __init__(self, model: Model, title: str, settings: dict[str, str], base: str):
        self.model, self.title, self.base = model, title, base
        self.stack = ExitStack()
        self.ready: Callable[[], object] | None = None
        if len(derivation_names(model.project)) >= WORTH_A_PROCESS and os.environ.get(JOBS) != "1":
            self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="claimbook-")))
            pool = self.stack.enter_context(workers(1))
            self.ready = submit(pool, write_elsewhere, self.folder, model.project.root, settings, title, base).result

    def write(self, folder: Path) -> None:
        """Put them into a site's folder, once they are there."""
        if self.ready is None:
            write_all(folder, self.model, self.title, self.base)
        else:
            self.ready()
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)

    def __enter__(self) -> Self:
        """Nothing more is begun; whatever happens in the block, the other process ends with it."""
        return self

    def __exit__(self, *raised: object) -> None:
        """End the other process, whether or not it is ready."""
        self.stack.close()


def write_elsewhere(folder: Path, root: Path, settings: dict[str, str], title: str, base: str) -> None:
    """Write the files of a model that is made here: its book and its settings are what another process is told."""
    write_all(folder, Model.of(Project(root)).changed_by(settings), title, base)


def write_all(folder: Path, model: Model, title: str, base: str) -> None:
    """Write the files that rest on a model alone."""
    text = json.dumps(all_results(model), ensure_ascii=False, indent=1)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    write_paper(folder, model, title, base)
    write_workbook(folder, model, title)
    if base:
        write_claim_pages(folder, base, POLICY, model)

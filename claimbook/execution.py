"""
Executing chapters with papermill, only where what they would show has changed.

Each executed notebook carries a key: a digest of its cells, its parameters, the rows of data/ behind it and
the package. A notebook whose key fits is reused; any other is executed, in parallel with the rest.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat

from claimbook import tables
from claimbook.errors import UserError, unknown
from claimbook.folders import BOOK, BUILD, ROOT
from claimbook.graph import upstream_of_chapter
from claimbook.kernels import run_papermill, workers
from claimbook.model import Model
from claimbook.replacing import UNFINISHED, clear_unfinished

EXECUTED = BUILD / "executed"

#: Parts of the package that no notebook imports: a change there cannot change an output.
NOT_IMPORTED = {
    "accepted.py", "book_checks.py", "checks.py", "cli.py", "diff.py", "execution.py", "kernels.py", "replacing.py",
    "rerun.py", "scenarios.py", "sweep.py", "sweep_files.py",
}  # fmt: skip


def chapters() -> list[str]:
    """Names of the chapters: the notebooks in book/."""
    return sorted(path.stem for path in BOOK.glob("*.ipynb"))


def read_chapter(chapter: str) -> nbformat.NotebookNode:
    """
    A chapter's notebook, its parameters as data/assumptions.csv has them now.

    Raises
    ------
    UserError
        If there is no such chapter, or it has no cell tagged ``parameters``.
    """
    path = BOOK / f"{chapter}.ipynb"
    if not path.exists():
        raise unknown("chapter", chapter, chapters())
    notebook = nbformat.read(path, as_version=4)
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise UserError(f"book/{chapter}.ipynb has {len(tagged)} cells tagged 'parameters'; it needs one")
    tagged[0].source = parameters_source(chapter)
    return notebook


def parameters_source(chapter: str) -> str:
    """The parameters cell: exactly the assumptions upstream of the chapter's claims."""
    known = tables.assumptions()
    lines = [f'{name} = "{known[name].written}"  # {known[name].description}' for name in upstream_of_chapter(chapter)]
    return "\n".join(["# What this page rests on: papermill can replace each of these.", *lines])


def changes_for(chapter: str, model: Model) -> dict[str, str]:
    """The model's changed assumptions that reach a chapter, as papermill parameters."""
    reached = upstream_of_chapter(chapter)
    return {name: assumption.written for name, assumption in model.changes.items() if name in reached}


def affected_chapters(model: Model) -> list[str]:
    """Chapters that a model's changes reach."""
    return [chapter for chapter in chapters() if changes_for(chapter, model)]


def execution_key(chapter: str, model: Model) -> str:
    """Digest of everything that a chapter's outputs depend on."""
    notebook = read_chapter(chapter)
    baseline = tables.assumptions()
    parts = [
        [(cell.cell_type, cell.source) for cell in notebook.cells],
        changes_for(chapter, model),
        [repr(replace(baseline[name], written="")) for name in upstream_of_chapter(chapter)],
        [repr(claim) for claim in tables.claims_of(chapter)],
        package_digest(),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@cache
def package_digest() -> str:
    """Digest of the code, templates, evidence and references that any chapter may show, and of the locked libraries."""
    package = ROOT / "claimbook"
    code = [p for p in package.rglob("*") if p.suffix in {".py", ".j2"} and p.name not in NOT_IMPORTED]
    code = [path for path in code if package / "site" not in path.parents]
    tables_shown = ("correlations", "evidence", "hardware", "sources", "training_runs")
    data = [*(ROOT / "data" / f"{name}.csv" for name in tables_shown), BOOK / "references.bib"]
    digest = hashlib.sha256()
    for path in [*sorted(code), *data, ROOT / "requirements.txt"]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def stored_key(path: Path) -> str:
    """Key that an executed notebook carries, empty if none."""
    return str(json.loads(path.read_text(encoding="utf-8"))["metadata"].get("claimbook", {}).get("key", ""))


def executed_path(chapter: str, model: Model) -> Path:
    """Where a chapter's notebook with these assumptions is: the stored reference, or a file of its own."""
    key = execution_key(chapter, model)
    reference = BOOK / f"{chapter}.ipynb"
    return reference if stored_key(reference) == key else EXECUTED / f"{chapter}-{key[:16]}.ipynb"


def execute(names: Sequence[str], model: Model, done: Callable[[str], None] = lambda chapter: None) -> dict[str, Path]:
    """
    Make sure that chapters are executed with a model's assumptions, in parallel where they are not.

    Parameters
    ----------
    names : sequence of str
        Chapters.
    done : callable
        Called with each chapter's name when it is ready.

    Returns
    -------
    dict
        The executed notebook's path, by chapter.

    Raises
    ------
    UserError
        If a chapter stops with an error, or a process that executes one is ended from outside.
    """
    paths = {chapter: executed_path(chapter, model) for chapter in names}
    missing = [chapter for chapter, path in paths.items() if not path.exists()]
    for chapter in names:
        if chapter not in missing:
            done(chapter)
    if missing:
        EXECUTED.mkdir(parents=True, exist_ok=True)
        clear_unfinished(EXECUTED, f"*{UNFINISHED}")
        with workers(min(len(missing), os.cpu_count() or 1)) as pool:
            jobs = {
                pool.submit(
                    run_papermill,
                    BOOK / f"{chapter}.ipynb",
                    read_chapter(chapter),
                    changes_for(chapter, model),
                    execution_key(chapter, model),
                    paths[chapter],
                ): chapter
                for chapter in missing
            }
            for job in as_completed(jobs):
                job.result()
                done(jobs[job])
    return paths


def out_of_date(names: Sequence[str]) -> list[str]:
    """
    Chapters whose stored outputs are not those of this package and this data, executed anew.

    Raises
    ------
    UserError
        If a chapter stops with an error.
    """
    return [name for name, path in execute(names, Model.baseline()).items() if path != BOOK / f"{name}.ipynb"]


def store_references(names: Sequence[str], done: Callable[[str], None] = lambda chapter: None) -> list[str]:
    """
    Execute chapters with the default assumptions and keep the outputs as the reference in book/.

    Returns
    -------
    list of str
        Chapters whose stored notebook changed.
    """
    changed = []
    for chapter, path in execute(names, Model.baseline(), done).items():
        reference = BOOK / f"{chapter}.ipynb"
        if path != reference:
            scratch = reference.with_suffix(".new")
            scratch.write_bytes(path.read_bytes())
            scratch.replace(reference)
            changed.append(chapter)
    return changed

"""
Executing chapters with papermill, only where what they would show has changed.

Each executed notebook carries a key: a digest of its cells, its parameters, the rows of data/ behind it and
the package. A notebook whose key fits is reused; any other is executed, in parallel with the rest. A key is made of
numbers and text alone, so that it is the same with every interpreter, library and checkout: where one of these gives
other outputs, nbval says so.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pint

from claimbook.register import tables
from claimbook.errors import UserError, unknown
from claimbook.system.files import own_files, read_text
from claimbook.project import BOOK, BUILD, PACKAGE
from claimbook.model.graph import upstream_of_chapter
from claimbook.system.kernels import JOBS, process_count, run_papermill, workers
from claimbook.model.model import Model
from claimbook.system.replacing import UNFINISHED, clear_unfinished

EXECUTED = BUILD / "executed"

#: Parts of the package that no notebook imports: a change there cannot change an output.
NOT_IMPORTED = {
    "accepted.py", "book_checks.py", "building.py", "checks.py", "cli.py", "diff.py", "drawing.py", "execution.py",
    "kernels.py", "replacing.py", "rerun.py", "scenarios.py", "sweep.py", "sweep_files.py", "terminals.py",
}  # fmt: skip


#: Tables that any chapter may show, beside its own assumptions and claims.
TABLES_SHOWN = ("correlations", "evidence", "hardware", "sources", "training_runs")


def chapters() -> list[str]:
    """Names of the chapters: the notebooks in book/."""
    return [path.stem for path in own_files(BOOK, ".ipynb")]


def read_notebook(path: Path, name: str) -> nbformat.NotebookNode:
    """
    A notebook, however its lines end.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What an error calls it.

    Raises
    ------
    UserError
        If the file is missing or is no notebook.
    """
    text = read_text(path, name)
    try:
        content = json.loads(text)
        if not (isinstance(content, dict) and isinstance(content.get("cells"), list) and content.get("nbformat") == 4):
            raise ValueError("it has no cells in version 4 of the format")
        nbformat.validate(content)
        return nbformat.reads(text, as_version=4)
    except (ValueError, nbformat.ValidationError) as error:
        raise UserError(f"{name} is not a notebook: {str(error).splitlines()[0][:80]}") from None


def read_chapter(chapter: str) -> nbformat.NotebookNode:
    """
    A chapter's notebook, its parameters as data/assumptions.csv has them now.

    Raises
    ------
    UserError
        If there is no such chapter, or its file is no notebook or has no cell tagged ``parameters``.
    """
    if chapter not in chapters():
        raise unknown("chapter", chapter, chapters())
    notebook = read_notebook(BOOK / f"{chapter}.ipynb", f"book/{chapter}.ipynb")
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
    """Digest of everything that a chapter's outputs depend on, but for the interpreter and the libraries."""
    notebook = read_chapter(chapter)
    baseline = tables.assumptions()
    return digest(
        [
            [(cell.cell_type, cell.source.splitlines()) for cell in notebook.cells],
            changes_for(chapter, model),
            [as_plain(baseline[name]) for name in upstream_of_chapter(chapter)],
            [as_plain(claim) for claim in tables.claims_of(chapter)],
            package_digest(),
        ]
    )


def as_plain(thing: Any) -> Any:
    """
    A record of a table as numbers and text: of a quantity its magnitude, since its unit stands beside it as text.

    Libraries may write what they hold differently in each version; numbers and text are the same in all.
    """
    if is_dataclass(thing):
        return {field.name: as_plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, pint.Quantity):
        return float(thing.magnitude)
    return [as_plain(part) for part in thing] if isinstance(thing, tuple) else thing


@cache
def package_digest() -> str:
    """Digest of the code, templates, evidence and references that any chapter may show."""
    package = PACKAGE
    files = [path for path in own_files(package, ".py", ".j2", below=True) if path.name not in NOT_IMPORTED]
    shown = [path for path in files if package / "site" not in path.parents]
    return digest(
        [
            {path.relative_to(package).as_posix(): read_text(path, path.name) for path in shown},
            read_text(BOOK / "references.bib", "book/references.bib"),
            {name: table_text(name) for name in TABLES_SHOWN},
        ]
    )


def table_text(name: str) -> list[list[str]]:
    """A table's columns and rows as text."""
    table = tables.read_table(name, tables.described()[name].key_length)
    return [list(table.columns), *table.to_numpy().tolist()]


def digest(content: Any) -> str:
    """Digest of plain data."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def stored_key(path: Path) -> str:
    """Key that an executed notebook carries; empty if it has none, or the file is no notebook, as one cut short is."""
    try:
        notebook = read_notebook(path, path.name)
    except UserError:
        return ""
    return str(notebook.metadata.get("claimbook", {}).get("key", ""))


def executed_path(chapter: str, model: Model) -> Path:
    """Where a chapter's notebook with these assumptions is: the stored reference, or a file of its own."""
    return path_by_key(chapter, execution_key(chapter, model))


def path_by_key(chapter: str, key: str) -> Path:
    """Where the notebook with a key is: the stored reference if it carries this key, or a file of its own."""
    reference = BOOK / f"{chapter}.ipynb"
    return reference if stored_key(reference) == key else new_path(chapter, key)


def new_path(chapter: str, key: str) -> Path:
    """Where a chapter goes that is executed."""
    return EXECUTED / f"{chapter}-{key[:16]}.ipynb"


def execute(
    names: Sequence[str], model: Model, done: Callable[[str], None] = lambda chapter: None, again: bool = False
) -> dict[str, Path]:
    """
    Make sure that chapters are executed with a model's assumptions, in parallel where they are not.

    Parameters
    ----------
    names : sequence of str
        Chapters.
    done : callable
        Called with each chapter's name when it is ready.
    again : bool
        Whether they are executed anew, whatever is there already.

    Returns
    -------
    dict
        The executed notebook's path, by chapter.

    Raises
    ------
    UserError
        If a chapter stops with an error, or a process that executes one is ended from outside.
    """
    keys = {chapter: execution_key(chapter, model) for chapter in names}
    paths = {chapter: (new_path if again else path_by_key)(chapter, key) for chapter, key in keys.items()}
    missing = [chapter for chapter in names if again or stored_key(paths[chapter]) != keys[chapter]]
    for chapter in names:
        if chapter not in missing:
            done(chapter)
    processes = process_count(len(missing))
    if missing:
        EXECUTED.mkdir(parents=True, exist_ok=True)
        clear_unfinished(EXECUTED, f"*{UNFINISHED}")
        left = dict.fromkeys(missing)
        try:
            with workers(processes) as pool:
                jobs = {
                    pool.submit(
                        run_papermill,
                        BOOK / f"{chapter}.ipynb",
                        read_chapter(chapter),
                        changes_for(chapter, model),
                        keys[chapter],
                        paths[chapter],
                    ): chapter
                    for chapter in missing
                }
                for job in as_completed(jobs):
                    job.result()
                    del left[jobs[job]]
                    done(jobs[job])
        except BrokenProcessPool:
            raise UserError(
                "a process that executed chapters was ended from outside, perhaps because memory ran out, before it "
                f"had finished with {', '.join(left)}; run the command again, with {JOBS}=1 if memory is short"
            ) from None
    return paths


def out_of_date(
    names: Sequence[str], again: bool = False, done: Callable[[str], None] = lambda chapter: None
) -> dict[str, Path]:
    """
    Chapters whose stored notebook is not what this package and this data give, each with where it is executed anew.

    Parameters
    ----------
    names : sequence of str
        Chapters.
    again : bool
        Whether those are executed as well whose inputs are as they were: another interpreter or library may give
        other outputs.
    done : callable
        Called with each chapter's name when it is ready.

    Raises
    ------
    UserError
        If a chapter stops with an error.
    """
    executed = execute(names, Model.baseline(), done, again)
    return {chapter: path for chapter, path in executed.items() if not is_stored(chapter, path)}


def is_stored(chapter: str, path: Path) -> bool:
    """Whether an executed notebook is the reference in book/, or has the same cells, outputs and key as that."""
    reference = BOOK / f"{chapter}.ipynb"
    return path == reference or read_notebook(path, path.name) == read_notebook(reference, f"book/{reference.name}")


def store_references(executed: Mapping[str, Path]) -> None:
    """Keep executed notebooks as the reference in book/."""
    for chapter, path in executed.items():
        reference = BOOK / f"{chapter}.ipynb"
        scratch = reference.with_suffix(".new")
        scratch.write_bytes(path.read_bytes())
        scratch.replace(reference)

"""
Executing chapters with papermill, only where what they would show has changed.

Each executed notebook carries a key: a digest of its cells, its parameters, and all that it uses of the book and of the
engine (`claimbook.chapters.uses`). A notebook whose key fits is reused; any other is executed, in parallel with the
rest. A key is made of numbers and text alone, so that it is the same with every interpreter, library and checkout:
where one of these gives other outputs, nbval says so.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import nbformat

from claimbook.chapters.opening import FILLED, SENTENCES
from claimbook.chapters.sentences import fill_sentences, stale_sentences, without_numbers
from claimbook.chapters.uses import made_of
from claimbook.errors import UserError, unknown
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.project import NAMED, Project
from claimbook.system.files import own_files, read_text
from claimbook.system.kernels import JOBS, process_count, run_papermill, submit, workers
from claimbook.system.replacing import UNFINISHED, clear_unfinished, make_folder, written_aside


def chapters(project: Project) -> list[str]:
    """Names of a book's chapters: the notebooks in book/."""
    return [path.stem for path in own_files(project.book, ".ipynb")]


def executed_folder(project: Project) -> Path:
    """Where chapters go that are executed."""
    return project.build / "executed"


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
    return notebook_of(read_text(path, name), name)


def notebook_of(text: str, name: str) -> nbformat.NotebookNode:
    """
    The notebook that a text says.

    Raises
    ------
    UserError
        If it says none.
    """
    try:
        content = json.loads(text)
        if not (isinstance(content, dict) and isinstance(content.get("cells"), list) and content.get("nbformat") == 4):
            raise ValueError("it has no cells in version 4 of the format")
        nbformat.validate(content)
        return nbformat.reads(text, as_version=4)
    except (ValueError, nbformat.ValidationError) as error:
        raise UserError(f"{name} is not a notebook: {str(error).splitlines()[0][:80]}") from None


def read_chapter(chapter: str, project: Project) -> nbformat.NotebookNode:
    """
    A chapter's notebook, its parameters as data/assumptions.csv has them now.

    Raises
    ------
    UserError
        If there is no such chapter, or its file is no notebook or has no cell tagged ``parameters``.
    """
    if chapter not in chapters(project):
        raise unknown("chapter", chapter, chapters(project))
    notebook = read_notebook(project.book / f"{chapter}.ipynb", f"book/{chapter}.ipynb")
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise UserError(f"book/{chapter}.ipynb has {len(tagged)} cells tagged 'parameters'; it needs one")
    tagged[0].source = parameters_source(chapter, project)
    return notebook


def parameters_source(chapter: str, project: Project) -> str:
    """The parameters cell: exactly the assumptions upstream of the chapter's claims."""
    known, names = project.assumptions, upstream_of_chapter(project, chapter)
    lines = [f'{name} = "{known[name].written}"  # {known[name].description}' for name in names]
    return "\n".join(["# What this page rests on: papermill can replace each of these.", *lines])


def changes_for(chapter: str, model: Model) -> dict[str, str]:
    """The model's changed assumptions that reach a chapter, as papermill parameters."""
    reached = upstream_of_chapter(model.project, chapter)
    return {name: written for name, written in model.settings.items() if name in reached}


def affected_chapters(model: Model) -> list[str]:
    """Chapters that a model's changes reach."""
    return [chapter for chapter in chapters(model.project) if changes_for(chapter, model)]


def execution_key(chapter: str, model: Model) -> str:
    """Digest of everything that a chapter's outputs depend on, but for the interpreter and the libraries."""
    project = model.project
    cells = read_chapter(chapter, project).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    written = [(cell.cell_type, without_numbers(cell.source).splitlines()) for cell in cells]
    return digest([written, changes_for(chapter, model), made_of(chapter, code, project)])


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
    return path_by_key(chapter, execution_key(chapter, model), model)


def path_by_key(chapter: str, key: str, model: Model) -> Path:
    """
    Where the notebook with a key is: the stored reference, or a file of its own.

    The reference must carry this key, and its sentences, which the key does not cover, the model's numbers.
    """
    reference = model.project.book / f"{chapter}.ipynb"
    is_fit = stored_key(reference) == key and not stale_sentences(
        read_notebook(reference, reference.name), chapter, model
    )
    return reference if is_fit else new_path(chapter, key, model.project)


def new_path(chapter: str, key: str, project: Project) -> Path:
    """Where a chapter goes that is executed."""
    return executed_folder(project) / f"{chapter}-{key[:16]}.ipynb"


def execute(
    names: Sequence[str],
    model: Model,
    done: Callable[[str], None] = lambda chapter: None,
    again: bool = False,
    meanwhile: Callable[[], None] = lambda: None,
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
    meanwhile : callable
        Called while other processes execute, for what would have to be done here afterwards.

    Returns
    -------
    dict
        The executed notebook's path, by chapter.

    Raises
    ------
    UserError
        If a chapter stops with an error, or a process that executes one is ended from outside.
    """
    project, folder = model.project, executed_folder(model.project)
    keys = {chapter: execution_key(chapter, model) for chapter in names}
    paths = {
        chapter: new_path(chapter, key, project) if again else path_by_key(chapter, key, model)
        for chapter, key in keys.items()
    }
    missing = [chapter for chapter in names if again or stored_key(paths[chapter]) != keys[chapter]]
    for chapter in names:
        if chapter not in missing:
            done(chapter)
    processes = process_count(len(missing))
    if missing:
        make_folder(folder)
        clear_unfinished(folder, f"*{UNFINISHED}")
        left = dict.fromkeys(missing)
        try:
            with workers(processes, {NAMED: str(project.root), SENTENCES: FILLED}) as pool:
                jobs = {
                    submit(
                        pool,
                        run_papermill,
                        project.book / f"{chapter}.ipynb",
                        fill_sentences(read_chapter(chapter, project), chapter, model),
                        changes_for(chapter, model),
                        keys[chapter],
                        paths[chapter],
                    ): chapter
                    for chapter in missing
                }
                meanwhile()
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
    names: Sequence[str], project: Project, again: bool = False, done: Callable[[str], None] = lambda chapter: None
) -> dict[str, Path]:
    """
    Chapters whose stored notebook is not what this package and this data give, each with where it is executed anew.

    Parameters
    ----------
    names : sequence of str
        Chapters.
    project : Project
        Their book.
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
    executed = execute(names, Model.of(project), done, again)
    return {chapter: path for chapter, path in executed.items() if not is_stored(chapter, path, project)}


def is_stored(chapter: str, path: Path, project: Project) -> bool:
    """Whether an executed notebook is the reference in book/, or has the same cells, outputs and key as that."""
    reference = project.book / f"{chapter}.ipynb"
    return path == reference or read_notebook(path, path.name) == read_notebook(reference, f"book/{reference.name}")


def shows_the_same(chapter: str, path: Path, project: Project) -> bool:
    """Whether an executed notebook has the cells and outputs of the reference in book/: only its key is another."""
    reference = project.book / f"{chapter}.ipynb"
    return bool(read_notebook(path, path.name).cells == read_notebook(reference, f"book/{reference.name}").cells)


def store_references(executed: Mapping[str, Path], project: Project) -> None:
    """Keep executed notebooks as the reference in book/."""
    for chapter, path in executed.items():
        reference = project.book / f"{chapter}.ipynb"
        with written_aside(reference) as aside:
            aside.write_bytes(path.read_bytes())

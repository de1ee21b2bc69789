"""A new chapter: a notebook with its standard cells, and its line in the table of contents."""

import hashlib

import nbformat
from nbformat import NotebookNode

from claimbook.authoring.contents import with_page
from claimbook.authoring.names import checked_key
from claimbook.authoring.writing import refuse_existing, write_all
from claimbook.chapters.execution import parameters_source
from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.system.files import read_text

#: The part of the contents that a chapter is added to where none is named.
PART = "Chapters"

#: A notebook's cells have no longer ids.
LONGEST_ID = 64


def new_chapter(project: Project, name: str, title: str, part: str = PART) -> list[str]:
    """
    Write a chapter's notebook, and add it to the contents.

    Parameters
    ----------
    project : Project
        The book.
    name : str
        The notebook's name, without its ending.
    title : str
        Its first line: a question that it answers.
    part : str
        The part of the contents that it goes into.

    Returns
    -------
    list of str
        The files that were written.

    Raises
    ------
    UserError
        If the name is none, or the chapter exists.
    """
    path = project.book / f"{checked_key('a chapter', name)}.ipynb"
    refuse_existing(path, project)
    contents = with_page(read_text(project.root / "_toc.yml", "_toc.yml"), f"book/{name}", part)
    notebook = chapter_notebook(project, name, title, [claim.id for claim in project.claims_of(name)])
    return write_all(project, {path: notebook_text(notebook), project.root / "_toc.yml": contents})


def chapter_notebook(project: Project, name: str, title: str, claim_ids: list[str]) -> NotebookNode:
    """A chapter's notebook: its title, its parameters, its verdicts, a card for each claim, and what drives them."""
    start = f'model = chapter_model("{name}", globals())'
    imports = "from claimbook.chapters import card, chapter_model, chart_module, drivers_table, rows, verdict_bar"
    cells = [
        markdown("title", f"# {title}"),
        code("parameters", parameters_source(name, project), "parameters"),
        code("model", f"{imports}\n\n{start}", "remove-cell"),
        code("verdicts", f'verdict_bar("{name}", model)'),
        *(card_cell(claim_id) for claim_id in claim_ids),
        markdown("drivers-title", "## Data and code of this page"),
        code("drivers", f'drivers_table("{name}", model)'),
    ]
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )


def card_cell(claim_id: str) -> NotebookNode:
    """The cell that shows a claim's card."""
    name = f"card-{claim_id}"
    if len(name) > LONGEST_ID:  # two ids may begin alike
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = f"{name[: LONGEST_ID - 9]}-{digest}"
    return code(name, f'card("{claim_id}", model)')


def with_card(notebook: NotebookNode, claim_id: str) -> NotebookNode:
    """
    A notebook with the card of one claim more, below its last card.

    Raises
    ------
    UserError
        If it has no cell that makes the model.
    """
    places = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and shows_or_starts(cell.source)]
    if not places:
        raise UserError(f'no cell makes the model; write card("{claim_id}", model) where the card shall stand')
    notebook.cells.insert(places[-1] + 1, card_cell(claim_id))
    return notebook


def shows_or_starts(source: str) -> bool:
    """Whether a cell shows a card, or makes the model that cards need."""
    return source.startswith(("card(", "cards(", "rows(")) or "chapter_model(" in source


def markdown(name: str, source: str) -> NotebookNode:
    """A cell of text."""
    return nbformat.v4.new_markdown_cell(source, id=name)


def code(name: str, source: str, *tags: str) -> NotebookNode:
    """A cell of code with its tags."""
    return nbformat.v4.new_code_cell(source, id=name, metadata={"tags": list(tags)} if tags else {})


def notebook_text(notebook: NotebookNode) -> str:
    """A notebook as its file holds it."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"

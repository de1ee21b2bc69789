"""
Numbers in a chapter's sentences: each stands in a mark that names the result it is, and is written by machine.

A mark is HTML's own element for this, ``<data value="KEY">…</data>``, so that the sentence reads the same in
JupyterLab, in nbconvert and on the site. Whoever writes leaves it empty; executing the chapter fills it.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from nbformat import NotebookNode

from claimbook.chapters.notebook import result_writers
from claimbook.model.model import Model

MARK = re.compile(r'<data value="([^"]*)">(.*?)</data>', re.DOTALL)

#: What Markdown would take for its own. A dollar stands in an element of its own, for two of them in one text would be
#: taken for a formula.
AS_ENTITIES = str.maketrans({"*": "&#42;", "_": "&#95;", "[": "&#91;", "`": "&#96;", "$": "<span>&#36;</span>"})


def keys_in(text: str) -> list[str]:
    """Keys of the results that a text's marks name, in their order."""
    return [found[1] for found in MARK.finditer(text)]


def without_numbers(text: str) -> str:
    """A text with its marks emptied: what whoever writes has written."""
    return MARK.sub(r'<data value="\1"></data>', text)


def with_numbers(text: str, writers: Mapping[str, Callable[[], str]]) -> str:
    """
    A text with each mark filled by the result it names; one that names none stays as it is.

    Parameters
    ----------
    text : str
        Markdown.
    writers : mapping
        Functions that write results, by key: see `result_writers`.
    """

    def filled(mark: re.Match[str]) -> str:
        key = mark[1]
        if key not in writers:
            return mark[0]
        return f'<data value="{key}">{escape(writers[key](), quote=False).translate(AS_ENTITIES)}</data>'

    return MARK.sub(filled, text)


def markdown_of(notebook: Mapping[str, Any]) -> str:
    r"""
    What is written in a notebook beside its code.

    Examples
    --------
    >>> cells = [{"cell_type": "markdown", "source": ["# Ferries\n", "By day"]}, {"cell_type": "code", "source": "1"}]
    >>> markdown_of({"cells": cells})
    '# Ferries\nBy day'
    """
    return "\n\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def fill_sentences(notebook: NotebookNode, chapter: str, model: Model) -> NotebookNode:
    """A chapter's notebook whose sentences have the numbers of a model; it is changed in place and returned."""
    writers = result_writers(model, model.project.claims_of(chapter))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_numbers(cell.source, writers)
    return notebook


def stale_sentences(notebook: NotebookNode, chapter: str, model: Model) -> list[str]:
    """Keys of the marks in a chapter's notebook that say something else than the model does."""
    writers = result_writers(model, model.project.claims_of(chapter))
    text = markdown_of(notebook)
    marks = zip(MARK.finditer(text), MARK.finditer(with_numbers(text, writers)), strict=True)
    return [before[1] for before, after in marks if before[0] != after[0]]

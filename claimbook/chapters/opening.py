"""How a chapter begins: from the notebook's parameters to its model, with a word to whoever set others."""

import json
import os
from collections.abc import Collection, Mapping
from html import escape

from IPython.display import HTML, display

from claimbook.chapters.notebook import result_writers
from claimbook.chapters.sentences import keys_in, markdown_of
from claimbook.errors import UserError, unknown
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.system.files import read_text

#: The environment variable by which the engine tells a notebook that it has filled its sentences.
SENTENCES, FILLED = "CLAIMBOOK_SENTENCES", "filled"

#: What papermill gives a notebook.
Parameter = str | float | int

#: Names that IPython itself puts beside a notebook's own.
IPYTHON_NAMES = {"In", "Out", "exit", "quit", "get_ipython", "open"}


def chapter_model(chapter: str, variables: Mapping[str, object]) -> Model:
    """
    Model with a notebook's parameters, checked: a name that is no assumption of the chapter is an error.

    Parameters
    ----------
    chapter : str
        The notebook's name, without its ending.
    variables : mapping
        The notebook's variables, as ``globals()`` gives them when only parameters are set.

    Raises
    ------
    UserError
        If a parameter is not an assumption this chapter depends on, or its value does not fit.
    """
    project = Project.here()
    parameters = {
        name: value
        for name, value in variables.items()
        if isinstance(value, str | float | int) and not name.startswith("_") and name not in IPYTHON_NAMES
    }
    expected = upstream_of_chapter(project, chapter)
    # A value that is given under an earlier name is meant, and not the one that the notebook itself has.
    for name in [name for name in parameters if name in project.names["alias"]]:
        parameters[project.current_name(name)] = parameters.pop(name)
    for group in [name for name in parameters if name in project.groups]:
        parameters |= members_of(group, parameters.pop(group), parameters, expected, project)
    for name in parameters:
        if name not in expected:
            raise unknown(f"assumption of the chapter {chapter}", name, expected)
    if missing := [name for name in expected if name not in parameters]:
        raise UserError(f"the parameters of {chapter} lack {', '.join(missing)}")
    if os.environ.get(SENTENCES) == FILLED:
        return Model.of(project).changed_by(parameters)  # who runs the engine was asked about doubtful values
    model = Model.of(project).with_(**parameters)
    if model.changes:
        display(HTML(notice(chapter, model)))  # type: ignore[no-untyped-call]
    return model


def members_of(
    group: str, value: Parameter, parameters: Mapping[str, Parameter], expected: Collection[str], project: Project
) -> dict[str, Parameter]:
    """
    A group's value for each of its members that the chapter rests on.

    Raises
    ------
    UserError
        If it rests on none, or one is set by its own name as well.
    """
    members = [name for name in project.groups[group].assumptions if name in expected]
    if not members:
        raise UserError(f"this chapter rests on no assumption of the group {group}")
    for name in members:
        if name in parameters and parameters[name] != project.assumptions[name].written:
            raise UserError(f"{name} is set twice, once as {group}")
    return dict.fromkeys(members, value)


def notice(chapter: str, model: Model) -> str:
    """HTML that says what a notebook's sentences would say that somebody executes without the engine."""
    text = markdown_of(json.loads(read_text(model.project.book / f"{chapter}.ipynb", f"book/{chapter}.ipynb")))
    before, after = (result_writers(one, model.project.claims_of(chapter)) for one in (Model.of(model.project), model))
    moved = [(old, new) for key in dict.fromkeys(keys_in(text)) if (old := before[key]()) != (new := after[key]())]
    values = "; ".join(f"<code>{escape(name)} = {escape(one.written)}</code>" for name, one in model.changes.items())
    now = "".join(f"<li>{escape(old)}: now {escape(new)}</li>" for old, new in dict.fromkeys(moved))
    return (
        f"<p><strong>Other inputs than the book's:</strong> {values}. Cards, charts and tables follow them. Sentences "
        f"keep the book's numbers; <code>claimbook rerun</code> writes them anew.</p><ul>{now}</ul>"
    )

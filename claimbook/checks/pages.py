"""Checks on the pages: contents, citations, stored outputs, parameters, typed results, requests to other hosts."""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from claimbook.chapters.execution import read_notebook
from claimbook.errors import UserError
from claimbook.model.graph import upstream_of_chapter
from claimbook.project import Project
from claimbook.system.files import own_files, read_text

#: Years, model names, chip names, paper years and the kind of interval may be typed: they are not results.
NAMES = re.compile(r"\b(?:GPT-\d(?:\.\d)?|[AHV]\d{3}s?|Table \d+|90 % interval|\d{4}(?:[–-]\d{2,4})?)\b")

#: Everything by which a page asks for something: Markdown images, elements that load, styles, scripts that fetch.
REQUESTS = (
    r"!\[[^\]]*\]\(\s*<?",
    r"\{(?:figure|image)\}\s*",
    r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*?\b(?:src|href|data|srcset)\s*=\s*[\"']?",
    r"url\(\s*[\"']?",
    r"@import\s+[\"']",
    r"(?:fetch|import|open|Worker|EventSource|WebSocket)\(\s*[\"'`]",
    r"\"url\":\s*\"",
)
OUTSIDE = re.compile(rf"(?:{'|'.join(REQUESTS)})((?:(?:https?|wss?):)?//[^\s\"'`)>]+)", re.I)


def book_problems(project: Project) -> list[str]:
    """
    Everything that is wrong with the pages.

    Returns
    -------
    list of str
        A line each; empty if all is well.
    """
    pages = [project.root / "index.md", *own_files(project.book, ".md"), *own_files(project.book, ".ipynb")]
    found: list[str] = []
    checks: list[Callable[[], list[str]]] = [partial(contents_problems, project)]
    checks += [partial(page_problems, page, project) for page in pages]
    for check in checks:
        try:
            found += check()
        except UserError as error:
            found.append(str(error))
    return found


def page_problems(page: Path, project: Project) -> list[str]:
    """
    Everything that is wrong with one page, each line beginning with its name.

    Raises
    ------
    UserError
        If the file is no text or no notebook.
    """
    if page.suffix != ".ipynb":
        text = read_text(page, project.name_of(page))
        found = citation_problems(text, project) + network_problems(text)
    else:
        notebook = read_notebook(page, project.name_of(page))
        text = markdown_of(notebook)
        found = [
            *citation_problems(text, project),
            *[f"{result.strip()!r} is a result typed into prose; cite it" for result in typed_results(plain(text))],
            *output_problems(notebook),
            *parameter_problems(page.stem, notebook, project),
            *network_problems(text + "\n" + shown_by(notebook)),
        ]
    return [f"{project.name_of(page)}: {problem}" for problem in found]


def markdown_of(notebook: Any) -> str:
    """What is written in a notebook, beside its code."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def tagged(notebook: Any, tag: str) -> list[Any]:
    """Cells of a notebook with a tag."""
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def shown_by(notebook: Any) -> str:
    """What a notebook's outputs hold, but for the address that names a chart's schema and is never asked for."""
    data = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    parts = [
        {key: value for key, value in part.items() if key != "$schema"} if isinstance(part, dict) else part
        for bundle in data
        for part in bundle.values()
    ]
    return "\n".join(part if isinstance(part, str) else json.dumps(part) for part in parts)


def contents_problems(project: Project) -> list[str]:
    """Pages that _toc.yml does not list, and listed ones that do not exist."""
    try:
        contents = yaml.safe_load(read_text(project.root / "_toc.yml", "_toc.yml"))
        listed = {contents["root"], *(page["file"] for part in contents["parts"] for page in part["chapters"])}
    except (yaml.YAMLError, KeyError, TypeError):
        return ["_toc.yml is not a table of contents with a root, and parts with chapters"]
    pages = own_files(project.book, ".md", ".ipynb", below=True)
    present = {"index", *(f"book/{path.relative_to(project.book).with_suffix('').as_posix()}" for path in pages)}
    return [
        *(f"_toc.yml does not list {page}" for page in sorted(present - listed)),
        *(f"_toc.yml lists {page}, which does not exist" for page in sorted(listed - present)),
    ]


def citation_problems(text: str, project: Project) -> list[str]:
    """References that a text cites by ``{cite}`` roles and that are not in the bibliography."""
    keys = [key.strip() for keys in re.findall(r"\{cite[\w:]*\}`([^`]+)`", text) for key in keys.split(",")]
    return [f"{key!r} is not in book/references.bib" for key in keys if key not in project.bibliography.entries]


def output_problems(notebook: Any) -> list[str]:
    """Cells that should show something and have no stored output: the outputs are the reference."""
    silent = [
        cell.source.splitlines()[0]
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source and not cell.outputs and cell not in tagged(notebook, "parameters")
    ]
    return [f"the outputs of {line!r} are stripped; run `make accept`" for line in silent]


def parameter_problems(chapter: str, notebook: Any, project: Project) -> list[str]:
    """A missing parameters cell, and parameters that no claim of the chapter rests on."""
    cells = tagged(notebook, "parameters")
    if len(cells) != 1:
        return [f"it has {len(cells)} cells tagged 'parameters' and needs one"]
    given = re.findall(r"^(\w+) *=", cells[0].source, re.M)
    return [
        f"the parameter {name} is no assumption that a claim of the chapter rests on; run `make accept`"
        for name in given
        if name not in upstream_of_chapter(project, chapter)
    ]


def plain(text: str) -> str:
    """A page's text without code, directives, roles, formulas and addresses."""
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.S | re.M)
    return re.sub(r"\{[\w-]+\}`[^`]*`|`[^`]*`|\$[^$]*\$|https?://\S+", " ", text)


def typed_results(text: str) -> list[str]:
    """Numbers and verdict words in a text that stand where a result should come from code."""
    numbers = re.findall(r"(?<![\w-])[$¥]?\d[\d,.]*\s?(?:×|%|\w+)?", NAMES.sub(" ", text))
    verdicts = re.findall(
        r"\b(?:claim|claims|figure|figures|rate|cost|it|that|they)\s+(?:\w+\s+)?(holds?|fails?|plausible)\b", text
    )
    return numbers + verdicts


def network_problems(text: str) -> list[str]:
    """
    Addresses of other hosts that a page asks for; a link that a reader may follow is none.

    Examples
    --------
    >>> network_problems('<img src="https://example.org/a.png">')
    ['it asks for https://example.org/a.png; put it into the project']
    >>> network_problems('[a page](https://example.org) <a href="https://example.org">another</a>')
    []
    """
    addresses = OUTSIDE.findall(text) if "//" in text else []  # most pages have none, and looking closely takes long
    return [f"it asks for {address}; put it into the project" for address in addresses]

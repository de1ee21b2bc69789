"""Rules of the pages: contents, citations, cards, outputs, parameters, typed results, requests to other hosts."""

import ast
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from claimbook.chapters.contents import listed_pages
from claimbook.chapters.execution import notebook_of
from claimbook.chapters.notebook import OF_THE_BOOK, result_writers
from claimbook.chapters.sentences import MARK, keys_in, markdown_of, stale_sentences
from claimbook.chapters.uses import texts_in
from claimbook.errors import UserError, unknown
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.project import Project, remembered
from claimbook.system.files import own_files, read_text

#: Years, names with figures (Boeing-747, A380s) and the kind of interval may be typed: they are not results.
NAMES = re.compile(r"\b(?:[A-Z][A-Za-z]*-?\d+(?:\.\d+)?s?|Table \d+|90 % interval|\d{4}(?:[–-]\d{2,4})?)\b")

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


def page_problems(project: Project) -> Iterator[str]:
    """Everything that is wrong with the pages, each line beginning with the page's name."""
    checks: list[Callable[[], Iterable[str]]] = [partial(contents_problems, project), partial(source_problems, project)]
    for path in [project.root / "index.md", *own_files(project.book, ".md", below=True)]:
        checks.append(partial(text_page_problems, path, project))
    for path in own_files(project.book, ".ipynb"):
        checks.append(partial(chapter_problems, path, project))
    for check in checks:
        try:
            yield from check()
        except UserError as error:
            yield str(error)


def text_page_problems(path: Path, project: Project) -> Iterator[str]:
    """What is wrong with a page without a kernel."""
    name = project.name_of(path)
    text = read_text(path, name)
    known = results_of_the_book(project)
    yield from placed(text, r"\{result\}`([^`]*)`", name, lambda key: key not in known, known, "result")
    yield from citation_problems(text, name, project)
    yield from (f"{name}: {problem}" for problem in network_problems(text))


@remembered
def results_of_the_book(project: Project) -> frozenset[str]:
    """Keys under which pages without a kernel may cite results."""
    return frozenset({*result_writers(Model.of(project), list(project.claims.values())), *OF_THE_BOOK})


def chapter_problems(path: Path, project: Project) -> Iterator[str]:
    """What is wrong with a chapter."""
    name = project.name_of(path)
    notebook = read_once(read_text(path, name), name)
    text = markdown_of(notebook)
    claims = project.claims_of(path.stem)
    known = result_writers(Model.of(project), claims)
    for key in keys_in(text):
        if key not in known:
            yield f"{name}: {unknown('result of this chapter', key, known)}"
    if stale := stale_sentences(notebook, path.stem, Model.of(project)):
        yield f"{name}: sentences do not say what the model gives for {', '.join(stale)}; run claimbook accept"
    shown = {said for cell in notebook.cells if cell.cell_type == "code" for said in texts_in(cell.source)}
    for claim in claims:
        if claim.id not in shown:
            yield f'{name}: the claim {claim.id} has no card; write card("{claim.id}", model) where it belongs'
    for claim_id in cards_in(notebook):
        if claim_id not in written_ids(project) and claim_id not in project.names["alias"]:
            yield str(unknown("claim", claim_id, project.claims, place=f'{name}: card("{claim_id}", model)'))
    yield from citation_problems(text, name, project)
    others = [
        *[f"{result.strip()!r} is a result typed into prose; cite it" for result in typed_results(plain(text))],
        *output_problems(notebook),
        *parameter_problems(path.stem, notebook, project),
        *network_problems(text + "\n" + shown_by(notebook)),
    ]
    yield from (f"{name}: {problem}" for problem in others)


@remembered
def written_ids(project: Project) -> frozenset[str]:
    """Ids of the claims in a book's files, those of claims that cannot be read among them."""
    texts = [read_text(path, path.name) for path in own_files(project.data / "claims", ".yml")]
    return frozenset(found for text in texts for found in re.findall(r"^\W*id:\s*(\S+)", text, re.M))


def cards_in(notebook: Any) -> list[str]:
    """Ids of the claims whose cards a notebook shows."""
    cells = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and re.match(r"(?:cards?|rows)\(", cell.source)
    ]
    return [said for source in cells for said in texts_in(source)]


def placed(
    text: str, pattern: str, name: str, wrong: Callable[[str], bool], known: Iterable[str], kind: str
) -> Iterator[str]:
    """Keys in a text that are none, each with its line and the nearest that exist."""
    for found in re.finditer(pattern, text):
        if wrong(found[1]):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{name}, line {line}: {unknown(kind, found[1], known)}"


def source_problems(project: Project) -> Iterator[str]:
    """Sources that no page shows."""
    pages = [read_text(path, path.name) for path in own_files(project.book, ".md", below=True)]
    shown = {key for text in pages for key in re.findall(r"\{source-page\} (\S+)", text)}
    for row in project.tables.rows("sources"):
        if row["key"] not in shown:
            yield f"{row['place']}: no page shows {row['key']}; write book/sources/{row['key']}.md with its source-page"


@lru_cache(maxsize=30)
def read_once(text: str, name: str) -> Any:
    """A notebook of a text, to be looked at and not changed."""
    return notebook_of(text, name)


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
    listed = set(listed_pages(project))
    pages = own_files(project.book, ".md", ".ipynb", below=True)
    present = {"index", *(f"book/{path.relative_to(project.book).with_suffix('').as_posix()}" for path in pages)}
    return [
        *(f"_toc.yml does not list {page}" for page in sorted(present - listed)),
        *(f"_toc.yml lists {page}, which does not exist" for page in sorted(listed - present)),
    ]


def citation_problems(text: str, name: str, project: Project) -> Iterator[str]:
    """References that a text cites by ``{cite}`` roles and that are not in the bibliography, each with its line."""
    for found in re.finditer(r"\{cite[\w:]*\}`([^`]+)`", text):
        for key in (key.strip() for key in found[1].split(",")):
            if key not in project.bibliography.entries:
                line = text.count("\n", 0, found.start()) + 1
                yield f"{name}, line {line}: {key!r} is not in book/references.bib"


def shows_something(source: str) -> bool:
    """Whether a cell ends in an expression, which a notebook displays; one that is no Python may."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return True
    return bool(statements) and isinstance(statements[-1], ast.Expr)


def output_problems(notebook: Any) -> list[str]:
    """Cells that should show something and have no stored output: the outputs are the reference."""
    silent = [
        cell.source.splitlines()[0]
        for cell in notebook.cells
        if cell.cell_type == "code" and shows_something(cell.source) and not cell.outputs
    ]
    if not silent:
        return []
    others = len(silent) - 1
    more = f" and of {others} other cell{'' if others == 1 else 's'}" if others else ""
    return [f"the outputs of {silent[0]!r}{more} are stripped; run `claimbook accept`"]


def parameter_problems(chapter: str, notebook: Any, project: Project) -> list[str]:
    """A missing parameters cell, and parameters that no claim of the chapter rests on."""
    cells = tagged(notebook, "parameters")
    if len(cells) != 1:
        return [f"it has {len(cells)} cells tagged 'parameters' and needs one"]
    given = re.findall(r"^(\w+) *=", cells[0].source, re.M)
    known = set(upstream_of_chapter(project, chapter))
    return [
        f"the parameter {name} is no assumption that a claim of the chapter rests on; run `claimbook accept`"
        for name in given
        if name not in known
    ]


def plain(text: str) -> str:
    """A page's text without code, directives, roles, formulas and addresses."""
    text = MARK.sub(" ", re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.S | re.M))
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

"""Where a book shows what: its pages, found by what stands on them, so that no page needs a name the engine knows."""

import re
from pathlib import Path

from sphinx.environment import BuildEnvironment

from claimbook.project import Project, remembered
from claimbook.system.files import own_files, read_text

#: What stands on the page that is each of these.
SIGNS = {
    "register": r"\{claim-table\}\n(?::.*\n)*?:filterable:",
    "references": r"\{bibliography\}",
    "assumptions": r"\{assumption-table\}",
    "what-if": r"\{what-if\}",
    "objection": r"\{objection\}",
}


@remembered
def page_of(project: Project, kind: str) -> str:
    """The page that is the register, or one of the other `SIGNS`, as Sphinx names it; empty if the book has none."""
    for path in [project.root / "index.md", *own_files(project.book, ".md", below=True)]:
        if path.is_file() and re.search(SIGNS[kind], read_text(path, project.name_of(path))):
            return project.name_of(path.with_suffix(""))
    return ""


def link_to_page(kind: str, env: BuildEnvironment) -> str:
    """Address of such a page, seen from the one that is being read; empty if the book has none."""
    app = env.app
    page = page_of(app.claimbook_model.project, kind)
    return str(app.builder.get_relative_uri(env.docname, page)) if page else ""


def drawings_of(project: Project) -> Path:
    """Where the drawings of a book's charts are kept, each once for all its sites."""
    return project.build / "drawings"

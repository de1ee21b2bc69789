"""What a chapter shows, and a book in which all is otherwise that the chapter is not made of."""

import ast
from collections.abc import Collection
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from claimbook.chapters.execution import read_chapter
from claimbook.chapters.sentences import fill_sentences
from claimbook.chapters.uses import made_of
from claimbook.model.model import Model
from claimbook.project import SHARED, Project, fitted_slope
from claimbook.register.tables import Tables


def code_of(chapter: str, project: Project) -> list[str]:
    """The sources of a chapter's code cells."""
    return [cell.source for cell in read_chapter(chapter, project).cells if cell.cell_type == "code"]


def shown_by(chapter: str, project: Project, monkeypatch) -> list[str]:
    """What a chapter's cells and sentences show, run in this process with a project for the book at hand."""
    shown: list[str] = []
    monkeypatch.setattr("claimbook.project.project_at", lambda folder: project)
    variables: dict[str, object] = {}
    for source in code_of(chapter, project):
        shown.append(run_cell(source, variables))
    filled = fill_sentences(read_chapter(chapter, project), chapter, Model.of(project))
    return shown + [cell.source for cell in filled.cells if cell.cell_type == "markdown"]


def run_cell(source: str, variables: dict[str, object]) -> str:
    """Run a cell as a notebook does: its last expression is what it shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), variables)
    shown = None if last is None else eval(compile(ast.Expression(last.value), "cell", "eval"), variables)
    if hasattr(shown, "to_json"):
        return shown.to_json()
    return shown._repr_html_() if hasattr(shown, "_repr_html_") else ""


class OnlySome(Tables):
    """Tables of which no other than these may be read."""

    def __init__(self, folder: Path, allowed: Collection[str]):
        super().__init__(folder)
        self.allowed = allowed

    def read_rows(self, name: str) -> list[list[str]]:
        assert name in self.allowed, f"it reads data/{name}.csv"
        return super().read_rows(name)


def otherwise(chapter: str, project: Project) -> Project:
    """A book in which every row and reference says something else that a chapter is not made of."""
    used = made_of(chapter, code_of(chapter, project), project)
    names, keys, claims = (
        {one[column] for one in used[kind]}
        for kind, column in (("assumptions", "name"), ("evidence", "key"), ("claims", "id"))
    )
    other = Project(project.root)
    vars(other).update({part: getattr(project, part) for part in SHARED})
    # Slopes are as they were fitted, and so are the ends of their eras: what a chapter takes of a fit is its value.
    other.kept = {asked: kept for asked, kept in project.kept.items() if asked[0] is fitted_slope.__wrapped__}
    names |= {*project.breakpoints}
    claims |= {*used.get("roots", {})}
    # Cards are found by the ids that claims had before they became a comparison which theirs comes first in.
    other.compared = {earlier: row for earlier, row in project.compared.items() if row["claims"].split()[0] in claims}
    other.assumptions = {n: a if n in names else scaled(a) for n, a in project.assumptions.items()}
    other.evidence = {k: f if k in keys else reworded(f) for k, f in project.evidence.items()}
    other.claims = {i: c if i in claims else replace(c, statement="Something else") for i, c in project.claims.items()}
    other.sources = project.sources.copy()
    other.sources.loc[~other.sources.index.isin(list(used["sources"])), "short"] = "Something else"
    other.bibliography = deepcopy(project.bibliography)
    for key, entry in other.bibliography.entries.items():
        if key not in used["cited"]:
            entry.fields["year"] = "1900"
    other.tables = OnlySome(project.data, used["tables"])
    return other


def scaled(assumption):
    """An assumption a twentieth higher, with all its range."""
    value, low, high = (1.05 * end for end in (assumption.value, assumption.low, assumption.high))
    choices = tuple(1.05 * choice for choice in assumption.choices)
    return replace(assumption, value=value, low=low, high=high, choices=choices, description="Something else")


def reworded(fact):
    """A piece of evidence with another figure and other words."""
    return replace(fact, statement="Something else", value=None if fact.value is None else 1.05 * fact.value)

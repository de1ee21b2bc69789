"""
What a chapter's outputs are made of: its rows, its formulas, its charts, and the engine's code that shows them.

What a chart reads is found by the names that stand in its module: ids, keys, quantities and tables are written there as
text. tests/test_uses.py executes every chapter and sees that it reads nothing else.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pint

from claimbook.model.graph import derivations, everything_behind, functions, source_of, upstream, with_breakpoints
from claimbook.project import PACKAGE, Project, remembered
from claimbook.register.assumptions import Assumption
from claimbook.register.claims import Claim
from claimbook.system.files import own_files, read_text

#: The engine's code that notebooks run: what it gives for the same rows is what they show.
DISPLAY_CODE = (
    "chapters", "charts", "model", "register/assumptions.py", "register/formula.py", "register/metalog.py",
    "register/printed.py", "register/trends.py", "register/units.py", "register/wording.py", "results/describing.py",
    "results/score.py", "templates",
)  # fmt: skip

#: What stands beside it and no notebook runs: who executes and draws notebooks, and who says when.
BEHIND_THE_SCENES = (
    "chapters/contents.py", "chapters/execution.py", "chapters/uses.py", "charts/drawing.py", "charts/vega.py",
)  # fmt: skip


def made_of(chapter: str, sources: Iterable[str], project: Project) -> dict[str, Any]:
    """
    All that decides a chapter's outputs beside its cells and settings, as numbers and text.

    Parameters
    ----------
    chapter : str
        The chapter's name.
    sources : iterable of str
        The sources of its code cells.
    project : Project
        Its book.
    """
    modules = chart_modules(sources, project)
    named = {text for code in [*sources, *modules.values()] for text in texts_in(code)}
    claims = [claim for claim in project.claims.values() if claim.chapter == chapter or claim.id in named]
    quantities = quantities_of(claims, named, project)
    formulas = formulas_of(quantities, project)
    assumptions = assumptions_of(quantities, project)
    told = named | {key for claim in claims for key in claim.evidence}
    facts = [fact for key, fact in project.evidence.items() if key in told]
    cited = (
        {key for a in assumptions for key in a.reference.split()}
        | {key for fact in facts for key in (fact.reference, *fact.also)}
        | {claim.source for claim in claims}
    )
    return {
        "assumptions": [as_plain(assumption) for assumption in assumptions],
        "correlations": correlations_of(assumptions, project),
        "claims": [as_plain(claim) for claim in claims],
        "earlier": {claim.id: earlier for claim in claims if (earlier := project.earlier_names(claim.id))},
        "evidence": [as_plain(fact) for fact in facts],
        "sources": {claim.source: project.sources.loc[claim.source].to_dict() for claim in claims},
        "tables": {name: project.tables.read_rows(name) for name in tables_named(named, modules, project)},
        "cited": {key: project.citation(key).label for key in references(cited | named, project)},
        "words": words_of([*quantities, *(a.name for a in assumptions)], project),
        "units": {unit: unit_in_words(unit, project) for unit in units_of(claims, assumptions, facts)},
        "formulas": {name: source_of(project, name) for name in formulas} | constants_beside(formulas, project),
        "charts": modules,
        "engine": engine_code(project),
    } | roots_of(claims, project)


def roots_of(claims: Iterable[Claim], project: Project) -> dict[str, dict[str, list[str]]]:
    """Place and words of claims that stand elsewhere and whose failure makes these fail, which link to them."""
    here = {claim.id: claim for claim in claims}
    found = {claim.because: project.claims.get(claim.because) for claim in here.values() if claim.because not in here}
    roots = {name: [root.chapter, root.statement] for name, root in found.items() if root}
    return {"roots": roots} if roots else {}


def chart_modules(sources: Iterable[str], project: Project) -> dict[str, str]:
    """Text of the book's chart modules that some code imports, and of those that these import, by name."""
    found: dict[str, str] = {}
    waiting = [name for code in sources for name in imported_charts(code)]
    while waiting:
        name = waiting.pop()
        path = project.book / "charts" / f"{name}.py"
        if name not in found and path.is_file():
            found[name] = read_text(path, project.name_of(path))
            waiting += imported_charts(found[name])
    return dict(sorted(found.items()))


def imported_charts(code: str) -> list[str]:
    """Modules of book/charts that a cell asks for by `chart_module`, or that one of these imports from beside it."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return []
    beside = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module]
    asked = [
        node.args[0].value
        for node in nodes
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "chart_module" and node.args
        if isinstance(node.args[0], ast.Constant)
    ]
    return [*beside, *map(str, asked)]


def texts_in(code: str) -> Iterator[str]:
    """Every text, and every name of an attribute, that stands in some code; none where it is not Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr


def quantities_of(claims: Iterable[Claim], named: set[str], project: Project) -> list[str]:
    """Quantities of some claims, and those that are named, in the order of the graph."""
    wanted = {quantity for claim in claims for quantity in claim.quantities} | named
    return [name for name in [*project.assumptions, *derivations(project)] if name in wanted]


def assumptions_of(quantities: Iterable[str], project: Project) -> list[Assumption]:
    """Assumptions that quantities rest on, breakpoints of fits included, in the order of the table."""
    names = with_breakpoints(project, (name for quantity in quantities for name in upstream(project, quantity)))
    return [project.assumptions[name] for name in names]


def correlations_of(assumptions: Iterable[Assumption], project: Project) -> list[list[Any]]:
    """All correlations where any assumption is correlated, for correlated draws are made together; else none."""
    names = {assumption.name for assumption in assumptions}
    if names.isdisjoint(name for pair in project.correlations for name in pair):
        return []
    return [[*pair, value] for pair, value in project.correlations.items()]


def formulas_of(quantities: Iterable[str], project: Project) -> list[str]:
    """Derivations of quantities and of all that these need, in the order of the modules."""
    wanted = {needed for quantity in quantities for needed in (quantity, *everything_behind(project, quantity))}
    return [name for name in derivations(project) if name in wanted]


def constants_beside(names: Iterable[str], project: Project) -> dict[str, str]:
    """What some derivations' modules assign beside their functions, by file, where they do: any of it may be used."""
    found, of_modules = {}, functions(project)
    for path in dict.fromkeys(Path(of_modules[name].__code__.co_filename) for name in names if name in of_modules):
        text = read_text(path, project.name_of(path))
        assigned = [node for node in ast.parse(text).body if isinstance(node, ast.Assign | ast.AnnAssign)]
        if assigned:
            found[project.name_of(path)] = "\n".join(filter(None, (ast.get_source_segment(text, a) for a in assigned)))
    return found


def tables_named(named: set[str], modules: dict[str, str], project: Project) -> list[str]:
    """Tables that charts read as a whole: those they name, and the observations where they ask for these."""
    if not modules:
        return []
    observed = {project.settings.observations} if "observations" in named else set()
    return [
        name for name in project.tables.described if name in named | observed and name not in ("claims", "evidence")
    ]


def references(keys: Iterable[str], project: Project) -> list[str]:
    """Those of some texts that are keys of the bibliography; a text may hold several."""
    single = {key for text in keys for key in text.split()}
    return sorted(single & project.bibliography.entries.keys())


def words_of(names: Iterable[str], project: Project) -> dict[str, str]:
    """Names of quantities as they are read out."""
    return {name: project.words.spoken(name) for name in names}


def units_of(*records: Iterable[Any]) -> list[str]:
    """Units of records, each once."""
    return sorted({record.unit for some in records for record in some if record.unit})


def unit_in_words(unit: str, project: Project) -> list[Any]:
    """How one and several of a unit are written, what it measures, and what it is in root units."""
    measured = sorted((str(kind), str(power)) for kind, power in project.units.read_unit(unit).dimensionality.items())
    written = [project.words.write_quantity(number, unit) for number in (1, 2)]
    return [*written, measured, float(f"{project.units.root_factor(unit):.12g}")]


def as_plain(thing: Any) -> Any:
    """
    A record of a table as numbers and text: of a quantity its magnitude, since its unit stands beside it as text.

    Libraries may write what they hold differently in each version; numbers and text are the same in all.
    """
    if is_dataclass(thing):
        return {field.name: as_plain(getattr(thing, field.name)) for field in fields(thing) if field.name != "place"}
    if isinstance(thing, pint.Quantity):
        return float(thing.magnitude)
    return [as_plain(part) for part in thing] if isinstance(thing, tuple) else thing


@remembered
def engine_code(project: Project) -> dict[str, str]:
    """Text of the engine's code and templates that notebooks run, by path."""
    places = [PACKAGE / name for name in DISPLAY_CODE]
    paths = {path.relative_to(PACKAGE).as_posix(): path for place in places for path in files_at(place)}
    return {name: read_text(path, path.name) for name, path in paths.items() if name not in BEHIND_THE_SCENES}


def files_at(place: Path) -> list[Path]:
    """A file, or the code and templates in a folder."""
    return own_files(place, ".py", ".j2", below=True) if place.is_dir() else [place]

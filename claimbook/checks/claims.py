"""Rules of the claims: their files, and that what each names exists and can be compared with what it prints."""

from collections.abc import Collection, Iterator

from claimbook.chapters.execution import chapters
from claimbook.checks.readable import ReadableProject
from claimbook.errors import UserError, unknown
from claimbook.model.graph import derivation_names, formulas_of_claims, functions, read_formula_of, value_of_formula
from claimbook.model.judging import judge, what_it_leaves_unsaid
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.register.claims import SCHEMA, Claim, Test, claims_and_problems, claims_schema, repeated_ids
from claimbook.register.formula import Formula, in_quantities
from claimbook.system.files import own_files, read_text


def claim_problems(project: Project) -> Iterator[str]:
    """Everything that is wrong with the claims' files, and claims that name what does not exist."""
    readable = ReadableProject(project)
    claims: list[Claim] = []
    known_chapters = chapters(project)
    for source in project.sources.index:
        found, problems = claims_and_problems(project.data, source, readable.units, known_chapters)
        claims += found
        yield from problems
    yield from repeated_ids(claims)
    for path in own_files(project.data / "claims", ".yml", ".yaml"):
        if path.stem not in project.sources.index:
            yield f"{project.name_of(path)}: no source of data/sources.csv is called {path.stem!r}"
    named = {test.quantity for claim in claims for test in claim.tests if test.formula}
    model = Model.of(readable)
    _ = model.values  # where they cannot be computed, that is said once, and not of each claim
    for claim in (claim for claim in claims if claim.is_written):
        yield from problems_of(claim, model, known_chapters, named)


def problems_of(claim: Claim, model: Model, known_chapters: list[str], named: Collection[str]) -> Iterator[str]:
    """What is wrong with one claim; `named` are the names that formulas have in the files."""
    project = model.project
    if claim.chapter not in known_chapters:
        there = f"the chapters are {', '.join(known_chapters)}, and " if known_chapters else ""
        missing_page = f"there is no notebook book/{claim.chapter}.ipynb for {claim.id}"
        yield f"{claim.place}: {missing_page}; {there}`claimbook chapter new` makes one"
    known = {*project.assumptions, *derivation_names(project)}
    if any(test.finding == "not due" for test in claim.tests) and not claim.due:
        yield f"{claim.place}: {claim.id} has an outcome that is `not due`, and no `due` says when it is"
    by_formulas = {test.quantity for test in claim.tests if test.formula}
    strange = [quantity for quantity in claim.quantities if quantity not in known or quantity in by_formulas]
    for quantity in strange:
        if quantity not in by_formulas:
            yield str(unknown("quantity", quantity, known, place=f"{claim.place}: {claim.id}"))
    broken = [
        problem for test in claim.tests if test.formula for problem in problems_of_formula(test, claim, model, named)
    ]
    yield from broken
    missing = [key for key in claim.evidence if key not in project.evidence]
    for key in missing:
        yield str(unknown("evidence in data/evidence.csv", key, project.evidence, place=f"{claim.place}: {claim.id}"))
    if not (missing or broken or set(strange) - by_formulas):
        try:
            problem = what_it_leaves_unsaid(judge(claim, model))
        except UserError as error:
            yield str(error)
        else:
            if problem:
                yield f"{claim.place}: {claim.id} {problem}"


def problems_of_formula(test: Test, claim: Claim, model: Model, named: Collection[str]) -> list[str]:
    """What is wrong with the formula that a claim is compared with."""
    project, place = model.project, f"{claim.place}: {claim.id}"
    formulas = formulas_of_claims(project)
    if test.quantity in project.assumptions or test.quantity in functions(project):
        return [f"{place}: {test.quantity} is an assumption's or a derivation's name; give the formula another one"]
    if test.quantity in formulas and formulas[test.quantity].place != place:
        return [f"{place}: {test.quantity} is the name of two formulas; let one test only name it"]
    try:
        known = {*project.assumptions, *derivation_names(project), *named}
        tree = read_formula_of(project, test.formula, known)
    except UserError as error:
        return [f"{place}: {error}"]
    if test.quantity in formulas:
        return []
    formula = Formula(test.quantity, tree, claim.unit, "", place)
    if circular := [name for name in formula.needs if name not in model.values]:
        said = f"the formula {formula.text!r} needs {circular[0]}, whose own needs this one or cannot be computed"
        return [f"{place}: {said}"]
    try:
        value_of_formula(formula, model.values, in_quantities(project.units), project)
    except UserError as error:
        return [str(error)]
    return []


def unwritten_claims(project: Project) -> Iterator[str]:
    """Claims whose statement is still to be written, a line for each source, and a schema that is out of date."""
    for source in project.sources.index:
        waiting = [claim for claim in project.all_claims if claim.source == source and not claim.is_written]
        if waiting:
            count = f"{len(waiting)} claims are" if len(waiting) > 1 else "a claim is"
            yield f"{waiting[0].place}: from here {count} still to be written: put a statement for 'todo', or delete it"
    path = project.data / "claims" / SCHEMA
    if not path.is_file() or read_text(path, SCHEMA) != claims_schema():
        name = f"data/claims/{SCHEMA}"
        yield f"{name} is not that of this claimbook; run: claimbook claims --schema > {name}"

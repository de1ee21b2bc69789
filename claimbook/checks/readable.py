"""A book as far as it can be read, so that what is wrong in one place hides nothing that is wrong in another."""

from collections.abc import Callable, Collection, Container
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from claimbook.errors import UserError
from claimbook.model.graph import derivation_names, functions, read_formula_of, value_of_formula
from claimbook.model.judging import judge
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.register.assumptions import Group, read_assumption, read_group
from claimbook.register.claims import Claim, Test, claims_and_problems
from claimbook.register.evidence import read_evidence
from claimbook.register.formula import Formula, in_quantities
from claimbook.register.tables import Tables
from claimbook.register.units import Units, readable_definitions
from claimbook.system.files import read_text

#: What a row says in the place of what cannot be read: so the name exists for whatever uses it.
INSTEAD = {
    "assumptions": {"value": "1", "low": "", "high": "", "maximum": "", "distribution": "", "choices": ""},
    "evidence": {"value": ""},
}

#: What is said to be missing where no test decides a claim that does not say why.
NOT_SAID = "not said"

READERS: dict[str, Callable[[dict[str, str], Units], object]] = {
    "assumptions": read_assumption,
    "evidence": read_evidence,
}


class ReadableProject(Project):
    """
    A book with its unreadable rows replaced, and its unreadable claims, units and correlations left out.

    Parameters
    ----------
    project : Project
        The book, which stays as it is.

    Raises
    ------
    UserError
        If a whole table cannot be read.
    """

    def __init__(self, project: Project):
        super().__init__(project.root)
        self.tables = project.tables
        rows = {name: self.readable_rows(name) for name in READERS}
        self.tables = Tables(self.data, {**project.tables.instead, **rows})
        self.as_written = project.tables

    @cached_property
    def unread(self) -> frozenset[str]:  # type: ignore[override]  # a book as it is has none
        """Assumptions whose rows were replaced, and groups that were left out."""
        before, now = (list(tables.rows("assumptions")) for tables in (self.as_written, self.tables))
        columns = self.tables.described["assumptions"].columns
        replaced = {
            old["name"]
            for old, new in zip(before, now, strict=True)
            if any(old[column] != new[column] for column in columns)
        }
        return frozenset(replaced | {row["name"] for row in self.optional_rows("groups")} - self.groups.keys())

    @cached_property
    def units(self) -> Units:
        """The units, without the lines that define none."""
        try:
            return super().units
        except UserError:
            return Units(readable_definitions(read_text(self.book / "units.txt", "book/units.txt")))

    @cached_property
    def correlations(self) -> dict[tuple[str, str], float]:
        """The correlations, or none if one cannot be read: without it the others might contradict each other."""
        try:
            return super().correlations
        except UserError:
            return {}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups that can be read."""
        found = {}
        for row in self.optional_rows("groups"):
            with suppress(UserError):
                found[row["name"]] = read_group(row, self.assumptions)
        return found

    @cached_property
    def claims_as_read(self) -> list[Claim]:
        """The claims that can be read, without the formulas that cannot be computed: of one name, the first."""
        return without_broken_formulas(
            self, [claim for key in self.sources.index for claim in claims_and_problems(self.data, key, self.units)[0]]
        )

    @cached_property
    def all_claims(self) -> list[Claim]:
        """The claims that can be read and are of a quantity that exists, so that each can be judged; ids but once."""
        known = {*self.assumptions, *derivation_names(self)}
        first: dict[str, Claim] = {}
        for claim in self.claims_as_read:
            if known.issuperset(claim.quantities):
                tests = tuple(
                    replace(test, evidence=tuple(key for key in test.evidence if key in self.evidence))
                    for test in claim.tests
                )
                first.setdefault(claim.id, replace(claim, tests=tests))
        model = Model.of(self)
        try:
            _ = model.values
        except UserError:  # the formulas are wrong, and no claim
            return list(first.values())
        return [judgeable(claim, model) if claim.is_written else claim for claim in first.values()]

    def readable_rows(self, name: str) -> list[list[str]]:
        """A table's header and rows, those that cannot be read with something in their place."""
        columns = self.tables.described[name].columns
        rows = [self.readable_row(row, name) for row in self.tables.rows(name)]
        return [list(columns), *([row[column] for column in columns] for row in rows)]

    def readable_row(self, row: dict[str, str], name: str) -> dict[str, str]:
        """A row as it is; if it cannot be read, with a value that can; if that does not help, it is the unit."""
        for changed in (row, {**row, **INSTEAD[name]}):
            try:
                READERS[name](changed, self.units)
            except UserError:
                continue
            return changed
        return {**row, **INSTEAD[name], "unit": "1"}


def without_broken_formulas(project: Project, claims: list[Claim]) -> list[Claim]:
    """Claims without those tests whose formula has a name that is taken, names what is not there, or has no value."""
    taken = {*project.assumptions, *functions(project)}
    formulas: dict[str, Test] = {}
    for test in (test for claim in claims for test in claim.tests if test.formula):
        if test.quantity not in taken:
            formulas.setdefault(test.quantity, test)
    while broken := [name for name, test in formulas.items() if not is_readable(test, {*taken, *formulas}, project)]:
        for name in broken:
            del formulas[name]
    kept = set(map(id, without_misfits(project, claims, formulas).values()))
    return with_formulas(claims, kept)


def with_formulas(claims: list[Claim], kept: Container[int]) -> list[Claim]:
    """Claims without those tests by a formula that are not to be kept."""
    return [
        replace(claim, tests=tuple(test for test in claim.tests if not test.formula or id(test) in kept))
        for claim in claims
    ]


def without_misfits(project: Project, claims: list[Claim], formulas: dict[str, Test]) -> dict[str, Test]:
    """Formulas that have a value: whose units fit, which do not divide by nothing or need themselves in the end."""
    try:
        values = dict(Model.of(project.with_claims(with_formulas(claims, ()))).values) if formulas else {}
    except UserError:  # the derivations are wrong, which is said of them
        return formulas
    found: dict[str, Test] = {}
    waiting: dict[str, Formula] = {}
    for name, test in formulas.items():
        tree = read_formula_of(project, test.formula, {*values, *formulas})
        waiting[name] = Formula(name, tree, "", "", "")
    while ready := [formula for formula in waiting.values() if set(formula.needs) <= values.keys()]:
        for formula in ready:
            del waiting[formula.name]
            try:
                values[formula.name] = value_of_formula(formula, values, in_quantities(project.units), project)
            except UserError:
                continue
            found[formula.name] = formulas[formula.name]
    return found


def is_readable(test: Test, known: Collection[str], project: Project) -> bool:
    """Whether a test's formula can be read."""
    try:
        read_formula_of(project, test.formula, known)
    except UserError:
        return False
    return True


def judgeable(claim: Claim, model: Model) -> Claim:
    """A claim as it is; if it cannot be judged, as one that a test decides, or that none does, or without any test."""
    decided = replace(claim, missing="", searched="")
    undecided = replace(claim, missing=NOT_SAID, searched="")
    for changed in (claim, decided, undecided):
        try:
            judge(changed, model)
        except UserError:
            continue
        return changed
    return replace(undecided, tests=())

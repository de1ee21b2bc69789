"""
All rules that a book must keep, behind one command: what is wrong is one line with its place and what would be right.

Every check is asked, whatever another one found, unless a whole file cannot be read: then the others would find all
missing that it says. What is wrong with a file shows in several checks: it is said once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from claimbook.checks.claims import claim_problems, unwritten_claims
from claimbook.checks.fairness import fairness_problems
from claimbook.checks.findings import finding_problems
from claimbook.checks.formulas import formula_problems
from claimbook.checks.names import name_problems
from claimbook.checks.pages import page_problems
from claimbook.checks.prose import prose_problems
from claimbook.checks.provenance import provenance_problems
from claimbook.checks.readable import ReadableProject
from claimbook.checks.tables import (
    reference_problems,
    row_problems,
    settings_problems,
    shape_problems,
    use_problems,
    wording_problems,
)
from claimbook.errors import UserError
from claimbook.ledger.entries import (
    check_ledger,
    disposition_problems,
    figure_problems,
    lost_claims,
    undecided_numerals,
)
from claimbook.project import Project
from claimbook.register.claims import claims_and_problems
from claimbook.results.citing import citation_problems
from claimbook.scenarios.scenario import schema_problems

Check = Callable[[Project], Iterable[str]]

#: What has to be right before anything is built on it: first whether it can be read at all.
OF_READING: tuple[Check, ...] = (settings_problems, shape_problems, row_problems, claim_problems)
OF_TABLES: tuple[Check, ...] = (
    formula_problems, use_problems, fairness_problems, reference_problems, provenance_problems, disposition_problems,
    figure_problems,
)  # fmt: skip

#: The other rules: what is still to be written, pages, scenarios, names.
OTHERS: tuple[Check, ...] = (
    unwritten_claims, undecided_numerals, finding_problems, page_problems, schema_problems, name_problems,
    prose_problems, citation_problems, wording_problems,
)  # fmt: skip


class Findings(NamedTuple):
    """
    What is wrong with a book, a line each.

    Attributes
    ----------
    unread : list of str
        What cannot be read.
    others : list of str
        What other checks find in the rest; some of it may come of what cannot be read.
    is_whole : bool
        Whether the other checks were asked: not where a whole file cannot be read.
    """

    unread: list[str]
    others: list[str]
    is_whole: bool


def problems(project: Project, texts: Path | None = None) -> list[str]:
    """Everything that is wrong with a book, a line each, as `findings` has it; empty if all is well."""
    found = findings(project, texts)
    return [*found.unread, *found.others]


def findings(project: Project, texts: Path | None = None) -> Findings:
    """
    Everything that is wrong with a book, what cannot be read apart.

    Parameters
    ----------
    project : Project
        The book.
    texts : Path, optional
        Folder with the sources' texts, each ``KEY.txt``, which the ledger is held against; if none is given, those
        that the book keeps.

    Returns
    -------
    Findings
        Nothing in either list if all is well.
    """
    # Texts are held against the ledger as it stands, also where other rules are asked of what can be read alone.
    ledger = (partial(lost_claims, folder=texts), lambda book: check_ledger(texts, project))
    return found_by((*OF_TABLES, *OTHERS, *ledger), project)


def new_problems(project: Project, before: Iterable[str]) -> list[str]:
    """
    What is wrong with a book that was not wrong before, wherever it stands now, and however many are like it.

    Parameters
    ----------
    project : Project
        The book as it is now.
    before : iterable of str
        What `problems` found earlier.
    """
    left, new = Counter(map(without_numbers, before)), []
    for line in problems(project):
        same = without_numbers(line)
        if left[same]:
            left[same] -= 1
        else:
            new.append(line)
    return new


def without_numbers(problem: str) -> str:
    """What is wrong without the line that it stands in and without a count, which move as other lines go."""
    return re.sub(r"(?<=, line )[0-9]+|(?<=from here )(?:[0-9]+ claims are|a claim is)", "", problem)


def table_checks(project: Project) -> list[str]:
    """Everything that is wrong with the tables, claims and formulas, before anything is built on them."""
    found = found_by(OF_TABLES, project)
    return [*found.unread, *found.others]


def found_by(checks: Iterable[Check], project: Project) -> Findings:
    """What cannot be read, and what checks find in the rest, so that one mistake hides no other."""
    unread = list(dict.fromkeys(asked(OF_READING, project)))
    if unread and unread_sources(project):
        return Findings(unread, [], is_whole=False)
    others = dict.fromkeys(asked(checks, readable_or_not(project) if unread else project))
    return Findings(unread, [line for line in others if line not in unread], is_whole=True)


def unread_sources(project: Project) -> list[str]:
    """Sources of whose file of claims nothing can be read."""
    with suppress(UserError):  # of units or sources, which is said elsewhere
        read = {source: claims_and_problems(project.data, source, project.units) for source in project.sources.index}
        return [source for source, (claims, problems) in read.items() if problems and not claims]
    return []


def readable_or_not(project: Project) -> Project:
    """The book as far as it can be read; as it is, where a whole table cannot be."""
    try:
        return ReadableProject(project)
    except UserError:
        return project


def asked(checks: Iterable[Check], project: Project) -> Iterable[str]:
    """What checks find; what keeps one from being asked is a finding as well."""
    for check in checks:
        try:
            yield from check(project)
        except UserError as error:
            yield str(error)

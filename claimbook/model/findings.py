"""The few findings that a book's front page says first: data/findings.csv."""

import re
from dataclasses import dataclass

from claimbook.errors import UserError
from claimbook.project import Project

#: What a headline's mark may stand for, of its own claim or as ``ID.printed`` of another.
PARTS = ("printed", "found", "interval", "low", "high")
MARK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Finding:
    """
    A finding, as a row says it.

    Attributes
    ----------
    claim : str
        Id of the claim.
    language : str
        Code of the language that the headline is written in.
    verdict : str
        The verdict that the headline speaks of.
    headline : str
        A sentence with marks for its numbers.
    place : str
        Where the row stands.
    """

    claim: str
    language: str
    verdict: str
    headline: str
    place: str


def findings(project: Project, language: str = "") -> list[Finding]:
    """
    A book's findings in its own order, all of them or those in one language; none where it has no such table.

    Raises
    ------
    UserError
        If the table is described with other columns.
    """
    try:
        found = [Finding(**row) for row in project.optional_rows("findings", key=2)]
    except TypeError:
        raise UserError(
            "data/datapackage.json: findings has other columns than claim, language, verdict, headline"
        ) from None
    return [one for one in found if language in ("", one.language)]


def mark_of(mark: str, claim: str) -> tuple[str, str]:
    """
    The claim whose number a mark stands for, and which of its numbers.

    Examples
    --------
    >>> mark_of("found", "gazette-2024-price"), mark_of("gazette-2024-size.low", "gazette-2024-price")
    (('gazette-2024-price', 'found'), ('gazette-2024-size', 'low'))
    """
    other, _, part = mark.rpartition(".")
    return other or claim, part

"""Facts from outside the sources."""

from collections.abc import Iterable
from dataclasses import dataclass

import pint

from claimbook.errors import UserError
from claimbook.register.dates import is_time
from claimbook.register.units import Units

#: What stands behind a fact, the best first: the party itself or who counts officially; an analyst or a paper about
#: others; a named outlet; a page that retells one.
GRADES = ("primary", "research", "press", "repost")

#: Grades of which one document is enough to decide.
ENOUGH_ALONE = ("primary", "research")


@dataclass(frozen=True)
class Evidence:
    """
    A fact from outside the sources; one in words has no value.

    Who asserts it and how good that is (``grade``), when it was printed, what moment it speaks of and when it was read
    for the book (``published``, ``as_of``, ``read``: ISO 8601), the work and the place in it (``reference``,
    ``locator``), and further independent works that say the same (``also``).
    """

    key: str
    statement: str
    value: pint.Quantity | None
    unit: str
    asserted_by: str
    grade: str
    published: str
    as_of: str
    read: str
    reference: str
    locator: str
    also: tuple[str, ...]
    confirmed: str
    note: str

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody read it where it is said to stand."""
        return not self.confirmed.startswith("unconfirmed")


def can_decide(facts: Iterable[Evidence]) -> bool:
    """
    Whether facts are enough to decide, for a claim or against it.

    One document is, if it is primary or research; of reports it takes two that are independent of each other. What
    nobody could confirm counts for nothing.
    """
    confirmed = [fact for fact in facts if fact.is_confirmed]
    works = {work for fact in confirmed for work in (fact.reference, *fact.also)}
    return any(fact.grade in ENOUGH_ALONE for fact in confirmed) or len(works) > 1


def read_evidence(row: dict[str, str], units: Units) -> Evidence:
    """
    Evidence of a row.

    Raises
    ------
    UserError
        If its number or a date cannot be read, or its grade is none.
    """
    if row["grade"] not in ("", *GRADES):
        raise UserError(
            f"{row['place']}: {row['key']} has the grade {row['grade']!r}; the grades are {', '.join(GRADES)}"
        )
    for column in ("published", "as_of", "read"):
        if row[column] not in ("", "undated") and not is_time(row[column]):
            raise UserError(f"{row['place']}: {row['key']}: {row[column]!r} in {column} is no date of the calendar")
    value = units.read_quantity(row["value"], row["unit"], f"{row['place']}, {row['key']}") if row["value"] else None
    columns = (
        "key", "statement", "unit", "asserted_by", "grade", "published", "as_of", "read", "reference", "locator",
        "confirmed", "note",
    )  # fmt: skip
    return Evidence(value=value, also=tuple(row["also"].split()), **{column: row[column] for column in columns})

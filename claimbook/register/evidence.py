"""Facts from outside the sources."""

from dataclasses import dataclass

import pint

from claimbook.errors import UserError
from claimbook.register.units import Units

#: What stands behind a fact, the best first: the party itself or who counts officially; an analyst or a paper about
#: others; a named outlet; a page that retells one.
GRADES = ("primary", "research", "press", "repost")


@dataclass(frozen=True)
class Evidence:
    """A fact from outside the sources, with its reference and its grade; a fact in words has no value."""

    key: str
    statement: str
    value: pint.Quantity | None
    unit: str
    date: str
    grade: str
    reference: str
    locator: str
    confirmed: str
    note: str


def read_evidence(row: dict[str, str], units: Units) -> Evidence:
    """
    Evidence of a row.

    Raises
    ------
    UserError
        If its number cannot be read, or its grade is none.
    """
    if row["grade"] not in ("", *GRADES):
        raise UserError(
            f"{row['place']}: {row['key']} has the grade {row['grade']!r}; the grades are {', '.join(GRADES)}"
        )
    value = units.read_quantity(row["value"], row["unit"], f"{row['place']}, {row['key']}") if row["value"] else None
    shared = ("key", "statement", "unit", "date", "grade", "reference", "locator", "confirmed", "note")
    return Evidence(value=value, **{column: row[column] for column in shared})

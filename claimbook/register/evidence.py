"""Facts from outside the sources."""

from dataclasses import dataclass

import pint

from claimbook.register.units import Units


@dataclass(frozen=True)
class Evidence:
    """A fact from outside the sources, with its reference; a fact in words has no value."""

    key: str
    statement: str
    value: pint.Quantity | None
    unit: str
    date: str
    reference: str
    locator: str
    confirmed: str
    note: str


def read_evidence(row: dict[str, str], units: Units) -> Evidence:
    """Evidence of a row."""
    value = units.read_quantity(row["value"], row["unit"], f"{row['place']}, {row['key']}") if row["value"] else None
    shared = ("key", "statement", "unit", "date", "reference", "locator", "confirmed", "note")
    return Evidence(value=value, **{column: row[column] for column in shared})

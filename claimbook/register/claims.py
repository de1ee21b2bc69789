"""The claims of the sources."""

from dataclasses import dataclass

from claimbook.errors import UserError
from claimbook.register.printed import PrintedFigure
from claimbook.register.tables import whole_number
from claimbook.register.units import Units


@dataclass(frozen=True)
class Claim:
    """
    One checkable statement of a source: where it stands, what it says, and what it is held against.

    Attributes
    ----------
    printed : PrintedFigure or None
        The printed figure; none for a statement in words.
    quantity : str
        The quantity that re-derives it, empty where there is none.
    evidence : tuple of str
        Keys of the evidence it is held against.
    finding : str
        What the evidence says where no number decides: ``confirmed``, ``contradicted`` or empty.
    reason : str
        Why nothing decides it; begins with the verdict.
    """

    id: str
    source: str
    line: int
    numeral: str
    statement: str
    printed: PrintedFigure | None
    unit: str
    quantity: str
    evidence: tuple[str, ...]
    finding: str
    basis: str
    error_kind: str
    due: str
    reason: str
    chapter: str
    note: str


def read_claim(row: dict[str, str], units: Units) -> Claim:
    """Claim of a row, its printed figure as an interval."""
    try:
        printed = PrintedFigure.read(row["relation"], row["claimed"]) if row["relation"] else None
        if row["unit"]:
            units.read_unit(row["unit"])
    except UserError as error:
        raise UserError(f"{row['place']}, {row['id']}: {error}") from None
    shared = (
        "id", "source", "numeral", "statement", "unit", "quantity", "finding", "basis", "error_kind", "due", "reason",
        "chapter", "note",
    )  # fmt: skip
    return Claim(
        line=whole_number(row, "line"),
        printed=printed,
        evidence=tuple(row["evidence"].split()),
        **{column: row[column] for column in shared},
    )

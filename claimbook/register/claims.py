"""
The claims of the sources: data/claims/SOURCE.yml, a file for each source, in the order of its text.

Pydantic holds the files against the models below, which are also what the JSON Schema is written from; what a file says
wrong is told with its line.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError

from claimbook.errors import UserError
from claimbook.register.dates import is_date
from claimbook.register.models import Record, what_is_wrong
from claimbook.register.plain_yaml import read_yaml
from claimbook.register.printed import PrintedFigure
from claimbook.register.units import Units
from claimbook.system.files import read_text

#: What is written where a statement is still to be written: such a claim is not in the register yet.
TODO = "todo"

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9_]*$"
SCHEMA = "claims.schema.json"

Text = Annotated[str, Field(min_length=1)]
Basis = Literal["own figures", "evidence", "outcome"]
ErrorKind = Literal[
    "arithmetic", "unit", "scale", "attribution", "date", "count", "percent for multiple", "definition", "precision",
    "superlative", "range",
]  # fmt: skip


class TestEntry(Record):
    """One way in which a claim is held to account: by a quantity, or by evidence."""

    __test__ = False  # it is none of pytest's

    quantity: str = Field(
        default="", pattern=NAME, description="The derivation or assumption that the claim is compared with"
    )
    evidence: list[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]] = Field(
        default=[], description="Keys of the evidence it is held against; the first decides where it is a number"
    )
    finding: Literal["confirmed", "contradicted"] | None = Field(
        default=None, description="What the evidence says of a statement that no number decides"
    )


class ClaimEntry(Record):
    """A claim as its file says it."""

    id: str = Field(pattern=KEY, description="Permanent id: the source's key and a name")
    line: int = Field(ge=1, description="Line of the source's text, counted from 1: a line is a paragraph")
    numeral: Text | None = Field(
        default=None, description="The figure as printed, damage included; none for one in words"
    )
    statement: Text = Field(description="What the source says, in our words; 'todo' until it is written")
    chapter: str = Field(pattern=KEY, description="Notebook in book/ that shows the claim")
    printed: Text | None = Field(
        default=None,
        description="The printed figure in the unit, with its significant digits (3.64e3 means 3,635 to 3,645): a "
        "number or a range such as 90..100, after about, more than, at least, less than or at most if so said",
    )
    unit: Text | None = Field(default=None, description="Its unit, such as USD, percent, kWh/day; 1 for none")
    basis: Basis = Field(description="What it is judged on: the source's own figures, evidence, or what happened since")
    tests: list[TestEntry] = Field(default=[], max_length=2, description="What it is held against")
    error_kind: ErrorKind | None = Field(default=None, description="Kind of error, shown where the claim fails")
    due: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date of a forecast (ISO 8601)")
    reason: str | None = Field(
        default=None,
        pattern=r"^(unverified|underdetermined|pending): .+",
        description="Why nothing decides the claim; begins with 'unverified: ', 'underdetermined: ' or 'pending: '",
    )
    note: Text | None = Field(default=None, description="What one must know to read the claim")


class ClaimsFile(Record):
    """The claims of one source, in the order of its text."""

    source: str = Field(pattern=KEY, description="Key of the source: the file's name without its ending")
    claims: list[ClaimEntry] = Field(description="The claims, in the order of the text")


@dataclass(frozen=True)
class Claim:
    """
    One checkable statement of a source: where it stands, what it says, and what it is held against.

    Attributes
    ----------
    place : str
        Where the register says it: file and line.
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
    place: str

    @property
    def is_written(self) -> bool:
        """Whether the statement is written, so that the claim is one of the register."""
        return self.statement != TODO


def claims_path(folder: Path, source: str) -> Path:
    """The file with the claims of a source, below a book's data/."""
    return folder / "claims" / f"{source}.yml"


def read_claims(folder: Path, source: str, units: Units) -> list[Claim]:
    """
    The claims of one source, those still to be written among them.

    Parameters
    ----------
    folder : Path
        The book's data/.
    source : str
        The source's key.
    units : Units
        The book's units.

    Raises
    ------
    UserError
        If the file is missing or says something wrong; of several mistakes the first.
    """
    claims, problems = claims_and_problems(folder, source, units)
    if problems:
        raise UserError(problems[0])
    return claims


def claims_and_problems(folder: Path, source: str, units: Units) -> tuple[list[Claim], list[str]]:
    """The claims of one source that can be read, and everything that is wrong with its file, a line each."""
    place = f"data/claims/{source}.yml"
    try:
        document = read_yaml(read_text(claims_path(folder, source), place), place)
    except UserError as error:
        return [], [str(error)]
    found: list[str] = []
    try:
        entries = dict(enumerate(ClaimsFile.model_validate(document.content).claims))
    except ValidationError as errors:
        found = [f"{place}, line {said}" for said in what_is_wrong(errors, document)]
        places = [error["loc"] for error in errors.errors()]
        if not all(len(loc) > 1 and loc[0] == "claims" for loc in places):  # it is the file as a whole
            return [], found
        unreadable = {loc[1] for loc in places}
        readable = {i: said for i, said in enumerate(document.content["claims"]) if i not in unreadable}
        entries = {i: ClaimEntry.model_validate(said) for i, said in readable.items()}
    if document.content["source"] != source:
        given = document.content["source"]
        found.append(f"{place}, line {document.line_of(('source',))}: the source is {given!r}, not {source!r}")
    claims = []
    latest = 0
    for number, entry in entries.items():
        where = f"{place}, line {document.line_of(('claims', number))}"
        if entry.line < latest:
            found.append(f"{where}: {entry.id} stands in line {entry.line} of the text, before the claim above it")
        latest = max(latest, entry.line)
        if not entry.id.startswith(f"{source}-"):
            found.append(f"{where}: the id {entry.id} does not begin with its source, {source}")
        try:
            claims.append(as_claim(entry, source, where, units))
        except UserError as error:
            found.append(f"{where}: {entry.id}: {error}")
    return claims, found


def as_claim(entry: ClaimEntry, source: str, place: str, units: Units) -> Claim:
    """
    A claim as the report uses it.

    Raises
    ------
    UserError
        If its figure, unit or date cannot be read, or a test is empty or of the same sort as the other.
    """
    is_written = entry.statement != TODO  # a draft's unit may be one that the book has yet to define
    if entry.unit and is_written:
        units.read_unit(entry.unit)
    by_quantity = [test for test in entry.tests if test.quantity]
    by_evidence = [test for test in entry.tests if not test.quantity]
    if len(by_quantity) > 1 or len(by_evidence) > 1 or any(test.evidence or test.finding for test in by_quantity):
        raise UserError("one test names a quantity, and another one evidence and a finding; there is no third")
    if TestEntry() in entry.tests:
        raise UserError("a test is empty; it names a quantity, evidence or a finding")
    if entry.due and not is_date(entry.due):
        raise UserError(f"{entry.due!r} is no date; write one such as 2040-12-31")
    other = by_evidence[0] if by_evidence else TestEntry()
    return Claim(
        id=entry.id,
        source=source,
        line=entry.line,
        numeral=entry.numeral or "",
        statement=entry.statement,
        printed=PrintedFigure.of(entry.printed) if entry.printed and is_written else None,
        unit=entry.unit or "",
        quantity=by_quantity[0].quantity if by_quantity else "",
        evidence=tuple(other.evidence),
        finding=other.finding or "",
        basis=entry.basis,
        error_kind=entry.error_kind or "",
        due=entry.due or "",
        reason=entry.reason or "",
        chapter=entry.chapter,
        note=entry.note or "",
        place=place,
    )


def repeated_ids(claims: Iterable[Claim]) -> list[str]:
    """Ids that stand twice, whatever the file, a line each."""
    places: dict[str, str] = {}
    found = []
    for claim in claims:
        if claim.id in places:
            found.append(f"{claim.place}: the id {claim.id} stands there again; the first is in {places[claim.id]}")
        places.setdefault(claim.id, claim.place)
    return found


def claims_schema() -> str:
    """The JSON Schema by which editors complete and check a claims file."""
    schema = ClaimsFile.model_json_schema()
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def claims_text(source: str, entries: Sequence[dict[str, Any]]) -> str:
    """Text of a claims file."""
    head = f"# yaml-language-server: $schema={SCHEMA}\nsource: {source}\nclaims:"
    return "\n".join([head, *(entry_text(entry) for entry in entries)]) if entries else f"{head} []\n"


def entry_text(entry: dict[str, Any]) -> str:
    """Text of one claim in its file, empty fields left out."""
    kept = {key: value for key, value in entry.items() if value not in ("", None, [])}
    breaks = any(mark in str(value) for value in kept.values() for mark in "\x85\u2028\u2029")  # these are escaped
    text: str = yaml.dump([kept], Dumper=yaml.SafeDumper, allow_unicode=not breaks, sort_keys=False, width=110)
    return text


def with_entry(text: str, place: str, entry: dict[str, Any]) -> str:
    """
    Text of a claims file with one claim more, in the order of the text, every other line as it stands.

    Raises
    ------
    UserError
        If the file cannot be read, or does not have each claim on lines of its own.
    """
    document = read_yaml(text, place)
    claims = document.content.get("claims") if isinstance(document.content, dict) else None
    lines = text.rstrip("\n").split("\n")
    new = entry_text(entry).rstrip("\n").split("\n")
    if not isinstance(claims, list) or not claims:
        head = [line for line in lines if not line.startswith("claims:")]
        return "\n".join([*head, "claims:", *new, ""])
    first = document.line_of(("claims", 0))
    indent, hyphen, _ = lines[first - 1].partition("-")
    if not hyphen or indent.strip():
        raise UserError(f"{place}, line {first}: each claim begins on a line of its own, with a hyphen")
    later = [
        document.line_of(("claims", i)) for i, claim in enumerate(claims) if int(claim["line"]) > int(entry["line"])
    ]
    other_keys = [line for path, line in document.lines.items() if len(path) == 1 and line > first]
    at = min([*later, *other_keys], default=len(lines) + 1) - 1
    new = [indent + line if line else line for line in new]
    lines[at:at] = [*new, ""] if at < len(lines) else ["", *new]
    return "\n".join([*lines, ""])

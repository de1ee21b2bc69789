"""
The claims of the sources: data/claims/SOURCE.yml, a file for each source, in the order of its text.

Pydantic holds the files against the models below, which are also what the JSON Schema is written from; what a file says
wrong is told with its line.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import Field, ValidationError

from claimbook.errors import UserError
from claimbook.register.dates import is_date, is_time
from claimbook.register.formula import read_formula
from claimbook.register.models import Record, what_is_wrong
from claimbook.register.plain_yaml import Document, read_yaml
from claimbook.register.printed import SHOWN_DIGITS, PrintedFigure
from claimbook.register.units import Units
from claimbook.system.files import read_text

#: What is written where a statement is still to be written: such a claim is not in the register yet.
TODO = "todo"

KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9_]*$"

#: A moment or a period: a day, a month or a year (ISO 8601), or two of them with a stroke between; "any" for what has
#: no time, such as a chip's specification.
TIME = r"^(any|\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?)$"

SCHEMA = "claims.schema.json"

Text = Annotated[str, Field(min_length=1)]
Kind = Literal["arithmetic", "estimate", "evidence", "outcome"]
Bearing = Literal["same", "at least", "at most", "near"]
Weight = Literal["main", "supporting", "incidental"]
ErrorKind = Literal[
    "arithmetic", "unit", "scale", "attribution", "date", "count", "percent for multiple", "definition", "precision",
    "superlative", "range",
]  # fmt: skip

#: How much hangs on a claim, the most first.
WEIGHTS: tuple[str, ...] = get_args(Weight)


class TestEntry(Record):
    """One way in which a claim is held to account."""

    __test__ = False  # it is none of pytest's

    kind: Kind = Field(
        description="arithmetic: figures that the source itself prints; estimate: a derivation from outside inputs "
        "with ranges; evidence: a cited fact; outcome: what became of a forecast or a plan"
    )
    label: Text | None = Field(default=None, description="A few words that tell it from the claim's other tests")
    quantity: str = Field(
        default="",
        pattern=NAME,
        description="The derivation or assumption that the claim is compared with; beside a formula the name of what "
        "it gives, made from the claim's id if it has none",
    )
    formula: Text | None = Field(
        default=None,
        description="Instead of a derivation: arithmetic of the book's quantities and of numbers with units, such as "
        "'price * count / (30 day)', which the claim is compared with, in the claim's unit",
    )
    evidence: list[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]] = Field(
        default=[], description="Keys of the evidence it is held against; the first decides where it is a number"
    )
    bearing: Bearing | None = Field(
        default=None,
        description="How what is tested stands to what is claimed: the same thing, definition and time; at least or at "
        "most, where it bounds the claimed figure; near, which is shown and decides nothing",
    )
    finding: Literal["confirms", "contradicts", "leaves open", "not due"] | None = Field(
        default=None, description="What it says of a statement that no number decides"
    )
    missing: Text | None = Field(default=None, description="Of arithmetic that cannot be redone: what is missing")


class ClaimEntry(Record):
    """A claim as its file says it."""

    id: str = Field(pattern=KEY, description="Permanent id: the source's key and a name")
    line: int = Field(ge=1, description="Line of the source's text, counted from 1: a line is a paragraph")
    numeral: Text | None = Field(
        default=None, description="The figure as printed, damage included; none for one in words"
    )
    statement: Text = Field(description="What the source says, in our words; 'todo' until it is written")
    chapter: str = Field(pattern=KEY, description="Notebook in book/ that shows the claim")
    weight: Weight = Field(
        default="supporting",
        description="main: a reader would repeat it; supporting; incidental: a name, a date, a product's detail",
    )
    printed: Text | None = Field(
        default=None,
        description="The printed figure in the unit, with its significant digits (3.64e3 means 3,635 to 3,645): a "
        "number or a range such as 90..100, after about, more than, at least, less than or at most if so said",
    )
    unit: Text | None = Field(default=None, description="Its unit, such as USD, percent, kWh/day; 1 for none")
    as_of: str | None = Field(
        default=None,
        pattern=TIME,
        description="What moment or period it speaks of: 2023, 2023-02, 2019/2022; 'any' for what has no time",
    )
    restored_by: list[Text] = Field(
        default=[],
        description="Keys of evidence or references that served to restore or read its text; they confirm no more",
    )
    tests: list[TestEntry] = Field(default=[], description="What it is held against")
    error_kind: ErrorKind | None = Field(default=None, description="Kind of error, shown where the claim fails")
    due: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date of a forecast (ISO 8601)")
    because: str | None = Field(
        default=None, pattern=KEY, description="Id of the claim whose failure makes this one fail"
    )
    differs_because: Text | None = Field(
        default=None, description="Why the same figure of the same thing has another verdict elsewhere"
    )
    missing: Text | None = Field(
        default=None, description="Where nothing decides: the missing word, unit, base or date, and what hangs on it"
    )
    searched: Text | None = Field(
        default=None, description="Of a bare fact for which no evidence was found: what was searched"
    )
    note: Text | None = Field(default=None, description="What one must know to read the claim")


class ClaimsFile(Record):
    """The claims of one source, in the order of its text."""

    source: str = Field(pattern=KEY, description="Key of the source: the file's name without its ending")
    claims: list[ClaimEntry] = Field(description="The claims, in the order of the text")


@dataclass(frozen=True)
class Test:
    """
    One way in which a claim is held to account.

    Attributes
    ----------
    kind : str
        ``arithmetic``, ``estimate``, ``evidence`` or ``outcome``.
    label : str
        What tells it from the claim's other tests; often empty.
    quantity : str
        The quantity that the claim is compared with, empty where there is none.
    formula : str
        What gives this quantity, where no derivation does.
    evidence : tuple of str
        Keys of the evidence it is held against.
    bearing : str
        How what is tested stands to what is claimed: ``same``, ``at least``, ``at most`` or ``near``; empty of
        arithmetic.
    finding : str
        What it says where no number decides; mostly empty.
    missing : str
        What is missing for arithmetic to be redone; empty where it can be.
    """

    __test__ = False  # it is none of pytest's

    kind: str
    label: str = ""
    quantity: str = ""
    formula: str = ""
    evidence: tuple[str, ...] = ()
    bearing: str = ""
    finding: str = ""
    missing: str = ""

    @property
    def moves(self) -> bool:
        """Whether a quantity decides what it says, so that other inputs may give another answer."""
        return bool(self.quantity) and not self.finding and self.bearing != "near"


@dataclass(frozen=True)
class Claim:
    """
    One checkable statement of a source: where it stands, what it says, and what it is held against.

    Attributes
    ----------
    weight : str
        ``main``, ``supporting`` or ``incidental``.
    place : str
        Where the register says it: file and line.
    printed : PrintedFigure or None
        The printed figure; none for a statement in words.
    as_of : str
        What moment or period it speaks of (ISO 8601), ``any`` for what has no time; empty where it is not said.
    restored_by : tuple of str
        Keys of evidence or references that served to restore its text.
    tests : tuple of Test
        What it is held against.
    because : str
        Id of the claim whose failure makes this one fail; empty where it fails by itself, or does not.
    differs_because : str
        Why the same figure of the same thing has another verdict elsewhere.
    missing : str
        Where nothing decides: what is missing.
    searched : str
        Of a bare fact for which no evidence was found: what was searched.
    """

    id: str
    source: str
    line: int
    numeral: str
    statement: str
    weight: str
    printed: PrintedFigure | None
    unit: str
    as_of: str
    restored_by: tuple[str, ...]
    tests: tuple[Test, ...]
    error_kind: str
    due: str
    because: str
    differs_because: str
    missing: str
    searched: str
    chapter: str
    note: str
    place: str

    @property
    def quantities(self) -> tuple[str, ...]:
        """The quantities that it is compared with, each once."""
        return tuple(dict.fromkeys(test.quantity for test in self.tests if test.quantity))

    @property
    def shown_digits(self) -> int:
        """With how many significant digits a value found is shown beside what is claimed."""
        return self.printed.shown_digits if self.printed else SHOWN_DIGITS

    @property
    def evidence(self) -> tuple[str, ...]:
        """Keys of all evidence that it is held against, each once."""
        return tuple(dict.fromkeys(key for test in self.tests for key in test.evidence))

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


def claims_and_problems(
    folder: Path, source: str, units: Units, chapters: Collection[str] = ()
) -> tuple[list[Claim], list[str]]:
    """
    The claims of one source that can be read, and everything that is wrong with its file, a line each.

    Parameters
    ----------
    folder : Path
        The book's data/.
    source : str
        The source's key.
    units : Units
        The book's units.
    chapters : collection of str
        The book's chapters, of which the nearest are said where a claim's cannot be one.
    """
    place = f"data/claims/{source}.yml"
    try:
        document = read_yaml(read_text(claims_path(folder, source), place), place)
    except UserError as error:
        return [], [str(error)]
    found: list[str] = []
    known = {"chapter": chapters} if chapters else {}
    try:
        entries = dict(enumerate(ClaimsFile.model_validate(document.content).claims))
    except ValidationError as errors:
        found = [f"{place}, line {said}" for said in what_is_wrong(errors, document, known)]
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
        If its figure, unit or date cannot be read, or a test says too little or too much.
    """
    is_written = entry.statement != TODO  # a draft's unit may be one that the book has yet to define
    if entry.unit and is_written:
        units.read_unit(entry.unit)
    if entry.due and not is_date(entry.due):
        raise UserError(f"{entry.due!r} is no date; write one such as 2040-12-31")
    if entry.as_of not in (None, "any") and not is_time(entry.as_of):
        raise UserError(f"{entry.as_of!r} is no time; write one such as 2023, 2023-02 or 2022-07/2023-06")
    if entry.missing and entry.searched:
        raise UserError("it has both `missing` and `searched`: either its words are too few, or no evidence was found")
    for test in entry.tests:
        if problem := problem_of(test):
            raise UserError(f"its {test.kind} test {problem}")
        if test.formula:
            if not entry.unit:
                raise UserError("it has a formula and no `unit` that says in what the formula's value is given")
            read_formula(test.formula, None, units)
    if entry.printed and is_written and not entry.unit:
        raise UserError("it has a printed figure and no `unit`; write it, 1 for none")
    return Claim(
        id=entry.id,
        source=source,
        line=entry.line,
        numeral=entry.numeral or "",
        statement=entry.statement,
        weight=entry.weight,
        printed=PrintedFigure.of(entry.printed) if entry.printed and is_written else None,
        unit=entry.unit or "",
        as_of=entry.as_of or "",
        restored_by=tuple(entry.restored_by),
        tests=tuple(as_test(test, name_of_formula(entry.id, number)) for number, test in enumerate(entry.tests, 1)),
        error_kind=entry.error_kind or "",
        due=entry.due or "",
        because=entry.because or "",
        differs_because=entry.differs_because or "",
        missing=entry.missing or "",
        searched=entry.searched or "",
        chapter=entry.chapter,
        note=entry.note or "",
        place=place,
    )


def name_of_formula(claim_id: str, number: int) -> str:
    """
    What the quantity is called that the formula of a claim's test gives, if the test does not say.

    Examples
    --------
    >>> name_of_formula("gazette-2024-price", 1), name_of_formula("gazette-2024-price", 2)
    ('gazette_2024_price', 'gazette_2024_price_2')
    """
    name = claim_id.replace("-", "_") + (f"_{number}" if number > 1 else "")
    return name if name[0].isalpha() else f"of_{name}"


def as_test(entry: TestEntry, name: str) -> Test:
    """A test as the report uses it; what its formula gives is called by this name if it has none of its own."""
    return Test(
        kind=entry.kind,
        label=entry.label or "",
        quantity=entry.quantity or (name if entry.formula else ""),
        formula=entry.formula or "",
        evidence=tuple(entry.evidence),
        bearing=entry.bearing or "",
        finding=entry.finding or "",
        missing=entry.missing or "",
    )


def problem_of(test: TestEntry) -> str:
    """What is wrong with a test by itself, as the end of a sentence; empty where nothing is."""
    has_quantity = bool(test.quantity or test.formula)
    if test.kind == "arithmetic":
        if test.evidence or test.bearing:
            return "has evidence or a bearing; it is held against figures of the source only"
        if test.finding not in (None, "confirms", "contradicts"):
            return f"has the finding {test.finding!r}; it either confirms or contradicts, or something is `missing`"
        if not (has_quantity or test.finding or test.missing):
            return "names nothing; it needs a quantity or a formula, a finding, or what is `missing` for it"
        return ""
    if test.missing:
        return "says what is `missing`; only arithmetic does, and otherwise the claim"
    if test.finding == "not due":
        return "" if test.kind == "outcome" else "is `not due`; only an outcome can be"
    if test.kind == "estimate" and (not has_quantity or test.evidence or test.finding):
        return "needs a quantity or a formula, and neither evidence nor a finding: its draws decide"
    if not (has_quantity or test.evidence or test.finding):
        return "names nothing; it needs evidence, a quantity, a formula or a finding"
    if has_quantity and test.evidence:
        return "names both a quantity and evidence; make two tests of it"
    if not test.bearing:
        return "does not say how it bears on the claim: same, at least, at most or near"
    if test.bearing == "near" and test.finding in ("confirms", "contradicts"):
        return f"{test.finding} by something that is only near the claim, which decides nothing"
    if test.finding in ("confirms", "contradicts") and not (has_quantity or test.evidence):
        return f"{test.finding} and names nothing; it needs evidence or a quantity"
    return ""


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
    whole = json.dumps(kept, ensure_ascii=False)
    breaks = any(mark in whole for mark in "\x85\u2028\u2029")  # these are escaped
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


def without_entry(text: str, place: str, claim_id: str) -> str:
    """
    Text of a claims file without one of its claims, every other line as it stands, comments above the next one too.

    Raises
    ------
    UserError
        If the file cannot be read, or does not have each claim on lines of its own.
    """
    document = read_yaml(text, place)
    claims = document.content["claims"]
    own = lines_of_entry(text, place, document, [claim["id"] for claim in claims].index(claim_id))
    lines = text.split("\n")
    first, last = own.start - 1, own.stop - 1
    is_blank = [not line.strip() for line in lines]
    if any(lines[last:]) and is_blank[last]:
        last += 1
    elif not any(lines[last:]) and is_blank[first - 1]:
        first -= 1
    if len(claims) == 1:
        key = document.line_of(("claims",)) - 1
        lines[key] = re.sub(r"^claims:", "claims: []", lines[key])
    return "\n".join([*lines[:first], *lines[last:]])


def lines_of_entry(text: str, place: str, document: Document, number: int) -> range:
    """
    The lines of a claims file, counted from 1, on which one claim stands.

    Raises
    ------
    UserError
        If they are not its own.
    """
    lines = text.split("\n")
    first = document.line_of(("claims", number))
    indent, hyphen, _ = lines[first - 1].partition("-")
    if not hyphen or indent.strip():
        raise UserError(f"{place}, line {first}: each claim begins on a line of its own, with a hyphen")
    behind = [
        line
        for path, line in document.lines.items()
        if line > first and (len(path) == 1 or path == ("claims", number + 1))
    ]
    last = min(behind, default=len(lines) + 1)
    while last > first + 1 and is_between_entries(lines[last - 2], indent):
        last -= 1
    return range(first, last)


def is_between_entries(line: str, indent: str) -> bool:
    """Whether a line belongs to no claim of a list that is so far indented: it is blank, or a comment no further in."""
    said = line.lstrip()
    return not said or (said.startswith("#") and len(line) - len(said) <= len(indent))

"""The ledger: a row of `data/numerals` for every numeral of the articles says where the report deals with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf, isclose, isinf
from pathlib import Path

from claimbook.errors import UserError
from claimbook.ledger.languages import Language, Numeral, find_language
from claimbook.ledger.languages.chinese import simplified, without_noise
from claimbook.project import Project
from claimbook.register.assumptions import PRINTED, Assumption
from claimbook.register.claims import Claim
from claimbook.register.units import Units
from claimbook.system.files import decoded

#: So many problems of one article are listed: a line that was put in or taken away moves all that follow.
LISTED = 20

#: Units that are always printed where they are meant; a count's unit may be understood, and letters spelt otherwise.
PRINTED_UNITS = {"USD", "CNY", "percent", "minute", "hour", "day", "week", "month", "quarter"}

#: The disposition of a numeral of which nobody has decided what becomes of it.
UNDECIDED = "todo"

#: A numeral's place: its line, its text, and whether it is the first, second … with that text in the line.
Place = tuple[int, str, int]


@dataclass(frozen=True)
class Entry:
    """A row of the ledger."""

    row: int
    source: str
    line: int
    occurrence: int
    numeral: str
    value: str
    unit: str
    disposition: str
    refs: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where the numeral stands in its source."""
        return self.line, self.numeral, self.occurrence


def entries(project: Project) -> list[Entry]:
    """
    The ledger, in the order of the table.

    Raises
    ------
    UserError
        If the table cannot be read, or a line or an occurrence in it is no number.
    """
    found = []
    for number, row in enumerate(project.tables.rows("numerals", key=4), start=2):
        if not (row["line"].isdecimal() and row["occurrence"].isdecimal()):
            raise UserError(f"data/numerals.csv, line {number}: line and occurrence are whole numbers")
        entry = Entry(
            row=number,
            source=row["source"],
            line=int(row["line"]),
            occurrence=int(row["occurrence"]),
            numeral=row["numeral"],
            value=row["value"],
            unit=row["unit"],
            disposition=row["disposition"],
            refs=tuple(row["ref"].split()),
        )
        found.append(entry)
    return found


def language_of(source: str, project: Project) -> Language:
    """
    The language of a source.

    Raises
    ------
    UserError
        If no reader knows it.
    """
    return find_language(project, str(project.sources.loc[source, "language"]))


def texts_of(project: Project, folder: Path | None = None) -> dict[str, Path]:
    """
    The files with the sources' texts, by source: those in a folder, else those that the book itself keeps in text/.

    Raises
    ------
    UserError
        If the folder does not exist.
    """
    if folder is None:
        kept = {source: project.root / "text" / f"{source}.txt" for source in project.sources.index}
        return {source: path for source, path in kept.items() if path.is_file()}
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; give the one with the articles, each named KEY.txt")
    return {source: folder / f"{source}.txt" for source in project.sources.index}


def lines_of(path: Path, place: str) -> list[str]:
    """
    The lines of an article.

    Raises
    ------
    UserError
        If the file is missing or is not UTF-8 text.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise UserError(f"{place}: the article is missing") from None
    return decoded(content, place).rstrip("\n").split("\n")


def read_article(path: Path, place: str, language: Language) -> dict[Place, Numeral]:
    """
    Every numeral of an article by its place.

    Raises
    ------
    UserError
        If the file is missing or is not UTF-8 text.
    """
    found = {}
    for number, line in enumerate(lines_of(path, place), start=1):
        seen: Counter[str] = Counter()
        for numeral in language.read_numerals(line):
            seen[numeral.printed] += 1
            found[number, numeral.printed, seen[numeral.printed]] = numeral
    return found


def check_ledger(folder: Path | None, project: Project) -> list[str]:
    """
    Where the ledger and the articles differ.

    Parameters
    ----------
    folder : Path or None
        Holds the articles, each named by its source's key, ``KEY.txt``; those that the book keeps if none is given.
    project : Project
        Whose ledger.

    Returns
    -------
    list of str
        A line for each numeral that is not in the ledger, for each row that is not in the articles, for each value
        that is not what the numeral says, and for each article that cannot be read. Empty if all is well.
    """
    try:
        ledger, texts = entries(project), texts_of(project, folder)
    except UserError as error:
        return [str(error)]
    found = []
    for source, path in texts.items():
        place = name_of_article(path, project)
        if not path.exists():
            found.append(f"{place}: the article is missing{called_otherwise(path, texts.values())}")
            continue
        try:
            article = read_article(path, place, language_of(source, project))
        except UserError as error:
            found.append(str(error))
            continue
        problems = compare(article, [entry for entry in ledger if entry.source == source], place)
        found += problems[:LISTED]
        if len(problems) > LISTED:
            found.append(f"{place}: and {len(problems) - LISTED} more; was a line put in or taken away?")
    return found


def called_otherwise(path: Path, articles: Iterable[Path]) -> str:
    """What lies in an article's folder under names that no source has, as the end of a line; empty if nothing does."""
    others = sorted({one.name for one in path.parent.iterdir() if one.is_file()} - {one.name for one in articles})
    if not others:
        return ""
    listed = ", ".join(map(repr, others[:LISTED]))
    more = f" and {len(others) - LISTED} more" if len(others) > LISTED else ""
    return f"; its folder has {listed}{more}, and an article is called by its source's key, here {path.name}"


def lost_claims(project: Project, folder: Path | None = None) -> Iterator[str]:
    """Claims in a line that their article does not have, of those articles that `texts_of` gives."""
    for source, path in texts_of(project, folder).items():
        place = name_of_article(path, project)
        try:
            lines = lines_of(path, place)
        except UserError:  # which is said where the ledger is held against it
            continue
        for claim in project.claims_as_read:
            if claim.source == source and (said := not_in_the_text(claim, lines, place)):
                yield f"{claim.place}: {said}"


def name_of_article(path: Path, project: Project) -> str:
    """What a line calls an article: by where it is in the book, or where it is."""
    return project.name_of(path) if path.is_relative_to(project.root) else str(path)


def not_in_the_text(claim: Claim, lines: list[str], name: str) -> str:
    """What is wrong with the line that a claim is said to stand in, empty if an article has it."""
    if claim.line > len(lines):
        return f"{claim.id} stands in line {claim.line}, but {name} has {len(lines)} lines"
    return "" if lines[claim.line - 1].strip() else f"{claim.id} stands in line {claim.line}, which is empty in {name}"


def compare(article: dict[Place, Numeral], ledger: list[Entry], name: str) -> list[str]:
    """Differences between an article and its rows of the ledger, in the order of the article."""
    listed = {entry.place: entry for entry in ledger}
    found = []
    for line, printed, occurrence in article.keys() - listed.keys():
        which = f" (number {occurrence} in its line)" if occurrence > 1 else ""
        found.append((line, f"{name}:{line}: {printed!r}{which} is not in data/numerals.csv"))
    for place, entry in listed.items():
        where = f"data/numerals.csv, line {entry.row}"
        if place not in article:
            which = f" number {entry.occurrence}" if entry.occurrence > 1 else ""
            found.append((entry.line, f"{where}: line {entry.line} of {name} has no {entry.numeral!r}{which}"))
        elif not says(article[place], entry.value):
            found.append((entry.line, f"{where}: {entry.numeral!r} is not {entry.value!r}"))
    return [problem for _, problem in sorted(found)]


def says(numeral: Numeral, value: str) -> bool:
    """
    Whether a numeral can have a value of the ledger: ``6.16e8``, ``18..24``, ``2022-08-31``, or none.

    The ledger may complete a date, and judges alone what the reader cannot read.

    Examples
    --------
    >>> span, thirds = Numeral("18-24 months", 0, 18, 24, "month"), Numeral("two thirds", 0, 2 / 3, 2 / 3)
    >>> says(span, "18..24"), says(span, "18"), says(span, ""), says(thirds, "0.667"), says(thirds, "0.66")
    (True, False, True, True, False)
    """
    if not value or (numeral.low is None and not numeral.date):
        return True
    if numeral.date:
        return value.startswith(numeral.date)
    low, _, high = value.partition("..")
    try:
        written = (float(low), float(high or low))
    except ValueError:
        return False
    read = (numeral.low, numeral.high)
    return written == read or all(is_rounded(one, other) for one, other in zip(written, read, strict=True))


def is_rounded(written: float, read: float | None) -> bool:
    """Whether a value is written to three digits or more of one whose digits do not end, such as two thirds."""
    if read is None or not is_endless(read):
        return False
    return any(float(f"{read:.{digits}g}") == written for digits in range(3, 16))


def exact_part(entry: Entry) -> float | None:
    """
    The part that a row's numeral says in words where its decimals do not end, and the row has them rounded.

    Examples
    --------
    >>> exact_part(Entry(2, "somebody-2020", 5, 1, "two thirds", "0.667", "1", "claim", ()))
    0.6666666666666666
    """
    in_words = not any(character.isdigit() for character in entry.numeral)
    if not (in_words and entry.value and entry.unit in ("", "1") and ".." not in entry.value):
        return None
    part = float(Fraction(float(entry.value)).limit_denominator(12))
    return part if is_rounded(float(entry.value), part) else None


def is_endless(value: float) -> bool:
    """Whether a value has no decimals that end, as that of two thirds has none."""
    return float(f"{value:.9g}") != value


def figure_problems(project: Project) -> list[str]:
    """Values that are not what their numeral says, and claims and assumptions that are not what their numerals say."""
    ledger = entries(project)
    found = [problem for entry in ledger for problem in value_problems(entry, language_of(entry.source, project))]
    named: dict[str, list[Entry]] = {}
    for entry in ledger:
        for ref in entry.refs:
            named.setdefault(ref, []).append(entry)
    for claim in project.claims.values():
        found += claim_problems(claim, named.get(claim.id, []), project)
        found += quoted_problems(claim, named.get(claim.id, []), language_of(claim.source, project))
    for assumption in (one for name, one in project.assumptions.items() if name not in project.unread):
        found += assumption_problems(assumption, named.get(assumption.name, []), ledger, project)
    return found


def value_problems(entry: Entry, language: Language) -> list[str]:
    """Whether a row's value or unit is what its numeral, read alone, cannot mean; what cannot be read passes."""
    read = language.read_numerals(entry.numeral)
    if len(read) != 1 or read[0].printed != entry.numeral:
        return []
    found, where = [], f"data/numerals.csv, line {entry.row}: {entry.numeral!r} is not"
    if (entry.unit == "date") == bool(read[0].date) and not says(read[0], entry.value):
        found.append(f"{where} {entry.value!r}")
    measured, printed = entry.unit.partition("/")[0], read[0].unit.partition("/")[0]
    if entry.value and printed != "date" and measured != printed and {measured, printed} & PRINTED_UNITS:
        found.append(f"{where} in {entry.unit!r}")
    return found


def quoted_problems(claim: Claim, named: Iterable[Entry], language: Language) -> list[str]:
    """Whether none of a claim's numerals stands in what it quotes, where that has a numeral that its language reads."""
    quoted, *numerals = (
        simplified(without_noise(text)[0]) for text in (claim.numeral, *(one.numeral for one in named))
    )
    if not numerals or not language.read_numerals(quoted) or any(one in quoted or quoted in one for one in numerals):
        return []
    said = ", ".join(dict.fromkeys(numerals))
    return [f"{claim.place}: {claim.id} quotes {claim.numeral!r}, in which none of its numerals stands: {said}"]


def claim_problems(claim: Claim, named: list[Entry], project: Project) -> list[str]:
    """Whether a claim stands in another line than its numerals, or has none of their figures, as far as comparable."""
    if named and claim.line not in {entry.line for entry in named}:
        return [f"{claim.place}: none of the numerals of {claim.id} stands in line {claim.line}"]
    if claim.printed is None or not claim.numeral:
        return []
    printed, figure = claim.printed, (claim.printed.claimed, claim.printed.claimed)
    # What is printed as a range may be one end of it in the article's words: "more than several billion".
    right = {
        "in": [(printed.low, printed.high), (printed.low, printed.low), (printed.high, printed.high)],
        ">": [figure, (figure[0], inf)],
        "≥": [figure, (figure[0], inf)],
    }.get(printed.relation, [figure])
    said = [ends for entry in named for ends in ends_said(entry, claim.unit, project)]
    if not said or any(agree(ends, one) for ends in said for one in right):
        return []
    parts = [replace(entry, value=repr(exact_part(entry))) for entry in named if exact_part(entry)]
    if any(
        float(f"{low:.{printed.digits}g}") == printed.claimed
        for part in parts
        for low, _ in ends_said(part, claim.unit, project)
    ):
        return []
    return [f"{claim.place}: none of the numerals of {claim.id} says {printed.claimed:g} {claim.unit}"]


def assumption_problems(
    assumption: Assumption, named: list[Entry], ledger: Sequence[Entry], project: Project
) -> list[str]:
    """
    Whether an assumption is none of the values, nor has one of the ranges or an end of one, that its numerals print.

    Its numerals are those that name it. Of one that a source prints, one of them stands in the lines it is taken from;
    where none names it they are all those of these lines, of which some may name its claim alone.
    """
    where, there = f"data/assumptions.csv, {assumption.name}", printed_in(assumption, ledger, project)
    if there is not None and named and there.isdisjoint(named):
        return [f"{where}: none of its numerals stands in {assumption.locator}"]
    value, low, high = (end.magnitude for end in (assumption.value, assumption.low, assumption.high))
    said = [ends for entry in named or there or () for ends in ends_said(entry, assumption.unit, project)]
    right = ((value, value), (low, high), (low, low), (high, high))
    agrees = any(agree(ends, one) for ends in said for one in right)
    has_figure = any(entry.value and entry.unit != "date" for entry in named) if named else there is not None
    if agrees or not has_figure:
        return []
    if named and not said:
        printed = ", ".join(dict.fromkeys(f"{entry.value} {entry.unit}" for entry in named if entry.value))
        return [f"{where}: its numerals say {printed}, which is not a kind of {assumption.unit}"]
    whose = "its numerals" if named else f"the numerals of {assumption.locator}"
    return [f"{where}: none of {whose} says {assumption.written}"]


def printed_in(assumption: Assumption, ledger: Sequence[Entry], project: Project) -> set[Entry] | None:
    """The numerals of the lines of its source in which an assumption is printed; none if it is not printed in one."""
    lines = re.fullmatch("lines? ([0-9]+(?:(?:, | and )[0-9]+)*)", assumption.locator)
    sources = {*assumption.reference.split()} & {*project.sources.index}
    if assumption.kind != PRINTED or lines is None or not sources:
        return None
    numbers = {int(number) for number in re.findall("[0-9]+", lines[1])}
    return {entry for entry in ledger if entry.source in sources and entry.line in numbers}


def ends_said(entry: Entry, unit: str, project: Project) -> list[tuple[float, float]]:
    """Ends of a row's value in a unit, or in that unit without the things that the figure is printed without."""
    return ends_in(entry, unit, project.units) or ends_in(
        entry, without_things(unit, entry.unit, project), project.units
    )


def without_things(unit: str, printed: str, project: Project) -> str:
    """
    A unit without the things that it counts and that its figure is printed without.

    A text prints 19.5 TFLOP/s where it means those of one chip, and 288 years where it means those of one.
    """
    left_out = [
        part
        for part in re.split("[/·*]", unit)
        if part not in re.split("[/·*]", printed) and project.reader.is_counted(part)
    ]
    above, *below = unit.split("/")
    kept = "·".join(part for part in above.split("·") if part not in left_out)
    return "/".join([kept or "1", *(part for part in below if part not in left_out)])


def agree(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Whether two ranges have the same ends, but for rounding; an infinite end agrees with any."""
    return all(isclose(one, other, rel_tol=1e-9) or isinf(other) for one, other in zip(first, second, strict=True))


def ends_in(entry: Entry, unit: str, units: Units) -> list[tuple[float, float]]:
    """
    Ends of a row's value in a unit: converted, and as printed where it counts or says a share; none of another kind.

    Examples
    --------
    >>> two_years = Entry(2, "somebody-2020", 5, 1, "18-24 months", "18..24", "month", "claim", ())
    >>> ends_in(two_years, "year", Units()), ends_in(two_years, "km", Units())
    ([(1.5, 2.0)], [])
    >>> ends_in(Entry(3, "somebody-2020", 6, 1, "a fifth", "0.2", "1", "claim", ()), "percent", Units())
    [(0.2, 0.2), (20.0, 20.0)]
    """
    if not entry.value or entry.unit == "date":
        return []
    low, _, high = entry.value.partition("..")
    ends = (float(low), float(high or low))
    if unit == "count":
        return [ends]
    expected = units.read_unit(unit)
    if entry.unit in ("", "1"):  # a third of something may be claimed as so many percent
        part = (1 * expected).m_as("") if (1 * expected).dimensionless else 1
        return [ends, *([(ends[0] / part, ends[1] / part)] if part != 1 else [])]
    given = units.read_unit(entry.unit)
    if (1 * given).dimensionless:
        share = (1 * given).m_as("")
        return [ends, (ends[0] * share, ends[1] * share)]
    if not expected.is_compatible_with(given):
        return []
    return [((ends[0] * given).m_as(expected), (ends[1] * given).m_as(expected))]


def undecided_numerals(project: Project) -> list[str]:
    """Numerals of which nobody has decided what becomes of them, a line for each source."""
    found = []
    for source in project.sources.index:
        waiting = [entry for entry in entries(project) if entry.source == source and entry.disposition == UNDECIDED]
        if waiting:
            count = f"{len(waiting)} numerals" if len(waiting) > 1 else "a numeral"
            found.append(
                f"data/numerals.csv, line {waiting[0].row}: the disposition of {count} of {source} is still "
                f"{UNDECIDED!r}, this one {waiting[0].numeral!r}; data/datapackage.json says which words there are"
            )
    return found


def disposition_problems(project: Project) -> list[str]:
    """Rows that name no claim or assumption, or none that exists, and claims whose numeral has no row."""
    ledger = entries(project)
    claims, assumptions = {claim.id: claim for claim in project.all_claims}, project.assumptions
    found = []
    for entry in ledger:
        where = f"data/numerals.csv, line {entry.row}"
        found += [
            f"{where}: {ref!r} is no claim and no assumption"
            for ref in entry.refs
            if ref not in claims and ref not in assumptions
        ]
        if entry.disposition == "claim" and claims.keys().isdisjoint(entry.refs):
            found.append(f"{where}: {entry.numeral!r} is a claim, but of none that it names")
        if entry.disposition == "assumption" and assumptions.keys().isdisjoint(entry.refs):
            found.append(f"{where}: {entry.numeral!r} is an assumption, but none that it names")
    named = {ref for entry in ledger for ref in entry.refs}
    for claim in claims.values():
        printed = language_of(claim.source, project).read_numerals(claim.numeral)
        if claim.id not in named and any(numeral.low is not None for numeral in printed):
            found.append(f"{claim.place}: no row of data/numerals.csv names {claim.id} for its {claim.numeral!r}")
    return found

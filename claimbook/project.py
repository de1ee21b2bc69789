"""A book: its folder, its settings, and what stands in its tables, each read once and kept with it."""

import tomllib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property, partial, wraps
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import yaml
from pybtex.database import BibliographyData

from claimbook.errors import Renamed, UserError, unknown
from claimbook.register import trends as fits
from claimbook.register.assumptions import (
    Assumption,
    Group,
    Trend,
    fit_assumption,
    read_assumption,
    read_group,
    slope_between,
)
from claimbook.register.claims import Claim, read_claims, repeated_ids
from claimbook.register.evidence import Evidence, read_evidence
from claimbook.register.formula import unit_of_part
from claimbook.register.numbers import tidy
from claimbook.register.references import Citation, label_of, read_bibliography
from claimbook.register.tables import Tables, checked_rows, read_rows, whole_number, with_places
from claimbook.register.trends import Estimate
from claimbook.register.units import Units
from claimbook.register.values import Reader
from claimbook.register.wording import Wording
from claimbook.system.books import CITATION as CITATION
from claimbook.system.books import MARK as MARK
from claimbook.system.books import NAMED as NAMED
from claimbook.system.books import PACKAGE as PACKAGE
from claimbook.system.books import book_folder
from claimbook.system.books import is_book as is_book
from claimbook.system.files import read_text

#: Parts of a book that are read once.
SHARED = (
    "settings", "config", "names", "units", "words", "bibliography", "sources", "all_claims", "claims", "evidence",
    "trends", "breakpoints", "assumptions", "correlations", "groups",
)  # fmt: skip

#: What book/names.csv says of a name, and of what.
KINDS_OF_NAMES = (
    "spelling", "quantity", "plural", "currency", "currency name", "unit word", "kind", "alias", "mistaken for",
    "changed", "other name",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """
    What claimbook.toml says.

    Attributes
    ----------
    archive : str
        Name of the archive in which the site offers the tables.
    derivations : tuple of str
        Modules of book/derivations, in the order in which results list what they derive.
    languages : tuple of str
        Modules that read languages which the engine does not know.
    observations, observed : str
        The table of dated observations to which trends are fitted, and its column with what grows; empty if the book
        fits no trend.
    observation : str
        What one of them is called where a trend is described.
    """

    archive: str = "claims"
    derivations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    observations: str = ""
    observed: str = ""
    observation: str = "observation"


Kept = TypeVar("Kept")


class Project:
    """
    A book.

    Parameters
    ----------
    root : Path
        Its folder, which holds claimbook.toml.

    Raises
    ------
    UserError
        If no book is there.
    """

    #: Assumptions and groups that cannot be read and are not as the tables have them: a book itself has none such.
    unread: frozenset[str] = frozenset()

    def __init__(self, root: Path | str):
        self.root = Path(root).expanduser().resolve()
        if not is_book(self.root):
            raise UserError(f"{str(self.root)!r} holds no book: there is no {MARK} in it; `claimbook new` makes one")
        self.book, self.data, self.build = (self.root / name for name in ("book", "data", "_build"))
        self.tables = Tables(self.data)
        #: What functions of this project have computed: see `remembered`.
        self.kept: dict[Any, Any] = {}

    def __repr__(self) -> str:
        return f"Project({str(self.root)!r})"

    @staticmethod
    def here() -> "Project":
        """
        The book one works in, read once: the one that CLAIMBOOK_BOOK names, else that of the folder one stands in.

        Raises
        ------
        UserError
            If there is none.
        """
        return project_at(book_folder())

    def name_of(self, path: Path) -> str:
        """A file as the book names it: ``book/method.md``."""
        return path.relative_to(self.root).as_posix()

    @cached_property
    def settings(self) -> Settings:
        """
        The settings.

        Raises
        ------
        UserError
            If claimbook.toml is not TOML, or says what it cannot.
        """
        return read_settings(read_text(self.root / MARK, MARK))

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """Jupyter Book's own settings, from _config.yml."""
        return read_mapping(self.root / "_config.yml", "_config.yml")

    @property
    def title(self) -> str:
        """What the book is called."""
        return str(self.config.get("title", self.root.name))

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.config.get("author", ""))

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """What book/names.csv says, by kind: how words are spelled, units in the plural, currencies."""
        found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS_OF_NAMES}
        place = "book/names.csv"
        rows = read_rows(self.book / "names.csv", place)
        for row in with_places(checked_rows(rows, place, ("kind", "name", "written"), key=2), place):
            if row["kind"] not in found:
                raise unknown("kind of name", row["kind"], found, place=row["place"])
            found[row["kind"]][row["name"]] = row["written"]
        return found

    def current_name(self, name: str) -> str:
        """
        What something is called now, by the name that a user, a link or a script has for it.

        Warns
        -----
        Renamed
            If it was called so earlier (book/names.csv, ``alias``).
        """
        if name not in self.names["alias"]:
            return name
        now = self.names["alias"][name]
        warnings.warn(f"{name} is called {now} now", Renamed, stacklevel=2)
        return now

    def earlier_names(self, name: str) -> list[str]:
        """What something was called earlier, and ids of claims that became a comparison which it comes first in."""
        renamed = [earlier for earlier, now in self.names["alias"].items() if now == name]
        return renamed + [earlier for earlier, row in self.compared.items() if row["claims"].split()[0] == name]

    @cached_property
    def compared(self) -> dict[str, dict[str, str]]:
        """By ids that claims had before they became a comparison, its row in data/comparisons.csv."""
        rows = self.optional_rows("comparisons")
        return {earlier: row for row in rows if row["claims"] for earlier in row.get("earlier_ids", "").split()}

    @cached_property
    def units(self) -> Units:
        """The units of the book: pint's own, and those of book/units.txt."""
        try:
            return Units(read_text(self.book / "units.txt", "book/units.txt"))
        except UserError as error:
            raise UserError(f"book/units.txt, {error}") from None

    @cached_property
    def words(self) -> Wording:
        """How the book writes units and names."""
        return Wording(
            spellings=self.names["spelling"],
            quantities=self.names["quantity"],
            plurals=self.names["plural"],
            currencies=self.names["currency"],
            currency_names=self.names["currency name"],
        )

    def read_number(self, text: str, place: str) -> tuple[float, str]:
        """
        A number as people write it, and its unit, ``1`` for none.

        Raises
        ------
        UserError
            If it is none, or its unit is none of the book's; the place is said.
        """
        try:
            part = self.reader.read_part(tidy(text))
            unit = unit_of_part(part, self.reader)
            self.units.read_unit(unit)
        except UserError as error:
            raise UserError(f"{place}: {error}") from None
        return part.number.value(), unit

    @cached_property
    def reader(self) -> Reader:
        """What reads values as people write them."""
        return Reader(self.units, self.words, self.names["unit word"])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources, indexed by key."""
        return self.tables.read_table("sources").set_index("key")

    @cached_property
    def bibliography(self) -> BibliographyData:
        """All references by key."""
        return read_bibliography(read_text(self.book / "references.bib", "book/references.bib"), "book/references.bib")

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """All assumptions by name: those read, in the order of their table, then those fitted."""
        read = {row["name"]: read_assumption(row, self.units) for row in self.tables.rows("assumptions")}
        return read | {name: self.fit(trend, read) for name, trend in self.trends.items()}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """
        Assumptions that are set together, by the name of all: those of data/groups.csv, where the book has it.

        Raises
        ------
        UserError
            If a group names what is no assumption, or its members have not one unit.
        """
        return {row["name"]: read_group(row, self.assumptions) for row in self.optional_rows("groups")}

    def members(self, name: str) -> tuple[str, ...]:
        """
        The assumptions that a name stands for: itself, or the members of a group.

        Raises
        ------
        UserError
            If it is neither.
        """
        now = self.current_name(name)
        if now in self.groups:
            return self.groups[now].assumptions
        if now not in self.assumptions:
            raise unknown("assumption", name[:80], [*self.assumptions, *self.groups])
        return (now,)

    def apart(self, settings: Mapping[str, Kept], place: str = "") -> dict[str, Kept]:
        """
        Settings by assumption, from such as also name groups and use earlier names.

        Raises
        ------
        UserError
            If a name is unknown, or an assumption is set twice.
        """
        found: dict[str, Kept] = {}
        given: dict[str, str] = {}
        where = f"{place}: " if place else ""
        for name, setting in settings.items():
            for member in self.members(name):
                if member in given:
                    by = [said for said in (given[member], name) if said != member]
                    raise UserError(
                        f"{where}{member} is set twice, once as {by[0]}" if by else f"{where}{member} is set twice"
                    )
                found[member], given[member] = setting, name
        return found

    @cached_property
    def trends(self) -> dict[str, Trend]:
        """All trends by the name of the assumption they give."""
        given = ("name", "start", "end", "unit", "description", "reference")
        return {
            row["name"]: Trend(top=whole_number(row, "top"), **{field: row[field] for field in given})
            for row in self.optional_rows("trends")
        }

    def fit(self, trend: Trend, others: Mapping[str, Assumption]) -> Assumption:
        """
        The assumption that a trend gives with these breakpoints.

        Raises
        ------
        UserError
            If a breakpoint does not exist, or the observations between them show no growth.
        """
        place = f"data/{self.settings.observations}.csv"
        return fit_assumption(trend, others, self.units, partial(fitted_slope, self), place, self.settings.observation)

    @cached_property
    def breakpoints(self) -> tuple[str, ...]:
        """Assumptions at which an era begins or ends, each once."""
        return tuple(dict.fromkeys(end for trend in self.trends.values() for end in (trend.start, trend.end)))

    @cached_property
    def observations(self) -> pd.DataFrame:
        """
        What trends are fitted to, in order of date, with ``year`` as a number, ``size`` and ``rank`` at its date.

        Raises
        ------
        UserError
            If a size or date cannot be read.
        """
        name, column = self.settings.observations, self.settings.observed
        table = self.tables.read_table(name).set_index("key")
        place = f"data/{name}.csv"
        common = table["unit"].iloc[0]
        table["size"] = [
            self.units.read_quantity(f"{value} {unit}", common, f"{place}, {key}").magnitude
            for key, value, unit in zip(table.index, table[column], table["unit"], strict=True)
        ]
        try:
            table["year"] = fits.years(table["date"])
        except ValueError as error:
            raise UserError(f"{place}: a date is not written 2020-05-28: {str(error).splitlines()[0]}") from None
        table["rank"] = fits.ranks(table)
        return table.sort_values("year", kind="stable")

    @cached_property
    def correlations(self) -> dict[tuple[str, str], float]:
        """
        Rank correlations of assumptions, by their two names.

        Raises
        ------
        UserError
            If a name is unknown, or a correlation is not between -1 and 1.
        """
        rows = self.optional_rows("correlations", key=2)
        return {(row["first"], row["second"]): self.read_correlation(row) for row in rows}

    def read_correlation(self, row: dict[str, str]) -> float:
        """
        Rank correlation that a row of the table gives.

        Raises
        ------
        UserError
            If a name is unknown, or the correlation is not between -1 and 1.
        """
        for name in (row["first"], row["second"]):
            if name not in self.assumptions:
                raise unknown("assumption", name, self.assumptions, place=row["place"])
        value = self.units.read_quantity(row["correlation"], "1", row["place"]).magnitude
        if not -1 < value < 1:
            said = row["correlation"]
            raise UserError(f"{row['place']}: {said} is no correlation; write a number between -1 and 1")
        return value

    @cached_property
    def all_claims(self) -> list[Claim]:
        """
        All claims, those among them whose statement is still to be written, in the order of sources and texts.

        Raises
        ------
        UserError
            If a file is missing or wrong, or an id stands twice.
        """
        claims = [claim for source in self.sources.index for claim in read_claims(self.data, source, self.units)]
        if repeated := repeated_ids(claims):
            raise UserError(repeated[0])
        return claims

    @property
    def claims_as_read(self) -> list[Claim]:
        """All claims as their files say them, before any is judged: what their formulas are taken from."""
        return self.all_claims

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims of the register by id."""
        return {claim.id: claim for claim in self.all_claims if claim.is_written}

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """All evidence by key."""
        return {row["key"]: read_evidence(row, self.units) for row in self.tables.rows("evidence")}

    def claims_of(self, chapter: str) -> list[Claim]:
        """Claims shown in a chapter, in the order of the register."""
        return [claim for claim in self.claims.values() if claim.chapter == chapter]

    def find_claim(self, claim_id: str) -> Claim:
        """
        The claim with this id.

        Raises
        ------
        UserError
            If there is none, with the nearest ids that exist.
        """
        now = self.current_name(claim_id)
        if now in self.claims:
            return self.claims[now]
        if now in self.compared:
            row = self.compared[now]
            raise UserError(f"{claim_id} is no claim but the comparison {row['title']!r} of {row['claims']}")
        raise unknown("claim", claim_id, self.claims)

    def find_evidence(self, key: str) -> Evidence:
        """
        The fact with this key.

        Raises
        ------
        UserError
            If there is none, with the nearest keys that exist.
        """
        if key not in self.evidence:
            raise unknown("evidence", key, self.evidence)
        return self.evidence[key]

    def citation(self, key: str) -> Citation:
        """
        How a reference is cited: a source by its short name, any other by author and year.

        Raises
        ------
        UserError
            If the key is not in the bibliography.
        """
        if key not in self.bibliography.entries:
            raise unknown("reference in book/references.bib", key, self.bibliography.entries)
        if key in self.sources.index:
            return Citation(key, str(self.sources.loc[key, "short"]))
        return Citation(key, label_of(self.bibliography.entries[key]))

    def table_in_numbers(self, name: str) -> pd.DataFrame:
        """
        A table by its key, the columns that are described as numbers as numbers, nan where empty.

        Raises
        ------
        UserError
            If a figure is no number.
        """
        table = self.tables.read_table(name).set_index(self.tables.described[name].columns[0])
        try:
            return table.assign(
                **{column: pd.to_numeric(table[column]) for column in self.tables.described[name].numbers}
            )
        except ValueError as error:
            raise UserError(f"data/{name}.csv: a figure is no number: {error}") from None

    def with_rows(self, name: str, rows: list[list[str]]) -> "Project":
        """
        The same book with other rows in one table: what would be if a cell held something else.

        Parameters
        ----------
        name : str
            The table.
        rows : list of rows
            Its header and rows.

        Returns
        -------
        Project
            What does not rest on the table is shared with this one, for it takes long to read.
        """
        other = Project(self.root)
        other.tables = Tables(self.data, {**self.tables.instead, name: rows})
        changed = {
            "assumptions": {"assumptions", "correlations", "groups"},
            "trends": {"trends", "assumptions", "breakpoints"},
            self.settings.observations: {"observations", "assumptions"},
        }.get(name, {name})
        vars(other).update({part: getattr(self, part) for part in SHARED if part not in changed})
        return other

    def with_claims(self, claims: list[Claim]) -> "Project":
        """The same book with other claims: what would be if its files said so."""
        other = Project(self.root)
        other.tables = self.tables
        read = {
            part: vars(self)[part] for part in SHARED if part in vars(self) and part not in ("all_claims", "claims")
        }
        vars(other).update(read)
        vars(other)["all_claims"] = claims
        return other

    def optional_rows(self, name: str, key: int = 1) -> list[dict[str, str]]:
        """Rows of a table that not every book has; none where it is not described."""
        return self.tables.rows(name, key) if name in self.tables.described else []


def remembered(function: Callable[..., Kept]) -> Callable[..., Kept]:
    """
    Have a function of a project, or of a model, computed once for each: what it gives is kept there, and goes with it.

    Parameters
    ----------
    function : callable
        Takes the project or model first, then names.
    """

    @wraps(function)
    def remembering(owner: Any, *names: str | float) -> Kept:
        asked = (function, *names)
        if asked not in owner.kept:
            owner.kept[asked] = function(owner, *names)
        return owner.kept[asked]

    return remembering


@remembered
def fitted_slope(project: Project, start: float, end: float, top: int) -> Estimate:
    """Doublings a year of a project's observations between two years: see `slope_between`."""
    return slope_between(project.observations, start, end, top)


@cache
def project_at(folder: Path) -> Project:
    """The book in a folder, read once in this process."""
    return Project(folder)


def read_settings(text: str) -> Settings:
    """
    Settings as claimbook.toml writes them.

    Raises
    ------
    UserError
        If the text is not TOML, or holds what is no setting, or another kind of value.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{MARK} is not TOML: {error}") from None
    known = {field.name: field.default for field in fields(Settings)}
    given: dict[str, Any] = {}
    for name, value in content.items():
        if name not in known:
            raise unknown("setting", name, known, place=MARK)
        right = "a list of texts" if isinstance(known[name], tuple) else "a text"
        values = value if isinstance(known[name], tuple) else [value]
        if not (isinstance(values, list) and all(isinstance(one, str) for one in values)):
            raise UserError(f"{MARK}: {name} is {value!r}, and should be {right}")
        given[name] = tuple(values) if isinstance(known[name], tuple) else value
    return Settings(**given)


def read_mapping(path: Path, name: str, what: str = "a YAML mapping") -> Mapping[str, Any]:
    """
    A YAML file of Jupyter Book's.

    Raises
    ------
    UserError
        If it is missing, or is no YAML mapping: it says what it is not.
    """
    try:
        content = yaml.safe_load(read_text(path, name))
    except yaml.YAMLError as error:
        raise UserError(f"{name} is not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(content, dict):
        raise UserError(f"{name} is not {what}")
    return content

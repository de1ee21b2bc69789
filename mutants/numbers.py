"""Mutants of the tables: a number off by 1 %, by a step of its last digit or by ten; ends swapped; a wrong unit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from claimbook.register.claims import ClaimEntry, ClaimsFile, claims_path
from claimbook.register.plain_yaml import read_yaml
from tests.book import PROJECT

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?")

#: Columns with numbers, by table; where `unit` is among them, so is the unit.
COLUMNS = {
    "assumptions": ("value", "low", "high", "maximum", "choices", "unit"),
    "claims": ("line", "claimed", "unit"),
    "correlations": ("correlation",),
    "evidence": ("value", "unit"),
    "hardware": (
        "accelerators", "fp64", "fp64_tensor", "fp32", "tf32_dense", "fp16_dense", "int8_dense", "sparsity_factor",
        "memory", "memory_bandwidth", "link_bandwidth", "tdp", "price",
    ),
    "numerals": ("line", "occurrence", "value", "unit"),
    "training_runs": ("training_compute", "unit"),
    "trends": ("top", "unit"),
    "triangulations": ("unit",),
    "ways": ("low", "high"),
}  # fmt: skip

#: Numbers that count lines and places: a step is the only slip there is.
COUNTED = {"line", "occurrence", "top", "accelerators"}

#: Which table each claim's figures make up here: their files are no tables.
CLAIMS = "claims"


@dataclass(frozen=True)
class Mutant:
    """One cell of a table, or field of a claim, with something else in it; `kind` says how it was changed."""

    table: str
    key: str
    row: int
    column: str
    before: str
    after: str
    kind: str

    def __str__(self) -> str:
        place = f"data/{self.table}" if self.table == CLAIMS else f"data/{self.table}.csv"
        return f"{place}, {self.key}: {self.column} {self.before} → {self.after} ({self.kind})"


def mutants() -> Iterator[Mutant]:
    """Every mutant of every number in the tables and in the claims' files."""
    for table, columns in COLUMNS.items():
        length = 1 if table == CLAIMS else PROJECT.tables.described[table].key_length
        for row, record in enumerate(records_of(table)):
            key = " ".join(list(record.values())[:length])
            for column in columns:
                for after, kind in changed_cell(column, record[column]):
                    yield Mutant(table, key, row, column, record[column], after, kind)
            if {"low", "high"} <= set(columns) and record["low"] != record["high"]:
                before, after = f"{record['low']} {record['high']}", f"{record['high']} {record['low']}"
                yield Mutant(table, key, row, "low high", before, after, "swapped")


def records_of(table: str) -> list[dict[str, str]]:
    """The rows of a table as text; of the claims, the fields that hold numbers."""
    if table != CLAIMS:
        return PROJECT.tables.rows(table, PROJECT.tables.described[table].key_length)
    return [claim_fields(claim) for claim in claim_entries()]


@cache
def claim_entries() -> list[ClaimEntry]:
    """The claims as their files say them, in the order of the register."""
    files = [claims_path(PROJECT.data, source) for source in PROJECT.sources.index]
    return [
        entry
        for path in files
        for entry in ClaimsFile.model_validate(read_yaml(path.read_text(encoding="utf-8"), path.name).content).claims
    ]


def claim_fields(entry: ClaimEntry) -> dict[str, str]:
    """The fields of a claim that hold numbers, as text."""
    return {"id": entry.id, "line": str(entry.line), "claimed": entry.printed or "", "unit": entry.unit or ""}


def changed_cell(column: str, text: str) -> Iterator[tuple[str, str]]:
    """A cell with something else in it, in every way, and what kind of change it is."""
    if column != "unit":
        yield from changed_numbers(text, column in COUNTED)
    elif text and text != "date":
        yield wrong_unit(text, PROJECT.names["mistaken for"]), "unit"


def changed_numbers(text: str, counted: bool = False) -> Iterator[tuple[str, str]]:
    """
    A cell with one of its numbers changed, in every way; a date is none.

    Examples
    --------
    >>> list(changed_numbers("1.50"))
    [('1.5150', '1 %'), ('1.51', 'last digit'), ('15.00', 'power of ten')]
    >>> [changed for changed, _ in changed_numbers("3..4")]
    ['3.03..4', '4..4', '30..4', '3..4.04', '3..5', '3..40', '4..3']
    """
    if not text or re.fullmatch(r"\d{4}-.*", text):
        return
    for found in NUMBER.finditer(text):
        number = Decimal(found[0])
        step = Decimal(1).scaleb(int(number.as_tuple().exponent))
        others = [(number + step, "last digit")] if counted else [
            (number * Decimal("1.01"), "1 %"), (number + step, "last digit"), (number * 10, "power of ten")
        ]  # fmt: skip
        for other, kind in others:
            yield f"{text[: found.start()]}{str(other).lower().replace('e+', 'e')}{text[found.end() :]}", kind
    low, dots, high = text.partition("..")
    if dots and low != high:
        yield f"{high}..{low}", "swapped"


def wrong_unit(unit: str, mistaken: Mapping[str, str]) -> str:
    """
    A unit with its first part mistaken for another.

    Parameters
    ----------
    unit : str
        The unit.
    mistaken : mapping
        What each unit is mistaken for (book/names.csv).

    Examples
    --------
    >>> wrong_unit("USD/widget/hour", {"USD": "CNY"}), wrong_unit("percent", {"percent": "1"})
    ('CNY/widget/hour', '1')
    """
    for word in re.findall(r"[A-Za-z0-9]+", unit):
        if word in mistaken:
            return unit.replace(word, mistaken[word], 1)
    return f"{unit}*day" if unit != "1" else "percent"

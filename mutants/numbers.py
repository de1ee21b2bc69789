"""Mutants of the tables: a number off by 1 %, by a step of its last digit or by ten; ends swapped; a wrong unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

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

#: What a unit is mistaken for.
MISTAKEN = {
    "USD": "CNY", "CNY": "USD", "day": "week", "week": "day", "month": "year", "quarter": "month", "year": "month",
    "hour": "day", "minute": "second", "second": "minute", "percent": "1", "count": "percent", "1": "percent",
    "TFLOP": "PFLOP", "PFLOP": "TFLOP", "EFLOP": "PFLOP", "PFLOPS": "TFLOPS", "EFLOPS": "PFLOPS", "FLOPS": "FLOP",
    "FLOP": "TFLOP", "A100": "H100", "H100": "A100", "V100": "A100", "A800": "A100", "GB": "GiB", "TB": "GB",
    "Gbit": "GB", "gigabyte": "gigabit", "kW": "W", "kWh": "kW", "MW": "kW", "GWh": "MWh", "MWh": "kWh", "TWh": "GWh",
    "parameter": "token", "token": "word", "word": "token", "server": "rack", "rack": "server", "chip": "GPU",
    "GPU": "chip", "doubling": "percent", "m": "km", "nm": "mm",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One cell of a table with something else in it; `kind` says how it was changed."""

    table: str
    key: str
    row: int
    column: str
    before: str
    after: str
    kind: str

    def __str__(self) -> str:
        return f"data/{self.table}.csv, {self.key}: {self.column} {self.before} → {self.after} ({self.kind})"


def mutants() -> Iterator[Mutant]:
    """Every mutant of every number in the tables."""
    for table, columns in COLUMNS.items():
        length = PROJECT.tables.described[table].key_length
        for row, record in enumerate(PROJECT.tables.read_table(table, length).to_dict("records")):
            key = " ".join(list(record.values())[:length])
            for column in columns:
                for after, kind in changed_cell(column, record[column]):
                    yield Mutant(table, key, row, column, record[column], after, kind)
            if {"low", "high"} <= set(columns) and record["low"] != record["high"]:
                before, after = f"{record['low']} {record['high']}", f"{record['high']} {record['low']}"
                yield Mutant(table, key, row, "low high", before, after, "swapped")


def changed_cell(column: str, text: str) -> Iterator[tuple[str, str]]:
    """A cell with something else in it, in every way, and what kind of change it is."""
    if column != "unit":
        yield from changed_numbers(text, column in COUNTED)
    elif text and text != "date":
        yield wrong_unit(text), "unit"


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


def wrong_unit(unit: str) -> str:
    """
    A unit with its first part mistaken for another.

    Examples
    --------
    >>> wrong_unit("USD/A100/hour"), wrong_unit("percent")
    ('CNY/A100/hour', '1')
    """
    for word in re.findall(r"[A-Za-z0-9]+", unit):
        if word in MISTAKEN:
            return unit.replace(word, MISTAKEN[word], 1)
    return f"{unit}*day" if unit != "1" else "percent"

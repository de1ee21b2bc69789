"""Three or more sets of results beside each other: what is not the same in all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, log10
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.register.wording import Wording, write_number, write_percentile, write_share
from claimbook.results.diff import (
    BASELINE,
    RESULTS_ENDING,
    Change,
    Side,
    decided_by,
    differs,
    in_same_unit,
    read_results,
    side_of_model,
    write_assumption,
    write_claimed,
    write_ends,
    write_figures,
)
from claimbook.results.made import in_a_line
from claimbook.results.records import rounded
from claimbook.scenarios.scenario import Scenario, find_scenario
from claimbook.system.templates import template

#: As many sets as a table shows side by side.
MOST_SIDES = 12

#: How a claim relates to its figure where that is a point.
POINTS = ("=", "≈")

#: Ratios beyond these are drawn at the edge of the chart.
FARTHEST = 100.0

#: The chart of a row, in pixels: its width, the room at its ends, the height of the line of one set.
WIDTH, END, LANE = 260, 14, 15


@dataclass(frozen=True)
class Row:
    """
    Something that is not the same in all sets.

    Attributes
    ----------
    name, about : str
        Its name, and what it is in words.
    records : tuple of mapping or None
        What each set says of it, in one unit; None where a set has no such thing.
    """

    name: str
    about: str
    records: tuple[Mapping[str, Any] | None, ...]

    @property
    def known(self) -> list[Mapping[str, Any]]:
        """The records of those sets that have it."""
        return [record for record in self.records if record is not None]

    @property
    def turned(self) -> bool:
        """Whether the sets disagree on its verdict."""
        return len({record.get("verdict", "") for record in self.known}) > 1

    @property
    def size(self) -> float:
        """How far apart the values are, as the logarithm of a factor."""
        first, *others = self.known
        return max((Change(self.name, "", first, other).size for other in others), default=0.0)


@dataclass(frozen=True)
class Compared:
    """
    Sets of results beside each other.

    Attributes
    ----------
    sides : tuple of Side
        The sets, in the order in which they were named.
    assumptions, claims, quantities : list of Row
        What is not the same in all, claims on whose verdict they disagree first, then by how far apart values are.
    untouched : int
        Claims that are the same in all.
    """

    sides: tuple[Side, ...]
    assumptions: list[Row]
    claims: list[Row]
    quantities: list[Row]
    untouched: int

    @property
    def turned(self) -> int:
        """Claims on whose verdict the sets disagree."""
        return sum(row.turned for row in self.claims)


def compare_all(names: Sequence[str], project: Project) -> Compared:
    """
    Sets of results beside each other.

    Parameters
    ----------
    names : sequence of str
        Of each what a user calls it: ``baseline``, a scenario's name or file, or a results.json.
    project : Project
        The book.

    Raises
    ------
    UserError
        If they are fewer than two or too many, one does not exist, or two are called alike.
    """
    if len(names) > MOST_SIDES:
        raise UserError(f"{len(names)} are more than a table shows; name at most {MOST_SIDES}")
    asked = [asked_for(name, project) for name in names]
    if len(asked) < 2:
        raise UserError("name two or more to compare: baseline, scenarios, results.json files of earlier builds")
    sides = sides_of(asked, project)
    labels = [side.label for side in sides]
    if twice := next((label for label in labels if labels.count(label) > 1), ""):
        raise UserError(f"{twice} is named twice, or two files are called so")
    claims = rows_of([side.claims for side in sides], project)
    told = {decided_by(record) for row in claims for record in row.known}
    quantities = [row for row in rows_of([side.quantities for side in sides], project) if row.name not in told]
    everything = project.claims.keys() if all_models(sides) else {name for side in sides for name in side.claims}
    return Compared(
        tuple(sides),
        assumption_rows(sides, project.words),
        sorted(claims, key=lambda row: (not row.turned, -row.size)),
        sorted(quantities, key=lambda row: -row.size),
        len(everything) - len(claims),
    )


def asked_for(name: str, project: Project) -> Scenario | Side:
    """
    What a user calls a set of results: a scenario, the baseline as one that sets nothing, or the results of a file.

    Raises
    ------
    UserError
        If there is no such thing, or the file is not what its name says.
    """
    if name.endswith(RESULTS_ENDING):
        return read_results(Path(name), project)
    return Scenario(name) if name == BASELINE else find_scenario(name, project)


def sides_of(asked: Sequence[Scenario | Side], project: Project) -> list[Side]:
    """What was asked for as sets of results; of models only what any of their changes reaches is computed."""
    models = {scenario.name: scenario.model(project) for scenario in asked if isinstance(scenario, Scenario)}
    changed = {name for model in models.values() for name in model.changes} if len(models) == len(asked) else None
    return [
        one if isinstance(one, Side) else replace(side_of_model(one.name, models[one.name], changed), title=one.title)
        for one in asked
    ]


def all_models(sides: Sequence[Side]) -> bool:
    """Whether all sets are of this book as it is, so that what none of their changes reaches is the same in all."""
    return all(isinstance(side.origin, Model) for side in sides)


def rows_of(found: Sequence[Mapping[str, Mapping[str, Any]]], project: Project) -> list[Row]:
    """What stands in some sets and is not the same in all, in the order of the first that has it."""
    rows = []
    for name in dict.fromkeys(name for records in found for name in records):
        have = [records[name] for records in found if name in records]
        unit = have[0]["unit"]
        one_unit = [in_same_unit(records[name], unit, project.units) if name in records else None for records in found]
        row = Row(name, str(have[0].get("statement") or project.words.spoken(name)), tuple(one_unit))
        if None in row.records or any(differs(row.known[0], other) for other in row.known[1:]):
            rows.append(row)
    return rows


def assumption_rows(sides: Sequence[Side], words: Wording) -> list[Row]:
    """Assumptions that are not the same in all sets, in the order of the first that has them."""
    rows = [
        Row(name, words.spoken(name), tuple(side.assumptions.get(name) for side in sides))
        for name in dict.fromkeys(name for side in sides for name in side.assumptions)
    ]
    return [row for row in rows if len({"" if r is None else write_assumption(r, words) for r in row.records}) > 1]


def as_rows(compared: Compared) -> list[dict[str, Any]]:
    """
    Sets beside each other as plain data: a flat record for each thing in each set, as pandas and jq take them.

    `pandas.read_json` makes a table of it, and ``.pivot(index="name", columns="side", values="verdict")`` one with a
    column for each set.
    """
    kinds = (("assumption", compared.assumptions), ("claim", compared.claims), ("quantity", compared.quantities))
    return [
        {
            "kind": kind,
            "name": row.name,
            "about": row.about,
            "side": side.label,
            "claimed": rounded(record.get("claimed")),
            "claimed_low": rounded(record.get("claimed_low")),
            "claimed_high": rounded(record.get("claimed_high")),
            "value": rounded(record["value"] if kind == "assumption" else record["derived"]),
            "low": rounded(record["low"]),
            "high": rounded(record["high"]),
            "unit": record["unit"],
            "verdict": record.get("verdict", ""),
            "adds_up": record.get("adds_up", ""),
            "is_so": record.get("is_so", ""),
            "probability": rounded(record.get("probability")),
            "percentile": rounded(record.get("percentile")),
            "made_with": in_a_line(side.made) if side.made else "",
        }
        for kind, rows in kinds
        for row in rows
        for side, record in zip(compared.sides, row.records, strict=True)
        if record is not None
    ]


def describe_row(row: Row, project: Project) -> dict[str, Any]:
    """A claim or quantity as text: name, what it is about, what is claimed, and what each set has."""
    return {
        "name": row.name,
        "about": row.about,
        "claimed": write_claimed(row.known[0], project),
        "cells": [describe_cell(record, project) for record in row.records],
    }


def describe_cell(record: Mapping[str, Any] | None, project: Project) -> dict[str, str]:
    """What one set has of something: its value, interval and verdict, how likely the claim is; dashes for nothing."""
    if record is None:
        return {"value": "–", "interval": "", "verdict": "", "chance": ""}
    value, interval = write_figures(record, project), write_ends(record, project.words)
    return {
        "value": value or ("in words" if record.get("verdict") else "–"),
        "interval": interval if interval != value else "",
        "verdict": str(record.get("verdict", "")),
        "chance": write_chance(record),
    }


def write_chance(record: Mapping[str, Any]) -> str:
    """Where a figure stands in an estimate's draws, or how many of these make a bound or range true; else nothing."""
    likely, level = record.get("probability"), record.get("percentile")
    if record.get("relation") in POINTS:
        return "" if level is None else f"at the {write_percentile(level)} percentile"
    return "" if likely is None else f"{write_share(likely)} of draws"


def describe_assumption(row: Row, words: Wording) -> list[str]:
    """What each set has of an assumption."""
    return ["–" if record is None else write_assumption(record, words) for record in row.records]


# The page


def as_page(compared: Compared, project: Project) -> str:
    """Sets beside each other as an HTML page that needs nothing beside it; every text in it is escaped."""
    scale = Scale.of(compared.claims)
    return template("compare.html.j2", "claimbook.results").render(
        compared=compared,
        sides=[(ascii_uppercase[i], side.title or side.label, side.label) for i, side in enumerate(compared.sides)],
        assumptions=[(row, describe_assumption(row, project.words)) for row in compared.assumptions],
        claims=[(describe_row(row, project), lanes(row, scale, project)) for row in compared.claims],
        quantities=[(describe_row(row, project), []) for row in compared.quantities],
        ticks=[(scale.place(tick), f"{write_number(tick)}×") for tick in scale.ticks],
        one=scale.place(1),
        width=WIDTH,
        height=LANE * len(compared.sides),
        made=[(side.label, in_a_line(side.made)) for side in compared.sides if side.made],
    )


@dataclass(frozen=True)
class Scale:
    """A log scale of ratios found over claimed."""

    least: float
    most: float

    @staticmethod
    def of(rows: Sequence[Row]) -> "Scale":
        """The scale on which all of some claims' ratios lie, and one."""
        found = [at for row in rows for record in row.known for at in ratios(record) if 0 < at < inf]
        within = [min(max(at, 1 / FARTHEST), FARTHEST) for at in [*found, 0.8, 1.25]]
        return Scale(min(within), max(within))

    @property
    def ticks(self) -> list[float]:
        """Ratios that are named on it."""
        powers = range(floor(log10(self.least)), ceil(log10(self.most)) + 1)
        wide = self.most / self.least > 100
        found = [digit * 10.0**power for power in powers for digit in ((1,) if wide else (1, 2, 5))]
        return [tick for tick in found if self.least <= tick <= self.most]

    def place(self, ratio: float) -> float:
        """Where a ratio lies, in pixels from the left."""
        share = log10(min(max(ratio, self.least), self.most) / self.least) / log10(self.most / self.least)
        return round(END + (WIDTH - 2 * END) * share, 1)


def ratios(record: Mapping[str, Any]) -> list[float]:
    """What was found, its low and its high end, over what is claimed; nothing where that makes no ratio."""
    claimed = record.get("claimed")
    values = [record.get(key) for key in ("derived", "low", "high")]
    return [] if not claimed or None in values else [float(value) / claimed for value in values if value is not None]


def lanes(row: Row, scale: Scale, project: Project) -> list[dict[str, Any]]:
    """A claim's lines in the chart, one for each set: its letter, a dot with its interval, what it says in words."""
    found = []
    for i, record in enumerate(row.records):
        numbers = ratios(record) if record is not None else []
        if record is None or not numbers or numbers[0] <= 0:
            continue
        cell = describe_cell(record, project)
        found.append(
            {
                "letter": ascii_uppercase[i],
                "y": LANE * i + LANE / 2,
                "at": scale.place(numbers[0]),
                "low": scale.place(numbers[1]),
                "high": scale.place(numbers[2]),
                "verdict": str(record.get("verdict", "")).replace(" ", "-"),
                "said": f"{ascii_uppercase[i]}: {cell['value']}, {cell['verdict']}",
            }
        )
    return found

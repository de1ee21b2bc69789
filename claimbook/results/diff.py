"""What moved between two sets of results: the baseline, a scenario, or an older build's results.json."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isclose, isfinite, log
from pathlib import Path
from typing import Any

from claimbook.errors import UserError
from claimbook.model.graph import derivation_names, unit_of, upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.printed import SHOWN_DIGITS
from claimbook.register.units import Units
from claimbook.register.wording import RELATIONS, Wording, write_number, write_share
from claimbook.results.describing import HELD_AGAINST
from claimbook.results.made import in_a_line, made_with, read_made
from claimbook.results.records import assumption_record, claim_record, rounded, value_of
from claimbook.scenarios.scenario import find_scenario
from claimbook.system.templates import template

#: What a user calls the book as it is among sets of results, and how the files of an older build's end.
BASELINE = "baseline"
RESULTS_ENDING = ".json"

#: The largest results.json that is read.
MOST_BYTES = 50 * 1024 * 1024

#: What a claim of a results.json must have, what it may have, and of what kind each is.
NUMBER, TEXT = (int, float, type(None)), (str,)
FIELDS = {
    "id": TEXT,
    "statement": TEXT,
    "unit": TEXT,
    "verdict": TEXT,
    "derived": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
}
OPTIONAL_TEXT = (str, type(None))
OPTIONAL = {
    "claimed": NUMBER,
    "claimed_low": NUMBER,
    "claimed_high": NUMBER,
    "relation": OPTIONAL_TEXT,
    "quantity": OPTIONAL_TEXT,
    "decided_by": OPTIONAL_TEXT,
}


@dataclass(frozen=True)
class Side:
    """
    One of two sets of results.

    Attributes
    ----------
    label : str
        What a user calls it: ``baseline``, a scenario's name, a file's.
    claims, quantities, assumptions : mapping
        Records by their names.
    title : str
        What a page calls it: a scenario's title; empty where the label says all.
    origin : Model or mapping
        The model, or what a results.json says that it was made with.
    """

    label: str
    claims: Mapping[str, Mapping[str, Any]]
    quantities: Mapping[str, Mapping[str, Any]]
    assumptions: Mapping[str, Mapping[str, Any]]
    title: str = ""
    origin: "Model | Mapping[str, Any]" = field(default_factory=dict, compare=False)

    @property
    def made(self) -> Mapping[str, Any]:
        """What it was made with; empty for a results.json that does not say."""
        return made_with(self.origin) if isinstance(self.origin, Model) else self.origin


@dataclass(frozen=True)
class Change:
    """
    A claim or quantity that differs between the two sides.

    Attributes
    ----------
    name : str
        The claim's id, or the quantity's name.
    about : str
        The claim's statement, or the quantity's name in words.
    before, after : mapping
        Its records, numbers in the same unit.
    """

    name: str
    about: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def turned(self) -> bool:
        """Whether the verdict differs."""
        return bool(self.before.get("verdict", "") != self.after.get("verdict", ""))

    @property
    def is_by_another_test(self) -> bool:
        """Whether another test decides after than before, so that both values are not one that changed."""
        kinds = [side.get("decided_by") for side in (self.before, self.after)]
        quantities = [decided_by(side) for side in (self.before, self.after)]
        return any(all(pair) and pair[0] != pair[1] for pair in (kinds, quantities))

    @property
    def factor(self) -> float | None:
        """
        How many times the value before the value after is, where that was above zero and this is not below.

        There is none where another test decides.
        """
        old, new = self.before["derived"], self.after["derived"]
        if self.is_by_another_test:
            return None
        return new / old if old is not None and new is not None and old > 0 <= new else None

    @property
    def size(self) -> float:
        """How far the value moved, as the logarithm of the factor: infinite where there is none, though it moved."""
        if same(self.before["derived"], self.after["derived"], MEDIANS_DIGITS):
            return 0.0
        return abs(log(self.factor)) if self.factor else inf


#: To what an input's median is sure: it lies between two draws, which a wider range puts farther apart.
MEDIANS_DIGITS = 1e-6

#: What two records are compared by, and what of it those of older builds do not say.
WORDS = ("verdict", "relation", "unit", "adds_up", "is_so")
NUMBERS = ("derived", "low", "high", "claimed", "claimed_low", "claimed_high", "probability")
LATER = ("adds_up", "is_so", "probability", "claimed_low", "claimed_high")


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two sides, each with its label and its title; what does not is only counted."""

    before: str
    after: str
    assumptions: list[tuple[str, str, str]] = field(default_factory=list)
    turned: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    quantities: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    untouched: int = 0
    titles: tuple[str, str] = ("", "")


def side_of(text: str, project: Project) -> Side:
    """
    The results that a user names: ``baseline``, a scenario's name or file, or a results.json.

    Raises
    ------
    UserError
        If there is no such thing, or the file is not what its name says.
    """
    if text == BASELINE:
        return side_of_model(BASELINE, Model.of(project))
    if text.endswith(RESULTS_ENDING):
        return read_results(Path(text), project)
    scenario = find_scenario(text, project)
    return replace(side_of_model(scenario.name, scenario.model(project)), title=scenario.title)


def side_of_model(label: str, model: Model, reached_by: Collection[str] | None = None) -> Side:
    """A model's claims and derived quantities, or those of them that any of some assumptions reaches."""
    project = model.project

    def reached(quantity: str) -> bool:
        return reached_by is None or not set(with_breakpoints(project, upstream(project, quantity))).isdisjoint(
            reached_by
        )

    claims = project.claims.values()
    wanted = [claim for claim in claims if reached_by is None or any(map(reached, claim.quantities))]
    derived = [name for name in derivation_names(project) if reached(name)]
    if reached_by is not None:
        model = model.drawing_only(dict.fromkeys([*(name for claim in wanted for name in claim.quantities), *derived]))
    return Side(
        label,
        {claim.id: claim_record(model.result(claim.id)) for claim in wanted},
        {name: figures_of(name, model) for name in derived},
        {name: assumption_record(name, model) for name in model.assumptions},
        origin=model,
    )


def compare_with_baseline(label: str, model: Model) -> Difference:
    """What a model's changes move; what they cannot reach is counted and not computed."""
    baseline = side_of_model(BASELINE, model.unchanged, model.changes)
    difference = compare(baseline, side_of_model(label, model, model.changes), model.project)
    return replace(difference, untouched=len(model.project.claims) - len(difference.turned) - len(difference.moved))


def figures_of(name: str, model: Model) -> dict[str, Any]:
    """A quantity's value, interval and unit."""
    unit = unit_of(model.project, name)
    low, high = model.interval(name, unit)
    return {"derived": value_of(name, model), "low": rounded(low), "high": rounded(high), "unit": unit}


def read_results(path: Path, project: Project) -> Side:
    """
    Results of a results.json, of this or an older build.

    Raises
    ------
    UserError
        If there is no such file, or it is not the results of a build.
    """
    try:
        if not path.is_file():
            raise UserError(f"there is no file {str(path)!r}")
        if path.stat().st_size > MOST_BYTES:
            raise UserError(f"{str(path)!r} is larger than {MOST_BYTES >> 20} MB: that is no results.json")
        content = json.loads(path.read_bytes(), parse_constant=refuse_constant)
        content = under_current_names(content, project)
        claims = {claim["id"]: claim for claim in (checked(row, project) for row in content["claims"])}
        quantities = {
            row["name"]: {"derived": row["value"], **{key: row[key] for key in ("low", "high", "unit")}}
            for row in content.get("quantities", [])
        }
        quantities = {
            name: checked({"id": name, "statement": "", "verdict": "", **row}, project)
            for name, row in quantities.items()
        }
        assumptions = {row["name"]: row for row in content.get("assumptions", [])}
        for row in assumptions.values():
            checked({"id": row["name"], "statement": "", "verdict": "", "derived": row["value"], **row}, project)
    except OSError as error:
        raise UserError(f"{str(path)!r} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{path.name!r} is not the results.json of a build: {str(error)[:120]!r}") from None
    return Side(path.name, claims, quantities, assumptions, origin=read_made(content.get("made_with")))


def decided_by(record: Mapping[str, Any]) -> str:
    """The quantity whose numbers a claim's record shows as found; empty where there is none."""
    shown = record["derived"] is not None and record.get("decided_by", "estimate") in ("arithmetic", "estimate")
    return (record.get("quantity") or "") if shown else ""


def under_current_names(content: dict[str, Any], project: Project) -> dict[str, Any]:
    """
    Results whose claims, quantities and assumptions are called what they are called now.

    One that was merged into another, which stands there under its own name, is left out.
    """
    named = {"claims": ("id", "quantity"), "quantities": ("name",), "assumptions": ("name",)}
    found = dict(content)
    for part, keys in named.items():
        if part in content:
            rows = [row for row in content[part] if not merged(row[keys[0]], content[part], keys[0], project)]
            found[part] = [row | {key: project.current_name(row[key]) for key in keys if key in row} for row in rows]
    return found


def merged(name: str, rows: list[dict[str, Any]], key: str, project: Project) -> bool:
    """Whether what was called so earlier has become a part of something that is among the rows as well."""
    now = project.names["alias"].get(name)
    return now is not None and any(row[key] == now for row in rows)


def refuse_constant(text: str) -> float:
    """Refuse what JSON does not know: NaN and infinities."""
    raise ValueError(f"{text} is not a number")


def checked(record: dict[str, Any], project: Project) -> dict[str, Any]:
    """
    A record of a results.json, as it is.

    Raises
    ------
    ValueError
        If something is missing or of another kind.
    """
    for key, kinds in {**FIELDS, **OPTIONAL}.items():
        value = record.get(key) if key in OPTIONAL else record[key]
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise ValueError(f"{key} of {record['id']} is {value!r}")
        if isinstance(value, int | float) and not isfinite(value):
            raise ValueError(f"{key} of {record['id']} is not finite")
    if not record["id"].isprintable():
        raise ValueError(f"{record['id']!r} cannot be shown")
    if record["verdict"] not in set(Verdict) | {""}:
        raise ValueError(f"{record['verdict']!r} is not a verdict")
    if record["unit"]:
        project.units.read_unit(record["unit"])
    return record


def compare(before: Side, after: Side, project: Project) -> Difference:
    """
    What differs between two sides: verdicts that turned, then values by size of change.

    Returns
    -------
    Difference
        Claims whose verdict turned, those of which only the numbers moved, and other quantities that moved, those of
        tests that decide nothing among them, or on one side only; each with the largest change first.
    """
    claims = changes(before.claims, after.claims, project)
    of_one_test = [change for change in claims if not change.is_by_another_test]
    told = {decided_by(record) for change in of_one_test for record in (change.before, change.after)}
    quantities = [one for one in changes(before.quantities, after.quantities, project) if one.name not in told]
    by_size = sorted(claims, key=lambda change: -change.size)
    return Difference(
        before.label,
        after.label,
        assumption_changes(before, after, project.words),
        [change for change in by_size if change.turned],
        [change for change in by_size if not change.turned],
        sorted(quantities, key=lambda change: -change.size),
        sorted(before.claims.keys() - after.claims.keys()),
        sorted(after.claims.keys() - before.claims.keys()),
        len(before.claims.keys() & after.claims.keys()) - len(claims),
        (before.title, after.title),
    )


def changes(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], project: Project
) -> list[Change]:
    """What is on both sides and differs, in the order of the second."""
    found = []
    for name in after:
        if name in before:
            old, new = in_same_unit(before[name], after[name]["unit"], project.units), after[name]
            if differs(old, new):
                found.append(Change(name, str(new.get("statement") or project.words.spoken(name)), old, new))
    return found


def in_same_unit(record: Mapping[str, Any], unit: str, units: Units) -> Mapping[str, Any]:
    """A record with its numbers in a unit, where that is of the same kind."""
    if record["unit"] == unit or not unit or not record["unit"]:
        return record
    given = units.read_unit(record["unit"])
    if not given.is_compatible_with(units.read_unit(unit)):
        return record
    factor = float((1 * given).to(units.read_unit(unit)).magnitude)
    keys = ("derived", "low", "high", "claimed", "claimed_low", "claimed_high")
    numbers = {key: record[key] for key in keys if record.get(key) is not None}
    return {**record, "unit": unit, **{key: rounded(value * factor) for key, value in numbers.items()}}


def differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two records say different things; what an older build did not say yet is no change."""
    words = [key for key in WORDS if key not in LATER or key in old]
    numbers = [key for key in NUMBERS if key not in LATER or key in old]
    if any((old.get(key) or "") != (new.get(key) or "") for key in words):
        return True
    return any(not same(old.get(key), new.get(key)) for key in numbers)


def same(old: float | None, new: float | None, digits: float = 1e-9) -> bool:
    """Whether two numbers agree: if not told otherwise, to the digits that records have."""
    return old == new or (old is not None and new is not None and isclose(old, new, rel_tol=digits))


def assumption_changes(before: Side, after: Side, words: Wording) -> list[tuple[str, str, str]]:
    """Assumptions that differ: name, and value on both sides, empty where it does not exist."""
    texts = {name: write_assumption(record, words) for name, record in before.assumptions.items()}
    return [
        (name, texts.get(name, ""), write_assumption(record, words))
        for name, record in after.assumptions.items()
        if texts.get(name, "") != write_assumption(record, words)
    ]


def write_assumption(record: Mapping[str, Any], words: Wording) -> str:
    """An assumption's value and range in words."""
    value = words.write_quantity(record["value"], record["unit"], digits=6)
    if record["low"] == record["high"]:
        return value
    return f"{value} ({words.write_interval(record['low'], record['high'], record['unit'], digits=6)})"


def describe_change(change: Change, project: Project) -> dict[str, str]:
    """
    A change as text: name, what it is about, what is claimed, both values, by how much, both verdicts.

    Where another test decides after than before, that is said in place of by how much.
    """
    before, after = (write_figures(record, project) for record in (change.before, change.after))
    if before == after and change.before["low"] is not None:
        before, after = (write_ends(record, project.words) for record in (change.before, change.after))
    appeared = change.before["derived"] is None or change.after["derived"] is None
    factor = "" if change.turned else "range only"
    if another := write_another_test(change):
        factor = another
    elif appeared:
        factor = ""
    elif change.size:
        factor = "from zero" if change.before["derived"] == 0 else write_factor(change.factor)
    return {
        "name": change.name,
        "about": change.about,
        "claimed": write_claimed(change.after, project),
        "before": before,
        "after": after,
        "factor": factor,
        "another_test": another,
        "chance": write_chances(change),
        "verdict_before": str(change.before.get("verdict", "")),
        "verdict_after": str(change.after.get("verdict", "")),
    }


def write_another_test(change: Change) -> str:
    """That another test decides after than before, and of which kinds both are; empty where it is the same."""
    if not change.is_by_another_test:
        return ""
    kinds = [HELD_AGAINST.get(str(side.get("decided_by")), "").lower() for side in (change.before, change.after)]
    return f"another test: {' → '.join(kinds)}" if all(kinds) and kinds[0] != kinds[1] else "another test"


def write_figures(record: Mapping[str, Any], project: Project) -> str:
    """A record's value in words, to as many digits as its claim is printed with; empty if it has none."""
    if record["derived"] is None or not record["unit"]:
        return ""
    return project.words.write_quantity(record["derived"], record["unit"], digits_of(record, project))


def write_chances(change: Change) -> str:
    """How likely an estimate made the claim on both sides; empty where it did not decide on both."""
    before, after = change.before.get("probability"), change.after.get("probability")
    if before is None or after is None:
        return ""
    return " → ".join(dict.fromkeys(write_share(share) for share in (before, after))) + " of draws"


def digits_of(record: Mapping[str, Any], project: Project) -> int:
    """Significant digits to which a record's value is written."""
    claim = project.claims.get(str(record.get("id", "")))
    return claim.shown_digits if claim else SHOWN_DIGITS


def write_ends(record: Mapping[str, Any], words: Wording) -> str:
    """A record's 90 % interval in words."""
    if record["low"] is None or not record["unit"]:
        return ""
    return words.write_interval(record["low"], record["high"], record["unit"])


def write_claimed(record: Mapping[str, Any], project: Project) -> str:
    """What a claim says, in words: as the register has it, or from the record if it is not there."""
    claim = project.claims.get(str(record.get("id", "")))
    if claim is not None and claim.printed is not None and claim.printed.claimed == record.get("claimed"):
        return project.words.write_printed(claim.printed, claim.unit)
    if record.get("claimed") is None or not record["unit"]:
        return ""
    low, high = record.get("claimed_low"), record.get("claimed_high")
    if low is not None and high is not None and low < high:
        return project.words.write_interval(low, high, record["unit"], digits=6)
    relation = RELATIONS.get(str(record.get("relation")), "")
    return relation + project.words.write_quantity(record["claimed"], record["unit"], digits=6)


def write_factor(factor: float | None) -> str:
    """
    How much a value changed, in words.

    Examples
    --------
    >>> write_factor(1.875), write_factor(0.9), write_factor(10), write_factor(0), write_factor(None)
    ('+87.5 %', '−10 %', '×10', '−100 %', 'sign')
    >>> write_factor(1e9), write_factor(1e-9), write_factor(4.2e16)
    ('×1 billion', '10⁻⁹ times', '4.2×10¹⁶ times')
    """
    if factor is None:
        return "sign"
    if 0.5 <= factor < 2 or factor == 0:
        sign = "+" if factor >= 1 else ""
        return f"{sign}{write_number((factor - 1) * 100)} %"
    times = write_number(factor)
    return f"{times.removeprefix('1×')} times" if "×" in times else f"×{times}"


def as_records(difference: Difference) -> dict[str, Any]:
    """A difference as plain data."""

    def record(change: Change) -> dict[str, Any]:
        kept = (
            "derived", "low", "high", "quantity", "decided_by", "verdict", "adds_up", "is_so", "probability",
            "percentile",
        )  # fmt: skip
        sides = {"before": change.before, "after": change.after}
        return {
            "name": change.name,
            "about": change.about,
            "unit": change.after["unit"],
            "factor": rounded(change.factor),
            **{side: {key: row[key] for key in kept if key in row} for side, row in sides.items()},
        }

    return {
        "before": difference.before,
        "after": difference.after,
        "assumptions": [dict(zip(("name", "before", "after"), row, strict=True)) for row in difference.assumptions],
        "turned": [record(change) for change in difference.turned],
        "moved": [record(change) for change in difference.moved],
        "quantities": [record(change) for change in difference.quantities],
        "gone": difference.gone,
        "new": difference.new,
        "untouched": difference.untouched,
    }


def as_page(
    difference: Difference, project: Project, title: str = "", why: str = "", made: Sequence[Mapping[str, Any]] = ()
) -> str:
    """
    A difference as an HTML page that needs nothing beside it; every text in it is escaped.

    Parameters
    ----------
    difference : Difference
        What moved.
    project : Project
        The book.
    title, why : str
        A scenario's, if the page is about one.
    made : sequence of mappings
        What each side was made with: see `made_with`.
    """
    return template("diff.html.j2", "claimbook.results").render(
        difference=difference,
        title=title or difference.titles[1],
        before=difference.titles[0] or difference.before,
        after=difference.titles[1] or difference.after,
        why=why,
        made=[in_a_line(one) for one in made if one],
        turned=[describe_change(change, project) for change in difference.turned],
        moved=[describe_change(change, project) for change in difference.moved],
        quantities=[describe_change(change, project) for change in difference.quantities],
    )

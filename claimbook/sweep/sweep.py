"""
Sweeps: a quantity or claim over a grid of values of assumptions, from the formula, without a notebook.

A grid is evaluated in blocks, and draws in parts, so that neither has to fit into memory. What a block or part gives
depends on nothing but its number: in this process, on a cluster, or twice because a worker died, it is the same.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from claimbook.errors import UserError, unknown
from claimbook.model.asking import ASKED, Question, asked_of, kind_of
from claimbook.model.doubts import doubt, is_far
from claimbook.model.graph import derivation_names, refuse_computed, unit_of, upstream
from claimbook.model.grid import QUANTILES, Judged, draws_of, judged_claim, quantiles_at, values_at, verdicts
from claimbook.model.model import Model, set_value
from claimbook.model.uncertainty import DRAWS
from claimbook.project import MARK, PACKAGE, Project, is_book, project_at, remembered
from claimbook.register.assumptions import Assumption
from claimbook.system.files import own_files, read_text
from claimbook.system.kernels import process_count

#: Points of a grid that are evaluated at once, without draws.
BLOCK = 2**20

#: Draws that are made at once; a larger sample is several of these, the quantiles the mean of theirs.
PART = 1_000_000

#: Evaluations (points times draws) that make up a task, so that drawing the inputs is a small share of it.
EVALUATIONS = 50_000_000

#: Draws below which a 90 % interval says nothing.
FEWEST_DRAWS = 100

COLUMNS = ("low", "median", "high")

#: Seconds in which a cluster has to answer.
PATIENCE = 10

ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?[\w.\[\]:-]+:\d{1,5}", re.ASCII)

#: Parts of the package that decide a sweep's results, below its folder, and files of the book that do.
CODE = ("model", "register", "sweep", "project.py")
FILES = (MARK, "book/units.txt", "book/names.csv")


@dataclass(frozen=True)
class Axis:
    """
    Evenly spaced values of an assumption, or of all members of a group at once, in their own unit.

    Attributes
    ----------
    name, unit : str
        Of the assumption or group.
    start, step : float
        Its first value, and how far each is from the next.
    count : int
        How many values it has.
    members : tuple of str
        The assumptions that have these values: itself, or the members of the group.
    """

    name: str
    unit: str
    start: float
    step: float
    count: int
    members: tuple[str, ...]

    @property
    def is_group(self) -> bool:
        """Whether it is of a group, and not of one assumption."""
        return self.members != (self.name,)

    def values(self, places: np.ndarray) -> np.ndarray:
        """Values at places along the axis, counted from 0, to twelve digits: 1.09 and not 1.0899999999999999."""
        largest = max(abs(self.start), abs(self.start + self.step * self.count))
        return np.round(self.start + self.step * places, 11 - math.floor(math.log10(largest)))


@dataclass(frozen=True)
class Sweep:
    """
    What is swept, as plain data: any process that has this package can evaluate any block of it.

    Attributes
    ----------
    book : str
        The book's folder; a process that has none there takes the book that it stands in.
    quantity : str
        The quantity that is derived.
    judged : Judged or None
        The claim it is held against.
    unit : str
        Unit of the results.
    axes : tuple of Axis
        The grid; the last axis varies fastest.
    draws : int
        Draws of the other assumptions at each point; 0 for their central values only.
    settings : tuple of pairs of str
        Assumptions set to something else than the baseline has.
    version : str
        Digest of the package and the tables, which must be the same wherever a block is evaluated.
    asked : tuple of str
        Formula, claim and unit of a question that is swept; empty for what the book holds.
    """

    book: str
    quantity: str
    judged: Judged | None
    unit: str
    axes: tuple[Axis, ...]
    draws: int
    settings: tuple[tuple[str, str], ...]
    version: str
    asked: tuple[str, ...] = ()

    @property
    def claim(self) -> str:
        """Id of the claim it is held against, empty if none."""
        return self.judged.claim if self.judged else ""

    @property
    def has_probability(self) -> bool:
        """Whether draws say how likely the claim is."""
        return bool(self.draws and self.judged and self.judged.estimates_may_settle)

    @property
    def shape(self) -> tuple[int, ...]:
        """Points along each axis."""
        return tuple(axis.count for axis in self.axes)

    @property
    def points(self) -> int:
        """Points of the grid."""
        return math.prod(self.shape)

    @property
    def bytes_per_point(self) -> int:
        """Bytes that a row of the results takes before compression."""
        numbers = len(self.axes) + 1 + (len(COLUMNS) if self.draws else 0) + self.has_probability
        return 8 * numbers + (1 if self.claim else 0)

    @property
    def block(self) -> int:
        """Points of a block."""
        return max(1, EVALUATIONS // min(self.draws, PART)) if self.draws else BLOCK

    @property
    def parts(self) -> list[int]:
        """Draws of each part: none without draws, else full parts and a rest."""
        full, rest = divmod(self.draws, PART)
        return [PART] * full + ([rest] if rest else [])


@dataclass(frozen=True)
class Task:
    """A block of points, from `first` up to but without `last`, and a part of the draws: none for central values."""

    first: int
    last: int
    part: int | None


@dataclass(frozen=True)
class Block:
    """
    Results of a block of points.

    Attributes
    ----------
    first : int
        Number of its first point in the grid.
    columns : dict
        By name, arrays of shape (n,): each axis in its assumption's unit, `value` and, with draws, `low`, `median`
        and `high` in the sweep's unit; for a claim, `verdict` as a place in `VERDICTS` and, where draws decide it,
        `probability`, the share of draws that make it true.
    """

    first: int
    columns: dict[str, np.ndarray]


def plan(
    project: Project,
    subject: str,
    over: Sequence[str],
    settings: dict[str, str] | None = None,
    draws: int | None = None,
    question: Question | None = None,
) -> Sweep:
    """
    A sweep of a quantity or claim, or of a question.

    Parameters
    ----------
    project : Project
        The book.
    subject : str
        A quantity's name or a claim's id; of no account with a question.
    over : sequence of str
        ``NAME=START:STOP:STEP`` of an assumption or a group, each as people write numbers; a unit after the last one
        is that of all. Every member of a group has the group's value at each point.
    settings : dict, optional
        Other assumptions' values.
    draws : int, optional
        Draws of the other assumptions at each point, 0 for none; if not given, the model's for a claim that draws
        decide, else none.
    question : Question, optional
        A formula, and what is claimed of it, that the book does not hold.

    Raises
    ------
    UserError
        If a name is unknown, the quantity does not depend on an assumption, or a range makes no sense.
    """
    asked: tuple[str, ...] = ()
    if question:
        asked = (*astuple(question), kind_of(question, Model.of(project).changed_by(settings or {})))
        project, subject = asked_of(project, *asked), ASKED
    model = Model.of(project).changed_by(settings or {})
    subject = project.current_name(subject)
    if question and project.claims[ASKED].printed is None:
        judged, unit, quantities = None, project.claims[ASKED].unit, [ASKED]
    elif subject in project.claims or subject in project.compared:
        claim = project.find_claim(subject)
        if not claim.quantities or claim.printed is None:
            raise UserError(f"claim {subject} has no figure that is derived: there is nothing to sweep")
        judged, unit = judged_claim(claim, model), claim.unit
        quantities = list(dict.fromkeys([model.result(subject).quantity, *claim.quantities]))
    elif subject in derivation_names(project):
        judged, unit, quantities = None, unit_of(project, subject), [subject]
    else:
        raise unknown("quantity or claim", subject[:80], [*derivation_names(project), *project.claims])
    if draws is None:
        draws = DRAWS if judged and judged.estimates else 0
    if draws == 0 and judged and judged.estimates:
        raise UserError(f"claim {subject} is judged by its draws: give --draws {FEWEST_DRAWS} or more, or leave it out")
    if draws and draws < FEWEST_DRAWS:
        raise UserError(f"--draws {draws} are too few for an interval; give {FEWEST_DRAWS} or more")
    axes = tuple(read_axis(text, quantities, model) for text in over)
    if not axes:
        raise UserError("give at least one --over NAME=START:STOP:STEP")
    refuse_varied_twice(axes)
    varied = {member for axis in axes for member in axis.members}
    quantity = max(quantities, key=lambda name: len(varied & set(upstream(project, name))))
    changed = tuple((name, assumption.written) for name, assumption in model.changes.items())
    return Sweep(str(project.root), quantity, judged, unit, axes, draws, changed, version(project), asked)


def read_axis(text: str, quantities: Sequence[str], model: Model) -> Axis:
    """
    Axis that a user writes.

    Raises
    ------
    UserError
        If it is not ``NAME=START:STOP:STEP``, goes nowhere, or the quantity does not depend on the assumption.
    """
    project = model.project
    name, _, span = text.partition("=")
    name, numbers = project.current_name(name.strip()), span.split(":")
    if len(numbers) != 3 or not name:
        raise UserError(
            f"--over {text[:80]!r} is not NAME=START:STOP:STEP; write for example {example(name, quantities[0], model)}"
        )
    refuse_computed([name], project, "--over")
    members = project.members(name)
    for breakpoint in filter(project.breakpoints.__contains__, members):
        raise UserError(
            f"{breakpoint} is where a trend is fitted anew, which no formula says; use claimbook rerun --set {name}=…"
        )
    needed = list(dict.fromkeys(name for quantity in quantities for name in upstream(project, quantity)))
    if not set(members) & set(needed):
        called = quantities[0] if len(quantities) == 1 else "the claim"
        called = "the formula" if ASKED in quantities else called
        raise UserError(f"{called} does not depend on {name}; it depends on {', '.join(needed) or 'no assumption'}")
    unit = model.assumptions[members[0]].unit
    start, stop, step = project.reader.read_steps(numbers, unit, f"--over {name}", span)
    refuse_two_readings((start, stop), numbers[:2], span, model.assumptions[members[0]], project)
    if not (start < stop and step > 0):
        raise UserError(f"--over {name}: {span!r} goes nowhere; START must be below STOP, and STEP above zero")
    for member in members:
        for end in (start, stop):
            set_value(model.assumptions[member], end, project)
    steps = (stop - start) / step
    if steps > 1e15:
        raise UserError(f"--over {name}: {span!r} are over {1e15:.0e} points; give a larger STEP")
    return Axis(name, unit, start, step, math.floor(steps * (1 + 1e-12) + 1e-9) + 1, members)


def refuse_two_readings(
    ends: tuple[float, float], numbers: Sequence[str], span: str, assumption: Assumption, project: Project
) -> None:
    """
    Refuse a word or a unit that stands behind STEP alone, where START and STOP make sense without it.

    Raises
    ------
    UserError
        If they do: 70:105:1 week, of what is 95 days.
    """
    unit, own = assumption.unit, assumption.value.magnitude
    alone = tuple(project.reader.read_steps([number], unit, f"--over {assumption.name}", span)[0] for number in numbers)
    if alone != ends and all(one > 0 and not is_far(one, own) for one in alone):
        raise UserError(
            f"--over {assumption.name}: {span!r} can be read in two ways: write words and units behind each number"
        )


def refuse_varied_twice(axes: Sequence[Axis]) -> None:
    """
    Refuse axes of which two have values for the same assumption.

    Raises
    ------
    UserError
        If an assumption or a group is given twice, a group beside one of its members, or two groups that share one.
    """
    varied_by: dict[str, str] = {}
    for axis in axes:
        for member in axis.members:
            if member in varied_by:
                by = dict.fromkeys(name for name in (varied_by[member], axis.name) if name != member)
                as_group = f", as {' and as '.join(by)}" if by else ""
                raise UserError(f"--over gives {member} twice{as_group}; leave out one of them")
            varied_by[member] = axis.name


def doubts_of_axes(sweep: Sweep, project: Project) -> list[str]:
    """What to ask about axes of which both ends may be slips, as 0.2 to 0.5 is where per cent are meant."""
    found = []
    for axis in sweep.axes:
        for own in map(project.assumptions.__getitem__, axis.members):
            first, last = (
                doubt(own, replace(own, value=float(end) * own.value.units), project.words)
                for end in axis.values(np.array([0, axis.count - 1]))
            )
            found += [last] if first and last else []
    return found


def example(asked: str, quantity: str, model: Model) -> str:
    """An axis as a user may write it: the assumption that is named, or one of the quantity's, from half to twice."""
    names = upstream(model.project, quantity)
    if not names:
        return "NAME=1:2:0.1"
    name = asked if asked in names else names[0]
    value = model.assumptions[name].value.magnitude
    return f"{name}={value / 2:g}:{value * 2:g}:{value / 10:g}"


@remembered
def version(project: Project) -> str:
    """Digest of everything a sweep's results depend on: the package, the book's formulas and units, its tables."""
    places = [PACKAGE / name for name in CODE]
    code = [path for place in places for path in (own_files(place, ".py") if place.is_dir() else [place])]
    formulas = own_files(project.book / "derivations", ".py")
    texts = [read_text(path, path.name) for path in [*code, *formulas, *(project.root / name for name in FILES)]]
    texts += [read_text(path, path.name) for path in own_files(project.data / "claims", ".yml")]
    tables = {name: project.tables.read_rows(name) for name in project.tables.described}
    return hashlib.sha256(json.dumps([texts, tables], ensure_ascii=False).encode()).hexdigest()


def book_of(sweep: Sweep) -> Project:
    """A sweep's book, where this process finds it."""
    folder = Path(sweep.book)
    project = project_at(folder) if is_book(folder) else Project.here()
    return asked_of(project, *sweep.asked) if sweep.asked else project


def evaluate(
    sweep: Sweep, run: Callable[[Sweep, Iterable[Task]], Iterable[np.ndarray]] | None = None
) -> Iterator[Block]:
    """
    Results of a sweep, block after block in the order of the grid.

    Parameters
    ----------
    sweep : Sweep
        What is swept.
    run : callable, optional
        Gives the results of tasks in their order; evaluated here, one after the other, if not given.

    Raises
    ------
    UserError
        If the quantity has no finite value at some point.
    """
    results = iter((run or in_this_process)(sweep, tasks(sweep)))
    weights = [count / sweep.draws for count in sweep.parts]
    for first in range(0, sweep.points, sweep.block):
        last = min(first + sweep.block, sweep.points)
        central = next(results)
        columns = coordinates(sweep, first, last) | {"value": central[0]}
        drawn = np.sum([weight * next(results) for weight in weights], axis=0) if sweep.draws else None
        if drawn is not None:
            columns |= dict(zip(COLUMNS, drawn, strict=False))
        yield Block(first, columns | (verdicts(sweep.judged, central[1:], drawn) if sweep.judged else {}))


def tasks(sweep: Sweep) -> Iterator[Task]:
    """Tasks of a sweep: for each block its central values, then each part of its draws."""
    for first in range(0, sweep.points, sweep.block):
        last = min(first + sweep.block, sweep.points)
        yield Task(first, last, None)
        yield from (Task(first, last, part) for part in range(len(sweep.parts)))


def in_this_process(sweep: Sweep, given: Iterable[Task]) -> Iterator[np.ndarray]:
    """Results of tasks, one after the other."""
    return (run_task(sweep, task) for task in given)


def run_task(sweep: Sweep, task: Task) -> np.ndarray:
    """
    Result of one task, wherever it runs.

    Returns
    -------
    array
        What `values_at` or `quantiles_at` gives, shape (k, n), in the sweep's unit.

    Raises
    ------
    UserError
        If this process has another version of the package or tables, or a value is not finite.
    """
    project = book_of(sweep)
    if sweep.version != version(project):
        raise UserError("a worker has another version of claimbook or its tables than this process; update it")
    at = coordinates(sweep, task.first, task.last)
    model, scale = model_with(project, sweep.settings), project.units.root_factor(sweep.unit)
    points = in_root_units(sweep, at)
    with np.errstate(all="ignore"):
        if task.part is None:
            found = values_at(sweep.quantity, sweep.judged, points, model)
        else:
            drawn = draws_of(sweep.quantity, sweep.judged, set(points), model, sweep.parts[task.part], task.part)
            found = quantiles_at(sweep.quantity, sweep.judged, points, drawn, scale, model)
    in_units = len(found) if task.part is None else len(QUANTILES)  # the other rows are shares
    found[:in_units] /= scale
    if not np.isfinite(found).all():
        bad = int(np.flatnonzero(~np.isfinite(np.atleast_2d(found)).all(axis=0))[0])
        place = ", ".join(f"{name} = {values[bad]:g}" for name, values in at.items())
        raise UserError(f"{sweep.quantity} has no finite value at {place}")
    return found


def coordinates(sweep: Sweep, first: int, last: int) -> dict[str, np.ndarray]:
    """Values along each axis at points of the grid, by its name and in its unit, arrays of shape (last - first,)."""
    numbers = np.unravel_index(np.arange(first, last), sweep.shape)
    return {axis.name: axis.values(place) for axis, place in zip(sweep.axes, numbers, strict=True)}


def in_root_units(sweep: Sweep, at: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Values of the swept assumptions in root units."""
    units = book_of(sweep).units
    return {member: at[axis.name] * units.root_factor(axis.unit) for axis in sweep.axes for member in axis.members}


@remembered
def model_with(project: Project, settings: tuple[tuple[str, str], ...]) -> Model:
    """The model with a sweep's settings."""
    return Model.of(project).changed_by(dict(settings))


@contextmanager
def cluster(address: str) -> Iterator[Callable[[Sweep, Iterable[Task]], Iterator[np.ndarray]]]:
    """
    A way to run tasks on a Dask cluster: one at an address, or ``local`` for one process a core of this machine.

    Raises
    ------
    UserError
        If no cluster answers, or its workers lack this package or keep dying.
    """
    if address != "local" and not ADDRESS.fullmatch(address):
        raise UserError(f"--dask {address!r} is no address; write one such as tcp://127.0.0.1:8786, or local")
    import logging

    from distributed import Client, KilledWorker, LocalCluster

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # its errors reach the user as ours
    with ExitStack() as stack:
        place: Any = address
        if address == "local":
            count = process_count()
            local = LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                processes=True,
                memory_limit=1 / count,  # a share of what this process may use
                dashboard_address=None,
            )
            place = stack.enter_context(local)
        try:
            client = stack.enter_context(Client(place, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError, TypeError) as error:
            raise UserError(f"no Dask scheduler answers at {address!r} ({type(error).__name__})") from None
        try:
            yield lambda sweep, given: in_order(client, sweep, given)
        except KilledWorker:
            raise UserError("the cluster's workers keep dying at the same task; do they have enough memory?") from None
        except (ImportError, AttributeError) as error:
            raise UserError(f"the cluster's workers cannot run claimbook: {error}") from None


def in_order(client: Any, sweep: Sweep, given: Iterable[Task]) -> Iterator[np.ndarray]:
    """Results of tasks from a cluster in their order, with only as many under way as keep it busy."""
    workers = max(1, sum(client.nthreads().values()))
    left = iter(given)
    under_way = [client.submit(run_task, sweep, task, pure=False) for task in islice(left, 3 * workers)]
    while under_way:
        yield under_way.pop(0).result()
        under_way += [client.submit(run_task, sweep, task, pure=False) for task in islice(left, 1)]

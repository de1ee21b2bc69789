"""Where along a single axis a quantity passes the figure that a claim prints, between two points of the sweep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from claimbook.model.algebra import reaching_between
from claimbook.register.printed import is_at
from claimbook.register.wording import write_number
from claimbook.results.records import rounded
from claimbook.sweep.sweep import Sweep, book_of, model_with


@dataclass(frozen=True)
class Passing:
    """
    That a quantity is on one side of a figure at a point, and on the other at the next.

    Attributes
    ----------
    figure : float
        The figure, or an end of a printed range, in the sweep's unit.
    after, before : float
        The two points, in the axis' unit.
    at : float or None
        Where between them the quantity is the figure; none where it jumps over it, or before that is solved.
    """

    figure: float
    after: float
    before: float
    at: float | None = None


def passings(sweep: Sweep, points: np.ndarray, values: np.ndarray) -> Iterator[Passing]:
    """
    Where a quantity passes what a claim prints, in the order of the points; not yet solved.

    Parameters
    ----------
    sweep : Sweep
        A sweep of a claim along a single axis.
    points, values : array, shape (n,)
        Neighbouring points in the axis' unit, and the quantity there in the sweep's. One that is at the figure passes
        nothing.
    """
    assert sweep.judged is not None
    figures = sorted(set(sweep.judged.printed.ends))
    sides = np.array([np.where(is_at(values, figure), 0, np.sign(values - figure)) for figure in figures])
    for place, which in np.argwhere((sides[:, :-1] * sides[:, 1:] < 0).T):
        yield Passing(figures[which], float(points[place]), float(points[place + 1]))


def solved(sweep: Sweep, found: Sequence[Passing]) -> list[Passing]:
    """Passings with where each is, by the formula, all that is not swept at its value."""
    axis, project = sweep.axes[0], book_of(sweep)
    model = model_with(project, sweep.settings)
    of_value, of_axis = (project.units.root_factor(unit) for unit in (sweep.unit, axis.unit))
    places = []
    for one in found:
        ends = (one.after * of_axis, one.before * of_axis)
        at = reaching_between(one.figure * of_value, model, sweep.quantity, axis.members, ends)
        places.append(replace(one, at=None if at is None else at / of_axis))
    return places


def write_passing(passing: Passing, sweep: Sweep) -> str:
    """A passing in words."""
    assert sweep.judged is not None
    words, unit = book_of(sweep).words, sweep.axes[0].unit
    figure = words.write_quantity(passing.figure, sweep.unit, sweep.judged.printed.shown_digits)
    if passing.at is None:
        after, before = (words.write_quantity(end, unit, 6) for end in (passing.after, passing.before))
        return f"The value jumps over {figure} between the points {after} and {before}: nothing between them gives it."
    at = words.write_quantity(passing.at, unit, 6)
    after, before = (write_number(end, 6) for end in (passing.after, passing.before))
    return f"The value passes {figure} at {at}, between the points {after} and {before}."


def passing_record(passing: Passing) -> dict[str, Any]:
    """A passing as plain data."""
    return {"figure": passing.figure, "after": passing.after, "before": passing.before, "at": rounded(passing.at)}

"""The model: assumptions in, quantities and verdicts out. One set of derivations, several readings."""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import product
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pint

from claimbook.errors import Doubtful, UserError, unknown
from claimbook.model.currencies import in_other_money
from claimbook.model.doubts import doubts
from claimbook.model.graph import derive, refuse_computed, unit_of, upstream
from claimbook.model.judging import Result, judge
from claimbook.model.uncertainty import DRAWS, LEVELS, draw_all
from claimbook.model.verdict import Verdict
from claimbook.project import Project, project_at, remembered
from claimbook.register.assumptions import ESTIMATE, PRINTED, Assumption, metalog_terms, open_operands, write_parameter
from claimbook.register.units import root_magnitude
from claimbook.register.values import Written
from claimbook.register.wording import write_number

if TYPE_CHECKING:
    import pandas as pd

    from claimbook.model.asking import Reply

#: A value farther than this from the one it replaces is a slip: of the unit, or of the keyboard.
FARTHEST = 1e12


class Model:
    """
    Assumptions and everything derived from them.

    A model does not change: :meth:`with_` gives another one.

    Parameters
    ----------
    project : Project
        The book.
    assumptions : mapping
        Its assumptions by name.
    draw_count : int
        How many draws stand behind each interval.
    """

    def __init__(self, project: Project, assumptions: Mapping[str, Assumption], draw_count: int = DRAWS):
        self.project = project
        self.draw_count = draw_count
        self.assumptions = dict(assumptions)
        #: What functions of this model have computed: see `remembered`.
        self.kept: dict[Any, Any] = {}

    @staticmethod
    def of(book: Project | Path | str) -> "Model":
        """
        The model with the assumptions of a book's data/assumptions.csv.

        Parameters
        ----------
        book : Project or path
            The book, or its folder.

        Raises
        ------
        UserError
            If no book is there.
        """
        return baseline_of(book if isinstance(book, Project) else project_at(Path(book).expanduser().resolve()))

    @staticmethod
    def baseline() -> "Model":
        """
        The model with the assumptions of the book one works in: see `Project.here`.

        Raises
        ------
        UserError
            If there is none.
        """
        return baseline_of(Project.here())

    @property
    def unchanged(self) -> "Model":
        """The same book's model with all assumptions as they stand in its tables."""
        return baseline_of(self.project)

    def with_(self, **changes: str | float) -> "Model":
        """
        Model with some assumptions set to another value, or to a range.

        An assumption set to the value it has keeps its range; set to another value it is taken as certain. One that is
        fitted follows its era's breakpoints, unless it is itself set to another value.

        Parameters
        ----------
        **changes
            Names of assumptions or groups, and values: a number in the assumption's own unit, or text as people write
            it, such as ``"1.77 billion"``, ``"$0.0036"``, ``"90 day..14 week"`` or ``"lognormal(1, 3)"``.

        Raises
        ------
        UserError
            If a name is unknown, or a value is not a finite positive quantity of the right kind.

        Warns
        -----
        Doubtful
            If a value is far from the book's, or looks like a share where per cent are meant.
        """
        refuse_computed(changes, self.project)
        by_name = self.project.apart(changes)
        changed = self.changed_by(by_name)
        for doubt in doubts(changed, by_name):
            warnings.warn(doubt, Doubtful, stacklevel=2)
        return changed

    def changed_by(self, changes: Mapping[str, str | float]) -> "Model":
        """The model that `with_` gives, for who asks about doubtful values otherwise than by warnings."""
        assumptions = dict(self.assumptions)
        refuse_computed(changes, self.project)
        for name, text in self.project.apart(changes).items():
            assumptions[name] = set_value(assumptions[name], text, self.project)
        fitted = {name: a.trend for name, a in assumptions.items() if a.trend is not None}
        refitted = {name: self.project.fit(trend, assumptions) for name, trend in fitted.items()}
        return Model(self.project, assumptions | refitted, self.draw_count)

    @cached_property
    def changes(self) -> dict[str, Assumption]:
        """Assumptions set to something else than the baseline has; a fit that only follows them is not one."""
        baseline = self.project.assumptions
        return {name: a for name, a in self.assumptions.items() if a != baseline[name] and a.trend is None}

    @property
    def settings(self) -> dict[str, str]:
        """What is set otherwise, by name, as a parameter is written."""
        return {name: assumption.written for name, assumption in self.changes.items()}

    @cached_property
    def values(self) -> dict[str, pint.Quantity]:
        """Every quantity, assumptions included, from the central values: in the units that the formulas leave."""
        return finite(self.in_quantities({name: a.value for name, a in self.assumptions.items()}))

    @cached_property
    def in_roots(self) -> dict[str, float]:
        """Every assumption's value in root units."""
        return {name: root_magnitude(assumption.value) for name, assumption in self.assumptions.items()}

    @cached_property
    def draws(self) -> dict[str, np.ndarray | float]:
        """Every quantity in root units as draws, shape (draw_count,), or a number where nothing is uncertain."""
        return self.sample(self.draw_count)

    def drawing_only(self, quantities: Iterable[str]) -> "Model":
        """The same model whose draws are of some quantities only, for who asks for the results of few claims."""
        same = Model(self.project, self.assumptions, self.draw_count)
        vars(same)["draws"] = self.sample(self.draw_count, quantities=quantities)
        return same

    def sample(
        self, count: int, part: int = 0, quantities: Iterable[str] | None = None
    ) -> dict[str, np.ndarray | float]:
        """
        Draws of every quantity, assumptions included, in root units.

        The derivations are called with bare arrays: units were checked on the central values, and in root units
        no formula needs a factor.

        Parameters
        ----------
        count : int
            How many draws.
        part : int
            Which part of a larger sample this is.
        quantities : iterable of str, optional
            The quantities that are wanted, if not all.

        Returns
        -------
        dict
            Arrays of shape (count,), or a number where nothing is uncertain.
        """
        names = None if quantities is None else list(quantities)
        needed = None if names is None else {name for quantity in names for name in upstream(self.project, quantity)}
        drawn = draw_all(self.assumptions, self.project.correlations, count, part, needed)
        with np.errstate(all="ignore"):
            return finite(derive(self.project, drawn, names))

    def quantity(self, name: str) -> pint.Quantity:
        """
        Value of a quantity from the central assumptions, in the unit in which pages and commands give it.

        Raises
        ------
        UserError
            If no quantity has this name.
        """
        return in_unit_of_kind(self.derived(name), self.project.current_name(name), self.project)

    def derived(self, name: str) -> pint.Quantity:
        """
        Value of a quantity from the central assumptions, in the units that its formula leaves.

        Raises
        ------
        UserError
            If no quantity has this name.
        """
        now = self.project.current_name(name)
        if now not in self.values:
            raise unknown("quantity", name, self.values)
        return self.values[now]

    def along(self, name: str, values: np.ndarray) -> dict[str, pint.Quantity]:
        """
        Every quantity along a range of values of one assumption, all others at their central values.

        Parameters
        ----------
        name : str
            The assumption.
        values : array, shape (n,)
            Its values, in its own unit.

        Returns
        -------
        dict
            Quantities by name, in the units that `quantity` gives: arrays of shape (n,) where they depend on the
            assumption, else scalars.
        """
        inputs = {n: a.value for n, a in self.assumptions.items()}
        found = self.in_quantities({**inputs, name: values * inputs[name].units})
        return {one: in_unit_of_kind(value, one, self.project) for one, value in found.items()}

    def in_quantities(self, inputs: Mapping[str, pint.Quantity]) -> dict[str, pint.Quantity]:
        """Every quantity from some inputs; one whose formula ends in a bare number, as a power does, has no unit."""
        bare = self.project.units.registry.Quantity
        return {n: v if isinstance(v, pint.Quantity) else bare(v) for n, v in derive(self.project, inputs).items()}

    def quantiles(self, name: str, unit: str, levels: tuple[float, ...] = (LEVELS[0], 0.5, LEVELS[1])) -> list[float]:
        """Quantiles of a quantity's draws in the unit: if not told otherwise, its 90 % interval about its median."""
        draws = self.draws[name]
        ends = np.quantile(draws, levels) if np.ndim(draws) else np.full(len(levels), draws)  # certain: all are alike
        return [float(end) for end in ends / self.project.units.root_factor(unit)]

    def interval(self, name: str, unit: str) -> tuple[float, float]:
        """Ends of a quantity's 90 % interval, in the unit."""
        low, high = self.quantiles(name, unit, LEVELS)
        return low, high

    def printed_ends(self, name: str, unit: str, digits: bool = True) -> tuple[float, float]:
        """
        The least and the greatest value of a quantity that the print of its operands leaves open, in the unit.

        Every operand is taken at both its ends: a formula that rises or falls with each has its extremes there.
        Without `digits`, only what is printed as a range is open, and not a figure by half a unit of its last digit.
        """
        project = self.project
        needed = upstream(project, name)
        ends = open_operands([one for one in needed if digits or self.assumptions[one].is_range], self.assumptions)
        corners = np.array(list(product(*ends.values())), dtype=float)
        inputs: dict[str, Any] = {one: self.in_roots[one] for one in needed}
        inputs |= dict(zip(ends, corners.T, strict=True))
        with np.errstate(all="ignore"):
            found = np.asarray(derive(project, inputs, [name])[name]) / project.units.root_factor(unit)
        return float(found.min()), float(found.max())

    def ask(self, formula: str, claim: str | float = "", unit: str = "") -> "Reply":
        """
        What any formula over the model's quantities gives, and whether what is claimed of it stands.

        Parameters
        ----------
        formula : str
            Arithmetic of quantities and of numbers with units: ``"boat_count * boat_price / (2 million USD)"``.
        claim : str or float, optional
            What is claimed: ``"> 15"``, ``"about 20 USD"``, ``"18 to 24"``; of a number, that the answer is it.
        unit : str, optional
            The unit of the answer, if not that of the claim.

        Returns
        -------
        Reply
            Its value, interval, draws, verdict; notebooks show it.

        Raises
        ------
        UserError
            If the formula or the claim cannot be read, or their units do not fit.

        Warns
        -----
        Doubtful
            If the claimed figure is far from the answer and may lack a word such as million.
        """
        from claimbook.model.asking import Question, ask

        said = claim if isinstance(claim, str) else f"{claim:.12g}"
        reply = ask(self, Question(formula, said, unit))
        if reply.doubt:
            warnings.warn(reply.doubt, Doubtful, stacklevel=2)
        return reply

    def frame(self, kind: str = "claims") -> "pd.DataFrame":
        """
        What the model holds and finds as a pandas frame.

        Parameters
        ----------
        kind : str
            ``claims``, ``quantities`` or ``assumptions``; each by its ids or names.

        Returns
        -------
        DataFrame
            A row each: see `claimbook.model.frames`.

        Raises
        ------
        UserError
            If there is no such frame.
        """
        from claimbook.model.frames import frame

        return frame(self, kind)

    def result(self, claim_id: str) -> Result:
        """
        A claim with what each of its tests says, both answers and the verdict.

        Raises
        ------
        UserError
            If no claim has this id, its quantity or evidence does not exist, or units do not fit.
        """
        return judge(self.project.find_claim(claim_id), self)

    def verdict(self, claim_id: str) -> Verdict:
        """
        Verdict on a claim.

        Raises
        ------
        UserError
            If no claim has this id.
        """
        return self.result(claim_id).verdict

    @cached_property
    def results(self) -> list[Result]:
        """Every claim with its verdict, in the order of the table."""
        return [self.result(claim_id) for claim_id in self.project.claims]


@remembered
def baseline_of(project: Project) -> Model:
    """A book's model with all assumptions as they stand in its tables."""
    return Model(project, project.assumptions)


def in_unit_of_kind(value: pint.Quantity, name: str, project: Project) -> pint.Quantity:
    """A quantity in the unit of a claim about it or of its kind; where that does not fit, in as few units as it has."""
    try:
        return value.to(project.units.read_unit(unit_of(project, name)))
    except (UserError, pint.DimensionalityError):
        return value.to(value.to_reduced_units().units)


def finite(derived: dict[str, Any]) -> dict[str, Any]:
    """
    Derived quantities as they came, once each is known to be finite.

    Raises
    ------
    UserError
        If one is not, naming it.
    """
    for name, value in derived.items():
        if not np.isfinite(getattr(value, "magnitude", value)).all():
            raise UserError(f"with these assumptions {name} has no finite value")
    return derived


def is_same(one: float, other: float) -> bool:
    """Whether two numbers are one but for what converting units leaves in the last digits."""
    return isclose(one, other, rel_tol=1e-12)


def set_value(assumption: Assumption, text: str | float, project: Project) -> Assumption:
    """
    The assumption at another value, or with another range, checked; unchanged if it has this value or range already.

    A range is written ``90..100 day``, or ``90..95..100 day`` with the central value between its ends, or names its
    distribution; `claimbook.register.values` says what else is read, and which centre a range takes without one.

    Raises
    ------
    UserError
        If the text is no quantity of the right kind, not above zero, above what is possible, or a range reversed.
    """
    if text == assumption.written:
        return assumption
    name, unit, own = assumption.name, assumption.unit, project.assumptions[assumption.name]
    kept = own.distribution if own.distribution in ("uniform", "pert") else "metalog"
    try:
        most_it_can_be = None if own.maximum is None else own.maximum.magnitude
        said = project.reader.read(text, unit, name, own.written, kept, own.value.magnitude, most_it_can_be)
    except UserError as error:
        other = in_other_money(str(text), unit, project)
        raise UserError(f"{name}: {other}" if other else str(error)) from None
    low, value, high = (number * assumption.value.units for number in (said.low, said.value, said.high))
    if low == high and is_same(value.magnitude, assumption.value.magnitude):
        return assumption
    if low.magnitude <= 0:
        raise UserError(f"{name}: {text!r} is not above zero, which this assumption must be")
    most = "" if own.maximum is None else project.words.write_quantity(own.maximum.magnitude, unit)
    if assumption.maximum is not None and high > assumption.maximum:
        raise UserError(f"{name}: {text!r} is above {most}, the most it can be")
    if assumption.maximum is not None and said.distribution == "lognormal":
        raise UserError(
            f"{name}: a lognormal distribution has no end, and {most} is the most this can be; write LOW..HIGH, or "
            "uniform(LOW, HIGH)"
        )
    if high > FARTHEST * assumption.high or low < assumption.low / FARTHEST:
        raise UserError(
            f"{name}: {text!r} is over {write_number(FARTHEST)} times more or less than the "
            f"{project.words.write_quantity(assumption.value.magnitude, unit)} it replaces; is the unit right?"
        )
    spreads = (said.distribution or kept) if low < high else ""
    given = (said.low, said.value, said.high, *said.choices)
    before = [one.magnitude for one in (own.low, own.value, own.high, *own.choices)]
    is_spread_alike = spreads == own.distribution and said.weights == own.weights and len(given) == len(before)
    is_own_choice = own.distribution == "choice" and not said.distribution  # as `show` has it: 2 boats (1 to 3 boats)
    if (is_spread_alike or is_own_choice) and all(map(is_same, given, before)):
        return own
    changed = replace(
        assumption,
        kind="premise" if low == high else PRINTED if assumption.kind == PRINTED else ESTIMATE,
        value=value,
        half_unit=0 * value,
        low=low,
        high=high,
        distribution=spreads,
        choices=tuple(choice * assumption.value.units for choice in said.choices),
        weights=said.weights,
        centre=said.centre,
        written=write_parameter(write_setting(said, "" if spreads == kept else spreads), unit),
        trend=None,
    )
    if changed.distribution == "metalog":
        try:
            metalog_terms(changed)
        except UserError as error:
            centre = f"; {value.magnitude:.6g} is {said.centre}: write LOW..VALUE..HIGH" if said.centre else ""
            raise UserError(f"{name}: {error}{centre}") from None
    return changed


def write_setting(said: Written, distribution: str) -> str:
    """A value or range without its unit, as it is read again: ``90..95..100``, or a distribution by its name."""
    low, value, high = (f"{number:.12g}" for number in (said.low, said.value, said.high))
    if low == high:
        return value
    if distribution == "choice":
        weights = said.weights or [""] * len(said.choices)
        pairs = [
            f"{choice:.12g}" + (f": {weight:.12g}" if weight else "")
            for choice, weight in zip(said.choices, weights, strict=True)
        ]
        return f"choice({', '.join(pairs)})"
    if distribution in ("lognormal", "uniform") and said.centre:
        return f"{distribution}({low}, {high})"
    return f"{distribution}({low}, {value}, {high})" if distribution else f"{low}..{value}..{high}"

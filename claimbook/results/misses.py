"""How far the failing claims miss, in words and as a number, and which of them fail only because another does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import floor, log

from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.register.wording import is_calendar_year, write_number

#: From so many times on a miss is said in times, below in percent.
IN_TIMES = 2

#: What the table of kinds calls those that have none.
NO_KIND = "none"


@dataclass(frozen=True)
class Miss:
    """
    By how much a printed figure misses what was found.

    Attributes
    ----------
    times : float
        The greater of printed and found over the smaller; of a printed range or bound its nearest end counts.
    is_too_high : bool
        Whether the printed figure is the greater.
    is_least : bool
        Whether what was found is itself a bound, so that it misses by as much at least.
    is_estimate : bool
        Whether what was found is an estimate, which is as sure as its interval.
    """

    times: float
    is_too_high: bool
    is_least: bool = False
    is_estimate: bool = False

    def __str__(self) -> str:
        """
        The miss in words.

        Examples
        --------
        >>> [str(miss) for miss in (Miss(7.96, True), Miss(2.24, False, is_least=True), Miss(1.8, False))]
        ['8 times too high', 'at least 2.2 times too low', '44 % too low']
        """
        way = "too high" if self.is_too_high else "too low"
        if self.times >= IN_TIMES:
            # A bound is rounded down: "at least" must stay true.
            said = f"{write_number(rounded_down(self.times) if self.is_least else self.times, 2)} times"
        else:
            share = self.times - 1 if self.is_too_high else 1 - 1 / self.times
            said = f"{write_number(100 * share, 2)} %"
        sure = "at least " if self.is_least else "about " if self.is_estimate else ""
        return f"{sure}{said} {way}"


@dataclass(frozen=True)
class Root:
    """A failing claim, and those that fail only because it does."""

    result: Result
    followers: tuple[Result, ...]


@dataclass(frozen=True)
class ErrorKind:
    """A kind of error: what the book calls it, what it means, and the claims that fail so, the farthest miss first."""

    key: str
    title: str
    definition: str
    roots: tuple[Root, ...]

    @property
    def count(self) -> int:
        """How many claims fail so, without those that fail only because another does."""
        return len(self.roots)


def rounded_down(times: float) -> float:
    """A number of times with two significant digits at most, none of them rounded up."""
    unit = 10.0 ** (len(str(floor(times))) - 2)
    return floor(times / unit * (1 + 1e-12)) * unit


def miss_of(result: Result) -> Miss | None:
    """By how much a claim misses; none where no number decides, or numbers have no ratio, as years have none."""
    printed, found = result.claim.printed, result.derived
    if printed is None or found is None or result.verdict is not Verdict.FAILS:
        return None
    nearest = printed.nearest_to(found)
    if nearest <= 0 or found <= 0 or nearest == found or is_calendar_year(found, result.claim.unit):
        return None
    test = result.deciding.test if result.deciding else None
    return Miss(
        max(nearest, found) / min(nearest, found),
        nearest > found,
        is_least=test is not None and test.bearing in ("at least", "at most"),
        is_estimate=test is not None and test.kind == "estimate",
    )


def farthest_first(results: Iterable[Result]) -> list[Result]:
    """Failing claims, the farthest miss first, those in words last, in the order of the register."""
    missed = [(miss_of(result), result) for result in results]
    return [result for _, result in sorted(missed, key=lambda pair: -log(pair[0].times) if pair[0] else 1.0)]


def roots(results: Iterable[Result]) -> Iterator[Root]:
    """Every failing claim that fails by itself, the farthest miss first, each with those that follow from it."""
    failing = {result.claim.id: result for result in results if result.verdict is Verdict.FAILS}
    for result in farthest_first(failing.values()):
        if root_of(result, failing) is result:
            own = [other for other in failing.values() if other is not result and root_of(other, failing) is result]
            yield Root(result, tuple(farthest_first(own)))


def root_of(result: Result, failing: dict[str, Result]) -> Result:
    """The claim at the beginning of a row of failures."""
    seen = {result.claim.id}
    while result.claim.because in failing and result.claim.because not in seen:
        result = failing[result.claim.because]
        seen.add(result.claim.id)
    return result


def error_kinds(model: Model) -> list[ErrorKind]:
    """The kinds of error that occur, those of most claims first; what the book says of none comes last."""
    described = {row["kind"]: row for row in model.project.optional_rows("error_kinds")}
    of_kind: dict[str, list[Root]] = {}
    for root in roots(model.results):
        of_kind.setdefault(root.result.claim.error_kind or NO_KIND, []).append(root)
    kinds = [
        ErrorKind(
            key,
            described[key]["title"]
            if key in described
            else (f"{key} error" if key != NO_KIND else "other").capitalize(),
            described[key]["definition"] if key in described else "",
            tuple(own),
        )
        for key, own in of_kind.items()
    ]
    return sorted(kinds, key=lambda kind: (kind.key == NO_KIND, -kind.count, kind.title))

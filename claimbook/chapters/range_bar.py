"""What a test found as a bar with the printed figure on it, where no draws are there to be shown as a histogram."""

from dataclasses import dataclass

from claimbook.model.bins import place_of
from claimbook.model.judging import Result
from claimbook.model.model import Model

#: How long the picture is, in its own units.
LENGTH = 320

#: Room on either side, as a share of what is shown.
ROOM = 0.08


@dataclass(frozen=True)
class RangeBar:
    """
    A bar as a template draws it.

    Attributes
    ----------
    start, length : float
        The range that was found, in the units of an SVG that is `LENGTH` long.
    marks : tuple of float
        Where the printed figure stands, or both ends of a printed range.
    description : str
        What the picture says, in words.
    """

    start: float
    length: float
    marks: tuple[float, ...]
    description: str


def range_bar(result: Result, model: Model) -> RangeBar | None:
    """The bar of what a claim is held against; none where an estimate has a histogram, or nothing parts the two."""
    one, claim = result.deciding, result.claim
    if one is None or claim.printed is None or result.estimate is not None:
        return None
    if one.found is None or one.low is None or one.high is None:
        return None
    printed = tuple(dict.fromkeys(claim.printed.ends))
    low, high = min(one.low, one.high), max(one.low, one.high)
    first, last = min(low, *printed), max(high, *printed)
    words = model.project.words
    found, claimed = words.write_quantity(one.found, claim.unit), words.write_printed(claim.printed, claim.unit)
    is_met = claim.printed.contains(one.low) and claim.printed.contains(one.high)
    if last <= first or found == claimed or (is_met and last - first < ROOM * abs(last)):
        return None
    spare = ROOM * (last - first)
    first, last = first - spare if first <= spare or first < 0 else first / (1 + ROOM), last + spare
    start, end = (place_of(value, first, last) * LENGTH for value in (low, high))
    return RangeBar(
        start=round(start, 1),
        length=round(max(end - start, 3.0), 1),
        marks=tuple(round(place_of(value, first, last) * LENGTH, 1) for value in printed),
        description=f"Found: {found}; printed: {claimed}",
    )

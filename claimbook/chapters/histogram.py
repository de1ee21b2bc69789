"""The draws of an estimate as a small histogram with the printed figure on it, drawn with no script and no library."""

from dataclasses import dataclass

import numpy as np

from claimbook.model.bins import counts_between, edges, place_of
from claimbook.model.judging import Result
from claimbook.model.model import Model

#: Bars of the histogram.
BARS = 40

#: How high the highest bar is, and how long a bar, in the picture's own units.
HEIGHT, BAR = 40, 8


@dataclass(frozen=True)
class Histogram:
    """
    A histogram as a template draws it.

    Attributes
    ----------
    path : str
        Outline of the bars, in the units of an SVG of `width` by `height`.
    marks : tuple of float
        Where the printed figure stands along the axis, or both ends of a printed range.
    left, right : str
        Both edges, in words.
    description : str
        What the picture says, in words.
    """

    path: str
    marks: tuple[float, ...]
    left: str
    right: str
    description: str
    width: int = BARS * BAR
    height: int = HEIGHT


def histogram(result: Result, model: Model) -> Histogram | None:
    """The histogram of a claim's estimate; none where it has none, or nothing in it is uncertain."""
    one, claim = result.estimate, result.claim
    if one is None or claim.printed is None:
        return None
    words = model.project.words
    draws = np.asarray(model.draws[one.test.quantity]) / model.project.units.root_factor(claim.unit)
    printed = tuple(dict.fromkeys(claim.printed.ends))
    first, last = edges(draws, printed)
    counts = counts_between(draws, first, last, BARS)
    left, right = (words.write_quantity(edge, claim.unit) for edge in (first, last))
    return Histogram(
        path=outline(counts),
        marks=tuple(round(place_of(end, first, last) * BARS * BAR, 1) for end in printed),
        left=left,
        right=right,
        description=f"Draws from {left} to {right}; printed: {words.write_printed(claim.printed, claim.unit)}",
    )


def outline(counts: np.ndarray) -> str:
    """The bars as one path of an SVG, the highest as high as the picture."""
    heights = np.round(HEIGHT * (1 - counts / counts.max()), 1)
    steps = "".join(f"V{height:g}h{BAR}" for height in heights)
    return f"M0 {HEIGHT}{steps}V{HEIGHT}z"

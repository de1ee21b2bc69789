"""The draws of an estimate as a small histogram with the printed figure on it, drawn with no script and no library."""

from dataclasses import dataclass
from math import log

import numpy as np

from claimbook.model.judging import Result
from claimbook.model.model import Model

#: Bars of the histogram.
BARS = 40

#: Share of the draws beyond either edge.
EDGE = 0.005

#: From this ratio of its edges on, the axis is logarithmic.
WIDE = 3.0

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
    counts = counts_between(draws, first, last)
    left, right = (words.write_quantity(edge, claim.unit) for edge in (first, last))
    return Histogram(
        path=outline(counts),
        marks=tuple(round(place_of(end, first, last) * BARS * BAR, 1) for end in printed),
        left=left,
        right=right,
        description=f"Draws from {left} to {right}; printed: {words.write_printed(claim.printed, claim.unit)}",
    )


def edges(draws: np.ndarray, printed: tuple[float, ...]) -> tuple[float, float]:
    """Both edges of the picture: nearly all draws lie between, and so does what is printed."""
    first, last = np.quantile(draws, [EDGE, 1 - EDGE])
    return float(min(first, *printed)), float(max(last, *printed))


def is_logarithmic(first: float, last: float) -> bool:
    """Whether the axis between the edges is logarithmic."""
    return first > 0 and last > WIDE * first


def place_of(value: float, first: float, last: float) -> float:
    """Where a value stands between the edges, from 0 to 1; at an edge where it lies beyond it, alone in the middle."""
    if first == last:
        return 0.5
    if is_logarithmic(first, last):
        share = log(max(value, first) / first) / log(last / first)
    else:
        share = (value - first) / (last - first)
    return min(1.0, max(0.0, share))


def counts_between(draws: np.ndarray, first: float, last: float) -> np.ndarray:
    """How many draws lie behind each bar, shape (BARS,)."""
    spaced = np.geomspace if is_logarithmic(first, last) else np.linspace
    bars = spaced(first, last, BARS + 1)
    return np.histogram(draws, bars)[0]


def outline(counts: np.ndarray) -> str:
    """The bars as one path of an SVG, the highest as high as the picture."""
    heights = np.round(HEIGHT * (1 - counts / counts.max()), 1)
    steps = "".join(f"V{height:g}h{BAR}" for height in heights)
    return f"M0 {HEIGHT}{steps}V{HEIGHT}z"

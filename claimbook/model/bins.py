"""Draws as a histogram: where its edges are, whether its axis is logarithmic, how many draws lie behind each bar."""

from math import log

import numpy as np

#: Share of the draws beyond either edge.
EDGE = 0.005

#: From this ratio of its edges on, the axis is logarithmic.
WIDE = 3.0


def edges(draws: np.ndarray, printed: tuple[float, ...] = ()) -> tuple[float, float]:
    """Both edges of the picture: nearly all draws lie between, and so does what is printed."""
    first, last = np.quantile(draws, [EDGE, 1 - EDGE])
    return float(min(first, *printed)) if printed else float(first), float(max(last, *printed)) if printed else float(
        last
    )


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


def counts_between(draws: np.ndarray, first: float, last: float, bars: int) -> np.ndarray:
    """How many draws lie behind each bar, shape (bars,)."""
    spaced = np.geomspace if is_logarithmic(first, last) else np.linspace
    return np.histogram(draws, spaced(first, last, bars + 1))[0]

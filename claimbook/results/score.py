"""How some claims fare together: how many have each verdict, and what share of a bar that is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimbook.model.judging import Result
from claimbook.model.verdict import Verdict

#: Verdicts that leave a claim open; a short score counts them as one.
LEFT_OPEN = (Verdict.UNDERDETERMINED, Verdict.UNVERIFIED, Verdict.PENDING)

#: What a short score calls these together.
OPEN = "open"


class Piece(NamedTuple):
    """A verdict's part of a bar: where it begins and how long it is, as shares of the whole."""

    verdict: Verdict
    at: float
    share: float


def pieces(results: Sequence[Result]) -> list[Piece]:
    """The parts of a bar of claims, one for each verdict that any has, in the order of the verdicts."""
    counts, found, before = Counter(result.verdict for result in results), [], 0
    for verdict in Verdict:
        if counts[verdict]:
            found.append(Piece(verdict, before / len(results), counts[verdict] / len(results)))
            before += counts[verdict]
    return found


def in_short(results: Iterable[Result]) -> dict[str, int]:
    """How many claims have each verdict, those that leave a claim open as one at the end; none left out."""
    counts = Counter(result.verdict for result in results)
    settled = {str(verdict): counts[verdict] for verdict in Verdict if verdict not in LEFT_OPEN}
    return settled | {OPEN: sum(counts[verdict] for verdict in LEFT_OPEN)}

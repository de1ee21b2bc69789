"""The thin bar of verdicts at a chapter's head: how its claims fare, at a glance and in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.results.score import pieces
from claimbook.system.templates import template


@dataclass(frozen=True)
class VerdictBar:
    """The verdicts of some claims, as notebooks display them."""

    results: tuple[Result, ...]

    def _repr_html_(self) -> str:
        counts = Counter(result.verdict for result in self.results)
        return template("verdict_bar.html.j2", "claimbook.chapters").render(
            pieces=bars(self.results), counts=counts, total=len(self.results), verdicts=list(Verdict)
        )

    def __repr__(self) -> str:
        counts = Counter(result.verdict for result in self.results)
        return ", ".join(f"{verdict.word}: {counts[verdict]}" for verdict in Verdict if counts[verdict])


def verdict_bar(chapter: str, model: Model) -> VerdictBar:
    """The bar of a chapter's claims."""
    return VerdictBar(tuple(model.result(claim.id) for claim in model.project.claims_of(chapter)))


def bars(results: Sequence[Result]) -> list[dict[str, object]]:
    """The pieces of a bar, a verdict each, as shares of its length in percent."""
    return [
        {"verdict": str(piece.verdict), "at": round(100 * piece.at, 3), "share": round(100 * piece.share, 3)}
        for piece in pieces(results)
    ]

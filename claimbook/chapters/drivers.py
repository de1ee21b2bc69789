"""What drives a chapter's derived claims: the table at its end, as HTML and as text."""

from dataclasses import dataclass

from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.results.describing import describe, describe_drivers, note_on_shares
from claimbook.system.templates import template


@dataclass(frozen=True)
class DriversTable:
    """The derived claims of a chapter with what each of their assumptions does, as notebooks display it."""

    results: tuple[Result, ...]
    model: Model

    def _repr_html_(self) -> str:
        rows = [
            {
                "claim": result.claim,
                "verdict": result.verdict,
                "facts": describe(result, self.model.project.words),
                "drivers": [
                    driver
                    for driver in describe_drivers(result.quantity, result.claim.unit, self.model)
                    if driver["range"]
                ],
                "note": note_on_shares(result.quantity, self.model),
            }
            for result in self.results
        ]
        return template("drivers.html.j2", "claimbook.chapters").render(rows=[row for row in rows if row["drivers"]])

    def __repr__(self) -> str:
        return f"What drives {len(self.results)} derived claims"


def drivers_table(chapter: str, model: Model) -> DriversTable:
    """The table of a chapter: every claim that is derived, with all its assumptions that have a range."""
    results = [model.result(claim.id) for claim in model.project.claims_of(chapter) if claim.quantities and claim.unit]
    return DriversTable(tuple(results), model)

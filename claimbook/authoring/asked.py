"""A question that becomes a claim of the book: a formula in its source's file, no derivation and no Python needed."""

from collections import Counter
from pathlib import Path
from typing import Any

from claimbook.authoring.claim import is_blank, texts_of_claim
from claimbook.errors import UserError, unknown
from claimbook.model.asking import Reply, read_figure
from claimbook.model.graph import known_to_formulas, upstream_of_claim
from claimbook.model.resting import is_arithmetic
from claimbook.project import Project
from claimbook.register.claims import Claim
from claimbook.register.printed import PrintedFigure


def texts_of_question(
    project: Project, reply: Reply, name: str, source: str | None, given: dict[str, Any]
) -> tuple[dict[Path, str], Claim]:
    """
    The files as they are with what was asked as a claim of the book.

    Parameters
    ----------
    project : Project
        The book.
    reply : Reply
        What was asked and answered.
    name : str
        The claim's id, with or without its source's key before it.
    source : str or None
        The source's key; none if the id begins with it.
    given : dict
        What else the claim says, as its file has it: line, statement, chapter, numeral; ``None`` where not given.

    Returns
    -------
    pair
        Their text by path, and the claim.

    Raises
    ------
    UserError
        If nothing was claimed, something is missing, or the book has such a claim already.
    """
    if reply.printed is None:
        raise UserError("--save needs --claim: what is claimed of the formula, such as --claim '> 15'")
    if source is not None and source not in project.sources.index:
        raise unknown("source", source, project.sources.index)
    missing = [f"--{option}" for option in ("line", "statement") if is_blank(given.get(option))]
    if missing:
        raise UserError(f"--save needs {' and '.join(missing)}: where in the source it stands, and what it says there")
    key = source or next((key for key in project.sources.index if name.startswith(f"{key}-")), None)
    if key is None:
        known = ", ".join(project.sources.index)
        raise UserError(f"--save {name!r} needs --source KEY, the source that says so; the sources are {known}")
    claim_id = name if name.startswith(f"{key}-") else f"{key}-{name}"
    arithmetic = is_arithmetic(reply.assumptions, reply.model, key)
    test = {
        "kind": "arithmetic" if arithmetic else "estimate",
        "quantity": quantity_for(claim_id.removeprefix(f"{key}-"), claim_id, project),
        "formula": reply.formula,
    }
    entry = {
        **given,
        "chapter": given.get("chapter") or chapter_of(reply, key, project),
        **as_claimed(reply.question.claim, reply.unit, project),
        "tests": [test if arithmetic else {**test, "bearing": "same"}],
    }
    return texts_of_claim(project, claim_id, entry)


def as_claimed(text: str, unit: str, project: Project) -> dict[str, str]:
    """What is claimed as a claims' file writes it: in its own unit, whatever that of the answer."""
    relation, figure, given = read_figure(text, unit, project)
    return {"printed": PrintedFigure.written(relation, figure), "unit": given}


def quantity_for(short: str, claim_id: str, project: Project) -> str:
    """
    A name for what the formula gives that no quantity has: that of the claim without its source, if it can be.
    """
    names = (name.replace("-", "_") for name in (short, claim_id))
    free = [name for name in names if name[0].isalpha() and name not in known_to_formulas(project)]
    return free[0] if free else ""


def chapter_of(reply: Reply, source: str, project: Project) -> str:
    """The chapter in which most claims rest on the same inputs, those of the same source counted twice."""
    needed, counts = set(reply.assumptions), Counter[str]()
    for claim in project.claims.values():
        common = len(needed & set(upstream_of_claim(project, claim)))
        counts[claim.chapter] += common * (2 if claim.source == source else 1)
    return counts.most_common(1)[0][0] if counts else ""

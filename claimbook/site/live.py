"""
The live page: the derivations printed as JavaScript, with what the browser needs to judge claims as Python does.

Both files are classic scripts that fill one global, `claimbook`: a page opened from disk may load such a script, while
browsers refuse modules and `fetch` there. They are loaded only when a reader opens sliders.
"""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from math import isinf
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from docutils import nodes
from scipy.special import ndtri
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from claimbook.model.algebra import formula
from claimbook.model.graph import upstream
from claimbook.model.model import Model, Result, tables_unit
from claimbook.model.uncertainty import DRAWS, LEVELS, correlated_ranks, lognormal, seed, spaced, spread
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.assumptions import Assumption
from claimbook.register.printed import ROUNDING, PrintedFigure
from claimbook.register.units import root_magnitude
from claimbook.register.wording import Wording
from claimbook.results.describing import describe
from claimbook.site.places import page_of
from claimbook.system.templates import template

#: A slider reaches this many times the value, and this part of it; a date this many years about it.
REACH = 10.0
YEARS = 5.0


class WhatIf(SphinxDirective):
    """Where the script builds its sliders and verdicts: ``what-if``."""

    def run(self) -> list[nodes.Node]:
        """Render the place, with what it says where scripts do not run."""
        return [nodes.raw("", template("what_if.html.j2", "claimbook.site").render(), format="html")]


def add_live_scripts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page with claim cards, or the page What if, the scripts that make it live."""
    body = context.get("body", "")
    what_if = 'class="what-if"' in body
    if what_if or 'class="claim-card' in body:
        for name in ("live-model.js", "live.js", *(["what-if.js"] if what_if else [])):
            app.add_js_file(name, loading_method="defer")


def write_live_scripts(model: Model, folder: Path) -> None:
    """Write the scripts that are made of the model, beside those of the page."""
    (folder / "derivations.js").write_text(derivations_script(model), encoding="utf-8")
    (folder / "draws.js").write_text(draws_script(model), encoding="utf-8")


def derivations_script(model: Model) -> str:
    """The script with each quantity as a function of its assumptions, and the tables of assumptions and claims."""
    project = model.project
    results = live_results(model)
    assumptions = live_assumptions(model)
    claims = {result.claim.id: claim_facts(result, model) for result in results}
    used_units = {a.unit for a in assumptions.values()} | {claim["unit"] for claim in claims.values()}
    chapters = dict.fromkeys(result.claim.chapter for result in results)
    data = {
        "assumptions": {
            name: assumption_facts(assumption, results, project) for name, assumption in assumptions.items()
        },
        "claims": claims,
        "chapters": {chapter: project.words.spoken(chapter.replace("-", "_")) for chapter in chapters},
        "units": {unit: unit_wording(unit, project.words) for unit in sorted(used_units)},
        "verdicts": [str(verdict) for verdict in Verdict],
        "unmoved": Counter(str(result.verdict) for result in model.results if not result.claim.quantity),
        "scenario": {name: assumption.written for name, assumption in model.changes.items()},
        "levels": [LEVELS[0], 0.5, LEVELS[1]],
        "rounding": ROUNDING,
        "aliases": {old: now for old, now in project.names["alias"].items() if now in assumptions},
        "whatIf": f"{what_if}.html" if (what_if := page_of(project, "what-if")) else "",
    }
    functions = "\n".join(
        f"  {q}: {function(project, q)}," for q in sorted({result.claim.quantity for result in results})
    )
    return (
        "// Made at build time: each quantity that a claim needs, printed from its derivation's SymPy form, and the\n"
        "// tables of assumptions and claims. Formulas hold in root units; a unit's factor leads there.\n"
        f"globalThis.claimbook ??= {{}};\nclaimbook.derivations = {{\n{functions}\n}};\n"
        f"claimbook.tables = {json.dumps(data, ensure_ascii=False)};\n"
    )


def live_results(model: Model) -> list[Result]:
    """Results of the claims that have a quantity: those that an assumption can move."""
    return [model.result(claim.id) for claim in model.project.claims.values() if claim.quantity]


def live_assumptions(model: Model) -> dict[str, Assumption]:
    """Assumptions that such a claim rests on, in the order of the table."""
    needed = {name for result in live_results(model) for name in upstream(model.project, result.claim.quantity)}
    return {name: assumption for name, assumption in model.assumptions.items() if name in needed}


def function(project: Project, quantity: str) -> str:
    """JavaScript of a quantity: the assumptions it needs, and its formula as a function of them."""
    needs = upstream(project, quantity)
    body = sympy.jscode(formula(project, quantity))
    return f"{{ needs: {json.dumps(needs)}, value: ({{ {', '.join(needs)} }}) => {body} }}"


def assumption_facts(assumption: Assumption, results: Iterable[Result], project: Project) -> dict[str, Any]:
    """An assumption as the browser needs it: numbers in its own unit, the factor to root units, its slider's ends."""
    value = assumption.value.magnitude
    maximum = None if assumption.maximum is None else assumption.maximum.magnitude
    if assumption.is_date:
        ends = (value - YEARS, value + YEARS)
    else:
        ends = (value / REACH, value * REACH if maximum is None else min(value * REACH, maximum))
    resting = [result.claim for result in results if assumption.name in upstream(project, result.claim.quantity)]
    return {
        "label": project.words.spoken(assumption.name),
        "description": assumption.description,
        "unit": assumption.unit,
        "factor": project.units.root_factor(assumption.unit),
        "value": value,
        "range": [assumption.low.magnitude, assumption.high.magnitude] if assumption.is_range else None,
        "maximum": maximum,
        "slider": ends,
        "date": assumption.is_date,
        "fitted": assumption.trend is not None,
        "chapter": resting[0].chapter,
    }


def claim_facts(result: Result, model: Model) -> dict[str, Any]:
    """A claim as the browser needs it: what it is held against, its printed figure, how it stands before any change."""
    project = model.project
    claim, printed, texts = result.claim, result.claim.printed, describe(result, project.words)
    unit = claim.unit or tables_unit(model.quantity(claim.quantity))
    return {
        "quantity": claim.quantity,
        "statement": claim.statement,
        "source": str(project.sources.loc[claim.source, "short"]),
        "line": claim.line,
        "link": f"book/{claim.chapter}.html",
        "unit": unit,
        "factor": project.units.root_factor(unit),
        "digits": max(3, printed.digits) if printed else 3,
        "printed": None if printed is None else printed_facts(printed),
        "decided": bool(claim.reason or claim.finding),
        "claimed": texts["claimed"],
        "worded": bool(claim.unit),
        "numbers": [float(number) for number in result.numbers or ()],
        "verdict": str(result.verdict),
    }


def printed_facts(printed: PrintedFigure) -> dict[str, Any]:
    """A printed figure as the browser needs it; an end that is infinite is null."""
    low, high = (None if isinf(end) else end for end in (printed.low, printed.high))
    return {"relation": printed.relation, "claimed": printed.claimed, "low": low, "high": high}


def unit_wording(unit: str, words: Wording) -> dict[str, str]:
    """What stands about a number in this unit, the number as ``#``: of one, of several, and of less than none."""
    samples = {"one": 1, "several": 2, "negative": -2}
    return {
        name: words.write_quantity(number, unit).replace(str(abs(number)), "#", 1) for name, number in samples.items()
    }


def draws_script(model: Model, count: int = DRAWS) -> str:
    """
    The script with the draws of uncertain assumptions, as far as the browser cannot make them itself.

    The order of an assumption's draws is that of scrambled numbers from its seed, or stored where it is correlated
    with others. Their values, in root units, follow from the normal scores or from the ends of the range; those of any
    other distribution are stored from least to greatest.
    """
    correlated = correlated_ranks(model.project.correlations, count)
    spreads = {}
    for name, assumption in live_assumptions(model).items():
        if assumption.is_range:
            order = {"ranks": packed(correlated[name], "<u2")} if name in correlated else {"seed": seed(name)}
            spreads[name] = order | values_in_order(assumption, count)
    data = {"count": count, "normal": packed(ndtri(spaced(count)), "<f8"), "spreads": spreads}
    return f"globalThis.claimbook ??= {{}};\nclaimbook.draws = {json.dumps(data)};\n"


def values_in_order(assumption: Assumption, count: int) -> dict[str, Any]:
    """Where an assumption's values from least to greatest come from."""
    values = spread(assumption, spaced(count))
    middle, deviation = lognormal(assumption)
    if np.array_equal(values, np.exp(middle + deviation * ndtri(spaced(count)))):
        return {"lognormal": [middle, deviation]}
    if assumption.distribution == "uniform":
        return {"uniform": [root_magnitude(assumption.low), root_magnitude(assumption.high)]}
    if assumption.distribution == "choice":
        return {"choice": [root_magnitude(choice) for choice in assumption.choices]}
    return {"values": packed(values, "<f8")}


def packed(numbers: np.ndarray, kind: str) -> str:
    """Numbers of a NumPy type as base64."""
    return b64encode(numbers.astype(kind).tobytes()).decode()

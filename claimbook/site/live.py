"""
The live page: the derivations printed as JavaScript, with what the browser needs to judge claims as Python does.

Both files are classic scripts that fill one global, `claimbook`: a page opened from disk may load such a script, while
browsers refuse modules and `fetch` there. They are loaded only when a reader opens sliders, or a link carries values.
"""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from math import isinf
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from claimbook.model.algebra import formula
from claimbook.model.currencies import CODES, said_of_other_money
from claimbook.model.doubts import FAR, FAR_YEARS
from claimbook.model.graph import own_unit, upstream, upstream_of_claim
from claimbook.model.judging import Result, TestResult, told
from claimbook.model.model import FARTHEST, Model
from claimbook.model.uncertainty import DRAWS, LEVELS, correlated_ranks, seed, spaced, spread
from claimbook.model.verdict import (
    ANSWERS,
    LIKELY_FROM,
    POSSIBLE_FROM,
    QUARTER,
    SETTLING,
    SUMS,
    TOGETHER,
    VERDICTS,
    WIDEST,
    WORDS,
    AddsUp,
    Answer,
    Verdict,
    place,
)
from claimbook.project import Project
from claimbook.register.assumptions import EXACT, Assumption, metalog_terms
from claimbook.register.claims import Claim
from claimbook.register.metalog import LOWEST, NEAREST
from claimbook.register.printed import ROUNDING, PrintedFigure
from claimbook.register.relations import BEFORE, BEHIND
from claimbook.register.units import root_magnitude
from claimbook.register.wording import MOST_PERCENT, SURE_DIGITS
from claimbook.results.describing import (
    ALL_CERTAIN,
    ANSWERS_SAID,
    CHANCE_OF,
    EXACT_BECAUSE,
    NOT_DECIDING,
    REACHES,
    SUMS_SAID,
    describe,
)
from claimbook.scenarios.scenario import Scenario, scenarios
from claimbook.site.places import page_of
from claimbook.site.scripts import ON_DEMAND, write_served
from claimbook.system.templates import template

#: Limits of how numbers are written and of what is asked about, in the page as in Python.
WORDING = {"sureDigits": SURE_DIGITS, "mostPercent": MOST_PERCENT, "far": FAR, "farYears": FAR_YEARS}

#: A slider reaches this many times the value, and this part of it; a date this many years about it.
REACH = 10.0
YEARS = 5.0


class WhatIf(SphinxDirective):
    """Where the script builds its sliders and verdicts: ``what-if``."""

    def run(self) -> list[nodes.Node]:
        """Render the place, with what it says where scripts do not run."""
        return [nodes.raw("", template("what_if.html.j2", "claimbook.site").render(), format="html")]


def write_live_scripts(model: Model, folder: Path) -> None:
    """Write the scripts that a page loads when a reader asks for them, beside those it names itself."""
    for name in ON_DEMAND:
        write_served(name, folder)
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
    unmoved = [result for result in model.results if not result.claim.quantities]
    resting = claims_resting(results, project)
    data = {
        "assumptions": {
            name: assumption_facts(assumption, resting[name], project) for name, assumption in assumptions.items()
        },
        "claims": claims,
        "chapters": {chapter: project.words.spoken(chapter.replace("-", "_")) for chapter in chapters},
        "units": {unit: project.reader.wording(unit) | forms(unit, project) for unit in sorted(used_units)},
        "writing": writing(used_units, project),
        "groups": groups_facts(project, assumptions),
        "verdicts": [str(verdict) for verdict in Verdict],
        "words": {str(verdict): [verdict.word, verdict.meaning] for verdict in Verdict},
        "rules": rules(),
        "exact": {kind: EXACT_BECAUSE[kind].capitalize() for kind in EXACT},
        "unmoved": Counter(str(result.verdict) for result in unmoved),
        "unmovedMain": sum(result.claim.weight == "main" for result in unmoved),
        "presets": [preset_facts(scenario, model, assumptions) for scenario in scenarios(project)],
        "scenario": model.settings,
        "levels": [LEVELS[0], 0.5, LEVELS[1]],
        "rounding": ROUNDING,
        "metalog": {"lowest": LOWEST, "nearest": NEAREST},
        "farthest": FARTHEST,
        "wording": WORDING,
        "unmovable": [name for name in model.assumptions if name not in assumptions],
        "aliases": {old: now for old, now in project.names["alias"].items() if now in assumptions},
        "whatIf": f"{what_if}.html" if (what_if := page_of(project, "what-if")) else "",
        "register": f"{register}.html" if (register := page_of(project, "register")) else "",
    }
    functions = "\n".join(
        f"  {q}: {function(project, q)}," for q in sorted({q for result in results for q in result.claim.quantities})
    )
    return (
        "// Made at build time: each quantity that a claim needs, printed from its derivation's SymPy form, and the\n"
        "// tables of assumptions and claims. Formulas hold in root units; a unit's factor leads there.\n"
        f"globalThis.claimbook ??= {{}};\nclaimbook.derivations = {{\n{functions}\n}};\n"
        f"claimbook.tables = {json.dumps(data, ensure_ascii=False)};\n"
    )


def live_results(model: Model) -> list[Result]:
    """Results of the claims that have a quantity: those that an assumption can move."""
    return [model.result(claim.id) for claim in model.project.claims.values() if claim.quantities]


def live_assumptions(model: Model) -> dict[str, Assumption]:
    """Assumptions that such a claim rests on, in the order of the table."""
    needed = {name for result in live_results(model) for name in upstream_of_claim(model.project, result.claim)}
    return {name: assumption for name, assumption in model.assumptions.items() if name in needed}


def claims_resting(results: Iterable[Result], project: Project) -> dict[str, list[Claim]]:
    """The claims that rest on each assumption, in the order of the results."""
    found: dict[str, list[Claim]] = {}
    for result in results:
        for name in upstream_of_claim(project, result.claim):
            found.setdefault(name, []).append(result.claim)
    return found


def function(project: Project, quantity: str) -> str:
    """JavaScript of a quantity: the assumptions it needs, and its formula as a function of them."""
    needs = upstream(project, quantity)
    body = sympy.jscode(formula(project, quantity))
    return f"{{ needs: {json.dumps(needs)}, value: ({{ {', '.join(needs)} }}) => {body} }}"


def assumption_facts(assumption: Assumption, resting: Sequence[Claim], project: Project) -> dict[str, Any]:
    """An assumption as the browser needs it: numbers in its own unit, the factor to root units, its slider's ends."""
    value = assumption.value.magnitude
    maximum = None if assumption.maximum is None else assumption.maximum.magnitude
    if assumption.is_date:
        ends = (value - YEARS, value + YEARS)
    else:
        ends = (value / REACH, value * REACH if maximum is None else min(value * REACH, maximum))
    return {
        "label": project.words.spoken(assumption.name),
        "description": assumption.description,
        "unit": assumption.unit,
        "factor": project.units.root_factor(assumption.unit),
        "value": value,
        "kind": assumption.kind,
        "exact": project.assumptions[assumption.name].kind in EXACT,
        "spread": spread_when_set(project.assumptions[assumption.name]),
        "distribution": assumption.distribution,
        "choices": [choice.magnitude for choice in assumption.choices],
        "changed": project.names["changed"].get(assumption.name, ""),
        "printedEnds": [end.magnitude for end in assumption.printed_ends],
        "range": [assumption.low.magnitude, assumption.high.magnitude] if assumption.is_range else None,
        "maximum": maximum,
        "slider": ends,
        "date": assumption.is_date,
        "fitted": assumption.trend is not None,
        "chapter": resting[0].chapter,
    }


def spread_when_set(assumption: Assumption) -> str:
    """How values spread over a range that a reader sets without a name, as `Model.with_` has it."""
    return assumption.distribution if assumption.distribution in ("uniform", "pert") else "metalog"


def groups_facts(project: Project, live: Collection[str]) -> dict[str, list[str]]:
    """Names that a link may set together, as far as they have sliders."""
    found = {name: [one for one in group.assumptions if one in live] for name, group in project.groups.items()}
    return {name: members for name, members in found.items() if members}


def setting_facts(assumption: Assumption, own: Assumption) -> Any:
    """
    A value or range that a scenario sets, as the browser has it; none if the browser cannot draw from it.

    A range is its low end, value and high end, with the name of its distribution where that is not the one that the
    assumption's ranges have anyway, and the values of a choice with their weights.
    """
    if not assumption.is_range:
        return assumption.value.magnitude
    ends = [end.magnitude for end in (assumption.low, assumption.value, assumption.high)]
    if assumption.distribution == "pert":  # it needs the incomplete beta function
        return None
    if assumption.distribution == spread_when_set(own):
        return ends
    choices = [[choice.magnitude for choice in assumption.choices], [*assumption.weights]]
    return [*ends, assumption.distribution, *(choices if assumption.choices else [])]


def preset_facts(scenario: Scenario, model: Model, live: Collection[str]) -> dict[str, Any]:
    """
    A scenario as the browser needs it: its title, why one would ask, and what it sets, each in its own unit.

    Ranges are as `setting_facts` has them. `beyond` says what it sets that has no slider: breakpoints of trends,
    which a browser does not fit again, and what no claim rests on.
    """
    changed = scenario.model(model.project).assumptions
    own = model.project.assumptions
    values = {name: setting_facts(changed[name], own[name]) for name in scenario.settings if name in live}
    values = {name: setting for name, setting in values.items() if setting is not None}
    return {
        "name": scenario.name,
        "title": scenario.title,
        "why": scenario.why,
        "values": values,
        "beyond": [changed[name].description for name in scenario.settings if name not in values],
    }


def claim_facts(result: Result, model: Model) -> dict[str, Any]:
    """A claim as the browser needs it: what it is held against, its printed figure, how it stands before any change."""
    project = model.project
    claim, printed, texts = result.claim, result.claim.printed, describe(result, project.words)
    unit = claim.unit or own_unit(project, result.quantity)
    return {
        "statement": claim.statement,
        "source": str(project.sources.loc[claim.source, "short"]),
        "line": claim.line,
        "weight": claim.weight,
        "link": f"book/{claim.chapter}.html",
        "unit": unit,
        "factor": project.units.root_factor(unit),
        "digits": claim.shown_digits,
        "printed": None if printed is None else printed_facts(printed),
        "claimed": texts["claimed"],
        "worded": bool(claim.unit),
        "tests": [test_facts(one) for one in result.tests],
        "unsettled": place(told(Answer.LEAVES_OPEN, claim)),
        "needs": upstream_of_claim(project, claim),
        "verdict": str(result.verdict),
        "adds_up": str(result.adds_up),
        "is_so": str(result.is_so),
        "deciding": result.tests.index(result.deciding) if result.deciding else None,
    }


def test_facts(one: TestResult) -> dict[str, Any]:
    """A test as the browser needs it: what it is held against, or what it says whatever is changed."""
    test = one.test
    numbers = ("value", "low", "median", "high", "probability", "percentile")
    return {
        "kind": test.kind,
        "quantity": test.quantity,
        "bearing": test.bearing,
        "grade": one.grade,
        "fixed": bool(test.finding or not test.quantity),
        "answer": SUMS.index(one.answer) if isinstance(one.answer, AddsUp) else place(one.answer),
        **{name: getattr(one, name) for name in numbers},
    }


def rules() -> dict[str, Any]:
    """The rules of `claimbook.model.verdict` as tables and numbers."""
    return {
        "sums": [str(word) for word in SUMS],
        "answers": [str(word) for word in ANSWERS],
        "said": {
            "sums": {str(word): said for word, said in SUMS_SAID.items()},
            "answers": {str(word): said for word, said in ANSWERS_SAID.items()},
            "not_deciding": NOT_DECIDING,
            "chance_of": CHANCE_OF,
            "reaches": REACHES,
            "all_certain": ALL_CERTAIN,
        },
        "verdicts": [str(word) for word in VERDICTS],
        "words": WORDS.tolist(),
        "together": TOGETHER.tolist(),
        "settling": len(SETTLING),
        "likely": LIKELY_FROM,
        "possible": POSSIBLE_FROM,
        "quarter": QUARTER,
        "widest": WIDEST,
    }


def printed_facts(printed: PrintedFigure) -> dict[str, Any]:
    """A printed figure as the browser needs it; an end that is infinite is null."""
    low, high = (None if isinf(end) else end for end in (printed.low, printed.high))
    return {
        "relation": printed.relation,
        "claimed": printed.claimed,
        "halfUnit": printed.half_unit,
        "point": printed.is_point,
        "low": low,
        "high": high,
    }


def forms(unit: str, project: Project) -> dict[str, Any]:
    """
    What people may write before and after a number in this unit: see `claimbook.register.values.Reader.forms`.

    Of a unit of money also what is said of a value in other money: see `said_of_other_money`.
    """
    other = said_of_other_money(unit, project)
    facts = {"unit": unit, "forms": [list(form) for form in project.reader.forms(unit)]}
    return facts | ({"otherMoney": other} if other else {})


def writing(units: Iterable[str], project: Project) -> dict[str, Any]:
    """What the browser's reader needs beside forms of units: of `Reader.for_browser`, of currencies, of bounds."""
    places = {"before": BEFORE, "behind": BEHIND}
    relations = {
        place: {word: relation for relation, words in said.items() for word in words} for place, said in places.items()
    }
    return project.reader.for_browser(units) | {"currencies": CODES, "relations": relations}


def draws_script(model: Model, count: int = DRAWS) -> str:
    """
    The script with the draws of uncertain assumptions, as far as the browser cannot make them itself.

    The order of an assumption's draws is that of scrambled numbers from its seed, or stored where it is correlated
    with others; a reader may give a range to any. Their values, in root units, follow from the metalog's terms or the
    ends of the range; those of any other distribution are stored from least to greatest.
    """
    correlated = correlated_ranks(model.project.correlations, count)
    live = live_assumptions(model)
    data = {
        "count": count,
        "orders": {name: packed(correlated[name], "<u2") if name in correlated else seed(name) for name in live},
        "spreads": {name: values_in_order(a, count) for name, a in live.items() if a.is_range},
    }
    return f"globalThis.claimbook ??= {{}};\nclaimbook.draws = {json.dumps(data)};\n"


def values_in_order(assumption: Assumption, count: int) -> dict[str, Any]:
    """Where an assumption's values from least to greatest come from."""
    if assumption.distribution == "metalog":
        maximum = None if assumption.maximum is None else root_magnitude(assumption.maximum)
        return {"metalog": metalog_terms(assumption), "maximum": maximum}
    if assumption.distribution == "uniform":
        return {"uniform": [root_magnitude(assumption.low), root_magnitude(assumption.high)]}
    if assumption.distribution == "choice":
        return {
            "choice": [root_magnitude(choice) for choice in assumption.choices],
            "weights": list(assumption.weights),
        }
    if assumption.distribution == "lognormal":
        return {"lognormal": [root_magnitude(assumption.low), root_magnitude(assumption.high)]}
    return {"values": packed(spread(assumption, spaced(count)), "<f8")}


def packed(numbers: np.ndarray, kind: str) -> str:
    """Numbers of a NumPy type as base64."""
    return b64encode(numbers.astype(kind).tobytes()).decode()

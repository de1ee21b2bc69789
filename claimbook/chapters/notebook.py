"""A chapter's charts, and what its sentences may cite of its model."""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType

import pint

from claimbook.errors import UserError
from claimbook.model.algebra import break_even
from claimbook.model.graph import upstream, upstream_of_claim
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES, Verdict
from claimbook.register.claims import Claim
from claimbook.results.describing import describe, describe_numbers, needed_of

#: What pages about the whole book may cite besides: see `claimbook.site.board`.
OF_THE_BOOK = (
    "count", "count.main", "count.open", *(f"count.{verdict.replace(' ', '-')}" for verdict in Verdict), "score",
    "source-count", "Source-count", "Source-number",
)  # fmt: skip


def chart_module(name: str, model: Model) -> ModuleType:
    """
    A module of the book's own charts: book/charts/NAME.py.

    It is loaded under a name of its own, wherever one stands, so that the charts of two books do not meet.

    Raises
    ------
    UserError
        If there is no such module, or it cannot be loaded, naming its line.
    """
    folder = model.project.book / "charts"
    path = folder / f"{name}.py"
    place = model.project.name_of(path)
    if not path.is_file():
        raise UserError(f"{place} is missing")
    package = f"charts_{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    if package not in sys.modules:
        spec = ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        sys.modules[package] = importlib.util.module_from_spec(spec)
    try:
        return importlib.import_module(f"{package}.{name}")
    except SyntaxError as error:
        raise UserError(f"{place}, line {error.lineno}: {error.msg}") from None
    except ImportError as error:
        raise UserError(f"{place}: {error}") from None


def result_texts(model: Model, claims: list[Claim]) -> dict[str, str]:
    """Derived numbers and verdicts as text, by the key under which prose cites them: see `result_writers`."""
    return {key: write() for key, write in result_writers(model, claims).items()}


def result_writers(model: Model, claims: list[Claim]) -> dict[str, Callable[[], str]]:
    """
    What prose may cite, by its key: functions that write it, since some take long and not all are cited.

    ``ASSUMPTION`` is its value and ``ASSUMPTION.interval`` its range. For each claim there are ``ID.claimed``,
    ``ID.derived``, ``ID.interval``, ``ID.chance``, ``ID.verdict`` (of what decides, or else of the first test with
    numbers), for each quantity that it is held against ``ID.QUANTITY``, and for each assumption of these
    ``ID.believe.ASSUMPTION``: the nearest value that would make the claim true. ``EVIDENCE`` is the value of a piece of
    evidence.
    """
    project, words = model.project, model.project.words
    writers: dict[str, Callable[[], str]] = {}

    def quantity(value: pint.Quantity, unit: str) -> Callable[[], str]:
        return partial(words.write_quantity, value.magnitude, unit, digits=6)

    for claim in claims:
        result = model.result(claim.id)
        said = {"verdict": PHRASES[result.verdict], **describe(result, words)}
        if result.leading:
            leading = describe_numbers(result.leading, result, words)
            said |= {key: text for key, text in leading.items() if not said[key]}
        for one in result.tests:
            if one.test.quantity:
                said[one.test.quantity] = describe_numbers(one, result, words)["derived"]
        writers |= {f"{claim.id}.{key}": partial(str, text) for key, text in said.items() if text}
        for name in upstream_of_claim(project, claim):
            assumption = model.assumptions[name]
            low, high = assumption.low.magnitude, assumption.high.magnitude
            writers[name] = quantity(assumption.value, assumption.unit)
            writers[f"{name}.interval"] = partial(words.write_interval, low, high, assumption.unit, digits=6)
            if claim.printed:
                writers[f"{claim.id}.believe.{name}"] = partial(write_belief, model, claim, name)
        for key in claim.evidence:
            fact = project.find_evidence(key)
            if fact.value is not None:
                writers[key] = quantity(fact.value, fact.unit)
    return writers


def write_belief(model: Model, claim: Claim, name: str) -> str:
    """The nearest value of an assumption that would make a claim true, in words: by the first quantity it bears on."""
    quantity = next(one for one in claim.quantities if name in upstream(model.project, one))
    value = break_even(model, claim.id, quantity, name)
    return "no value" if value is None else needed_of(value, claim.id, quantity, model.assumptions[name], model).said

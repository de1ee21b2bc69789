"""From a notebook's parameters to its model, and from the model to the notebook's prose."""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from importlib.machinery import ModuleSpec
from types import ModuleType

import pint
from IPython.display import HTML, display

from claimbook.errors import UserError, unknown
from claimbook.model.algebra import break_even
from claimbook.model.graph import upstream, upstream_of_chapter, upstream_of_claim
from claimbook.model.model import Model
from claimbook.model.verdict import PHRASES, Verdict
from claimbook.project import Project
from claimbook.register.claims import Claim
from claimbook.results.describing import describe, describe_numbers

#: What pages about the whole book may cite besides: see `claimbook.site.board`.
OF_THE_BOOK = (
    "count", "count.main", "count.open", *(f"count.{verdict.replace(' ', '-')}" for verdict in Verdict), "score",
    "source-count", "Source-count", "Source-number",
)  # fmt: skip

#: The environment variable by which the engine tells a notebook that it has filled its sentences.
SENTENCES, FILLED = "CLAIMBOOK_SENTENCES", "filled"

#: Names that IPython itself puts beside a notebook's own.
IPYTHON_NAMES = {"In", "Out", "exit", "quit", "get_ipython", "open"}


def chapter_model(chapter: str, variables: Mapping[str, object]) -> Model:
    """
    Model with a notebook's parameters, checked: a name that is no assumption of the chapter is an error.

    Parameters
    ----------
    chapter : str
        The notebook's name, without its ending.
    variables : mapping
        The notebook's variables, as ``globals()`` gives them when only parameters are set.

    Raises
    ------
    UserError
        If a parameter is not an assumption this chapter depends on, or its value does not fit.
    """
    project = Project.here()
    parameters = {
        name: value
        for name, value in variables.items()
        if isinstance(value, str | float | int) and not name.startswith("_") and name not in IPYTHON_NAMES
    }
    expected = upstream_of_chapter(project, chapter)
    # A value that is given under an earlier name is meant, and not the one that the notebook itself has.
    for name in [name for name in parameters if name in project.names["alias"]]:
        parameters[project.current_name(name)] = parameters.pop(name)
    for name in parameters:
        if name not in expected:
            raise unknown(f"assumption of the chapter {chapter}", name, expected)
    if missing := [name for name in expected if name not in parameters]:
        raise UserError(f"the parameters of {chapter} lack {', '.join(missing)}")
    model = Model.of(project).with_(**parameters)
    if model.changes and os.environ.get(SENTENCES) != FILLED:
        display(HTML(notice(model)))  # type: ignore[no-untyped-call]
    return model


def notice(model: Model) -> str:
    """HTML that says where a notebook's sentences stand that somebody executes without the engine."""
    values = "; ".join(f"<code>{escape(name)} = {escape(one.written)}</code>" for name, one in model.changes.items())
    return (
        f"<p><strong>Other inputs than the book's:</strong> {values}. Cards, charts and tables follow them. "
        "The numbers in the sentences stay as they were written; <code>claimbook rerun</code> writes them anew.</p>"
    )


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
    return (
        "no value"
        if value is None
        else model.project.words.write_quantity(value.magnitude, model.assumptions[name].unit)
    )

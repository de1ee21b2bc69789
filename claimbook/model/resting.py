"""What an answer rests on, in words: figures that sources print, values that were set, or the asker's numbers alone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimbook.register.assumptions import Assumption

if TYPE_CHECKING:
    from claimbook.model.model import Model


def is_arithmetic(names: Iterable[str], model: "Model", source: str = "") -> bool:
    """
    Whether a formula redoes arithmetic: what it takes is all printed by one source, or was set to one value.

    From such figures follows whether a claim adds up, and never whether it is so. Questions, claims that are saved and
    `claimbook check` keep to this one rule.

    Parameters
    ----------
    names : iterable of str
        The assumptions that it takes.
    model : Model
        The model that has them.
    source : str
        The source whose claim it is; empty for whichever prints them.
    """
    taken = list(names)
    return not not_of(source or first_source(taken, model), taken, model)


def not_of(source: str, names: Iterable[str], model: "Model") -> list[Assumption]:
    """Assumptions that a source does not print itself and that nobody set to one value: its arithmetic takes none."""
    return [
        one
        for one in without_definitions(names, model)
        if not (one.name in model.changes and not one.is_range)
        and not (is_of_a_source(one, model) and one.reference.strip() == source)
    ]


def first_source(names: Iterable[str], model: "Model") -> str:
    """The source that prints the first of these assumptions that one does; empty if none does."""
    inputs = without_definitions(names, model)
    return next((one.reference.strip() for one in inputs if is_of_a_source(one, model)), "")


def without_definitions(names: Iterable[str], model: "Model") -> list[Assumption]:
    """Assumptions that could be otherwise."""
    inputs = (model.assumptions[name] for name in names)
    return [one for one in inputs if one.kind != "definition" or one.name in model.changes]


def is_of_a_source(one: Assumption, model: "Model") -> bool:
    """Whether a source of the book prints this assumption as it is."""
    return one.name not in model.changes and one.reference.strip() in model.project.sources.index


def basis_of_arithmetic(names: Iterable[str], model: "Model") -> str:
    """What arithmetic rests on: ``on what Herald 2024 itself prints; nothing from outside is in it``."""
    inputs = without_definitions(names, model)
    if not inputs:
        return "on the numbers given; nothing of the book is in it"
    source = first_source((one.name for one in inputs), model)
    said = [f"on what {model.project.sources.loc[source, 'short']} itself prints"] if source else []
    return f"{' and '.join([*said, *on_what_was_set(inputs, model)])}; nothing from outside is in it"


def conditions(names: Iterable[str], model: "Model") -> list[str]:
    """What an estimate holds on besides: what was set, and what is taken over from sources, by name."""
    inputs = without_definitions(names, model)
    said = on_what_was_set(inputs, model)
    printed: dict[str, list[Assumption]] = {}
    for one in inputs:
        if is_of_a_source(one, model):
            printed.setdefault(str(model.project.sources.loc[one.reference.strip(), "short"]), []).append(one)
    parts = [f"what {title} prints ({with_values(ones, model)})" for title, ones in printed.items()]
    nothing_else = all(is_of_a_source(one, model) or one.name in model.changes for one in inputs)
    ends = ", which no one source prints together" if len(parts) > 1 and nothing_else else ""
    return [*said, f"it takes for granted {' and '.join(parts)}{ends}"] if parts else said


def on_what_was_set(inputs: Iterable[Assumption], model: "Model") -> list[str]:
    """That it is on values that were set, with these; empty if none was."""
    changed = [one for one in inputs if one.name in model.changes]
    if not changed:
        return []
    which = "value that was set" if len(changed) == 1 else "values that were set"
    return [f"on the {which} ({with_values(changed, model)})"]


def with_values(inputs: Iterable[Assumption], model: "Model") -> str:
    """Assumptions with their values: ``boat_price: $2 million per boat``."""
    return ", ".join(f"{one.name}: {value_or_range(one, model)}" for one in inputs)


def value_or_range(one: Assumption, model: "Model") -> str:
    """An assumption's value, or the range in which it lies."""
    words = model.project.words
    if one.is_range:
        return words.write_interval(one.low.magnitude, one.high.magnitude, one.unit, digits=6)
    return words.write_quantity(one.value.magnitude, one.unit, digits=6)

"""What a user finds when asking for an assumption or a quantity: its figures, and which claims hang on it."""

from typing import Any

from claimbook.model.comparison import description_of
from claimbook.model.graph import derivation_names, everything_behind, needs, unit_of, upstream, with_breakpoints
from claimbook.model.model import Model
from claimbook.project import Project, remembered
from claimbook.results.records import assumption_record, quantity_record, rounded, value_of


@remembered
def claims_by_name(project: Project) -> dict[str, tuple[str, ...]]:
    """Ids of the claims that hang on each assumption and quantity, be it through others, in the register's order."""
    found: dict[str, list[str]] = {name: [] for name in (*project.assumptions, *derivation_names(project))}
    for claim in project.claims.values():
        for name in names_behind(project, claim.quantities):
            found[name].append(claim.id)
    return {name: tuple(ids) for name, ids in found.items()}


def names_behind(project: Project, quantities: tuple[str, ...]) -> set[str]:
    """Some quantities and all that they are computed from, where the eras begin and end that inputs are fitted to."""
    behind = {name for quantity in quantities for name in (quantity, *everything_behind(project, quantity))}
    return behind | set(with_breakpoints(project, (name for name in behind if name in project.assumptions)))


def used_by(name: str, project: Project) -> list[str]:
    """Quantities whose formulas name a quantity or assumption, and fitted assumptions whose era it ends."""
    fitted = [trend for trend, one in project.trends.items() if name in (one.start, one.end)]
    return [*fitted, *(one for one in derivation_names(project) if name in needs(project, one))]


def quantity_in_short(name: str, model: Model) -> dict[str, Any]:
    """A derived quantity in a flat record: value, interval, unit, description, which claims hang on it."""
    unit = unit_of(model.project, name)
    low, median, high = model.quantiles(name, unit)
    return {
        "name": name,
        "value": value_of(name, model),
        "low": rounded(low),
        "median": rounded(median),
        "high": rounded(high),
        "unit": unit,
        "description": description_of(name, model),
        "assumptions": list(upstream(model.project, name)),
        "claims": list(claims_by_name(model.project)[name]),
    }


def assumption_in_short(name: str, model: Model) -> dict[str, Any]:
    """An assumption in a flat record: value, range, unit, where from, its groups, which claims hang on it."""
    return {
        **assumption_record(name, model),
        "groups": [group for group, one in model.project.groups.items() if name in one.assumptions],
        "claims": list(claims_by_name(model.project)[name]),
    }


def all_of_group(name: str, model: Model) -> dict[str, Any]:
    """A group with the assumptions that it sets, and the claims that hang on any of them."""
    group, hanging = model.project.groups[name], claims_by_name(model.project)
    touched = {claim for one in group.assumptions for claim in hanging[one]}
    return {
        "name": name,
        "description": group.description,
        "assumptions": [assumption_record(one, model) for one in group.assumptions],
        "claims": [claim for claim in model.project.claims if claim in touched],
    }


def all_of_assumption(name: str, model: Model) -> dict[str, Any]:
    """An assumption with what uses it."""
    return {**assumption_in_short(name, model), "used_by": used_by(name, model.project)}


def all_of_quantity(name: str, model: Model) -> dict[str, Any]:
    """A derived quantity with its formula, its inputs, what drives it, what uses it, and which claims hang on it."""
    inputs = [assumption_record(one, model) for one in upstream(model.project, name)]
    more = {"inputs": inputs, "used_by": used_by(name, model.project)}
    return {**quantity_record(name, model), **more, "claims": list(claims_by_name(model.project)[name])}

"""`claimbook assumptions` and `claimbook quantities`: what there is to look up, to set and to ask about."""

from typing import TYPE_CHECKING, Any

import click

from claimbook.commands.console import escape, new_table, open_book, print_json, tell, tell_table
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import as_json_option

if TYPE_CHECKING:
    from claimbook.register.wording import Wording


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@as_json_option
@kept_between_runs()
def assumptions(words: tuple[str, ...], as_json: bool) -> None:
    """
    List the assumptions: value, range, where from, how many claims hang on each.

    Below them stand the groups of assumptions that one setting sets together.

    WORDS are looked for in names, descriptions and figures, as the site's search does: 'price', '30%', '25,000'.
    """
    from claimbook.model.model import Model
    from claimbook.results.lookup import assumption_in_short

    project = open_book()
    model = Model.of(project)
    names, groups, near = [*model.assumptions], [*project.groups], []
    if words:
        from claimbook.results.searching import assumption_items, find, group_items, near_words

        asked = " ".join(words)
        single, several = assumption_items(model), group_items(project)
        names, groups = (find(asked, items, project) for items in (single, several))
        near = [] if names or groups else near_words(asked, [*single, *several], project)
    records = [assumption_in_short(name, model) for name in names]
    if as_json:
        print_json(records)
        return
    table = new_table("Assumption", "Value", "Range", "Claims", "What it is", "From")
    for record in records:
        table.add_row(
            record["name"],
            project.words.write_quantity(record["value"], record["unit"], 6),
            interval_of(record, project.words, 6),
            str(len(record["claims"])),
            escape(record["description"]),
            escape(", ".join(project.citation(key).label for key in record["reference"].split())),
        )
    print_found(table, records, "assumption", words, near)
    if groups:
        more = new_table("Group", "Sets", "What it is")
        for name in groups:
            group = project.groups[name]
            more.add_row(name, escape(", ".join(group.assumptions)), escape(group.description))
        tell()
        tell_table(more)


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@as_json_option
@kept_between_runs()
def quantities(words: tuple[str, ...], as_json: bool) -> None:
    """
    List the derived quantities: value, interval, how many claims hang on each.

    WORDS are looked for in names and descriptions, as the site's search does.
    """
    from claimbook.model.graph import derivation_names
    from claimbook.model.model import Model
    from claimbook.results.lookup import quantity_in_short

    project = open_book()
    model = Model.of(project)
    names, near = [*derivation_names(project)], []
    if words:
        from claimbook.results.searching import find, near_words, quantity_items

        items = quantity_items(model)
        names = find(" ".join(words), items, project)
        near = [] if names else near_words(" ".join(words), items, project)
    records = [quantity_in_short(name, model) for name in names]
    if as_json:
        print_json(records)
        return
    table = new_table("Quantity", "Value", "90 % interval", "Claims", "What it is")
    for record in records:
        figures = [project.words.write_quantity(record["value"], record["unit"]), interval_of(record, project.words)]
        table.add_row(record["name"], *figures, str(len(record["claims"])), escape(record["description"]))
    print_found(table, records, "quantity", words, near)


def interval_of(record: dict[str, Any], words: "Wording", digits: int = 3) -> str:
    """A record's range or interval in words, empty where nothing is uncertain."""
    low, high = record["low"], record["high"]
    return "" if low == high else words.write_interval(low, high, record["unit"], digits)


def print_found(table: Any, records: list[dict[str, Any]], kind: str, words: tuple[str, ...], near: list[str]) -> None:
    """Print what was found as a table, or that nothing was, and what is near to what was asked for."""
    if records:
        tell_table(table)
    else:
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        tell(f"No {kind} is found by {escape(repr(' '.join(words)))}{hint}")

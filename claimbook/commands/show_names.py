"""What `claimbook show` says of an assumption and of a quantity."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimbook.commands.console import escape, new_table, paint, print_json, tell, tell_table
from claimbook.commands.drivers import drivers_table, tell_note

if TYPE_CHECKING:
    from claimbook.model.model import Model


def show_assumption(name: str, model: "Model", as_json: bool) -> None:
    """Print an assumption: value, range, where from, what uses it, which claims hang on it."""
    from claimbook.results.describing import describe_input
    from claimbook.results.lookup import all_of_assumption

    record = all_of_assumption(name, model)
    if as_json:
        print_json(record)
        return
    one, words = model.assumptions[name], model.project.words
    row = describe_input(one, name in model.changes, model.project)
    tell(f"[bold]{escape(one.description)}[/]\n{name}, {article(one.kind)}\n")
    say("Value", str(row["value"]))
    say("Range", f"{row['range']} ({row['spread']})" if row["range"] else str(row["spread"]))
    if one.choices:
        say("One of", ", ".join(words.write_quantity(each.magnitude, one.unit, 6) for each in one.choices))
    if one.maximum is not None:
        say("At most", words.write_quantity(one.maximum.magnitude, one.unit, 6))
    say("Unit", "none" if one.unit == "1" else one.unit)
    say("In groups", ", ".join(record["groups"]))
    say("From", cited(one.reference, one.locator, model))
    say("", one.confirmed)
    if one.is_range:
        say("Range from", ", ".join(filter(None, [one.range_reason, cited(one.range_reference, "", model)])))
    print_hanging(record["used_by"], record["claims"], model)


def show_group(name: str, model: "Model", as_json: bool) -> None:
    """Print a group of assumptions that are set together, and which claims hang on them."""
    from claimbook.results.describing import describe_input
    from claimbook.results.lookup import all_of_group

    record = all_of_group(name, model)
    if as_json:
        print_json(record)
        return
    tell(f"[bold]{escape(record['description'])}[/]\n{name}, a group: --set {name}=… sets all of it\n")
    table = new_table("Assumption", "Value", "Range", "From")
    for one in (model.assumptions[each["name"]] for each in record["assumptions"]):
        row = describe_input(one, False, model.project)
        reference = cited(one.reference, one.locator, model)
        table.add_row(one.name, str(row["value"]), str(row["range"] or row["spread"]), escape(reference))
    tell_table(table)
    print_hanging([], record["claims"], model)


def show_quantity(name: str, model: "Model", as_json: bool) -> None:
    """Print a derived quantity: value, interval, formula, inputs, what drives it, which claims hang on it."""
    from claimbook.model.algebra import equation
    from claimbook.model.graph import upstream
    from claimbook.results.describing import describe_drivers, describe_input, note_on_shares
    from claimbook.results.lookup import all_of_quantity, quantity_in_short

    if as_json:
        print_json(all_of_quantity(name, model))
        return
    project, record = model.project, quantity_in_short(name, model)
    words, unit = project.words, record["unit"]
    tell(f"[bold]{escape(record['description'])}[/]\n{name}, a quantity\n")
    say("Value", words.write_quantity(record["value"], unit))
    if record["low"] < record["high"]:
        median = words.write_quantity(record["median"], unit)
        say("Range", f"{words.write_interval(record['low'], record['high'], unit)} (90 % interval, median {median})")
    say("Unit", "none" if unit == "1" else unit)
    tell(f"\n{escape(f'{name} = {equation(project, name)}')}\n")
    table = new_table("Input", "Value", "Range", "From")
    inputs = [model.assumptions[one] for one in upstream(project, name)]
    for one in inputs:
        row = describe_input(one, False, project)
        reference = cited(one.reference, one.locator, model)
        table.add_row(one.name, str(row["value"]), str(row["range"] or row["spread"]), escape(reference))
    tell_table(table)
    if len(inputs) > 1 and any(one.is_range for one in inputs):
        tell()
        tell_table(drivers_table(describe_drivers(name, unit, model)))
        tell_note(note_on_shares(name, model))
    print_hanging(all_of_quantity(name, model)["used_by"], record["claims"], model)


def article(kind: str) -> str:
    """A kind of assumption with its article."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" if kind != "printed" else "printed in a source"


def say(heading: str, text: str) -> None:
    """Print a line behind its heading; none where there is nothing to say."""
    if text:
        tell(f"{heading:<10} {escape(text)}")


def cited(reference: str, locator: str, model: "Model") -> str:
    """References by author and year, and the place in them."""
    labels = [model.project.citation(key).label for key in reference.split()]
    return ", ".join([*labels, *filter(None, [locator])])


def print_hanging(used_by: Iterable[str], claims: list[str], model: "Model") -> None:
    """Print what uses something, and the claims that hang on it with their verdicts."""
    if used := ", ".join(used_by):
        tell(f"\nUsed by {escape(used)}")
    tell()
    if not claims:
        tell("No claim hangs on it.")
        return
    table = new_table(f"Claims that hang on it: {len(claims)}", "Verdict", "Statement")
    for result in map(model.result, claims):
        table.add_row(result.claim.id, paint(result.verdict), escape(result.claim.statement))
    tell_table(table)

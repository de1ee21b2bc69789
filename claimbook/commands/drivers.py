"""`claimbook drivers`: what moves a quantity, as a tornado in the terminal or in a file."""

from collections.abc import Mapping
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimbook.commands.completing import claims, completing, quantities
from claimbook.commands.console import console, escape, new_table, open_book, print_json, tell, tell_table
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import Given, as_json_option, scenario_option, set_options
from claimbook.commands.settings import chosen, tell_settings

if TYPE_CHECKING:
    from rich.table import Table

#: Characters of a bar that goes from the smallest to the largest value.
WIDTH = 32


def only_prints(options: Mapping[str, Any]) -> bool:
    """Whether nothing is written to a file, and the scenario is one of the book's own."""
    return options["chart"] is None and not (options["scenario"] or "").endswith((".yml", ".yaml"))


@click.command()
@click.argument("subject", metavar="QUANTITY|CLAIM", shell_complete=completing(quantities, claims))
@scenario_option
@set_options
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.svg|.png|.html", help="Write it as a chart.")
@as_json_option
@kept_between_runs(only_if=only_prints)
def drivers(subject: str, scenario: str | None, given: Given, chart: Path | None, as_json: bool) -> None:
    """
    Show what drives a quantity: how far the range of each assumption moves it, the widest first.

    A bar goes from what the quantity is with the assumption at one end of its range to what it is at the other, all
    other assumptions at their values; the mark in it is the value.
    """
    from claimbook.results.describing import describe_drivers, note_on_shares
    from claimbook.results.driving import driven, driving_records

    project = open_book()
    ((start, model),) = chosen([scenario] if scenario else [], given, project)
    what = driven(subject, model)
    if chart is not None:
        from claimbook.charts.drawing import check_chart_file, write_chart
        from claimbook.charts.uncertainty import tornado_of
        from claimbook.results.made import made_with

        check_chart_file(chart)
        made = {**made_with(model), "quantity": what.quantity, "claim": what.claim}
        write_chart(tornado_of(what, model), chart, made)
    records = driving_records(what, model)
    if as_json:
        print_json(records)
        return
    tell_settings(start, model)
    words = project.words
    value = words.write_quantity(what.value, what.unit)
    tell(f"[bold]{escape(words.spoken(what.quantity))}[/]: {escape(value)}\n")
    ends = [end for one in records for end in (one["at_low"], one["at_high"])]
    scale = words.write_interval(min(ends), max(ends), what.unit)
    rows = describe_drivers(what.quantity, what.unit, model)
    width = min(WIDTH, console().width - 4)
    tell_table(drivers_table(rows, [bar(one, records, width) for one in records], scale))
    tell_note(note_on_shares(what.quantity, model))
    if chart is not None:
        tell(f"\nWritten to {escape(str(chart))}")


def tell_note(note: str) -> None:
    """Print a sentence below a table, if there is one to say."""
    if note:
        tell(escape(note))


def bar(record: Mapping[str, Any], records: list[dict[str, Any]], width: int = WIDTH) -> str:
    """
    How far an assumption moves the quantity, beside how far any does: a line as wide as that, with a mark at the value.

    Examples
    --------
    >>> wide, narrow = {"at_low": 1, "at_high": 100, "value": 10}, {"at_low": 31, "at_high": 10, "value": 10}
    >>> bar(wide, [wide, narrow]), bar(narrow, [wide, narrow])
    ('━━━━━━━━━━━━━━━━╋━━━━━━━━━━━━━━━', '                ╋━━━━━━━        ')
    """
    ends = [end for one in records for end in (one["at_low"], one["at_high"], one["value"])]
    scale = log if min(ends) > 0 else float
    least, span = scale(min(ends)), scale(max(ends)) - scale(min(ends))
    if record["at_low"] == record["at_high"] or not span:
        return ""

    def place(value: float) -> int:
        return round((scale(value) - least) / span * (width - 1))

    low, high = sorted((place(record["at_low"]), place(record["at_high"])))
    line = [" "] * low + ["━"] * (high - low + 1) + [" "] * (width - 1 - high)
    line[place(record["value"])] = "╋"
    return "".join(line)


def drivers_table(rows: list[dict[str, str]], bars: list[str] | None = None, scale: str = "") -> "Table":
    """What each assumption does to a quantity; with bars, if there are any, under what they go from and to."""
    drawn = bars if bars and any(bars) else [""] * len(rows)
    heads = ["At its low end", "At its high end", *([scale] if any(drawn) else []), "Of the spread", "1 % more makes"]
    table = new_table("What matters most", *heads)
    for row, line in zip(rows, drawn, strict=True):
        ends = (row["at_low"], row["at_high"]) if row["range"] else (row["exact"], "")
        share = row["share"] if row["range"] else ""
        table.add_row(row["name"], *ends, *([line] if any(drawn) else []), share, row["elasticity"] or "a date")
    return table

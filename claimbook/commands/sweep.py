"""`claimbook sweep`: a quantity or claim over a grid of assumptions."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from claimbook.commands.completing import assumptions, claims, completing, groups, quantities
from claimbook.commands.console import escape, open_book, print_json, progress_bar, tell
from claimbook.commands.options import Given, as_json_option, scenario_option, set_options
from claimbook.commands.settings import ask_about, chosen, tell_settings
from claimbook.errors import UserError

if TYPE_CHECKING:
    from claimbook.model.model import Model
    from claimbook.project import Project
    from claimbook.scenarios.scenario import Scenario
    from claimbook.sweep.output import Summary
    from claimbook.sweep.sweep import Sweep


@click.command()
@click.argument("subject", metavar="QUANTITY|CLAIM", shell_complete=completing(quantities, claims))
@click.option(
    "--over",
    multiple=True,
    required=True,
    metavar="NAME=START:STOP:STEP",
    shell_complete=completing(assumptions, groups, after="="),
    help="Vary an assumption, or all members of a group at once.",
)
@click.option("--draws", type=click.IntRange(0, 10**12), help="Draw the others so often at each point; 0 for not.")
@scenario_option
@set_options
@click.option("--dask", metavar="ADDRESS|local", help="Evaluate on a Dask cluster, or on one process a core.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.parquet|.csv", help="Where the table goes.")
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.svg|.png|.html", help="Where the chart goes.")
@as_json_option
def sweep(
    subject: str,
    over: tuple[str, ...],
    draws: int | None,
    scenario: str | None,
    given: Given,
    dask: str | None,
    out: Path | None,
    chart: Path | None,
    as_json: bool,
) -> None:
    """
    Evaluate a quantity or claim over a grid of one or more assumptions, or groups of them.

    A group of assumptions (`claimbook assumptions` lists them) is varied as one: at each point all its members have the
    same value.

    Of a claim over one assumption it is said where between two points the value passes the printed figure, which the
    points themselves may all miss: between which two, and solved by the formula, at which value.

    With draws each point has a median and a 90 % interval; without them it has what the other assumptions' own values
    give. Verdicts follow the book's rules at each point: a sum may come out within what printed figures leave open. A
    claim that draws decide gets as many as the book's own verdicts if --draws is left out.

    What is not asked for by --out or --chart goes to _build/sweeps/, if neither is given. More than ten million points,
    or a billion draws in all, want --yes.
    """
    from claimbook.sweep.sweep import plan

    project = open_book()
    start, model = chosen([scenario] if scenario else [], given, project)[0]
    planned = plan(project, subject, over, {name: setting.text for name, setting in start.settings.items()}, draws)
    carry_out(planned, subject, Order(project, start, model, given, dask, out, chart, as_json))


class Order(NamedTuple):
    """How a sweep is to be carried out: of which book, from which scenario, where, and what is written."""

    project: "Project"
    start: "Scenario"
    model: "Model"
    given: Given
    dask: str | None
    out: Path | None
    chart: Path | None
    as_json: bool


def carry_out(planned: "Sweep", name: str, order: Order) -> None:
    """Evaluate a sweep, write what was asked for or else all of it below the book's build, and say what was found."""
    from claimbook.model.doubts import change_records
    from claimbook.sweep.output import (
        Summary,
        check_chart,
        check_room,
        check_size,
        check_table,
        draw,
        file_name,
        summary_lines,
        summary_record,
    )
    from claimbook.sweep.sweep import doubts_of_axes
    from claimbook.system.replacing import make_folder

    project, start, model, given, dask, out, chart, as_json = order
    ask_about(doubts_of_axes(planned, project), given)
    refuse_settings_varied(planned, given, project)
    if out is None and chart is None:
        folder, called = project.build / "sweeps", file_name(planned, name)
        out = folder / f"{called}.parquet"
        chart = folder / f"{called}.svg" if len(planned.axes) <= 2 else None
        check_room(planned, out)
        make_folder(folder)
    if out is not None:
        check_table(planned, out)
    if chart is not None:
        check_chart(planned, chart)
    if not given.yes:
        check_size(planned)
    summary = Summary()
    run_sweep(planned, dask, out, summary)
    if chart is not None:
        draw(planned, summary, chart)
    written = {"out": str(out) if out else None, "chart": str(chart) if chart else None}
    if as_json:
        print_json({**summary_record(planned, summary), "set": change_records(model, start.settings), **written})
        return
    tell_settings(start, model)
    for line in summary_lines(planned, summary):
        tell(escape(line))
    for path in filter(None, written.values()):
        tell(f"Written to {escape(path)}")


def refuse_settings_varied(planned: "Sweep", given: Given, project: "Project") -> None:
    """
    Refuse to set what is varied.

    Raises
    ------
    UserError
        If the sweep varies all that one of the settings sets, which would so change nothing.
    """
    varied_by = {member: axis.name for axis in planned.axes for member in axis.members}
    for setting in given.settings:
        name = project.current_name(setting.partition("=")[0].strip())
        members = project.members(name)
        if varied_by.keys() >= set(members):
            axes = " and ".join(dict.fromkeys(varied_by[member] for member in members))
            raise UserError(f"--over varies {axes}, so --set {name} would change nothing; leave out one of them")


def run_sweep(planned: "Sweep", dask: str | None, out: Path | None, summary: "Summary") -> None:
    """Evaluate a sweep and write it block by block, showing how far it is."""
    from contextlib import ExitStack

    from claimbook.sweep.output import summarised, table_writer
    from claimbook.sweep.sweep import cluster, evaluate

    with ExitStack() as stack:
        run = stack.enter_context(cluster(dask)) if dask else None
        append = stack.enter_context(table_writer(planned, out)) if out else None
        progress = stack.enter_context(progress_bar())
        task = progress.add_task("Points", total=planned.points)
        for block in summarised(planned, evaluate(planned, run), summary):
            if append:
                append(block)
            progress.update(task, advance=len(block.columns["value"]))

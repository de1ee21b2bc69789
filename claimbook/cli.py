"""The command line; what begins new things is in `claimbook.authoring.commands`."""

import os
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from claimbook.authoring.commands import add_commands
from claimbook.errors import Renamed, UserError, unknown
from claimbook.model.verdict import Verdict
from claimbook.system.terminals import json_text, prepare_output, say

if TYPE_CHECKING:
    from claimbook.model.model import Model
    from claimbook.project import Project
    from claimbook.results.diff import Difference
    from claimbook.scenarios.scenario import Scenario
    from claimbook.sweep.output import Summary
    from claimbook.sweep.sweep import Sweep

#: Lines go out whole where no terminal would wrap them.
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)

STYLES: dict[str, str] = {Verdict.HOLDS: "green", Verdict.PLAUSIBLE: "yellow", Verdict.FAILS: "red"}

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimbook")
@click.option("--book", type=click.Path(path_type=Path), metavar="DIR", help="The book's folder, if not the one here.")
@click.pass_context
def app(context: click.Context, book: Path | None) -> None:
    """Claims of articles re-derived: the register with its verdicts, and the book with other assumptions."""
    context.obj = book


def open_book() -> "Project":
    """The book that --book names, else the one here; read once."""
    from claimbook.project import Project, project_at

    named: Path | None = click.get_current_context().find_root().obj
    return Project.here() if named is None else project_at(named.expanduser().resolve())


@app.command()
@click.option("--source", metavar="KEY", help="Only claims of this source.")
@click.option("--verdict", metavar="WORD", help="Only claims with this verdict.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema by which editors complete and check claims.")
@as_json_option
def claims(source: str | None, verdict: str | None, schema: bool, as_json: bool) -> None:
    """List the register: every claim with its verdict."""
    if schema:
        from claimbook.register.claims import claims_schema

        say(claims_schema().rstrip())
        return
    from claimbook.model.model import Model
    from claimbook.results.describing import describe
    from claimbook.results.records import claim_record

    project = open_book()
    if source is not None and source not in project.sources.index:
        raise unknown("source", source, project.sources.index)
    if verdict is not None and verdict not in set(Verdict):
        raise unknown("verdict", verdict, [str(word) for word in Verdict])
    results = [
        result
        for result in Model.of(project).results
        if source in (None, result.claim.source) and verdict in (None, result.verdict)
    ]
    if as_json:
        print_json([claim_record(result) for result in results])
        return
    table = new_table("Claim", "Claimed", "Found", "Verdict", "How likely", "Statement")
    for result in results:
        facts = describe(result, project.words)
        row = [
            result.claim.id,
            facts["claimed"],
            facts["derived"],
            paint(result.verdict),
            facts["chance"],
            escape(result.claim.statement),
        ]
        table.add_row(*row)
    console.print(table)


@app.command()
@click.argument("claim_id", metavar="ID")
@as_json_option
def show(claim_id: str, as_json: bool) -> None:
    """Show one claim: statement, equation, inputs with units and references, derived value, verdict."""
    from claimbook.model.algebra import formula
    from claimbook.model.graph import upstream, upstream_of_claim
    from claimbook.model.model import Model
    from claimbook.results.describing import (
        MENDED,
        describe,
        describe_belief,
        describe_drivers,
        describe_evidence,
        describe_input,
        describe_test,
        printed_numeral,
    )
    from claimbook.results.records import (
        assumption_record,
        belief_records,
        claim_record,
        driver_records,
        evidence_record,
    )

    project = open_book()
    model = Model.of(project)
    result = model.result(claim_id)
    claim = result.claim
    names = upstream_of_claim(project, claim)
    equations = {quantity: f"{quantity} = {formula(project, quantity)}" for quantity in claim.quantities}
    facts = [project.find_evidence(key) for key in claim.evidence]
    if as_json:
        more = {
            "equations": equations,
            "inputs": [assumption_record(name, model) for name in names],
            "believe": belief_records(result, model),
            "drivers": {
                quantity: driver_records(quantity, claim.unit, model) for quantity in claim.quantities if claim.unit
            },
            "evidence": [evidence_record(fact) for fact in facts],
        }
        print_json({**claim_record(result), **more})
        return
    figures = describe(result, project.words)
    console.print(f"[bold]{escape(claim.statement)}.[/]")
    source = project.sources.loc[claim.source, "short"]
    numeral = printed_numeral(claim, project)
    printed = f"printed as {numeral}" if numeral else "in words"
    printed += f" ({MENDED})" if numeral != claim.numeral else ""
    console.print(f"{escape(source)}, line {claim.line}, {escape(printed)} ({claim.weight})\n")
    kind = f" ({claim.error_kind} error)" if claim.error_kind and result.verdict is Verdict.FAILS else ""
    console.print(f"Verdict   {paint(result.verdict)}{kind}")
    chance = f", {figures['chance']}" if figures["chance"] else ""
    console.print(f"Adds up   {result.adds_up}\nIs so     {result.is_so}{chance}")
    for heading, text in (("Claimed", figures["claimed"]), ("Found", figures["derived"])):
        if text:
            console.print(f"{heading:<9} {escape(text)}")
    if claim.because and result.verdict is Verdict.FAILS:
        console.print(f"Because   {escape(claim.because)} fails")
    if result.tests:
        console.print()
    for one in result.tests:
        console.print(escape(test_line(describe_test(one, result, project.words))))
    for heading, text in (("Missing", claim.missing), ("Searched", claim.searched), ("Differs", claim.differs_because)):
        if text:
            console.print(f"\n{heading}: {escape(text)}")
    for quantity, equation in equations.items():
        console.print(f"\n{escape(equation)}\n")
        table = new_table("Input", "Value", "Range", "From", "Needed for the claim")
        for name in upstream(project, quantity):
            row = describe_input(model.assumptions[name], False, project)
            labels = [cited.label for cited in row["citations"]]  # type: ignore[attr-defined]
            reference = ", ".join([*labels, *filter(None, [str(row["locator"])])])
            belief = describe_belief(result, quantity, name, model) if claim.printed else {"needed": "", "standing": ""}
            needed = f"{belief['needed']} ({belief['standing']})" if belief["standing"] else belief["needed"]
            table.add_row(name, str(row["value"]), str(row["range"] or row["spread"]), escape(reference), needed)
        console.print(table)
        inputs = [model.assumptions[name] for name in upstream(project, quantity)]
        if len(inputs) > 1 and any(one.is_range for one in inputs):
            console.print()
            console.print(drivers_table(describe_drivers(quantity, claim.unit, model)))
    for fact in facts:
        row = describe_evidence(fact, project)
        value = f": {row['value']}" if row["value"] else ""
        doubt = "; unconfirmed" if row["unconfirmed"] else ""
        label = row["citation"].label  # type: ignore[attr-defined]
        console.print(f"\n{escape(fact.statement)}{value} ({escape(label)}{doubt})")
    if claim.note:
        console.print(f"\n{escape(claim.note)}")


def test_line(row: dict[str, str]) -> str:
    """A test of a claim in one line: what it holds it against, what it found, what it says, how it bears."""
    label = f" ({row['label']})" if row["label"] else ""
    found = f": {row['derived']}" if row["derived"] else ""
    interval = f" ({row['interval']})" if row["interval"] else ""
    missing = f": {row['missing']}" if row["missing"] else ""
    chance = f", {row['chance']}" if row["chance"] else ""
    bearing = f" ({row['bearing']})" if row["bearing"] else ""
    return f"{row['held_against']}{label}{found}{interval}{missing} – {row['answer']}{chance}{bearing}"


set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set an assumption: a value or a range LOW..HIGH; a bare number is in its own unit.",
)


@app.command()
@click.argument("names", nargs=-1, metavar="[SCENARIO]...")
@set_option
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the scenario's site.")
@click.option("--no-site", is_flag=True, help="Only say what moves; build no site.")
@as_json_option
def rerun(names: tuple[str, ...], settings: tuple[str, ...], out: Path | None, no_site: bool, as_json: bool) -> None:
    """
    Run the book with other assumptions: what moves, and a site of its own.

    SCENARIO is a file or the name of one in scenarios/; of several, each gets its site. Settings come on top.
    """
    from claimbook.results.diff import as_records, compare_with_baseline
    from claimbook.scenarios.scenario import read_settings

    project = open_book()
    on_top = read_settings(settings, project)
    chosen = [(scenario, scenario.model(project)) for scenario in chosen_scenarios(names, on_top, project)]
    differences = [compare_with_baseline(scenario.label, model) for scenario, model in chosen]
    sites: list[Path | None] = [None] * len(chosen) if no_site else [*build_sites(chosen, out)]
    if as_json:
        records = [
            {
                "scenario": scenario.name,
                "title": scenario.title,
                "changes": {name: assumption.written for name, assumption in model.changes.items()},
                **as_records(difference),
                "site": str(site) if site else None,
            }
            for (scenario, model), difference, site in zip(chosen, differences, sites, strict=True)
        ]
        print_json(records[0] if len(records) == 1 else records)
        return
    for i, ((scenario, _), difference) in enumerate(zip(chosen, differences, strict=True)):
        if scenario.title:
            console.print(f"[bold]{escape(scenario.title)}[/]")
        print_difference(difference, project)
        if site := sites[i]:
            console.print(f"The scenario's site: {escape(str(site / 'index.html'))}")
        if i + 1 < len(chosen):
            console.print()


def chosen_scenarios(names: tuple[str, ...], on_top: dict[str, str], project: "Project") -> "list[Scenario]":
    """
    The scenarios that a command line asks for, its settings on top of each.

    Raises
    ------
    UserError
        If one does not exist or changes nothing.
    """
    from claimbook.scenarios.scenario import Scenario, find_scenario

    chosen = [find_scenario(name, project).with_(on_top) for name in names] or [Scenario().with_(on_top)]
    for scenario in chosen:
        if not scenario.model(project).changes:
            raise UserError(
                "nothing is changed: name a scenario, or give at least one --set NAME=VALUE "
                "that differs from the baseline"
            )
    return chosen


def progress_bar(*columns: TextColumn | BarColumn | MofNCompleteColumn) -> Progress:
    """How far something is, on a terminal; nothing elsewhere, where a bar would leave an empty line."""
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def build_sites(chosen: "list[tuple[Scenario, Model]]", out: Path | None) -> list[Path]:
    """Build each scenario's site, showing how far it is."""
    from claimbook.chapters.execution import affected_chapters
    from claimbook.site.rerun import build_site, output_folders

    folders = output_folders(out, chosen)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with progress_bar(*columns) as progress:
        for (scenario, model), folder in zip(chosen, folders, strict=True):
            chapters = affected_chapters(model)
            task = progress.add_task(f"{scenario.label}: executing chapters", total=len(chapters) + 1)

            def step(said: str, task: Any = task) -> None:
                progress.update(task, advance=1, description=said)

            build_site(scenario, model, chapters, folder, step)
    return folders


@app.command()
@click.option("--schema", is_flag=True, help="Print the JSON Schema by which editors complete and check a scenario.")
@as_json_option
def scenarios(schema: bool, as_json: bool) -> None:
    """List the scenarios in scenarios/: what each asks, and what it changes."""
    from claimbook.scenarios.scenario import scenarios as all_scenarios
    from claimbook.scenarios.scenario import schema as scenario_schema

    if schema:
        print_json(scenario_schema(open_book()))
        return
    found = all_scenarios(open_book())
    if as_json:
        print_json(
            [
                {
                    "name": scenario.name,
                    "title": scenario.title,
                    "why": scenario.why,
                    "assumptions": {name: asdict(setting) for name, setting in scenario.settings.items()},
                }
                for scenario in found
            ]
        )
        return
    if not found:
        console.print("This book has no scenarios: none is in scenarios/.")
        return
    table = new_table("Scenario", "What is assumed", "Set to")
    for scenario in found:
        changed = ", ".join(f"{name} = {setting.text}" for name, setting in scenario.settings.items())
        table.add_row(scenario.name, escape(scenario.title), escape(changed))
    console.print(table)


@app.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page instead of a table.")
@as_json_option
def diff(before: str, after: str, html: Path | None, as_json: bool) -> None:
    """
    Say what moved from A to B: verdicts that turned, then values by size of change.

    Each is 'baseline', a scenario's name or file, or the results.json of an older build.
    """
    from claimbook.results.diff import as_page, as_records, compare, side_of
    from claimbook.system.replacing import write_aside

    if html is not None and (as_json or html.suffix != ".html"):
        raise UserError("--html goes without --json" if as_json else f"--html {str(html)!r} does not end in .html")
    project = open_book()
    difference = compare(side_of(before, project), side_of(after, project), project)
    if html is not None:
        write_aside(html, as_page(difference, project))
        console.print(f"Written to {escape(str(html))}")
    elif as_json:
        print_json(as_records(difference))
    else:
        print_difference(difference, project)


def from_to(row: dict[str, str]) -> str:
    """What a value was and is; a claim in words has none."""
    return escape(f"{row['before']} → {row['after']}" if row["before"] or row["after"] else "in words")


def print_difference(difference: "Difference", project: "Project") -> None:
    """Print what moved as tables: verdicts that turned first, then values by size of change."""
    from claimbook.results.diff import describe_change

    changes = [describe_change(change, project) for change in [*difference.turned, *difference.moved]]
    if changes:
        table = new_table("Claim", "Claimed", "Found", "Change", "How likely", "Verdict")
        for row in changes:
            turned = row["verdict_before"] != row["verdict_after"]
            verdict = paint(row["verdict_after"])
            table.add_row(
                escape(row["name"]),
                escape(row["claimed"]),
                from_to(row),
                row["factor"],
                row["chance"],
                f"{paint(row['verdict_before'])} → {verdict}" if turned else verdict,
            )
        console.print(table)
    if difference.quantities:
        table = new_table("Other quantity", "Derived", "Change")
        for row in (describe_change(change, project) for change in difference.quantities):
            table.add_row(escape(row["name"]), from_to(row), row["factor"])
        console.print(table)
    for kind, names in (("Only before", difference.gone), ("Only after", difference.new)):
        if names:
            console.print(f"{kind}: {escape(', '.join(names))}")
    console.print(
        f"Verdicts turned: {len(difference.turned)}. Other claims that moved: {len(difference.moved)}. "
        f"Untouched: {difference.untouched}."
    )


@app.command()
@click.argument("subject", metavar="QUANTITY|CLAIM")
@click.option("--over", multiple=True, required=True, metavar="NAME=START:STOP:STEP", help="Vary an assumption.")
@click.option("--draws", type=click.IntRange(0, 10**12), help="Draw the others so often at each point; 0 for not.")
@click.option("--scenario", metavar="SCENARIO", help="Start from this scenario, not from the baseline.")
@set_option
@click.option("--dask", metavar="ADDRESS|local", help="Evaluate on a Dask cluster, or on one process a core.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.parquet", help="Where the results go.")
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.svg|.html", help="Where the chart goes.")
@as_json_option
def sweep(
    subject: str,
    over: tuple[str, ...],
    draws: int | None,
    scenario: str | None,
    settings: tuple[str, ...],
    dask: str | None,
    out: Path | None,
    chart: Path | None,
    as_json: bool,
) -> None:
    """
    Evaluate a quantity or claim over a grid of one or more assumptions.

    With draws each point has a median and a 90 % interval; without them every other assumption is taken as certain. A
    claim that draws decide gets as many as the book's own verdicts if --draws is left out.

    What is not asked for by --out or --chart goes to _build/sweeps/, if neither is given.
    """
    from claimbook.scenarios.scenario import Scenario, find_scenario, read_settings
    from claimbook.sweep.output import Summary, check_chart, check_room, draw, summary_lines, summary_record
    from claimbook.sweep.sweep import plan

    project = open_book()
    start = find_scenario(scenario, project) if scenario else Scenario()
    start = start.with_(read_settings(settings, project))
    planned = plan(project, subject, over, {name: setting.text for name, setting in start.settings.items()}, draws)
    if out is None and chart is None:
        folder = project.build / "sweeps"
        out = folder / f"{subject}.parquet"
        chart = folder / f"{subject}.svg" if len(planned.axes) <= 2 else None
        check_room(planned, out)
        folder.mkdir(parents=True, exist_ok=True)
    if out is not None:
        if out.suffix != ".parquet":
            raise UserError(f"--out {str(out)!r} does not end in .parquet")
        check_room(planned, out)
    if chart is not None:
        check_chart(planned, chart)
    summary = Summary()
    run_sweep(planned, dask, out, summary)
    if chart is not None:
        draw(planned, summary, chart)
    files = {"out": str(out) if out else None, "chart": str(chart) if chart else None}
    if as_json:
        print_json({**summary_record(planned, summary), **files})
        return
    for line in summary_lines(planned, summary):
        console.print(escape(line))
    for path in filter(None, files.values()):
        console.print(f"Written to {escape(path)}")


def run_sweep(planned: "Sweep", dask: str | None, out: Path | None, summary: "Summary") -> None:
    """Evaluate a sweep and write it block by block, showing how far it is."""
    from contextlib import ExitStack

    from claimbook.sweep.output import parquet_writer, summarised
    from claimbook.sweep.sweep import cluster, evaluate

    with ExitStack() as stack:
        run = stack.enter_context(cluster(dask)) if dask else None
        append = stack.enter_context(parquet_writer(planned, out)) if out else None
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        progress = stack.enter_context(progress_bar(*columns))
        task = progress.add_task("Points", total=planned.points)
        for block in summarised(planned, evaluate(planned, run), summary):
            if append:
                append(block)
            progress.update(task, advance=len(block.columns["value"]))


@app.command()
def build() -> None:
    """Build the website into _build/html, where it is not up to date."""
    from claimbook.site.building import build_book, site_of

    project = open_book()
    built = build_book(project, lambda line: click.echo(f"claimbook: {line}", err=True))
    where = os.path.relpath(site_of(project))
    console.print(f"The site is in {where}." if built else f"The site in {where} is up to date.")


@app.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE.pdf]", required=False)
@click.option("--scenario", metavar="SCENARIO", help="The report of this scenario, not of the baseline.")
@set_option
def pdf(file: Path | None, scenario: str | None, settings: tuple[str, ...]) -> None:
    """
    Write the report as a PDF: what was done and found, the main claims, all others as a table, the works cited.

    Without FILE it goes to _build/, under the name of the book's archive or the scenario's.
    """
    from claimbook.paper.report import About, report
    from claimbook.scenarios.scenario import Scenario, find_scenario, read_settings
    from claimbook.site.rerun import folder_name
    from claimbook.site.shell import base_url
    from claimbook.system.replacing import check_place, written_aside

    project = open_book()
    asked = find_scenario(scenario, project) if scenario else Scenario()
    asked = asked.with_(read_settings(settings, project))
    model = asked.model(project)
    if file is None:
        added = f"-{folder_name(asked, model)}" if model.changes else ""
        file = project.build / f"{project.settings.archive}{added}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix != ".pdf":
        raise UserError(f"{str(file)!r} does not end in .pdf")
    check_place(file)
    written = report(model, About(asked.title, base_url(bool(model.changes))))
    with written_aside(file) as aside:
        aside.write_bytes(written)
    console.print(f"Written to {escape(os.path.relpath(file))}")


@app.command()
@click.option(
    "--sources",
    "articles",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with the articles, if not the book's own text/: every numeral is looked up in the ledger.",
)
@click.option(
    "--references", is_flag=True, help="Hold the bibliography against Crossref, arXiv and the web instead (minutes)."
)
def check(articles: Path | None, references: bool) -> None:
    """Check tables, formulas and pages: columns as described, names, units and references known, numerals listed."""
    from claimbook.checks.gate import problems
    from claimbook.ledger.entries import texts_of

    project = open_book()
    if references:
        check_references(project)
        return
    found = problems(project, articles)
    for problem in found:
        say(problem, error=True)
    if found:
        sys.exit(2)
    console.print("The tables are as described, every name, unit and reference is known, and the pages are whole.")
    texts = texts_of(project, articles)
    if texts:
        whose = "the articles" if len(texts) == len(project.sources) else ", ".join(texts)
        console.print(
            f"Every numeral of {whose} is in the ledger, and every row of theirs in the ledger is in the text."
        )
    if unread := [source for source in project.sources.index if source not in texts]:
        names = ", ".join(unread)
        console.print(f"The ledger was not held against {names}: --sources DIR says where the articles are.")


def check_references(project: "Project") -> None:
    """Say where the bibliography differs from the catalogues, and which addresses are dead."""
    from claimbook.checks.catalogues import arxiv_records, crossref_records, dead_addresses, reference_differences

    found = [*reference_differences(project, crossref_records, arxiv_records), *dead_addresses(project)]
    for problem in found:
        say(problem, error=True)
    if found:
        sys.exit(2)
    console.print("Every reference is as Crossref and arXiv have it, and every address answers.")


again_option = click.option(
    "--again", is_flag=True, help="Execute chapters anew even where no input changed, as after a new Python or library."
)


@app.command()
@click.argument("names", nargs=-1, metavar="[CHAPTER]...")
@again_option
def execute(names: tuple[str, ...], again: bool) -> None:
    """Execute chapters whose inputs changed, and keep their outputs in book/ as the reference."""
    from claimbook.chapters.execution import chapters, out_of_date, store_references

    project = open_book()
    changed = out_of_date(names or chapters(project), project, again)
    store_references(changed, project)
    console.print(f"Stored anew: {', '.join(changed)}." if changed else "Every stored notebook is up to date.")


@app.command()
@click.option("--yes", is_flag=True, help="Store without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would be stored.")
@again_option
def accept(yes: bool, dry_run: bool, again: bool) -> None:
    """Execute what is out of date, show which claims moved and why, and keep results and outputs as the reference."""
    from claimbook.chapters.execution import chapters, out_of_date, store_references
    from claimbook.model.model import Model
    from claimbook.results.accepted import accept as store
    from claimbook.results.accepted import what_moved

    if not yes and not dry_run and not sys.stdin.isatty():
        raise UserError("accept asks before it stores, and there is nobody to ask; look with --dry-run, then add --yes")
    project = open_book()
    changed, lines = out_of_date(chapters(project), project, again), what_moved(Model.of(project))
    for line in lines:
        say(line)
    if not changed and not lines:
        console.print("Everything is as accepted.")
        return
    say(f"Chapters whose outputs may differ: {', '.join(changed) or 'none'}.")
    if dry_run:
        console.print("Nothing was stored.")
        return
    if not yes:
        click.confirm("Store this as the reference?", abort=True)
    store_references(changed, project)
    store(Model.of(project))
    console.print("Stored.")


def drivers_table(rows: list[dict[str, str]]) -> Table:
    """What each assumption does to a claim's quantity."""
    table = new_table("What matters most", "At its low end", "At its high end", "Of the spread", "1 % more makes")
    for row in rows:
        ends = (row["at_low"], row["at_high"], row["share"]) if row["range"] else (row["exact"], "", "")
        table.add_row(row["name"], *ends, row["elasticity"] or "a date")
    return table


def new_table(first: str, *others: str) -> Table:
    """A table without lines whose first column, a name to copy, is never cut."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading)
    return table


def paint(verdict: str) -> str:
    """A verdict in its colour."""
    style = STYLES.get(verdict, "blue")
    return f"[{style}]{verdict}[/]"


def print_json(data: Any) -> None:
    """Print data as JSON, and nothing else."""
    say(json_text(data))


add_commands(app, open_book, lambda line: say(line))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a user's mistake is one line on standard error and exit code 2."""
    prepare_output()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", Renamed)
        try:
            run(arguments)
        finally:
            for told in dict.fromkeys(str(one.message) for one in said if issubclass(one.category, Renamed)):
                say(f"claimbook: {told}", error=True)


def run(arguments: list[str] | None) -> None:
    """Run the command line, and end this process with its exit code."""
    try:
        sys.exit(app.main(arguments, prog_name="claimbook", standalone_mode=False))
    except (UserError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        say(message if isinstance(error, click.exceptions.NoArgsIsHelpError) else f"claimbook: {message}", error=True)
        sys.exit(2)
    except click.Abort:
        say("claimbook: stopped", error=True)
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = None
        sys.exit(1)
    except OSError as error:
        place = f": {error.filename!r}" if error.filename else ""
        say(f"claimbook: {error.strerror or error}{place}", error=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""The command line: `claimbook claims`, `show`, `rerun`, `check` and `execute`."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from claimbook import tables
from claimbook.errors import UserError, unknown
from claimbook.verdict import Verdict

#: Lines go out whole where no terminal would wrap them.
console = Console(highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 200)

STYLES = {Verdict.HOLDS: "green", Verdict.PLAUSIBLE: "yellow", Verdict.FAILS: "red"}

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimbook")
def app() -> None:
    """AI Compute Claims, Re-derived: claims, verdicts, and the book with other assumptions."""


@app.command()
@click.option("--source", metavar="KEY", help="Only claims of this source.")
@click.option("--verdict", metavar="WORD", help="Only claims with this verdict.")
@as_json_option
def claims(source: str | None, verdict: str | None, as_json: bool) -> None:
    """List the register: every claim with its verdict."""
    from claimbook.describing import describe
    from claimbook.model import Model
    from claimbook.results import claim_record

    if source is not None and source not in tables.sources().index:
        raise unknown("source", source, tables.sources().index)
    if verdict is not None and verdict not in set(Verdict):
        raise unknown("verdict", verdict, [str(word) for word in Verdict])
    results = [
        result
        for result in Model.baseline().results
        if source in (None, result.claim.source) and verdict in (None, result.verdict)
    ]
    if as_json:
        print_json([claim_record(result) for result in results])
        return
    table = new_table("Claim", "Claimed", "Derived", "Verdict", "Statement")
    for result in results:
        facts = describe(result)
        row = [
            result.claim.id,
            facts["claimed"],
            facts["derived"],
            paint(result.verdict),
            escape(result.claim.statement),
        ]
        table.add_row(*row)
    console.print(table)


@app.command()
@click.argument("claim_id", metavar="ID")
@as_json_option
def show(claim_id: str, as_json: bool) -> None:
    """Show one claim: statement, equation, inputs with units and references, derived value, verdict."""
    from claimbook.algebra import formula
    from claimbook.describing import describe, describe_belief, describe_drivers, describe_evidence, describe_input
    from claimbook.graph import upstream
    from claimbook.model import Model
    from claimbook.results import assumption_record, belief_records, claim_record, driver_records, evidence_record

    model = Model.baseline()
    result = model.result(claim_id)
    claim = result.claim
    names = upstream(claim.quantity) if claim.quantity else ()
    equation = f"{claim.quantity} = {formula(claim.quantity)}" if names else ""
    facts = [tables.find_evidence(key) for key in claim.evidence]
    if as_json:
        more = {
            "equation": equation,
            "inputs": [assumption_record(name, model) for name in names],
            "believe": belief_records(result, model),
            "drivers": driver_records(claim.quantity, claim.unit, model) if names and claim.unit else [],
            "evidence": [evidence_record(fact) for fact in facts],
        }
        print_json({**claim_record(result), **more})
        return
    figures = describe(result)
    console.print(f"[bold]{escape(claim.statement)}.[/]")
    source = tables.sources().loc[claim.source, "short"]
    printed = f"printed as {claim.numeral}" if claim.numeral else "in words"
    console.print(f"{escape(source)}, line {claim.line}, {escape(printed)}\n")
    kind = f", {claim.error_kind} error" if claim.error_kind and result.verdict is Verdict.FAILS else ""
    console.print(f"Verdict   {paint(result.verdict)} (on {claim.basis}{kind})")
    for heading, text in zip(("Claimed", "Derived", "Interval", "Median"), figures.values(), strict=True):
        if text and not (heading in ("Interval", "Median") and result.low == result.high):
            console.print(f"{heading:<9} {text}")
    if result.against_evidence is not None:
        console.print(f"Evidence  {paint(result.against_evidence)}")
    if claim.reason:
        console.print(f"Reason    {escape(claim.reason)}")
    if names:
        console.print(f"\n{escape(equation)}\n")
        table = new_table("Input", "Value", "Range", "From", "Needed for the claim")
        for name in names:
            row = describe_input(model.assumptions[name], changed=False)
            reference = f"{row['citation'].label}, {row['locator']}".removesuffix(", ")  # type: ignore[attr-defined]
            belief = describe_belief(result, name, model) if claim.printed else {"needed": "", "standing": ""}
            needed = f"{belief['needed']} ({belief['standing']})" if belief["standing"] else belief["needed"]
            table.add_row(name, str(row["value"]), str(row["range"] or "taken as given"), escape(reference), needed)
        console.print(table)
    if len(names) > 1:
        console.print()
        console.print(drivers_table(describe_drivers(result, model)))
    for fact in facts:
        row = describe_evidence(fact)
        value = f": {row['value']}" if row["value"] else ""
        doubt = "; unconfirmed" if row["unconfirmed"] else ""
        label = row["citation"].label  # type: ignore[attr-defined]
        console.print(f"\n{escape(fact.statement)}{value} ({escape(label)}{doubt})")
    if claim.note:
        console.print(f"\n{escape(claim.note)}")


@app.command()
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set an assumption; a bare number is in its own unit.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the scenario's site.")
@as_json_option
def rerun(settings: tuple[str, ...], out: Path | None, as_json: bool) -> None:
    """Run the book with other assumptions: what moved, and a site of its own."""
    from claimbook.describing import describe
    from claimbook.model import Model
    from claimbook.rerun import affected_chapters, build_site, moved, output_folder, read_settings
    from claimbook.results import claim_record

    baseline = Model.baseline()
    model = baseline.with_(**read_settings(settings))
    if not model.changes:
        raise UserError("nothing is changed: give at least one --set NAME=VALUE that differs from the baseline")
    folder = output_folder(out, model)
    chapters = affected_chapters(model)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Executing chapters", total=len(chapters) + 1)
        build_site(model, chapters, folder, lambda step: progress.update(task, advance=1, description=step))
    changes = moved(baseline, model)
    if as_json:
        records = [{**claim_record(after), "before": claim_record(before)} for before, after in changes]
        print_json({"changes": {n: a.written for n, a in model.changes.items()}, "moved": records, "site": str(folder)})
        return
    if changes:
        table = new_table("Claim", "Claimed", "Derived", "Verdict")
        for before, after in changes:
            old, new = describe(before), describe(after)
            verdict = paint(after.verdict)
            if before.verdict != after.verdict:
                verdict = f"{paint(before.verdict)} → {verdict}"
            table.add_row(escape(after.claim.id), new["claimed"], f"{old['derived']} → {new['derived']}", verdict)
        console.print(table)
    console.print(f"{len(changes)} of {len(model.results)} claims moved. The scenario's site: {folder / 'index.html'}")


@app.command()
@click.option(
    "--sources",
    "articles",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with the articles: read them again, and find every numeral in the ledger.",
)
def check(articles: Path | None) -> None:
    """Check the tables: every column as described, every name, unit and reference known, every numeral listed."""
    from claimbook.checks import problems
    from claimbook.ledger import check_ledger

    found = problems() + (check_ledger(articles) if articles else [])
    for problem in found:
        click.echo(problem, err=True)
    if found:
        sys.exit(2)
    console.print("The tables are as described, and every name, unit and reference in them is known.")
    if articles:
        console.print("Every numeral of the articles is in the ledger, and every row of the ledger in the articles.")
    else:
        console.print("The articles were not checked against the ledger: no --sources DIR was given.")


@app.command()
@click.argument("names", nargs=-1, metavar="[CHAPTER]...")
def execute(names: tuple[str, ...]) -> None:
    """Execute chapters whose inputs changed, and keep their outputs in book/ as the reference."""
    from claimbook.execution import chapters, store_references

    changed = store_references(names or chapters())
    console.print(f"Stored anew: {', '.join(changed)}." if changed else "Every stored notebook is up to date.")


def drivers_table(rows: list[dict[str, str]]) -> Table:
    """What each assumption does to a claim's quantity."""
    table = new_table("What matters most", "At its low end", "At its high end", "Of the spread", "1 % more makes")
    for row in rows:
        ends = (row["at_low"], row["at_high"], row["share"]) if row["range"] else ("taken as given", "", "")
        table.add_row(row["name"], *ends, row["elasticity"] or "a date")
    return table


def new_table(first: str, *others: str) -> Table:
    """A table without lines whose first column, a name to copy, is never cut."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first, no_wrap=True)
    for heading in others:
        table.add_column(heading)
    return table


def paint(verdict: Verdict) -> str:
    """A verdict in its colour."""
    style = STYLES.get(verdict, "blue")
    return f"[{style}]{verdict}[/]"


def print_json(data: Any) -> None:
    """Print data as JSON, and nothing else."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def main() -> None:
    """Run the command line; a user's mistake is one line on standard error and exit code 2."""
    try:
        sys.exit(app.main(standalone_mode=False))
    except (UserError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.echo(
            message if isinstance(error, click.exceptions.NoArgsIsHelpError) else f"claimbook: {message}", err=True
        )
        sys.exit(2)
    except click.Abort:
        click.echo("claimbook: stopped", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()

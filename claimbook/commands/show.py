"""`claimbook show`: a claim with all that stands behind its verdict, or an input or quantity with what hangs on it."""

from shlex import quote
from typing import TYPE_CHECKING

import click

from claimbook.commands.completing import assumptions, claims, completing, groups, quantities
from claimbook.commands.console import escape, new_table, open_book, paint, print_json, tell, tell_table
from claimbook.commands.drivers import drivers_table, tell_note
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import as_json_option
from claimbook.errors import UserError, letters_of, nearest, unknown

if TYPE_CHECKING:
    from claimbook.model.model import Model


@click.command()
@click.argument("name", metavar="NAME", shell_complete=completing(claims, assumptions, groups, quantities))
@as_json_option
@kept_between_runs()
def show(name: str, as_json: bool) -> None:
    """
    Show one claim, assumption or quantity: figures, where from, what hangs on it.

    Of a claim: statement, equation, inputs with units and references, derived value, verdict. Of an assumption or a
    quantity: value, range, unit, where it is from, which claims hang on it.
    """
    from claimbook.commands.show_names import show_assumption, show_group, show_quantity
    from claimbook.model.graph import derivation_names
    from claimbook.model.model import Model

    project = open_book()
    model, now = Model.of(project), project.current_name(name)
    if now in model.assumptions:
        show_assumption(now, model, as_json)
    elif now in project.groups:
        show_group(now, model, as_json)
    elif now in derivation_names(project):
        show_quantity(now, model, as_json)
    elif now in project.claims or now in project.compared:
        show_claim(now, model, as_json)
    else:
        known = [*project.claims, *model.assumptions, *project.groups, *derivation_names(project)]
        kind = "claim, assumption or quantity"
        near = nearest(name, known)
        if near and (" " not in name or letters_of(near[0]) == letters_of(name)):
            raise unknown(kind, name, known)
        search = f"claims are found by their words with: claimbook claims --search {quote(name)}"
        raise UserError(f"no {kind} is called {name!r}; {search}")


def show_claim(claim_id: str, model: "Model", as_json: bool) -> None:
    """Print a claim and all that stands behind its verdict."""
    from claimbook.model.algebra import equation
    from claimbook.model.graph import upstream, upstream_of_claim
    from claimbook.model.verdict import Verdict
    from claimbook.results.describing import (
        AT_VALUES,
        MENDED,
        describe,
        describe_belief,
        describe_drivers,
        describe_evidence,
        describe_input,
        describe_test,
        note_on_shares,
        printed_numeral,
    )
    from claimbook.results.records import (
        assumption_record,
        belief_records,
        claim_record,
        driver_records,
        evidence_record,
    )

    project = model.project
    result = model.result(claim_id)
    claim = result.claim
    names = upstream_of_claim(project, claim)
    equations = {quantity: f"{quantity} = {equation(project, quantity)}" for quantity in claim.quantities}
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
    tell(f"[bold]{escape(claim.statement)}.[/]")
    source = project.sources.loc[claim.source, "short"]
    numeral = printed_numeral(claim, project)
    printed = f"printed as {numeral}" if numeral else "in words"
    printed += f" ({MENDED})" if numeral != claim.numeral else ""
    tell(f"{escape(source)}, line {claim.line}, {escape(printed)} ({claim.weight})\n")
    kind = f" ({claim.error_kind} error)" if claim.error_kind and result.verdict is Verdict.FAILS else ""
    tell(f"Verdict   {paint(result.verdict)}{kind}")
    chance = f", {figures['chance']}" if figures["chance"] else ""
    tell(f"Adds up   {result.adds_up}\nIs so     {result.is_so}{chance}")
    found = figures["derived"]
    found += f", {AT_VALUES.format(figures['at_values'])}" if figures["at_values"] else ""
    for heading, text in (("Claimed", figures["claimed"]), ("Found", found)):
        if text:
            tell(f"{heading:<9} {escape(text)}")
    if claim.because and result.verdict is Verdict.FAILS:
        tell(f"Because   {escape(claim.because)} fails")
    if result.tests:
        tell()
    for one in result.tests:
        tell(escape(test_line(describe_test(one, result, project.words))))
    for heading, text in (("Missing", claim.missing), ("Searched", claim.searched), ("Differs", claim.differs_because)):
        if text:
            tell(f"\n{heading}: {escape(text)}")
    for quantity, written in equations.items():
        tell(f"\n{escape(written)}\n")
        table = new_table("Input", "Value", "Range", "From", "Needed for the claim")
        for name in upstream(project, quantity):
            row = describe_input(model.assumptions[name], False, project)
            labels = [cited.label for cited in row["citations"]]  # type: ignore[attr-defined]
            reference = ", ".join([*labels, *filter(None, [str(row["locator"])])])
            belief = describe_belief(result, quantity, name, model) if claim.printed else {"needed": "", "standing": ""}
            needed = f"{belief['needed']} ({belief['standing']})" if belief["standing"] else belief["needed"]
            table.add_row(name, str(row["value"]), str(row["range"] or row["spread"]), escape(reference), needed)
        tell_table(table)
        inputs = [model.assumptions[name] for name in upstream(project, quantity)]
        if len(inputs) > 1 and any(one.is_range for one in inputs):
            tell()
            tell_table(drivers_table(describe_drivers(quantity, claim.unit, model)))
            tell_note(note_on_shares(quantity, model))
    for fact in facts:
        row = describe_evidence(fact, project)
        value = f": {row['value']}" if row["value"] else ""
        doubt = "; unconfirmed" if row["unconfirmed"] else ""
        label = row["citation"].label  # type: ignore[attr-defined]
        tell(f"\n{escape(fact.statement)}{value} ({escape(label)}{doubt})")
    if claim.note:
        tell(f"\n{escape(claim.note)}")


def test_line(row: dict[str, str]) -> str:
    """A test of a claim in one line: what it holds it against, what it found, what it says, how it bears."""
    label = f" ({row['label']})" if row["label"] else ""
    found = f": {row['derived']}" if row["derived"] else ""
    interval = f" ({row['interval']})" if row["interval"] else ""
    missing = f": {row['missing']}" if row["missing"] else ""
    chance = f", {row['chance']}" if row["chance"] else ""
    bearing = f" ({row['bearing']})" if row["bearing"] else ""
    return f"{row['held_against']}{label}{found}{interval}{missing} – {row['answer']}{chance}{bearing}"

"""`claimbook claims`: the register, each claim with its verdict."""

import click

from claimbook.commands.completing import completing, sources, verdicts, weights
from claimbook.commands.console import escape, new_table, open_book, paint, print_json, tell, tell_table
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import as_json_option
from claimbook.errors import UserError, unknown
from claimbook.system.terminals import say

#: By what a claim is found: see `claimbook.results.searching.claim_item`.
SEARCHED = (
    "ids, statements, figures as printed, claimed and found, notes, evidence, and the names of sources, verdicts and "
    "chapters"
)


@click.command()
@click.option("--source", metavar="KEY", shell_complete=completing(sources), help="Only claims of this source.")
@click.option("--verdict", metavar="WORD", shell_complete=completing(verdicts), help="Only claims with this verdict.")
@click.option(
    "--weight", metavar="WORD", shell_complete=completing(weights), help="Only main, supporting or incidental claims."
)
@click.option("--search", metavar="WORDS", help="Only claims with these words, figures or names: 350000, '20 times'.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema by which editors complete and check claims.")
@as_json_option
@kept_between_runs()
def claims(
    source: str | None, verdict: str | None, weight: str | None, search: str | None, schema: bool, as_json: bool
) -> None:
    """List the register: every claim with its verdict."""
    if schema:
        from claimbook.register.claims import claims_schema

        say(claims_schema().rstrip())
        return
    from claimbook.model.model import Model
    from claimbook.model.verdict import Verdict
    from claimbook.register.claims import WEIGHTS
    from claimbook.results.describing import describe
    from claimbook.results.records import claim_record

    project = open_book()
    verdict, weight = (word and word.lower() for word in (verdict, weight))
    if source is not None and source not in project.sources.index:
        raise unknown("source", source, project.sources.index)
    if verdict is not None and verdict not in set(Verdict):
        raise unknown("verdict", verdict, [str(word) for word in Verdict])
    if weight not in (None, *WEIGHTS):
        raise UserError(f"no claim has the weight {weight!r}; it is {', '.join(WEIGHTS[:-1])} or {WEIGHTS[-1]}")
    if search is not None and not search.strip():
        raise UserError("--search names nothing; give words, figures or names, as in --search 350000")
    results = [
        result
        for result in Model.of(project).results
        if source in (None, result.claim.source)
        and verdict in (None, result.verdict)
        and weight in (None, result.claim.weight)
    ]
    if search is not None:
        from claimbook.results.searching import claim_items, find, near_words

        by_id = {result.claim.id: result for result in results}
        items = claim_items(results, project)
        results = [by_id[name] for name in find(search, items, project)]
        near = [] if results or as_json else near_words(search, items, project)
    if as_json:
        print_json([claim_record(result) for result in results])
        return
    if not results:
        if search:
            tell(f"No claim is found by {escape(repr(search))}: searched are {SEARCHED}.")
            if near:
                tell(f"Did you mean {' or '.join(near)}?")
        else:
            tell("No claim is so.")
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
    tell_table(table)

"""`claimbook ask`: any formula over the book's quantities, whether what is claimed of it stands, and why."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from claimbook.commands.completing import assumptions, completing, groups, sources
from claimbook.commands.console import STYLES, console, escape, new_table, open_book, print_json, tell, tell_table
from claimbook.commands.kept import kept_between_runs
from claimbook.commands.options import Given, as_json_option, scenario_option, set_options
from claimbook.commands.settings import ask_about, chosen, tell_settings
from claimbook.errors import UserError

if TYPE_CHECKING:
    from rich.table import Table

    from claimbook.model.asking import Reply


#: What a notebook wants after any change to what it shows: no fault of what was saved.
ACCEPT = "claimbook accept"


#: What a claim that was saved is held against, by the kind of its test.
KINDS = {"arithmetic": "arithmetic", "estimate": "an estimate"}


class Saved(NamedTuple):
    """A question that became a claim: its id, the kind of its test, the chapter that shows it, the files written."""

    claim: str
    kind: str
    chapter: str
    written: list[str]


def only_answers(options: Mapping[str, Any]) -> bool:
    """Whether a question is only answered, with the book's own scenarios: nothing is swept or saved."""
    from_a_file = (options["scenario"] or "").endswith((".yml", ".yaml"))
    return not (options["over"] or options["save"] or from_a_file)


class OfFormula(click.Command):
    """A command of a formula, which may begin with a minus: ``claimbook ask '-price * count'``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line, on which what has one hyphen before it is no option but for -h."""
        return super().parse_args(ctx, [f" {one}" if re.match("-(?!-|h$)", one) else one for one in args])


@click.command(cls=OfFormula)
@click.argument("formula", metavar="FORMULA")
@click.option("--claim", default="", metavar="CLAIM", help="What is claimed of it: '> 15', 'about 20', '18 to 24 USD'.")
@click.option("--in", "unit", default="", metavar="UNIT", help="The unit of the answer, if not the claim's.")
@scenario_option
@set_options
@click.option(
    "--over",
    multiple=True,
    metavar="NAME=START:STOP:STEP",
    shell_complete=completing(assumptions, groups, after="="),
    help="Vary an assumption or a group, as `sweep` does.",
)
@click.option("--draws", type=click.IntRange(0, 10**12), help="With --over: draws of the others at each point.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="With --over: where the table goes.")
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE", help="With --over: where the chart goes.")
@click.option("--dask", metavar="ADDRESS|local", help="With --over: evaluate on a Dask cluster.")
@click.option("--save", metavar="ID", help="Make it a claim of the book, with --source, --line and --statement.")
@click.option(
    "--source", metavar="KEY", shell_complete=completing(sources), help="With --save: the source that says so."
)
@click.option("--line", type=int, help="With --save: the line of the source's text in which it stands.")
@click.option("--statement", help="With --save: what the source says, in your words.")
@click.option("--numeral", help="With --save: the figure as printed.")
@click.option("--chapter", help="With --save: the chapter that shows it, if not that of claims on the same inputs.")
@click.option("--as-of", help="With --save: what moment or period it speaks of: 2023, 2023-02; 'any' for none.")
@as_json_option
@kept_between_runs(only_if=only_answers)
def ask(
    formula: str,
    claim: str,
    unit: str,
    scenario: str | None,
    given: Given,
    over: tuple[str, ...],
    draws: int | None,
    out: Path | None,
    chart: Path | None,
    dask: str | None,
    save: str | None,
    source: str | None,
    as_json: bool,
    **more: Any,
) -> None:
    """
    Compute any formula over the book's quantities, and judge what is claimed of it.

    FORMULA is arithmetic (+ - * / **, brackets, sqrt exp min max, log for the natural logarithm) of assumptions, other
    quantities, and numbers as people write them, with units: "boats * price / (2 million USD)". It is read by a
    grammar, never run as code.
    """
    from claimbook.model.asking import Question
    from claimbook.model.asking import ask as answer_to
    from claimbook.model.doubts import change_records

    project = open_book()
    extra = {f"--{name.replace('_', '-')}": said for name, said in {"source": source, **more}.items()}
    refuse_alone(extra, "--save", save)
    refuse_alone({"--draws": draws, "--out": out, "--chart": chart, "--dask": dask}, "--over", over)
    if save and over:
        raise UserError("--save and --over do not go together: save it, then sweep the claim with `claimbook sweep`")
    ((start, model),) = chosen([scenario] if scenario else [], given, project)
    if over:
        from claimbook.commands.sweep import Order, carry_out
        from claimbook.sweep.sweep import plan

        settled = {name: setting.text for name, setting in start.settings.items()}
        planned = plan(project, "", over, settled, draws, Question(formula, claim, unit))
        carry_out(planned, planned.quantity, Order(project, start, model, given, dask, out, chart, as_json))
        return
    reply = answer_to(model, Question(formula, claim, unit))
    ask_about([reply.doubt] if reply.doubt else [], given)
    saved = save_question(reply, save, source, more) if save else None
    if as_json:
        set_to = {"set": change_records(model, start.settings)}
        print_json({**reply_record(reply), **set_to, **({"saved": saved._asdict()} if saved else {})})
        return
    tell_settings(start, model)
    print_reply(reply)
    if saved:
        tell(f"\n{saved.claim} is a claim of the book now, held against {KINDS[saved.kind]}.")
        tell(f"It is shown in {saved.chapter}; `{ACCEPT}` draws its card there.")
        for name in saved.written:
            tell(f"  written: {escape(name)}")


def refuse_alone(given: dict[str, Any], needed: str, there: Any) -> None:
    """Refuse options that say nothing without another one."""
    alone = [name for name, said in given.items() if said is not None]
    if alone and not there:
        raise UserError(f"{alone[0]} says nothing without {needed}")


def print_reply(reply: "Reply") -> None:
    """Print an answer: the value, its histogram, the verdict, what drives it and would do."""
    from claimbook.commands.drivers import tell_note
    from claimbook.results.describing import AT_VALUES, note_on_shares, would_be_right

    tell(f"{escape(reply.formula)}\n= [bold]{escape(reply.found)}[/]")
    if reply.at_values:
        tell(escape(f"  {AT_VALUES.format(reply.at_values)}"))
    picture = reply.histogram(console().width)
    if picture:
        tell()
        for line in picture:
            tell(escape(line))
    if reply.printed:
        style = STYLES.get(str(reply.verdict), "blue")
        tell(f"\nClaimed: {escape(reply.claimed)}. [{style}]{escape(reply.judged)}.[/]")
        right = would_be_right(reply.result, reply.model)
        if right:
            ways = ", or ".join(f"{one['needed']} ({one['label']})" for one in right)
            tell(escape(f"It would be right if: {ways}."))
    if reply.assumptions:
        tell()
        tell_table(inputs_table(reply))
        tell_note(note_on_shares(reply.quantity, reply.model))


def inputs_table(reply: "Reply") -> "Table":
    """What the answer rests on, what matters most first: each input's range, what it does, what would be needed."""
    from claimbook.results.describing import describe_belief, describe_drivers, describe_values

    needed = ["Needed for the claim"] if reply.printed else []
    table = new_table(
        "What matters most", "Value", "Range", "At its low end", "At its high end", "Of the spread", *needed
    )
    for row in describe_drivers(reply.quantity, reply.unit, reply.model):
        name = row["name"]
        one = describe_values(reply.model.assumptions[name], reply.model.project.words)
        cells = [one["value"], one["range"] or one["spread"], row["at_low"], row["at_high"], row["share"]]
        if reply.printed:
            belief = describe_belief(reply.result, reply.quantity, name, reply.model)
            cells.append(f"{belief['needed']} ({belief['standing']})" if belief["standing"] else belief["needed"])
        table.add_row(name, *map(escape, cells))
    return table


def reply_record(reply: "Reply") -> dict[str, Any]:
    """An answer as plain data; numbers are in its unit."""
    from claimbook.model.algebra import equation
    from claimbook.results.records import assumption_record, belief_records, driver_records, rounded

    printed = reply.printed
    return {
        "formula": reply.formula,
        "equation": equation(reply.model.project, reply.quantity),
        "unit": reply.unit,
        "value": rounded(reply.value),
        "low": rounded(reply.low),
        "median": rounded(reply.median),
        "high": rounded(reply.high),
        "kind": reply.kind if printed else None,
        "claim": reply.question.claim,
        "relation": printed.relation if printed else None,
        "claimed": rounded(printed.claimed) if printed else None,
        "claimed_low": rounded(printed.ends[0]) if printed else None,
        "claimed_high": rounded(printed.ends[1]) if printed else None,
        "verdict": str(reply.verdict) if printed else None,
        "is_so": str(reply.answer) if printed else None,
        "probability": rounded(reply.probability),
        "percentile": rounded(reply.percentile),
        "inputs": [assumption_record(name, reply.model) for name in reply.assumptions],
        "drivers": driver_records(reply.quantity, reply.unit, reply.model),
        "believe": belief_records(reply.result, reply.model),
    }


def save_question(reply: "Reply", name: str, source: str | None, given: dict[str, Any]) -> "Saved":
    """
    Make a question a claim of the book, as the book is then: another command may have changed it since it was asked.

    Raises
    ------
    UserError
        If the book would then be wrong where it was not; then nothing is written.
    """
    from claimbook.authoring.asked import texts_of_question
    from claimbook.authoring.writing import only_change, or_as_before, write_all
    from claimbook.checks.gate import new_problems, problems
    from claimbook.model.asking import ask as answer_to
    from claimbook.model.model import Model
    from claimbook.project import Project

    if reply.model.changes:
        raise UserError("--save takes the book's own assumptions: leave out --set and --scenario")
    asked = reply.question
    with only_change(reply.model.project) as project:
        reply = answer_to(Model.of(project), asked)
        texts, claim = texts_of_question(project, reply, name, source, given)
        texts = {path: text for path, text in texts.items() if not path.is_file() or path.read_text("utf-8") != text}
        before = problems(project)
        with or_as_before(texts):
            written = write_all(project, texts)
            found = [line for line in new_problems(Project(project.root), before) if ACCEPT not in line]
            if found:
                raise UserError(f"{claim.id} was not saved, since the book would be wrong: {found[0]}")
    return Saved(claim.id, claim.tests[0].kind, claim.chapter, written)

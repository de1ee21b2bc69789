"""The commands that begin something new: `new`, `source`, `ledger`, `chapter`, `claim` and `derivation`."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from claimbook.commands.console import open_book
from claimbook.commands.remove import remove
from claimbook.system.terminals import say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", default="Claims, Re-derived", show_default=True, help="What the book is called.")
def new(folder: Path, title: str) -> None:
    """Make a book that builds: two made-up claims of a made-up text, to be replaced by yours."""
    from claimbook.authoring.book import new_book

    new_book(folder, title)
    say(f"The book is in {folder}. In that folder:")
    say("  claimbook check       says what is wrong or still to be written")
    say("  claimbook build       makes the website in _build/html")
    say("  claimbook source add  takes in a text of your own")


@click.group()
def source() -> None:
    """The texts that the book is about."""


@source.command("add")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--key", required=True, help="What the source is called in ids: gazette-2024.")
@click.option("--title", required=True, help="Its title.")
@click.option("--published", required=True, metavar="DATE", help="When: 2024, 2024-05 or 2024-05-14.")
@click.option("--language", required=True, metavar="CODE", help="Its language: en, zh, zh-Hans, zh-Hant.")
@click.option("--publisher", required=True, help="Who published it.")
@click.option("--url", default="", help="Where it can be read.")
@click.option("--about", default="", help="What it is, in a line.")
@click.option("--keep-text", is_flag=True, help="Copy the text into the book: only where it is free to use.")
def source_add(file: Path, **options: Any) -> None:
    """
    Take in a text, a line a paragraph: its row, reference and page, and its ledger and claims drafted.

    Every numeral of the text becomes a row of data/numerals.csv, with a guess at what becomes of it; those that
    look like claims become entries still to be written in data/claims/KEY.yml.
    """
    from claimbook.authoring.source import add_source, units_unknown
    from claimbook.authoring.writing import only_change

    with only_change(open_book()) as project:
        written, drafts = add_source(project, file, **options)
    counts = Counter(one.disposition for one in drafts)
    say(f"{len(drafts)} numerals: " + ", ".join(f"{count} {word}" for word, count in counts.most_common()) + ".")
    say_written(written)
    if strange := units_unknown(drafts, project):
        say(f"Units that the book does not know yet: {', '.join(strange)}; book/units.txt defines its own.")
    say("Next: write the statements of its claims (`claimbook claim new`), and decide on each numeral that is todo.")


@click.command()
@click.argument("key", metavar="SOURCE")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--renumber", is_flag=True, required=True, help="Follow an edited text.")
def ledger(key: str, file: Path, renumber: bool) -> None:
    """Give the ledger's rows and the claims of a source the lines that they have in an edited text."""
    from claimbook.authoring.renumber import renumber_source
    from claimbook.authoring.writing import only_change

    with only_change(open_book()) as project:
        written, found, unsure = renumber_source(project, key, file)
    moved = sum(old != now for old, now in found.lines.items())
    say(f"{len(found.kept)} numerals followed; {moved} of their lines have another number.")
    for entry in found.gone:
        say(f"  gone: {entry.numeral!r}, which was {entry.disposition} {' '.join(entry.refs)}".rstrip())
    for one in found.new:
        say(f"  new: {one.numeral!r} in line {one.line}")
    for claim in unsure:
        now = found.line_now(claim.line)
        say(f"  to be looked at: {claim.id}, in whose line no numeral stands, is taken to be in line {now}")
    say_written(written)


@click.group()
def chapter() -> None:
    """The chapters, each a notebook."""


@chapter.command("new")
@click.argument("name")
@click.option("--title", required=True, help="Its title: a question that it answers.")
@click.option("--part", default="Chapters", show_default=True, help="The part of the contents it goes into.")
def chapter_new(name: str, title: str, part: str) -> None:
    """Write a chapter's notebook with its standard cells, and add it to the contents."""
    from claimbook.authoring.chapter import new_chapter
    from claimbook.authoring.writing import only_change

    with only_change(open_book()) as project:
        written = new_chapter(project, name, title, part)
    say_written(written)


@click.group()
def claim() -> None:
    """The claims of the sources."""


@claim.command("new")
@click.argument("claim_id", metavar="ID")
@click.option("--line", type=int, help="Line of the text in which it stands.")
@click.option("--numeral", help="The figure as printed.")
@click.option("--statement", help="What the source says, in your words.")
@click.option("--chapter", "chapter_name", help="The chapter that shows it.")
@click.option("--printed", help="The figure: 4.6e6, 90..100, 'more than 20', '$27 per tonne'.")
@click.option("--unit", help="Its unit if the figure says none: USD, percent, kWh/day; 1 for none.")
@click.option("--as-of", help="What moment or period it speaks of: 2023, 2023-02, 2019/2022; 'any' for none.")
@click.option("--weight", help="main: a reader would repeat it; supporting; incidental.")
@click.option("--test", "kind", help="What it is held against: arithmetic, estimate, evidence, outcome.")
@click.option("--quantity", help="The derivation or assumption that it is compared with.")
@click.option("--formula", help="Instead of a derivation: 'price * count / (30 day)'.")
@click.option("--evidence", multiple=True, metavar="KEY", help="Evidence that it is held against.")
@click.option("--bearing", help="How what it is held against stands to it: same, at least, at most, near.")
@click.option("--finding", help="What a test says where no number decides: confirms, contradicts, leaves open.")
@click.option("--missing", help="Where nothing decides: the missing word, unit, base or date.")
@click.option("--searched", help="Of a bare fact without evidence: what was searched.")
@click.option("--note", help="What one must know to read it.")
def claim_new(
    claim_id: str,
    chapter_name: str | None,
    quantity: str | None,
    formula: str | None,
    evidence: tuple[str, ...],
    kind: str | None,
    bearing: str | None,
    finding: str | None,
    **given: Any,
) -> None:
    """
    Write a claim: its entry, its numeral in the ledger, its card in the chapter.

    ID is the source's key and a name, or the id of a claim that is still to be written; what is not given is then
    taken from there.
    """
    from claimbook.authoring.claim import new_claim
    from claimbook.authoring.writing import only_change
    from claimbook.model.model import Model
    from claimbook.project import Project

    tests: list[dict[str, Any]] = []
    if quantity or formula:
        by_quantity = kind or "arithmetic"
        tests.append({
            "kind": by_quantity, "quantity": quantity, "formula": formula,
            "bearing": None if by_quantity == "arithmetic" else bearing,
        })  # fmt: skip
    if evidence or finding or (kind and not (quantity or formula)):
        told = kind if kind and not (quantity or formula) else "evidence"
        tests.append({
            "kind": told, "evidence": list(evidence), "bearing": None if told == "arithmetic" else bearing,
            "finding": finding,
        })  # fmt: skip
    kept = [{name: said for name, said in test.items() if said} for test in tests]
    given |= {"chapter": chapter_name, "tests": kept or None}
    with only_change(open_book()) as project:
        written, _ = new_claim(project, claim_id, given)
    say(f"{claim_id} {Model.of(Project(project.root)).verdict(claim_id)}.")
    say_written(written)


@click.group()
def derivation() -> None:
    """The formulas, each a function."""


@derivation.command("new")
@click.argument("name")
@click.option("--module", required=True, help="The module of book/derivations it goes into.")
@click.option("--formula", required=True, help="What it gives: 'price * count'.")
@click.option("--gives", required=True, metavar="KIND", help="Of what kind that is: 'US dollar', 'time', 1.")
@click.option("--about", required=True, help="What it is, in a sentence.")
@click.option("--oracle", metavar="'VALUE UNIT'", help="What you worked out by hand: '1200 * 4.50 * 30 USD'.")
def derivation_new(name: str, module: str, formula: str, gives: str, about: str, oracle: str | None) -> None:
    """Write a derivation, and the line in tests/oracles.py for what you work out by hand."""
    from claimbook.authoring.derivation import new_derivation
    from claimbook.authoring.writing import only_change

    with only_change(open_book()) as project:
        written = new_derivation(project, name, module, formula, gives, about, oracle)
    say_written(written)


def say_written(written: list[str]) -> None:
    """Print the names of files that were written."""
    for name in written:
        say(f"  written: {name}")


claim.add_command(remove)

"""What stands in the report on paper: what was done and found, main claims as cards, all others as a table, works."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimbook.chapters.contents import titles_of_chapters
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.graph import upstream_of_claim
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.paper.sheets import LEFT, MEASURE, Block, Paper, Words, block
from claimbook.project import CITATION, Project
from claimbook.register.entries_in_full import written_out
from claimbook.results.citing import ADDRESS, changes_in_words, edition_of, text_of_book
from claimbook.results.describing import describe, describe_evidence, describe_test, printed_numeral, would_be_right
from claimbook.results.diff import compare_with_baseline, describe_change
from claimbook.results.made import in_a_line, made_with
from claimbook.results.score import OPEN, in_short, pieces

MUTED, ACCENT = COLOURS["muted"], COLOURS["accent"]

#: Widths of the columns of a table of claims: verdict, statement, where it stands, printed, found.
CLAIM_COLUMNS = (66.0, 188.0, 82.0, 74.0, 77.28)
HEADS = ("Verdict", "Claim", "Where, as printed", "Printed", "Found")
SMALL, TEXT = 8.0, 9.5


@dataclass(frozen=True)
class About:
    """
    What a report is of, beside the model.

    Attributes
    ----------
    title : str
        What a scenario is called; empty for the baseline and for one without a title.
    address : str
        The whole address of the site, by which claims are linked; empty where it is not known.
    """

    title: str = ""
    address: str = ""


def report(model: Model, about: About) -> bytes:
    """
    The report as a PDF: the same bytes for the same results.

    Parameters
    ----------
    model : Model
        Whose results it shows.
    about : About
        The scenario's title, the site's address.
    """
    project = model.project
    edition = edition_of(project)
    named = f", {edition.named}" if edition and edition.named else ""
    scenario = " – scenario" if model.changes else ""
    author = ", ".join(edition.authors) if edition else project.author
    made = in_a_line(made_with(model))
    paper = Paper(f"{project.title}{scenario}", author, f"{project.title}{named}{scenario}", made)
    paper.new_sheet()
    put_front(paper, model, about)
    put_main_claims(paper, model, about)
    put_other_claims(paper, model, about)
    put_works(paper, model)
    return paper.written()


# The first sheets: what was done, what was found


def put_front(paper: Paper, model: Model, about: About) -> None:
    """What this is, what was done and found, the score, the sources, how to cite."""
    project, edition = model.project, edition_of(model.project)
    paper.entry("What was done and found", 0)
    paper.put(block([Words(project.title, "bold")], size=24, after=6))
    if model.changes:
        title = f"Scenario: {about.title}" if about.title else "A scenario: the report with other inputs"
        paper.put(block([Words(title, "bold", COLOURS["fails"])], size=13, after=4))
    said = (
        [", ".join(edition.authors), edition.named, f"licence: {edition.licence}" if edition.licence else ""]
        if edition
        else [project.author]
    )
    paper.put(block([Words("; ".join(filter(None, said)), colour=MUTED)], after=12))
    if edition and edition.abstract:
        paper.put(block(edition.abstract, size=11, after=8))
    paper.put(*found(model))
    paper.put(*score_table(model))
    if model.changes:
        put_changes(paper, model)
    paper.put(heading("How to read it", 12))
    paper.put(block(" ".join(HOW_TO_READ.split()), after=8))
    put_sources(paper, model)
    cited = text_of_book(edition, changes_in_words(model)).replace(ADDRESS, about.address).strip() if edition else ""
    missing = f"How to cite this report is not said: the book has no {CITATION}."
    paper.put(heading("How to cite it", 12), block(cited or missing, after=8))


#: What a card says, for who has only the paper.
HOW_TO_READ = """
Each claim is asked two questions: does it add up, from what the source itself prints, and is it so, by inputs and
evidence from outside the source? The word before a claim answers both by rule. “Printed” is the source’s figure,
“found” is what the test that decides gives, with the range in which nine draws in ten lie, or which the printed digits
leave open. Facts that are near a claim, but of another thing, definition or time, are shown and decide nothing.
"""


def heading(text: str, size: float, before: float = 8) -> Block:
    """A heading."""
    return block([Words(text, "bold")], size=size, before=before, after=3)


def found(model: Model) -> list[Block]:
    """What was found, in a sentence with numbers, and as a bar."""
    results, main = model.results, [r for r in model.results if r.claim.weight == "main"]
    sentence = (
        f"{len(results)} claims of {counted(len(model.project.sources), 'source')} were examined. {in_words(results)}. "
        f"Of the {counted(len(main), 'main claim')}, {in_words(main)}."
    )
    bar = tuple((piece.share, verdict_colour(piece.verdict)) for piece in pieces(results))
    return [block([Words(sentence, "bold")], size=11, after=6), Block(bar=bar, after=6)]


def counted(count: int, thing: str) -> str:
    """So many things."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


#: What a sentence says of one claim and of several, by the keys of a short score.
IN_A_SENTENCE = {
    "holds": ("holds", "hold"),
    "plausible": ("is plausible", "are plausible"),
    "adds up": ("adds up", "add up"),
    "fails": ("fails", "fail"),
    OPEN: ("is left open", "are left open"),
}


def in_words(results: Sequence[Result]) -> str:
    """How many claims have each verdict, as a sentence without its stop."""
    said = [f"{count} {IN_A_SENTENCE[kind][count > 1]}" for kind, count in in_short(results).items() if count]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def score_table(model: Model) -> list[Block]:
    """How many claims have each verdict, of the main ones and of all, with what it means."""
    results = model.results
    widths = (96.0, 291.28, 50.0, 50.0)
    rows = [table_row([[Words(text, "bold", MUTED)] for text in ("Verdict", "What it means", "Main", "All")], widths)]
    for verdict in Verdict:
        own = [result for result in results if result.verdict is verdict]
        if not own:
            continue
        main = sum(result.claim.weight == "main" for result in own)
        cells = [
            [Words(verdict.word, "bold", verdict_colour(verdict))],
            [Words(verdict.meaning)],
            [Words(str(main))],
            [Words(str(len(own)))],
        ]
        rows.append(table_row(cells, widths))
    return rows


def table_row(cells: Sequence[Sequence[Words]], widths: Sequence[float], size: float = SMALL) -> Block:
    """A row of a table, with a line above it."""
    at, columns = LEFT, []
    for words, width in zip(cells, widths, strict=True):
        columns.append(block(words, at, width - 8, size))
        at += width
    return Block(columns=tuple(columns), before=4, after=3, rule=COLOURS["grid"])


def put_changes(paper: Paper, model: Model) -> None:
    """What a scenario sets otherwise, and which verdicts turn."""
    baseline, words = model.project.assumptions, model.project.words
    paper.put(heading("What is set otherwise", 12))
    for name, assumption in model.changes.items():
        text = f"{words.spoken(name)}: {assumption.written}, in the baseline {baseline[name].written}."
        paper.put(block([Words(text)], after=2))
    turned = [describe_change(change, model.project) for change in compare_with_baseline("scenario", model).turned]
    text = f"{counted(len(turned), 'verdict')} {'turns' if len(turned) == 1 else 'turn'}" + (":" if turned else ".")
    paper.put(block(text, before=3, after=2))
    for row in turned:
        before, after = (Verdict(row[side]) for side in ("verdict_before", "verdict_after"))
        values = f"{row['before']} → {row['after']}" if row["before"] or row["after"] else ""
        found = "; ".join(filter(None, [values, row["another_test"]]))
        said = [
            Words(f"{row['about']}: {before.word} → "),
            Words(after.word, "bold", verdict_colour(after)),
            Words(f" ({found})" if found else "", colour=MUTED),
        ]
        paper.put(block(said, LEFT + 10, MEASURE - 10, SMALL, after=2))


def put_sources(paper: Paper, model: Model) -> None:
    """The sources, each with how its claims fare."""
    paper.put(heading("The sources", 12))
    for key, row in model.project.sources.iterrows():
        own = [result for result in model.results if result.claim.source == key]
        said = [
            Words(f"{row['short']}. ", "bold"),
            Words(f"{row['publisher']}, {row['published']}. {row.get('about', '')}. "),
            Words(f"{counted(len(own), 'claim')}: {in_words(own)}.", colour=MUTED),
        ]
        paper.put(block(said, size=8.5, after=3))


# The claims


def by_chapter(model: Model, results: Iterable[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Results under the title of their chapter, in the order of the contents."""
    titles = titles_of_chapters(model.project)
    groups: dict[str, list[Result]] = {name: [] for name in titles}
    for result in results:
        groups.setdefault(result.claim.chapter, []).append(result)
    return ((titles.get(name, name), own) for name, own in groups.items() if own)


def put_main_claims(paper: Paper, model: Model, about: About) -> None:
    """The main claims as cards, chapter by chapter."""
    main = [result for result in model.results if result.claim.weight == "main"]
    if not main:
        return
    paper.new_sheet()
    paper.entry("The main claims", 0)
    paper.put(block([Words("The main claims", "bold")], size=18, after=4))
    for title, own in by_chapter(model, main):
        for number, result in enumerate(own):
            head = [heading(title, 13, 12)] if number == 0 else []
            cards = [*head, *card(result, model, about)]
            if head:
                if not paper.has_room(sum(one.height for one in cards)):
                    paper.new_sheet()
                paper.entry(title, 1)
            paper.put(*cards)


def card(result: Result, model: Model, about: About) -> list[Block]:
    """A claim as a card: its verdict, what it says, where, what was printed and found, what would make it right."""
    claim, project = result.claim, model.project
    source = project.sources.loc[claim.source]
    kind = f" · {claim.error_kind} error" if claim.error_kind and result.verdict is Verdict.FAILS else ""
    root = project.claims.get(claim.because) if result.verdict is Verdict.FAILS else None
    because = f" · because another claim fails: {root.statement}" if root else ""
    numeral = f", printed as {printed_numeral(claim, project)}" if claim.numeral else ""
    first = [
        Words(result.verdict.word, "bold", verdict_colour(result.verdict)),
        Words(f"{kind}{because} · Does it add up? {result.adds_up} · Is it so? {result.is_so}", colour=MUTED),
    ]
    where = [Words(f"{source['short']}, line {claim.line}{numeral} · ", colour=MUTED), claim_link(result, about)]
    blocks = [
        block(first, size=8.5, before=9, rule=COLOURS["grid"]),
        block([Words(f"{claim.statement}.", "bold")], size=10.5, after=1),
        block(where, size=SMALL, after=2),
    ]
    blocks += [block(words, after=2) for words in sentences(result, model)]
    for label, text in (("Missing", claim.missing), ("Searched", "" if claim.missing else claim.searched)):
        if text:
            blocks.append(block(f"{label}: {text}.", size=8.5, after=2))
    for key in claim.evidence:
        blocks.append(block(evidence_line(key, project), LEFT + 10, MEASURE - 10, SMALL, after=1))
    if claim.note:
        blocks.append(block([Words(claim.note, colour=MUTED)], size=SMALL, after=2))
    return [*blocks, Block(after=5)]


def claim_link(result: Result, about: About) -> Words:
    """A claim's id, which leads to its card where the site's address is known."""
    claim = result.claim
    link = f"{about.address}book/{claim.chapter}.html#{claim.id}" if about.address else ""
    return Words(claim.id, colour=ACCENT if link else MUTED, link=link)


def sentences(result: Result, model: Model) -> Iterator[list[Words]]:
    """What was printed, what each test found and says; what would make the claim right."""
    facts = describe(result, model.project.words)
    tests = [describe_test(one, result, model.project.words) for one in result.tests]
    said = [Words("Printed: "), Words(facts["claimed"], "bold"), Words(". ")] if facts["claimed"] else []
    said += [words for test in tests if not test["is_near"] for words in test_sentence(test)]
    if said:
        yield said
    if near := [words for test in tests if test["is_near"] for words in test_sentence(test)]:
        yield [Words("Near it, so deciding nothing: "), *near]
    if right := would_be_right(result, model):
        yield [
            Words("It would be right if: " + ", or ".join(f"{way['needed']} ({way['label']})" for way in right) + ".")
        ]


def test_sentence(test: dict[str, str]) -> list[Words]:
    """What a test found and says, as a sentence."""
    label = f" ({test['label']})" if test["label"] else ""
    said = f": {test['said']}" if not test["is_near"] else ""
    said += f" ({test['missing']})" if test["missing"] else ""
    said += f" ({test['bearing']})" if test["bearing"] and not test["is_near"] else ""
    if not test["derived"]:
        return [Words(f"{test['held_against']}{label}{said}. ")]
    interval = f" ({test['interval']})" if test["interval"] else ""
    chance = f", {test['chance']}" if test["chance"] else ""
    return [Words(f"{test['finds']} "), Words(test["derived"], "bold"), Words(f"{interval}{label}{chance}{said}. ")]


def evidence_line(key: str, project: Project) -> list[Words]:
    """A piece of evidence in a line: what it says, who asserts it, where it stands."""
    fact = describe_evidence(project.find_evidence(key), project)
    value = f": {fact['value']}" if fact["value"] else ""
    cited = [fact["citation"].label, fact["locator"], *(work.label for work in fact["also"])]  # type: ignore[attr-defined]
    doubt = f"; by {fact['asserted_by']}" if fact["asserted_by"] else ""
    doubt += "; unconfirmed" if fact["unconfirmed"] else ""
    return [Words(f"– {fact['statement']}{value} "), Words(f"({', '.join(filter(None, cited))}{doubt})", colour=MUTED)]


def put_other_claims(paper: Paper, model: Model, about: About) -> None:
    """All claims that are not main ones, as a table, chapter by chapter."""
    others = [result for result in model.results if result.claim.weight != "main"]
    if not others:
        return
    heads = [table_row([[Words(head, "bold", MUTED)] for head in HEADS], CLAIM_COLUMNS, 7.5)]
    paper.new_sheet()
    paper.entry("All other claims", 0)
    paper.put(block([Words("All other claims", "bold")], size=18, after=4), *heads)
    for title, own in by_chapter(model, others):
        rows = [claim_row(result, model, about) for result in own]
        head = heading(title, 10.5, 9)
        if not paper.has_room(head.height + rows[0].height):
            paper.begin_with(heads)
        paper.entry(title, 1)
        paper.put(head)
        for row in rows:
            paper.put(row, heads=heads)


def claim_row(result: Result, model: Model, about: About) -> Block:
    """A claim as a row: verdict, statement, where it stands, printed, found."""
    claim, facts = result.claim, describe(result, model.project.words)
    source = model.project.sources.loc[claim.source, "short"]
    numeral = f": {printed_numeral(claim, model.project)}" if claim.numeral else ""
    cells = [
        [Words(result.verdict.word, "bold", verdict_colour(result.verdict))],
        [Words(f"{claim.statement}. "), replaced(claim_link(result, about))],
        [Words(f"{source}, {claim.line}{numeral}", colour=MUTED)],
        [Words(facts["claimed"])],
        [Words(facts["derived"])],
    ]
    return table_row(cells, CLAIM_COLUMNS, 7.5)


def replaced(words: Words) -> Words:
    """A claim's id in a row, less loud than on a card."""
    return Words(words.text, colour=MUTED, link=words.link)


# The works


def put_works(paper: Paper, model: Model) -> None:
    """The works by which the main claims were judged: evidence, and where inputs come from."""
    project = model.project
    keys = sorted(works_of(model))
    if not keys:
        return
    paper.new_sheet()
    paper.entry("Works cited", 0)
    text = "By which the main claims were judged: evidence, and where their inputs come from. The site has all others."
    paper.put(
        block([Words("Works cited", "bold")], size=18, after=4), block([Words(text, colour=MUTED)], size=8.5, after=6)
    )
    written = written_out(project.bibliography.entries[key] for key in keys)
    for key in sorted(written, key=lambda one: project.citation(one).label):
        label = project.citation(key).label
        paper.put(block([Words(f"{label}. ", "bold"), Words(written[key])], size=7.5, after=2.5))


def works_of(model: Model) -> set[str]:
    """Keys of the works behind the main claims."""
    project, found = model.project, set()
    for result in model.results:
        if result.claim.weight == "main":
            for key in result.claim.evidence:
                fact = project.find_evidence(key)
                found |= {fact.reference, *fact.also}
            for name in upstream_of_claim(project, result.claim):
                found |= set(model.assumptions[name].reference.split())
    return found & set(project.bibliography.entries)

"""What stands on the sheets of the workbook, as plain data: cells with their formulas, and the names of cells."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isinf

from claimbook.model.graph import about, derivation_names, own_unit, unit_of, upstream
from claimbook.model.judging import Result, TestResult
from claimbook.model.model import Model
from claimbook.model.verdict import AddsUp
from claimbook.register.assumptions import PRINTED, Assumption, open_operands
from claimbook.register.printed import PrintedFigure
from claimbook.register.references import plain_text
from claimbook.register.units import root_magnitude
from claimbook.register.wording import Wording, is_calendar_year
from claimbook.results.describing import describe, describe_test, spread_of
from claimbook.workbook.formulas import Measure, converted, measure_of, write_ends, write_step
from claimbook.workbook.names import cell_names

Value = str | float | None

#: From here on, and below its inverse, numbers are shown with an exponent.
LARGE = 1e15
SMALL = 1e-4

#: How a number is shown that a formula gives, which may come out larger or smaller than it is now.
ANY_SIZE = "[>=1000]{0}#,##0;[>=1]{0}0.00;{0}0.0000"

#: What the end of a printed figure is met within, as everywhere in the book; the name of the cell that says so.
TOLERANCE = "rounding"


@dataclass(frozen=True)
class Cell:
    """
    A cell.

    Attributes
    ----------
    value : str, float or None
        What it shows; of a formula what that gives before anything is changed.
    formula : str
        With its sign; empty where there is none.
    look : str
        ``text``, ``input``, ``live`` or ``exported``.
    shown : str
        How a number is shown, in a spreadsheet's own way to say so.
    link : str
        An address that a click on it opens.
    """

    value: Value
    formula: str = ""
    look: str = "text"
    shown: str = "General"
    link: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in letters, how its heading looks, what its heading says when pointed at."""

    heading: str
    width: float
    look: str = "text"
    note: str = ""


@dataclass
class Sheet:
    """
    A sheet: a heading row, which stays in sight, and rows of cells.

    Attributes
    ----------
    name : str
        What it is called.
    columns : tuple of Column
        From left to right.
    rows : list of lists of Cell
        From the second row on.
    names : dict
        The absolute address of each named cell.
    kept : int
        So many columns at the left stay in sight.
    """

    name: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    kept: int = 1

    def letter(self, heading: str) -> str:
        """The letter of a column."""
        return chr(ord("A") + [column.heading for column in self.columns].index(heading))

    @property
    def next_row(self) -> int:
        """The number of the row that comes next, as spreadsheets count."""
        return len(self.rows) + 2

    def name_cell(self, name: str, heading: str) -> None:
        """Name the cell of a column in the row that comes next."""
        self.names[name] = f"'{self.name}'!${self.letter(heading)}${self.next_row}"


ASSUMPTIONS = (
    Column("Name", 34, note="The name of the cell with the value: formulas call it so, and so does --set"),
    Column("What it is", 52),
    Column("Value", 16, "input", "Change it: all that rests on it is computed anew"),
    Column("Unit", 16),
    Column("Low", 14, "exported"),
    Column("High", 14, "exported"),
    Column("The range is", 22, "exported"),
    Column("From", 34),
    Column("Where in it", 40),
    Column("Why this range", 90),
    Column("Range from", 34),
    Column("Read", 90, note="Whether somebody read it where it is said to stand"),
    Column("Moves", 10, "exported", "How many quantities rest on it"),
    Column("As exported", 16, "exported", "The value that the book had when the workbook was written"),
    Column("Changed", 11, "live"),
    Column("Print leaves from", 16, "live", "What the last printed digit of a source's own figure leaves open"),
    Column("Print leaves to", 16, "live"),
)

QUANTITIES = (
    Column("Name", 38, note="The name of the cell with the value"),
    Column("What it is", 70),
    Column("Value", 16, "live"),
    Column("Unit", 16),
    Column("Formula", 90, note="As the book derives it: the cell beside it holds the same, with conversions of units"),
    Column("Conversion", 16, note="By what the formula is multiplied to lead from its cells' units to its own"),
    Column("As exported", 16, "exported"),
    Column("Now to then", 12, "live", "The value over what it was when exported, less one"),
    Column("5th percentile", 16, "exported", "Of the draws behind the book's verdicts"),
    Column("Median", 16, "exported"),
    Column("95th percentile", 16, "exported"),
)

CLAIMS = (
    Column("Claim", 36),
    Column("What the source says", 80),
    Column("Source", 24),
    Column("Line", 7),
    Column("Weight", 12),
    Column("Printed", 22),
    Column("Adds up", 16, "live", "Does it follow from what the source itself prints? Recalculated"),
    Column("Is so when exported", 20, "exported", "As far as tests from outside can say"),
    Column(
        "Verdict when exported",
        22,
        "exported",
        "One word for both: see the site or `claimbook rerun` for what it is now",
    ),
    Column("How likely when exported", 24, "exported"),
    Column("Found when exported", 24, "exported", "What decided, when exported"),
    Column("Range when exported", 26, "exported"),
    Column("Found now", 16, "live", "Where arithmetic decided, what it gives now, in the unit beside it"),
    Column("Unit", 14),
    Column("Chapter", 24),
)

TESTS = (
    Column("Claim", 36),
    Column("Kind", 12),
    Column("Held against", 80),
    Column("How it stands to the claim", 14),
    Column("Unit", 14),
    Column("Value", 16, "live", "The quantity in the claim's unit; of evidence the figure it has, which nothing moves"),
    Column("Least", 16, "live", "The least that the print of its operands leaves open"),
    Column("Greatest", 16, "live", "The greatest"),
    Column("Printed from", 16, note="Least value that makes the claim true as printed"),
    Column("Printed to", 16, note="Greatest value that does"),
    Column("Relation", 10),
    Column("Value meets it", 12, "live", "Whether the value makes the claim true as printed"),
    Column("Answer", 22, "live", "Of arithmetic recalculated, of all other tests as exported: see the next column"),
    Column("The answer is", 14),
    Column("5th percentile", 16, "exported"),
    Column("Median", 16, "exported"),
    Column("95th percentile", 16, "exported"),
    Column("Probability", 12, "exported", "Share of the draws that make the claim true"),
    Column("Percentile", 12, "exported", "Where in the distribution the printed figure stands"),
)

REFERENCES = (
    Column("Cited as", 36),
    Column("Title", 80),
    Column("Year", 8),
    Column("Address", 70),
    Column("Key", 34),
)


class Workbook:
    """
    The sheets of a book's workbook.

    Parameters
    ----------
    model : Model
        The book with the assumptions that the workbook begins with.
    """

    def __init__(self, model: Model):
        self.model = model
        self.project = model.project
        self.derived = derivation_names(model.project)
        self.labels: dict[str, str] = {}
        self.names = cell_names([TOLERANCE, *model.assumptions, *self.derived])

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """In what each assumption's and each quantity's cell holds it."""
        units = {name: assumption.unit for name, assumption in self.model.assumptions.items()}
        units |= {name: unit_of(self.project, name) for name in self.derived}
        return {name: measure_of(self.project, unit) for name, unit in units.items()}

    @cached_property
    def sheets(self) -> list[Sheet]:
        """All sheets with rows, in their order; the one that says how to read them comes before."""
        tests = self.tests()
        return [self.assumptions(), self.quantities(), self.claims(), tests, self.references()]

    def in_cell(self, name: str) -> float:
        """A quantity's value as its cell holds it."""
        return root_magnitude(self.model.derived(name)) / float(self.measures[name].factor)

    @cached_property
    def resting(self) -> dict[str, int]:
        """How many quantities rest on each assumption; a claim may be compared with the assumption itself."""
        found = dict.fromkeys(self.model.assumptions, 0)
        compared = {quantity for claim in self.project.claims.values() for quantity in claim.quantities}
        for quantity in {*self.derived, *compared}:
            for name in upstream(self.project, quantity):
                found[name] += 1
        return found

    @cached_property
    def open(self) -> dict[str, tuple[str, str]]:
        """The cells with both ends of each operand whose print leaves something open, by names of their own."""
        found = open_operands(self.model.assumptions, self.model.assumptions)
        ends = cell_names([*self.names.values(), *(f"{self.names[name]}.{end}" for name in found for end in ENDS)])
        return {name: (ends[f"{self.names[name]}.least"], ends[f"{self.names[name]}.most"]) for name in found}

    def label(self, key: str) -> str:
        """How a work is cited; each is asked for once."""
        if key not in self.labels:
            self.labels[key] = self.project.citation(key).label
        return self.labels[key]

    def assumptions(self) -> Sheet:
        """The inputs: what may be changed, with ranges and where both come from."""
        sheet = Sheet("Assumptions", ASSUMPTIONS)
        for name, assumption in self.model.assumptions.items():
            sheet.name_cell(self.names[name], "Value")
            if name in self.open:
                least, most = self.open[name]
                sheet.name_cell(least, "Print leaves from")
                sheet.name_cell(most, "Print leaves to")
            sheet.rows.append(self.assumption(assumption, sheet))
        return sheet

    def assumption(self, assumption: Assumption, sheet: Sheet) -> list[Cell]:
        """An assumption's row."""
        name, row = assumption.name, sheet.next_row
        scale, words = self.measures[name].scale, self.project.words
        value, low, high = (end.magnitude * scale for end in (assumption.value, assumption.low, assumption.high))
        shown = shown_as_typed(value, assumption.unit, words)
        own, exported = (f"{sheet.letter(heading)}{row}" for heading in ("Value", "As exported"))
        ends = [Cell(None), Cell(None)]
        if name in self.open:
            numbers = [end.magnitude * scale for end in assumption.printed_ends]
            is_range = assumption.kind == PRINTED and assumption.is_range
            cells = [
                f"{sheet.letter(heading)}{row}" if is_range else number_in_formula(number)
                for heading, number in zip(("Low", "High"), numbers, strict=True)
            ]
            ends = [
                Cell(number, f"=IF({own}={exported},{end},{own})", "live", shown)
                for number, end in zip(numbers, cells, strict=True)
            ]
        labels = [self.label(key) for key in assumption.reference.split()]
        ranged = [self.label(key) for key in assumption.range_reference.split()]
        return [
            Cell(self.names[name]),
            Cell(assumption.description),
            Cell(value, look="input" if self.resting[name] else "exported", shown=shown),
            Cell(assumption.unit),
            Cell(low if assumption.is_range else None, look="exported", shown=shown),
            Cell(high if assumption.is_range else None, look="exported", shown=shown),
            Cell(spread_of(assumption), look="exported"),
            Cell("; ".join(labels)),
            Cell(assumption.locator),
            Cell(assumption.range_reason),
            Cell("; ".join(ranged)),
            Cell(assumption.confirmed),
            Cell(self.resting[name], look="exported", shown="0"),
            Cell(value, look="exported", shown=shown),
            Cell("", f'=IF({own}={exported},"","changed")', "live"),
            *ends,
        ]

    def quantities(self) -> Sheet:
        """All that follows, each a formula of other cells."""
        sheet = Sheet("Quantities", QUANTITIES)
        for name in self.derived:
            sheet.name_cell(self.names[name], "Value")
            sheet.rows.append(self.quantity(name, sheet))
        return sheet

    def quantity(self, name: str, sheet: Sheet) -> list[Cell]:
        """A quantity's row."""
        measure, words = self.measures[name], self.project.words
        value = self.in_cell(name)
        shown = shown_at_any_size(value, measure.unit, words)
        said = write_step(self.project, name, self.measures, self.names)
        own, exported = (f"{sheet.letter(heading)}{sheet.next_row}" for heading in ("Value", "As exported"))
        quantiles = [number * measure.scale for number in self.model.quantiles(name, measure.unit)]
        return [
            Cell(self.names[name]),
            Cell(about(self.project, name)),
            Cell(value, f"={said.text}", "live", shown),
            Cell(measure.unit),
            Cell(said.plain),
            Cell(said.conversion),
            Cell(value, look="exported", shown=shown),
            Cell(0.0 if value else None, f"={own}/{exported}-1", "live", "+0.0%;-0.0%;0%") if value else Cell(None),
            *(Cell(number, look="exported", shown=shown) for number in quantiles),
        ]

    @cached_property
    def rows_of_tests(self) -> dict[str, tuple[int, int]]:
        """The first and the last row of each claim's tests."""
        found, row = {}, 2
        for result in self.model.results:
            if result.tests:
                found[result.claim.id] = (row, row + len(result.tests) - 1)
                row += len(result.tests)
        return found

    def claims(self) -> Sheet:
        """The register: what is printed, whether it adds up, and what was found when the workbook was written."""
        sheet = Sheet("Claims", CLAIMS)
        for result in self.model.results:
            sheet.rows.append(self.claim(result))
        return sheet

    def claim(self, result: Result) -> list[Cell]:
        """A claim's row."""
        claim, facts = result.claim, describe(result, self.project.words)
        chapter = self.project.words.spoken(claim.chapter.replace("-", "_"))
        return [
            Cell(claim.id),
            Cell(claim.statement),
            Cell(str(self.project.sources.loc[claim.source, "short"])),
            Cell(claim.line, shown="0"),
            Cell(claim.weight),
            Cell(facts["claimed"] or "in words"),
            Cell(str(result.adds_up), self.sum_of_all(result), "live"),
            Cell(str(result.is_so), look="exported"),
            Cell(str(result.verdict), look="exported"),
            Cell(facts["chance"], look="exported"),
            Cell(facts["derived"], look="exported"),
            Cell(facts["interval"], look="exported"),
            *self.found_now(result),
            Cell(chapter),
        ]

    def found_now(self, result: Result) -> tuple[Cell, Cell]:
        """What the arithmetic that decided gives, from its test's row, and its unit; nothing where draws decided."""
        one = result.deciding
        if one is None or one.test.kind != "arithmetic" or not one.test.quantity:
            return Cell(None), Cell("")
        first, _ = self.rows_of_tests[result.claim.id]
        row = first + next(number for number, each in enumerate(result.tests) if each is one)
        value = self.test_value(one, result)
        formula = f"=Tests!${Sheet('Tests', TESTS).letter('Value')}${row}"
        return replace(value, formula=formula), Cell(self.unit_of_test(one, result))

    def sum_of_all(self, result: Result) -> str:
        """What all arithmetic on a claim says, as a formula: one sum that does not come out is enough."""
        if not any(one.test.kind == "arithmetic" for one in result.tests):
            return ""
        first, last = self.rows_of_tests[result.claim.id]
        kind, answer = (
            f"Tests!${letter}${first}:${letter}${last}"
            for letter in (Sheet("Tests", TESTS).letter(heading) for heading in ("Kind", "Answer"))
        )
        said = f'"{AddsUp.NOTHING_TO_REDO}"'
        for word in (AddsUp.CANNOT_BE_REDONE, AddsUp.YES, AddsUp.NO):
            said = f'IF(COUNTIFS({kind},"arithmetic",{answer},"{word}")>0,"{word}",{said})'
        return f"={said}"

    def tests(self) -> Sheet:
        """What each claim is held to: a row for each test."""
        sheet = Sheet("Tests", TESTS)
        for result in self.model.results:
            for one in result.tests:
                sheet.rows.append(self.test(one, result, sheet))
        return sheet

    def test(self, one: TestResult, result: Result, sheet: Sheet) -> list[Cell]:
        """A test's row."""
        test, claim = one.test, result.claim
        facts = describe_test(one, result, self.project.words)
        unit = self.unit_of_test(one, result)
        measure = measure_of(self.project, unit)
        row, letter = sheet.next_row, sheet.letter
        value = self.test_value(one, result)
        shown = value.shown
        is_sum = test.kind == "arithmetic"
        printed = claim.printed and (claim.printed.without_about if is_sum else claim.printed)
        least, greatest = self.ends(one, measure, shown) if is_sum else (Cell(None), Cell(None))
        meets = Cell(None)
        if printed and value.value is not None and one.value is not None:
            met = meeting(printed, f"{letter('Value')}{row}", f"{letter('Value')}{row}", row, letter)
            meets = Cell("yes" if printed.contains(one.value) else "no", f'=IF({met},"yes","no")', "live")
        answer = Cell(str(facts["answer"]), look="exported")
        if is_sum:
            answer = Cell(str(one.answer), look="exported")
            if printed and test.quantity and not test.finding and least.formula:
                reached = meeting(printed, f"{letter('Least')}{row}", f"{letter('Greatest')}{row}", row, letter)
                either = f'OR({letter("Value meets it")}{row}="yes",{reached})'
                answer = Cell(str(one.answer), f'=IF({either},"yes","no")', "live")
        against = test.quantity and self.names[test.quantity]
        against = against or "; ".join(self.project.find_evidence(key).statement for key in test.evidence)
        percent = "0.0%"
        quantiles = [one.low, one.median, one.high] if test.kind == "estimate" else [None] * 3
        return [
            Cell(claim.id),
            Cell(test.kind),
            Cell(against or test.missing or test.label),
            Cell(test.bearing),
            Cell(unit if value.value is not None or printed else ""),
            value,
            least,
            greatest,
            *(Cell(end, shown=shown) for end in ends_of(printed, measure)),
            Cell(printed.relation if printed else ""),
            meets,
            answer,
            Cell("recalculated" if answer.formula else "as exported"),
            *(Cell(scaled(number, measure), look="exported", shown=shown) for number in quantiles),
            Cell(one.probability, look="exported", shown=percent),
            Cell(one.percentile, look="exported", shown=percent),
        ]

    def unit_of_test(self, one: TestResult, result: Result) -> str:
        """The unit of what a claim is compared with: the claim's, or the quantity's own where that has no figure."""
        quantity = one.test.quantity
        return result.claim.unit or (own_unit(self.project, quantity) if quantity else "1")

    def test_value(self, one: TestResult, result: Result) -> Cell:
        """What a claim is compared with: a quantity, which moves, or the figure of a fact, which does not."""
        unit, name = self.unit_of_test(one, result), one.test.quantity
        measure = measure_of(self.project, unit)
        if not name:
            number = scaled(one.value, measure)
            shown = shown_at_any_size(1.0 if number is None else number, unit, self.project.words)
            return Cell(number, look="exported", shown=shown)
        value = self.in_cell(name) * float(self.measures[name].factor / measure.factor)
        formula = f"={converted(self.names[name], self.measures[name], measure)}"
        return Cell(value, formula, "live", shown_at_any_size(value, unit, self.project.words))

    def ends(self, one: TestResult, measure: Measure, shown: str) -> tuple[Cell, Cell]:
        """The least and the greatest result that the print of the operands leaves open."""
        quantity = one.test.quantity
        if not quantity or one.low is None or one.high is None:
            return Cell(None), Cell(None)
        operands = {name: self.open[name] for name in upstream(self.project, quantity) if name in self.open}
        texts = write_ends(self.project, quantity, measure, operands, self.measures, self.names)
        least, greatest = (
            Cell(scaled(number, measure), f"={text}" if text else "", "live" if text else "exported", shown)
            for number, text in zip((one.low, one.high), texts, strict=True)
        )
        return least, greatest

    def references(self) -> Sheet:
        """The works that inputs and ranges come from."""
        sheet = Sheet("References", REFERENCES)
        cited = {
            key
            for assumption in self.model.assumptions.values()
            for key in f"{assumption.reference} {assumption.range_reference}".split()
        }
        entries = self.project.bibliography.entries
        for label, key in sorted((self.label(key), key) for key in cited & set(entries)):
            fields = entries[key].fields
            doi = f"https://doi.org/{fields['doi']}" if "doi" in fields else ""
            address = fields.get("url") or doi
            title = plain_text(fields.get("title", ""))
            year = fields.get("year", "")
            sheet.rows.append([Cell(label), Cell(title), Cell(year), Cell(address, link=address), Cell(key)])
        return sheet


#: What the names of the cells with both ends of a printed operand end in.
ENDS = ("least", "most")


def scaled(number: float | None, measure: Measure) -> float | None:
    """A number in a unit as a cell holds it."""
    return None if number is None else number * measure.scale


def ends_of(printed: PrintedFigure | None, measure: Measure) -> list[float | None]:
    """Both ends of a printed figure as cells hold them; none where it is open, or there is no figure."""
    if printed is None:
        return [None, None]
    return [None if isinf(end) else end * measure.scale for end in (printed.low, printed.high)]


def meeting(printed: PrintedFigure, low: str, high: str, row: int, letter: Callable[[str], str]) -> str:
    """
    Whether anything between two cells makes a claim true as printed, as a formula.

    Parameters
    ----------
    printed : PrintedFigure
        What the claim says.
    low, high : str
        The two cells; the same twice for one value.
    row : int
        The row of the test.
    letter : callable
        Gives the letter of a column.
    """
    conditions = []
    for end, heading, cell, over in ((printed.low, "Printed from", high, ">"), (printed.high, "Printed to", low, "<")):
        if isinf(end):
            continue
        at = f"{letter(heading)}{row}"
        room = f"{TOLERANCE}*MAX(ABS({cell}),ABS({at}))"
        # A value at an end, but for the last digits of a float, meets it, unless the claim says "more" or "less".
        sign = "-" if (over == ">") != (printed.relation in "<>") else "+"
        equal = "" if printed.relation in "<>" else "="
        conditions.append(f"{cell}{over}{equal}{at}{sign}{room}")
    return f"AND({','.join(conditions)})"


def number_in_formula(number: float) -> str:
    """A number as it stands in a formula."""
    return repr(float(number)).upper()


def shown_as_typed(value: float, unit: str, words: Wording) -> str:
    """How an input is shown: with all its digits, whatever is typed into the cell."""
    head = unit.partition("/")[0]
    if head == "percent":
        return "0.0##%"
    if is_calendar_year(value, unit):
        return "General"
    sign = f'"{words.currencies[head]}"' if head in words.currencies else ""
    if not SMALL <= abs(value) < LARGE:
        return f"{sign}0.0###E+00"
    return f"[>=10000]{sign}#,##0;{sign}General"


def shown_at_any_size(value: float, unit: str, words: Wording) -> str:
    """How a number is shown that a formula gives."""
    head = unit.partition("/")[0]
    if head == "percent":
        return "0.0%"
    if is_calendar_year(value, unit):
        return "0.0"
    sign = f'"{words.currencies[head]}"' if head in words.currencies else ""
    if value and not SMALL <= abs(value) < LARGE:
        return f"{sign}0.000E+00"
    return ANY_SIZE.format(sign)

"""
Questions to a model: any formula over its quantities, and whether what is claimed of it stands.

What is asked is a claim that the book does not hold: it is computed, drawn and judged as the book's own are.
"""

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from html import escape
from math import log10
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pint

from claimbook.errors import UserError, with_hint
from claimbook.model.bins import counts_between, edges, place_of
from claimbook.model.currencies import conversion, in_other_money
from claimbook.model.doubts import doubt_of_claim
from claimbook.model.graph import known_to_formulas, read_formula_of, unit_of, upstream, value_of_formula
from claimbook.model.judging import Result, judge
from claimbook.model.plain_units import plain_unit
from claimbook.model.resting import basis_of_arithmetic, conditions, is_arithmetic
from claimbook.model.verdict import PHRASES, Answer, Verdict
from claimbook.project import Project, remembered
from claimbook.register.claims import Claim, Test
from claimbook.register.formula import (
    Call,
    Formula,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    in_quantities,
    unit_of_part,
    write,
)
from claimbook.register.numbers import tidy
from claimbook.register.printed import PrintedFigure
from claimbook.register.relations import split_relation
from claimbook.register.values import ONE, Part, ends, shared, with_money
from claimbook.register.wording import write_percentile, write_share

if TYPE_CHECKING:
    from claimbook.model.model import Model

#: What the quantity that is asked for is called, and the claim about it.
ASKED = "asked"

#: What is written where a claim cannot be read.
CLAIMS = "write one such as '> 15', 'at least 2 million', 'about 20', '= 20' or '18 to 24', with a unit if it has one"

#: What the draws say of what is claimed.
SAID_OF = {Answer.YES: "it is so", Answer.NO: "it is not so", Answer.LIKELY: "likely", Answer.POSSIBLE: "possible"}

#: How draws agree with a figure, by its relation; with a bound they just do.
AGREEING = {"=": "round to it", "≈": "are within ten per cent of it", "in": "lie in it"}

#: Bars of a histogram in a terminal, how many lines it is high, and the parts of a line.
BARS, LINES = 60, 5
EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Question:
    """
    What is asked, as text.

    Attributes
    ----------
    formula : str
        A formula over the book's quantities and numbers with units.
    claim : str
        What is claimed of it: ``> 15``, ``about 20 USD``; empty for nothing.
    unit : str
        The unit in which it is to be answered; empty for that of the claim, or one of the formula's own.
    """

    formula: str
    claim: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Reply:
    """
    What a model answers. Numbers are in `unit`.

    Attributes
    ----------
    question : Question
        What was asked.
    model : Model
        The model with what was asked as one of its claims.
    result : Result
        That claim, judged.
    """

    question: Question
    model: "Model"
    result: Result

    @property
    def formula(self) -> str:
        """The formula, written one way."""
        return write(self._formula.tree)

    @property
    def _formula(self) -> Formula:
        from claimbook.model.graph import formulas_of_claims

        return formulas_of_claims(self.model.project)[ASKED]

    @property
    def quantity(self) -> str:
        """What the answer is called among the model's quantities."""
        return ASKED

    @property
    def unit(self) -> str:
        """The unit of all numbers, as the tables write it."""
        return self.result.claim.unit

    @property
    def value(self) -> float:
        """What the formula gives with every input at its value."""
        value = self.result.tests[0].value
        assert value is not None
        return value

    @property
    def draws(self) -> np.ndarray:
        """The answer's draws, shape (n,); one where nothing in it is uncertain."""
        return np.atleast_1d(self.model.draws[ASKED]) / self.model.project.units.root_factor(self.unit)

    @property
    def is_uncertain(self) -> bool:
        """Whether anything in it is."""
        return bool(np.ndim(self.model.draws[ASKED]))

    @property
    def low(self) -> float:
        """Low end of the 90 % interval."""
        return self._quantiles[0]

    @property
    def median(self) -> float:
        """Median of the draws."""
        return self._quantiles[1]

    @property
    def high(self) -> float:
        """High end of the 90 % interval."""
        return self._quantiles[2]

    @property
    def _quantiles(self) -> list[float]:
        return self.model.quantiles(ASKED, self.unit)

    @property
    def printed(self) -> PrintedFigure | None:
        """What is claimed; none where nothing is."""
        return self.result.claim.printed

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on what is claimed; none where nothing is."""
        return self.result.verdict if self.printed else None

    @property
    def answer(self) -> Answer | None:
        """What the draws say of what is claimed, in the rulebook's words; none where nothing is."""
        return self.result.is_so if self.printed else None

    @property
    def kind(self) -> str:
        """What the answer is, as of a claim's test: ``arithmetic`` or ``estimate``."""
        return self.result.claim.tests[0].kind

    @property
    def probability(self) -> float | None:
        """Share of the draws that make true what is claimed; 0 or 1 where nothing is uncertain."""
        if self.printed is None:
            return None
        return float(self.printed.met_by(self.draws).mean())

    @property
    def doubt(self) -> str:
        """What to ask about the claimed figure, where it may lack a word such as million; empty if it will do."""
        project = self.model.project
        if self.printed is None or not is_bare(self.question.claim, project):
            return ""
        nearest = max(self.printed.ends, key=abs)
        return doubt_of_claim(nearest, self.value, self.unit, project.words)

    @property
    def percentile(self) -> float | None:
        """Where in the distribution a single claimed figure stands, from 0 to 1."""
        return self.result.tests[0].percentile

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Names of the assumptions that the answer rests on."""
        return upstream(self.model.project, ASKED)

    def frame(self) -> pd.DataFrame:
        """The answer as a table of one row."""
        row = {
            "formula": self.formula,
            "value": self.value,
            "low": self.low,
            "median": self.median,
            "high": self.high,
            "unit": self.unit,
        }
        if self.printed:
            row |= {
                "claim": self.claimed,
                "verdict": str(self.verdict),
                "answer": str(self.answer),
                "probability": self.probability,
            }
        return pd.DataFrame([row])

    def drivers(self) -> pd.DataFrame:
        """
        What each assumption does to the answer, what matters most first.

        Returns
        -------
        DataFrame
            By the assumption's name: its value, low, high and unit; the answer at both ends; its share of the spread;
            per cent of the answer for one per cent of it; where something is claimed the nearest value that makes it
            true, missing where none does.
        """
        from claimbook.model.algebra import break_even
        from claimbook.model.sensitivity import drivers

        scale = self.model.project.units.root_factor(self.unit)
        rows = []
        for driver in drivers(ASKED, self.model):
            one = self.model.assumptions[driver.assumption]
            row = {
                "assumption": one.name,
                "value": one.value.magnitude,
                "low": one.low.magnitude,
                "high": one.high.magnitude,
                "unit": one.unit,
                "at_low": driver.at_low / scale,
                "at_high": driver.at_high / scale,
                "share": driver.share,
                "elasticity": driver.elasticity,
            }
            if self.printed:
                needed = break_even(self.model, ASKED, ASKED, one.name)
                row["needed"] = None if needed is None else needed.magnitude
            rows.append(row)
        columns = ["assumption"] if not rows else list(rows[0])
        return pd.DataFrame(rows, columns=columns).set_index("assumption")

    # In words

    @property
    def found(self) -> str:
        """The answer in words, with its interval."""
        words = self.model.project.words
        said = words.write_quantity(self.median if self.is_uncertain else self.value, self.unit)
        return f"{said} ({words.write_interval(self.low, self.high, self.unit)})" if self.is_uncertain else said

    @property
    def at_values(self) -> str:
        """What each input at its value gives, in words, where the median reads otherwise; empty elsewhere."""
        median, value = (self.model.project.words.write_quantity(one, self.unit) for one in (self.median, self.value))
        return value if self.is_uncertain and value != median else ""

    @property
    def claimed(self) -> str:
        """What is claimed, in words."""
        return self.model.project.words.write_printed(self.printed, self.unit) if self.printed else ""

    @property
    def judged(self) -> str:
        """What is said of what is claimed: the rulebook's words, and the probability."""
        if self.printed is None or self.probability is None or self.verdict is None:
            return ""
        begins = f"The claim {PHRASES[self.verdict]}"
        if self.kind == "arithmetic":
            return f"{begins} by arithmetic {basis_of_arithmetic(self.assumptions, self.model)}"
        said = f"{begins} by an estimate: {self._said_by_draws}"
        return "; ".join([said, *conditions(self.assumptions, self.model)])

    @property
    def _said_by_draws(self) -> str:
        """What the draws say of what is claimed, and how many of them."""
        assert self.printed is not None
        assert self.probability is not None
        said = SAID_OF[self.result.is_so]
        if not self.is_uncertain:
            return f"{said}, and nothing in it is uncertain"
        share, agree = write_share(self.probability), AGREEING.get(self.printed.relation, "agree")
        if self.printed.is_point and self.percentile is not None:
            place = f"at the {write_percentile(self.percentile)} percentile of the draws"
            return f"{said}, {place}, of which {share} {agree}"
        return f"{said}, {share} of draws {agree}"

    @property
    def marks(self) -> tuple[float, ...]:
        """Where what is claimed stands: a figure, or both ends of a range."""
        return tuple(dict.fromkeys(self.printed.ends)) if self.printed else ()

    def histogram(self, width: int = BARS) -> list[str]:
        """
        The draws as lines of text, below them their edges and what is claimed; none if nothing is uncertain.

        Parameters
        ----------
        width : int
            Characters in a line at most, where that is fewer than a histogram has bars.
        """
        if not self.is_uncertain:
            return []
        bars = min(BARS, width)
        words, draws = self.model.project.words, self.draws
        marks = self.marks
        first, last = edges(draws, marks)
        if not first < last:
            return []
        heights = counts_between(draws, first, last, bars)
        heights = np.round(heights / heights.max() * LINES * 8).astype(int)
        lines = [
            "".join(EIGHTHS[min(8, max(0, height - 8 * line))] for height in heights).rstrip()
            for line in reversed(range(LINES))
        ]
        left, right = (words.write_quantity(end, self.unit) for end in (first, last))
        axis = ["▔"] * bars
        for mark in marks:
            axis[min(bars - 1, int(place_of(mark, first, last) * bars))] = "┃"
        said = f"┃ {self.claimed}" if marks else ""
        drawn = [*lines, "".join(axis)]
        if marks and len(f"{left}  {said}  {right}") > bars:
            return [*drawn, f"{left}{right:>{bars - len(left)}}", said]
        between = max(2, bars - len(left) - len(right) - len(said))
        before = between // 2
        return [*drawn, f"{left}{' ' * before}{said}{' ' * (between - before)}{right}"]

    def lines(self) -> Iterator[str]:
        """The answer in a few lines."""
        yield f"{self.formula}"
        yield f"= {self.found}"
        yield from self.histogram()
        if self.printed:
            yield f"Claimed: {self.claimed}. {self.judged}."

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        """What a notebook shows: the answer, its draws as a picture with what is claimed, what is said of that."""
        answer = f"<p><code>{escape(self.formula)}</code><br>= <strong>{escape(self.found)}</strong></p>"
        judged = f"<p>Claimed: <strong>{escape(self.claimed)}</strong>. {escape(self.judged)}.</p>"
        return f'<div class="claim-answer">{answer}{self._picture()}{judged if self.printed else ""}</div>'

    def _picture(self) -> str:
        """The draws as an SVG that needs neither script nor style of its own."""
        if not self.is_uncertain:
            return ""
        draws, marks, words = self.draws, self.marks, self.model.project.words
        first, last = edges(draws, marks)
        if not first < last:
            return ""
        counts = counts_between(draws, first, last, BARS)
        bars = "".join(
            f'<rect x="{8 * i}" y="{80 - height:g}" width="7" height="{height:g}"/>'
            for i, height in enumerate(np.round(80 * counts / counts.max(), 1))
        )
        ticks = "".join(
            f'<rect x="{place_of(mark, first, last) * 8 * BARS - 1:.1f}" y="0" width="2" height="80" fill="#c0392b"/>'
            for mark in marks
        )
        left, right = (escape(words.write_quantity(end, self.unit)) for end in (first, last))
        return (
            f'<svg viewBox="0 0 {8 * BARS} 100" width="{8 * BARS}" role="img" '
            f'aria-label="Draws from {left} to {right}"><g fill="currentColor" fill-opacity="0.55">{bars}</g>{ticks}'
            f'<text x="0" y="96" font-size="12" fill="currentColor">{left}</text>'
            f'<text x="{8 * BARS}" y="96" font-size="12" text-anchor="end" fill="currentColor">{right}</text></svg>'
        )


def ask(model: "Model", question: Question) -> Reply:
    """
    What a model answers to a question.

    Raises
    ------
    UserError
        If the formula or the claim cannot be read, or their units do not fit.
    """
    from claimbook.model.model import Model

    project = asked_of(model.project, *astuple(question), kind_of(question, model))
    asking = Model(project, model.assumptions, model.draw_count).drawing_only([ASKED])
    return Reply(question, asking, judge(project.claims[ASKED], asking))


def kind_of(question: Question, model: "Model") -> str:
    """By what kind of test a question is answered: ``arithmetic`` on what one source prints, or ``estimate``."""
    asked = asked_of(model.project, *astuple(question))
    return "arithmetic" if is_arithmetic(upstream(asked, ASKED), model) else "estimate"


@remembered
def asked_of(project: Project, formula: str, claim: str, unit: str, kind: str = "estimate") -> Project:
    """
    A book with a question as one of its claims, held to account by one test of that kind.

    Raises
    ------
    UserError
        If the formula or the claim cannot be read, or their units do not fit.
    """
    from claimbook.model.model import Model

    if ASKED in known_to_formulas(project):
        raise UserError(f"the book has a quantity called {ASKED!r}, as the answer would be; give it another name")
    tree = read_formula_of(project, formula, known_to_formulas(project))
    values, of_number = Model.of(project).values, in_quantities(project.units)
    with np.errstate(all="ignore"):
        value = value_of_formula(Formula(ASKED, tree, "", "", ""), values, of_number, project)
    value = value if isinstance(value, pint.Quantity) else project.units.registry.Quantity(value)
    try:
        value = value * project.units.registry.Quantity(1.0)
    except pint.OffsetUnitCalculusError:
        raise UserError(f"the formula {write(tree)!r}: {value.units} does not begin at zero; write kelvin") from None
    if not np.isfinite(value.magnitude):
        raise UserError(f"the formula {write(tree)!r} has no finite value: it is too large, or of what has none")
    is_set, unit = bool(unit), read_unit(unit, project) if unit else unit_for(value, tree, project)
    if not value.is_compatible_with(project.units.read_unit(unit)):
        found = plain_unit(value, project)
        said = f"the answer is to be in {unit}, but the formula {write(tree)!r} comes out in {found}"
        raise UserError("; ".join(filter(None, [said, conversion(found, unit, project)])))
    printed, unit = read_claim(claim, unit, is_set, project) if claim else (None, unit)
    bearing = "" if kind == "arithmetic" else "same" if printed else "near"
    test = Test(kind=kind, quantity=ASKED, formula=write(tree), bearing=bearing)
    asked = project.with_claims([*project.all_claims, claim_of(test, printed, unit)])
    vars(asked)["words"] = replace(project.words, quantities={**project.words.quantities, ASKED: "the answer"})
    return asked


def unit_for(value: pint.Quantity, tree: Node, project: Project) -> str:
    """The unit in which pages show the quantity that a formula is some of; of what is none, a plain one."""
    name = quantity_of(tree)
    unit = unit_of(project, name) if name else ""
    fits = unit and value.is_compatible_with(project.units.read_unit(unit))
    return unit if fits else plain_unit(value, project)


def quantity_of(node: Node) -> str:
    """
    The quantity in whose unit a formula's value is: what it is a sum, a multiple or the greatest of; else none.

    Examples
    --------
    >>> quantity_of(Operation("-", Number(1), Name("share"))), quantity_of(Operation("/", Name("cost"), Name("days")))
    ('share', '')
    """
    match node:
        case Name(name):
            return name
        case Negative(part) | Operation("*", Number(_, "1"), part) | Operation("*" | "/", part, Number(_, "1")):
            return quantity_of(part)
        case Operation("+" | "-", left, right):
            return quantity_of(left) or quantity_of(right)
        case Call("min" | "max", arguments):
            return next(filter(None, map(quantity_of, arguments)), "")
    return ""


def claim_of(test: Test, printed: PrintedFigure | None, unit: str) -> Claim:
    """What is asked as a claim of no source."""
    texts = dict.fromkeys(
        ("source", "numeral", "as_of", "error_kind", "due", "because", "differs_because", "missing", "searched",
         "chapter", "note", "place"), "",
    )  # fmt: skip
    return Claim(
        id=ASKED, line=0, statement=test.formula, weight="incidental", printed=printed, unit=unit,
        restored_by=(), tests=(test,), **texts,
    )  # fmt: skip


def read_claim(text: str, unit: str, is_set: bool, project: Project) -> tuple[PrintedFigure, str]:
    """
    What is claimed of a formula, and in which unit.

    Parameters
    ----------
    text : str
        ``> 15``, ``at least 2 million``, ``about 20 USD``, ``18 to 24``.
    unit : str
        The unit of a figure without one.
    is_set : bool
        Whether that is also the unit in which it is to be given.
    project : Project
        The book, whose units it may have.

    Raises
    ------
    UserError
        If it cannot be read.
    """
    try:
        relation, figure, given = read_figure(text, unit, project)
        printed = PrintedFigure.read(relation, figure)
    except UserError as error:
        _, figure = split_relation(tidy(text))
        raise UserError(f"claim: {in_other_money(figure, unit, project) or with_hint(str(error), CLAIMS)}") from None
    if is_set and given != unit:
        return printed.times(project.units.root_factor(given) / project.units.root_factor(unit)), unit
    return printed, given


def read_figure(text: str, unit: str, project: Project) -> tuple[str, str, str]:
    """
    A figure as people write it: its relation, it with the digits that were written, and its unit.

    Parameters
    ----------
    text : str
        ``more than $27 per tonne``, ``about 20``, ``18 to 24``.
    unit : str
        The unit of a figure without one; empty where none is known.
    project : Project
        The book, whose units it may have.

    Raises
    ------
    UserError
        If it cannot be read, or is not of the unit's kind.
    """
    relation, figure = split_relation(tidy(text))
    reader = project.reader
    if not figure:
        raise UserError(f"{text!r} has no figure (a shell takes $1 out of double quotes: write single ones)")
    parts = [reader.read_part(one) for one in ends(figure, text)]
    if len(parts) > 2 or (len(parts) == 2 and relation):
        raise UserError(f"{text!r} is more than one figure")
    if len(parts) == 2:
        first, last = parts[0], with_money(parts[1], parts[0])
        parts = [shared(first, last, text, alike=False), last]
    units = {unit_of_part(part, reader) if part.before or part.after else unit for part in parts}
    if len(units) > 1:
        raise UserError(f"{text!r} has two units")
    given = units.pop()
    shift = 1.0
    if unit and not of_one_kind(given, unit, project):  # $5, of dollars an hour
        shift, _ = reader.convert(replace(parts[-1], number=ONE), unit, text)
        given = unit
    texts = [text_of(part, shift) for part in parts]
    return "in" if len(parts) == 2 else relation or "=", "..".join(texts), as_tables_write(given, project)


def read_unit(text: str, project: Project) -> str:
    """
    A unit as the tables write it, of one as people write it: ``boat·year`` of ``boat-years``, ``USD`` of ``$``.

    Raises
    ------
    UserError
        If it is none.
    """
    unit = unit_of_part(project.reader.part_of_unit(text), project.reader)
    try:
        project.units.read_unit(unit)
    except UserError:
        unit = text
        project.units.read_unit(unit)
    return as_tables_write(unit, project)


def as_tables_write(unit: str, project: Project) -> str:
    """A unit as the tables write it, of one that may be in the plural: ``USD/tonne`` of ``USD/tonnes``."""

    def singular(word: re.Match[str]) -> str:
        try:
            several, one = map(project.units.read_unit, (word[0], word[0][:-1]))
        except UserError:
            return word[0]
        return word[0][:-1] if several == one else word[0]

    return re.sub(r"(?<!\*)\*(?!\*)", "·", re.sub(r"[A-Za-z_]+s\b", singular, unit))


def is_bare(claim: str, project: Project) -> bool:
    """Whether a claimed figure that can be read has neither a unit behind it nor a word or power of ten."""
    _, figure = split_relation(tidy(claim))
    parts = [project.reader.read_part(one) for one in ends(figure, claim)]
    return not any(part.after or part.number.word or part.number.power for part in parts)


def of_one_kind(one: str, other: str, project: Project) -> bool:
    """Whether two units measure the same."""
    return project.units.read_unit(one).is_compatible_with(project.units.read_unit(other))


def text_of(part: Part, shift: float) -> str:
    """A figure with its digits as they were written, so that it is known what rounds to it."""
    number = part.number
    power = number.power + (number.word or 0)
    tens = round(log10(shift))
    if abs(shift / 10**tens - 1) > 1e-12:
        return f"{number.value() * shift:.12g}"
    return f"{number.digits}e{power + tens}" if power + tens else str(number.digits)

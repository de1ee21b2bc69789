"""Drafting a ledger from a text that nobody prepared, and following a text that was edited."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from claimbook.ledger.entries import UNDECIDED, Entry, is_endless
from claimbook.ledger.languages import Language, Numeral
from claimbook.register.printed import SAID
from claimbook.register.relations import relation_within

#: A plain count is taken for a claim from here on: smaller ones are mostly parts of a list, or of speech.
LEAST_COUNT = 100

#: Words of a numeral that says by how much something became more or less.
MULTIPLE = re.compile(r"[倍番]|times|fold|doubl|tripl|quadrupl|halv|twice|×", re.I)

#: A number in digits.
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Draft:
    """
    A numeral as the ledger may have it.

    Attributes
    ----------
    line, occurrence : int
        Its line, and whether it is the first, second … with this text in it.
    numeral : str
        As printed.
    value, unit : str
        As data/numerals.csv writes them, empty where they cannot be read.
    figure : str
        The value with the digits it is printed with, after "more than" and the like if so said, as a claim has it.
    disposition : str
        What becomes of it, or ``todo`` where that cannot be guessed.
    sentence : str
        The sentence it stands in.
    """

    line: int
    occurrence: int
    numeral: str
    value: str
    figure: str
    unit: str
    disposition: str
    sentence: str

    @property
    def looks_like_a_claim(self) -> bool:
        """Whether somebody might ask if it is true."""
        return self.disposition == "claim"


def draft(text: str, language: Language) -> list[Draft]:
    """Every numeral of a text with its value and unit, and a guess at what becomes of it."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        seen: Counter[str] = Counter()
        for numeral in language.read_numerals(line):
            seen[numeral.printed] += 1
            found.append(
                Draft(
                    line=number,
                    occurrence=seen[numeral.printed],
                    numeral=numeral.printed,
                    value=numeral.date or write_value(numeral),
                    figure=numeral.date or as_said(line, numeral),
                    unit=numeral.unit,
                    disposition=guessed(numeral),
                    sentence=sentence_at(line, numeral.position, language.sentence_ends),
                )
            )
    return found


def as_said(line: str, numeral: Numeral) -> str:
    """
    A numeral's figure with how the words about it mean it, as a claim's ``printed`` has both.

    Examples
    --------
    >>> as_said("It cost more than $27.", Numeral("$27", 18, 27, 27)), as_said("约30次", Numeral("30次", 1, 30, 30))
    ('more than 27', 'about 30')
    """
    figure = write_printed(numeral)
    if not figure or ".." in figure:
        return figure
    end = numeral.position + len(numeral.printed)
    relation = relation_within(line[: numeral.position], numeral.printed, line[end:])
    return f"{SAID.get(relation, '')} {figure}".strip()


def write_value(numeral: Numeral) -> str:
    """
    A numeral's value as data/numerals.csv writes it; empty where it cannot be read.

    Examples
    --------
    >>> write_value(Numeral("6.16亿", 0, 6.16e8, 6.16e8)), write_value(Numeral("a third", 0, 1 / 3, 1 / 3))
    ('616000000', '0.3333')
    """
    if numeral.low is None or numeral.high is None:
        return ""
    ends = [
        (f"{end:.4g}" if is_endless(end) else f"{end:.12g}").replace("e+", "e") for end in (numeral.low, numeral.high)
    ]
    return "..".join(dict.fromkeys(ends))


def write_printed(numeral: Numeral) -> str:
    """
    A numeral's value with its printed digits, as a claim's ``printed`` has it; empty where it cannot be read.

    Examples
    --------
    >>> write_printed(Numeral("3.50亿元", 0, 3.5e8, 3.5e8)), write_printed(Numeral("5.2 million", 0, 5.2e6, 5.2e6))
    ('3.50e8', '5.2e6')
    >>> write_printed(Numeral("4.30元", 0, 4.3, 4.3)), write_printed(Numeral("三分之一", 0, 1 / 3, 1 / 3))
    ('4.30', '0.3333')
    >>> write_printed(Numeral("-12.80%", 0, -12.8, -12.8))
    '-12.80'
    """
    digits = [found.replace(",", "") for found in DIGITS.findall(unicodedata.normalize("NFKC", numeral.printed))]
    if len(digits) == 1 and numeral.low is not None and numeral.low == numeral.high and numeral.low * float(digits[0]):
        power = math.log10(abs(numeral.low / float(digits[0])))
        if math.isclose(power, round(power), abs_tol=1e-9):
            sign = "-" if numeral.low < 0 else ""
            return f"{sign}{digits[0]}" + (f"e{round(power)}" if round(power) else "")
    return write_value(numeral)


def guessed(numeral: Numeral) -> str:
    """What becomes of a numeral, as far as it can be guessed from its value and unit alone."""
    if numeral.unit == "date":
        return "context"
    if numeral.low is None:
        return "product name" if re.search("[A-Za-z]", numeral.printed) else UNDECIDED
    if numeral.unit in ("", "1") and numeral.low == 1:
        return "figure of speech"  # one of something: 一家, one
    measured = numeral.unit not in ("", "1") or numeral.low % 1 or MULTIPLE.search(numeral.printed)
    return "claim" if measured or numeral.low >= LEAST_COUNT else UNDECIDED


def sentence_at(line: str, position: int, ends: str) -> str:
    """The sentence of a line that a place in it belongs to: a point within a number ends none."""
    starts = [0, *(found.end() for found in re.finditer(rf"[{re.escape(ends)}](?!\d)[”\"’)]*\s*", line))]
    first = max(start for start in starts if start <= position)
    last = min((start for start in starts if start > position), default=len(line))
    return line[first:last].strip()


@dataclass(frozen=True)
class Renumbered:
    """
    A ledger's rows of one source after its text was edited.

    Attributes
    ----------
    kept : list of Entry
        The rows whose numerals are there still, with the lines and occurrences they have now.
    gone : list of Entry
        Rows whose numerals are no more.
    new : list of Draft
        Numerals that have no row yet.
    lines : dict
        The line of the text that each line became, as far as a numeral stands in it, in the order of the text.
    """

    kept: list[Entry]
    gone: list[Entry]
    new: list[Draft]
    lines: dict[int, int]

    def line_now(self, line: int) -> int:
        """The line that a line became: one without a numeral goes with the nearest above, or else below."""
        nearest = max((one for one in self.lines if one <= line), default=min(self.lines, default=line))
        return line + self.lines.get(nearest, nearest) - nearest

    def is_sure_of(self, line: int) -> bool:
        """Whether that is beyond doubt: a numeral stands in the line, or those above and below it moved alike."""
        above = [one for one in self.lines if one <= line][-1:]
        below = [one for one in self.lines if one >= line][:1]
        moved = {self.lines[one] - one for one in (*above, *below)}
        return moved == {0} or (len(moved) == 1 and bool(above) and bool(below))


def renumbered(entries: Sequence[Entry], text: str, language: Language) -> Renumbered:
    """
    Follow an edited text: the rows keep their numerals, in order, wherever they stand now.

    Parameters
    ----------
    entries : sequence of Entry
        The ledger's rows of one source, in the order of its text.
    text : str
        The text as it is now.
    language : Language
        Its language.
    """
    drafts = draft(text, language)
    matcher = SequenceMatcher(None, [e.numeral for e in entries], [d.numeral for d in drafts], autojunk=False)
    pairs = [
        (entries[match.a + i], drafts[match.b + i])
        for match in matcher.get_matching_blocks()
        for i in range(match.size)
    ]
    old, now = {id(entry) for entry, _ in pairs}, {id(one) for _, one in pairs}
    return Renumbered(
        kept=[replace(entry, line=one.line, occurrence=one.occurrence) for entry, one in pairs],
        gone=[entry for entry in entries if id(entry) not in old],
        new=[one for one in drafts if id(one) not in now],
        lines=dict(sorted({entry.line: one.line for entry, one in reversed(pairs)}.items())),
    )

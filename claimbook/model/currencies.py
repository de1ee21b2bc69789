"""Values in another currency than is wanted: which it is, and by which of the book's rates it may be converted."""

import re
import unicodedata

from claimbook.project import Project
from claimbook.register.numbers import longest_first, tidy

#: Codes of currencies that people write, whether or not a book has them.
CODES = ("USD", "EUR", "GBP", "JPY", "CNY", "RMB", "CHF", "CAD", "AUD", "INR", "KRW", "TWD", "HKD", "SGD", "NOK", "SEK")


def in_other_money(text: str, unit: str, project: Project) -> str:
    """
    What is said of a value in another currency than that of the unit in which it is wanted; empty if it is in none.

    Parameters
    ----------
    text : str
        What was written, as in ``¥7``.
    unit : str
        The unit in which it is wanted, as in ``USD/hour``.
    project : Project
        The book.
    """
    wanted = next((one for one in project.words.currencies if one in re.findall(r"\w+", unit)), "")
    given = money_in(text, project)
    if not (wanted and given) or given == wanted:
        return ""
    pairs = (f"{given}/{wanted}", f"{wanted}/{given}")
    rates = [
        f"{one.name} ({one.value.magnitude:.6g} {one.unit})"
        for one in project.assumptions.values()
        if one.unit in pairs
    ]
    right = f"convert it by {' or '.join(rates)}" if rates else f"the book has no rate, so convert it to {wanted} first"
    return f"{text!r} is {given} and not a kind of {unit}; {right}"


def money_in(text: str, project: Project) -> str:
    """The currency that stands in a text: the book's unit of it if it has one, else its sign or code; empty if none."""
    written, money = tidy(text), project.reader.money
    own = re.search(rf"(?<![A-Za-z])(?:{longest_first(money)})(?![A-Za-z])", written, re.I) if money else None
    if own:
        return money[own[0].lower()]
    code = re.search(rf"(?<![A-Za-z])(?:{longest_first(CODES)})(?![A-Za-z])", written)
    return code[0] if code else next((sign for sign in written if unicodedata.category(sign) == "Sc"), "")

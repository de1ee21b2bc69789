"""Values in another currency than is wanted: which it is, and by which of the book's rates it may be converted."""

import re
import unicodedata

from claimbook.project import Project
from claimbook.register.numbers import longest_first, tidy

#: What stands for the name of a currency in what is said of all those that a book does not have.
ANY = "#"
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
    wanted, given = wanted_money(unit, project), money_in(text, project)
    if not (wanted and given) or given == wanted:
        return ""
    return f"{text!r} {said_of_money(given, unit, project)}"


def wanted_money(unit: str, project: Project) -> str:
    """The book's currency that stands in a unit; empty if none does."""
    return next((one for one in project.words.currencies if one in re.findall(r"\w+", unit)), "")


def said_of_money(given: str, unit: str, project: Project) -> str:
    """What is said of a value in a currency that is not the one of its unit: which it is, and what to convert it by."""
    wanted = wanted_money(unit, project)
    right = rates_between(given, wanted, project) or f"the book has no rate, so convert it to {wanted} first"
    return f"is {given} and not a kind of {unit}; {right}"


def rates_between(given: str, wanted: str, project: Project) -> str:
    """By which of the book's rates one currency is converted to another; empty where it has none."""
    rates = [
        f"{one.name} ({one.value.magnitude:.6g} {one.unit})"
        for one in project.assumptions.values()
        if one.unit in (f"{given}/{wanted}", f"{wanted}/{given}")
    ]
    return f"convert it by {' or '.join(rates)}" if rates else ""


def conversion(unit: str, wanted: str, project: Project) -> str:
    """
    By which of the book's rates what is in one unit comes to be in another; empty where no rate makes it so.

    Parameters
    ----------
    unit, wanted : str
        Units as the tables write them, such as ``USD/hour`` and ``CNY/hour``.
    project : Project
        The book.
    """
    given, other = wanted_money(unit, project), wanted_money(wanted, project)
    if not (given and other) or given == other:
        return ""
    converted = re.sub(rf"\b{given}\b", other, unit)
    fits = project.units.read_unit(converted).is_compatible_with(project.units.read_unit(wanted))
    return rates_between(given, other, project) if fits else ""


def said_of_other_money(unit: str, project: Project) -> dict[str, str]:
    """
    What `in_other_money` says of values in a unit of money, behind the text that was written, by the currency of it.

    Of the unit's own nothing is said; those that the book does not have share what is said under `ANY`, which stands
    there for their names too.
    """
    wanted = wanted_money(unit, project)
    if not wanted:
        return {}
    others = {one: said_of_money(one, unit, project) for one in (*project.words.currencies, ANY)}
    return others | {wanted: ""}


def money_in(text: str, project: Project) -> str:
    """The currency that stands in a text: the book's unit of it if it has one, else its sign or code; empty if none."""
    written, money = tidy(text), project.reader.money
    own = re.search(rf"(?<![A-Za-z])(?:{longest_first(money)})(?![A-Za-z])", written, re.I) if money else None
    if own:
        return money[own[0].lower()]
    code = re.search(rf"(?<![A-Za-z])(?:{longest_first(CODES)})(?![A-Za-z])", written)
    signs = (sign for sign in written if unicodedata.category(sign) == "Sc" and sign not in project.reader.unit_words)
    return code[0] if code else next(signs, "")

"""
What people write for a change and not for a value: +10%, 10 % more, ×1.1.

None of it is read as a value, since it may be meant as one or as a change of the book's; the refusal says both with the
figures worked out. The browser's reader (claimbook/site/static/numbers.js) knows the same forms.
"""

import re
from dataclasses import dataclass
from math import isfinite

from claimbook.register.numbers import read_start

PERCENTS = ("%", "percent", "per cent")
TIMES = ("x", "×", "times", "倍")
MORE, LESS = ("more", "higher", "greater"), ("less", "lower", "fewer")

#: What may stand before a number that says a change.
BEFORE = re.compile(r"(?P<sign>[+x×*]) ?(?![+-])", re.I)
CHANGE = re.compile(rf"(?:{'|'.join(PERCENTS)}) (?P<way>{'|'.join((*MORE, *LESS))})(?: than .*)?")


@dataclass(frozen=True)
class Relative:
    """
    A change as somebody wrote it.

    Attributes
    ----------
    times : float
        What it would multiply a value by.
    said : str
        The change in words, to be followed by that value.
    share : float or None
        The pure number that the same text may be meant as; none where it can only be a change.
    is_multiple : bool
        Whether it is written as pure numbers are too: 1.1x.
    """

    times: float
    said: str
    share: float | None
    is_multiple: bool = False


def relative(text: str) -> Relative | None:
    """The change that a tidied text says; none if it says none."""
    found = as_change(text)
    return found if found and found.times > 0 and isfinite(found.times) else None


def as_change(text: str) -> Relative | None:
    """What a tidied text says as a change, whatever its number."""
    before = BEFORE.match(text)
    rest = text[before.end() :] if before else text
    sign = before["sign"] if before else ""
    found = None if rest.startswith(("+", "-")) else read_start(rest)
    if found is None or not rest.endswith(found[1]):
        return None
    number, after = found[0].value(), found[1].strip().lower()
    figure = rest.removesuffix(found[1]).strip()
    if sign == "+":
        return Relative(1 + number / 100, f"{figure} % more than", number / 100) if after in PERCENTS else None
    if sign or after in TIMES:
        return Relative(number, f"{figure} times", number, not sign) if not (sign and after) else None
    change = CHANGE.fullmatch(after)
    if change is None:
        return None
    is_more = change["way"] in MORE
    times = 1 + number / 100 if is_more else 1 - number / 100
    return Relative(times, f"{figure} % {'more' if is_more else 'less'} than", None)

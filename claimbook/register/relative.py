"""
What people write for a change and not for a value: +10%, 10 % more, ×1.1, twice.

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

#: What words multiply by, each as it stands before what is multiplied; "of" behind it may be left out.
CHANGES = {
    "half of": 1 / 2, "a half of": 1 / 2, "a third of": 1 / 3, "two thirds of": 2 / 3, "a quarter of": 1 / 4,
    "three quarters of": 3 / 4, "a fifth of": 1 / 5, "a tenth of": 1 / 10, "twice": 2, "double": 2, "thrice": 3,
    "triple": 3, "two times": 2, "three times": 3, "four times": 4, "five times": 5, "six times": 6, "seven times": 7,
    "eight times": 8, "nine times": 9, "ten times": 10, "twenty times": 20, "a hundred times": 100,
}  # fmt: skip

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
    for words, times in CHANGES.items():
        if text.lower() in (words, words.removesuffix(" of")):
            return Relative(times, words, times)
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

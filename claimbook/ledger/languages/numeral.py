"""What a reader finds in a text: numerals, each with its place, its value and its unit."""

from dataclasses import dataclass

#: What a size written as a letter after figures means: 608B, 2.788M, 14.8k.
LETTERS = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}

#: Words for sizes in English, which texts in other languages print too.
SIZE_WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15}


@dataclass(frozen=True)
class Numeral:
    """
    A numeral of a text.

    Attributes
    ----------
    printed : str
        As printed: ``6.16亿次``, ``90 to 100 days``, ``A-380``.
    position : int
        Where it begins in its line, counted from 0.
    low, high : float or None
        Its value, or the ends of its range; None for dates, names, and numbers that cannot be read.
    unit : str
        What it counts: a unit of the tables where there is one, ``1`` for a plain count, else as printed.
    date : str
        A date or a range of dates (ISO 8601), if it is one that names its year.
    """

    printed: str
    position: int
    low: float | None = None
    high: float | None = None
    unit: str = ""
    date: str = ""

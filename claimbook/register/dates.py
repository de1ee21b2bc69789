"""Dates as the tables and claims write them (ISO 8601), as far as they are known."""

from datetime import datetime

#: How much of a date may be known.
DATES = ("%Y", "%Y-%m", "%Y-%m-%d")


def is_date(text: str) -> bool:
    """
    Whether a text is a date of the calendar, as far as known.

    Examples
    --------
    >>> [is_date(text) for text in ("2024", "2024-05", "2024-02-29", "2023-02-29", "2024-5")]
    [True, True, True, False, False]
    """
    for form in DATES:
        try:
            return datetime.strptime(text, form).strftime(form) == text
        except ValueError:
            continue
    return False


def part_of_year(year: str, number: int, months: int) -> str:
    """
    The first and last month of a half or a quarter of a year.

    Parameters
    ----------
    year : str
        The year.
    number : int
        Which half or quarter, counted from 1.
    months : int
        How long it is: 6 or 3.

    Examples
    --------
    >>> part_of_year("2024", 2, 6), part_of_year("2024", 1, 3)
    ('2024-07..2024-12', '2024-01..2024-03')
    """
    return f"{year}-{months * (number - 1) + 1:02}..{year}-{months * number:02}"

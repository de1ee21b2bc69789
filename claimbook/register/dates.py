"""Dates as the tables and claims write them (ISO 8601), as far as they are known."""

from calendar import monthrange
from datetime import date, datetime
from functools import cache

#: How much of a date may be known.
DATES = ("%Y", "%Y-%m", "%Y-%m-%d")

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


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


@cache
def is_time(text: str) -> bool:
    """
    Whether a text is a moment or a period of the calendar: a date, or two with a stroke between.

    Examples
    --------
    >>> [is_time(text) for text in ("2023", "2022-07/2023-06", "2023/2022", "2022/2023/2024", "2023-02-30")]
    [True, True, False, False, False]
    """
    parts = text.split("/")
    if len(parts) > 2 or not all(map(is_date, parts)):
        return False
    first, last = days(text)
    return first <= last


def days(time: str) -> tuple[date, date]:
    """
    The first and the last day of a moment or a period.

    Examples
    --------
    >>> [f"{first} {last}" for first, last in map(days, ("2023", "2024-02", "2022-07/2023-06-15"))]
    ['2023-01-01 2023-12-31', '2024-02-01 2024-02-29', '2022-07-01 2023-06-15']
    """
    first, *_, last = time.split("/") * 2
    return first_day(first), last_day(last)


def first_day(text: str) -> date:
    """The first day of a year or a month, or the day itself."""
    year, *parts = map(int, text.split("-"))
    month, day = [*parts, 1, 1][:2]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day of a year or a month, or the day itself."""
    year, *parts = map(int, text.split("-"))
    month = parts[0] if parts else 12
    return date(year, month, parts[1] if len(parts) == 2 else monthrange(year, month)[1])


def write_time(time: str) -> str:
    """
    A moment or a period as people write it.

    Examples
    --------
    >>> [write_time(time) for time in ("2024", "2024-05", "2024-05-02", "2022/2023-03", "undated")]
    ['2024', 'May 2024', '2 May 2024', '2022 to March 2023', 'undated']
    """
    if not is_time(time):
        return time
    parts = [part.split("-") for part in time.split("/")]
    return " to ".join(
        " ".join([*(str(int(day)) for day in day), *(MONTHS[int(month) - 1] for month in month), year])
        for year, month, day in ((p[0], p[1:2], p[2:3]) for p in parts)
    )


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

"""What a text of a given pattern looks like, in words: claims' files, scenarios and tables say it of what is none."""

import re

#: What texts look like, each with examples that a pattern takes all of; what takes more comes before what takes less.
FORMS = (
    (("some_name:USD/hour",), "a name and a unit with a colon between, such as some_name:USD"),
    (("Some_Name some-name",), "letters, digits, hyphens and underscores, such as some-name, spaces between several"),
    (("some_name some-name",), "small letters, digits, hyphens and underscores, such as some-name or some_name"),
    (("some-name another-name",), "small letters, digits and hyphens, such as some-name, spaces between several"),
    (("some-name",), "small letters and digits, with hyphens between words, such as some-name"),
    (("2_names", "some_name"), "small letters, digits and underscores, such as some_name"),
    (("some_name",), "small letters, digits and underscores, a letter first, such as some_name"),
    (("en", "zh-Hans"), "the code of a language, such as en or zh-Hans"),
    (("en", "yue"), "two or three small letters, such as en"),
    (("12..15", "4.6e6", "2024-05"), "a number such as 4.6e6, a range such as 12..15, or a date such as 2024-05"),
    (("1250.5", "4.6e6"), "a number such as 1250.5 or 4.6e6"),
    (("2024-05", "2022-07/2023-06", "any"), "a time such as 2024, 2024-05 or 2022-07/2023-06, or 'any' for none"),
    (("2024-05", "2022-07/2023-06"), "a time such as 2024, 2024-05 or 2022-07/2023-06"),
    (("2024", "2024-05-14", "undated"), "a date as far as known, such as 2024, 2024-05 or 2024-05-14, or 'undated'"),
    (("2024", "2024-05-14"), "a date as far as known, such as 2024, 2024-05 or 2024-05-14"),
    (("2027-06-30",), "a date such as 2027-06-30"),
    (("https://example.org/page",), "an address such as https://example.org/page"),
    (("0", "12"), "a whole number such as 12"),
    (("1", "12"), "a whole number of 1 or more, such as 12"),
)  # fmt: skip


def form_of(pattern: str) -> str:
    r"""
    What a text of a pattern looks like, in words; empty for a pattern of another kind.

    Examples
    --------
    >>> form_of(r"^\d{4}-\d{2}-\d{2}$"), form_of("[1-3]"), form_of("v[.]?")
    ('a date such as 2027-06-30', 'one of: 1, 2, 3', '')
    """
    takes = re.compile(pattern).fullmatch
    if digits := [digit for digit in "0123456789" if takes(digit) and not takes(f"{digit}{digit}") and not takes("a")]:
        return f"one of: {', '.join(digits)}"
    return next((said for examples, said in FORMS if all(map(takes, examples))), "")

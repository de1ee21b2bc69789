"""Numbers and names as people write them: one formatter for cards, charts, prose and the command line."""

import re
from math import floor, isinf, log10

from claimbook.model.verdict import PrintedFigure, Verdict

#: Names that keep their spelling where a quantity's name is read out.
SPELLING = {
    "a100": "A100",
    "a100s": "A100s",
    "a800": "A800",
    "ai": "AI",
    "alexnet": "AlexNet",
    "alibaba": "Alibaba",
    "anthropic": "Anthropic",
    "april": "April",
    "b200": "B200",
    "baidu": "Baidu",
    "caijing": "Caijing",
    "chatgpt": "ChatGPT",
    "chengdu": "Chengdu",
    "china": "China",
    "chinas": "China's",
    "cinic": "CINIC",
    "december": "December",
    "dgx": "DGX",
    "flop": "FLOP",
    "google": "Google",
    "gpt3": "GPT-3",
    "gpt35": "GPT-3.5",
    "gpt4": "GPT-4",
    "gpu": "GPU",
    "h100": "H100",
    "hangzhou": "Hangzhou",
    "huatai": "Huatai",
    "inferentia2": "Inferentia2",
    "inspur": "Inspur",
    "january": "January",
    "june": "June",
    "k20x": "K20X",
    "lenovo": "Lenovo",
    "llama2": "Llama 2",
    "llama31": "Llama 3.1",
    "march": "March",
    "megatron": "Megatron",
    "meta": "Meta",
    "metas": "Meta's",
    "microsoft": "Microsoft",
    "mlu370": "MLU370",
    "moore": "Moore",
    "nanjing": "Nanjing",
    "nvidia": "NVIDIA",
    "nvlink": "NVLink",
    "nvlink4": "NVLink4",
    "nvlink5": "NVLink5",
    "openai": "OpenAI",
    "palm": "PaLM",
    "sensetime": "SenseTime",
    "september": "September",
    "shenzhen": "Shenzhen",
    "tencent": "Tencent",
    "tpu": "TPU",
    "v100": "V100",
    "wuhan": "Wuhan",
    "xian": "Xi'an",
    "xl": "XL",
    "xuchang": "Xuchang",
}

#: The one quantity whose name reads the wrong way round.
READ_AS = {"h100_per_a100": "A100s per H100"}

CURRENCIES = {"USD": "$", "CNY": "¥"}
CURRENCY_NAMES = {"$": "US dollars", "¥": "yuan"}

LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Units that take a plural, and those whose plural is not made with an s.
COUNTED = {
    "A100", "A800", "GPU", "H100", "K20X", "MLU370", "TPU", "V100", "chip", "day", "dictionary", "doubling", "hour",
    "minute", "month", "parameter", "query", "rack", "rack unit", "server", "sheet", "token", "user", "visit", "week",
    "word", "year",
}  # fmt: skip
PLURALS = {"dictionary": "dictionaries", "query": "queries"}

PHRASES = {
    Verdict.HOLDS: "holds",
    Verdict.PLAUSIBLE: "is plausible",
    Verdict.FAILS: "fails",
    Verdict.UNDERDETERMINED: "is underdetermined",
    Verdict.UNVERIFIED: "is unverified",
    Verdict.PENDING: "is pending",
}

RELATIONS = {"=": "", "≈": "about ", ">": "more than ", "≥": "at least ", "<": "less than ", "≤": "at most ", "in": ""}


def write_number(value: float, digits: int = 3, large: bool = True) -> str:
    """
    Number to so many significant digits: ``4,874``, ``6.16 million``, ``2.15×10²⁵``.

    Parameters
    ----------
    value : float
        Any number.
    digits : int
        Significant digits at most; trailing zeros after the point are dropped.
    large : bool
        Whether millions and above are written in words.

    Examples
    --------
    >>> write_number(6.16e6), write_number(22.4), write_number(4874.43, digits=4)
    ('6.16 million', '22.4', '4,874')
    >>> write_number(2.15e25), write_number(0.0052), write_number(-57e6)
    ('2.15×10²⁵', '0.0052', '−57 million')
    """
    if value < 0:
        return "−" + write_number(-value, digits, large)
    if value == 0 or isinf(value):
        return "0" if value == 0 else "∞"
    value = float(f"{value:.{digits - 1}e}")
    exponent = floor(log10(value))
    if exponent >= 15 or exponent < -4:
        mantissa = plain(value / 10.0**exponent, digits - 1)
        return f"{mantissa}×10{str(exponent).translate(SUPERSCRIPTS)}"
    for size, word in LARGE:
        if large and value >= size:
            return f"{plain(value / size, digits)} {word}"
    return plain(value, max(0, digits - 1 - exponent))


def plain(value: float, decimals: int) -> str:
    """Number with thousands separators and no trailing zeros."""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_quantity(value: float, unit: str, digits: int = 3) -> str:
    """
    Number with its unit, the unit as in the data tables.

    Examples
    --------
    >>> write_quantity(6.16e6, "USD"), write_quantity(22.4, "1"), write_quantity(52.29, "percent")
    ('$6.16 million', '22.4×', '52.3 %')
    >>> write_quantity(1.6, "A100/H100"), write_quantity(1, "USD/A100/hour"), write_quantity(1, "day")
    ('1.6 A100s per H100', '$1 per A100-hour', '1 day')
    >>> write_quantity(3637.5, "PFLOP/s·day"), write_quantity(28, "TFLOP/s/V100"), write_quantity(900, "GB/s")
    ('3,640 PFLOP/s·days', '28 TFLOP/s per V100', '900 GB/s')
    >>> write_quantity(2, "rack_unit"), write_quantity(56e3, "CNY/A100"), write_quantity(5, "count")
    ('2 rack units', '¥56,000 per A100', '5')
    >>> write_quantity(600, "m·m"), write_quantity(2003, "year"), write_quantity(2012.75, "year")
    ('600 m²', '2003', '2012.75')
    """
    if is_calendar_year(value, unit):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    number = write_number(value, digits)
    if unit == "1":
        return f"{number}×"
    if unit == "percent":
        return f"{number} %"
    if unit == "count":
        return number
    # A rate a second is one unit; what else stands below the line is said with "per".
    measured, *per = re.sub(r"/s(?:econd)?\b", "⁄s", unit.replace("_", " ")).split("/")
    measured = measured.replace("⁄", "/").replace("m·m", "m²")
    rate = f" per {'-'.join(per)}" if per else ""
    if measured in CURRENCIES:
        sign = CURRENCIES[measured]
        return f"−{sign}{number[1:]}{rate}" if value < 0 else f"{sign}{number}{rate}"
    if number != "1":
        head, dot, last = measured.rpartition("·")
        measured = head + dot + plural(last)
    return f"{number} {measured.replace('gigabit', 'Gbit').replace('gigabyte', 'GB')}{rate}"


def is_calendar_year(value: float, unit: str) -> bool:
    """Whether a number of years is a point in time rather than a span, as no span in these sources is that long."""
    return unit == "year" and 1000 <= value < 10_000


def write_unit(unit: str) -> str:
    """
    A unit as an axis says it.

    Examples
    --------
    >>> write_unit("USD/A100"), write_unit("V100·year"), write_unit("MWh/day")
    ('US dollars per A100', 'V100·years', 'MWh per day')
    """
    sign, _, name = write_quantity(2, unit).partition("2")
    return f"{CURRENCY_NAMES.get(sign, '')}{name}".strip()


def plural(unit: str) -> str:
    """A unit's name for several of it; symbols stay as they are."""
    return PLURALS.get(unit, f"{unit}s" if unit in COUNTED else unit)


def write_interval(low: float, high: float, unit: str, digits: int = 3) -> str:
    """
    Both ends of an interval, or the one value where they agree at these digits.

    Examples
    --------
    >>> write_interval(54e6, 60e6, "USD")
    '$54 million to $60 million'
    """
    first, last = write_quantity(low, unit, digits), write_quantity(high, unit, digits)
    return first if first == last else f"{first} to {last}"


def write_printed(printed: PrintedFigure, unit: str) -> str:
    """
    A claim's figure in words: ``more than 20×``.

    Examples
    --------
    >>> write_printed(PrintedFigure.read(">", "20"), "1"), write_printed(PrintedFigure.read("in", "90..100"), "day")
    ('more than 20×', '90 days to 100 days')
    """
    digits = max(printed.digits, 2)
    if printed.relation == "in":
        return write_interval(printed.low, printed.high, unit, digits)
    return RELATIONS[printed.relation] + write_quantity(printed.claimed, unit, digits)


def spoken(name: str) -> str:
    """
    A quantity's name as words.

    Examples
    --------
    >>> spoken("gpt4_training_cost"), spoken("h100_per_a100"), spoken("fleet_ratio")
    ('GPT-4 training cost', 'A100s per H100', 'fleet ratio')
    """
    return READ_AS.get(name) or " ".join(SPELLING.get(word, word) for word in name.split("_"))

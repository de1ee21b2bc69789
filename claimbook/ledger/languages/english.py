"""A reader of English text: every numeral of a line with its place, its value and its unit."""

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from math import isinf

from claimbook.ledger.languages.numeral import LETTERS, SIZE_WORDS, Numeral
from claimbook.register.dates import MONTHS, is_date, part_of_year

# --- words ----------------------------------------------------------------------------------------------------------

SMALL = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
#: Every number below a hundred, by its words.
BELOW_A_HUNDRED = (
    SMALL
    | TENS
    | {f"{ten}-{one}": tens + ones for ten, tens in TENS.items() for one, ones in SMALL.items() if 0 < ones < 10}
)
ORDINALS = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=1
    )
}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
TIMES = {
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "triple": 3, "triples": 3, "tripled": 3, "tripling": 3,
    "quadruple": 4, "quadrupled": 4, "twice": 2, "halve": 0.5, "halves": 0.5, "halved": 0.5, "twofold": 2,
    "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10, "hundredfold": 100, "thousandfold": 1000,
}  # fmt: skip
VULGAR = {
    "½": 0.5,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 0.25,
    "¾": 0.75,
    "⅕": 0.2,
    "⅛": 0.125,
    "⅜": 0.375,
    "⅝": 0.625,
    "⅞": 0.875,
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SHORT_SIZES = {"bn": 1e9, "mn": 1e6, "tn": 1e12, "m": 1e6}
SIZES = {**SIZE_WORDS, **SHORT_SIZES, **LETTERS, "hundred": 100.0, "dozen": 12.0}

CURRENCIES = {
    "US$": "USD", "$": "USD", "USD": "USD", "dollar": "USD", "€": "EUR", "EUR": "EUR", "euro": "EUR", "£": "GBP",
    "GBP": "GBP", "¥": "CNY", "CNY": "CNY", "RMB": "CNY", "yuan": "CNY", "yen": "JPY",
}  # fmt: skip

#: Units as they are printed, and as the tables write them; a plural is found by its singular.
UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent", "percentage point": "percent", "cent": "US_cent",
    "second": "second",
    "sec": "second", "minute": "minute", "min": "minute", "hour": "hour", "hr": "hour", "day": "day",
    "week": "week", "month": "month", "quarter": "quarter", "year": "year", "decade": "decade", "century": "century",
    "millimeter": "mm", "millimetre": "mm", "mm": "mm", "centimeter": "cm", "centimetre": "cm", "cm": "cm",
    "meter": "m",
    "metre": "m", "m": "m", "kilometer": "km", "kilometre": "km", "km": "km", "inch": "inch", "foot": "foot",
    "feet": "foot", "ft": "foot", "yard": "yard", "mile": "mile", "nanometer": "nm", "nm": "nm", "gram": "gram",
    "kilogram": "kg", "kg": "kg", "ton": "ton", "tonne": "tonne", "metric ton": "tonne", "short ton": "ton",
    "pound": "pound", "lb": "pound", "ounce": "ounce", "oz": "ounce", "liter": "liter", "litre": "liter",
    "gallon": "gallon", "barrel": "oil_barrel", "bushel": "bushel", "acre": "acre", "hectare": "hectare",
    "square foot": "foot·foot", "square feet": "foot·foot", "square mile": "mile·mile", "square meter": "m·m",
    "square metre": "m·m", "square kilometer": "km·km", "square kilometre": "km·km", "cubic foot": "foot·foot·foot",
    "cubic feet": "foot·foot·foot", "cubic meter": "m·m·m", "cubic metre": "m·m·m", "watt": "W", "W": "W",
    "kilowatt": "kW", "kW": "kW", "megawatt": "MW", "MW": "MW", "gigawatt": "GW", "GW": "GW", "terawatt": "TW",
    "kilowatthour": "kWh", "kilowatt-hour": "kWh", "kilowatt hour": "kWh", "kWh": "kWh", "megawatthour": "MWh",
    "megawatt-hour": "MWh", "megawatt hour": "MWh", "MWh": "MWh", "gigawatthour": "GWh", "gigawatt-hour": "GWh",
    "gigawatt hour": "GWh", "GWh": "GWh", "terawatt-hour": "TWh", "terawatthour": "TWh", "TWh": "TWh", "joule": "joule",
    "Btu": "BTU", "MMBtu": "MBTU", "calorie": "kcal", "volt": "V", "V": "V", "hertz": "Hz", "Hz": "Hz", "MHz": "MHz",
    "GHz": "GHz", "byte": "byte", "kB": "kB", "KB": "kB", "megabyte": "MB", "MB": "MB", "gigabyte": "GB", "GB": "GB",
    "terabyte": "TB", "TB": "TB", "petabyte": "PB", "PB": "PB", "Mbps": "Mbit/second", "Gbps": "Gbit/second",
    "GB/s": "GB/second", "TB/s": "TB/second", "FLOP": "FLOP", "TFLOPS": "TFLOPS", "TFLOP/s": "TFLOP/second",
    "PFLOPS": "PFLOPS", "PFLOP/s": "PFLOP/second", "EFLOPS": "EFLOPS", "°C": "degC", "degree Celsius": "degC",
    "degrees Celsius": "degC", "°F": "degF", "degree Fahrenheit": "degF", "degrees Fahrenheit": "degF",
    "basis point": "basis_point", "mph": "mile/hour", "mpg": "mile/gallon", "time": "1", "x": "1", "X": "1", "×": "1",
    "fold": "1", "-fold": "1", "basis points": "basis_point",
}  # fmt: skip

#: Words before a number that is a name, not a quantity.
NAMED = (
    "Table|Tables|Figure|Figures|Fig.|Section|Sections|Chapter|Article|Title|Part|Phase|Group|Boeing|Airbus|Windows|"
    "iPhone|Route|Interstate|Highway|Category|Type|Version|Apollo|Rule|Form|Act|Room|Suite|Page|Note|No.|Number|Box|"
    "Llama|Gemini|Claude|Grok|Falcon|Starship|Artemis|Gen|Series|Model|Unit|Tier|Stage|Group|Line|Annex|Appendix"
)

# --- the grammar ----------------------------------------------------------------------------------------------------

FIGURES = (
    r"[+−-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?![\d])"
    r"(?:\s?[×x]\s?10(?:\^?[-−]?\d+|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eE][+-]?\d{1,3}(?![\dA-Za-z]))?"
    rf"(?:[{''.join(VULGAR)}]|\s\d/\d{{1,2}}(?!\d)|/\d{{1,2}}(?![\d/]))?"
)
VULGAR_ALONE = rf"[{''.join(VULGAR)}]"
ATOM = "|".join(sorted([*SMALL, *TENS], key=len, reverse=True))
PART = "|".join(PARTS)
SPOKEN = (
    rf"(?:(?:an?|one|two|three|four|five|seven)[\s-](?:{PART})s?(?![A-Za-z])(?!\s+(?:of\s+)?(?:19|20)\d\d)"
    rf"|one\sin\s(?:{ATOM})"
    rf"|(?:a|an)\s(?:hundred|thousand|million|billion|trillion|dozen)\b"
    rf"|(?:{ATOM})(?:[\s-](?:and\s)?(?:{ATOM}|hundred|thousand|million|billion|trillion|dozen))*"
    rf"(?:\sand\sa\s(?:{PART}))?"
    r"|half)"
)
SIZE = (
    rf"(?:\s?(?:{'|'.join([*SIZE_WORDS, 'hundred', 'dozen', 'bn', 'mn', 'tn'])})(?![A-Za-z])"
    r"|[kKMBT](?![A-Za-z°]|/(?![A-Za-z]{2})))"  # $5M/year, but not 5 K/W
)
BEFORE = r"(?:US\$|\$|€|£|¥|(?:USD|EUR|GBP|CNY|RMB)\s?)"
UNIT_WORDS = "|".join(
    f"{re.escape(word)}s?" if word[-1].isalpha() and len(word) > 2 else re.escape(word)
    for word in sorted(UNITS, key=len, reverse=True)
)
MONEY_WORDS = r"(?:U\.S\. |US )?(?:dollars?|euros?|yuan|yen|USD|EUR|CNY|RMB)"
#: What a price is said for: $66 a barrel.
MEASURED_WORDS = "barrel|ton|tonne|pound|ounce|gallon|bushel|liter|litre|kilogram|kilo|mile|kilometer|acre|square foot"
TIME_WORDS = "second|minute|hour|day|week|month|quarter|year|decade|s"
UNIT = (
    rf"(?:[\s-]?(?:{MONEY_WORDS}|{UNIT_WORDS})(?![A-Za-z]))?"
    r"(?:\s?(?:per|/)\s?(?:square (?:foot|mile|meter|metre|kilometer)|[A-Za-z]+)(?:-(?:hour|mile))?"
    rf"|\s(?:an?|each|every)\s(?:{TIME_WORDS})(?![A-Za-z])(?!\s(?:earlier|ago|before|later|prior|after))"
    rf"|(?(money)\san?\s(?:{MEASURED_WORDS})(?![A-Za-z])))?"
)
#: What follows a count of something in a time: the numeral of "40 trains per day" is 40, its unit 1/day.
IN_A_TIME = re.compile(rf"(?:\s[a-z]{{3,}}){{1,2}}\s(?:per|an?|each|every)\s({TIME_WORDS})(?![A-Za-z])")
NUMBER = rf"(?:{FIGURES}|{VULGAR_ALONE}|(?<![A-Za-z-])(?i:{SPOKEN})(?![A-Za-z]))"
TO = r"(?:\s?[–—-]\s?|\sto\s|\sand\s)"
QUANTITY = (
    rf"(?P<money>[-−]?{BEFORE})?(?P<low>{NUMBER})(?P<low_size>{SIZE}|m(?![A-Za-z]))?(?P<low_unit>{UNIT})"
    rf"(?:(?P<to>{TO})(?P<more>{BEFORE})?(?P<high>{NUMBER})(?P<high_size>{SIZE}|m(?![A-Za-z]))?(?P<high_unit>{UNIT}))?"
)
YEAR = r"(?:1[6-9]|20)\d\d"
#: What no year has behind it: 2000 MW are no year, nor are 2000 million. (2019 dollars and 2024 times may be.)
MEASURED = (
    rf"(?:{SIZE}|\s?(?:%|per\s?cent|[kMGT]Wh?|[kMGT]?Hz|[MGTP]B|km|kg|nm|mm|cm|(?:(?:square|cubic)\s)?(?:feet|miles)"
    r"|(?:hour|day|week|month|year|yard|acre|hectare|(?:(?:square|cubic)\s)?(?:kilo|centi|milli)?met(?:er|re)|gram"
    r"|kilogram|(?:metric\s|short\s)?ton|tonne|pound|lit(?:er|re)|gallon|barrel|bushel|(?:percentage|basis)\spoint"
    r"|(?:kilo|mega|giga|tera)?watt(?:[-\s]?hour)?)s)(?![A-Za-z]))"
)
#: A half or a quarter, in short or in words; those of a fiscal year are left out, for it begins elsewhere.
PART_OF_YEAR = re.compile(
    r"(?:(?P<letter>[HQ])(?P<figure>[1-4])|(?P<word>(?i:first|second|third|fourth))[-\s](?:(?P<half>half)|quarter))(?!.*FY)"
)
MONTH = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
DATE = (
    r"\d{4}-\d{2}-\d{2}(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{4}(?!\d)"
    rf"|{MONTH}\s{DAY}(?:(?:\s?[–-]\s?|\sto\s){DAY})?(?:,?\s{YEAR})?(?!\d)"
    rf"|{DAY}\s{MONTH}(?:\s{YEAR})?"
    rf"|{MONTH}(?:,)?\s{YEAR}"
    rf"|(?:FY|fiscal(?:\syear)?\s){YEAR}(?:[–-]\d\d(?!\d))?"
    rf"|(?:Q[1-4](?!\d)|(?:first|second|third|fourth)(?:-|\s)quarter)(?:\s(?:of\s)?(?:(?:FY\s?)?{YEAR}))?"
    rf"|(?:H[12](?!\d)|(?:first|second)(?:-|\s)half)\s(?:of\s)?(?:FY\s?)?{YEAR}"
    rf"|{YEAR}\s?(?:[–—-]|to|through|and)\s?{YEAR}(?![\d,.]\d|{MEASURED})"
    rf"|{YEAR}[–-]\d\d(?![\d,.]\d|\d|{MEASURED})"
    rf"|{YEAR}s(?![A-Za-z])"
    rf"|(?<![\d$€£¥.,])(?<![A-Za-z]-){YEAR}(?![\d,.]?\d|{MEASURED}|(?:\s?[–—-]\s?|\sto\s)\d{{4}}{MEASURED})"
    r"|\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?"
)
NAME = (
    rf"(?<![A-Za-z\d])(?:{NAMED})\s?\d+(?:\.\d+)*[A-Za-z]?(?![\d,]\d)"
    r"|(?<![A-Za-z\d$])[A-Za-z]+-?\d+(?:\.\d+)?[A-Za-z]*(?:-\d+)?(?![\d,]*\d)"
    r"|(?<![\d$,.])\d+(?:\.\d+){2,}"
    r"|(?<![\d$,.])\d+(?:[A-Z]{2,}|[DG])(?![A-Za-z])(?<!KB)(?<!MB)(?<!GB)(?<!TB)(?<!PB)(?<!MW)(?<!GW)(?<!TW)"
)
ORDINAL = (
    r"(?<![\d,.])\d{1,3}(?:st|nd|rd|th)(?![A-Za-z])"
    rf"|(?<![A-Za-z-])(?i:{'|'.join(ORDINALS)})(?![A-Za-z])(?!-?\s?(?:quarter))"
)
TIMESWORD = rf"(?<![A-Za-z-])(?i:{'|'.join(sorted(TIMES, key=len, reverse=True))})(?![A-Za-z])"
SEVERAL = r"(?<![A-Za-z-])(?i:dozens|hundreds|thousands|millions|billions|trillions)(?=\s(?:of|more)\b)"

#: Words in which a number word stands for no number.
EVERYDAY_WORDS = re.compile(
    r"(?<![A-Za-z-])(?i:no one|one another|one of|any one|at one time|one day|one-time|someone|anyone|on the one hand"
    r"|the one\b|this one|that one|which one|first of all|second to none|at first|for the first time|first-time"
    r"|half-way|halfway|double-check|in the first place|seconds? ago|at second hand|ten-k)(?![A-Za-z])"
    rf"(?![\s-](?:hundred|dozen|{'|'.join(SIZE_WORDS)})\b)"
)
#: Words that say that something became more or less, some words before its two values.
CHANGES = re.compile(
    r"\b(?:rise|rose|risen|rising|grow|grew|grown|growing|growth|increas\w+|rais\w+|lift\w*|climb\w*|jump\w*|up|widen\w*"
    r"|expand\w*|improv\w+|fall|fell|fallen|falling|drop\w*|declin\w+|decreas\w+|cut|cuts|cutting|down|slid\w*|narrow\w*"
    r"|shrank|shrunk|shrink\w*|lower\w*|reduc\w+|revis\w+|chang\w+|went|moved)\b[^.;]{0,60}$"
)
NUMERAL = re.compile(
    rf"(?P<date>(?<![A-Za-z\d]){DATE})|(?P<name>{NAME})|(?P<several>{SEVERAL})|(?P<times>{TIMESWORD})"
    rf"|(?P<ordinal>{ORDINAL})|(?:(?<![A-Za-z\d.]){QUANTITY})|(?P<unread>\d+(?:[.,]\d+)*)"
)


@lru_cache(maxsize=10_000)
def read_numerals(line: str) -> tuple[Numeral, ...]:
    """
    Every numeral of a line, in order. What it means, if it means anything, is left to the ledger.

    Examples
    --------
    >>> [(n.printed, n.low, n.high, n.unit) for n in read_numerals("25,000 chips for 90 to 100 days at $1.10 an hour")]
    [('25,000', 25000.0, 25000.0, '1'), ('90 to 100 days', 90.0, 100.0, 'day'), ('$1.10 an hour', 1.1, 1.1, 'USD/hour')]
    >>> [(n.printed, n.date) for n in read_numerals("May 14, 2024; the A-380 of 2023")]
    [('May 14, 2024', '2024-05-14'), ('A-380', ''), ('2023', '2023')]
    """
    plain = EVERYDAY_WORDS.sub(lambda word: "_" * len(word[0]), line)
    found, at = [], 0
    while (match := NUMERAL.search(plain, at)) is not None:
        # Of what is no range, the first number is taken, and the second is looked at by itself.
        at = match.end() if match["high"] is None or is_range(match) else match.start("to")
        printed = plain[match.start() : at].rstrip()
        at = max(at, match.start() + 1)
        if printed and (numeral := read_match(match, printed)) is not None:
            found.append(numeral)
    return tuple(found)


# --- what a match says ----------------------------------------------------------------------------------------------


def read_match(found: re.Match[str], printed: str) -> Numeral | None:
    """Numeral of a match; none for a word that counts nothing."""
    position = found.start()
    if found["date"]:
        return Numeral(printed, position, unit="date", date=read_date(printed))
    if found["name"] or found["several"] or found["unread"]:
        return Numeral(printed, position)
    if found["times"]:
        return Numeral(printed, position, TIMES[printed.lower()], TIMES[printed.lower()], "1")
    if found["ordinal"]:
        number = float(ORDINALS.get(printed.lower()) or re.sub(r"\D", "", printed))
        return Numeral(printed, position, number, number, "1")
    return read_quantity(found, printed, position)


def is_range(found: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: of one unit, and after "between" where "and" joins them."""
    low_unit, high_unit = found["low_unit"].strip(" -"), found["high_unit"].strip(" -")
    if " and " in found["to"] and not found.string[: found.start()].rstrip().lower().endswith("between"):
        return False
    if found["more"] and not found["money"]:
        return False
    return not is_change(found) and (not low_unit or unit_of(None, low_unit) == unit_of(None, high_unit))


def is_change(found: re.Match[str]) -> bool:
    """Whether two numbers are a before and an after: rose from 38 to 55 percent, but not from 90 to 100 days."""
    before = found.string[: found.start()].rstrip().lower()
    return before.endswith("from") and (bool(found["low_unit"].strip()) or CHANGES.search(before) is not None)


def read_quantity(found: re.Match[str], printed: str, position: int) -> Numeral | None:
    """A number or range with its size and unit; none for the pronoun "one", which measures nothing."""
    low_unit, money = found["low_unit"].strip(" -"), (found["money"] or "").lstrip("-−") or None
    low = high = number_of(found["low"], found["low_size"], bool(money))
    if low and found["money"] != money:  # -$12
        low = high = -low
    if found["high"] is None or not is_range(found):
        shared = found["high_unit"].strip(" -") if found["high"] and is_change(found) else ""
        unit = unit_of(money, low_unit or shared)
        if found["low"].lower() == "one" and unit == "1":
            return None
    else:
        high_unit = found["high_unit"].strip(" -")
        high = number_of(found["high"], found["high_size"], bool(money))
        if found["high_size"] and not (found["low_size"] or low_unit):  # $20-30 billion, but not 500,000 to 2 million
            of_that_size = number_of(found["low"], found["high_size"], bool(money))
            if of_that_size is not None and high is not None and of_that_size <= high:
                low = of_that_size
        unit = unit_of(money, high_unit or low_unit)
    if unit == "1" and (time := IN_A_TIME.match(found.string, position + len(printed))):
        unit = f"1/{time[1]}"
    if low is None or high is None:
        return Numeral(printed, position, unit=unit)
    return Numeral(printed, position, low, high, unit)


def unit_of(money: str | None, printed: str) -> str:
    """
    A printed unit as the tables write it, after the sign or code of a currency if there is one.

    Examples
    --------
    >>> unit_of("$", "an hour"), unit_of(None, "miles per gallon"), unit_of(None, "times a week")
    ('USD/hour', 'mile/gallon', '1/week')
    """
    if printed in UNITS:
        measured, per = UNITS[printed], ""
    else:
        head, *rest = re.split(r"\s?(?:\bper\b(?! cent)|/|\b(?:an|a|each|every)\b)\s?", printed, maxsplit=1)
        measured, per = unit_named(head.strip()), name_of(rest[0].strip()) if rest else ""
    if money:
        measured = currency_of(money.strip()) + (f"/{measured}" if measured else "")
    return f"{measured or '1'}/{per}" if per else measured or "1"


def name_of(word: str) -> str:
    """A unit's or a counted thing's name in the tables: the singular where they have none of its own."""
    return unit_named(word) or singular(word)


def unit_named(word: str) -> str:
    """The unit or currency that a word names; empty if it names none, as what is only counted does."""
    return UNITS.get(word) or UNITS.get(singular(word)) or currency_of(word)


def currency_of(printed: str) -> str:
    """The unit of a currency's sign, code or word; empty if it is none."""
    word = re.sub(r"^(?:U\.S\. |US )", "", printed)
    return CURRENCIES.get(word) or CURRENCIES.get(singular(word), "")


def singular(word: str) -> str:
    """A word without the s of its plural."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def number_of(printed: str, size: str | None, is_money: bool) -> float | None:
    """
    The value of a number in figures or words, times its size.

    Examples
    --------
    >>> number_of("1.77", " billion", False), number_of("608", "B", False), number_of("twenty-five", None, False)
    (1770000000.0, 608000000000.0, 25.0)
    """
    text = printed.strip()
    times = 1.0
    if size:
        word = size.strip()
        if word == "m" and not is_money:
            return None
        times = SIZES[word if word in SIZES else word.lower()]
    value = words_of(text.lower()) if text[0].isalpha() else figures_of(text)
    number = None if value is None else float(Decimal(repr(value)) * Decimal(repr(times)))
    return None if number is None or isinf(number) else number


def figures_of(text: str) -> float | None:
    """
    The value of a number in figures: separators, fractions, powers of ten; None where they make no number.

    Examples
    --------
    >>> figures_of("25,000"), figures_of("-3 1/2"), figures_of("7.5/10"), figures_of("1.5 1/2")
    (25000.0, -3.5, 0.75, None)
    """
    text = text.replace(",", "").replace("−", "-").removeprefix("+")
    if text.startswith("-"):
        value = figures_of(text[1:])
        return None if value is None else -value
    try:
        if text[-1] in VULGAR:
            return float(text[:-1] or 0) + VULGAR[text[-1]]
        if power := re.fullmatch(r"(.+?)\s?[×x]\s?10\^?([-\d⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
            return float(f"{power[1]}e{power[2].translate(SUPERSCRIPTS)}")
        if fraction := re.fullmatch(r"(?:(\d+)\s)?(\d+(?:\.\d+)?)/(\d+)", text):
            whole, over, under = (float(part or 0) for part in fraction.groups())
            return whole + over / under if under else None
        return float(text)
    except ValueError:
        return None


def words_of(text: str) -> float | None:
    """The value of a number in words."""
    if text == "half":
        return 0.5
    if part := re.fullmatch(rf"(\w+)[\s-]({'|'.join(PARTS)})s?", text):
        count = 1 if part[1] in ("a", "an") else SMALL.get(part[1])
        return None if count is None else count / PARTS[part[2]]
    if share := re.fullmatch(r"one\sin\s(\w+)", text):
        return 1 / (SMALL.get(share[1]) or TENS.get(share[1]) or 1)
    extra = 0.0
    if and_part := re.fullmatch(rf"(.+)\sand\sa\s({'|'.join(PARTS)})", text):
        text, extra = and_part[1], 1 / PARTS[and_part[2]]
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text):
        if word in ("a", "an"):
            current = 1.0
        elif word in SMALL or word in TENS:
            current += SMALL.get(word, TENS.get(word, 0))
        elif word in ("hundred", "dozen"):
            current = (current or 1.0) * SIZES[word]
        elif word in SIZE_WORDS:
            total, current = total + (current or 1.0) * SIZE_WORDS[word], 0.0
        elif word != "and":
            return None
    return total + current + extra


def read_date(printed: str) -> str:
    """
    A date or range of dates in ISO 8601, as exact as it is printed; empty where it does not name its year.

    Examples
    --------
    >>> read_date("14 May 2024"), read_date("2018–2024"), read_date("second quarter of 2024"), read_date("May 14")
    ('2024-05-14', '2018..2024', '2024-04..2024-06', '')
    >>> read_date("5/13/2024"), read_date("13/05/2024"), read_date("31/31/2024")
    ('2024-05-13', '2024-05-13', '')
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", printed):
        return printed
    if numbers := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", printed):
        american, british = (f"{numbers[3]}-{int(numbers[i]):02}-{int(numbers[j]):02}" for i, j in ((1, 2), (2, 1)))
        return next(filter(is_date, (american, british)), "")
    years = re.findall(rf"(?<!\d){YEAR}", printed)
    if decade := re.fullmatch(rf"({YEAR})s", printed):
        return f"{decade[1]}..{int(decade[1]) + 9}"
    if len(years) == 2:
        return f"{years[0]}..{years[1]}"
    if not years:
        return ""
    if (season := re.fullmatch(rf"({YEAR})[–-](\d\d)", printed)) and season[2] > season[1][2:]:
        return f"{season[1]}..{season[1][:2]}{season[2]}"
    if part := PART_OF_YEAR.match(printed):
        number = int(part["figure"] or ORDINALS[part["word"].lower()])
        months = 6 if part["half"] or part["letter"] == "H" else 3
        return part_of_year(str(years[0]), number, months)
    month = re.search(r"[A-Z][a-z]{2}", printed)
    if not month or month[0] not in [name[:3] for name in MONTHS]:
        return years[0]
    number = datetime.strptime(month[0], "%b").month
    days = re.findall(
        r"(?<!\d)(\d{1,2})(?!\d)", printed.replace(years[0], "") if "," not in printed else printed.split(",")[0]
    )
    first = f"{years[0]}-{number:02}"
    steps = [f"{first}-{int(day):02}" for day in days[:2]]
    return "..".join(steps) if steps else first

"""A reader of Chinese text: every numeral of a line with its place, its value and its unit."""

import re
from decimal import Decimal
from functools import cache, lru_cache
from math import isinf

import opencc

from claimbook.ledger.languages.numeral import LETTERS, SIZE_WORDS, Numeral
from claimbook.register.dates import part_of_year
from claimbook.register.numbers import in_parts


@lru_cache(maxsize=10_000)
def read_numerals(line: str) -> tuple[Numeral, ...]:
    """
    Every numeral of a line, in order. What it means, if it means anything, is left to the ledger.

    Examples
    --------
    >>> [(n.printed, n.low, n.high, n.unit) for n in read_numerals("超过28.5万个,每3~4个月翻一番")]
    [('28.5万个', 285000.0, 285000.0, '1'), ('3~4个月', 3.0, 4.0, 'month'), ('翻一番', 2.0, 2.0, '1')]
    >>> [(n.printed, n.date) for n in read_numerals("２０２４年10月,數(shù)十億(yì)美元")]
    [('２０２４年10月', '2024-10'), ('數十億美元', '')]
    """
    text, positions = without_noise(line)
    plain = EVERYDAY_WORDS.sub(lambda word: " " * len(word[0]), simplified(text))
    return tuple(read_match(found, text, positions[found.start()]) for found in NUMERAL.finditer(plain))


# --- the text ---------------------------------------------------------------------------------------------------------

#: Pinyin that some pages put after each character, 億(yì), and characters without width.
NOISE = re.compile(r"\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê][a-zü]*\)|[\u200b-\u200d\ufeff\u00ad]")

#: Words in which a numeral's character stands for no number, or a measure word's for no measure. Names that hold a
#: numeral (百度) are left for the ledger.
EVERYDAY_WORDS = re.compile(
    r"(?<![十百千万亿])一(?:些|定|样|致|直|般|度|下|众|体|系列|方面)|统一|单一(?!个)|[进下]一步|等一等|扫一扫"
    r"|十分(?![钟之])|几[乎何]|无几|半导体|零售|架构|大模型|人工|张量|条件|代[表码]"
)


def without_noise(line: str) -> tuple[str, list[int]]:
    """The line without pinyin, and where each remaining character stands in it."""
    noise = {index for found in NOISE.finditer(line) for index in range(*found.span())}
    positions = [index for index in range(len(line)) if index not in noise]
    return "".join(line[index] for index in positions), positions


def mended(line: str) -> str:
    """
    The line without pinyin.

    Examples
    --------
    >>> mended("4~5個(gè)月"), mended("約3個(大)月")
    ('4~5個月', '約3個(大)月')
    """
    return without_noise(line)[0]


def simplified(text: str) -> str:
    """The text in Simplified characters and half-width figures, each character in its place."""
    return "".join(map(simplified_character, text))


@cache
def converter() -> opencc.OpenCC:
    """The conversion from Traditional to Simplified characters."""
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=10_000)
def simplified_character(character: str) -> str:
    """One character as Simplified script writes it; full-width forms (２, ％) become half-width."""
    if "！" <= character <= "～":
        return chr(ord(character) - ord("！") + ord("!"))
    found: str = converter().convert(character)
    return found if len(found) == 1 else character


# --- the grammar ------------------------------------------------------------------------------------------------------

#: Words for units, and what the tables call them; measure words count, and counts have the unit 1.
UNITS = {
    "美元": "USD", "美金": "USD", "元人民币": "CNY", "人民币": "CNY", "元": "CNY", "欧元": "EUR", "英镑": "GBP",
    "日元": "JPY", "港元": "HKD", "港币": "HKD", "美分": "US_cent", "%": "percent", "个百分点": "percent",
    "百分点": "percent", "年": "year", "个季度": "quarter", "个月": "month", "周": "week", "天": "day", "日": "day",
    "个小时": "hour", "小时": "hour", "分钟": "minute", "秒钟": "second", "秒": "second", "平方米": "m·m",
    "平方公里": "km·km", "立方米": "m·m·m", "公里": "km", "千米": "km", "米": "m", "厘米": "cm", "毫米": "mm",
    "微米": "um", "纳米": "nm", "英里": "mile", "海里": "nautical_mile", "英寸": "inch", "公顷": "hectare", "亩": "mu",
    "吨": "tonne", "公斤": "kg", "千克": "kg", "克": "g", "斤": "jin", "岁": "year", "升": "liter", "桶": "oil_barrel",
    "千瓦时": "kWh", "兆瓦时": "MWh", "吉瓦时": "GWh",
    "度电": "kWh", "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW", "瓦": "W",
    "摄氏度": "degC", "次每秒": "1/second", "倍": "1",
} | dict.fromkeys("个枚颗张台片块卡家种类次座本行架款代路位名条项期届轮组件大人份版", "1")  # fmt: skip

#: What something may be counted by: 元/吨, 每平方米.
MEASURES = "|".join(
    sorted((word.removeprefix("个") for word in UNITS if UNITS[word] not in ("1", "percent")), key=len, reverse=True)
)

SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

UNIT = (
    rf"(?:\s?(?:{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})"
    rf"(?:/(?:[A-Za-z]+|{MEASURES}|[枚张台颗个月]))?"
    r"|\s?[KMGTPE]?(?i:flops?)(?:/s)?(?:-day)?"
    r"|[A-Za-z]+(?:/[A-Za-z]+)?"
    r"|/s-day)"  # all that one page left of PFlop/s-day
)
THOUSAND = "千(?![瓦米克])"  # not that of a kilowatt, kilometre or kilogram
PARTS = rf"\d+(?:\.\d+)?(?:[百万亿]|{THOUSAND})+(?:\d+(?:\.\d+)?(?:[百万亿]|{THOUSAND})+)+"  # 1亿2000万
FIGURES = (
    r"(?:(?<![^\s（(，、：:为至是达约近到])[-−])?\d+(?:,\d{3})*(?:\.\d+|\.(?=/))?(?:[eE][+-]?\d{1,3}(?!\d))?"
    rf"(?:\s?(?:[十百万亿]|{THOUSAND})+|[kKMBT](?![A-Za-z])|\s?(?:thousand|million|billion|trillion)(?![A-Za-z]))?[多余]?"
)
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"  # 伍, 陆 and 拾 alone are mostly parts of other words
SIMPLE = "零〇一二三四五六七八九十百万亿两半双几壹贰叁肆柒捌玖佰仟"
CHARACTER = rf"(?:[{SIMPLE}]|{THOUSAND}|[伍陆拾](?=[{FORMAL}])|(?<=[{FORMAL}])[伍陆拾])"
SEVERAL = "(?<![参总人指函])数"
WORDS = (
    rf"(?:百分之|[第之]|其(?=[一二三四五六][,、:])|上(?=[百千万亿])|{SEVERAL}(?=[十百千万亿]))?{CHARACTER}+"
    rf"(?:分之{CHARACTER}+)?(?:点[零一二三四五六七八九]+[十百千万亿]*)?[多余]?"
    rf"|{SEVERAL}(?=[年月天周])"
)
NUMBER = rf"(?:{PARTS}|{FIGURES}|{WORDS})"
TO = r"\s?[-~–到至]\s?"
QUANTITY = rf"(?P<low>{NUMBER})(?P<low_unit>{UNIT})?(?:{TO}(?P<high>{NUMBER})(?P<high_unit>{UNIT})?)?"

#: Words that say a number without a numeral: doubling, an order of magnitude, "of the order of terabytes".
DOUBLING = r"翻了?[一两三四]番|翻了?一倍|翻番|翻倍|倍增"
ORDERS = r"(?:[一二两三四五六七八九十]个)?数量级"
TENTHS = (
    r"(?:[一二三四五六七八九两][到至-])?(?:[一二三四五六七八九两]|(?<![\d.])\d)"
    r"成(?![为本功立分员熟长交果就品绩型套])[一二三四五六七八九]?"
)
MAGNITUDE = r"(?<![A-Za-z])[KMGTPE]B(?=级)"

YEAR = r"(?<!\d)(?:19|20)\d\d|[一二][零〇一二三四五六七八九]{3}"
SHORT = r"(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,3}"
DATE = (
    r"\d{4}-\d{2}-\d{2}(?!\d)"
    r"|\d{1,2}:\d{2}"
    r"|\d{2}-\d{2}(?=\s\d{1,2}:)"
    rf"|(?:{YEAR})(?:\s?年)?{TO}(?:{YEAR})\s?年"
    rf"|(?:(?:{YEAR})\s?年\s?)?(?:{SHORT})\s?月(?:\s?(?:{SHORT})[日号](?:{TO}(?:{SHORT})[日号])?)?"
    rf"|(?:{YEAR})\s?年"
    rf"|(?:(?:{YEAR})\s?年\s?)?第?[一二三四1-4]季度"
    rf"|(?:{YEAR})\s?年\s?[上下]半年"
)

#: What stands before a quantity that is one for each of something: 每吨59.8万元, 每天约100次.
EVERY = re.compile(rf"每({MEASURES})[^\d，。；、每]{{0,3}}$")

#: A model's name: letters with figures (A380, X-3.5, v5e), or a word before a number that counts nothing (Apollo 3).
#: In a run-together "Google200-300亿" the number is a quantity.
NAME = (
    r"(?<![A-Za-z\d])[A-Za-z]+(?:"
    r"-?\d+(?![\d\s]*[十百千万亿]|[-~到至]\d+[百千万亿])(?:\.\d+)?[A-Za-z]*(?![.\d]*\d)"
    rf"|\s\d+(?![\d.,:]|\s?[十百千万亿]|{TO}\d|\s?[年月]|{UNIT}))"
)
NUMERAL = re.compile(
    rf"(?P<date>{DATE})|(?P<name>{NAME})|(?P<doubling>{DOUBLING})|(?P<orders>{ORDERS})|(?P<tenths>{TENTHS})|(?P<magnitude>{MAGNITUDE})"
    rf"|(?:{QUANTITY})"
)


# --- what a match says ------------------------------------------------------------------------------------------------


def read_match(found: re.Match[str], text: str, position: int) -> Numeral:
    """Numeral of a match in the plain text; `text` is the line as printed."""
    printed = text[found.start() : found.end()]
    if found["date"]:
        return Numeral(printed, position, unit="date", date=read_date(found["date"]))
    if found["doubling"]:
        times = 2.0 ** (read_words(found["doubling"].strip("翻了番")) or 1 if "番" in found["doubling"] else 1)
        return Numeral(printed, position, times, times, "1")
    if found["orders"]:
        factor = 10 ** (read_words(found["orders"].removesuffix("数量级").removesuffix("个") or "一") or 1)
        return Numeral(printed, position, factor, factor, "1")
    if found["tenths"]:
        tens, _, ones = found["tenths"].partition("成")
        ends = [10 * (read_exactly(word) or 0) + (read_exactly(ones) or 0) for word in re.split("[到至-]", tens)]
        return Numeral(printed, position, ends[0], ends[-1], "percent")
    if found["low"]:
        low, high = found["low"], found["high"] or found["low"]
        unit = (found["high_unit"] or found["low_unit"] or "").strip()
        shared_size = "".join(re.findall("[万亿]+$", high)) if not found["low_unit"] else ""
        first, last = read_number(low), read_number(high)
        if shared_size and not re.search("[十百千万亿A-Za-z]", low):  # 150-200万, but not 5000-2万
            of_that_size = read_number(low.rstrip("多余") + shared_size)
            if of_that_size and last and of_that_size[0] <= last[1]:
                first = of_that_size
        counted = write_unit(unit) or "1"
        if (every := EVERY.search(found.string, 0, found.start())) and "/" not in counted and counted != "percent":
            counted += f"/{UNITS.get(every[1]) or UNITS['个' + every[1]]}"
        if first and last and not any(map(isinf, (*first, *last))):
            return Numeral(printed, position, first[0], last[1], "percent" if "百分之" in low else counted)
        return Numeral(printed, position, unit=write_unit(unit))
    return Numeral(printed, position)


def write_unit(printed: str) -> str:
    """A printed unit as the tables write it: 美元/kwh is USD/kwh."""
    words = (UNITS.get(word, word) for word in printed.split("/"))
    return "/".join(words).removesuffix("/1")


def read_number(printed: str) -> tuple[float, float] | None:
    """
    The value of a number at both ends, or None where it cannot be read.

    Examples
    --------
    >>> read_number("6.16亿"), read_number("十万亿亿"), read_number("数十亿"), read_number("1亿2000万")
    ((616000000.0, 616000000.0), (1e+21, 1e+21), (2000000000.0, 9000000000.0), (120000000.0, 120000000.0))
    """
    core = "".join(printed.removeprefix("百分之").strip("多余第其之上").split())
    if several := re.search("[数几]", core):  # several of something: two to nine of it
        ends = (read_exactly(core.replace(several[0], "二")), read_exactly(core.replace(several[0], "九")))
    else:
        ends = (read_exactly(core), read_exactly(core))
    return (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None


def read_exactly(core: str) -> float | None:
    """The value of a number in figures, in words, or in figures with a word for the size (6.16亿)."""
    if re.fullmatch(PARTS, core):
        value = in_parts(core)
        return None if value is None else float(value)
    if "分之" in core:
        parts, whole = (read_exactly(words) for words in reversed(core.split("分之")))
        return parts / whole if parts is not None and whole else None
    figures, size = re.fullmatch(r"([-−]?[\d.,]*(?:[eE][+-]?\d+)?)(.*)", core).groups()  # type: ignore[union-attr]
    if figures.endswith("."):  # the decimals are lost
        return None
    if figures:
        value = Decimal(figures.replace(",", "").replace("−", "-"))
        if size in LETTERS or size in SIZE_WORDS:
            return float(value * Decimal(LETTERS.get(size) or SIZE_WORDS[size]))
        for character in size:
            value *= SIZES[character]
        return float(value)
    return read_words(core)


def read_words(words: str) -> float | None:
    """
    The value of a number in Chinese words.

    Sizes without a figure and repeated ones (百亿, 一百亿亿), which `cn2an` does not know, are taken one by one.
    """
    if words in SPECIAL:
        return SPECIAL[words]
    if len(words) > LONGEST:
        return None
    from cn2an import cn2an  # here, because it takes a fifth of a second to load

    try:
        return float(cn2an(words, "normal"))
    except (ValueError, KeyError):  # cn2an's own lack of a size below 亿 for spoken forms comes out as a KeyError
        head, last = words[:-1], words[-1:]
        if last not in SIZES:
            return None
        value = read_words(head) if head else 1.0
        return None if value is None else value * SIZES[last]


SPECIAL = {"半": 0.5, "一半": 0.5, "双": 2.0}

#: More characters than any number has.
LONGEST = 60


def read_date(printed: str) -> str:
    """
    A date or range of dates in ISO 8601, as exact as it is printed; empty where it does not name its year.

    Examples
    --------
    >>> read_date("2022年8月31日"), read_date("2018年-2024年"), read_date("2024年下半年"), read_date("3月1日")
    ('2022-08-31', '2018..2024', '2024-07..2024-12', '')
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", printed):
        return printed
    years = [int(read_digits(year)) for year in re.findall(YEAR, printed)]
    if len(years) == 2:
        return f"{years[0]}..{years[1]}"
    if not years:
        return ""
    if part := re.search(r"([一二三四1-4])季度|([上下])半年", printed):
        number = ("上下".index(part[2]) + 1) if part[2] else int(read_exactly(part[1]) or 0)
        months = 6 if part[2] else 3
        return part_of_year(str(years[0]), number, months)
    parts = re.findall(rf"({SHORT})\s?[月日号]", printed.split("年", 1)[1])
    steps = [f"-{int(read_exactly(part) or 0):02}" for part in parts]
    first = f"{years[0]}{''.join(steps[:2])}"
    return f"{first}..{years[0]}{steps[0]}{steps[2]}" if len(steps) == 3 else first


def read_digits(year: str) -> str:
    """A year in figures, from figures or from one character a digit (二〇二四)."""
    if year.isdigit() and year.isascii():
        return year
    from cn2an import cn2an

    return str(cn2an(year.replace("〇", "零"), "direct"))

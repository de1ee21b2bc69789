"""Chinese for readers: the verdicts, numbers in 万 and 亿, units, labels. In Simplified characters."""

from decimal import Decimal
from math import isinf

from claimbook.ledger.languages.chinese import UNITS, converter
from claimbook.ledger.languages.speech import Speech
from claimbook.register.printed import PrintedFigure
from claimbook.register.wording import Wording, is_calendar_year, plain, round_half_up, write_number

#: From ten thousand on numbers are counted in these.
SIZES = ((Decimal("1e8"), "亿"), (Decimal("1e4"), "万"))

#: Beyond this a number is written with a power of ten.
LARGEST = 1e16

#: What units are called: of several words for one the first that the reader of texts knows, without its measure word.
NAMES = {unit: word.removeprefix("个") for word, unit in reversed(UNITS.items()) if unit not in ("1", "percent")}

RELATIONS = {"=": "", "≈": "约", ">": "超过", "≥": "至少", "<": "不到", "≤": "至多"}


def write_chinese_number(value: float, digits: int = 3) -> str:
    """
    A number to so many significant digits, in 万 and 亿.

    Examples
    --------
    >>> [write_chinese_number(value) for value in (6.16e6, 162.3e9, 4874, 22.4, 0.5, -57e6)]
    ['616万', '1620亿', '4870', '22.4', '0.5', '−5700万']
    >>> write_chinese_number(4874, 4), write_chinese_number(72.6e9), write_chinese_number(2.15e25)
    ('4874', '726亿', '2.15×10²⁵')
    """
    if value < 0:
        return "−" + write_chinese_number(-value, digits)
    if value == 0 or isinf(value) or value < 1e-4 or value >= LARGEST:
        return write_number(value, digits)
    number = round_half_up(value, digits)
    size, word = next(((size, word) for size, word in SIZES if number >= size), (Decimal(1), ""))
    return plain(number / size).replace(",", "") + word


class ChineseWording(Wording):
    """
    How Chinese writes numbers with units; units without a Chinese name keep their symbol.

    Examples
    --------
    >>> words = ChineseWording()
    >>> words.write_quantity(6.16e6, "USD"), words.write_quantity(22.4, "1"), words.write_quantity(52.3, "percent")
    ('616万美元', '22.4倍', '52.3%')
    >>> words.write_quantity(2025, "year"), words.write_quantity(3.5, "year"), words.write_quantity(90, "day")
    ('2025年', '3.5年', '90天')
    >>> words.write_quantity(1, "USD/widget/hour"), words.write_quantity(4874, "PFLOP/s·day", 4)
    ('每widget·小时1美元', '4874 PFLOP/s·天')
    >>> words.write_interval(54e6, 60e6, "USD"), words.write_printed(PrintedFigure.read(">", "20"), "1")
    ('5400万美元至6000万美元', '超过20倍')
    """

    def write_quantity(self, value: float, unit: str, digits: int = 3) -> str:
        """A number with its unit."""
        if is_calendar_year(value, unit):
            return f"{value:.2f}".rstrip("0").rstrip(".") + "年"
        number = write_chinese_number(value, digits)
        if unit in ("1", "count", "percent"):
            return number + {"1": "倍", "count": "", "percent": "%"}[unit]
        measured, *per = unit.replace("_", " ").replace("/s", "⁄s").split("/")
        each = f"每{'·'.join(map(self.name, per))}" if per else ""
        name = self.name(measured)
        return f"{each}{number}{'' if ord(name[0]) > 0x2E80 else ' '}{name}"

    def name(self, unit: str) -> str:
        """A unit, or each of those that are multiplied, by its Chinese name if it has one."""
        return "·".join(NAMES.get(part, part) for part in unit.replace("⁄s", "/s").split("·"))

    def write_interval(self, low: float, high: float, unit: str, digits: int = 3) -> str:
        """Both ends of an interval, or the one value where they agree at these digits."""
        first, last = self.write_quantity(low, unit, digits), self.write_quantity(high, unit, digits)
        return first if first == last else f"{first}至{last}"

    def write_printed(self, printed: PrintedFigure, unit: str) -> str:
        """A claim's figure in words."""
        digits = max(printed.digits, 2)
        if printed.relation == "in":
            return self.write_interval(printed.low, printed.high, unit, digits)
        return RELATIONS[printed.relation] + self.write_quantity(printed.claimed, unit, digits)


def in_simplified(text: str) -> str:
    """
    A text in Simplified characters, its marks as they are.

    Examples
    --------
    >>> in_simplified("財經：產業發展？")
    '财经：产业发展？'
    """
    simplified: str = converter().convert(text)
    return simplified


SPEECH = Speech(
    tag="zh-Hans",
    wording=ChineseWording,
    verdicts={
        "holds": ("成立", "外部证据证实了它，或者外部数据表明它很可能属实。"),
        "plausible": ("有可能", "外部数据与之不矛盾，但还不足以说它很可能属实。"),
        "adds up": ("自洽", "由文章自己给出的数字可以推出，但这些数字本身无外部资料可核实。"),
        "fails": ("不成立", "算不拢，或者与事实不符。"),
        "underdetermined": ("无法判定", "原文交代得太少，任何检验都得不出结论。"),
        "unverified": ("未找到证据", "这是一条事实性陈述；我们查过，没有找到能判定它的资料。"),
        "pending": ("尚未到期", "它所说的日期还没有到。"),
    },
    labels={
        "open": "尚无定论",
        "Printed": "文中",
        "Its own figures": "按文中数字计算",
        "Outside inputs": "按外部数据计算",
        "Outside evidence": "外部资料",
        "What happened since": "后来的结果",
        "All {n} claims": "全部{n}条陈述",
        "{n} main claims": "其中主要陈述{n}条",
        "{n} main": "其中主要陈述{n}条",
        "How the claims fare": "各类判定的数量",
        "{n} of them only because another one fails.": "其中{n}条只是因为另一条不成立。",
        "Title": "标题",
        "Called here": "本书简称",
        "Also as": "又作",
        "Outlet": "首发",
        "Author": "作者",
        "Reposted by": "转载",
        "Published": "日期",
        "Address": "网址",
        "Archived copy": "存档",
        "none on the text as found": "所见版本无标题",
        "not known": "未知",
        "{n} claims": "{n}条陈述",
        "logarithmic scale": "对数刻度",
    },
    in_script=in_simplified,
)

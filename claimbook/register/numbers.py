"""
Numbers as people write them: 25,000 · 1.77 billion · $0.0036 · ¥120,000 · 6.16亿 · 30% · ３０％ · 2.15×10²⁵.

The browser reads the same (claimbook/site/static/numbers.js); tests/numbers.json holds both to it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

#: Words for powers of ten, by the exponent. A letter is a power only as it stands here: m may be a metre or a minute.
POWERS = {
    "thousand": 3, "k": 3, "K": 3, "million": 6, "millions": 6, "mn": 6, "mln": 6, "M": 6, "billion": 9, "billions": 9,
    "bn": 9, "B": 9, "trillion": 12, "trillions": 12, "tn": 12, "T": 12,
}  # fmt: skip
CHINESE = {"百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}

#: Digits, in groups of three if at all, every gap with the same sign.
DIGITS = (
    r"(?:[0-9]{1,3}(?P<gap>[, '’_])[0-9]{3}(?:(?P=gap)[0-9]{3})*(?![0-9,'’_])|[0-9]+)(?:\.[0-9]*)?"
    r"|\.[0-9]+"
)
WORD = "|".join(sorted(POWERS, key=len, reverse=True))
SIGNS = "".join(CHINESE)
#: 1亿2000万: parts, each smaller than the one before it.
IN_PARTS = (
    rf"(?:[0-9]+(?:\.[0-9]+)?[{SIGNS}]+){{2,}}(?:[0-9]+(?![0-9.,]))?|(?:[0-9]+(?:\.[0-9]+)?[{SIGNS}]+)[0-9]+(?![0-9.,])"
)
NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<parts>{IN_PARTS})|10\^(?P<alone>[+-]?[0-9]+)|(?P<digits>{DIGITS})"
    rf"(?:e(?P<power>[+-]?[0-9]+)(?![0-9A-Za-z])|\s*[×x*·]\s*10\^(?P<raised>[+-]?[0-9]+))?"
    rf"(?:\s*(?:(?P<word>(?i:{WORD}))(?![A-Za-z0-9])|(?P<signs>[{SIGNS}]+)))?)",
    re.I,
)
RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")


#: Numbers in Chinese words.
ONES = dict(zip("一二三四五六七八九两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
IN_WORDS = re.compile("[一二三四五六七八九两兩零十百千万萬亿億]+")
SIMPLIFIED = str.maketrans("兩萬億", "两万亿")
PERCENT = "百分之"
#: 三点五万: a whole number in words, the digits behind its point, and what it counts in.
POINTED = re.compile(
    f"(?P<whole>{IN_WORDS.pattern})[点點](?P<digits>[零一二三四五六七八九]+)(?P<size>[十百千万萬亿億]*)"
)
#: Their sizes by the exponent, and what stands before those that such a number ends with.
SIZES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
NO_SIZES = re.compile(f".*[^{''.join(SIZES)}]")

#: 3万5, 三万五: a digit behind a word for a power of ten, which is said for the next smaller one: it is 35,000.
SHORTENED = re.compile(
    rf"[+-]?[0-9][0-9.]*[{SIGNS}]+[0-9](?![0-9.,{SIGNS}])"
    rf"|{IN_WORDS.pattern}(?<=[百千万萬亿億][一二三四五六七八九两兩])(?!{IN_WORDS.pattern}|[点點0-9])"
)


@dataclass(frozen=True)
class Number:
    """
    A number as it was written, not yet rounded to a float.

    Attributes
    ----------
    digits : Decimal
        What stands before any word or power of ten.
    power : int
        The power of ten that it is to be multiplied by.
    word : int or None
        The power of ten that a word such as "million" says, which the other end of a range may share.
    letter : str
        That word where it is a single letter, which may be a unit as well.
    in_words : str
        All of it where it was written in Chinese words.
    """

    digits: Decimal
    power: int = 0
    word: int | None = None
    letter: str = ""
    in_words: str = ""

    def value(self, shift: int = 0) -> float:
        """The number, times a power of ten: a decimal and its powers are read as one text, so that none rounds."""
        return float(f"{self.digits:f}e{self.power + (self.word or 0) + shift}")


def tidy(text: str) -> str:
    """Text with plain digits, signs and blanks: full-width ones are others' ways to write the same, 10²⁵ is 10^25."""
    text = re.sub("[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda raised: f"^{raised[0].translate(RAISED)}", text)
    text = re.sub("[−–]|[—―]+", "-", unicodedata.normalize("NFKC", text)).replace("〜", "~")
    return re.sub(r"\s+", " ", text).strip()


def read_start(text: str) -> tuple[Number, str] | None:
    """
    The number that a tidied text begins with, and what stands after it; none if it begins with none.

    Examples
    --------
    >>> number, rest = read_start("1.77 billion visits")
    >>> number.value(), rest
    (1770000000.0, ' visits')
    """
    if text.startswith(PERCENT):
        share = read_start(text.removeprefix(PERCENT))
        return share and (share[0], f"%{share[1]}")
    if (pointed := POINTED.match(text)) and (number := number_with_point(pointed)):
        return number, text[pointed.end() :]
    if words := IN_WORDS.match(text):
        in_words = words[0].translate(SIMPLIFIED)
        if (said := value_of_words(in_words)) is not None:
            return Number(Decimal(said), in_words=in_words), text[words.end() :]
    found = NUMBER.match(text)
    if found is None:
        return None
    sign = found["sign"] if found["sign"] == "-" else ""
    rest = text[found.end() :]
    if found["parts"]:
        value = in_parts(found["parts"])
        return None if value is None else (Number(Decimal(f"{sign}{value}")), rest)
    if found["alone"]:
        return Number(Decimal(f"{sign}1"), whole(found["alone"])), rest
    digits = Decimal(sign + re.sub("[, '’_]", "", found["digits"]))
    word = exponent_of(found["word"] or found["signs"] or "")
    if found["word"] and word is None:  # a letter that is no power as it stands there
        return Number(digits, whole(found["power"] or found["raised"])), text[found.start("word") :]
    letter = found["word"] if found["word"] and len(found["word"]) == 1 else ""
    return Number(digits, whole(found["power"] or found["raised"]), word, letter), rest


def value_of_words(words: str) -> int | None:
    """
    The value of a number in Chinese words; none of what only looks like one, or is said shorter than it is.

    Examples
    --------
    >>> [value_of_words(words) for words in ("二十", "十五", "三千零六十", "一亿二千万", "三万亿")]
    [20, 15, 3060, 120000000, 3000000000000]
    >>> [value_of_words(words) for words in ("万一", "千万", "二三十", "三百五", "十百")]
    [None, None, None, None, None]
    """
    whole = below = digit = 0
    least, before = 10_000, ""
    for word in words:
        if word in ONES:
            if digit:
                return None
            digit = ONES[word]
        elif word in TENS:
            if TENS[word] >= least or not (digit or word == "十"):
                return None
            least, below, digit = TENS[word], below + (digit or 1) * TENS[word], 0
        elif word != "零":
            below += digit
            if not below and not (word == "亿" and whole):
                return None
            whole = whole + below * 10_000 if word == "万" else (whole + below) * 10**8
            least, below, digit = 10_000, 0, 0
        elif digit:
            return None
        before = f"{before}{word}"[-2:]
    return None if digit and before[:1] in ("百", "千", "万", "亿") else whole + below + digit


def number_with_point(said: re.Match[str]) -> Number | None:
    """
    The number that a match of `POINTED` says; none if what stands before its point is none.

    Examples
    --------
    >>> [number_with_point(POINTED.match(words)).value() for words in ("零点五", "三点五万", "一千点二五亿")]
    [0.5, 35000.0, 100025000000.0]
    """
    before = value_of_words(said["whole"].translate(SIMPLIFIED))
    if before is None:
        return None
    digits = "".join(str(ONES.get(word, 0)) for word in said["digits"])
    size = sum(SIZES[word] for word in said["size"].translate(SIMPLIFIED))
    return Number(Decimal(f"{before}.{digits}"), word=size or None)


def may_share_size(low: Number, high: Number) -> bool:
    """
    Whether the size that a number ends with may be meant for the one before it in a range too, one being in words.

    Examples
    --------
    >>> ends = [("三", "五百"), ("3", "五百"), ("三", "5百"), ("二百", "三百亿"), ("三十", "四十"), ("三", "十")]
    >>> [may_share_size(read_start(low)[0], read_start(high)[0]) for low, high in ends]
    [True, True, True, True, False, False]
    """
    if not (low.in_words or high.in_words):
        return False
    sizes = re.sub(NO_SIZES, "", high.in_words)
    endings = [sizes[at:] for at in range(len(sizes))]
    shared: list[float | None]
    if low.in_words and high.in_words:
        shared = [value_of_words(low.in_words + ending) for ending in endings]
    else:
        powers = [sum(SIZES[size] for size in ending) for ending in endings] + [high.word or 0]
        shared = [low.value(power) for power in powers if power]
    return any(value is not None and value <= high.value() for value in shared)


def whole(text: str | None) -> int:
    """A power of ten; one beyond all numbers is as far as one need go."""
    return max(-9999, min(9999, int(text[:8]))) if text else 0


def exponent_of(word: str) -> int | None:
    """The power of ten that a word says; none if it says none."""
    if word and set(word) <= set(CHINESE):
        return sum(CHINESE[sign] for sign in word)
    return POWERS.get(word, POWERS.get(word.lower()) if len(word) > 1 else None)


def in_parts(text: str) -> Decimal | None:
    """The sum of parts such as 1亿2000万; none if one is not smaller than what the part before it counts in."""
    parts = re.findall(rf"([0-9]+(?:\.[0-9]+)?)([{SIGNS}]*)", text)
    values = [(Decimal(digits).scaleb(exponent_of(word) or 0), exponent_of(word) or 0) for digits, word in parts]
    falls = all(
        exponent < before and value < 10**before
        for (value, exponent), (_, before) in zip(values[1:], values, strict=False)
    )
    return sum((value for value, _ in values), Decimal(0)) if falls else None


def squeezed(text: str) -> str:
    """Text by which a unit is known: without blanks, the dot between two units also written as a hyphen."""
    return text.replace(" ", "").replace("·", "-").replace("*", "-").replace("^", "")


def is_two_ways(text: str) -> bool:
    """Whether a comma in a number may set decimals or thousands apart."""
    return bool(re.search(r"(?<![0-9.,])[0-9]+,[0-9]+(?![0-9,.])", text)) and not re.search(
        r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,.])", text
    )


def longest_first(names: Iterable[str]) -> str:
    """A pattern of any of some names."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

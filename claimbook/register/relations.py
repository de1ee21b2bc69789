"""How people say that a figure is a bound or near: one table of the usual words for each relation."""

import re
from collections.abc import Iterable

#: What is said before a figure.
BEFORE = {
    ">": ("more than", "greater than", "higher than", "larger than", "over", "above", "beyond", "in excess of",
          "exceeds", "exceeding", "exceeded", "surpasses", "surpassing", "surpassed", ">",
          "超过", "超過", "多于", "多於", "大于", "大於", "高于", "高於", "逾"),
    "≥": ("at least", "not less than", "no less than", "not fewer than", "no fewer than", "a minimum of",
          ">=", "≥", "=>", "至少", "不少于", "不少於", "不低于", "不低於", "不小于", "不小於"),
    "<": ("less than", "fewer than", "lower than", "smaller than", "under", "below", "<",
          "不到", "少于", "少於", "小于", "小於", "低于", "低於", "不足"),
    "≤": ("at most", "not more than", "no more than", "up to", "does not exceed", "not exceeding", "a maximum of",
          "<=", "≤", "=<", "至多", "最多", "不超过", "不超過", "不多于", "不多於", "不高于", "不高於",
          "不大于", "不大於"),
    "≈": ("about", "around", "roughly", "approximately", "nearly", "almost", "close to", "some", "~", "≈",
          "大约", "大約", "大约为", "大約為", "大概", "约", "約", "约为", "約為", "近", "将近", "將近", "接近"),
    "=": ("exactly", "==", "="),
}  # fmt: skip

#: What is said behind one.
BEHIND = {
    "≥": ("+", "or more", "and more", "or above", "and above", "or higher", "at least", "以上", "及以上", "或以上"),
    "≤": ("or less", "or fewer", "or below", "and below", "or lower", "at most", "以下", "及以下", "或以下"),
    "≈": ("or so", "左右", "上下"),
}


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words or signs, each whole; the longest first."""
    return "|".join(
        (r"(?<![A-Za-z])" if word[0].isascii() and word[0].isalpha() else "")
        + re.escape(word)
        + (r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in sorted(words, key=len, reverse=True)
    )


RELATION_OF = {word: relation for words in (BEFORE, BEHIND) for relation, said in words.items() for word in said}
AT_START = re.compile(any_of(word for said in BEFORE.values() for word in said), re.I)
#: 最近 is lately, and 附近 nearby: neither says how a figure is meant.
RIGHT_BEFORE = re.compile(rf"(?<![最附])({any_of(word for said in BEFORE.values() for word in said)})\s*$", re.I)
#: 近5年 is the last five years, and no more or less than five; 历时近5年 lasts nearly five.
LAST_SPAN = re.compile(r"[^万亿萬億]*(?:年|[个個]月|天|日|[周週]|[个個]?季度)")
LASTING = re.compile(r"(?:[了时時达達费費需隔]|需要|[为為]期)\s*近\s*$")
#: 2+3 is a sum.
RIGHT_BEHIND = re.compile(rf"(?!\s*\+\s*[\d+])\s*({any_of(word for said in BEHIND.values() for word in said)})", re.I)
AT_END = re.compile(rf"\s*({any_of(word for said in BEHIND.values() for word in said)})$", re.I)


def split_relation(text: str) -> tuple[str, str]:
    """
    How a figure is meant, by the words before or behind it, and the figure; no relation where nothing is said.

    Examples
    --------
    >>> split_relation("exceeds $8 billion"), split_relation("不到20%"), split_relation("8 or more")
    (('>', '$8 billion'), ('<', '20%'), ('≥', '8'))
    """
    if before := AT_START.match(text):
        return RELATION_OF[before[0].lower()], text[before.end() :].strip()
    if behind := AT_END.search(text):
        return RELATION_OF[behind[1].lower()], text[: behind.start()].strip()
    return "", text


def relation_within(before: str, figure: str, behind: str) -> str:
    """
    How a figure within a sentence is meant, by the words right before or behind it; empty where nothing is said.

    Examples
    --------
    >>> relation_within("It cost no less than ", "$27", " a year."), relation_within("它运送", "30%", "以上。")
    ('≥', '≥')
    >>> relation_within("costs", "$20", "+ a month"), relation_within("its sum is", "2", " + 3")
    ('≥', '')
    >>> relation_within("近", "5年", "来"), relation_within("近", "5倍", ""), relation_within("历时近", "5年", "")
    ('', '≈', '≈')
    """
    said = RIGHT_BEFORE.search(before)
    if said and said[1] == "近" and LAST_SPAN.fullmatch(figure) and not LASTING.search(before):
        said = None
    said = said or RIGHT_BEHIND.match(behind)
    return RELATION_OF[said[1].lower()] if said else ""

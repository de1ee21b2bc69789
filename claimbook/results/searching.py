"""
Finding claims, assumptions and quantities by what readers type: names, figures as printed or by their value, words.

The site's search does the same in the browser (`site/static/searching.js`), on the same texts.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from math import prod
from typing import NamedTuple

from claimbook.ledger.entries import entries
from claimbook.ledger.languages.chinese import simplified, without_noise
from claimbook.ledger.languages.english import BELOW_A_HUNDRED
from claimbook.model.comparison import description_of
from claimbook.model.graph import derivation_names
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.register.evidence import Evidence
from claimbook.register.numbers import value_of_words
from claimbook.results.describing import describe

#: Columns of the table of sources that name no outlet, author or title.
NO_NAMES = {"key", "published", "language", "about", "address", "archived"}

#: What a word counts for, by where it stands.
SCORES = {
    "numerals": 50, "claimed": 40, "statement": 30, "id": 25, "source": 12, "found": 10, "note": 8, "evidence": 6,
    "about": 4,
}  # fmt: skip
EXACT_NAME = 1000
#: A number that stands there with another size, as 460 in 460万, counts for this part; so does the size's number alone.
PARTLY = 0.5
WEIGHTS = {"main": 2, "supporting": 1}

SIZES = {
    "十": 10, "百": 100, "千": 1e3, "万": 1e4, "亿": 1e8, "k": 1e3, "thousand": 1e3, "million": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12,
}  # fmt: skip
SIZE = r"\s?[十百千万亿]+|[-\s]?(?:thousand|million|billion|trillion|mn|bn)(?![a-z])|k(?![a-z])"
#: What is counted, said in two languages: what stands right after the number, and the one word for it.
COUNTED = (
    (r"倍|x(?![a-z0-9])|times(?![a-z])|fold(?![a-z])", "倍"), (r"%|percent|per cent|个?百分点", "%"),
    (r"年|years?(?![a-z])", "年"), (r"个月|months?(?![a-z])", "个月"), (r"天|days?(?![a-z])", "天"),
)  # fmt: skip
#: Units in letters, which stand at their number with or without a blank.
LETTERS = r"(?:[kmgtpez]?(?:flops?(?:/s)?|b(?:it)?(?:/s)?|wh?)|nm)(?![a-z0-9])"
STOP = set(re.findall(r"\w+", "a an and are as at be by for from in is it of on or that the to was with x"))

ENGLISH = "[a-z][a-z_]{3,}"
HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff"
NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"
ALONE = r"(?<![a-z0-9.])(?<![a-z]-)"  # not a part of a name such as B20 or K-4
RANGE = re.compile(rf"{ALONE}({NUMBER})-({NUMBER})({SIZE})")
FIGURE = re.compile(rf"{ALONE}({NUMBER})({SIZE})?(?:[-\s]*(?:{'|'.join(f'({said})' for said, _ in COUNTED)}))?")
BLANK = re.compile(rf"(?<=[0-9])\s(?={LETTERS})")

#: Numbers in English words, where what is counted follows: twenty times, tenfold.
IN_ENGLISH_WORDS = re.compile(
    rf"(?<![a-z-])({'|'.join(sorted(BELOW_A_HUNDRED, key=len, reverse=True))})"
    rf"(?=[-\s]?(?:{'|'.join(said for said, _ in COUNTED)}))"
)

#: Words that are spelled otherwise in America, beside those in -ize.
SPELLINGS = {
    "behavior": "behaviour", "center": "centre", "color": "colour", "favor": "favour", "fiber": "fibre",
    "harbor": "harbour", "labor": "labour", "license": "licence", "liter": "litre", "meter": "metre",
    "neighbor": "neighbour", "program": "programme", "rumor": "rumour",
}  # fmt: skip
SPELLED = re.compile(rf"(?<![a-z])(?:{'|'.join(SPELLINGS)})(?=s?(?![a-z]))")

#: A name of letters and a number, which people write with a hyphen, a blank or neither.
NUMBERED = re.compile(r"([a-z]+)-?([0-9].*)")

#: Numbers in Chinese words.
IN_WORDS = re.compile("(?<![0-9])(?<![0-9] )(?:[一二三四五六七八九两零十百千万亿]{2,}|[一二三四五六七八九两十](?=倍))")


class Item(NamedTuple):
    """
    Something that can be found.

    Attributes
    ----------
    name : str
        Its name, or a claim's id.
    names : tuple of str
        That, and its earlier ones.
    weight : int
        What comes first where two answer alike.
    texts : mapping
        The texts that it is found by, under the keys of `SCORES`.
    """

    name: str
    names: tuple[str, ...]
    weight: int
    texts: Mapping[str, Sequence[str]]


class Forms(NamedTuple):
    """A text in one way of writing: each number at its value, and as it is written."""

    valued: str
    written: str


class Pattern(NamedTuple):
    """How a word is looked for: as a whole, by a part that it may be found by too, by what another name stands for."""

    word: str
    whole: re.Pattern[str]
    part: re.Pattern[str] | None = None
    other: "tuple[Pattern, ...]" = ()


# What is found


def claim_items(results: Iterable[Result], project: Project) -> list[Item]:
    """Claims with all that they are found by."""
    printed = numerals_by_reference(project)
    return [claim_item(result, printed[result.claim.id], project) for result in results]


def claim_item(result: Result, numerals: Iterable[str], project: Project) -> Item:
    """A claim with all that it is found by."""
    claim, texts = result.claim, describe(result, project.words)
    return Item(
        claim.id,
        (claim.id, *project.earlier_names(claim.id)),
        WEIGHTS.get(claim.weight, 0),
        {
            "numerals": [without_noise(one)[0] for one in dict.fromkeys([claim.numeral, *numerals]) if one],
            "claimed": [texts["claimed"]],
            "statement": [claim.statement],
            "source": [names_of_source(claim.source, project)],
            "found": [texts["derived"]],
            "note": [claim.note, claim.missing, claim.differs_because],
            "evidence": [evidence_text(project.find_evidence(key), project) for key in claim.evidence],
            "about": [result.verdict.word, project.words.spoken(claim.chapter.replace("-", "_"))],
        },
    )


def assumption_items(model: Model) -> list[Item]:
    """The assumptions with all that they are found by."""
    project, printed = model.project, numerals_by_reference(model.project)
    return [
        Item(
            name,
            (name, *project.earlier_names(name)),
            0,
            {
                "numerals": [without_noise(one)[0] for one in printed[name]],
                "claimed": [project.words.write_quantity(one.value.magnitude, one.unit, digits=6)],
                "statement": [one.description, project.words.spoken(name)],
            },
        )
        for name, one in model.assumptions.items()
    ]


def group_items(project: Project) -> list[Item]:
    """The groups of assumptions with all that they are found by."""
    return [
        Item(name, (name,), 0, {"statement": [group.description, project.words.spoken(name)]})
        for name, group in project.groups.items()
    ]


def quantity_items(model: Model) -> list[Item]:
    """The derived quantities with all that they are found by."""
    project = model.project
    return [
        Item(
            name,
            (name, *project.earlier_names(name)),
            0,
            {"statement": [description_of(name, model), project.words.spoken(name)]},
        )
        for name in derivation_names(project)
    ]


def numerals_by_reference(project: Project) -> dict[str, list[str]]:
    """Every numeral of the sources' texts by the claims and assumptions that account for it, each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in entries(project):
        for name in entry.refs:
            found[project.names["alias"].get(name, name)][entry.numeral] = None
    return defaultdict(list, {name: list(numerals) for name, numerals in found.items()})


def names_of_source(key: str, project: Project) -> str:
    """All names that a source is found by: its outlets, its title."""
    row = project.sources.loc[key]
    return " ".join({str(row[column]): None for column in row.index if column not in NO_NAMES and row[column]})


def evidence_text(fact: Evidence, project: Project) -> str:
    """A piece of evidence as its row on the card says it: what, how much, who asserts it."""
    value = "" if fact.value is None else project.words.write_quantity(fact.value.magnitude, fact.unit, digits=6)
    return f"{fact.statement}{f': {value}' if value else ''} ({fact.asserted_by})"


# Finding


def find(query: str, items: Iterable[Item], project: Project) -> list[str]:
    """
    Names of what answers every word of a query, the best first.

    Parameters
    ----------
    query : str
        Words, figures, names, in English or Chinese: ``350000``, ``20倍``.
    items : iterable of Item
        What is searched.
    project : Project
        The book, for its other names.
    """
    others, searched = other_names(project), list(items)
    words = [pattern_of(word, others) for word in joined(words_of(query, others), searched)]
    asked, found = query.strip().lower(), []
    for item in searched if words else ():
        scores = [score_of(item, word) for word in words]
        exact = asked in item.names
        if exact or all(scores):
            found.append((-sum(scores) - EXACT_NAME * exact, -item.weight, item.name))
    return [name for *_, name in sorted(found, key=lambda one: one[:2])]


def other_names(project: Project) -> dict[str, str]:
    """What a name that readers have for something is called in the book, by that name; the longest first."""
    pairs = [(plain(name), plain(written)) for name, written in project.names["other name"].items()]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def near_words(query: str, items: Iterable[Item], project: Project) -> list[str]:
    """
    What is like those words of a query that find nothing, where anything is: electricity, for electricty.

    Parameters
    ----------
    query : str
        As `find` takes it.
    items : iterable of Item
        What is searched.
    project : Project
        The book, for its other names.
    """
    others, searched = other_names(project), list(items)
    lost = [
        word
        for word in words_of(query, others)
        if re.fullmatch(ENGLISH, word) and not any(score_of(item, pattern_of(word, others)) for item in searched)
    ]
    known = {word for item in searched for texts in item.texts.values() for word in english_words(" ".join(texts))}
    known |= {name for item in searched for name in item.names}
    near = [one for word in lost for one in get_close_matches(word, sorted(known), n=1, cutoff=0.8)]
    return list(dict.fromkeys(near))


def english_words(text: str) -> list[str]:
    """The English words of a text, each in small letters."""
    return re.findall(rf"(?<!\w){ENGLISH}(?!\w)", plain(text))


def words_of(query: str, others: Mapping[str, str]) -> list[str]:
    """
    The words of a query, numbers at their value and joined to what is counted: 约20倍 is 约 and 20倍.

    Other names stand apart, but for those of one character, which is often part of another word: 电 of 电商.
    """
    text = plain(query)
    if apart := [name for name in others if len(name) > 1]:
        text = re.sub("|".join(map(re.escape, apart)), lambda name: f" {name[0]} ", text)
    words = []
    for word in re.split(r"[\s,;()\"“”„?!。，、；：（）《》]+", valued(text)):
        parts: list[str] = []
        for part in re.findall(rf"[{HAN}]+|[^{HAN}]+", word):
            follows = re.match(rf"[{HAN}]", part) or re.fullmatch(r"-?[0-9][0-9.e+%-]*", part)
            if parts and follows and re.match(r"-?[0-9.]", parts[-1]):
                parts[-1] += part
            else:
                parts.append(part)
        words += [re.sub(r"^[\W_]+|[^\w%]+$", "", part) for part in parts]
    return [word for word in words if word and word not in STOP]


def joined(words: Sequence[str], items: Sequence[Item]) -> list[str]:
    """The same words, two of them as one where a text has them as a name with its number: heron 4 for Heron-4."""
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        if re.fullmatch("[a-z]+", before) and re.fullmatch(NUMBER, word) and stands_in_one(before, word, items):
            found[-1] = before + word
        else:
            found.append(word)
    return found


def stands_in_one(letters: str, number: str, items: Iterable[Item]) -> bool:
    """Whether a text has a name with its number, with a hyphen between them or nothing."""
    name = re.compile(rf"(?<![a-z0-9]){letters}-?{re.escape(number)}(?![0-9]|\.[0-9])")
    texts = (text for item in items for all_of_one in item.texts.values() for text in all_of_one)
    return any(name.search(forms_of(text).written) for text in texts)


def pattern_of(word: str, others: Mapping[str, str]) -> Pattern:
    """How a word is looked for: as it is, and by what another name stands for."""
    other = tuple(pattern_of_itself(each) for each in others[word].split()) if word in others else ()
    return pattern_of_itself(word)._replace(other=other)


def pattern_of_itself(word: str) -> Pattern:
    """
    How a word is looked for as a whole; English by its stem too; a large number without what is counted too.

    A name with a number is looked for with hyphen and without, and with a blank where its letters are no word that
    stands before numbers: heron4 for Heron-4, gull-2 for Gull 2; but a40 for no "a 40 MW site".
    """
    is_number, is_english = re.match("[0-9]", word), re.match("[a-z]", word)
    starts = r"(?<![0-9a-z])(?<![0-9a-z][.-])" if is_number else "(?<![a-z0-9])" if is_english else ""
    ends = r"(?![0-9]|\.[0-9]|e\+)" if re.search("[0-9]$", word) else ""
    numbered = NUMBERED.fullmatch(word)
    between = "-?" if numbered and len(numbered[1]) < 3 else r"[-\s]?"
    written = numbered[1] + between + re.escape(numbered[2]) if numbered else re.escape(word)
    whole = re.compile(starts + written + ends + ("(?![a-z])" if re.search("[a-z]$", word) else ""))
    if re.fullmatch("[a-z]{3,}", word):
        stem = re.sub("(?:ies|ied|ing|ed|es|e|s|y)$", "", word)
        return Pattern(word, whole, re.compile(starts + (stem if len(stem) > 3 else word)))
    counted = re.match(rf"([0-9.]+(?:e\+[0-9]+)?)[{HAN}]", word)
    if counted and float(counted[1]) >= 1e4:
        return Pattern(word, whole, re.compile(starts + re.escape(counted[1]) + r"(?![0-9]|\.[0-9]|e\+)"))
    return Pattern(word, whole)


def score_of(item: Item, pattern: Pattern) -> float:
    """What one word scores for something that can be found: most where it is the whole of a numeral."""
    named = re.search("[a-z]", pattern.word) and any(
        pattern.word in name or pattern.whole.search(name) for name in item.names
    )
    best = float(SCORES["id"]) if named else 0.0
    for field, texts in item.texts.items():
        if SCORES[field] < best:
            break
        for text in filter(None, texts):
            both = forms_of(text)
            share = answer(both, pattern)
            fills = 10 * min(1, len(pattern.word) / len(both.valued)) if field == "numerals" and share else 0
            best = max(best, share * SCORES[field] + fills)
    return best


def answer(both: Forms, pattern: Pattern) -> float:
    """How well a text answers a word, from 0 to 1."""
    if pattern.other and all(answer(both, each) for each in pattern.other):
        return 1
    if pattern.whole.search(both.valued):
        return 1
    if pattern.whole.search(both.written):
        return PARTLY if re.match("[0-9]", pattern.word) else 1
    return PARTLY if pattern.part and pattern.part.search(both.valued) else 0


# One way of writing


@cache
def forms_of(text: str) -> Forms:
    """Both ways of writing a text, found once: many claims share their evidence."""
    written = plain(text)
    return Forms(valued(written), written)


def plain(text: str) -> str:
    """
    A text in one way of writing: half-width figures, one script for Chinese, no thousands separators, one spelling.

    Examples
    --------
    >>> plain("１,７５０億"), plain("2.15×10²⁵"), plain("$4.6M"), plain("Utilization of centers")
    ('1750亿', '2.15e25', '$4.6 million', 'utilisation of centres')
    """
    text = re.sub(r"\s?[×x·*]\s?10([⁻⁰¹²³⁴-⁹]+)", lambda found: "e" + unicodedata.normalize("NFKD", found[1]), text)
    text = re.sub(r"\s?[×x·*]\s?10\^(-?[0-9])", r"e\1", text.replace("e−", "e-"))
    text = re.sub("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))", "", text)
    apart = unicodedata.normalize("NFKD", text)
    text = simplified("".join(one for one in apart if not unicodedata.category(one).startswith("M")))
    text = re.sub("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text)
    text = re.sub(r"(?<=[0-9])([MB])(?![A-Za-z])", lambda size: OF_LETTERS[size[1]], text)
    text = re.sub(r"([$¢£¥€₩₽][0-9.]+)([mb])(?![A-Za-z])", lambda size: size[1] + OF_LETTERS[size[2].upper()], text)
    text = re.sub(r"\s+", " ", text.lower().replace("’", "'").replace("×", "x"))
    text = SPELLED.sub(lambda word: SPELLINGS[word[0]], re.sub("(?<=[a-z]{3})iz(?=e|ing|ation)", "is", text))
    return re.sub(r"(?<=[0-9十百千万亿%年月个])\s?[~–—至到]\s?(?=[0-9])", "-", text)


OF_LETTERS = {"M": " million", "B": " billion"}


def valued(text: str) -> str:
    """
    A plain text with each number at its value, and with one word for what is counted.

    Examples
    --------
    >>> valued("460万美元"), valued("$4.6 million"), valued("over 20x"), valued("3-4万"), valued("3-4 million")
    ('4600000美元', '$4600000', 'over 20倍', '30000-40000', '3000000-4000000')
    >>> valued("二十倍"), valued("三十亿"), valued("百分之十五"), valued("万一")
    ('20倍', '3000000000', '15%', '万一')
    >>> valued("twenty times"), valued("tenfold"), valued("one of them")
    ('20倍', '10倍', 'one of them')
    """
    text = re.sub("([0-9][kmgtpez]?)flops", r"\1flop/s", BLANK.sub("", text))
    text = IN_WORDS.sub(lambda words: str(value_of_words(words[0]) or words[0]), text)
    text = re.sub("百分之([0-9.]+)", r"\1%", text)
    text = IN_ENGLISH_WORDS.sub(lambda words: str(BELOW_A_HUNDRED[words[0]]), text)
    text = RANGE.sub(both_at_their_value, text)
    return FIGURE.sub(at_its_value, text)


def at_its_value(found: re.Match[str]) -> str:
    """A number that was found, at its value: 460万 as 4600000."""
    written, size, *said = found.groups()
    unit = next((word for (_, word), one in zip(COUNTED, said, strict=True) if one), "")
    return f"{sized(written, size or '')}{unit}"


def both_at_their_value(found: re.Match[str]) -> str:
    """Both ends of a range at their value: 3-4万 as 30000-40000; as it is where they do not rise."""
    low, high, size = found.groups()
    return f"{sized(low, size)}-{sized(high, size)}" if float(low) <= float(high) else found[0]


def sized(written: str, size: str) -> str:
    """A number times what stands behind it for its size."""
    value = prod((SIZES[word] for word in re.findall("[十百千万亿]|[a-z]+", size)), start=float(written))
    value = float(f"{value:.12g}")
    return f"{int(value) if value.is_integer() and value < 1e21 else value!r}"

"""The bibliography held against the catalogues of Crossref and arXiv, and its addresses against the web."""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib import import_module
from types import ModuleType
from typing import Any

import requests
from pybtex.database import Entry

from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.register.references import plain_text

#: Titles as alike as this, of 1, are one title: catalogues differ in hyphens, articles and subtitles.
ALIKE = 0.9

ARXIV = re.compile(r"arxiv(?:\.org/(?:abs|pdf)/|:)\s*(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE)
DOI = re.compile(r"doi\.org/(10\.\S+)")
DOI_ALONE = re.compile(r"10\.\d{4,}/\S+$")

#: Types of entries that Crossref may have.
SCHOLARLY = ("article", "inproceedings", "book", "incollection")

#: What a server answers that has no such page; one that refuses a program (401, 403, 429) may still have it.
GONE = (404, 410)

#: How many addresses are asked at once, and how many seconds each may take.
AT_ONCE, PATIENCE = 16, 20


@dataclass(frozen=True)
class Record:
    """What a catalogue says of a work: the title, the authors' family names in order, the years of its versions."""

    title: str
    authors: tuple[str, ...]
    years: tuple[int, ...]


#: Looks up works by their numbers in a catalogue; what it does not have is left out.
Catalogue = Callable[[Iterable[str]], dict[str, Record]]


def reference_differences(project: Project, crossref: Catalogue, arxiv: Catalogue) -> Iterator[str]:
    """
    Where entries of the bibliography differ from the catalogue's record, a line each.

    Parameters
    ----------
    project : Project
        The book.
    crossref, arxiv : callable
        Give records by DOI and by arXiv number: `crossref_records` and `arxiv_records`, unless something stands in.
    """
    entries = project.bibliography.entries
    for name, asked_by, look_up in (("arXiv", arxiv_number, arxiv), ("Crossref", doi_or_title, crossref)):
        asked = {key: words for key, entry in entries.items() if (words := asked_by(entry))}
        records = look_up(asked.values())
        for key, words in asked.items():
            if words in records:
                for difference in differences(entries[key], records[words]):
                    yield f"book/references.bib: {key}: {difference} ({name}, {words})"
            elif words != plain_text(entries[key].fields["title"]):
                yield f"book/references.bib: {key}: {name} has no {words}"


def arxiv_number(entry: Entry) -> str:
    """The number of an entry on arXiv; empty where it has none."""
    said = " ".join(entry.fields.get(field, "") for field in ("url", "journal", "eprint"))
    found = ARXIV.search(said)
    return found[1] if found else ""


def doi_or_title(entry: Entry) -> str:
    """
    What Crossref is asked for: an entry's DOI, or else its title.

    Empty for what is on arXiv, where it is looked up, and for what is no scholarly work.
    """
    if arxiv_number(entry):
        return ""
    found = DOI.search(entry.fields.get("url", ""))
    title = plain_text(entry.fields["title"]) if entry.type in SCHOLARLY else ""
    return entry.fields.get("doi") or (found[1] if found else title)


def differences(entry: Entry, record: Record) -> Iterator[str]:
    """How an entry differs from a record, each as a part of a sentence."""
    title = plain_text(entry.fields["title"])
    if not are_alike(title, record.title):
        yield f"the title is {title!r}, there {record.title!r}"
    names = [plain_text(" ".join(person.prelast_names + person.last_names)) for person in entry.persons["author"]]
    said = [name for name in names if name != "others"]
    there = [letters(name) for name in record.authors]
    if strangers := [name for name in said if letters(name) not in there]:
        yield f"{' and '.join(strangers)} did not sign, there {', '.join(record.authors)} did"
    elif "others" not in names and len(said) < len(there):
        yield f"{len(said)} authors are named, there {len(there)}"
    if int(entry.fields["year"]) not in record.years:
        yield f"the year is {entry.fields['year']}, there {' or '.join(map(str, record.years))}"


def are_alike(title: str, other: str) -> bool:
    """Whether two titles are one work's."""
    return SequenceMatcher(None, letters(title), letters(other)).ratio() >= ALIKE


def letters(text: str) -> str:
    """What two ways to write one title or name have in common: letters and digits, in lower case."""
    return re.sub(r"[\W_]", "", text.casefold())


def arxiv_records(numbers: Iterable[str]) -> dict[str, Record]:
    """
    Records of arXiv by their numbers.

    Raises
    ------
    UserError
        If arXiv cannot be asked.
    """
    arxiv = client("arxiv")
    try:
        results = list(arxiv.Client().results(arxiv.Search(id_list=list(numbers))))
    except (arxiv.ArxivError, requests.RequestException) as error:
        raise unreachable("arXiv", error) from None
    return {
        result.get_short_id().partition("v")[0]: Record(
            result.title,
            tuple(author.name.split()[-1] for author in result.authors),
            tuple(range(result.published.year, result.updated.year + 1)),
        )
        for result in results
    }


def crossref_records(asked: Iterable[str], crossref: Any = None) -> dict[str, Record]:
    """
    Records of Crossref by DOI or title; by title only one that is alike.

    Parameters
    ----------
    asked : iterable of str
        DOIs and titles.
    crossref : optional
        A client with a method ``works`` like habanero's; one of its own if none is given.

    Raises
    ------
    UserError
        If Crossref cannot be asked.
    """
    crossref = crossref or client("habanero").Crossref()
    records = {}
    for words in asked:
        try:
            works = found_by_doi(words, crossref) if DOI_ALONE.match(words) else found_by_title(words, crossref)
        except Exception as error:  # the client lets each kind of its transport's errors through
            raise unreachable("Crossref", error) from None
        for work in works:
            records[words] = Record(
                " ".join(work["title"]),
                tuple(author.get("family", author.get("name", "")) for author in work.get("author", ())),
                tuple({date["date-parts"][0][0] for kind in DATED if (date := work.get(kind))}),
            )
    return records


#: Where Crossref has the years of a work.
DATED = ("issued", "published-print", "published-online")


def found_by_doi(doi: str, crossref: Any) -> list[dict[str, Any]]:
    """Crossref's work of a DOI, if it has it."""
    answer = crossref.works(ids=doi, warn=True)
    return [answer["message"]] if answer else []


def found_by_title(title: str, crossref: Any) -> list[dict[str, Any]]:
    """Crossref's work of a title, if the likeliest is alike."""
    answer = crossref.works(query_bibliographic=title, limit=1)
    return [work for work in answer["message"]["items"] if work.get("title") and are_alike(title, work["title"][0])]


def client(name: str) -> ModuleType:
    """
    The package that speaks with a catalogue, which only the checks install.

    Raises
    ------
    UserError
        If it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise UserError(f"comparing references needs the package {name}: make check-packages installs it") from None


def unreachable(catalogue: str, error: Exception) -> UserError:
    """What is said where a catalogue cannot be asked."""
    return UserError(f"{catalogue} cannot be asked from here ({type(error).__name__}); references were not compared")


def dead_addresses(project: Project) -> Iterator[str]:
    """Addresses of the bibliography at which there is nothing any more, a line each."""
    addresses = {
        key: entry.fields["url"] for key, entry in project.bibliography.entries.items() if "url" in entry.fields
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(what_is_wrong_at, addresses.values())
        for key, wrong in zip(addresses, answers, strict=True):
            if wrong:
                yield f"book/references.bib: {key}: {addresses[key]} {wrong}"


def what_is_wrong_at(address: str) -> str:
    """What is wrong with an address, as the end of a sentence; empty where somebody answers."""
    try:
        answer = requests.get(address, timeout=PATIENCE, stream=True, headers={"User-Agent": "claimbook"})
    except requests.RequestException as error:
        return f"does not answer ({type(error).__name__})"
    answer.close()
    return f"answers {answer.status_code}" if answer.status_code in GONE else ""

"""
A restricted YAML: texts, lists and mappings, and where each stands.

Files that people write are taken as they stand: every scalar stays the text that was written, `010` is not eight and
`no` is not false. Tags, anchors, aliases and merge keys are refused, and so is a key that stands twice. StrictYAML
reads such a language too, a hundred times slower, for it has no parser in C; PyYAML's loaders in C keep neither lines
nor anchors. So PyYAML's events are read here, from its parser in C where there is one.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from claimbook.errors import UserError

#: Where something stands: the keys and places that lead to it.
Path: TypeAlias = tuple[str | int, ...]

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: Files larger or deeper than this are something else.
MOST_CHARACTERS = 20_000_000
MOST_DEPTH = 8

#: What YAML does not take, and line breaks that it sees and editors do not, so that lines would be counted otherwise.
ODD = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

LINE_END = re.compile("\r\n|\r|\n")

#: What a parser finds wrong, by words of it, and what is to be done about it; both parsers say each in their own words.
TAB = "a tab stands before a text or a name; put blanks in its place"
REMEDIES = (
    ("escape character", "a backslash in double quotation marks stands for something else; use single ones"),
    ("cannot start any token", "no text begins with {at!r}; put it in quotation marks"),
    ("mapping values are not allowed", "a second ': ' stands in the line, or it stands in too far; put a text with "
     "': ' in it in quotation marks, and indent names of one kind alike"),
    ("sequence entries are not allowed", "a list begins on a line of its own, with '- ' before each item"),
    ("could not find expected ':'", "the line above is no name with a value behind a colon, as in 'name: value'"),
    ("unexpected end of stream", "a quotation mark is opened and not closed"),
    ("node content", "a value is missing, or begins with a sign that is put in quotation marks"),
    ("',' or ", "a bracket is opened and not closed, or a comma is missing in it"),
    ("'-' indicator", "a list goes on with '- ' before each item, indented as the items above"),
    ("expected key", "the line is indented otherwise than those above, or something stands behind closed quotation "
     "marks"),
    ("<block end>", "the line is indented otherwise than those above, or something stands behind closed quotation "
     "marks"),
)  # fmt: skip

Events: TypeAlias = Iterator[yaml.Event]


class Document:
    """
    What a YAML file says.

    Attributes
    ----------
    content : text, list or mapping
        Texts, lists and mappings of them; none for an empty file.
    lines : dict
        The line of each key and of each item of a list, counted from 1, by the path to it.
    """

    def __init__(self, content: Any, lines: dict[Path, int]):
        self.content = content
        self.lines = lines

    def line_of(self, path: Path) -> int:
        """The line at which something stands, or else the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, place: str, most_characters: int = MOST_CHARACTERS, most_depth: int = MOST_DEPTH) -> Document:
    r"""
    What a YAML text says, as texts, lists and mappings.

    Parameters
    ----------
    text : str
        The text of a file.
    place : str
        What an error calls it.
    most_characters, most_depth : int
        More than this is refused.

    Raises
    ------
    UserError
        If it is no such text, naming the line.

    Examples
    --------
    >>> document = read_yaml("first: 010\nmore:\n- no\n", "example.yml")
    >>> document.content, document.line_of(("more", 0))
    ({'first': '010', 'more': ['no']}, 3)
    """
    if len(text) > most_characters:
        raise UserError(f"{place} has more than {most_characters:,} characters")
    if odd := ODD.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise UserError(f"{place}, line {line}: the character U+{ord(odd[0]):04X} is not allowed")
    lines: dict[Path, int] = {}
    try:
        events = iter(yaml.parse(text, Loader=LOADER))
        documents = [read_node(events, event, (), lines, most_depth) for event in roots(events)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "not a document"
        if mark is None:
            raise UserError(f"{place}: {said}") from None
        at = [*LINE_END.split(text), ""][mark.line][mark.column : mark.column + 1]
        raise UserError(f"{place}, line {mark.line + 1}: {in_plain_words(said, at)}") from None
    if len(documents) > 1:
        raise UserError(f"{place} holds {len(documents)} documents, and should hold one")
    return Document(documents[0] if documents else None, lines)


def in_plain_words(said: str, at: str) -> str:
    """
    What a parser says is wrong at a character, with what is to be done about it where that is known.

    Examples
    --------
    >>> in_plain_words("found character that cannot start any token", "@")
    "no text begins with '@'; put it in quotation marks"
    """
    if at == "\t" or "tab character" in said:
        return TAB
    return next((remedy.format(at=at) for words, remedy in REMEDIES if words in said), said)


def roots(events: Events) -> Iterator[yaml.Event]:
    """The event with which each document's content begins; what begins and ends streams and documents is passed by."""
    for event in events:
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.AliasEvent):
            yield event


def read_node(events: Events, event: Any, path: Path, lines: dict[Path, int], most_depth: int) -> Any:
    """What an event begins: a text, or a list or mapping, whose other events are taken from the stream."""
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise problem("anchors and aliases are not allowed", event)
    if event.tag is not None:
        raise problem("tags are not allowed", event)
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if len(path) >= most_depth:
        raise problem("it is nested too deeply", event)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            lines[(*path, len(items))] = item.start_mark.line + 1
            items.append(read_node(events, item, (*path, len(items)), lines, most_depth))
        return items
    found: dict[str, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent) or key.anchor is not None or key.tag is not None:
            raise problem("a key is a text", key)
        if key.value == "<<" and key.implicit[0]:
            raise problem("merge keys are not allowed", key)
        if key.value in found:
            raise problem(f"{key.value!r} stands there twice", key)
        lines[(*path, key.value)] = key.start_mark.line + 1
        found[key.value] = read_node(events, next(events), (*path, key.value), lines, most_depth)
    return found


def problem(said: str, event: Any) -> yaml.MarkedYAMLError:
    """An error at an event's place."""
    return yaml.MarkedYAMLError(problem=said, problem_mark=event.start_mark)

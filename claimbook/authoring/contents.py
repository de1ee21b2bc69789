"""The table of contents: a page added to _toc.yml, everything else in it left as it stands."""

from collections.abc import Iterator
from math import inf

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from claimbook.errors import UserError

#: How much deeper than their part its pages stand in Jupyter Book's own files, where a part has none to go by.
NESTED = "  "


def with_page(contents: str, page: str, caption: str) -> str:
    r"""
    The text of a table of contents with one page more, the last of its part.

    Parameters
    ----------
    contents : str
        Text of _toc.yml, in parts with chapters.
    page : str
        The page, as in ``book/bread``.
    caption : str
        The part; one is added at the end if there is none of this name.

    Raises
    ------
    UserError
        If the page is in it already, the text has no parts, or a part's pages do not stand a line each.

    Examples
    --------
    >>> before = "root: index\nparts:\n  - caption: Chapters\n    chapters:\n      - file: book/bread\n"
    >>> print(with_page(before, "book/cake", "Chapters").splitlines()[-1])
          - file: book/cake
    """
    lines = contents.rstrip("\n").split("\n")
    root = yaml.compose(contents, Loader=yaml.SafeLoader)
    if any(key == "file" and value.value == page for key, value in entries_below(root)):
        raise UserError(f"_toc.yml lists {page} already")
    parts = entry(root, "parts")
    if parts is None or not items(parts):
        raise UserError(f"_toc.yml has no parts, to one of which {page} could be added: write '- file: {page}' into it")
    part = next((one for one in items(parts) if is_called(one, caption)), None)
    if part is None:
        begins, caption = dash_of(items(parts)[-1], lines), as_yaml(caption)
        new = [f"- caption: {caption}", "  chapters:", f"  {NESTED}- file: {page}"]
        return with_lines(lines, last_line(parts), [f"{begins}{line}" for line in new])
    pages, begins = entry(part, "chapters"), " " * part.start_mark.column
    if pages is None:
        return with_lines(lines, last_line(part), [f"{begins}chapters:", f"{begins}{NESTED}- file: {page}"])
    if isinstance(pages, CollectionNode) and pages.flow_style:
        raise UserError(f"_toc.yml has the pages of {caption!r} in brackets: write a line '- file: {page}' for each")
    begins = dash_of(items(pages)[-1], lines) if items(pages) else f"{begins}{NESTED}"
    return with_lines(lines, last_line(pages), [f"{begins}- file: {page}"])


def with_lines(lines: list[str], after: int, new: list[str]) -> str:
    """Lines as a text, with some more behind one of them."""
    return "\n".join([*lines[: after + 1], *new, *lines[after + 1 :], ""])


def entries_below(node: Node | None) -> Iterator[tuple[str, Node]]:
    """Names and values of all mappings in a YAML document, however deep."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key.value, value
            yield from entries_below(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from entries_below(item)


def entry(node: Node | None, name: str) -> Node | None:
    """What a mapping has under a name; none where it has nothing."""
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def is_called(part: Node, caption: str) -> bool:
    """Whether a part has this caption."""
    said = entry(part, "caption")
    return said is not None and said.value == caption


def items(node: Node | None) -> list[Node]:
    """The items of a list that is written an item a line; none of anything else."""
    return node.value if isinstance(node, SequenceNode) and not node.flow_style else []


def last_line(node: Node) -> int:
    """The line, counted from 0, in which the last text of a node stands."""
    if isinstance(node, ScalarNode) or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return last_line(last[1] if isinstance(last, tuple) else last)


def dash_of(item: Node, lines: list[str]) -> str:
    """The blanks before the dash of an item of a list."""
    return " " * lines[item.start_mark.line].rindex("-", 0, item.start_mark.column)


def as_yaml(text: str) -> str:
    """A text as YAML writes it in a line: in quotation marks where it would be read as something else."""
    written = yaml.safe_dump(text, allow_unicode=True, width=inf)
    return written.removesuffix("...\n").strip()

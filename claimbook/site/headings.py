"""Headings as a page's reader goes through them: a card's at its depth, none before the page's own title."""

import re
from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: A part of the contents, as the theme writes it: a caption that is said to be a heading, and the list below it.
PART = re.compile(r'<p aria-level="2" class="caption" role="heading">(.*?)</p>\s*<ul', re.S)

LEVEL = re.compile(r'(role="heading" aria-level=")\d(")')


def level_headings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each heading that a cell's output holds one level below the section it stands in: no level is left out."""
    for output in doctree.findall(nodes.raw):
        text = output.astext()
        if LEVEL.search(text):
            level = 1 + depth(output)
            output.children = [nodes.Text(LEVEL.sub(rf"\g<1>{level}\2", text))]


def depth(node: nodes.Node) -> int:
    """How many sections a node stands in."""
    sections = 0
    while node.parent is not None:
        node = node.parent
        sections += isinstance(node, nodes.section)
    return sections


def name_lists_of_pages(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Have the captions of the contents name the lists below them: they stand before the title, and are no headings."""
    made: Callable[..., object] | None = context.get("generate_toctree_html")
    if made:
        context["generate_toctree_html"] = lambda *options, **named: with_named_lists(str(made(*options, **named)))


def with_named_lists(contents: str) -> str:
    r"""
    The contents with captions that name their lists.

    Examples
    --------
    >>> with_named_lists('<p aria-level="2" class="caption" role="heading"><span>About</span></p>\n<ul class="nav">')
    '<p class="caption" id="contents-1"><span>About</span></p>\n<ul aria-labelledby="contents-1" class="nav">'
    """
    parts = iter(range(1, len(contents)))

    def named(found: re.Match[str]) -> str:
        name = f"contents-{next(parts)}"
        return f'<p class="caption" id="{name}">{found[1]}</p>\n<ul aria-labelledby="{name}"'

    return PART.sub(named, contents)

"""How deep a card's statement stands among the headings of its page."""

import re

from docutils import nodes
from sphinx.application import Sphinx

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

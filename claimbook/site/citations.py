"""
The bibliography's entries in plain blocks.

Docutils gives entries roles that accessibility checkers call deprecated.
"""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Begin an entry of the bibliography."""
    translator.body.append(translator.starttag(node, "div", CLASS="citation"))


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """End it."""
    translator.body.append("</div>\n")

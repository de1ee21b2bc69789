"""
The bibliography's entries: titles as they are written, in plain blocks.

Docutils gives entries roles that accessibility checkers call deprecated.
"""

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style
from pybtex.style.template import Node, join, sentence
from sphinx.writers.html5 import HTML5Translator

#: What a book's _config.yml calls the style.
AS_WRITTEN = "as-written"


class AsWritten(Style):
    """
    The plain style, but for titles: it writes them in small letters, and of the names in them those too that no braces
    guard, such as "(in Chinese)" or "Lenovo's descriptions".
    """

    def format_title(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Template of a title."""
        title = as_written(entry.fields[which_field])
        return sentence[title] if as_sentence else join[title]


def as_written(title: str) -> Text:
    r"""
    Text of a title from BibTeX, without the one escape that pybtex leaves.

    Examples
    --------
    >>> str(as_written(r"{A \$5 billion order} for R\&D (in Chinese)"))
    'A $5 billion order for R&D (in Chinese)'
    """
    return Text.from_latex(title.replace(r"\$", "$"))


def register_style() -> None:
    """Make the style known to pybtex."""
    register_plugin("pybtex.style.formatting", AS_WRITTEN, AsWritten)


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Begin an entry of the bibliography."""
    translator.body.append(translator.starttag(node, "div", CLASS="citation"))


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """End it."""
    translator.body.append("</div>\n")

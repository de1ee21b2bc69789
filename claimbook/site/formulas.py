"""Formulas as MathML: the browser draws them, no script and no network needed."""

import html
import re

from docutils import nodes
from latex2mathml.converter import convert
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.writers.html5 import HTML5Translator


def mathml(latex: str, display: str = "inline") -> str:
    """MathML of a piece of LaTeX; in MathML neither dollar nor percent sign needs its backslash."""
    return str(convert(latex.replace(r"\$", "$").replace(r"\%", "%"), display=display))


def in_lines(latex: str) -> str:
    """MathML of a formula that is often wider than its card: in pieces, since browsers break no line within one."""
    first, *others = map(mathml, pieces(latex))
    # A sign that begins a piece stands between two things all the same: browsers would give it no space behind.
    return " ".join([first, *(piece.replace("</mo>", '</mo><mspace width="0.28em"></mspace>', 1) for piece in others)])


def pieces(latex: str) -> list[str]:
    r"""
    A formula cut where a line may end: before each sign that stands in no braces and no brackets.

    Examples
    --------
    >>> pieces(r"a = b \times \frac{c \times d}{e} - f")
    ['a', '= b', '\\times \\frac{c \\times d}{e}', '- f']
    """
    ends, depth = [0], 0
    for found in re.finditer(r"\\left|\\right|\\times|\\[{}]|[{}=+-]", latex):
        if found[0] in ("{", "\\left"):
            depth += 1
        elif found[0] in ("}", "\\right"):
            depth -= 1
        elif depth == 0 and found[0] not in ("\\{", "\\}"):
            ends.append(found.start())
    cut = (latex[start:end].strip() for start, end in zip(ends, [*ends[1:], None], strict=True))
    return [piece for piece in cut if piece]


class FormulaRenderer(MimeRenderPlugin):
    """What MyST-NB calls for HTML in a notebook's outputs: LaTeX in a claim card becomes MathML."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Render a claim card; leave every other output alone."""
        if inline or data.mime_type != "text/html" or "claim-card" not in data.string:
            return None
        drawn = re.sub(r"\\\((.*?)\\\)", lambda found: in_lines(html.unescape(found[1])), data.string, flags=re.S)
        return [nodes.raw("", drawn, format="html", classes=["output", "text_html"])]


def visit_inline_formula(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula that stands in a line of text."""
    translator.body.append(f'<span class="math">{mathml(node.astext())}</span>')
    raise nodes.SkipNode


def visit_block_formula(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands on its own."""
    translator.body.append(f'<div class="math" tabindex="0">{mathml(node.astext(), display="block")}</div>')
    raise nodes.SkipNode

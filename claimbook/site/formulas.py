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


class FormulaRenderer(MimeRenderPlugin):
    """What MyST-NB calls for HTML in a notebook's outputs: LaTeX in a claim card becomes MathML."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Render a claim card; leave every other output alone."""
        if inline or data.mime_type != "text/html" or "claim-card" not in data.string:
            return None
        drawn = re.sub(
            r"\\\((.*?)\\\)", lambda found: mathml(html.unescape(found[1]), display="block"), data.string, flags=re.S
        )
        return [nodes.raw("", drawn, format="html", classes=["output", "text_html"])]


def visit_inline_formula(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula that stands in a line of text."""
    translator.body.append(f'<span class="math">{mathml(node.astext())}</span>')
    raise nodes.SkipNode


def visit_block_formula(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands on its own."""
    translator.body.append(f'<div class="math" tabindex="0">{mathml(node.astext(), display="block")}</div>')
    raise nodes.SkipNode

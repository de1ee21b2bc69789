"""Formulas as MathML: the browser draws them, no script and no network needed."""

import html
import re
from collections.abc import Iterator

from docutils import nodes
from latex2mathml.converter import convert
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.writers.html5 import HTML5Translator

#: Characters of LaTeX that make an exponent wider than a phone, and half of a fraction that is raised to one.
WIDE, WIDE_HALF = 60, 45


def mathml(latex: str, display: str = "inline") -> str:
    """MathML of a piece of LaTeX; in MathML neither dollar nor percent sign needs its backslash."""
    return str(convert(latex.replace(r"\$", "$").replace(r"\%", "%"), display=display))


def in_lines(latex: str) -> str:
    """HTML of a formula often wider than its card: MathML in pieces, since browsers break no line within one."""
    return " ".join(map(drawn, pieces(latex)))


def drawn(piece: str) -> str:
    """HTML of one piece; the halves of a fraction may end their lines as well."""
    sign, rest = re.fullmatch(r"(\\times |[=+-] )?(.*)", piece, re.S).groups("")  # type: ignore[union-attr]
    inner = braced(rest)
    if len(inner) == 2 and rest == rf"\frac{{{inner[0]}}}{{{inner[1]}}}":
        above, below = map(in_lines, inner)
        html = f'<span class="fraction"><span>{above}</span><span class="over"> over </span><span>{below}</span></span>'
    elif inner and rest.endswith(rf"^{{{inner[-1]}}}") and r"\text" in inner[-1]:
        html = power(rest.removesuffix(rf"^{{{inner[-1]}}}"), inner[-1])
    else:
        html = mathml(rest)
    return spaced(mathml(sign)) + html if sign else html


def power(base: str, exponent: str) -> str:
    """
    HTML of a power: brackets without a fraction let lines end.

    Factors stand one below the other of a wide exponent, and of either half of a fraction where that is the base.
    """
    within = re.fullmatch(r"\\left\((.*)\\right\)", base, re.S)
    inner = pieces(within[1]) if within else []
    if len(inner) > 1 and not any(r"\frac" in piece.partition("^")[0] for piece in inner):
        first, *between, last = map(drawn, inner)
        closing = mathml(rf")^{{{exponent}}}")
        end = f"{last} {closing}" if "^" in inner[-1] else unbroken(last + closing)
        return " ".join([unbroken(mathml("(") + first), *between, end])
    halves = braced(within[1]) if within else []
    if len(halves) == 2 and within and within[1] == rf"\frac{{{halves[0]}}}{{{halves[1]}}}":
        above, below = (narrow(half, WIDE_HALF) for half in halves)
        base = rf"\left(\frac{{{above}}}{{{below}}}\right)"
    return mathml(rf"{base}^{{{narrow(exponent, WIDE)}}}")


def narrow(latex: str, most: int) -> str:
    """A piece of LaTeX, its factors one below the other where it has more characters than fit."""
    if len(latex) <= most:
        return latex
    rows = r" \\ ".join(pieces(latex))
    return rf"\begin{{matrix}}{rows}\end{{matrix}}"


def unbroken(html: str) -> str:
    """What stays on one line."""
    return f'<span class="unbroken">{html}</span>'


def spaced(piece: str) -> str:
    """A piece whose first sign stands between two things all the same: browsers would give it no space behind."""
    return piece.replace("</mo>", '</mo><mspace width="0.28em"></mspace>', 1)


def pieces(latex: str) -> list[str]:
    r"""
    A formula cut where a line may end: before each sign that stands in no braces and no brackets.

    Examples
    --------
    >>> pieces(r"a = b \times \frac{c \times d}{e} - f")
    ['a', '= b', '\\times \\frac{c \\times d}{e}', '- f']
    """
    ends = [0, *(place for place, mark, depth in marks(latex) if depth == 0 and mark not in "{}")]
    cut = (latex[start:end].strip() for start, end in zip(ends, [*ends[1:], None], strict=True))
    return [piece for piece in cut if piece]


def braced(latex: str) -> list[str]:
    r"""
    What stands in the outermost braces, in order.

    Examples
    --------
    >>> braced(r"\frac{a^{2}}{b}")
    ['a^{2}', 'b']
    """
    braces = [place for place, mark, depth in marks(latex) if depth == 0 and mark in "{}"]
    return [latex[start + 1 : end] for start, end in zip(braces[::2], braces[1::2], strict=True)]


def marks(latex: str) -> Iterator[tuple[int, str, int]]:
    """Each brace and sign of a formula: its place, itself, and how many braces and brackets it stands in."""
    depth = 0
    for found in re.finditer(r"\\left|\\right|\\times|\\[{}]|[{}=+-]", latex):
        if found[0] in ("}", "\\right"):
            depth -= 1
        if found[0] in ("{", "}", r"\times", "=", "+", "-"):
            yield found.start(), found[0], depth
        if found[0] in ("{", "\\left"):
            depth += 1


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

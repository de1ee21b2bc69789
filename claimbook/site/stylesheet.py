"""One stylesheet for the site: the theme's and ours in order, without the rules that no page can meet."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from claimbook.charts.theme import COLOURS

#: What a stylesheet is made of: comments, strings, the braces that nest, and all between.
TOKENS = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^"'{};/]+|/""", re.S)

#: A declaration's value, and a custom property with one.
VALUE = r"""(?:"[^"]*"|'[^']*'|[^;"'{}])*"""
CUSTOM_PROPERTY = re.compile(rf"((?<![\w-])(--[\w-]+)\s*:{VALUE};?)")

#: Blocks that hold rules rather than declarations.
GROUPS = ("@media", "@supports", "@layer", "@container")

#: The theme's icons are drawn by our own rules (claimbook.css, "Icons"), so its icon fonts and glyphs are left out.
ICON_RULE = re.compile(r"Font Awesome|\.svg-inline--fa|--fa\b|--fa-|\.fa-[\w-]+::?before|^\.fa-solid\{font-weight")


def one_stylesheet(sheets: Iterable[Path], pages: Iterable[Path], scripts: Iterable[Path]) -> str:
    """
    The sheets one after the other, less what no page uses.

    A rule stays if every class, id and element its selector asks for occurs in a page or in a string of a script
    that may write it there.

    Parameters
    ----------
    sheets : iterable of Path
        Style sheets in the order of the cascade.
    pages, scripts : iterable of Path
        All pages of the site, and the scripts they load.
    """
    words = words_of_pages(pages)
    for script in scripts:
        for _, string in re.findall(r"""(["'`])(.*?)\1""", script.read_text(encoding="utf-8"), re.S):
            words |= set(re.findall(r"[A-Za-z][\w-]*", string))
    return without_unused_properties("\n".join(pruned(sheet.read_text(encoding="utf-8"), words) for sheet in sheets))


def without_unused_properties(sheet: str) -> str:
    """A style sheet without the custom properties that none of its rules reads, nor any of those it does read."""
    before = ""
    while before != sheet:
        before = sheet
        read = set(re.findall(r"var\(\s*(--[\w-]+)", sheet)) | {f"--claim-{name}" for name in COLOURS}
        parts = CUSTOM_PROPERTY.split(sheet)  # what stands between, a property, its name, and so on
        between, properties = parts[::3], zip(parts[1::3], parts[2::3], strict=True)
        kept = [text if name in read else "" for text, name in properties]
        sheet = "".join(text for pair in zip_longest(between, kept, fillvalue="") for text in pair)
    return sheet


def words_of_pages(pages: Iterable[Path]) -> set[str]:
    """Every element, class and id in the pages."""
    words: set[str] = set()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        words |= set(re.findall(r"<([a-z][a-z0-9-]*)", text))
        for values in re.findall(r'\b(?:class|id)="([^"]*)"', text):
            words |= set(values.split())
    return words


def pruned(sheet: str, words: set[str]) -> str:
    """A style sheet without the rules whose selectors ask for a word that does not occur, and without comments."""
    return "\n".join(rules(iter(TOKENS.findall(sheet)), words))


def rules(tokens: Iterator[str], words: set[str]) -> Iterator[str]:
    """The rules of a sheet, or of a group in it, that some page can meet."""
    head = ""
    for token in tokens:
        if token.startswith("/*"):
            continue
        if token == "}":
            return
        if token == ";":  # a statement of one line: @charset, or @import, whose sheet is in the list itself
            head = ""
        elif token != "{":
            head += token
        else:
            head = " ".join(head.split())
            if head.startswith(GROUPS):
                inside = "\n".join(rules(tokens, words))
                if inside:
                    yield f"{head}{{\n{inside}\n}}"
            else:
                body = block(tokens)
                kept = head if head.startswith("@") else met(head, words)
                if kept and not ICON_RULE.search(f"{kept}{{{body}"):
                    yield f"{kept}{{{body}}}"
            head = ""


def block(tokens: Iterator[str]) -> str:
    """What stands between this brace and the one that closes it."""
    text, depth = "", 1
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth == 0:
            break
        if not token.startswith("/*"):
            text += token
    return " ".join(text.split())


def met(selectors: str, words: set[str]) -> str:
    """Those of a rule's selectors that some page can meet; what stands in brackets is not asked for."""
    alternatives = re.split(r",(?![^(\[]*[)\]])", selectors)
    return ",".join(one.strip() for one in alternatives if asked_for(one) <= words)


def asked_for(selector: str) -> set[str]:
    """Classes, ids and elements that a selector needs."""
    while (plain := re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", selector)) != selector:
        selector = plain
    selector = re.sub(r"::?[\w-]+", "", selector.replace("\\", ""))
    return set(re.findall(r"[A-Za-z][\w-]*", selector))

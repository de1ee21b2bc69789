"""The table of contents: a page added to _toc.yml, everything else in it left as it stands."""

import re

from claimbook.errors import UserError

#: How deep parts, and pages in them, stand in Jupyter Book's own files, where a file has none to go by.
PART = NESTED = "  "


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
        If the page is in it already, or the text has no parts.

    Examples
    --------
    >>> before = "root: index\nparts:\n  - caption: Chapters\n    chapters:\n      - file: book/bread\n"
    >>> print(with_page(before, "book/cake", "Chapters").splitlines()[-1])
          - file: book/cake
    """
    lines = contents.rstrip("\n").split("\n")
    if any(re.fullmatch(rf"\s*- file: {re.escape(page)}\s*", line) for line in lines):
        raise UserError(f"_toc.yml lists {page} already")
    if not any(re.fullmatch(r"parts:\s*", line) for line in lines):
        raise UserError(f"_toc.yml has no parts, to one of which {page} could be added: write '- file: {page}' into it")
    begins = next(
        (i for i, line in enumerate(lines) if re.fullmatch(rf"\s*- caption: {caption_pattern(caption)}", line)), None
    )
    if begins is None:
        captions = [line for line in lines if re.match(r"\s*- caption:", line)]
        indent = captions[-1].partition("-")[0] if captions else PART
        new = [f"{indent}- caption: {caption}", f"{indent}  chapters:", f"{indent}  {NESTED}- file: {page}"]
        return "\n".join([*lines, *new, ""])
    ends = next((i for i in range(begins + 1, len(lines)) if re.match(r"\s*- caption:", lines[i])), len(lines))
    pages = [i for i in range(begins, ends) if re.match(r"\s*- file:", lines[i])]
    indent = lines[pages[-1] if pages else begins].partition("-")[0] + ("" if pages else f"  {NESTED}")
    last = pages[-1] if pages else begins + 1
    return "\n".join([*lines[: last + 1], f"{indent}- file: {page}", *lines[last + 1 :], ""])


def caption_pattern(caption: str) -> str:
    """A caption as YAML may write it: bare, or in quotation marks."""
    return rf"['\"]?{re.escape(caption)}['\"]?\s*"

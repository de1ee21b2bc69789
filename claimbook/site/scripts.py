"""Which page loads which scripts, and our own as pages load them: without comments, for readers of the source only."""

from collections.abc import Sequence
from pathlib import Path

#: What stands in a page that has cards, charts, and the page What if.
CARD, CHART, WHAT_IF = 'class="claim-card', '<figure class="chart', 'class="what-if"'

#: The scripts of which a page loads those that it needs, in this order: each with what stands in a page that needs it.
NEEDED_BY = {
    "clipboard.min.js": ('<div class="highlight',),
    "copybutton.js": ('<div class="highlight',),
    "charts.js": (CHART,),
    "register.js": ("data-filterable", "entry-search"),
    "searching.js": ('class="register-filter"',),
    "unfold.js": (CARD, 'class="entries', 'class="folded'),
    "live-model.js": (WHAT_IF,),
    "live.js": (CARD, WHAT_IF),
    "what-if.js": (WHAT_IF,),
    "share.js": ("claim-share", CHART, "data-objection"),
}

#: Those of the search page, whose text the theme writes.
OF_THE_SEARCH = ("language_data.js", "searching.js", "search.js", "../searchindex.js")

#: Those that ours load when a reader asks for what they do, so that they are there whether a page names them or not.
ON_DEMAND = ("live-model.js", "near.js", "number-words.js", "numbers.js")

#: The theme's own, which comes last, and those of extensions that none of our pages needs: toggles and tabs.
OF_THE_THEME = "scripts/pydata-sphinx-theme.js"
UNUSED = {"togglebutton.js", "design-tabs.js"}

#: Where they stand as they are written.
WRITTEN = Path(__file__).resolve().parent / "static"


def served(text: str) -> str:
    r"""
    A script without its lines of comment, blank lines and indentation, which are a fifth of what a reader loads.

    Examples
    --------
    >>> served("// Twice.\n\nfunction twice(x) {\n  return 2 * x; // so\n}\n")
    'function twice(x) {\nreturn 2 * x; // so\n}\n'
    """
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def write_served(name: str, folder: Path) -> None:
    """Write one of our scripts as pages load it."""
    (folder / name).write_text(served((WRITTEN / name).read_text(encoding="utf-8")), encoding="utf-8")


def scripts_of(body: str, added: Sequence[str], is_search: bool) -> list[str]:
    """
    The scripts of a page, below _static/, in the order in which it loads them.

    Parameters
    ----------
    body : str
        HTML of its text.
    added : sequence of str
        Files that Sphinx and its extensions would have each page load.
    is_search : bool
        Whether it is the search page.

    Examples
    --------
    >>> scripts_of('<figure class="chart">', ["_static/doctools.js", "_static/togglebutton.js"], is_search=False)
    ['doctools.js', 'charts.js', 'share.js', 'scripts/pydata-sphinx-theme.js']
    """
    theirs = [name.removeprefix("_static/") for name in added]
    always = [name for name in theirs if Path(name).name not in UNUSED and Path(name).name not in NEEDED_BY]
    needed = [name for name, signs in NEEDED_BY.items() if any(sign in body for sign in signs)]
    return [*always, *needed, *(OF_THE_SEARCH if is_search else ()), OF_THE_THEME]

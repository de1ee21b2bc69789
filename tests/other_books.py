"""Books besides this repository's own: commands in them, as their authors give them, and what their sites hold."""

import re
import subprocess
import sys

from tests.sites import dead_links, loads_from_elsewhere, markup_left, pages_of, texts_of


def run(folder, module, *arguments):
    """What a Python module says that is run in a book's folder."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=folder, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def run_pytest(folder, *arguments):
    """What pytest says that is run in a book's folder."""
    return run(folder, "pytest", "-q", "-p", "no:cacheprovider", *arguments)


def cards(page):
    """Verdict and what the first test found that each card of a page shows, by claim."""
    found = {}
    for card in re.findall(r'<article class="claim-card.*?</article>', page, re.S):
        shown = dict(reversed(re.findall(r'data-live="(\w+)"[^>]*>([^<]*)<', card)))
        found[re.search(r'id="([^"]+)"', card)[1]] = (shown["verdict"], shown.get("found", ""))
    return found


def assert_whole(site):
    """Nothing is loaded from elsewhere, every link leads somewhere, and no markup is left unrendered."""
    for name, text in texts_of(site).items():
        assert loads_from_elsewhere(text) == [], name
        assert markup_left(text) == [], name
    assert {name: dead for name in pages_of(site) if (dead := dead_links(site, name))} == {}

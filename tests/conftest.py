"""What several tests share: this book's model and its built site, a browser."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.serving import serving

# A test may be slow on a busy machine without being wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

#: The modules that take longest, begun first, so that all processes end at about the same time. They take turns:
#: some get those with a browser, which is busy beside the test itself, others those that run chapters.
LONGEST = (
    "test_reproducible",
    "engine/test_live",
    "engine/test_kernels",
    "test_pages",
    "engine/test_rerun",
    "test_live",
    "test_environment",
    "engine/test_interruptions",
    "engine/test_search",
    "engine/test_building",
    "test_search",
    "test_mutants",
    "test_reading",
    "test_example_book",
    "engine/test_browser",
    "engine/test_terminals",
    "test_values",
    "test_charts",
    "engine/test_pages",
    "engine/test_notebooks",
    "test_sensitivity",
    "test_examples",
    "test_workbook",
    "test_sweep",
)


def place_of(item) -> str:
    """The module of a test, below the folder of the tests."""
    return item.path.with_suffix("").as_posix().rpartition("/tests/")[2]


@pytest.hookimpl(tryfirst=True)  # before those are left out that a run does not want
def pytest_collection_modifyitems(items):
    for item in items:
        if place_of(item).startswith("engine/"):
            item.add_marker("engine")
        for name in {"site", "browser"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(name)
    items.sort(key=lambda item: LONGEST.index(place_of(item)) if place_of(item) in LONGEST else len(LONGEST))


SITE = Path(__file__).parent.parent / "_build" / "html"


@pytest.fixture(scope="session")
def model():
    from claimbook.model.model import Model  # here, because the process that hands out the tests needs none of it
    from tests.book import PROJECT

    return Model.of(PROJECT)


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").exists():
        pytest.fail("the site is not built: run `make book` first, or `make test`, which does")
    return SITE


@pytest.fixture(scope="session")
def server(site):
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    chromium = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))),
        None,
    )
    if not chromium:
        pytest.skip("no Chromium on this machine (set CHROMIUM to its path): the pages were not opened in a browser")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    # Scripts are compiled in the page's own time: the other processor has tests of its own.
    quiet += ["--js-flags=--no-concurrent-recompilation"]
    cut_off = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # only the tests' own server answers
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=[*quiet, cut_off])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def libreoffice():
    """LibreOffice is here, and a Python that can speak to it; where it is called for, its absence is an error."""
    from tests.soffice import libreoffice

    if not libreoffice():
        absent = "no LibreOffice with its Python modules on this machine (set SOFFICE to its path)"
        if os.environ.get("CLAIMBOOK_NEEDS_LIBREOFFICE"):
            pytest.fail(f"{absent}, and CLAIMBOOK_NEEDS_LIBREOFFICE is set")
        pytest.skip(f"{absent}: the workbook was not recalculated by a spreadsheet")


# The same for whichever book's site a test is about: what is imported is so here, for few tests need it.


@pytest.fixture
def page(browser):
    """A page of a wide screen."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def open_page(browser, server):
    """Opens a page of the site, and waits until it is live."""
    from tests.live_pages import opening

    with opening(browser, server) as opened:
        yield opened


@pytest.fixture(scope="module")
def index(site):
    """The site's search index."""
    from tests.searching import index_of

    return index_of(site)


@pytest.fixture(scope="module")
def search(browser, server):
    """Asks the site's search for words."""
    from tests.searching import asking

    with asking(browser, server) as asked:
        yield asked

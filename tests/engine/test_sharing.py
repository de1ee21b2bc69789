"""Passing a finding on: links, citations, objections, previews; with no network, by keyboard, and opened as a file."""

import json
import os
import re
import struct
import subprocess
import sys
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pybtex.database
import pytest

from claimbook.errors import UserError
from claimbook.project import Project
from claimbook.site.building import made_of
from claimbook.site.edition import repository_of
from tests.editing import append
from tests.engine.book import PROJECT, copy_book
from tests.looking import AXE, RUN, STRUCTURE, complaints

pytestmark = pytest.mark.site

TAKINGS = "herald-2024-takings"
ADDRESS = "https://example.org/ferries/"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The book's site as it is built where its address and its repository are known."""
    folder = copy_book(tmp_path_factory.mktemp("published") / "ferries")
    append(folder / "_config.yml", "\nrepository:\n  url: https://example.org/lorn/book\n")
    command = [sys.executable, "-m", "claimbook", "--book", str(folder), "build"]
    known = {**os.environ, "CLAIMBOOK_BASE_URL": ADDRESS}
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, env=known)
    return folder / "_build" / "html"


def named(text: str) -> dict[str, str]:
    """What a page's head says for previews."""
    return {name: unescape(said) for name, said in re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)"', text)}


# In the browser


@pytest.fixture
def copied(browser):
    """Opens a page that may use the clipboard, and says what is on it."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.said = complaints(page)

    def opened(address):
        page.clock.install()
        page.goto(address)
        return page, lambda: page.evaluate("() => navigator.clipboard.readText()")

    yield opened
    context.close()


def wait_until_copied(page, press):
    """Presses a button that copies, with the page's clock stopped: it says only for two seconds that it did."""
    page.clock.pause_at(page.evaluate("() => Date.now() / 1000 + 1"))
    press()
    page.get_by_role("button", name="Copied").wait_for()
    page.clock.resume()


def share_of(page, claim_id):
    """The line of a card that has its buttons; its row is opened."""
    page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })")
    return page.locator(f'.claim-share[data-claim="{claim_id}"]')


@pytest.mark.browser
def test_a_cards_link_is_copied_and_leads_to_the_card(copied, server):
    page, clipboard = copied(server + "book/money.html")
    wait_until_copied(page, share_of(page, TAKINGS).get_by_role("button", name="Copy link").click)
    assert clipboard() == f"{server}book/money.html#{TAKINGS}"
    page.goto(clipboard())
    assert page.evaluate("() => document.querySelector(':target').id") == TAKINGS
    assert page.said == []


@pytest.mark.browser
def test_a_link_carries_what_the_reader_set(copied, server):
    page, clipboard = copied(server + f"book/money.html?ticket_price=9#{TAKINGS}")
    page.wait_for_function("() => claimbook.live.settings.size === 1")
    wait_until_copied(page, share_of(page, TAKINGS).get_by_role("button", name="Copy link").click)
    assert clipboard() == f"{server}book/money.html?ticket_price=9#{TAKINGS}"
    share_of(page, TAKINGS).get_by_role("button", name="Cite").click()
    assert f"(claim {TAKINGS}, with ticket_price = 9)" in page.get_by_role("dialog").inner_text()


@pytest.mark.browser
def test_a_citation_says_a_range_as_a_link_does(copied, server):
    page, _ = copied(server + f"book/money.html?ticket_price=8..9..10#{TAKINGS}")
    page.wait_for_function("() => claimbook.live.settings.size === 1")
    share_of(page, TAKINGS).get_by_role("button", name="Cite").click()
    assert f"(claim {TAKINGS}, with ticket_price = 8..9..10)" in page.get_by_role("dialog").inner_text()


@pytest.mark.browser
def test_who_listens_hears_of_which_card_or_chart_a_button_or_link_is(copied, server):
    page, _ = copied(server + "book/crossings.html")
    figure = page.locator("figure.chart").first
    title = figure.locator(".chart-title").inner_text()
    for role, name in (("link", "Link"), ("button", "Copy link"), ("button", "Cite")):
        assert figure.get_by_role(role, name=f"{name}: {title}", exact=True).count() == 1, name
    card = page.locator("article.claim-card").first
    statement = card.locator(".claim-statement").inner_text().rstrip(".")
    assert card.get_by_role("button", name=f"Cite: {statement}", exact=True).count() == 1


@pytest.mark.browser
def test_a_card_is_cited_by_keyboard_as_text_and_as_bibtex(copied, server):
    page, clipboard = copied(server + "book/money.html")
    cite = share_of(page, TAKINGS).get_by_role("button", name="Cite")
    cite.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Cite this claim")
    wait_until_copied(page, lambda: dialog.get_by_role("button", name="Copy text").press("Enter"))
    assert clipboard() == (
        "Ada Lorn, Pilots & Co (2025). “Tickets bring about $1.3 million a year”: Adds up "
        f"(claim {TAKINGS}). In The Ferries of Lake Lorn, version 2.1.0 of 9 March 2025. Licence: CC-BY-4.0."
    )
    dialog.get_by_role("button", name="Copy BibTeX").press("Enter")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('@misc')")
    entry = pybtex.database.parse_string(clipboard(), "bibtex").entries[TAKINGS]
    assert entry.fields["title"].startswith(r"“Tickets bring about \$1.3 million a year”: Adds up")
    assert "url" not in entry.fields
    page.evaluate(AXE)
    assert page.evaluate(RUN, STRUCTURE) == []
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("() => document.activeElement.textContent") == "Cite"
    assert page.said == []


@pytest.mark.browser
@pytest.mark.parametrize("where", ["server", "file"])
def test_an_address_that_only_this_machine_knows_is_not_cited_and_the_dialog_says_that_there_is_none(
    copied, server, site, where
):
    opened = {"server": server + "book/crossings.html", "file": (site / "book" / "crossings.html").as_uri()}[where]
    page, _ = copied(opened)
    share_of(page, "herald-2024-yearly-passengers").get_by_role("button", name="Cite").click()
    dialog = page.get_by_role("dialog", name="Cite this claim")
    assert "://" not in dialog.inner_text()
    assert "url" not in dialog.inner_text()
    assert dialog.locator(".share-remark").inner_text() == (
        "This site has no address of its own yet, so the citation names none."
    )
    page.keyboard.press("Escape")
    page.locator("figure.chart").first.get_by_role("button", name="Cite").click()
    assert "://" not in page.get_by_role("dialog").inner_text()


@pytest.mark.browser
def test_a_chart_has_a_link_and_a_citation_of_its_own(copied, server):
    page, clipboard = copied(server + "book/crossings.html")
    figure = page.locator("figure.chart").first
    wait_until_copied(page, figure.get_by_role("button", name="Copy link").click)
    assert clipboard() == f"{server}book/crossings.html#{figure.get_attribute('id')}"
    figure.get_by_role("button", name="Cite").click()
    title = figure.locator(".chart-title").inner_text().rstrip(".")
    assert f"“{title}” (chart). In The Ferries of Lake Lorn" in page.get_by_role("dialog").inner_text()


@pytest.mark.browser
def test_where_the_browser_refuses_its_clipboard_the_link_is_shown_and_selected(browser, site):
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto((site / "book" / "money.html").as_uri())
    share_of(page, TAKINGS).get_by_role("button", name="Copy link").click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate("() => String(getSelection())").endswith(f"/book/money.html#{TAKINGS}")
    page.get_by_role("button", name="Close").click()
    share_of(page, TAKINGS).get_by_role("button", name="Cite").click()
    text = page.get_by_role("dialog").inner_text()
    assert "Licence: CC-BY-4.0." in text
    assert "file:" not in text, "an address that only this machine knows is none to cite"
    page.close()


@pytest.mark.browser
def test_an_objection_begins_on_the_card_and_has_its_claim_and_version_filled_in(copied, server):
    page, clipboard = copied(server + "book/money.html")
    share_of(page, TAKINGS).get_by_role("link", name="Object to this verdict").click()
    page.wait_for_url(f"**/book/object.html?claim={TAKINGS}")
    wait_until_copied(page, page.get_by_role("button", name="Copy", exact=True).click)
    lines = clipboard().splitlines()
    assert lines[:2] == [f"Claim: {TAKINGS}", "Version: 2.1.0"]
    assert [line.partition(":")[0] for line in lines[2:]] == ["What is wrong", "Evidence"]


@pytest.mark.browser
def test_without_scripts_the_card_links_to_itself_and_the_page_says_how_to_object(browser, server):
    still = browser.new_context(java_script_enabled=False)
    page = still.new_page()
    page.goto(server + "book/money.html")
    assert page.locator(f'.claim-share a[href="#{TAKINGS}"]').count() == 1
    assert page.locator(".share-button").count() == 0
    page.locator(".edition").get_by_role("link", name="How to object").click()
    assert "What is wrong:" in page.locator(".objection").inner_text()
    still.close()


@pytest.mark.browser
def test_where_the_repository_is_known_an_objection_is_an_issue_with_claim_and_version(browser, published):
    page = browser.new_page()
    page.goto((published / "book" / "money.html").as_uri())
    link = urlsplit(share_of(page, TAKINGS).get_by_role("link", name="Object").get_attribute("href"))
    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://example.org/lorn/book/issues/new"
    assert {name: value for name, (value,) in parse_qs(link.query).items()} == {
        "template": "object.yml", "version": "2.1.0", "claim": TAKINGS, "title": f"Objection to {TAKINGS}",
    }  # fmt: skip
    page.close()


@pytest.mark.browser
def test_where_the_address_is_known_a_main_claims_link_is_that_of_its_own_page(copied, published):
    page, _ = copied((published / "book" / "money.html").as_uri())
    share_of(page, TAKINGS).get_by_role("button", name="Cite").click()
    assert f"{ADDRESS}claim/{TAKINGS}.html" in page.get_by_role("dialog").inner_text()
    assert page.locator(".share-remark").count() == 0
    page.keyboard.press("Escape")
    share_of(page, "herald-2024-founded").get_by_role("button", name="Cite").click()
    assert f"{ADDRESS}book/money.html#herald-2024-founded" in page.get_by_role("dialog").inner_text()
    page, _ = copied(f"{(published / 'book' / 'money.html').as_uri()}?ticket_price=9")
    page.wait_for_function("() => claimbook.live.settings.size === 1")
    share_of(page, TAKINGS).get_by_role("button", name="Cite").click()
    assert f"{ADDRESS}book/money.html?ticket_price=9#{TAKINGS}" in page.get_by_role("dialog").inner_text()


@pytest.mark.browser
def test_a_main_claims_page_leads_to_its_card_without_a_script(browser, published):
    still = browser.new_context(java_script_enabled=False)
    page = still.new_page()
    page.goto((published / "claim" / f"{TAKINGS}.html").as_uri())
    page.wait_for_url(f"**/book/money.html#{TAKINGS}")
    assert page.locator(f"[id='{TAKINGS}']").is_visible()
    still.close()


# In the files


def test_where_the_address_is_known_every_preview_has_a_whole_address_and_a_picture_is_there(published):
    pages = [path for path in published.rglob("*.html") if not {"_static", "embed"} & {*path.parts}]
    assert len(pages) > 15
    for path in pages:
        said = named(path.read_text(encoding="utf-8"))
        assert said["image"].startswith(ADDRESS), path
        picture = (published / said["image"].removeprefix(ADDRESS)).read_bytes()
        assert struct.unpack(">II", picture[16:24]) == (1200, 630), path


def test_a_main_claim_has_a_page_that_says_what_was_found_and_whose_card_is_canonical(published):
    assert {path.stem for path in (published / "claim").glob("*.html")} == {
        claim.id for claim in PROJECT.claims.values() if claim.weight == "main"
    }
    text = (published / "claim" / f"{TAKINGS}.html").read_text(encoding="utf-8")
    said = named(text)
    assert said["title"] == "Adds up: Tickets bring about $1.3 million a year"
    assert said["description"].startswith("Printed: about $1.3 million per year. Found: $1.34 million per year.")
    assert said["url"] == f"{ADDRESS}claim/{TAKINGS}.html", "a service that asks for the address is shown this preview"
    assert f'<link rel="canonical" href="{ADDRESS}book/money.html">' in text
    assert f'<a href="../book/money.html#{TAKINGS}">' in text


def test_every_page_ends_with_version_licence_citation_and_the_report_as_a_file(site):
    for path in [site / "index.html", *sorted((site / "book").glob("*.html"))]:
        foot = re.search(r'<div class="edition".*?</div>', path.read_text(encoding="utf-8"), re.S)[0]
        shown = unescape(re.sub(r"<[^>]+>", "", foot))
        assert "Version 2.1.0 of 9 March 2025 · Licence: CC-BY-4.0" in shown, path
        assert "Cite as: Ada Lorn, Pilots & Co (2025). The Ferries of Lake Lorn" in shown
        assert (path.parent / re.search(r'href="([^"]+\.pdf)" download', foot)[1]).read_bytes().startswith(b"%PDF")


def test_a_page_loads_the_script_only_where_there_is_something_to_share(site):
    def loads(name):
        return "share.js" in (site / name).read_text(encoding="utf-8")

    assert loads("book/money.html")
    assert loads("book/object.html")
    assert not loads("book/references.html")


def test_the_repository_is_the_configured_one_or_that_of_a_ci_run_and_no_other(project, monkeypatch):
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    assert repository_of(project) == ""
    before = made_of(project)
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://git.example.org")
    monkeypatch.setenv("GITHUB_REPOSITORY", "lorn/book")
    assert repository_of(project) == "https://git.example.org/lorn/book"
    assert made_of(project) != before, "the site is built again where it would link elsewhere"
    append(project.root / "_config.yml", "\nrepository:\n  url: https://example.org/lorn/\n")
    assert repository_of(Project(project.root)) == "https://example.org/lorn"


def test_a_repository_that_is_no_address_is_refused(project):
    append(project.root / "_config.yml", "\nrepository:\n  url: lorn/book\n")
    with pytest.raises(UserError, match="write its whole address"):
        repository_of(Project(project.root))


def test_the_forms_that_the_script_fills_stand_on_the_page_as_python_writes_them(site):
    text = (site / "book" / "money.html").read_text(encoding="utf-8")
    form = unescape(re.search(r'data-bibtex="([^"]*)"', text)[1])
    assert form.startswith("@misc{%key%,\n  title = {%part%. In The Ferries of Lake Lorn}")
    assert json.dumps(form).count("%") == 6

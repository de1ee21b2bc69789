"""The second book, examples/us-batteries: it passes the check, its site and tests are whole, it knows no other book."""

import re
import shutil

import pytest

from claimbook.chapters.execution import chapters
from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.results.accepted import what_moved
from tests.book import PROJECT, ROOT
from tests.live_pages import assert_each_card_moves, opening, scripts_of, with_few_draws
from tests.other_books import assert_whole, cards, run, run_pytest
from tests.serving import serving
from tests.sites import texts_of

EXAMPLE = ROOT / "examples" / "us-batteries"

CHAPTER = "book/batteries.html"

#: Worked out by hand from the note in text/eia-2025.txt, and from what data/ cites beside it.
CLAIMS = {
    "eia-2025-growth": ("adds up", "65.8 %"),  # 10.4 came to 26.2 − 10.4 = 15.8 GW; printed: 66 percent
    "eia-2025-capacity": ("holds", "26.4 GW"),  # 16 + 10.4; printed: more than 26
    "eia-2025-added": ("underdetermined", ""),  # printed: 10.4; a count of a month earlier decides nothing
    "eia-2025-second-largest": ("holds", "8.3 GW"),  # 48.6 − 30 of solar − 10.3 is all the rest, and less than 10.4
    "eia-2025-share": ("adds up", "2.13 %"),  # 26.2 of 1,230; printed: 2 percent
    "eia-2025-could-set-record": ("adds up", "1.88×"),  # 19.6 planned over 10.4
    "eia-2025-planned": ("unverified", ""),  # twelve months to autumn are not the year
    "eia-2025-secondary": ("unverified", ""),  # in words, and nothing was looked up
}

#: What is shown of two claims and decides neither: a month-old count, and twelve months that end in autumn.
NEAR = {"eia-2025-added": "10.3 GW", "eia-2025-planned": "13.8 GW"}

#: What the derivations are worked out from, as the note prints it.
PRINTED = {
    "batteries_added": "10.4 GW",
    "batteries_planned": "19.6 GW",
    "generating_capacity": "1,230 GW",
}

NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

#: What the repository's own book is about, in the words that only such a book has.
ITS_TOPIC = re.compile(r"\bAI\b|GPT|NVIDIA|Nvidia|\b[AHV]100s?\b|\bGPUs?\b")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The book without what was built of it, as a clone has it."""
    folder = tmp_path_factory.mktemp("example") / "us-batteries"
    return shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"))


@pytest.fixture(scope="module")
def site(copy):
    """Its site, built by the command."""
    answer = run(ROOT, "claimbook", "--book", copy, "build")
    assert answer.returncode == 0, answer.stderr
    return copy / "_build" / "html"


@pytest.fixture(scope="module")
def example():
    return Project(EXAMPLE)


def test_each_claim_has_the_verdict_that_is_worked_out_by_hand(example):
    verdicts = {result.claim.id: str(result.verdict) for result in Model.of(example).results}
    assert verdicts == {claim: verdict for claim, (verdict, _) in CLAIMS.items()}


def test_no_claim_moved_since_its_results_were_accepted(example):
    assert what_moved(Model.of(example)) == []


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_taken_from_the_note_stands_in_it(example, name):
    assert PRINTED[name] in (EXAMPLE / "text" / "eia-2025.txt").read_text(encoding="utf-8")
    assert f"{example.assumptions[name].value.magnitude:,g} GW" == PRINTED[name]


def test_its_readme_counts_its_claims_derivations_and_chapters(example):
    readme = " ".join((EXAMPLE / "README.md").read_text(encoding="utf-8").split())
    claims, derivations = NUMBERS[len(example.claims)], NUMBERS[len(derivation_names(example))]
    assert chapters(example) == ["batteries"]
    assert f"with {claims} claims, {derivations} derivations and one chapter" in readme
    left_open = [verdict for verdict, _ in CLAIMS.values() if verdict in ("unverified", "underdetermined", "pending")]
    assert f"{NUMBERS[len(left_open)].capitalize()} of the {claims} claims stay open" in readme


@pytest.mark.thorough
def test_the_check_says_that_all_is_well(copy):
    answer = run(ROOT, "claimbook", "--book", copy, "check")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "every name, unit and reference is known, and the pages are whole." in answer.stdout
    assert "Every numeral of the articles is in the ledger" in answer.stdout


@pytest.mark.thorough
def test_its_own_tests_pass(copy):
    answer = run_pytest(copy, "tests")
    assert answer.returncode == 0, answer.stdout
    assert "5 passed" in answer.stdout


@pytest.mark.thorough
@pytest.mark.kernel
@pytest.mark.slow
def test_its_stored_notebook_shows_what_execution_gives(copy):
    answer = run_pytest(copy, "--nbval", "book/batteries.ipynb")
    assert answer.returncode == 0, answer.stdout


@pytest.mark.thorough
@pytest.mark.kernel
def test_its_chapter_shows_each_claim_with_its_verdict_and_what_it_is_held_against(site):
    page = (site / CHAPTER).read_text(encoding="utf-8")
    shown = {claim: (Verdict(word).word, found or NEAR.get(claim, "")) for claim, (word, found) in CLAIMS.items()}
    assert cards(page) == shown
    for claim, near in NEAR.items():
        card = page.partition(f'id="{claim}"')[2].partition("</article>")[0]
        (said,) = re.findall(r'<p class="claim-near">.*?</p>', card, re.S)
        assert near in said
        assert "deciding nothing" in said


@pytest.mark.thorough
@pytest.mark.kernel
def test_its_site_is_whole(site):
    assert_whole(site)


@pytest.mark.thorough
@pytest.mark.kernel
def test_no_file_of_its_site_names_what_the_repositorys_own_book_is_about(site):
    # draws.js holds random numbers, written as letters.
    texts = {path.name: path.read_text(encoding="utf-8") for path in site.rglob("*.js*") if path.name != "draws.js"}
    texts |= texts_of(site)
    its_names = {*PROJECT.assumptions, *PROJECT.sources.index, *PROJECT.claims}
    for name, text in texts.items():
        assert set(re.findall(r"[\w-]+", text)) & its_names == set(), name
        assert ITS_TOPIC.findall(text) == [], name
        assert PROJECT.title not in text, name


@pytest.mark.thorough
@pytest.mark.kernel
@pytest.mark.browser
def test_a_slider_on_each_card_moves_it_to_what_python_says_and_back(browser, site, example):
    few = with_few_draws(example)
    with serving(site) as address, opening(browser, address) as open_page:
        moved = assert_each_card_moves(open_page, site, few, scripts_of(few))
    assert moved == {claim.id for claim in example.claims.values() if claim.quantities}

"""Rerunning a book, by `claimbook rerun` and by papermill alone."""

import json
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from claimbook.chapters.execution import affected_chapters, execute, executed_folder, executed_path, execution_key
from claimbook.model.model import Model
from claimbook.project import Project
from tests.commands import claimbook
from tests.editing import change_notebook
from tests.engine.book import PROJECT, fuel_shares

pytestmark = pytest.mark.kernel

CHART = '''
"""The chart of the chapter on money."""

from claimbook.charts.parts import finish, labelled_dots, row
from claimbook.charts.theme import COLOURS


def takings_chart(model):
    """What tickets bring in a year."""
    value = model.quantity("yearly_takings").m_as("USD/year")
    dots = labelled_dots([row("Tickets", value, "USD/year", COLOURS["accent"], model)], "Dollars a year, log scale")
    said = "What tickets bring in a year."
    return finish(dots, "What tickets bring", said, ["harbour2024"], model, height=80, name="takings")
'''


def add_prose_and_chart(cells):
    takings = "herald-2024-takings"
    prose = f'Tickets bring <data value="{takings}.derived"></data>: it <data value="{takings}.verdict"></data>.'
    code = 'from claimbook.chapters import chart_module\n\nchart_module("money", model).takings_chart(model)'
    cells.append({"cell_type": "markdown", "id": "prose", "metadata": {}, "source": [prose]})
    cells.append(
        {"cell_type": "code", "id": "chart", "metadata": {}, "source": [code], "outputs": [], "execution_count": None}
    )


@pytest.fixture(scope="module")
def book(built, tmp_path_factory):
    """The book with its site; the chapter that changes reach has a chart and a sentence of its own."""
    folder = Path(shutil.copytree(built, tmp_path_factory.mktemp("book") / "ferries"))
    (folder / "book" / "charts" / "money.py").write_text(CHART, encoding="utf-8")
    change_notebook(folder / "book" / "money.ipynb", add_prose_and_chart)
    answer = claimbook("--book", folder, "execute")
    assert "money" in answer.out, answer
    return Project(folder)


@pytest.fixture(scope="module")
def baseline_site(book):
    return book.build / "html"


def digest(folder):
    return {path: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


#: Tickets of $1.50 bring 24 × 200 × 80 × 1.50 = 576,000 dollars; of eight boats two are under repair.
CHANGES = {"ticket_price": "1.5", "boat_count": "8"}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory, book, baseline_site):
    """The site of cheaper tickets and more boats, and what the command printed."""
    folder = tmp_path_factory.mktemp("scenario") / "site"
    before = digest(baseline_site), digest(book.book), digest(book.data)
    settings = [argument for name, value in CHANGES.items() for argument in ("--set", f"{name}={value}")]
    answer = claimbook("--book", book.root, "rerun", *settings, "--out", folder)
    assert answer.code == 0, answer.err
    after = digest(baseline_site), digest(book.book), digest(book.data)
    assert after == before, "the baseline's files were touched"
    return folder, answer.out


def test_rerun_prints_which_claims_moved_from_what_to_what(scenario):
    _, said = scenario
    (line,) = [line for line in said.splitlines() if line.startswith("herald-2024-takings")]
    assert "$1.34 million per year → $576,000 per year" in line
    assert "adds up → fails" in line
    assert not any(line.startswith("fjordblad-2024") for line in said.splitlines())


def test_the_scenarios_front_page_card_chart_and_prose_all_say_so(scenario):
    folder, _ = scenario
    front, chapter = ((folder / page).read_text(encoding="utf-8") for page in ("index.html", "book/money.html"))
    assert "$576,000 per year" in front
    register = (folder / "book" / "register.html").read_text(encoding="utf-8")
    row = register.split('href="money.html#herald-2024-takings"')[0].rsplit("<tr", 1)[1]
    assert 'data-verdict="fails"' in row
    assert 'class="claim-card mathjax_ignore verdict-fails" id="herald-2024-takings"' in chapter
    assert "$576,000 per year" in "".join(path.read_text("utf-8") for path in (folder / "charts").glob("*.js"))
    prose = " ".join(re.sub(r"<[^>]+>", "", chapter).split())
    assert "Tickets bring $576,000 per year: it fails." in prose
    assert "Tickets bring $1.34 million" not in prose


def test_card_chart_and_front_page_show_the_baseline_beside_the_scenario(scenario):
    folder, _ = scenario
    front, chapter = ((folder / page).read_text(encoding="utf-8") for page in ("index.html", "book/money.html"))
    card = chapter.split('id="herald-2024-takings"')[1].split("</article>")[0]
    card = " ".join(re.sub(r"<[^>]+>", "", card).split())
    interval = "$1.34 to 1.35 million per year"  # of 79.5 and of 80.5 passengers
    assert f"In the baseline $1.34 million per year ({interval}), Adds up → Fails" in card
    pair = chapter.split('<div class="chart-pair">')[1].split("</figure>", 2)[:2]
    assert "Baseline" in pair[0]
    assert "$1.34 million per year" in pair[0]
    assert "Scenario" in pair[1]
    assert "$576,000 per year" in pair[1]
    baseline, own = front.split('<p class="board-side">')[1:3]
    assert baseline.startswith("Baseline")
    assert own.startswith("Scenario")
    assert front.count('<section class="score"') == 2
    assert '<div class="chart-pair">' in front
    rows = [row.split("</tr>")[0] for row in front.split("<tr>")]
    (row,) = [row for row in rows if "book/money.html#herald-2024-takings" in row]
    assert row.index("$1.34 million") < row.index("$576,000")


def test_what_a_scenario_does_not_reach_shows_no_baseline(scenario):
    folder, _ = scenario
    page = (folder / "book" / "crossings.html").read_text(encoding="utf-8")
    assert "The timetable carries more than were counted" in page  # its chart
    assert "In the baseline" not in page
    assert "chart-pair" not in page


def test_the_banner_leads_back_to_the_same_page_of_the_baseline(scenario, baseline_site):
    folder, _ = scenario
    for page in ("index.html", "book/money.html", "book/register.html"):
        text = (folder / page).read_text(encoding="utf-8")
        (link,) = re.findall(r'<a href="([^"]+)">This page in the baseline</a>', text)
        assert ((folder / page).parent / unquote(link)).resolve() == (baseline_site / page).resolve()
        assert (baseline_site / page).is_file()


def test_the_page_of_what_moved_lists_the_verdict_that_turned(scenario):
    folder, _ = scenario
    page = (folder / "what-moved.html").read_text(encoding="utf-8")
    assert page.index("Verdicts that turned") < page.index("herald-2024-takings")
    assert "$1.34 million per year" in page


def test_every_page_of_a_scenario_says_what_was_changed(scenario):
    folder, _ = scenario
    pages = [
        page
        for page in folder.rglob("*.html")
        if not {"_static", "embed"} & {*page.parts} and page.stem != "what-moved"
    ]
    assert len(pages) > 5
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "ticket_price" in text, page
        assert "1.5 USD/passenger (baseline 3.50 USD/passenger)" in text, page


def test_a_scenarios_results_are_its_own(scenario):
    folder, _ = scenario
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert results["changes"] == {"ticket_price": "1.5 USD/passenger", "boat_count": "8 boat"}
    claims = {claim["id"]: claim for claim in results["claims"]}
    assert claims["herald-2024-takings"]["derived"] == pytest.approx(24 * 200 * 80 * 1.5)
    (fuel_share,) = claims["herald-2024-fuel-share"]["tests"]
    assert fuel_share["value"] == pytest.approx(100 * 40 * 1.5 / (80 * 1.5))
    assert [fuel_share[end] for end in ("low", "median", "high")] == pytest.approx(fuel_shares(1.5), rel=0.01)
    assert {row["name"]: row["value"] for row in results["quantities"]}["boats_at_work"] == pytest.approx(8 - 2)


def test_only_the_chapters_an_assumption_reaches_are_affected(model):
    assert affected_chapters(model.with_(ticket_price=2)) == ["money"]
    assert affected_chapters(model.with_(new_pier=2010)) == ["crossings"]  # where a trend begins
    assert affected_chapters(model.with_(passengers_per_crossing=90)) == ["crossings", "money"]
    assert affected_chapters(model.with_(boat_count=8)) == []  # no claim is about boats


def test_a_chapter_that_is_not_reached_is_the_stored_one(book):
    assert executed_path("crossings", Model.of(book).with_(ticket_price=2)) == book.book / "crossings.ipynb"


def test_papermill_alone_reruns_a_chapter_with_text_card_and_chart(book, tmp_path):
    out = tmp_path / "out.ipynb"
    subprocess.run(
        [sys.executable, "-m", "papermill", "book/money.ipynb", str(out), "-p", "ticket_price", "7.0",
         "--no-progress-bar"],
        check=True, capture_output=True, cwd=book.root, timeout=300,
    )  # fmt: skip
    outputs = [output for cell in nbformat.read(out, as_version=4).cells for output in cell.get("outputs", [])]
    text = json.dumps([output.get("data") for output in outputs], ensure_ascii=False)
    assert "$1.34 million per year: now $2.69 million per year" in text  # what the prose cites
    assert ">$2.69 million per year</b>" in text
    assert '"label": "$2.69 million per year"' in text  # the chart's


def test_papermill_with_a_mistyped_parameter_stops_and_says_so(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "papermill", "book/money.ipynb", str(tmp_path / "out.ipynb"), "-p", "tiket_price", "7.0",
         "--no-progress-bar"],
        capture_output=True, text=True, cwd=PROJECT.root, timeout=300,
    )  # fmt: skip
    assert answer.returncode != 0
    assert "did you mean ticket_price" in answer.stderr


@pytest.mark.usefixtures("scenario")
def test_a_chapter_is_executed_once_for_the_same_assumptions(book):
    model = Model.of(book).with_(**CHANGES)
    path = executed_path("money", model)
    assert path.parent == executed_folder(book)
    first = path.stat().st_mtime_ns
    assert execute(["money"], model) == {"money": path}
    assert path.stat().st_mtime_ns == first


@pytest.mark.usefixtures("scenario")
def test_an_executed_chapter_carries_its_key_and_nothing_that_differs_from_run_to_run(book):
    model = Model.of(book).with_(**CHANGES)
    executed = nbformat.read(executed_path("money", model), as_version=4)
    assert executed.metadata["claimbook"] == {"key": execution_key("money", model)}
    assert set(executed.metadata) == {"claimbook", "kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in executed.cells)
    assert any(cell.get("outputs") for cell in executed.cells)

"""Rerunning the book, by `claimbook rerun` and by papermill alone."""

import json
import re
import subprocess
import sys
from hashlib import sha256
from urllib.parse import unquote

import nbformat
import pytest

from claimbook.chapters.execution import affected_chapters, execute, executed_folder, executed_path, execution_key
from claimbook.model.model import Model
from tests.book import BOOK, PROJECT, ROOT
from tests.commands import claimbook

pytestmark = pytest.mark.kernel


def digest(folder):
    return {path: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


CHANGES = {"meta_h100_count": "218750", "chengdu_subsidy_per_rack": "2000"}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory, site):
    """The site of 218,750 H100s and 2,000 yuan a rack, and what the command printed."""
    folder = tmp_path_factory.mktemp("scenario") / "site"
    before = digest(site), digest(BOOK), digest(ROOT / "data")
    settings = [argument for name, value in CHANGES.items() for argument in ("--set", f"{name}={value}")]
    answer = claimbook("rerun", *settings, "--out", folder)
    assert answer.code == 0, answer.err
    assert (digest(site), digest(BOOK), digest(ROOT / "data")) == before, "the baseline's files were touched"
    return folder, answer.out


def test_rerun_prints_which_claims_moved_from_what_to_what(scenario):
    _, said = scenario
    (line,) = [line for line in said.splitlines() if line.startswith("jiemian-2024-fleet-ratio")]
    assert "22.4× → 14×" in line
    assert "holds → fails" in line
    assert not any(line.startswith("huatai-2023") for line in said.splitlines())


def test_the_scenarios_front_page_card_chart_and_prose_all_say_so(scenario):
    folder, _ = scenario
    front, chapter = ((folder / page).read_text(encoding="utf-8") for page in ("index.html", "book/metas-fleet.html"))
    assert "14×" in front
    register = (folder / "book" / "register.html").read_text(encoding="utf-8")
    row = register.split('href="metas-fleet.html#jiemian-2024-fleet-ratio"')[0].rsplit("<tr", 1)[1]
    assert 'data-verdict="fails"' in row
    assert 'class="claim-card mathjax_ignore verdict-fails" id="jiemian-2024-fleet-ratio"' in chapter
    assert "14× (taken here)" in chapter  # the chart's label
    prose = re.sub(r"<[^>]+>", "", chapter)
    assert "are 14× the 25,000 A100s of GPT-4: the claim fails" in " ".join(prose.split())
    assert "22.4× the 25,000" not in prose


def test_card_chart_and_front_page_show_the_baseline_beside_the_scenario(scenario):
    folder, _ = scenario
    front, chapter = ((folder / page).read_text(encoding="utf-8") for page in ("index.html", "book/metas-fleet.html"))
    card = " ".join(
        re.sub(r"<[^>]+>", "", chapter.split('id="jiemian-2024-fleet-ratio"')[1].split("</article>")[0]).split()
    )
    assert "In the baseline 22.4×, holds → fails" in card
    pair = chapter.split('<div class="chart-pair">')[1].split("</script>", 2)[:2]
    assert "Baseline" in pair[0]
    assert "22.4× (taken here)" in pair[0]
    assert "Scenario" in pair[1]
    assert "14× (taken here)" in pair[1]
    baseline, own = front.split('<p class="board-side">')[1:3]
    assert baseline.startswith("Baseline")
    assert own.startswith("Scenario")
    assert front.count('<section class="score"') == 2
    assert '<div class="chart-pair">' in front
    rows = [row.split("</tr>")[0] for row in front.split("<tr>")]
    (row,) = [row for row in rows if "book/metas-fleet.html#jiemian-2024-fleet-ratio" in row]
    assert row.index("22.4×") < row.index("14×")


def test_what_a_scenario_does_not_reach_shows_no_baseline(scenario):
    folder, _ = scenario
    page = (folder / "book" / "servers.html").read_text(encoding="utf-8")
    assert "In the baseline" not in page
    assert "chart-pair" not in page


def test_the_banner_leads_back_to_the_same_page_of_the_baseline(scenario, site):
    folder, _ = scenario
    for page in ("index.html", "book/metas-fleet.html", "book/register.html"):
        text = (folder / page).read_text(encoding="utf-8")
        (link,) = re.findall(r'<a href="([^"]+)">This page in the baseline</a>', text)
        assert ((folder / page).parent / unquote(link)).resolve() == (site / page).resolve()


def test_the_page_of_what_moved_lists_the_verdict_that_turned(scenario):
    folder, _ = scenario
    page = (folder / "what-moved.html").read_text(encoding="utf-8")
    assert page.index("jiemian-2024-fleet-ratio") < page.index("Claims whose numbers moved")


def test_every_page_of_a_scenario_says_what_was_changed(scenario):
    folder, _ = scenario
    pages = [page for page in folder.rglob("*.html") if "_static" not in page.parts and page.stem != "what-moved"]
    assert len(pages) > 5
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "meta_h100_count" in text, page
        assert "218750 H100 (baseline 350000 H100)" in text, page


def test_a_scenarios_results_are_its_own(scenario):
    folder, _ = scenario
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert results["changes"] == {"meta_h100_count": "218750 H100", "chengdu_subsidy_per_rack": "2000 CNY/rack"}
    derived = {claim["id"]: claim["derived"] for claim in results["claims"]}
    assert derived["jiemian-2024-fleet-ratio"] == pytest.approx(218_750 * 1.6 / 25_000)
    assert derived["eeo-2023-chengdu-subsidy-cap"] == pytest.approx(1000 * 2000)


def test_only_the_chapters_an_assumption_reaches_are_affected(model):
    assert affected_chapters(model.with_(v100_rent=2)) == ["training-cost"]
    assert {"metas-fleet", "training-cost"} <= set(affected_chapters(model.with_(gpt4_a100_count=40_000)))
    unaffected = executed_path("training-cost", model.with_(a100_per_h100=3))
    assert unaffected == BOOK / "training-cost.ipynb"


def test_papermill_alone_reruns_a_chapter_with_text_card_and_chart(tmp_path):
    out = tmp_path / "out.ipynb"
    subprocess.run(
        [sys.executable, "-m", "papermill", "book/metas-fleet.ipynb", str(out), "-p", "a100_per_h100", "3.0",
         "--no-progress-bar"],
        check=True, capture_output=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    outputs = [output for cell in nbformat.read(out, as_version=4).cells for output in cell.get("outputs", [])]
    text = json.dumps([output.get("data") for output in outputs], ensure_ascii=False)
    assert '"application/papermill.record/text/plain": "42×"' in text  # what the prose cites
    assert ">42×</dd>" in text
    assert "42× (taken here, same source" in text


def test_papermill_with_a_mistyped_parameter_stops_and_says_so(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "papermill", "book/metas-fleet.ipynb", str(tmp_path / "out.ipynb"), "-p", "a100_per_h10",
         "3.0", "--no-progress-bar"],
        capture_output=True, text=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert answer.returncode != 0
    assert "did you mean a100_per_h100" in answer.stderr


@pytest.mark.usefixtures("scenario")
def test_a_chapter_is_executed_once_for_the_same_assumptions():
    model = Model.baseline().with_(**CHANGES)
    path = executed_path("metas-fleet", model)
    assert path.parent == executed_folder(PROJECT)
    first = path.stat().st_mtime_ns
    assert execute(["metas-fleet"], model) == {"metas-fleet": path}
    assert path.stat().st_mtime_ns == first


@pytest.mark.usefixtures("scenario")
def test_an_executed_chapter_carries_its_key_and_nothing_that_differs_from_run_to_run():
    model = Model.baseline().with_(**CHANGES)
    executed = nbformat.read(executed_path("metas-fleet", model), as_version=4)
    assert executed.metadata["claimbook"] == {"key": execution_key("metas-fleet", model)}
    assert set(executed.metadata) == {"claimbook", "kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in executed.cells)
    assert any(cell.get("outputs") for cell in executed.cells)

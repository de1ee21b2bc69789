"""Several sets of results side by side."""

import io
import json
import shutil
import subprocess

import bs4
import pandas as pd
import pytest

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.results.comparing import Scale, compare_all, ratios
from claimbook.results.diff import compare, side_of
from claimbook.results.records import all_results
from tests.commands import claimbook
from tests.engine.book import PROJECT, fuel_shares
from tests.looking import look_with_axe
from tests.serving import serving

pytestmark = pytest.mark.usefixtures("there")

#: The book's own scenario: 110 passengers on a crossing and not 80.
SCENARIO = "fuller-boats"
SHARE, PASSENGERS = "herald-2024-fuel-share", "herald-2024-yearly-passengers"


@pytest.fixture(scope="module")
def dear_fuel(tmp_path_factory):
    """A scenario of somebody's own: 50 passengers a crossing, and fuel at twice its price."""
    path = tmp_path_factory.mktemp("own") / "dear-fuel.yml"
    path.write_text(
        "title: Dear <fuel>\nwhy: And emptier boats\nassumptions:\n  fuel_price: 3\n  passengers_per_crossing: 50\n",
        encoding="utf-8",
    )
    return str(path)


@pytest.fixture(scope="module")
def old_results(tmp_path_factory):
    """The results of an older build, in which one claim was called otherwise."""
    path = tmp_path_factory.mktemp("old") / "results.json"
    content = all_results(Model.of(PROJECT))
    next(row for row in content["claims"] if row["id"] == "herald-2024-takings")["id"] = "herald-2024-income-of-old"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.fixture
def three(dear_fuel):
    return compare_all(["baseline", SCENARIO, dear_fuel], PROJECT)


def test_each_set_says_what_it_has_of_all_that_differs_anywhere(three):
    assert [side.label for side in three.sides] == ["baseline", SCENARIO, "dear-fuel"]
    values = {row.name: [record["value"] for record in row.records] for row in three.assumptions}
    assert values == {"passengers_per_crossing": [80, 110, 50], "fuel_price": [1.5, 1.5, 3]}
    verdicts = {row.name: [record["verdict"] for record in row.records] for row in three.claims}
    assert verdicts[SHARE] == ["plausible", "holds", "fails"]
    assert verdicts[PASSENGERS] == ["holds", "fails", "fails"]
    carried = next(row for row in three.claims if row.name == PASSENGERS)
    derived = [record["derived"] for record in carried.records]
    assert derived == pytest.approx([24 * 200 * each for each in (80, 110, 50)])
    assert three.untouched == len(PROJECT.claims) - len(three.claims)


def test_claims_on_whose_verdict_they_disagree_come_first_then_what_lies_farthest_apart(three):
    turned = [row.turned for row in three.claims]
    assert turned == sorted(turned, reverse=True)
    assert three.turned == sum(turned) == 2
    for rows in ([row for row in three.claims if row.turned], three.quantities):
        assert [row.size for row in rows] == sorted((row.size for row in rows), reverse=True)


def test_of_two_it_says_what_a_difference_says():
    compared, difference = (
        compare_all(["baseline", SCENARIO], PROJECT),
        compare(side_of("baseline", PROJECT), side_of(SCENARIO, PROJECT), PROJECT),
    )
    assert [row.name for row in compared.claims] == [one.name for one in [*difference.turned, *difference.moved]]
    assert [row.name for row in compared.quantities] == [one.name for one in difference.quantities]
    assert compared.untouched == difference.untouched


def test_an_older_build_may_lack_a_claim_or_have_one_that_is_gone(old_results):
    compared = compare_all(["baseline", old_results, SCENARIO], PROJECT)
    found = {row.name: [record is not None for record in row.records] for row in compared.claims}
    assert found["herald-2024-takings"] == [True, False, True]
    assert found["herald-2024-income-of-old"] == [False, True, False]
    assert "herald-2024-income-of-old" in claimbook("compare", "baseline", old_results, SCENARIO).out


def test_the_table_has_a_column_for_each_with_value_verdict_and_likelihood(dear_fuel):
    lines = claimbook("compare", "baseline", SCENARIO, dear_fuel).out.splitlines()
    (line,) = [line for line in lines if line.startswith(SHARE)]
    assert line.index("plausible") < line.index("holds") < line.index("fails")
    assert f"{100 * 40 * 3 / (50 * 3.5):.1f} % fails" in line
    assert line.count("% of draws") == 3
    assert lines[-1] == "Verdicts that differ: 2. Other claims that differ: 1. The same in all: 7."


def test_what_a_point_is_told_by_is_its_percentile_not_its_share_of_draws():
    """Of a figure to the last digit hardly any draw is, however well it fits."""
    out = " ".join(claimbook("compare", "baseline", SCENARIO).out.split())
    assert "384,000 passengers per year holds (at the 50th percentile)" in out


@pytest.mark.thorough
def test_json_is_flat_records_that_pandas_and_jq_take(dear_fuel):
    text = claimbook("compare", "baseline", SCENARIO, dear_fuel, "--json").out
    table = pd.read_json(io.StringIO(text))
    verdicts = table[table["kind"] == "claim"].pivot(index="name", columns="side", values="verdict")
    assert verdicts.loc[SHARE].to_dict() == {"baseline": "plausible", SCENARIO: "holds", "dear-fuel": "fails"}
    likely = table.pivot(index="name", columns="side", values="probability").loc[SHARE]
    assert likely["dear-fuel"] < likely["baseline"] < likely[SCENARIO]
    median = table.set_index(["name", "side"])["value"][SHARE, "baseline"]
    assert median == pytest.approx(fuel_shares()[1], rel=0.005)
    set_to = table["made_with"].str.contains("fuel_price = 3 USD/liter")
    assert (set_to == (table["side"] == "dear-fuel")).all()
    if shutil.which("jq"):
        command = ["jq", "-r", f'.[] | select(.name == "{SHARE}") | .verdict']
        said = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
        assert said.split() == ["plausible", "holds", "fails"]


@pytest.fixture
def page(tmp_path, dear_fuel):
    path = tmp_path / "side-by-side.html"
    answer = claimbook("compare", "baseline", SCENARIO, dear_fuel, "--html", path)
    assert (answer.code, answer.out) == (0, f"Written to {path}\n")
    return path


def test_the_page_needs_nothing_beside_it_and_takes_no_text_for_markup(page):
    text = page.read_text(encoding="utf-8")
    assert "http" not in text.replace("https://www.w3.org", "")
    assert "<script" not in text
    assert "Dear <fuel>" not in text
    assert "Dear &lt;fuel&gt;" in text
    assert text.count("Made with claimbook") == 3


def test_the_pages_chart_shows_each_set_where_its_value_is_of_the_claimed_one(page, three):
    html = bs4.BeautifulSoup(page.read_bytes(), "html.parser")
    (row,) = [row for row in html.select("tbody tr") if PASSENGERS in row.text and row.select("svg")]
    dots = [float(dot["cx"]) for dot in row.select("circle")]
    line = float(row.select_one("path.one")["d"].partition(",")[0].removeprefix("M"))
    baseline, fuller, emptier = dots
    assert baseline == line
    assert emptier < line < fuller
    assert [group["class"] for group in row.select("g")] == [["verdict", word] for word in ("holds", "fails", "fails")]
    assert row.select_one("svg")["aria-label"].startswith("A: 384,000 passengers per year, holds; B: 528,000")


def test_a_chart_holds_ratios_of_any_size(three):
    far = [{"claimed": 1.0, "derived": 1e9, "low": 1e-9, "high": 1e12}]
    rows = [*three.claims, type(three.claims[0])("far", "", tuple(far))]
    scale = Scale.of(rows)
    for ratio in (*ratios(far[0]), 1, 0):
        assert 0 < scale.place(ratio) < 300
    assert 1 in scale.ticks
    assert ratios({"claimed": 0, "derived": 1, "low": 1, "high": 1}) == ratios({"claimed": 3, "derived": None}) == []


@pytest.mark.browser
def test_the_page_is_readable_by_all_and_not_wider_than_a_phone(page, browser):
    with serving(page.parent) as address:
        for scheme in ("light", "dark"):
            for width in (1440, 390):
                tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                assert look_with_axe(tab, address, [page.name]) == []
                assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
                tab.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name two or more to compare"),
        (["baseline"], "name two or more to compare"),
        (["nope"], "no scenario is called 'nope'"),
        (["baseline", "baseline"], "baseline is named twice"),
        (["baseline", "fuler-boats"], "did you mean fuller-boats"),
        (["baseline", "nowhere.yml"], "there is no file 'nowhere.yml'"),
        (["baseline", "nowhere.json"], "there is no file 'nowhere.json'"),
        (["baseline"] * 13, "name at most 12"),
        (["baseline", SCENARIO, "--html", "x.pdf"], "does not end in .html"),
        (["baseline", SCENARIO, "--html", "x.html", "--json"], "--html goes without --json"),
        (["baseline", SCENARIO, "--html", "nowhere/x.html"], "folder that exists"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments, said):
    answer = claimbook("compare", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err


def test_sets_that_are_alike_differ_in_nothing(tmp_path):
    path = tmp_path / "same.json"
    path.write_text(json.dumps(all_results(Model.of(PROJECT))), encoding="utf-8")
    compared = compare_all(["baseline", str(path)], PROJECT)
    assert compared.claims == compared.quantities == compared.assumptions == []
    assert compared.untouched == len(PROJECT.claims)
    with pytest.raises(UserError, match="named twice"):
        compare_all([str(path), str(path)], PROJECT)

"""What drives a quantity, in the terminal, as data and as a chart."""

import io
import json

import bs4
import pandas as pd
import pytest

from claimbook.chapters import drivers_table
from claimbook.charts.uncertainty import swings, tornado_chart, tornado_of
from claimbook.errors import UserError
from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.results.describing import SHARES_OVERLAP
from claimbook.results.driving import driven
from tests.commands import claimbook
from tests.editing import append
from tests.engine.book import PROJECT

pytestmark = pytest.mark.usefixtures("there")

SHARE = "herald-2024-fuel-share"


def share(fuel=40, price=1.5, passengers=80):
    """Per cent of the takings that fuel takes."""
    return 100 * fuel * price / (passengers * 3.5)


def test_records_say_what_the_quantity_is_at_both_ends_of_each_range_the_widest_first():
    table = pd.read_json(io.StringIO(claimbook("drivers", "fuel_share", "--json").out)).set_index("assumption")
    assert [*table.index[:3]] == ["fuel_per_crossing", "passengers_per_crossing", "fuel_price"]
    ends = table[["at_low", "at_high"]].to_numpy().tolist()[:3]
    assert ends == [
        pytest.approx([share(fuel=30), share(fuel=55)]),
        pytest.approx([share(passengers=60), share(passengers=100)]),
        pytest.approx([share(price=1.2), share(price=1.9)]),
    ]
    assert table["share"].sum() == pytest.approx(1)
    assert table["value"].tolist() == [pytest.approx(share())] * len(table)
    assert table.loc["fuel_price", ["low", "high", "assumption_unit"]].tolist() == [1.2, 1.9, "USD/liter"]


def test_a_claim_is_driven_by_what_drives_the_quantity_that_decides_it():
    of_claim, of_quantity = (json.loads(claimbook("drivers", name, "--json").out) for name in (SHARE, "fuel_share"))
    assert [{**row, "claim": ""} for row in of_claim] == of_quantity
    assert {row["claim"] for row in of_claim} == {SHARE}


def test_bars_begin_and_end_where_the_quantity_does_on_one_scale():
    lines = claimbook("drivers", "fuel_share").out.splitlines()
    rows = {line.split()[0]: line for line in lines if "━" in line}
    assert len(rows) == 3
    marks = {line.index("╋") for line in rows.values()}
    assert len(marks) == 1, "the value is the same for all"
    begins = {name: line.index("━") for name, line in rows.items()}
    ends = {name: line.rindex("━") for name, line in rows.items()}
    # At its low end fuel is 30/40 of what it is, passengers at their high end make the share 80/100 of that.
    assert begins["fuel_per_crossing"] < begins["passengers_per_crossing"] == begins["fuel_price"]
    assert ends["fuel_per_crossing"] > ends["passengers_per_crossing"] > ends["fuel_price"]
    assert lines[0] == "fuel share: 21.4 %"


def test_settings_and_scenarios_change_what_is_driven():
    record = json.loads(claimbook("drivers", "fuel_share", "--set", "ticket_price=7", "--json").out)[0]
    assert record["value"] == pytest.approx(share() / 2)
    record = json.loads(claimbook("drivers", "fuel_share", "--scenario", "fuller-boats", "--json").out)[0]
    assert record["value"] == pytest.approx(share(passengers=110))


CERTAIN = {"yearly_crossings", "stated_yearly_passengers", "stated_yearly_takings"}


@pytest.mark.parametrize("name", [name for name in derivation_names(PROJECT) if name not in CERTAIN])
def test_every_quantity_that_rests_on_a_range_has_a_chart(name, model):
    what = driven(name, model)
    chart = tornado_of(what, model).to_dict()
    bars = swings(what.quantity, what.unit, model)
    assert len(bars) == sum(model.assumptions[row["assumption"]].is_range for row in records(name))
    assert PROJECT.words.spoken(name) in chart["description"]


def records(name):
    return json.loads(claimbook("drivers", name, "--json").out)


def test_a_quantity_that_may_be_nothing_is_drawn_on_a_plain_scale(model):
    """Of three boats, three may be under repair."""
    few = model.with_(boat_count=3)
    chart = tornado_of(driven("boats_at_work", few), few).to_dict()
    assert chart["layer"][0]["encoding"]["x"]["scale"] == {"zero": False}


@pytest.mark.thorough
def test_a_claims_chart_is_that_of_its_chapter(model):
    alone, inside = tornado_of(driven(SHARE, model), model).to_dict(), tornado_chart(SHARE, model).to_dict()
    assert alone["layer"] == inside["layer"]
    assert alone["title"] == inside["title"]


@pytest.mark.thorough
def test_a_chart_is_written_and_says_what_it_was_made_with(tmp_path):
    path = tmp_path / "share.svg"
    answer = claimbook("drivers", "fuel_share", "--set", "fuel_price=1..3", "--chart", path)
    assert answer.out.endswith(f"Written to {path}\n")
    picture = bs4.BeautifulSoup(path.read_bytes(), "lxml")
    said = json.loads(picture.find("metadata").text)
    assert said["quantity"] == "fuel_share"
    assert set(said["settings"]) == {"fuel_price"}
    assert "passengers per crossing" in picture.text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fuel_shar"], "did you mean fuel_share"),
        (["fuel_price"], "is an assumption: nothing drives it"),
        (["herald-2024-punctual"], "has no figure that is derived"),
        (["fuel_share", "--chart", "x.pdf"], "in .svg nor in .png nor in .html"),
        (["fuel_share", "--chart", "nowhere/x.svg"], "folder that exists"),
        (["stated_yearly_takings", "--chart", "x.svg"], "rests on nothing that has a range"),
        (["fuel_share", "--scenario", "fuler"], "did you mean fuller-boats"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments, said, tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_BOOK", str(PROJECT.root))
    monkeypatch.chdir(tmp_path)
    answer = claimbook("drivers", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []


def test_what_rests_on_nothing_uncertain_is_said_in_a_table_without_bars(model):
    out = claimbook("drivers", "stated_yearly_takings").out
    assert "━" not in out
    assert "exact: a premise" in out
    with pytest.raises(UserError, match="nothing that has a range"):
        tornado_of(driven("stated_yearly_takings", model), model)


# Shares that add up to more than all

#: What is left of the takings after fuel pays the boats back: 78, 13, 7 and 4 % of the spread.
OVERLAPPING = "payback_time"

#: A claim about it.
CLAIM = """
  - id: herald-2024-payback
    line: 7
    statement: The boats pay for themselves in eleven years
    chapter: money
    printed: about 11
    unit: year
    tests:
      - kind: estimate
        quantity: payback_time
        bearing: same
"""

#: The greater of two, which both decide.
GREATEST = "max(passengers_per_crossing, seats_per_crossing * occupied_share)"


@pytest.mark.parametrize(
    "arguments",
    [
        ["drivers", OVERLAPPING],
        ["show", OVERLAPPING],
        ["ask", f"{OVERLAPPING} * 2"],
        ["ask", GREATEST],
    ],
)
def test_shares_of_more_than_all_are_said_to_count_what_assumptions_do_together_for_each(arguments):
    answer = claimbook(*arguments)
    assert answer.code == 0, answer.err
    assert answer.out.count(SHARES_OVERLAP) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["drivers", "fuel_share"],
        ["show", "fuel_share"],
        ["ask", "fuel_share * 2"],
        ["show", SHARE],
        ["ask", "boat_count"],
    ],
)
def test_nothing_is_said_beside_shares_that_add_up_to_all_or_where_there_are_none(arguments):
    assert SHARES_OVERLAP not in claimbook(*arguments).out


@pytest.mark.thorough
def test_of_a_claim_in_a_chapter_and_beside_a_chart_it_is_said_where_it_is_so(project, monkeypatch):
    append(project.data / "claims" / "herald-2024.yml", CLAIM)
    monkeypatch.chdir(project.root)
    assert claimbook("show", "herald-2024-payback").out.count(SHARES_OVERLAP) == 1
    model = Model.of(Project(project.root))
    tables = {name: drivers_table(name, model)._repr_html_() for name in ("money", "crossings")}
    assert [html.count(SHARES_OVERLAP.replace("'", "&#39;")) for html in tables.values()] == [1, 0]
    charts = {name: tornado_of(driven(name, model), model) for name in (OVERLAPPING, "fuel_share")}
    said = {name: chart.to_dict()["description"] for name, chart in charts.items()}
    assert said[OVERLAPPING].endswith(f" {SHARES_OVERLAP}")
    assert SHARES_OVERLAP not in said["fuel_share"]

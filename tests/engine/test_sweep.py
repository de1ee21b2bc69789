"""Sweeps: each point is what a model with those values says, wherever it is evaluated."""

import json
import os
import shutil
import signal
import struct
import zlib
from dataclasses import replace
from math import nan

import bs4
import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.model.asking import Question
from claimbook.model.graph import derivation_names
from claimbook.model.model import Model
from claimbook.model.uncertainty import DRAWS
from claimbook.model.verdict import VERDICTS, AddsUp
from claimbook.project import Project
from claimbook.results.made import made_with
from claimbook.sweep import output as sweep_files
from claimbook.sweep import sweep as sweeping
from claimbook.sweep.output import Summary, line_chart, map_chart, summarised, summary_lines, summary_record
from claimbook.sweep.sweep import cluster, evaluate, in_order, plan
from tests.commands import claimbook
from tests.editing import append
from tests.editing import replace as replace_in
from tests.engine.book import PROJECT, copy_book
from tests.sweeping import a_point_and_its_model, points_and_results, table_of

pytestmark = pytest.mark.usefixtures("there")

#: Fuel of 40 liters at $1.50 takes less than 20 percent of 80 tickets at $3.50: an estimate, judged by its draws.
CLAIM = "herald-2024-fuel-share"

#: 384,000 passengers at $3.50 bring about $1.3 million a year: arithmetic on the text's own figures.
TAKINGS = "herald-2024-takings"


@pytest.mark.thorough
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_each_point_is_what_a_model_with_those_values_derives(model, data):
    quantity = data.draw(st.sampled_from(derivation_names(PROJECT)))
    found, expected = a_point_and_its_model(data, quantity, model)
    assert found == pytest.approx(expected, rel=1e-9)


def test_the_grid_has_both_ends_and_every_step_as_it_is_written():
    table = table_of(plan(PROJECT, CLAIM, ["ticket_price=1:4:0.05"]))
    assert table["ticket_price"].tolist() == [float(f"{1 + 0.05 * i:.2f}") for i in range(61)]
    assert table_of(plan(PROJECT, CLAIM, ["ticket_price=1:4:0.7"]))["ticket_price"].tolist() == [1, 1.7, 2.4, 3.1, 3.8]


def test_a_unit_after_the_last_number_holds_for_all_three():
    table = table_of(plan(PROJECT, "yearly_fuel_cost", ["fuel_price=1000:1600:200 USD/m**3"]))
    assert table["fuel_price"].tolist() == [1, 1.2, 1.4, 1.6]


@pytest.mark.parametrize(
    ("quantity", "name", "values"),
    [("fuel_share", "ticket_price", (3, 4)), ("yearly_passengers_by_seats", "season_length", (100, 200))],
)
def test_intervals_are_those_of_the_model_itself(model, quantity, name, values):
    """
    The draws of a sweep are those of the report, so that a point on the baseline gives the report's interval.

    Each quantity rests on one of two correlated inputs, which are drawn together all the same.
    """
    low, high = values
    sweep = plan(PROJECT, quantity, [f"{name}={low}:{high}:{high - low}"], draws=DRAWS)
    for value, (_, row) in zip(values, table_of(sweep).iterrows(), strict=True):
        quantiles = model.with_(**{name: value}).quantiles(quantity, sweep.unit)
        assert row[["low", "median", "high"]].tolist() == pytest.approx(quantiles, rel=1e-12)


#: A quantity of two inputs that are correlated, and of one to sweep.
CROWDED = '''

def crowded_takings(passengers_per_crossing: Quantity, occupied_share: Quantity, ticket_price: Quantity) -> Quantity:
    """Takings of a crossing where full boats are full of everybody. [US dollar/crossing]"""
    return passengers_per_crossing * occupied_share * ticket_price
'''


@pytest.mark.thorough
def test_correlated_inputs_stay_correlated(tmp_path):
    width = {}
    for correlated in (True, False):
        project = Project(copy_book(tmp_path / f"correlated {correlated}"))
        append(project.book / "derivations" / "crossings.py", CROWDED)
        if not correlated:
            table = project.data / "correlations.csv"
            table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        row = table_of(plan(project, "crowded_takings", ["ticket_price=3.5:7:3.5"], draws=DRAWS)).iloc[1]
        quantiles = Model.of(project).with_(ticket_price=7).quantiles("crowded_takings", "USD/crossing")
        assert row[["low", "median", "high"]].tolist() == pytest.approx(quantiles, rel=1e-12)
        width[correlated] = np.log(row["high"] / row["low"])
    # On a log scale both inputs spread about equally far: at 0.6 their sum spreads by the root of 1.6 more.
    assert width[True] / width[False] == pytest.approx(1.6**0.5, rel=0.05)


@pytest.mark.thorough
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_at_each_point_verdict_and_probability_are_those_of_a_model_with_those_values(model, data):
    claim = data.draw(
        st.sampled_from(["herald-2024-yearly-passengers", TAKINGS, CLAIM, "herald-2024-fuel-per-passenger"])
    )
    for row, result in points_and_results(data, claim, model):
        assert VERDICTS[int(row["verdict"])] is result.verdict
        deciding = [one for one in result.tests if one.test.kind == "estimate" and one.test.bearing != "near"]
        estimates = [one for one in deciding if one.probability is not None]
        if estimates:
            decides = result.adds_up is not AddsUp.NO
            expected = estimates[0].probability if decides else nan
            assert row["probability"] == pytest.approx(expected, abs=1e-12, nan_ok=not decides)
            assert result.probability == (estimates[0].probability if decides else None)


@pytest.mark.parametrize("printed", ["20", "21.75", "23.9", "24", "15"])
def test_at_an_edge_of_the_rules_a_sweep_says_what_the_model_says(project, printed):
    """Both count in the same draws, so that not one of them falls on another side."""
    path = project.data / "claims" / "herald-2024.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("less than 20", f"less than {printed}"), encoding="utf-8")
    opened = Project(project.root)
    table = table_of(plan(opened, CLAIM, ["ticket_price=3.5:4:0.5"]))
    for _, row in table.iterrows():
        result = Model.of(opened).with_(ticket_price=float(row["ticket_price"])).result(CLAIM)
        assert VERDICTS[int(row["verdict"])] is result.verdict
        assert row["probability"] == result.probability


@pytest.mark.thorough
def test_how_a_grid_is_cut_into_blocks_changes_nothing(monkeypatch):
    over = ["ticket_price=1:4:0.1", "passengers_per_crossing=20:120:10"]
    whole = table_of(plan(PROJECT, CLAIM, over))
    monkeypatch.setattr(sweeping, "BLOCK", 7)
    assert table_of(plan(PROJECT, CLAIM, over)).equals(whole)


@pytest.mark.parametrize("block", [1, 3, 100])
def test_the_verdict_turns_at_the_same_points_however_a_grid_is_cut(monkeypatch, block):
    """From $1.25 to 1.35 million round to it, and 79.5 to 80.5 passengers round to 80 on each of 4,800 crossings."""
    monkeypatch.setattr(sweeping, "BLOCK", block)
    summary = Summary()
    sweep = plan(PROJECT, TAKINGS, ["ticket_price=2:5:0.25"], draws=0)
    list(summarised(sweep, evaluate(sweep), summary))
    assert summary.turns == [(None, 2, "fails"), (3, 3.25, "adds up"), (3.5, 3.75, "fails")]
    assert {str(verdict): count for verdict, count in zip(VERDICTS, summary.counts, strict=True) if count} == {
        "adds up": 2,
        "fails": 11,
    }


def test_a_claim_that_draws_decide_is_swept_with_the_models_draws_and_refused_without():
    assert plan(PROJECT, CLAIM, ["ticket_price=2:5:0.5"]).draws == DRAWS
    assert plan(PROJECT, "fuel_share", ["ticket_price=2:5:0.5"]).draws == 0
    with pytest.raises(UserError, match="is judged by its draws: give --draws 100 or more"):
        plan(PROJECT, CLAIM, ["ticket_price=2:5:0.5"], draws=0)


def test_a_sample_in_parts_comes_close_to_one_in_whole(monkeypatch):
    """Of one uncertain input, whose draws lie evenly over its range however few they are."""
    sweep = plan(PROJECT, "yearly_fuel", ["season_length=100:200:50"], draws=40_000)
    whole = table_of(sweep)
    monkeypatch.setattr(sweeping, "PART", 15_000)
    assert sweep.parts == [15_000, 15_000, 10_000]
    assert table_of(sweep)[["low", "median", "high"]].to_numpy() == pytest.approx(
        whole[["low", "median", "high"]].to_numpy(), rel=1e-3
    )


@pytest.mark.thorough
def test_the_file_holds_every_point_with_units_and_the_verdict_in_words(tmp_path):
    path = tmp_path / "share.parquet"
    over, settings = ["--over", "ticket_price=2:5:0.5"], ["--set", "fuel_per_crossing=41"]
    answer = claimbook("sweep", CLAIM, *over, *settings, "--out", path, "--json")
    assert answer.code == 0, answer.err
    table = duckdb.read_parquet(str(path)).df()  # another reader than the one that belongs to the writer
    assert table["value"].tolist() == pytest.approx([100 * 41 * 1.5 / (80 * price) for price in np.arange(2, 5.5, 0.5)])
    # The central share is below 20 percent from $3.84 on, and draws of fuel and passengers spread about it.
    assert table["verdict"].tolist() == ["fails", "fails", "plausible", "plausible", "plausible", "holds", "holds"]
    assert table["probability"].is_monotonic_increasing
    said = dict(duckdb.sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')").fetchall())
    assert said["unit of ticket_price"] == "USD/passenger"
    assert said["set fuel_per_crossing"] == "41 liter/crossing"
    made = made_with(Model.of(PROJECT).with_(fuel_per_crossing=41))
    assert {name: said[name] for name in ("claimbook", "edition", "commit")} == {
        name: made[name] for name in ("claimbook", "edition", "commit")
    }
    record = json.loads(answer.out)
    assert [(turn["after"], turn["from"], turn["verdict"]) for turn in record["turns"]] == [
        (None, 2, "fails"),
        (2.5, 3, "plausible"),
        (4, 4.5, "holds"),
    ]
    assert record["probability"] == pytest.approx([table["probability"].min(), table["probability"].max()])
    assert [file.name for file in tmp_path.iterdir()] == ["share.parquet"]


def test_a_csv_file_holds_what_the_parquet_file_does_and_nothing_that_pandas_would_take_for_a_row(tmp_path):
    arguments = ["sweep", CLAIM, "--over", "ticket_price=2:5:0.5", "--set", "fuel_per_crossing=41", "--out"]
    for name in ("share.csv", "share.parquet"):
        assert claimbook(*arguments, tmp_path / name).code == 0
    table, expected = pd.read_csv(tmp_path / "share.csv"), pd.read_parquet(tmp_path / "share.parquet")
    assert table.columns.tolist() == expected.columns.tolist()
    assert table["verdict"].tolist() == expected["verdict"].tolist()
    numbers = [name for name in table if name != "verdict"]
    assert table[numbers].to_numpy().tolist() == expected[numbers].to_numpy().tolist()
    said = json.loads((tmp_path / "share.csv.json").read_text(encoding="utf-8"))
    assert said["unit of ticket_price"] == "USD/passenger"
    assert json.loads(said["settings"]) == {"fuel_per_crossing": "41 liter/crossing"}


def test_a_table_of_several_blocks_has_one_header(tmp_path, monkeypatch):
    monkeypatch.setattr(sweeping, "BLOCK", 3)
    path = tmp_path / "fuel.csv"
    claimbook("sweep", "yearly_fuel", "--over", "season_length=100:200:10", "--out", path)
    in_a_year = [24 * days * 40 for days in range(100, 201, 10)]
    assert pd.read_csv(path)["value"].tolist() == pytest.approx([liters / 365.25 for liters in in_a_year])  # a day


def test_a_sweep_starts_from_a_scenario_if_told(tmp_path):
    path = tmp_path / "takings.parquet"
    over = ["--over", "ticket_price=3:6:3"]
    claimbook("sweep", "yearly_takings", *over, "--scenario", "fuller-boats", "--out", path)
    assert pd.read_parquet(path)["value"].tolist() == pytest.approx([24 * 200 * 110 * 3, 24 * 200 * 110 * 6])


@pytest.mark.thorough
def test_the_line_on_the_map_is_where_the_claim_is_just_met():
    sweep = plan(PROJECT, CLAIM, ["ticket_price=2:5:0.05", "passengers_per_crossing=60:120:1"])
    summary = Summary()
    list(summarised(sweep, evaluate(sweep), summary))
    chart = map_chart(sweep, pd.concat(summary.shown)).to_dict()
    (line,) = [rows for rows in chart["datasets"].values() if "line" in rows[0]]
    assert len(line) > 20
    for point in line:
        assert 100 * 40 * 1.5 / (point["y1"] * point["x1"]) == pytest.approx(20, rel=0.01)


def said_in_picture(path):
    """What a PNG file says in its text ``Comment``."""
    content, at = path.read_bytes(), 8
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        data, (check,) = content[at + 8 : at + 8 + length], struct.unpack(">I", content[at + 8 + length :][:4])
        assert zlib.crc32(kind + data) == check
        if kind == b"tEXt" and data.startswith(b"Comment\0"):
            return data.removeprefix(b"Comment\0").decode("latin-1")
        at += length + 12
    return ""


@pytest.mark.thorough
def test_a_chart_says_in_every_form_what_it_was_made_with(tmp_path):
    arguments = ["sweep", "yearly_fuel_cost", "--over", "season_length=100:200:10", "--set", "fuel_price=3"]
    for ending in ("svg", "png", "html"):
        assert claimbook(*arguments, "--chart", tmp_path / f"chart.{ending}").code == 0
    picture, page = (bs4.BeautifulSoup((tmp_path / f"chart.{end}").read_bytes(), "lxml") for end in ("svg", "html"))
    texts = [
        picture.find("metadata").text,
        page.find("meta", {"name": "made-with"})["content"],
        said_in_picture(tmp_path / "chart.png"),
    ]
    expected = {**made_with(Model.of(PROJECT).with_(fuel_price="3")), "quantity": "yearly_fuel_cost"}
    for text in texts:
        assert json.loads(text) == {**expected, "claim": "", "draws": 0}
    assert expected["settings"] == {"fuel_price": "3 USD/liter"}
    assert b"/" + os.fsencode(tmp_path.name) not in (tmp_path / "chart.html").read_bytes()


def marks(chart):
    """Points of a chart's marks by their kind."""
    content = chart.to_dict()
    found = {}
    for layer in content["layer"]:
        kind = layer["mark"]["type"]
        found.setdefault(kind, []).append(content["datasets"][layer.get("data", content.get("data"))["name"]])
    return found


@pytest.mark.thorough
def test_the_books_own_values_are_marked_in_a_chart(model):
    summary, sweep = Summary(), plan(PROJECT, CLAIM, ["ticket_price=2:5:0.5"])
    list(summarised(sweep, evaluate(sweep), summary))
    ((point,),) = marks(line_chart(sweep, pd.concat(summary.shown)))["point"]
    assert point == {"ticket_price": 3.5, "value": pytest.approx(100 * 40 * 1.5 / (80 * 3.5))}
    summary, sweep = Summary(), plan(PROJECT, CLAIM, ["ticket_price=2:5:0.5", "passengers_per_crossing=60:120:10"])
    list(summarised(sweep, evaluate(sweep), summary))
    for (point,) in marks(map_chart(sweep, pd.concat(summary.shown)))["point"]:
        assert point == {"y1": 3.5, "x1": 80}


#: Values of both the text's passengers and the harbour's.
GROUPED = "passengers_on_board=60:120:30"

#: What rests on both of them.
BOTH = Question("stated_passengers_per_crossing + passengers_per_crossing")


@pytest.mark.parametrize("claim", ["herald-2024-yearly-passengers", CLAIM, TAKINGS])
def test_at_each_point_of_a_group_all_is_as_with_the_group_set_to_it(model, claim):
    """Two claims are held against the text's own number of passengers and the harbour's, which move together."""
    for _, row in table_of(plan(PROJECT, claim, [GROUPED])).iterrows():
        changed = model.with_(passengers_on_board=float(row["passengers_on_board"]))
        assert VERDICTS[int(row["verdict"])] is changed.result(claim).verdict
        sweep = plan(PROJECT, claim, [GROUPED])
        value = changed.quantity(sweep.quantity).to(PROJECT.units.read_unit(sweep.unit)).magnitude
        assert row["value"] == pytest.approx(value, rel=1e-12)


def test_a_group_is_named_as_the_book_names_it_and_the_book_stands_where_its_members_agree():
    summary, sweep = Summary(), plan(PROJECT, "", [GROUPED], question=BOTH)
    list(summarised(sweep, evaluate(sweep), summary))
    chart = line_chart(sweep, pd.concat(summary.shown))
    assert "Passengers on one crossing: the Herald's, and the harbour's" in json.dumps(chart.to_dict())
    ((point,),) = marks(chart)["point"]
    assert point == {"passengers_on_board": 80, "value": 160}


@pytest.mark.thorough
def test_where_the_members_of_a_group_differ_in_the_book_no_point_is_the_books_and_that_is_said(project):
    replace_in(project.data / "assumptions.csv", "crossing,estimate,80,", "crossing,estimate,81,")
    opened = Project(project.root)
    summary, sweep = Summary(), plan(opened, "", [GROUPED], question=BOTH)
    list(summarised(sweep, evaluate(sweep), summary))
    assert "point" not in marks(line_chart(sweep, pd.concat(summary.shown)))
    said = (
        "Baseline: 161 passengers per crossing, where stated passengers per crossing is 80 passengers per crossing and "
        "passengers per crossing is 81 passengers per crossing, at none of these points, which have one value for all."
    )
    assert said in summary_lines(sweep, summary)
    # What rests on one member alone stands where the book has that one.
    summary, sweep = Summary(), plan(opened, "yearly_passengers", [GROUPED])
    list(summarised(sweep, evaluate(sweep), summary))
    ((point,),) = marks(line_chart(sweep, pd.concat(summary.shown)))["point"]
    assert point["passengers_on_board"] == 81


def test_a_baseline_beyond_the_points_is_said_and_not_drawn():
    summary, sweep = Summary(), plan(PROJECT, "yearly_fuel_cost", ["season_length=250:300:10"])
    list(summarised(sweep, evaluate(sweep), summary))
    assert "point" not in marks(line_chart(sweep, pd.concat(summary.shown)))
    assert any("beyond these points" in line for line in summary_lines(sweep, summary))
    assert summary_record(sweep, summary)["baseline"] == pytest.approx(24 * 40 * 1.5 * 200 / 365.25)  # a day


def test_with_something_set_the_mark_stands_on_the_line_and_both_places_are_said():
    settings = {"fuel_price": "3 USD/liter", "season_length": "100 day/year"}
    summary, sweep = Summary(), plan(PROJECT, "yearly_fuel_cost", ["season_length=50:150:50"], settings=settings)
    list(summarised(sweep, evaluate(sweep), summary))
    table = pd.concat(summary.shown)
    chart = line_chart(sweep, table)
    ((point,),) = marks(chart)["point"]
    a_day = 24 * 40 / 365.25  # crossings a day, liters a crossing
    assert point == {"season_length": 100, "value": pytest.approx(a_day * 3 * 100)}
    assert point["value"] == pytest.approx(table.set_index("season_length").loc[100, "value"])
    assert "as set" in json.dumps(chart.to_dict())
    record = summary_record(sweep, summary)
    assert (record["baseline"], record["as_set"]) == pytest.approx((a_day * 1.5 * 200, a_day * 3 * 100))
    baseline, as_set = (line for line in summary_lines(sweep, summary) if line.startswith(("Baseline: ", "As set: ")))
    assert baseline.endswith("where season length is 200 days per year, beyond these points.")
    assert as_set.endswith("where season length is 100 days per year.")


def summarised_sweep(project, subject, over, **more):
    """A sweep with the summary of all its blocks."""
    summary, sweep = Summary(), plan(project, subject, over, **more)
    list(summarised(sweep, evaluate(sweep), summary))
    return sweep, summary


@pytest.mark.parametrize("block", [1, 2, 100])
def test_a_figure_that_no_point_shows_is_said_with_the_value_that_gives_it_and_the_points_about_it(monkeypatch, block):
    """384,000 passengers at $3.385417 bring the claimed $1.3 million; at $3 it is 1.15, and at $4 1.54 million."""
    monkeypatch.setattr(sweeping, "BLOCK", block)
    sweep, summary = summarised_sweep(PROJECT, TAKINGS, ["ticket_price=2:5:1"])
    lines = summary_lines(sweep, summary)
    assert "the claim fails at 4 of 4 points." in lines[2]
    assert lines[3] == "The value passes $1.3 million per year at $3.38542 per passenger, between the points 3 and 4."
    assert summary_record(sweep, summary)["passes"] == [
        {"figure": 1.3e6, "after": 3, "before": 4, "at": pytest.approx(1.3e6 / 384_000, rel=1e-9)}
    ]


def test_where_a_quantity_is_no_straight_line_the_formula_says_where_it_passes_a_figure():
    """The square of 2.2 boats, and 121 over it: a line from 2 to 3 would have them elsewhere."""
    for formula, figure in (("boat_count**2", "4.84 boat**2"), ("(11 boat)**2 / boat_count**2", "25")):
        sweep, summary = summarised_sweep(PROJECT, "", ["boat_count=1:4:1"], question=Question(formula, figure))
        (passing,) = summary_record(sweep, summary)["passes"]
        assert (passing["after"], passing["before"], passing["at"]) == (2, 3, pytest.approx(2.2, rel=1e-9))


def test_both_ends_of_a_printed_range_are_passed_and_so_is_the_end_of_a_bound():
    for claim, figures in (("6.2 boat**2 to 6.3 boat**2", [6.2, 6.3]), ("> 6.2 boat**2", [6.2])):
        sweep, summary = summarised_sweep(PROJECT, "", ["boat_count=1:4:1"], question=Question("boat_count**2", claim))
        assert [one["at"] for one in summary_record(sweep, summary)["passes"]] == pytest.approx(np.sqrt(figures))


def test_a_group_passes_a_figure_with_all_its_members_at_one_value():
    product = "stated_passengers_per_crossing * passengers_per_crossing / (1 passenger/crossing)**2"
    sweep, summary = summarised_sweep(PROJECT, "", [GROUPED], question=Question(product, "about 5625"))
    assert [one["at"] for one in summary_record(sweep, summary)["passes"]] == pytest.approx([75])


def test_a_figure_that_the_formula_jumps_over_is_said_to_be_given_by_nothing(project):
    """Two boats are under repair: below two the passengers of each are negative, and above it very many."""
    question = Question("1 boat / (boat_count - boats_under_repair)", "= 0.1")
    settings = {"boats_under_repair": "2"}
    over = ["boat_count=1.5:4:1"]
    sweep, summary = summarised_sweep(PROJECT, "", over, settings=settings, question=question)
    said = "The value jumps over 0.1× between the points 1.5 boats and 2.5 boats: nothing between them gives it."
    assert said in summary_lines(sweep, summary)
    assert [one["at"] for one in summary_record(sweep, summary)["passes"]] == [None]


def test_it_is_said_which_other_quantity_the_verdict_rests_on():
    """The Herald's passengers a year are held against its own figures and against the harbour's."""
    sweep, summary = summarised_sweep(PROJECT, "herald-2024-yearly-passengers", [GROUPED])
    (said,) = [line for line in summary_lines(sweep, summary) if line.startswith("The verdict rests on")]
    (other,) = {"stated_yearly_passengers", "yearly_passengers"} - {sweep.quantity}
    assert said.endswith(f"which this does not show: sweep {other} for it.")
    assert "rests on" not in " ".join(summary_lines(*summarised_sweep(PROJECT, CLAIM, [GROUPED])))


def test_it_is_said_at_how_many_points_draws_decide_where_it_is_not_at_all():
    sweep, summary = summarised_sweep(PROJECT, CLAIM, [GROUPED])
    assert summary.decided_by_draws == 3
    assert "It agrees in 5 % to 92 % of draws." in summary_lines(sweep, summary)
    summary.decided_by_draws = 2
    assert "At the 2 of 3 points that draws decide it agrees in 5 % to 92 % of draws." in summary_lines(sweep, summary)


def test_a_point_that_is_at_the_figure_passes_nothing():
    sweep, summary = summarised_sweep(
        PROJECT, "", ["boat_count=1:4:1"], question=Question("boat_count**2", "= 9 boat**2")
    )
    assert summary_record(sweep, summary)["passes"] == []


def test_how_many_points_agree_is_said_as_a_count():
    summary, sweep = Summary(), plan(PROJECT, TAKINGS, ["ticket_price=3.4:3.5:0.1"])
    list(summarised(sweep, evaluate(sweep), summary))
    # 384,000 passengers bring 1.3056 and 1.344 million dollars: both are about 1.3 million, by the text's own figures.
    said = " ".join(summary_lines(sweep, summary))
    assert said.startswith("2 points: ")
    assert "By these numbers the claim adds up at 2 of 2 points." in said


def test_more_points_than_are_stated_want_a_second_word(tmp_path, monkeypatch):
    monkeypatch.setattr(sweep_files, "MOST_POINTS", 6)
    arguments = ["sweep", "yearly_fuel", "--over", "season_length=100:200:10", "--out", tmp_path / "fuel.csv"]
    answer = claimbook(*arguments)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "these are 11 points, more than 6; give larger steps, or --yes" in answer.err
    assert list(tmp_path.iterdir()) == []
    assert claimbook(*arguments, "--yes").code == 0
    monkeypatch.setattr(sweep_files, "MOST_DRAWS", 1_000)
    over = ["--over", "season_length=100:200:20"]
    answer = claimbook(*arguments[:2], *over, *arguments[4:], "--draws", 200)
    assert "these are 6 points, of 200 draws each, more than 1,000 draws in all" in answer.err


@pytest.mark.thorough
def test_charts_of_one_and_two_assumptions_are_drawn_as_a_picture_or_a_page(tmp_path):
    one, two = tmp_path / "one.svg", tmp_path / "two.html"
    over = ["--over", "ticket_price=1:4:0.5", "--over", "passengers_per_crossing=20:120:20"]
    assert claimbook("sweep", CLAIM, *over[:2], "--draws", "100", "--chart", one).code == 0
    assert claimbook("sweep", CLAIM, *over, "--chart", two).code == 0
    for path in (one, two):
        text = path.read_text(encoding="utf-8")
        assert "Price of a ticket" in text
        assert "less than 20" in text
        assert "<script src=" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fuel_shar", "--over", "ticket_price=1:4:1"], "did you mean fuel_share"),
        (["fuel_share", "--over", "tiket_price=1:4:1"], "did you mean ticket_price"),
        (["fuel_share", "--over", "boat_count=1:4:1"], "does not depend on boat_count"),
        (["fuel_share", "--over", "ticket_price=1:4"], "is not NAME=START:STOP:STEP"),
        (["fuel_share", "--over", "ticket_price=4:1:1"], "goes nowhere"),
        (["fuel_share", "--over", "ticket_price=1:4:0"], "goes nowhere"),
        (["fuel_share", "--over", "ticket_price=1:4:-1"], "goes nowhere"),
        (["fuel_share", "--over", "ticket_price=1:4:nan"], "not a finite number"),
        (["fuel_share", "--over", "ticket_price=1:1e400:1"], "not a finite number"),
        (["fuel_share", "--over", "ticket_price=0:4:1"], "not above zero"),
        (["fuel_share", "--over", "ticket_price=1:4:1k"], "in two ways: write words and units behind each"),
        (["fuel_share", "--over", "ticket_price=1:4:1万"], "in two ways: write words and units behind each"),
        (["fuel_share", "--over", "fuel_price=1:4:1 USD/gallon"], "can be read in two ways"),
        (["fuel_share", "--over", "ticket_price=1:4:1 liter"], "not a kind of USD/passenger"),
        (["yearly_passengers_by_seats", "--over", "occupied_share=50:150:1"], "the most it can be"),
        (["fuel_share", "--over", "ticket_price=1:4:1e-17"], "give a larger STEP"),
        (["fuel_share", "--over", "ticket_price=1:4:1e-13"], "GB are free"),
        (["fuel_share", "--over", "ticket_price=1:4:1", "--over", "ticket_price=1:4:1"], "twice"),
        (["fuel_share", "--over", "ticket_price=1:4:1", "--draws", "5"], "too few"),
        (["fuel_share", "--over", "ticket_price=1:4:1", "--draws", "-5"], "not in the range"),
        (
            ["fuel_share", "--over", "ticket_price=1:4:1", "--chart", "x.pdf"],
            "neither in .svg nor in .png nor in .html",
        ),
        (["fuel_share", "--over", "ticket_price=1:4:1", "--chart", "nowhere/x.svg"], "folder that exists"),
        (["fuel_share", "--over", "ticket_price=1:4:1", "--dask", "nonsense"], "is no address"),
        (["fuel_share", "--over", "ticket_price=1:4:1", "--scenario", "../../x"], "no scenario"),
        (["passenger_doubling_time", "--over", "new_pier=2000:2010:1"], "use claimbook rerun"),
        (
            ["fuel_share", "--over", "ticket_price=1:4:1", "--set", "ticket_price=3"],
            "--over varies ticket_price, so --set ticket_price would change nothing",
        ),
        (["fuel_share"], "Missing option '--over'"),
        (
            ["fuel_share", "--over", "passengers_on_board=60:90:10", "--over", "passengers_per_crossing=60:90:10"],
            "--over gives passengers_per_crossing twice, as passengers_on_board; leave out one of them",
        ),
        (
            ["fuel_share", "--over", "passengers_on_board=60:90:10", "--set", "passengers_per_crossing=70"],
            "--over varies passengers_on_board, so --set passengers_per_crossing would change nothing",
        ),
        (
            ["fuel_share", "--over", "passengers_on_board=60:90:10", "--set", "passengers_on_board=70"],
            "--over varies passengers_on_board, so --set passengers_on_board would change nothing",
        ),
        (["fuel_share", "--over", "passengers_on_boat=60:90:10"], "did you mean passengers_on_board"),
        (["yearly_fuel_cost", "--over", "passengers_on_board=60:90:10"], "does not depend on passengers_on_board"),
        (["fuel_share", "--over", "passengers_on_board=0:90:10"], "stated_passengers_per_crossing: 0.0 is not above"),
    ],
)
def test_a_sweep_that_makes_no_sense_is_refused_in_one_line_and_nothing_is_written(tmp_path, arguments, said):
    answer = claimbook("sweep", *arguments, "--out", tmp_path / "x.parquet")
    assert answer.code == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "said"),
    [("nowhere/x.csv", "cannot be"), ("x.csv/y.parquet", "cannot be"), ("one.csv", "is a folder; give a file")],
)
def test_a_table_where_none_can_be_written_is_refused_before_anything_is_computed(tmp_path, monkeypatch, place, said):
    monkeypatch.setattr("claimbook.sweep.sweep.evaluate", None)
    (tmp_path / "x.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "one.csv").mkdir()
    answer = claimbook("sweep", "fuel_share", "--over", "ticket_price=1:4:1", "--out", tmp_path / place)
    assert answer.code == 2
    assert answer.err.startswith(f"claimbook: {str(tmp_path / place)!r} {said}")
    assert answer.err.count("\n") == 1
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["x.xlsx", "x", "x.CSV.gz"])
def test_a_table_whose_name_ends_otherwise_is_told_how_it_may_end_before_anything_is_computed(
    tmp_path, monkeypatch, name
):
    monkeypatch.setattr("claimbook.sweep.sweep.evaluate", None)
    answer = claimbook("sweep", "fuel_share", "--over", "ticket_price=1:4:1", "--out", tmp_path / name)
    assert answer.code == 2
    assert answer.err == f"claimbook: --out {str(tmp_path / name)!r} ends neither in .parquet nor in .csv\n"
    assert list(tmp_path.iterdir()) == []


def test_a_result_that_would_not_fit_on_the_disk_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    room = 61 * 8 * 2
    monkeypatch.setattr(sweep_files.shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(0, 0, room))
    arguments = ["sweep", "fuel_share", "--over", "ticket_price=1:4:0.05", "--out", tmp_path / "x.parquet"]
    assert "GB are free" in claimbook(*arguments).err
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(sweep_files.shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(0, 0, room * 2))
    assert claimbook(*arguments).code == 0


def test_a_point_without_a_finite_value_is_named(project):
    """Two boats are under repair: of two, none is left to carry anybody."""
    formula = "(yearly_passengers: Quantity, boats_at_work: Quantity) -> Quantity:\n"
    about = '    """Passengers that each boat carries in a year. [passenger/boat/time]"""\n'
    append(
        project.book / "derivations" / "crossings.py",
        f"\n\ndef yearly_passengers_a_boat{formula}{about}    return yearly_passengers / boats_at_work\n",
    )
    sweep = plan(project, "yearly_passengers_a_boat", ["boat_count=1:4:1"])
    with pytest.raises(UserError, match=r"yearly_passengers_a_boat has no finite value at boat_count = 2$"):
        list(evaluate(sweep))


def test_a_worker_with_another_version_of_the_tables_is_refused():
    sweep = replace(plan(PROJECT, "fuel_share", ["ticket_price=1:4:1"]), version="of yesterday")
    with pytest.raises(UserError, match="another version"):
        list(evaluate(sweep))


@pytest.fixture(scope="module")
def two_workers():
    """A real cluster: a scheduler here, two worker processes."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@pytest.mark.kernel
def test_the_command_writes_the_same_file_with_a_cluster_as_without(tmp_path, two_workers):
    arguments = ["sweep", CLAIM, "--over", "ticket_price=0.5:4:0.5", "--draws", "1000", "--out"]
    assert claimbook(*arguments, tmp_path / "here.parquet").code == 0
    address = two_workers.scheduler.address
    assert claimbook(*arguments, tmp_path / "there.parquet", "--dask", address).code == 0
    assert pd.read_parquet(tmp_path / "here.parquet").equals(pd.read_parquet(tmp_path / "there.parquet"))


@pytest.mark.kernel
def test_a_sweep_ends_with_the_right_answer_when_a_worker_is_killed_half_way(two_workers, monkeypatch):
    monkeypatch.setattr(sweeping, "EVALUATIONS", 1_000_000)
    sweep = plan(PROJECT, CLAIM, ["ticket_price=0.5:4:0.01"], draws=50_000)
    blocks = -(-sweep.points // sweep.block)
    assert blocks > 15
    here = table_of(sweep)
    victim, survivor = two_workers.run(os.getpid).values()

    def run(sweep, given):
        for i, result in enumerate(in_order(two_workers, sweep, given)):
            if i == blocks:  # half of the tasks, as each block has two
                os.kill(victim, signal.SIGKILL)
            yield result

    there = table_of(sweep, run)
    assert there.equals(here)
    with pytest.raises(ProcessLookupError):
        os.kill(victim, 0)
    os.kill(survivor, 0)


@pytest.mark.thorough
def test_no_cluster_at_an_address_is_said_in_one_line(monkeypatch):
    monkeypatch.setattr(sweeping, "PATIENCE", 0.5)
    with pytest.raises(UserError, match="no Dask scheduler answers"), cluster("tcp://127.0.0.1:9"):
        pass

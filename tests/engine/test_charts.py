"""Every chart: a text alternative, a source, the same spec every time, and the model's numbers."""

import json

import altair as alt
import pandas as pd
import pytest

from claimbook.chapters.notebook import chart_module
from claimbook.charts.overview import verdict_chart
from claimbook.charts.parts import finish
from claimbook.charts.table import chart_table
from claimbook.charts.theme import vegalite_output
from claimbook.charts.triangulation import triangulation_chart
from claimbook.charts.uncertainty import interval_chart, tornado_chart, verdict_sensitivity_chart
from claimbook.model.sensitivity import verdict_sensitivity
from claimbook.model.triangulation import triangulations
from claimbook.scenarios.scenario import scenarios
from tests.engine.book import PROJECT
from tests.specs import assert_readable, assert_whole

pytestmark = pytest.mark.thorough


def chart_of_the_chapter(model):
    return chart_module("crossings", model).passengers_chart(model)


def all_triangulations(model):
    return [triangulation_chart(each, model) for each in triangulations(model)]


def what_verdicts_hang_on(model):
    return verdict_sensitivity_chart([item for item in verdict_sensitivity(model) if item.turned], model)


CHARTS = {
    "the chapter's own": chart_of_the_chapter,
    "all verdicts": verdict_chart,
    "drivers of a claim": lambda model: tornado_chart("herald-2024-fuel-share", model),
    "what verdicts hang on": what_verdicts_hang_on,
    "one number in several ways": lambda model: all_triangulations(model)[0],
    "another in several ways": lambda model: all_triangulations(model)[1],
    "how sure the claims of crossings are": lambda model: interval_chart("crossings", model),
    "how sure the claims of money are": lambda model: interval_chart("money", model),
}


#: Charts that are the book's own, or the front page's.
UNTITLED = {"the chapter's own", "all verdicts"}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_a_text_alternative_and_a_source_loads_nothing_and_is_the_same_every_time(model, name):
    spec = CHARTS[name](model).to_dict()
    assert_whole(spec)
    assert json.dumps(spec) == json.dumps(CHARTS[name](model).to_dict())


def test_a_chart_is_named_after_the_function_that_makes_it_and_what_it_is_of(model):
    named = {name: chart(model).to_dict()["usermeta"]["name"] for name, chart in CHARTS.items()}
    assert named["the chapter's own"] == "passengers"
    assert named["drivers of a claim"] == "moves-herald-2024-fuel-share"
    assert named["how sure the claims of crossings are"] == "interval"
    assert len({named["one number in several ways"], named["another in several ways"]}) == 2


def layers_of(spec):
    """A chart's layers, each as the kind of its mark, its mark's properties and its encoding."""
    for layer in spec.get("layer", [spec]):
        mark = layer["mark"] if isinstance(layer["mark"], dict) else {"type": layer["mark"]}
        yield mark, {**spec.get("encoding", {}), **layer.get("encoding", {})}


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "all verdicts"])
def test_every_mark_is_named_on_hover_no_word_is_small_and_no_name_is_cut_off(model, name):
    spec = CHARTS[name](model).to_dict()
    for mark, encoding in layers_of(spec):
        assert mark["type"] == "text" or encoding.get("tooltip"), (mark, encoding)
        assert "fontSize" not in mark
        assert not (encoding.get("y", {}).get("axis") or {}).get("labelLimit")
    assert "…" not in json.dumps(spec, ensure_ascii=False)


@pytest.mark.parametrize("name", [name for name in CHARTS if name != "all verdicts"])
def test_the_text_alternative_names_every_row(model, name):
    spec = CHARTS[name](model).to_dict()
    rows = [row for rows in spec["datasets"].values() for row in rows]
    for named in {row[key] for row in rows for key in ("what", "statement") if key in row}:
        assert named.lower() in spec["description"].lower()


def test_a_mark_is_named_by_the_texts_in_its_data_where_its_maker_names_it_not(model):
    rows = pd.DataFrame({"ferry": ["Lorn"], "label": ["3 a day"], "colour": ["#000000"], "trips": [3]})
    dots = alt.Chart(rows).mark_point().encode(x="trips:Q", color=alt.Color("colour:N", scale=None))
    words = alt.Chart(rows).mark_text().encode(x="trips:Q", text="label:N")
    own = alt.Chart(rows).mark_rule().encode(x="trips:Q", tooltip="ferry:N")
    spec = finish(
        alt.layer(dots, words, own), "Lorn sails", "Lorn sails three times", [], model, 80, name="drawn"
    ).to_dict()
    tooltips = [layer["encoding"].get("tooltip") for layer in spec["layer"]]
    named = [{"field": "ferry", "title": "Ferry", "type": "nominal"}]
    assert tooltips[0] == [*named, {"field": "label", "title": "Figure", "type": "nominal"}]
    assert tooltips[1] is None
    assert tooltips[2] == {"field": "ferry", "type": "nominal"}


def test_a_chart_says_what_it_finds_and_below_it_what_it_measures(model):
    titles = {name: CHARTS[name](model).to_dict()["title"] for name in CHARTS if name not in UNTITLED}
    for name, title in titles.items():
        assert set(title) >= {"text", "subtitle"}, name
    assert " lie within a tenth of what is claimed" in titles["how sure the claims of money are"]["text"]


def numbers_in(chart):
    """All numbers of a chart's data."""
    rows = [row for rows in chart.to_dict()["datasets"].values() for row in rows]
    return {value for row in rows for value in row.values() if isinstance(value, int | float)}


def test_a_chart_follows_the_model(model):
    moved = model.with_(passengers_per_crossing=110)
    assert {384_000, 345_000} <= numbers_in(chart_of_the_chapter(model))
    assert 24 * 200 * 110 in numbers_in(chart_of_the_chapter(moved))
    assert 384_000 not in numbers_in(chart_of_the_chapter(moved))


def test_charts_of_each_scenario_are_whole_and_have_a_table_to_download():
    (fuller,) = scenarios(PROJECT)
    moved = fuller.model(PROJECT)
    for name, chart in CHARTS.items():
        spec = chart(moved).to_dict()
        assert_whole(spec)
        assert all(spec["datasets"].values()), f"{name} has a layer of nothing"
        assert len(chart_table(spec)) >= 1, name


def test_a_chart_s_table_says_what_its_marks_say_and_where_they_stand_under_headings_of_words(model):
    table = chart_table(chart_of_the_chapter(model).to_dict())
    named = ["What", "Figure", "Value (Passengers a year)", "Low (Passengers a year)", "High (Passengers a year)"]
    assert list(table) == named
    assert table.iloc[1].tolist() == ["Counted", "345,000 passengers per year", 345_000, 345_000, 345_000]


def test_a_table_leaves_out_what_only_draws_words_beside_marks_and_marks_that_say_nothing(model):
    rows = pd.DataFrame({"ferry": ["Lorn"], "inside": ["#000000"], "long": ["a\nb"], "year": [2020], "trips": [3]})
    told = [alt.Tooltip("ferry:N", title="Ferry"), alt.Tooltip("long:N", title="Year")]
    x, y = alt.X("year:Q"), alt.Y("trips:Q", title="thousand trips, log scale")
    dots = alt.Chart(rows[["ferry", "inside", "long", "year", "trips"]]).mark_point()
    dots = dots.encode(x=x, y=y, fill=alt.Fill("inside:N", scale=None), tooltip=told)
    words = alt.Chart(rows.assign(side="left")).mark_text().encode(x="year:Q", text="ferry:N")
    line = alt.Chart(pd.DataFrame({"at": [1]})).mark_rule().encode(y="at:Q")
    spec = finish(
        alt.layer(dots, words, line), "Lorn sails", "Lorn sails three times", [], model, 80, name="drawn"
    ).to_dict()
    table = chart_table(spec)
    assert list(table) == ["Ferry", "Year", "Year, as a number", "Trips (thousand trips)"]
    assert len(table) == 1


@pytest.mark.parametrize("name", CHARTS)
def test_a_table_has_nothing_in_it_that_only_draws(model, name):
    assert_readable(chart_table(CHARTS[name](model).to_dict()))


def test_a_notebook_stores_a_chart_as_a_type_that_it_knows(model):
    stored = vegalite_output(chart_of_the_chapter(model).to_dict())
    assert set(stored) == {"application/vnd.vegalite.v5+json", "text/plain"}
    assert stored["text/plain"].startswith("Chart: ")


def test_a_chart_whose_marks_say_nothing_has_its_data_as_table():
    bare = {"mark": "bar", "data": {"name": "trips"}, "datasets": {"trips": [{"year": 2023, "trips": 12}]}}
    assert chart_table(bare).to_dict("records") == [{"year": 2023, "trips": 12}]

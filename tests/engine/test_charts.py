"""Every chart: a text alternative, a source, the same spec every time, and the model's numbers."""

import json

import pytest

from claimbook.chapters.notebook import chart_module
from claimbook.charts.overview import verdict_chart
from claimbook.charts.theme import vegalite_output
from claimbook.charts.triangulation import triangulation_chart
from claimbook.charts.uncertainty import interval_chart, tornado_chart, verdict_sensitivity_chart
from claimbook.model.sensitivity import verdict_sensitivity
from claimbook.model.triangulation import triangulations
from claimbook.scenarios.scenario import scenarios
from claimbook.site.downloads import chart_table
from tests.engine.book import PROJECT
from tests.specs import assert_whole

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


def test_a_notebook_stores_a_chart_as_a_type_that_it_knows(model):
    stored = vegalite_output(chart_of_the_chapter(model).to_dict())
    assert set(stored) == {"application/vnd.vegalite.v5+json", "text/plain"}
    assert stored["text/plain"].startswith("Chart: ")

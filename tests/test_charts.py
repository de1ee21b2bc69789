"""Every chart of this book: a text alternative, a source, the same spec every time, and the model's numbers."""

import importlib
import json

import pytest

from claimbook.chapters.execution import affected_chapters, chapters, read_chapter
from claimbook.charts.uncertainty import interval_chart
from claimbook.errors import UserError
from claimbook.scenarios.scenario import scenarios
from claimbook.site.downloads import chart_table
from claimbook.system.files import own_files
from tests.book import BOOK, PROJECT
from tests.specs import assert_whole

pytestmark = pytest.mark.thorough


def charts_of_the_book():
    """Every chart of book/charts by name: functions of a model that end in `_chart`."""
    modules = [importlib.import_module(f"charts.{path.stem}") for path in own_files(BOOK / "charts", ".py")]
    return {
        name: chart
        for module in modules
        for name, chart in vars(module).items()
        if name.endswith("_chart") and chart.__module__ == module.__name__
    }


CHARTS = charts_of_the_book()
OF_A_MODEL = [*CHARTS]

#: Chapters without a chart of how sure their claims are, and why.
WITHOUT_INTERVALS = {
    "policy": "its claims are held against the documents themselves: none is derived, so none has an interval"
}


def code_of(chapter):
    """A chapter's code."""
    return "\n".join(cell.source for cell in read_chapter(chapter, PROJECT).cells if cell.cell_type == "code")


def drawn(name, model):
    """A chart as a spec."""
    return CHARTS[name](model).to_dict()


def may_move(name, reached):
    """Whether a chart may differ where these chapters do: its module is named after one, or after none at all."""
    module = CHARTS[name].__module__.rpartition(".")[2].replace("_", "-")
    return module in reached or module not in chapters(PROJECT)


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_a_chart_has_a_text_alternative_and_a_source_loads_nothing_and_is_the_same_every_time(model, name):
    spec = drawn(name, model)
    assert_whole(spec)
    assert json.dumps(spec) == json.dumps(drawn(name, model))


@pytest.mark.parametrize("chapter", [name for name in chapters(PROJECT) if name not in WITHOUT_INTERVALS])
def test_every_chapter_has_a_chart_of_how_sure_its_claims_are(model, chapter):
    assert_whole(interval_chart(chapter, model).to_dict())
    assert f'interval_chart("{chapter}", model)' in code_of(chapter)


@pytest.mark.parametrize("chapter", WITHOUT_INTERVALS)
def test_a_chapter_without_that_chart_has_nothing_that_it_could_draw(model, chapter):
    assert not any(claim.quantities for claim in PROJECT.claims_of(chapter)), WITHOUT_INTERVALS[chapter]
    assert "interval_chart" not in code_of(chapter)
    with pytest.raises(UserError, match=f"chapter {chapter} has no derived claim to draw"):
        interval_chart(chapter, model)


def test_a_chart_follows_the_model(model):
    moved = model.with_(a100_per_h100=3)
    assert "22.4×" in json.dumps(drawn("fleet_ratio_chart", model), ensure_ascii=False)
    assert "42×" in json.dumps(drawn("fleet_ratio_chart", moved), ensure_ascii=False)


def test_charts_of_each_scenario_are_whole_and_have_a_table_to_download():
    assert len(scenarios(PROJECT)) >= 5
    for scenario in scenarios(PROJECT):
        moved = scenario.model(PROJECT)
        reached = affected_chapters(moved)
        names = [name for name in OF_A_MODEL if may_move(name, reached)]
        assert names, scenario.name
        specs = [drawn(name, moved) for name in names]
        specs += [interval_chart(chapter, moved).to_dict() for chapter in reached]
        for spec in specs:
            assert_whole(spec)
            assert all(spec["datasets"].values()), f"{scenario.name}: {spec['title']} has a layer of nothing"
            assert len(chart_table(spec)) >= 1, spec["title"]

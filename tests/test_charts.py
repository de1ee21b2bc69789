"""Every chart of this book: a text alternative, a source, the same spec every time, and the model's numbers."""

import importlib
import json

import pytest

from claimbook.chapters.execution import affected_chapters, chapters, read_chapter
from claimbook.charts.drawing import drawing
from claimbook.charts.misses import miss_chart
from claimbook.charts.outcomes import outcome_chart
from claimbook.charts.overview import verdict_chart
from claimbook.charts.table import chart_table
from claimbook.charts.uncertainty import interval_chart
from claimbook.errors import UserError
from claimbook.scenarios.scenario import scenarios
from claimbook.system.files import own_files
from tests.book import BOOK, PROJECT
from tests.specs import assert_readable, assert_whole

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


@pytest.fixture(scope="module")
def specs(model):
    """Every chart of the book as a spec, drawn once; nobody changes it."""
    return {name: drawn(name, model) for name in OF_A_MODEL}


def may_move(name, reached):
    """Whether a chart may differ where these chapters do: its module is named after one, or after none at all."""
    module = CHARTS[name].__module__.rpartition(".")[2].replace("_", "-")
    return module in reached or module not in chapters(PROJECT)


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_a_chart_has_a_text_alternative_and_a_source_loads_nothing_and_is_the_same_every_time(model, specs, name):
    spec = specs[name]
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


def layers_of(spec):
    """A chart's layers, each as its mark's kind and properties, and its encoding."""
    for layer in spec.get("layer", [spec]):
        mark = layer["mark"] if isinstance(layer["mark"], dict) else {"type": layer["mark"]}
        yield mark, layer["encoding"]


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_a_chart_says_what_it_finds_and_below_it_what_it_measures(specs, name):
    title = specs[name]["title"]
    finding, measure = title["text"], title["subtitle"]
    assert 30 <= len(finding) <= 100, finding
    assert measure
    assert measure != finding
    assert not {finding[-1], measure[-1]} & set("….:;,"), title


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_every_mark_of_a_chart_names_itself_on_hover_and_no_word_is_small(specs, name):
    for mark, encoding in layers_of(specs[name]):
        assert mark["type"] == "text" or encoding.get("tooltip"), (mark, encoding)
        assert mark.get("fontSize", 14) >= 14, mark


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_no_word_of_a_chart_is_cut_off_on_any_screen(specs, name, tmp_path):
    spec = specs[name]
    for plot in (130, 520):
        picture = drawing({**spec, "width": plot, "autosize": {"type": "pad"}}, tmp_path)
        assert "<text" in picture
        assert "…" not in picture


#: The chart whose marks are too many to be read out one by one: their table is there to be downloaded.
MANY = {"recent_training_compute_chart"}


@pytest.mark.parametrize("name", [name for name in OF_A_MODEL if name not in MANY])
def test_the_text_alternative_reads_out_the_name_of_every_dot_and_bar(specs, name):
    spec = specs[name]
    for layer in spec.get("layer", [spec]):
        mark = layer["mark"]["type"] if isinstance(layer["mark"], dict) else layer["mark"]
        if mark in {"point", "bar"}:
            rows = spec["datasets"][layer.get("data", spec.get("data"))["name"]]
            named = [next(row[key] for key in ("chip", "model", "what") if key in row) for row in rows]
            missing = [each for each in named if each.lower() not in spec["description"].lower()]
            assert not missing, spec["description"]


def finding(name, model):
    """What a chart says that it finds."""
    return drawn(name, model)["title"]["text"]


@pytest.mark.parametrize(
    ("name", "changed", "before", "after"),
    [
        # 25,000 chips for 95 days at $1 make 57 million dollars; at $1.11 they make 63.
        ("gpt4_cost_chart", {"a100_rent": 63 / 57}, "$57 million, not $63 million", "$63 million, or $63 million"),
        ("printed_costs_chart", {"a100_rent": 3}, "more than its own figures make", "less than its own figures make"),
        ("china_compute_chart", {"china_compute_2026": 1460.3}, "52.3 % a year, as printed", "not the 52.3 % printed"),
        # 100,000 H100s at 1.6 A100s each are 6.4 times 25,000 A100s.
        ("fleet_answer_chart", {"meta_h100_count": 100_000}, "22.4 times", "6.4 times GPT-4’s cluster by the article"),
        ("fleet_answer_chart", {"meta_h100_count": 100_000}, "35.8 by outside ones", "not more than 20×"),
        ("training_spend_chart", {"openai_training_spend": 90e9}, "short of", "above the printed total"),
        ("makers_chart", {"a100_peak_rate": 400}, "of three Chinese makers Huawei does", "no Chinese maker does"),
        ("centres_chart", {"wuhan_centre_compute": 50}, "Two of the seven", "Three of the seven"),
    ],
)
def test_a_changed_assumption_that_turns_a_finding_turns_the_title(model, specs, name, changed, before, after):
    assert before in specs[name]["title"]["text"]
    assert after in finding(name, model.with_(**changed))


def test_a_chart_follows_the_model(model):
    moved = model.with_(a100_per_h100=3)
    assert "22.4×" in json.dumps(drawn("fleet_answer_chart", model), ensure_ascii=False)
    assert "42×" in json.dumps(drawn("fleet_answer_chart", moved), ensure_ascii=False)


@pytest.mark.parametrize("name", OF_A_MODEL)
def test_a_chart_s_table_has_nothing_in_it_that_only_draws(specs, name):
    assert_readable(chart_table(specs[name]))


@pytest.mark.parametrize("chart", [verdict_chart, miss_chart, outcome_chart])
def test_neither_has_the_table_of_a_chart_of_the_whole_book(model, chart):
    spec = chart(model).to_dict()
    table = chart_table(spec)
    assert_readable(table)
    assert len(table) == max(map(len, spec["datasets"].values()))


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

"""A chart is drawn once for all sites that show it; pages are made anew when what they are made of has changed."""

import json
import shutil
import time

import pytest

from claimbook import site
from claimbook.charts import drawing
from claimbook.charts.theme import MIME_TYPE
from claimbook.site import charts

SPEC = {"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}


@pytest.fixture
def drawn(monkeypatch, tmp_path):
    """What was drawn anew, in an empty folder of drawings."""
    real, calls = drawing.vl_convert.vegalite_to_svg, []
    monkeypatch.setattr(drawing, "DRAWINGS", tmp_path / "drawings")
    monkeypatch.setattr(drawing.vl_convert, "vegalite_to_svg", lambda spec: calls.append(spec) or real(spec))
    return calls


def test_the_same_chart_is_drawn_once_and_looks_the_same(drawn):
    assert drawing.drawing(SPEC) == drawing.drawing(dict(reversed(SPEC.items())))
    assert len(drawn) == 1


def test_a_chart_with_other_data_or_of_another_library_is_drawn_anew(drawn, monkeypatch):
    first = drawing.drawing(SPEC)
    other = drawing.drawing({**SPEC, "mark": "bar"})
    assert other != first
    monkeypatch.setattr(drawing, "version", lambda package: "0")
    drawing.drawing(SPEC)
    assert len(drawn) == 3


def test_a_drawing_that_fails_leaves_no_file(drawn, monkeypatch, tmp_path):
    def fail(spec):
        raise ValueError("no such mark")

    monkeypatch.setattr(drawing.vl_convert, "vegalite_to_svg", fail)
    with pytest.raises(ValueError, match="no such mark"):
        drawing.drawing(SPEC)
    assert list((tmp_path / "drawings").iterdir()) == []


@pytest.mark.thorough
def test_the_script_of_the_charts_is_made_once_too(drawn, monkeypatch):
    first = drawing.vega_script()
    monkeypatch.setattr(drawing.vl_convert, "javascript_bundle", lambda start: "made again")
    assert drawing.vega_script() == first
    assert first.startswith("(() => {")


@pytest.mark.parametrize("name", ["static/claimbook.css", "static/charts.js", "templates/chart.html.j2", "pages.py"])
def test_pages_are_made_anew_after_an_edit_of_their_styles_scripts_templates_and_code(monkeypatch, tmp_path, name):
    copy = shutil.copytree(site.HERE, tmp_path / "site")
    monkeypatch.setattr(site, "HERE", copy)
    before = site.digest_of_pages()
    edited = copy / name
    edited.write_text(edited.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert site.digest_of_pages() != before


def notebook_with(folder, *specs):
    """A notebook that shows charts, as a chapter stores them."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {MIME_TYPE: spec}} for spec in specs]
    path = folder / "chapter.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": outputs}]}), encoding="utf-8")
    return path


def test_what_the_second_process_draws_is_what_the_page_asks_for(drawn, tmp_path):
    titled = {**SPEC, "title": "A title", "$schema": "https://vega.github.io/schema/vega-lite/v5.json"}
    drawing.draw_all([str(notebook_with(tmp_path, titled, {**SPEC, "mark": "bar"}))])
    count = len(drawn)
    assert count == 6, "each chart wide, narrow, and once to see how wide its words are"
    for spec in (titled, {**SPEC, "mark": "bar"}):
        charts.render_chart(spec, "book/chapter")
    assert len(drawn) == count
    assert charts.render_chart(titled, "book/chapter").count("<svg ") == 2


def test_charts_are_drawn_by_another_process_while_the_block_runs(tmp_path, monkeypatch):
    """The book of a process of its own is the one that CLAIMBOOK_BOOK names; its drawings go below it."""
    for name in ("book", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "_toc.yml").touch()
    (tmp_path / "data" / "datapackage.json").touch()
    monkeypatch.setenv("CLAIMBOOK_BOOK", str(tmp_path))
    monkeypatch.delenv("CLAIMBOOK_JOBS", raising=False)
    with drawing.drawing_ahead([notebook_with(tmp_path, SPEC)]):
        for _ in range(600):
            if len([*tmp_path.glob("_build/drawings/*")]) == 4:  # three of the chart, and the script
                break
            time.sleep(0.1)
    assert len([*tmp_path.glob("_build/drawings/*")]) == 4


def test_a_chart_that_cannot_be_drawn_ahead_is_no_error_yet(tmp_path):
    with drawing.drawing_ahead([tmp_path / "there is no such notebook.ipynb"]):
        drew = True
    assert drew


def test_one_process_is_enough_if_the_user_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAIMBOOK_JOBS", "1")
    monkeypatch.setattr(drawing, "workers", lambda count: pytest.fail("a second process was started"))
    with drawing.drawing_ahead([notebook_with(tmp_path, SPEC)]):
        drew = True
    assert drew

"""A chart is drawn once for all sites that show it; pages are made anew when what they are made of has changed."""

import html
import json
import re
import shutil
import struct
import sys
import time
import zlib
from types import SimpleNamespace

import pytest

from claimbook.charts import drawing, vega
from claimbook.charts.theme import MIME_TYPE
from claimbook.site import charts, extension
from claimbook.site.svg import small
from tests.engine.book import PROJECT

SPEC = {
    "datasets": {"boats": [{"a": 1}]},
    "data": {"name": "boats"},
    "mark": "point",
    "encoding": {
        "x": {"field": "a", "type": "quantitative", "title": "Boats"},
        "tooltip": [{"field": "a", "type": "quantitative", "title": "Boats"}],
    },
}


@pytest.fixture
def folder(tmp_path):
    """An empty folder of drawings."""
    return tmp_path / "drawings"


def page_of(folder, address=""):
    """What a chart's page knows: its name, and where the drawings are."""
    project = SimpleNamespace(build=folder.parent, title="A book")
    app = SimpleNamespace(
        claimbook_model=SimpleNamespace(project=project),
        claimbook_notebooks={"chapter": None},
        config=SimpleNamespace(html_baseurl=address),
    )
    return SimpleNamespace(docname="book/chapter", temp_data={}, app=app)


@pytest.fixture
def drawn(monkeypatch):
    """What was drawn anew."""
    real, calls = vega.svg_of, []
    monkeypatch.setattr(vega, "svg_of", lambda spec: calls.append(spec) or real(spec))
    return calls


@pytest.mark.thorough
def test_the_same_chart_is_drawn_once_and_looks_the_same(drawn, folder):
    assert drawing.drawing(SPEC, folder) == drawing.drawing(dict(reversed(SPEC.items())), folder)
    assert len(drawn) == 1


def test_a_chart_with_other_data_or_of_another_library_or_package_is_drawn_anew(drawn, folder, monkeypatch):
    first = drawing.drawing(SPEC, folder)
    other = drawing.drawing({**SPEC, "mark": "bar"}, folder)
    assert other != first
    monkeypatch.setattr(drawing, "version", lambda package: "0")
    drawing.drawing(SPEC, folder)
    assert len(drawn) == 3
    monkeypatch.setattr(drawing, "own_part", lambda: "another digest")
    drawing.drawing(SPEC, folder)
    assert len(drawn) == 4


def test_a_drawing_that_fails_leaves_no_file(drawn, folder, monkeypatch):
    def fail(spec):
        raise ValueError("no such mark")

    monkeypatch.setattr(vega, "svg_of", fail)
    with pytest.raises(ValueError, match="no such mark"):
        drawing.drawing(SPEC, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.thorough
def test_the_script_of_the_charts_is_made_once_for_all_books(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "FOR_ALL_BOOKS", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    first = drawing.vega_script(folder)
    monkeypatch.setattr(vega, "script", lambda start: "made again")
    assert drawing.vega_script(folder / "another") == first
    assert first.startswith("(() => {")


def test_where_nothing_may_be_kept_for_all_books_each_keeps_the_script_for_itself(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "FOR_ALL_BOOKS", tmp_path / "not-there")
    monkeypatch.setattr(vega, "script", lambda start: "made")
    first = drawing.vega_script(folder)
    monkeypatch.setattr(vega, "script", lambda start: "made again")
    assert drawing.vega_script(folder) == first


@pytest.mark.parametrize("name", ["static/claimbook.css", "static/charts.js", "templates/chart.html.j2", "pages.py"])
def test_pages_are_made_anew_after_an_edit_of_their_styles_scripts_templates_and_code(monkeypatch, tmp_path, name):
    copy = shutil.copytree(extension.HERE, tmp_path / "site")
    monkeypatch.setattr(extension, "HERE", copy)
    before = extension.digest_of_pages(PROJECT)
    edited = copy / name
    edited.write_text(edited.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert extension.digest_of_pages(PROJECT) != before


def notebook_with(folder, *specs):
    """A notebook that shows charts, as a chapter stores them."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {MIME_TYPE: spec}} for spec in specs]
    path = folder / "chapter.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": outputs}]}), encoding="utf-8")
    return path


@pytest.mark.thorough
def test_what_the_second_process_draws_is_what_the_page_asks_for(drawn, folder, tmp_path):
    titled = {**SPEC, "title": "A title", "$schema": "https://vega.github.io/schema/vega-lite/v5.json"}
    drawing.draw_all([str(notebook_with(tmp_path, titled, {**SPEC, "mark": "bar"}))], folder)
    count = len(drawn)
    assert count == 8, "each chart wide, narrow, to be passed on, and once to see how wide its words are"
    for spec in (titled, {**SPEC, "mark": "bar"}):
        charts.render_chart(spec, page_of(folder))
    assert len(drawn) == count
    assert charts.render_chart(titled, page_of(folder)).count("<svg ") == 2


def figures_of(page, *specs):
    """The ids of the figures that a page has of these charts."""
    return [re.search('<figure [^>]*id="([^"]+)"', charts.render_chart(spec, page))[1] for spec in specs]


@pytest.mark.thorough
def test_a_link_to_a_chart_survives_other_numbers_and_another_title(folder):
    named = {**SPEC, "usermeta": {"name": "one-dot"}, "title": "One dot at 1"}
    moved = {**named, "datasets": {"boats": [{"a": 2}]}, "title": {"text": "One dot at 2", "subtitle": "dots"}}
    assert figures_of(page_of(folder), named) == figures_of(page_of(folder), moved) == ["chart-chapter-one-dot"]


def test_charts_of_one_page_have_names_of_their_own(folder):
    untold = {**SPEC, "title": "A finding: 2 × 3"}
    assert figures_of(page_of(folder), untold, untold, SPEC) == [
        "chart-chapter-a-finding-2-3", "chart-chapter-a-finding-2-3-2", "chart-chapter-chart",
    ]  # fmt: skip


@pytest.mark.thorough
def test_only_a_chapters_first_chart_is_shown_wider(folder):
    page = page_of(folder)
    first, second = (charts.render_chart(spec, page) for spec in (SPEC, {**SPEC, "mark": "bar"}))
    assert '<figure class="chart hero"' in first
    assert '<figure class="chart"' in second


def test_what_shows_a_chart_on_another_page_names_the_sites_address_where_that_is_known(folder):
    shown = charts.render_chart(SPEC, page_of(folder, "https://example.org/report/"))
    assert 'src="https://example.org/report/embed/chapter-chart.html"' in html.unescape(shown)
    assert 'src="../embed/chapter-chart.html"' in html.unescape(charts.render_chart(SPEC, page_of(folder)))


def test_a_drawing_is_made_smaller_in_its_places_and_not_in_its_words():
    drawn = (
        '<svg width="20" height="9"><g transform="translate(0,0)"><text font-size="14px" font-family="Arial" '
        'transform="translate(3.14159,-0.0449)" opacity="1">3.17 times</text></g><path d=""/></svg>'
    )
    assert small(drawn) == (
        '<svg font-family="Arial" width="20" height="9"><g><text font-size="14" '
        'transform="translate(3.1,-0)">3.17 times</text></g></svg>'
    )


def test_rows_whose_names_need_more_lines_on_a_phone_are_taller_there():
    def height(name, **axis):
        y = {"field": "what", "type": "nominal", "axis": axis}
        return drawing.height_on_a_phone(
            {
                "height": 50,
                "data": {"name": "rows"},
                "datasets": {"rows": [{"what": name}, {"what": "short"}]},
                "layer": [{"mark": "point", "encoding": {"y": y}}],
            }
        )

    assert height("brief") == 50
    assert height("a name that takes more lines than one on a phone") == 2 * (3 * 14.5 + 4)
    assert height("a name that takes more lines than one on a phone", labelExpr="datum.value") == 50


def test_a_picture_loses_bytes_and_no_pixel():
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><circle cx="9" cy="9" r="7" fill="red"/></svg>'
    )
    png = vega.png_of(drawn, scale=2)
    pressed = drawing.pressed(png)
    assert len(pressed) < len(png)
    assert pixels_of(pressed) == pixels_of(png)


def pixels_of(png):
    """Head and unpacked pixels of a picture, whose every part has to be whole."""
    parts, at = {b"IDAT": b""}, 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        parts[kind] = parts.get(kind, b"") + data
        at += length + 12
    return parts[b"IHDR"], zlib.decompress(parts[b"IDAT"])


@pytest.mark.thorough
def test_charts_are_drawn_by_another_process_while_the_block_runs(tmp_path, folder, monkeypatch):
    monkeypatch.delenv("CLAIMBOOK_JOBS", raising=False)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # then the book keeps the script itself, and it can be counted
    with drawing.second_process() as pool:
        drawing.draw_ahead(pool, [notebook_with(tmp_path, SPEC)], folder)
        for _ in range(600):
            if len([*folder.glob("*")]) == 5:  # four of the chart, and the script
                break
            time.sleep(0.1)
    assert len([*folder.glob("*")]) == 5


@pytest.mark.thorough
def test_a_chart_that_cannot_be_drawn_ahead_is_no_error_yet(tmp_path):
    with drawing.second_process() as pool:
        assert drawing.draw_ahead(pool, [tmp_path / "there is no such notebook.ipynb"], tmp_path) is None


@pytest.mark.thorough
def test_pictures_are_made_by_another_process_while_the_block_runs(folder, monkeypatch):
    monkeypatch.delenv("CLAIMBOOK_JOBS", raising=False)
    svg = drawing.drawing(SPEC, folder)
    with drawing.pictures_ahead(folder) as begin:
        begin([svg])
        for _ in range(600):
            if len([*folder.glob("*")]) == 2:  # the drawing, and its picture
                break
            time.sleep(0.1)
    monkeypatch.setattr(vega, "png_of", lambda *asked, **how: pytest.fail("it was made here"))
    assert drawing.picture(svg, folder).startswith(b"\x89PNG")


@pytest.mark.thorough
def test_a_picture_that_cannot_be_made_ahead_is_no_error_yet(folder):
    with drawing.pictures_ahead(folder) as begin:
        assert begin(["no drawing"]) is None


def test_one_process_is_enough_if_the_user_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAIMBOOK_JOBS", "1")
    monkeypatch.setattr(drawing, "workers", lambda count: pytest.fail("a second process was started"))
    with drawing.second_process() as pool, drawing.pictures_ahead(tmp_path) as begin:
        assert drawing.draw_ahead(pool, [notebook_with(tmp_path, SPEC)], tmp_path) is None
        assert begin(["a"]) is None

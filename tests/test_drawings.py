"""A chart is drawn once for all sites that show it; pages are made anew when what they are made of has changed."""

import shutil

import pytest

from claimbook import drawing, site

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

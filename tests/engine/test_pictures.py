"""Pictures of charts and for previews of links: nothing in them is cut off, and they speak their page's language."""

import re

import pandas as pd
import pytest
from rich.cells import cell_len

from claimbook.charts.drawing import Drawn
from claimbook.ledger.languages import find_language
from claimbook.model.model import Model
from claimbook.site import machines
from claimbook.site.chart_files import MARGIN, WIDTH, Shown, picture_file
from tests.engine.book import PROJECT


def shown(width):
    """A chart whose drawing that is passed on is so wide."""
    drawing = f'<svg width="{width}" height="100" viewBox="0 0 {width} 100"><text>boats</text></svg>'
    return Shown({}, Drawn("", "", drawing, 1, 1), pd.DataFrame(), "", "index", "Boats", "each year")


@pytest.mark.parametrize(("width", "picture"), [(300, WIDTH), (WIDTH - 2 * MARGIN, WIDTH), (960, 960 + 2 * MARGIN)])
def test_a_picture_is_as_wide_as_its_drawing_needs(width, picture):
    drawn = picture_file(shown(width), "Source: the ferries")
    assert float(re.match(r'<svg [^>]*width="([\d.]+)"', drawn)[1]) == picture
    assert float(re.match(r'<svg [^>]*viewBox="0 0 ([\d.]+) ', drawn)[1]) == picture


@pytest.fixture
def previewed(monkeypatch):
    """What is drawn for the preview of a link."""
    monkeypatch.setattr(machines, "preview_picture", lambda drawn, folder: drawn)

    def preview(heading, answer, **how):
        return machines.preview(heading, answer, "Ferries", Model.of(PROJECT).results, None, **how)

    return preview


def test_a_preview_says_verdicts_in_the_pages_language(previewed):
    chinese = find_language(PROJECT, "zh-Hans").speech
    drawn = previewed("渡轮", "两家渡轮公司。", speech=chinese)
    words = re.findall(r"</tspan> (.+)</text>", drawn)
    assert words
    assert set(words) <= {"成立", "有可能", "自洽", "不成立", "尚无定论"}
    english = re.findall(r"</tspan> (.+)</text>", previewed("Ferries", "Two companies."))
    assert len(english) == len(words)
    assert all(word.isascii() for word in english)


def test_a_chinese_sentence_is_told_from_the_next_and_ends_its_lines_within_the_picture(previewed):
    said = "2023年至2024年，5篇中文文章就人工智能算力的成本、归属和增速，作出了505条可以核查的陈述。本书逐条重新计算。"
    first = machines.first_sentence(said)
    assert first.endswith("陈述。")
    drawn = previewed("五篇文章", first)
    lines = re.findall(r'font-size="34"[^>]*>([^<]+)</text>', drawn)
    assert "".join(lines) == first
    assert all(80 + cell_len(line) * 34 / 2 < 1200 for line in lines)

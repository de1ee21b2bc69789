"""Which fonts charts are drawn with: a font that is a file is opened for each letter, which takes most of the time."""

import os
import re
import subprocess
import sys
from xml.etree.ElementTree import fromstring

import pytest
import vl_convert

from claimbook.charts import vega

DRAW_WITHOUT_OPENING_FILES = """
import re, resource
from claimbook.charts import vega

def width_with(name):
    y = {"field": "name", "type": "nominal"}
    spec = {"data": {"values": [{"name": name}]}, "mark": "bar", "encoding": {"y": y}}
    return float(re.search(r' width="([0-9.]+)"', vega.svg_of({**spec, "config": {"font": FONT}})).group(1))

width_with("warm")
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
print(width_with("narrow"), width_with("as wide as this"))
"""


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="no limit of open files there")
@pytest.mark.parametrize("font", ["Arial, 'Liberation Sans', sans-serif", "sans-serif"])
def test_words_are_measured_without_opening_a_file(font):
    environment = {key: value for key, value in os.environ.items() if key != vega.WHERE}
    code = DRAW_WITHOUT_OPENING_FILES.replace("FONT}", f"{font!r}}}")
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    narrow, wide = map(float, ran.stdout.split())
    assert narrow < wide


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """What the library was asked for first, and where fonts were then said to be; one folder of fonts is there."""
    calls = []
    monkeypatch.setattr(vega, "FONTS", (str(tmp_path), str(tmp_path / "missing")))
    for name in ("svg_to_png", "register_font_directory"):
        monkeypatch.setattr(
            vl_convert, name, lambda asked, name=name, **how: calls.append((name, asked, os.environ.get(vega.WHERE)))
        )
    return calls


def load_fonts_anew():
    """Load fonts as in a process that has not drawn yet."""
    vega.load_fonts.__wrapped__()


def test_the_machines_fonts_come_after_the_librarys_own(asked, monkeypatch, tmp_path):
    monkeypatch.delenv(vega.WHERE, raising=False)
    load_fonts_anew()
    assert [(name, where) for name, _, where in asked] == [
        ("svg_to_png", str(vega.NOWHERE)), ("register_font_directory", None),
    ]  # fmt: skip
    assert asked[1][1] == str(tmp_path)
    assert vega.NOWHERE.is_file()
    assert vega.WHERE not in os.environ


def test_who_says_where_fonts_are_is_obeyed(asked, monkeypatch):
    monkeypatch.setenv(vega.WHERE, "fonts-of-mine.conf")
    load_fonts_anew()
    assert asked == []
    assert os.environ[vega.WHERE] == "fonts-of-mine.conf"


CHINESE_LINES = """<svg><text aria-label="a > 十" x="1">level of 十万亿亿</text><text x='2'>plain</text>
<text><tspan font-weight="700">3</tspan> 成立</text><title>十</title></svg>"""


def test_a_line_with_chinese_letters_names_faces_for_all_of_its_letters_and_no_other_line_does():
    """Else the first face on the machine that has all of them is taken, often one with serifs."""
    with_faces = vega.without_lacking(CHINESE_LINES)
    lines = fromstring(with_faces).findall("text")
    faces = [[part.get("font-family") for part in line.findall("tspan")] for line in lines]
    assert faces == [[vega.FACES], [], [vega.FACES]]
    assert ["".join(line.itertext()) for line in lines] == ["level of 十万亿亿", "plain", "3 成立"]
    assert re.sub(r'<tspan font-family="[^"]*">(.*)</tspan>(?=</text>)', r"\1", with_faces) == CHINESE_LINES


def test_a_sign_that_the_librarys_own_face_lacks_is_one_like_it_that_it_has():
    drawn = vega.without_lacking('<svg><desc>◆</desc><text x="1">printed ◆, found ●</text></svg>')
    assert drawn == '<svg><desc>◆</desc><text x="1">printed ♦, found ●</text></svg>'

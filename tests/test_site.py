"""The built site of this book, read as files: nothing from elsewhere, everything in its place."""

import html
import json
import re
import zipfile

import jsonschema
import pytest

from claimbook.chapters.execution import chapters
from claimbook.model.model import Model
from claimbook.results.records import all_results
from claimbook.site.chart_files import MARGIN
from tests.book import DATA, PROJECT
from tests.sites import (
    breaches_of_policy,
    charts_of,
    dead_links,
    first_load,
    loaded_at_once,
    loads_from_elsewhere,
    markup_left,
    pages_of,
    points_not_to_download,
    texts_of,
)

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def texts(site):
    return texts_of(site)


def test_every_claim_has_its_card_and_the_register_links_to_it(texts):
    register = texts["book/register.html"]
    for claim in PROJECT.claims.values():
        assert texts[f"book/{claim.chapter}.html"].count(f'id="{claim.id}"') == 1
        assert f'href="{claim.chapter}.html#{claim.id}"' in register


def test_no_page_names_a_script_style_font_or_image_of_another_host(texts):
    assert {page: found for page, text in texts.items() if (found := loads_from_elsewhere(text))} == {}


def test_every_link_inside_the_site_leads_somewhere(site):
    assert {page: found for page in pages_of(site) if (found := dead_links(site, page))} == {}


def test_results_json_is_what_the_model_says_and_fits_its_schema(site):
    stored = json.loads((site / "results.json").read_text(encoding="utf-8"))
    expected = all_results(Model.of(PROJECT))
    expected["made_with"]["commit"] = stored["made_with"]["commit"]  # that of the build
    assert stored == json.loads(json.dumps(expected))
    assert stored["changes"] == {}
    schema = json.loads((site / "results.schema.json").read_text(encoding="utf-8"))
    assert not list(jsonschema.Draft202012Validator(schema).iter_errors(stored))


def test_every_chart_is_drawn_with_a_text_alternative_and_a_source(texts):
    charts = [figure for text in texts.values() for figure in charts_of(text)]
    assert len(charts) >= 5
    for figure in charts:
        assert "<svg" in figure
        assert re.search(r'role="img" aria-label="[^"]{40,}"', figure)
        assert re.search(r"<figcaption><span>Source: [^<]+\.</span>", figure)


def test_no_page_shows_markup_that_was_not_rendered(texts):
    assert {page: found for page, text in texts.items() if (found := markup_left(text))} == {}


def test_every_page_carries_the_strict_policy_and_nothing_inline_that_it_would_refuse(texts):
    assert {page: found for page, text in texts.items() if (found := [*breaches_of_policy(text)])} == {}


def test_a_chapters_first_load_is_at_most_600_kilobytes_compressed_even_with_its_charts_alive(site):
    for page in pages_of(site):
        names, weight = first_load(site, page)
        assert weight <= 600_000, f"{page}: {weight} bytes"
        assert "vega.js" not in " ".join(names), page


def test_every_chart_has_its_data_to_download_with_every_point_it_draws(site, texts):
    for page, text in texts.items():
        for figure in charts_of(text):
            assert points_not_to_download(site, page, figure) == [], page


def test_the_data_package_holds_every_table_as_it_is_in_the_repository(site):
    with zipfile.ZipFile(site / f"{PROJECT.settings.archive}.zip") as archive:
        tables = [name for name in archive.namelist() if (DATA / name).exists() and name != "datapackage.json"]
        assert len(tables) > 5
        for name in tables:
            assert archive.read(name) == (DATA / name).read_bytes()


def test_the_register_offers_its_downloads(texts):
    names = ("register.csv", "register.json", "register.parquet", "results.json", "results.schema.json")
    for name in (*names, f"{PROJECT.settings.archive}.zip", f"{PROJECT.settings.archive}.xlsx"):
        assert f'href="../{name}"' in texts["book/register.html"]


def test_each_chapter_offers_its_executed_notebook(site, texts):
    for chapter in chapters(PROJECT):
        assert f'<a href="../notebooks/{chapter}.ipynb" download>' in texts[f"book/{chapter}.html"]
        notebook = json.loads((site / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
        assert any(cell.get("outputs") for cell in notebook["cells"])


def test_each_page_has_a_title_and_a_description_of_its_own_for_previews(texts):
    found = {
        page: dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', text))
        for page, text in texts.items()
        if not page.startswith("embed/")
    }
    for page, said in found.items():
        assert 20 <= len(html.unescape(said["description"])) <= 230, page
    assert len({said["title"] for said in found.values()}) == len(found)


def test_the_front_page_loads_at_most_60_kilobytes_at_once(site):
    assert loaded_at_once(site, "index.html") <= 60_000


def test_the_front_page_shows_the_score_five_findings_and_every_chapter(texts):
    text = texts["index.html"]
    results = Model.of(PROJECT).results
    verdicts = [result.verdict for result in results]
    for verdict, word in (("holds", "Holds"), ("fails", "Fails")):
        assert f"<strong>{verdicts.count(verdict)}</strong> {word}<" in text
    main = sum(result.claim.weight == "main" for result in results)
    assert f'<p class="score-label">{main} main claims</p>' in text
    assert text.count('<li class="finding ') == 5
    for chapter in chapters(PROJECT):
        assert f'href="book/{chapter}.html"' in text


def test_the_chinese_page_is_marked_as_chinese_and_has_the_findings_the_verdicts_and_the_articles(texts):
    text = texts["book/zh.html"]
    assert re.search(r'<section lang="zh-Hans" dir="ltr" ', text)
    assert text.count('<li class="finding ') == 5
    for word in ("成立", "有可能", "自洽", "不成立", "无法判定", "未找到证据", "尚未到期"):
        assert f"</strong> {word}</a>" in text
    for name in ("华泰证券", "经济观察报", "财经十一人", "界面新闻", "人民邮电报", "ChatGPT算力消耗惊人"):
        assert name in text
    for page, other in ((page, text) for page, text in texts.items() if not page.startswith("embed/")):
        link = "zh.html" if page.startswith("book/") and page.count("/") == 1 else "book/zh.html"
        assert page == "book/zh.html" or f'{link}"' in other or "../zh.html" in other, page


def test_a_reader_finds_an_article_by_its_title_in_either_script_and_by_its_outlets_name(texts):
    page = texts["book/sources/caijing-2023.html"]
    for name in ("ChatGPT算力消耗驚人", "ChatGPT算力消耗惊人", "財經十一人", "吳俊宇"):
        assert name in page
    assert re.search(r'<dd lang="zh-Hant">ChatGPT算力消耗驚人</dd>', page)


def test_no_picture_of_a_chart_cuts_off_what_is_drawn(site):
    pictures = [*(site / "charts").glob("*.svg")]
    assert pictures
    for path in pictures:
        picture, drawn = re.findall(r'<svg [^>]*\bwidth="([\d.]+)"', path.read_text(encoding="utf-8"))
        assert float(drawn) + 2 * MARGIN <= float(picture), path.name

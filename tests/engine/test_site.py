"""A built site, read as files: nothing from elsewhere, everything in its place."""

import csv
import html
import io
import json
import re
import struct
import zipfile

import duckdb
import jsonschema
import pandas as pd
import pytest

from claimbook.model.model import Model
from claimbook.results.records import all_results
from claimbook.site.building import base_url
from claimbook.site.downloads import described_with_claims, write_data, write_register
from claimbook.site.machines import write_sitemap
from claimbook.site.stylesheet import pruned, without_unused_properties
from tests.engine.book import PROJECT
from tests.sites import (
    breaches_of_policy,
    charts_of,
    dead_links,
    first_load,
    loads_from_elsewhere,
    markup_left,
    pages_of,
    points_not_to_download,
    texts_of,
)

pytestmark = pytest.mark.site

CHAPTERS = {
    "crossings": {
        "herald-2024-yearly-passengers", "herald-2024-fuel-per-passenger", "herald-2024-punctual",
        "fjordblad-2024-yearly-passengers", "fjordblad-2024-doubling-time",
    },
    "money": {
        "herald-2024-takings", "herald-2024-fuel-share", "herald-2024-paid-back", "herald-2024-founded",
        "fjordblad-2024-dearer",
    },
}  # fmt: skip

#: What the Herald says, line by line.
HERALD = (
    "yearly-passengers", "takings", "fuel-share", "fuel-per-passenger", "paid-back", "punctual", "founded",
)  # fmt: skip


@pytest.fixture(scope="module")
def texts(site):
    return texts_of(site)


def test_every_claim_has_its_card_and_the_register_links_to_it(texts):
    for chapter, claims in CHAPTERS.items():
        for claim in claims:
            assert texts[f"book/{chapter}.html"].count(f'id="{claim}"') == 1
            assert f'href="{chapter}.html#{claim}"' in texts["book/register.html"]


def test_no_page_names_a_script_style_font_or_image_of_another_host(texts):
    assert {page: found for page, text in texts.items() if (found := loads_from_elsewhere(text))} == {}


def test_every_link_inside_the_site_leads_somewhere(site):
    assert {page: found for page in pages_of(site) if (found := dead_links(site, page))} == {}


def test_results_json_is_what_the_model_says(site, model):
    stored = json.loads((site / "results.json").read_text(encoding="utf-8"))
    expected = all_results(model)
    expected["made_with"]["commit"] = ""  # the site is of a copy that no repository keeps
    assert stored == json.loads(json.dumps(expected))
    assert stored["changes"] == {}


def test_every_chart_is_drawn_with_a_text_alternative_and_a_source(texts):
    charts = [figure for text in texts.values() for figure in charts_of(text)]
    assert len(charts) == 6, "the board, the chapter's, two numbers had in several ways, what turns verdicts, misses"
    for figure in charts:
        assert "<svg" in figure
        assert re.search(r'role="img" aria-label="[^"]{40,}"', figure)
        assert re.search(r"<figcaption><span>Source: [^<]+\.</span>", figure)


def test_of_every_chart_there_is_a_table_a_picture_in_two_forms_and_a_page_to_embed(site, texts):
    for page, text in texts.items():
        for figure in charts_of(text):
            links = re.findall(r'<a [^>]*href="([^"]+)"', figure.partition("<figcaption>")[2])
            assert [link.rpartition(".")[2] for link in links[:3]] == ["png", "svg", "csv"]
            assert links[3] == "#" + re.search(r' id="([^"]+)"', figure)[1]
            png, svg, _ = ((site / page).parent / link for link in links[:3])
            picture = svg.read_text(encoding="utf-8")
            width = float(re.match(r'<svg [^>]*\bwidth="([\d.]+)"', picture)[1])
            assert struct.unpack(">II", png.read_bytes()[16:24])[0] == pytest.approx(2 * width, abs=2)
            assert width >= 792
            title, source = (re.search(f"{said}([^<]+)<", figure)[1] for said in ('chart-title">', "<span>"))
            assert f"<title>{title}</title>" in picture
            assert " ".join(re.findall(r"<text[^>]*>([^<]+)</text>", picture)).count(source.split(";")[0]) == 1
            assert 'fill="#ffffff"' in picture
            assert "var(" not in picture
            assert f'src="../embed/{png.stem}.html"' in html.unescape(figure) or page == "index.html"
            assert title in texts[f"embed/{png.stem}.html"]


def test_an_embedded_page_needs_no_script_and_lets_any_page_show_it(texts):
    pages = {page: text for page, text in texts.items() if page.startswith("embed/")}
    assert len(pages) == 6
    for page, text in pages.items():
        assert "<script" not in text
        assert "frame-ancestors" not in text
        link = re.search(r'<a href="\.\./([^"#]+)#([^"]+)" target="_blank" rel="noopener">', text)
        assert f'id="{link[2]}"' in texts[link[1]], page


def test_every_page_has_the_icon_that_a_browser_would_else_look_for_in_vain(site, texts):
    for page, text in texts.items():
        icon = re.search(r'<link rel="icon" href="([^"]+)"', text)
        assert icon, page
        assert (site / page).parent.joinpath(icon[1]).is_file(), page


def test_no_page_shows_markup_that_was_not_rendered(texts):
    assert {page: found for page, text in texts.items() if (found := markup_left(text))} == {}


@pytest.mark.parametrize("left", ["{result}`count`", r"1.5 \text{liter}", "nan liters", "Traceback (most recent"])
def test_markup_that_was_not_rendered_would_be_seen(left):
    assert markup_left(f"<p>So much: {left}</p>")
    assert not markup_left(f"<p>So much: <code>{left}</code></p>"), "code shows what it is"


# What loads, and from where


def test_every_page_carries_the_strict_policy_and_nothing_inline_that_it_would_refuse(texts):
    assert {page: found for page, text in texts.items() if (found := [*breaches_of_policy(text)])} == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Content-Security-Policy", "none"),
        ("script-src 'self'", "script-src *"),
        ("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
        ("<head>", "<head><script src='first.js'></script>"),
        ("</body>", '<p onclick="alert()"></p></body>'),
        ("</body>", '<p style="color: red"></p></body>'),
        ("</body>", "<style>p { color: red }</style></body>"),
        ("</body>", "<script>alert()</script></body>"),
    ],
)
def test_a_breach_of_the_policy_would_be_seen(texts, old, new):
    page = texts["index.html"]
    assert old in page
    assert [*breaches_of_policy(page.replace(old, new))]


def test_a_pages_first_load_is_at_most_600_kilobytes_compressed_even_with_its_charts_alive(site):
    for page in pages_of(site):
        names, weight = first_load(site, page)
        assert weight <= 600_000, f"{page}: {weight} bytes"
        assert "vega.js" not in " ".join(names), page


def test_no_file_in_the_site_is_a_script_or_style_that_no_page_loads(site, texts):
    scripts = list((site / "_static").rglob("*.js"))
    asking = "".join([*texts.values(), *(script.read_text(encoding="utf-8") for script in scripts)])
    for script in scripts:
        assert re.search(rf'["/]{re.escape(script.name)}["?]', asking), script
    assert not list((site / "_static").rglob("*fontawesome*"))


def test_the_style_sheet_keeps_a_rule_that_a_page_uses_and_drops_one_that_none_does():
    sheet = """/* a; } comment */ .used, .unused > p { color: red; --gone: url("a;b}c"); }
    @media print { .unused { color: blue } .used:not(.unused)::before { content: "}" } }
    @font-face { font-family: "Mine"; src: url(mine.woff2) } .unused[data-x="a,b"] { color: green }"""
    kept = without_unused_properties(pruned(sheet, {"used", "p"}))
    assert " ".join(kept.split()) == (
        '.used{color: red; } @media print{ .used:not(.unused)::before{content: "}"} } '
        '@font-face{font-family: "Mine"; src: url(mine.woff2)}'
    )


# What can be downloaded


def test_the_register_can_be_downloaded_as_csv_json_and_parquet_and_all_say_the_same(site, model):
    table = pd.read_csv(site / "register.csv", keep_default_na=False)
    parquet = duckdb.read_parquet(str(site / "register.parquet")).df()
    records = json.loads((site / "register.json").read_text(encoding="utf-8"))
    ids = list(PROJECT.claims)
    assert list(table["id"]) == list(parquet["id"]) == [record["id"] for record in records] == ids
    results = {result.claim.id: result for result in model.results}
    for record, derived in zip(records, parquet["derived"], strict=True):
        result = results[record["id"]]
        assert record["verdict"] == str(result.verdict)
        if result.derived is None:
            assert record["derived"] is None
        else:
            assert record["derived"] == pytest.approx(result.derived, rel=1e-9)
            assert derived == pytest.approx(result.derived, rel=1e-9)
    derived = {record["id"]: record["derived"] for record in records}
    assert derived["herald-2024-takings"] == pytest.approx(24 * 200 * 80 * 3.50)
    assert derived["herald-2024-punctual"] is None


def test_the_downloads_are_the_same_bytes_whenever_they_are_written(built, site, tmp_path):
    write_register(tmp_path, Model.of(built))
    write_data(tmp_path, PROJECT)
    for name in ("register.csv", "register.json", "register.parquet", "ferry-claims.zip"):
        assert (tmp_path / name).read_bytes() == (site / name).read_bytes(), name


def test_the_data_package_holds_every_table_row_for_row(site):
    with zipfile.ZipFile(site / "ferry-claims.zip") as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert {resource["path"] for resource in described["resources"]} <= set(archive.namelist())
        for path in PROJECT.data.glob("*.csv"):
            packed = archive.read(path.name).decode()
            assert [*csv.reader(packed.splitlines())] == [*csv.reader(path.read_text(encoding="utf-8").splitlines())]
        for path in PROJECT.data.glob("claims/*"):
            assert archive.read(f"claims/{path.name}") == path.read_bytes()
        claims = pd.read_csv(io.BytesIO(archive.read("claims.csv")), dtype=str)
        assert list(claims["id"]) == list(PROJECT.claims)
    assert described == described_with_claims(PROJECT)


def test_every_chart_has_its_data_to_download_with_every_point_it_draws(site, texts):
    for page, text in texts.items():
        for figure in charts_of(text):
            assert points_not_to_download(site, page, figure) == [], page


def test_each_chapter_offers_its_executed_notebook_and_says_how_to_run_it_again(site, texts):
    for chapter in CHAPTERS:
        text = html.unescape(texts[f"book/{chapter}.html"])
        assert f'<a href="../notebooks/{chapter}.ipynb" download>' in text
        notebook = json.loads((site / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
        assert any(cell.get("outputs") for cell in notebook["cells"])
        assert 'claimbook rerun --set passengers_per_crossing="80 passenger/crossing"' in text
        assert f"papermill book/{chapter}.ipynb" in text


# What each source says


def test_each_source_has_a_page_with_its_claims_in_its_own_order(texts):
    order = {}
    for source, about in (
        ("herald-2024", "A made-up report on the ferries of a lake"),
        ("fjordblad-2024", "A made-up note in a made-up language"),
    ):
        text = texts[f"book/sources/{source}.html"]
        assert about in html.unescape(text)
        order[source] = re.findall(r'href="\.\./[\w-]+\.html#([\w-]+)"', text.partition("in its own order</h2>")[2])
    assert order["herald-2024"] == [f"herald-2024-{name}" for name in HERALD]
    assert order["fjordblad-2024"] == [
        f"fjordblad-2024-{name}" for name in ("yearly-passengers", "doubling-time", "dearer")
    ]


# What machines read


def test_results_json_fits_its_schema_and_the_schema_refuses_what_does_not(site, model):
    schema = json.loads((site / "results.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))
    assert not list(validator.iter_errors(results))
    changed = all_results(model.with_(passengers_per_crossing=110))
    assert not list(validator.iter_errors(json.loads(json.dumps(changed))))
    results["claims"][0]["verdict"] = "true"
    del results["claims"][1]["statement"]
    results["assumptions"][0]["value"] = 0
    assert len(list(validator.iter_errors(results))) == 3


def test_the_schema_describes_every_field_that_results_json_has(site):
    schema = json.loads((site / "results.schema.json").read_text(encoding="utf-8"))
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))
    assert set(results) == set(schema["properties"])
    for field, described in schema["properties"].items():
        if "items" in described:
            properties = schema["$defs"][described["items"]["$ref"].rpartition("/")[2]]["properties"]
            assert {name for record in results[field] for name in record} == set(properties), field


def test_each_claim_is_a_claim_review_on_its_chapters_page(texts, model):
    published = {"herald-2024": ("Lorn Herald", "2024-05"), "fjordblad-2024": ("Fjordblad", "2024-06-02")}
    for chapter, claims in CHAPTERS.items():
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', texts[f"book/{chapter}.html"], re.S)
        assert len(blocks) == 1, chapter
        data = json.loads(blocks[0])
        assert data["@context"] == "https://schema.org"
        reviews = {review["url"].partition("#")[2]: review for review in data["@graph"]}
        assert set(reviews) == claims
        for claim, review in reviews.items():
            verdict = str(model.verdict(claim))
            assert review["@type"] == "ClaimReview"
            assert review["claimReviewed"] == PROJECT.claims[claim].statement
            assert review["reviewRating"]["alternateName"] == verdict
            assert ("ratingValue" in review["reviewRating"]) == (verdict in ("holds", "plausible", "adds up", "fails"))
            author, day = published[claim.rpartition("-2024-")[0] + "-2024"]
            assert review["itemReviewed"]["author"]["name"] == author
            assert review["itemReviewed"]["datePublished"] == day


def test_each_page_has_a_title_a_description_and_a_picture_of_its_own_for_previews(site, texts):
    seen = set()
    for page, text in texts.items():
        if page.startswith("embed/"):
            assert '<meta name="robots" content="noindex" />' in text, "it is shown within other sites' pages"
            continue
        found = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', text))
        assert found["title"], page
        assert 20 <= len(html.unescape(found["description"])) <= 230, page
        image = ((site / page).parent / found["image"]).resolve().read_bytes()
        assert image.startswith(b"\x89PNG")
        assert struct.unpack(">II", image[16:24]) == (1200, 630)
        seen.add(found["title"])
    assert len(seen) == len([page for page in texts if not page.startswith("embed/")])


def test_whole_addresses_are_written_only_where_the_sites_address_is_known(site, tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMBOOK_BASE_URL", raising=False)
    assert base_url(is_scenario=False) == ""
    monkeypatch.setenv("CLAIMBOOK_BASE_URL", "https://example.org/claims")
    assert base_url(is_scenario=False) == "https://example.org/claims/"
    assert base_url(is_scenario=True) == "", "a scenario is not the report"
    write_sitemap(tmp_path, "https://example.org/claims/", ["index.html", "book/crossings.html"])
    assert "<loc>https://example.org/claims/book/crossings.html</loc>" in (tmp_path / "sitemap.xml").read_text()
    assert "Sitemap: https://example.org/claims/sitemap.xml" in (tmp_path / "robots.txt").read_text()
    write_sitemap(tmp_path, "", ["index.html"])
    assert not (tmp_path / "sitemap.xml").exists()
    assert (site / "robots.txt").exists()


# The front page


def test_the_front_page_shows_the_score_every_claim_with_a_number_and_every_chapter(texts):
    text = texts["index.html"]
    for count, word in ((3, "Holds"), (1, "Plausible"), (1, "Adds up"), (3, "Fails")):
        assert f"<strong>{count}</strong> {word}<" in text
    drawn = re.search(r'<figure class="chart[ "].*?<figcaption', text, re.S)[0]
    for claim in ("herald-2024-yearly-passengers", "herald-2024-fuel-per-passenger", "fjordblad-2024-doubling-time"):
        assert f'href="book/crossings.html#{claim}"' in drawn
    for claim in ("herald-2024-takings", "herald-2024-fuel-share"):
        assert f'href="book/money.html#{claim}"' in drawn
    assert "herald-2024-punctual" not in drawn
    for chapter in CHAPTERS:
        assert f'href="book/{chapter}.html"' in text

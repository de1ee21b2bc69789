"""The built site, read as files: nothing from elsewhere, everything in its place."""

import gzip
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

from claimbook.chapters.execution import chapters
from claimbook.model.graph import upstream_of_chapter
from claimbook.model.model import Model
from claimbook.results.records import all_results
from claimbook.site.downloads import described_with_claims, write_data, write_register
from claimbook.site.machines import write_sitemap
from claimbook.site.shell import base_url
from claimbook.site.stylesheet import pruned, without_unused_properties
from tests.book import DATA, PROJECT

from .conftest import pages_of

pytestmark = pytest.mark.site


def test_every_claim_has_its_card_and_the_register_links_to_it(site):
    register = (site / "book" / "register.html").read_text(encoding="utf-8")
    for claim in PROJECT.claims.values():
        page = (site / "book" / f"{claim.chapter}.html").read_text(encoding="utf-8")
        assert page.count(f'id="{claim.id}"') == 1
        assert f'href="{claim.chapter}.html#{claim.id}"' in register


def test_no_page_names_a_script_style_font_or_image_of_another_host(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        loads = re.findall(
            r'<(?:script|link|img|iframe|source|video)\b[^>]*?(?:src|href)="((?:https?:)?//[^"]+)"', text
        )
        assert not [url for url in loads if "canonical" not in url], page
        assert "unpkg.com" not in text
        assert "jsdelivr" not in text
        assert "cdnjs" not in text


def test_every_link_inside_the_site_leads_somewhere(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        for target in re.findall(r'<a\b[^>]*?href="([^"]+)"', text):
            if re.match(r"https?:|mailto:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (site / page).parent / path.split("?")[0] if path else site / page
            assert file.exists(), f"{page}: {target}"
            if anchor and file.suffix == ".html":
                assert f'id="{anchor}"' in file.read_text(encoding="utf-8"), f"{page}: {target}"


def test_results_json_is_what_the_model_says(site):
    stored = json.loads((site / "results.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(all_results(Model.baseline())))
    assert stored["changes"] == {}


def test_every_chart_is_drawn_with_a_text_alternative_and_a_source(site):
    charts = 0
    for page in pages_of(site):
        for figure in re.findall(r'<figure class="chart".*?</figure>', (site / page).read_text(encoding="utf-8"), re.S):
            charts += 1
            assert "<svg" in figure
            assert re.search(r'role="img" aria-label="[^"]{40,}"', figure)
            assert re.search(r"<figcaption>Source: [^<]+\. <a ", figure)
    assert charts >= 5


def test_no_page_shows_markup_that_was_not_rendered(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        visible = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]+>", " ", text, flags=re.S)
        assert not re.search(r"\{(?:glue|result|cite|doc)\}|\\text|\\frac|Traceback|\bnan\b|NaN", visible), page


# What loads, and from where


def test_every_page_carries_the_strict_policy_and_nothing_inline_that_it_would_refuse(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy, page
        rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
        assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'", page
        assert "unsafe" not in policy[1]
        assert text.index(policy[0]) < text.index("<script"), page
        assert not re.search(r"<style\b|\sstyle=\"|\son\w+=\"", text), page
        for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.S):
            assert "src=" in attributes or "json" in attributes, f"{page}: {body[:60]}"


def test_a_chapters_first_load_is_at_most_600_kilobytes_compressed_even_with_its_charts_alive(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        names = re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.(?:js|css|svg))[^"]*"', text)
        files = {site / page, site / "_static" / "vega.js", *((site / page).parent / name for name in names)}
        weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)
        assert weight <= 600_000, f"{page}: {weight} bytes"
        assert "vega.js" not in " ".join(names), page


def test_no_file_in_the_site_is_a_script_or_style_that_no_page_loads(site):
    scripts = list((site / "_static").rglob("*.js"))
    texts = "".join(path.read_text(encoding="utf-8") for path in [*(site / page for page in pages_of(site)), *scripts])
    for script in scripts:
        assert re.search(rf'["/]{re.escape(script.name)}["?]', texts), script
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


def test_the_register_can_be_downloaded_as_csv_json_and_parquet_and_all_say_the_same(site):
    csv = pd.read_csv(site / "register.csv", keep_default_na=False)
    parquet = duckdb.read_parquet(str(site / "register.parquet")).df()
    records = json.loads((site / "register.json").read_text(encoding="utf-8"))
    ids = list(PROJECT.claims)
    assert list(csv["id"]) == list(parquet["id"]) == [record["id"] for record in records] == ids
    results = {result.claim.id: result for result in Model.baseline().results}
    for record, derived in zip(records, parquet["derived"], strict=True):
        result = results[record["id"]]
        assert record["verdict"] == str(result.verdict)
        if result.derived is None:
            assert record["derived"] is None
        else:
            assert record["derived"] == pytest.approx(result.derived, rel=1e-9)
            assert derived == pytest.approx(result.derived, rel=1e-9)
    register = (site / "book" / "register.html").read_text(encoding="utf-8")
    for name in (
        "register.csv",
        "register.json",
        "register.parquet",
        f"{PROJECT.settings.archive}.zip",
        "results.json",
        "results.schema.json",
    ):
        assert f'href="../{name}"' in register


def test_the_downloads_are_the_same_bytes_whenever_they_are_written(site, tmp_path):
    write_register(tmp_path, Model.baseline())
    write_data(tmp_path, PROJECT)
    for name in ("register.csv", "register.json", "register.parquet", f"{PROJECT.settings.archive}.zip"):
        assert (tmp_path / name).read_bytes() == (site / name).read_bytes(), name


def test_the_data_package_holds_every_table_as_it_is_in_the_repository(site):
    with zipfile.ZipFile(site / f"{PROJECT.settings.archive}.zip") as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert {resource["path"] for resource in described["resources"]} <= set(archive.namelist())
        for name in archive.namelist():
            if (DATA / name).exists() and name != "datapackage.json":
                assert archive.read(name) == (DATA / name).read_bytes()
        claims = pd.read_csv(io.BytesIO(archive.read("claims.csv")), dtype=str)
        assert list(claims["id"]) == list(PROJECT.claims)
    assert described == described_with_claims(PROJECT)


def test_every_chart_has_its_data_to_download_with_every_point_it_draws(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        for figure in re.findall(r'<figure class="chart".*?</figure>', text, re.S):
            link = re.search(r'<a class="chart-data" href="([^"]+)" download>', figure)
            assert link, page
            table = pd.read_csv((site / page).parent / link[1])
            spec = json.loads(re.search(r'class="chart-spec">(.*?)</script>', figure, re.S)[1])
            for rows in spec["datasets"].values():
                shown = [name for name in rows[0] if name in table.columns]
                for name in shown:
                    numbers = [row[name] for row in rows if isinstance(row[name], int | float)]
                    assert set(numbers) <= set(table[name].dropna()), f"{page}: {spec.get('title')}, {name}"
            assert len(table) >= max(map(len, spec["datasets"].values()))


def test_each_chapter_offers_its_executed_notebook_and_says_how_to_run_it_again(site):
    for chapter in chapters(PROJECT):
        text = (site / "book" / f"{chapter}.html").read_text(encoding="utf-8")
        assert f'<a href="../notebooks/{chapter}.ipynb" download>' in text
        notebook = json.loads((site / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
        assert any(cell.get("outputs") for cell in notebook["cells"])
        setting = re.search(r"claimbook rerun --set (\w+)=&#34;([^&]+)&#34;", text) or re.search(
            r'claimbook rerun --set (\w+)="([^"]+)"', text
        )
        if setting:
            assert setting[1] in upstream_of_chapter(PROJECT, chapter)
            assert not Model.baseline().with_(**{setting[1]: setting[2]}).changes
        assert f"papermill book/{chapter}.ipynb" in text


# What each source says


def test_each_source_has_a_page_with_its_claims_in_its_own_order(site):
    for key, source in PROJECT.sources.iterrows():
        text = (site / "book" / "sources" / f"{key}.html").read_text(encoding="utf-8")
        assert source["about"] in html.unescape(text)
        order = re.findall(r'href="\.\./[\w-]+\.html#([\w-]+)"', text.partition("in its own order</h2>")[2])
        own = {claim.id: claim.line for claim in PROJECT.claims.values() if claim.source == key}
        assert sorted(order) == sorted(own)
        assert [own[claim] for claim in order] == sorted(own.values())


# What machines read


def test_results_json_fits_its_schema_and_the_schema_refuses_what_does_not(site):
    schema = json.loads((site / "results.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))
    assert not list(validator.iter_errors(results))
    assert not list(validator.iter_errors(json.loads(json.dumps(all_results(Model.baseline().with_(a100_per_h100=3))))))
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


def test_each_claim_is_a_claim_review_on_its_chapters_page(site):
    for chapter in chapters(PROJECT):
        text = (site / "book" / f"{chapter}.html").read_text(encoding="utf-8")
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        assert len(blocks) == 1, chapter
        data = json.loads(blocks[0])
        assert data["@context"] == "https://schema.org"
        reviews = {review["url"].partition("#")[2]: review for review in data["@graph"]}
        assert set(reviews) == {claim.id for claim in PROJECT.claims_of(chapter)}
        for claim in PROJECT.claims_of(chapter):
            review = reviews[claim.id]
            result = Model.baseline().result(claim.id)
            assert review["@type"] == "ClaimReview"
            assert review["claimReviewed"] == claim.statement
            assert review["reviewRating"]["alternateName"] == str(result.verdict)
            assert ("ratingValue" in review["reviewRating"]) == (str(result.verdict) in ("holds", "plausible", "fails"))
            source = PROJECT.sources.loc[claim.source]
            assert review["itemReviewed"]["author"]["name"] == source["publisher"]
            assert review["itemReviewed"]["datePublished"] == source["published"]


def test_each_page_has_a_title_a_description_and_a_picture_of_its_own_for_previews(site):
    seen = set()
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        found = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', text))
        assert found["title"], page
        assert 20 <= len(html.unescape(found["description"])) <= 230, page
        whole = base_url(is_scenario=False)
        path = site / found["image"].removeprefix(whole) if whole else (site / page).parent / found["image"]
        image = path.resolve().read_bytes()
        assert image.startswith(b"\x89PNG")
        assert struct.unpack(">II", image[16:24]) == (1200, 630)
        seen.add(found["title"])
    assert len(seen) == len(pages_of(site))


def test_whole_addresses_are_written_only_where_the_sites_address_is_known(site, tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMBOOK_BASE_URL", raising=False)
    assert base_url(is_scenario=False) == ""
    monkeypatch.setenv("CLAIMBOOK_BASE_URL", "https://example.org/claims")
    assert base_url(is_scenario=False) == "https://example.org/claims/"
    assert base_url(is_scenario=True) == "", "a scenario is not the report"
    write_sitemap(tmp_path, "https://example.org/claims/", ["index.html", "book/chips.html"])
    assert "<loc>https://example.org/claims/book/chips.html</loc>" in (tmp_path / "sitemap.xml").read_text()
    assert "Sitemap: https://example.org/claims/sitemap.xml" in (tmp_path / "robots.txt").read_text()
    write_sitemap(tmp_path, "", ["index.html"])
    assert not (tmp_path / "sitemap.xml").exists()
    assert (site / "robots.txt").exists()


# The front page


def test_the_front_page_shows_the_score_every_claim_with_a_number_and_five_findings(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    results = Model.baseline().results
    for verdict, word in (("holds", "hold"), ("fails", "fail")):
        count = sum(result.verdict == verdict for result in results)
        assert f"<strong>{count}</strong> {word}<" in text
    drawn = re.search(r'<figure class="chart".*?<script', text, re.S)[0]
    for result in results:
        if result.ratio is not None and result.ratio > 0:
            assert f'href="book/{result.claim.chapter}.html#{result.claim.id}"' in drawn
    findings = re.search(r'<section id="worth-knowing">.*?</ol>', text, re.S)[0]
    assert findings.count("<li>") == 5
    for chapter in chapters(PROJECT):
        assert f'href="book/{chapter}.html"' in text

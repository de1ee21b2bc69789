"""The built site, read as files: nothing from elsewhere, everything in its place."""

import json
import re

import pytest

from claimbook import tables
from claimbook.model import Model
from claimbook.results import all_results

from .conftest import pages_of

pytestmark = pytest.mark.site


def test_every_claim_has_its_card_and_the_register_links_to_it(site):
    register = (site / "book" / "register.html").read_text(encoding="utf-8")
    for claim in tables.claims().values():
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
            assert re.search(r"<figcaption>Source: [^<]+\.</figcaption>", figure)
    assert charts >= 5


def test_no_page_shows_markup_that_was_not_rendered(site):
    for page in pages_of(site):
        text = (site / page).read_text(encoding="utf-8")
        visible = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]+>", " ", text, flags=re.S)
        assert not re.search(r"\{(?:glue|result|cite|doc)\}|\\text|\\frac|Traceback|\bnan\b|NaN", visible), page

"""What the tests of a site read in its pages, as files."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

LOADED = re.compile(r'<(?:script|link|img|iframe|source|video)\b[^>]*?(?:src|href)="((?:https?:)?//[^"]+)"')
LIBRARIES_HOSTS = ("unpkg.com", "jsdelivr", "cdnjs")


def pages_of(folder: Path) -> list[str]:
    """Paths of a site's own pages."""
    found = (page.relative_to(folder) for page in folder.rglob("*.html"))
    return sorted(page.as_posix() for page in found if "_static" not in page.parts)


def texts_of(site: Path) -> dict[str, str]:
    """The pages as they stand in their files, by path."""
    return {page: (site / page).read_text(encoding="utf-8") for page in pages_of(site)}


def charts_of(text: str) -> list[str]:
    """A page's charts."""
    return re.findall(r'<figure class="chart[ "].*?</figure>', text, re.S)


def loads_from_elsewhere(text: str) -> list[str]:
    """Addresses of other hosts from which a page loads something."""
    loads = [url for url in LOADED.findall(text) if "canonical" not in url]
    return loads + [host for host in LIBRARIES_HOSTS if host in text]


def dead_links(site: Path, page: str) -> list[str]:
    """Links of a page that lead nowhere inside the site."""
    text = (site / page).read_text(encoding="utf-8")
    targets = dict.fromkeys(re.findall(r'<a\b[^>]*?href="([^"]+)"', text))
    inside = [link for link in targets if not re.match(r"https?:|mailto:", link)]
    read = cache(text_of)  # many links of a page lead to the same few
    return [link for link in inside if not leads_somewhere(site / page, link, read)]


def text_of(file: Path) -> str:
    """A file's text."""
    return file.read_text(encoding="utf-8")


def leads_somewhere(page: Path, link: str, read: Callable[[Path], str] = text_of) -> bool:
    """Whether a link's file is there, and in it what the link points at."""
    path, _, anchor = link.partition("#")
    file = page.parent / path.split("?")[0] if path else page
    if not file.exists():
        return False
    return not anchor or file.suffix != ".html" or f'id="{anchor}"' in read(file)


def markup_left(text: str) -> list[str]:
    """What a page shows of markup that was not rendered."""
    visible = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]+>", " ", text, flags=re.S)
    return re.findall(r"\{(?:glue|result|cite|doc)\}|\\text|\\frac|Traceback|\bnan\b|NaN", visible)


def breaches_of_policy(text: str) -> Iterator[str]:
    """Where a page's policy is not strict, or the page has what it would refuse."""
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    if not policy:
        yield "no policy"
        return
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    yield from (name for name in ("default-src", "script-src", "style-src") if rules.get(name) != "'self'")
    if "unsafe" in policy[1]:
        yield "unsafe"
    if "<script" in text and text.index(policy[0]) > text.index("<script"):
        yield "a script before the policy"
    yield from re.findall(r"<style\b|\sstyle=\"|\son\w+=\"", text)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.S):
        if "src=" not in attributes and "json" not in attributes:
            yield f"a script in the page: {body[:60]}"


def first_load(site: Path, page: str) -> tuple[list[str], int]:
    """Scripts and styles that a page names, and the weight of page, these and the charts' script, compressed."""
    text = (site / page).read_text(encoding="utf-8")
    names = re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.(?:js|css|svg))[^"]*"', text)
    files = {site / page, site / "_static" / "vega.js", *((site / page).parent / name for name in names)}
    return names, sum(compressed(file.read_bytes()) for file in files)


@cache
def compressed(content: bytes) -> int:
    """The weight of a file as a host sends it: most pages load the same scripts."""
    return len(gzip.compress(content, 9))


def spec_of(site: Path, page: str, figure: str) -> dict[str, Any]:
    """The spec that brings a chart to life."""
    script = (site / page).parent / re.search(r'data-spec="([^"?]+)\?v=', figure)[1]  # type: ignore[index]
    found: dict[str, Any] = json.loads(script.read_text(encoding="utf-8").partition("] = ")[2].removesuffix(";\n"))
    return found


def loaded_at_once(site: Path, page: str) -> int:
    """The weight of a page with the scripts and styles it names, compressed; what comes later is not in it."""
    text = (site / page).read_text(encoding="utf-8")
    names = re.findall(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.(?:js|css))[^"]*"', text)
    files = {site / page, *((site / page).parent / name for name in names)}
    return sum(compressed(file.read_bytes()) for file in files)


def points_not_to_download(site: Path, page: str, figure: str) -> list[str]:
    """What a chart draws and its table to download lacks."""
    link = re.search(r'<a class="chart-data" href="([^"]+)" download>', figure)
    if not link:
        return ["the table"]
    table = pd.read_csv((site / page).parent / link[1])
    sets = spec_of(site, page, figure)["datasets"].values()
    drawn = [(name, row[name]) for rows in sets for row in rows for name in rows[0] if name in table.columns]
    known = {name: set(table[name].dropna()) for name in table.columns}
    lacking = [
        f"{name} {value}" for name, value in drawn if isinstance(value, int | float) and value not in known[name]
    ]
    return lacking + (["rows"] if len(table) < max(map(len, sets)) else [])

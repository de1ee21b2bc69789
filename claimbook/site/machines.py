"""What machines read of the site: claim reviews, pictures for link previews, the sitemap."""

from collections import Counter
from pathlib import Path
from textwrap import wrap
from typing import Any

import vl_convert
from markupsafe import escape

from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.results.describing import describe
from claimbook.system.templates import template

#: Where a verdict stands between false and true on schema.org's usual scale; one that leaves a claim open has no place.
RATINGS = {Verdict.HOLDS: 5, Verdict.PLAUSIBLE: 4, Verdict.ADDS_UP: 3, Verdict.FAILS: 1}


def claim_reviews(chapter: str, model: Model, page: str) -> list[dict[str, Any]]:
    """
    The claims of a chapter as schema.org ClaimReviews.

    Parameters
    ----------
    chapter : str
        The chapter's name.
    model : Model
        The model whose verdicts they state.
    page : str
        The page's whole address, or nothing: then links are relative to the page.
    """
    return [claim_review(result, page, model.project) for result in model.results if result.claim.chapter == chapter]


def claim_review(result: Result, page: str, project: Project) -> dict[str, Any]:
    """A claim with its verdict as a ClaimReview: whose claim it is, what was found, and where to read why."""
    claim = result.claim
    source = project.sources.loc[claim.source]
    facts = describe(result, project.words)
    found = f" Claimed: {facts['claimed']}; found: {facts['derived']}." if facts["claimed"] and facts["derived"] else ""
    rating: dict[str, Any] = {
        "@type": "Rating",
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": str(result.verdict),
    }
    if result.verdict in RATINGS:
        rating["ratingValue"] = RATINGS[result.verdict]
    answers = f"Does it add up: {result.adds_up}. Is it so: {result.is_so}."
    chance = f" ({facts['chance']})" if facts["chance"] else ""
    rating["ratingExplanation"] = f"{answers.removesuffix('.')}{chance}.{found}"
    author = {"@type": "Organization", "name": source["publisher"]}
    return {
        "@type": "ClaimReview",
        "url": f"{page}#{claim.id}",
        "claimReviewed": claim.statement,
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": project.author},
        "itemReviewed": {
            "@type": "Claim",
            "author": author,
            "datePublished": source["published"],
            "appearance": {
                "@type": "Article",
                "name": source["short"],
                "publisher": author,
                "datePublished": source["published"],
                "inLanguage": source["language"],
                "position": f"line {claim.line}",
            },
        },
        "reviewRating": rating,
    }


def preview_name(pagename: str) -> str:
    """Where the picture for a page's link preview is."""
    return f"previews/{pagename.rpartition('/')[2]}.png"


def preview(heading: str, project: str, results: list[Result]) -> bytes:
    """Picture for a link preview, 1200 by 630 pixels: the page's title and how its claims fare."""
    counts = Counter(result.verdict for result in results)
    total = sum(counts.values())
    bars, at = [], 0.0
    for verdict in Verdict:
        width = 1040 * counts[verdict] / total
        if width:
            bars.append({"x": at, "width": max(width - 3, 2), "colour": verdict_colour(verdict)})
        at += width
    open_count = total - sum(counts[verdict] for verdict in RATINGS)
    score = [
        (counts[Verdict.HOLDS], "hold" if counts[Verdict.HOLDS] != 1 else "holds", COLOURS["holds"]),
        (counts[Verdict.PLAUSIBLE], "plausible", COLOURS["plausible"]),
        (counts[Verdict.ADDS_UP], "add up" if counts[Verdict.ADDS_UP] != 1 else "adds up", COLOURS["adds-up"]),
        (counts[Verdict.FAILS], "fail" if counts[Verdict.FAILS] != 1 else "fails", COLOURS["fails"]),
        (open_count, "open", COLOURS["open"]),
    ]
    drawn = template("preview.svg.j2", "claimbook.site").render(
        lines=wrap(heading, 30)[:4], project=project, bars=bars, score=[part for part in score if part[0]], **COLOURS
    )
    return bytes(vl_convert.svg_to_png(drawn))


def write_sitemap(folder: Path, base: str, pages: list[str]) -> None:
    """Write robots.txt and, where the site's address is known, sitemap.xml."""
    robots = "User-agent: *\nAllow: /\n"
    sitemap = folder / "sitemap.xml"
    sitemap.unlink(missing_ok=True)
    if base:
        urls = "\n".join(f"<url><loc>{escape(base + page)}</loc></url>" for page in pages)
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        sitemap.write_text(f"{head}\n{urls}\n</urlset>\n", encoding="utf-8")
        robots += f"Sitemap: {base}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8")

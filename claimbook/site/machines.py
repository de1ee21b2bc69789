"""What machines read of the site: claim reviews, pictures for link previews, the sitemap."""

import re
from pathlib import Path
from typing import Any

from markupsafe import escape

from claimbook.charts.drawing import preview_picture
from claimbook.charts.theme import COLOURS, verdict_colour
from claimbook.ledger.languages import Speech
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.results.describing import describe
from claimbook.results.score import OPEN, in_short, pieces
from claimbook.site.places import drawings_of
from claimbook.site.speaking import ENGLISH
from claimbook.system.lines import in_few_lines
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


#: How long the bar in a picture is, in pixels, and what is said of one claim and of several.
LONG = 1040
IN_A_PICTURE = {
    "holds": ("holds", "hold"),
    "plausible": ("plausible", "plausible"),
    "adds up": ("adds up", "add up"),
    "fails": ("fails", "fail"),
    OPEN: ("open", "open"),
}


def preview(
    heading: str, answer: str, project: str, results: list[Result], drawings: Path, speech: Speech = ENGLISH
) -> bytes:
    """
    Picture for a page's link preview, 1200 by 630 pixels: its title, what it says first, and how its claims fare.

    Parameters
    ----------
    heading, answer : str
        The page's title, and its first sentence.
    project : str
        What the book is called.
    results : list of Result
        The claims that are counted.
    drawings : Path
        Where pictures are kept.
    speech : Speech
        The language of the page.
    """
    bars = [
        {"x": LONG * piece.at, "width": max(LONG * piece.share - 3, 2), "colour": verdict_colour(piece.verdict)}
        for piece in pieces(results)
    ]
    score = [
        (count, word_in_a_picture(kind, count, speech), verdict_colour(kind))
        for kind, count in in_short(results).items()
        if count
    ]
    drawn = template("preview.svg.j2", "claimbook.site").render(
        lines=in_few_lines(heading, 38, 3),
        answer=in_few_lines(answer, 62, 4),
        project=project,
        bars=bars,
        score=score,
        **COLOURS,
    )
    return preview_picture(drawn, drawings)


def word_in_a_picture(kind: str, count: int, speech: Speech) -> str:
    """What is said of so many claims with a verdict, or of those that are open together, in a language."""
    if speech.verdicts:
        return speech.verdicts[kind][0] if kind in speech.verdicts else speech.label(kind)
    return IN_A_PICTURE[kind][count > 1]


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence, English or Chinese."""
    return re.split(r"(?<=[.?!]) (?=[^a-z])|(?<=[。？！])", text, maxsplit=1)[0]


def finding(result: Result, project: Project) -> list[tuple[str, str]]:
    """What a claim printed and what was found, each with its label."""
    facts = describe(result, project.words)
    figures = (("Printed:", facts["claimed"]), ("Found:", facts["derived"]), ("Range:", facts["interval"]))
    return [(label, value) for label, value in figures if value]


def claim_preview(result: Result, project: Project) -> bytes:
    """Picture for the link preview of a claim, 1200 by 630 pixels: its verdict, what it says, printed against found."""
    figures = [(label, in_few_lines(value, 52, 1)[0]) for label, value in finding(result, project)]
    drawn = template("claim_preview.svg.j2", "claimbook.site").render(
        colour=verdict_colour(result.verdict),
        verdict=result.verdict.word,
        lines=in_few_lines(result.claim.statement, 42, 5),
        figures=figures,
        source=f"{project.sources.loc[result.claim.source, 'short']}, line {result.claim.line}",
        project=project.title,
        ink=COLOURS["ink"],
        muted=COLOURS["muted"],
    )
    return preview_picture(drawn, drawings_of(project))


def write_claim_pages(folder: Path, base: str, policy: str, model: Model) -> None:
    """
    Write a small page for each main claim, for previews of links to it: its picture, what was found, a link onwards.

    A link to a place within a page has the page's preview; so what is passed on most has a page of its own, which
    leads to the card at once, by a plain link where the browser does not go on by itself.

    Parameters
    ----------
    folder : Path
        The site's.
    base : str
        The site's whole address: pictures of previews need it.
    policy : str
        What the page may load.
    model : Model
        Whose verdicts are shown.
    """
    place = folder / "claim"
    place.mkdir(exist_ok=True)
    for result in model.results:
        claim = result.claim
        if claim.weight != "main":
            continue
        card = f"book/{claim.chapter}.html#{claim.id}"
        page = template("claim.html.j2", "claimbook.site").render(
            title=f"{result.verdict.word}: {claim.statement}",
            found=" ".join([f"{label} {value}." for label, value in finding(result, model.project)])
            or result.verdict.meaning,
            book=model.project.title,
            base=base,
            page=card.partition("#")[0],
            card=f"../{card}",
            own=f"claim/{claim.id}.html",
            picture=f"claim/{claim.id}.png",
            policy=policy,
        )
        (place / f"{claim.id}.html").write_text(page + "\n", encoding="utf-8")
        (place / f"{claim.id}.png").write_bytes(claim_preview(result, model.project))


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

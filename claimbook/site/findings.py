"""The front page's findings as tiles: verdict, headline, and a small picture of printed against found."""

from dataclasses import dataclass
from math import isfinite

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from claimbook.ledger.languages import Speech
from claimbook.model.bins import is_logarithmic, place_of
from claimbook.model.findings import MARK, Finding, findings, mark_of
from claimbook.model.judging import Result
from claimbook.model.model import Model
from claimbook.results.describing import HELD_AGAINST, describe_numbers
from claimbook.site.pages import card_link
from claimbook.site.speaking import ENGLISH, meaning_of, speech_of, word_of, wording_in
from claimbook.system.templates import template

#: How long a picture is, in its own units, and the room at either end of it.
LENGTH, ROOM = 300, 12


class FindingTiles(SphinxDirective):
    """The findings of data/findings.csv in the page's language, each as a tile: ``finding-tiles``."""

    def run(self) -> list[nodes.Node]:
        """Render the tiles with the site's assumptions."""
        model, speech = self.env.app.claimbook_model, speech_of(self.env)
        code = speech.tag.partition("-")[0]
        tiles = [tile(finding, model, speech) for finding in findings(model.project, code)]
        for one in tiles:
            one["link"] = card_link(self, model.result(str(one["claim"])))
        html = template("findings.html.j2", "claimbook.site").render(tiles=tiles, label=speech.label)
        return [nodes.raw("", html, format="html")]


def tile(finding: Finding, model: Model, speech: Speech) -> dict[str, object]:
    """What a tile says; where the claim has another verdict than the headline speaks of, the claim's statement."""
    result = model.result(finding.claim)
    as_said = result.verdict == finding.verdict
    one = result.deciding or result.leading
    source = model.project.sources.loc[result.claim.source]
    outlet = "" if speech == ENGLISH else speech.in_script(str(source.get("outlet", "")))
    return {
        "claim": finding.claim,
        "verdict": result.verdict,
        "word": word_of(result.verdict, speech),
        "meaning": meaning_of(result.verdict, speech),
        "source": outlet or source["short"],
        "headline": headline(finding, model, speech) if as_said else result.claim.statement,
        "picture": picture(result),
        "printed": number("printed", result, model, speech),
        "found": number("interval", result, model, speech),
        "against": speech.label(HELD_AGAINST[one.test.kind]) if one else "",
    }


def headline(finding: Finding, model: Model, speech: Speech) -> str:
    """A headline with its numbers."""

    def filled(mark: str) -> str:
        claim, part = mark_of(mark, finding.claim)
        return number(part, model.result(claim), model, speech)

    return MARK.sub(lambda found: filled(found[1]), finding.headline)


def number(part: str, result: Result, model: Model, speech: Speech) -> str:
    """A number of a claim as a page in some language writes it; an interval where there is none is the one value."""
    words, claim, one = wording_in(speech, model.project.words), result.claim, result.deciding or result.leading
    if part == "printed":
        return words.write_printed(claim.printed, claim.unit) if claim.printed else ""
    if one is None or one.found is None or one.low is None or one.high is None:
        return ""
    if part in ("low", "high"):
        return words.write_quantity(one.low if part == "low" else one.high, claim.unit)
    texts = describe_numbers(one, result, words)
    return (texts["interval"] if part == "interval" else "") or texts["derived"]


@dataclass(frozen=True)
class Picture:
    """
    Printed against found on one axis, in the units of an SVG that is `LENGTH` long.

    Attributes
    ----------
    start, length : float
        The range that was found.
    found : float
        Its value.
    printed : tuple of float
        Where the printed figure stands, or both ends of a printed range.
    towards : int
        1 where the claim says more than the printed figure, -1 where it says less, else 0.
    is_log : bool
        Whether the scale is logarithmic.
    """

    start: float
    length: float
    found: float
    printed: tuple[float, ...]
    towards: int
    is_log: bool


def picture(result: Result) -> Picture | None:
    """The picture of a claim with numbers; none where nothing in numbers is held against it."""
    one, printed = result.deciding or result.leading, result.claim.printed
    if printed is None or one is None or one.found is None or one.low is None or one.high is None:
        return None
    values = [one.low, one.found, one.high, *printed.ends]
    if not all(map(isfinite, values)):
        return None
    least, most = min(values), max(values)

    def at(value: float) -> float:
        return round(ROOM + place_of(value, least, most) * (LENGTH - 2 * ROOM), 1)

    low, high = sorted((at(one.low), at(one.high)))
    return Picture(
        start=low,
        length=round(high - low, 1),
        found=at(one.found),
        printed=tuple(dict.fromkeys(map(at, printed.ends))),
        towards=printed.towards,
        is_log=is_logarithmic(least, most),
    )

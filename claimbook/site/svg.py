"""Drawings as pages hold them: small, without style, role or link of their own, in the site's colours."""

import re

from claimbook.charts.theme import COLOURS

#: What a drawing says that is so without it, or that a page says itself.
IDLE = re.compile(
    r' (?:style|role|class|aria-[a-z]+|xmlns:xlink|version)="[^"]*"| (?:opacity|stroke-width)="1"'
    r'| (?:pointer-events|stroke)="none"| font-weight="normal"| transform="translate\(0,0\)"| [xy]2="0"'
)
PLACE = re.compile(r' (?:transform|d|[xy][12]?)="[^"]*"')
NUMBER = re.compile(r"-?\d+\.\d{2,}")
EMPTY = re.compile(r'<path (?:d=""|d="M0,0h0v0h0Z")[^>]*/>|<g></g>')


def plain_svg(drawn: str, prefix: str, screen: str) -> str:
    """A drawing for wide or narrow screens, the ids in it under a prefix, without style or role of its own."""
    drawn = re.sub(r'((?:id="|url\(#))', rf"\g<1>{prefix}", drawn)
    drawn = drawn.replace('xlink:href="https://vega.github.io/vega-datasets/', 'href="')  # where vl-convert puts a link
    drawn = small(drawn)
    drawn = drawn.replace("<a ", '<a tabindex="-1" ')
    drawn = drawn.replace("<svg ", f'<svg class="{screen}" aria-hidden="true" focusable="false" ', 1)
    return with_variables(drawn)


def small(drawn: str) -> str:
    """A drawing that looks the same in fewer characters: places to a tenth of a pixel, one face for all words."""
    drawn = PLACE.sub(lambda place: NUMBER.sub(to_a_tenth, place[0]), IDLE.sub("", drawn))
    while drawn != (drawn := EMPTY.sub("", drawn)):
        pass
    faces = set(re.findall(r' font-family="[^"]*"', drawn))
    if len(faces) == 1:
        drawn = drawn.replace(face := faces.pop(), "").replace("<svg ", f"<svg{face} ", 1)
    return re.sub(r' font-size="([\d.]+)px"', r' font-size="\1"', drawn).replace("</text>\n", "</text>")


def to_a_tenth(number: re.Match[str]) -> str:
    """A number to one digit after the point."""
    return f"{float(number[0]):.1f}".removesuffix(".0")


def without_links(drawn: str) -> str:
    """A drawing whose marks lead nowhere: in a picture, addresses that are relative to a page make no sense."""
    return re.sub(r"</?a\b[^>]*>", "", drawn)


def unclipped(drawn: str) -> str:
    """A drawing that cuts off nothing beyond its frame: vl-convert takes three times as long for one that does."""
    return drawn.replace("<svg ", '<svg overflow="visible" ', 1)


def with_variables(text: str) -> str:
    """Text with each colour of the theme replaced by its CSS variable."""
    for colour, value in COLOURS.items():
        text = text.replace(value, f"var(--claim-{colour})")
    return text

"""Rules of what people write: no distance in time is counted by hand."""

import re
from collections.abc import Iterator

from claimbook.checks.names import texts
from claimbook.project import Project

#: "Twelve days after the article", "a week younger than the text": right on the day it is written, for one source.
DISTANCE = re.compile(
    r"\b[\w-]+ (?:days?|weeks?|months?|years?) (?:after|before|later than|earlier than|older than|younger than) "
    r"(?:the|this|that) (?:article|text|note|report)\b",
    re.IGNORECASE,
)


def prose_problems(project: Project) -> Iterator[str]:
    """Distances in time from a source that somebody counted: they go wrong where the words are used again."""
    for place, text in texts(project):
        for said in dict.fromkeys(DISTANCE.findall(text)):
            yield f"{place}: {said!r} is counted by hand; say the date instead"

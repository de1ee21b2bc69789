"""What a site says in another language than its book's: verdicts, numbers with their units, a few labels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from claimbook.register.wording import Wording


@dataclass(frozen=True)
class Speech:
    """
    A language as pages for its readers use it. What it lacks stands there in English.

    Attributes
    ----------
    tag : str
        Its code with the script it is written in here (BCP 47).
    wording : type of Wording
        How it writes numbers and units.
    verdicts : mapping
        The word and the meaning of a verdict, by the rulebook's word.
    labels : mapping
        Labels of tiles, scores and tables by the English one; ``{n}`` stands for a number.
    in_script : callable
        A text of this language in the script that its pages are written in.
    """

    tag: str = "en"
    wording: type[Wording] = Wording
    verdicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    in_script: Callable[[str], str] = str

    def label(self, english: str) -> str:
        """A label in this language."""
        return self.labels.get(english, english)

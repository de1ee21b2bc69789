"""References in full, as lists of works have them, titles as they are written. Loads slowly: only lists need it."""

from collections.abc import Iterable
from typing import Any

from pybtex.database import Entry
from pybtex.plugin import find_plugin, register_plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting.plain import Style
from pybtex.style.template import Node, join, sentence

from claimbook.register.references import text_of_latex

#: What a book's _config.yml calls the style.
AS_WRITTEN = "as-written"


class AsWritten(Style):
    """
    The plain style, but for titles: it writes them in small letters, and of the names in them those too that no braces
    guard, such as "(in Chinese)" or "Lenovo's descriptions".
    """

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.formatted: dict[tuple[str, str], FormattedEntry] = {}

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        """An entry, formatted once: Sphinx asks for each twice, for the list and for what is shown at links to it."""
        asked = (label, entry.key)
        if asked not in self.formatted:
            self.formatted[asked] = super().format_entry(label, entry, bib_data)
        return self.formatted[asked]

    def format_title(self, entry: Entry, which_field: str, as_sentence: bool = True) -> Node:
        """Template of a title."""
        title = text_of_latex(entry.fields[which_field])
        return sentence[title] if as_sentence else join[title]


def register_style() -> None:
    """Make the style known to pybtex."""
    register_plugin("pybtex.style.formatting", AS_WRITTEN, AsWritten)


def written_out(entries: Iterable[Entry]) -> dict[str, str]:
    """
    References in full, each as a line of plain text, by their keys.

    Examples
    --------
    >>> written = r"@misc{l, author = {Lorn, Ada}, title = {Ferries of {L}orn (in Norwegian)}, year = {2024}}"
    >>> from claimbook.register.references import read_bibliography
    >>> written_out(read_bibliography(written, "a bibliography").entries.values())
    {'l': 'Ada Lorn. Ferries of Lorn (in Norwegian). 2024.'}
    """
    # One style for all: pybtex looks through all that is installed for each.
    style, backend = AsWritten(), find_plugin("pybtex.backends", "plaintext")()
    return {entry.key: style.format_entry("", entry).text.render(backend) for entry in entries}

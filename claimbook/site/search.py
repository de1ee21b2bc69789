"""
The words by which the search finds a page, as Sphinx indexes them and as the search page splits a query.

Sphinx's own splitting takes numbers apart at their point and comma, and runs what a table's cells say together.
Claims have an index of their own: see `claims_index`.
"""

import html
import re
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import js_index
from sphinx.search.en import SearchEnglish

CHINESE = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
WORDS = re.compile(rf"[{CHINESE}]+|(?P<number>{NUMBER})(?P<counted>[{CHINESE}]*)|(?:(?![{CHINESE}])\w)+")

#: The same in JavaScript, whose ``\w`` knows ASCII only.
SPLIT_QUERY = f"""
var splitQuery = (query) => [...query.matchAll(
  /[{CHINESE}]+|(?<number>{NUMBER})(?<counted>[{CHINESE}]*)|(?:(?![{CHINESE}])[\\p{{L}}\\p{{N}}_])+/gu,
)].flatMap(({{ 0: word, groups: {{ number, counted }} }}) => (counted ? [number, counted, word] : [word]))
  .map((word) => word.replaceAll(",", ""));
"""

#: What a stem may differ in; the stemmer knows no other letters.
LETTERS = re.compile("[a-z]")

#: Where a reader sees the end of a word though no blank stands there: after a table's cell, a label, a line.
ENDS = re.compile(r"(</(?:td|th|tr|text|tspan|p|li|dt|dd|div|summary|option|button|figcaption|h[1-6])>|<br\s*/?>)")


class SearchWords(SearchEnglish):
    """
    English words by their stems, numbers whole and without thousands commas, Chinese as it stands between marks.

    A number and the Chinese that follows it without a blank are words, and so are both together: 20倍 is that numeral.
    """

    lang = "claims"
    stopwords: ClassVar[set[str]] = SearchEnglish.stopwords | {"x"}  # as in "22.4x": the times sign as people type it
    js_splitter_code = SPLIT_QUERY

    def split(self, text: str) -> list[str]:
        """The words of a text or of a query; a text taken from HTML may hold character references."""
        words: list[str] = []
        for found in WORDS.finditer(html.unescape(text)):
            words += [found["number"], found["counted"], found[0]] if found["counted"] else [found[0]]
        return [word.replace(",", "") for word in words]

    def init(self, options: dict[str, str]) -> None:
        """Begin without a stem; finding one takes long, and most words stand on several pages."""
        super().init(options)
        self.stems: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """A word's stem; the browser's stemmer leaves short words such as "US" as they are, and numbers have none."""
        word = word.lower()
        if word not in self.stems:
            self.stems[word] = word if len(word) < 3 or not LETTERS.search(word) else super().stem(word)
        return self.stems[word]


def keep_words_apart(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """End a line after each cell, label and paragraph of HTML: Sphinx takes the tags out and puts nothing there."""
    for node in doctree.findall(nodes.raw):
        if "html" in node.get("format", ""):
            node[:] = [nodes.Text(ENDS.sub(r"\1\n", node.astext()))]


def drop_words_of_no_page(path: Path) -> None:
    """Take out words that no page has any more: Sphinx keeps them where it builds upon an earlier index."""
    index = js_index.loads(path.read_text(encoding="utf-8"))
    for field in ("terms", "titleterms"):
        index[field] = {word: pages for word, pages in index[field].items() if pages != []}
    path.write_text(js_index.dumps(index), encoding="utf-8")

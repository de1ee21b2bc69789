"""What a reader stumbles over in a page's words: a machine's names, marks and numbers where sentences should be."""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

#: What is no prose: code, formulas, data. What has a language of its own is quoted as it stands.
NO_PROSE = {"script", "style", "code", "pre", "template", "math", "textarea"}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle", "use", "wbr", "col"}
#: Elements within a line.
INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "data",
    "em",
    "i",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "var",
    "tspan",
}
#: Attributes that are read out.
SPOKEN = ("title", "aria-label", "alt", "placeholder")

#: Beginnings of sentences that are written small, and words before a stop that ends no sentence.
SMALL = r"(?:arXiv|xAI|eeNews|mT5|vLLM|iFlytek|v\d)"
SHORTENED = "".join(
    rf"(?<!\b{word})" for word in ("al", "vs", "cf", "etc", "e.g", "i.e", "Inc", "Corp", "No", "pp", "ed")
)

#: What should not stand in a page's words, by what it is.
FAULTS = {
    "a unit as a table has it": r"\w ?\*\*? ?\w",
    "a name as code has it": r"(?<![\w/.:=?&#-])[A-Za-z0-9]+_\w+\b(?![/.]\w)",
    "a percentage over 1,000": r"(?<![\d.,])(?!1,000 ?%)(?:\d{1,3}(?:,\d{3})+|\d{5,})(?:\.\d+)? ?%|illion %|[⁰-⁹¹²³] %",
    "a number as code has it": r"\b\d+(?:\.\d+)?[eE][+-]?\d+\b|\bnan\b|\bNaN\b|\bundefined\b|\bInfinity\b",
    "a percent sign without its space, or a word for it": r"\d%(?!\d)|\d (?:percent|per cent)\b",
    "a word twice": r"\b(?!that|had)([A-Za-z]{2,}) \1\b",
    "brackets around nothing": r"\(\s*\)|\[\s*\]|\(\s|\s\)",
    "marks in disorder": r" [,;:](?!\S)|,,|;;|,\.|(?<!\.)\.\.(?!\.)",
    "a sentence that begins small": rf"[a-z)%”]{SHORTENED}\. (?!{SMALL})[a-z]{{2,}}",
    "LaTeX": r"\\[A-Za-z'\"^`~&$%_{}]|\{\\|[{}]",
    "a language written small": r"\bin (?:chinese|japanese|english|german|french|spanish|russian|thai|polish)\b",
    "a figure that is no thing": r"\bthe printed (?:more than|less than|at least|at most|about)\b",
}


class Reader(HTMLParser):
    """Collects a page's lines of prose, each with its texts joined, and the texts of attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.spoken: list[str] = []
        self.open: list[tuple[str, bool]] = []

    @property
    def is_prose(self) -> bool:
        return all(prose for _, prose in self.open)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "tspan":
            self.lines[-1] += " "  # a line of a picture's text
        elif tag not in INLINE:
            self.lines.append("")
        if tag in VOID:
            return
        quoted = "lang" in given and tag != "html"
        self.open.append((tag, tag not in NO_PROSE and not quoted))
        if self.is_prose:
            self.spoken += [text for name in SPOKEN if (text := given.get(name))]
        elif self.open[-1][1] is False and tag not in ("script", "style"):
            self.lines[-1] += "…"  # something stands there

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in (name for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if tag not in INLINE and tag != "tspan":
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.is_prose:
            self.lines[-1] += data


def prose_of(page: str) -> list[str]:
    """A page's lines of prose as they are read, without code, formulas and quotations in other languages."""
    reader = Reader()
    reader.feed(page)
    lines = (re.sub(r"\s+", " ", line).strip() for line in [*reader.lines, *reader.spoken])
    return [line for line in lines if line]


def faults_in(page: str, keys: Collection[str] = (), leave: Collection[str] = ()) -> Iterator[str]:
    """
    What a reader would stumble over.

    Parameters
    ----------
    page : str
        The page as it stands in its file.
    keys : collection of str
        Keys of sources, which nobody but the book's makers knows.
    leave : collection of str
        Faults not to look for, as where titles and addresses stand as their makers wrote them.
    """
    rules = {name: rule for name, rule in FAULTS.items() if name not in leave}
    if keys:
        rules["a source's key"] = rf"(?<![\w/.-])(?:{'|'.join(map(re.escape, keys))})(?![\w-])"
    for line in prose_of(page):
        for name, rule in rules.items():
            for found in re.finditer(rule, line):
                yield f"{name}: …{line[max(0, found.start() - 40) : found.end() + 30]}…"

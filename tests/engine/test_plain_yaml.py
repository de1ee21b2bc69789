"""The restricted YAML that people write: texts as they stand, and where each stands."""

import re
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimbook.errors import UserError
from claimbook.register import plain_yaml
from claimbook.register.plain_yaml import read_yaml

#: Both of PyYAML's parsers; not every installation has the one in C.
PARSERS = sorted({plain_yaml.LOADER, yaml.BaseLoader}, key=lambda loader: loader.__name__)


@pytest.fixture(params=PARSERS, ids=lambda loader: loader.__name__)
def parser(request, monkeypatch):
    """One of the parsers, which reads in this test."""
    monkeypatch.setattr(plain_yaml, "LOADER", request.param)


def content(text):
    return read_yaml(text, "a.yml").content


def refused(text):
    """What is said of a text that is refused."""
    with pytest.raises(UserError) as error:
        read_yaml(text, "a.yml")
    return str(error.value)


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: !!str 2\n", "line 2: tags are not allowed"),
        ("a: 1\nb: !boat {c: 2}\n", "line 2: tags are not allowed"),
        ("a: 1\nb: ! 2\n", "line 2: tags are not allowed"),
        ("a: 1\nb: !!python/object/apply:os.getcwd []\n", "line 2: tags are not allowed"),
        ("# boats\n!!map\na: 1\n", "line 2: tags are not allowed"),
        ("a: 1\nb: &c 2\n", "line 2: anchors and aliases are not allowed"),
        ("a:\n- 1\n- &c [2]\n", "line 3: anchors and aliases are not allowed"),
        ("a: 1\nb: *a\n", "line 2: anchors and aliases are not allowed"),
        ("a:\n- 1\n- *a\n", "line 3: anchors and aliases are not allowed"),
        ("a: 1\n&c b: 2\n", "line 2: a key is a text"),
        ("a: 1\n!!str b: 2\n", "line 2: a key is a text"),
        ("a: 1\n? [b]\n: 2\n", "line 2: a key is a text"),
        ("a: 1\n? {b: 1}\n: 2\n", "line 2: a key is a text"),
        ("a: 1\n*a : 2\n", "line 2: a key is a text"),
        ("a: 1\nb: 2\na: 3\n", "line 3: 'a' stands there twice"),
        ("a: 1\n'a': 3\n", "line 2: 'a' stands there twice"),
        ("a:\n- b: 1\n  c: 2\n  b: 3\n", "line 4: 'b' stands there twice"),
        ("{a: 1,\n a: 2}\n", "line 2: 'a' stands there twice"),
        ("a: 1\n<<: {b: 2}\n", "line 2: merge keys are not allowed"),
        ("a: &c {b: 1}\n<<: *c\n", "line 1: anchors and aliases are not allowed"),
        ("a: 1\n<<: *c\n", "line 2: merge keys are not allowed"),
        ("a: 1\nb: \x01\n", "line 2: the character U+0001 is not allowed"),
        ("a: 1\nb: x\0\n", "line 2: the character U+0000 is not allowed"),
        ("a: 1\nb: x\ud800\n", "line 2: the character U+D800 is not allowed"),
        # YAML ends a line there, and an editor does not: all lines below would be said wrongly.
        ("a: 1\nb: x\u2028c: 2\n", "line 2: the character U+2028 is not allowed"),
        ("a: 1\nb: 'x\u0085y'\n", "line 2: the character U+0085 is not allowed"),
        ("a: [1\nb: 2\n", "line 2: a bracket is opened and not closed"),
        ("a:\n\tb: 1\n", "line 2: a tab stands before a text or a name; put blanks in its place"),
        ("a: >\n\tx\n", "line 2: a tab stands before"),
        ("a: 1\nb\nc: 2\n", "line 3: the line above is no name with a value behind a colon"),
        ("a: - b\n", "line 1: a list begins on a line of its own"),
        ("a:\n  b: 1\n c: 2\n", "line 3: the line is indented otherwise than those above"),
        ("a: 'x' y\n", "line 1: the line is indented otherwise than those above, or something stands behind closed"),
        ("a: ]\n", "line 1: a value is missing, or begins with a sign"),
        ("a: 1\nb: c: d\n", "line 2: a second ': ' stands in the line, or it stands in too far; "),
        ("a: 1\n\tb: 2\n", "line 2: a tab stands before a text or a name; put blanks in its place"),
        ("a: 1\n b: 2\n", "line 2: a second ': ' stands in the line, or it stands in too far; "),
        ("a: 1\nb: @c\n", "line 2: no text begins with '@'; put it in quotation marks"),
        ("a: 1\nb: 'c\n", "line 3: a quotation mark is opened and not closed"),
        ('a: 1\nb: "\\q"\n', "line 2: a backslash in double quotation marks stands"),
    ],
)
def test_what_is_none_of_it_is_refused_with_its_line(parser, text, said):
    assert refused(text).startswith(f"a.yml, {said}")
    assert "\n" not in refused(text)


def test_a_file_holds_one_document(parser):
    assert refused("a: 1\n---\nb: 2\n") == "a.yml holds 2 documents, and should hold one"
    assert content("---\na: 1\n...\n") == {"a": "1"}


def test_what_is_nested_too_deeply_is_refused_with_its_line(parser):
    lines = [f"{'  ' * depth}a{depth}:" for depth in range(8)]
    assert content("\n".join([*lines, " " * 20 + "b\n"])) is not None
    assert refused("\n".join([*lines, f"{'  ' * 8}a8: b\n"])) == "a.yml, line 9: it is nested too deeply"


@pytest.mark.thorough
def test_a_file_that_is_nested_without_end_is_refused_at_once(parser):
    begun = time.process_time()
    assert refused("[" * 100_000) == "a.yml, line 1: it is nested too deeply"
    assert refused("{a: " * 100_000) == "a.yml, line 1: it is nested too deeply"
    assert time.process_time() - begun < 5


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(UserError, match=r"a\.yml .*10 characters"):
        read_yaml("a: 1234567890", "a.yml", most_characters=10)


def read_or_refused(text):
    """What a text says, and where; or none, where it is refused in one line that names the file."""
    try:
        document = read_yaml(text, "a.yml")
    except UserError as error:
        said = str(error)
    else:
        return document.content, document.lines
    assert said.startswith("a.yml")
    assert "\n" not in said
    return None


@given(st.text())
def test_any_text_is_read_or_refused_in_one_line(text):
    read_or_refused(text)


MARKS = [*"ab:-?[]{},&*!|>'\"%@`#\\~= \n\t\r", "- ", ": ", "\n  ", "<<", "---\n", "é", "\u2028"]


@given(st.lists(st.sampled_from(MARKS)).map("".join))
def test_any_marks_are_read_or_refused_in_one_line_and_both_parsers_read_the_same(text):
    said = []
    for loader in PARSERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plain_yaml, "LOADER", loader)
            said.append(read_or_refused(text))
    read = [one for one in said if one is not None]  # the one in C takes tabs in places where the other does not
    assert read[1:] == read[:-1]


# --- texts as they stand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["010", "1e3", "3.64e3", "0x1F", "1_000", "1:30", "2024-05-14", "yes", "no", "on", "off", "true", "False", "null",
     "~", "NaN", ".inf", "+1", "90..100", "-5", "=", "a b  c", "6.16亿次", "5 % & 6", "$1.3 million", "a:b", "a#b",
     "it's", "<"],
)  # fmt: skip
def test_a_scalar_is_the_text_that_is_written(parser, written):
    assert content(f"a: {written}\n") == {"a": written}
    assert content(f"- {written}\n") == [written]
    assert content(f"{written}: a\n") == {written: "a"}
    assert content(f"a: '{written.replace(chr(39), chr(39) * 2)}'\n") == {"a": written}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("# nothing\n", None),
        ("a\n", "a"),
        ("a:\n", {"a": ""}),
        ("- \n- b\n", ["", "b"]),
        ("a: []\nb: {}\n", {"a": [], "b": {}}),
        ("a: 1 # one\n# two\nb: 2\n", {"a": "1", "b": "2"}),
        ("a: one\n  two\n", {"a": "one two"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ('a: "\\x01\\u2028\\t"\n', {"a": "\x01\u2028\t"}),
        ("'<<': 1\n", {"<<": "1"}),
        ("\ufeffa: 1\n", {"a": "1"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("? a\n: 1\n", {"a": "1"}),
    ],
)
def test_forms_of_yaml_that_people_write_are_read(parser, text, expected):
    assert content(text) == expected


#: Texts, and lists and mappings of them, as deep as such a file may be.
texts = st.text(max_size=20)
trees = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
).filter(lambda tree: depth_of(tree) <= plain_yaml.MOST_DEPTH)


def depth_of(tree):
    """How deeply lists and mappings are nested."""
    if isinstance(tree, str):
        return 0
    return 1 + max(map(depth_of, tree.values() if isinstance(tree, dict) else tree), default=0)


@pytest.mark.thorough
@given(trees, st.sampled_from([None, False, True]), st.sampled_from([20, 80, 10_000]), st.sampled_from([2, 4]))
def test_whatever_another_program_writes_reads_back_the_same(tree, flow, width, indent):
    written = yaml.safe_dump(tree, default_flow_style=flow, width=width, indent=indent, sort_keys=False)
    assert content(written) == tree


@pytest.mark.thorough
@given(trees)
def test_whatever_is_written_with_all_letters_reads_back_the_same(tree):
    written = yaml.safe_dump(tree, allow_unicode=True)
    if re.search("[\u0085\u2028\u2029]", written):  # PyYAML leaves them as they are, and they are refused
        assert "is not allowed" in refused(written)
    else:
        assert content(written) == tree


# --- where each stands ------------------------------------------------------------------------------------------------

DOCUMENT = """\
# The first line says nothing.
source: herald

claims:
- id: first   # 5
  tests:
  - quantity: one
  -
    quantity: two
# between
- id: second
  note: |
    # a note
    of three lines

  last: [a,
    b, {c: 1,
    d: 2}]
"""


def test_the_line_of_each_key_and_item_is_the_true_one(parser):
    document = read_yaml(DOCUMENT, "a.yml")
    expected = {
        ("source",): 2,
        ("claims",): 4,
        ("claims", 0): 5,
        ("claims", 0, "id"): 5,
        ("claims", 0, "tests"): 6,
        ("claims", 0, "tests", 0): 7,
        ("claims", 0, "tests", 0, "quantity"): 7,
        ("claims", 0, "tests", 1, "quantity"): 9,
        ("claims", 1): 11,
        ("claims", 1, "note"): 12,
        ("claims", 1, "last"): 16,
        ("claims", 1, "last", 0): 16,
        ("claims", 1, "last", 1): 17,
        ("claims", 1, "last", 2, "c"): 17,
        ("claims", 1, "last", 2, "d"): 18,
    }
    assert {path: document.line_of(path) for path in expected} == expected


def test_the_line_of_what_is_missing_is_that_of_what_it_is_missing_in(parser):
    document = read_yaml(DOCUMENT, "a.yml")
    assert document.line_of(("claims", 1, "unit")) == 11
    assert document.line_of(("claims", 1, "unit", 3, "deeper")) == 11
    assert document.line_of(("title",)) == document.line_of(()) == 1
    assert read_yaml("", "a.yml").line_of(("a",)) == 1


@st.composite
def written_documents(draw):
    """A document with comments and empty lines anywhere, and the line of each key and item in it."""
    lines, places = [], {}
    words = st.text("abz09 :#-é亿", max_size=8)

    def scalar():
        return draw(st.sampled_from(['"{}"', "'{}'"])).format(draw(words))

    def pad():
        lines.extend(draw(st.lists(st.sampled_from(["", "# more", "      # less"]), max_size=2)))

    def write(path, indent, depth):
        is_list, first = draw(st.booleans()), None
        for number in range(draw(st.integers(1, 3))):
            pad()
            key = number if is_list else f"key{number}"
            head = " " * indent + ("-" if is_list else f"{key}:")
            places[(*path, key)] = len(lines) + 1
            first = first or len(lines) + 1
            if depth > 1 and draw(st.booleans()):
                lines.append(head)
                below = write((*path, key), indent + draw(st.integers(1, 4)), depth - 1)
                if is_list:  # an item begins where the first thing in it does
                    places[(*path, key)] = below
            elif draw(st.booleans()):
                lines.append(f"{head} {scalar()}{draw(st.sampled_from(['', ' # said']))}")
            else:
                lines.append(f"{head} |-")
                lines.extend(f"{' ' * (indent + 2)}line {n}" for n in range(draw(st.integers(1, 3))))
        return first

    write((), 0, 4)
    return "\n".join([*lines, ""]), places


@pytest.mark.thorough
@given(written_documents())
def test_the_line_of_everything_in_any_document_is_the_true_one(written):
    text, places = written
    assert read_yaml(text, "a.yml").lines == places

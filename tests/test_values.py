"""A table of values as people write them (tests/values.csv), each read alike wherever one may be given."""

import csv
import json
import re
import warnings
from pathlib import Path

import pytest
import yaml

from claimbook.chapters.opening import chapter_model
from claimbook.errors import Doubtful, UserError
from claimbook.model.doubts import write_spread
from claimbook.model.graph import derivation_names, upstream, upstream_of_chapter
from claimbook.model.model import Model
from claimbook.project import PACKAGE
from claimbook.results.describing import spread_of, write_range
from claimbook.scenarios.scenario import read_scenario
from claimbook.site.live import WORDING, forms, writing
from claimbook.sweep.sweep import plan
from tests.book import PROJECT
from tests.commands import claimbook

ROWS = list(csv.DictReader((Path(__file__).parent / "values.csv").read_text(encoding="utf-8").splitlines()))
READ = [row for row in ROWS if not row["says"]]
REFUSED = [row for row in ROWS if row["says"]]
ENDS = ("low", "value", "high")


def ids(rows):
    return [f"{row['assumption']}={row['text']}" for row in rows]


def expected(row):
    """Low end, value and high end that a row gives; of a book's own value its own range."""
    own = PROJECT.assumptions[row["assumption"]]
    value = float(row["value"])
    if not row["low"] and value == pytest.approx(own.value.magnitude, rel=1e-12):
        return own.low.magnitude, own.value.magnitude, own.high.magnitude
    return float(row["low"] or value), value, float(row["high"] or value)


def assert_as_expected(assumption, row):
    found = tuple(getattr(assumption, end).magnitude for end in ENDS)
    assert found == pytest.approx(expected(row), rel=1e-12), row
    if row["distribution"]:
        assert assumption.distribution == row["distribution"]


def test_the_table_has_at_least_120_inputs_each_once():
    assert len(ROWS) >= 120
    assert len({(row["text"], row["assumption"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", READ, ids=ids(READ))
def test_python_reads_it_and_warns_of_what_may_be_a_slip(row):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        model = Model.of(PROJECT).with_(**{row["assumption"]: row["text"]})
    assert_as_expected(model.assumptions[row["assumption"]], row)
    assert [one.category for one in said] == ([Doubtful] if row["doubt"] else [])


@pytest.mark.parametrize("row", REFUSED, ids=ids(REFUSED))
def test_python_refuses_it_in_one_line_that_says_what_would_be_right(row):
    with pytest.raises(UserError) as error:
        Model.of(PROJECT).with_(**{row["assumption"]: row["text"]})
    assert row["says"] in str(error.value)
    assert str(error.value).startswith(f"{row['assumption']}: ")
    assert "\n" not in str(error.value)


def rounds(rows):
    """Rows in sets of which each sets an assumption once."""
    left = list(rows)
    while left:
        chosen = list({row["assumption"]: row for row in left}.values())
        yield chosen
        left = [row for row in left if row not in chosen]


@pytest.mark.thorough
def test_the_command_line_reads_each_and_repeats_it_old_to_new():
    for rows in rounds(READ):
        settings = [part for row in rows for part in ("--set", f"{row['assumption']}={row['text']}")]
        answer = claimbook("rerun", *settings, "--no-site", "--json")
        assert answer.code == 0, answer.err
        told = {one["name"]: one for one in json.loads(answer.out)["set"]}
        for row in rows:
            one, own = told[row["assumption"]], PROJECT.assumptions[row["assumption"]]
            assert [one["after"][end] for end in ENDS] == pytest.approx(expected(row), rel=1e-12), row
            assert one["before"]["value"] == own.value.magnitude
            assert one["unit"] == own.unit
            assert (row["assumption"] in answer.err) == bool(row["doubt"]), (row, answer.err)


@pytest.mark.parametrize("row", REFUSED, ids=ids(REFUSED))
def test_the_command_line_refuses_it_with_exit_code_2(row):
    answer = claimbook("rerun", "--set", f"{row['assumption']}={row['text']}", "--no-site")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert row["says"] in answer.err


def scenario_of(folder, rows):
    path = folder / "trial.yml"
    content = {"title": "T", "why": "W", "assumptions": {row["assumption"]: row["text"] for row in rows}}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return read_scenario(path, PROJECT).model(PROJECT)


@pytest.mark.thorough
def test_a_scenario_file_reads_each(tmp_path):
    for rows in rounds(READ):
        model = scenario_of(tmp_path, rows)
        for row in rows:
            assert_as_expected(model.assumptions[row["assumption"]], row)


@pytest.mark.parametrize("row", [row for row in REFUSED if row["text"]], ids=ids(r for r in REFUSED if r["text"]))
def test_a_scenario_file_refuses_it(tmp_path, row):
    with pytest.raises(UserError, match=re.escape(row["says"])):
        scenario_of(tmp_path, [row])


CHAPTERS = {name: upstream_of_chapter(PROJECT, name) for name in {c.chapter for c in PROJECT.claims.values()}}


def chapter_of(row):
    return next((name for name, needed in CHAPTERS.items() if row["assumption"] in needed), None)


def parameters(chapter, row):
    return {name: PROJECT.assumptions[name].written for name in CHAPTERS[chapter]} | {row["assumption"]: row["text"]}


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore::claimbook.errors.Doubtful")
def test_a_notebooks_parameter_is_read_alike(monkeypatch, capsys):
    monkeypatch.setattr("claimbook.chapters.opening.notice", lambda chapter, model: "")
    tried = 0
    for row in ROWS:
        chapter = chapter_of(row)
        if chapter is None:
            continue
        tried += 1
        if row["says"]:
            with pytest.raises(UserError, match=re.escape(row["says"])):
                chapter_model(chapter, parameters(chapter, row))
        else:
            model = chapter_model(chapter, parameters(chapter, row))
            assert_as_expected(model.assumptions[row["assumption"]], row)
    assert tried > 100


def swept(row):
    """A quantity that rests on a row's assumption."""
    return next(name for name in derivation_names(PROJECT) if row["assumption"] in upstream(PROJECT, name))


@pytest.mark.parametrize("row", READ, ids=ids(READ))
def test_a_sweep_starts_at_a_value_and_refuses_a_range(row):
    name, unit = row["assumption"], PROJECT.assumptions[row["assumption"]].unit
    value = float(row["value"])
    said = "×" if unit == "1" else f" {unit}"
    ends = f"{1.5 * value!r}{said}:{value / 2!r}{said}"
    over = [f"{name}={row['text']}:{ends}"]
    if row["low"] or ":" in row["text"]:
        with pytest.raises(UserError):
            plan(PROJECT, swept(row), over)
    else:
        (axis,) = plan(PROJECT, swept(row), over).axes
        assert (axis.start, axis.count) == (pytest.approx(value, rel=1e-12), 2)


@pytest.mark.parametrize("row", REFUSED, ids=ids(REFUSED))
def test_a_sweep_refuses_to_start_at_it(row):
    own = PROJECT.assumptions[row["assumption"]]
    stop = own.value.magnitude
    with pytest.raises(UserError):
        plan(PROJECT, swept(row), [f"{row['assumption']}={row['text']}:{stop!r}:{stop!r}"])


# The browser

READER = """([given, units, about, wording]) => {
  claimbook.tables = { units, wording };
  const own = (value, most, unit) => ({
    value, most, write: (number) => claimbook.model.writeQuantity(number, unit, 6),
  });
  return given.map(([text, unit, spreads, value, most]) => claimbook.numbers.readRange(text,
    { ...units[unit], about }, ["1.6", "1.6 A100s per H100"], spreads, value ? own(value, most, unit) : null));
}"""

#: Python quotes as programs do, the page as books do.
PLAIN_QUOTES = str.maketrans('“”"', "'''")

#: What the page says, not the reader: `objection` in live.js.
BY_THE_PAGE = ("above zero", "the most it can be", "no end", "is the unit right", "middle")


@pytest.fixture(scope="module")
def browser_reads(browser):
    page = browser.new_page()
    for name in ("number-words.js", "numbers.js", "live-model.js"):
        page.add_script_tag(content=(PACKAGE / "site" / "static" / name).read_text(encoding="utf-8"))
    used = {assumption.unit for assumption in PROJECT.assumptions.values()} | {"1"}
    units = {unit: PROJECT.reader.wording(unit) | forms(unit, PROJECT) for unit in used}
    about = writing(used, PROJECT)
    yield lambda given: page.evaluate(READER, [given, units, about, WORDING])
    page.close()


def asked(row):
    own = PROJECT.assumptions[row["assumption"]]
    spreads = own.distribution if own.distribution in ("uniform", "pert") else "metalog"
    return [row["text"], own.unit, spreads, own.value.magnitude, own.maximum and own.maximum.magnitude]


@pytest.mark.browser
def test_the_browser_reads_each_alike(browser_reads):
    for row, found in zip(READ, browser_reads([asked(row) for row in READ]), strict=True):
        value = float(row["value"])
        right = (float(row["low"] or value), value, float(row["high"] or value))
        assert "problem" not in found, (row, found)
        assert tuple(found[end] for end in ENDS) == pytest.approx(right, rel=1e-12), row


#: What the browser says of a unit that Python knows or that nobody does: it has those of its page's inputs.
UNKNOWN_UNIT = "is not a unit that is known here"


@pytest.mark.browser
def test_the_browser_refuses_what_python_refuses_in_the_same_words(browser_reads):
    rows = [row for row in REFUSED if row["says"] not in BY_THE_PAGE and row["text"]]
    assert len(rows) > 60
    for row, found in zip(rows, browser_reads([asked(row) for row in rows]), strict=True):
        assert "problem" in found, (row, found)
        said, expected = (
            text.partition("; write a number such as")[0]
            for text in (found["problem"], refusal_of_python(row["text"], row["assumption"]))
        )
        if UNKNOWN_UNIT in said:
            assert "is not a unit" in expected or "is not a kind of" in expected, (row, said)
        else:
            assert said.translate(PLAIN_QUOTES) == expected.translate(PLAIN_QUOTES), row


#: Prices and rates that leave out of which chip, and how each would be right.
LACKING = {
    ("a100_rent_2022", "$48 per day"): "$48 per A100-day",
    ("a100_rent_2022", "$48/day"): "$48 per A100-day",
    ("a100_rent_2022", "US$1.5 million/week"): "US$1.5 million per A100-week",
    ("a100_rent_2022", "48 dollars a day"): "48 USD per A100-day",
    ("a100_rent_2022", "USD 48 per year"): "USD 48 per A100-year",
    ("a100_rent_2022", "24 to $48 per day"): "$24 per A100-day",
    ("a100_rent_2022", "$5/s"): "$5 per A100-s",
    ("a100_peak_rate", "312 TFLOP/s"): "312 TFLOP/s per A100",
}


@pytest.mark.browser
def test_what_lacks_a_thing_that_is_counted_is_refused_with_an_example_that_is_read(browser_reads):
    refused = browser_reads([[text, PROJECT.assumptions[name].unit, ""] for name, text in LACKING])
    for (name, text), right, found in zip(LACKING, LACKING.values(), refused, strict=True):
        assert found["problem"].endswith(f": write it per A100, as in {right}."), found
        assert found["problem"] == refusal_of_python(text, name)
        unit = PROJECT.assumptions[name].unit
        (read,) = browser_reads([[right, unit, ""]])
        assert read["value"] == pytest.approx(PROJECT.reader.read(right, unit, name).value)


@pytest.mark.browser
def test_the_browser_says_of_other_money_what_python_says(browser_reads):
    names = ("a100_rent", "a800_street_price", "industrial_electricity_price")
    texts = ("¥14", "$3", "14 yuan", "CNY 2..3", "0.005 EUR", "€3", "3 INR", "lognormal(¥1, ¥3)")
    given = [(text, name) for name in names for text in texts]
    said = [refusal_of_python(text, name) for text, name in given]
    assert sum("is CNY and not a kind of USD/A100/hour; convert it by yuan_per_dollar" in one for one in said) == 4
    found = browser_reads([[text, PROJECT.assumptions[name].unit, "metalog"] for text, name in given])
    for (text, name), expected, answer in zip(given, said, found, strict=True):
        of_browser = answer.get("problem", "")
        assert of_browser == expected, (text, name)


def refusal_of_python(text, name):
    """What Python says where it refuses a value, as the browser says it; nothing where it takes the value."""
    try:
        Model.of(PROJECT).changed_by({name: text})
    except UserError as error:
        return str(error).removeprefix(f"{name}: ").replace("'", "“", 1).replace("'", "”", 1) + "."
    return ""


# What the book shows


@pytest.mark.parametrize("name", [name for name, one in PROJECT.assumptions.items() if one.is_range])
def test_what_a_rerun_repeats_of_a_range_reads_back(name):
    own = PROJECT.assumptions[name]
    repeated = write_spread(own, PROJECT.words)
    if own.distribution == "choice":
        with pytest.raises(UserError, match=r"write choice\("):
            PROJECT.reader.read(repeated, own.unit, name)
        return
    read = PROJECT.reader.read(repeated, own.unit, name, spreads=own.distribution)
    ends = (own.low.magnitude, own.value.magnitude, own.high.magnitude)
    assert (read.low, read.value, read.high) == pytest.approx(ends, rel=1e-5)
    assert (read.distribution or "metalog") == own.distribution


@pytest.mark.parametrize("name", list(PROJECT.assumptions))
def test_what_is_shown_of_an_assumption_reads_back(name):
    own, words = PROJECT.assumptions[name], PROJECT.words
    shown = words.write_quantity(own.value.magnitude, own.unit, digits=6)
    assert PROJECT.reader.read(shown, own.unit, name).value == pytest.approx(own.value.magnitude, rel=1e-5)
    assert Model.of(PROJECT).changed_by({name: own.written}).changes == {}
    if own.is_range:
        read = PROJECT.reader.read(write_range(own, words), own.unit, name)
        assert (read.low, read.high) == pytest.approx((own.low.magnitude, own.high.magnitude), rel=1e-5)
        in_full = f"{write_range(own, words)} ({spread_of(own)})"
        if own.distribution in ("pert", "choice"):
            with pytest.raises(UserError, match=rf"write {own.distribution}\("):
                PROJECT.reader.read(in_full, own.unit, name)
        else:
            whole = PROJECT.reader.read(in_full, own.unit, name)
            assert (whole.low, whole.high, whole.distribution) == (read.low, read.high, own.distribution)

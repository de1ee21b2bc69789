"""
A text that nobody prepared becomes a draft of a ledger, and a page of claims.

The texts in tests/engine/texts are made up, and so is what they tell. Whoever wrote them listed their numerals by hand,
without having seen the readers of languages or this project; people are counted like anything else, with the unit 1.
"""

import csv
from math import isclose
from pathlib import Path

import pytest

from claimbook.ledger.drafting import Draft, draft
from claimbook.ledger.entries import check_ledger
from claimbook.ledger.languages import find_language
from claimbook.model.model import Model
from claimbook.project import Project, project_at
from tests.commands import claimbook
from tests.engine.book import PROJECT

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = {"railways-2024": "en", "cars-2024": "zh-Hans"}


def drafted(name: str) -> list[Draft]:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return draft(text, find_language(PROJECT, LANGUAGES[name]))


def listed(name: str) -> list[dict[str, str]]:
    with (TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_of(row: dict[str, str], one: Draft) -> bool:
    """Whether a draft is of a numeral that a reader listed: it may hold more or fewer of the words around it."""
    return one.line == int(row["line"]) and (one.numeral in row["numeral"] or row["numeral"] in one.numeral)


def agree(row: dict[str, str], one: Draft) -> bool:
    """Whether a draft has the value and unit that a reader gives a numeral; a name has neither."""
    if not row["unit"]:
        return not one.value
    try:
        ends = [[float(end) for end in value.split("..")] for value in (row["value"], one.value)]
        same = len(ends[0]) == len(ends[1]) and all(isclose(*pair, rel_tol=1e-3) for pair in zip(*ends, strict=True))
    except ValueError:
        same = row["value"] == one.value
    return same and row["unit"] == one.unit


@pytest.mark.thorough
@pytest.mark.parametrize("name", LANGUAGES)
def test_of_a_text_that_nobody_prepared_nine_values_and_units_in_ten_are_right(name):
    rows, drafts = listed(name), drafted(name)
    assert len(rows) >= 25
    assert len((TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()) == 15
    right = [row for row in rows if any(is_of(row, one) and agree(row, one) for one in drafts)]
    assert len(right) >= 0.9 * len(rows), [row for row in rows if row not in right]


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_numeral_that_a_reader_lists_is_in_the_draft(name):
    drafts = drafted(name)
    assert [row for row in listed(name) if not any(is_of(row, one) for one in drafts)] == []


@pytest.mark.parametrize(
    ("language", "line", "figures"),
    [
        ("en", "It takes more than $27 per tonne.", ["more than 27"]),
        ("en", "It moves no less than 4.50 million tonnes, or about 30.0 percent.", ["at least 4.50e6", "about 30.0"]),
        ("en", "It has 400 or more wagons, and from 90 to 100 percent of them roll.", ["at least 400", "90..100"]),
        ("zh-Hans", "它运送超过28.5万个箱子，约30%是空的。", ["more than 28.5e4", "about 30"]),
        ("zh-Hans", "它运送30%以上的货物，增长不到20倍。", ["at least 30", "less than 20"]),
        ("en", "It moves nearly 40 percent, and almost 300 wagons.", ["about 40", "about 300"]),
        ("zh-Hans", "它运送近30%的货物，最近30天运送接近20%。", ["about 30", "30", "about 20"]),
        (
            "zh-Hans",
            "近5年来运送近30万吨，近3个月、近两周和近30天都少，近年、近日更少。",
            ["5", "about 30e4", "3", "2", "30"],
        ),
        (
            "zh-Hant",
            "近5個月增長近4倍，近三個季度增長近8億元，將近6年。",
            ["5", "about 4", "3", "about 8e8", "about 6"],
        ),
        (
            "zh-Hans",
            "修建历时近5年，耗时近8个月，用了近40天，长达近6周，沉积了近5亿年，近5年左右。",
            ["about 5", "about 8", "about 40", "about 6", "about 5e8", "about 5"],
        ),
        ("en", "In the past 5 years, over the last 8 months and for nearly 6 years it grew.", ["5", "8", "about 6"]),
    ],
)
def test_a_draft_keeps_whether_a_figure_is_a_bound_or_near(language, line, figures):
    assert [one.figure for one in draft(line, find_language(PROJECT, language))] == figures


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_ledger_that_is_drafted_agrees_with_its_text(project, name):
    path = project.root / "text" / f"{name}.txt"
    path.write_bytes((TEXTS / f"{name}.txt").read_bytes())
    command = ["source", "add", path, "--key", name, "--title", "T", "--publisher", "P", "--published", "2024"]
    assert claimbook("--book", project.root, *command, "--language", LANGUAGES[name]).code == 0
    assert check_ledger(None, Project(project.root)) == []


# --- from a text to a page, in the commands and edits that it takes --------------------------------------------------

#: Rows of data/assumptions.csv: name, kind, value, low, high, unit, maximum, distribution, choices, description,
#: reference, locator, the range's reason and reference, confirmed.
INPUTS = [
    "railway_revenue,printed,3.2e9,,,USD,,,,Revenue,railways-2024,line 2,,,printed",
    "railway_loss,printed,410e6,,,USD,,,,Loss,railways-2024,line 2,,,printed",
    "wired_share_now,premise,38,,,percent,,,,Wired,railways-2024,line 7,,,printed",
    "wires_to_come,premise,1250,,,km,,,,Kilometres to be electrified,railways-2024,line 7,,,printed",
    "network_length,estimate,7400,7200,7600,km,,metalog,,Length,harbour2024,table 1,Two counts,harbour2024,made up",
    "freight_now,premise,96.4e6,,,tonne,,,,Freight moved in 2023,railways-2024,line 3,,,printed",
    "freight_before,estimate,121e6,118e6,125e6,tonne,,metalog,,Freight,harbour2024,table 4,Range,harbour2024,made up",
]

ENGLISH = [
    ["derivation", "new", "operating_margin", "--module", "railways", "--formula", "-railway_loss / railway_revenue",
     "--gives", "1", "--about", "Loss as a share of revenue", "--oracle", "-410 / 3200"],
    ["derivation", "new", "wired_share_planned", "--module", "railways", "--gives", "1",
     "--formula", "wired_share_now + wires_to_come / network_length",
     "--about", "Share of the network that the plan puts under wires", "--oracle", "0.38 + 1250 / 7400"],
    ["derivation", "new", "freight_shortfall", "--module", "railways", "--formula", "1 - freight_now / freight_before",
     "--gives", "1", "--about", "By how much freight is below the boom", "--oracle", "1 - 96.4 / 121"],
    ["chapter", "new", "railways", "--title", "Do the railway's figures add up?"],
    ["claim", "new", "railways-2024-line-2-12-8", "--statement", "The operator lost 12.8 percent of its revenue",
     "--chapter", "railways", "--quantity", "operating_margin"],
    ["claim", "new", "railways-2024-line-7-55-percent", "--chapter", "railways", "--quantity", "wired_share_planned",
     "--statement", "The plan puts 55 percent of the network under wires", "--test", "estimate", "--bearing", "same"],
    ["claim", "new", "railways-2024-freight", "--line", "3", "--numeral", "a fifth", "--printed", "about 20",
     "--unit", "percent", "--statement", "Freight is about a fifth below the boom", "--chapter", "railways",
     "--quantity", "freight_shortfall", "--test", "estimate", "--bearing", "same"],
]  # fmt: skip


def decide_numerals(root: Path, source: str) -> None:
    """The edit of data/numerals.csv: what is no claim of the three is context."""
    path = root / "data" / "numerals.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = set(Project(root).claims)
    for row in rows:
        if row["source"] == source and row["disposition"] in ("claim", "todo") and row["ref"] not in written:
            row["disposition"], row["ref"] = "context", ""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def delete_stubs(root: Path, source: str) -> None:
    """The edit of the claims' file: the stubs that are left are deleted."""
    path = root / "data" / "claims" / f"{source}.yml"
    head, *entries = path.read_text(encoding="utf-8").split("\n- ")
    kept = [entry.strip("\n") for entry in entries if "statement: todo" not in entry]
    path.write_text("\n- ".join([head.rstrip("\n"), *kept]) + "\n", encoding="utf-8")


@pytest.mark.kernel
@pytest.mark.thorough
def test_a_text_becomes_a_page_with_three_derived_claims_in_twelve_commands_and_three_edits(project):
    root, key = project.root, "railways-2024"

    def run(*arguments):
        project_at.cache_clear()
        answer = claimbook("--book", root, *arguments)
        assert answer.code == 0, answer.err
        return answer.out

    add = ["source", "add", TEXTS / f"{key}.txt", "--key", key, "--title", "A railway year", "--publisher", "Ledger"]
    run(*add, "--published", "2024-09-12", "--language", "en", "--keep-text")  # 1
    with (root / "data" / "assumptions.csv").open("a", encoding="utf-8") as table:  # edit 1
        table.writelines(f"{row}\n" for row in INPUTS)
    for command in ENGLISH:  # 2 to 8
        run(*command)
    decide_numerals(root, key)  # edit 2
    delete_stubs(root, key)  # edit 3
    (root / "scenarios" / "scenario.schema.json").write_text(run("scenarios", "--schema"), encoding="utf-8")  # 9
    run("accept", "--yes")  # 10
    assert "Every numeral of the articles is in the ledger" in run("check")  # 11
    run("build")  # 12

    page = (root / "_build" / "html" / "book" / "railways.html").read_text(encoding="utf-8")
    for claim in ("railways-2024-line-2-12-8", "railways-2024-line-7-55-percent", "railways-2024-freight"):
        assert f'id="{claim}"' in page
    model = Model.of(Project(root))
    assert {claim: str(model.verdict(claim)) for claim in model.project.claims if key in claim} == {
        "railways-2024-line-2-12-8": "adds up",  # 410 of 3,200 million is 12.8 percent
        "railways-2024-line-7-55-percent": "holds",  # 38 percent and 1,250 of 7,400 km is 54.9 percent
        "railways-2024-freight": "holds",  # 96.4 of 121 million tonnes is 20.3 percent less
    }

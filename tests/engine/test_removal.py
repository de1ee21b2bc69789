"""Taking a claim out of a book: what is taken out, where it is refused, and that nothing is done by halves."""

import subprocess
import sys

import nbformat
import pytest

from claimbook.authoring.writing import only_change
from claimbook.checks.gate import problems
from claimbook.project import Project, project_at
from claimbook.register.claims import with_entry, without_entry
from tests.commands import Terminal, claimbook
from tests.editing import append, replace
from tests.engine.test_authoring import files, table


@pytest.fixture
def book(project):
    """The folder of a book of the test's own."""
    return project.root


def run(book, *arguments):
    """What a command says of a book, which it reads anew as a command of its own does."""
    project_at.cache_clear()
    return claimbook("--book", book, *arguments)


def remove(book, claim_id, *more):
    return run(book, "claim", "remove", claim_id, *(more or ("--yes",)))


SIX = ("--line", "5", "--numeral", "six", "--statement", "The boats are six", "--chapter", "money", "--printed", "6",
       "--unit", "boat", "--quantity", "boat_count")  # fmt: skip


@pytest.mark.thorough
def test_removing_a_claim_takes_back_all_that_writing_it_wrote_byte_for_byte(book):
    before = files(book)
    assert run(book, "claim", "new", "herald-2024-six", *SIX).code == 0
    assert files(book) != before
    answer = remove(book, "herald-2024-six")
    assert (answer.code, answer.err) == (0, ""), answer.err
    assert answer.out.splitlines() == [
        "herald-2024-six is removed.",
        "  written: data/claims/herald-2024.yml",
        "  written: data/numerals.csv",
        "  written: book/money.ipynb",
        "Next: claimbook accept, which stores the chapter and the accepted verdicts without it.",
    ]
    assert files(book) == before


@pytest.mark.thorough
def test_of_a_claim_without_a_numeral_the_ledger_stays_as_it_is_and_is_not_said_to_be_written(book):
    without = [part for part in SIX if part not in ("--numeral", "six")]
    for answer in (run(book, "claim", "new", "herald-2024-six", *without), remove(book, "herald-2024-six")):
        assert answer.code == 0, answer.err
        assert "written: book/money.ipynb" in answer.out
        assert "numerals.csv" not in answer.out


def test_a_statement_of_several_lines_is_written_as_one(book):
    several = [part.replace("The boats are six", "The boats\nare  six") for part in SIX]
    assert run(book, "claim", "new", "herald-2024-six", *several).code == 0
    assert Project(book).claims["herald-2024-six"].statement == "The boats are six"


@pytest.mark.thorough
def test_a_removed_claim_leaves_a_book_that_is_right_but_for_what_it_says_is_to_be_accepted(book):
    answer = remove(book, "herald-2024-takings", "--yes", "--disposition", "context")
    assert answer.code == 0, answer.err
    assert "herald-2024-takings" not in Project(book).claims
    left = problems(Project(book))
    assert left
    assert all("run `claimbook accept`" in problem and f"  {problem}\n" in answer.out for problem in left)
    (row,) = [row for row in table(book, "numerals") if row["numeral"] == "$1.3 million"]
    assert (row["disposition"], row["ref"]) == ("context", "")
    cells = nbformat.read(book / "book" / "money.ipynb", as_version=4).cells
    assert not any("herald-2024-takings" in cell.source for cell in cells)


@pytest.mark.thorough
def test_a_stub_is_removed_as_well(book):
    stub = '\n  - id: herald-2024-stub\n    line: 7\n    numeral: "1911"\n    statement: todo\n    chapter: todo\n'
    before = files(book)
    append(book / "data" / "claims" / "herald-2024.yml", stub)
    assert remove(book, "herald-2024-stub").code == 0
    assert files(book) == before


@pytest.mark.thorough
def test_one_of_several_stubs_is_removed_though_the_others_are_still_to_be_written(book):
    stub = '\n  - id: herald-2024-{0}\n    line: 7\n    numeral: "1911"\n    statement: todo\n    chapter: todo\n'
    before = files(book)
    for name in ("stub", "second-stub", "third-stub"):
        append(book / "data" / "claims" / "herald-2024.yml", stub.format(name))
    for name in ("second-stub", "stub", "third-stub"):
        answer = remove(book, f"herald-2024-{name}")
        assert answer.code == 0, answer.err
    assert files(book) == before


@pytest.mark.thorough
def test_a_claim_goes_whose_input_nothing_else_uses_and_that_is_said(book):
    claim = """
  - id: herald-2024-spare
    line: 7
    statement: A spare part lasts more than a day
    chapter: money
    printed: more than 1
    unit: day
    tests:
      - kind: estimate
        formula: spare_part * 2
        bearing: same
"""
    row = "spare_part,estimate,3,2,4,day,,metalog,,Life of a part,harbour2024,,made up,harbour2024,printed\n"
    append(book / "data" / "assumptions.csv", row)
    append(book / "data" / "claims" / "herald-2024.yml", claim)
    answer = remove(book, "herald-2024-spare")
    assert answer.code == 0, answer.err
    assert "no claim and no derivation depends on spare_part" in answer.out


NAMED = [
    ("data/findings.csv", "", ("herald-2024-fuel-per-passenger,en",)),
    ("data/claims/herald-2024.yml", "    because: herald-2024-fuel-per-passenger\n", ("because:",)),
    ("data/known_offenders.csv", "own input,herald-2024-fuel-per-passenger,so it is\n", ("so it is",)),
    ("book/names.csv", "alias,herald-2024-liters,herald-2024-fuel-per-passenger\n", ("alias,herald-2024-liters",)),
    ("index.md", "\n{result}`herald-2024-fuel-per-passenger:derived`\n", ("passenger:derived",)),
    ("scenarios/fuller-boats.yml", "# for herald-2024-fuel-per-passenger\n", ("# for",)),
    ("tests/oracles.py", "# of herald-2024-fuel-per-passenger\n", ("# of herald",)),
    ("book/crossings.ipynb", "", ('"    \\"herald-2024-fuel-per-passenger\\"',)),
]


def test_what_else_names_a_claim_is_listed_line_by_line_and_nothing_is_changed(book):
    for name, more, _ in NAMED:
        append(book / name, more)
    append(
        book / "index.md", "herald-2024-fuel-per-passenger-mile is another, as is my-herald-2024-fuel-per-passenger\n"
    )
    before = files(book)
    answer = remove(book, "herald-2024-fuel-per-passenger")
    assert (answer.code, answer.out) == (2, "")
    *places, last = answer.err.splitlines()
    assert last == "claimbook: herald-2024-fuel-per-passenger was not removed: see to the 9 places above first"
    assert files(book) == before
    row = "data/numerals.csv:9: '2 liters' is of no other claim; say what it is then, as in --disposition context"
    assert row in places
    found = {place.partition(":")[0]: int(place.partition(":")[2]) for place in places if place != row}
    assert found.keys() == {name for name, *_ in NAMED}
    for name, _, (said,) in NAMED:
        assert said in (book / name).read_text(encoding="utf-8").splitlines()[found[name] - 1], name


def test_a_claim_whose_formula_gives_what_another_uses_is_not_removed(book):
    formula = ("--formula", "boat_count * boat_price")
    fleet = ("--line", "5", "--numeral", "$12 million", "--statement", "The boats cost $12 million", "--chapter",
             "money", "--printed", "12e6", "--unit", "USD")  # fmt: skip
    assert run(book, "claim", "new", "herald-2024-fleet", *fleet, *formula).code == 0
    append(book / "index.md", "\nherald_2024_fleet\n")
    line = len((book / "index.md").read_text(encoding="utf-8").splitlines())
    answer = remove(book, "herald-2024-fleet", "--yes", "--disposition", "context")
    assert answer.err.splitlines()[0] == f"index.md:{line}"
    assert answer.code == 2


@pytest.mark.thorough
def test_a_claim_without_which_the_book_would_be_wrong_is_not_removed(book):
    before = files(book)
    answer = remove(book, "herald-2024-takings", "--yes", "--disposition", "nonsense")
    assert answer.code == 2
    assert answer.err.startswith(
        "claimbook: herald-2024-takings was not removed, since the book would be wrong: data/numerals.csv, line 7: "
    )
    assert files(book) == before


@pytest.mark.parametrize(
    ("claim_id", "said"),
    [
        ("herald-2024-takngs", "no claim is called 'herald-2024-takngs'; did you mean herald-2024-takings"),
        ("gazette-takings", "begins with no source's key and a hyphen; the sources are herald-2024"),
    ],
)
def test_a_claim_that_does_not_exist_is_refused_in_one_line(book, claim_id, said):
    answer = remove(book, claim_id)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert said in answer.err


@pytest.mark.thorough
@pytest.mark.parametrize(("said", "removes"), [("y\n", True), ("n\n", False)])
def test_it_asks_before_it_removes(book, monkeypatch, said, removes):
    monkeypatch.setattr(sys, "stdin", Terminal(said))
    assert run(book, "claim", "new", "herald-2024-six", *SIX).code == 0
    before = files(book)
    answer = run(book, "claim", "remove", "herald-2024-six")
    assert (files(book) != before) is removes
    assert answer.code == (0 if removes else 130)
    asked = "Remove herald-2024-six from data/claims/herald-2024.yml, data/numerals.csv, book/money.ipynb? [y/N]: "
    assert answer.out.startswith(asked)


def test_where_nobody_can_be_asked_it_wants_yes(book):
    answer = run(book, "claim", "remove", "herald-2024-takings")
    assert answer.code == 2
    assert answer.err.endswith("there is nobody to ask; add --yes\n")


@pytest.mark.thorough
def test_it_waits_for_another_command_that_changes_the_book(book):
    command = [
        sys.executable,
        "-m",
        "claimbook",
        "--book",
        str(book),
        "claim",
        "remove",
        "herald-2024-takings",
        "--yes",
    ]
    with only_change(Project(book)):
        removing = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = removing.stderr.readline()
        assert said == "claimbook: another change of this book is running; waiting for it to end\n"
        replace(book / "data" / "numerals.csv", "1300000,USD,claim,herald-2024-takings,", "1300000,USD,context,,")
    said = removing.communicate(timeout=120)[1]
    assert (removing.returncode, said) == (0, ""), said
    assert "herald-2024-takings" not in Project(book).claims


# --- a claims' file without one of its claims -------------------------------------------------------------------------

CLAIMS = """# yaml-language-server: $schema=claims.schema.json
source: a-2024
claims:
  # About the first.
  - id: a-2024-first # as printed
    line: 1
    note: |
      Of several lines,

      # and no comment

  # About the second.
  # More of it.
  - id: a-2024-second
    line: 2

    # Within the second.
    statement: "x"
  - id: a-2024-third
    line: 3
# The end.
"""


@pytest.mark.parametrize(("name", "first", "last"), [("first", 5, 11), ("second", 14, 18), ("third", 19, 20)])
def test_a_file_loses_the_lines_of_one_claim_and_no_other(name, first, last):
    lines = CLAIMS.split("\n")
    assert without_entry(CLAIMS, "a.yml", f"a-2024-{name}") == "\n".join([*lines[: first - 1], *lines[last:]])


def test_a_file_that_loses_its_only_claim_has_an_empty_list_and_can_take_one_again():
    text = "source: a-2024\nclaims:\n- id: a-2024-only\n  line: 1\n"
    empty = without_entry(text, "a.yml", "a-2024-only")
    assert empty == "source: a-2024\nclaims: []\n"
    assert with_entry(empty, "a.yml", {"id": "a-2024-only", "line": 1}) == text

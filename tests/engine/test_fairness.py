"""No test begs its question, and like claims are judged alike: each rule was seen to refuse."""

import pytest

from claimbook.checks.fairness import RULES, fairness_problems
from claimbook.checks.gate import problems
from claimbook.project import Project
from tests.editing import append, replace

INPUTS, HERALD = "assumptions.csv", "claims/herald-2024.yml"

SECOND_CLAIM = """
  - id: herald-2024-passengers-again
    line: 2
    numeral: 384,000
    statement: The ferries carry 384,000 passengers
    chapter: crossings
    printed: "{printed}"
    unit: passenger/year
    tests:
      - kind: {kind}
        quantity: {quantity}
{more}
"""

#: What is edited in the made-up book (file, old text, new text), and what is said then.
REFUSED = [
    (
        "own input",
        [(INPUTS, "fuel_price,estimate,1.5,1.2,1.9,USD/liter,,metalog,,Price of fuel,harbour2024",
          "fuel_price,estimate,1.5,1.2,1.9,USD/liter,,metalog,,Price of fuel,herald-2024")],
        "herald-2024-fuel-share is estimated with fuel_price from its own source; only a premise may come from there",
    ),
    (
        "solved input",
        [(INPUTS, 'Lowest and highest month,harbour2024,made up; printed there',
          'Lowest and highest month,harbour2024,solved from the claim: so that fuel takes 20 percent')],
        "herald-2024-fuel-share is tested by fuel_price, which was solved from the claim: find it elsewhere",
    ),
    (
        "no range",
        [(INPUTS, "fuel_price,estimate,1.5,1.2,1.9,USD/liter,,metalog", "fuel_price,estimate,1.5,,,USD/liter,,")],
        "herald-2024-fuel-share is estimated with fuel_price, which is not exact and has no range",
    ),
    (
        "outside operand",
        [(HERALD, "quantity: stated_yearly_passengers", "quantity: yearly_passengers_by_seats")],
        "herald-2024-yearly-passengers redoes arithmetic with seats_per_crossing, which herald-2024 does not print",
    ),
    (
        "solved input",
        [(INPUTS, "emptiest and the fullest month,harbour2024,made up; printed there",
          "emptiest and the fullest month,harbour2024,made up")],
        "herald-2024-yearly-passengers comes out at the printed figure itself by yearly_passengers, as if "
        "passengers_per_crossing had been solved from it",
    ),
    (
        "unconfirmed input",
        [(INPUTS, "Lowest and highest month,harbour2024,made up; printed there",
          "Lowest and highest month,harbour2024,unconfirmed: made up")],
        "herald-2024-fuel-share is settled by an estimate with fuel_price, which nobody could confirm",
    ),
    (
        "stand-in",
        [(HERALD, '    as_of: "1911"\n', "")],
        "herald-2024-founded does not say in `as_of` what time it speaks of",
    ),
    (
        "stand-in",
        [(HERALD, 'as_of: "2024"', 'as_of: "2023-12"')],
        "herald-2024-punctual speaks of 2023-12 and is held against punctuality_list of 2024: near",
    ),
    (
        "restored",
        [(HERALD, '    as_of: "1911"\n', '    as_of: "1911"\n    restored_by: [founding_deed]\n')],
        "herald-2024-founded is confirmed by founding_deed, which served to restore its text: leave open what it says",
    ),
    (
        "restored",
        [(HERALD, '    as_of: "1911"\n', '    as_of: "1911"\n    restored_by: [harbour2024]\n')],
        "herald-2024-founded is confirmed by founding_deed, which served to restore its text: leave open what it says",
    ),
    (
        "because",
        [(HERALD, "error_kind: scale", "error_kind: scale\n    because: herald-2024-founded")],
        "herald-2024-fuel-per-passenger fails because of herald-2024-founded, which does not fail",
    ),
    (
        "because",
        [(HERALD, "error_kind: scale", "error_kind: scale\n    because: herald-2024-nowhere")],
        "fails because of herald-2024-nowhere, and no claim is called so",
    ),
    (
        "because",
        [(HERALD, "finding: confirms", "finding: confirms\n    because: herald-2024-punctual")],
        "herald-2024-founded does not fail, and is said to fail because of herald-2024-punctual",
    ),
]  # fmt: skip


def edit(project, edits):
    for name, old, new in edits:
        replace(project.data / name, old, new)
    return Project(project.root)


@pytest.mark.thorough
@pytest.mark.parametrize(("rule", "edits", "said"), REFUSED)
def test_what_begs_the_question_is_refused_with_its_place(project, rule, edits, said):
    edited = edit(project, edits)
    (line,) = [line for line in fairness_problems(edited) if said in line]
    assert line.startswith("data/claims/herald-2024.yml, line ")
    assert "\n" not in line
    assert line in problems(edited)
    assert rule in RULES


def test_the_book_itself_breaks_no_rule(project):
    assert list(fairness_problems(project)) == []


def test_one_line_figure_and_test_as_two_claims_is_refused(project):
    again = SECOND_CLAIM.format(printed="384e3", kind="arithmetic", quantity="stated_yearly_passengers", more="")
    put_after_the_first(project, again)
    (line,) = [line for line in fairness_problems(Project(project.root)) if "make one claim of the two" in line]
    assert "herald-2024-passengers-again has the source, the figure and a test of herald-2024-yearly-passengers" in line


def test_an_estimate_in_which_nothing_is_uncertain_is_refused(project):
    more = "        bearing: same"
    certain = SECOND_CLAIM.format(printed="384e3", kind="estimate", quantity="stated_yearly_passengers", more=more)
    put_after_the_first(project, certain)
    said = "is estimated by stated_yearly_passengers, in which nothing is uncertain: make the test evidence"
    assert [line for line in fairness_problems(Project(project.root)) if said in line]


def test_one_figure_of_one_thing_with_two_verdicts_is_refused_unless_it_says_why(project):
    again = SECOND_CLAIM.format(printed="384e3", kind="arithmetic", quantity="stated_yearly_passengers", more="")
    put_after_the_first(project, again)
    said = "(adds up) prints the figure of herald-2024-yearly-passengers (holds) for the same thing"
    assert [line for line in fairness_problems(Project(project.root)) if said in line]
    replace(project.data / HERALD, "The ferries carry 384,000 passengers\n", "Passengers are 384,000\n")
    reason = "    differs_because: here only the arithmetic is asked\n"
    replace(project.data / HERALD, "    statement: Passengers are 384,000\n", f"    statement: Passengers\n{reason}")
    assert not [line for line in fairness_problems(Project(project.root)) if "differs_because" in line]


@pytest.mark.parametrize(
    ("claimed", "counted", "is_near"),
    [
        ("2023", "2023", False),
        ("2023", "2023-06", False),
        ("2023-06-30", "2023", False),
        ("2023", "2022", True),
        ("2023", "2023-01/2023-06", True),
        ("2022-07/2023-06", "2022-07/2023-06", False),
        ("any", "1950", False),
    ],
)
def test_a_figure_of_another_time_is_near_and_decides_nothing(project, claimed, counted, is_near):
    replace(project.data / "claims" / "fjordblad-2024.yml", 'as_of: "2023"', f'as_of: "{claimed}"')
    replace(project.data / "evidence.csv", "Anna Pilot,research,2024,2023,", f"Anna Pilot,research,2024,{counted},")
    said = f"speaks of {claimed} and is held against passengers_counted of {counted}: near"
    assert bool([line for line in fairness_problems(Project(project.root)) if said in line]) == is_near


@pytest.mark.parametrize("as_of", ["", 'as_of: "any"'])
def test_a_claim_held_against_a_trend_says_what_time_it_speaks_of(project, as_of):
    replace(project.data / "claims" / "fjordblad-2024.yml", 'as_of: "2005/2024"', as_of)
    said = "does not say in `as_of` what time it speaks of, and is held against a trend, passenger_doubling_rate"
    assert [line for line in fairness_problems(Project(project.root)) if said in line]


@pytest.mark.parametrize(("claimed", "is_near"), [("2012", True), ("2023", False), ("2020/2024", False)])
def test_a_trend_that_was_fitted_to_later_years_is_near(project, claimed, is_near):
    replace(project.data / "claims" / "fjordblad-2024.yml", 'as_of: "2005/2024"', f'as_of: "{claimed}"')
    said = f"speaks of {claimed} and is held against passenger_doubling_rate, a fit to 2024: near"
    assert bool([line for line in fairness_problems(Project(project.root)) if said in line]) == is_near


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "evidence: [punctuality_list]\n        bearing: same",
            "evidence: [punctuality_list]\n        bearing: near",
            "its evidence test contradicts by something that is only near the claim, which decides nothing",
        ),
        (
            "evidence: [founding_deed]\n        bearing: same\n",
            "evidence: [founding_deed]\n",
            "does not say how it bears on the claim: same, at least, at most or near",
        ),
    ],
)
def test_a_piece_of_evidence_that_decides_is_of_the_same_thing_or_bounds_it(project, old, new, said):
    replace(project.data / HERALD, old, new)
    assert [line for line in problems(Project(project.root)) if said in line]


def test_a_known_offender_is_not_said_again_and_one_that_was_mended_must_leave_the_list(project):
    rule, edits, said = REFUSED[0]
    append(project.data / "known_offenders.csv", f"{rule},herald-2024-fuel-share,to be looked up\n")
    (line,) = fairness_problems(Project(project.root))
    said_of_it = "herald-2024-fuel-share no longer offends against 'own input'; take the row out"
    assert line == f"data/known_offenders.csv, line 2: {said_of_it}"
    assert not [line for line in fairness_problems(edit(project, edits)) if said in line]


@pytest.mark.thorough
def test_a_claim_that_nothing_decides_says_what_is_missing_and_one_that_a_test_decides_does_not(project):
    replace(project.data / "claims/fjordblad-2024.yml", "    missing: the year,", "    note: the year,")
    assert [line for line in problems(Project(project.root)) if "has no test that decides it; say what is" in line]
    replace(project.data / HERALD, "finding: confirms\n", "finding: confirms\n    missing: the month\n")
    assert [line for line in problems(Project(project.root)) if "as if nothing decided it, but a test does" in line]


def put_after_the_first(project, claim):
    """Put a claim below the first of its file, in whose line it stands."""
    path = project.data / HERALD
    head, second, rest = path.read_text(encoding="utf-8").partition("\n  - id: herald-2024-takings")
    path.write_text(head + claim.rstrip() + "\n" + second + rest, encoding="utf-8")

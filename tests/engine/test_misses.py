"""How far failing figures miss, what forecasts came to, and what charts and pages say of both."""

import json
from dataclasses import replace

import pytest

from claimbook.charts.misses import miss_chart
from claimbook.charts.outcomes import outcome_chart
from claimbook.checks.tables import use_problems
from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.model.verdict import Verdict
from claimbook.project import Project
from claimbook.register.printed import PrintedFigure
from claimbook.results.misses import error_kinds, miss_of, roots
from claimbook.results.outcomes import GROUPS, outcomes
from claimbook.site.pages import claim_row
from tests.editing import replace as edit
from tests.engine.book import PROJECT

FUEL = "herald-2024-fuel-per-passenger"


def failing(model, printed, claim_id=FUEL):
    """A failing claim's result, as if it had printed another figure."""
    result = model.result(claim_id)
    claim = replace(result.claim, printed=PrintedFigure.of(printed))
    return replace(result, claim=claim, verdict=Verdict.FAILS)


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (8, "about 8 times too high"),
        (1 / 8, "about 8 times too low"),
        (1.5, "about 50 % too high"),
        (0.75, "about 25 % too low"),
    ],
)
def test_a_miss_is_said_in_times_or_below_two_times_in_percent(model, times, said):
    found = model.result(FUEL).derived
    assert str(miss_of(failing(model, f"{found * times!r}"))) == said


def test_of_a_printed_range_the_nearest_end_misses(model):
    found = model.result(FUEL).derived
    assert miss_of(failing(model, f"{4 * found}..{40 * found}")).times == pytest.approx(4)


def test_what_does_not_fail_and_what_is_in_words_misses_by_nothing(model):
    assert miss_of(model.result("herald-2024-yearly-passengers")) is None
    assert miss_of(model.result("herald-2024-punctual")) is None


def test_a_claim_that_fails_because_another_does_stands_below_that_one(project):
    edit(
        project.data / "claims" / "herald-2024.yml",
        "error_kind: superlative",
        f"error_kind: superlative\n    because: {FUEL}",
    )
    edit(project.data / "claims" / "herald-2024.yml", 'printed: "2"', 'printed: "20"')
    found = {root.result.claim.id: root for root in roots(Model.of(project).results)}
    assert "herald-2024-punctual" not in found
    assert [one.claim.id for one in found[FUEL].followers] == ["herald-2024-punctual"]


def test_kinds_of_error_are_counted_by_their_roots_and_say_what_they_mean(project):
    described = project.data / "datapackage.json"
    assert "error_kinds" not in described.read_text(encoding="utf-8")
    kinds = {kind.key: kind for kind in error_kinds(Model.of(project))}
    assert (kinds["superlative"].title, kinds["superlative"].definition) == ("Superlative error", "")
    assert kinds["superlative"].count == 1


def test_a_failing_rows_two_figures_never_look_the_same(model):
    found = model.result(FUEL).derived
    row = claim_row(failing(model, f"{found * 1.00001:.9g}"), "", PROJECT)
    assert row["derived"] != row["claimed"]


def test_bars_say_each_miss_the_farthest_first_and_name_its_claim(project):
    edit(project.data / "claims" / "herald-2024.yml", 'printed: "2"', 'printed: "20"')
    chart = miss_chart(Model.of(project)).to_dict()
    assert chart["title"]["text"] == (
        "Of 2 figures that fail, 1 is off by ten times or more, and 1 by less than two times"
    )
    first, second = chart["description"].split("axis. ")[1].split("; ")
    assert first.startswith("Carrying one passenger takes 2 liters of fuel: about 40 times too high, ")
    assert "%" in second


def test_without_a_failing_figure_there_are_no_bars(project):
    right = Model.of(project)
    for result in right.results:
        if miss_of(result):
            figure = project.data / "claims" / f"{result.claim.source}.yml"
            lines = figure.read_text(encoding="utf-8").splitlines()
            start = lines.index(f"  - id: {result.claim.id}")
            printed = next(i for i in range(start, len(lines)) if lines[i].lstrip().startswith("printed:"))
            lines[printed] = f"    printed: about {result.derived:.3g}"
            figure.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UserError, match="no figure fails"):
        miss_chart(Model.of(Project(project.root)))


def test_a_forecast_stands_in_one_group_by_what_became_of_it(model):
    found = list(outcomes(model))
    assert [(one.result.claim.id, one.group) for one in found] == [("herald-2024-paid-back", "not due yet")]
    assert found[0].foreseen_for == "2040-12-31"
    assert "not due yet" in GROUPS
    with pytest.raises(UserError, match="no forecast has an outcome in numbers"):
        outcome_chart(model)


def with_kinds(project, *rows):
    """The book with a table of its kinds of error."""
    package = project.data / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8"))
    fields = [{"name": name, "type": "string"} for name in ("kind", "title", "definition")]
    table = {"name": "error_kinds", "path": "error_kinds.csv", "schema": {"fields": fields, "primaryKey": ["kind"]}}
    described["resources"].append(table)
    package.write_text(json.dumps(described), encoding="utf-8")
    text = "\n".join(["kind,title,definition", *rows]) + "\n"
    (project.data / "error_kinds.csv").write_text(text, encoding="utf-8")
    return Project(project.root)


def test_a_book_says_in_its_own_words_what_a_kind_of_error_is(project):
    own = with_kinds(project, "superlative,Not the first,There is an exception.", "scale,Zeros,A zero is lost.")
    kinds = {kind.key: kind for kind in error_kinds(Model.of(own))}
    assert (kinds["superlative"].title, kinds["superlative"].definition) == ("Not the first", "There is an exception.")
    assert not [said for said in use_problems(own) if "error_kinds" in said]


def test_a_kind_of_error_that_the_books_table_leaves_out_is_a_mistake(project):
    own = with_kinds(project, "superlative,Not the first,There is an exception.")
    (said,) = [said for said in use_problems(own) if "error_kinds" in said]
    assert said.endswith(f"{FUEL}: data/error_kinds.csv does not say what a scale error is")

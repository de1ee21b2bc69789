"""Two books open in one process do not meet: whatever one says, the other says what it said before."""

import json
import os
import shutil
import sys

import nbformat
import pandas as pd
import pint
import pytest

from claimbook import Model
from claimbook.chapters.card import card
from claimbook.chapters.execution import execute
from claimbook.chapters.notebook import chart_module
from claimbook.chapters.opening import chapter_model
from claimbook.errors import UserError
from claimbook.ledger.drafting import draft
from claimbook.ledger.entries import language_of
from claimbook.model.graph import derivation_names
from claimbook.project import NAMED, Project
from claimbook.scenarios.scenario import schema
from claimbook.sweep.sweep import evaluate, plan
from tests.cases import slow
from tests.commands import claimbook
from tests.editing import append, replace
from tests.engine.book import copy_book

CLAIM = "herald-2024-yearly-passengers"

#: How data/assumptions.csv begins the row of what one crossing carries: its value, low and high end.
CROSSING = "\npassengers_per_crossing,estimate,{},"


@pytest.fixture(autouse=True)
def no_book_is_named(monkeypatch):
    monkeypatch.delenv(NAMED, raising=False)


@pytest.fixture
def ferries(project):
    """A book with 80 passengers on a crossing, which are 384,000 a year."""
    append(project.book / "units.txt", "raft = 2 boat\noar = [oar]\n")
    return project.root


@pytest.fixture
def canoes(tmp_path):
    """Another one, whose files are called as those of the first: 8 passengers on a crossing, 38,400 a year."""
    root = copy_book(tmp_path / "canoes")
    replace(root / "_config.yml", "title: The Ferries of Lake Lorn", "title: The Canoes of Lake Lorn")
    replace(root / "data" / "assumptions.csv", CROSSING.format("80,60,100"), CROSSING.format("8,6,10"))
    replace(root / "data" / "evidence.csv", "passengers_counted,Passengers counted", "passengers_counted,Heads counted")
    append(root / "book" / "units.txt", "raft = 5 boat\npaddle = [paddle]\n")
    replace(root / "book" / "names.csv", "plural,passenger,passengers", "plural,passenger,paddlers")
    replace(root / "book" / "names.csv", "passengers_a_trip,passengers_per_crossing", "seats,seats_per_crossing")
    replace(root / "book" / "languages" / "fjordish.py", '"folk": "passenger"', '"folk": "boat"')
    replace(root / "book" / "charts" / "crossings.py", "The timetable carries more", "The canoes carry fewer")
    append(
        root / "book" / "derivations" / "crossings.py",
        "\n\ndef yearly_strokes(yearly_crossings: Quantity) -> Quantity:\n"
        '    """Strokes in a year. [crossing/time]"""\n    return 900 * yearly_crossings\n',
    )
    return root


@pytest.fixture
def both(ferries, canoes):
    return Project(ferries), Project(canoes)


def in_turn(ask, first, second):
    """What two books answer when they are asked in turn, twice, so that nothing kept of one can pass for the other."""
    answers = [ask(book) for book in (first, second, first, second)]
    assert answers[:2] == answers[2:]
    return answers[0], answers[1]


def test_models_derive_each_from_its_own_assumptions(both):
    def passengers(project):
        return round(Model.of(project).quantity("yearly_passengers").m_as("passenger/year"), 6)

    assert in_turn(passengers, *both) == (24 * 200 * 80, 24 * 200 * 8)
    assert in_turn(lambda project: str(Model.of(project).verdict(CLAIM)), *both) == ("holds", "fails")


def test_changes_of_one_model_do_not_reach_the_other(both):
    first, second = map(Model.of, both)
    changed = first.with_(passengers_per_crossing=110)
    assert changed.unchanged is first
    assert list(changed.changes) == ["passengers_per_crossing"]
    assert not second.changes
    assert second.quantity("yearly_passengers").m_as("passenger/year") == pytest.approx(24 * 200 * 8)


def test_derivations_are_each_books_own(both):
    first, second = in_turn(derivation_names, *both)
    assert set(second) - set(first) == {"yearly_strokes"}


def test_units_are_each_books_own_even_by_the_same_name(both):
    def boats(project):
        return project.units.read_quantity("10 raft", "boat", "rafts").magnitude

    assert in_turn(boats, *both) == (20, 50)
    for project, unit in zip(both, ("paddle", "oar"), strict=True):
        with pytest.raises(UserError, match=f"'{unit}' is not a unit"):
            project.units.read_unit(unit)


def test_draws_are_each_books_own_even_where_rows_are_alike_and_units_are_not(both):
    for project in both:
        replace(project.data / "assumptions.csv", ",2,1,3,boat,,choice,", ",2,1,3,raft,,choice,")

    def boats(project):
        draws = Model.of(Project(project.root)).draws["boats_under_repair"]
        return sorted({float(boats) for boats in draws})

    assert in_turn(boats, *both) == ([2, 4, 6], [5, 10, 15])


def test_a_book_with_other_rows_keeps_nothing_that_rests_on_them(ferries):
    book = Project(ferries)
    group = next(iter(book.groups))
    assert group in str(schema(book))
    without = book.with_rows("groups", book.tables.read_rows("groups")[:1])
    assert group not in str(schema(without))


def test_quantities_of_books_with_other_units_cannot_be_added_by_mistake(both):
    first, second = (Model.of(project).quantity("boats_at_work") for project in both)
    with pytest.raises(ValueError, match="different registries"):
        first + second


def test_quantities_of_books_with_the_same_units_can_be_compared(ferries, tmp_path):
    model = Model.of(ferries)
    same = Model.of(shutil.copytree(ferries, tmp_path / "same"))
    assert isinstance(same.quantity("boats_at_work"), pint.Quantity)
    assert same.quantity("boats_at_work") == model.quantity("boats_at_work")


def test_tables_and_names_are_each_books_own(both):
    assert in_turn(lambda project: project.evidence["passengers_counted"].statement, *both) == (
        "Passengers counted in a year",
        "Heads counted in a year",
    )
    assert in_turn(lambda project: project.title, *both) == ("The Ferries of Lake Lorn", "The Canoes of Lake Lorn")
    assert in_turn(lambda project: project.words.write_quantity(8, "passenger"), *both) == (
        "8 passengers",
        "8 paddlers",
    )
    assert in_turn(lambda project: list(project.names["alias"]), *both) == (["passengers_a_trip"], ["seats"])


def test_cards_are_each_books_own(both):
    first, second = in_turn(lambda project: card(CLAIM, Model.of(project))._repr_html_(), *both)
    assert "384,000 passengers per year" in first
    assert "paddlers" not in first
    assert "38,400 paddlers per year" in second


def test_intervals_that_are_kept_are_each_books_own(both):
    """Of a metalog the ends of the table are those of the 90 % interval."""
    first, second = in_turn(lambda project: Model.of(project).interval("yearly_passengers", "passenger/year"), *both)
    assert first == pytest.approx((24 * 200 * 60, 24 * 200 * 100), rel=0.01)
    assert second == pytest.approx((24 * 200 * 6, 24 * 200 * 10), rel=0.01)


def test_what_is_kept_for_a_book_is_each_books_own(both):
    """The schema of scenarios is one of the things that are computed once for each book."""
    append(both[1].data / "assumptions.csv", "stroke_rate,premise,900,,,crossing/day,,,,Strokes,harbour2024,,,,\n")
    first, second = in_turn(lambda project: set(schema(project)["properties"]["assumptions"]["properties"]), *both)
    assert second - first == {"stroke_rate"}


@pytest.mark.thorough
def test_chart_modules_of_the_same_name_are_each_books_own(both):
    def title(project):
        return chart_module("crossings", Model.of(project)).passengers_chart(Model.of(project)).title

    assert in_turn(title, *both) == (
        "The timetable carries more than were counted",
        "The canoes carry fewer than were counted",
    )


def test_language_modules_of_the_same_name_are_each_books_own(both):
    def reading(project):
        (numeral,) = draft("Ferja tar 80 folk.", language_of("fjordblad-2024", project))
        return numeral.unit

    assert in_turn(reading, *both) == ("passenger", "boat")


def test_sweeps_are_each_books_own(both):
    """A sweep is plain data: it says whose it is."""
    sweeps = [plan(project, "yearly_passengers", ["season_length=100:200:100"]) for project in both]
    tables = [pd.concat(pd.DataFrame(block.columns) for block in evaluate(sweep)) for sweep in sweeps]
    assert tables[0]["value"].tolist() == pytest.approx([24 * 100 * 80, 24 * 200 * 80])
    assert tables[1]["value"].tolist() == pytest.approx([24 * 100 * 8, 24 * 200 * 8])


# Which book is meant


def test_a_model_is_had_of_any_folder_with_a_book(ferries, monkeypatch):
    monkeypatch.chdir(ferries.parent)
    for place in (ferries, str(ferries), "ferries", Project(ferries)):
        assert Model.of(place).project.root == ferries
    monkeypatch.setenv("HOME", str(ferries.parent))
    assert Model.of("~/ferries").project.root == ferries


def test_a_folder_without_a_book_is_said_in_one_line(ferries):
    with pytest.raises(UserError, match=r"holds no book: there is no claimbook\.toml in it"):
        Model.of(ferries / "book")


def test_the_baseline_is_the_book_that_one_stands_in(ferries, canoes, monkeypatch):
    for place, root in ((ferries, ferries), (canoes / "book" / "charts", canoes), (ferries / "data", ferries)):
        monkeypatch.chdir(place)
        assert Model.baseline().project.root == root
        derived = json.loads(claimbook("claims", "--json").out)[0]["derived"]
        assert derived == pytest.approx(384_000 if root == ferries else 38_400)


@pytest.mark.parametrize("named", ["../canoes", "{}/canoes", "~/canoes"])
def test_the_baseline_is_the_book_that_the_environment_names_wherever_one_stands(ferries, canoes, monkeypatch, named):
    monkeypatch.setenv("HOME", str(ferries.parent))
    monkeypatch.chdir(ferries)
    monkeypatch.setenv(NAMED, named.format(canoes.parent))
    assert Model.baseline().project.root == canoes
    assert Model.of(ferries).project.root == ferries


def test_the_environment_names_a_folder_without_a_book(ferries, monkeypatch):
    monkeypatch.chdir(ferries)
    monkeypatch.setenv(NAMED, "data")
    with pytest.raises(UserError, match="CLAIMBOOK_BOOK is 'data', where no book is"):
        Model.baseline()


def test_the_command_line_answers_for_the_book_that_it_names(ferries, canoes, monkeypatch):
    def derived(root):
        return json.loads(claimbook("--book", root, "show", CLAIM, "--json").out)["derived"]

    monkeypatch.chdir(ferries)
    assert in_turn(derived, ferries, canoes) == pytest.approx((384_000, 38_400))
    assert derived("../canoes") == pytest.approx(38_400)
    monkeypatch.setenv(NAMED, str(ferries))
    assert derived(canoes) == pytest.approx(38_400)


@pytest.mark.thorough
def test_what_the_command_line_writes_goes_into_the_book_that_it_names(ferries, canoes, monkeypatch):
    monkeypatch.chdir(ferries)
    answer = claimbook("--book", canoes, "sweep", "yearly_passengers", "--over", "season_length=100:200:100")
    assert answer.code == 0, answer.err
    assert sorted(path.name for path in (canoes / "_build" / "sweeps").iterdir()) == [
        "yearly_passengers.parquet",
        "yearly_passengers.svg",
    ]
    assert not (ferries / "_build").exists()


def test_a_chapters_model_is_that_of_the_book_that_it_is_executed_in(ferries, canoes, monkeypatch):
    monkeypatch.chdir(canoes / "book")
    money = {
        "crossings_per_day", "stated_passengers_per_crossing", "season_length", "ticket_price", "fuel_per_crossing",
        "fuel_price",
    }  # fmt: skip
    given = {name: a.written for name, a in Project(canoes).assumptions.items() if name in money}
    model = chapter_model("money", {**given, "passengers_per_crossing": "8 passenger/crossing"})
    assert model.project.root == canoes
    assert not model.changes


# What changes on disk


def test_a_change_on_disk_of_one_book_does_not_show_in_the_other(ferries, canoes):
    replace(ferries / "data" / "assumptions.csv", CROSSING.format("80,60,100"), CROSSING.format("70,60,100"))
    replace(ferries / "book" / "derivations" / "money.py", "* ticket_price", "* ticket_price / 2")
    first, second = Model.of(Project(ferries)), Model.of(Project(canoes))
    assert first.quantity("yearly_takings").m_as("USD/year") == pytest.approx(24 * 200 * 70 * 3.5 / 2)
    assert second.quantity("yearly_takings").m_as("USD/year") == pytest.approx(24 * 200 * 8 * 3.5)


def test_a_book_that_is_open_stays_as_it_was_read_and_one_that_is_opened_anew_is_as_it_stands(ferries):
    before = Project(ferries)
    assert Model.of(before).verdict(CLAIM) == "holds"
    replace(ferries / "data" / "assumptions.csv", CROSSING.format("80,60,100"), CROSSING.format("70,60,100"))
    replace(ferries / "data" / "claims" / "herald-2024.yml", 'printed: "384e3"', 'printed: "999e3"')
    assert Model.of(before).with_(ticket_price=7).verdict(CLAIM) == "holds"
    assert Model.of(Project(ferries)).verdict(CLAIM) == "fails"


def test_a_formula_that_is_saved_twice_in_a_second_is_the_one_saved_last(ferries, monkeypatch):
    """Python keeps bytecode by a file's size and the second in which it was saved, which are the same here."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = ferries / "book" / "derivations" / "money.py"
    found = []
    for old, new in (("* ticket_price\n", "* ticket_price / 2\n"), ("/ 2\n", "/ 4\n"), ("/ 4\n", "/ 8\n")):
        replace(path, old, new)
        os.utime(path, (2e9, 2e9))
        found.append(Model.of(Project(ferries)).quantity("yearly_takings").m_as("USD/year"))
    assert found == pytest.approx([24 * 200 * 80 * 3.5 / divisor for divisor in (2, 4, 8)])


# Which book a chapter runs on


def outputs_of(path):
    """All that an executed notebook shows."""
    cells = nbformat.read(path, as_version=4).cells
    return json.dumps([output.get("data") for cell in cells for output in cell.get("outputs", [])], ensure_ascii=False)


@pytest.mark.kernel
@pytest.mark.thorough
@pytest.mark.parametrize("named", ["ferries", slow("{}"), slow("nowhere")])
def test_a_chapter_runs_on_its_own_book_whatever_the_environment_names(ferries, canoes, monkeypatch, named):
    """Another book by its whole path, or by the way from where one stands, or a folder without any."""
    monkeypatch.chdir(ferries.parent)
    monkeypatch.setenv(NAMED, named.format(ferries))
    shown = outputs_of(execute(["crossings"], Model.of(canoes))["crossings"])
    assert "38,400 paddlers per year" in shown
    assert "passengers per year" not in shown
    assert "The canoes carry fewer than were counted" in shown
    assert list((canoes / "_build" / "executed").iterdir())
    assert not (ferries / "_build").exists()

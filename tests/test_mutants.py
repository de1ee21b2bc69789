"""A fixed sample of the mutants is caught; `make mutants` runs them all, and CI does once a week."""

import csv
import random

import pytest

from claimbook.chapters.execution import chapters, execution_key
from claimbook.checks import gate
from claimbook.model.model import Model
from claimbook.project import Project
from claimbook.results import accepted
from mutants import catching, formulas, numbers
from mutants.__main__ import SEED, caught_by, every_mutant
from mutants.__main__ import accepted as accepted_mutants
from tests.book import PROJECT
from tests.cases import slow
from tests.project import copy_project

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("size", [80, slow(200)])
def test_every_mutant_of_a_sample_is_caught_or_listed(size):
    sample = random.Random(SEED).sample(every_mutant(), size)
    assert [str(mutant) for mutant in sample if not caught_by(mutant) and str(mutant) not in accepted_mutants()] == []


def test_every_listed_mutant_exists_and_survives_for_a_reason():
    known = {str(mutant): mutant for mutant in every_mutant()}
    for text, reason in accepted_mutants().items():
        assert caught_by(known[text]) == ""
        assert len(reason.split()) > 5


def mutant_of(table, key, column, kind):
    """The first mutant of a cell of a kind."""
    place = (table, key, column, kind)
    return next(m for m in numbers.mutants() if (m.table, m.key, m.column, m.kind) == place)


@pytest.mark.parametrize(
    ("place", "check"),
    [
        (("assumptions", "gpt4_training_time", "low high", "swapped"), "reading"),
        slow(*(("assumptions", "a100_per_h100", "value", "1 %"), "check")),
        slow(*(("assumptions", "a100_rent_2022", "high", "last digit"), "results")),
        (("claims", "jiemian-2024-fleet-ratio", "claimed", "power of ten"), "check"),
        slow(*(("evidence", "gpt4_cost_amortised", "value", "1 %"), "results")),
        slow(*(("evidence", "gpt4_cost_amortised", "unit", "unit"), "check")),
        slow(*(("numerals", "huatai-2023 4 1 28.5万个", "value", "1 %"), "check")),
        slow(*(("hardware", "k20x", "memory", "last digit"), "outputs")),
    ],
)
def test_what_is_called_caught_is_caught_by_the_checks_as_they_are_run(tmp_path, place, check):
    mutant = mutant_of(*place)
    assert catching.caught(mutant) == check
    keys = {chapter: execution_key(chapter, Model.of(PROJECT)) for chapter in chapters(PROJECT)}
    folder = copy_project(tmp_path)
    put_in_place(mutant, folder)
    book = Project(folder)
    if check in ("reading", "check"):
        assert gate.problems(book)
    elif check == "results":
        # What a chapter's sentences say of the results moves with them.
        assert [said for said in gate.problems(book) if "sentences do not say what the model gives" not in said] == []
        assert accepted.what_moved(Model.of(book))
    else:
        assert not accepted.what_moved(Model.of(book))
        assert any(execution_key(chapter, Model.of(book)) != key for chapter, key in keys.items())


def put_in_place(mutant, folder):
    """Write a mutant into the files of a copy of the book."""
    if mutant.table == numbers.CLAIMS:
        claim = PROJECT.claims[mutant.key]
        path = folder / "data" / "claims" / f"{claim.source}.yml"
        before, _, after = path.read_text(encoding="utf-8").partition(f"- id: {mutant.key}\n")
        assert f"printed: {mutant.before}" in after
        after = after.replace(f"printed: {mutant.before}", f"printed: {mutant.after}", 1)
        path.write_text(f"{before}- id: {mutant.key}\n{after}", encoding="utf-8")
        return
    book = catching.changed_book(mutant)
    rows = book.tables.read_rows(mutant.table)
    with (folder / "data" / f"{mutant.table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.mark.parametrize(
    ("name", "formula", "check"),
    [
        ("fleet_ratio", "meta_h100_count / a100_per_h100 / gpt4_a100_count", "check"),
        ("nvidia_share_rise", "nvidia_share_price_2024 / nvidia_share_price_2022 + 1", "oracle"),
        ("nvidia_architecture_upgrades", "nvidia_architecture_count - 2", "oracle"),
        ("listed_centres_compute", "wuhan_centre_compute", "oracle"),
    ],
)
def test_a_formula_that_is_off_is_caught(name, formula, check):
    assert formulas.caught(formulas.Mutant(name, "", formula, "by hand")) == check


def test_the_true_formulas_are_not_caught():
    for name in formulas.derivation_names(PROJECT):
        source = formulas.body_of(formulas.ast.unparse(formulas.tree_of(name)))
        assert formulas.caught(formulas.Mutant(name, source, source, "none")) == ""


def test_every_operator_and_operand_has_mutants():
    of_one = [mutant.after for mutant in formulas.mutants() if mutant.name == "china_compute_growth_measured"]
    base, power = (
        "china_compute_2024_measured / china_compute_2022_measured",
        "compounding_period / china_measured_period",
    )
    assert f"({base.replace('/', '*')}) ** ({power}) - 1" in of_one
    assert f"({base}) ** ({power}) + 1" in of_one
    assert f"({base}) ** ({power}) - 2" in of_one
    assert f"({base}) ** ({power})" in of_one
    assert f"({' / '.join(reversed(base.split(' / ')))}) ** ({power}) - 1" in of_one
    assert any("/ compounding_period" in formula for formula in of_one)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("1.50", {"1.5150", "1.51", "15.00"}),
        ("616e6", {"6.2216e8", "6.17e8", "6.160e9"}),
        ("3..4", {"3.03..4", "4..4", "30..4", "3..4.04", "3..5", "3..40", "4..3"}),
        ("2023-04-24", set()),
        ("", set()),
    ],
)
def test_a_number_is_changed_by_little_and_much(text, others):
    assert {other for other, _ in numbers.changed_numbers(text)} == others


@pytest.mark.parametrize(("unit", "wrong"), [("USD/visit", "CNY/visit"), ("percent", "1"), ("visit", "visit*day")])
def test_a_unit_is_mistaken_for_another(unit, wrong):
    assert numbers.wrong_unit(unit, PROJECT.names["mistaken for"]) == wrong

"""The register of this book by its two questions: what each answer may rest on, and that no id is lost."""

from dataclasses import replace

import numpy as np
import pytest

from claimbook.errors import UserError
from claimbook.model.model import Model
from claimbook.register import metalog
from claimbook.register.assumptions import ESTIMATE, EXACT, metalog_terms
from claimbook.register.units import root_magnitude
from tests.book import PROJECT


def test_every_metalog_has_low_value_and_high_as_its_5th_50th_and_95th_percentile(model):
    """To a tenth of a per cent by its closed form, as the tables print no more digits."""
    found = 0
    for name, assumption in model.assumptions.items():
        if assumption.distribution == "metalog":
            ends = [root_magnitude(end) for end in (assumption.low, assumption.value, assumption.high)]
            maximum = None if assumption.maximum is None else root_magnitude(assumption.maximum)
            places = np.array([0.05, 0.5, 0.95])
            assert metalog.quantiles(places, metalog_terms(assumption), maximum) == pytest.approx(ends, rel=1e-3), name
            found += 1
    assert found > 40


@pytest.mark.thorough
def test_what_adds_up_never_depends_on_a_range(model):
    certain = {
        name: replace(assumption, low=assumption.value, high=assumption.value, distribution="", choices=(), trend=None)
        if assumption.kind == ESTIMATE
        else assumption
        for name, assumption in model.assumptions.items()
    }
    without_ranges = Model(PROJECT, certain)
    for before in model.results:
        sums = [one.answer for one in before.tests if one.test.kind == "arithmetic"]
        after = [one for one in without_ranges.result(before.claim.id).tests if one.test.kind == "arithmetic"]
        assert [one.answer for one in after] == sums, before.claim.id


def test_nineteen_of_twenty_estimates_have_an_interval(model):
    estimates = [one for result in model.results for one in result.tests if one.test.kind == "estimate"]
    certain = [one.test.quantity for one in estimates if one.low == one.high]
    assert len(certain) <= 0.05 * len(estimates), certain


def test_every_input_that_is_not_exact_or_printed_has_a_range_with_its_reason(model):
    for name, assumption in model.assumptions.items():
        assert assumption.is_range == (assumption.kind == ESTIMATE) or assumption.kind == "printed", name
        assert assumption.kind not in EXACT or not assumption.range_reason, name


def test_about_a_tenth_of_the_claims_are_main_ones_and_each_source_has_some():
    main = [claim for claim in PROJECT.claims.values() if claim.weight == "main"]
    assert 50 <= len(main) <= 60
    assert {claim.source for claim in main} == set(PROJECT.sources.index)


def test_every_id_that_a_claim_ever_had_leads_somewhere():
    aliases = {name: now.removesuffix("-statement") for name, now in PROJECT.names["alias"].items() if "-20" in name}
    assert len(aliases) > 30
    for now in aliases.values():
        assert now in PROJECT.claims
    assert len(PROJECT.compared) > 20
    for earlier, row in PROJECT.compared.items():
        assert set(row["claims"].split()) <= set(PROJECT.claims)
        with pytest.raises(UserError, match="is no claim but the comparison"):
            PROJECT.find_claim(earlier)


def test_what_fails_because_of_something_is_counted_under_its_root(model):
    roots = {result.claim.because for result in model.results if result.claim.because}
    assert len(roots) >= 3
    assert all(model.result(root).verdict == "fails" for root in roots)


def test_what_is_found_is_what_decided_and_never_only_near(model):
    for result in model.results:
        if result.derived is not None:
            assert result.deciding is not None
            assert result.deciding.test.bearing != "near", result.claim.id

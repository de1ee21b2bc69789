"""This book as a workbook: LibreOffice recalculates it to what Python says, whatever is changed."""

import numpy as np
import pytest

from claimbook.workbook.writing import workbook
from tests.soffice import recalculated
from tests.workbooks import (
    column_of,
    other_assumptions,
    quantities_by_python,
    sheets_of,
    sums_by_python,
    sums_in_arrays,
    typed,
)

SETS = 200


@pytest.fixture(scope="module")
def written(model):
    return workbook(model)


@pytest.fixture(scope="module")
def sheets(written):
    return sheets_of(written)


@pytest.fixture(scope="module")
def after_changes(model, written, sheets, libreoffice, tmp_path_factory):
    """Sets of assumptions at random, and what the workbook's cells show with each."""
    path = tmp_path_factory.mktemp("workbook") / "book.xlsx"
    path.write_bytes(written)
    sets = [{}, *other_assumptions(model, SETS)]
    columns = [("Quantities", "Value"), ("Tests", "Answer"), ("Claims", "Adds up")]
    states, _ = recalculated(
        path,
        column_of(sheets, "Assumptions", "Value"),
        [typed(model, values) for values in sets],
        [column_of(sheets, *column) for column in columns],
    )
    return [*zip(sets, states, strict=True)]


@pytest.mark.office
@pytest.mark.thorough
def test_libreoffice_agrees_with_python_on_every_quantity_and_every_sum_for_200_sets_of_assumptions(
    model, sheets, after_changes
):
    units = {row["Name"].rstrip("_"): row["Unit"] for row in sheets["Quantities"]}
    is_sum = [row["Kind"] == "arithmetic" for row in sheets["Tests"]]
    expected = quantities_by_python(model, [values for values, _ in after_changes], units)
    np.testing.assert_allclose([shown[0] for _, shown in after_changes], expected, rtol=1e-9)
    answered = sums_in_arrays(model, [values for values, _ in after_changes])
    shown = [[a for a, asked in zip(answers, is_sum, strict=True) if asked] for _, (_, answers, _) in after_changes]
    assert shown == answered
    assert len({tuple(sums) for _, (_, _, sums) in after_changes}) > SETS / 2, "hardly a sum was turned"


@pytest.mark.office
@pytest.mark.thorough
def test_libreoffice_says_of_each_claims_sums_what_the_model_says_once_it_has_the_same_assumptions(
    model, sheets, after_changes
):
    is_sum = [row["Kind"] == "arithmetic" for row in sheets["Tests"]]
    for values, (_, answers, sums) in after_changes[:8]:
        answered, summed = sums_by_python(model, values)
        assert [answer for answer, asked in zip(answers, is_sum, strict=True) if asked] == answered
        assert sums == summed

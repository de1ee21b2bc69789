"""A spreadsheet's recalculation of the book, in LibreOffice, beside the model's own evaluation of the same sets."""

import time

import numpy as np
import pytest

from claimbook.model.model import Model
from claimbook.workbook.writing import workbook
from tests.book import PROJECT
from tests.soffice import recalculated
from tests.workbooks import column_of, other_assumptions, quantities_by_python, sheets_of, typed

SETS = 200

#: How many times faster the model evaluates all sets at once than the spreadsheet one after the other.
FASTER = 5


@pytest.mark.office
def test_200_sets_of_assumptions_in_a_spreadsheet_and_in_the_model(carry, libreoffice, tmp_path):
    model = Model.of(PROJECT)
    assert model.results  # as a build has them
    begun = time.perf_counter()
    written = workbook(model)
    writing = time.perf_counter() - begun
    path, sheets = tmp_path / "book.xlsx", sheets_of(written)
    path.write_bytes(written)
    sets = other_assumptions(model, SETS)
    units = {row["Name"]: row["Unit"] for row in sheets["Quantities"]}
    inputs, quantities = column_of(sheets, "Assumptions", "Value"), column_of(sheets, "Quantities", "Value")
    states, in_spreadsheet = recalculated(path, inputs, [typed(model, values) for values in sets], [quantities])
    quantities_by_python(model, sets[:1], units)
    begun = time.perf_counter()
    found = quantities_by_python(model, sets, units)
    at_once = time.perf_counter() - begun
    begun = time.perf_counter()
    for values in sets[: SETS // 10]:
        _ = model.with_(**values).values
    one_by_one = (time.perf_counter() - begun) * 10
    np.testing.assert_allclose([state[0] for state in states], found, rtol=1e-9)
    carry(
        {
            "sets": SETS,
            "quantities": len(units),
            "LibreOffice, ms a set": in_spreadsheet / SETS * 1e3,
            "model with units, ms a set": one_by_one / SETS * 1e3,
            "model in arrays, ms a set": at_once / SETS * 1e3,
            "arrays faster than LibreOffice": in_spreadsheet / at_once,
            "writing the workbook, s": writing,
        }
    )
    assert in_spreadsheet > FASTER * at_once

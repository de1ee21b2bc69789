"""A number that stands in several tables is the same in all of them, and what follows from others follows."""

import pytest

from tests.book import PROJECT
from tests.same_numbers import CHIPS, FACTS, RUNS, among_chips, disagreements, values_of


def test_numbers_agree_across_the_tables():
    assert disagreements() == []


def test_every_number_that_is_compared_exists():
    assert all(values_of(name) for name in [*CHIPS, *RUNS])
    assert all(key in PROJECT.evidence and name in PROJECT.assumptions for key, name in FACTS.items())


@pytest.mark.parametrize(
    ("row", "column", "factor"),
    [
        ("dgx_h100", "memory", 1.01),
        ("gb200_nvl72", "fp16_dense", 10),
        ("a100_pcie_80", "fp32", 1.01),
        ("h100_pcie_80", "int8_dense", 0.99),
        ("p100_sxm2", "fp64", 1.01),
    ],
)
def test_a_chips_figure_that_does_not_fit_the_others_is_found(row, column, factor):
    header, *rows = (list(cells) for cells in PROJECT.tables.read_rows("hardware"))
    (chip,) = (cells for cells in rows if cells[0] == row)
    chip[header.index(column)] = repr(float(chip[header.index(column)]) * factor)
    book = PROJECT.with_rows("hardware", [header, *rows])
    assert any(row in problem or column in problem for problem in among_chips(book))

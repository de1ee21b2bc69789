"""The formulas on this book's cards say in pieces what they say as a whole."""

import pytest

from tests.properties import formulas_in_pieces


@pytest.mark.thorough
def test_every_formula_says_in_pieces_what_it_says_as_a_whole(model):
    for latex, in_pieces, whole in formulas_in_pieces(model):
        assert in_pieces == whole, latex

"""Formulas on cards: cut into pieces so that lines may end, they say what they say as a whole."""

import html
import re

import pytest

from claimbook.model.graph import derivation_names
from claimbook.site.formulas import in_lines, mathml
from tests.engine.book import PROJECT
from tests.properties import formulas_in_pieces, said


def test_every_formula_says_in_pieces_what_it_says_as_a_whole(model):
    compared = list(formulas_in_pieces(model))
    assert len(compared) == 2 * len(derivation_names(PROJECT))  # in words and in numbers
    for latex, in_pieces, whole in compared:
        assert in_pieces == whole, latex


@pytest.mark.parametrize(
    "latex",
    [
        r"\left(\text{a}^{\text{b}}\right)^{\text{c}}",
        r"\text{a} \times \left(\text{b} + \text{c}\right)^{- \frac{\text{d}}{\text{e}}} - \text{f}",
        r"- \frac{\text{a} - \text{b}}{\text{c}} + \frac{1}{\text{d}} \times \text{e}",
        r"\frac{\text{a}}{\text{b}} \left(\text{c} + 1\right)",
        r"\log{\left(\frac{\text{a}}{\text{b}} \right)}",
    ],
)
def test_formulas_of_other_shapes_do_too(latex):
    assert said(in_lines(latex)) == said(mathml(latex))


def test_a_fraction_is_read_out_as_one():
    drawn = html.unescape(in_lines(r"\text{a} = \frac{\text{b} \times \text{c}}{\text{d}}"))
    assert re.sub(r"<[^>]+>", " ", drawn).split() == ["a", "=", "b", "×", "c", "over", "d"]


def test_a_wide_exponent_stands_in_rows_and_a_short_one_does_not():
    wide = r"\text{growth per doubling}^{\text{years until the boats are paid} \times \text{passenger doubling rate}}"
    assert "<mtable" in in_lines(wide)
    assert "<mtable" not in in_lines(r"\text{growth}^{\text{period} \times \text{rate}}")

"""Formulas on cards: cut into pieces so that lines may end, they say what they say as a whole."""

import html
import re

import pytest

from claimbook.model.algebra import equation_in_numbers, equation_in_words
from claimbook.model.graph import derivation_names
from claimbook.site.formulas import in_lines, mathml
from tests.book import PROJECT


def said(drawn):
    """What a formula says, whatever it looks like."""
    words = re.sub(r'<span class="over"> over </span>|<[^>]+>', "", drawn)
    return re.sub(r"\s", "", html.unescape(words))


def test_every_formula_says_in_pieces_what_it_says_as_a_whole(model):
    for name in derivation_names(PROJECT):
        for latex in (equation_in_words(PROJECT, name), equation_in_numbers(name, model)):
            assert said(in_lines(latex)) == said(mathml(latex)), latex


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
    wide = r"\text{growth per doubling}^{\text{compounding period} \times \text{record doubling rate since AlexNet}}"
    assert "<mtable" in in_lines(wide)
    assert "<mtable" not in in_lines(r"\text{growth}^{\text{period} \times \text{rate}}")

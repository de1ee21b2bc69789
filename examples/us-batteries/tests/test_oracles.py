"""Every derivation agrees with what is worked out by hand."""

from pathlib import Path

import pytest
from oracles import ORACLES

from claimbook import Model

MODEL = Model.of(Path(__file__).parent.parent)


@pytest.mark.parametrize("name", ORACLES)
def test_derivation_gives_what_is_worked_out_by_hand(name):
    unit, expected = ORACLES[name]
    assert MODEL.quantity(name).m_as(unit) == pytest.approx(expected)

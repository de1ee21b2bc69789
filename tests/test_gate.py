"""This book keeps every rule that the engine knows: tests/engine/test_gate.py has the rules."""

from tests.commands import claimbook


def test_the_book_as_it_is_keeps_every_rule():
    answer = claimbook("check")
    assert answer.code == 0, answer.err

"""How long the command line takes to answer what it answered before, beside what loading pandas alone takes."""

import pytest

from benchmarks.timing import seconds_of_python
from tests.book import PROJECT

#: How many times the time of a bare ``import pandas`` each may take, and how many seconds.
PROMISES = [
    (("--help",), 0.3, 0.15),
    (("show", "{claim}"), 1.2, 0.6),
    (("claims",), 1.2, 0.6),
    (("rerun", "--no-site", "--set", "a100_per_h100=3"), 1.6, 0.8),
]
ROUNDS = 7


@pytest.mark.parametrize(("arguments", "times", "most"), PROMISES, ids=[one[0][0] for one in PROMISES])
def test_an_answer_given_before_takes_about_as_long_as_loading_pandas(carry, arguments, times, most):
    claim = next(iter(PROJECT.claims))
    command = ["-m", "claimbook", *(text.format(claim=claim) for text in arguments)]
    first = seconds_of_python(*command, keep="yes")
    pairs = [(seconds_of_python(*command, keep="yes"), seconds_of_python("-c", "import pandas")) for _ in range(ROUNDS)]
    ours, theirs = (min(side) for side in zip(*pairs, strict=True))
    carry({"s": round(ours, 2), "times pandas": round(ours / theirs, 2), "the first time, s": round(first, 2)})
    assert ours <= times * theirs
    assert ours <= most

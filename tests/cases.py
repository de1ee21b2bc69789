"""Cases of a test that repeat in another way what its other cases show: `make test-slow` and CI run them."""

import pytest


def slow(*values):
    """A case of a parametrized test that only the slow run has."""
    return pytest.param(*values, marks=pytest.mark.slow)

"""Browser, LibreOffice and built site, as the tests have them, and a way to report what was measured elsewhere."""

import pytest

from tests.conftest import browser, libreoffice, server, site

__all__ = ["browser", "libreoffice", "server", "site"]


@pytest.fixture
def carry(benchmark):
    """Have the report carry figures that were measured elsewhere: in pairs, in another process, or in the browser."""

    def carried(figures: dict) -> None:
        benchmark.pedantic(lambda: None, rounds=1, iterations=1)
        benchmark.extra_info |= figures

    return carried

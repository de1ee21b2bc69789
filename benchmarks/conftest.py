"""The browser and the built site, as the tests have them."""

from tests.conftest import browser, server, site

__all__ = ["browser", "server", "site"]

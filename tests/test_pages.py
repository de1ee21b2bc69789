"""Each page of this book opened in a real browser, with no network: nothing fails, and axe-core finds nothing."""

import pytest

from tests.looking import look_on_a_phone, look_with_axe
from tests.sites import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.site]


def test_every_page_opens_on_a_phone_in_the_dark_with_the_network_cut_off(page, server, site):
    assert look_on_a_phone(page, server, pages_of(site)) == []


@pytest.mark.slow
def test_every_page_opens_with_the_network_cut_off_and_axe_finds_nothing_in_light_and_dark(page, server, site):
    pages = pages_of(site)
    assert len(pages) >= 8
    assert look_with_axe(page, server, pages) == []

"""A service that pages of all sites may ask, somebody else's site, and a visit to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.guest import Guest
from tests.browser.widget.site import Site, site_on_this_machine
from tests.cli.processes import Server, serving


@pytest.fixture(scope="session")
def service(hash_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(hash_index, tmp_path_factory.mktemp("widget") / "log", cors_origins="*") as service:
        yield service


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with site_on_this_machine() as site:
        yield site


@pytest.fixture
def guest(browser: Browser, service: Server, site: Site) -> Iterator[Guest]:
    """A visit in a fresh profile. Whatever happens in the widget, the page hears of no error of it."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    guest = Guest(context.new_page(), service, site)
    yield guest
    context.close()
    assert guest.uncaught == []

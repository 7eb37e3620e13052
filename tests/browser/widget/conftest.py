"""Pages of other sites with the widget on them: on a real service, and on one that says what a test wants it to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.guest import Guest
from tests.browser.widget.site import Site, site_on_this_machine
from tests.browser.widget.stage import Stage
from tests.cli.processes import Server, serving

SetStage = Callable[..., Stage]


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


@pytest.fixture
def set_stage(browser: Browser) -> Iterator[SetStage]:
    """Makes a page in a fresh profile, in a language and with a context's options. No script may fail in it."""
    stages: list[Stage] = []

    def make(lang: str = "zh-CN", **options: Any) -> Stage:
        told = {"locale": "en-GB", "reduced_motion": "reduce", "viewport": {"width": 700, "height": 760}, **options}
        stages.append(Stage(browser.new_context(**told).new_page(), lang))
        return stages[-1]

    yield make
    for stage in stages:
        stage.end()
    assert [error for stage in stages for error in stage.errors] == []


@pytest.fixture
def stage(set_stage: SetStage) -> Stage:
    """A Chinese page, on a machine with a mouse and a keyboard."""
    return set_stage()

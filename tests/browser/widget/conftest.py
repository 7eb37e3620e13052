"""Pages of another site with the widget on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.stage import Stage

SetStage = Callable[..., Stage]


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

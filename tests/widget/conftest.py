"""The widget's modules in a real browser, on a page of somebody else's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

import qa.widget
from qa.widget.rules import rules_json

SOURCES = Path(qa.widget.__path__[0]) / "src"
ADDRESS = "http://somebody.example/"
# Old libraries add to what every object and array has; no module may take that for data.
HOSTILE = "Object.prototype.polluted = 'seed'; Array.prototype.extra = function () {};"

Evaluate = Callable[[str, Any], Any]


@pytest.fixture(scope="session")
def page(browser: Browser) -> Iterator[Page]:
    """A page that is not served over https, and whose prototypes are not clean; nothing of it reaches a network."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(HOSTILE)
    page.route("**/*", _fulfilled)
    page.goto(ADDRESS)
    yield page
    context.close()


@pytest.fixture(scope="session")
def evaluate(page: Page) -> Evaluate:
    """What an expression is worth where `cut`, `sha256`, `isChecked` and `given` are known.

    What is given and what comes back passes as JSON of ASCII, which carries lone surrogates.
    """

    def evaluated(expression: str, given: Any) -> Any:
        script = f"""async (given) => {{
            const {{ guard }} = await import("/guard/cut.js");
            const {{ sha256, isChecked }} = await import("/guard/checksums.js");
            const cut = (window.cut ??= guard(await (await fetch("/rules.json")).json()));
            given = JSON.parse(given);
            return JSON.stringify({expression});
        }}"""
        return json.loads(page.evaluate(script, json.dumps(given)))

    return evaluated


def _fulfilled(route: Route) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    if name == "rules.json":
        route.fulfill(body=rules_json(), content_type="application/json")
    elif name.endswith(".js"):
        route.fulfill(body=(SOURCES / name).read_bytes(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>somebody</title>", content_type="text/html")

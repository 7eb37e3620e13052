"""A page of another site with the widget on it, and a service that says what a test wants it to say."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Route

from qa.widget.data import rules_for_browsers
from qa.widget.releases import VERSION, script
from tests.browser.widget import answers
from tests.browser.widget.answers import ADDRESS

TEXTS = json.loads(rules_for_browsers())["texts"]
HOST = "https://shop.example/"
ACROSS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}

PAGE = """<!doctype html>
<html lang="{lang}"{direction}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Shop</title>
<body>
<main><h1>Shop</h1>
<p><a href="#prices">Prices</a> <input aria-label="Coupon"> <textarea aria-label="Message"></textarea>
<button id="help">Help</button></p>
<div id="note" contenteditable role="textbox" aria-label="Note">Note</div>
{widget}
</main>
<script async src="{service}widget/{version}/qa-help.js"></script>
</body>
</html>"""


class Stage:
    """The page, and what was asked of the service."""

    def __init__(self, page: Page, lang: str = "zh-CN") -> None:
        self.page = page
        self.lang = lang
        self.attributes = ""
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.replies: dict[str, dict[str, Any]] = {}
        self.held: dict[str, list[Route]] = {}
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_default_timeout(10_000)
        page.route("**/*", self._serve)
        self.reply("query", answers.answer(self.corpus_lang))
        self.reply("suggest", answers.suggestions(self.corpus_lang))
        self.reply("feedback", {})

    @property
    def corpus_lang(self) -> str:
        return "en" if self.lang == "en" else "zh"

    def reply(self, name: str, body: Any, status: int = 200, **headers: str) -> None:
        """Say this from now on to requests of a name, such as "query"."""
        self.replies[name] = {"status": status, "json": body, "headers": {**ACROSS, **headers}}

    def hold(self, name: str) -> None:
        """Leave requests of a name without an answer."""
        self.held[name] = []

    def release(self, name: str) -> None:
        """Answer what was held under a name."""
        for route in self.held.pop(name):
            route.fulfill(**self.replies[name])

    def end(self) -> None:
        """Close the page, and what waits with it."""
        for routes in self.held.values():
            for route in routes:
                route.abort()
        self.page.context.close()

    def requests(self, name: str) -> list[dict[str, Any]]:
        """What was sent under a name, such as "query"."""
        return [body for asked, body in self.asked if asked == name]

    def show(self, attributes: str = "", direction: str = "") -> Stage:
        """Open the page, with these attributes on the widget besides its own."""
        self.markup = PAGE.format(
            lang=self.lang,
            direction=f' dir="{direction}"' if direction else "",
            widget=f'<qa-help endpoint="{ADDRESS}" {self.attributes} {attributes}></qa-help>',
            service=ADDRESS,
            version=VERSION,
        )
        self.page.goto(HOST)
        self.page.locator("qa-help .frame").wait_for(state="attached")
        return self

    def open(self, attributes: str = "", direction: str = "") -> Stage:
        """Open the page and the panel."""
        self.show(attributes, direction).launcher.click()
        self.box.wait_for()
        return self

    def ask(self, question: str) -> Stage:
        """Ask with Enter and wait for what comes of it."""
        self.box.fill(question)
        self.box.press("Enter")
        return self.until("answer", "no-answer")

    def press(self, name: str) -> None:
        """Click the first button in the results whose text has this name in texts.json."""
        self.results.get_by_role("button", name=TEXTS[self.lang][name], exact=True).first.click()

    def until(self, *states: str) -> Stage:
        self.page.locator(", ".join(f"[data-qa-state={state}]" for state in states)).wait_for()
        return self

    @property
    def launcher(self) -> Locator:
        return self.page.locator("qa-help [aria-haspopup=dialog]")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("combobox")

    @property
    def options(self) -> Locator:
        return self.page.get_by_role("option")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def results(self) -> Locator:
        return self.page.locator("qa-help .results")

    @property
    def status(self) -> Locator:
        return self.page.locator("qa-help [role=status]")

    def focused(self) -> str:
        """What has the focus, inside the widget too: its accessible name, or its text."""
        found: str = self.page.evaluate(
            """() => {
                let found = document.activeElement;
                while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
                return found.getAttribute("aria-label") ?? found.textContent ?? "";
            }"""
        )
        return found

    def _serve(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if route.request.url == HOST:
            route.fulfill(body=self.markup, content_type="text/html")
        elif url.path.endswith("qa-help.js"):
            route.fulfill(body=script(VERSION), content_type="text/javascript", headers=ACROSS)
        elif url.path.endswith("rules.json"):
            route.fulfill(body=rules_for_browsers(), content_type="application/json", headers=ACROSS)
        elif url.path.startswith("/api/v1/"):
            self._answer(route, url.path.removeprefix("/api/v1/"))
        else:
            route.abort()

    def _answer(self, route: Route, name: str) -> None:
        self.asked.append((name, json.loads(route.request.post_data or "{}")))
        if name in self.held:
            self.held[name].append(route)
        elif name.startswith("passages/"):
            document, lang = name.removeprefix("passages/").split("%2F")
            route.fulfill(json=answers.passage(document, lang), headers=ACROSS)
        else:
            route.fulfill(**self.replies[name])

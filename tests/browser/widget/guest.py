"""The widget as a guest on a page of another site, and all that a visit there brings about."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Frame, Locator, Page, Request, Route, expect

from qa.widget.releases import snippet
from tests.browser.widget.site import Site
from tests.cli.processes import Server

# The stand-in encoder answers what is worded as the documents word it.
QUESTION = "How long does unlocking an account take?"
OTHER_QUESTION = "Can I cancel a withdrawal after submitting it?"
UNKNOWN = "how to braise pork belly"

ACROSS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Shop</title>{head}</head>
<body><h1>Shop</h1><p id="goods">Goods</p>{body}</body>
</html>"""

QUIET_MS = 400  # an answer takes a tenth of it, suggestions are asked for after half of it


class Guest:
    """A page, what the browser asked for and complained of, and the widget on it."""

    def __init__(self, page: Page, service: Server, site: Site) -> None:
        self.page = page
        self.service = service
        self.site = site
        self.requests: list[Request] = []
        self.uncaught: list[str] = []
        self.console: list[str] = []
        page.set_default_timeout(10_000)
        page.context.on("request", self._note)
        page.context.on("weberror", lambda error: self.uncaught.append(str(error.error)))
        page.context.on("console", lambda message: self.console.append(message.text))

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    def tag(self, **data: str) -> str:
        """The tag that the service offers for a page, with more attributes of data."""
        more = "".join(f' data-{name}="{value}"' for name, value in data.items())
        return snippet(self.service.url).replace("></script>", f"{more}></script>")

    def element(self, attributes: str = "") -> str:
        """An element written into the page, with the script that makes it work."""
        script = f'<script async src="{self.service.url}/widget/1/qa-help.js"></script>'
        return f'<qa-help endpoint="{self.service.url}" {attributes}></qa-help>{script}'

    def show(self, body: str, head: str = "", **headers: str) -> Guest:
        """A page with this in it, and the widget ready."""
        self.page.goto(self.site.put("/", PAGE.format(head=head, body=body), **headers))
        self.page.locator("qa-help .frame").first.wait_for(state="attached")
        return self

    def say(self, path: str, body: Any, status: int = 200, **headers: str) -> None:
        """Let the service answer this to a path from now on, a text as it is, all else as JSON."""
        text = body if isinstance(body, str) else json.dumps(body)
        kind = {"Content-Type": "application/json", **ACROSS}
        kind.update((name.replace("_", "-"), value) for name, value in headers.items())
        self.hear(path, lambda route: route.fulfill(status=status, body=text, headers=kind))

    def hear(self, path: str, handler: Any) -> None:
        """Take requests for a path of the service, before who took them until now."""
        self.page.context.route(self.service.url + path, handler)

    def hold(self, path: str) -> list[Route]:
        """Leave requests for a path without an answer, and keep them."""
        held: list[Route] = []

        def keep(route: Route) -> None:
            held.append(route)

        self.hear(path, keep)
        return held

    def serve(self, path: str) -> None:
        """Let the service itself answer again."""
        self.page.context.unroute(self.service.url + path)

    def sent(self, path: str) -> list[Any]:
        """What was posted to a path of the service."""
        return [request.post_data_json for request in self.requests if urlsplit(request.url).path == path]

    @property
    def questions(self) -> list[str]:
        return [body["question"] for body in self.sent("/api/v1/query")]

    @property
    def asked_of(self) -> set[str]:
        """The hosts that anything was asked of, beside the page itself."""
        return {urlsplit(request.url).netloc for request in self.requests if not request.is_navigation_request()} - {""}

    @property
    def help(self) -> Locator:
        return self.page.locator("qa-help")

    @property
    def launcher(self) -> Locator:
        return self.page.locator("qa-help [aria-haspopup=dialog]")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("qa-help dialog")

    @property
    def box(self) -> Locator:
        return self.page.locator("qa-help #question")

    @property
    def results(self) -> Locator:
        return self.page.locator("qa-help .results")

    def button(self, name: str) -> Locator:
        return self.page.locator("qa-help").get_by_role("button", name=name, exact=True)

    def open(self) -> Guest:
        self.launcher.click()
        expect(self.box).to_be_visible()
        return self

    def close(self) -> None:
        self.button("Close").click()
        expect(self.dialog).to_be_hidden()

    def send(self, question: str) -> None:
        """Type a question at once, and press Enter."""
        self.box.fill(question)
        self.box.press("Enter")

    def ask(self, question: str = QUESTION) -> Guest:
        """Send a question and wait for its answer."""
        with self.page.expect_response(lambda response: response.url.endswith("/api/v1/query")):
            self.send(question)
        return self.until("answer", "no-answer")

    def until(self, *states: str) -> Guest:
        """Wait for one of the states."""
        self.page.locator(", ".join(f"qa-help [data-qa-state={state}]" for state in states)).wait_for()
        return self

    def listen(self) -> Guest:
        """Note the events that the page hears from now on."""
        names = ["open", "close", "answer", "select", "feedback", "error"]
        self.page.evaluate(
            """(names) => { window.told = []; for (const name of names) document.addEventListener(`qa:${name}`,
              (event) => told.push([event.type, event.detail, event.target.localName, event.composed])); }""",
            names,
        )
        return self

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """What the page has heard, each event with its details."""
        return [(name, detail) for name, detail, *_ in self.page.evaluate("told")]

    def rest(self, milliseconds: int = QUIET_MS) -> None:
        """Give time to what should not happen."""
        self.page.wait_for_timeout(milliseconds)

    def protocol(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)


def framed(page: Page) -> Frame:
    """The only frame in a page."""
    (frame,) = page.main_frame.child_frames
    return frame

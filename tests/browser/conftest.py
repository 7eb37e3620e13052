"""A real server and a real browser that keeps to this machine and tells what it was refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.cli.processes import Server, serving

PHONE_HEIGHT = {"width": 800, "height": 600}  # low enough that the end of a document is out of view


class Visit:
    """A page on the running service, and what it did."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        page.set_default_timeout(20_000)
        page.context.on("request", self._sent)
        page.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page.context.on("console", lambda message: self._heard(message.type, message.text))

    def _sent(self, request: Request) -> None:
        self.requests.append(request)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.complaints.append(text)

    def open(self, address: str = "/?lang=zh") -> None:
        self.page.goto(self.server.url + address)

    def ask(self, question: str) -> None:
        """Type a question as a person does, and press Enter."""
        box = self.page.get_by_role("combobox")
        box.click()
        box.fill("")
        self.page.keyboard.type(question)
        self.page.keyboard.press("Enter")
        self.page.locator("#results > *").first.wait_for()

    @property
    def queries(self) -> list[Request]:
        return [request for request in self.requests if urlsplit(request.url).path == "/api/v1/query"]

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests if not request.url.startswith("data:")}


@pytest.fixture(scope="session")
def server(hash_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(hash_index, tmp_path_factory.mktemp("browser") / "log") as server:
        yield server


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """A visit in a fresh profile. At its end nothing may have been refused, and nothing asked of other hosts."""
    context = browser.new_context(viewport=PHONE_HEIGHT, locale="en-GB")  # type: ignore[arg-type]
    visit = Visit(context.new_page(), server)
    yield visit
    hosts, complaints = visit.hosts, visit.complaints
    stored = context.storage_state()
    context.close()
    assert hosts == {urlsplit(server.url).netloc}
    assert complaints == []
    assert stored == {"cookies": [], "origins": []}

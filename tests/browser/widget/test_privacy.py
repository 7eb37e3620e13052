"""A whole visit leaves nothing behind, tells nobody else, and says no more than it must."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.widget.guest import OTHER_QUESTION, QUESTION, UNKNOWN, Guest

pytestmark = pytest.mark.browser

STORED = """async () => ({
  cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length, state: history.state, name: window.name,
})"""

NOTHING = {"cookie": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "state": None, "name": ""}


def whole_session(guest: Guest) -> None:
    """Everything that one can do in the panel."""
    guest.open().box.press_sequentially("account unlock")
    guest.page.locator("qa-help [role=option]").first.wait_for()
    guest.ask(QUESTION)
    guest.results.locator("article").first.get_by_role("button", name="中文版").click()
    expect(guest.results.locator("article[lang=zh-CN]")).to_be_visible()
    guest.button("Yes").click()
    guest.ask(UNKNOWN)
    guest.button("No").click()
    guest.page.locator("#reason").fill("nothing about food")
    guest.page.locator("#reason").press("Enter")
    guest.results.locator(".list button").first.click()
    guest.until("answer")
    guest.close()
    guest.help.evaluate("(help, question) => help.ask(question)", OTHER_QUESTION)
    guest.until("answer", "no-answer")
    guest.close()


def test_a_whole_session_stores_nothing(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"))
    whole_session(guest)
    assert guest.page.evaluate(STORED) == NOTHING
    assert guest.page.context.storage_state() == {"cookies": [], "origins": []}
    assert guest.page.url == f"{guest.site.url}/"
    assert guest.page.evaluate("history.length") == 2  # about:blank, and the page


def test_only_the_service_is_asked_and_no_question_stands_in_an_address(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"))
    whole_session(guest)
    assert guest.asked_of == {urlsplit(guest.service.url).netloc}
    addresses = [unquote(request.url) for request in guest.requests]
    for words in ("unlock", "withdrawal", "braise", "nothing about", "?"):
        assert not [address for address in addresses if words in address], words
    paths = {urlsplit(address).path.partition("/passages/")[0] for address in addresses}
    assert paths == {"/", "/widget/1.0.0/qa-help.js", "/widget/1/rules.json", "/api/v1", "/api/v1/query"} | {
        "/api/v1/suggest",
        "/api/v1/feedback",
    }


def test_before_anybody_shows_interest_only_the_script_is_loaded(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"))
    guest.rest()
    assert [urlsplit(request.url).path for request in guest.requests] == ["/", "/widget/1.0.0/qa-help.js"]


@pytest.mark.parametrize("place", ["another site", "the service itself"])
def test_neither_cookies_nor_the_page_s_address_are_told(guest: Guest, place: str) -> None:
    """Cookies know no ports: those of the service are those of the page here, which its browser would send."""
    guest.page.context.add_cookies([{"name": "visitor", "value": "7", "url": guest.service.url}])
    if place == "another site":
        guest.show(guest.element('lang="en"'), head='<meta name="referrer" content="unsafe-url">')
    else:
        guest.page.goto(f"{guest.service.url}/sources/")
        guest.page.evaluate("import('/widget/src/register.js')")
        guest.page.evaluate("document.body.innerHTML = '<qa-help lang=en endpoint=/></qa-help>'")
    whole_session(guest)
    told = [(request, request.all_headers()) for request in guest.requests]
    assert any("cookie" in headers for _, headers in told)
    widget = [headers for request, headers in told if "/api/v1/" in request.url or request.url.endswith("rules.json")]
    assert len(widget) > 5
    assert [headers for headers in widget if "cookie" in headers or headers.get("referer")] == []


def test_what_is_asked_holds_the_question_and_no_more(guest: Guest) -> None:
    guest.show(guest.tag(lang="en")).open().ask()
    guest.button("No").click()
    guest.page.locator("#reason").fill("too long")
    guest.page.locator("#reason").press("Enter")
    guest.rest(100)
    (query,) = guest.sent("/api/v1/query")
    assert query == {"question": QUESTION}
    (vote,) = guest.sent("/api/v1/feedback")
    assert vote.keys() == {"answer_id", "vote", "reason"}

"""A service that fails, and what the panel then has to show."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.widget.guest import QUESTION, Guest

QUERY, SUGGEST, RULES = "/api/v1/query", "/api/v1/suggest", "/widget/1/rules.json"

LOGIN = "<!doctype html><title>Sign in</title><form><input name=password></form>"

SOURCE = {"url": "https://a.example/", "deep_url": "https://a.example/", "title": "t", "domain": "d", "updated": None}
RESULT: dict[str, Any] = {
    "passage_id": "a/en",
    "lang": "en",
    "title": "t",
    "heading_path": [],
    "question": None,
    "text": "words",
}

# What a service may answer that is not one, or not this version of one.
SHAPES: dict[str, Any] = {
    "a login page": LOGIN,
    "nothing": "",
    "cut off": '{"state": "answer", "results": [{"passage_id": "a", "te',
    "null": "null",
    "a number": "7",
    "a list": [],
    "no results": {"state": "answer"},
    "results null": {"state": "answer", "results": None},
    "results a word": {"state": "answer", "results": "none"},
    "results of nulls": {"state": "answer", "results": [None, None]},
    "results of numbers": {"state": "answer", "results": [1, 2]},
    "no source": {"state": "answer", "results": [RESULT]},
    "no text": {"state": "answer", "results": [{**RESULT, "text": None, "source": SOURCE}]},
    "a text of numbers": {"state": "answer", "results": [{**RESULT, "text": 5, "source": SOURCE}]},
    "highlights a word": {"state": "answer", "results": [{**RESULT, "highlights": 5, "source": SOURCE}]},
    "related a word": {"state": "answer", "results": [], "related": "x"},
    "notices of nulls": {"state": "answer", "results": [], "notices": [None]},
    "options a word": {"state": "answer", "results": [], "clarify": {"message": "m", "options": "x"}},
}


def ready(guest: Guest) -> Guest:
    return guest.show(guest.tag(lang="en", contact="/contact")).open()


def fail(guest: Guest) -> None:
    """Ask, and wait until that has failed; needs `listen`."""
    before = len(guest.events())
    guest.send(QUESTION)
    guest.page.wait_for_function(f"told.length > {before}")


def assert_told(guest: Guest, state: str) -> None:
    """What failed is said, and there are ways on: again, to read the documents, to write to somebody."""
    guest.until(state)
    expect(guest.results.get_by_role("heading", name="The search did not finish")).to_be_visible()
    expect(guest.results.locator(".box button")).to_be_visible()
    documents = guest.results.get_by_role("link", name="Browse all documents")
    expect(documents).to_have_attribute("href", f"{guest.service.url}/sources/")
    expect(guest.results.get_by_role("link", name="Contact us")).to_be_visible()
    expect(guest.box).to_have_value(QUESTION)
    assert guest.results.get_attribute("aria-busy") == "false"
    said = guest.page.locator("qa-help [role=status]").inner_text()
    assert len(said) > len("The search did not finish"), said


def assert_recovers(guest: Guest) -> None:
    """Asked again by the button, the service answers."""
    guest.serve(QUERY)
    guest.button("Try again").click()
    guest.until("answer")
    expect(guest.results.locator("article").first).to_be_visible()

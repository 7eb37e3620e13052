"""Answers that come late, or that nobody waits for any more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.widget.failing import QUERY, RULES, SUGGEST, ready
from tests.browser.widget.guest import ACROSS, OTHER_QUESTION, QUESTION, Guest

pytestmark = pytest.mark.browser


def test_an_answer_that_comes_after_a_newer_one_is_dropped(guest: Guest) -> None:
    """Even if the page around has broken the means to give up a request."""
    guest.page.add_init_script("AbortController.prototype.abort = () => {};")
    ready(guest)
    held = guest.hold(QUERY)
    guest.send(OTHER_QUESTION)
    guest.until("loading")
    guest.hear(QUERY, lambda route: route.continue_())
    guest.ask()
    (late,) = held
    late.fulfill(json={"state": "no_answer", "results": [], "confidence": 0}, headers=ACROSS)
    guest.rest()
    guest.until("answer")
    expect(guest.results.locator("article h3").first).to_have_text(QUESTION)
    expect(guest.box).to_have_value(QUESTION)


def test_of_many_questions_asked_at_once_only_the_last_counts(guest: Guest) -> None:
    ready(guest).listen()
    guest.help.evaluate(
        "(help, [one, two]) => { for (let i = 0; i < 9; i++) help.ask(one); help.ask(two); }",
        [OTHER_QUESTION, QUESTION],
    )
    guest.until("answer")
    guest.rest()
    expect(guest.results.locator("article h3").first).to_have_text(QUESTION)
    assert guest.questions == [QUESTION]
    assert [name for name, _ in guest.events() if name == "qa:answer"] == ["qa:answer"]


def test_closing_gives_up_what_was_asked(guest: Guest) -> None:
    ready(guest).ask()
    held = guest.hold(QUERY)
    gone: list[str] = []
    guest.page.on("requestfailed", lambda request: gone.append(request.url))
    guest.send(OTHER_QUESTION)
    guest.until("loading")
    guest.close()
    guest.rest(100)
    assert gone == [guest.service.url + QUERY]
    assert len(held) == 1
    guest.open()
    guest.until("answer")  # what was there before, and no wheel that turns forever
    expect(guest.results).to_have_attribute("aria-busy", "false")
    expect(guest.page.get_by_text("Searching…")).to_have_count(0)
    expect(guest.box).to_have_value(OTHER_QUESTION)


def test_closing_before_the_rules_have_come_sends_nothing_afterwards(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"))
    held = guest.hold(RULES)
    guest.open().box.press_sequentially("unlock")
    guest.rest(300)
    guest.send(QUESTION)
    guest.until("loading")
    guest.close()
    rules = guest.page.request.get(guest.service.url + RULES).text()
    held[0].fulfill(body=rules, headers=ACROSS)
    guest.rest()
    assert guest.questions == []
    assert guest.sent(SUGGEST) == []
    guest.open()
    guest.until("idle")
    guest.box.press("Enter")
    guest.until("answer")

"""Answers of another shape, or none at all; and a page that goes on whatever happens."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widget.failing import (
    LOGIN,
    QUERY,
    RULES,
    SHAPES,
    SUGGEST,
    assert_recovers,
    assert_told,
    fail,
    ready,
)
from tests.browser.widget.guest import ACROSS, QUESTION, Guest

pytestmark = pytest.mark.browser

MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)

STATUSES = {400: "invalid", 413: "invalid", 422: "invalid", 500: "other", 404: "other", 502: "busy", 503: "busy"}


def test_a_service_that_refuses_is_told_of_and_can_be_asked_again(guest: Guest) -> None:
    ready(guest).listen()
    for status, state in STATUSES.items():
        guest.say(QUERY, {"type": "urn:x", "title": "No", "status": status}, status)
        fail(guest)
        assert_told(guest, state)
    assert_recovers(guest)
    assert len(guest.questions) == len(STATUSES) + 1


FAILED = ["other", "The search did not finish", 2]  # kind, heading, links

# Asks so many times, each time when the last one has failed; how each failed, and what was said.
ASK_ON = """async ([times, question]) => {
  const help = document.querySelector("qa-help");
  const told = [];
  for (let i = 0; i < times; i++) {
    const failed = new Promise((done) => help.addEventListener("qa:error", done, { once: true }));
    help.ask(question);
    const { detail } = await failed;
    const results = help.shadowRoot.querySelector(".results");
    told.push([detail.kind, results.querySelector("h3").textContent, results.querySelectorAll("a").length]);
  }
  return told;
}"""


def test_answers_of_another_shape_are_a_failure_and_no_error_of_the_page(guest: Guest) -> None:
    ready(guest)
    bodies = (body if isinstance(body, str) else json.dumps(body) for body in SHAPES.values())
    guest.hear(QUERY, lambda route: route.fulfill(body=next(bodies), headers=ACROSS))
    told = guest.page.evaluate(ASK_ON, [len(SHAPES), QUESTION])
    assert dict(zip(SHAPES, told, strict=True)) == dict.fromkeys(SHAPES, FAILED)
    assert_told(guest, "other")
    assert_recovers(guest)


def test_suggestions_that_fail_or_have_another_shape_trouble_nobody(guest: Guest) -> None:
    ready(guest)
    said: list[tuple[Any, int]] = [
        (LOGIN, 200),
        ("{", 200),
        ({"suggestions": "x"}, 200),
        ({"suggestions": [None]}, 200),
    ]
    for body, status in [*said, ([], 200), ({}, 429), ({}, 503)]:
        guest.say(SUGGEST, body, status)
        guest.box.fill("")
        with guest.page.expect_response(lambda response: response.url.endswith(SUGGEST)):
            guest.box.press_sequentially("unlock")
        guest.rest(50)
        expect(guest.page.locator("qa-help [role=listbox]")).to_be_hidden()
    guest.ask()


def test_a_network_that_fails_is_told_of_and_can_be_tried_again(guest: Guest) -> None:
    ready(guest)
    guest.hear(QUERY, lambda route: route.abort("connectionrefused"))
    guest.send(QUESTION)
    assert_told(guest, "network")
    assert_recovers(guest)


def test_a_device_without_a_network_is_told_so_even_before_the_first_question(guest: Guest) -> None:
    guest.show(guest.tag(lang="en", contact="/contact"))
    guest.page.context.set_offline(True)
    guest.open().send(QUESTION)
    assert_told(guest, "offline")
    guest.page.context.set_offline(False)
    assert_recovers(guest)


def test_a_service_that_does_not_answer_is_given_up_after_eight_seconds(guest: Guest) -> None:
    guest.page.clock.install(time=MORNING)
    ready(guest)
    guest.page.clock.pause_at(MORNING + timedelta(hours=1))
    guest.hold(QUERY)
    with guest.page.expect_request("**/query"):
        guest.send(QUESTION)
    guest.page.clock.run_for(7_900)
    guest.until("loading")
    expect(guest.page.locator("qa-help [role=status]")).to_have_text("Searching…")
    guest.page.clock.run_for(200)
    assert_told(guest, "timeout")
    assert_recovers(guest)


LATER = {"seconds": "5", "a date": "Mon, 04 May 2026 10:00:05 GMT"}


@pytest.mark.parametrize("kind", LATER)
def test_too_many_questions_are_followed_by_a_wait_and_then_by_another_try(guest: Guest, kind: str) -> None:
    guest.page.clock.install(time=MORNING)
    ready(guest)
    guest.page.clock.pause_at(MORNING + timedelta(hours=1))
    guest.say(QUERY, {}, 429, Retry_After=LATER[kind])
    guest.send(QUESTION)
    assert_told(guest, "rate")
    retry = guest.results.locator(".box button")
    expect(retry).to_be_disabled()
    expect(retry).to_have_text("You can try again in 5 s")
    guest.close()  # the time goes on meanwhile
    guest.page.clock.run_for(3_000)
    guest.open()
    expect(retry).to_be_disabled()
    expect(retry).to_have_text("You can try again in 2 s")
    guest.page.clock.run_for(2_000)
    expect(retry).to_be_enabled()
    expect(retry).to_have_text("Try again")
    assert_recovers(guest)


NO_RULES: list[tuple[Any, int, str]] = [
    *(({}, 404, "other"), ({}, 503, "busy"), (LOGIN, 200, "other"), ('{"words": {', 200, "other")),
    *(({}, 200, "other"), ([], 200, "other")),
]


def test_without_the_rules_for_secrets_nothing_is_sent(guest: Guest) -> None:
    guest.say(RULES, {}, 404)
    ready(guest).listen()
    for body, status, state in NO_RULES:
        guest.say(RULES, body, status)
        guest.box.fill("")
        guest.box.press_sequentially("unlock")
        guest.rest(250)
        fail(guest)
        assert_told(guest, state)
        assert guest.questions == []
        assert guest.sent(SUGGEST) == []
    guest.serve(RULES)
    guest.page.reload()
    guest.open().ask()
    assert guest.questions == [QUESTION]


def test_rules_that_come_at_the_second_try_are_enough(guest: Guest) -> None:
    guest.say(RULES, {}, 503)
    ready(guest).listen()
    fail(guest)
    guest.serve(RULES)
    assert_recovers(guest)
    assert guest.questions == [QUESTION]


def test_a_twin_that_cannot_be_had_leaves_the_passage_and_says_so(guest: Guest) -> None:
    ready(guest).ask()
    for body, status in ((LOGIN, 200), ({}, 503), ({"lang": "zh"}, 200)):
        guest.say("/api/v1/passages/**", body, status)
        guest.results.get_by_role("button", name="中文版").first.click()
        expect(guest.page.locator("qa-help [role=status]")).to_have_text("The search did not finish")
        expect(guest.results.locator("article h3").first).to_have_text(QUESTION)
        guest.box.click()
        guest.box.press("Home")
    guest.serve("/api/v1/passages/**")
    guest.results.get_by_role("button", name="中文版").first.click()
    expect(guest.results.locator("article[lang=zh-CN]")).to_be_visible()


def test_a_vote_that_is_lost_troubles_nobody(guest: Guest) -> None:
    ready(guest).ask()
    guest.hear("/api/v1/feedback", lambda route: route.abort())
    guest.button("Yes").click()
    expect(guest.results.get_by_text("Thank you, noted.")).to_be_visible()
    guest.rest(50)

"""Answers that come late, in another shape, or not at all; and a page that goes on whatever happens."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widget.guest import ACROSS, OTHER_QUESTION, QUESTION, Guest

pytestmark = pytest.mark.browser

QUERY, SUGGEST, RULES = "/api/v1/query", "/api/v1/suggest", "/widget/1/rules.json"

LOGIN = "<!doctype html><title>Sign in</title><form><input name=password></form>"

SOURCE = {"url": "https://a.example/", "deep_url": "https://a.example/", "title": "t", "domain": "d", "updated": None}
RESULT = {"passage_id": "a/en", "lang": "en", "title": "t", "heading_path": [], "question": None, "text": "words"}

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


MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)


def ready(guest: Guest) -> Guest:
    return guest.show(guest.tag(lang="en", contact="/contact")).open()


def fail(guest: Guest) -> None:
    """Ask, and wait until that has failed; needs `listen`."""
    before = len(guest.events())
    guest.send(QUESTION)
    guest.page.wait_for_function(f"told.length > {before}")


def written(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body)


def assert_told(guest: Guest, state: str) -> None:
    """What failed is said, and there are ways on: again, to read the documents, to write to somebody."""
    guest.until(state)
    expect(guest.results.get_by_role("heading", name="The search did not finish")).to_be_visible()
    expect(guest.results.locator(".box button")).to_be_visible()
    documents = guest.results.get_by_role("link", name="Read all documents")
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


STATUSES = {400: "invalid", 413: "invalid", 422: "invalid", 500: "other", 404: "other", 502: "busy", 503: "busy"}


def test_a_service_that_refuses_is_told_of_and_can_be_asked_again(guest: Guest) -> None:
    ready(guest).listen()
    for status, state in STATUSES.items():
        guest.say(QUERY, {"type": "urn:x", "title": "No", "status": status}, status)
        fail(guest)
        assert_told(guest, state)
    assert_recovers(guest)
    assert len(guest.questions) == len(STATUSES) + 1


# Asks so many times, each time when the last one has failed; how each failed, and what was said.
ASK_ON = """async ([times, question]) => {
  const help = document.querySelector("qa-help");
  const told = [];
  for (let i = 0; i < times; i++) {
    const failed = new Promise((done) => help.addEventListener("qa:error", ({ detail }) => done(detail.kind), { once: true }));
    help.ask(question);
    told.push([await failed, help.shadowRoot.querySelector(".results h3").textContent, help.shadowRoot.querySelectorAll("a").length]);
  }
  return told;
}"""


def test_answers_of_another_shape_are_a_failure_and_no_error_of_the_page(guest: Guest) -> None:
    ready(guest)
    bodies = iter(SHAPES.values())
    guest.hear(QUERY, lambda route: route.fulfill(body=written(next(bodies)), headers=ACROSS))
    told = guest.page.evaluate(ASK_ON, [len(SHAPES), QUESTION])
    assert dict(zip(SHAPES, told, strict=True)) == dict.fromkeys(SHAPES, ["other", "The search did not finish", 2])
    assert_told(guest, "other")
    assert_recovers(guest)


def test_suggestions_that_fail_or_have_another_shape_trouble_nobody(guest: Guest) -> None:
    ready(guest)
    said: list[tuple[Any, int]] = [(LOGIN, 200), ("{", 200), ({"suggestions": "x"}, 200), ({"suggestions": [None]}, 200)]
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
    guest.help.evaluate("(help, [one, two]) => { for (let i = 0; i < 9; i++) help.ask(one); help.ask(two); }", [OTHER_QUESTION, QUESTION])
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


NO_RULES: list[tuple[Any, int, str]] = [
    *(({}, 404, "other"), ({}, 503, "busy"), (LOGIN, 200, "other"), ('{"words": {', 200, "other")),
    *(({}, 200, "other"), ([], 200, "other"), ({"english": "a", "words": {"everyday": [], "function": []}}, 200, "other")),
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

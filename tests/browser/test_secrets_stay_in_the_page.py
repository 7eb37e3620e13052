"""What is secret never leaves the browser: not when it is sent, nor while it is typed, nor without the rules."""

from __future__ import annotations

from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"

# Four words of twelve are worth nothing to a thief.
WORTHLESS = 4


def told(visit: Visit) -> str:
    """All that was sent, in addresses and bodies."""
    return "\n".join(unquote_plus(request.url) + (request.post_data or "") for request in visit.requests)


def page_box(visit: Visit) -> Locator:
    visit.open("/?lang=en")
    return visit.page.get_by_role("combobox")


def widget_box(visit: Visit) -> Locator:
    visit.open("/demo")
    return visit.page.locator("qa-help[mode=inline]").first.get_by_role("combobox")


PLACES = [page_box, widget_box]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("question", "secret", "kept"),
    [
        (f"my seed phrase is {PHRASE} and support has not answered", "sausage", "has not answered"),
        (f"私钥是 {KEY} 客服不回复怎么办", KEY[:16], "客服不回复"),
        ("我的密码是hunter2Xy!，登录不了", "hunter2", "登录不了"),
    ],
)
def test_a_secret_is_not_sent_and_the_rest_of_the_question_is_answered(
    visit: Visit, place: object, question: str, secret: str, kept: str
) -> None:
    assert callable(place)
    box = place(visit)
    box.fill(question)
    box.press("Enter")
    expect(visit.page.locator("article:visible").first).to_be_visible()
    assert secret not in told(visit)
    assert kept in (visit.queries[0].post_data_json or {})["question"]
    assert secret not in box.input_value()


@pytest.mark.parametrize("place", PLACES)
def test_of_a_phrase_that_is_being_typed_no_more_than_a_few_words_are_sent(visit: Visit, place: object) -> None:
    assert callable(place)
    box = place(visit)
    for word in PHRASE.split():
        box.press_sequentially(f"{word} ")
        visit.page.wait_for_timeout(250)  # long enough for suggestions to be asked for
    assert told(visit).count("suggest") >= 1
    assert " ".join(PHRASE.split()[: WORTHLESS + 1]) not in told(visit)


def test_a_secret_alone_is_answered_with_what_to_do(visit: Visit) -> None:
    box = widget_box(visit)
    box.fill(PHRASE)
    box.press("Enter")
    panel = visit.page.locator("qa-help[mode=inline]").first
    notice = panel.locator(".danger").first
    expect(notice).to_contain_text("It has not left this page.")
    expect(notice.get_by_role("listitem").first).to_contain_text("make a new wallet now")
    expect(box).to_have_value("")
    assert "exposed" in (visit.queries[0].post_data or "")
    assert "sausage" not in told(visit)


@pytest.mark.parametrize("body", ["[]", "<html>", '{"words": {}}'])
def test_without_the_rules_nothing_is_sent(visit: Visit, body: str) -> None:
    visit.page.route("**/widget/1/rules.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    box = widget_box(visit)
    box.fill("how do I reach support")
    box.press("Enter")
    panel = visit.page.locator("qa-help[mode=inline]").first
    expect(panel.get_by_role("heading", level=3)).to_have_text("The search did not finish")
    assert visit.queries == []
    assert "reach support" not in told(visit)
    visit.complaints.clear()  # the browser's own word about a script that was stopped is right here

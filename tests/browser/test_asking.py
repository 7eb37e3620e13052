"""A person asks, reads, switches the language, and types Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

# The stand-in encoder answers what is worded as the documents word it.
EN = ("How long does unlocking an account take?", "account-locked", "How long does unlocking an account take?")
ZH = ("账户解锁一般要多久？", "account-locked", "账户解锁一般要多久？")
UNKNOWN = {"zh": "怎么做红烧肉", "en": "how to braise pork belly"}
NO_ANSWER = {"zh": "现有的文档没有回答这个问题", "en": "Our documents do not answer this question"}


@pytest.mark.parametrize(("lang", "asked"), [("zh", ZH), ("en", EN)])
def test_a_question_typed_and_sent_with_enter_is_answered(visit: Visit, lang: str, asked: tuple[str, str, str]) -> None:
    question, document, heading = asked
    visit.open(f"/?lang={lang}")
    visit.ask(question)
    first = visit.page.locator("#results article").first
    expect(first.get_by_role("heading")).to_have_text(heading)
    expect(first.locator("mark").first).to_be_visible()
    expect(first.locator("a.place")).to_have_attribute(
        "href", re.compile(rf"^{visit.server.url}/sources/{document}/{lang}#[^:]+:~:text=")
    )
    expect(visit.page.locator("#results article")).to_have_count(5)
    assert len(visit.queries) == 1


def test_the_text_shown_is_the_passage_word_for_word(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.ask(EN[0])
    response = visit.queries[0].response()
    assert response
    text = response.json()["results"][0]["text"]
    shown = visit.page.locator("#results article").first.locator(".text").inner_text()
    without_markers = re.sub(r"^(- |\d+\. )", "", text, flags=re.MULTILINE)
    assert re.sub(r"\s+", "", re.sub(r"^(- |\d+\. )", "", shown, flags=re.MULTILINE)) == re.sub(
        r"\s+", "", without_markers
    )


def test_the_button_asks_too_and_the_question_stays_out_of_the_address(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.page.get_by_role("combobox").fill(EN[0])
    visit.page.get_by_role("button", name="Ask", exact=True).click()
    expect(visit.page.locator("#results article")).to_have_count(5)
    assert "unlocking" not in visit.page.url


def test_an_example_is_asked_by_a_click(visit: Visit) -> None:
    visit.open("/?lang=zh")
    example = visit.page.locator("#examples button").first
    question = example.inner_text()
    example.click()
    expect(visit.page.locator("#results article").first).to_be_visible()
    expect(visit.page.get_by_role("combobox")).to_have_value(question)


def test_an_empty_question_asks_nothing_and_says_so(visit: Visit) -> None:
    visit.open("/?lang=zh")
    visit.page.get_by_role("combobox").press("Enter")
    expect(visit.page.locator("#status")).to_contain_text("请先写下你的问题。")
    assert visit.queries == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_documents_do_not_answer_is_said_plainly(visit: Visit, lang: str) -> None:
    visit.open(f"/?lang={lang}")
    visit.ask(UNKNOWN[lang])
    results = visit.page.locator("#results")
    expect(results.locator(".notice").first).to_contain_text(NO_ANSWER[lang])
    expect(results.locator(".nearest article").first).to_be_visible()
    expect(results.locator(".questions button").first).to_be_visible()
    expect(results.locator(".answer")).to_have_count(0)


def test_a_related_question_is_asked_by_a_click(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.ask(EN[0])
    related = visit.page.locator("#results .questions button").first
    question = related.inner_text()
    related.click()
    expect(visit.page.get_by_role("combobox")).to_have_value(question)
    expect(visit.page.locator("#results article").first.get_by_role("heading")).to_have_text(question)
    assert len(visit.queries) == 2


def test_the_language_switches_without_losing_question_or_answer(visit: Visit) -> None:
    visit.open("/?lang=zh")
    visit.ask(ZH[0])
    visit.page.get_by_role("link", name="English", exact=True).click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    expect(visit.page.locator("h1")).to_have_text("What has happened?")
    expect(visit.page.get_by_role("combobox")).to_have_value(ZH[0])
    expect(visit.page.locator("#results a.place").first).to_have_text("Open the exact place in the source")
    assert len(visit.queries) == 1


def test_the_language_switches_on_an_empty_page_too(visit: Visit) -> None:
    visit.open("/?lang=zh")
    visit.page.get_by_role("link", name="English", exact=True).click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    expect(visit.page.locator("#examples button").first).to_have_text(re.compile("[a-z]"))


def test_a_question_in_the_address_is_asked_at_once(visit: Visit) -> None:
    visit.open("/?lang=en&q=How+long+does+unlocking+an+account+take%3F")
    expect(visit.page.locator("#results article").first.get_by_role("heading")).to_have_text(EN[2])


def test_markup_in_a_question_is_text(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.ask("<img src=x onerror=alert(1)> account locked")
    expect(visit.page.locator("#results article").first).to_be_visible()
    assert visit.page.locator("#results img").count() == 0


def compose(session: CDPSession, text: str) -> None:
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def press(session: CDPSession, key: str, code: int) -> None:
    """A key that the input method takes: browsers report it with key code 229."""
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 229 if kind == "rawKeyDown" else code},
        )


def test_enter_while_an_input_method_composes_asks_nothing(visit: Visit) -> None:
    visit.open("/?lang=zh")
    box = visit.page.get_by_role("combobox")
    box.click()
    session = visit.page.context.new_cdp_session(visit.page)
    for text in ("z", "zh", "zhang", "zhang hu"):
        compose(session, text)
    press(session, "Enter", 13)
    # A plain Enter too, as input methods that do not mark their keys send it.
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(400)
    assert visit.queries == []
    assert not [request for request in visit.requests if "/api/v1/suggest" in request.url]
    session.send("Input.insertText", {"text": "账户解锁一般要多久？"})
    expect(box).to_have_value(re.compile("账户解锁一般要多久？$"))
    visit.page.wait_for_timeout(100)
    visit.page.keyboard.press("Enter")
    visit.page.locator("#results article").first.wait_for()
    assert len(visit.queries) == 1
    assert "账户解锁一般要多久" in (visit.queries[0].post_data_json or {})["question"]


def test_escape_and_arrows_while_an_input_method_composes_leave_the_field_alone(visit: Visit) -> None:
    visit.open("/?lang=zh")
    visit.page.get_by_role("combobox").press_sequentially("账户")
    expect(visit.page.get_by_role("option").first).to_be_visible()
    session = visit.page.context.new_cdp_session(visit.page)
    compose(session, "suo")
    press(session, "ArrowDown", 40)
    press(session, "Escape", 27)
    expect(visit.page.get_by_role("combobox")).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(visit.page.get_by_role("option").first).to_be_visible()


def test_a_suggestion_is_chosen_with_the_arrow_keys(visit: Visit) -> None:
    visit.open("/?lang=zh")
    visit.page.get_by_role("combobox").press_sequentially("账户解锁")
    option = visit.page.get_by_role("option").first
    expect(option).to_be_visible()
    question = option.inner_text()
    visit.page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#results article").first).to_be_visible()
    expect(visit.page.get_by_role("combobox")).to_have_value(question)
    assert [(request.post_data_json or {})["question"] for request in visit.queries] == [question]

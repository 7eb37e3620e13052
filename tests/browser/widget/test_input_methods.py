"""Chinese as it is typed: the keys of an input method belong to it, and nothing is sent before the word is done."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.widget.conftest import SetStage
from tests.browser.widget.stage import Stage

pytestmark = pytest.mark.browser

LONGER_THAN_SUGGESTIONS_WAIT = 500  # they come when typing has rested for 180 ms
SLOWER_THAN_ONE_PRESS = 50  # the end of a word and an Enter within 20 ms are one key press
PINYIN = ["q", "qu", "qu k", "qu ku", "qu kua", "qu kuai"]
KEYS = [("Enter", 13), ("Escape", 27), ("ArrowDown", 40), ("ArrowUp", 38), ("Tab", 9)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# What a keyboard does that tells of its composition in other ways than Chromium on Linux.
COMPOSE = """(input, word) => {
    input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true, composed: true }));
    input.value = word;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, isComposing: true }));
}"""
COMMIT = """(input) => input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, composed: true }))"""
PRESS = """(input, [key, keyCode, isComposing]) => input.dispatchEvent(new KeyboardEvent("keydown", {
    key, keyCode, isComposing, bubbles: true, composed: true, cancelable: true,
}))"""


class InputMethod:
    """Chromium's own composition, as an input method of the machine would drive it."""

    def __init__(self, stage: Stage) -> None:
        self.browser: CDPSession = stage.page.context.new_cdp_session(stage.page)

    def compose(self, *texts: str) -> None:
        for text in texts:
            told = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
            self.browser.send("Input.imeSetComposition", told)

    def commit(self, text: str) -> None:
        self.browser.send("Input.insertText", {"text": text})

    def press(self, key: str, code: int) -> None:
        """As Chromium tells of a key that an input method takes, and as some input methods let it through."""
        for told in ({"key": "Process", "windowsVirtualKeyCode": 229}, {"key": key, "windowsVirtualKeyCode": code}):
            for kind in ("rawKeyDown", "keyUp"):
                self.browser.send("Input.dispatchKeyEvent", {"type": kind, "code": key, **told})


def watched(stage: Stage, name: str) -> None:
    """Count what writes the box's value."""
    stage.page.evaluate(
        """(name) => {
            const of = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
            window[name] = 0;
            Object.defineProperty(HTMLInputElement.prototype, "value", {
                ...of, set(text) { window[name] += 1; of.set.call(this, text); },
            });
        }""",
        name,
    )


def test_nothing_is_asked_closed_or_written_while_a_word_is_composed(stage: Stage) -> None:
    stage.open()
    watched(stage, "writes")
    method = InputMethod(stage)
    method.compose(*PINYIN)
    for key, code in KEYS:
        method.press(key, code)
    stage.page.wait_for_timeout(LONGER_THAN_SUGGESTIONS_WAIT)
    assert stage.asked == []
    expect(stage.dialog).to_be_visible()
    expect(stage.box).to_have_value(PINYIN[-1])
    assert stage.page.evaluate("window.writes") == 0


def test_a_committed_word_is_suggested_for_once_and_asked_once(stage: Stage) -> None:
    stage.open()
    method = InputMethod(stage)
    method.compose(*PINYIN)
    method.commit("区块链")
    stage.options.first.wait_for()
    stage.page.wait_for_timeout(LONGER_THAN_SUGGESTIONS_WAIT)
    assert stage.requests("suggest") == [{"q": "区块链", "lang": "zh"}]
    assert stage.requests("query") == []
    stage.box.press("Enter")
    stage.until("answer")
    assert [body["question"] for body in stage.requests("query")] == ["区块链"]


def test_arrows_while_composing_leave_the_open_suggestions_alone(stage: Stage) -> None:
    stage.open().box.press_sequentially("提现")
    stage.options.first.wait_for()
    method = InputMethod(stage)
    method.compose(*PINYIN)
    method.press("ArrowDown", 40)
    assert stage.box.get_attribute("aria-activedescendant") is None
    assert stage.requests("query") == []


def test_words_composed_one_after_another_make_one_question(stage: Stage) -> None:
    stage.open()
    method = InputMethod(stage)
    for letters, word in (("ti", "提"), ("xian", "现"), ("wei dao", "未到")):
        method.compose(letters)
        method.press("Enter", 13)
        method.commit(word)
    stage.page.wait_for_timeout(SLOWER_THAN_ONE_PRESS)
    stage.box.press("Enter")
    stage.until("answer")
    assert [body["question"] for body in stage.requests("query")] == ["提现未到"]


def test_escape_closes_the_panel_again_once_the_word_is_done(stage: Stage) -> None:
    stage.open()
    method = InputMethod(stage)
    method.compose(*PINYIN)
    method.press("Escape", 27)
    expect(stage.dialog).to_be_visible()
    method.commit("区块链")
    stage.options.first.wait_for()
    stage.box.press("Escape")
    stage.box.press("Escape")
    expect(stage.dialog).to_be_hidden()


def test_a_word_left_unfinished_by_a_click_elsewhere_blocks_nothing(stage: Stage) -> None:
    stage.open()
    InputMethod(stage).compose(*PINYIN)
    stage.dialog.get_by_role("heading").first.click()
    stage.box.fill("提现")
    stage.options.first.wait_for()
    stage.box.press("Escape")
    stage.box.press("Escape")
    expect(stage.dialog).to_be_hidden()


@pytest.mark.parametrize(("code", "composing"), [(229, False), (13, False), (13, True)])
def test_the_enter_that_commits_a_word_in_safari_sends_nothing(stage: Stage, code: int, composing: bool) -> None:
    stage.open()
    box = stage.box.element_handle()
    stage.page.evaluate(f"(input) => {{ ({COMPOSE})(input, '区块链'); ({COMMIT})(input); }}", box)
    pressed = stage.page.evaluate(  # within milliseconds of the end, as it comes from one key press
        f"""([input, key]) => {{ ({COMPOSE})(input, "区块链"); ({COMMIT})(input); return ({PRESS})(input, key); }}""",
        [box, ["Enter", code, composing]],
    )
    assert not pressed  # prevented: the browser submits no form
    stage.page.wait_for_timeout(LONGER_THAN_SUGGESTIONS_WAIT)
    stage.box.press("Enter")
    stage.until("answer")
    assert len(stage.requests("query")) == 1


def test_an_enter_that_commits_a_word_does_not_send_a_reason_either(stage: Stage) -> None:
    stage.open().ask("提现")
    stage.press("no")
    reason = stage.results.get_by_role("textbox").element_handle()
    pressed = stage.page.evaluate(
        f"""([input, key]) => {{ ({COMPOSE})(input, "太长"); ({COMMIT})(input); return ({PRESS})(input, key); }}""",
        [reason, ["Enter", 13, False]],
    )
    assert not pressed
    assert stage.requests("feedback") == []


def test_an_android_keyboard_that_never_ends_a_word_gets_suggestions_after_a_rest(set_stage: SetStage) -> None:
    stage = set_stage(**PHONE).open()
    watched(stage, "writes")
    method = InputMethod(stage)
    stage.box.focus()
    method.compose("提", "提现")
    stage.page.wait_for_timeout(400)
    assert stage.asked == []
    stage.options.first.wait_for()
    assert stage.requests("suggest") == [{"q": "提现", "lang": "zh"}]
    assert stage.page.evaluate("window.writes") == 0


def test_the_go_key_of_a_touch_keyboard_asks_at_once_and_makes_room_for_the_answer(set_stage: SetStage) -> None:
    stage = set_stage(**PHONE).open()
    watched(stage, "writes")
    stage.box.focus()
    box = stage.box.element_handle()
    stage.page.evaluate(f"(input) => {{ ({COMPOSE})(input, '提现'); window.writes = 0; ({COMMIT})(input); }}", box)
    stage.box.press("Enter")
    stage.until("answer")
    assert [body["question"] for body in stage.requests("query")] == ["提现"]
    assert stage.page.evaluate("window.writes") == 0
    assert stage.focused() == "查到的内容"  # the box has lost the focus, so the keyboard goes

"""What is said to those who listen: each change, once, and by one voice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.widget import answers
from tests.browser.widget.answers import QUESTIONS
from tests.browser.widget.scenes import SCENES
from tests.browser.widget.stage import Stage

pytestmark = pytest.mark.browser

LISTEN = """() => {
    const status = document.querySelector("qa-help").shadowRoot.querySelector("[role=status]");
    window.said = [];
    const listener = new MutationObserver(() => window.said.push(status.textContent));
    listener.observe(status, { childList: true, subtree: true, characterData: true });
}"""


def listening(stage: Stage, attributes: str = "") -> Stage:
    stage.open(attributes).page.evaluate(LISTEN)
    return stage


def said(stage: Stage) -> list[str]:
    return [text for text in stage.page.evaluate("window.said") if text]


def test_suggestions_and_an_answer_are_each_said_once(stage: Stage) -> None:
    listening(stage).box.press_sequentially("提现", delay=20)
    expect(stage.status).to_have_text("有 4 个建议，按上下键选择")
    stage.box.press("Enter")
    stage.until("answer")
    assert said(stage) == ["有 4 个建议，按上下键选择", "找到 2 段内容，最相关的排在最前"]


def test_the_same_result_for_another_question_is_said_again(stage: Stage) -> None:
    listening(stage).ask("甲")
    stage.ask("乙")
    stage.page.wait_for_function("window.said.length > 3")  # the state is that of the first answer until the second
    assert stage.page.evaluate("window.said") == ["", "找到 2 段内容，最相关的排在最前"] * 2


def test_a_warning_is_said_before_what_was_found(stage: Stage) -> None:
    stage.reply("query", answers.noticed("zh", "danger"))
    listening(stage).ask(QUESTIONS["zh"][3])
    assert said(stage) == ["这个邮箱不是官方的找到 2 段内容，最相关的排在最前"]
    expect(stage.status.locator("p")).to_have_attribute("lang", "zh-CN")


def test_that_nothing_was_found_is_said_once_and_seen_once(stage: Stage) -> None:
    stage.reply("query", answers.no_answer("zh"))
    listening(stage).ask("怎么做红烧肉")
    assert said(stage) == ["现有的文档没有回答这个问题"]
    size = stage.status.bounding_box()
    assert size
    assert size["width"] == 1  # the box below it says the same to those who see


def test_waiting_is_said_and_shown_until_the_answer_is_there(stage: Stage) -> None:
    stage.hold("query")
    listening(stage)
    stage.box.fill("提现")
    stage.box.press("Enter")
    stage.until("loading")
    expect(stage.results).to_have_attribute("aria-busy", "true")
    stage.release("query")
    stage.until("answer")
    expect(stage.results).to_have_attribute("aria-busy", "false")
    assert said(stage)[-2:] == ["正在查找……", "找到 2 段内容，最相关的排在最前"]


def test_a_failure_is_said_with_its_reason(stage: Stage) -> None:
    stage.reply("query", {}, 503)
    listening(stage).box.fill("提现")
    stage.box.press("Enter")
    stage.until("busy")
    assert said(stage)[-1] == "这次查询没有完成: 服务暂时不可用，请稍等一会儿再试。"


def test_a_vote_is_thanked_for_by_one_voice(stage: Stage) -> None:
    SCENES["answer"](stage)
    stage.page.evaluate(LISTEN)
    stage.results.get_by_role("button", name="有帮助", exact=True).click()
    expect(stage.status).to_have_text("谢谢，已经记下。")
    assert said(stage) == ["谢谢，已经记下。"]
    assert stage.focused() == "有帮助吗？"


def test_leaving_the_box_does_not_wipe_out_what_was_said(stage: Stage) -> None:
    listening(stage).ask("提现")
    stage.box.press("Tab")
    stage.page.wait_for_timeout(100)
    expect(stage.status).to_have_text("找到 2 段内容，最相关的排在最前")


def test_an_empty_question_is_answered_by_a_word_and_the_box(stage: Stage) -> None:
    listening(stage).box.press("Enter")
    assert said(stage) == ["请先写下你的问题。"]
    assert stage.focused() == "你的问题"

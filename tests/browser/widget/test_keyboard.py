"""Everything with the keyboard alone, and nothing that the keyboard of the page around would not expect."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.widget.stage import Stage

pytestmark = pytest.mark.browser

BEHIND = "() => !['qa-help', 'body'].includes(document.activeElement.localName)"


# Pixels.
OUTLINE = """() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement.shadowRoot.activeElement);
    return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
}"""


def tab(stage: Stage, times: int = 1) -> list[str]:
    """What Tab reaches, one after the other."""
    reached = []
    for _ in range(times):
        stage.page.keyboard.press("Tab")
        reached.append(stage.focused())
    return reached


def test_a_question_is_asked_and_the_panel_closed_without_a_mouse(stage: Stage) -> None:
    stage.show()
    while stage.focused() != "遇到问题？":
        tab(stage)
    stage.page.keyboard.press("Enter")
    assert stage.focused() == "你的问题"
    stage.page.keyboard.type("提现")
    stage.options.first.wait_for()
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("Enter")
    stage.until("answer")
    assert [body["question"] for body in stage.requests("query")] == ["提现要多久才能到账？"]
    expect(stage.box).to_have_value("提现要多久才能到账？")
    stage.page.keyboard.press("Escape")
    expect(stage.dialog).to_be_hidden()
    assert stage.focused() == "遇到问题？"


def test_the_arrows_go_round_through_the_suggestions_and_what_was_typed(stage: Stage) -> None:
    stage.open().box.press_sequentially("提现")
    stage.options.first.wait_for()
    ids = [option.get_attribute("id") for option in stage.options.all()]
    reached = []
    for key in ["ArrowDown"] * (len(ids) + 2) + ["ArrowUp"] * 2:
        stage.page.keyboard.press(key)
        reached.append(stage.box.get_attribute("aria-activedescendant"))
        selected = stage.page.locator("qa-help [aria-selected=true]")
        assert [option.get_attribute("id") for option in selected.all()] == [found for found in reached[-1:] if found]
    assert reached == [*ids, None, ids[0], None, ids[-1]]
    expect(stage.box).to_have_value("提现")
    expect(stage.box).to_be_focused()


def test_escape_closes_the_suggestions_first_and_then_the_panel(stage: Stage) -> None:
    stage.open().box.press_sequentially("提现")
    stage.options.first.wait_for()
    expect(stage.box).to_have_attribute("aria-expanded", "true")
    stage.page.keyboard.press("Escape")
    expect(stage.options).to_have_count(0)
    expect(stage.box).to_have_attribute("aria-expanded", "false")
    expect(stage.dialog).to_be_visible()
    expect(stage.box).to_have_value("提现")
    stage.page.keyboard.press("ArrowDown")
    stage.options.first.wait_for()  # they can be had back
    stage.page.keyboard.press("Escape")
    stage.page.keyboard.press("Escape")
    expect(stage.dialog).to_be_hidden()


def test_tab_reaches_all_of_an_answer_in_order_and_nothing_behind_it(stage: Stage) -> None:
    stage.open().ask("提现")
    expected = ["提问", "在原文中查看这一段", "English", "复制链接", "在原文中查看这一段", "中文版", "复制链接"]
    related = ["提现要多久才能到账？", "提现手续费怎么算？", "提错了网络，还能找回来吗？"]
    assert tab(stage, 12) == [*expected, *related, "有帮助", "没帮助"]
    for _ in range(30):
        tab(stage)
        assert not stage.page.evaluate(BEHIND)


def test_whatever_has_the_focus_shows_it(stage: Stage) -> None:
    stage.open().ask("提现")
    for _ in range(12):
        [name] = tab(stage)
        assert stage.page.evaluate(OUTLINE) >= 2, name


def test_a_passage_changes_its_language_and_keeps_the_focus(stage: Stage) -> None:
    stage.open().ask("提现")
    first = stage.results.get_by_role("article").first
    assert tab(stage, 3)[-1] == "English"
    stage.page.keyboard.press("Enter")
    expect(first).to_have_attribute("lang", "en")
    assert stage.focused() == "中文版"
    stage.page.keyboard.press("Enter")
    expect(first).to_have_attribute("lang", "zh-CN")
    assert stage.focused() == "English"
    expect(first.get_by_role("heading")).to_have_text("提现三天了还没到账，怎么办？")


def test_a_vote_against_can_be_given_a_reason(stage: Stage) -> None:
    stage.open().ask("提现")
    assert tab(stage, 12)[-1] == "没帮助"
    stage.page.keyboard.press("Space")
    expect(stage.results.get_by_role("textbox", name="哪里没帮到你？")).to_be_focused()
    stage.page.keyboard.type("没说要多久")
    with stage.page.expect_response("**/feedback"):
        stage.page.keyboard.press("Enter")
    expect(stage.results.get_by_role("group", name="有帮助吗？")).to_be_focused()
    assert stage.requests("feedback") == [{"answer_id": "2b7c1f60", "vote": "down", "reason": "没说要多久"}]


def test_a_related_question_leads_on_from_where_its_answer_begins(stage: Stage) -> None:
    stage.open().ask("提现")
    assert tab(stage, 8)[-1] == "提现要多久才能到账？"
    stage.page.keyboard.press("Enter")
    stage.page.wait_for_function(
        "() => document.querySelector('qa-help').shadowRoot.activeElement?.part.contains('results')"
    )
    assert tab(stage) == ["在原文中查看这一段"]


def test_the_focus_goes_back_to_what_opened_the_panel(stage: Stage) -> None:
    stage.show()
    stage.page.evaluate("() => { help.onclick = () => document.querySelector('qa-help').open(); }")
    stage.page.get_by_role("button", name="Help").press("Enter")
    expect(stage.box).to_be_focused()
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("button", name="Help")).to_be_focused()


@pytest.mark.parametrize("attributes", ["", 'shortcut="mod+k"'])
def test_no_single_key_opens_anything(stage: Stage, attributes: str) -> None:
    stage.show(attributes)
    for key in ["/", "k", "?", "h", "s", "Escape", "F1", "Shift+K", "Alt+k", "Control+j", "Control+Shift+K"]:
        stage.page.keyboard.press(key)
        assert stage.dialog.is_hidden(), key
    stage.page.keyboard.press("Control+k")
    assert stage.dialog.is_visible() == bool(attributes)


@pytest.mark.parametrize("key", ["Control+k", "Meta+k", "Control+K"])
def test_a_shortcut_that_the_page_asked_for_opens_the_panel(stage: Stage, key: str) -> None:
    stage.show('shortcut="mod+k"').page.keyboard.press(key)
    expect(stage.box).to_be_focused()


def test_a_shortcut_leaves_those_alone_who_are_typing(stage: Stage) -> None:
    stage.show('shortcut="mod+k"')
    for name in ["Coupon", "Message", "Note"]:
        stage.page.get_by_role("textbox", name=name).press("Control+k")
        expect(stage.dialog).to_be_hidden()
    stage.page.get_by_role("link", name="Prices").press("Control+k")
    expect(stage.dialog).to_be_visible()


@pytest.mark.parametrize("place", ["document.body", "document", "window"])
def test_a_shortcut_that_the_page_uses_itself_is_left_to_it(stage: Stage, place: str) -> None:
    stage.show('shortcut="mod+k"')
    capture = ", true" if place == "window" else ""
    stage.page.evaluate(f"{place}.addEventListener('keydown', (event) => event.preventDefault(){capture})")
    stage.page.keyboard.press("Control+k")
    expect(stage.dialog).to_be_hidden()


def test_an_event_without_a_key_is_no_shortcut(stage: Stage) -> None:
    stage.show('shortcut="mod+k"')
    stage.page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))")  # a field filled in
    expect(stage.dialog).to_be_hidden()
    stage.page.keyboard.press("Control+k")
    expect(stage.dialog).to_be_visible()

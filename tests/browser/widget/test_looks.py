"""That nothing is cut off, hidden or out of reach, on whatever screen and with whatever text."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widget import answers
from tests.browser.widget.conftest import SetStage
from tests.browser.widget.scenes import SCENES
from tests.browser.widget.stage import Stage

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LARGE_TEXT = 'style="--qa-font-size: 32px"'

# Elements that stick out of the panel at a side, or whose text does not fit into them; what is only heard is no matter.
CUT = """() => {
    const root = document.querySelector("qa-help").shadowRoot;
    const panel = root.querySelector("dialog[open]") ?? root.querySelector(".body");
    const { left, right } = panel.getBoundingClientRect();
    const cut = panel.scrollWidth > panel.clientWidth ? ["the panel scrolls sideways"] : [];
    for (const node of panel.querySelectorAll(":not(.heard, .heard *, input, [hidden] *)")) {
        const box = node.getBoundingClientRect();
        const sticksOut = box.width && (box.left < left - 1 || box.right > right + 1);
        const overflows = node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline";
        if (sticksOut || (overflows && node.clientWidth)) cut.push(node.outerHTML.slice(0, 120));
    }
    return cut;
}"""


def awkward() -> dict[str, Any]:
    """An answer of long words, a long title and addresses without a place to break."""
    found = answers.noticed("zh", "danger")
    title = "关于用户在提现过程中遇到交易哈希无法查询以及网络拥堵导致长时间不到账等各类问题的处理办法汇编"
    address = "https://help.example/" + "segment" * 30
    found["results"][0].update(title=title, question=title * 2, text=f"0x{'f3a9' * 30}\n- {address}", highlights=[])
    found["results"][0]["source"]["title"] = title
    found["related"][0]["question"] = "Bundesausbildungsförderungsgesetz" * 4
    found["notices"][0].update(title="a" * 90, about="b" * 120 + "@shop.example", steps=["c" * 200])
    found["clarify"] = {"message": "哪一个？", "options": [{"platform": "d", "name": "d" * 80}]}
    return found


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_nothing_is_cut_off_at_any_width(set_stage: SetStage, width: int) -> None:
    stage = set_stage("en", viewport={"width": width, "height": 700})
    stage.reply("query", awkward())
    stage.open().ask("?a")
    assert stage.page.evaluate(CUT) == []
    assert stage.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scene", ["suggestions", "answer", "notices", "rate", "reason"])
def test_nothing_is_cut_off_by_text_of_twice_the_size(set_stage: SetStage, scene: str) -> None:
    stage = set_stage("en", viewport={"width": 480, "height": 700})
    stage.attributes = LARGE_TEXT
    SCENES[scene](stage)
    assert stage.page.locator("qa-help .frame").evaluate("frame => getComputedStyle(frame).fontSize") == "32px"
    assert stage.page.evaluate(CUT) == []


@pytest.mark.parametrize("mode", ["inline", "search"])
def test_nothing_is_cut_off_inside_a_narrow_column_of_a_page(set_stage: SetStage, mode: str) -> None:
    stage = set_stage("zh-CN", viewport={"width": 340, "height": 600})
    stage.reply("query", awkward())
    stage.show(f'mode="{mode}"')
    if mode == "search":
        stage.launcher.click()
    stage.ask("?a")
    assert stage.page.evaluate(CUT) == []


def test_a_phone_gives_the_panel_the_whole_screen_and_waits_with_its_keyboard(set_stage: SetStage) -> None:
    stage = set_stage(**PHONE).open()
    assert stage.dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert stage.focused() == "查一查"
    size = stage.box.evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    assert size >= 16  # iOS enlarges the page around smaller ones


def test_the_box_and_the_first_suggestions_stay_above_a_phones_keyboard(set_stage: SetStage) -> None:
    stage = set_stage(**PHONE).open()
    stage.box.click()
    stage.page.set_viewport_size({"width": 390, "height": 400})  # what the keyboard leaves
    stage.box.press_sequentially("提现")
    stage.options.first.wait_for()
    for shown in [stage.box, *stage.options.all()]:
        expect(shown).to_be_in_viewport(ratio=1)


def test_the_box_is_there_again_when_an_answer_is_long(set_stage: SetStage) -> None:
    stage = set_stage(**PHONE)
    SCENES["answer"](stage)
    stage.results.get_by_role("button", name="提错了网络").click()
    stage.until("answer")
    expect(stage.box).to_be_in_viewport(ratio=1)
    expect(stage.dialog.get_by_role("button", name="关闭")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("mode", ["", 'mode="inline"'])
def test_a_page_from_right_to_left_has_the_launcher_on_its_left_and_english_from_the_left(
    set_stage: SetStage, mode: str
) -> None:
    stage = set_stage("en")
    stage.show(mode, direction="rtl")
    if not mode:
        box = stage.launcher.bounding_box()
        assert box
        assert box["x"] < 40
        stage.launcher.click()
        panel = stage.dialog.bounding_box()
        assert panel
        assert panel["x"] < 40
    directions = stage.page.locator("qa-help .body, qa-help .head h2, qa-help #never, qa-help .about")
    assert {node.evaluate("node => getComputedStyle(node).direction") for node in directions.all()} == {"ltr"}


def test_what_an_answer_lacks_leaves_no_empty_place(stage: Stage) -> None:
    found = answers.answer("zh")
    empty: dict[str, Any] = {
        "title": "",
        "heading_path": [],
        "question": None,
        "text": "",
        "alternates": [],
        "highlights": [],
    }
    found["results"][0].update(empty)
    found["results"][0]["source"].update(domain=None, updated=None, review_due=False, deep_url="")
    found["related"] = []
    stage.reply("query", found)
    stage.open().ask("提现")
    article = stage.results.get_by_role("article").first
    assert article.locator(":is(h3, p, a, li, button):empty").count() == 0
    assert "null" not in article.inner_text()
    assert "undefined" not in article.inner_text()


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_those_who_asked_for_that(set_stage: SetStage, motion: str, moves: bool) -> None:
    stage = set_stage(reduced_motion=motion)
    SCENES["loading"](stage)
    animations = stage.page.evaluate("document.querySelector('qa-help').shadowRoot.getAnimations().length")
    assert bool(animations) == moves


def test_a_click_beside_the_panel_closes_it_but_the_end_of_a_selection_does_not(stage: Stage) -> None:
    stage.open().ask("提现")
    mouse = stage.page.mouse
    box = stage.results.get_by_role("article").first.bounding_box()
    assert box
    mouse.move(box["x"] + 40, box["y"] + 60)
    mouse.down()
    mouse.move(20, 300)
    mouse.up()
    expect(stage.dialog).to_be_visible()
    mouse.click(20, 300)
    expect(stage.dialog).to_be_hidden()

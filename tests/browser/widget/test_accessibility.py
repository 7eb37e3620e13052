"""What axe finds in every state and theme, and what a screen reader is told."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.widget import answers
from tests.browser.widget.answers import QUESTIONS
from tests.browser.widget.conftest import SetStage
from tests.browser.widget.scenes import SCENES
from tests.browser.widget.stage import Stage

pytestmark = pytest.mark.browser

# All of WCAG 2.2 A and AA, and what axe takes for good practice in a part of a page.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # off by default
    "resultTypes": ["violations", "incomplete"],
}
# Those that colours can break.
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
DARK = {"color_scheme": "dark", "forced_colors": "none"}
FORCED = {"color_scheme": "light", "forced_colors": "active"}

# What is scrolled out of view has no contrast that axe could measure.
TALL: Any = {"width": 700, "height": 3000}
ALL_IN_VIEW = "qa-help { --qa-height: 2900px }"

# Texts of the widget that are in another language than what stands around them says: [language, text].
WRONGLY_TAGGED = """() => {
    const wrong = [];
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE && node.data.trim()) {
            const lang = node.parentElement.closest("[lang]").lang;
            const isChinese = /\\p{Script=Han}/u.test(node.data);
            const isEnglish = !isChinese && /[a-z]+ [a-z]+ [a-z]+/.test(node.data);
            if ((isChinese && !lang.startsWith("zh")) || (isEnglish && lang !== "en")) wrong.push([lang, node.data]);
        }
        node.childNodes.forEach(walk);
    };
    walk(document.querySelector("qa-help").shadowRoot);
    return wrong;
}"""


def brought(set_stage: SetStage, scene: str, lang: str) -> Stage:
    stage = set_stage(lang, viewport=TALL)
    SCENES[scene](stage)
    stage.page.add_style_tag(content=ALL_IN_VIEW)
    return stage


def complaints(stage: Stage, *themes: dict[str, Any]) -> list[str]:
    """What axe finds wrong with the widget in these themes, or has no means to judge without forced colours."""
    found = []
    stage.page.evaluate(AXE_SCRIPT)
    for theme in themes:
        stage.page.emulate_media(**theme)
        rules = RULES if theme is LIGHT else OF_COLOURS
        result = stage.page.evaluate(f"axe.run('qa-help', {json.dumps(rules)})")
        judged = result["violations"] + (result["incomplete"] if theme is not FORCED else [])
        found += [
            f"{theme} {rule['id']}: {node['html'][:200]} {node['failureSummary']}"
            for rule in judged
            for node in rule["nodes"]
        ]
    return found


def covered(complaint: str) -> bool:
    """Whether it is about the line that the open list of suggestions lies over."""
    return "color-contrast" in complaint and 'id="never"' in complaint


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_axe_finds_nothing_wrong_in_any_state_and_theme(set_stage: SetStage, scene: str, lang: str) -> None:
    found = complaints(brought(set_stage, scene, lang), LIGHT, DARK, FORCED)
    assert [complaint for complaint in found if scene != "suggestions" or not covered(complaint)] == []


@pytest.mark.parametrize("scene", ["answer", "no-answer", "rate", "reason"])
def test_axe_finds_nothing_wrong_in_traditional_chinese(set_stage: SetStage, scene: str) -> None:
    assert complaints(brought(set_stage, scene, "zh-TW"), LIGHT) == []


@pytest.mark.parametrize("lang", ["zh-CN", "zh-TW", "en"])
@pytest.mark.parametrize("scene", ["answer", "no-answer", "notices", "rate"])
def test_every_text_stands_in_its_own_language(set_stage: SetStage, scene: str, lang: str) -> None:
    stage = set_stage(lang)
    SCENES[scene](stage)
    assert stage.page.evaluate(WRONGLY_TAGGED) == []


def test_an_answer_in_the_other_language_is_read_in_its_voice(set_stage: SetStage) -> None:
    stage = set_stage("en")
    stage.reply("query", answers.everything("zh"))
    stage.reply("suggest", answers.suggestions("zh"))
    stage.open().box.press_sequentially("提现")
    expect(stage.options.first).to_have_attribute("lang", "zh-CN")
    stage.ask(QUESTIONS["zh"][0])
    expect(stage.results.get_by_role("article").first).to_have_attribute("lang", "zh-CN")
    assert stage.page.evaluate(WRONGLY_TAGGED) == []


@pytest.mark.parametrize("scene", ["answer", "no-answer", "notices", "busy", "inline"])
def test_headings_follow_the_title_without_a_gap(set_stage: SetStage, scene: str) -> None:
    stage = set_stage("en")
    SCENES[scene](stage)
    headings = stage.page.locator("qa-help").get_by_role("heading").all()
    levels = [int(heading.evaluate("heading => heading.localName.slice(1)")) for heading in headings]
    assert levels[0] == 2
    assert len(levels) > 1
    assert all(following - level <= 1 for level, following in itertools.pairwise(levels))


@pytest.mark.parametrize("scene", ["suggestions", "answer", "no-answer", "notices", "busy", "reason"])
def test_everything_to_press_is_large_enough_to_hit(set_stage: SetStage, scene: str) -> None:
    stage = set_stage("en")
    SCENES[scene](stage)
    for target in stage.dialog.locator("button, input, a, [role=option]").all():
        box = target.bounding_box()
        is_main = target.locator("xpath=self::*[not(self::a) and not(ancestor::*[@class='tools'])]").count() == 1
        assert box, target
        assert min(box["width"], box["height"]) >= (44 if is_main else 24), target.inner_text()

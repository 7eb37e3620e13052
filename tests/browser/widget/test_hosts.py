"""On pages that are hard on their guests the widget works as anywhere, and leaves them as they were."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.widget.failing import QUERY, RESULT, SOURCE
from tests.browser.widget.guest import QUESTION, Guest, framed
from tests.browser.widget.host_pages import HOSTS, NOTE, WATCH

pytestmark = pytest.mark.browser

MIN_FONT = 14  # px; what is smaller, many people cannot read
MIN_TARGET = 24  # px, WCAG 2.2, 2.5.8

# How an element inside the widget is seen: its own font, how much of it shines through, whether it is what one hits.
SEEN = """(node) => {
  node.scrollIntoView({ block: "center" });
  const { x, y, width, height } = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  let opacity = 1;
  for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) opacity *= getComputedStyle(at).opacity;
  const hit = node.getRootNode().elementFromPoint(x + width / 2, y + height / 2);
  return { width, height, opacity, size: parseFloat(style.fontSize), line: parseFloat(style.lineHeight),
    color: style.color, spacing: style.letterSpacing, mode: style.writingMode, visibility: style.visibility,
    hit: node.contains(hit) };
}"""


def assert_readable(node: Locator) -> dict[str, Any]:
    """Large enough, opaque, in the widget's own style, and not covered."""
    expect(node).to_be_visible()
    seen: dict[str, Any] = node.evaluate(SEEN)
    assert seen["size"] >= MIN_FONT, seen
    assert seen["line"] >= seen["size"], seen
    assert seen["opacity"] == 1, seen
    assert seen["visibility"] == "visible", seen
    assert seen["spacing"] == "normal", seen
    assert seen["mode"] == "horizontal-tb", seen
    assert seen["color"] not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}, seen
    assert seen["hit"], seen
    return seen


def tour(guest: Guest) -> None:
    """What anybody does with it: find the button, ask, read, close."""
    expect(guest.launcher).to_be_visible()
    place = guest.launcher.evaluate(SEEN)
    assert min(place["width"], place["height"]) >= MIN_TARGET, place
    assert place["size"] >= MIN_FONT, place
    assert place["opacity"] == 1, place
    assert place["hit"], place
    guest.launcher.click()
    assert_readable(guest.button("Close"))
    guest.box.press_sequentially("unlock")  # with real keys, which the page may hear
    expect(guest.box).to_have_value("unlock")
    guest.page.locator("qa-help [role=option]").first.wait_for()
    guest.ask(QUESTION)
    first = guest.results.locator("article").first
    expect(first.locator("h3")).to_have_text(QUESTION)
    assert_readable(first.locator("h3"))
    text = assert_readable(first.locator(".text p").first)
    assert text["width"] > 200, text
    guest.close()
    expect(guest.launcher).to_be_visible()


@pytest.mark.parametrize("host", HOSTS)
def test_the_widget_works_on_a_page_that_is_hard_on_it_and_leaves_it_alone(guest: Guest, host: str) -> None:
    head, body = HOSTS[host]
    guest.show(NOTE + guest.tag(lang="en") + body, head=WATCH + head)
    guest.page.wait_for_function("window.state")
    tour(guest)
    assert guest.page.evaluate("ownNames()") == guest.page.evaluate("names")
    assert guest.page.evaluate("ownState()") == guest.page.evaluate("state")
    assert guest.page.evaluate("heard") == []
    assert guest.questions == [QUESTION]
    assert guest.asked_of == {urlsplit(guest.service.url).netloc}
    with_it = guest.page.evaluate("ownPlace()")
    guest.page.evaluate("document.querySelector('qa-help').remove()")
    assert with_it == guest.page.evaluate("ownPlace()")


def test_a_page_that_replaces_fetch_after_it_has_loaded_sees_no_question(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"), head=HOSTS["fetch replaced late"][0])
    guest.page.wait_for_function("window.seen")
    guest.open().ask()
    assert guest.page.evaluate("seen") == []


def test_where_libraries_have_replaced_what_arrays_do_the_right_words_are_highlighted(guest: Guest) -> None:
    result = {**RESULT, "text": "😀 two words stand out", "highlights": [{"start": 2, "end": 11}], "source": SOURCE}
    guest.show(guest.tag(lang="en"), head=HOSTS["polluted prototypes"][0])
    guest.say(QUERY, {"state": "answer", "results": [result], "related": [], "notices": [], "clarify": None})
    guest.open().ask()
    assert guest.results.locator("mark").all_text_contents() == ["two words"]


def test_the_names_that_a_page_uses_stay_its_own(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"), head=HOSTS["libraries"][0])
    guest.open().ask()
    own = "[$ === jQuery, $(), _.page, QaHelp, root, tag, guard, sheet, defined, required, Object.keys(module.exports)]"
    assert guest.page.evaluate(own) == [True, *["the page's own", True, "the page's own"], 1, 2, 3, 4, [], [], []]


def test_what_is_typed_into_the_widget_presses_no_shortcut_of_the_page(guest: Guest) -> None:
    guest.show(guest.element('lang="en" mode="inline"'), head=HOSTS["one-letter shortcuts"][0])
    guest.box.press_sequentially("j/k?")
    expect(guest.box).to_have_value("j/k?")
    assert guest.page.evaluate("pressed") == []
    guest.page.locator("#goods").click()
    guest.page.keyboard.press("j")
    assert "j" in guest.page.evaluate("pressed")


def test_on_a_page_from_right_to_left_it_stands_at_the_other_side(guest: Guest) -> None:
    html = f'<!doctype html><html dir="rtl" lang="ar"><title>متجر</title><body><p>متجر</p>{guest.tag(lang="en")}'
    guest.page.goto(guest.site.put("/rtl", html))
    tour(guest)
    box = guest.launcher.bounding_box()
    assert box
    assert box["x"] < 100


def test_an_element_that_poses_as_the_script_does_not_say_which_service_is_asked(guest: Guest) -> None:
    """Text that somebody posts on a page may hold elements with names and data, though nothing that runs."""
    posted = '<img name="currentScript" data-endpoint="https://elsewhere.example/">'
    guest.page.goto(guest.site.put("/", f"<!doctype html><title>Shop</title>{posted}{guest.tag(lang='en')}"))
    guest.page.wait_for_load_state()
    expect(guest.page.locator("qa-help[endpoint*=elsewhere]")).to_have_count(0)


def test_a_page_in_quirks_mode_is_no_hindrance(guest: Guest) -> None:
    guest.page.goto(guest.site.put("/quirks", f"<title>Shop</title><p>Goods{guest.tag(lang='en')}"))
    assert guest.page.evaluate("document.compatMode") == "BackCompat"
    tour(guest)


def test_in_a_frame_that_may_only_run_scripts_questions_are_answered(guest: Guest) -> None:
    """Its origin is opaque: only a service that all may ask answers it; and it may send no forms."""
    inner = guest.site.put("/framed", f"<!doctype html><title>Shop</title>{guest.tag(lang='en')}")
    guest.page.goto(
        guest.site.put("/", f'<iframe sandbox="allow-scripts" src="{inner}" width="900" height="700"></iframe>')
    )
    frame = framed(guest.page)
    frame.locator("qa-help .launch").click()
    assert frame.evaluate("origin") == "null"
    frame.locator("#question").fill(QUESTION)
    frame.locator("#question").press("Enter")
    assert_readable(frame.locator("qa-help article .text p").first)
    frame.locator("#question").fill("how to braise pork belly")
    frame.get_by_role("button", name="Ask", exact=True).click()
    frame.locator("[data-qa-state=no-answer]").wait_for()
    frame.get_by_role("button", name="No", exact=True).click()
    frame.locator("#reason").press_sequentially("nothing about food")
    frame.locator("#reason").press("Enter")
    expect(frame.locator(".ballot")).to_have_text("Thank you, noted.")
    assert [body["vote"] for body in guest.sent("/api/v1/feedback")] == ["down"]
    frame.get_by_role("button", name="Close").click()
    expect(frame.locator("dialog")).to_be_hidden()

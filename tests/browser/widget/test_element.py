"""What a page can rely on: attributes, methods, texts of its own, events."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from qa.widget.bundle import SOURCES
from tests.browser.widget.guest import OTHER_QUESTION, QUESTION, UNKNOWN, Guest

pytestmark = pytest.mark.browser

TYPED = "half a quest"


def put(guest: Guest, name: str, value: str | None) -> None:
    """Change an attribute as a page does."""
    guest.help.evaluate(
        "(help, [name, value]) => value === null ? help.removeAttribute(name) : help.setAttribute(name, value)",
        [name, value],
    )


def test_its_language_is_its_own_or_that_of_what_is_around_it(guest: Guest) -> None:
    guest.show('<div lang="zh-Hant-HK"></div>' + guest.element())
    expect(guest.launcher).to_have_text("Need help?")
    guest.page.evaluate("document.querySelector('div').append(document.querySelector('qa-help'))")
    expect(guest.launcher).to_have_text("遇到問題？")
    for tag, text in (("zh", "遇到问题？"), ("zh-TW", "遇到問題？"), ("en-US", "Need help?"), ("fr", "Need help?")):
        put(guest, "lang", tag)
        expect(guest.launcher).to_have_text(text)


def test_attributes_that_change_are_followed_at_once_and_keep_what_was_typed(guest: Guest) -> None:
    guest.show(guest.element('lang="en" mode="inline"'))
    guest.box.fill(TYPED)
    put(guest, "lang", "zh-CN")
    expect(guest.box).to_have_attribute("aria-label", "你的问题")
    expect(guest.box).to_have_value(TYPED)
    put(guest, "theme", "dark")
    dark = guest.box.evaluate("(box) => getComputedStyle(box).backgroundColor")
    put(guest, "theme", "light")
    assert guest.box.evaluate("(box) => getComputedStyle(box).backgroundColor") != dark
    for mode, opener in (("search", ".search"), (None, ".launch"), ("inline", None)):
        put(guest, "mode", mode)
        expect(guest.page.locator("qa-help [aria-haspopup=dialog]")).to_have_count(1 if opener else 0)
        if opener:
            guest.page.locator(f"qa-help {opener}").click()
            expect(guest.dialog).to_be_visible()
            expect(guest.box).to_have_value(TYPED)
            guest.button("关闭").click()
        expect(guest.box).to_have_value(TYPED)
    put(guest, "lang", "en")
    put(guest, "contact", "/write-to-us")
    guest.ask(UNKNOWN)
    expect(guest.results.get_by_role("link", name="Contact us")).to_have_attribute("href", "/write-to-us")
    expect(guest.page.locator("qa-help .ballot")).to_be_visible()
    put(guest, "feedback", "off")
    guest.ask(UNKNOWN)
    expect(guest.page.locator("qa-help .ballot")).to_have_count(0)


def test_another_endpoint_is_asked_from_then_on(guest: Guest) -> None:
    guest.show(guest.element('lang="en" mode="inline"')).ask()
    guest.box.fill(TYPED)
    elsewhere = guest.service.url.replace("127.0.0.1", "localhost") + "/"
    put(guest, "endpoint", elsewhere)
    expect(guest.box).to_have_value(TYPED)
    before = len(guest.requests)
    guest.ask(OTHER_QUESTION)
    assert {request.url.removeprefix(elsewhere) for request in guest.requests[before:]} - {"api/v1/suggest"} == {
        "widget/1/rules.json",
        "api/v1/query",
    }


def test_a_panel_that_is_open_stays_open_when_attributes_change(guest: Guest) -> None:
    guest.show(guest.element('lang="en"')).listen().open().box.fill(TYPED)
    put(guest, "lang", "zh-CN")
    expect(guest.page.locator("qa-help h2")).to_have_text("查一查")
    expect(guest.box).to_have_value(TYPED)
    expect(guest.box).to_be_focused()
    guest.button("关闭").click()
    expect(guest.dialog).to_be_hidden()
    guest.page.wait_for_function("told.length === 2")
    assert [name for name, _ in guest.events()] == ["qa:open", "qa:close"]


def test_an_attribute_that_is_set_to_what_it_was_leaves_the_answer_where_it_is(guest: Guest) -> None:
    guest.show(guest.element('lang="en"')).open().ask()
    guest.results.evaluate("(results) => { results.marked = true; }")
    guest.help.evaluate(
        "(help) => { for (const name of help.getAttributeNames()) help.setAttribute(name, help.getAttribute(name)); }"
    )
    assert guest.results.evaluate("(results) => results.marked")
    expect(guest.results.locator("article").first).to_be_visible()


def test_texts_of_the_page_replace_those_of_the_widget(guest: Guest) -> None:
    guest.show(guest.element('lang="en"'))
    guest.help.evaluate(
        "(help) => { help.strings = { launch: 'Ask the shop', title: 'Shop help', place: 'Read it', helped: '' }; }"
    )
    expect(guest.launcher).to_have_text("Ask the shop")
    guest.open().ask()
    expect(guest.page.locator("qa-help h2")).to_have_text("Shop help")
    expect(guest.results.locator("footer a").first).to_have_text("Read it")
    expect(guest.button("Ask")).to_be_visible()
    assert guest.help.evaluate("(help) => help.strings.title") == "Shop help"


def test_texts_that_were_set_before_the_script_had_come_count_too(guest: Guest) -> None:
    html = f'<qa-help endpoint="{guest.service.url}" lang="en"></qa-help>'
    guest.page.goto(guest.site.put("/", f"<!doctype html><title>Shop</title>{html}"))
    guest.help.evaluate("(help) => { help.strings = { launch: 'Ask the shop' }; }")
    guest.page.add_script_tag(url=f"{guest.service.url}/widget/1/qa-help.js")
    expect(guest.launcher).to_have_text("Ask the shop")
    guest.help.evaluate("(help) => { help.strings = { launch: 'Ask again' }; }")
    expect(guest.launcher).to_have_text("Ask again")


def test_the_page_opens_asks_and_closes(guest: Guest) -> None:
    guest.show(guest.element('lang="en"')).listen()
    guest.help.evaluate("(help) => help.open()")
    expect(guest.box).to_be_focused()
    guest.rest(100)
    assert guest.questions == []
    guest.help.evaluate("(help) => { help.open(); help.close(); help.close(); }")
    expect(guest.dialog).to_be_hidden()
    guest.help.evaluate("(help, question) => help.open(question)", QUESTION)
    guest.until("answer")
    expect(guest.box).to_have_value(QUESTION)
    guest.help.evaluate("(help, question) => help.ask(question)", OTHER_QUESTION)
    expect(guest.results.locator("article h3").first).to_have_text(OTHER_QUESTION)
    guest.help.evaluate("(help) => help.close()")
    expect(guest.dialog).to_be_hidden()
    assert guest.questions == [QUESTION, OTHER_QUESTION]
    guest.page.wait_for_function("told.length === 6")
    names = [name for name, _ in guest.events()]
    assert names == ["qa:open", "qa:close", "qa:open", "qa:answer", "qa:answer", "qa:close"]


def test_open_as_the_handler_of_a_button_asks_nothing(guest: Guest) -> None:
    guest.show(f'<button id="own">Help</button>{guest.element("lang=en")}')
    guest.help.evaluate("(help) => document.querySelector('#own').addEventListener('click', help.open.bind(help))")
    guest.page.locator("#own").click()
    expect(guest.dialog).to_be_visible()
    guest.rest(100)
    expect(guest.box).to_have_value("")
    assert guest.questions == []


def test_the_page_hears_what_happens_but_not_what_was_asked(guest: Guest) -> None:
    guest.show(guest.element('lang="en"')).listen().open().ask()
    with guest.page.context.expect_page():
        guest.results.locator("a[part=source]").first.click()
    guest.button("Yes").click()
    guest.say("/api/v1/query", {}, 503)
    guest.send(OTHER_QUESTION)
    guest.until("busy")
    guest.close()
    guest.page.wait_for_function("told.at(-1)[0] === 'qa:close'")
    heard = guest.page.evaluate("told")
    assert [(name, sorted(detail)) for name, detail, *_ in heard] == [
        ("qa:open", []),
        ("qa:answer", ["confidence", "notices", "passages", "state"]),
        ("qa:select", ["passage_id", "url"]),
        ("qa:feedback", ["answer_id", "vote"]),
        ("qa:error", ["kind"]),
        ("qa:close", []),
    ]
    assert {(where, composed) for _, _, where, composed in heard} == {("qa-help", True)}
    answer, select, error = heard[1][1], heard[2][1], heard[4][1]
    assert answer["state"] == "answer"
    assert answer["passages"][0] == select["passage_id"]
    assert select["url"].startswith(f"{guest.service.url}/sources/")
    assert error == {"kind": "busy"}
    for question in (QUESTION, OTHER_QUESTION):
        assert question not in json.dumps(heard)


def test_a_page_that_asks_for_everything_hears_the_question_too(guest: Guest) -> None:
    guest.show(guest.element('lang="en" events="full"')).listen().open().ask()
    assert guest.events()[1][1]["question"] == QUESTION
    put(guest, "events", None)
    guest.ask(OTHER_QUESTION)
    assert "question" not in guest.events()[2][1]


def test_keys_without_a_name_as_browsers_send_when_they_fill_fields_harm_nothing(guest: Guest) -> None:
    guest.show(guest.element('lang="en" shortcut="mod+k"'))
    guest.page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))")
    guest.rest(50)
    assert guest.uncaught == []
    guest.page.keyboard.press("Control+k")
    expect(guest.dialog).to_be_visible()


def test_on_a_server_that_renders_pages_importing_it_does_nothing(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("NO NODE: nobody tried whether servers can import the widget (Debian: apt-get install nodejs)")
    shutil.copytree(SOURCES, tmp_path / "src")
    (tmp_path / "package.json").write_text('{"type": "module"}', "ascii")
    script = """
      const before = Object.getOwnPropertyNames(globalThis);
      await import("./src/register.js");
      const { QaHelp } = await import("./src/element.js");
      console.log(typeof QaHelp, Object.getOwnPropertyNames(globalThis).length - before.length);
    """
    command = [node, "--input-type=module", "-e", script]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "function 0", "")

"""However often pages load it, take it away, replace what is around it or use it: one widget, and no weight."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widget.guest import OTHER_QUESTION, QUESTION, Guest

pytestmark = pytest.mark.browser

SHIFTS = """new PerformanceObserver((list) => {
  (window.shifts ??= []).push(...list.getEntries().map((entry) => entry.value));
}).observe({ type: "layout-shift", buffered: true });"""

# As sites do that go from page to page without loading: all that the body held goes, scripts in it run again.
NAVIGATE = """(tag) => {
  const body = document.createElement("body");
  body.innerHTML = `<h1>Page ${Math.random()}</h1>`;
  const [found] = new DOMParser().parseFromString(tag, "text/html").querySelectorAll("script");
  const script = document.createElement("script");
  for (const { name, value } of found.attributes) script.setAttribute(name, value);
  body.append(script);
  document.body.replaceWith(body);
  history.pushState({}, "", `/page-${history.length}`);
  return new Promise((done) => script.addEventListener("load", () => done()));
}"""

ROUNDS = 50
WARM_UP = 10  # the first rounds fill what browsers keep: compiled code, shapes, fonts

MAX_GROWTH = 1_000_000  # bytes


def weight(guest: Guest) -> dict[str, float]:
    """The heap after collecting twice, and what stands in the page."""
    session = guest.protocol()
    session.send("Performance.enable")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return {"heap": used, "nodes": metrics["Nodes"], "listeners": metrics["JSEventListeners"]}


def assert_no_heavier(before: dict[str, float], after: dict[str, float]) -> None:
    assert after["heap"] - before["heap"] < MAX_GROWTH, (before, after)
    assert after["nodes"] <= before["nodes"], (before, after)
    assert after["listeners"] <= before["listeners"], (before, after)


def test_nothing_on_the_page_moves_when_it_loads_opens_answers_or_closes(guest: Guest) -> None:
    guest.page.add_init_script(SHIFTS)
    guest.show(f"<main>{'<p>Goods</p>' * 100}</main>{guest.tag(lang='en')}")
    guest.open()
    guest.rest(100)
    guest.close()
    guest.rest(100)
    assert guest.page.evaluate("window.shifts ?? []") == []
    guest.page.evaluate("document.querySelector('main').style.marginTop = '90px'")
    guest.page.wait_for_function("window.shifts?.length")  # the observer works


def test_the_page_behind_keeps_its_place_and_width(guest: Guest) -> None:
    guest.show(f"<main>{'<p>Goods</p>' * 100}</main>{guest.tag(lang='en')}")
    guest.page.evaluate("scrollTo(0, 700)")
    place = "[scrollX, scrollY, innerWidth, document.body.clientWidth, document.documentElement.scrollHeight]"
    before = guest.page.evaluate(place)
    guest.open()
    assert guest.page.evaluate(place) == before
    guest.ask()
    guest.close()
    assert guest.page.evaluate(place) == before


def test_a_script_that_is_loaded_twice_makes_one_button(guest: Guest) -> None:
    moving = guest.tag(lang="en").replace("/1.0.0/", "/1/")
    guest.show(guest.tag(lang="en") + guest.tag(lang="en") + moving)
    guest.page.evaluate(NAVIGATE, guest.tag(lang="en"))
    expect(guest.help).to_have_count(1)
    guest.open().ask()
    assert guest.questions == [QUESTION]
    assert guest.console == []


def test_two_elements_know_nothing_of_each_other(guest: Guest) -> None:
    first, second = 'id="one" lang="en" mode="inline"', 'id="two" lang="zh-CN" mode="inline"'
    guest.show(guest.element(first) + guest.element(second)).listen()
    one, two = guest.page.locator("#one"), guest.page.locator("#two")
    one.locator("#question").fill(QUESTION)
    two.locator("#question").fill("怎么做红烧肉")
    one.get_by_role("button", name="Ask", exact=True).click()
    two.get_by_role("button", name="提问").click()
    one.locator("[data-qa-state=answer]").wait_for()
    two.locator("[data-qa-state=no-answer]").wait_for()
    expect(one.locator("article h3").first).to_have_text(QUESTION)
    expect(one.locator("#question")).to_have_value(QUESTION)
    expect(two.locator("#question")).to_have_value("怎么做红烧肉")
    assert sorted(guest.page.evaluate("told.map(([name, detail]) => detail.state)")) == ["answer", "no_answer"]
    two.evaluate("(help) => help.remove()")
    one.locator("#question").fill(OTHER_QUESTION)
    one.locator("#question").press("Enter")
    expect(one.locator("article h3").first).to_have_text(OTHER_QUESTION)


def test_an_element_that_is_taken_away_and_put_back_works_and_kept_what_was_typed(guest: Guest) -> None:
    guest.show(guest.element('lang="en" shortcut="mod+k"')).open().box.fill("half a quest")
    guest.page.evaluate("window.help = document.querySelector('qa-help'); help.remove()")
    guest.page.evaluate("help.open(); help.ask('nobody is there'); help.close(); help.lang = 'zh-CN'")
    guest.page.keyboard.press("Control+k")
    guest.rest(100)
    assert guest.questions == []
    guest.page.evaluate("help.lang = 'en'; document.body.append(help)")
    expect(guest.box).to_have_value("half a quest")
    guest.page.evaluate("help.close()")
    guest.open().ask()
    expect(guest.dialog).to_have_count(1)
    assert guest.questions == [QUESTION]


def test_an_element_that_is_taken_away_while_it_asks_says_nothing_more(guest: Guest) -> None:
    guest.show(guest.element('lang="en" mode="inline"')).listen()
    guest.page.evaluate(
        "window.help = document.querySelector('qa-help'); help.addEventListener('qa:answer', () => told.push(1))"
    )
    held = guest.hold("/api/v1/query")
    guest.send(QUESTION)
    guest.until("loading")
    guest.page.evaluate("help.remove()")
    guest.rest(100)
    assert len(held) == 1
    assert guest.page.evaluate("told") == []


def test_it_survives_fifty_pages_of_a_site_that_replaces_its_body(guest: Guest) -> None:
    tag = guest.tag(lang="en", shortcut="mod+k")
    guest.show(tag)
    for _ in range(WARM_UP):
        guest.page.evaluate(NAVIGATE, tag)
    before = weight(guest)
    for _ in range(ROUNDS):
        guest.page.evaluate(NAVIGATE, tag)
    expect(guest.help).to_have_count(1)
    after = weight(guest)
    assert after["heap"] - before["heap"] < MAX_GROWTH, (before, after)
    assert after["listeners"] <= before["listeners"], (before, after)
    guest.listen()
    guest.page.locator("h1").click()
    guest.page.keyboard.press("Control+k")
    expect(guest.dialog).to_be_visible()
    assert guest.events() == [("qa:open", {})]
    guest.ask()
    assert guest.questions == [QUESTION]


def test_fifty_elements_that_come_and_go_leave_nothing(guest: Guest) -> None:
    guest.show(guest.element('lang="en" mode="inline"'))
    come_and_go: Any = """([times, endpoint]) => { for (let i = 0; i < times; i++) {
      const help = document.createElement("qa-help");
      const attributes = { endpoint, shortcut: "mod+k", lang: "en" };
      for (const name in attributes) help.setAttribute(name, attributes[name]);
      document.body.append(help);
      help.open();
      help.setAttribute("lang", "zh-CN");
      help.strings = { title: String(i) };
      help.close();
      help.remove();
    } }"""
    guest.page.evaluate(come_and_go, [WARM_UP, guest.service.url])
    guest.rest(100)
    before = weight(guest)
    guest.page.evaluate(come_and_go, [ROUNDS, guest.service.url])
    guest.rest(100)
    assert_no_heavier(before, weight(guest))


def test_fifty_rounds_of_opening_asking_and_closing_weigh_nothing(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"))
    rounds: Any = """async ([times, questions]) => {
      const help = document.querySelector("qa-help");
      for (let i = 0; i < times; i++) {
        const answered = new Promise((done) => help.addEventListener("qa:answer", done, { once: true }));
        help.open(questions[i % 2]);
        await answered;
        const closed = new Promise((done) => help.addEventListener("qa:close", done, { once: true }));
        help.close();
        await closed;
      }
    }"""
    guest.page.evaluate(rounds, [WARM_UP, [OTHER_QUESTION, QUESTION]])
    before = weight(guest)
    guest.page.evaluate(rounds, [ROUNDS, [OTHER_QUESTION, QUESTION]])
    assert_no_heavier(before, weight(guest))
    assert len(guest.questions) == WARM_UP + ROUNDS

"""Under the strictest policies that a page can set, the widget works and breaks none of them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.widget.guest import OTHER_QUESTION, QUESTION, UNKNOWN, Guest

pytestmark = pytest.mark.browser

COUNT = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  violations.push(event.violatedDirective + event.sample);
});"""

# The ways in which guests usually break a policy.
ATTEMPTS = (
    "document.body.setAttribute('style', 'color: red')",
    "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red; }' }))",
    "document.body.append(Object.assign(document.createElement('img'), { src: '/x.png' }))",
    "document.body.append(Object.assign(document.createElement('iframe'), { src: 'about:blank#x', srcdoc: 'x' }))",
    "document.body.innerHTML = ''",
    "document.body.setAttribute('onclick', 'x()')",
    "setTimeout('x()')",
    "fetch('/x').catch(() => {})",
)


def policy(guest: Guest) -> str:
    """Only what the widget cannot do without."""
    host = guest.service.url
    needs = f"default-src 'none'; script-src {host}; connect-src {host}; base-uri 'none'; form-action 'none'"
    return f"{needs}; require-trusted-types-for 'script'; trusted-types 'none'"


def strict(guest: Guest, body: str) -> Guest:
    """A page with that policy, which counts what it refuses."""
    guest.page.add_init_script(COUNT)
    return guest.show(body, **{"Content-Security-Policy": policy(guest)})


def test_a_strict_page_would_notice(guest: Guest) -> None:
    """What the next test relies on."""
    strict(guest, guest.tag(lang="en"))
    for attempt in ATTEMPTS:
        before = guest.page.evaluate("violations.length")
        guest.page.evaluate(f"() => {{ try {{ {attempt} }} catch {{}} }}")
        guest.page.wait_for_function(f"violations.length > {before}")


@pytest.mark.parametrize("mode", ["tag", "search", "inline"])
def test_it_works_in_every_mode_and_state_on_a_strict_page(guest: Guest, mode: str) -> None:
    attributes = f'lang="en" mode="{mode}" contact="https://shop.example/contact" shortcut="mod+k"'
    strict(guest, guest.tag(lang="en", shortcut="mod+k") if mode == "tag" else guest.element(attributes))
    if mode != "inline":
        guest.page.keyboard.press("Control+k")
    guest.box.press_sequentially("account unlock")
    guest.page.locator("qa-help [role=option]").first.wait_for()
    guest.ask(QUESTION)
    article = guest.results.locator("article").first
    article.get_by_role("button", name="中文版").click()
    expect(guest.results.locator("article[lang=zh-CN]")).to_be_visible()
    guest.results.locator("article").first.get_by_role("button", name=re.compile("Copy link|复制链接")).click()
    guest.button("No").click()
    guest.page.locator("#reason").fill("it is not my account")
    guest.page.locator("#reason").press("Enter")
    expect(guest.results.get_by_text("Thank you, noted.")).to_be_visible()
    guest.ask(UNKNOWN).until("no-answer")
    guest.ask("support at binance-support.com wants a fee to unlock my withdrawal")
    expect(guest.results.locator(".box.danger").first).to_be_visible()
    for status, state in ((429, "rate"), (503, "busy"), (500, "other"), (422, "invalid")):
        guest.say("/api/v1/query", {"title": "no"}, status, Retry_After="30")
        guest.send(OTHER_QUESTION)
        guest.until(state)
    guest.hold("/api/v1/query")
    guest.send(OTHER_QUESTION)
    guest.until("loading")
    guest.help.evaluate("(help) => { help.setAttribute('theme', 'dark'); help.setAttribute('lang', 'zh-CN'); }")
    if mode != "inline":
        guest.button("关闭").click()
    assert guest.page.evaluate("violations") == []
    assert not [text for text in guest.console if "Content Security Policy" in text or "Trusted" in text]


def test_a_script_that_is_not_the_one_promised_does_not_run_and_harms_nothing(guest: Guest) -> None:
    tag = re.sub(r'integrity="sha384-.{6}', 'integrity="sha384-AAAAAA', guest.tag(lang="en"))
    own = "<script>window.onload = () => (window.loaded = true)</script>"
    html = f"<!doctype html><title>Shop</title><p>Goods</p>{tag}{own}"
    guest.page.goto(guest.site.put("/", html))
    guest.page.wait_for_function("window.loaded")
    assert guest.page.evaluate("customElements.get('qa-help') === undefined")
    expect(guest.help).to_have_count(0)
    expect(guest.page.get_by_text("Goods")).to_be_visible()
    (complaint,) = guest.console
    assert "integrity" in complaint


def test_the_script_as_it_is_offered_has_the_integrity_that_its_tag_promises(guest: Guest) -> None:
    guest.show(guest.tag(lang="en"))
    assert guest.page.evaluate("document.querySelector('script').integrity").startswith("sha384-")
    expect(guest.launcher).to_be_visible()
    assert guest.console == []

"""Whatever the service says is shown as text; nothing in it runs, leads astray, or is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widget.guest import QUESTION, Guest
from tests.browser.widget.payloads import PAYLOADS
from tests.browser.widget.poisoned import answer, passage

pytestmark = pytest.mark.browser

# All that the widget makes, and all that it says of it. None of these attributes runs anything, `href` aside.
ELEMENTS = {
    *("div", "section", "article", "footer", "form", "dialog", "h2", "h3", "h4", "p", "ul", "ol", "li"),
    *("span", "mark", "a", "button", "input", "label"),
}
ATTRIBUTES = {
    *(
        "id",
        "class",
        "part",
        "role",
        "lang",
        "dir",
        "type",
        "hidden",
        "tabindex",
        "href",
        "target",
        "rel",
        "value",
        "open",
    ),
    *(
        "placeholder",
        "maxlength",
        "autocomplete",
        "autocapitalize",
        "spellcheck",
        "enterkeyhint",
        "autofocus",
        "readonly",
    ),
    *("data-id", "data-qa-state", "disabled"),
}

# What in the widget is not as it should be. Both in the tree that stands and in what it would be when written and read.
FOREIGN = """([elements, attributes]) => {
  const found = [];
  for (const node of document.querySelector("qa-help").shadowRoot.querySelectorAll("*")) {
    if (!elements.includes(node.localName)) found.push(node.localName);
    for (const { name } of node.attributes)
      if (!attributes.includes(name) && !name.startsWith("aria-")) found.push(`${node.localName} ${name}`);
    if (node.localName === "a" && !/^https?:$/.test(node.protocol)) found.push(node.href);
    if (node.childElementCount === 0 && node.shadowRoot) found.push("shadow root");
  }
  return found;
}"""

# Each in a frame of its own, written into its page and put on a link that is pressed; how often each ran.
RUN_AS_MARKUP = """async (payloads) => {
  const frames = payloads.map((payload) => {
    const frame = document.documentElement.appendChild(document.createElement("iframe"));
    const page = frame.contentDocument;
    page.open();
    page.write(`<!doctype html><body>${payload}`);
    page.close();
    const link = page.body.appendChild(page.createElement("a"));
    link.href = payload;
    if (link.protocol === "javascript:") link.click();
    return frame;
  });
  await new Promise((done) => setTimeout(done, 1000));
  return frames.map(({ contentWindow, contentDocument }) => contentDocument ? contentWindow.__hit ?? 0 : 0);
}"""

WATCH = """window.__hit = 0; window.gone = [];
window.navigation?.addEventListener("navigate", (event) => gone.push(event.destination.url));"""


def ready(guest: Guest, attributes: str = "") -> Guest:
    guest.page.add_init_script(WATCH)
    return guest.show(guest.element(f'lang="en" mode="inline" {attributes}'))


def shown(guest: Guest, selector: str) -> list[str]:
    return guest.results.locator(selector).all_text_contents()


def assert_harmless(guest: Guest) -> None:
    """Nothing ran, nothing was loaded, nothing but plain elements is there, and the page is where it was."""
    guest.page.mouse.move(300, 300)
    assert guest.page.evaluate("window.__hit") == 0
    assert guest.page.evaluate("window.gone") == []
    assert guest.page.evaluate(FOREIGN, [sorted(ELEMENTS), sorted(ATTRIBUTES)]) == []
    assert len(guest.page.context.pages) == 1
    allowed = f"{guest.service.url}/", f"{guest.site.url}/"
    assert [request.url for request in guest.requests if not request.url.startswith(allowed)] == []
    paths = {
        request.url.removeprefix(guest.service.url) for request in guest.requests if request.url.startswith(allowed[0])
    }
    assert {path.partition("/passages/")[0] for path in paths} <= {
        *(
            "/widget/1/qa-help.js",
            "/widget/1/rules.json",
            "/api/v1/query",
            "/api/v1/suggest",
            "/api/v1/feedback",
            "/api/v1",
        ),
    }


def test_there_are_enough_payloads_and_taken_for_markup_or_addresses_they_run(guest: Guest) -> None:
    """Else the other tests would show nothing."""
    assert len(set(PAYLOADS)) >= 150
    guest.page.goto(guest.site.put("/", "<!doctype html><title>Shop</title>"))
    ran = guest.page.evaluate(RUN_AS_MARKUP, PAYLOADS)
    guest.uncaught.clear()
    assert sum(count > 0 for count in ran) >= 50


def test_payloads_in_every_field_of_an_answer_are_shown_as_they_are(guest: Guest) -> None:
    ready(guest)
    guest.say("/api/v1/query", answer(PAYLOADS))
    guest.ask(PAYLOADS[0])
    headings = [f"heading {said}" if number % 2 else f"question {said}" for number, said in enumerate(PAYLOADS)]
    assert shown(guest, "article > h3") == headings
    assert shown(guest, "article > .text p:last-child") == [f"marked {said}".split("\n")[-1] for said in PAYLOADS]
    assert "".join(shown(guest, "article > .text")).replace("\r", "") == "".join(
        f"{said}{said}{said}marked {said}".replace("\n", "").replace("\r", "") for said in PAYLOADS
    )
    facts = [text.partition(" · Updated ")[0] for text in shown(guest, "article > footer .quiet")]
    assert facts == [f"Source: source {said} · {said}" for said in PAYLOADS]
    assert shown(guest, ".box > h3") == [*(f"title {said}" for said in PAYLOADS), PAYLOADS[0]]
    assert shown(guest, ".box > p.contact") == [f"about {said}" for said in PAYLOADS]
    assert shown(guest, ".box > ol li:first-child") == [f"step {said}" for said in PAYLOADS]
    assert shown(guest, ".box button") == [f"option {said}" for said in PAYLOADS]
    assert shown(guest, ".list button") == [f"related {said}" for said in PAYLOADS]
    expect(guest.box).to_have_value(PAYLOADS[0])
    assert_harmless(guest)


def test_pressing_what_carries_payloads_runs_none(guest: Guest) -> None:
    ready(guest)
    guest.say("/api/v1/query", answer(PAYLOADS))
    guest.say("/api/v1/feedback", {})
    guest.ask()
    guest.hear(
        "/api/v1/passages/**",
        lambda route: route.fulfill(json=passage(1, route.request.url), headers={"Access-Control-Allow-Origin": "*"}),
    )
    guest.results.evaluate(  # every fifth: each twin takes the focus, and the page lays out all passages anew
        "(results) => results.querySelectorAll('article:nth-of-type(5n) .tools button').forEach((node) => node.click())"
    )
    guest.rest()
    guest.results.locator(".box button").nth(3).click()
    guest.page.wait_for_function(
        "document.querySelector('qa-help').shadowRoot.querySelectorAll('article').length > 100"
    )
    guest.results.locator(".list button").last.click()
    guest.button("Yes").click()
    guest.rest()
    assert_harmless(guest)
    assert guest.questions == [QUESTION, QUESTION, f"related {PAYLOADS[-1]}"]
    assert guest.sent("/api/v1/query")[1]["platform"] == PAYLOADS[3]
    assert guest.sent("/api/v1/feedback")[0]["answer_id"] == PAYLOADS[0]


def test_links_lead_to_web_addresses_only(guest: Guest) -> None:
    ready(guest, 'contact="java\nscript:window.__hit=1"')
    good = [passage(0, 'https://shop.example/?a=<b>&"c"#:~:text=d'), passage(1, "HTTP://shop.example/\u202eevil")]
    bad = [passage(number, said) for number, said in enumerate(PAYLOADS)]
    guest.say("/api/v1/query", {**answer(PAYLOADS), "results": good + bad, "state": "no_answer"})
    guest.ask()
    links = guest.results.locator("a").evaluate_all(
        "(links) => links.map((link) => [link.href, link.target, link.rel])"
    )
    assert all(href.startswith(("http://", "https://")) for href, *_ in links)
    assert {(target, rel) for _, target, rel in links} == {("_blank", "noopener")}
    assert "https://shop.example/?a=%3Cb%3E&%22c%22#:~:text=d" in {href for href, *_ in links}


def test_payloads_suggested_chosen_and_asked_are_text(guest: Guest) -> None:
    ready(guest)
    payloads = [" ".join(said.split()) for said in PAYLOADS]
    guest.say("/api/v1/suggest", {"suggestions": [{"question": said, "passage_id": said} for said in payloads]})
    guest.say("/api/v1/query", {**answer(PAYLOADS[:1]), "results": []})
    guest.box.press_sequentially("unlock")
    options = guest.page.locator("qa-help [role=option]")
    expect(options).to_have_count(len(payloads))
    assert options.all_text_contents() == payloads
    options.nth(1).click()
    guest.until("answer")
    expect(guest.box).to_have_value(payloads[1])
    for said in payloads[::25]:
        guest.help.evaluate("(help, said) => help.ask(said)", said)
        expect(guest.box).to_have_value(said)
    guest.rest(100)
    assert guest.questions == [payloads[1], *payloads[::25]]
    assert_harmless(guest)


PROBLEMS: dict[str, Callable[[str], Any]] = {
    "problem": lambda said: {"type": said, "title": said, "detail": said, "status": said, "instance": said},
    "text": lambda said: said,
    "page": lambda said: f"<!doctype html><title>{said}</title>{said}",
}


@pytest.mark.parametrize("kind", PROBLEMS)
def test_payloads_in_what_a_failing_service_says_are_not_run(guest: Guest, kind: str) -> None:
    ready(guest)
    for said in PAYLOADS[::50]:
        guest.say("/api/v1/query", PROBLEMS[kind](said), 422, Content_Type="application/problem+json")
        guest.send(said)
        guest.until("invalid")
        guest.say("/api/v1/query", PROBLEMS[kind](said), 500, Retry_After=said.split("\n")[0])
        guest.send(said)
        guest.until("other")
    assert_harmless(guest)


def test_payloads_in_the_texts_that_the_service_or_the_page_gives_are_text(guest: Guest) -> None:
    said = "<img src=x onerror=window.__hit++>"
    guest.page.add_init_script(WATCH)
    rules = guest.page.request.get(f"{guest.service.url}/widget/1/rules.json").json()
    rules["texts"]["en"] = {name: f"{said} {text}" for name, text in rules["texts"]["en"].items()}
    guest.say("/widget/1/rules.json", rules)
    guest.show(guest.element('lang="en" mode="inline"'))
    guest.help.evaluate(
        "(help, said) => { help.strings = { never: said, ask: said, about: said, place: said }; }", said
    )
    guest.ask()
    assert guest.page.locator("qa-help #never").text_content() == said
    assert guest.results.locator("footer a").first.text_content() == said
    assert shown(guest, "footer .quiet")[0].startswith(f"{said} Source: ")
    assert_harmless(guest)

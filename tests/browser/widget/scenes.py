"""How to bring the widget into each of its states."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.widget import answers
from tests.browser.widget.answers import QUESTIONS
from tests.browser.widget.stage import Stage

CONTACT = 'contact="https://shop.example/contact"'


def idle(stage: Stage) -> None:
    stage.show()


def opened(stage: Stage) -> None:
    stage.open()


def suggesting(stage: Stage) -> None:
    stage.open()
    stage.box.press_sequentially({"zh": "提现", "en": "withdr"}[stage.corpus_lang])
    stage.options.first.wait_for()
    stage.box.press("ArrowDown")


def loading(stage: Stage) -> None:
    stage.hold("query")
    stage.open()
    _send(stage)
    stage.until("loading")


def answered(stage: Stage) -> None:
    stage.open().ask(QUESTIONS[stage.corpus_lang][0])


def unanswered(stage: Stage) -> None:
    stage.reply("query", answers.no_answer(stage.corpus_lang))
    stage.open(CONTACT).ask({"zh": "怎么做红烧肉", "en": "how to braise pork belly"}[stage.corpus_lang])


def unclear(stage: Stage) -> None:
    stage.reply("query", answers.unclear(stage.corpus_lang))
    stage.open().ask(QUESTIONS[stage.corpus_lang][0])


def danger(stage: Stage) -> None:
    stage.reply("query", answers.noticed(stage.corpus_lang, "danger"))
    stage.open().ask(QUESTIONS[stage.corpus_lang][3])


def noticed(stage: Stage) -> None:
    """All that can stand above an answer at once."""
    stage.reply("query", answers.everything(stage.corpus_lang))
    stage.open().ask(QUESTIONS[stage.corpus_lang][3])


def limited(stage: Stage) -> None:
    """A countdown until one may ask again."""
    stage.reply("query", {"title": "Too many requests"}, 429, **{"Retry-After": "40"})
    stage.open(CONTACT)
    _send(stage)
    stage.until("rate")


def unreachable(stage: Stage) -> None:
    stage.reply("query", {"title": "Not now"}, 503)
    stage.open(CONTACT)
    _send(stage)
    stage.until("busy")


def reasoning(stage: Stage) -> None:
    """No help, and asked why."""
    answered(stage)
    stage.press("no")
    stage.results.locator("#reason").wait_for()


def voted(stage: Stage) -> None:
    answered(stage)
    stage.press("yes")
    stage.results.locator(".ballot:not(:has(button))").wait_for()


def inline(stage: Stage) -> None:
    stage.show('mode="inline"').ask(QUESTIONS[stage.corpus_lang][0])


def search(stage: Stage) -> None:
    stage.show('mode="search"')


def searching(stage: Stage) -> None:
    stage.open('mode="search"').ask(QUESTIONS[stage.corpus_lang][0])


def _send(stage: Stage) -> None:
    stage.box.fill(QUESTIONS[stage.corpus_lang][0])
    stage.box.press("Enter")


SCENES: dict[str, Callable[[Stage], None]] = {
    "launcher": idle,
    "open": opened,
    "suggestions": suggesting,
    "loading": loading,
    "answer": answered,
    "no-answer": unanswered,
    "clarify": unclear,
    "danger": danger,
    "notices": noticed,
    "rate": limited,
    "busy": unreachable,
    "reason": reasoning,
    "voted": voted,
    "inline": inline,
    "search": search,
    "search-open": searching,
}

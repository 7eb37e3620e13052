"""Questions and answers that a page marks as such for machines: schema.org in JSON-LD and in microdata."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement, tostring

from qa.ingest.html_text import text_of

# https://schema.org/Question, as an itemtype and, in JSON-LD, without the address.
_QUESTION = "Question"


@dataclass(frozen=True, slots=True)
class Entry:
    """``question`` and ``answer`` are HTML."""

    question: str
    answer: str
    line: int


def entries(root: HtmlElement) -> Iterator[Entry]:
    """All of them, in the order of the page, whether they are shown or not."""
    for script in _scripts(root):
        for found in objects(script.text_content()):
            if _QUESTION in _types(found):
                yield from _entry(found, script.sourceline or 1)
    for item in root.xpath(f'//*[contains(@itemtype, "schema.org/{_QUESTION}")]'):
        names = item.xpath('.//*[@itemprop="name"]')
        answers = item.xpath('.//*[@itemprop="acceptedAnswer"]')
        texts = [text for answer in answers for text in answer.xpath('.//*[@itemprop="text"]') or [answer]]
        if names and texts:
            answer = "".join(tostring(text, encoding="unicode", with_tail=False) for text in texts)
            yield Entry(names[0].get("content") or text_of(names[0]), answer, item.sourceline or 1)


def linked_data(root: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Every object in the JSON-LD of a page."""
    for script in _scripts(root):
        yield from objects(script.text_content())


def objects(text: str) -> Iterator[Mapping[str, object]]:
    """Every object in JSON, outer ones first; none if it is broken: a page is not refused for what it does not show."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _scripts(root: HtmlElement) -> list[HtmlElement]:
    return root.xpath('//script[@type="application/ld+json"]')  # type: ignore[no-any-return]


def _entry(found: Mapping[str, object], line: int) -> Iterator[Entry]:
    question = found.get("name") or found.get("text")
    answers = found.get("acceptedAnswer")
    listed = answers if isinstance(answers, list) else [answers]
    texts = [answer.get("text") for answer in listed if isinstance(answer, dict)]
    answer = "\n".join(f"<div>{text}</div>" for text in texts if isinstance(text, str))
    if isinstance(question, str) and answer:
        yield Entry(question, answer, line)


def _types(found: Mapping[str, object]) -> tuple[object, ...]:
    kind = found.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return tuple(str(name).rpartition("/")[2] for name in names)

"""From the text of a web page to headings and what stands under them. Word files come this way too."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

import nh3
from lxml.html import Element, HtmlElement, tostring

from qa.errors import CorpusError
from qa.ingest.html_text import BLOCKS, blocks, text_of
from qa.ingest.parts import ALSO, QUESTION_MARKS, Part, asked, is_anchor

# What stays of a page's markup. Everything else is shown as the text that it holds.
_TAGS = (
    "p br hr ul ol li dl dt dd table caption thead tbody tfoot tr th td pre code kbd samp blockquote"
    " strong b em i s u sub sup a"
)
TAGS = set(_TAGS.split())
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "corpus"}

# Kept as one piece, unless a heading stands in it.
_WHOLE = frozenset({"p", "ul", "ol", "dl", "table", "pre", "blockquote"})
_HEADING = re.compile(r"h[1-6]")


def parts(main: HtmlElement, path: str, questions: Collection[str] = ()) -> list[Part]:
    """The parts of a page in reading order; a paragraph that is one of ``questions`` (`asked`) is a heading.

    Links must have been marked. Changes the tree. Raises CorpusError where ``also:`` stands without a list.
    """
    walk = _Walk(frozenset(questions), _holding(main, _is_headline), _holding(main, _is_block))
    walk.down(main)
    found = [_finished(raw, path) for raw in walk.parts]
    return [replace(part, is_question=asked(part.heading) in walk.questions) for part in found] if questions else found


@dataclass(slots=True)
class _Raw:
    """A heading and the elements up to the next one."""

    heading: str
    level: int
    line: int
    anchor: str | None = None
    body: list[HtmlElement] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """One pass over the tree. ``headed`` and ``blocky`` are the elements that hold a headline, or a block."""

    questions: frozenset[str]
    headed: frozenset[HtmlElement]
    blocky: frozenset[HtmlElement]
    parts: list[_Raw] = field(default_factory=lambda: [_Raw("", 1, 1)])
    taken: set[str] = field(default_factory=set)

    def down(self, element: HtmlElement) -> None:
        """Add what stands in ``element``; text beside blocks is a paragraph of its own, as browsers show it."""
        run = _paragraph(element.text, element)
        for child in list(element):
            if not self._is_block(child):
                run.append(child)
                continue
            tail, child.tail = child.tail, None
            self._content(run)
            self._block(child)
            run = _paragraph(tail, child)
        self._content(run)

    def _is_block(self, element: HtmlElement) -> bool:
        return element in self.blocky or element in self.headed or _is_block(element) or _is_headline(element)

    def _block(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if _HEADING.fullmatch(tag):
            self._heading(element, int(tag[1]), element.get("id"))
        elif tag == "details":
            self._details(element)
        elif _asks(element):
            self._entries(element)
        elif element in self.headed or (tag not in _WHOLE and element in self.blocky):
            self.down(element)
        else:
            element.tag = tag if tag in _WHOLE else "p"
            self._content(element)

    def _heading(self, element: HtmlElement, level: int, name: str | None) -> None:
        heading = text_of(element)
        if heading:
            anchor = name if name and is_anchor(name) and name not in self.taken else None
            self.taken.add(anchor or "")
            self.parts.append(_Raw(heading, level, element.sourceline or 1, anchor))

    def _content(self, element: HtmlElement) -> None:
        if not len(element) and not (element.text or "").strip():
            return  # nothing between two blocks
        text = text_of(element)
        if text and element.tag == "p" and self.questions and asked(text) in self.questions:
            self._heading(element, self._level_below(), element.get("id"))
        elif text:
            self.parts[-1].body.append(element)

    def _level_below(self) -> int:
        """One below the latest heading; questions in a row share a level."""
        latest = self.parts[-1]
        return latest.level if asked(latest.heading) in self.questions else latest.level + 1

    def _details(self, element: HtmlElement) -> None:
        around = self.parts[-1]
        summary = element.find("summary")
        if summary is not None:
            self._heading(summary, around.level + 1, element.get("id") or summary.get("id"))
            for child in list(summary):
                summary.remove(child)
            summary.text, summary.tag = None, "span"
        self.down(element)
        self._resume(around)

    def _entries(self, element: HtmlElement) -> None:
        around = self.parts[-1]
        for term in element.iter("dt"):
            term.tag = f"h{min(around.level + 1, 6)}"
        element.tag = "div"
        self.down(element)
        self._resume(around)

    def _resume(self, around: _Raw) -> None:
        """What follows belongs to the heading around an entry again, not to the entry."""
        self.parts.append(replace(around, anchor=None, body=[]))


def _paragraph(text: str | None, place: HtmlElement) -> HtmlElement:
    paragraph = Element("p")
    paragraph.text = text
    paragraph.sourceline = place.sourceline
    return paragraph


def _holding(main: HtmlElement, wanted: Callable[[HtmlElement], bool]) -> frozenset[HtmlElement]:
    """Every element below ``main`` with a descendant that is ``wanted``. As long as they are held they are the same."""
    found: set[HtmlElement] = set()
    for element in main.iterdescendants():
        if wanted(element):
            for ancestor in element.iterancestors():
                if ancestor in found or ancestor is main:
                    break
                found.add(ancestor)
    return frozenset(found)


def _is_headline(element: HtmlElement) -> bool:
    return bool(_HEADING.fullmatch(str(element.tag))) or element.tag == "details" or _asks(element)


def _asks(element: HtmlElement) -> bool:
    return element.tag == "dl" and any(text_of(term).endswith(QUESTION_MARKS) for term in element.iter("dt"))


def _is_block(element: HtmlElement) -> bool:
    return element.tag in BLOCKS


def _finished(raw: _Raw, path: str) -> Part:
    also = _also(raw, path)
    body = raw.body[2:] if also else raw.body
    found = tuple(block for element in body for block in blocks(element))
    return Part(raw.heading, raw.level, raw.line, found, safe(body), raw.anchor, also)


def _also(raw: _Raw, path: str) -> tuple[str, ...]:
    """The other phrasings that a list directly under a heading holds."""
    if not raw.body or not ALSO.fullmatch(text_of(raw.body[0])):
        return ()
    phrasings = blocks(raw.body[1]) if len(raw.body) > 1 and raw.body[1].tag in ("ul", "ol") else ()
    found = tuple(block.text for block in phrasings)
    if not found:
        raise CorpusError(path, raw.line, "'also:' must be followed by a list of phrasings")
    return found


def safe(body: Collection[HtmlElement]) -> str:
    """The markup of elements, of which only what cannot do anything stays."""
    markup = "\n".join(tostring(element, encoding="unicode", with_tail=False) for element in body)
    return nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None).strip()

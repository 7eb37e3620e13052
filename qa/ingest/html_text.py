"""Elements of a web page to blocks of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from qa.datatypes import Block
from qa.ingest.parts import next_marker
from qa.language import clean, joint

# Where one paragraph ends and another begins, whatever its style sheet says.
_BLOCKS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2"
    " h3 h4 h5 h6 header hgroup hr html li main menu ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())


def blocks(element: HtmlElement) -> Iterator[Block]:
    """Paragraphs, list items and cells in reading order. The text behind ``element`` is not its own."""
    reading = _Reading()
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield from reading.open(node)
        else:
            yield from reading.close(node)
            if node is not element and node.tail:
                reading.text.append(node.tail)
    yield from reading.block()


def text_of(element: HtmlElement) -> str:
    """All text of an element on one line."""
    return " ".join(block.text for block in blocks(element))


@dataclass(slots=True)
class _Reading:
    """The paragraph that is being read, and the lists around it: the next number of each, None for bullets."""

    text: list[str] = field(default_factory=list)
    marker: str = ""
    lists: list[int | None] = field(default_factory=list)

    def open(self, node: HtmlElement) -> Iterator[Block]:
        """Begin an element."""
        if node.tag in BLOCKS:
            yield from self.block()
        if node.tag in ("ul", "menu", "ol"):
            self.lists.append(_start(node) if node.tag == "ol" else None)
        elif node.tag == "li":
            self.marker = next_marker(self.lists)
        if node.tag == "br":
            self.text.append(" ")
        elif node.text:
            self.text.append(node.text)

    def close(self, node: HtmlElement) -> Iterator[Block]:
        """End an element."""
        if node.tag in BLOCKS:
            yield from self.block()
        if node.tag in ("ul", "menu", "ol"):
            self.lists.pop()
        elif node.tag == "li":
            self.marker = ""  # an empty item gives its marker to nobody

    def block(self) -> Iterator[Block]:
        """End a paragraph, if one is open."""
        if not self.text:
            return
        text = _joined("".join(self.text))
        self.text.clear()
        if text:
            yield Block(text, self.marker)
            self.marker = ""


def _start(node: HtmlElement) -> int:
    start = node.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _joined(text: str) -> str:
    """One line: the lines of a source are no lines of what it shows."""
    lines = [line for line in map(clean, text.split("\n")) if line]
    return "".join(lines[:1]) + "".join(joint(before, after) + after for before, after in pairwise(lines))

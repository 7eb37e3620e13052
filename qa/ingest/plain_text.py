"""Plain text to `Document`: bare headings, paragraphs, lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from qa.datatypes import Block, Document
from qa.ingest import front_matter
from qa.ingest.chunking import size
from qa.ingest.naming import named
from qa.ingest.parts import QUESTION_MARKS, Part, document
from qa.ingest.source_file import SourceFile
from qa.language import clean, joint

# Longer lines are paragraphs: about 30 Han characters or 75 letters.
MAX_HEADING = 30

# A line this long was not broken to fit a column, so the paragraphs of its text are one line each.
UNBROKEN = 100

_LIST_ITEM = re.compile(r"(?:[-*•·]|(\d{1,3})[.)、])\s+(?=\S)|(\d{1,3})、(?=\S)")
_SENTENCE_END = re.compile(r"[。！？!?.…][”’\"')）」』]*$")
_END = re.compile(r"[。！!.；;：:，,、…—”\"]$")


def read_plain_text(file: SourceFile) -> Document:
    """Read one text file, which may begin with front matter as Markdown does.

    A short line without end punctuation is a heading, and a question if it ends in a question mark. Without front
    matter the file's name is the id, and a language before its ending counts: ``help.zh.txt`` is ``help`` in Chinese.
    Raises CorpusError with the line at fault.
    """
    matter, body, offset = front_matter.split(file.text, file.path)
    matter = named(matter, file.path, ", or give it front matter")
    return document(parts(body, offset), matter, file.path, offset + 1)


def parts(text: str, offset: int = 0) -> list[Part]:
    """The headings of a text and what stands under them; ``offset`` lines stood before it in its file."""
    lines = [line.strip() for line in text.split("\n")]
    return [_finished(part) for part in _parts(lines, offset)]


def blocks(lines: Iterable[str]) -> tuple[Block, ...]:
    """Paragraphs, whose lines are joined where they were broken, and list items."""
    return tuple(_blocks(lines))


def markup(found: Iterable[Block]) -> str:
    """Blocks as HTML that is safe to embed: a paragraph each."""
    return "\n".join(f"<p>{html.escape(block.marked)}</p>" for block in found)


@dataclass(slots=True)
class _Raw:
    heading: str
    line: int
    lines: list[str] = field(default_factory=list)


def _parts(lines: Sequence[str], offset: int) -> Iterator[_Raw]:
    part = _Raw("", offset + 1)
    for number, line in enumerate(lines):
        if _is_heading(lines, number):
            if part.heading or any(part.lines):
                yield part
            part = _Raw(clean(line), offset + number + 1)
        else:
            part.lines.append(line)
    yield part


def _is_heading(lines: Sequence[str], number: int) -> bool:
    """Short, without end punctuation, and not a line of a paragraph that was broken to fit a column."""
    line = lines[number]
    if not line or size(line) > MAX_HEADING or _END.search(line) or _LIST_ITEM.match(line):
        return False
    before = lines[number - 1] if number else ""
    after = lines[number + 1] if number + 1 < len(lines) else ""
    if before and not _END.search(before) and not before.endswith(QUESTION_MARKS):
        return False
    return not after or line.endswith(QUESTION_MARKS) or len(after) > UNBROKEN or size(after) > MAX_HEADING


def _finished(part: _Raw) -> Part:
    found = blocks(part.lines)
    return Part(part.heading, 2, part.line, found, markup(found))


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    marker: str = ""
    pieces: list[
        str
    ] = []  # with what joins them; text put together line by line takes time in the square of its length
    for line in chain(lines, [""]):
        item = _LIST_ITEM.match(line)
        rest = line[item.end() :] if item else line
        if pieces and (not line or item or _SENTENCE_END.search(pieces[-1])):
            yield Block(clean("".join(pieces)), marker)
            marker, pieces = "", []
        if item:
            number = item[1] or item[2]
            marker = f"{number}. " if number else "- "
        if rest:
            pieces += [joint(pieces[-1], rest), rest] if pieces else [rest]

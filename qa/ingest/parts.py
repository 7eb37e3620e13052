"""From what any reader finds, headings and what stands under them, to a `Document`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from qa.datatypes import Block, Document, Section
from qa.errors import CorpusError
from qa.ingest.front_matter import FrontMatter
from qa.language import detect, fold

_NUMBER = re.compile(r"(?:^|\.)[0-9]+$")
_ANCHOR = re.compile(r"[A-Za-z0-9][\w.-]{0,99}")
_NOT_IN_SLUG = re.compile(r"[^\w-]+")

# Text before the first heading.
_INTRODUCTION = "intro"

QUESTION_MARKS = ("?", "？")

# What stands before the list of other phrasings.
ALSO = re.compile(r"also\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, empty for text before the first one, and what stands under it up to the next.

    ``level`` is 1 for a title; ``html`` is ``blocks`` with their markup, safe to embed; ``anchor`` is the editor's own.
    ``is_question`` says that the heading is one even if no question mark does.
    """

    heading: str
    level: int
    line: int
    blocks: tuple[Block, ...]
    html: str
    anchor: str | None = None
    also: tuple[str, ...] = ()
    is_question: bool = False


def is_anchor(text: str) -> bool:
    """Whether a section can have this name: it would not be mistaken for a number or a part of another section."""
    return _ANCHOR.fullmatch(text) is not None and not _NUMBER.search(text)


def asked(text: str) -> str:
    """A question in the form in which two are compared."""
    return fold(text).rstrip("?.! ")


def next_marker(lists: list[int | None]) -> str:
    """What stands before the next item. ``lists`` has the next number of each open list, None for bullets."""
    number = lists[-1] if lists else None
    if number is None:
        return "- "
    lists[-1] = number + 1
    return f"{number}. "


def document(parts: Sequence[Part], matter: FrontMatter, path: str, line: int) -> Document:
    """The document of a file; ``matter`` must have an id. Raises CorpusError, with ``line`` if there is no text."""
    if matter.id is None:
        raise ValueError(f"{path}: a document without an id")
    headings = (part.heading for part in parts if part.level == 1 and part.heading)
    title = matter.title or next(headings, None) or matter.id
    _refuse_repeated_anchors(parts, path)
    sections = _sections([part for part in parts if part.level > 1 or part.blocks], title)
    if not sections:
        raise CorpusError(path, line, "the document has no text")
    lang = matter.lang or detect(" ".join(block.text for section in sections for block in section.blocks))
    all_questions = all(section.is_question for section in sections)
    return Document(
        id=matter.id,
        lang=lang,
        kind=matter.kind or ("faq" if all_questions else "guide"),
        title=title,
        path=path,
        sections=sections,
        url=matter.url,
        updated=matter.updated,
        review_by=matter.review_by,
        tags=matter.tags,
        platform=matter.platform,
        allow=matter.allow,
    )


def _refuse_repeated_anchors(parts: Iterable[Part], path: str) -> None:
    """Anchors name sections in passage ids, where numbers name sections without anchor, and parts after a dot."""
    lines: dict[str, int] = {}
    for part in parts:
        if part.anchor is None:
            continue
        if _NUMBER.search(part.anchor):
            raise CorpusError(path, part.line, f"the anchor {part.anchor!r} ends in a number of its own; choose a word")
        if part.anchor in lines:
            raise CorpusError(
                path, part.line, f"the anchor {part.anchor!r} is already taken in line {lines[part.anchor]}"
            )
        lines[part.anchor] = part.line


def _sections(parts: Sequence[Part], title: str) -> tuple[Section, ...]:
    sections: list[Section] = []
    taken = {part.anchor: 2 for part in parts if part.anchor}
    path: list[tuple[int, str]] = []
    for ordinal, part in enumerate(parts, 1):
        while path and path[-1][0] >= part.level:
            path.pop()
        if part.heading and part.heading != title:
            path.append((part.level, part.heading))
        if not part.blocks:
            continue  # a heading that only groups others; it lives on in their paths
        anchor = part.anchor or _unique(_slug(part.heading) or _INTRODUCTION, taken)
        sections.append(
            Section(
                key=part.anchor or str(ordinal),
                anchor=anchor,
                heading=part.heading or title,
                path=tuple(heading for _, heading in path),
                blocks=part.blocks,
                html=part.html,
                line=part.line,
                also=part.also,
                is_question=part.is_question or part.heading.endswith(QUESTION_MARKS),
            )
        )
    return tuple(sections)


def _slug(heading: str) -> str:
    return _NOT_IN_SLUG.sub("-", unicodedata.normalize("NFKC", heading).casefold()).strip("-")


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """The anchor, numbered if it has been given before, and from now on taken.

    ``taken`` holds the first number that may be free for each, so that none is tried twice.
    """
    numbered = ((number, f"{anchor}-{number}") for number in count(taken.get(anchor, 2)))
    number, free = next((number, name) for number, name in chain([(1, anchor)], numbered) if name not in taken)
    taken[anchor] = number + 1
    taken.setdefault(free, 2)
    return free

"""Documents to passages: pieces of one section, never cut inside a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from qa.datatypes import Block, Document, Passage, Section
from qa.ingest.fragments import folded_page, fragment
from qa.ingest.sentences import sentences
from qa.language import HAN

# About one screen of a phone, and a whole section for most editors. R@1 of dense search alone, paragraphs cut at
# 120 / 200 / 400 / not at all: cmrc-trial 97.0 / 96.6 / 96.2 / 95.4, xquad-zh-zh 90.2 / 90.6 / 89.2 / 88.2,
# xquad-en-en 94.0 / 94.2 / 93.4 / 92.0: smaller pieces are found a little better, but do not stand alone.
MAX_SIZE = 400

# What one character of another script weighs beside a Han character: the bundled encoder spends 0.65 tokens on
# one Han character and 0.25 on one letter of English.
LETTER_SIZE = 0.4

# More than this between two sentence ends is no prose (a table, a key, a log); it may be cut anywhere.
MAX_SENTENCE = 2_000

_HAN_CHARACTER = re.compile(f"[{HAN}]")


def size(text: str) -> float:
    """How much there is to read and to encode, in Han characters."""
    han = len(_HAN_CHARACTER.findall(text))
    return han + LETTER_SIZE * (len(text) - han)


def passages(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order. An FAQ entry is one passage, whatever its length."""
    texts = [document.title]
    for section in document.sections:
        texts.extend((section.heading, *(block.text for block in section.blocks)))
    page = folded_page(texts)
    return tuple(
        _passage(document, section, part, blocks, page)
        for section in document.sections
        for part, blocks in enumerate(_groups(section), 1)
    )


def _groups(section: Section) -> list[list[Block]]:
    """The blocks of a section in groups of about equal size, none above MAX_SIZE where sentences allow it."""
    if section.is_question:
        return [list(section.blocks)]
    pieces = [piece for block in section.blocks for piece in _pieces(block)]
    total = sum(size(piece.text) for piece in pieces)
    target = total / math.ceil(total / MAX_SIZE)
    groups: list[list[Block]] = [[]]
    filled = 0.0
    for piece in pieces:
        if (groups[-1] and filled + size(piece.text) > MAX_SIZE) or filled >= target:
            groups.append([])
            filled = 0.0
        groups[-1].append(piece)
        filled += size(piece.text)
    return groups


def _pieces(block: Block) -> Iterator[Block]:
    """The block itself, or runs of its sentences if it is larger than a passage may be."""
    if size(block.text) <= MAX_SIZE:
        yield block
        return
    marker, run = block.marker, ""
    for sentence in _short_sentences(block.text):
        if run.strip() and size(run + sentence) > MAX_SIZE:
            yield Block(run.strip(), marker)
            marker, run = "", ""
        run += sentence
    yield Block(run.strip(), marker)


def _short_sentences(text: str) -> Iterator[str]:
    """Sentences with the space that follows them."""
    spans = sentences(text)
    ends = [span.start for span in spans[1:]] + [len(text)]
    for span, end in zip(spans, ends, strict=True):
        for start in range(span.start, end, MAX_SENTENCE):
            yield text[start : min(end, start + MAX_SENTENCE)]


def _passage(document: Document, section: Section, part: int, blocks: Sequence[Block], page: str) -> Passage:
    suffix = f".{part}" if part > 1 else ""
    return Passage(
        id=f"{document.id}/{document.lang}#{section.key}{suffix}",
        doc_id=document.id,
        lang=document.lang,
        kind=document.kind,
        title=document.title,
        heading_path=section.path,
        text="\n".join(block.marked for block in blocks),
        anchor=section.anchor,
        section_key=section.key,
        part=part,
        question=section.heading if section.is_question else None,
        also=section.also,
        fragment=fragment([block.text for block in blocks], page),
        url=document.url,
        updated=document.updated,
        review_by=document.review_by,
        tags=document.tags,
        platform=document.platform,
    )

"""Where sentences end, in Chinese and English."""

from __future__ import annotations

import re

from qa.datatypes import Span

# A full stop ends a sentence only before a space and something that can begin one; the Chinese marks always do.
_CLOSERS = "\"'”’」』）)】》]"
_END = re.compile(f"[。！？!?…]+[{re.escape(_CLOSERS)}]*|\\.[{re.escape(_CLOSERS)}]*(?=\\s|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|inc|ltd|co|approx|fig|u\.s|u\.k)|\b[a-z])\.$", re.IGNORECASE
)
# The longest of them, "approx.", and the character before it.
_ABBREVIATION_REACH = 8
_NO_BEGINNING = re.compile(r"\s*[a-z,;]")


def sentences(text: str) -> list[Span]:
    """The sentences of one paragraph, in order. Together they cover everything but the space between them."""
    spans: list[Span] = []
    start = 0
    for end in _ends(text):
        spans.append(_stripped(text, start, end))
        start = end
    if text[start:].strip():
        spans.append(_stripped(text, start, len(text)))
    return spans


def _ends(text: str) -> list[int]:
    ends = []
    for match in _END.finditer(text):
        is_stop = match[0].startswith(".")
        before = text[max(0, match.start() + 1 - _ABBREVIATION_REACH) : match.start() + 1]
        if is_stop and (_ABBREVIATION.search(before) or _NO_BEGINNING.match(text, match.end())):
            continue
        ends.append(match.end())
    return ends


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))

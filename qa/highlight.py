"""Which sentences of a passage speak of what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Span
from qa.ingest.sentences import sentences
from qa.tokens import terms

_LINE = re.compile(r"^(?:- |\d+\. )?(?P<text>.+)$", re.MULTILINE)


def highlights(question_terms: Sequence[str], text: str) -> tuple[Span, ...]:
    """The sentence that shares most of the question's terms with it, none if no sentence shares any.

    Offsets are code points of ``text``. Of equal sentences the first is taken.
    """
    wanted = set(question_terms)
    best = max(_sentences(text), key=lambda span: len(wanted & set(terms(text[span.start : span.end]))), default=None)
    if best is None or not wanted & set(terms(text[best.start : best.end])):
        return ()
    return (best,)


def _sentences(text: str) -> list[Span]:
    """The sentences of a passage, list markers left out; none reaches over a line end, where paragraphs meet."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start("text")
        found.extend(Span(start + span.start, start + span.end) for span in sentences(line["text"]))
    return found

"""Which sentences of a passage speak of what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.datatypes import Span
from qa.ingest.sentences import sentences
from qa.tokens import terms

# Passages whose terms by sentence are kept: finding them anew was two thirds of the time outside the encoder (profile).
KEPT = 2_000

_LINE = re.compile(r"^(?:- |\d+\. )?(?P<text>.+)$", re.MULTILINE)


def highlights(best: int | None, question_terms: Sequence[str], text: str) -> tuple[Span, ...]:
    """Sentence number ``best`` of the text; without one, the sentence that shares most of the question's terms.

    Offsets are code points of ``text``. Of equal sentences the first is taken; none if no sentence shares any term.
    """
    if best is not None:
        return (text_sentences(text)[best],)
    wanted = set(question_terms)
    shared = [(len(wanted & words), span) for span, words in _sentences(text)]
    most, sentence = max(shared, key=lambda entry: entry[0], default=(0, Span(0, 0)))
    return (sentence,) if most else ()


@lru_cache(KEPT)
def text_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a passage, list markers left out; none reaches over a line end."""
    return tuple(
        Span(line.start("text") + span.start, line.start("text") + span.end)
        for line in _LINE.finditer(text)
        for span in sentences(line["text"])
    )


@lru_cache(KEPT)
def _sentences(text: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    return tuple((span, frozenset(terms(text[span.start : span.end]))) for span in text_sentences(text))

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


def highlights(question_terms: Sequence[str], text: str) -> tuple[Span, ...]:
    """The sentence that shares most of the question's terms with it, none if no sentence shares any.

    Offsets are code points of ``text``. Of equal sentences the first is taken.
    """
    wanted = set(question_terms)
    shared = [(len(wanted & words), span) for span, words in _sentences(text)]
    most, best = max(shared, key=lambda entry: entry[0], default=(0, Span(0, 0)))
    return (best,) if most else ()


@lru_cache(KEPT)
def _sentences(text: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """The sentences of a passage with their terms, list markers left out; none reaches over a line end."""
    spans = [
        Span(line.start("text") + span.start, line.start("text") + span.end)
        for line in _LINE.finditer(text)
        for span in sentences(line["text"])
    ]
    return tuple((span, frozenset(terms(text[span.start : span.end]))) for span in spans)

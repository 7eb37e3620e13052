"""Type-ahead over the questions that the documents answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.datatypes import Lang, Passage
from qa.language import fold
from qa.tokens import terms


@dataclass(frozen=True, slots=True)
class _Phrasing:
    folded: str
    words: frozenset[str]
    passage: Passage


class Suggestions:
    """Finds questions by what has been typed so far."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._phrasings = [
            _Phrasing(fold(text), frozenset(terms(text)), passage)
            for passage in passages
            if passage.question
            for text in (passage.question, *passage.also)
        ]

    def matching(self, typed: str, lang: Lang, limit: int) -> list[Passage]:
        """FAQ passages in a language whose question, in any of its phrasings, fits what was typed; best first.

        A phrasing that holds the typed text as it stands comes before one that only shares words with it. Marks alone
        fit nothing.
        """
        prefix, words = fold(typed), frozenset(terms(typed))
        if not words:
            return []
        scored: dict[str, tuple[float, Passage]] = {}
        for phrasing in self._phrasings:
            score = _score(phrasing, prefix, words) if phrasing.passage.lang == lang else 0.0
            if score > scored.get(phrasing.passage.id, (0.0,))[0]:
                scored[phrasing.passage.id] = (score, phrasing.passage)
        best = sorted(scored.values(), key=lambda entry: -entry[0])
        return [passage for _, passage in best[:limit]]


def _score(phrasing: _Phrasing, typed: str, words: frozenset[str]) -> float:
    """Share of the typed words found, 1 more for the typed text itself, 1 more still at the beginning."""
    shared = len(words & phrasing.words) / len(words)
    contained = (typed in phrasing.folded) + phrasing.folded.startswith(typed)
    return contained + (shared if shared >= 0.5 else 0.0)

"""Candidates of the first stages, looked at closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Floats, Rows
from qa.retrieval.evidence import Evidence
from qa.retrieval.search_index import Asked, SearchIndex

# Phrasings of a candidate that are compared word by word: those nearest to the question by their vectors.
PHRASINGS = 2


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is known of the rows of some groups of twins, group after group.

    ``bounds`` int64 [groups + 1] says where each group begins. ``text`` and ``question`` are float32 [rows], standard
    deviations (a passage without phrasings has NaN for ``question``); ``words`` is the root of the BM25 score.
    """

    rows: Rows
    bounds: NDArray[np.int64]
    text: Floats
    question: Floats
    words: Floats
    own: NDArray[np.bool_]

    def best(self, values: Floats, *, own: bool) -> Floats:
        """The best value in each group among its rows in the question's language, or in the other: NaN without any."""
        inside = np.where((self.own == own) & ~np.isnan(values), values, -np.inf)
        best = np.maximum.reduceat(inside, self.bounds[:-1])
        return np.where(np.isneginf(best), np.float32(np.nan), best).astype(np.float32)


def look(index: SearchIndex, asked: Asked, groups: Sequence[Sequence[int]]) -> Candidates:
    """Compare the question word by word with all versions of each candidate. There must be one."""
    rows = np.asarray([row for group in groups for row in group], np.int32)
    own = index.langs[rows] == asked.lang
    levels = index.indexes.levels
    text = index.indexes.tokens.text_scores(asked.tokens, rows)
    return Candidates(
        rows=rows,
        bounds=np.cumsum([0, *map(len, groups)], dtype=np.int64),
        text=levels.standard(text, is_question=False, asked=asked.lang, found=own),
        question=_questions(index, asked, rows, own),
        words=_words(index, asked, rows),
        own=own,
    )


def weigh(candidates: Candidates) -> Evidence:
    """The evidence for each group."""
    text, text_other = _both(candidates, candidates.text)
    known = [candidates.best(candidates.question, own=own) for own in (True, False)]
    question = _first(known[0], known[1], text)
    question_other = _first(known[1], known[0], text_other)
    own_words, other_words = (candidates.best(candidates.words, own=own) for own in (True, False))
    foreign = np.isnan(own_words)
    return Evidence(
        text=text,
        text_other=text_other,
        question=question,
        question_other=question_other,
        words=np.where(foreign, _good_level(own_words), own_words).astype(np.float32),
        words_other=np.nan_to_num(other_words),
        foreign=foreign.astype(np.float32),
    )


def _good_level(words: Floats) -> np.float32:
    """What a candidate that cannot share words with the question is granted: one deviation above the others' mean."""
    known = words[~np.isnan(words)]
    return np.float32(known.mean() + known.std()) if len(known) else np.float32(0)


def _both(candidates: Candidates, values: Floats) -> tuple[Floats, Floats]:
    own, other = (candidates.best(values, own=own) for own in (True, False))
    return _first(own, other), _first(other, own)


def _first(*choices: Floats) -> Floats:
    """Element by element the first that is a number."""
    found = choices[0]
    for choice in choices[1:]:
        found = np.where(np.isnan(found), choice, found)
    return found.astype(np.float32)


def _questions(index: SearchIndex, asked: Asked, rows: Rows, own: NDArray[np.bool_]) -> Floats:
    """The best score among each passage's nearest phrasings."""
    tokens = index.indexes.tokens
    numbers = [tokens.question_numbers(int(row)) for row in rows]
    counts = np.asarray([len(found) for found in numbers])
    scores = np.full(len(rows), np.nan, np.float32)
    if not counts.any():
        return scores
    every = np.concatenate(numbers)
    cosines = index.dense.cosines(asked.vector, index.dense.phrasings[every])
    owners = np.repeat(np.arange(len(rows)), counts)
    order = np.lexsort((-cosines, owners))
    place = np.arange(len(every)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = order[place < PHRASINGS]
    similar = tokens.question_scores(asked.tokens, tokens.questions[every[kept]])
    standard = index.indexes.levels.standard(similar, is_question=True, asked=asked.lang, found=own[owners[kept]])
    np.fmax.at(scores, owners[kept], standard)
    return scores


def _words(index: SearchIndex, asked: Asked, rows: Rows) -> Floats:
    scores = np.zeros(len(index.passages), np.float32)
    for lang, found in asked.word_scores.items():
        scores[index.indexes.lexical[lang].rows] = found
    roots: Floats = np.sqrt(np.maximum(scores[rows], 0))
    return roots

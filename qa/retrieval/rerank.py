"""Candidates of the first stages, looked at closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import LANGS, Floats, Rows
from qa.retrieval.evidence import Evidence
from qa.retrieval.search_index import Asked, SearchIndex

# Phrasings of a candidate that are compared word by word: those nearest to the question by their vectors. Their mean
# counts; all others speak through what was learned from them (`Intents`). R@1 in ten-fold cross-validation of the
# weights, over dev.jsonl and hard.jsonl: nearest 91.2, mean of two 91.3, of three 91.7, of four 91.5.
PHRASINGS = 3

# What a section that was not learned is granted at least: about the mean log-probability of right sections. R@1 of
# questions for sections that were left out of the learning, without any phrasing, and of the others: 58.1 and 91.3
# with no such floor, 61.2 and 91.3 with -2, 67.6 and 91.2 with -1, 71.6 and 90.9 with -0.5.
FLOOR = -1.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is known of the rows of some groups of twins, group after group.

    ``bounds`` int64 [groups + 1] says where each group begins. ``match`` float32 [rows] is late interaction with the
    text or the nearest phrasings, in standard deviations, NaN where neither was looked at; ``words`` float32 [rows] is
    the root of the BM25 score; ``own`` bool [rows] says which rows are in the question's language. ``intent`` float32
    [groups] is the log-probability of the section, NaN where it was not learned.
    """

    rows: Rows
    bounds: NDArray[np.int64]
    match: Floats
    words: Floats
    own: NDArray[np.bool_]
    intent: Floats

    def both(self, values: Floats) -> tuple[Floats, Floats]:
        """The best value in each group among its rows in the question's language, and in the other: NaN without any."""
        return self._best(values, self.own), self._best(values, ~self.own)

    def _best(self, values: Floats, wanted: NDArray[np.bool_]) -> Floats:
        inside = np.where(wanted & ~np.isnan(values), values, -np.inf)
        best = np.maximum.reduceat(inside, self.bounds[:-1])
        return np.where(np.isneginf(best), np.float32(np.nan), best).astype(np.float32)


def look(index: SearchIndex, asked: Asked, groups: Sequence[Sequence[int]], *, every_version: bool) -> Candidates:
    """Compare the question word by word with each candidate, of which there must be one.

    Of a candidate the version in the question's language is looked at, where there is one, unless ``every_version`` is
    wanted; words are counted in all. The text of a section that was learned is read only where it has several parts to
    choose from: beside its phrasings and what was learned from them it tells next to nothing (R@1 in ten-fold
    cross-validation with it 91.7, without 91.5), and most of the time goes into texts.
    """
    rows = np.asarray([row for group in groups for row in group], np.int32)
    sizes = np.asarray([len(group) for group in groups])
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    own = index.langs[rows] == asked.lang
    intent = index.intents(asked, rows[bounds[:-1]])
    wanted = own | every_version | ~np.repeat(np.logical_or.reduceat(own, bounds[:-1]), sizes)
    asking = _questions(index, asked, rows, own, wanted)
    known = ~np.isnan(intent) & (sizes <= len(LANGS))
    read = wanted & (np.isnan(asking) | ~np.repeat(known, sizes))
    return Candidates(
        rows=rows,
        bounds=bounds,
        match=np.fmax(asking, _texts(index, asked, rows, own, read)),
        words=_words(index, asked, rows),
        own=own,
        intent=intent,
    )


def weigh(candidates: Candidates) -> Evidence:
    """The evidence for each group."""
    match, elsewhere = candidates.both(candidates.match)
    own_words, other_words = candidates.both(candidates.words)
    foreign = np.isnan(own_words)
    return Evidence(
        match=np.where(np.isnan(match), elsewhere, match),
        intent=_granted(candidates.intent),
        words=np.where(foreign, _good_level(own_words), own_words).astype(np.float32),
        words_other=np.where(foreign, np.nan_to_num(other_words), np.float32(0)),
    )


def _good_level(words: Floats) -> np.float32:
    """What a candidate that cannot share words with the question is granted: one deviation above the others' mean."""
    known = words[~np.isnan(words)]
    return np.float32(known.mean() + known.std()) if len(known) else np.float32(0)


def _granted(intent: Floats) -> Floats:
    """A section that was not learned may be what is asked for as well as the likeliest of the others."""
    best = float(np.fmax.reduce(intent, initial=FLOOR))
    granted: Floats = np.where(np.isnan(intent), best, intent)
    return granted


def _texts(index: SearchIndex, asked: Asked, rows: Rows, own: NDArray[np.bool_], read: NDArray[np.bool_]) -> Floats:
    """The score of each passage's text that is to be read, NaN of the others."""
    found = np.full(len(rows), np.nan, np.float32)
    if read.any():
        scores = index.indexes.tokens.text_scores(asked.tokens, rows[read])
        found[read] = index.indexes.levels.standard(scores, is_question=False, asked=asked.lang, found=own[read])
    return found


def _questions(
    index: SearchIndex, asked: Asked, rows: Rows, own: NDArray[np.bool_], wanted: NDArray[np.bool_]
) -> Floats:
    """The mean score of each wanted passage's nearest phrasings; NaN without any."""
    tokens = index.indexes.tokens
    every, counts = tokens.question_numbers(rows[wanted])
    found = np.full(len(rows), np.nan, np.float32)
    if len(every):
        cosines = index.dense.cosines(asked.vector, index.dense.phrasings[every])
        owners = np.repeat(np.flatnonzero(wanted), counts)
        order = np.lexsort((-cosines, owners))
        place = np.arange(len(every)) - np.repeat(np.cumsum(counts) - counts, counts)
        kept = order[place < PHRASINGS]
        scores = tokens.question_scores(asked.tokens, tokens.questions[every[kept]])
        mine = owners[kept]
        scores = index.indexes.levels.standard(scores, is_question=True, asked=asked.lang, found=own[mine])
        sums, numbers = np.bincount(mine, scores, len(rows)), np.bincount(mine, minlength=len(rows))
        np.divide(sums, numbers, out=found, where=numbers > 0, casting="same_kind")
    return found


def _words(index: SearchIndex, asked: Asked, rows: Rows) -> Floats:
    scores = np.zeros(len(index.passages), np.float32)
    for lang, found in asked.word_scores.items():
        scores[index.indexes.lexical[lang].rows] = found
    roots: Floats = np.sqrt(np.maximum(scores[rows], 0))
    return roots

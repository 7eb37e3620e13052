"""Late interaction: every word of the question looks for its best match among the words of a text.

MaxSim (Khattab and Zaharia, ColBERT, SIGIR 2020) over the encoder's own token vectors, which the passes that made the
pooled vectors left over. Each token of the question weighs as much as it differs from the mean token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.datatypes import Floats, Rows

# Dimensions kept of a token vector, by principal components. R@1 of MaxSim alone (xquad-zh-en, -en-zh, -zh-zh, -en-en)
# with 384: 84.5, 86.6, 95.4, 96.9; 256: 83.8, 86.8, 95.3, 96.6; 192: 82.4, 86.4, 95.3, 96.6; 128: 80.6, 84.5, 94.4,
# 96.4.
WIDTH = 256

# Half of a text's score is that of its best window of two blocks: words that answer stand together. R@1 of MaxSim
# alone (the same four) without windows: 83.5, 86.1, 95.4, 96.7; with windows of 64 tokens: 84.5, 86.6, 95.4, 96.9.
BLOCK = 32
WINDOW_SHARE = 0.5

NO_SENTENCE = np.iinfo(np.uint16).max

Bytes = NDArray[np.int8]
Starts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """A question's token vectors, float32 [tokens, width], and their weights, float32 [tokens], of sum 1."""

    vectors: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """What a `TokenIndex` is made of. Unit i has the tokens from ``starts[i]`` to ``starts[i + 1]``.

    ``vectors`` int8 [tokens, width] times ``scale`` are the projected vectors; ``sentences`` uint16 [tokens] counts the
    sentences of the passage's text (NO_SENTENCE: none); ``rows`` int32 and ``is_question`` bool [units];
    ``projection`` float32 [dim, width].
    """

    vectors: Bytes
    scale: float
    starts: Starts
    sentences: NDArray[np.uint16]
    rows: Rows
    is_question: NDArray[np.bool_]
    projection: Floats


class TokenIndex:
    """Token vectors of each passage's text (one unit a passage) and of each phrasing of its question."""

    def __init__(self, arrays: TokenArrays) -> None:
        units, tokens = len(arrays.starts) - 1, len(arrays.vectors)
        if not units == len(arrays.rows) == len(arrays.is_question):
            given = f"{len(arrays.rows)} rows and {len(arrays.is_question)} kinds"
            raise ValueError(f"{units} units of tokens but {given} are given")
        if not tokens == len(arrays.sentences) == arrays.starts[-1]:
            raise ValueError(f"{tokens} tokens but units of {arrays.starts[-1]} and {len(arrays.sentences)} sentences")
        self.arrays = arrays
        self._vectors = arrays.vectors.view(np.ndarray)  # still mapped, but cheap to slice
        self.texts = np.flatnonzero(~arrays.is_question)
        questions = np.flatnonzero(arrays.is_question)
        self.questions = questions
        bounds = np.arange(len(self.texts) + 1)
        self._question_bounds = np.searchsorted(arrays.rows[questions], bounds)

    def project(self, subtracted: Floats) -> QuestionTokens:
        """A question's tokens, less their mean but not at unit length: float32 [tokens, dim]."""
        lengths = np.linalg.norm(subtracted, axis=1)
        total = lengths.sum()
        if not total:
            return QuestionTokens(np.zeros((1, self.arrays.projection.shape[1]), np.float32), np.ones(1, np.float32))
        kept = lengths > 0
        vectors = (subtracted[kept] / lengths[kept, None]) @ self.arrays.projection
        return QuestionTokens(vectors * np.float32(self.arrays.scale), lengths[kept] / total)

    def text_scores(self, question: QuestionTokens, rows: Rows) -> Floats:
        """MaxSim of the passages' texts, half of it within the best window: float32 [rows]."""
        return windowed(self._similarities(question, self.texts[rows]), question.weights, self._sizes(self.texts[rows]))

    def question_scores(self, question: QuestionTokens, units: NDArray[np.int64]) -> Floats:
        """The mean of MaxSim in both directions between the question and phrasings (units): float32 [units]."""
        similar = self._similarities(question, units)
        starts = _starts(self._sizes(units))
        forth = np.maximum.reduceat(similar, starts, axis=0) @ question.weights
        back = np.add.reduceat(similar.max(axis=1), starts) / self._sizes(units)
        return ((forth + back) / 2).astype(np.float32)

    def question_numbers(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of all phrasings, numbered in order, belong to passages, passage after passage; how many each has."""
        begins = self._question_bounds[rows]
        counts = self._question_bounds[rows + 1] - begins
        return np.repeat(begins - _starts(counts), counts) + np.arange(counts.sum()), counts

    def best_sentences(self, question: QuestionTokens, rows: Rows) -> list[int | None]:
        """Of each passage's text the number of the sentence with the highest MaxSim; None if it has no sentence."""
        units = self.texts[rows]
        bounds = zip(self.arrays.starts[units], self.arrays.starts[units + 1], strict=True)
        numbers = [self.arrays.sentences[start:end] for start, end in bounds]
        owners = np.repeat(np.arange(len(rows)), self._sizes(units))
        inside = np.concatenate([np.empty(0, np.uint16), *numbers]) != NO_SENTENCE
        if not inside.any():
            return [None] * len(rows)
        found, owners = np.concatenate(numbers)[inside], owners[inside]
        starts = np.flatnonzero(np.append(True, (np.diff(owners) != 0) | (np.diff(found.astype(np.int32)) != 0)))
        similar = self._similarities(question, units)[inside]
        scores = np.maximum.reduceat(similar, starts, axis=0) @ question.weights
        best: dict[int, int] = {}
        for place in np.argsort(scores, kind="stable"):
            best[int(owners[starts[place]])] = int(found[starts[place]])
        return [best.get(row) for row in range(len(rows))]

    def _sizes(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        sizes: NDArray[np.int64] = self.arrays.starts[units + 1] - self.arrays.starts[units]
        return sizes

    def _similarities(self, question: QuestionTokens, units: NDArray[np.int64]) -> Floats:
        """Dot products, float32 [tokens of the units, tokens of the question]."""
        starts = self.arrays.starts
        pieces = [self._vectors[starts[unit] : starts[unit + 1]] for unit in units]
        similar: Floats = np.concatenate(pieces).astype(np.float32) @ question.vectors.T
        return similar


def windowed(similar: Floats, weights: Floats, sizes: NDArray[np.int64]) -> Floats:
    """MaxSim of units that lie one after the other in ``similar`` [tokens, question tokens], of ``sizes`` tokens each.

    WINDOW_SHARE of it is the best MaxSim within two neighbouring blocks of BLOCK tokens.
    """
    blocks = -(-sizes // BLOCK)
    first = _starts(blocks)
    number = np.arange(blocks.sum()) - np.repeat(first, blocks)
    best = np.maximum.reduceat(similar, np.repeat(_starts(sizes), blocks) + number * BLOCK, axis=0)
    whole = np.maximum.reduceat(best, first, axis=0) @ weights
    last = np.append(number[1:] == 0, True)
    pairs = np.maximum(best, np.where(last[:, None], best, np.roll(best, -1, axis=0)))
    window = np.maximum.reduceat(pairs @ weights, first)
    return ((1 - WINDOW_SHARE) * whole + WINDOW_SHARE * window).astype(np.float32)


def build(
    units: Sequence[Floats], sentences: Sequence[NDArray[np.uint16]], rows: Rows, is_question: NDArray[np.bool_]
) -> TokenIndex:
    """Index centred unit vectors, float32 or float16 [tokens, dim] a unit; a unit without tokens gets a zero one."""
    dim = max(vectors.shape[1] for vectors in units)
    units = [vectors if len(vectors) else np.zeros((1, dim), np.float32) for vectors in units]
    sentences = [numbers if len(numbers) else np.full(1, NO_SENTENCE, np.uint16) for numbers in sentences]
    projection = _principal_components(units, min(dim, WIDTH))
    starts = np.cumsum([0, *map(len, units)], dtype=np.int64)
    largest = max(float(np.abs(vectors.astype(np.float32) @ projection).max()) for vectors in units)
    scale = (largest or 1.0) / np.iinfo(np.int8).max
    vectors = np.empty((starts[-1], projection.shape[1]), np.int8)
    for unit, start in zip(units, starts, strict=False):
        vectors[start : start + len(unit)] = np.rint(unit.astype(np.float32) @ projection / scale)
    return TokenIndex(TokenArrays(vectors, scale, starts, np.concatenate(sentences), rows, is_question, projection))


def _principal_components(units: Sequence[Floats], width: int) -> Floats:
    """The directions of greatest second moment, orthonormal: float32 [dim, width]."""
    moments = sum((vectors.astype(np.float32).T @ vectors.astype(np.float32)).astype(np.float64) for vectors in units)
    _, directions = np.linalg.eigh(moments)
    return np.ascontiguousarray(directions[:, ::-1][:, :width], np.float32)


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)[:-1]])

"""MaxSim against its definition, term by term."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Floats
from qa.retrieval import late_interaction
from qa.retrieval.centring import unit
from qa.retrieval.late_interaction import BLOCK, NO_SENTENCE, WINDOW_SHARE, QuestionTokens, TokenIndex, build, windowed
from tests.made import PATIENT

DIM = 12


def made(sizes: list[int], asked: list[bool], seed: int = 0) -> tuple[TokenIndex, list[Floats]]:
    """Units of random unit vectors; a text opens a new passage, a phrasing belongs to the passage before it."""
    random = np.random.default_rng(seed)
    units = [unit(random.normal(size=(size, DIM)).astype(np.float32)) for size in sizes]
    rows = np.cumsum([not is_question for is_question in asked]).astype(np.int32) - 1
    sentences = [(np.arange(size) // 3).astype(np.uint16) for size in sizes]
    return build(units, sentences, rows, np.asarray(asked)), units


def question(index: TokenIndex, count: int, seed: int = 1) -> tuple[QuestionTokens, Floats, Floats]:
    """A random question: as projected, and its unit vectors and weights."""
    raw = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    lengths = np.linalg.norm(raw, axis=1)
    return index.project(raw), unit(raw), lengths / lengths.sum()


def maxsim(asked: Floats, weights: Floats, tokens: Floats) -> float:
    """The definition: each question token's best cosine, weighed."""
    return sum(float(w) * max(float(q @ t) for t in tokens) for q, w in zip(asked, weights, strict=True))


def best_window(asked: Floats, weights: Floats, tokens: Floats) -> float:
    blocks = [tokens[start : start + BLOCK] for start in range(0, len(tokens), BLOCK)]
    pairs = [np.concatenate(blocks[i : i + 2]) for i in range(len(blocks))]
    return max(maxsim(asked, weights, pair) for pair in pairs)


@PATIENT
@given(st.lists(st.integers(1, 110), min_size=1, max_size=5), st.integers(1, 6), st.integers(0, 99))
def test_text_scores_are_the_definition(sizes: list[int], count: int, seed: int) -> None:
    index, units = made(sizes, [False] * len(sizes), seed)
    asked, vectors, weights = question(index, count, seed + 1)
    expected = [
        (1 - WINDOW_SHARE) * maxsim(vectors, weights, tokens) + WINDOW_SHARE * best_window(vectors, weights, tokens)
        for tokens in units
    ]
    found = index.text_scores(asked, np.arange(len(sizes), dtype=np.int32))
    np.testing.assert_allclose(found, expected, atol=0.02)  # int8


@PATIENT
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(1, 6), st.integers(0, 99))
def test_phrasings_are_compared_in_both_directions(sizes: list[int], count: int, seed: int) -> None:
    index, units = made([4, *sizes], [False, *[True] * len(sizes)], seed)
    asked, vectors, weights = question(index, count, seed + 1)
    expected = [
        (maxsim(vectors, weights, tokens) + np.mean([max(float(t @ q) for q in vectors) for t in tokens])) / 2
        for tokens in units[1:]
    ]
    np.testing.assert_allclose(index.question_scores(asked, index.questions), expected, atol=0.02)


def test_a_score_does_not_depend_on_which_other_passages_are_compared() -> None:
    index, _ = made([40, 3, 70, 33], [False] * 4)
    asked, *_ = question(index, 5)
    together = index.text_scores(asked, np.arange(4, dtype=np.int32))
    alone = [index.text_scores(asked, np.asarray([row], np.int32))[0] for row in range(4)]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    backwards = index.text_scores(asked, np.arange(4, dtype=np.int32)[::-1])
    np.testing.assert_allclose(backwards, together[::-1], atol=1e-6)


def test_a_window_reaches_over_the_border_of_two_blocks() -> None:
    """Two matching tokens on both sides of a border count as near; two far apart do not."""
    similar = np.zeros((3 * BLOCK, 2), np.float32)
    similar[BLOCK - 1, 0] = similar[BLOCK, 1] = 1
    near = windowed(similar, np.asarray([0.5, 0.5], np.float32), np.asarray([3 * BLOCK]))
    similar[BLOCK] = 0
    similar[-1, 1] = 1
    far = windowed(similar, np.asarray([0.5, 0.5], np.float32), np.asarray([3 * BLOCK]))
    assert (near[0], far[0]) == (1, pytest.approx(1 - WINDOW_SHARE / 2))


def test_principal_components_keep_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors in a plane need two dimensions: the scores stay the same."""
    monkeypatch.setattr(late_interaction, "WIDTH", 2)
    random = np.random.default_rng(3)
    plane = np.linalg.qr(random.normal(size=(DIM, 2)))[0].T.astype(np.float32)
    units = [unit((random.normal(size=(5, 2)) @ plane).astype(np.float32)) for _ in range(3)]
    sentences = [np.zeros(5, np.uint16)] * 3
    index = build(units, sentences, np.arange(3, dtype=np.int32), np.zeros(3, np.bool_))
    asked, vectors, weights = question(index, 4)
    expected = [maxsim(vectors, weights, tokens) for tokens in units]
    assert index.arrays.vectors.shape[1] == 2
    np.testing.assert_allclose(index.text_scores(asked, np.arange(3, dtype=np.int32)), expected, atol=0.02)


def test_tokens_that_say_nothing_have_no_weight() -> None:
    index, _ = made([4], [False])
    raw = np.random.default_rng(1).normal(size=(3, DIM)).astype(np.float32)
    with_mean = np.concatenate([raw, np.zeros((2, DIM), np.float32)])
    rows = np.zeros(1, np.int32)
    np.testing.assert_allclose(
        index.text_scores(index.project(with_mean), rows), index.text_scores(index.project(raw), rows), atol=1e-6
    )
    assert index.text_scores(index.project(with_mean[3:]), rows).tolist() == [0]
    assert index.text_scores(index.project(with_mean[:0]), rows).tolist() == [0]


def test_the_best_sentence_is_the_one_whose_words_match() -> None:
    index, units = made([9], [False])
    for sentence in range(3):
        raw = units[0][3 * sentence : 3 * sentence + 2]
        assert index.best_sentences(index.project(raw), np.zeros(1, np.int32)) == [sentence]


@PATIENT
@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(0, 99))
def test_the_best_sentences_of_several_texts_are_those_of_each(sizes: list[int], seed: int) -> None:
    """By a loop: the maximum over a sentence's tokens of each token of the question, weighed and added."""
    random = np.random.default_rng(seed)
    index, _ = made(sizes, [False] * len(sizes), seed)
    rows = random.permutation(len(sizes)).astype(np.int32)
    asked = index.project(random.normal(size=(4, DIM)).astype(np.float32))
    arrays = index.arrays
    for row, found in zip(rows, index.best_sentences(asked, rows), strict=True):
        inside = slice(arrays.starts[row], arrays.starts[row + 1])
        numbers = arrays.sentences[inside]
        similar = arrays.vectors[inside].astype(np.float32) @ asked.vectors.T
        scores = {int(n): float(similar[numbers == n].max(axis=0) @ asked.weights) for n in set(numbers.tolist())}
        assert found is not None
        assert scores[found] == pytest.approx(max(scores.values()), abs=1e-5)


def test_headings_are_no_sentence() -> None:
    units = [np.eye(DIM, dtype=np.float32)[:4]]
    numbers = np.asarray([NO_SENTENCE, NO_SENTENCE, 0, 1], np.uint16)
    index = build(units, [numbers], np.zeros(1, np.int32), np.zeros(1, np.bool_))
    asked = index.project(np.eye(DIM, dtype=np.float32)[[0, 3]])
    assert index.best_sentences(asked, np.zeros(1, np.int32)) == [1]
    nothing = build(units, [np.full(4, NO_SENTENCE, np.uint16)], np.zeros(1, np.int32), np.zeros(1, np.bool_))
    assert nothing.best_sentences(asked, np.zeros(1, np.int32)) == [None]
    assert index.best_sentences(asked, np.empty(0, np.int32)) == []


def test_a_text_without_tokens_has_a_score() -> None:
    units = [np.empty((0, DIM), np.float32), np.eye(DIM, dtype=np.float32)[:2]]
    sentences = [np.empty(0, np.uint16), np.zeros(2, np.uint16)]
    index = build(units, sentences, np.arange(2, dtype=np.int32), np.zeros(2, np.bool_))
    scores = index.text_scores(index.project(np.eye(DIM, dtype=np.float32)[:1]), np.arange(2, dtype=np.int32))
    assert scores[0] == 0
    assert scores[1] == pytest.approx(1, abs=0.02)


def test_misaligned_parts_are_refused_with_their_numbers() -> None:
    arrays = made([4, 5], [False, True])[0].arrays
    with pytest.raises(ValueError, match="2 units of tokens but 1 rows and 2 kinds"):
        TokenIndex(replace(arrays, rows=arrays.rows[:1]))
    with pytest.raises(ValueError, match="8 tokens but units of 9 and 9 sentences"):
        TokenIndex(replace(arrays, vectors=arrays.vectors[:8]))

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.datatypes import Floats, Rows
from qa.retrieval import dense
from qa.retrieval.dense import VIEWS_PER_PASSAGE, DenseIndex, best_per_row
from tests.made import PATIENT

DIM = 8


@dataclass(frozen=True)
class Case:
    """An index and a question about it."""

    vectors: Floats
    rows: Rows
    is_question: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    query: Floats
    k: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Few different vectors, so that ties are common; at most VIEWS_PER_PASSAGE views, so that all are looked at."""
    passages = draw(st.integers(1, 30))
    views = draw(st.integers(passages, passages + 40))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    choices = unit(random.normal(size=(draw(st.integers(1, 60)), DIM)))
    return Case(
        vectors=choices[random.integers(len(choices), size=views)],
        rows=random.permutation(
            np.concatenate([np.arange(passages), random.integers(passages, size=views - passages)])
        ),
        is_question=random.random(views) < draw(st.sampled_from([0, 0.5, 1])),
        allowed=random.random(passages) < draw(st.sampled_from([0, 0.3, 0.9, 1])),
        query=unit(random.normal(size=(1, DIM)))[0],
        k=draw(st.integers(-(-views // VIEWS_PER_PASSAGE), 80)),
    )


def unit(vectors: NDArray[np.float64]) -> Floats:
    units: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return units


def indexed(case: Case) -> DenseIndex:
    return DenseIndex.build(case.vectors, case.rows, case.is_question)


def brute_force(case: Case, margin: float) -> dict[int, float]:
    """The best score of each allowed passage."""
    best: dict[int, float] = {}
    for vector, row, asked in zip(case.vectors, case.rows, case.is_question, strict=True):
        if case.allowed[row]:
            score = float(vector @ case.query) - (margin if asked else 0)
            best[int(row)] = max(score, best.get(int(row), -9))
    return best


@PATIENT
@given(case=cases(), margin=st.sampled_from([0.0, 0.02, 0.5]))
def test_search_is_what_comparing_with_every_view_gives(case: Case, margin: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "QUESTION_MARGIN", margin)
        ranking = indexed(case).search(case.query, case.k, case.allowed[case.rows])
    expected = brute_force(case, margin)
    best = sorted(expected.values(), reverse=True)[: case.k]
    np.testing.assert_allclose(ranking.scores, best, atol=1e-5)
    np.testing.assert_allclose(ranking.scores, [expected[row] for row in ranking.rows.tolist()], atol=1e-5)
    assert len(set(ranking.rows.tolist())) == len(ranking) == min(case.k, int(case.allowed.sum()))
    assert np.all(np.diff(ranking.scores) <= 0)


@PATIENT
@given(case=cases())
def test_no_passage_that_is_not_allowed_is_found(case: Case) -> None:
    ranking = indexed(case).search(case.query, case.k, case.allowed[case.rows])
    assert case.allowed[ranking.rows].all()


def test_equal_scores_are_in_the_order_of_the_rows() -> None:
    vectors = np.tile(np.eye(DIM, dtype=np.float32)[0], (6, 1))
    index = DenseIndex.build(vectors, np.asarray([5, 3, 1, 0, 2, 4], np.int32), np.zeros(6, np.bool_))
    assert index.search(vectors[0], 4, np.ones(6, np.bool_)).rows.tolist() == [0, 1, 2, 3]


def test_a_passage_is_as_near_as_its_nearest_view() -> None:
    vectors = np.eye(DIM, dtype=np.float32)[[0, 1, 2]]
    index = DenseIndex.build(vectors, np.asarray([0, 0, 1], np.int32), np.zeros(3, np.bool_))
    ranking = index.search(vectors[1], 2, np.ones(3, np.bool_))
    assert (ranking.rows.tolist(), ranking.scores.tolist()) == ([0, 1], [1, 0])


def test_a_question_must_be_nearer_than_a_text_by_the_margin() -> None:
    query = np.eye(DIM, dtype=np.float32)[0]
    nearly = unit(np.asarray([[1.0, 0.1, 0, 0, 0, 0, 0, 0]]))[0]  # cosine 0.995: less than the margin behind
    index = DenseIndex.build(np.stack([query, nearly]), np.asarray([0, 1], np.int32), np.asarray([True, False]))
    assert index.search(query, 2, np.ones(2, np.bool_)).rows.tolist() == [1, 0]


def test_a_filter_leaves_nothing_out_however_far_down_it_is() -> None:
    random = np.random.default_rng(1)
    vectors = unit(random.normal(size=(5_000, DIM)))
    far = int(np.argmin(vectors @ vectors[0]))
    allowed = np.zeros(5_000, np.bool_)
    allowed[far] = True
    index = DenseIndex.build(vectors, np.arange(5_000, dtype=np.int32), np.zeros(5_000, np.bool_))
    assert index.search(vectors[0], 1, allowed).rows.tolist() == [far]


@PATIENT
@given(case=cases())
def test_an_index_read_back_is_the_same_index(case: Case) -> None:
    index = indexed(case)
    data = index.to_bytes()
    again = DenseIndex.from_bytes(data, index.rows, index.is_question)
    before, after = (one.search(case.query, case.k, case.allowed[case.rows]) for one in (index, again))
    assert np.array_equal(before.rows, after.rows)
    assert np.array_equal(before.scores, after.scores)
    assert np.array_equal(again.to_bytes(), data)
    assert again.dim == DIM


@pytest.mark.parametrize(
    ("rows", "kinds", "said"), [(2, 3, "3 views but 2 rows and 3 kinds"), (3, 4, "3 views but 3 rows and 4 kinds")]
)
def test_misaligned_parts_are_refused_with_their_numbers(rows: int, kinds: int, said: str) -> None:
    vectors = np.eye(DIM, dtype=np.float32)[:3]
    with pytest.raises(ValueError, match=said):
        DenseIndex.build(vectors, np.arange(rows, dtype=np.int32), np.zeros(kinds, np.bool_))


@PATIENT
@given(
    scored=st.lists(st.tuples(st.integers(0, 6), st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0])), max_size=30),
    k=st.integers(0, 9),
)
def test_the_best_score_of_each_row_decides(scored: list[tuple[int, float]], k: int) -> None:
    rows, scores = (np.asarray([pair[i] for pair in scored]) for i in (0, 1))
    ranking = best_per_row(rows.astype(np.int32), scores.astype(np.float32), k)
    best = {row: max(score for other, score in scored if other == row) for row, _ in scored}
    expected = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    assert list(zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True)) == expected

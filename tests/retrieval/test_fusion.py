from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Ranking
from qa.retrieval import fusion
from qa.retrieval.fusion import by_score, reciprocal_rank
from tests.made import PATIENT

ORDERS = st.lists(st.lists(st.integers(0, 12), unique=True, max_size=8), max_size=4)


def ranking(*rows: int) -> Ranking:
    return Ranking(np.asarray(rows, np.int32), -np.arange(len(rows), dtype=np.float32))


def test_the_worked_example_of_reciprocal_rank_fusion(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the paper's constant, by hand: 8 is second and first, 5 first and third, 3 third, 9 second."""
    monkeypatch.setattr(fusion, "RANK_CONSTANT", 60)
    fused = reciprocal_rank([ranking(5, 8, 3), ranking(8, 9, 5)])
    assert fused.rows.tolist() == [8, 5, 9, 3]
    expected = [0.03252247488101534, 0.03226645849158, 0.016129032258064516, 0.015873015873015872]
    np.testing.assert_allclose(fused.scores, expected, rtol=1e-6)


def test_the_constant_in_use_decides_the_gain_of_a_rank() -> None:
    constant = fusion.RANK_CONSTANT
    np.testing.assert_allclose(reciprocal_rank([ranking(4, 2)]).scores, [1 / (constant + 1), 1 / (constant + 2)])


@PATIENT
@given(ORDERS)
def test_scores_do_not_depend_on_the_order_of_the_rankings(orders: list[list[int]]) -> None:
    rankings = [ranking(*order) for order in orders]
    there, back = reciprocal_rank(rankings), reciprocal_rank(rankings[::-1])
    assert sorted(there.rows.tolist()) == sorted(back.rows.tolist()) == sorted({row for o in orders for row in o})
    for row in there.rows.tolist():
        assert there.score(row) == pytest.approx(back.score(row))


@PATIENT
@given(ORDERS, st.permutations(range(13)))
def test_rows_are_only_names(orders: list[list[int]], names: list[int]) -> None:
    fused = reciprocal_rank([ranking(*order) for order in orders])
    renamed = reciprocal_rank([ranking(*(names[row] for row in order)) for order in orders])
    assert renamed.rows.tolist() == [names[row] for row in fused.rows.tolist()]


@PATIENT
@given(ORDERS)
def test_a_fused_ranking_is_a_ranking(orders: list[list[int]]) -> None:
    fused = reciprocal_rank([ranking(*order) for order in orders])
    assert len(set(fused.rows.tolist())) == len(fused)
    assert np.all(np.diff(fused.scores) <= 0)
    assert (fused.rows.dtype.name, fused.scores.dtype.name) == ("int32", "float32")


@PATIENT
@given(st.lists(st.integers(0, 99), unique=True))
def test_one_ranking_keeps_its_order(rows: list[int]) -> None:
    assert reciprocal_rank([ranking(*rows)]).rows.tolist() == rows
    assert reciprocal_rank([ranking(), ranking(*rows), ranking()]).rows.tolist() == rows


def test_nothing_gives_nothing() -> None:
    assert len(reciprocal_rank([])) == len(reciprocal_rank([ranking(), ranking()])) == 0


def test_equal_sums_keep_the_order_of_the_first_ranking() -> None:
    assert reciprocal_rank([ranking(7, 3), ranking(3, 7)]).rows.tolist() == [7, 3]


@PATIENT
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=10), st.integers(0, 10))
def test_rankings_merge_by_score(scores: list[float], cut: int) -> None:
    def part(rows: range) -> Ranking:
        best = sorted(((scores[row], row) for row in rows if row < len(scores)), key=lambda pair: -pair[0])
        found = np.asarray([row for _, row in best], np.int32)
        return Ranking(found, np.asarray([score for score, _ in best], np.float32))

    merged = by_score([part(range(cut)), part(range(cut, 10))])
    assert merged.rows.tolist() == sorted(range(len(scores)), key=lambda row: -scores[row])
    assert merged.scores.tolist() == sorted(scores, reverse=True)

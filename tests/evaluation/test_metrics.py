"""Against ir-measures, the reference implementation of the field."""

from __future__ import annotations

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, Success, nDCG

from qa.evaluation.metrics import MEASURES, mean, ndcg
from tests.made import PATIENT

GRADES = st.dictionaries(st.integers(0, 30).map(str), st.integers(1, 3), min_size=1, max_size=8)
FOUND = st.lists(st.integers(0, 30).map(str), unique=True, max_size=20)
REFERENCE = {
    "R@1": Success @ 1,
    "R@3": Success @ 3,
    "R@5": Success @ 5,
    "R@10": Success @ 10,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}


@PATIENT
@given(GRADES, FOUND)
def test_every_measure_is_that_of_the_reference(relevant: dict[str, int], found: list[str]) -> None:
    gains = np.asarray([relevant.get(name, 0) for name in found], float)
    ideal = np.asarray(list(relevant.values()), float)
    qrels = [ir_measures.Qrel("q", name, grade) for name, grade in relevant.items()]
    scored = [ir_measures.ScoredDoc("q", name, -rank) for rank, name in enumerate(found)]
    expected = ir_measures.calc_aggregate(list(REFERENCE.values()), qrels, scored) if scored else {}
    for name, measure in MEASURES.items():
        assert measure(gains, ideal) == pytest.approx(expected.get(REFERENCE[name], 0), abs=1e-6)


def test_all_measures_are_compared() -> None:
    assert set(REFERENCE) == set(MEASURES)


def test_ndcg_of_a_published_example() -> None:
    """Järvelin and Kekäläinen's gains 3, 2, 3, 0, 1, 2 as in Manning et al.; DCG with log2(rank + 1) is 6.861."""
    gains = np.asarray([3, 2, 3, 0, 1, 2], float)
    assert ndcg(gains, gains, 6) == pytest.approx(6.861 / 7.141, abs=1e-3)


def test_a_mean_lies_in_its_interval_which_narrows_with_more_questions() -> None:
    few, many = mean([0, 1] * 10), mean([0, 1] * 1_000)
    assert few.low <= few.value == 0.5 <= few.high
    assert many.high - many.low < few.high - few.low


def test_the_interval_is_that_of_the_normal_approximation() -> None:
    """1 000 answers, 80 % right: the standard error is 1.26 points."""
    found = mean([1] * 800 + [0] * 200)
    assert found.low == pytest.approx(0.8 - 0.0248, abs=0.003)
    assert found.high == pytest.approx(0.8 + 0.0248, abs=0.003)


def test_means_are_the_same_each_time_and_nothing_has_none() -> None:
    assert mean([0, 1, 1]) == mean([0, 1, 1])
    with pytest.raises(ValueError, match="no values"):
        mean([])

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import LANGS
from qa.retrieval import centring
from qa.retrieval.centring import KINDS, Means, unit
from tests.made import PATIENT

DIM = 6


def means(**given_: list[float]) -> Means:
    """Means of passages by language, zero else."""
    values = np.zeros((len(KINDS), len(LANGS), DIM), np.float32)
    for lang, mean in given_.items():
        values[KINDS.index("passage"), LANGS.index(lang)] = mean
    return Means(values)


def test_the_mean_of_the_right_kind_and_language_is_subtracted() -> None:
    one = np.eye(DIM, dtype=np.float32)
    found = means(zh=[1, 0, 0, 0, 0, 0])
    np.testing.assert_allclose(found.subtract(one[:1], "passage", "zh")[0], (1 - centring.STRENGTH) * one[0], atol=1e-6)
    assert np.array_equal(found.subtract(one, "passage", "en"), one)
    assert np.array_equal(found.subtract(one, "question", "zh"), one)


def test_two_languages_that_differ_by_their_means_alone_become_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centring, "STRENGTH", 1.0)
    random = np.random.default_rng(0)
    meaning = random.normal(size=(5, DIM)).astype(np.float32)
    zh, en = np.full(DIM, 3, np.float32), np.full(DIM, -2, np.float32)
    found = means(zh=zh.tolist(), en=en.tolist())
    np.testing.assert_allclose(
        found.centred(meaning + zh, "passage", "zh"), found.centred(meaning + en, "passage", "en"), atol=1e-5
    )


@PATIENT
@given(st.integers(0, 5), st.integers(0, 1_000))
def test_unit_vectors_have_length_one_and_zero_stays(count: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, DIM)).astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(unit(vectors), axis=1), 1, atol=1e-5)
    assert unit(np.zeros((2, DIM), np.float32)).tolist() == [[0] * DIM] * 2


def test_means_of_another_shape_are_refused_with_both() -> None:
    with pytest.raises(ValueError, match=r"\(3, 2\) kinds and languages, not \(4, 2\)"):
        Means(np.zeros((3, 2, DIM), np.float32))

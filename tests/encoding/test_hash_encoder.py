from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from qa.encoding.hash_encoder import HashEncoder


@pytest.mark.parametrize("count", [0, 1, 5])
def test_shapes_follow_the_number_of_texts(count: int) -> None:
    encoding = HashEncoder(dim=48).encode_passages(["where is my money"] * count)
    assert encoding.pooled.shape == (count, 48)
    assert encoding.pooled.dtype == np.float32
    assert [tokens.shape for tokens in encoding.tokens] == [(4, 48)] * count
    assert [offsets.tolist() for offsets in encoding.offsets] == [[[0, 5], [6, 8], [9, 11], [12, 17]]] * count


def test_pooled_vectors_have_unit_length_even_for_texts_without_words() -> None:
    pooled = HashEncoder().encode_queries(["", "？！", "提现", "a longer text of several words"]).pooled
    np.testing.assert_allclose(np.linalg.norm(pooled, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("提现不到账", "提现一直没有到账", "如何修改密码"),
        ("withdrawal is late", "my withdrawal came late", "reset the password"),
        ("withdraw money", "withdrawals of money", "change email"),
    ],
)
def test_texts_that_share_words_are_nearer(question: str, near: str, far: str) -> None:
    encoder = HashEncoder()
    scores = encoder.encode_passages([near, far]).pooled @ encoder.encode_queries([question]).pooled[0]
    assert scores[0] > scores[1] + 0.2


def test_case_makes_no_difference() -> None:
    encoder = HashEncoder()
    assert np.array_equal(encoder.encode_queries(["RESET"]).pooled, encoder.encode_queries(["reset"]).pooled)


def test_vectors_do_not_depend_on_the_hash_seed_of_the_process() -> None:
    code = "from qa.encoding.hash_encoder import HashEncoder as H; print(H().encode_queries(['钱 a']).pooled.tolist())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {f"{HashEncoder().encode_queries(['钱 a']).pooled.tolist()}\n"}


def test_encoders_of_different_width_have_different_fingerprints() -> None:
    assert HashEncoder(32).fingerprint != HashEncoder(64).fingerprint


def test_a_width_beyond_one_digest_is_filled_without_repetition() -> None:
    vector = HashEncoder(dim=200).encode_queries(["提现"]).pooled[0]
    assert not np.allclose(vector[:64], vector[64:128])

"""A build encodes only what is new, and gives the same whether or not it was new."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.datatypes import Encoding
from qa.encoding.hash_encoder import HashEncoder
from qa.encoding.vector_cache import KEEP_SECONDS, CachedEncoder, VectorCache
from tests.made import PATIENT

TEXTS = ["提现没到账", "my withdrawal is stuck", "", "客服"]


class Counting(HashEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self, dim: int = 384) -> None:
        super().__init__(dim)
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        self.asked += [f"query: {text}" for text in texts]
        return super().encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        self.asked += [f"passage: {text}" for text in texts]
        return super().encode_passages(texts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite"


@pytest.fixture
def encoder() -> Counting:
    return Counting()


@pytest.fixture
def cache(path: Path) -> Iterator[VectorCache]:
    with closing(VectorCache(path)) as cache:
        yield cache


def again(path: Path, encoder: Counting, texts: Sequence[str] = TEXTS) -> Encoding:
    """Ask in another build."""
    with closing(VectorCache(path)) as cache:
        return CachedEncoder(encoder, cache).encode_queries(texts)


def same(one: Encoding, other: Encoding) -> bool:
    return all(
        np.array_equal(a, b) and a.dtype == b.dtype
        for a, b in zip(
            (one.pooled, *one.tokens, *one.offsets), (other.pooled, *other.tokens, *other.offsets), strict=True
        )
    )


def test_what_was_encoded_is_not_encoded_again_and_is_the_same(path: Path, encoder: Counting) -> None:
    first = again(path, encoder)
    assert len(encoder.asked) == len(TEXTS)
    assert same(again(path, encoder), first)
    assert len(encoder.asked) == len(TEXTS)


@PATIENT
@given(st.lists(st.text(max_size=20), max_size=8))
def test_it_gives_what_the_encoder_gives_but_for_rounding(texts: list[str]) -> None:
    plain = HashEncoder()
    with closing(VectorCache(Path(os.devnull) / "vectors.sqlite")) as cache:
        for kept in range(2):
            found = CachedEncoder(plain, cache).encode_passages(texts)
            expected = plain.encode_passages(texts)
            assert np.array_equal(found.pooled, expected.pooled), kept
            for tokens, wanted in zip(found.tokens, expected.tokens, strict=True):
                lengths = np.linalg.norm(wanted, axis=1, keepdims=True)
                np.testing.assert_allclose(tokens, wanted / np.where(lengths, lengths, 1), atol=1e-3)
                assert np.array_equal(tokens, tokens.astype(np.float16).astype(np.float32))
            for offsets, spans in zip(found.offsets, expected.offsets, strict=True):
                assert np.array_equal(offsets, spans)


def test_questions_and_passages_are_kept_apart_and_a_text_is_encoded_once(
    cache: VectorCache, encoder: Counting
) -> None:
    cached = CachedEncoder(encoder, cache)
    cached.encode_queries(["a", "b", "a"])
    cached.encode_passages(["a"])
    assert sorted(encoder.asked) == ["passage: a", "query: a", "query: b"]


def test_another_encoder_finds_nothing(path: Path) -> None:
    narrow, wide = Counting(64), Counting(128)
    for encoder in (narrow, wide):
        assert again(path, encoder).pooled.shape[1] == encoder.dim
    assert len(narrow.asked) == len(wide.asked) == len(TEXTS)


def test_a_damaged_value_is_encoded_anew(path: Path, encoder: Counting) -> None:
    first = again(path, encoder)
    with closing(sqlite3.connect(path)) as database, database:
        (key, value) = database.execute("SELECT key, value FROM vectors LIMIT 1").fetchone()
        value = value[:9] + bytes([value[9] ^ 1]) + value[10:]
        database.execute("UPDATE vectors SET value = ? WHERE key = ?", (value, key))
    assert same(again(path, encoder), first)
    assert len(encoder.asked) == len(TEXTS) + 1
    again(path, encoder)
    assert len(encoder.asked) == len(TEXTS) + 1


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(4000), b"no database at all" * 300])
def test_a_file_that_is_no_database_is_begun_anew(path: Path, encoder: Counting, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    again(path, encoder)
    again(path, encoder)
    assert len(encoder.asked) == len(TEXTS)


def test_a_database_damaged_after_it_was_opened_is_begun_anew(path: Path, encoder: Counting) -> None:
    many = [f"text {number}" for number in range(200)]
    again(path, encoder, many)
    whole = path.read_bytes()
    with closing(VectorCache(path)) as cache:
        path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
        cached = CachedEncoder(encoder, cache)
        assert len(cached.encode_queries(many).pooled) == 200
    again(path, encoder, many)
    encoder.asked.clear()
    assert len(again(path, encoder, many).pooled) == 200
    assert encoder.asked == []


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path, encoder: Counting) -> None:
    (tmp_path / "file").write_text("in the way")
    assert len(again(tmp_path / "file" / "vectors.sqlite", encoder).pooled) == len(TEXTS)
    (tmp_path / "folder" / "vectors.sqlite").mkdir(parents=True)
    assert len(again(tmp_path / "folder" / "vectors.sqlite", encoder).pooled) == len(TEXTS)


def test_what_no_build_needed_for_long_is_forgotten(
    path: Path, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, now = 24 * 3600.0, 1_000_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    with closing(VectorCache(path)) as cache:
        CachedEncoder(encoder, cache).encode_queries(["kept", "dropped"])
        now += KEEP_SECONDS - day
        for _ in range(2):
            cached = CachedEncoder(encoder, cache)
            cached.encode_queries(["kept"])
            cached.sweep()
            now += 2 * day
        encoder.asked.clear()
        CachedEncoder(encoder, cache).encode_queries(["kept", "dropped"])
    assert encoder.asked == ["query: dropped"]

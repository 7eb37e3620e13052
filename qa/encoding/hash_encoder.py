"""A stand-in for the real encoder: no model, no files, the same vectors everywhere. Texts sharing words are near."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from qa.datatypes import Encoding, Floats

DIM = 64  # enough to keep a few hundred words nearly orthogonal (standard deviation of a cosine: 1/8)
KEPT_WORDS = 10_000
BEGINNING = 4  # letters of a word that count once more: "withdraw" and "withdrawal" are near
BYTE_MEAN = np.float32(127.5)  # not an integer, so no vector is ever zero
WORD = re.compile(r"[^\W_㐀-鿿]+|[㐀-鿿]")  # a run of letters and digits, or one Han character


class HashEncoder:
    """Implements `qa.datatypes.Encoder` by hashing words (and single Han characters). Queries and passages alike."""

    def __init__(self, dim: int = DIM) -> None:
        self._dim = dim

    @property
    def fingerprint(self) -> str:
        """Names the width, which is all that can differ."""
        return f"hash-{self._dim}"

    @property
    def dim(self) -> int:
        """Width of the pooled and of the token vectors."""
        return self._dim

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        """Encode what people ask."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        """Encode what may answer."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Encoding:
        found = [list(WORD.finditer(text)) for text in texts]
        tokens = tuple(self._vectors([match[0] for match in matches]) for matches in found)
        offsets = tuple(np.array([match.span() for match in matches], np.int32).reshape(-1, 2) for matches in found)
        # A text without words counts as one empty word, as no text of a model is empty.
        pooled = [_unit((vectors if len(vectors) else self._vectors([""])).mean(axis=0)) for vectors in tokens]
        return Encoding(np.array(pooled, np.float32).reshape(len(texts), self._dim), tokens, offsets)

    def _vectors(self, words: Sequence[str]) -> Floats:
        """float32 [words, dim]."""
        return np.array([_word(word.casefold(), self._dim) for word in words], np.float32).reshape(-1, self._dim)


@lru_cache(KEPT_WORDS)
def _word(word: str, dim: int) -> Floats:
    return _unit(_hashed(word, dim) + _hashed(word[:BEGINNING] + "*", dim))


def _hashed(key: str, dim: int) -> Floats:
    """A direction that depends on ``key`` alone: bytes of BLAKE2b, centred."""
    raw = b"".join(_blocks(key, dim))[:dim]
    return np.frombuffer(raw, np.uint8).astype(np.float32) - BYTE_MEAN


def _blocks(key: str, size: int) -> Iterator[bytes]:
    for start in range(0, size, blake2b.MAX_DIGEST_SIZE):
        yield blake2b(f"{start}:{key}".encode("utf-8", "surrogatepass")).digest()


def _unit(vector: Floats) -> Floats:
    return vector / np.linalg.norm(vector).astype(np.float32)

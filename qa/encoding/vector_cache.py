"""Vectors of texts that were encoded before, on disk, so that a build encodes only what is new.

It is a cache in one SQLite file: losing it costs time and nothing else, so whatever is wrong with it is mended by
forgetting.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from qa.datatypes import Encoder, Encoding, Floats, Offsets

# Vectors that no build needed for so long are forgotten: one may go back to last month's documents.
KEEP_SECONDS = 30 * 24 * 3600

# When a vector was needed last is written down once a day.
TOUCH_SECONDS = 24 * 3600

# Part of every key: raised whenever values are laid out, rounded or computed otherwise.
LAYOUT = b"2"

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_MEMORY = Path(":memory:")  # SQLite's name for no file

Value = tuple[Floats, Floats, Offsets]
"""Of one text: pooled float32 [dim], unit token vectors float32 [tokens, dim] that fit float16, offsets."""


class VectorCache:
    """Bytes by key, in a file, or without one in memory, for as long as this object lives.

    Several processes wait for one another; a value that is damaged is not there.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _MEMORY
        self._database = self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is known of the keys."""
        found: dict[bytes, bytes] = {}
        with self._mending():
            for key in keys:
                row = self._database.execute("SELECT value FROM vectors WHERE key = ?", (key,)).fetchone()
                if row and _checksum(row[0][4:]) == row[0][:4]:
                    found[key] = row[0][4:]
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values, all or none."""
        rows = [(key, time.time(), _checksum(value) + value) for key, value in values.items()]
        with self._mending(), self._database:
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def sweep(self, needed: Iterable[bytes]) -> None:
        """Note what was needed, forget what was not for long."""
        now = time.time()
        with self._mending(), self._database:
            late = "UPDATE vectors SET needed = ? WHERE key = ? AND needed < ?"
            self._database.executemany(late, ((now, key, now - TOUCH_SECONDS) for key in needed))
            self._database.execute("DELETE FROM vectors WHERE needed < ?", (now - KEEP_SECONDS,))

    def _open(self) -> sqlite3.Connection:
        """The file, begun anew if it is damaged; memory where none can be written."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _connected(self._path)
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode not in _DAMAGED:
                    raise
                self._forget()
                return _connected(self._path)
        except (OSError, sqlite3.DatabaseError):
            return _connected(_MEMORY)

    def _forget(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """A full disk keeps nothing, a damaged file is begun anew: neither ends a build."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in _DAMAGED:
                self._database.close()
                with suppress(OSError):  # then it is damaged still when it is opened, and memory serves
                    self._forget()
                self._database = self._open()


class CachedEncoder:
    """Another encoder that encodes no text twice, in this build or a later one.

    What it gives is rounded alike whether it was kept or not: unit token vectors, each number to float16.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self._encoder = encoder
        self._cache = cache
        self._needed: set[bytes] = set()

    @property
    def fingerprint(self) -> str:
        """The other encoder's."""
        return self._encoder.fingerprint

    @property
    def dim(self) -> int:
        """Width of the pooled and of the token vectors."""
        return self._encoder.dim

    def encode_queries(self, texts: Sequence[str]) -> Encoding:
        """Encode what people ask."""
        return self._each(texts, self._encoder.encode_queries, b"query")

    def encode_passages(self, texts: Sequence[str]) -> Encoding:
        """Encode what may answer."""
        return self._each(texts, self._encoder.encode_passages, b"passage")

    def sweep(self) -> None:
        """Forget what neither this nor a recent build needed."""
        self._cache.sweep(self._needed)

    def _each(self, texts: Sequence[str], encode: Callable[[Sequence[str]], Encoding], prompt: bytes) -> Encoding:
        keys = [self._key(prompt, text) for text in texts]
        self._needed.update(keys)
        known = self._cache.find(list(dict.fromkeys(keys)))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            made = dict(zip(new, _values(encode(list(new.values()))), strict=True))
            self._cache.put(made)
            known |= made
        values = [_read(known[key], self.dim) for key in keys]
        pooled: Floats = np.concatenate([np.empty((0, self.dim), np.float32), *(value[0][None] for value in values)])
        return Encoding(pooled, tuple(value[1] for value in values), tuple(value[2] for value in values))

    def _key(self, prompt: bytes, text: str) -> bytes:
        parts = (LAYOUT, self.fingerprint.encode(), prompt, text.encode("utf-8", "surrogatepass"))
        return hashlib.sha256(b"\0".join(parts)).digest()


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, needed REAL, value BLOB)")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _checksum(value: bytes) -> bytes:
    return zlib.crc32(value).to_bytes(4, "big")


def _values(encoding: Encoding) -> Iterator[bytes]:
    """Of each text, one after the other: pooled as float32, unit tokens as float16, offsets as int32."""
    for pooled, tokens, offsets in zip(encoding.pooled, encoding.tokens, encoding.offsets, strict=True):
        lengths = np.linalg.norm(tokens, axis=1, keepdims=True)
        units = np.divide(tokens, lengths, out=np.zeros_like(tokens), where=lengths > 0)
        yield pooled.astype("<f4").tobytes() + units.astype("<f2").tobytes() + offsets.astype("<i4").tobytes()


def _read(value: bytes, dim: int) -> Value:
    count = (len(value) - 4 * dim) // (2 * dim + 8)
    pooled = np.frombuffer(value, "<f4", dim)
    tokens = np.frombuffer(value, "<f2", count * dim, 4 * dim).reshape(count, dim)
    offsets = np.frombuffer(value, "<i4", 2 * count, 4 * dim + 2 * dim * count).reshape(count, 2)
    return pooled.astype(np.float32), tokens.astype(np.float32), offsets.astype(np.int32)

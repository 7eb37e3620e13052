"""From a fingerprint to the encoder it names."""

from __future__ import annotations

import re
from pathlib import Path

from threadpoolctl import threadpool_limits

from qa.datatypes import Encoder
from qa.encoding import onnx
from qa.encoding.hash_encoder import HashEncoder
from qa.encoding.store import read_default

_HASH = re.compile(r"hash-(\d{1,4})")


def load_encoder(
    index_dir: Path, fingerprint: str | None = None, threads: int = onnx.THREADS, *, bulk: bool = False
) -> Encoder:
    """The encoder with this fingerprint, or the one prepared last; ``bulk`` if it is to build with.

    The encoder alone gets several threads: from here on numpy and FAISS run in their caller's, in the whole process.
    Their matrices are small, and threads of three libraries on the same cores wait for one another: answering took
    68 ms instead of 180 ms (p50, on 2 cores with other work running).

    Raises `EncoderError` when it is missing or damaged.
    """
    threadpool_limits(limits=1)
    fingerprint = read_default(index_dir) if fingerprint is None else fingerprint
    hashing = _HASH.fullmatch(fingerprint)
    return HashEncoder(int(hashing[1])) if hashing else onnx.load_encoder(index_dir, fingerprint, threads, bulk=bulk)


def has_files(fingerprint: str) -> bool:
    """Whether an encoder needs files in the index: all do but the stand-in."""
    return not _HASH.fullmatch(fingerprint)

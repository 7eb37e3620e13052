"""A table of single code points as a SentencePiece charsmap, the form `tokenizers.normalizers.Precompiled` takes.

The format is a darts-clone double-array trie over the UTF-8 bytes of the keys, then the replacements, each ended by
NUL: ``u32 bytes of the trie | u32 units | replacements``. A unit is 32 bits: label in bits 0-7, "a key ends here" in
bit 8, and in bits 10-30 the XOR distance to its block of children. The unit with label 0 in that block is the leaf:
bit 31 set, and the replacement's position in the other bits.

Chosen over the normalisers ``NFKC`` + ``Replace``, which cannot keep a character that NFKC would change (U+FF5E
FULLWIDTH TILDE, frequent in Chinese, is one) and follow the Unicode version of the library instead of the table's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from itertools import count

import numpy as np
from numpy.typing import NDArray

Units = NDArray[np.uint32]

HAS_LEAF = 1 << 8
IS_LEAF = 1 << 31
OFFSET_SHIFT = 10
BLOCK = 256  # labels are bytes: (base XOR label) stays within the base's block of 256 units


class _Node:
    """One byte on the way to a key. ``value`` is the replacement's position if a key ends here."""

    __slots__ = ("children", "value")

    def __init__(self) -> None:
        self.children: dict[int, _Node] = {}
        self.value: int | None = None

    def labels(self) -> list[int]:
        return ([] if self.value is None else [0]) + sorted(self.children)


def build_charsmap(table: Mapping[int, str]) -> bytes:
    """Serialise ``table`` (code point → replacement; U+0000 cannot be a key) as a charsmap."""
    pool, places = _pool(table.values())
    root = _Node()
    for code_point, replacement in table.items():
        _insert(root, chr(code_point).encode(), places[replacement])
    units = _pack(root)
    return struct.pack("<I", units.nbytes) + units.astype("<u4").tobytes() + pool


def _pool(replacements: Iterable[str]) -> tuple[bytes, dict[str, int]]:
    """Each distinct replacement once, ended by NUL, and where each starts."""
    pool = bytearray()
    places: dict[str, int] = {}
    for text in replacements:
        if text not in places:
            places[text] = len(pool)
            pool += text.encode() + b"\0"
    return bytes(pool), places


def _insert(root: _Node, key: bytes, value: int) -> None:
    node = root
    for byte in key:
        node = node.children.setdefault(byte, _Node())
    node.value = value


def _pack(root: _Node) -> Units:
    """Lay the trie out: each node gets a base no other has, so that (base XOR label) slots are free and unambiguous."""
    nodes = _parents_first(root)
    bases = _Bases()
    places = {id(root): 0}
    units: dict[int, int] = {0: 0}
    for node in nodes:
        base, place = bases.take(node.labels()), places[id(node)]
        units[place] |= (base ^ place) << OFFSET_SHIFT
        if node.value is not None:
            units[place] |= HAS_LEAF
            units[base] = IS_LEAF | node.value
        for label, child in node.children.items():
            places[id(child)] = base ^ label
            units[base ^ label] = label
    array: Units = np.zeros((max(units) // BLOCK + 1) * BLOCK, np.uint32)
    array[list(units)] = list(units.values())
    return array


def _parents_first(root: _Node) -> list[_Node]:
    """All nodes, those without children last: they fit anywhere, so they fill the gaps the others leave."""
    nodes = [root]
    for node in nodes:
        nodes.extend(node.children.values())
    return sorted(nodes, key=lambda node: not node.children)


class _Bases:
    """First-fit allocation of bases."""

    def __init__(self) -> None:
        self._bases: set[int] = set()
        self._slots = {0}  # the root's own unit
        self._leaf_from = 1

    def take(self, labels: list[int]) -> int:
        start = self._leaf_from if labels == [0] else 1
        base = next(base for base in count(start) if self._is_free(base, labels))
        if labels == [0]:
            self._leaf_from = base + 1
        self._bases.add(base)
        self._slots.update(base ^ label for label in labels)
        return base

    def _is_free(self, base: int, labels: list[int]) -> bool:
        return base not in self._bases and not any(base ^ label in self._slots for label in labels)

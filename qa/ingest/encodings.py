"""Which encoding a file is in that is neither UTF-8 nor says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

# In what Chinese text is still saved: by older Windows programs, by Excel ("Unicode text"), in Taiwan and Hong Kong.
# The first of two that fit equally well counts. Decision 17 has the figures, and why nothing else is guessed.
GUESSES = {"gb18030": "GB18030", "big5hkscs": "Big5", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}

# What web pages call their encoding, and what browsers take for it (https://encoding.spec.whatwg.org/#names-and-labels).
DECLARED = {
    **dict.fromkeys(["gb2312", "gbk", "gb18030", "x-gbk", "cp936"], "gb18030"),
    **dict.fromkeys(["big5", "big5-hkscs", "cp950", "x-x-big5"], "big5hkscs"),
    **dict.fromkeys(["iso-8859-1", "latin1", "us-ascii", "windows-1252", "cp1252"], "cp1252"),
    **dict.fromkeys(["utf-16", "utf-16le"], "utf-16-le"),
    "utf-16be": "utf-16-be",
}

# The share of common characters in what is no ASCII: at least 0.76 in any line of the shipped documents in its own
# encoding, at most 0.4 in Japanese, Cyrillic, UTF-8 read as something else, and random bytes.
MIN_COMMON = 0.7

# The rows of GB 2312 and Big5 that hold the characters in common use; the rest are for names and old books.
_COMMON_ROWS = (("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)), ("big5", range(0xA4, 0xC7), range(0x40, 0xFF)))
_PUNCTUATION = (range(0x2010, 0x2028), range(0x3000, 0x3040), range(0xFF00, 0xFFF0))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ASCII_TEXT = "\t\n\r" + "".join(map(chr, range(0x20, 0x7F)))


def guessed(data: bytes) -> str | None:
    """The name Python has for the encoding, None if in none the text looks like anything a person wrote."""
    shares = {encoding: _common_share(data, encoding) for encoding in GUESSES}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= MIN_COMMON else None


def guessed_utf_16(data: bytes) -> str | None:
    """As `guessed`, for what could be UTF-8 but holds zero bytes: ASCII in UTF-16 does."""
    shares = {encoding: _common_share(data, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= MIN_COMMON else None


def decodes(data: bytes, encoding: str) -> bool:
    """Whether every byte means something in the encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _common_share(data: bytes, encoding: str) -> float:
    """Common characters among those whose bytes are no ASCII, which say nothing about an encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0
    if _CONTROL.search(text):  # pictures and programs have some, and few other characters to go by
        return 0
    wide = encoding.startswith("utf-16")
    telling = text if wide else [char for char in text if not char.isascii()]
    common = _common()
    return sum(char in common for char in telling) / max(1, len(telling))


@cache
def _common() -> frozenset[str]:
    return frozenset(chain(_common_han(), map(chr, chain(*_PUNCTUATION)), _ASCII_TEXT))


def _common_han() -> Iterator[str]:
    for encoding, rows, cells in _COMMON_ROWS:
        for row in rows:
            yield from (bytes([row, cell]).decode(encoding, "ignore") for cell in cells)

"""Base58Check, the checksum of Bitcoin's keys (Bitcoin wiki, "Base58Check encoding")."""

from __future__ import annotations

import hashlib

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_CHECKSUM = 4


def is_checked(text: str) -> bool:
    """Whether the last four bytes are the checksum of those before them. No other character than Base58's raises."""
    number = 0
    for char in text:
        value = _VALUES.get(char)
        if value is None:
            return False
        number = number * len(_ALPHABET) + value
    zeros = len(text) - len(text.lstrip(_ALPHABET[0]))
    decoded = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)
    payload, checksum = decoded[:-_CHECKSUM], decoded[-_CHECKSUM:]
    return hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:_CHECKSUM] == checksum

"""Secrets of every kind with right checksums, made by other means than those that find them."""

from __future__ import annotations

import hashlib
import random

from mnemonic import Mnemonic

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
HEX = "e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262"


def phrase(words: int, language: str = "english", seed: int = 1) -> list[str]:
    """A valid phrase of so many words."""
    entropy = random.Random(seed).randbytes(words * 4 // 3)
    return list(Mnemonic(language).to_mnemonic(entropy).split())


def mistaken(words: int, language: str = "english", seed: int = 1) -> list[str]:
    """A phrase of which the checksum is wrong."""
    made = Mnemonic(language)
    chosen = random.Random(seed)
    while True:
        found = chosen.choices(made.wordlist, k=words)
        if not made.check(" ".join(found)):
            return found


def checked_base58(payload: bytes) -> str:
    """Base58Check, by repeated division."""
    data = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, digits = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        digits = BASE58[rest] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def wallet_import(*, compressed: bool, seed: int = 1) -> str:
    """A private key as wallets export it."""
    return checked_base58(b"\x80" + random.Random(seed).randbytes(32) + (b"\1" if compressed else b""))


def extended_private(version: str = "0488ade4", seed: int = 1) -> str:
    """A key of BIP-32: version, depth, parent, number, chain code, key."""
    chosen = random.Random(seed)
    return checked_base58(bytes.fromhex(version) + bytes(9) + chosen.randbytes(32) + b"\0" + chosen.randbytes(32))


def card(prefix: str, length: int, seed: int = 1) -> str:
    """A card number that ends in Luhn's digit."""
    digits = prefix + "".join(random.Random(seed).choices("0123456789", k=length - len(prefix) - 1))
    for last in "0123456789":
        doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits + last))]
        if sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0:
            return digits + last
    raise AssertionError(digits)


def identity(start: str = "11010519900307123") -> str:
    """A resident's number of GB 11643: seventeen digits and the check character by its weights."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, start, strict=True))
    return start + "10X98765432"[total % 11]

"""The word lists of BIP-39 and the checksum of its phrases."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from qa.safety.secrets.patterns import variants

# BIP-39: 128 to 256 bits in steps of 32, with one bit of checksum for each 32, eleven bits a word.
LENGTHS = (12, 15, 18, 21, 24)
_BITS = 11
# Every English word is known by its first four letters (BIP-39, "Wordlist"), and metal plates hold no more.
_PREFIX = 4


@cache
def english() -> Mapping[str, int]:
    """Numbers of the English words and of their first four letters."""
    numbers = {word[:_PREFIX]: number for number, word in enumerate(listed("english"))}
    return numbers | {word: number for number, word in enumerate(listed("english"))}


def is_mistyped(word: str) -> bool:
    """Whether an English word of the list would be this one with a letter more, less, other, or two exchanged."""
    if len(word) < _PREFIX:
        return False  # most words of three letters are one letter away from some listed one
    return (
        word in _shortened()
        or not _shortened().isdisjoint(_one_less(word))
        or any(w in english() for w in _one_less(word))
    )


@cache
def _shortened() -> frozenset[str]:
    return frozenset(shorter for word in listed("english") for shorter in _one_less(word))


def _one_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


@cache
def chinese() -> Mapping[str, int]:
    """Numbers of the characters of both Chinese lists as they are read: a character has one number in both."""
    both = [*enumerate(listed("chinese_traditional")), *enumerate(listed("chinese_simplified"))]
    return {word.translate(variants()): number for number, word in both} | {word: number for number, word in both}


def is_checked(numbers: Sequence[int]) -> bool:
    """Whether words, by their numbers, are as many as a phrase has, and end in its checksum."""
    if len(numbers) not in LENGTHS:
        return False
    bits = 0
    for number in numbers:
        bits = bits << _BITS | number
    length = len(numbers) * _BITS // 33
    entropy = (bits >> length).to_bytes(length * 4)
    return hashlib.sha256(entropy).digest()[0] >> (8 - length) == bits & ((1 << length) - 1)


def listed(name: str) -> list[str]:
    """The 2 048 words of a list of the mnemonic package, by its name there, in the order of their numbers."""
    return resources.files("mnemonic").joinpath("wordlist", f"{name}.txt").read_text("utf-8").split()

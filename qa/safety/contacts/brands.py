"""What an address must look like to be taken for a platform's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from qa.safety.contacts.confusables import skeleton
from qa.safety.contacts.entry import Entry
from qa.safety.contacts.hosts import suffix
from qa.safety.contacts.platforms import SHORT
from qa.safety.contacts.registry import Registry

# A name of fewer letters stands in too many other words: okx, htx, aave. It counts where it stands by itself.
LONG = 5

Strength = Literal["strong", "short", "ordinary", "generic"]

_NOT_IN_NAMES = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Brand:
    """One name of a platform as it stands in addresses: small ASCII letters and digits, ``looks`` is its skeleton.

    ``strong`` names count wherever they stand, ``short`` ones as a part of their own or beside extra words. So do
    ``ordinary`` ones, which are words too (gate, ledger), but not beside others. ``generic`` is a domain's label that
    is no name (the ``token`` of token.im): it counts alone.
    """

    text: str
    looks: str
    strength: Strength
    entry: Entry


@lru_cache(4)
def brands(registry: Registry) -> tuple[Brand, ...]:
    """All names of all platforms, the longest first."""
    found = {(brand.text, brand.entry.platform): brand for entry in registry.entries for brand in _of(entry)}
    return tuple(sorted(found.values(), key=lambda brand: -len(brand.text)))


def _of(entry: Entry) -> Iterator[Brand]:
    """Labels first: where a name gives the same text, the name decides how strong it is."""
    names = {_letters(name) for name in (*entry.names.values(), *entry.aliases) if name.isascii()}
    hinted = {_letters(name) for name in entry.hints if name.isascii()}
    labels = {domain: domain.removesuffix(f".{suffix(domain)}").split(".")[-1] for domain in entry.domains}
    for domain, label in labels.items():
        yield _brand(_letters(domain), "short", entry)  # gate.io as gateio
        label_is_name = any(name in label for name in names)
        yield _brand(label, _strength(label, hinted) if label_is_name else "generic", entry)
    for name in names:
        if len(name) > SHORT or name in labels.values() or name in map(_letters, entry.names.values()):
            yield _brand(name, _strength(name, hinted), entry)


def _brand(text: str, strength: Strength, entry: Entry) -> Brand:
    return Brand(text, skeleton(text), strength, entry)


def _strength(text: str, hinted: Iterable[str]) -> Strength:
    if text in hinted:
        return "ordinary"
    return "strong" if len(text) >= LONG else "short"


def _letters(name: str) -> str:
    return _NOT_IN_NAMES.sub("", name.casefold())


@cache
def extra_words() -> frozenset[str]:
    """The skeletons of words that are put beside a platform's name."""
    return frozenset(map(skeleton, _lines("extra_words.txt")))


@cache
def ordinary_words() -> frozenset[str]:
    """Words that are near a platform's name and mean something else."""
    return _lines("ordinary_words.txt")


def _lines(name: str) -> frozenset[str]:
    lines = resources.files("qa").joinpath("data", name).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))

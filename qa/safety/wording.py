"""Which families of words a text uses, and where: 客服 and "support agent" are one family, 交钱 and "pay" another.

A phrase is a row of *units*: single Han characters and Latin words. ``freez*`` stands for every word that begins so,
``0`` for any number. A Latin word that no phrase knows is read as the one that is a single slip away from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qa.language import HAN, fold

# The family whose phrases are harmless: what stands inside one of them is not counted (交 inside 交易).
HARMLESS = "harmless"

# How much further apart the words on both sides of a full stop are: what belongs together seldom crosses it.
SENTENCE_END = 4

# A shorter word is one slip away from too many others: "claim" and "chain", "coins" and "joins".
MIN_MISSPELT = 6

# No English word is longer; without a limit, one "word" of a megabyte would be looked up by each of its beginnings.
MAX_WORD = 24

# Words whose reading is remembered. A question has fewer; the readings of common words outlive it.
KEPT_READINGS = 4096

_NUMBER = "0"
_WILD = "*"
_HAN_NUMERALS = "一二两三四五六七八九十百千万亿"
_HAN_NUMBER = f"[{_HAN_NUMERALS}]{{2,}}"
_SOUND = "~"
_UNIT = re.compile(rf"{_HAN_NUMBER}|[{HAN}]|\d+(?:[.,]\d+)*%?|[^\W_{HAN}]+(?:'[a-z]+)?|[!?。…]|\.(?!\S)")
_PHRASE_UNIT = re.compile(rf"{_HAN_NUMBER}|[{HAN}]|\d+(?:[.,]\d+)*%?|[^\W_{HAN}]+(?:'[a-z]+)?\*?")
_STOPS = frozenset("!?。….")


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of ``family`` in a text, from ``start`` to ``end``, in units; a sentence end counts as several."""

    family: str
    start: int
    end: int


class _Node:
    """What may follow the units read so far, and the families of the phrase that ends here."""

    __slots__ = ("families", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.families: list[str] = []


class Wording:
    """Finds the phrases of all families in one pass. Nested phrases all count, but for those inside harmless ones."""

    def __init__(self, families: Mapping[str, Iterable[str]], homophones: Iterable[str] = ()) -> None:
        self._sounds = {char: group[0] + _SOUND for group in homophones for char in group}
        self._root = _Node()
        self._vocabulary: set[str] = set()
        for family, phrases in families.items():
            for phrase in phrases:
                self._add(family, self._heard(_PHRASE_UNIT.findall(fold(phrase).replace("’", "'"))))
        self._slips = _slips(word for word in self._vocabulary if len(word) >= MIN_MISSPELT and word.isascii())
        self._readings = lru_cache(KEPT_READINGS)(self._read)

    def mentions(self, text: str) -> list[Mention]:
        """The mentions in a text, by place. Never raises."""
        found: list[Mention] = []
        units = [unit[:MAX_WORD] for unit in _UNIT.findall(fold(text).replace("’", "'"))]
        readings = [self._readings(unit) for unit in units]
        places = _places(units)
        for start in range(len(units)):
            for family, end in sorted(self._phrases(readings, start)):
                found.append(Mention(family, places[start], places[end - 1] + 1))
        return list(_outside_harmless(found))

    def _add(self, family: str, units: list[str]) -> None:
        node = self._root
        for unit in units:
            self._vocabulary.add(unit)
            node = node.following.setdefault(unit, _Node())
        node.families.append(family)

    def _heard(self, units: list[str]) -> list[str]:
        """Several Han characters are known by their sound, one alone is not: 解东费 is 解冻费, but 叫 is not 交."""
        return [self._sounds.get(unit, unit) for unit in units] if len(units) > 1 else units

    def _phrases(self, readings: list[tuple[str, ...]], start: int) -> set[tuple[str, int]]:
        """Family and end of every phrase that begins at a unit."""
        found: set[tuple[str, int]] = set()
        nodes, at = [self._root], start
        while nodes and at < len(readings):
            nodes = [node.following[key] for node in nodes for key in readings[at] if key in node.following]
            at += 1
            found.update((family, at) for node in nodes for family in node.families)
        return found

    def _read(self, unit: str) -> tuple[str, ...]:
        """The units of phrases that a unit of a text can stand for."""
        if unit in self._sounds:
            return (unit, self._sounds[unit])
        if unit[0].isdigit() or (len(unit) > 1 and unit[0] in _HAN_NUMERALS):
            return (unit, _NUMBER, _NUMBER + "%") if unit.endswith("%") else (unit, _NUMBER)
        beginnings = (unit[:length] + _WILD for length in range(2, len(unit) + 1))
        known = tuple(key for key in (unit, *beginnings) if key in self._vocabulary)
        if known or len(unit) < MIN_MISSPELT:
            return known
        return tuple(sorted({meant for shape in _shapes(unit) for meant in self._slips.get(shape, ())}))


def _places(units: list[str]) -> list[int]:
    places, place = [], 0
    for unit in units:
        places.append(place)
        place += SENTENCE_END if unit in _STOPS else 1
    return places


def _outside_harmless(mentions: list[Mention]) -> Iterator[Mention]:
    """All but the harmless ones and the shorter ones that stand inside a harmless one."""
    holder = Mention(HARMLESS, 0, 0)
    for mention in sorted(mentions, key=lambda found: (found.start, found.family != HARMLESS)):
        if mention.family == HARMLESS:
            holder = max(holder, mention, key=lambda found: found.end)
        elif mention.end > holder.end or mention.end - mention.start >= holder.end - holder.start:
            yield mention


def _slips(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each word under every shape that a misspelt one can share with it."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        for shape in _shapes(word.removesuffix(_WILD)):
            found[shape] = (*found.get(shape, ()), word)
    return found


def _shapes(word: str) -> set[str]:
    """The word and the word without one of its letters but the first: two words one edit apart share a shape."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}

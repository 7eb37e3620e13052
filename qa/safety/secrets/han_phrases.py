"""Seed phrases in Chinese that were written without anything between the characters.

The characters of the list are the commonest there are, so any sentence may consist of them. A phrase must stand
alone and have the right checksum, or be announced; and unlike a sentence it makes next to no common pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import pattern, words
from qa.safety.secrets.reading import Reading
from qa.safety.secrets.wordlists import LENGTHS, chinese, is_checked

# Common pairs among the characters of a phrase whose checksum is right and that is announced: chance.
_PAIRS = 1
# Characters on either side that show whether a phrase stands alone.
_AROUND = 5


def find(reading: Reading) -> Iterator[Secret]:
    """Phrases that stand alone, and those that the word for seed phrase leads to."""
    for run in pattern("han_lump").finditer(reading.low):
        if len(run[0]) in LENGTHS and stands_alone(reading.low, *run.span()) and _is_phrase(run[0]):
            yield Secret("seed_phrase", *run.span(), certain=True)
    for announced in pattern("seed_to_han").finditer(reading.low):
        yield from _announced(reading.low, *announced.span(2), stated=bool(announced[1].strip()))


def common_pairs(characters: str) -> int:
    """How many neighbours among some characters make a common word or part of one."""
    return sum(one + other in words("common_pairs") for one, other in pairwise(characters))


def _is_phrase(characters: str) -> bool:
    numbers = [chinese().get(character) for character in characters]
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and is_checked(known) and not common_pairs(characters)


def stands_alone(low: str, start: int, end: int) -> bool:
    """Whether a phrase has a line, quotes or what follows a colon to itself."""
    before = pattern("alone_before").search(low[max(0, start - _AROUND) : start])
    return before is not None and pattern("alone_after").match(low, end) is not None


def _announced(low: str, start: int, end: int, *, stated: bool) -> Iterator[Secret]:
    """``stated``: a colon or 是 stands between the announcement and the characters."""
    listed, common_ones = chinese(), words("common_pairs")
    places = [place for place in range(start, end) if low[place] in listed][: max(LENGTHS)]
    pairs = [low[one] + low[other] in common_ones for one, other in pairwise(places)]
    for length in reversed(LENGTHS):
        common = sum(pairs[: length - 1])
        if len(places) < length or common > _PAIRS:
            continue
        checked = is_checked([listed[low[place]] for place in places[:length]])
        if checked or (stated and not common):
            yield Secret("seed_phrase", start, places[length - 1] + 1, checked)
            return

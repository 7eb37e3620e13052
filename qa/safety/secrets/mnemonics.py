"""Seed phrases of BIP-39 in English and Chinese, in whatever way they were written down.

A phrase is a run of words of the list with little between them. Ordinary words are in the list as well, so a run
must also be unlike a sentence: few of its words are everyday ones, of its Chinese characters few make common pairs.
How few depends on what else speaks for it: its checksum, a word that announces it, numbers or commas between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from qa.safety.secrets.context import around, nearest
from qa.safety.secrets.han_phrases import common_pairs, stands_alone
from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.patterns import any_of, pattern, words
from qa.safety.secrets.reading import Reading
from qa.safety.secrets.wordlists import LENGTHS, chinese, english, is_checked, is_mistyped

# Announced, a phrase with words missing or mistyped is cut from this many on: three quarters of the shortest.
LEAST_ANNOUNCED = 9
# Nothing announces it: the shortest phrase.
LEAST = min(LENGTHS)
# Beyond the longest phrase and a sentence's words around it, windows are not tried: a run that long is no sentence.
_TRIED = max(LENGTHS) + 16
# Characters before and after a run in which a word announces it.
REACH = (80, 60)
# No phrase is shorter, with one character between its words: English ones of three letters, Chinese ones of one.
_SHORTEST = LEAST_ANNOUNCED * 4 - 1
_SHORTEST_HAN = LEAST_ANNOUNCED * 2 - 1
# Of a random phrase's words 14 % are everyday ones; of a sentence's that is made of listed words alone, more than half.
# The greatest share of them in a phrase for which a checksum, an announcement or a list's form speaks, and in others.
_SHARE_SPOKEN_FOR = 0.75
_SHARE_BARE = 0.5
# Words in a phrase that are not listed, as they were mistyped: announced, and not.
_PATCHES_ANNOUNCED = 2
_PATCHES_BARE = 1
# So few words give nothing of a phrase away: 21 of 24 are as good as all, 3 are none.
_STRAY = 4
# Common pairs among a phrase's characters: a random phrase of 24 holds one in 400, a sentence of 12 about four.
_PAIRS = 2
# Characters before a word in which a colon opens a phrase, or a number counts it.
_OPENING = 6
# What may stand between the words of each pattern.
_GAPS = {"english_word": "english_gap", "han_run": "han_gap"}
# The list that they are looked up in.
_NUMBERS: Mapping[str, Callable[[], Mapping[str, int]]] = {"english_word": english, "han_run": chinese}
# Everyday words that may belong to the sentence around a phrase rather than to the phrase, on either side.
_TRIMMED = 8


# Words as they were matched, and how many of a stretch's words are a run's.
Run = Sequence[re.Match[str]]


def find(reading: Reading) -> Iterator[Secret]:
    """Phrases in English, and Chinese ones that have something between their characters."""
    if len(reading.low) >= _SHORTEST:
        yield from _phrases(reading, _without_labels(reading.low), "english_word")
    if len(reading.low) >= _SHORTEST_HAN:
        yield from _phrases(reading, reading.low, "han_run")


def _without_labels(low: str) -> str:
    """Blanks in place of what counts words: "word 1: ", "1st"."""
    return pattern("label_word").sub(lambda found: " " * len(found[0]), low)


def _number(word: str) -> int | None:
    return (english() if word.isascii() else chinese()).get(word)


def _phrases(reading: Reading, low: str, name: str) -> Iterator[Secret]:
    for stretch in _stretches(low, name):
        if len(stretch) < LEAST_ANNOUNCED:
            continue
        seen = around(reading, stretch[0].start(), stretch[-1].end(), REACH)
        spoken_of = any_of("seed").search(reading.low, *seen) is not None
        patches = _PATCHES_ANNOUNCED if spoken_of else _PATCHES_BARE
        runs = _runs(stretch, _NUMBERS[name]())
        least = _least(spoken_of=spoken_of)
        place = 0
        while place < len(runs):
            if runs[min(place + patches, len(runs) - 1)][1] - runs[place][0] < least:
                place += 1
                continue
            found, taken = _longest(reading, stretch, runs[place : place + patches + 1], spoken_of=spoken_of)
            if found:
                yield found
            place += taken


def _least(*, spoken_of: bool) -> int:
    """So many words make a phrase where one is spoken of, and where none is."""
    return LEAST_ANNOUNCED if spoken_of else LEAST


def _longest(
    reading: Reading, stretch: Run, runs: Sequence[tuple[int, int]], *, spoken_of: bool
) -> tuple[Secret | None, int]:
    """The phrase that begins with the first of some runs and takes in the most of them; how many those are."""
    for taken in range(len(runs), 0, -1):
        start, end = runs[0][0], runs[taken - 1][1]
        unlisted = end - start - sum(last - first for first, last in runs[:taken])
        if end - start < _least(spoken_of=spoken_of) or end - start - unlisted < LEAST_ANNOUNCED or unlisted >= taken:
            continue
        if unlisted and not _are_one(reading.low, stretch, runs[:taken]):
            continue
        found = _judged(reading, stretch[start:end], unlisted, spoken_of=spoken_of)
        if found:
            return found, taken
    return None, 1


def _are_one(low: str, stretch: Run, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether what stands between runs is mistyped, or at least none of them is a phrase by itself.

    Beside a phrase with the right checksum, a few listed words are the sentence that goes on.
    """
    pieces = [stretch[start:end] for start, end in runs]
    if min(map(len, pieces)) < _STRAY and any(len(piece) >= LEAST and _trimmed(low, piece)[1] for piece in pieces):
        return False
    between = (stretch[end][0] for _, end in runs[:-1])
    return all(map(is_mistyped, between)) or not any(_is_whole(low, piece) for piece in pieces)


def _is_whole(low: str, run: Run) -> bool:
    """Whether a run is as long as a phrase, the sentence around it taken away."""
    return len(run) >= LEAST and len(_trimmed(low, run)[0]) in LENGTHS


def _stretches(low: str, name: str) -> Iterator[Run]:
    """Words with little between them, up to one that no phrase could hold even mistyped."""
    stretch: list[re.Match[str]] = []
    gap, numbers, end = pattern(_GAPS[name]), _NUMBERS[name](), 0
    for word in pattern(name).finditer(low):
        if stretch and low[end : word.start()] != " " and not gap.match(low, end, word.start()):
            yield stretch
            stretch = []
        if word[0] in numbers or (stretch and _may_be_mistyped(word[0])):
            stretch.append(word)
        elif stretch:
            yield stretch
            stretch = []
        end = word.end()
    yield stretch


def _may_be_mistyped(word: str) -> bool:
    return len(word) > 2 and word not in words("function") if word.isascii() else len(word) == 1


def _runs(stretch: Run, numbers: Mapping[str, int]) -> list[tuple[int, int]]:
    """Where listed words follow one another in a stretch, half-open."""
    unlisted = [place for place, word in enumerate(stretch) if word[0] not in numbers]
    ends = (*unlisted, len(stretch))
    starts = (0, *(place + 1 for place in unlisted))
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _judged(reading: Reading, run: Run, unlisted: int, *, spoken_of: bool) -> Secret | None:
    piece, checked = _trimmed(reading.low, _after_announcement(reading.low, run))
    if _is_sentence(piece, _SHARE_SPOKEN_FOR):
        return None
    start, end = piece[0].start(), piece[-1].end()
    announced = spoken_of and nearest(reading, start, end, ("seed",), REACH) is not None
    if not announced and (unlisted > _PATCHES_BARE or len(piece) < LEAST or (unlisted and len(piece) not in LENGTHS)):
        return None
    spoken_for = checked or (not unlisted and (announced or _is_list(reading.low, piece)))
    if not (checked or announced or piece[0][0].isascii() or stands_alone(reading.low, start, end)):
        return None
    if not spoken_for and _is_sentence(piece, _SHARE_BARE):
        return None
    return Secret("seed_phrase", _start(reading.low, start), end, checked)


def _after_announcement(low: str, run: Run) -> Run:
    """A run without the listed words of its own announcement: "seed phrase: "."""
    for place in range(_leading(run, "label"), 0, -1):
        if pattern("colon_gap").match(low, run[place - 1].end(), run[place].start()):
            return run[place:]
    return run


def _trimmed(low: str, run: Run) -> tuple[Run, bool]:
    """The phrase within a run, without the everyday words of the sentence around it, and whether its checksum is right.

    Where several pieces could be the phrase, what spans them all: a word too many is better than a word too few.
    """
    if len(run) > _TRIED:
        return run, False
    pieces = _pieces(run)
    checked = [(i, j) for i, j in pieces if _is_checked(run[i:j])]
    opened = [(i, j) for i, j in pieces if _is_opened(low, run, i)]
    chosen = checked or opened or pieces
    if chosen:
        return run[min(i for i, _ in chosen) : max(j for _, j in chosen)], bool(checked)
    return run[_leading(run, "label") : len(run) - _leading(run[::-1], "label")] or run, False


def _pieces(run: Run) -> list[tuple[int, int]]:
    starts = range(_leading(run, "everyday") + 1)
    ends = range(len(run) - _leading(run[::-1], "everyday"), len(run) + 1)
    return [(start, end) for start in starts for end in ends if end - start in LENGTHS]


def _leading(run: Run, name: str) -> int:
    """How many words of a name a run begins with."""
    listed = words(name)
    return next((place for place, word in enumerate(run[:_TRIMMED]) if word[0] not in listed), min(len(run), _TRIMMED))


def _is_checked(piece: Run) -> bool:
    numbers = [_number(word[0]) for word in piece]
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and is_checked(known)


def _is_opened(low: str, run: Run, place: int) -> bool:
    """Whether a colon, a quote or a new line stands before a word."""
    return pattern("phrase_start").search(low, max(0, run[place].start() - _OPENING), run[place].start()) is not None


def _is_list(low: str, piece: Run) -> bool:
    """Whether more than spaces stands between any two words: commas, numbers, new lines."""
    return all(pattern("listing").search(low, one.end(), other.start()) for one, other in pairwise(piece))


def _is_sentence(piece: Run, share: float) -> bool:
    if piece[0][0].isascii():
        everyday = words("everyday")
        return sum(word[0] in everyday for word in piece) >= share * len(piece)
    return common_pairs("".join(word[0] for word in piece)) >= _PAIRS


def _start(low: str, start: int) -> int:
    """The number before a phrase's first word belongs to it."""
    found = pattern("number_before").search(low, max(0, start - _OPENING), start)
    return found.start() if found else start

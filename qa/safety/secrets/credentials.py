"""Passwords that are given as such. Only the value is found, never the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qa.safety.secrets.amounts import SIX
from qa.safety.secrets.context import nearest
from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.leading import EXACTLY, LED_TO
from qa.safety.secrets.password_values import Span, is_mixed, password_at, value
from qa.safety.secrets.patterns import any_of, pattern
from qa.safety.secrets.reading import Reading

# Characters around digits in which a post office is spoken of, whose code India calls PIN.
_POSTAL = (40, 40)
# Characters before and after a token that can only be a password in which the word for it stands: a clause with
# another one in it, "the password that I normally use for binance, …, is refused".
_REACH = (48, 40)
# No word for a password is longer, nor one that begins within another.
_LONGEST_WORD = 24


def find(reading: Reading) -> Iterator[Secret]:
    """Values that follow an announcing word, and values that one follows: "hunter2 is my password"."""
    if pattern("password").search(reading.low):
        for start, end in _passwords(reading):
            yield Secret("password", start, end, certain=False)


def _passwords(reading: Reading) -> Iterator[Span]:
    yield from _announced(reading)
    yield from _in_pairs(reading.low)
    for found in pattern("password_before").finditer(reading.low):
        if is_mixed(reading.low, *found.span()):
            yield found.span()
    spoken = [word.start() for word in any_of("password_word").finditer(reading.low)]
    for found in pattern("strong_token").finditer(reading.low):
        if not _is_near(spoken, *found.span()) or not pattern("strong").match(reading.text, *found.span()):
            continue
        if nearest(reading, *found.span(), ("password_word", "order", "own_name"), _REACH) == "password_word":
            yield found.span()


def _announced(reading: Reading) -> Iterator[Span]:
    for announced in pattern("password").finditer(reading.low):
        found = _led_to(reading, announced) or _told(reading.low, announced.end())
        if found and not _is_postal(reading, announced, *found):
            yield found


def _led_to(reading: Reading, announced: re.Match[str]) -> Span | None:
    led = pattern("lead").match(reading.low, announced.end())
    if not led or not pattern("value_start").match(reading.low, led.end()):
        return None
    return password_at(reading, led.end(), led.lastindex or LED_TO, phrase="phrase" in announced[0])


def _told(low: str, place: int) -> Span | None:
    """What the asker says to have told those who asked for a password; digits follow, unlike an excuse."""
    told = pattern("told").match(low, place)
    return value(low, told.end(), LED_TO) if told else None


def _in_pairs(low: str) -> Iterator[Span]:
    """The second of a name and a password."""
    for name, lead in (("login_pair", EXACTLY), ("details_pair", LED_TO)):
        for found in pattern(name).finditer(low):
            second = value(low, found.end(), lead)
            if second:
                yield second


def _is_postal(reading: Reading, announced: re.Match[str], start: int, end: int) -> bool:
    is_pin = announced[0].startswith("pin") and end - start == SIX
    return is_pin and nearest(reading, start, end, ("postal",), _POSTAL) is not None


def _is_near(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of some places, in order, is so near a stretch that a word may stand there: a cheap first look."""
    after = bisect_left(places, start - _REACH[0] - _LONGEST_WORD)
    return after < len(places) and places[after] < end + _REACH[1]

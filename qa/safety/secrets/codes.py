"""One-time codes that are given as such. Only the digits are found, never the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.safety.secrets.amounts import is_other
from qa.safety.secrets.context import nearest
from qa.safety.secrets.kinds import Secret
from qa.safety.secrets.leading import LED_TO
from qa.safety.secrets.patterns import any_of, pattern
from qa.safety.secrets.reading import Reading

# Between an announced code and its six digits: "the code that he asked me for on the phone".
_FAR = 48
# The longest word that makes "code" a verification code, and what is before it.
_NAMED = 20
# Characters before and after six digits in which a code is spoken of, where nothing leads from one to the other: long
# enough for "as the verification code".
_CODE_REACH = (24, 30)


def find(reading: Reading) -> Iterator[Secret]:
    """Digits that follow the word for a code, and digits that one follows: "482913 is your code"."""
    for announced in pattern("code").finditer(reading.low):
        if not announced[0].startswith("code") or _is_named(reading.low, announced.start()):
            found = _code_after(reading.low, announced.end())
            if found:
                yield Secret("one_time_code", *found, certain=False)
    for before in pattern("code_before").finditer(reading.low):
        yield Secret("one_time_code", *before.span(), certain=False)
    for lone in pattern("lone_six_digits").finditer(reading.low):
        if _is_near_code(reading, *lone.span()):
            yield Secret("one_time_code", *lone.span(), certain=False)


def _is_named(low: str, place: int) -> bool:
    """Whether "code" is called a verification code, my code, …, not an error code or a referral code."""
    return pattern("code_named").search(low, max(0, place - _NAMED), place) is not None


def _code_after(low: str, place: int) -> tuple[int, int] | None:
    led = pattern("lead").match(low, place)
    found = _value(low, led) if led else None
    if found and not is_other(low, *found.span()):
        return found.span()
    return _digits_after(low, place)


def _value(low: str, led: re.Match[str]) -> re.Match[str] | None:
    """A code with letters in it must be stated, not merely stand beside the word for it."""
    found = pattern("code_value").match(low, led.end())
    if not found and led.lastindex != LED_TO:
        found = pattern("code_letters").match(low, led.end())
    return found or pattern("spoken_digits").match(low, led.end())


def _digits_after(low: str, place: int) -> tuple[int, int] | None:
    """Six digits some words after a code was spoken of, unless they are called something else."""
    found = pattern("six_digits").search(low, place, place + _FAR)
    if not found or not pattern("code_filler").match(low, place, found.start()):
        return None
    named = any_of("order").search(low, place, found.start())
    return None if named or is_other(low, *found.span()) else found.span()


def _is_near_code(reading: Reading, start: int, end: int) -> bool:
    if is_other(reading.low, start, end):
        return False
    return nearest(reading, start, end, ("code_word", "order"), _CODE_REACH) == "code_word"
